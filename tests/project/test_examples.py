"""Examples are true: those of docstrings give what they show, and a page what it says."""

import contextlib
import doctest
import io
import re

import pytest
from helpers import ROOT
from selection import nonempty

import mutua

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


def test_the_new_mechanism_does_what_its_page_says() -> None:
    page = (ROOT / "docs" / "new_mechanism.md").read_text("utf-8")
    [code] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(code, {})
    as_it_is, forgiving, _ = map(float, said.getvalue().split())
    assert 0.0 < forgiving < as_it_is
