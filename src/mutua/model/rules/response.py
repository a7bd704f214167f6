"""Response functions: algebraic, without exp, log, pow or tanh.

Only + - x / and comparisons appear in a rule, so that every engine and every processor gives the
same bits and the loop over dyads stays one stream of vector instructions.
"""

from mutua.jit.compile import rule
from mutua.model.parameters.catalogue import Parameters
from mutua.model.state import Talk, User

#: Share of offers that are kept where coming is as usual.
USUAL_COMING = 0.8
#: Levels of states at which what responds to them is as its base says. No parameters: with a base
#: and a slope of its own each would only say again what the base says.
USUAL_TRUST, USUAL_SERVICE_TRUST, USUAL_HOPE = 0.5, 0.45, 0.45
USUAL_CONSENSUS, USUAL_BURNOUT, USUAL_CLIMATE = 0.85, 0.45, 0.5


@rule
def pos(x: float) -> float:
    """Positive part, max(x, 0)."""
    return max(x, 0.0)


@rule
def clip(x: float, low: float, high: float) -> float:
    """`x` held within [low, high]."""
    return min(max(x, low), high)


@rule
def share(x: float) -> float:
    """`x` held within [0, 1]."""
    return min(max(x, 0.0), 1.0)


@rule
def sat(x: float) -> float:
    """Diminishing return x/(1+x) for x >= 0, in [0, 1)."""
    return x / (1.0 + x)


@rule
def squash(x: float) -> float:
    """x/(1+|x|), in (-1, 1), slope 1 at 0."""
    return x / (1.0 + abs(x))


@rule
def chance(odds: float) -> float:
    """Probability from odds."""
    return odds / (1.0 + odds)


@rule
def gate(trust: float) -> float:
    """How far trust lets obligation act, T^2/(T^2 + (1-T)^2): 0 at 0, 1/2 at 1/2, 1 at 1.

    Source: S000 item 41, mutual trust is a prerequisite of reciprocal obligations; form assumed.
    """
    trusting = trust * trust
    doubting = (1.0 - trust) * (1.0 - trust)
    return trusting / (trusting + doubting)


@rule
def m(x: float, k: float) -> float:
    """Stand-in for exp(kx): (1 + k pos(x))/(1 + k pos(-x)), with m(x) m(-x) = 1."""
    return (1.0 + k * pos(x)) / (1.0 + k * pos(-x))


@rule
def factor(value: float, usual: float, slope: float) -> float:
    """`m` of a state measured from what is usual: 1 there, ``1 + slope x`` at x above it."""
    return m(value - usual, slope)


@rule
def toward(value: float, target: float, rate: float) -> float:
    """Move the share `rate` of the way to the target (exponential mean)."""
    return value + rate * (target - value)


@rule
def zone_of(crisis: float, p: Parameters) -> float:
    """Misfit of control that is not felt, in [0, 1]; no one is indifferent in a crisis.

    Source: S002 items 116 and 130 (who decides in a crisis matters); form assumed.
    """
    return p.experience.zone * (1.0 - crisis)


@rule
def strain(felt_control: float, wish: float, zone: float) -> float:
    """Misfit of role beyond the zone of indifference, in [0, 1].

    ``pos(|felt control - wished| - zone)``: most people neither notice nor mind small shifts.
    Source: S001 items 63 and 70 (expectation violation; role fit); zone assumed (design 2.3).
    """
    return pos(abs(felt_control - wish) - zone)


@rule
def voice_of(person: User, p: Parameters) -> float:
    """How far a user voices bad feeling rather than withdraws, ``(1 + v (anxiety - avoidance))/2``.

    In [0, 1], one half where attachment decides nothing. Source: theory.md 2E (the anxious protest,
    the avoidant withdraw); form assumed.
    """
    return 0.5 * (1.0 + p.rupture.voice * (person.traits.anxiety - person.avoidance))


@rule
def power_held(p: Parameters) -> float:
    """Statutory power of the setting as far as the regime holds it, in [0, 1].

    Source: S004 item 9; peers hold none (S000 item 22).
    """
    return p.service.statutory_power * p.norm.power


@rule
def coercion(person: User, p: Parameters) -> float:
    """Power over the user that the law lends the professional now, in [0, 1].

    The statutory power of the setting, under a treatment order or detained on a ward; else 0.
    Source: S004 item 9 (the clinician may impose treatment); form assumed.
    """
    held = 1.0 if person.order > 0.0 or person.course.admitted > 0.0 else 0.0
    return power_held(p) * held


@rule
def wished_control(person: User, p: Parameters) -> float:
    """Control that the user wishes the professional to have this week, in [0, 1].

    ``w + k crisis (1 - w)``: when the illness prevents own decisions, direction is welcome.
    Source: S002 items 116 and 130 (taking control in a crisis); form assumed.
    """
    wish = person.traits.preferred_control
    return wish + p.crisis.wish * person.course.crisis * (1.0 - wish)


@rule
def alternatives(person: User, p: Parameters) -> float:
    """Comparison level for alternatives now, in [-1, 1]: never above 0 under coercion.

    ``min(level, 0)`` under an order or detained: who has worse than nothing elsewhere does not gain
    by it. Source: Thibaut and Kelley (theory.md B1); design 2.2 (0 when detained); S004 item 9.
    """
    level = person.traits.alternatives
    return level if coercion(person, p) == 0.0 else min(level, 0.0)


@rule
def consensus(talk: Talk) -> float:
    """Overlap of goals, ``1 - sum |g_u - g_p| / 2``, in [0, 1] (S001 item 13)."""
    a, b = talk.goals_user, talk.goals_professional
    apart = abs(a.change - b.change) + abs(a.stability - b.stability) + abs(a.access - b.access)
    return 1.0 - 0.5 * apart
