"""Equilibrium: mutual flow, one class for each who is engaged, and four concepts."""

from collections import Counter

import numpy as np
import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    P,
    amounts,
    assert_falls,
    assert_rises,
    between,
    changed,
    defaults,
    parameters,
    scattered,
    shares,
    signed,
    states,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.jit.structs import leaves
from mutua.model.measures.equilibrium import (
    ANTAGONISTIC,
    ASYMMETRIC,
    CLASSES,
    DEAD,
    DIRECTIVE,
    DRIFTING,
    MUTUAL,
    NONE,
    OTHER,
    Flows,
    accepted_inequality,
    class_of,
    concepts,
    drift,
    flows,
    imbalance_of,
    in_equilibrium,
    mutual_flow,
    relative_change,
    shared_feeling,
)
from mutua.model.measures.observation import observe
from mutua.model.state import Dyad

weeks = st.integers(1, 5200).map(float)
tolerances = between(0.5, 1.5)

#: A tie of equals in week 40: equal flows of two thirds of each budget, shared control, nobody
#: feels bad, nothing is owed.
EQUALS = changed(
    DYAD,
    {
        "tie.contact.last": 39.0,
        "tie.flow.to_user": 4.0,
        "tie.flow.to_professional": 4.0,
        "tie.met": 0.5,
        "record.window.attended": 0.8,
        "record.window.to_user": 4.0,
        "record.window.to_user_before": 4.0,
        "record.window.to_professional": 4.0,
        "record.window.to_professional_before": 4.0,
        "record.window.affect_user": 0.2,
        "record.window.affect_professional": 0.2,
        "record.window.felt_control_user": 0.5,
        "record.window.felt_control_professional": 0.5,
        "record.window.control": 0.5,
        "record.window.adherence": 0.8,
        "record.window.met_professional": 0.5,
    },
)
WEEK = 40.0


def window(**changes):
    """`EQUALS` with a window that differs so."""
    return changed(EQUALS, {f"record.window.{name}": x for name, x in changes.items()})


LED = {"felt_control_user": 0.7, "felt_control_professional": 0.8, "control": 0.75}
BITTER = {"affect_user": -0.1, "affect_professional": -0.2}
UNEQUAL = changed(EQUALS, {"tie.flow.to_professional": 2.0})
CASES = {
    MUTUAL: EQUALS,
    DEAD: changed(EQUALS, {"tie.flow.to_user": 0.5}),
    DRIFTING: window(to_user_before=3.0),
    ANTAGONISTIC: window(**BITTER),
    DIRECTIVE: window(**LED),
    ASYMMETRIC: UNEQUAL,
    OTHER: window(control=0.75),
    NONE: changed(EQUALS, {"tie.ending": 1.0}),
}


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: CLASSES[int(kind)] or "none")
def test_each_class__is_what_it_says(kind):
    assert CLASSES[int(class_of(CASES[kind], WEEK, P))] == CLASSES[int(kind)]


@given(states(Dyad, ending=0.0), weeks, parameters("measure"))
def test_who_is_engaged__has_exactly_one_class(dyad, week, p):
    kind = class_of(dyad, week, p)
    assert kind in range(1, len(CLASSES))
    dyad = changed(dyad, {"tie.generation": 0.0, "tie.spell": 0.0})
    seen = observe(dyad, CARER, changed(EVENT, {"week": week}), p)._asdict()
    ones = [name for name, x in seen.items() if name.startswith("class_") and x == 1.0]
    assert ones == [f"class_{CLASSES[int(kind)]}"]


@given(states(Dyad, ending=1.0), weeks, parameters("measure"))
def test_a_tie_that_has_ended__has_no_class(dyad, week, p):
    assert class_of(dyad, week, p) == NONE
    seen = observe(dyad, CARER, changed(EVENT, {"week": week}), p)._asdict()
    assert all(x == 0.0 for name, x in seen.items() if name.startswith("class_"))


def test_every_class__is_recorded_under_its_name():
    seen = observe(EQUALS, CARER, EVENT, P)._fields
    recorded = {name.removeprefix("class_") for name in seen if name.startswith("class_")}
    assert recorded == set(CLASSES[1:])


