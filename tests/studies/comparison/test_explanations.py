"""Where a contrast comes from: Shapley values by brute force, further runs on the same dyads."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mutua
from mutua.analysis.continuum import GRID, best_control, continuum_tables, dropout_along_control
from mutua.analysis.decomposition import FACTORS, decompose, differing_parameters, shapley
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.resolve import resolve
from mutua.studies.comparison.counterfactuals import further_runs, without_roles
from mutua.studies.comparison.ring_sample import ring_work
from mutua.studies.comparison.weekly_sample import sample_work

SIZE = {"dyads": 80, "replicates": 3, "weeks": 13, "threads": 1}
ARMS = ["paternalistic", "collaborative"]


@pytest.fixture(scope="module")
def contrast() -> mutua.Contrast:
    return mutua.compare(ARMS, decomposition=True, continuum=True, **SIZE)


def test_regimes__are_also_run_without_roles__and_one_regime_is_not() -> None:
    """What the headline needs comes by itself; it can be left away, and one regime has none."""
    size = SIZE | {"dyads": 20, "replicates": 2, "weeks": 4}
    assert "roles" in mutua.compare(ARMS, **size).further
    assert "roles" not in mutua.compare(ARMS, roles_off=False, **size).further
    assert "roles" not in mutua.compare(arms=["usual", "usual+feedback"], **size).further
    off = mutua.compare(ARMS, mechanism={"roles": False}, **size)
    assert "roles" not in off.further


def test_pairs_of_the_same_norms__have_no_sentence_on_roles_off() -> None:
    arms = ["usual", "usual+feedback", "peer"]
    size = SIZE | {"dyads": 20, "replicates": 2, "weeks": 4}
    for own, expected, options in (
        (arms, [False, True, True], {}),
        (arms, [False, True, True], {"decomposition": True}),
        (arms[:2], [False], {"decomposition": True}),
    ):
        found = mutua.compare(arms=own, **size, **options)
        said = ["without the mechanism of roles" in sentence for sentence in found.headline()]
        assert said == expected
        if options:
            assert len(found.plot.decomposition()) == len(expected)


def test_arms_of_one_regime_that_differ_in_a_norm__are_also_run_without_roles() -> None:
    arms = ["usual", "usual+norm.control:0.3", "usual+feedback"]
    size = SIZE | {"dyads": 20, "replicates": 2, "weeks": 4}
    changed = mutua.compare(arms=arms, decomposition=True, **size)
    pairs = changed.further["roles"][["reference", "arm"]].to_numpy().tolist()
    assert pairs == [arms[:2], arms[1:]]
    titles = [ax.get_title(loc="left") for ax in changed.plot.decomposition()]
    assert len(titles) == len(arms)


def test_roles_stay_off__whatever_a_posterior_draws() -> None:
    """A draw of the weight of misfit would switch the mechanism on again."""
    from mutua.studies.comparison.posterior import with_values

    off = without_roles(resolve())
    drawn = with_values(off, {name: 1.0 for name in NEUTRAL["roles"]})
    assert drawn.values == off.values


@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_shapley_values__are_mean_contributions_over_all_orders(players: int, seed: int) -> None:
    worth = np.random.default_rng(seed).normal(size=(2,) * players + (3,))
    expected = np.zeros((players, 3))
    for order in permutations(range(players)):
        inside = [0] * players
        for player in order:
            before = worth[tuple(inside)]
            inside[player] = 1
            expected[player] += (worth[tuple(inside)] - before) / math.factorial(players)
    parts = shapley(worth)
    np.testing.assert_allclose(parts, expected, atol=1e-12)
    whole = worth[(1,) * players] - worth[(0,) * players]
    np.testing.assert_allclose(parts.sum(axis=0), whole, atol=1e-12)


def test_a_sum__falls_apart_into_its_terms() -> None:
    """Where outcomes add up over parameters, each factor's part is its own term."""
    a, b = (resolve(regime=name).values for name in ARMS)
    weight = {name: 1.0 + k for k, name in enumerate(a)}

    def run(values: dict[str, float]) -> np.ndarray:
        return np.full(2, sum(weight[name] * value for name, value in values.items()))

    parts = decompose(a, b, run)
    assert set(parts) == set(FACTORS) - {"interventions", "power"}
    for factor, names in differing_parameters(a, b).items():
        term = sum(weight[name] * (b[name] - a[name]) for name in names)
        np.testing.assert_allclose(parts[factor], term)


