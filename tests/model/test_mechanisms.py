"""Every mechanism is a switch: off, nothing of it acts; on, it moves what it is about."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd
import pytest
from helpers import RESTLESS
from selection import assert_none

import mutua
from mutua.analysis.contrasts import cohens_d
from mutua.engines.batch import Batch, Recording, step
from mutua.engines.sheets import NOTHING_WANTED, Wanted
from mutua.jit.structs import leaves
from mutua.model.measures.outcomes import CohortWeek, PersonRow, Row, Weekly
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.check import check_value
from mutua.scenarios.presets import presets
from mutua.scenarios.resolve import resolve

#: Every weekly series of every dyad.
EVERY_WEEK = Wanted(leaves(Weekly))

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


def recorded(*arms: Mapping[str, float], wanted: Wanted = NOTHING_WANTED) -> Recording:
    """One run of the same people for each set of changes."""
    scenarios = [resolve(parameters=RICH | dict(arm)) for arm in arms]
    return step(Batch(scenarios, [0] * len(arms), 160, 40, seed=3, wanted=wanted), threads=1)


def off(*switches: str) -> dict[str, float]:
    """Neutral values of some mechanisms together."""
    return {name: value for switch in switches for name, value in NEUTRAL[switch].items()}


def test_the_switches_are_those_of_the_design() -> None:
    assert list(NEUTRAL) == SWITCHES


def test_a_neutral_value_is_allowed_and_is_none_of_the_defaults() -> None:
    assert [check_value(name, value) for name, value in VALUES] == [value for _, value in VALUES]
    assert_none(name for name, value in VALUES if value == DECLARED[name].default)


def test_off_is_neutral_bit_for_bit() -> None:
    """The switch is its neutral values, and moves something: all below goes by the values."""
    switched = [resolve(parameters=RICH, mechanism={name: False}) for name in NEUTRAL]
    by_switch = step(Batch(switched, [0] * len(switched), 160, 40, seed=3), threads=1)
    by_value = recorded({}, *map(off, NEUTRAL))
    for k in range(len(NEUTRAL)):
        np.testing.assert_array_equal(by_switch.rows[k], by_value.rows[k + 1])
        np.testing.assert_array_equal(by_switch.sums[k], by_value.sums[k + 1])
        assert (by_switch.rows[k] != by_value.rows[0]).any()


def test_every_neutral_value_moves_something_by_itself() -> None:
    """No switch sets a parameter that nothing reads."""
    recording = recorded({}, *({name: value} for name, value in VALUES))
    inert = [
        name
        for (name, _), rows in zip(VALUES, recording.rows[1:], strict=True)
        if np.array_equal(rows, recording.rows[0])
    ]
    assert inert == []


# --- off ----------------------------------------------------------------------------------------

#: Parameters that only the mechanism reads, or several together, beside its neutral values: once
#: it is off they are idle. The spread of a trait stands for the trait.
IDLE: dict[tuple[str, ...], tuple[str, ...]] = {
    ("transference",): (
        "distortion.speed", "measure.halo", "population.attachment.sd",
        "population.attachment_image", "population.avoidance_image", "population.image.sd",
        "population.image_professional.sd",
    ),
    ("attachment", "transference"): (
        "distortion.repair", "distortion.secure", "population.anxiety.sd",
        "population.avoidance.sd",
    ),
    ("reparative",): ("distortion.secure",),
    ("negotiation",): (
        "norm.rigidity", "relate.flexibility", "relate.dependence", "relate.alternatives",
        "population.flexibility.sd",
    ),
    ("relative",): (
        "relative.cut", "relative.regress", "service.relatives", "population.attitude.sd",
        "population.attitude_professional.sd", "population.expressed_emotion.sd",
        "population.warmth.sd",
    ),
    ("ward", "climate"): ("work.climate",),
    ("obligation",): (
        "obligation.attend", "obligation.stay", "obligation.ego", "obligation.discharge",
        "obligation.decay", "obligation.strings", "obligation.coming", "adhere.obligation",
        "give.refusal", "give.withdrawal", "give.debt", "give.debt",
        "exit.unfair", "work.inequity",
    ),
    ("dependence",): ("relate.alternatives",),
    ("reinforcement",): ("habit.homeostasis",),
    ("self_concept",): ("population.stigma.sd",),
    ("attribution",): ("population.responsibility.sd",),
    ("habituation",): ("expectation.anchor",),
    ("relief",): ("experience.seen_noise",),
    ("harm",): (
        "experience.harm", "experience.harm", "rupture.harm", "mind.stigma",
    ),
    ("shared_affect",): ("affect.steepness",),
}  # fmt: skip
#: What reads the same beside these mechanisms, at no effect: control is viewed by avoidance, and
#: care is feared for its mark.
BESIDE: dict[tuple[str, ...], dict[str, float]] = {
    ("attachment", "transference"): {"experience.ambiguity": 0.0},
    ("self_concept",): {"attend.stigma": 0.0},
}
#: Columns that repeat what somebody is, whatever follows from it.
TRAITS = {
    "avoidance",
    "avoidance_end",
    "anxiety",
    "responsibility",
    "relative",
    "expressed_emotion",
    "warmth",
}
FOLLOWS = [k for k, name in enumerate(leaves(Row) + leaves(PersonRow)) if name not in TRAITS]
MOVING = [k for k, name in enumerate(leaves(Weekly) + leaves(CohortWeek)) if name not in TRAITS]
#: Every intervention in force, from the first week and at its strongest.
FORCES = {
    "no intervention": {},
    "every intervention": {f"interventions.{x}.strength": 1.0 for x in presets("intervention")},
}


def ends(name: str) -> list[dict[str, float]]:
    """A parameter at its lowest and highest; the spread of a trait as wide as its mean allows."""
    known = DECLARED[name]
    high = 1.2 * known.default if name.endswith(".sd") else known.high
    return [{name: known.low}, {name: high}]


def alike(recording: Recording, run: int, other: int) -> bool:
    """Whether two runs differ in no bit of what followed."""
    rows = recording.rows[run][:, FOLLOWS], recording.rows[other][:, FOLLOWS]
    sums = recording.sums[run][:, MOVING], recording.sums[other][:, MOVING]
    return np.array_equal(*rows) and np.array_equal(*sums)


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("switches", IDLE, ids="+".join)
def test_off_leaves_nothing_to_what_only_the_mechanism_reads(
    switches: tuple[str, ...], force: str
) -> None:
    base = FORCES[force] | off(*switches) | BESIDE.get(switches, {})
    set_to = [end for name in IDLE[switches] for end in ends(name)]
    recording = recorded(base, *(base | end for end in set_to))
    act = [end for run, end in enumerate(set_to, start=1) if not alike(recording, 0, run)]
    assert act == []


@pytest.mark.parametrize("switches", IDLE, ids="+".join)
def test_on_all_of_it_acts(switches: tuple[str, ...]) -> None:
    """Guards the claim above against parameters that are idle anyway."""
    names = IDLE[switches]
    recording = recorded({}, *(end for name in names for end in ends(name)))
    idle = [
        name
        for k, name in enumerate(names)
        if alike(recording, 0, 2 * k + 1) and alike(recording, 0, 2 * k + 2)
    ]
    assert idle == []


def test_persuasion_of_who_has_no_influence_makes_nobody_accept() -> None:
    base = {"influence.referent": 0.0, "influence.reward": 0.0}
    recording = recorded(base, *(base | end for end in ends("influence.acceptance")))
    assert alike(recording, 0, 1)
    assert alike(recording, 0, 2)


def series(recording: Recording, name: str) -> np.ndarray:
    """One series of every run, missing where the cohort's tie has ended; (runs, dyads, weeks)."""
    traces = np.array(recording.series)
    engaged = traces[..., leaves(Weekly).index("engaged")] > 0.0
    return np.where(engaged, traces[..., leaves(Weekly).index(name)], np.nan)


