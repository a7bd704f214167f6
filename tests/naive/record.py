"""Section 3.4.14: what instruments remember of a week."""

from naive.measures import (
    AGAINST,
    ITEMS,
    class_of,
    is_first_tie,
    rating_of_professional,
    rating_of_user,
)
from naive.response import CLASSES, Thing, nothing, sat, toward, wish_of
from naive.talk import dialogue


def empty():
    """Section 3.2: the record of a tie that begins."""
    sides, flows = ("user", "professional"), ("to_user", "to_professional")
    means = ["attended", "control", "misfit", "adherence", "y", "met_professional"]
    means += [f"{name}_{who}" for name in ("affect", "felt_control", "balance") for who in sides]
    means += [f"{name}{when}" for name in flows for when in ("", "_before")]
    ratings = dict.fromkeys((*ITEMS, *AGAINST), 0.0) | {"presence": -1.0}
    sums = dict.fromkeys(("harm", "dialogue", "extra", "sum_to_user", "sum_to_professional"), 0.0)
    return Thing(
        window=Thing(**dict.fromkeys(means, 0.0)),
        felt=nothing(),
        meant=nothing(),
        early_user=Thing(**ratings),
        early_professional=Thing(**ratings),
        midway=0.0,
        **sums,
    )


def remember(dyad, event, carer, p):
    """Change the record of a tie after a week with the parameters `p` in force."""
    contact, visit = dyad.tie.contact, event.visit
    seen = max(1 / 7, 1 / max(contact.attended, 1)) * visit.attended
    windows(dyad, event, seen, p)
    running_means(dyad.record, event, seen)
    if rated_early(contact, event, p):
        dyad.record.early_user = rating_of_user(dyad, p)
        dyad.record.early_professional = rating_of_professional(dyad, carer.professional, p)
    if event.week == p.measure.midway:
        first = is_first_tie(dyad.tie)
        dyad.record.midway = class_of(dyad, event.week, p) if first else 0.0


def windows(dyad, event, seen, p):
    """Means of some 13 weeks: of all weeks, of weeks with an offer, of visits, of flows."""
    window, user, professional = dyad.record.window, dyad.user, dyad.professional
    person, tie, week, visit = dyad.person, dyad.tie, event.week, event.visit
    wish = wish_of(person, p)
    now = {
        "affect_user": user.feeling.affect,
        "affect_professional": professional.feeling.affect,
        "felt_control_user": user.perception.felt_control,
        "felt_control_professional": professional.perception.felt_control,
        "balance_user": user.books.credit - user.books.debt,
        "balance_professional": professional.books.credit - professional.books.debt,
        "control": tie.talk.control,
        "misfit": abs(user.perception.felt_control - wish),
        "adherence": person.adherence,
    }
    for name, value in now.items():
        move(window, name, value, max(1 / 7, 1 / week))
    asked_in = max(1 / 7, 1 / max(tie.contact.offered, 1)) * visit.offered
    move(window, "attended", visit.attended, asked_in)
    move(window, "y", event.user.y, seen)
    move(window, "met_professional", event.professional.met, seen)
    for name in ("to_user", "to_professional"):
        of_late = getattr(window, name)
        setattr(window, name, begun(of_late, getattr(tie.flow, name), 1 / 7))
        earlier = begun(getattr(window, f"{name}_before"), of_late, 1 / 13)
        setattr(window, f"{name}_before", earlier)


def running_means(record, event, seen):
    """Means over visits, and sums, of what was given and felt."""
    given = event.given
    for r in CLASSES:
        record.felt[r] = toward(record.felt[r], sat(event.user.gifts[r]), seen)
        record.meant[r] = toward(record.meant[r], sat(given.to_user[r]), seen)
    move(record, "harm", sat(given.harm_to_user), seen)
    move(record, "dialogue", dialogue(event), seen)
    move(record, "extra", sum(given.extra.values()) - given.extra["money"], seen)
    record.sum_to_user += sum(given.to_user.values()) + given.reserved
    record.sum_to_professional += sum(given.to_professional.values())


def move(record, name, value, speed):
    setattr(record, name, toward(getattr(record, name), value, speed))


def begun(mean, value, speed):
    return toward(mean, value, speed) if mean else value


def rated_early(contact, event, p):
    visit, last = p.measure.early_visit, p.measure.early_week
    due = contact.attended == visit if visit > 0 else last - 5 < event.week <= last
    return bool(event.visit.attended) and due
