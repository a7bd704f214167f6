"""The model as a plain function of numbers, for optimisers and samplers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

import numpy as np

from mutua.engines.batch import no_progress
from mutua.engines.driver import check_threads
from mutua.errors import ParameterError, brief, hint
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.check import plain_truth, texts
from mutua.scenarios.resolve import DEFAULTS, Choices, choices_from
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import Axis, Interval
from mutua.studies.labels import columns_of
from mutua.studies.sweep.evaluate import Evaluator
from mutua.studies.sweep.plan import Block, Keys, SweepPlan
from mutua.studies.sweep.planning import SweepRequest, check_replicates, plan_sweep
from mutua.studies.sweep.result import axes_of, scenario_factory
from mutua.studies.sweep.rows import OUTCOMES

Points = np.ndarray | Sequence[Any] | Mapping[str, Any]
#: Ends are met to rounding: tools scale from the unit cube and back.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Simulator:
    """A function from points to outcomes. It can be pickled.

    Attributes
    ----------
    outcomes : tuple of str
        What it gives, in this order.
    plan : SweepPlan
        Axes, regimes, sizes and seed; its points are replaced by those of a call.
    replicates : int
        Runs over which an outcome is a mean.
    threads : int
        Threads of the kernel; changes no result.
    """

    outcomes: tuple[str, ...]
    plan: SweepPlan
    replicates: int
    threads: int

    @property
    def names(self) -> list[str]:
        """Names of the axes, in the order of a point."""
        return self.plan.axis_names

    @property
    def bounds(self) -> list[tuple[float, float]]:
        """Lowest and highest value of each axis; of names, numbers of choices."""
        return [_ends(axis) for axis in self.plan.axes]

    def at(self, shares: np.ndarray | Sequence[Any]) -> np.ndarray:
        """Points for shares of the unit cube, which know nothing of bounds, logarithms or names.

        Parameters
        ----------
        shares : array, shape (points, axes) or (axes,), or mapping or table by name

        Returns
        -------
        float64, of the same shape
        """
        given = columns_of("shares", shares)
        cube = _floats("shares", shares) if given is None else self._stacked("shares", given)
        self._check_shape("shares", cube)
        columns = [axis.at(cube[..., k]) for k, axis in enumerate(self.plan.axes)]
        return np.stack(columns, axis=-1)

    def __call__(
        self, points: Points, replicate: int | Sequence[int] | np.ndarray = 0
    ) -> np.ndarray:
        """Outcomes of some points, means over replicates.

        Parameters
        ----------
        points : array, shape (points, axes) or (axes,), or mapping or table
            Values in the order of `names`, or by name, one each or as many each: a mapping, a
            table of pandas, polars or Arrow, a Dataset of xarray. A choice by name is given by its
            number, by name by its own name too.
        replicate : int or array, shape (points,)
            First replicate, of all points or of each. The same number gives the same dyads and
            random draws, so that by default this is a function without noise; for tools that want
            noise, give each point a number of its own, `replicates` apart.

        Returns
        -------
        float64, shape (points, outcomes), or (outcomes,) for a single point
            With two regimes the difference, second less first. Missing where values are impossible
            together.

        Raises
        ------
        ParameterError
            A point has not these axes, or lies outside of the space.
        """
        matrix, single = self._matrix(points)
        values = self._run(matrix, _first(replicate, len(matrix)))
        return np.asarray(values[0]) if single else values

    def _matrix(self, points: Points) -> tuple[np.ndarray, bool]:
        """Points as rows, checked, and whether a single one was given."""
        columns = columns_of("points", points)
        given = _floats("points", points) if columns is None else self._stacked("points", columns)
        self._check_shape("points", given)
        rows = np.atleast_2d(given)
        inside = [_within(axis, rows[:, k]) for k, axis in enumerate(self.plan.axes)]
        return np.stack(inside, axis=1), given.ndim == 1

    def _check_shape(self, what: str, given: np.ndarray) -> None:
        """Refuse what has not a column for each axis."""
        if given.ndim not in (1, 2) or given.shape[-1] != len(self.names):
            raise ParameterError(
                f"{what}: shape {given.shape} is not (points, {len(self.names)}), one column each "
                f"for {_listed(self.names)}"
            )

    def _stacked(self, what: str, columns: Mapping[Any, Any]) -> np.ndarray:
        """Named columns side by side, in the order of the axes."""
        if set(columns) != set(self.names):
            raise ParameterError(f"{what}: {_listed(columns)} are not {_listed(self.names)}")
        numbers = [_numbers(axis, columns[axis.name]) for axis in self.plan.axes]
        try:
            return np.stack(np.broadcast_arrays(*numbers), axis=-1)
        except ValueError:
            lengths = ", ".join(str(x.shape) for x in numbers)
            raise ParameterError(f"{what}: columns of different shapes, {lengths}") from None

    def _run(self, points: np.ndarray, first: np.ndarray) -> np.ndarray:
        """Means over replicates, shape (points, outcomes)."""
        count, arms = len(points), len(self.plan.regimes)
        shape = (count, arms, self.replicates)
        if not count:
            return np.empty((0, len(self.outcomes)))
        block = Block(0, count, 0, (self.replicates,))
        evaluator = Evaluator(replace(self.plan, points=points, blocks=(block,)), self.threads)
        point, regime, turn = (each.ravel() for each in np.indices(shape))
        keys = Keys(point, regime, first[point] + turn)
        means = evaluator.evaluate(keys, no_progress).values
        columns = [OUTCOMES.index(name) for name in self.outcomes]
        by_arm = means[:, columns].reshape(*shape, -1).mean(axis=2)
        return np.asarray(by_arm[:, 0] if arms == 1 else by_arm[:, 1] - by_arm[:, 0])


def simulator(
    outcomes: str | Sequence[str],
    space: Mapping[str, Sequence[Any] | str],
    *,
    scenario: Scenario | None = None,
    reference: str | None = None,
    dyads: int = 200,
    replicates: int = 10,
    weeks: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    **choices: Unpack[Choices],
) -> Simulator:
    """Make a plain function from points of a space to outcomes.

    Parameters
    ----------
    outcomes : str or sequence of str
        Columns of a sweep's rows: ``dropout``, ``trust_user_end``, ``engaged_last``, ...
    space : mapping
        What varies, as in `mutua.sweep`.
    scenario : Scenario, optional
        As in `mutua.simulate`.
    reference : str, optional
        Give the paired difference of the scenario's regime to this one.
    dyads, replicates, weeks, seed, threads
        As in `mutua.sweep`; outcomes are means over the replicates.
    **choices
        As in `mutua.scenario`.

    Returns
    -------
    Simulator

    Raises
    ------
    ParameterError
        Unknown name, value out of bounds, or an outcome that there is not.

    Examples
    --------
    >>> import mutua
    >>> space = {"trust.gain": "interval(0.02, 0.2)", "mechanism.obligation": ["on", "off"]}
    >>> simulate = mutua.simulator(["dropout"], space, dyads=40, weeks=8, replicates=2)
    >>> simulate([[0.05, 0], [0.05, 1]]).shape
    (2, 1)
    >>> simulate({"trust.gain": 0.05, "mechanism.obligation": "on"}).shape
    (1,)
    """
    names = tuple(texts("outcomes", [outcomes] if isinstance(outcomes, str) else outcomes))
    for name in names:
        if name not in OUTCOMES:
            raise ParameterError(
                f"outcomes: {brief(name)} is no outcome of a sweep (docs/outcomes.md)"
                f"{hint(name, OUTCOMES)}"
            )
    count = check_replicates(replicates)
    common = choices_from(scenario, choices)
    axes = axes_of(space, common)
    regime = common.get("regime", DEFAULTS["regime"])
    regimes = [regime] if reference is None else [reference, regime]
    middle = np.array([[axis.at(np.array([0.5]))[0] for axis in axes]])
    request = SweepRequest(regimes, dyads, replicates, seed, weeks, listed=(axes, middle))
    plan = plan_sweep(axes, request, scenario_factory(common))
    return Simulator(names, plan, count, check_threads(threads))


def _numbers(axis: Axis, given: Any) -> np.ndarray:
    """Values of one axis as numbers; names become those of their choices."""
    labels = axis.labels if axis.is_named else ()
    known = {word: float(number) for number, word in enumerate(labels)}
    cells = np.ravel(np.asarray(given, object)).tolist()
    words = [x if (on := plain_truth(x)) is None else "on" if on else "off" for x in cells]
    plain = [known.get(x, x) if isinstance(x, str) else x for x in words]
    return _floats(axis.name, plain).reshape(np.shape(given))


def _floats(name: str, given: Any) -> np.ndarray:
    """Numbers as they were given; refuse what is none."""
    try:
        return np.array(given, float)
    except (TypeError, ValueError, OverflowError):
        raise ParameterError(f"{name}: {brief(given)} are not numbers") from None


def _first(replicate: Any, count: int) -> np.ndarray:
    """First replicate of each point, shape (points,)."""
    given = np.asarray(replicate)
    fits = given.ndim == 0 or given.shape == (count,)
    if not (fits and np.issubdtype(given.dtype, np.integer) and (given >= 0).all()):
        raise ParameterError(
            f"replicate: {brief(replicate)} is not a whole number from 0, or one for each point"
        )
    return np.broadcast_to(given.astype(np.int64), count)


def _within(axis: Axis, values: np.ndarray) -> np.ndarray:
    """Values of one axis, rounding mended; refuse what lies outside of the space."""
    low, high = _ends(axis)
    if isinstance(axis, Interval):
        near = ROUNDING * (high - low)
        inside = (values >= low - near) & (values <= high + near)
        inside &= np.equal(values, np.round(values)) | (not DECLARED[axis.name].whole)
        allowed = f"{'a whole number ' * DECLARED[axis.name].whole}from {low:g} to {high:g}"
    else:
        levels = axis.levels(0)
        inside, allowed = np.isin(values, levels), f"one of {_listed(levels.tolist())}"
    if not inside.all():
        raise ParameterError(f"{axis.name}: {values[~inside][0]:g} is not {allowed}")
    return np.asarray(np.clip(values, low, high))


def _ends(axis: Axis) -> tuple[float, float]:
    """Lowest and highest number of an axis."""
    levels = axis.levels(2)
    return float(levels.min()), float(levels.max())


def _listed(names: Any) -> str:
    return ", ".join(map(str, names)) or "none"
