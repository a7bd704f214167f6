"""Section 3.4.15: measures of a tie, as the week left it, and what is recorded of it."""

from math import floor
from types import SimpleNamespace as Thing

from naive.response import (
    consensus,
    raised,
    share,
    squash,
    strain,
    strain_of_user,
    toward,
)
from naive.visit import insight

#: A rating that was not taken.
MISSING = -1.0
ENDINGS = ("none", "failed", "enough", "nonattendance", "planned", "moved")
EQUILIBRIA = (
    "none", "dead", "drifting", "antagonistic_stable", "one_sided", "directive_compliant",
    "user_guided", "mutual", "asymmetric_alliance", "other",
)  # fmt: skip
FUNCTIONS = (
    "presence", "companionship", "listening", "emotional", "validation", "information",
    "practical", "access", "motivation", "feedback", "reciprocity", "power_balance",
)  # fmt: skip
#: Items of STAR in the order in which their noise is drawn; those after the stroke count against.
ITEMS = ("trust",) * 2 + ("understanding",) * 2 + ("fit",) * 2 + ("love", "services", "presence")
AGAINST = ("harm", "affect", "weariness")


def rating(side, given, misfit, weariness, dyad, p):
    """The nine ratings of one side, each in [0, 1]."""
    record, feeling = dyad.record, side.feeling

    def rated(x):
        return toward(x, side.perception.image, share(p.measure.halo * side.perception.distortion))

    return Thing(
        trust=feeling.trust,
        understanding=rated(dyad.tie.talk.understanding),
        fit=rated(1 - share(misfit)),
        love=rated(given["love"]),
        services=rated(given["services"]),
        presence=rated(record.window.attended) if record.window.attended > 0 else -1.0,
        harm=record.harm,
        affect=(1 - feeling.affect) / 2,
        weariness=weariness,
    )


def rating_of_user(dyad, p):
    misfit, rupture = strain_of_user(dyad, p), dyad.user.feeling.rupture
    return rating(dyad.user, dyad.record.felt, misfit, rupture, dyad, p)


def rating_of_professional(dyad, pro, p):
    wish = raised(pro.preferred_control, dyad.person, p)
    misfit = strain(dyad.professional, wish, p)
    return rating(dyad.professional, dyad.record.meant, misfit, pro.burnout, dyad, p)


def levels(rating):
    """The twelve items of STAR as shares."""
    against = [1 - getattr(rating, name) for name in AGAINST]
    return [getattr(rating, name) for name in ITEMS] + against


def star(rating, items, noise):
    """STAR with the noise of each item; missing if the two never met."""
    if rating.presence < 0:
        return MISSING
    shocks = [noise * z for z in items]
    points = [4 * level + z for level, z in zip(levels(rating), shocks, strict=True)]
    return sum(floor(min(max(x, 0.0), 4.0) + 0.5) for x in points)


def alliance(rating):
    return sum(levels(rating)) / 12 if rating.presence >= 0 else MISSING


def rates(dyad, week, p):
    """Both flows as shares of the budgets of those who give."""
    flow, contact = dyad.tie.flow, dyad.tie.contact
    here = contact.attended > 0 and week - contact.last < 13
    f = flow.to_user / (6 * max(p.effort.professional, 1e-9))
    g = flow.to_professional / (6 * max(p.effort.user, 1e-9))
    return (f, g) if here else (0.0, 0.0)


def equality(f, g):
    return 1 - abs(f - g) / (f + g) if f + g > 0 else 0.0


def drift(window, week):
    def change(now, before):
        return abs(now - before) / max(now, before) if max(now, before) > 0 else 0.0

    if week < 26:
        return 0.0
    to_user = change(window.to_user, window.to_user_before)
    return max(to_user, change(window.to_professional, window.to_professional_before))


