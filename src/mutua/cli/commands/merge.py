"""The command merge: shards of a sweep become the sweep."""

import json
from collections.abc import Sequence

from mutua.cli.output import as_bad_input, free_folder, show_files
from mutua.cli.parse import parse
from mutua.errors import ParameterError


def main(words: Sequence[str], as_json: bool) -> None:
    """Join the shards of a sweep."""
    names, keys = parse("merge", words)
    if not names or not keys.get("output"):
        raise ParameterError("merge: folders of shards and one output= are needed")
    from mutua.storage.folder import as_path
    from mutua.studies.sweep.figures import sweep_size
    from mutua.studies.sweep.merge import gather_parts, merge_parts

    output = free_folder(keys["output"])
    with as_bad_input("merge"):
        plan, where = gather_parts([as_path("merge", name) for name in names])
    merge_parts(plan, where, output)
    if as_json:
        print(json.dumps({"output": str(output), "runs": plan.runs}, indent=2))
    else:
        print(f"{sweep_size(plan)}\n\nResults: {output}")
        show_files(output)
