"""What instruments remember of a tie from week to week; read by measures, never by a rule."""

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.measures.star import rating_of_professional, rating_of_user
from mutua.model.parameters.catalogue import Parameters
from mutua.model.record import Record, Window
from mutua.model.resources import Gifts, pair, total
from mutua.model.rules.relate import dialogue
from mutua.model.rules.response import sat, toward, wished_control
from mutua.model.state import (
    Carer,
    Dyad,
    Event,
    Life,
)

#: Weekly rate of an exponential mean that looks back as far as a window of 13 weeks, 2/(13 + 1).
QUARTER = 1.0 / 7.0
#: Rate of the mean that is as old as the window before it.
LAG = 1.0 / 13.0


@rule
def running_mean(mean: float, value: float, rate: float) -> float:
    """Exponential mean that begins at the first value that is not 0, the first flow there is."""
    return value if mean == 0.0 else toward(mean, value, rate)


@rule
def window_after(dyad: Dyad, event: Event, p: Parameters) -> Window:
    """Exponential means after a week: plain means at first, then over some 13 weeks."""
    before, user, professional, tie = dyad.record.window, dyad.user, dyad.professional, dyad.tie
    a = max(QUARTER, 1.0 / event.week)
    visits = max(QUARTER, 1.0 / max(tie.contact.attended, 1.0)) * event.visit.attended
    offers = max(QUARTER, 1.0 / max(tie.contact.offered, 1.0)) * event.visit.offered
    seen = user.perception.felt_control
    misfit = abs(seen - wished_control(dyad.person, p))
    return Window(
        attended=toward(before.attended, event.visit.attended, offers),
        affect_user=toward(before.affect_user, user.feeling.affect, a),
        affect_professional=toward(before.affect_professional, professional.feeling.affect, a),
        felt_control_user=toward(before.felt_control_user, seen, a),
        felt_control_professional=toward(
            before.felt_control_professional, professional.perception.felt_control, a
        ),
        control=toward(before.control, tie.talk.control, a),
        misfit=toward(before.misfit, misfit, a),
        adherence=toward(before.adherence, dyad.person.adherence, a),
        y=toward(before.y, event.user.y, visits),
        met_professional=toward(before.met_professional, event.professional.met, visits),
        balance_user=toward(before.balance_user, user.books.credit - user.books.debt, a),
        balance_professional=toward(
            before.balance_professional, professional.books.credit - professional.books.debt, a
        ),
        to_user=running_mean(before.to_user, tie.flow.to_user, QUARTER),
        to_professional=running_mean(before.to_professional, tie.flow.to_professional, QUARTER),
        to_user_before=running_mean(before.to_user_before, before.to_user, LAG),
        to_professional_before=running_mean(
            before.to_professional_before, before.to_professional, LAG
        ),
    )


@rule
def remember_outside(life: Life, week: float) -> Life:
    """Return a user who is out of care with the mean of adherence after a week."""
    a = max(QUARTER, 1.0 / week)
    return replace(life, followed=toward(life.followed, life.person.adherence, a))


@rule
def mean_of_class(mean: float, amount: float, rate: float) -> float:
    """Running mean of the saturated amount of one class."""
    return toward(mean, sat(amount), rate)


@rule
def is_early_rating(dyad: Dyad, event: Event, p: Parameters) -> bool:
    """Whether the relation is rated for the early rating at this week's visit.

    At a given visit, or at every visit of the five weeks up to a given week, so that the last of
    them counts (design 2.6).
    """
    m = p.measure
    at_visit = m.early_visit > 0.0 and dyad.tie.contact.attended == m.early_visit
    at_week = (
        m.early_visit == 0.0 and event.week <= m.early_week and event.week > m.early_week - 5.0
    )
    return event.visit.attended > 0.0 and (at_visit or at_week)


@rule
def running_means(means: Gifts, amounts: Gifts, rate: float) -> Gifts:
    """Six running means of saturated amounts."""
    return pair(mean_of_class, means, amounts, rate)


@rule
def remember(dyad: Dyad, carer: Carer, event: Event, p: Parameters) -> Dyad:
    """The tie with its record after a week."""
    record, given = dyad.record, event.given
    rate = max(QUARTER, 1.0 / max(dyad.tie.contact.attended, 1.0)) * event.visit.attended
    record = Record(
        window=window_after(dyad, event, p),
        felt=running_means(record.felt, event.user.gifts, rate),
        meant=running_means(record.meant, given.to_user, rate),
        harm=toward(record.harm, sat(given.harm_to_user), rate),
        dialogue=toward(record.dialogue, dialogue(given), rate),
        extra=toward(record.extra, total(given.extra) - given.extra.money, rate),
        sum_to_user=record.sum_to_user + total(given.to_user) + given.reserved,
        sum_to_professional=record.sum_to_professional + total(given.to_professional),
        early_user=record.early_user,
        early_professional=record.early_professional,
        midway=record.midway,
    )
    dyad = replace(dyad, record=record)
    if not is_early_rating(dyad, event, p):
        return dyad
    rated = replace(
        record,
        early_user=rating_of_user(dyad, p),
        early_professional=rating_of_professional(dyad, carer, p),
    )
    return replace(dyad, record=rated)
