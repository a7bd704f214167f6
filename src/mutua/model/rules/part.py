"""Verb 8, part: does the tie end this week, and how?"""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.response import (
    USUAL_TRUST,
    alternatives,
    chance,
    coercion,
    factor,
    gate,
    m,
    pos,
    share,
    strain,
    wished_control,
    zone_of,
)
from mutua.model.state import ENOUGH, FAILED, MOVED, NONATTENDANCE, PLANNED, Carer, Dyad, Event


class LeaveFactors(NamedTuple):
    """Factors of the weekly odds of a failed exit: six multiply, the last four divide."""

    base: float  # odds of a week, all else being usual
    uncertainty: float  # how little they know of each other
    alternatives: float  # what the user forgoes elsewhere
    misfit: float  # of control
    rupture: float  # unrepaired
    unfair: float  # what the user believes to be owed, over own debt
    trust: float  # of the user in the professional; divides
    obligation: float  # felt debt, where there is trust; divides
    coercion: float  # by law or on the ward; divides
    reach: float  # how the professional keeps users; divides


@rule
def leave_factors(dyad: Dyad, reach: float, uncertainty: float, p: Parameters) -> LeaveFactors:
    """Return the factors of the weekly odds of a failed exit, each > 0.

    ``base``, ``1 + start uncertainty``, ``m(alternatives - mean y)``, ``m(strain)``,
    ``1 + r rupture``, ``1 + u pos(credit - debt)``; and the divisors
    ``m(trust)``, ``1 + o gate(trust) debt``, ``1 + c coercion``, ``reach``. Under an order or
    detained alternatives are never above 0.

    Source: S000 items 25 and 61 (poor relations and disengagement), S001 item 70 (misfit and early
    dropout), Thibaut and Kelley's comparison level for alternatives (theory.md B1), front-loading
    E03, inequity (theory.md 2C), between-professional spread E15, S004 item 9 (power); form
    reviewed in design 2.3, verb 8.
    """
    x, side = p.exit, dyad.user
    missed_out = alternatives(dyad.person, p) - side.level.mean_y
    wish = wished_control(dyad.person, p)
    zone = zone_of(dyad.person.course.crisis, p)
    misfit = strain(side.perception.felt_control, wish, zone)
    return LeaveFactors(
        base=x.base,
        uncertainty=1.0 + x.start * uncertainty,
        alternatives=m(missed_out, x.alternatives),
        misfit=m(misfit, x.strain),
        rupture=1.0 + x.rupture * side.feeling.rupture,
        unfair=1.0 + x.unfair * pos(side.books.credit - side.books.debt),
        trust=factor(side.feeling.trust, USUAL_TRUST, x.trust),
        obligation=1.0 + p.obligation.stay * gate(side.feeling.trust) * side.books.debt,
        coercion=1.0 + x.coercion * coercion(dyad.person, p),
        reach=reach,
    )


@rule
def leave_odds(dyad: Dyad, reach: float, uncertainty: float, p: Parameters) -> float:
    """Weekly odds of a failed exit, >= 0: a product of factors.

    ``base x uncertainty x alternatives x misfit x rupture x unfair / (trust x obligation x
    coercion x reach)``. Source: those of `leave_factors`; that they multiply: design 2.3, verb 8.
    """
    f = leave_factors(dyad, reach, uncertainty, p)
    away = f.base * f.uncertainty * f.alternatives * f.misfit * f.rupture * f.unfair
    return away / (f.trust * f.obligation * f.coercion * f.reach)


@rule
def attainment(dyad: Dyad, p: Parameters) -> float:
    """How far the user's goals are reached, in [0, 1]; nothing is before the first visit.

    ``change x min(relief / (2 scale), 1) + stability x no crisis + access x needs met``, weighed by
    the user's own goals. Source: S004 item 12 (stability more than change), S001 item 13; form
    assumed.
    """
    person, goals = dyad.person, dyad.tie.talk.goals_user
    if dyad.tie.contact.attended == 0.0:
        return 0.0
    relief = share((person.traits.baseline - person.severity) / (2.0 * p.experience.relief_scale))
    stable = 1.0 - person.course.crisis
    return goals.change * relief + goals.stability * stable + goals.access * dyad.tie.met


@rule
def enough_odds(dyad: Dyad, event: Event, p: Parameters) -> float:
    """Odds that the user leaves after a visit because it is enough, >= 0.

    ``base pos(attainment + y - enough)``: the goals reached, and a good hour. A satisfied ending is
    no dropout. Source: theory.md part 0 item 7 (two exits) and 2G item 7; threshold a trait; form
    assumed.
    """
    good = attainment(dyad, p) + event.user.y - dyad.person.traits.enough
    return event.visit.attended * p.exit.enough * pos(good)


@rule
def is_planned_end(dyad: Dyad, week: float, p: Parameters) -> bool:
    """Whether the tie ends as planned.

    The goal has been held long enough; the protocol, counted from the tie's begin, is over; or a
    ward discharges after calm weeks.
    Source: S004 items 11-12 (no fixed limit, or a protocol), theory.md 2G item 7; form assumed.
    """
    x, course = p.exit, dyad.person.course
    over = x.protocol > 0.0 and week - dyad.tie.begun >= x.protocol
    discharged = x.discharge > 0.0 and course.crisis == 0.0 and course.calm >= x.discharge
    return dyad.tie.held >= x.hold or over or discharged


@rule
def ending_of(dyad: Dyad, leave: float, event: Event, p: Parameters, draws: Draws) -> float:
    """How the tie ends this week, 0 if it goes on; the first that applies.

    Breaking off; enough; discharge after weeks without contact despite offers; the planned ending;
    moving away, which depends on no state and censors.
    """
    if draws.leaves < chance(leave):
        return FAILED
    if draws.enough < chance(enough_odds(dyad, event, p)):
        return ENOUGH
    if dyad.tie.contact.gap >= p.exit.patience:
        return NONATTENDANCE
    if is_planned_end(dyad, event.week, p):
        return PLANNED
    if draws.moves < chance(p.exit.moves):
        return MOVED
    return 0.0


@rule
def part(dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws) -> tuple[Dyad, Event]:
    """End the tie, or let it go on.

    Uncertainty is the value before this week's visit halved it: what one does not yet know of the
    other counts in the week of the first visit too.
    """
    tie = dyad.tie
    before = tie.uncertainty * (1.0 + event.visit.attended)
    odds = leave_odds(dyad, carer.professional.reach, before, p)
    held = tie.held + 1.0 if attainment(dyad, p) >= p.exit.goal else 0.0
    dyad = replace(dyad, tie=replace(tie, held=held))
    ending = ending_of(dyad, odds, event, p, draws)
    ended = event.week if ending > 0.0 else 0.0
    dyad = replace(dyad, tie=replace(dyad.tie, ending=ending, ended=ended))
    return dyad, replace(event, leave_odds=odds)
