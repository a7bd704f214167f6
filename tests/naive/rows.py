"""Section 3.4.15: the two parts of a row, of a first tie and of a person, and the weekly series."""

from naive.answers import both_functions, improvement, index, wellness
from naive.measures import (
    EQUILIBRIA,
    alliance,
    class_of,
    concepts,
    drift,
    in_equilibrium,
    is_first_tie,
    rating_of_professional,
    rating_of_user,
    star,
)
from naive.response import consensus

ENDINGS = ("none", "failed", "enough", "nonattendance", "planned", "moved")


def stock_imbalance(record, p):
    given = record.sum_to_user / max(p.effort.professional, 1e-9)
    received = record.sum_to_professional / max(p.effort.user, 1e-9)
    return (given - received) / (given + received) if given + received > 0 else 0.0


def ratings(dyad, pro, items, p):
    """STAR and alliance of both sides, early and at the end; `items` has twelve shocks for each."""
    record = dyad.record
    rated = {
        "user_early": record.early_user,
        "professional_early": record.early_professional,
        "user_end": rating_of_user(dyad, p),
        "professional_end": rating_of_professional(dyad, pro, p),
    }
    stars = {}
    for i, (who, x) in enumerate(rated.items()):
        noise = getattr(p.measure, f"star_noise_{who.partition('_')[0]}")
        stars[f"star_{who}"] = star(x, items[i], noise)
    return stars | {f"alliance_{who}": alliance(x) for who, x in rated.items()}


def fate(dyad, week, p):
    """How far the tie came, and how it ended."""
    tie, contact = dyad.tie, dyad.tie.contact
    ending = ENDINGS[int(tie.ending)]
    return {
        "engaged": ending == "none",
        "dropout": ending in ("failed", "nonattendance"),
        "ending": tie.ending,
        "post": tie.post,
        "exit_week": week if ending == "none" else contact.last,
        "visits_offered": contact.offered,
        "visits_attended": contact.attended,
        "rupture_visits": tie.rupture_visits,
        "equilibrium": class_of(dyad, week, p),
        "equilibrium_midway": dyad.record.midway,
    }


def relation(dyad, week, p):
    """What the relation was at the end."""
    tie, record, window = dyad.tie, dyad.record, dyad.record.window
    return {
        "adherence_in_care": window.adherence,
        "trust_user_end": dyad.user.feeling.trust,
        "trust_professional_end": dyad.professional.feeling.trust,
        "balance_user": window.balance_user,
        "balance_professional": window.balance_professional,
        "in_equilibrium": in_equilibrium(dyad, week, p),
        "drift": drift(window, week),
        "stock_imbalance": stock_imbalance(record, p),
        "goal_consensus": consensus(tie.talk),
        "understanding": tie.talk.understanding,
        "control": tie.talk.control,
        "communication": record.dialogue * tie.talk.understanding,
        "emotional_support": record.felt["love"],
        "problem_support": (record.felt["services"] + record.felt["information"]) / 2,
        "transcending": record.extra,
        "dependence": dyad.user.level.mean_y - dyad.person.traits.alternatives,
    }


def traits_of(person):
    """What the user brought."""
    traits = person.traits
    same = ("preferred_control", "avoidance", "anxiety", "responsibility")
    return {name: getattr(traits, name) for name in same} | {
        "severity_start": traits.baseline,
        "relative": traits.relative.present,
        "warmth": traits.relative.warmth,
        "efficacy_start": traits.anchor.efficacy,
    }


def row_of_tie(dyad, week, carer, start, known, items, p):
    """The part of a row that is of the first tie at its end.

    `start` are the draws of the person, `known` what is known of the person beyond the state,
    `items` that of the items of the four ratings.
    """
    return {
        **fate(dyad, week, p),
        **wellness(dyad, start, p),
        **ratings(dyad, carer.professional, items, p),
        **concepts(dyad, week, p),
        **index(dyad),
        **relation(dyad, week, p),
        **both_functions(dyad),
        **traits_of(dyad.person),
        **vars(known),
        "improvement_in_care": improvement(dyad.person, start, p),
        "burnout": carer.professional.burnout,
    }


def counts_in_care(person, week):
    """Weeks in care, and what of a course fell into them."""
    course, outside, names = person.course, person.outside, ("crises", "relapses", "admissions")
    within = {f"{name}_in_care": getattr(course, name) - getattr(outside, name) for name in names}
    return within | {"weeks_in_care": week - outside.weeks}


def row_of_person(person, followed, in_care, start, weeks, p):
    """The part of a row that is of the person at the horizon, in care or not."""
    counts = ("crises", "crisis_weeks", "relapses", "admissions")
    return counts_in_care(person, weeks) | {
        **{name: getattr(person.course, name) for name in counts},
        "in_care": in_care,
        "severity_end": person.severity,
        "improvement": improvement(person, start, p),
        "adherence": followed,
        "acceptance": person.mind.acceptance,
        "avoidance_end": person.avoidance,
    }


def week_of_person(person, in_care, week):
    """What a user of the cohort adds to its series, in care or not."""
    course = person.course
    counts = ("crises", "crisis_weeks", "relapses", "admissions")
    return counts_in_care(person, week) | {
        **{f"cohort_{name}": getattr(course, name) for name in counts},
        "in_care": in_care,
        "cohort_severity": person.severity,
        "cohort_adherence": person.adherence,
        "cohort_efficacy": person.mind.efficacy,
        "cohort_hope": person.mind.hope,
        "cohort_crisis": course.crisis,
    }


def week_of_place(dyad, event, carer, p):
    """What one place adds to the series of first ties and of the service this week."""
    pro, tie = carer.professional, dyad.tie
    new = pro.generation > 0 and pro.tenure == 0
    here = tie.ending == 0 and is_first_tie(tie)
    first = week_of_tie(dyad, event, carer, p)
    return {name: value if here else 0.0 for name, value in first.items()} | {
        "service_ties": float(tie.ending == 0),
        "service_visits": event.visit.attended,
        "service_burnout": pro.burnout,
        "service_exhausted": float(pro.burnout >= 0.5),
        "service_turnover": 52.0 if new else 0.0,
    }


def week_of_tie(dyad, event, carer, p):
    """What is recorded of a first tie that goes on."""
    here = class_of(dyad, event.week, p)
    return {
        "engaged": 1.0,
        "attended": event.visit.attended,
        **states_of_sides(dyad),
        **states_of_tie(dyad),
        **concepts(dyad, event.week, p),
        "burnout": carer.professional.burnout,
        **{f"class_{name}": float(i == here) for i, name in enumerate(EQUILIBRIA) if i > 0},
    }


def states_of_sides(dyad):
    values = {}
    for side, who in ((dyad.user, "user"), (dyad.professional, "professional")):
        values[f"trust_{who}"], values[f"bond_{who}"] = side.feeling.trust, side.feeling.bond
        values[f"affect_{who}"] = side.feeling.affect
        values[f"debt_{who}"], values[f"credit_{who}"] = side.books.debt, side.books.credit
        values[f"felt_control_{who}"] = side.perception.felt_control
        values[f"flow_to_{who}"] = getattr(dyad.tie.flow, f"to_{who}")
    return values


def states_of_tie(dyad):
    person, tie = dyad.person, dyad.tie
    return {
        "control": tie.talk.control,
        "understanding": tie.talk.understanding,
        "met_user": tie.met,
        "met_professional": dyad.record.window.met_professional,
        "severity": person.severity,
        "efficacy": person.mind.efficacy,
        "hope": person.mind.hope,
        "avoidance": person.avoidance,
        "adherence": person.adherence,
        "crisis": person.course.crisis,
    }
