"""Equilibrium: rates of flow, the classes of dyads, and the four concepts of reciprocity (S000).

Thresholds are ours. `measure.thresholds` widens or narrows them all, so that what is said about
classes can be said again with tolerances of .75 and 1.25 times their size.
"""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.response import sat, share
from mutua.model.state import Dyad

#: Codes of the classes; a tie that has ended has none.
CLASSES = (
    "", "dead", "drifting", "antagonistic_stable", "one_sided", "directive_compliant",
    "user_guided", "mutual", "asymmetric_alliance", "other",
)  # fmt: skip
NONE, DEAD, DRIFTING, ANTAGONISTIC, ONE_SIDED, DIRECTIVE, GUIDED, MUTUAL, ASYMMETRIC, OTHER = (
    0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0,
)  # fmt: skip


class Concepts(NamedTuple):
    """Four concepts of reciprocity (S000 items 26-29)."""

    dynamic_equilibrium: float  # >= 0, mutual flow
    flow_imbalance: float  # [-1, 1]
    shared_affect: float  # (-1, 1)
    asymmetric_alliance: float  # [0, 1]
    recognition: float  # [0, 1]


class Flows(NamedTuple):
    """Flows of a visit as shares of each role's budget; 0 after 13 weeks without contact."""

    to_user: float
    to_professional: float


@rule
def flows(dyad: Dyad, week: float, p: Parameters) -> Flows:
    """Flows now, each as a share of the giver's budget of six units."""
    here = 1.0 if week - dyad.tie.contact.last < 13.0 and dyad.tie.contact.attended > 0.0 else 0.0
    return Flows(
        to_user=here * dyad.tie.flow.to_user / (6.0 * max(p.effort.professional, 1e-9)),
        to_professional=here * dyad.tie.flow.to_professional / (6.0 * max(p.effort.user, 1e-9)),
    )


@rule
def mutual_flow(flows: Flows) -> float:
    """Mutual flow, ``2 F_p F_u/(F_p + F_u)`` of shares of the role budgets, >= 0.

    0 if one side gives nothing, 1 if both give what the roles ask (S000 item 26: both respond, at
    an equal rate).
    """
    a, b = flows.to_user, flows.to_professional
    return 2.0 * a * b / (a + b) if a + b > 0.0 else 0.0


@rule
def imbalance_of(flows: Flows) -> float:
    """Signed imbalance, ``(F_p - F_u)/(F_p + F_u)``, in [-1, 1]: above 0 the user gets more."""
    a, b = flows.to_user, flows.to_professional
    return (a - b) / (a + b) if a + b > 0.0 else 0.0


@rule
def shared_feeling(dyad: Dyad) -> float:
    """Shared affect, in (-1, 1): ``understanding sat(min(|a_u|, |a_p|)/.1)``, with the common sign.

    Of means of some 13 weeks; 0 where the two feel differently. Dark moods are shared too (S000
    item 27); form assumed.
    """
    w = dyad.record.window
    a, b = w.affect_user, w.affect_professional
    felt = dyad.tie.talk.understanding * sat(min(abs(a), abs(b)) / 0.1)
    return felt if min(a, b) > 0.0 else (-felt if max(a, b) < 0.0 else 0.0)


@rule
def accepted_inequality(dyad: Dyad, flows: Flows, p: Parameters) -> float:
    """Asymmetric alliance, in [0, 1]: unequal in what is given, and of one mind about it.

    ``sat(u/.1)(1 - |b_u|)(1 - |b_p|) share(1 - |c_u - .5| - |c_p - .5|)`` with u the inequality in
    units, roles included, b the balances of the books and c the control that each feels, means of
    some 13 weeks. Source: S000 item 28 (unequal in give, equal in principle, decided together);
    form assumed.
    """
    w = dyad.record.window
    to_user = flows.to_user * p.budget.professional * max(p.effort.professional, 1e-9)
    to_professional = flows.to_professional * p.budget.user * max(p.effort.user, 1e-9)
    both = to_user + to_professional
    unequal = abs(to_user - to_professional) / both if both > 0.0 else 0.0
    apart = abs(w.felt_control_user - 0.5) + abs(w.felt_control_professional - 0.5)
    fair = (1.0 - abs(w.balance_user)) * (1.0 - abs(w.balance_professional))
    return sat(unequal / 0.1) * fair * share(1.0 - apart)


