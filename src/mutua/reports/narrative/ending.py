"""Why a tie ended, or went on: the odds taken apart into their factors."""

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

from mutua.analysis.phrases import amount, count, join_words, name_weeks, odds, percent, small
from mutua.engines.events import is_missed, successions
from mutua.engines.history import Week
from mutua.model.measures.equilibrium import CLASSES, class_of
from mutua.model.measures.outcomes import label
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.part import attainment, leave_factors
from mutua.model.rules.response import alternatives, chance, coercion, wished_control, zone_of
from mutua.model.state import ENDINGS, Dyad

#: A factor nearer to 1 than this neither raises nor lowers worth a word.
SLIGHT = 0.05
#: Factors by which the odds are divided.
DIVIDING = ("trust", "obligation", "coercion", "reach")


class OddsFactor(NamedTuple):
    """One factor of the odds of breaking off; their product is the odds."""

    name: str
    value: float
    of: str  # what it was computed from


def factors_of(week: Week) -> list[OddsFactor]:
    """Factors whose product is the odds of breaking off in a week, and what each comes from.

    Those by which the rule divides are inverted.
    """
    p, dyad, pro = week.now, week.after, week.carer.professional
    feeling, level, books = dyad.user.feeling, dyad.user.level, dyad.user.books
    unknown = dyad.tie.uncertainty * (1.0 + week.event.visit.attended)
    about = {
        "base": "odds of a week, all else being usual",
        "uncertainty": f"{amount(unknown)} still unknown",
        "alternatives": f"{amount(alternatives(dyad.person, p))} elsewhere, "
                        f"{amount(level.mean_y)} here",
        "misfit": misfit_in_words(dyad, p),
        "rupture": f"{amount(feeling.rupture)} unrepaired",
        "unfair": f"{amount(books.credit)} believed to be owed",
        "trust": f"{amount(feeling.trust)} of it",
        "obligation": f"{amount(books.debt)} of felt debt",
        "coercion": f"{amount(coercion(dyad.person, p))} by law",
        "reach": f"{amount(pro.reach)}, how the professional keeps users",
    }  # fmt: skip
    factors = leave_factors(dyad, pro.reach, unknown, p)._asdict()
    return [OddsFactor(name, 1.0 / value if name in DIVIDING else value, about[name])
            for name, value in factors.items()]  # fmt: skip


def misfit_in_words(dyad: Dyad, p: Parameters) -> str:
    """Control that the user feels and wishes, where they are too far apart not to mind."""
    felt, wish = dyad.user.perception.felt_control, wished_control(dyad.person, p)
    if abs(felt - wish) > zone_of(dyad.person.course.crisis, p):
        return f"control felt {amount(felt)}, wished {amount(wish)}"
    return "control is about as wished"


def strongest_factors(factors: Sequence[OddsFactor]) -> str:
    """Which factors raised the odds and which held them down, the strongest first."""
    parts = sorted(factors[1:], key=lambda f: f.value, reverse=True)
    up = [f"{f.name} (x {amount(f.value)})" for f in parts if f.value > 1.0 + SLIGHT]
    down = [f"{f.name} (x {amount(f.value)})" for f in reversed(parts) if f.value < 1.0 - SLIGHT]
    raised = f"What raised them: {join_words(up)}." if up else "Nothing raised them."
    return f"{raised} What held them down: {join_words(down)}." if down else raised


def risk(weeks: Sequence[Week]) -> float:
    """Chance of having broken off by the end, had the draws been made anew each week as it came."""
    return 1.0 - prod(1.0 - chance(week.odds.leave) for week in weeks)


def ending_in_words(weeks: Sequence[Week]) -> list[str]:
    """How the tie ended and why, in paragraphs; the odds of breaking off are given in any case."""
    last = weeks[-1]
    kind = ENDINGS[int(last.after.tie.ending)]
    tell = {"failed": _failed, "enough": _enough, "nonattendance": _nonattendance,
            "planned": _planned, "moved": _moved, "": _goes_on}  # fmt: skip
    return [tell[kind](weeks), _odds_in_words(weeks)]


