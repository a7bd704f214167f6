"""One week in two columns: the same event in two books."""

from collections.abc import Sequence
from typing import NamedTuple

from mutua.analysis.phrases import amount, change, percent, state_name
from mutua.engines.history import Week
from mutua.jit.structs import leaves
from mutua.model.resources import Gifts, total
from mutua.model.rules.acts import act_chance
from mutua.model.rules.experience import wished_by_professional
from mutua.model.rules.response import chance, wished_control
from mutua.model.state import Books, Dyad, Feeling

CLASSES = leaves(Gifts)
#: What either side holds of the tie: where in its state, and under which name.
STATES = (
    *(("feeling", state) for state in Feeling._fields),
    *(("books", state) for state in Books._fields),
    ("perception", "felt_control"),
)


class Line(NamedTuple):
    """One quantity as it stands with each side."""

    name: str
    user: str
    professional: str

    @property
    def says(self) -> bool:
        """Some number in it is not 0."""
        return any(digit in "123456789" for digit in self.user + self.professional)


class Decision(NamedTuple):
    """A draw and the chance it was compared with."""

    name: str
    chance: float
    draw: float

    @property
    def yes(self) -> bool:
        """Whether it came about."""
        return self.draw < self.chance


def decisions(week: Week) -> list[Decision]:
    """What the random draws decided this week, in the order of the rules."""
    o, d, visit = week.odds, week.draws, week.event.visit
    on_ward = week.before.person.course.admitted > 0.0
    reached = [] if on_ward else [Decision("offered", o.offer, d.offered)]
    if not on_ward and d.offered >= o.offer:
        reached.append(Decision("asked for", chance(o.ask), d.asks))
    if visit.asked > 0.0:
        reached.append(Decision("answered", chance(o.answer), d.answers))
    if visit.offered > 0.0 and not on_ward:
        reached.append(Decision("comes", chance(o.come), d.comes))
    if visit.attended > visit.answered:
        reached += decisions_of_acts(week)
    if o.calm > 0.0:
        reached.append(Decision("crisis ends", chance(o.calm), d.calm))
    else:
        reached.append(Decision("crisis begins", chance(o.onset), d.crisis))
    reached.append(Decision("breaks off", chance(o.leave), d.leaves))
    return reached


def decisions_of_acts(week: Week) -> list[Decision]:
    """Whether either side did something at a visit that was not asked for."""
    give, d, before = week.now.give, week.draws, week.before
    return [
        Decision(
            "the professional does more than the role asks",
            act_chance(before.professional.feeling, give.unasked),
            d.asks,
        ),
        Decision("the user does more", act_chance(before.user.feeling, give.returned), d.answers),
    ]


def describe_draws(week: Week) -> str:
    """The same in a sentence."""
    parts = [
        f"{decision.name}: chance {percent(decision.chance)}, drew {percent(decision.draw)}, "
        f"{'yes' if decision.yes else 'no'}"
        for decision in decisions(week)
    ]
    if week.event.visit.attended > 0.0:
        d = week.draws
        parts.append(
            f"mood of the hour in SD: {d.shared:+.1f} for both, {d.noise_user:+.1f} the user, "
            f"{d.noise_professional:+.1f} the professional"
        )
    return "; ".join(parts) + "."


def gifts(week: Week) -> list[list[str]]:
    """Every gift both ways, as given and as felt: a name, six classes, all of them."""
    event = week.event
    rows = {
        "to the user": event.given.to_user,
        "  as felt": event.user.gifts,
        "to the professional": event.given.to_professional,
        "  as felt ": event.professional.gifts,
    }
    if total(event.given.extra) > 0.0:
        rows["beyond the role"] = event.given.extra
    if total(event.given.returned) > 0.0:
        rows["beyond it, back"] = event.given.returned
    return [[name, *map(amount, given), amount(total(given))] for name, given in rows.items()]


def of_visit(week: Week) -> list[Line]:
    """What each side made of the visit; nothing without one."""
    if week.event.visit.attended == 0.0:
        return []
    given, both = week.event.given, (week.event.user, week.event.professional)
    sides = (week.before.user, week.before.professional)
    expected = [side.level.expectation for side in sides]
    surprise = [felt.y - level for felt, level in zip(both, expected, strict=True)]
    wish = (wished_control(week.before.person, week.now),
            wished_by_professional(week.before, week.carer, week.now))  # fmt: skip
    return [
        _line("needs met", *(felt.met for felt in both)),
        _line("misfit of roles", *(felt.strain for felt in both)),
        _line("control wished", *wish),
        _line("harm taken", given.harm_to_user, given.harm_to_professional),
        _line("expected", *expected),
        _line("outcome", *(felt.y for felt in both)),
        Line("surprise", *(f"{value:+z.2f}" for value in surprise)),
    ]


def of_sides(before: Dyad, after: Dyad, states: Sequence[tuple[str, str]] = STATES) -> list[Line]:
    """What each side felt, owed and claimed before and after."""
    sides = ((before.user, after.user), (before.professional, after.professional))
    return [
        Line(state_name(state), *(
            change(getattr(getattr(a, group), state), getattr(getattr(b, group), state))
            for a, b in sides
        ))
        for group, state in states
    ]  # fmt: skip


def of_tie(before: Dyad, after: Dyad) -> list[tuple[str, str]]:
    """What the two have between them, and how the user fares, before and after."""
    a, b = before.tie.talk, after.tie.talk
    return [
        ("control enacted", change(a.control, b.control)),
        ("understanding", change(a.understanding, b.understanding)),
        ("severity", change(before.person.severity, after.person.severity)),
        ("adherence", change(before.person.adherence, after.person.adherence)),
    ]


def _line(name: str, user: float, professional: float) -> Line:
    return Line(name, amount(user), amount(professional))
