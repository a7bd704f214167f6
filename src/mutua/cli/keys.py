"""Options of each command, declared once: its own keys here, parameters where they belong.

From these declarations come the structured configs that Hydra composes against, the checks of what
it composed, and the help texts.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, make_dataclass
from functools import partial
from typing import Any, get_origin

from mutua.errors import ParameterError, brief
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.arms import REGIMES, SWEPT, SYNTAX
from mutua.scenarios.check import SIZES, STATES, unknown, written_truth

#: Config groups: what is chosen by name.
GROUPS = {
    "regime": "norms of the service: who leads, who gives what",
    "setting": "what the service offers",
    "population": "the users who come, the professionals who work there",
    "intervention": "changes to the service, a list such as [feedback,training]",
    "experiment": "a study: choices and values under one name",
}
#: Groups that only commands have in which something varies.
MORE_GROUPS = {
    "sweep": {
        "design": "how points are laid out",
        "space": "what varies, and between which ends",
    },
    "calibrate": {"space": "what may be learned, and the prior of each"},
    "basins": {},
}
SIMULATING = ("run", "compare", "reciprocity")
#: Commands in which something varies; what does is in their config under the name of `SPACE`.
VARYING = tuple(MORE_GROUPS)
#: The command whose rows bring their own scenarios: only values that are given count.
OVERRIDING = "evidence"
COMPOSED = (*SIMULATING, *VARYING, OVERRIDING)
SPACE = "space"
#: What the names of states that are set at week 0 begin with.
START = "start."
#: What a mechanism may be.
ON_OFF = "on or off"
#: How parameters can be listed.
FORMATS = ("table", "csv", "md")


@dataclass(frozen=True)
class Key:
    """One key of a command."""

    name: str  #: As on the command line
    kind: Any  #: What Hydra converts to: ``int``, ``str``, ``list[str]``, or one of them or None
    default: Any  #: The same as in the Python function of that name
    allowed: str  #: What may be given, in words
    about: str  #: What it means
    #: Inclusive bounds of numbers
    low: float = -math.inf
    high: float = math.inf
    commands: tuple[str, ...] = COMPOSED  #: The commands that take it


def _number(name: str, default: int | None, about: str, *only: str, low: int | None = None) -> Key:
    low, high = SIZES[name][0] if low is None else low, SIZES[name][1]
    kind = int if default is not None else int | None
    allowed = f"a whole number from {low} to {high}"
    return Key(name, kind, default, allowed, about, low, high, only or COMPOSED)


def _flag(name: str, about: str, *only: str, default: bool = False) -> Key:
    return Key(name, bool, default, "true or false", about, commands=only)


KEYS = (
    Key("output", str | None, None, "a new or empty folder",
        "where results go (null: outputs/<time>_<command>; of replay: nowhere)",
        commands=(*COMPOSED, "sensitivity", "replay", "merge", "export")),
    Key("figures", bool, True, "true or false",
        "whether figures are drawn, which takes some seconds; tables and a page there are anyway",
        commands=(*COMPOSED, "sensitivity", "replay")),
    Key("run", str, None, "a folder of results", "what is read; named first",
        commands=("replay", "sensitivity", "export")),
    _number("seed", 1, "random seed, shared by all arms"),
    _number("dyads", 5_000, "dyads of one run", "run", "compare"),
    _number("dyads", 2_000, "dyads of one run", "reciprocity"),
    _number("dyads", 200, "dyads of one run", "sweep"),
    _number("dyads", 400, "dyads of one run; a warning is measured on four times as many",
            "basins"),
    _number("weeks", None, "weeks simulated (null: the setting's service.horizon)", "run",
            "compare", "sweep"),
    _number("weeks", 78, "weeks simulated; flows are read up to the last", "reciprocity"),
    _number("since", 53, "first week that flows are read in", "reciprocity"),
    _number("weeks", 208, "weeks simulated", "basins"),
    _number("weeks", None, "weeks of follow-up (null: as many as all records allow)", "calibrate"),
    _number("replicates", 20, "runs of each arm, each with random draws of its own", "compare"),
    _number("replicates", 8, "runs of each arm, each with random draws of its own", "reciprocity"),
    _number("replicates", 10, "runs of each point and arm; adaptive sampling starts with them",
            "sweep", low=1),
    _number("replicates", 8, "runs of each start, each with random draws of its own", "basins"),
    Key("threads", int | None, None, "a whole number from 1 to the number of processors",
        "threads of the kernel (null: all); changes no result"),
    Key("record", str, "dyads", "weekly, dyads or trajectories",
        "what is kept; each includes the former", commands=("run",)),
    Key("series", list[str], (), "a list of states and events, each once",
        "what trajectories also hold, such as [user.feeling.rupture]", 0, commands=("run",)),
    Key("ratings", list[str], (), "a list of occasions, each once",
        "when every instrument is applied, such as [week:0,visit:3,weeks:9-13]", 0,
        commands=("run",)),
    _flag("professionals", "keep every professional's week", "run"),
    Key("without", str | None, None, "a mechanism",
        "also run without it: what each dyad owes to it, such as without=influence",
        commands=("run",)),
    Key("regimes", list[str], REGIMES,
        "a list of two or more, each once, such as [paternalistic,consumer]",
        "the arms; the first is the reference", low=2, commands=("compare",)),
    Key("regimes", list[str], SWEPT,
        "a list of one or more, each once, such as [paternalistic,consumer]",
        "the arms at every point; the first is the reference", low=1, commands=("sweep",)),
    Key("regimes", list[str], REGIMES, "a list of one or more, each once, such as [usual]",
        "in which regimes", low=1, commands=("reciprocity",)),
    Key("change", float, 0.15, "a number between 0 and 1",
        "share by which one side gives more, and less", commands=("reciprocity",)),
    Key("arms", list[str] | None, None,
        "a list of two or more, each once, such as [usual,usual+feedback]",
        f"instead of regimes: {SYNTAX} each; a label may stand before |", low=2,
        commands=("compare",)),
    _flag("roles_off", "also run regimes with mechanism.roles=off: what is left of a difference",
          "compare", default=True),
    _flag("decomposition", "also run which norms a difference in dropout comes from", "compare"),
    _flag("continuum", "also run control from .1 to .9: who should lead, by group", "compare"),
    Key("posterior", str | None, None, "the folder of a calibration, or defaults",
        "each replicate takes a draw of it, the same in all arms", commands=("compare",)),
    Key("rows", list[str] | None, None, "a list of rows, each once, such as [E08,E14]",
        "published patterns (null: all)", low=1, commands=("evidence",)),
    Key("size", float, 1.0, "a number from 0.01 to 100",
        "dyads of each experiment, as a share of its own", commands=("evidence",)),
    _flag("needs", "also measure every row without each mechanism, on fewer dyads", "evidence"),
    _flag("nulls", "also measure the card on the null models", "evidence"),
    Key("dyad", int | None, None, "a dyad of the run", "whose story", commands=("replay",)),
    Key("equilibrium", str | None, None, "an equilibrium class",
        "instead of dyad: the most typical engaged dyad of this class", commands=("replay",)),
    Key("arm", str | None, None, "an arm of the comparison", "which one (null: the first)",
        commands=("replay",)),
    Key("replicate", int | None, None, "a replicate of the comparison",
        "which one (null: the first)", commands=("replay",)),
    _flag("verify", "also step the whole run and compare its weekly table", "replay"),
    Key("outcomes", list[str] | None, None, "a list of outcomes, each once, such as [dropout]",
        "what is analysed; figures are of the first (null: those of compare, dropout first)",
        commands=("sensitivity",)),
    Key("contrast", str | None, None, "REGIME-REFERENCE, or one regime",
        "what figures and regions are of (null: the second regime less the first)",
        commands=("sensitivity",)),
    Key("side", str, "above", "above or below", "which side of the threshold the region is",
        commands=("sensitivity",)),
    Key("threshold", float | None, None, "a number, in the outcome's unit",
        "where the region begins (null: 0 of a contrast, if 5 % of the points lie on either "
        "side, else a quartile)", commands=("sensitivity",)),
    Key("design.kind", str, "grid", "the name of a design", "set by design=NAME",
        commands=("sweep",)),
    _number("design.points", 256, "points; base sample of saltelli, trajectories of morris",
            "sweep"),
    _number("design.levels", 4, "values that a grid takes of an interval; levels of morris",
            "sweep"),
    Key("design.second_order", bool, True, "true or false",
        "whether saltelli is to serve second-order indices", commands=("sweep",)),
    Key("design.seed", int | None, None, "a whole number from 0 to 18446744073709551615",
        "random seed of the sampling (null: seed)", 0, 2**64 - 1, ("sweep",)),
    Key("design.file", str | None, None, "a CSV file", "points of design=list, one a line",
        commands=("sweep",)),
    Key("constraints", list[str], (), "a list of comparisons, each once",
        "what points have to satisfy, such as ['trust.gain < trust.loss']", 0,
        commands=("sweep",)),
    Key("groups", list[str], (), "a list of traits, each once",
        "also keep main outcomes by group, such as [severity,preferred_control]", 0,
        commands=("sweep",)),
    Key("adaptive.outcome", str | None, None, "the name of an outcome",
        "add replicates until its contrasts are precise", commands=("sweep",)),
    Key("adaptive.width", float, 0.05, "a number above 0",
        "full width of the 95 % interval that is wanted", commands=("sweep",)),
    _number("adaptive.most", 200, "limit of a point's replicates", "sweep"),
    _number("part_rows", None, "rows of a part (null: some seconds of work)", "sweep"),
    Key("shard", str | None, None, "i/n, such as 1/4 for the first of four",
        "do this share of the parts; mutua merge joins them", commands=("sweep",)),
    Key("backend", str, "local", "local, dask or slurm",
        "where runs are simulated: threads here, Dask workers, or these as Slurm jobs; "
        "changes no result", commands=("sweep",)),
    _number("workers", None, "Dask workers, one thread each (null: one a processor)", "sweep"),
    Key("scheduler", str | None, None, "an address such as tcp://host:8786",
        "of a running Dask cluster, for backend=dask", commands=("sweep",)),
    Key("resume", str | None, None, "the folder of a sweep or a calibration",
        "complete it; beside it only threads and keys of the backend",
        commands=("sweep", "calibrate")),
    Key("extend", str | None, None, "the folder of a sweep",
        "add replicates= to it, or points: design.points=, of a grid design.levels=, of a list "
        "design.file=", commands=("sweep",)),
    Key("data", str | None, None, "a CSV file of visits and endings",
        "records of a service (docs/calibration.md)", commands=("calibrate",)),
    Key("parameters", list[str] | None, None, "a list of names, each once, such as [exit.base]",
        "what is learned (null: what a simulated twin's records can teach)", low=1,
        commands=("calibrate",)),
    _number("particles", 1_000, "simulated services of one generation", "calibrate"),
    Key("state", str, "affect", "affect or trust",
        "what both sides begin low (-.5, .1) and high (.5, .9) in", commands=("basins",)),
    Key("apart", float, 0.2, "a number between 0 and 1",
        "gap between the two starts above which a dyad counts as apart", commands=("basins",)),
    Key("moved", str | None, "affect.coupling", "a parameter",
        "what is moved during a run, there and back (null: nothing)", commands=("basins",)),
    Key("steps", list[str], ("0.6", "0.3", "0.1"), "a list of values, each once",
        "its values on the way there", 2, commands=("basins",)),
    Key("hold", int, 26, "a whole number from 1 to 520", "weeks at each of them", 1, 520,
        ("basins",)),
    Key("begin", str, "low", "low or high", "start from which it is moved", commands=("basins",)),
    Key("window", int, 8, "a whole number from 3 to 52", "weeks that a warning is read of", 3, 52,
        ("basins",)),
    Key("lead", int | None, 4, "a whole number from 1 to 26",
        "weeks before a break-off at which a warning is judged (null: none is)", 1, 26,
        ("basins",)),
    Key("false_alarms", float, 0.1, "a number between 0 and 1",
        "share of the windows of those who stay that may be alarms", commands=("basins",)),
    Key("host", str, "127.0.0.1", "an address of this machine",
        "where the page is served (127.0.0.1: to this machine alone)",
        commands=("app",)),
    Key("port", int, 8765, "a whole number from 1 to 65535", "port of the page (8765)", 1, 65_535,
        ("app",)),
    Key("browser", bool, True, "true or false", "open the page in a browser (true)",
        commands=("app",)),
    Key("format", str, "table", "table, csv or md", "how parameters are listed",
        commands=("params",)),
    Key("like", str | None, None, "a preset of the group that ships",
        "what it begins from (null: usual, community, default, feedback)", commands=("new",)),
    Key("config_dir", str, "presets", "a folder", "where the file goes, below the group's name",
        commands=("new",)),
    Key("format", str, "csv", "csv", "how tables are written", commands=("export",)),
)  # fmt: skip


def command_keys(command: str) -> dict[str, Key]:
    """Keys of a command by name."""
    return {key.name: key for key in KEYS if command in key.commands}


def value_names(command: str) -> list[str]:
    """Every value that a command can be given, by dotted name."""
    starts = [START + name for name in STATES] if command in SIMULATING else []
    return [*command_keys(command), *(f"mechanism.{name}" for name in NEUTRAL), *starts, *DECLARED]


def command_groups(command: str) -> dict[str, str]:
    """Groups of presets that a command chooses from, with what they are."""
    return {} if command == OVERRIDING else GROUPS | MORE_GROUPS.get(command, {})


def allowed_values(command: str, name: str) -> str:
    """What a value may be, in words; empty if the name is not declared."""
    if name in command_keys(command):
        return command_keys(command)[name].allowed
    if name in DECLARED:
        return f"a number from {DECLARED[name].low:g} to {DECLARED[name].high:g}"
    if name.removeprefix(START) in STATES:
        low, high = STATES[name.removeprefix(START)]
        return f"a number from {low} to {high}"
    if name.removeprefix("mechanism.") in NEUTRAL:
        return ON_OFF
    is_group = any(other.startswith(f"{name}.") for other in value_names(command))
    return "a group of values" if is_group else ""


def unknown_key(command: str, name: str) -> str:
    """One line on a name that the command does not have."""
    if command == OVERRIDING and name in GROUPS:
        return f"{name}: every row brings its own; {command} takes values and mechanisms"
    owners = [other for other in COMPOSED if name in command_keys(other)]
    if owners:
        return f"{name}: {command} has no such key; {owners[0]} has"
    return unknown("parameter", name, [*value_names(command), *command_groups(command)])


def structured_config(command: str) -> type:
    """The structured config of a command."""
    leaves: dict[str, tuple[Any, Any]]
    leaves = {key.name: (_kind(key), key.default) for key in command_keys(command).values()}
    leaves |= {f"mechanism.{name}": (Any, True) for name in NEUTRAL}
    if command in SIMULATING:
        leaves |= {START + name: (float | None, None) for name in STATES}
    if command == OVERRIDING:
        leaves |= {name: (float | None, None) for name in DECLARED}
    else:
        leaves |= {d.name: (float, d.default) for d in DECLARED.values()}
    if command in VARYING:
        leaves[SPACE] = (dict[str, Any], ())
    tree: dict[str, Any] = {}
    for name, leaf in leaves.items():
        *path, last = name.split(".")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
        node[last] = leaf
    return _dataclass(command, tree)


def _kind(key: Key) -> Any:
    """What Hydra converts a key to; a truth value it would make of any number."""
    return Any if key.kind is bool else key.kind


def _dataclass(name: str, tree: Mapping[str, Any]) -> type:
    """A class that is only read, never made an instance of: it needs no methods."""
    fields: list[Any] = []
    for key, leaf in tree.items():
        if isinstance(leaf, dict):
            kind = _dataclass(key, leaf)
            fields.append((key, kind, field(default=kind)))
        elif isinstance(leaf[1], tuple):
            make: Any = get_origin(leaf[0])
            fields.append((key, leaf[0], field(default_factory=partial(make, leaf[1]))))
        else:
            fields.append((key, *leaf))
    return make_dataclass(name.capitalize(), fields, init=False, repr=False, eq=False)


def check_keys(command: str, chosen: dict[str, Any]) -> dict[str, Any]:
    """The command's own keys, as composed, each within its bounds."""
    for key in command_keys(command).values():
        value = chosen[key.name]
        if key.kind is bool:
            chosen[key.name] = switch(key.name, value, key.allowed)
        elif isinstance(value, int) and not key.low <= value <= key.high:
            raise ParameterError(f"{key.name}: {value} is not {key.allowed}")
        if isinstance(value, list) and (
            len(value) < key.low or len({*map(str, value)}) < len(value) or not is_flat(value)
        ):
            raise ParameterError(f"{key.name}: [{','.join(map(str, value))}] is not {key.allowed}")
    return chosen


def is_flat(value: list[Any]) -> bool:
    """Whether a list holds texts only: OmegaConf lets lists within an optional list pass."""
    return all(isinstance(part, str) for part in value)


def switch(name: str, value: Any, allowed: str) -> bool:
    """A composed truth value; refuse what is none, such as a number."""
    state = written_truth(value)
    if state is None:
        raise ParameterError(f"{name}: {brief(value)} is not {allowed}")
    return state


def refuse_undeclared(command: str, composed: Iterable[str]) -> None:
    """Refuse a name that only a ``+`` brought into the composed config."""
    declared = {*value_names(command), "mechanism"}
    for name in composed:
        if name not in declared and not (command in VARYING and name.startswith(f"{SPACE}.")):
            raise ParameterError(unknown_key(command, name))
