"""Names: a function is a verb or what it returns, and one word has one meaning."""

import house
import pytest
from selection import assert_none
from sources import MODULES

#: Public functions whose names are still bare participles. It can only shrink; the aim is none.
PARTICIPLES = """
changed checked contrasted decided decomposed derived expected flattened happened
implied known moved_by named rendered restored spaced styled switched_off
wrapped
"""
#: Public names that two modules or more still define. It can only shrink. The aim is the names of
#: the grid alone: a study, its plot, its page and its command are called the same.
DOUBLES = """
Factor Key Professional Service benefit choice compare groups hazard headline
interval load main outcome page pairs percent person_after points profile rendered show
stayers survival sweep transitions
"""


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        *((name, True) for name in ("settled", "told", "laid_out", "asked_for", "switched_off")),
        *((name, False) for name in ("need", "seed", "regression_adjusted", "draw", "settled_at")),
    ],
)
def test_a_bare_participle__is_recognised(name, bare):
    assert house.is_participle(name) is bare


def test_no_public_function__is_named_by_a_participle():
    assert_as_listed(house.participles(MODULES), PARTICIPLES)


def test_no_public_name__is_defined_in_two_modules():
    defined = house.places(MODULES).items()
    assert_as_listed({name: where for name, where in defined if len(where) > 1}, DOUBLES)


def assert_as_listed(named: dict[str, list[str]], allowed: str) -> None:
    """No name but those allowed, and none of them that is gone."""
    new = [f"{name}: {', '.join(w)}" for name, w in named.items() if name not in allowed.split()]
    assert_none(new)
    assert_none({*allowed.split()} - {*named}, "no longer there: take from the list")
