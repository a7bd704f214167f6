"""Notebooks as they are kept: no outputs, sorted keys, one line a source line.

``python notebooks/strip.py`` writes all of them so; a test holds it.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def strip(text: str) -> str:
    """The text of a notebook without outputs, counts and what an editor adds to it."""
    read = json.loads(text)
    cells = [kept_cell(number, cell) for number, cell in enumerate(read["cells"], start=1)]
    whole = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def kept_cell(number: int, cell: dict) -> dict:
    """What is kept of a cell."""
    source = "".join(cell["source"]).strip("\n").splitlines(keepends=True)
    kind = cell["cell_type"]
    kept = {"cell_type": kind, "id": f"cell-{number:02d}", "metadata": {}, "source": source}
    return kept | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def main() -> None:
    """Write every notebook of this folder as it is kept."""
    for path in sorted(HERE.glob("*.ipynb")):
        path.write_text(strip(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
