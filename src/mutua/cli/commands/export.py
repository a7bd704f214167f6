"""The command export: the tables of a folder of results as CSV."""

import json
from collections.abc import Sequence

from mutua.cli.output import as_bad_folder, output_path
from mutua.cli.parse import parse_folder
from mutua.errors import one_of

#: What tables are exported as.
EXPORTS = ("csv",)


def main(words: Sequence[str], as_json: bool) -> None:
    """Write every table of a folder of results as CSV into a new folder."""
    from mutua.studies.load import load

    keys = parse_folder("export", words)
    one_of("format", keys["format"], EXPORTS)
    output = output_path(keys["output"], "export")
    with as_bad_folder("export"):
        result = load(keys["run"])
    with as_bad_folder("output"):
        result.export(output)
    names = sorted(path.name for path in output.glob("*.csv"))
    if as_json:
        print(json.dumps({"output": str(output), "files": names}, indent=2))
    else:
        print(f"{result.title}\n\nTables:  {output}")
        print(f"Unit and definition of each column: {output / 'codebook.csv'}")
