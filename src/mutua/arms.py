"""Arms of a comparison as they are written: ``regime[@setting]``."""

from typing import NamedTuple

from mutua.errors import ParameterError

SYNTAX = "regime[@setting]"


class Arm(NamedTuple):
    """One arm as it was asked for.

    Attributes
    ----------
    name : str
        As it was written; what the arm is called in tables and legends.
    regime : str
        Its regime.
    setting : str or None
        Its setting; None: that of the comparison.
    """

    name: str
    regime: str
    setting: str | None = None


def arm_of(text: str) -> Arm:
    """Read one arm.

    Raises
    ------
    ParameterError
        Not of this form, or with an intervention: there are none yet.
    """
    arm, plus, intervention = text.partition("+")
    if plus:
        raise ParameterError(
            f"arms: {text!r} adds {intervention!r}, and there are no interventions yet; "
            f"an arm is {SYNTAX}"
        )
    regime, at, setting = arm.partition("@")
    if not regime or (at and not setting) or "@" in setting:
        raise ParameterError(f"arms: {text!r} is not {SYNTAX}, such as usual@psychotherapy")
    return Arm(text, regime, setting or None)
