"""The command line: ``mutua COMMAND [name=value ...]``.

Exit codes: 0 done, 1 failed while running, 2 bad input (one line, nothing written),
130 interrupted. Whatever is heavy is imported by the command that needs it, so that the overview
answers at once.
"""

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import accumulate

from mutua.cli.garbage import collect_rarely
from mutua.errors import ParameterError, StoreError, WorkError, brief, hint

COMMANDS = {
    "run": "one simulation: a summary and its run folder",
    "compare": "regimes on the same dyads: paired differences, figures",
    "replay": "the story of one dyad of a stored run, week by week",
    "sweep": "design points x regimes x replicates: rows, resumable",
    "sensitivity": "which parameters move which outcome of a sweep, and where",
    "calibrate": "a posterior from a service's own records of visits",
    "evidence": "published patterns measured: which are passed",
    "reciprocity": "which side answers the other: elasticities by regime",
    "basins": "the same dyads from a low and a high start: memory, warnings",
    "app": "a page to play with: two arms side by side, in a browser",
    "merge": "shards of a sweep become the sweep",
    "new": "a commented regime, setting or intervention of one's own",
    "export": "every table of a folder of results as CSV, for R and others",
    "params": "every parameter: default, unit, bounds, source and meaning",
    "completion": "what makes a shell complete commands and names",
}
OVERVIEW = """\
mutua: reciprocal helping dyads in mental health care, simulated by the million

  mutua COMMAND [name=value ...]

{commands}

  mutua COMMAND --help   the options of a command
  mutua --version

For example:
  mutua run regime=collaborative setting=community dyads=10_000
  mutua compare 'regimes=[paternalistic,consumer]' trust.gain=0.1 mechanism.obligation=off
  mutua replay outputs/kept dyad=4711
  mutua sweep 'trust.gain=interval(0.02,0.2)' design=sobol design.points=64
  mutua sensitivity outputs/swept 'outcomes=[dropout]' contrast=collaborative-paternalistic
  mutua calibrate data=visits.csv setting=community
  mutua evidence 'rows=[E01,E08]'
  mutua reciprocity 'regimes=[usual,consumer]'
  mutua basins affect.coupling=0.2,0.3,0.5
  mutua new regime ours norm.control=0.4
  mutua export outputs/kept output=outputs/tables
  mutua app
  mutua params trust
"""
#: Options by which ``run`` makes many runs.
MULTIRUN = ("-m", "--multirun")
#: Digits of a number and brackets within brackets: more than any value has, fewer than any reader
#: of the grammar bears.
MOST_DIGITS, MOST_DEPTH = 300, 50
#: Characters of an error that are shown: more than a command with a path takes.
LONGEST_LINE = 4_000
DONE, FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if words is None:
        collect_rarely()
    words = list(sys.argv[1:] if words is None else words)
    if sys.stdout is None:  # the next file opened would take its place
        return _fail("standard output is closed; send it to /dev/null instead", REFUSED)
    try:
        code = _dispatch(words)
        sys.stdout.flush()
        return code
    except ParameterError as error:
        return _fail(str(error), REFUSED)
    except (StoreError, WorkError) as error:  # a refused output is a ParameterError by then
        return _fail(str(error), FAILED)
    except MemoryError:
        return _fail("there is not enough memory; ask for fewer dyads, weeks or arms", FAILED)
    except KeyboardInterrupt as stop:
        return _fail(str(stop) or "interrupted", INTERRUPTED)
    except BrokenPipeError:  # the reader (head, a pager) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _dispatch(words: list[str]) -> int:
    if not words or words[0] in ("--help", "-h", "help"):
        print(_overview(), end="")
        return DONE
    command, *rest = words
    if command == "--version":
        print(f"mutua {_version()}")
        return DONE
    if command not in COMMANDS:
        near = hint(command, COMMANDS) or f"; there are {', '.join(COMMANDS)}"
        kind = "option" if command.startswith("-") else "command"
        raise ParameterError(f"no {kind} {command!r}{near}")

    if "--help" in rest or "-h" in rest:
        from mutua.cli.help import usage

        print(usage(command, COMMANDS[command]), end="")
        return DONE
    as_json, rest = "--json" in rest, [word for word in rest if word != "--json"]
    several = command == "run" and any(word in MULTIRUN for word in rest)
    for word in rest:
        check_readable(word)
    module = import_module(f"mutua.cli.commands.{'multirun' if several else command}")
    from mutua.storage.provenance import record_command

    with record_command(words):
        module.main(rest, as_json)
    return DONE


def check_readable(text: str, shown: str | None = None) -> None:
    """Refuse a text with a number or a nesting that no value has and not every reader survives."""
    if re.search(rf"\d[\d_]{{{MOST_DIGITS},}}", text):
        excess = f"has a number of more than {MOST_DIGITS} digits"
    elif max(accumulate((c in "([{") - (c in ")]}") for c in text), default=0) > MOST_DEPTH:
        excess = f"is nested more than {MOST_DEPTH} deep"
    else:
        return
    raise ParameterError(f"{shown or brief(text)}: {excess}")


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = (f"  {name:<{width}}  {about}" for name, about in COMMANDS.items())
    return OVERVIEW.format(commands="\n".join(lines))


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("mutua")
    except PackageNotFoundError:
        return "(not installed: run from its sources)"


def _fail(line: str, code: int) -> int:
    line = " ".join(map(str.strip, line.splitlines()))
    if len(line) > LONGEST_LINE:
        line = f"{line[:LONGEST_LINE]}... ({len(line)} characters)"
    print(f"mutua: {line}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