def ranges(values: np.ndarray) -> np.ndarray:
    """How far each dyad of a run moved while it lasted."""
    lasting = values[~np.isnan(values).all(axis=1)]
    return np.nanmax(lasting, axis=1) - np.nanmin(lasting, axis=1)


#: The same two people for as long as the tie lasts.
SAME = {"work.leaving": 0.0}


def test_without_understanding_what_is_shared_is_the_fit_of_a_first_meeting() -> None:
    without, with_it = series(
        recorded(SAME | off("understanding"), SAME, wanted=EVERY_WEEK), "understanding"
    )
    assert ranges(without).max() == 0.0
    assert np.median(ranges(with_it)) > 0.1


def test_without_negotiation_control_stays_at_the_norm_but_for_crises() -> None:
    calm = SAME | {"crisis.take": 0.0}
    recording = recorded(calm | off("negotiation"), calm, wanted=EVERY_WEEK)
    without, with_it = series(recording, "control")
    norm = recording.batch.scenarios[0].values["norm.control"]
    assert np.nanmax(np.abs(without - norm)) < 1e-12
    assert np.median(ranges(with_it)) > 0.03, "calm wishes alone are negotiated, and held back"


def test_without_goals_nobody_moves_the_other() -> None:
    """Whatever is said between the two: consensus is what it was when they met."""
    silent = {f"norm.{side}.information": 0.0 for side in ("user", "professional")}
    base = SAME | {"relate.goals": 0.0, "relate.apart": 0.0}
    k = leaves(Row).index("goal_consensus")
    spoken, unspoken, moved = recorded(base, base | silent, SAME).rows
    np.testing.assert_array_equal(spoken[:, k], unspoken[:, k])
    assert (moved[:, k] > spoken[:, k]).mean() > 0.5


