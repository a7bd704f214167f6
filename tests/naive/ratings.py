"""Section 3.4.17: ratings on request, and what is recorded of professionals."""

from naive.answers import both_functions, index_levels, wellness
from naive.measures import (
    MISSING,
    is_first_tie,
    item_points,
    rating_of_professional,
    rating_of_user,
    star_points,
)
from naive.response import Thing, consensus, share

#: Items of the subscales of STAR, in the order of their noise.
SCALES = {"collaboration": slice(0, 6), "support": slice(6, 9), "obstacles": slice(9, 12)}


def is_occasion(name, tie, event):
    """Whether a tie is rated this week: at a visit, in a week, at the visits of some weeks."""
    if not is_first_tie(tie) or (tie.ending > 0 and tie.ended != event.week):
        return False
    kind, _, when = name.partition(":")
    met = event.visit.attended > 0
    if kind == "visit":
        return met and tie.contact.attended == int(when)
    if kind == "week":
        return event.week == int(when)
    first, last = map(int, when.split("-"))
    return met and first <= event.week <= last


def stars(who, rating, noise, p):
    """STAR of a side and its subscales, missing before the first visit."""
    points = star_points(rating, noise, getattr(p.measure, f"star_noise_{who}"))
    scales = {f"star_{who}_{name}": sum(points[items]) for name, items in SCALES.items()}
    both = {f"star_{who}": sum(points)} | scales
    return both if rating.presence >= 0 else dict.fromkeys(both, MISSING)


def rate(dyad, event, pro, noise, p):
    """All instruments applied to a tie; `noise` has the shocks by block."""
    person, met, k = dyad.person, dyad.tie.contact.attended, p.measure.star_noise_user
    severity, satisfaction, wellbeing, of_consensus = noise[24]
    start = Thing(rating_satisfaction=satisfaction, rating_wellbeing=wellbeing)
    well = wellness(dyad, start, p)
    names = ("satisfaction", "wellbeing", "empowerment", "recovery")
    items = zip(index_levels(dyad).items(), noise[26] + noise[27], strict=True)
    of_user, of_professional = (noise[i] + noise[i + 1] + noise[i + 2] for i in (16, 20))
    return {
        "week": event.week,
        "visits": met,
        "severity": share(person.severity + p.measure.severity_noise * severity),
        **stars("user", rating_of_user(dyad, p), of_user, p),
        **stars("professional", rating_of_professional(dyad, pro, p), of_professional, p),
        **{name: well[name] for name in names},
        "unmet": well["unmet"] if met else MISSING,
        "adherence": dyad.record.window.adherence if event.week > 0 else MISSING,
        "goal_consensus": consensus(dyad.tie.talk),
        "noise_goal_consensus": of_consensus,
        "joint_work": event.joint,
        "noise_joint_work": noise[25][0],
        **{name: item_points(x, z, k) if met else MISSING for (name, x), z in items},
        **both_functions(dyad),
    }


def post(pro, load):
    """What is recorded of a professional after the week."""
    states = ("burnout", "energy", "esteem", "tenure", "generation")
    return {name: getattr(pro, name) for name in states} | {
        "ties": load.ties,
        "visits": load.visits,
        "effort": load.effort,
        "balance": load.balance / max(load.ties, 1.0),
        "reward": load.reward / max(load.visits, 1.0),
    }
