"""The study of a calibration: `calibrate`, and the `Calibration` that it returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Unpack

import pandas as pd

from mutua.engines.batch import Progress, no_progress
from mutua.engines.driver import check_threads
from mutua.reports.calibration import page, sentences
from mutua.reports.template import FigureCells
from mutua.scenarios.check import mapping, texts, whole
from mutua.scenarios.presets import preset
from mutua.scenarios.resolve import Choices, choices_from, scenario_from
from mutua.scenarios.scenario import Scenario
from mutua.storage.plan_folder import InMemory
from mutua.studies.calibration.figures import CalibrationFigures
from mutua.studies.calibration.planning import plan_calibration
from mutua.studies.calibration.runner import run_calibration
from mutua.studies.calibration.services import restore_observed
from mutua.studies.calibration.store import CalibrationStore, Tables
from mutua.studies.result import Presented
from mutua.studies.sweep.notation import axis_of

#: Tables of a result, the main ones first.
TABLES = ("posterior", "draws", "checks", "courses", "profile", "levels", "trace")


@dataclass(repr=False)
class Calibration(Presented):
    """Posterior of a calibration, with its checks and figures.

    Attributes
    ----------
    tables : dict of DataFrame
        ``posterior`` (a row a candidate), ``draws`` (equally likely draws of all candidates),
        ``profile`` and ``levels`` (what a twin's records would identify), ``checks`` and
        ``courses`` (the records against services simulated from the posterior), ``trace``
        (generations).
    manifest : dict
        Everything that is needed to run it again.
    """

    tables: Tables
    manifest: dict[str, Any]
    figures: ClassVar = CalibrationFigures
    csv_tables: ClassVar = ("posterior", "profile", "checks")

    @property
    def draws(self) -> pd.DataFrame:
        """Equally likely draws from the posterior, a column a candidate."""
        return self.tables["draws"]

    @property
    def title(self) -> str:
        """What was calibrated, in a line."""
        seen, scenario = self.manifest["observed"], self.manifest["scenario"]
        return (
            f"{scenario['regime']} in {scenario['setting']}: {seen['users']:,} users over "
            f"{seen['weeks']} weeks ({self.manifest['data']['file']})"
        )

    def summary(self) -> pd.DataFrame:
        """One row a candidate: its prior beside its posterior, the learned ones first."""
        return self.tables["posterior"].copy()

    def sentences(self) -> list[str]:
        """What was learned, what was not, and how well the posterior fits."""
        return sentences(self.manifest, self.tables)

    def numbers(self) -> str:
        """What was learned, in a line."""
        return self.sentences()[0]

    def page(self, figures: FigureCells) -> str:
        """The page around figures that were drawn."""
        return page(self.manifest, self.tables, self.title, figures)


def result_files(
    manifest: Mapping[str, Any], tables: Tables, figures: bool = True
) -> dict[str, bytes]:
    """Figures if they are wanted, report and CSV of a calibration that is done."""
    return restore_calibration(manifest, tables).files(figures)


def calibrate(
    data: str | Path,
    *,
    scenario: Scenario | None = None,
    space: str | Mapping[str, str] = "service",
    learn: Sequence[str] | None = None,
    weeks: int | None = None,
    particles: int = 1_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> Calibration:
    """Fit a few parameters to a service's own records of visits and endings.

    Parameters
    ----------
    data : str or Path
        A CSV file as described in docs/calibration.md.
    scenario, **choices
        The service as it was, as in `simulate`; a candidate that is given a value is not sought.
    space : str or mapping
        Candidates and their priors: a preset, or texts such as ``"interval(0.01, 0.3)"`` by
        dotted name.
    learn : sequence of str, optional
        What is learned; by default what the profile of a synthetic twin finds teachable, at most
        six. The other candidates keep their priors.
    weeks : int, optional
        Weeks for which every user is followed; as many as all records allow by default.
    particles, seed, threads, progress
        Simulated services of one generation; the random seed; as in `simulate`.

    Returns
    -------
    Calibration

    Raises
    ------
    ParameterError
        The records are not as the format asks, or something in the request cannot be done.
    """
    given = choices_from(scenario, choices).get("parameters") or {}
    priors = preset("space", space) if isinstance(space, str) else mapping("space", space)
    axes = {name: axis_of(name, text) for name, text in priors.items()
            if name not in given}  # fmt: skip
    weeks = None if weeks is None else whole("weeks", weeks)
    learn = None if learn is None else texts("learn", learn)
    keys = {"data": data, "weeks": weeks, "parameters": learn,
            "particles": whole("particles", particles), "seed": whole("seed", seed)}  # fmt: skip
    memory = InMemory()
    store = CalibrationStore(plan_calibration(scenario_from(scenario, choices), axes, keys), memory)
    run_calibration(store, check_threads(threads), progress or no_progress)
    return restore_calibration(memory.manifest, memory.tables)


def restore_calibration(manifest: Mapping[str, Any], tables: Tables) -> Calibration:
    """The result of a calibration from all that was kept, without the particles."""
    restore_observed(manifest["observed"])
    kept = {name: tables[name] for name in TABLES}
    return Calibration(kept, dict(manifest))
