"""Section 3.4.15: ratings, STAR, flows, the four concepts and classes, as the week left a tie."""

from math import floor
from types import SimpleNamespace as Thing

from naive.response import raised, sat, share, strain, strain_of_user, toward

#: A rating that was not taken.
MISSING = -1.0
EQUILIBRIA = (
    "none", "dead", "drifting", "antagonistic_stable", "one_sided", "directive_compliant",
    "user_guided", "mutual", "asymmetric_alliance", "other",
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
    misfit = strain(dyad.professional.perception.felt_control, wish, dyad.person, p)
    return rating(dyad.professional, dyad.record.meant, misfit, pro.burnout, dyad, p)


def levels(rating):
    """The twelve items of STAR as shares."""
    against = [1 - getattr(rating, name) for name in AGAINST]
    return [getattr(rating, name) for name in ITEMS] + against


def item_points(level, z, noise):
    """Points of an item on a scale from 0 to 4."""
    return floor(min(max(4 * level + noise * z, 0.0), 4.0) + 0.5)


def star_points(rating, items, noise):
    return [item_points(x, z, noise) for x, z in zip(levels(rating), items, strict=True)]


def star(rating, items, noise):
    """STAR with the noise of each item; missing if the two never met."""
    return sum(star_points(rating, items, noise)) if rating.presence >= 0 else MISSING


def alliance(rating):
    return sum(levels(rating)) / 12 if rating.presence >= 0 else MISSING


def is_first_tie(tie):
    """Whether the tie is that of a user of the cohort before any return."""
    return tie.generation + tie.spell == 0


def rates(dyad, week, p):
    """Both flows as shares of the budgets of those who give."""
    flow, contact = dyad.tie.flow, dyad.tie.contact
    here = contact.attended > 0 and week - contact.last < 13
    f = flow.to_user / (6 * max(p.effort.professional, 1e-9))
    g = flow.to_professional / (6 * max(p.effort.user, 1e-9))
    return (f, g) if here else (0.0, 0.0)


def mutual_flow(f, g):
    return 2 * f * g / (f + g) if f + g > 0 else 0.0


def imbalance(f, g):
    return (f - g) / (f + g) if f + g > 0 else 0.0


def drift(window, week):
    def change(now, before):
        return abs(now - before) / max(now, before) if max(now, before) > 0 else 0.0

    if week < 26:
        return 0.0
    to_user = change(window.to_user, window.to_user_before)
    return max(to_user, change(window.to_professional, window.to_professional_before))


def shared_feeling(dyad):
    """Affect that both share and know of, with its sign."""
    a, b = dyad.record.window.affect_user, dyad.record.window.affect_professional
    shared = dyad.tie.talk.understanding * sat(min(abs(a), abs(b)) / 0.1)
    return shared if min(a, b) > 0 else -shared if max(a, b) < 0 else 0.0


def accepted_inequality(dyad, week, p):
    """Unequal in units, with balanced books and control that both feel to be shared."""
    w, (f, g) = dyad.record.window, rates(dyad, week, p)
    a = f * p.budget.professional * max(p.effort.professional, 1e-9)
    b = g * p.budget.user * max(p.effort.user, 1e-9)
    even = (1 - abs(w.balance_user)) * (1 - abs(w.balance_professional))
    apart = abs(w.felt_control_user - 0.5) + abs(w.felt_control_professional - 0.5)
    return sat(abs(imbalance(a, b)) / 0.1) * even * share(1 - apart)


def concepts(dyad, week, p):
    """The four concepts, the first in two numbers."""
    f, g = rates(dyad, week, p)
    sides = dyad.user.perception, dyad.professional.perception
    return {
        "dynamic_equilibrium": mutual_flow(f, g),
        "flow_imbalance": imbalance(f, g),
        "shared_affect": shared_feeling(dyad),
        "asymmetric_alliance": accepted_inequality(dyad, week, p),
        "recognition": min(side.felt_recognition for side in sides),
    }


def class_of(dyad, week, p):
    """Code of the equilibrium class, the first that applies."""
    w, k, (f, g) = dyad.record.window, p.measure.thresholds, rates(dyad, week, p)
    affects = w.affect_user, w.affect_professional
    comes = w.attended >= 1 - 0.5 * k
    felt = w.felt_control_user, w.felt_control_professional
    fits, warm = w.misfit <= 0.25 * k, min(affects) >= 0
    shared = abs(w.control - 0.5) <= 0.15 * k and warm
    adheres = w.adherence >= 1 - 0.5 * k and w.affect_user >= 0
    classes = {
        "none": dyad.tie.ending > 0,
        "dead": min(f, g) < 0.1 * k,
        "drifting": drift(w, week) > 0.2 * k,
        "antagonistic_stable": max(affects) < 0 and comes,
        "one_sided": min(affects) < 0 and comes,
        "directive_compliant": min(felt) >= 1 - 0.35 * k and fits and adheres,
        "user_guided": max(felt) <= 0.35 * k and fits,
        "mutual": shared and abs(imbalance(f, g)) <= 0.2 * k,
        "asymmetric_alliance": shared and accepted_inequality(dyad, week, p) >= 1 - 0.5 * k,
        "other": True,
    }
    return EQUILIBRIA.index(next(name for name, applies in classes.items() if applies))


def in_equilibrium(dyad, week, p):
    k, window, (f, g) = p.measure.thresholds, dyad.record.window, rates(dyad, week, p)
    met = min(dyad.tie.met, window.met_professional)
    steady = drift(window, week) <= 0.2 * k
    even = mutual_flow(f, g) >= 1 - 0.4 * k and abs(imbalance(f, g)) <= 0.2 * k
    return even and steady and met >= 1 - 0.75 * k
