"""Section 3.4.1: response functions, the ring, and what several verbs use."""

from types import SimpleNamespace as Thing

CLASSES = ("love", "status", "information", "money", "goods", "services")
PARTICULARISM = dict(zip(CLASSES, (1, 0.75, 0.25, 0, 0.25, 0.75), strict=True))
GOALS = ("change", "stability", "access")


def plain(x):
    """Copy of any state or group of parameters that has named fields."""
    if isinstance(x, float | int):
        return x
    fields = x._asdict() if isinstance(x, tuple) else x if isinstance(x, dict) else vars(x)
    copied = {name: plain(value) for name, value in fields.items()}
    return copied if tuple(copied) == CLASSES else Thing(**copied)


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


def factor(value, f):
    return m(value - f.reference, f.slope)


def toward(value, target, speed):
    return value + speed * (target - value)


def power(p):
    return p.service.statutory_power * p.norm.power


def coercion(person, p):
    return power(p) if person.order > 0 or person.course.admitted > 0 else 0.0


def elsewhere(person, p):
    """Alternatives of a user, of which power over the person leaves none."""
    alternatives = person.traits.alternatives
    return min(alternatives, 0.0) if coercion(person, p) > 0 else alternatives


def raised(wish, person, p):
    """A wish for control, as a crisis of the user raises it."""
    return wish + p.crisis.wish * person.course.crisis * (1 - wish)


def strain(side, wish, p):
    return pos(abs(side.perception.felt_control - wish) - p.experience.zone)


def strain_of_user(dyad, p):
    wish = raised(dyad.person.traits.preferred_control, dyad.person, p)
    return strain(dyad.user, wish, p)


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


def substitutes(amounts, gamma):
    """Each class with what its neighbours on the ring and theirs are worth in its place."""
    ring = ("love", "status", "information", "money", "goods", "services")
    worth = {}
    for i, r in enumerate(ring):
        near = amounts[ring[i - 1]] + amounts[ring[(i + 1) % 6]]
        far = amounts[ring[i - 2]] + amounts[ring[(i + 2) % 6]]
        worth[r] = amounts[r] + 0.75**gamma * near + 0.25**gamma * far
    return worth
