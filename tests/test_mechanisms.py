"""Every mechanism is a switch: off is neutral bit for bit, and each is alive in a rich run."""

import numpy as np
import pytest
from test_engines import RESTLESS

from mutua.config import DECLARED, checked, resolve
from mutua.mechanisms import NEUTRAL
from mutua.simulation import Batch, Recording, step

#: Design 2.5, and shared affect (S000 item 27).
SWITCHES = [
    "roles", "attachment", "transference", "reparative", "understanding", "goals", "negotiation",
    "homeostasis", "relative", "ward", "climate", "exchange", "obligation", "influence",
    "dependence", "reinforcement", "self_concept", "attribution", "habituation", "relief",
    "secure_base", "harm", "giving_back", "shared_affect",
]  # fmt: skip
VALUES = sorted({(name, value) for values in NEUTRAL.values() for name, value in values.items()})
#: Ties long enough to learn in, with all that can happen in them.
RICH = RESTLESS | {"exit.base": 0.004, "work.leaving": 0.01}


def recorded(*arms: dict[str, float]) -> Recording:
    """One run of the same people for each set of changes."""
    scenarios = [resolve(parameters=RICH | arm) for arm in arms]
    return step(Batch(scenarios, [0] * len(arms), 240, 52, seed=3), threads=1)


@pytest.fixture(scope="module")
def switched() -> Recording:
    """All on, then each off by its switch, then each by its neutral values."""
    off = [resolve(parameters=RICH, mechanism={name: False}) for name in NEUTRAL]
    neutral = [resolve(parameters=RICH | values) for values in NEUTRAL.values()]
    arms = [resolve(parameters=RICH), *off, *neutral]
    return step(Batch(arms, [0] * len(arms), 240, 52, seed=3), threads=1)


def test_the_switches_are_those_of_the_design() -> None:
    assert list(NEUTRAL) == SWITCHES


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_a_neutral_value_is_allowed_and_is_none_of_the_defaults(name: str, value: float) -> None:
    assert checked(name, value) == value != DECLARED[name].default


@pytest.mark.parametrize("switch", NEUTRAL)
def test_off_is_neutral_bit_for_bit(switched: Recording, switch: str) -> None:
    off = 1 + list(NEUTRAL).index(switch)
    neutral = off + len(NEUTRAL)
    np.testing.assert_array_equal(switched.rows[off], switched.rows[neutral])
    np.testing.assert_array_equal(switched.sums[off], switched.sums[neutral])


@pytest.mark.parametrize("switch", NEUTRAL)
def test_every_mechanism_moves_something_recorded(switched: Recording, switch: str) -> None:
    off = 1 + list(NEUTRAL).index(switch)
    assert (switched.rows[off] != switched.rows[0]).any()


def test_every_neutral_value_moves_something_by_itself() -> None:
    """No switch sets a parameter that nothing reads."""
    recording = recorded({}, *({name: value} for name, value in VALUES))
    inert = [
        name
        for (name, _), rows in zip(VALUES, recording.rows[1:], strict=True)
        if np.array_equal(rows, recording.rows[0])
    ]
    assert inert == []


def test_without_debt_nothing_else_of_obligation_acts() -> None:
    """So that one neutral value switches it off, whatever would follow from a debt."""
    consequences = (
        "obligation.attend", "obligation.stay", "obligation.ego", "obligation.discharge",
        "obligation.asymmetry", "obligation.strings", "adhere.obligation", "give.refusal",
        "give.withdrawal", "give.user.debt", "give.professional.debt", "give.user.credit",
        "give.professional.credit", "work.inequity",
    )  # fmt: skip
    off = NEUTRAL["obligation"]
    without, others = recorded(off, off | {name: DECLARED[name].high for name in consequences}).rows
    np.testing.assert_array_equal(without, others)


def test_all_off_is_a_run_too() -> None:
    """And what is left still differs between regimes: norms are no mechanism."""
    off = dict.fromkeys(NEUTRAL, False)
    arms = [resolve(regime=name, mechanism=off) for name in ("paternalistic", "consumer")]
    a, b = step(Batch(arms, [0, 0], 80, 26, seed=1), threads=1).rows
    assert np.isfinite(a).all()
    assert (a != b).any()