def _failed(weeks: Sequence[Week]) -> str:
    last = weeks[-1]
    factors = sorted(factors_of(last)[1:], key=lambda f: f.value, reverse=True)
    most = [f.name for f in factors if f.value > 1.0 + SLIGHT][:3]
    return (
        f"In week {last.number} the user breaks off. The chance of it was {odds(last.odds.leave)} "
        f"that week, and the draw, {small(last.draws.leaves)}, fell below it."
        + (f" What weighed most: {join_words(most)}." if most else "")
    )


def _enough(weeks: Sequence[Week]) -> str:
    last = weeks[-1]
    person = last.after.person
    relief = person.traits.baseline - person.severity
    return (
        f"In week {last.number} the user has had enough help and goes: relief of {amount(relief)} "
        f"and {amount(last.after.tie.met)} of needs met exceed the {amount(person.traits.enough)} "
        f"that is enough for this person, which made for a chance of {odds(last.odds.enough)}; the "
        f"draw was {small(last.draws.enough)}. This is no dropout."
    )


def _nonattendance(weeks: Sequence[Week]) -> str:
    last = weeks[-1]
    silent = [week for week in weeks if is_missed(week)][-int(last.after.tie.contact.missed) :]
    parts = "; ".join(
        f"week {w.number}, chance to come {odds(w.odds.come)}, drew {amount(w.draws.comes)}"
        for w in silent[-5:]
    )
    return (
        f"In week {last.number} the service discharges the user for nonattendance: "
        f"{last.after.tie.contact.gap:.0f} weeks without contact since the first missed offer, and "
        f"its patience is {last.now.exit.patience:.0f}. Missed in a row: {parts}."
    )


def _planned(weeks: Sequence[Week]) -> str:
    last, x = weeks[-1], weeks[-1].now.exit
    tie, course = last.after.tie, last.after.person.course
    why = []
    if tie.held >= x.hold:
        reached = amount(attainment(last.after, last.now))
        why.append(
            f"the goals have been held for {count(tie.held, 'week')} (now {reached} reached, "
            f"{amount(x.goal)} asked)"
        )
    if x.protocol > 0.0 and last.number - tie.begun >= x.protocol:
        why.append(f"the {count(x.protocol, 'week')} of the protocol are over")
    if x.discharge > 0.0 and course.crisis == 0.0 and course.calm >= x.discharge:
        why.append(f"there have been {count(course.calm, 'calm week')}")
    return f"In week {last.number} the tie ends as planned: {join_words(why)}."


def _moved(weeks: Sequence[Week]) -> str:
    last = weeks[-1]
    return (
        f"In week {last.number} the user moves away, which depends on nothing between the two: a "
        f"chance of {odds(last.odds.move)} a week, and a draw of {small(last.draws.moves)}."
    )


def _goes_on(weeks: Sequence[Week]) -> str:
    last = weeks[-1]
    kind = label(f"class_{CLASSES[int(class_of(last.after, float(last.number), last.now))]}")
    w = last.after.record.window
    return (
        f"The tie goes on at the end of the run, in week {last.number}. Its class is '{kind}', by "
        f"means over some 13 weeks: affect {amount(w.affect_user)} (user) and "
        f"{amount(w.affect_professional)} (professional), control {amount(w.control)}, misfit for "
        f"the user {amount(w.misfit)}, {amount(w.attended)} of offers attended."
    )


def _odds_in_words(weeks: Sequence[Week]) -> str:
    last = weeks[-1]
    most = max(weeks, key=lambda week: week.odds.leave)
    came = [week.number for week in successions(weeks)]
    new = f"A new professional took over in {name_weeks(came)}. " if came else ""
    return (
        f"The odds of breaking off in week {last.number} were {small(last.odds.leave)}. "
        f"{strongest_factors(factors_of(last))} They were highest in {name_weeks([most.number])} "
        f"({small(most.odds.leave)}). {new}Taken together, the weekly chances made it "
        f"{percent(risk(weeks))} likely that such a tie breaks off within its "
        f"{count(len(weeks), 'week')}."
    )