def class_of(dyad, week, p):
    """Code of the equilibrium class, the first that applies."""
    w, k, (f, g) = dyad.record.window, p.measure.thresholds, rates(dyad, week, p)
    affects = w.affect_user, w.affect_professional
    comes = w.attended >= 1 - 0.5 * k
    felt = w.felt_control_user, w.felt_control_professional
    fits, warm = w.misfit <= 0.15 * k, min(affects) >= 0
    shared = abs(w.control - 0.5) <= 0.15 * k and warm
    adheres = w.adherence >= 1 - 0.5 * k and w.affect_user >= 0
    balanced = max(abs(w.balance_user), abs(w.balance_professional)) <= 0.15 * k
    classes = {
        "none": dyad.tie.ending > 0,
        "dead": min(f, g) < 0.1 * k,
        "drifting": drift(w, week) > 0.2 * k,
        "antagonistic_stable": max(affects) < 0 and comes,
        "one_sided": min(affects) < 0 and comes,
        "directive_compliant": min(felt) >= 1 - 0.35 * k and fits and adheres,
        "user_guided": max(felt) <= 0.35 * k and fits,
        "mutual": shared and equality(f, g) >= 1 - 0.2 * k,
        "asymmetric_alliance": shared and balanced,
        "other": True,
    }
    return EQUILIBRIA.index(next(name for name, applies in classes.items() if applies))


def in_equilibrium(dyad, week, p):
    k, window, (f, g) = p.measure.thresholds, dyad.record.window, rates(dyad, week, p)
    steady = equality(f, g) >= 1 - 0.2 * k and drift(window, week) <= 0.2 * k
    met = min(dyad.tie.met, window.met_professional) >= 1 - 0.75 * k
    return steady and min(f, g) >= 0.1 * k and met


def concepts(dyad, week, p):
    """The four concepts of reciprocity, at the moment."""
    user, professional, talk = dyad.user, dyad.professional, dyad.tie.talk
    a, b = user.feeling.affect, professional.feeling.affect
    even = equality(*rates(dyad, week, p))
    balanced = 1.0
    for side in (user, professional):
        balanced *= 1 - abs(side.books.credit - side.books.debt)
    felt = max(abs(a), abs(b)) > 0.1
    recognised = [side.perception.felt_recognition for side in (user, professional)]
    return {
        "dynamic_equilibrium": even,
        "shared_affect": talk.understanding * (1 - abs(a - b) / 2) if felt else 0.0,
        "asymmetric_alliance": share((1 - even) * balanced * (1 - 2 * abs(talk.control - 0.5))),
        "recognition": min(recognised),
    }


def wellness(dyad, start, p):
    """How the user is, partly as rated with the draws of `start`."""
    person, user, tie, measure = dyad.person, dyad.user, dyad.tie, p.measure
    empowerment = (person.mind.efficacy + 1 - user.perception.felt_control) / 2
    recognised = user.perception.felt_recognition
    within = (recognised, person.mind.hope, person.mind.acceptance, tie.talk.understanding)
    recovery = (sum(within) + empowerment) / 5
    beyond = (dyad.record.window.y - user.level.anchor) / measure.satisfaction_scale
    satisfied = (1 + squash(beyond)) / 2 + measure.satisfaction_noise * start.rating_satisfaction
    well = (1 - person.severity + tie.met + (1 + user.feeling.affect) / 2 + recovery) / 4
    first = share(person.traits.baseline + measure.severity_noise * start.rating_start)
    last = share(person.severity + measure.severity_noise * start.rating_end)
    return {
        "severity_start": person.traits.baseline,
        "severity_end": person.severity,
        "improvement": first - last,
        "satisfaction": share(satisfied) if tie.contact.attended else MISSING,
        "wellbeing": share(well + measure.wellbeing_noise * start.rating_wellbeing),
        "empowerment": empowerment,
        "recovery": recovery,
        "acceptance": person.mind.acceptance,
        "unmet": 1 - tie.met,
        "dependence": user.level.mean_y - person.traits.alternatives,
    }


def stock_imbalance(record, p):
    given = record.sum_to_user / max(p.effort.professional, 1e-9)
    received = record.sum_to_professional / max(p.effort.user, 1e-9)
    return (given - received) / (given + received) if given + received > 0 else 0.0