@rule
def relative_change(now: float, before: float) -> float:
    """Change as a share of the larger of two flows, in [0, 1]."""
    larger = max(now, before)
    return abs(now - before) / larger if larger > 0.0 else 0.0


@rule
def drift(dyad: Dyad, week: float) -> float:
    """Larger of both sides' change of flow against 13 weeks before, in [0, 1]; 0 before week 26."""
    w = dyad.record.window
    to_user = relative_change(w.to_user, w.to_user_before)
    to_professional = relative_change(w.to_professional, w.to_professional_before)
    return max(to_user, to_professional) if week >= 26.0 else 0.0


@rule
def class_of(dyad: Dyad, week: float, p: Parameters) -> float:
    """Class of a dyad, a code of `CLASSES`: the first that applies (design 2.6).

    *Dead* where a flow has dried up; *drifting*; *antagonistic_stable* where both feel bad and meet
    all the same (S000 item 32); *one_sided* where one feels bad and the other does not (the two
    views agree little: S003 item 144); *directive_compliant* where both feel led, as the user
    wishes (item 33), *user_guided* where both feel the user leads, as the user wishes (item 34);
    *mutual* at equal rates and shared control; *asymmetric_alliance* at unequal ones that both
    accept (item 28).
    """
    w, k, now = dyad.record.window, p.measure.thresholds, flows(dyad, week, p)
    if dyad.tie.ending > 0.0:
        return NONE
    if min(now.to_user, now.to_professional) < 0.1 * k:
        return DEAD
    if drift(dyad, week) > 0.2 * k:
        return DRIFTING
    meet = w.attended >= 1.0 - 0.5 * k
    if max(w.affect_user, w.affect_professional) < 0.0 and meet:
        return ANTAGONISTIC
    if min(w.affect_user, w.affect_professional) < 0.0 and meet:
        return ONE_SIDED
    fits = w.misfit <= 0.25 * k
    led = min(w.felt_control_user, w.felt_control_professional) >= 1.0 - 0.35 * k
    if led and fits and w.adherence >= 1.0 - 0.5 * k and w.affect_user >= 0.0:
        return DIRECTIVE
    if max(w.felt_control_user, w.felt_control_professional) <= 0.35 * k and fits:
        return GUIDED
    level = abs(w.control - 0.5) <= 0.15 * k and min(w.affect_user, w.affect_professional) >= 0.0
    if level and abs(imbalance_of(now)) <= 0.2 * k:
        return MUTUAL
    accepted = accepted_inequality(dyad, now, p) >= 1.0 - 0.5 * k
    return ASYMMETRIC if level and accepted else OTHER


@rule
def in_equilibrium(dyad: Dyad, week: float, p: Parameters) -> float:
    """1 in dynamic equilibrium: both give, at equal and steady rates, and meet own needs.

    Mutual flow of .6 or more, imbalance of .2 at most, drift of .2 at most, needs of both a quarter
    met (S000 item 26).
    """
    now, k = flows(dyad, week, p), p.measure.thresholds
    equal = mutual_flow(now) >= 1.0 - 0.4 * k and abs(imbalance_of(now)) <= 0.2 * k
    steady = drift(dyad, week) <= 0.2 * k
    met = min(dyad.tie.met, dyad.record.window.met_professional) >= 1.0 - 0.75 * k
    return 1.0 if equal and steady and met else 0.0


@rule
def concepts(dyad: Dyad, week: float, p: Parameters) -> Concepts:
    """The four concepts of reciprocity as they stand (S000 items 26-29)."""
    now = flows(dyad, week, p)
    user, professional = dyad.user.perception, dyad.professional.perception
    return Concepts(
        dynamic_equilibrium=mutual_flow(now),
        flow_imbalance=imbalance_of(now),
        shared_affect=shared_feeling(dyad),
        asymmetric_alliance=accepted_inequality(dyad, now, p),
        recognition=min(user.felt_recognition, professional.felt_recognition),
    )
