"""Section 3.4.1: response functions, the ring, the agenda, and what several verbs use."""

from types import SimpleNamespace as Thing

CLASSES = ("love", "status", "information", "money", "goods", "services")
PARTICULARISM = dict(zip(CLASSES, (1, 0.75, 0.25, 0, 0.25, 0.75), strict=True))
GOALS = ("change", "stability", "access")


def plain(x):
    """Copy of any state or group of parameters that has named fields."""
    fields = x._asdict() if isinstance(x, tuple) else x if isinstance(x, dict) else vars(x)
    copied = {k: v if isinstance(v, float | int) else plain(v) for k, v in fields.items()}
    return copied if "love" in copied and tuple(copied) == CLASSES else Thing(**copied)


def nothing():
    return dict.fromkeys(CLASSES, 0.0)


def pos(x):
    return x if x > 0 else 0.0


def clip(x, low, high):
    return low if x < low else high if x > high else x


def share(x):
    return clip(x, 0.0, 1.0)


def sat(x):
    return x / (1 + x)


def squash(x):
    return x / (1 + abs(x))


def chance(odds):
    return odds / (1 + odds)


def gate(trust):
    return trust**2 / (trust**2 + (1 - trust) ** 2)


def m(x, k):
    return 1 + k * x if x > 0 else 1 / (1 - k * x)


def factor(value, usual, slope):
    return m(value - usual, slope)


def toward(value, target, speed):
    return value + speed * (target - value)


def power(p):
    return p.service.statutory_power * p.norm.power


def coercion(person, p):
    return power(p) if person.order > 0 or person.course.admitted > 0 else 0.0


def elsewhere(person, p):
    """Alternatives of a user, of which power over the person leaves none (3.4.10)."""
    alternatives = person.traits.alternatives
    return min(alternatives, 0.0) if coercion(person, p) > 0 else alternatives


def raised(wish, person, p):
    """A wish for control, as a crisis of the user raises it."""
    return wish + p.crisis.wish * person.course.crisis * (1 - wish)


def wish_of(person, p):
    return raised(person.traits.preferred_control, person, p)


def strain(felt_control, wish, person, p):
    """Misfit beyond the zone of indifference, of which a crisis leaves none."""
    return pos(abs(felt_control - wish) - p.experience.zone * (1 - person.course.crisis))


def strain_of_user(dyad, p):
    wish = wish_of(dyad.person, p)
    return strain(dyad.user.perception.felt_control, wish, dyad.person, p)


def near_crisis(person, weeks):
    """Whether the user is in a crisis or within some weeks of one."""
    course = person.course
    return course.crisis > 0 or (course.crises > 0 and course.calm < weeks)


def weeks_kept(p):
    """For how long control is kept after a crisis."""
    return p.crisis.keep * (1 - p.interventions.crisis_plan.strength)


def part_of_visit(person, p):
    """What a week counts, as a share of a whole visit."""
    return 1 - (1 - p.give.admitted) * person.course.admitted


def capacity(person, p):
    return 1 - p.give.capacity * person.severity * (1 - person.mind.efficacy)


def voiced(person, p):
    """How far a user says what is bad."""
    return 0.5 * (1 + p.rupture.voice * (person.traits.anxiety - person.avoidance))


def consensus(talk):
    ours, theirs = talk.goals_user, talk.goals_professional
    return 1 - 0.5 * sum(abs(getattr(ours, k) - getattr(theirs, k)) for k in GOALS)


def visits_kept(contact):
    return (contact.attended + 1) / (contact.offered + 1)


def agenda(person, pro, p):
    """What the user and what the professional brings up, as shares of a full agenda."""
    passive = person.severity * (1 - person.mind.efficacy)
    return (1 - p.norm.initiative) * (1 - passive), p.norm.initiative * pro.energy


def talk_by_agenda(person, pro, p):
    return pos(1 + p.agenda.talk * (sum(agenda(person, pro, p)) / 0.75 - 1))


def control_by_agenda(control, person, pro, p):
    by_user, by_professional = agenda(person, pro, p)
    asked = by_professional / (by_user + by_professional + 1e-9)
    return control + p.agenda.say * (asked - control)


def substitutes(amounts, gamma):
    """Each class with what its neighbours on the ring and theirs are worth in its place."""
    ring = ("love", "status", "information", "money", "goods", "services")
    worth = {}
    for i, r in enumerate(ring):
        near = amounts[ring[i - 1]] + amounts[ring[(i + 1) % 6]]
        far = amounts[ring[i - 2]] + amounts[ring[(i + 2) % 6]]
        worth[r] = amounts[r] + 0.75**gamma * near + 0.25**gamma * far
    return worth
