"""Arms of a comparison as they are written: ``regime[@setting][+intervention...]``."""

from collections.abc import Sequence
from typing import NamedTuple

from mutua.errors import ParameterError
from mutua.scenarios.check import texts

#: Regimes that are compared and swept by default; the first is the reference.
REGIMES = ("paternalistic", "collaborative", "consumer")
#: Regimes in which answers of both sides are measured by default.
ANSWERING = ("usual", *REGIMES)
#: Every pair of arms is compared in every outcome.
MOST_ARMS = 100
SYNTAX = "regime[@setting][+intervention...]"


class Arm(NamedTuple):
    """One arm as it is written."""

    name: str  #: As it was written; what the arm is called in tables and legends
    regime: str  #: Its regime
    setting: str | None = None  #: Its setting; None: that of the comparison
    interventions: tuple[str, ...] = ()  #: What it adds to the interventions of the comparison


def arm_of(text: str) -> Arm:
    """Read one arm.

    Raises
    ------
    ParameterError
        Not of this form, or an intervention twice.
    """
    service, *interventions = text.split("+")
    regime, at, setting = service.partition("@")
    names = [regime, *interventions, *([setting] if at else [])]
    if not all(names) or any("@" in name for name in names):
        raise ParameterError(f"arms: {text!r} is not {SYNTAX}, such as usual@community+feedback")
    if len(set(interventions)) < len(interventions):
        raise ParameterError(f"arms: {text!r} adds an intervention twice")
    return Arm(text, regime, setting or None, tuple(interventions))


def check_arms(key: str, arms: Sequence[str]) -> None:
    """Refuse more arms than can be compared with one another."""
    if len(arms) > MOST_ARMS:
        raise ParameterError(f"{key}: {len(arms):,} arms are more than {MOST_ARMS}")


def arms_from(regimes: Sequence[str], arms: Sequence[str] | None) -> list[Arm]:
    """The arms of a comparison: ``arms``, or one for each of ``regimes``.

    Raises
    ------
    ParameterError
        Both are given, or an arm is not of its form.
    """
    key, given = ("regimes", regimes) if arms is None else ("arms", arms)
    check_arms(key, texts(key, given))
    if arms is None:
        return [Arm(regime, regime) for regime in regimes]
    if tuple(regimes) != REGIMES:
        raise ParameterError(f"arms: [{','.join(arms)}] is given beside regimes; give one of them")
    return [arm_of(text) for text in arms]
