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


def coercion(person, p):
    detained = person.order > 0 or person.course.admitted > 0
    return p.service.statutory_power * p.norm.power if detained else 0.0


def elsewhere(person, p):
    """Alternatives of a user, of which power over the person leaves none."""
    alternatives = person.traits.alternatives
    return min(alternatives, 0.0) if coercion(person, p) > 0 else alternatives


def raised(wish, person, p):
    """A wish for control, as a crisis of the user raises it."""
    return wish + p.crisis.wish * person.course.crisis * (1 - wish)


def strain(side, wish, closeness, p):
    control = abs(side.perception.felt_control - wish) - p.experience.zone
    close = abs(side.perception.felt_closeness - closeness) - p.experience.zone
    return pos(control) + p.experience.closeness * pos(close)


def strain_of_user(dyad, p):
    traits = dyad.person.traits
    wish = raised(traits.preferred_control, dyad.person, p)
    return strain(dyad.user, wish, traits.preferred_closeness, p)


def substitutes(amounts, gamma):
    """Each class with what its neighbours on the ring and theirs are worth in its place."""
    ring = ("love", "status", "information", "money", "goods", "services")
    worth = {}
    for i, r in enumerate(ring):
        near = amounts[ring[i - 1]] + amounts[ring[(i + 1) % 6]]
        far = amounts[ring[i - 2]] + amounts[ring[(i + 2) % 6]]
        worth[r] = amounts[r] + 0.75**gamma * near + 0.25**gamma * far
    return worth