def test_what_regimes_do_not_set__is_a_factor_of_its_own() -> None:
    a, b = resolve(), resolve(setting="psychotherapy")
    assert list(differing_parameters(a.values, b.values)) == ["all else"]
    assert differing_parameters(a.values, a.values) == {}
    assert decompose(a.values, a.values, lambda _: np.zeros(2)) == {}


def test_parts__sum_to_the_difference_in_dropout(contrast: mutua.Contrast) -> None:
    parts = contrast.further["decomposition"]
    dropout = contrast.summary().set_index("outcome").loc["dropout"]
    assert parts["part"].sum() == pytest.approx(dropout.difference, abs=1e-12)


def test_roles_off__is_the_comparison_run_with_roles_off(contrast: mutua.Contrast) -> None:
    row = contrast.further["roles"].iloc[0]
    for suffix, mechanism in (("", None), ("_off", {"roles": False})):
        own = mutua.compare(ARMS, mechanism=mechanism, **SIZE).summary().set_index("outcome")
        expected = own.loc["dropout", ["difference", "low", "high"]]
        ours = row[[f"{name}{suffix}" for name in ("difference", "low", "high")]]
        np.testing.assert_allclose(ours.astype(float), expected.astype(float), atol=1e-12)


def test_the_continuum__passes_through_the_arm_itself() -> None:
    """Under collaborative norms control and initiative are .5, a point that is run."""
    arms = ["collaborative", "usual"]
    contrast = mutua.compare(arms, continuum=True, **SIZE)
    curve = contrast.further["continuum"]
    here = curve[(curve.by == "all") & (curve.control == 0.5)].iloc[0]
    dropout = contrast.summary().set_index("outcome").loc["dropout"]
    assert here.dropout == pytest.approx(dropout.mean_reference, abs=1e-12)
    assert set(curve.control) == set(GRID)
    groups = curve[curve.control == 0.5].groupby("by")["dyads"].sum()
    assert groups.tolist() == pytest.approx([1.0] * 4)


def test_control_and_initiative__move_together_and_nothing_else() -> None:
    seen: list[dict[str, float]] = []
    values = resolve().values

    def run(given: dict[str, float]) -> np.ndarray:
        seen.append({name: value for name, value in given.items() if value != values[name]})
        return np.zeros((2, 1), bool)

    dropout_along_control(values, run)
    assert seen == [{"norm.control": c, "norm.initiative": c} for c in GRID]


def test_best_control__is_the_lowest_curve_with_its_doubt() -> None:
    rng = np.random.default_rng(3)
    curve = (np.array(GRID) - 0.6) ** 2
    clear = curve + rng.normal(0, 1e-4, (10, 9))
    assert best_control(clear) == (5, 5, 5)
    middle, low, high = best_control(curve + rng.normal(0, 0.05, (10, 9)))
    assert low <= middle <= high
    assert low < high
    assert best_control(np.full((3, 9), np.nan)) == (-1, -1, -1)


def test_a_group_with_nobody__has_no_best_control() -> None:
    dropout = np.random.default_rng(4).random((9, 3, 60)) < 0.3
    severity = np.random.default_rng(5).random((3, 60))
    curves, lowest = continuum_tables(dropout, severity, np.full((3, 60), 0.5))
    assert set(lowest[lowest.by == "preference"].group) == {"shared"}
    assert (curves[curves.dyads == 0].dropout.isna()).all()


def test_progress__is_told_of_every_further_run() -> None:
    done: list[int] = []
    mutua.compare(ARMS, decomposition=True, continuum=True, progress=done.append, **SIZE)
    arms = [resolve(regime=name) for name in ARMS]
    runs = len(arms) + further_runs(arms, roles_off=True, decomposition=True, continuum=True)
    sizes = [SIZE[name] for name in ("dyads", "replicates", "weeks")]
    widths = [arm.team_width for arm in arms]
    sampled = sample_work(widths, *sizes) + ring_work(widths, *sizes)
    assert sum(done) == runs * math.prod(sizes) + sampled
    assert further_runs(arms, roles_off=False, decomposition=False, continuum=False) == 0
