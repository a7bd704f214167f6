"""The main study: arms compared on the same dyads."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Unpack

import numpy as np
import pandas as pd

from mutua.analysis.groups import CUTS
from mutua.analysis.paired import PairedDyads
from mutua.engines.batch import Batch, Progress, Recording, check_memory, step
from mutua.engines.recorder import WEEK, dropout_of, dyads_table, weekly_table
from mutua.engines.sheets import Wanted
from mutua.errors import ParameterError
from mutua.model.measures.outcomes import ROW, WEEKLY, Outcome, attach_units, concatenate
from mutua.scenarios.arms import REGIMES, Arm, arms_from, check_arms
from mutua.scenarios.check import check_interventions, check_scenario, items, texts, truth, whole
from mutua.scenarios.manifest import describe_scenario, horizon
from mutua.scenarios.resolve import Choices, resolve, shared_choices
from mutua.scenarios.scenario import Scenario
from mutua.storage.provenance import provenance
from mutua.studies.comparison.counterfactuals import (
    DropoutRuns,
    continuum_by_group,
    has_roles_to_lose,
    parts_table,
    roles_off_table,
)
from mutua.studies.comparison.posterior import (
    OF_REPLICATES,
    posterior_of,
    widen_intervals,
    with_values,
)
from mutua.studies.comparison.result import Contrast, as_compared
from mutua.studies.comparison.ring_sample import EVERY_GIFT, ring_of_arms
from mutua.studies.comparison.tables import ComparisonTables
from mutua.studies.comparison.weekly_sample import EVERY_WEEK, SAMPLE, sample_tables

ARM = {
    "arm": Outcome("name", "the arm: a regime under its setting"),
    "replicate": Outcome("number", "replicate: the same dyads and random draws in every arm"),
}


def compare(
    regimes: Sequence[str] = REGIMES,
    *,
    arms: Sequence[str] | None = None,
    scenario: Scenario | None = None,
    dyads: int = 5_000,
    replicates: int = 20,
    weeks: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    roles_off: bool = True,
    decomposition: bool = False,
    continuum: bool = False,
    posterior: str | Path | None = None,
    scenarios: Sequence[Scenario] | None = None,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> Contrast:
    """Compare regimes on the same dyads with the same random draws.

    Parameters
    ----------
    regimes : sequence of str
        Presets; the first is the reference, all pairs are given.
    arms : sequence of str, optional
        Instead of regimes: ``regime[@setting][+intervention...][+name:value...]`` each, such as
        ``usual@psychotherapy``, ``usual+feedback+training``, ``usual+service.caseload:35`` or
        ``usual+mechanism.obligation:off``.
    scenario : Scenario, optional
        What the arms have in common, from `mutua.scenario`, instead of the choices below; its
        regime is replaced by those of the arms.
    dyads, replicates : int
        Users of one run, and runs of each arm; ``dyads x replicates`` dyads in each arm.
    weeks, seed, threads, progress
        As in `simulate`.
    roles_off : bool
        Where norms differ between arms: also run every arm with ``mechanism.roles=off``, which
        the headline needs: how much of a difference in dropout is left without misfit of control.
    decomposition : bool
        Also run mixtures of every two arms: which norms a difference in dropout comes from. Some
        90 further runs in every replicate for three arms.
    continuum : bool
        Also run control from .1 to .9, other norms as under the reference: who should lead, by
        severity and preference. Nine further runs in every replicate.
    posterior : path, optional
        Folder of a calibration, or ``"defaults"`` for what published patterns leave open: each
        replicate takes a draw of it, the same in all arms, and intervals are of another draw.
    scenarios : sequence of Scenario, optional
        Scenarios as arms, instead of regimes or arms.
    **choices
        As in `mutua.scenario`, without ``regime``; explicit values win over every regime's preset.

    Returns
    -------
    Contrast

    Raises
    ------
    ParameterError
        As in `simulate`; also fewer than two arms, or two of one name.
    """
    common = shared_choices(scenario, choices)
    if scenarios is not None:
        scenarios = items("scenarios", scenarios)
    else:
        scenarios = [arm_scenario(arm, common) for arm in arms_from(regimes, arms)]
    names = [check_scenario(arm).name for arm in scenarios]
    key = "regimes" if arms is None else "arms"
    if len(names) < 2 or len(set(names)) < len(names):
        raise ParameterError(f"{key}: {', '.join(names) or 'none'} is not two or more, each once")
    check_arms(key, names)
    further = {
        "roles_off": truth("roles_off", roles_off) and has_roles_to_lose(scenarios),
        "decomposition": truth("decomposition", decomposition),
        "continuum": truth("continuum", continuum),
    }
    dyads, seed = whole("dyads", dyads), whole("seed", seed)
    replicates = whole("replicates", replicates)
    weeks = horizon(scenarios) if weeks is None else whole("weeks", weeks)
    total = len(scenarios) * replicates * dyads
    check_memory(total, rows=total)
    for arm in scenarios:
        check_interventions(arm, weeks)
    draws: list[dict[str, float]] = [{}] * replicates
    calibrated = None if posterior is None else posterior_of(posterior)
    if calibrated is not None:
        scenarios = [calibrated.arm(arm) for arm in scenarios]
        draws = calibrated.first_draws(replicates)
    start, origin = time.perf_counter(), provenance()
    runner = Runner(dyads, weeks, seed, draws, threads, progress)
    sizes = {"dyads": dyads, "replicates": replicates, "weeks": weeks, "seed": seed}
    compared = record(runner, scenarios, sizes, is_posterior=calibrated is not None)
    if any(further.values()):
        compared.further |= counterfactuals(compared.paired, scenarios, runner, **further)
    if calibrated is not None:
        for name in set(OF_REPLICATES) & set(compared.further):
            widen_intervals(compared.further[name], replicates)
    manifest = {
        "kind": "compare",
        "arms": [describe_scenario(arm) for arm in scenarios],
        **sizes,
        **({"posterior": calibrated.described(draws)} if calibrated else {}),
        "sample": compared.sizes["sample"], **further,
        "wall_seconds": round(time.perf_counter() - start, 3),
        "provenance": origin,
    }  # fmt: skip
    return Contrast(compared, manifest)


@dataclass(frozen=True)
class Runner:
    """Runs scenarios on the dyads of a comparison, each replicate under its posterior draw."""

    dyads: int
    weeks: int
    seed: int
    draws: Sequence[Mapping[str, float]]  # one a replicate; empty without a posterior
    threads: int | None
    progress: Progress | None

    def step(self, scenarios: Sequence[Scenario]) -> Recording:
        """Run every scenario in every replicate."""
        return self._step([(s, r) for s in scenarios for r in range(len(self.draws))])

    def trace(
        self, scenario: Scenario, replicates: Sequence[int], teams: tuple[int, ...],
        wanted: Wanted = EVERY_WEEK,
    ) -> list[np.ndarray]:  # fmt: skip
        """Weekly records of some teams, one array a replicate."""
        runs = [(scenario, r) for r in replicates]
        return self._step(runs, teams=teams, rows=False, wanted=wanted).series

    def _step(self, runs: Sequence[tuple[Scenario, int]], **kept: Any) -> Recording:
        scenarios = [with_values(s, self.draws[r]) if self.draws[r] else s for s, r in runs]
        replicates = [r for _, r in runs]
        batch = Batch(scenarios, replicates, self.dyads, self.weeks, self.seed, **kept)
        return step(batch, threads=self.threads, progress=self.progress)


def arm_scenario(arm: Arm, common: Choices) -> Scenario:
    """The scenario of one arm: its own regime, setting, further interventions, and values."""
    own: Choices = {**common, "regime": arm.regime}
    if arm.setting is not None:
        own["setting"] = arm.setting
    common_ones = texts("intervention", common.get("intervention", ()))
    own["intervention"] = [*common_ones, *arm.interventions]
    for key, given in (("parameters", arm.parameters), ("mechanism", arm.mechanism)):
        shared = common.get(key)
        if given and (shared is None or isinstance(shared, Mapping)):
            own[key] = {**(shared or {}), **given}  # type: ignore[literal-required]
    return resolve(name=arm.name, **own)


def record(
    runner: Runner, scenarios: Sequence[Scenario], sizes: Mapping[str, int], *, is_posterior: bool
) -> ComparisonTables:
    """Step every arm, then samples of its dyads week by week."""
    arms = {arm.name: arm for arm in scenarios}
    recording = runner.step(scenarios)
    compared = as_compared(
        _table_of_runs(recording, weekly_table, {"week": WEEK} | WEEKLY),
        _table_of_runs(recording, dyads_table, ROW),
        {name: arm.values for name, arm in arms.items()},
        {**sizes, "sample": min(runner.dyads, SAMPLE)},
        posterior=is_posterior,
    )
    del recording  # as large as its tables
    widths = {name: arm.team_width for name, arm in arms.items()}
    compared.further |= sample_tables(
        widths, compared.paired, runner.weeks, lambda arm, *which: runner.trace(arms[arm], *which)
    )
    compared.further["ring"] = ring_of_arms(
        scenarios, runner.dyads, runner.draws, partial(runner.trace, wanted=EVERY_GIFT)
    )
    return compared


def counterfactuals(
    paired: PairedDyads, arms: Sequence[Scenario], runner: Runner,
    *, roles_off: bool, decomposition: bool, continuum: bool,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Tables of further runs, those that are asked for."""

    def run(scenario: Scenario) -> np.ndarray:
        recording = runner.step([scenario])
        return np.array([dropout_of(recording, r) for r in range(paired.replicates)])

    dropout = DropoutRuns(arms, [paired.of(arm.name, "dropout") for arm in arms], run)
    tables = {}
    if (roles_off or decomposition) and has_roles_to_lose(arms):
        tables["roles"] = roles_off_table(arms, dropout)
    if decomposition:
        tables["decomposition"] = parts_table(arms, dropout)
    if continuum:
        traits = {cut.trait: paired.of(arms[0].name, cut.trait) for cut in CUTS.values()}
        tables |= continuum_by_group(arms[0], dropout, traits)
    return tables


def _table_of_runs(recording: Recording, table: Any, columns: dict[str, Any]) -> pd.DataFrame:
    """One table of all runs, with arm and replicate in front."""
    batch = recording.batch
    names = [scenario.name for scenario in batch.scenarios]
    frames = [table(recording, run) for run in range(len(names))]
    lengths = [len(frame) for frame in frames]
    runs = concatenate(frames)
    arm = pd.Categorical(np.repeat(names, lengths), categories=list(dict.fromkeys(names)))
    runs.insert(0, "arm", arm)
    runs.insert(1, "replicate", np.repeat(np.asarray(batch.replicates, np.int32), lengths))
    return attach_units(runs, ARM | columns)
