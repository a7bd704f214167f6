"""The maps are true: what the documents name exists."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from mutua.mechanisms import NEUTRAL

ROOT = Path(__file__).parents[1]
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| [^|]+ \| `(rules/\w+\.py)` \| ([^|]+) \|", MODEL, re.MULTILINE)


def test_every_mechanism_has_its_row() -> None:
    table = MODEL[MODEL.index("| off |") :].split("\n\n")[0]
    assert re.findall(r"^\| (\w+) \| [+-]", table, re.MULTILINE) == list(NEUTRAL)


def test_every_verb_has_its_row() -> None:
    modules = {path.name for path in (ROOT / "src/mutua/rules").glob("*.py")}
    assert {row[0].removeprefix("rules/") for row in ROWS} == modules - {
        "__init__.py", "response.py", "encounter.py",
    }  # fmt: skip


@pytest.mark.parametrize(("module", "functions"), ROWS, ids=[row[0] for row in ROWS])
def test_functions_that_the_model_names_exist(module: str, functions: str) -> None:
    there = import_module(f"mutua.rules.{Path(module).stem}")
    for name in re.findall(r"`(\w+)`", functions):
        assert callable(getattr(there, name)), name


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/model.md"])
def test_files_and_modules_that_documents_name_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for name in re.findall(r"`((?:src/mutua/)?[\w/]+\.py)`", text):
        places = (ROOT / name, ROOT / "src/mutua" / name)
        assert any(place.is_file() for place in places), name
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert ((ROOT / document).parent / link).exists(), link


def test_modules_of_the_data_path_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("| step | module |") :].split("\n\n")[0]
    for cell in re.findall(r"^\| [^|]+ \| ([^|]+) \|", table, re.MULTILINE)[1:]:
        for name in re.findall(r"`([\w/]+)/?`", cell):
            path = ROOT / "src/mutua" / name.rstrip("/")
            assert path.is_dir() or path.with_suffix(".py").is_file(), name
