"""Completion by the shell: scripts that hold every word, so that nothing is run at a keystroke."""

from mutua.cli.keys import COMPOSED, command_groups, command_keys, value_names
from mutua.cli.main import COMMANDS
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.preset_text import BEGUN_FROM
from mutua.scenarios.presets import presets

#: Keys that take presets of a group.
OF_GROUP = {"regimes": "regime", "arms": "regime"}
#: What a command takes besides names with values.
PLAIN = {"new": tuple(BEGUN_FROM), "params": tuple(DECLARED)}


#: Names that every command which simulates takes.
SHARED = [*(f"mechanism.{name}" for name in NEUTRAL), *DECLARED]


def names_of(command: str) -> list[str]:
    """Names that a command takes before an equals sign, but for those it shares with others."""
    names = list(command_keys(command))
    if command in COMPOSED:
        names += [*command_groups(command), *value_names(command)]
    refused = {"regime"} if "regimes" in names and command != "sweep" else set()
    return [name for name in dict.fromkeys(names) if name not in {*SHARED, *refused}]


def is_sharing(command: str) -> bool:
    """Whether a command takes the values of all parameters."""
    return command in COMPOSED or command == "new"


def values_of(command: str) -> dict[str, tuple[str, ...]]:
    """Values that can be listed, by the name that takes them."""
    groups = command_groups(command) if command in COMPOSED else ()
    values = {group: presets(group) for group in groups}
    for name, key in command_keys(command).items():
        if name in OF_GROUP:
            values[name] = presets(OF_GROUP[name])
        elif key.kind is bool:
            values[name] = ("true", "false")
    return values


def candidates(command: str) -> list[str]:
    """Words of a command, but for the names it shares with others."""
    names = [f"{name}=" for name in names_of(command)]
    return [*PLAIN.get(command, ()), *names, "--help", "--json"]


def shell_cases(variable: str) -> str:
    """Lines of a case statement of bash and zsh: words of each command, values of each name."""
    lines = []
    for command in COMMANDS:
        shared = " $_mutua_shared" if is_sharing(command) else ""
        lines.append((command, " ".join(candidates(command)) + shared))
        lines += [(f"{command} {n}", " ".join(values)) for n, values in values_of(command).items()]
    lines.append(("* mechanism.*", "on off"))
    return "\n".join(f'    {_pattern(key)}) {variable}="{words}" ;;' for key, words in lines)


def _pattern(key: str) -> str:
    return key.replace(" ", "\\ ")


BASH = r"""# mutua completion for bash: eval "$(mutua completion bash)"
_mutua_shared='%s'
_mutua_words() {
  words=
  case "$1" in
%s
  esac
}
_mutua() {
  local line="${COMP_LINE:0:$COMP_POINT}" words word command name strip head=
  word="${line##*[[:space:]]}"
  word="${word#[\"\']}"
  command="${COMP_WORDS[1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='%s'
  else
    case "$word" in
      *=*) name="${word%%%%=*}"; _mutua_words "$command $name"
           head="${word%%"${word##*[=,\[]}"}" ;;
      *) _mutua_words "$command" ;;
    esac
  fi
  strip=
  case "$COMP_WORDBREAKS" in *=*) strip="${word%%"${word##*=}"}" ;; esac
  COMPREPLY=()
  for name in $words; do
    case "$head$name" in
      "$word"*)
        name="$head$name"
        case "$name" in *=|*[,\[]*) ;; *) name="$name " ;; esac
        COMPREPLY[${#COMPREPLY[@]}]="${name#"$strip"}" ;;
    esac
  done
}
complete -o nospace -o default -F _mutua mutua
"""

ZSH = r"""#compdef mutua
# mutua completion for zsh: eval "$(mutua completion zsh)", after compinit
_mutua_shared='%s'
_mutua_words() {
  words_of=
  case "$1" in
%s
  esac
}
_mutua() {
  local words_of each word="${words[CURRENT]}" command="${words[2]}"
  local -a names plain
  if (( CURRENT == 2 )); then
    words_of='%s'
    compadd -- ${=words_of}
  elif [[ "$word" == *=* ]]; then
    _mutua_words "$command ${${word%%%%=*}#[\"\']}"
    compset -P '*[=,\[]'
    if [[ -n "$words_of" ]]; then compadd -S '' -- ${=words_of}; else _files; fi
  else
    _mutua_words "$command"
    for each in ${=words_of}; do
      if [[ "$each" == *= ]]; then names+=("$each"); else plain+=("$each"); fi
    done
    compadd -S '' -a names
    compadd -a plain
  fi
}
compdef _mutua mutua
"""

FISH = """# mutua completion for fish: mutua completion fish | source
complete -c mutua -e
%s
"""


def bash_script() -> str:
    """The script for bash."""
    return BASH % (_shared(), shell_cases("words"), " ".join(COMMANDS))


def zsh_script() -> str:
    """The script for zsh."""
    return ZSH % (_shared(), shell_cases("words_of"), " ".join(COMMANDS))


def fish_script() -> str:
    """The script for fish, which chooses among words with their values."""
    lines = [f"complete -c mutua -n __fish_use_subcommand -f -a {command} -d \"{about}\""
             for command, about in COMMANDS.items()]  # fmt: skip
    for command in COMMANDS:
        words = candidates(command)
        words += [f"{n}={value}" for n, values in values_of(command).items() for value in values]
        words += _shared().split() if is_sharing(command) else []
        switches = NEUTRAL if command in COMPOSED else ()
        words += [f"mechanism.{name}={state}" for name in switches for state in ("on", "off")]
        seen = f"'__fish_seen_subcommand_from {command}'"
        lines.append(f"complete -c mutua -n {seen} -a '{' '.join(words)}'")
    return FISH % "\n".join(lines)


def _shared() -> str:
    return " ".join(f"{name}=" for name in SHARED)


#: What makes the script of each shell.
SHELLS = {"bash": bash_script, "zsh": zsh_script, "fish": fish_script}
