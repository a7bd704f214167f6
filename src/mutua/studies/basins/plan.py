"""What a study of basins is asked for, checked, and the scenarios that follow from it."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from mutua.errors import ParameterError, brief, hint, one_of
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.check import (
    check_interventions,
    check_value,
    checked_scenario,
    finite,
    items,
    mapping,
    text,
    whole,
)
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import choice

#: States that both sides can begin with, and the low and the high start of each.
STARTS = {"affect": (-0.5, 0.5), "trust": (0.1, 0.9)}
SIDES = ("user", "professional")
#: What the two starts are called.
BEGIN = ("low", "high")
#: What is varied by default, and what is moved during a run.
VALUES = {"affect.coupling": (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)}
MOVED, STEPS = "affect.coupling", (0.6, 0.3, 0.1)
#: No user leaves, and no professional: what remains is what dyads become.
NO_EXITS = {
    "exit.base": 0.0, "exit.enough": 0.0, "exit.hold": 5200.0, "exit.moves": 0.0,
    "exit.patience": 520.0, "exit.protocol": 0.0, "exit.discharge": 0.0, "work.leaving": 0.0,
}  # fmt: skip
#: Parameters that are read once, as a run begins: moving them later does nothing.
READ_ONCE = ("population.", "service.")
#: Weeks before a break-off in which signals are read, and after it in which a stayer is there.
BEFORE, AFTER = 26, 26
#: Parameters that can be varied at a time.
MOST_AXES = 2

Point = Mapping[str, float]


class Loop(NamedTuple):
    """A parameter that is moved during a run, and back."""

    moved: str  #: Dotted name
    steps: tuple[float, ...]  #: Its values on the way there
    hold: int  #: Weeks at each
    begin: str  #: Start that it begins from

    @property
    def course(self) -> tuple[float, ...]:
        """Its values there and back."""
        return (*self.steps, *self.steps[-2::-1])


class Alarm(NamedTuple):
    """How a warning is judged."""

    window: int  #: Weeks of a window
    lead: int  #: Weeks before a break-off
    false_alarms: float  #: Share of the windows of those who stay


@dataclass(frozen=True)
class BasinsPlan:
    """A study of basins, checked."""

    scenario: Scenario
    values: dict[str, tuple[float, ...]]  #: Of each varied parameter
    state: str
    apart: float
    dyads: int
    replicates: int
    weeks: int
    seed: int
    loop: Loop | None
    alarm: Alarm | None

    @property
    def points(self) -> Sequence[Point]:
        """Every combination of the varied values."""
        combinations = product(*self.values.values())
        return [dict(zip(self.values, values, strict=True)) for values in combinations]

    @property
    def loop_points(self) -> Sequence[Point]:
        """The first and the last combination, without what is moved."""
        if self.loop is None:
            return []
        ends = [{k: v for k, v in point.items() if k != self.loop.moved}
                for point in (self.points[0], self.points[-1])]  # fmt: skip
        return ends[:1] if ends[0] == ends[1] else ends

    @property
    def has_warning(self) -> bool:
        """Whether a break-off can come late enough for a warning, and those who stay be seen."""
        return self.alarm is not None and self.weeks > self.alarm.window + BEFORE + AFTER

    @property
    def starts(self) -> tuple[float, float]:
        """The low and the high start."""
        return STARTS[self.state]

    @property
    def series(self) -> tuple[str, ...]:
        """The state of both sides, by dotted name."""
        return tuple(f"{side}.feeling.{self.state}" for side in SIDES)

    def at(self, point: Point, start: float | None, *, exits: bool) -> Scenario:
        """The scenario of a point, from a start of both sides or as drawn."""
        given = self.scenario
        begin = {} if start is None else dict.fromkeys(self.series, start)
        return checked_scenario(
            given.values | dict(point) | ({} if exits else NO_EXITS), name=given.name,
            regime=given.regime, setting=given.setting, population=given.population,
            mechanism=given.mechanism, start=given.start | begin,
        )  # fmt: skip


def plan_basins(
    values: Any, scenario: Scenario, *, state: Any, apart: Any, sizes: Mapping[str, Any],
    moved: Any, steps: Any, hold: Any, begin: Any, alarm: Mapping[str, Any],
) -> BasinsPlan:  # fmt: skip
    """A study of basins from what was asked for.

    Raises
    ------
    ParameterError
        As `basins`.
    """
    one_of("state", state, STARTS)
    axes = check_axes(mapping("values", values))
    numbers = {name: whole(name, sizes[name]) for name in ("dyads", "replicates", "weeks", "seed")}
    loop = None if moved is None else check_loop(moved, steps, hold, begin)
    judged = None if alarm["lead"] is None else check_alarm(**alarm)
    plan = BasinsPlan(scenario, axes, state, open_share("apart", apart), **numbers, loop=loop,
                      alarm=judged)  # fmt: skip
    for point in plan.points:
        plan.at(point, None, exits=True)
    check_interventions(scenario, plan.weeks)
    return plan


def default_values(scenario: Scenario, given: Container[str]) -> dict[str, tuple[float, ...]]:
    """What is varied where nothing is asked for; a value that is given stays as it is."""
    return {name: (scenario.values[name],) if name in given else values
            for name, values in VALUES.items()}  # fmt: skip


def check_axes(given: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    """Values of one or two parameters, each checked."""
    if not 1 <= len(given) <= MOST_AXES:
        raise ParameterError(f"values: {len(given)} parameters are varied; give one or two")
    for name in given:
        check_known("values", name)
    return {name: choice(name, items(name, listed)).values for name, listed in given.items()}


def check_loop(moved: Any, steps: Any, hold: Any, begin: Any) -> Loop:
    """A parameter that can be moved during a run, and its values."""
    check_known("moved", text("moved", moved))
    if moved.startswith(READ_ONCE):
        raise ParameterError(f"moved: {moved} is read once, as people arrive; move another")
    numbers: Sequence[float] = [
        check_value(moved, written_number(x)) for x in items("steps", steps)
    ]
    if len(numbers) < 2:
        raise ParameterError("steps: fewer than two values are no way there and back")
    one_of("begin", begin, BEGIN)
    return Loop(moved, tuple(numbers), whole_from("hold", hold, 1, 520), begin)


def check_alarm(window: Any, lead: Any, false_alarms: Any) -> Alarm:
    """How a warning is judged."""
    return Alarm(
        whole_from("window", window, 3, 52), whole_from("lead", lead, 1, 26),
        open_share("false_alarms", false_alarms),
    )  # fmt: skip


def check_known(key: str, name: str) -> None:
    """Refuse the name of a parameter that there is not."""
    if name not in DECLARED:
        raise ParameterError(f"{key}: {brief(name)} is not declared{hint(name, DECLARED)}")


def written_number(value: Any) -> Any:
    """The number that a text writes; anything else as it is."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def whole_from(name: str, value: Any, low: int, high: int) -> int:
    """A whole number within bounds."""
    number = finite(name, value)
    if not number.is_integer() or not low <= number <= high:
        raise ParameterError(f"{name}: {number:g} is not a whole number from {low} to {high}")
    return int(number)


def open_share(name: str, value: Any) -> float:
    """A number above 0 and below 1."""
    number = finite(name, value)
    if not 0.0 < number < 1.0:
        raise ParameterError(f"{name}: {number:g} is not a number between 0 and 1")
    return number
