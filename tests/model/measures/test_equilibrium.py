"""Equilibrium: equal rates, one class for each who is engaged, and four concepts."""

from collections import Counter

import numpy as np
import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    P,
    amounts,
    between,
    changed,
    defaults,
    parameters,
    scattered,
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
    class_of,
    concepts,
    drift,
    equality,
    flows,
    in_equilibrium,
    relative_change,
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
    dyad = changed(dyad, {"tie.generation": 0.0})
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


@given(amounts, amounts)
def test_equality_of_rates__is_symmetric_between_0_and_1(a, b):
    de = equality(Flows(a, b))
    assert 0.0 <= de <= 1.0
    assert de == equality(Flows(b, a))
    assert equality(Flows(a, a)) == (1.0 if a > 0.0 else 0.0)
    assert equality(Flows(a, 0.0)) == 0.0


@given(between(0.01, 12.0), between(0.01, 12.0), between(0.1, 10.0))
def test_equality_of_rates__is_of_shares_not_of_sizes(a, b, times):
    assert equality(Flows(times * a, times * b)) == pytest.approx(equality(Flows(a, b)), abs=1e-12)
    assert equality(Flows(1.0, 3.0)) == 0.5


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
    (DIRECTIVE, "misfit", 0.15, 0.16),
    (DIRECTIVE, "adherence", 0.5, 0.49),
    (ASYMMETRIC, "balance_user", 0.15, 0.16),
    (ASYMMETRIC, "balance_professional", -0.15, -0.16),
]


@pytest.mark.parametrize(("kind", "name", "inside", "outside"), EDGES)
def test_a_threshold__is_where_the_design_puts_it(kind, name, inside, outside):
    def found(x):
        return class_of(changed(CASES[kind], {f"record.window.{name}": x}), WEEK, P)

    assert found(inside) == kind
    assert found(outside) != kind


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
def test_the_four_concepts__are_shares(dyad, week, p):
    now = concepts(dyad, week, p)
    assert all(-1e-15 <= x <= 1.0 for x in now), now
    assert in_equilibrium(dyad, week, p) in (0.0, 1.0)


def test_the_four_concepts__of_a_tie_of_equals():
    same = changed(
        EQUALS,
        {
            "user.feeling.affect": 0.3,
            "professional.feeling.affect": 0.3,
            "tie.talk.understanding": 0.7,
        },
    )
    now = concepts(same, WEEK, P)
    assert (now.dynamic_equilibrium, now.asymmetric_alliance) == (1.0, 0.0)
    assert now.shared_affect == 0.7
    seen = [side.perception.felt_recognition for side in (same.user, same.professional)]
    assert now.recognition == min(seen)
    apart = changed(same, {"professional.feeling.affect": -0.3})
    assert concepts(apart, WEEK, P).shared_affect == pytest.approx(0.7 * 0.7)
    cold = changed(same, {"user.feeling.affect": 0.1, "professional.feeling.affect": 0.1})
    assert concepts(cold, WEEK, P).shared_affect == 0.0, "nothing is felt to be shared"


def test_an_alliance_of_unequals__is_one_that_nobody_holds_against_the_other():
    clear = {"user.books.debt": 0.1, "user.books.credit": 0.1, "tie.talk.control": 0.5}
    clear |= {"professional.books.debt": 0.2, "professional.books.credit": 0.2}
    fair = changed(UNEQUAL, clear)
    de = concepts(fair, WEEK, P).dynamic_equilibrium
    assert de == pytest.approx(2.0 / 3.0)
    assert concepts(fair, WEEK, P).asymmetric_alliance == pytest.approx(1.0 - de)
    claimed = changed(fair, {"professional.books.credit": 0.6})
    assert concepts(claimed, WEEK, P).asymmetric_alliance == pytest.approx(0.6 * (1.0 - de))
    led = changed(fair, {"tie.talk.control": 0.75})
    assert concepts(led, WEEK, P).asymmetric_alliance == pytest.approx(0.5 * (1.0 - de))
