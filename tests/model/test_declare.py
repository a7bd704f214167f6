"""Parameters are declared once, completely, and in the order of the rows."""

import re
from collections import Counter
from collections.abc import Iterator
from math import isfinite
from typing import Annotated, NamedTuple, get_args, get_origin, get_type_hints

import pytest
from helpers import DECLARED, P

from mutua.jit.structs import flat, leaves
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.declare import DERIVED, EachWith, declarations, each_with, parameter
from mutua.model.parameters.groups import ASSUMED

every_parameter = pytest.mark.parametrize("name", sorted(DECLARED))

#: What counts as a source: an item of a seed, a pattern to match, the design, a paper, a guess.
SOURCES = re.compile(
    rf"S00\d items? \d+|\bE\d\d\b|design \d|theory\.md [\dA-F]|{ASSUMED}"
    r"|[A-Z]\w+( et al\.)? \d{4}"
)


@every_parameter
def test_a_declaration__is_complete(name):
    d = DECLARED[name]
    assert all(isfinite(value) for value in (d.default, d.low, d.high))
    assert d.low <= d.default <= d.high
    assert d.low < d.high, "a range in which nothing can be varied is no range"
    assert d.unit.strip()
    assert d.about.strip()
    assert SOURCES.search(d.source), f"{d.source!r} is no source"
    assert not d.whole or {d.default % 1, d.low % 1, d.high % 1} == {0.0}


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
    trust, affect = DECLARED["give.user.trust.scale"], DECLARED["give.user.affect.scale"]
    assert trust.default != affect.default
    assert (trust.low, trust.high) == (affect.low, affect.high)
    assert P.norm.professional.love != P.norm.user.love


class Inner(NamedTuple):
    x: Annotated[float, parameter(1, "1", 0, 2, ASSUMED, "a thing")]
    y: Annotated[float, parameter(5, "units", 0, 9, "S000 item 1", "another", whole=True)]


class Outer(NamedTuple):
    left: Annotated[Inner, each_with("left", "S001 item 2", x=0.5)]
    right: Annotated[Inner, each_with("right")]
    made: Annotated[Inner, DERIVED]


def test_a_shared_group__takes_defaults_source_and_meaning_of_its_use():
    left, y, right, _ = declarations(Outer)
    assert (left.name, left.default, left.source) == ("left.x", 0.5, "S001 item 2")
    assert left.about == "left: a thing"
    assert (left.low, left.high, left.unit) == (0.0, 2.0, "1")
    assert y.whole
    assert (right.name, right.default, right.source) == ("right.x", 1.0, ASSUMED)


def uses(cls: type) -> Iterator[tuple[type, EachWith]]:
    """Every use of a shared group below `cls`, with the group."""
    for hint in get_type_hints(cls, include_extras=True).values():
        kind, *notes = get_args(hint) if get_origin(hint) is Annotated else (hint,)
        yield from ((kind, note) for note in notes if isinstance(note, EachWith))
        if kind is not float:
            yield from uses(kind)


def test_a_use__gives_defaults_only_to_fields_that_are_there():
    found = list(uses(Parameters))
    assert len(found) > 20
    for group, use in found:
        assert set(use.defaults) <= set(leaves(group)), f"{use.about}: {set(use.defaults)}"


def test_what_is_assumed__is_said_and_counted(record_property):
    """The share of bare guesses is part of the model's honesty: printed, and held below 2/3."""
    assumed = [name for name, d in DECLARED.items() if d.source == ASSUMED]
    record_property("assumed", f"{len(assumed)} of {len(DECLARED)}: {' '.join(assumed)}")
    assert 3 * len(assumed) <= 2 * len(DECLARED)