def test_no_class__is_empty():
    """2,000 windows of ties that are met: each class has somebody."""
    names = [leaf for leaf in leaves(Dyad) if leaf.startswith("record.window")]
    lows, highs = np.zeros(len(names)), np.ones(len(names))
    for k, name in enumerate(names):
        if "affect" in name:
            lows[k] = -1.0
        if "balance" in name or "misfit" in name:
            highs[k] = 0.2
    found = Counter()
    for seed in range(2_000):
        seen = dict(zip(names, scattered(lows, highs, seed).tolist(), strict=True))
        for side in ("to_user", "to_professional"):  # one in four drifts
            flow = seen[f"record.window.{side}"]
            seen[f"record.window.{side}_before"] = flow * (1.0 if seed % 4 else 0.5)
        seen["tie.flow.to_professional"] = (0.2, 2.0, 4.0)[seed % 3]
        found[class_of(changed(EQUALS, seen), WEEK, P)] += 1
    assert set(found) == set(range(1, len(CLASSES))), found


@given(amounts, amounts, between(0.01, 10.0))
def test_mutual_flow__is_what_both_give_and_nothing_if_one_gives_nothing(a, b, times):
    """The harmonic mean of two shares: never above either's double, nearer to the lower."""
    both = mutual_flow(Flows(a, b))
    assert both == mutual_flow(Flows(b, a))
    assert min(a, b) - 1e-12 <= both <= min(2.0 * min(a, b), 0.5 * (a + b)) + 1e-12
    assert mutual_flow(Flows(a, 0.0)) == mutual_flow(Flows(0.0, a)) == 0.0
    assert mutual_flow(Flows(a, a)) == pytest.approx(a)
    assert mutual_flow(Flows(times * a, times * b)) == pytest.approx(times * both)
    assert mutual_flow(Flows(1.0, 1.0)) == 1.0, "both give what the roles ask"
    assert mutual_flow(Flows(1.0, 0.5)) == pytest.approx(2.0 / 3.0)


@given(amounts, amounts, amounts)
def test_mutual_flow__rises_with_what_either_gives(a, b, other):
    assert_rises(lambda x: mutual_flow(Flows(x, b)), a, other)
    assert_rises(lambda x: mutual_flow(Flows(b, x)), a, other)


@given(amounts, amounts, between(0.1, 10.0))
def test_imbalance__says_who_gets_more_and_nothing_of_how_much(a, b, times):
    sided = imbalance_of(Flows(a, b))
    assert -1.0 <= sided <= 1.0
    assert sided == -imbalance_of(Flows(b, a))
    assert (sided > 0.0) == (a > b), "above 0 the user gets more"
    assert imbalance_of(Flows(times * a, times * b)) == pytest.approx(sided, abs=1e-12)
    if a > 0.0:
        assert (imbalance_of(Flows(a, 0.0)), imbalance_of(Flows(0.0, a))) == (1.0, -1.0)
    assert imbalance_of(Flows(0.0, 0.0)) == 0.0
    assert imbalance_of(Flows(3.0, 1.0)) == 0.5


@given(states(Dyad), weeks, between(0.1, 3.0), between(0.1, 3.0))
def test_flows__are_shares_of_the_budgets_of_the_roles(dyad, week, effort, other):
    """``rho`` is the ratio of the budgets: who may give twice as much gives equally at twice."""
    p = defaults({"effort.professional": effort, "effort.user": other})
    now = flows(dyad, week, p)
    contact = dyad.tie.contact
    if week - contact.last < 13.0 and contact.attended > 0.0:
        assert now.to_user == pytest.approx(dyad.tie.flow.to_user / (6.0 * effort))
        assert now.to_professional == pytest.approx(dyad.tie.flow.to_professional / (6.0 * other))
    else:
        assert now == (0.0, 0.0)


@pytest.mark.parametrize(("weeks_ago", "dead"), [(12.0, False), (13.0, True)])
def test_a_flow__has_dried_up_after_13_weeks_without_contact(weeks_ago, dead):
    waiting = changed(EQUALS, {"tie.contact.last": WEEK - weeks_ago})
    assert (class_of(waiting, WEEK, P) == DEAD) is dead


