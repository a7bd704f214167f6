"""What each command does, between the words that were typed and what is shown."""

import csv
import difflib
import json
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutua import garbage, schema, terminal
from mutua.config import DECLARED, presets
from mutua.declare import Declaration
from mutua.errors import ParameterError, StoreError
from mutua.mechanisms import NEUTRAL

if TYPE_CHECKING:
    import pandas as pd

    from mutua.composition import Plan
    from mutua.store import Writer

    Table = Callable[[pd.DataFrame], None]
    Show = Callable[[bool], None]

#: Columns of the parameter table.
COLUMNS = ("name", "default", "unit", "low", "high", "source", "about")
FORMATS = ("table", "csv", "md")
VARIED = (
    "a,b; choice(a,b); range(a,b,step); interval(a,b); interval (the declared bounds); "
    "tag(log,interval(a,b)); of parameters, mechanisms, settings, populations, regimes"
)
#: Commands of a folder that is there already, with what follows them.
FOLDER_FIRST = {
    "replay": "FOLDER dyad=NUMBER [--json]",
    "sensitivity": "FOLDER [name=value ...] [--json]",
}
OPTIONS = """

--json            print the result as JSON
--cfg job         show the composed config and do nothing
--config-dir DIR  add a folder of presets and experiments
"""


def perform(command: str, words: Sequence[str], as_json: bool) -> None:
    """Do a command; nothing is written before everything is checked."""
    if command == "params":
        params(words, as_json)
        return
    if command == "replay":
        replay(words, as_json)
        return
    if command == "sensitivity":
        from mutua.sensitivity_commands import sensitivity

        sensitivity(words, as_json)
        return
    from mutua import sweep_commands

    if command == "merge":
        sweep_commands.merge(words, as_json)
        return
    if command == "calibrate":
        from mutua.calibrate_commands import calibrate

        calibrate(words, as_json)
        return
    many = command == "run" and any(word in sweep_commands.MULTIRUN for word in words)
    if many or command == "sweep":
        (sweep_commands.multirun if many else sweep_commands.sweep)(words, as_json)
        return
    from mutua.composition import plans

    for plan in plans(command, words):
        with output_folder(plan) as output:
            show_result = (run if command == "run" else compare)(plan, output)
        show_result(as_json)


def run(plan: "Plan", output: "Writer") -> "Show":
    """One simulation: a summary on the terminal, everything in the run folder."""
    from mutua.result import horizon, simulate

    keys = {k: plan.keys[k] for k in ("dyads", "weeks", "seed", "threads", "record", "without")}
    weeks = keys["weeks"] or horizon(plan.scenarios)
    work = keys["dyads"] * weeks * (1 if keys["without"] is None else 2)
    with terminal.progress(work, first=not compiled_before()) as report:
        result = simulate(scenario=plan.scenarios[0], **keys, progress=report)
    result.write(output)
    size = f"{keys['dyads']:,} dyads, {weeks} weeks, seed {keys['seed']}"
    title = f"{plan.scenarios[0].name} in {plan.scenarios[0].setting}: {size}"
    table = partial(terminal.show_run, title, owed=result.owed_summary(), to=keys["without"])
    return partial(show, output.folder, result.summary(), table)


def compare(plan: "Plan", output: "Writer") -> "Show":
    """Arms on the same people: paired differences on the terminal, figures in the run folder."""
    from mutua import comparison
    from mutua.panel import panel_work
    from mutua.probes import further_runs
    from mutua.result import horizon

    keys = {k: plan.keys[k] for k in ("dyads", "replicates", "weeks", "seed", "threads")}
    probes = {k: plan.keys[k] for k in ("decomposition", "continuum")}
    posterior = plan.keys["posterior"]
    weeks = keys["weeks"] or horizon(plan.scenarios)
    runs = len(plan.scenarios) + further_runs(plan.scenarios, **probes)
    sizes = (keys["dyads"], keys["replicates"], weeks)
    work = prod(sizes) * runs + panel_work(plan.scenarios, *sizes)
    with terminal.progress(work, first=not compiled_before()) as report:
        contrast = comparison.compare(
            scenarios=plan.scenarios, **keys, **probes, posterior=posterior, progress=report
        )
    contrast.write(output)
    size = f"{keys['dyads']:,} dyads x {keys['replicates']} replicates an arm, {weeks} weeks"
    settings = " and ".join(dict.fromkeys(arm.setting for arm in plan.scenarios))
    title = f"{settings}: {size}, seed {keys['seed']}"
    if contrast.posterior:
        of = contrast.manifest["posterior"]["of"]
        title += f"\neach replicate a draw from the posterior of\n{of}; intervals: of another draw"
    table = partial(terminal.show_contrasts, title, contrast.arms)
    return partial(show, output.folder, contrast.summary(), table)


