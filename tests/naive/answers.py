"""Section 3.4.15: the reciprocity index, wellness and functions of a tie as the week left it."""

from naive.measures import MISSING
from naive.response import pos, share, squash, wish_of

#: Functions in the order of their bits.
FUNCTIONS = (
    "presence", "companionship", "listening", "emotional", "validation", "information",
    "practical", "access", "motivation", "feedback", "reciprocity", "power_balance",
)  # fmt: skip


def index_levels(dyad):
    """The eight items of the reciprocity index, the last two on agreement."""
    w = dyad.record.window
    return {
        "user_gives": share(w.to_professional / 6 - 0.5),
        "professional_gives": share(w.to_user / 6 - 0.5),
        "user_feels": share(0.5 + w.affect_user),
        "professional_feels": share(0.5 + w.affect_professional),
        "user_gets": share(2 * dyad.tie.met - 1),
        "professional_gets": share(2 * w.met_professional - 1),
        "we_understand": dyad.tie.talk.understanding,
        "as_wished": share(1 - 2 * w.misfit),
    }


def index(dyad):
    """Exchange and agreement, the two parts of the reciprocity index."""
    levels = [*index_levels(dyad).values()]
    exchange, agreement = levels[:6], levels[6:]
    return {"reciprocity_exchange": 4 * sum(exchange), "reciprocity_agreement": 4 * sum(agreement)}


def wellness(dyad, start, p):
    """How the user is, partly as rated with the draws of `start`."""
    person, user, tie, measure = dyad.person, dyad.user, dyad.tie, p.measure
    felt_control, wish = user.perception.felt_control, wish_of(person, p)
    own_say = 1 - pos(felt_control - wish)
    mind, recognised = person.mind, user.perception.felt_recognition
    within = (recognised, mind.hope, mind.acceptance, mind.efficacy, tie.talk.understanding)
    recovery = sum(within) / 5
    beyond = (dyad.record.window.y - user.level.anchor) / measure.satisfaction_scale
    satisfied = (1 + squash(beyond)) / 2 + measure.satisfaction_noise * start.rating_satisfaction
    well = (1 - person.severity + tie.met + (1 + user.feeling.affect) / 2 + recovery) / 4
    return {
        "own_say": own_say,
        "control_fit": 1 - abs(felt_control - wish),
        "empowerment": (mind.efficacy + own_say) / 2,
        "recovery": recovery,
        "unmet": 1 - tie.met,
        "satisfaction": share(satisfied) if tie.contact.attended else MISSING,
        "wellbeing": share(well + measure.wellbeing_noise * start.rating_wellbeing),
    }


def improvement(person, start, p):
    """Severity as rated at the start, less that as rated now."""
    noise = p.measure.severity_noise
    first = share(person.traits.baseline + noise * start.rating_start)
    return first - share(person.severity + noise * start.rating_end)


def functions(side, support, dyad):
    """Functions that one side sees, a bit each."""
    record, books, talk = dyad.record, side.books, dyad.tie.talk
    answers = {
        "presence": record.window.attended,
        "companionship": (support["love"] + talk.familiarity) / 2,
        "listening": (support["information"] + talk.understanding) / 2,
        "emotional": support["love"],
        "validation": support["status"],
        "information": support["information"],
        "practical": support["services"],
        "access": support["goods"],
        "motivation": record.window.adherence - 0.2,
        "feedback": record.dialogue,
        "reciprocity": 1 - 4 * abs(books.credit - books.debt),
        "power_balance": 1 - 2.5 * abs(side.perception.felt_control - 0.5),
    }
    return sum(2**i for i, name in enumerate(FUNCTIONS) if answers[name] >= 0.5)


def both_functions(dyad):
    return {
        "functions_user": functions(dyad.user, dyad.record.felt, dyad),
        "functions_professional": functions(dyad.professional, dyad.record.meant, dyad),
    }
