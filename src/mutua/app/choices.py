"""What a visitor of the page chooses: everything that a link restores."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mutua.errors import ParameterError, brief, one_of
from mutua.scenarios.check import check_interventions, check_value, plain_whole
from mutua.scenarios.manifest import horizon
from mutua.scenarios.presets import presets
from mutua.scenarios.resolve import resolve
from mutua.scenarios.scenario import Scenario

#: The two arms, as they are called on the page.
ARMS = ("A", "B")


class Dial(NamedTuple):
    """A parameter on the page: its name there, the ends of its slider, whether on a logarithm."""

    label: str
    low: float
    high: float
    is_log: bool = False


#: Parameters on the page, by their dotted names.
DIALS = {
    "trust.gain": Dial("trust rises", 0.01, 0.3, is_log=True),
    "trust.loss": Dial("trust falls", 0.02, 0.6, is_log=True),
    "bond.gain": Dial("gifts build a bond", 0.01, 0.3, is_log=True),
    "obligation.gain": Dial("gifts create debt", 0.0, 3.0),
    "obligation.attend": Dial("debt brings users to visits", 0.0, 15.0),
    "affect.coupling": Dial("affect is caught", 0.0, 1.0),
    "rupture.gain": Dial("breaches hurt", 0.0, 2.0),
    "relate.control": Dial("control is negotiated", 0.0, 1.0),
    "experience.zone": Dial("misfit of control is tolerated", 0.0, 0.5),
    "service.contact_interval": Dial("weeks between visits", 1.0, 8.0, is_log=True),
    "service.caseload": Dial("users of a professional", 5.0, 40.0),
    "exit.base": Dial("odds a week of breaking off", 0.0002, 0.02, is_log=True),
    "population.preferred_control.mean": Dial("users wish to be led", 0.2, 0.8),
}
#: What the network can be coloured by: levels from 0 to 1, and the class of a dyad.
LEVELS = ("trust_user", "trust_professional", "debt_user", "debt_professional")
EQUILIBRIUM = "class"
COLOURINGS = (*LEVELS, EQUILIBRIUM)
#: Curves that are shown together.
CURVES: dict[str, tuple[str, ...]] = {
    "relation": (
        "engaged", "trust_user", "trust_professional", "bond_user", "felt_control_user",
        "understanding",
    ),
    "exchange": (
        "debt_user", "debt_professional", "credit_user", "credit_professional", "flow_to_user",
        "flow_to_professional",
    ),
    "illness": (
        "cohort_severity", "cohort_hope", "cohort_relapses", "in_care", "attended",
        "service_burnout",
    ),
}  # fmt: skip
#: Lowest, highest and usual size of what a page steps, for several visitors at once.
SIZES_OF_PAGE = {"dyads": (20, 2_000, 500), "weeks": (4, 260, None), "seed": (0, 2**32, 1)}
#: Week that a page opens at, so that a first visitor sees what there is to play.
OPENING = 26


@dataclass(frozen=True)
class PolicyWeeks:
    """Weeks in which an intervention is in force."""

    start: int = 1
    stop: int | None = None  #: Last week; None: to the end

    @property
    def text(self) -> str:
        """As a link writes it: ``31``, ``31-60``."""
        return f"{self.start}" if self.stop is None else f"{self.start}-{self.stop}"


@dataclass(frozen=True)
class ArmChoice:
    """One arm."""

    regime: str = "usual"
    policies: Mapping[str, PolicyWeeks] = field(default_factory=dict)  #: By intervention
    values: Mapping[str, float] = field(default_factory=dict)  #: Parameters that were moved


@dataclass(frozen=True)
class PageChoices:
    """Two arms on the same dyads, and what of them is shown."""

    setting: str = "community"
    arms: tuple[ArmChoice, ArmChoice] = (ArmChoice("paternalistic"), ArmChoice("collaborative"))
    dyads: int = 500
    weeks: int | None = None  #: None: the horizon of the setting
    seed: int = 1
    week: int | None = None  #: Week that is shown, 0 before the first; None: the opening week
    colouring: str = "trust_user"
    curves: str = "relation"
    dyad: int | None = None  #: Dyad that is shown in full

    @property
    def horizon(self) -> int:
        """Weeks that are stepped."""
        if self.weeks is not None:
            return self.weeks
        return min(horizon([resolve(setting=self.setting)]), SIZES_OF_PAGE["weeks"][1])

    @property
    def opening_week(self) -> int:
        """Week that the page begins with."""
        return min(OPENING, self.horizon) if self.week is None else self.week


def arm_label(arm: int, choice: ArmChoice) -> str:
    """Name of an arm in legends, such as ``B: usual + feedback``."""
    return f"{ARMS[arm]}: {' + '.join([choice.regime, *choice.policies])}"


def arm_values(choice: ArmChoice) -> dict[str, float]:
    """Explicit values of an arm: parameters that were moved, weeks of its interventions."""
    values = dict(choice.values)
    for name, weeks in choice.policies.items():
        values[f"interventions.{name}.start"] = float(weeks.start)
        if weeks.stop is not None:
            values[f"interventions.{name}.stop"] = float(weeks.stop)
    return values


def scenario_of(choices: PageChoices, arm: int) -> Scenario:
    """The scenario of an arm.

    Raises
    ------
    ParameterError
        A name or a value that cannot be, alone or with the others.
    """
    choice = choices.arms[arm]
    scenario = resolve(
        name=arm_label(arm, choice),
        regime=choice.regime,
        setting=choices.setting,
        intervention=list(choice.policies),
        parameters=arm_values(choice),
    )
    check_interventions(scenario, choices.horizon)
    return scenario


def check_choices(choices: PageChoices) -> PageChoices:
    """Return choices that can be stepped, the week and the dyad within the run.

    Raises
    ------
    ParameterError
        A name or a value that cannot be, in one line.
    """
    one_of("setting", choices.setting, presets("setting"))
    one_of("colour", choices.colouring, COLOURINGS)
    one_of("curves", choices.curves, CURVES)
    for name in ("dyads", "seed", *(["weeks"] if choices.weeks is not None else [])):
        page_size(name, getattr(choices, name))
    for arm, choice in enumerate(choices.arms):
        one_of("regime", choice.regime, presets("regime"))
        for name in choice.policies:
            one_of("intervention", name, presets("intervention"))
        for name, value in choice.values.items():
            one_of("parameter", name, DIALS)
            check_value(name, value)
        scenario_of(choices, arm)
    number_within("week", choices.opening_week, choices.horizon)
    if choices.dyad is not None:
        number_within("dyad", choices.dyad, choices.dyads - 1)
    return choices


def page_size(name: str, value: Any) -> int:
    """Return a size of what the page steps, a whole number within `SIZES_OF_PAGE`."""
    low, high, _ = SIZES_OF_PAGE[name]
    return number_within(name, value, high, low)


def number_within(name: str, value: Any, high: int, low: int = 0) -> int:
    """Return a whole number from `low` to `high`; refuse anything else."""
    number = plain_whole(value)
    if number is None or not low <= number <= high:
        raise ParameterError(f"{name}: {brief(value)} is not a whole number from {low} to {high}")
    return number