@given(amounts, amounts)
def test_change__is_a_share_of_the_larger_flow(a, b):
    assert 0.0 <= relative_change(a, b) == relative_change(b, a) <= 1.0
    assert relative_change(a, a) == 0.0
    assert relative_change(4.0, 3.0) == 0.25


@given(states(Dyad), weeks)
def test_drift__is_the_larger_change_of_both_sides_and_none_before_week_26(dyad, week):
    w = dyad.record.window
    changes = [
        relative_change(w.to_user, w.to_user_before),
        relative_change(w.to_professional, w.to_professional_before),
    ]
    assert drift(dyad, week) == (max(changes) if week >= 26.0 else 0.0)


#: Names in the window, the class they end and where, if all else stays as in the case.
EDGES = [
    (MUTUAL, "control", 0.645, 0.655),
    (MUTUAL, "affect_user", 0.0, -0.01),
    (MUTUAL, "affect_professional", 0.0, -0.01),
    (MUTUAL, "to_user_before", 3.2, 3.19),
    (ANTAGONISTIC, "attended", 0.5, 0.49),
    (ANTAGONISTIC, "affect_user", -0.01, 0.0),
    (DIRECTIVE, "felt_control_user", 0.65, 0.64),
    (DIRECTIVE, "misfit", 0.25, 0.26),
    (DIRECTIVE, "adherence", 0.5, 0.49),
]


@pytest.mark.parametrize(("kind", "name", "inside", "outside"), EDGES)
def test_a_threshold__is_where_the_design_puts_it(kind, name, inside, outside):
    def found(x):
        return class_of(changed(CASES[kind], {f"record.window.{name}": x}), WEEK, P)

    assert found(inside) == kind
    assert found(outside) != kind


@pytest.mark.parametrize("name", ["balance_user", "balance_professional"])
def test_an_asymmetric_alliance__is_half_accepted_or_more(name):
    edge = 1.0 - 0.5 / accepted_inequality(UNEQUAL, flows(UNEQUAL, WEEK, P), P)

    def found(owed):
        return class_of(changed(UNEQUAL, {f"record.window.{name}": owed}), WEEK, P)

    assert found(edge - 0.001) == found(0.001 - edge) == ASYMMETRIC
    assert found(edge + 0.001) == found(-0.001 - edge) == OTHER


@given(states(Dyad, ending=0.0), st.integers(26, 5200).map(float), tolerances, tolerances)
def test_wider_tolerances__leave_no_fewer_in_the_classes_that_need_little(dyad, week, a, b):
    """More flows count as dried up, fewer as drifting."""
    narrow, wide = (defaults({"measure.thresholds": x}) for x in sorted((a, b)))
    if class_of(dyad, week, narrow) == DEAD:
        assert class_of(dyad, week, wide) == DEAD
    if class_of(dyad, week, wide) == DRIFTING:
        assert class_of(dyad, week, narrow) in (DRIFTING, DEAD)


def test_a_tie_of_equals__is_in_dynamic_equilibrium_and_no_other():
    assert in_equilibrium(EQUALS, WEEK, P) == 1.0
    for kind in (DEAD, DRIFTING, ASYMMETRIC):
        assert in_equilibrium(CASES[kind], WEEK, P) == 0.0, CLASSES[int(kind)]
    for unmet in ({"tie.met": 0.24}, {"record.window.met_professional": 0.24}):
        assert in_equilibrium(changed(EQUALS, unmet), WEEK, P) == 0.0


@given(states(Dyad), weeks, parameters("measure"))
def test_the_concepts__keep_to_their_ranges(dyad, week, p):
    now = concepts(dyad, week, p)
    assert 0.0 <= now.dynamic_equilibrium < float("inf")
    assert -1.0 <= now.flow_imbalance <= 1.0
    assert -1.0 < now.shared_affect < 1.0
    assert 0.0 <= now.asymmetric_alliance <= 1.0
    assert 0.0 <= now.recognition <= 1.0
    assert in_equilibrium(dyad, week, p) in (0.0, 1.0)


def test_the_concepts__of_a_tie_of_equals():
    now = concepts(EQUALS, WEEK, P)
    assert now.dynamic_equilibrium == pytest.approx(2.0 / 3.0)
    assert now.flow_imbalance == 0.0
    seen = [side.perception.felt_recognition for side in (EQUALS.user, EQUALS.professional)]
    assert now.recognition == min(seen)
    alike = defaults({"budget.user": 1.0, "budget.professional": 1.0})
    assert concepts(EQUALS, WEEK, alike).asymmetric_alliance == 0.0, "peers are not unequal"


