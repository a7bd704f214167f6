"""Examples are true: those of docstrings run, and calls in pages are calls that exist."""

import ast
import contextlib
import doctest
import inspect
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from helpers import ROOT
from selection import assert_none, nonempty

import mutua

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCKS = nonempty(
    {
        f"{page.stem}-{number}": block
        for page in PAGES
        for number, block in enumerate(
            re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL), 1
        )
    },
    10,
)
WITH_EXAMPLES = nonempty(
    [name for name in ("", *mutua.__all__) if ">>>" in (getattr(mutua, name, mutua).__doc__ or "")],
    8,
)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_example_of_a_docstring_gives_what_it_shows(name: str) -> None:
    thing = getattr(mutua, name) if name else mutua
    [test] = [t for t in doctest.DocTestFinder(recurse=False).find(thing, name or "mutua")]
    said = io.StringIO()
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    failed = doctest.DocTestRunner(optionflags=flags).run(test, out=said.write).failed
    assert not failed, said.getvalue()


def calls(block: str) -> Iterator[tuple[str, ast.Call]]:
    """Calls of public functions in a block of code."""
    for node in ast.walk(ast.parse(block)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id == "mutua":
                yield node.func.attr, node


def refused(name: str, call: ast.Call) -> str:
    """Why a call of a public function cannot be made; nothing if it can."""
    if name not in mutua.__all__:
        return f"there is no mutua.{name}"
    arguments = [None for argument in call.args if not isinstance(argument, ast.Starred)]
    options: dict[str, Any] = {key.arg: None for key in call.keywords if key.arg}
    try:
        inspect.signature(getattr(mutua, name)).bind_partial(*arguments, **options)
    except TypeError as error:
        return f"mutua.{name}: {error}"
    return ""


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_of_a_page_calls_what_there_is(name: str) -> None:
    assert_none(filter(None, (refused(*call) for call in calls(BLOCKS[name]))))


def test_a_call_that_cannot_be_made_is_found() -> None:
    wrong = "mutua.simulate(5)\nmutua.load(a=1)\nmutua.nothing()\nmutua.simulate(dyads=3, new=1)"
    assert [bool(refused(*call)) for call in calls(wrong)] == [True, True, True, False]


def test_the_new_mechanism_does_what_its_page_says() -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(BLOCKS["new_mechanism-1"], {})
    as_it_is, forgiving, _ = map(float, said.getvalue().split())
    assert 0.0 < forgiving < as_it_is
