"""Names: a function is a verb or what it returns, and one word has one meaning."""

import house
import pytest
from selection import assert_none
from sources import MODULES

#: Public names that two modules or more define, each for a reason; no other may.
DOUBLES = {
    "a study and its command": "compare sweep",
    "of every command: what it runs, and what it prints at its end": "main show",
    "the page of a study, in its own file of `reports`": "page",
    "what is computed and its curve": "hazard survival",
    "the figure of the table of that name, of a comparison and of a calibration": "profile",
    "of a result from its folder, and of a struct from its array": "load",
    "an agent of Mesa, and its state or its parameters": "Professional Service",
}


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
    assert_none(f"{name}: {', '.join(w)}" for name, w in house.participles(MODULES).items())


def test_no_public_name__is_defined_in_two_modules_without_reason():
    doubles = {name: where for name, where in house.places(MODULES).items() if len(where) > 1}
    allowed = {name for names in DOUBLES.values() for name in names.split()}
    assert_none(f"{name}: {', '.join(w)}" for name, w in doubles.items() if name not in allowed)
    assert_none(allowed - doubles.keys(), "no longer there: take from the list")
