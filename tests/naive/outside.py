"""Section 3.4.12, out of care: users of the cohort who have no tie."""

from types import SimpleNamespace as Thing

from naive.illness import needs_after, no_support, person_after
from naive.response import chance, factor, plain, toward

COUNTS = ("crises", "relapses", "admissions", "crisis_weeks")


def leave_care(dyad):
    """The life of a user whose tie has ended."""
    tie = dyad.tie
    return Thing(
        person=plain(dyad.person),
        need=dict(dyad.user.need),
        level=plain(dyad.user.level),
        wanted=plain(tie.talk.wanted_user),
        followed=dyad.record.window.adherence,
        place=tie.place,
        spell=tie.spell + 1,
        moved=float(tie.ending == 5),
        returns=0.0,
    )


def live_outside(life, week, p, draws):
    """The life a week later; `p` has no policies in force."""
    life, before = plain(life), life.person.course
    person = life.person = person_after(life.person, no_support(), p, draws)
    life.need = needs_after(life.need, p, draws)
    person.outside.weeks += 1
    for name in COUNTS:
        new = getattr(person.course, name) - getattr(before, name)
        setattr(person.outside, name, getattr(person.outside, name) + new)
    wish = chance(return_odds(person, p)) * (1 - life.moved)
    life.returns = float(draws.asks < wish)
    life.followed = toward(life.followed, person.adherence, max(1 / 7, 1 / week))
    return life


def return_odds(person, p):
    odds = p.exit.back * (1 + p.ask.severity * person.severity)
    odds *= 1 + p.ask.crisis * person.course.crisis
    odds *= 1 + p.ask.anxiety * person.traits.anxiety
    odds *= factor(person.service_trust, 0.45, p.attend.service)
    return odds / (1 + p.ask.avoidance * person.avoidance)
