"""Arms of a comparison as they are written, such as ``usual@community+feedback``."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from mutua.errors import ParameterError
from mutua.scenarios.check import check_switch, check_value, texts, written_truth
from mutua.scenarios.space import MECHANISM

#: Regimes that are swept by default: who leads. The first is the reference.
SWEPT = ("paternalistic", "collaborative", "consumer")
#: Regimes that are compared by default; the reference is care as usual.
REGIMES = ("usual", *SWEPT)
#: Every pair of arms is compared in every outcome.
MOST_ARMS = 100
SYNTAX = "regime[@setting][+intervention...][+name:value...]"
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Arm(NamedTuple):
    """One arm as it is written."""

    name: str  #: What the arm is called in tables and legends: its label, or as it was written
    regime: str  #: Its regime
    setting: str | None = None  #: Its setting; None: that of the comparison
    interventions: tuple[str, ...] = ()  #: What it adds to the interventions of the comparison
    #: Its own values and mechanisms, by name; they win over those of the comparison
    parameters: Mapping[str, float] = NOTHING
    mechanism: Mapping[str, bool] = NOTHING


def arm_of(text: str) -> Arm:
    """Read one arm.

    Raises
    ------
    ParameterError
        Not of this form, an intervention or a value twice, or a value that is not allowed.
    """
    label, bar, written = text.rpartition("|")
    service, *added = written.split("+")
    regime, at, setting = service.partition("@")
    pairs = [part.partition(":") for part in added if ":" in part]
    interventions = [part for part in added if ":" not in part]
    names = [regime, *interventions, *([setting] if at else []), *(p[0] for p in pairs)]
    if (
        (bar and not label.strip())
        or not all(names)
        or any("@" in name for name in names)
        or ":" in service
    ):
        raise ParameterError(
            f"arms: {text!r} is not {SYNTAX}, such as usual+feedback or usual+service.caseload:35"
        )
    for kind, once in (("an intervention", interventions), ("a value", [p[0] for p in pairs])):
        if len(set(once)) < len(once):
            raise ParameterError(f"arms: {text!r} adds {kind} twice")
    mechanism = {
        name.removeprefix(MECHANISM): check_switch(name.removeprefix(MECHANISM), _state(given))
        for name, _, given in pairs if name.startswith(MECHANISM)
    }  # fmt: skip
    parameters = {
        name: check_value(name, _number(given))
        for name, _, given in pairs if not name.startswith(MECHANISM)
    }  # fmt: skip
    return Arm(
        label.strip() or text, regime, setting or None, tuple(interventions), parameters, mechanism
    )


def _number(written: str) -> Any:
    """The number that is written; the text itself where it is none, to be refused by its name."""
    try:
        return float(written)
    except ValueError:
        return written


def _state(written: str) -> Any:
    """The state that is written; the text itself where it is none, to be refused by its name."""
    state = written_truth(written)
    return written if state is None else state


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
