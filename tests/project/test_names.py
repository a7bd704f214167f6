"""Names: a function is a verb or what it returns, and one word has one meaning."""

import house
import pytest
from selection import assert_none
from sources import MODULES

#: Public functions whose names are still bare participles. It can only shrink; the aim is none.
PARTICIPLES = """
accepted adjusted admitted advanced allowed appended asked_for asked_of averaged_over begun calmed
carried_out changed checked classed coloured connected contrasted decided decomposed derived
discharged drawn ended expected explained faded fed_back flattened followed found
gathered grouped grown happened held hired implied incurred known laid_out listed missed
moved_by named needed negotiated observed observed_of owed paid paired perceived planned pooled
profiled proposed quoted rated refilled refused registered regressed rendered restored satisfied
sealed settled shared shared_out simulated smoothed spaced spelled_out stacked stepped structured
styled succeeded swept switched_off told trained typed undisturbed unsealed verified widened
withdrawn wounded wrapped
"""
#: Public names that two modules or more still define. It can only shrink. The aim is the names of
#: the grid alone: a study, its plot, its page and its command are called the same.
DOUBLES = """
Factor Keeper Key Line Memory Population Professional Rating Service begun benefit carried_out
carry_out chance check choice compare covariance curves flows found go_on groups hazard headline
held incurred interval kernel listed load main manifest_of mean named outcome page pairs percent
person_after plain plan_of planned points profile profile_table read rendered result_of run
satisfied sd settled share show simulate simulated stayers summarise survival sweep to_go_on told
transitions whole work
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
