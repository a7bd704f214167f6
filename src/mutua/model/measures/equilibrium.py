"""Equilibrium: rates of flow, the classes of dyads, and the four concepts of reciprocity (S000).

Thresholds are ours. `measure.thresholds` widens or narrows them all, so that what is said about
classes can be said again with tolerances of .75 and 1.25 times their size.
"""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.response import share
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
    """Four concepts of reciprocity (S000 items 26-29), each in [0, 1]."""

    dynamic_equilibrium: float
    shared_affect: float
    asymmetric_alliance: float
    recognition: float


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
def equality(flows: Flows) -> float:
    """Equal rates, ``DE = 1 - |F_p/rho - F_u|/(F_p/rho + F_u)``, in [0, 1]; 0 without flow.

    With rho the ratio of the role budgets, both flows are shares of their budgets (S000 item 26).
    """
    a, b = flows.to_user, flows.to_professional
    return 1.0 - abs(a - b) / (a + b) if a + b > 0.0 else 0.0


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
    *mutual* at equal rates and shared control; *asymmetric_alliance* at unequal ones that neither
    side holds against the other (item 28).
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
    fits = w.misfit <= 0.15 * k
    led = min(w.felt_control_user, w.felt_control_professional) >= 1.0 - 0.35 * k
    if led and fits and w.adherence >= 1.0 - 0.5 * k and w.affect_user >= 0.0:
        return DIRECTIVE
    if max(w.felt_control_user, w.felt_control_professional) <= 0.35 * k and fits:
        return GUIDED
    level = abs(w.control - 0.5) <= 0.15 * k and min(w.affect_user, w.affect_professional) >= 0.0
    equal = equality(now) >= 1.0 - 0.2 * k
    if level and equal:
        return MUTUAL
    fair = max(abs(w.balance_user), abs(w.balance_professional)) <= 0.15 * k
    return ASYMMETRIC if level and fair and not equal else OTHER


@rule
def in_equilibrium(dyad: Dyad, week: float, p: Parameters) -> float:
    """1 in dynamic equilibrium: equal and steady rates, alive, needs of both a quarter met."""
    now, k = flows(dyad, week, p), p.measure.thresholds
    alive = min(now.to_user, now.to_professional) >= 0.1 * k
    steady = drift(dyad, week) <= 0.2 * k
    met = min(dyad.tie.met, dyad.record.window.met_professional) >= 1.0 - 0.75 * k
    return 1.0 if equality(now) >= 1.0 - 0.2 * k and alive and steady and met else 0.0


@rule
def concepts(dyad: Dyad, week: float, p: Parameters) -> Concepts:
    """The four concepts of reciprocity as they stand (S000 items 26-29; forms design 2.6)."""
    user, professional = dyad.user, dyad.professional
    de = equality(flows(dyad, week, p))
    a, b = user.feeling.affect, professional.feeling.affect
    felt = max(abs(a), abs(b)) > 0.1
    owed = abs(user.books.credit - user.books.debt)
    claimed = abs(professional.books.credit - professional.books.debt)
    level = 1.0 - 2.0 * abs(dyad.tie.talk.control - 0.5)
    return Concepts(
        dynamic_equilibrium=de,
        shared_affect=dyad.tie.talk.understanding * (1.0 - 0.5 * abs(a - b)) if felt else 0.0,
        asymmetric_alliance=share((1.0 - de) * (1.0 - owed) * (1.0 - claimed) * level),
        recognition=min(user.perception.felt_recognition, professional.perception.felt_recognition),
    )