def replay(words: Sequence[str], as_json: bool) -> None:
    """The story of one dyad of a stored run, shown, and kept where an output is named.

    What is told is told even if the replay is not the run; the command then fails.
    """
    from mutua import story
    from mutua.words import read

    keys = read("replay", words)
    named = keys.pop("output")
    with ExitStack() as held:
        folder = None if named is None else held.enter_context(held_folder(checked_output(named)))
        try:
            garbage.begin()
            told = story.replay(**keys)
        except StoreError as error:
            raise ParameterError(f"run: {error}") from error
        if folder is not None:
            told.write(folder)
    if as_json:
        print(json.dumps({"output": named} | told.as_dict(), indent=2, ensure_ascii=False))
    else:
        print(told.text() + (f"\nStory: {named}" if named else ""))
    if not told.verification.holds:
        raise StoreError(told.verification.sentence)


def compiled_before() -> bool:
    """Whether the kernel of these sources has been compiled and kept."""
    from mutua.compiled import cache_root, source_hash

    return any((cache_root() / source_hash()).rglob("*.nbc"))


def show(output: Path, summary: "pd.DataFrame", table: "Table", as_json: bool) -> None:
    """Show a summary and where everything is, as a table or as JSON."""
    if as_json:
        print_json(output, summary)
        return
    table(summary)
    print(f"\nResults: {output}")
    show_files(output)


def show_files(output: Path) -> None:
    """Say where the report is, and which figures there are."""
    for report in sorted(output.glob("*.html")):
        print(f"Report:  {report}")
    figures = [figure.stem for figure in sorted(output.glob("*.png"))]
    for line in textwrap.wrap(f"Figures: {', '.join(figures)} (PNG, SVG)", 80,
                              subsequent_indent=9 * " "):  # fmt: skip
        print(line)


def print_json(folder: Path, summary: "pd.DataFrame") -> None:
    """Print where the results are and the rows of the summary; what is missing becomes null."""
    rows = json.loads(summary.to_json(orient="records", double_precision=15))
    print(json.dumps({"output": str(folder), "summary": rows}, indent=2, ensure_ascii=False))


@contextmanager
def output_folder(plan: "Plan") -> Iterator["Writer"]:
    """Hold the output folder of a plan from before the work."""
    with held_folder(free_output(plan)) as writer:
        yield writer


@contextmanager
def held_folder(folder: Path) -> Iterator["Writer"]:
    """Hold a folder from before the work; one that cannot be held is bad input."""
    from mutua.store import writing

    with ExitStack() as held:
        try:
            writer = held.enter_context(writing(folder))
        except StoreError as error:
            raise ParameterError(f"output: {error}") from error
        yield writer


def free_output(plan: "Plan") -> Path:
    """The output folder of a plan, checked and not yet made."""
    return output_of(plan.keys["output"], plan.command)


def output_of(named: str | None, command: str) -> Path:
    """The output folder, checked and not yet made; of the moment, if none was named."""
    if named is not None:
        return checked_output(named)
    now = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    names = (f"{now}_{command}{again}" for again in ("", *(f"_{n}" for n in range(2, 99))))
    return checked_output(next(name for n in names if not (name := Path("outputs", n)).exists()))