def functions(side, amounts, understood, motivation, dyad):
    """Functions that one side sees, a bit each."""
    record, books = dyad.record, side.books
    answers = {
        "presence": record.window.attended,
        "companionship": (amounts["love"] + dyad.tie.talk.familiarity) / 2,
        "listening": understood,
        "emotional": amounts["love"],
        "validation": amounts["status"],
        "information": amounts["information"],
        "practical": amounts["services"],
        "access": amounts["goods"],
        "motivation": motivation,
        "feedback": record.dialogue,
        "reciprocity": 1 - 4 * abs(books.credit - books.debt),
        "power_balance": 1 - 2.5 * abs(side.perception.felt_control - 0.5),
    }
    return sum(2**i for i, name in enumerate(FUNCTIONS) if answers[name] >= 0.5)


def both_functions(dyad, pro, p):
    person, tie, record = dyad.person, dyad.tie, dyad.record
    hope, seen = person.mind.hope, 0.5 + 2 * (person.traits.baseline - tie.seen_severity)
    understood = insight(tie, pro, p)
    return {
        "functions_user": functions(dyad.user, record.felt, tie.talk.understanding, hope, dyad),
        "functions_professional": functions(
            dyad.professional, record.meant, understood, seen, dyad
        ),
    }


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
        "adherence": window.adherence,
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
    }


def traits_of(person):
    """What the user brought, and the course of the illness."""
    traits, course = person.traits, person.course
    same = ("preferred_control", "avoidance", "anxiety", "responsibility")
    counts = ("crises", "crisis_weeks", "relapses", "admissions")
    return {
        **{name: getattr(traits, name) for name in same},
        **{name: getattr(course, name) for name in counts},
        "relative": traits.relative.present,
        "warmth": traits.relative.warmth,
        "efficacy_start": traits.anchor.efficacy,
    }


def row(dyad, week, carer, start, known, items, p):
    """One row a dyad but for its place.

    `start` are the draws of the person, `known` what is known of the person beyond the state,
    `items` that of the items of the four ratings.
    """
    return {
        **fate(dyad, week, p),
        **wellness(dyad, start, p),
        **ratings(dyad, carer.professional, items, p),
        **concepts(dyad, week, p),
        **relation(dyad, week, p),
        **both_functions(dyad, carer.professional, p),
        **traits_of(dyad.person),
        **vars(known),
        "burnout": carer.professional.burnout,
    }


def weekly(dyad, event, carer, p):
    """What one place adds to the series of the cohort and of the service this week."""
    pro, tie = carer.professional, dyad.tie
    new = pro.generation > 0 and pro.tenure == 0
    here = tie.ending == 0 and tie.generation == 0
    cohort = cohort_week(dyad, event, carer, p)
    return {name: value if here else 0.0 for name, value in cohort.items()} | {
        "service_ties": float(tie.ending == 0),
        "service_visits": event.visit.attended,
        "service_burnout": pro.burnout,
        "service_exhausted": float(pro.burnout >= 0.5),
        "service_turnover": 52.0 if new else 0.0,
    }


def cohort_week(dyad, event, carer, p):
    """What is recorded of a tie of the cohort that goes on."""
    person, talk, sides = dyad.person, dyad.tie.talk, (dyad.user, dyad.professional)
    values = {"engaged": 1.0, "attended": event.visit.attended}
    for side, who in zip(sides, ("user", "professional"), strict=True):
        values[f"trust_{who}"], values[f"bond_{who}"] = side.feeling.trust, side.feeling.bond
        values[f"affect_{who}"] = side.feeling.affect
        values[f"debt_{who}"], values[f"credit_{who}"] = side.books.debt, side.books.credit
        values[f"flow_to_{who}"] = getattr(dyad.tie.flow, f"to_{who}")
    values |= {
        "control": talk.control,
        "felt_control_user": dyad.user.perception.felt_control,
        "understanding": talk.understanding,
        "severity": person.severity,
        "efficacy": person.mind.efficacy,
        "adherence": person.adherence,
        "burnout": carer.professional.burnout,
        "crisis": person.course.crisis,
    }
    here = class_of(dyad, event.week, p)
    return values | {
        f"class_{name}": float(i == here) for i, name in enumerate(EQUILIBRIA) if i > 0
    }
