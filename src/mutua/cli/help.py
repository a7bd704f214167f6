"""Help texts of commands, from the declarations."""

import textwrap

from mutua.cli.keys import FORMATS, VARYING, command_groups, command_keys
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.presets import presets

VARIED = (
    "a,b; choice(a,b); range(a,b,step); interval(a,b); interval (the declared bounds); "
    "tag(log,interval(a,b)); of parameters, mechanisms, settings, populations, regimes"
)
#: Commands in which less varies.
VARIED_BY = {"basins": "a,b or range(a,b,step); one or two parameters"}
#: Commands that compose nothing, with what follows them.
PLAIN_USAGE = {
    "app": "[name=value ...]",
    "replay": "FOLDER dyad=NUMBER [--json]",
    "sensitivity": "FOLDER [name=value ...] [--json]",
    "new": "GROUP NAME [name=value ...] [PARAMETER=NUMBER ...] [--json]",
    "completion": "bash|zsh|fish",
    "export": "FOLDER [format=csv] [output=FOLDER] [--json]",
}
#: Where the scripts of completion go.
COMPLETION = [
    '  In ~/.bashrc:                   eval "$(mutua completion bash)"',
    '  In ~/.zshrc, after compinit:    eval "$(mutua completion zsh)"',
    "  In ~/.config/fish/config.fish:  mutua completion fish | source",
]
OPTIONS = """

--json            print the result as JSON
--cfg job         show the composed config and do nothing
--config-dir DIR  add a folder of presets and experiments
"""


def usage(command: str, about: str) -> str:
    """Help text of a command, from the declarations."""
    if command == "params":
        return (
            f"mutua params: {about}\n\n  mutua params [WORD ...] [format={'|'.join(FORMATS)}]"
            " [--json]\n\nA WORD keeps the parameters that mention it.\n"
        )
    if command in PLAIN_USAGE:
        lines = [f"mutua {command}: {about}", "", f"  mutua {command} {PLAIN_USAGE[command]}", ""]
        for key in command_keys(command).values():
            lines += entry(key.name, key.about, key.allowed)
        lines += COMPLETION if command == "completion" else []
        return "\n".join(lines) + "\n"
    if command == "merge":
        return f"mutua merge: {about}\n\n  mutua merge FOLDER ... output=FOLDER [--json]\n"
    lines = [f"mutua {command}: {about}", "", f"  mutua {command} [name=value ...] [--json]"]
    groups = command_groups(command)
    lines += ["", "Chosen by name:"] if groups else []
    for group, text in groups.items():
        known = ", ".join(presets(group))
        if group == "regime" and "regimes" in command_keys(command):
            lines += entry("regimes", text, f"{known}; as regimes=[usual,peer]")
        else:
            lines += entry(group, text, known)
    lines += ["", "Values:"]
    for name, key in command_keys(command).items():
        default = "null" if key.default is None else key.default
        default = f"[{','.join(default)}]" if isinstance(default, tuple) else default
        lines += entry(name, key.about, f"{key.allowed}; default {default}")
    lines += ["", "Mechanisms:", *entry("mechanism.NAME=off", ", ".join(NEUTRAL))]
    some = f"such as trust.gain=0.1; mutua params shows all {len(DECLARED)}"
    lines += ["", "Parameters:", *entry("NAME=NUMBER", some)]
    if command in VARYING:
        lines += ["", "What varies:", *entry("NAME=...", VARIED_BY.get(command, VARIED))]
    return "\n".join(lines) + OPTIONS


def entry(name: str, *texts: str) -> list[str]:
    """A name and the texts about it, in lines of at most 80 columns."""
    lines = [line for text in texts for line in textwrap.wrap(text, 64, break_on_hyphens=False)]
    name, gap = (name, "") if len(name) <= 11 else ("", name)
    head = [f"  {gap}"] if gap else []
    return [*head, *(f"  {name if n == 0 else '':<11}  {line}" for n, line in enumerate(lines))]