def checked_output(named: str | Path) -> Path:
    """A folder that can be written, not yet made."""
    from mutua.store import check_output

    if named == "":
        raise ParameterError("output: '' is not the name of a folder")
    try:
        return check_output(Path(named).expanduser())
    except StoreError as error:
        raise ParameterError(f"output: {error}") from error


def params(words: Sequence[str], as_json: bool) -> None:
    """Print the declared parameters, all or those in which every word occurs."""
    layout, looked_for = "table", []
    for word in words:
        name, equals, value = word.partition("=")
        if equals and name == "format" and value in FORMATS:
            layout = value
        elif equals and name == "format":
            raise ParameterError(f"format: {value!r} is not one of {', '.join(FORMATS)}")
        elif equals or word.startswith("-"):
            raise ParameterError(f"params: no {word!r}; it takes words to look for and format=")
        else:
            looked_for.append(word.lower())
    rows = [[getattr(d, column) for column in COLUMNS] for d in found(looked_for)]
    if as_json:
        print(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], indent=2))
    elif layout == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([COLUMNS, *rows])
    elif layout == "md":
        for row in (COLUMNS, ["---"] * len(COLUMNS), *rows):
            print("|", " | ".join(_plain(cell).replace("|", "\\|") for cell in row), "|")
    else:
        terminal.show_parameters(rows)


def found(words: Sequence[str]) -> list[Declaration]:
    """Declarations in whose name, meaning or source every word occurs, in any case."""
    texts = {d.name: f"{d.name} {d.about} {d.source}".lower() for d in DECLARED.values()}
    hits = [d for d in DECLARED.values() if all(word in texts[d.name] for word in words)]
    if not hits:
        pieces = [*DECLARED, *{piece for name in DECLARED for piece in name.split(".")}]
        near = difflib.get_close_matches(words[0], pieces, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ParameterError(f"params: no parameter mentions {' and '.join(words)!r}{hint}")
    return hits


def _plain(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def usage(command: str, about: str) -> str:
    """Help text of a command, from the declarations."""
    if command == "params":
        return (
            f"mutua params: {about}\n\n  mutua params [WORD ...] [format={'|'.join(FORMATS)}]"
            " [--json]\n\nA WORD keeps the parameters that mention it.\n"
        )
    if command in FOLDER_FIRST:
        lines = [f"mutua {command}: {about}", "", f"  mutua {command} {FOLDER_FIRST[command]}", ""]
        for key in schema.keys(command).values():
            lines += entry(key.name, key.about, key.allowed)
        return "\n".join(lines) + "\n"
    if command == "merge":
        return f"mutua merge: {about}\n\n  mutua merge FOLDER ... output=FOLDER [--json]\n"
    lines = [f"mutua {command}: {about}", "", f"  mutua {command} [name=value ...] [--json]"]
    lines += ["", "Chosen by name:"]
    for group, text in schema.groups(command).items():
        if command in ("run", "calibrate") or group != "regime":
            lines += entry(group, text, ", ".join(presets(group)))
    lines += ["", "Values:"]
    for name, key in schema.keys(command).items():
        default = "null" if key.default is None else key.default
        default = f"[{','.join(default)}]" if isinstance(default, tuple) else default
        lines += entry(name, key.about, f"{key.allowed}; default {default}")
    lines += ["", "Mechanisms:", *entry("mechanism.NAME=off", ", ".join(NEUTRAL))]
    some = f"such as trust.gain=0.1; mutua params shows all {len(DECLARED)}"
    lines += ["", "Parameters:", *entry("NAME=NUMBER", some)]
    if command in schema.VARYING:
        lines += ["", "What varies:", *entry("NAME=...", VARIED)]
    return "\n".join(lines) + OPTIONS


def entry(name: str, *texts: str) -> list[str]:
    """A name and what is to be said on it, in lines of at most 80 columns."""
    lines = [line for text in texts for line in textwrap.wrap(text, 64, break_on_hyphens=False)]
    name, gap = (name, "") if len(name) <= 11 else ("", name)
    head = [f"  {gap}"] if gap else []
    return [*head, *(f"  {name if n == 0 else '':<11}  {line}" for n, line in enumerate(lines))]
