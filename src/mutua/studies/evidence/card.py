"""The scorecard: every published pattern measured in its setting, regime and sample."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import nan
from typing import Any

import pandas as pd

from mutua.engines.batch import Progress
from mutua.engines.driver import check_threads
from mutua.errors import ParameterError
from mutua.model.measures.outcomes import attach_units
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.check import check_switch, check_value, finite, mapping, texts, truth, whole
from mutua.scenarios.resolve import Choices
from mutua.storage.provenance import provenance
from mutua.studies.evidence import needs as knock_outs
from mutua.studies.evidence.evidence import (
    MOST,
    Measured,
    experiments_of,
    measure_rows,
    work_of,
)
from mutua.studies.evidence.experiment import join_choices
from mutua.studies.evidence.needs import needs_table
from mutua.studies.evidence.nulls import ABOUT_NULLS, NULLS
from mutua.studies.evidence.patterns import MEASUREMENTS
from mutua.studies.evidence.prior import EASY, prior_note, prior_shares
from mutua.studies.evidence.result import UNITS, Scorecard
from mutua.studies.evidence.rows import SCORED, pattern_of, published_patterns

#: What a row of the card says of its pattern, in the words of the pattern.
OF_PATTERN = ("id", "kind", "role", "tier", "pattern", "setting", "target", "low", "high")
#: Sizes that experiments can have, as shares of their own.
SIZES = (0.01, 100.0)
#: What is run under some choices, and its rows.
Rows = Callable[[Choices], Mapping[str, Measured]]


def evidence(
    rows: Sequence[str] | None = None,
    *,
    seed: int = 1,
    threads: int | None = None,
    size: float = 1.0,
    needs: bool = False,
    nulls: bool = False,
    progress: Progress | None = None,
    parameters: Mapping[str, float] | None = None,
    mechanism: Mapping[str, bool] | None = None,
) -> Scorecard:
    """Measure published patterns in their setting, regime and sample, and say which are passed.

    Parameters
    ----------
    rows : sequence of str, optional
        Numbers of patterns, such as ``["E08", "E14"]``; all that are measured by default.
    seed, threads, progress
        As in `simulate`. Each experiment is run until its rows are decided, or three times as
        often as it asks for.
    size : float
        Dyads of each experiment, as a share of its own: a smaller card is quicker and decides less.
    needs : bool
        Also measure every row without each mechanism, on a quarter of the dyads.
    nulls : bool
        Also measure the card on the null models.
    parameters, mechanism : mapping, optional
        Explicit values and mechanisms switched off, as in `mutua.scenario`; they win over the
        presets of every row, and what an experiment itself sets wins over them.

    Returns
    -------
    Scorecard

    Raises
    ------
    ParameterError
        A row that there is not, or that is no quantity to measure; or as `simulate`.

    Examples
    --------
    >>> import mutua
    >>> card = mutua.evidence(["E01"], size=0.1)
    >>> list(card.patterns["id"])
    ['E01']
    """
    common: Choices = {"parameters": parameters, "mechanism": mechanism}
    names, size = check_request(rows, common, size=size)
    needs, nulls, seed = truth("needs", needs), truth("nulls", nulls), whole("seed", seed)
    check_threads(threads)
    started, origin = time.perf_counter(), provenance()
    run = partial(measure_rows, names, seed=seed, threads=threads, progress=progress)
    tables = {"patterns": pattern_rows(names, run(common, size=size))}
    if (prior := prior_shares(names)).size:
        tables["prior"] = prior
    if nulls:
        tables["nulls"] = null_rows(names, common, partial(run, size=size))
    if needs:
        reduced = partial(run, size=size * knock_outs.SIZE, most=knock_outs.MOST)
        tables["needs"] = needs_table(names, common, reduced)
    manifest = {
        "kind": "evidence",
        "rows": names, "seed": seed, "size": size, "needs": needs, "nulls": nulls,
        "parameters": {name: check_value(name, x) for name, x in (parameters or {}).items()},
        "mechanism": {name: check_switch(name, on) for name, on in (mechanism or {}).items()},
        "experiments": {e.name: rows for e, rows in experiments_of(names)},
        "null_models": ABOUT_NULLS if nulls else {},
        "unmeasured": rows_to_measure(), "prior": prior_note(),
        "wall_seconds": round(time.perf_counter() - started, 3),
        "provenance": origin,
    }  # fmt: skip
    return Scorecard({name: attach_units(t, UNITS[name]) for name, t in tables.items()}, manifest)


def check_request(rows: Any, common: Choices, *, size: Any) -> tuple[list[str], float]:
    """Numbers of the rows and size of the experiments; refuse what none of them can be run with.

    Raises
    ------
    ParameterError
        As `evidence`.
    """
    names, share = row_names(rows), finite("size", size)
    for key, given in common.items():
        mapping(key, {} if given is None else given)
    if not SIZES[0] <= share <= SIZES[1]:
        raise ParameterError(f"size: {share:g} is not a number from {SIZES[0]:g} to {SIZES[1]:g}")
    for experiment, _ in experiments_of(names):
        experiment.scenarios(common)
    return names, share


def row_names(rows: Any) -> list[str]:
    """Numbers of the rows that are asked for, in the order of the patterns; by default all."""
    if rows is None:
        return list(MEASUREMENTS)
    names = texts("rows", rows)
    if not names or len(set(names)) < len(names):
        raise ParameterError(f"rows: [{','.join(names)}] is not one row or more, each once")
    for name in names:
        row = pattern_of(name)
        if name not in MEASUREMENTS:
            raise ParameterError(f"rows: {name} ({row.role}) is not measured")
    return sorted(names)


def rows_to_measure() -> list[str]:
    """Rows that are scored and have no measurement."""
    return [name for name, row in published_patterns().items()
            if row.role in SCORED and name not in MEASUREMENTS]  # fmt: skip


def card_work(
    names: Sequence[str], common: Choices, *, size: float, needs: bool, nulls: bool
) -> int:
    """Dyad-weeks of a card if every experiment is run as often as it can be."""

    def work(size: float, most: int) -> int:
        sized = [e.resized(size) if size != 1.0 else e for e, _ in experiments_of(names)]
        return sum(most * e.replicates * work_of(e, common) for e in sized)

    cards = 1 + len(NULLS) * nulls
    knocked = (1 + len(NEUTRAL)) * needs
    return cards * work(size, MOST) + knocked * work(size * knock_outs.SIZE, knock_outs.MOST)


def pattern_rows(names: Sequence[str], measured: Mapping[str, Measured]) -> pd.DataFrame:
    """The rows of the card."""
    prior = prior_shares(list(names)).set_index("id")["passed"]
    rows = []
    for name in names:
        row, (estimate, seconds) = pattern_of(name), measured[name]
        words = {key: getattr(row, key) for key in OF_PATTERN}
        share = float(prior.get(name, nan))
        rows.append(words | {
            "simulated": estimate.value, "error": estimate.error,
            "replicates": estimate.replicates, "passed": estimate.passes(row),
            "prior": share, "informative": share < EASY, "seconds": round(seconds, 3),
        })  # fmt: skip
    numbers = dict.fromkeys(("target", "low", "high"), float)
    return pd.DataFrame(rows).astype(numbers)


def null_rows(names: Sequence[str], common: Choices, measured: Rows) -> pd.DataFrame:
    """The card on each null model, one row a model and pattern."""
    rows = []
    for null, choices in NULLS.items():
        results = measured(join_choices(common, choices))
        for name in names:
            estimate = results[name].estimate
            passed = estimate.passes(pattern_of(name))
            rows.append({"null": null, "id": name, "simulated": estimate.value,
                         "error": estimate.error, "passed": passed})  # fmt: skip
    return pd.DataFrame(rows)
