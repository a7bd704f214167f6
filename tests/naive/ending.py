"""Section 3.4.10: part."""

from naive.response import chance, coercion, elsewhere, factor, gate, m, pos, share, strain_of_user


def leave_odds(dyad, attended, pro, p):
    """Odds of breaking off this week."""
    person, user, trust = dyad.person, dyad.user, dyad.user.feeling.trust
    uncertainty = dyad.tie.uncertainty * (1 + attended)
    odds = p.exit.base * (1 + p.exit.start * uncertainty)
    odds *= m(elsewhere(person, p) - user.level.mean_y, p.exit.alternatives)
    odds *= m(strain_of_user(dyad, p), p.exit.strain)
    odds *= 1 + p.exit.rupture * user.feeling.rupture
    odds *= 1 + p.exit.unfair * pos(user.books.credit - user.books.debt)
    odds /= factor(trust, 0.5, p.exit.trust) * (1 + p.exit.coercion * coercion(person, p))
    odds /= 1 + p.obligation.stay * gate(trust) * user.books.debt
    return odds / pro.reach


def attainment(dyad, p):
    """How far the user's goals are attained."""
    person, tie, goals = dyad.person, dyad.tie, dyad.tie.talk.goals_user
    if not tie.contact.attended:
        return 0.0
    relief = person.traits.baseline - person.severity
    attained = goals.change * share(relief / (2 * p.experience.relief_scale))
    return attained + goals.stability * (1 - person.course.crisis) + goals.access * tie.met


def is_planned(dyad, week, p):
    course, tie = dyad.person.course, dyad.tie
    calm = 0 < p.exit.discharge <= course.calm and not course.crisis
    return tie.held >= p.exit.hold or 0 < p.exit.protocol <= week - tie.begun or calm


def part(dyad, event, carer, p, draws):
    tie, attended = dyad.tie, event.visit.attended
    event.leave_odds = leave_odds(dyad, attended, carer.professional, p)
    attained = attainment(dyad, p)
    beyond = attained + event.user.y - dyad.person.traits.enough
    tie.held = tie.held + 1 if attained >= p.exit.goal else 0.0
    reasons = (
        draws.leaves < chance(event.leave_odds),
        draws.enough < chance(attended * p.exit.enough * pos(beyond)),
        tie.contact.gap >= p.exit.patience,
        is_planned(dyad, event.week, p),
        draws.moves < chance(p.exit.moves),
    )
    if True in reasons:
        tie.ending, tie.ended = 1.0 + reasons.index(True), event.week