# --- shared affect -------------------------------------------------------------------------------


def shared(a, b, understanding=0.8):
    """Shared affect of two means of affect."""
    felt = window(affect_user=a, affect_professional=b)
    return shared_feeling(changed(felt, {"tie.talk.understanding": understanding}))


@given(signed, signed, shares)
def test_shared_affect__has_the_common_sign_and_is_nothing_where_there_is_none(a, b, known):
    """The dark is shared as the bright is, and neither with somebody whom one does not know."""
    found = shared(a, b, known)
    if min(a, b) <= 0.0 <= max(a, b):
        assert found == 0.0
    else:
        assert found * a >= 0.0
    assert found == shared(b, a, known) == -shared(-a, -b, known)
    assert shared(a, b, 0.0) == 0.0
    assert abs(found) <= known


@given(between(0.0, 1.0), between(0.0, 1.0), shares, shares)
def test_shared_affect__goes_by_who_feels_less(a, b, known, other):
    assert_rises(lambda x: shared(x, b), a, other)
    assert_rises(lambda x: shared(a, b, x), known, other)
    assert shared(a, b) == shared(min(a, b), min(a, b))
    assert shared(0.1, 0.9, 1.0) == 0.5, "half of what is known of at .1"


# --- accepted inequality -------------------------------------------------------------------------


#: The professional gives what is asked, the user half of it.
HALF = Flows(1.0, 0.5)


def accepted(p=P, flow=HALF, **seen):
    """Accepted inequality of a tie that is fair and shared but for these means."""
    fair = {"balance_user": 0.0, "balance_professional": 0.0}
    return accepted_inequality(window(**fair | seen), flow, p)


@given(signed, signed, shares, shares, signed, shares)
def test_accepted_inequality__falls_with_every_factor(owed, claimed, one, two, worse, other):
    """With what either owes or claims, and with control that either feels to be the one's."""
    seen = {
        "balance_user": owed, "balance_professional": claimed,
        "felt_control_user": one, "felt_control_professional": two,
    }  # fmt: skip
    for name, value, more in (
        ("balance_user", abs(owed), abs(worse)),
        ("balance_professional", abs(claimed), abs(worse)),
    ):
        for sign in (-1.0, 1.0):
            assert_falls(lambda x, n=name, s=sign: accepted(**seen | {n: s * x}), value, more)
    for name in ("felt_control_user", "felt_control_professional"):
        for sign in (-0.5, 0.5):
            assert_falls(lambda x, n=name, s=sign: accepted(**seen | {n: 0.5 + s * x}), one, other)
    assert 0.0 <= accepted(**seen) <= accepted()


@given(between(0.05, 3.0), between(0.05, 3.0), between(0.05, 3.0))
def test_accepted_inequality__counts_units_and_rises_with_how_unequal_they_are(a, b, times):
    """A role that may give twice as much is unequal where both give what is asked."""
    even = defaults({"budget.user": 1.0, "budget.professional": 1.0})
    assert accepted(even, Flows(a, a)) == 0.0
    low, high = sorted((1.0 + a, 1.0 + b))
    assert accepted(even, Flows(1.0, low)) <= accepted(even, Flows(1.0, high)) + 1e-12
    assert accepted(even, Flows(a, b)) == pytest.approx(accepted(even, Flows(b, a)))
    scaled = accepted(P, Flows(times * a, times * b))
    assert scaled == pytest.approx(accepted(P, Flows(a, b)), abs=1e-12)
    doubled = defaults({"budget.user": 1.0, "budget.professional": 2.0})
    assert accepted(doubled, Flows(a, a)) == pytest.approx((1 / 3) / (1 / 3 + 0.1))
    assert accepted(even, Flows(0.0, 0.0)) == 0.0


@given(states(Dyad), amounts, amounts, parameters("measure"))
def test_accepted_inequality__is_a_share(dyad, a, b, p):
    assert 0.0 <= accepted_inequality(dyad, Flows(a, b), p) <= 1.0
