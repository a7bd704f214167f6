"""Null models: what the patterns look like where next to nothing of the theory is at work.

A row that a null model passes too says little for the theories. Each is the same rules with values
that take them out of effect, so that the whole card can be measured on it.
"""

from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.resolve import Choices


def only(mechanism: str) -> Choices:
    """Every mechanism off but one."""
    return {"mechanism": {name: False for name in NEUTRAL if name != mechanism}}


#: Coming and leaving depend on nothing that a dyad feels or does: their odds stay at the setting's
#: base, goals end no tie, and all professionals keep users alike.
CONSTANT_ODDS = {
    "attend.trust": 0.0, "attend.service": 0.0, "attend.bond": 0.0,
    "attend.withdraw": 0.0, "attend.strain": 0.0, "attend.missed": 0.0, "attend.coercion": 0.0,
    "attend.incentive": 0.0, "obligation.attend": 0.0,
    "exit.start": 0.0, "exit.alternatives": 0.0, "exit.trust": 0.0,
    "exit.strain": 0.0, "exit.rupture": 0.0, "exit.unfair": 0.0, "exit.coercion": 0.0,
    "obligation.stay": 0.0, "population.reach": 0.0,
    "exit.enough": 0.0, "exit.patience": 520.0, "exit.hold": 5200.0,
}  # fmt: skip
#: Errors of ratings at the upper ends of their bounds: what is left of the state that is rated is a
#: few hundredths of the variance.
NOISY_RATINGS = {
    "measure.severity_noise": 1.0, "measure.star_noise_user": 4.0,
    "measure.star_noise_professional": 4.0, "measure.satisfaction_noise": 1.0,
    "measure.wellbeing_noise": 1.0,
}  # fmt: skip

#: Choices of each null model, by name.
NULLS: dict[str, Choices] = {
    "null.flat": {"parameters": CONSTANT_ODDS | NOISY_RATINGS},
    "null.misfit": only("roles"),
    "null.exchange": only("exchange"),
}
#: What each null model is, in a line.
ABOUT_NULLS = {
    "null.flat": "constant odds of coming and leaving, ratings of noise",
    "null.misfit": "role theory alone: every other mechanism off",
    "null.exchange": "exchange alone: every other mechanism off",
}