def test_without_a_secure_base_crises_know_nothing_of_the_relation() -> None:
    """Of all that leads to a crisis and out of it the rest is taken away: random draws are left."""
    paths = ("severity", "adherence", "familiarity", "joint")
    alone = SAME | off("relative") | {f"crisis.{name}": 0.0 for name in paths}
    arms = alone | off("secure_base"), alone
    warm, cold = {"affect.gain": 1.0}, {"affect.gain": 0.0}
    crisis = series(
        recorded(*(arm | felt for arm in arms for felt in (warm, cold)), wanted=EVERY_WEEK),
        "crisis",
    )
    for (a, b), same in ((crisis[:2], True), (crisis[2:], False)):
        both = ~np.isnan(a) & ~np.isnan(b)
        assert (a[both] == b[both]).all() == same


# --- on -----------------------------------------------------------------------------------------

#: The smallest change of interest, in SD between persons.
SMALLEST = 0.02
#: What each mechanism is about, and where its mean goes without it.
ABOUT = {
    "roles": ("dropout", -1),
    "attachment": ("trust_user_end", +1),
    "transference": ("star_professional_end", +1),
    "reparative": ("star_professional_end", -1),  # a user who idealises is not mended by it
    "understanding": ("improvement", -1),
    "goals": ("goal_consensus", -1),
    "negotiation": ("control", +1),
    "homeostasis": ("problem_support", -1),  # holds up what habit would withhold
    "relative": ("relapses", -1),
    "ward": ("recognition", -1),  # what needs no energy is given by all
    "climate": ("drift", -1),  # what is given goes up and down with it
    "exchange": ("satisfaction", -1),
    "obligation": ("burnout", -1),  # what is not returned wears out
    "influence": ("adherence", -1),
    "reinforcement": ("problem_support", +1),  # to give less is learnt as well
    "self_concept": ("adherence", +1),
    "attribution": ("stock_imbalance", +1),
    "habituation": ("trust_user_end", +1),
    "relief": ("trust_professional_end", +1),
    "secure_base": ("relapses", +1),
    "harm": ("acceptance", +1),
    "giving_back": ("recognition", -1),
    "shared_affect": ("shared_affect", -1),
}


ON = "all on"


@cache
def people(arm: str) -> pd.DataFrame:
    """4,000 persons over the horizon, on the same random draws: all on, or one mechanism off."""
    return mutua.simulate(mechanism={} if arm == ON else {arm: False}, dyads=4_000).dyads


@pytest.mark.parametrize("switch", ABOUT)
def test_every_mechanism_moves_what_it_is_about(switch: str) -> None:
    """By .02 SD and more, in the direction of its theory; standard errors are .001 to .01."""
    outcome, sign = ABOUT[switch]
    on, without = (people(arm)[outcome].astype(float) for arm in (ON, switch))
    moved = cohens_d((without - on).mean(), on.std(), without.std())
    assert sign * moved >= SMALLEST, moved


def test_dependence_moves_control_of_each__up_or_down() -> None:
    """The less dependent side prevails, whichever it is: a person is moved and hardly the mean."""
    on = people(ON)["control"]
    moved = people("dependence")["control"] - on
    assert moved.std() >= 0.1 * on.std()
    assert abs(moved.mean()) <= 0.3 * moved.std()


def test_every_mechanism_is_about_something() -> None:
    assert {*ABOUT, "dependence"} == set(NEUTRAL)


def test_all_off_is_a_run_too() -> None:
    """And what is left still differs between regimes: norms are no mechanism."""
    none = dict.fromkeys(NEUTRAL, False)
    arms = [resolve(regime=name, mechanism=none) for name in ("paternalistic", "consumer")]
    a, b = step(Batch(arms, [0, 0], 80, 26, seed=1), threads=1).rows
    assert np.isfinite(a).all()
    assert (a != b).any()
