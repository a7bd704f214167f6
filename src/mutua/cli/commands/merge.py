"""The command merge: shards of a sweep become the sweep."""

import json
from collections.abc import Sequence
from pathlib import Path

from mutua.cli import garbage
from mutua.cli.commands.sweep import title_of
from mutua.cli.output import as_bad_input
from mutua.errors import ParameterError


def main(words: Sequence[str], as_json: bool) -> None:
    """Join the shards of a sweep."""
    folders: list[Path] = []
    outputs: list[Path] = []
    for word in words:
        name, equals, value = word.partition("=")
        if word.startswith("-") or (equals and name != "output"):
            raise ParameterError(f"merge: no {word!r}; it takes folders and output=")
        (outputs if equals else folders).append(Path(value if equals else word).expanduser())
    if not folders or len(outputs) != 1 or outputs[0] == Path():
        raise ParameterError("merge: folders of shards and one output= are needed")
    from mutua.storage.folder import check_output
    from mutua.studies.sweep.merge import gathered, join

    with as_bad_input("output"):
        check_output(outputs[0])
    garbage.begin()
    with as_bad_input("merge"):
        plan, where = gathered(folders)
    join(plan, where, outputs[0])
    if as_json:
        print(json.dumps({"output": str(outputs[0]), "runs": plan.runs}, indent=2))
    else:
        print(f"{title_of(plan)}\n\nResults: {outputs[0]}")
