"""A link restores the page, and whatever is no link is refused in one line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutua.app.choices import (
    COLOURINGS,
    CURVES,
    DIALS,
    OPENING,
    ArmChoice,
    PageChoices,
    PolicyWeeks,
)
from mutua.app.links import read_link, write_link
from mutua.errors import ParameterError
from mutua.model.measures.outcomes import WEEKLY
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.presets import presets

WEEKS = st.integers(1, 20)
POLICY = st.builds(lambda a, b: PolicyWeeks(min(a, b or a), b and max(a, b)), WEEKS,
                   st.none() | WEEKS)  # fmt: skip
DIAL = st.sampled_from([name for name in DIALS if not DECLARED[name].whole])


@st.composite
def values(draw) -> dict[str, float]:
    names = draw(st.lists(DIAL, max_size=3, unique=True))
    ends = {name: (DIALS[name].low, DIALS[name].high) for name in sorted(names)}
    return {n: float(f"{draw(st.floats(*ends[n])):.12g}") for n in DIALS if n in ends}


ARM = st.builds(
    ArmChoice,
    st.sampled_from(presets("regime")),
    st.dictionaries(st.sampled_from(presets("intervention")), POLICY, max_size=3),
    values(),
)
CHOICES = st.builds(
    PageChoices, setting=st.sampled_from(presets("setting")), arms=st.tuples(ARM, ARM),
    dyads=st.integers(20, 2_000), weeks=st.integers(20, 260), seed=st.integers(0, 2**32),
    week=st.none() | st.integers(0, 20), colouring=st.sampled_from(COLOURINGS),
    curves=st.sampled_from(sorted(CURVES)), dyad=st.none() | st.integers(0, 19),
)  # fmt: skip


@given(CHOICES)
def test_a_link__restores_the_choices(choices: PageChoices) -> None:
    assert read_link(write_link(choices)) == choices


def test_no_query__is_the_usual_page() -> None:
    assert read_link(None) == read_link("") == PageChoices()
    assert PageChoices().opening_week == OPENING


def test_a_short_run__opens_at_its_last_week() -> None:
    assert read_link("weeks=20").opening_week == 20
    assert read_link("weeks=20&week=0").opening_week == 0


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("setting=moon", "setting: 'moon'"),
        ("a=usul", "regime: 'usul'"),
        ("a=usual,feedbck:3", "intervention: 'feedbck'"),
        ("a=usual,feedback:3,feedback:4", "given twice"),
        ("a=usual,feedback:x", "'x' is not a whole number"),
        ("a=usual,feedback:-4", "'' is not a whole number"),
        ("a=usual,feedback:9-4", "interventions.feedback.start: 9"),
        ("b=usual,feedback:4000", "interventions.feedback.start: 4000"),
        ("a.trust.gian=1", "did you mean a.trust.gain"),
        ("a.trust.gain=much", "a.trust.gain: 'much' is not a number"),
        ("a.trust.gain=nan", "trust.gain: nan"),
        ("a.trust.gain=2", "trust.gain: 2 is not a number from 0 to 1"),
        ("dyads=1e3", "dyads: '1e3'"),
        ("dyads=19", "dyads: 19 is not a whole number from 20 to 2000"),
        ("dyads=99999999999999999999", "dyads"),
        ("weeks=3", "weeks: 3"),
        ("week=500", "week: 500"),
        ("dyads=40&dyad=40", "dyad: 40 is not a whole number from 0 to 39"),
        ("dyad=1&dyad=2", "given twice"),
        ("colour=red", "colour: 'red'"),
        ("curves=all", "curves: 'all'"),
        ("__class__=1", "there is no '__class__'"),
        ("x=" + "y" * 5_000, "longer than 4,000"),
    ],
)
def test_what_no_page_has__is_refused_in_one_line(query: str, named: str) -> None:
    with pytest.raises(ParameterError, match=r".") as refused:
        read_link("?" + query)
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_is_on_the_page__is_declared() -> None:
    for name, dial in DIALS.items():
        declared = DECLARED[name]
        assert declared.low <= dial.low < dial.high <= declared.high, name
        assert dial.low > 0.0 or not dial.is_log
    assert {name for names in CURVES.values() for name in names} <= set(WEEKLY)
    assert {f"interventions.{name}.strength" for name in presets("intervention")} <= set(DECLARED)
    for setting in presets("setting"):
        assert 4 <= replace(PageChoices(), setting=setting).horizon <= 260
