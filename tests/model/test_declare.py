"""Parameters are declared once, completely, and in the order of the rows."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite, nan
from pathlib import Path
from typing import Annotated, NamedTuple, get_args, get_origin, get_type_hints

import pytest
from helpers import DECLARED, P
from selection import assert_none

from mutua.jit.structs import flat, leaves
from mutua.model import parameters
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.declare import (
    ASSUMED,
    DERIVED,
    Declaration,
    EachWith,
    declarations,
    each_with,
    parameter,
)

#: What counts as a source: an item of a seed, a pattern to match, the design, a paper, a guess.
SOURCES = re.compile(
    rf"S00\d items? \d+|\bE\d\d\b|design \d|theory\.md [\dA-F]|{ASSUMED}"
    r"|[A-Z]\w+( et al\.)? \d{4}"
)
#: An item of the five papers.
QUALITATIVE = re.compile(r"S00\d")
#: What a meaning has that leans on its group, or that is written as a sentence.
RIDDLE = re.compile(
    r"^(of|at|by|for|from|in|to|with|without|after|that|which|more|it|its|where|who)\b"
    r"|^[A-Z](?![A-Z])|[:{}]|[.,;]$| x |\by\b"
)


def lacks_of(d: Declaration) -> Iterator[str]:
    """What is missing or wrong in a declaration."""
    if not all(isfinite(value) for value in (d.default, d.low, d.high)):
        yield "a number that is not finite"
    if not d.low <= d.default <= d.high:
        yield f"{d.default} is not from {d.low} to {d.high}"
    if not d.low < d.high:
        yield "a range in which nothing can be varied is no range"
    if not d.unit.strip():
        yield "no unit"
    yield from riddles_of(d.about)
    for source in (d.form, d.number):
        if not SOURCES.search(source):
            yield f"{source!r} is no source"
    if QUALITATIVE.search(d.number):
        yield "the five papers give no number"
    if d.whole and {d.default % 1, d.low % 1, d.high % 1} != {0.0}:
        yield "not whole"


def riddles_of(meaning: str) -> Iterator[str]:
    """Why a meaning is not understood by whoever reads it without its group."""
    if riddle := RIDDLE.search(meaning):
        yield f"a meaning is read alone, and {riddle[0]!r} is not understood alone"
    if len(meaning.split()) < 3 or len(meaning) > 100:
        yield "a meaning is one phrase, of three words to a hundred characters"


def test_declarations__are_complete():
    assert len(DECLARED) > 400
    assert_none(f"{name}: {lack}" for name, d in DECLARED.items() for lack in lacks_of(d))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"default": nan}, "not finite"),
        ({"default": 3.0}, "3.0 is not from 0.0 to 2.0"),
        ({"default": 0.0, "high": 0.0}, "no range"),
        ({"unit": " "}, "no unit"),
        ({"about": "slow up"}, "three words"),
        ({"about": "speed of trust " * 9 + "up"}, "a hundred characters"),
        ({"about": "of coming to a visit"}, "'of' is not"),
        ({"about": "push of misfit: slope"}, "':' is not"),
        ({"about": "speed at which it rises."}, "'.' is not"),
        ({"about": "Speed at which it rises"}, "'S' is not"),
        ({"form": "hearsay"}, "'hearsay' is no source"),
        ({"number": "hearsay"}, "'hearsay' is no source"),
        ({"number": "S000 item 1"}, "give no number"),
        ({"default": 0.5, "whole": True}, "not whole"),
    ],
)
def test_what_a_declaration_lacks__is_seen(wrong, said):
    good = next(declarations(Outer))
    assert [*lacks_of(good)] == []
    assert said in "; ".join(lacks_of(replace(good, **wrong)))


def test_meanings__are_each_of_one_parameter():
    meanings = Counter(d.about for d in DECLARED.values())
    assert_none(meaning for meaning, count in meanings.items() if count > 1)


def test_names__are_unique_lower_case_words():
    names = [d.name for d in declarations(Parameters)]
    assert Counter(names).most_common(1)[0][1] == 1
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", name) for name in names)


def test_the_order__is_that_of_the_rows_without_the_derived():
    derived = [
        field
        for field, hint in get_type_hints(Parameters, include_extras=True).items()
        if DERIVED in get_args(hint)
    ]
    rows = [row for row in leaves(Parameters) if row.split(".")[0] not in derived]
    assert rows == list(DECLARED)
    assert derived == ["foa"]


def test_the_defaults__come_to_lie_in_their_rows():
    values = dict(zip(leaves(Parameters), flat(P), strict=True))
    assert all(values[name] == d.default for name, d in DECLARED.items())
    assert P.trust.gain == DECLARED["trust.gain"].default
    assert P.norm.user.status == DECLARED["norm.user.status"].default


def test_a_group_used_twice__has_its_own_defaults_and_common_bounds():
    trust, affect = DECLARED["give.trust"], DECLARED["give.affect"]
    assert trust.default != affect.default
    assert (trust.low, trust.high) == (affect.low, affect.high)
    assert P.norm.professional.love != P.norm.user.love


class Inner(NamedTuple):
    x: Annotated[float, parameter(1, "1", 0, 2, ASSUMED, ASSUMED, "mean {} of {field}")]
    y: Annotated[float, parameter(5, "units", 0, 9, "S000 item 1", "E01", "{} sum", whole=True)]


class Outer(NamedTuple):
    left: Annotated[Inner, each_with((0.5,), "S001 item 2", "E02", "left", "kg")]
    right: Annotated[Inner, each_with(about="right")]
    apart: Annotated[Inner, each_with((), None, ("E03",), "apart")]
    made: Annotated[Inner, DERIVED]


def test_a_shared_group__takes_defaults_sources_and_meaning_of_its_use():
    left, y, right, _, apart, other = declarations(Outer)
    assert (left.name, left.default) == ("left.x", 0.5)
    assert (left.form, left.number) == ("S001 item 2", "E02")
    assert left.about == "mean left of x"
    assert (left.low, left.high, left.unit, right.unit) == (0.0, 2.0, "kg", "1")
    assert y.whole
    assert (y.default, y.number) == (5.0, "E02")
    assert (right.name, right.default, right.form) == ("right.x", 1.0, ASSUMED)
    assert (apart.form, apart.number) == (ASSUMED, "E03")
    assert (other.form, other.number) == ("S000 item 1", ASSUMED), "sources field by field"


def uses(cls: type) -> Iterator[tuple[type, EachWith]]:
    """Every use of a shared group below `cls`, with the group."""
    for hint in get_type_hints(cls, include_extras=True).values():
        kind, *notes = get_args(hint) if get_origin(hint) is Annotated else (hint,)
        yield from ((kind, note) for note in notes if isinstance(note, EachWith))
        if kind is not float:
            yield from uses(kind)


def test_a_use__gives_defaults_and_sources_only_to_fields_that_are_there():
    found = list(uses(Parameters))
    assert len(found) > 20
    for group, use in found:
        fields = len(leaves(group))
        assert len(use.defaults) <= fields, use.about
        assert isinstance(use.number, str | None) or len(use.number) <= fields, use.about


def test_what_is_assumed__is_said_and_counted(record_property):
    """The share of bare guesses is part of the model's honesty: printed, forms held below 2/3."""
    forms, numbers = (
        [name for name, d in DECLARED.items() if getattr(d, source) == ASSUMED]
        for source in ("form", "number")
    )
    record_property("forms", f"{len(forms)} of {len(DECLARED)}: {' '.join(forms)}")
    record_property("numbers", f"{len(numbers)} of {len(DECLARED)}: {' '.join(numbers)}")
    assert 3 * len(forms) <= 2 * len(DECLARED)
    assert len(numbers) < len(DECLARED)


def test_a_parameter__is_one_line_of_its_file():
    """A theme reads as a table: each field is one line of the file."""
    paths = Path(parameters.__path__[0]).glob("*.py")
    themes = [path for path in paths if "# fmt: off" in path.read_text("utf-8")]
    assert len(themes) > 10
    for path in themes:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "Annotated[" in line:
                assert re.fullmatch(r"    \w+: +Annotated\[.+\]", line), line
