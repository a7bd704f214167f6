"""From the words of a command to a plan: Hydra composes once for each choice of groups.

A word that sweeps a parameter is a column of the points and is never composed point by point. What
is composed has every swept parameter at one value, and once more at another: a value that moves
along with it refers to it, which no column would follow, and is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override

from mutua.cli.compose import Multirun, StudyTask, composed_scenario, own_keys
from mutua.cli.keys import SPACE, command_keys
from mutua.errors import ParameterError, one_of
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import GROUPS, MECHANISM, Axis, Choice
from mutua.studies.sweep.design import KINDS, Design, read_points
from mutua.studies.sweep.notation import axis, axis_of, plain_value, spell_out_bounds
from mutua.studies.sweep.plan import SweepPlan
from mutua.studies.sweep.planning import SweepRequest, plan_sweep

#: Words by which Hydra shows something and nothing runs.
SHOWING = ("--cfg", "-c", "--info", "-i")


def sweep_task(command: str, run: Multirun, *, one_each: bool = False) -> StudyTask[SweepPlan]:
    """Plan a sweep from what Hydra hands over.

    `one_each`: as `mutua run -m` means it: the chosen regime, one replicate, the size of one run.
    """
    given = {text.partition("=")[0] for text in run.words}
    if one_each:
        usual = {"dyads": command_keys("run")["dyads"].default, "replicates": 1}
        more = [word(name, value) for name, value in usual.items() if name not in given]
        run = replace(run, words=[*more, *run.words])
    swept, fixed = words_of(run)
    for name in swept:
        if name in command_keys(command):
            raise ParameterError(f"{name}: is the same for the whole sweep; give it one value")
    regimes = regimes_of(swept.pop("regime", None))
    texts = [str(word.input_line) for word in fixed]
    composed = run.compose(texts)
    keys = own_keys(command, composed.values)
    if not regimes:
        alone = "regime" in given or (one_each and "regimes" not in given)
        regimes = [str(composed.choices["regime"])] if alone else keys["regimes"]
    known = run.loader.get_group_options("regime")
    for regime in regimes:
        one_of("regimes", regime, known)
    pinned = {word.key_or_group for word in fixed}
    axes = {name: axis_of(name, text, run.loader)
            for name, text in space_of(composed.values).items() if name not in pinned}  # fmt: skip
    axes |= {name: axis(word, run.loader) for name, word in swept.items()}
    request = request_from(keys, regimes)
    if request.listed is not None and axes:
        raise ParameterError(f"{next(iter(axes))}: the points of design=list are those of its file")
    varied = list(request.listed[0] if request.listed is not None else axes.values())
    compose = Composing(run, texts, composed.choices, varied)
    plan = plan_sweep(varied, request, compose)
    compose.refuse_followers(plan.bases[0])
    return StudyTask(command, keys, plan)


def words_of(run: Multirun) -> tuple[dict[str, Override], list[Override]]:
    """Words that sweep, by what they sweep, and all others."""
    words = OverridesParser.create(run.loader).parse_overrides(list(run.words))
    swept = {word.key_or_group: word for word in words if word.is_sweep_override()}
    return swept, [word for word in words if word.key_or_group not in swept]


def multirun_words(words: Sequence[str]) -> list[str]:
    """Words by which Hydra hands over what varies; ``name=interval`` with its declared ends."""
    pairs = [(text, *text.partition("=")) for text in words]
    spelled = [f"{name}={spell_out_bounds(name, value)}" if eq else text
               for text, name, eq, value in pairs]  # fmt: skip
    return spelled if any(word in SHOWING for word in words) else ["--multirun", *spelled]


def regimes_of(word: Override | None) -> list[str]:
    """Arms of a word such as ``regime=usual,consumer``; none without one."""
    return [] if word is None else [str(plain_value(value)) for value in word.sweep_iterator()]


def space_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What varies, by dotted name, as the space and the experiment have it."""
    under = f"{SPACE}."
    return {name.removeprefix(under): x for name, x in values.items() if name.startswith(under)}


def request_from(keys: Mapping[str, Any], regimes: Sequence[str]) -> SweepRequest:
    """The sweep that the keys of the command describe."""
    seed, shard = keys["seed"], keys["shard"]
    design = Design(
        keys["design.kind"], keys["design.points"],
        seed if keys["design.seed"] is None else keys["design.seed"],
        keys["design.levels"], keys["design.second_order"],
    )  # fmt: skip
    outcome = keys["adaptive.outcome"]
    if outcome is not None and shard is not None:
        raise ParameterError("shard: an adaptive sweep looks at all of its points; leave it whole")
    width, most = keys["adaptive.width"], keys["adaptive.most"]
    adaptive = {"outcome": outcome, "width": width, "most": most}
    return SweepRequest(
        regimes, keys["dyads"], keys["replicates"], seed, keys["weeks"], keys["part_rows"], design,
        points_of(keys), keys["constraints"], None if outcome is None else adaptive,
        keys["groups"],
    )  # fmt: skip


def points_of(keys: Mapping[str, Any]) -> tuple[list[Axis], np.ndarray] | None:
    """Points of a file, for design=list."""
    kind, file = keys["design.kind"], keys["design.file"]
    if kind in KINDS and file is not None:
        raise ParameterError(f"design.file: design={kind} makes its own points; say design=list")
    if kind != "list":
        return None
    if file is None:
        raise ParameterError("design.file: design=list needs a CSV file of points")
    return read_points(file)


class Composing:
    """Composes what points choose from, each combination once."""

    def __init__(
        self, run: Multirun, fixed: Sequence[str], chosen: Mapping[str, Any], axes: Sequence[Axis]
    ) -> None:  # fmt: skip
        self.run, self.fixed = run, fixed
        self.chosen = {word(group, name) for group, name in chosen.items()}
        numbers = [axis for axis in axes if not axis.is_named]
        self.first = {axis.name: axis.levels(2).tolist()[0] for axis in numbers}
        self.last = {axis.name: axis.levels(2).tolist()[-1] for axis in numbers}
        self.some = {axis.name: axis.values[0] for axis in axes
                     if isinstance(axis, Choice) and axis.is_named}  # fmt: skip

    def __call__(self, choices: Mapping[str, Any], regime: str) -> Scenario:
        """Compose the values of a combination under a regime."""
        return self._compose(choices, regime, self.first)

    def refuse_followers(self, base: Scenario) -> None:
        """Refuse a value that refers to a swept one: it is not the same in the first base."""
        moved = self._compose(self.some, base.regime, self.last).values
        for name, value in base.values.items():
            if value != moved[name] and name not in self.first:
                raise ParameterError(f"{name}: refers to a value that is swept; sweep it too")

    def _compose(
        self, choices: Mapping[str, Any], regime: str, values: Mapping[str, Any]
    ) -> Scenario:  # fmt: skip
        composed = self.run.compose(self._words(choices, regime), values)
        names = {group: str(composed.choices[group]) for group in GROUPS}
        return composed_scenario(composed.values, names | {"regime": regime}, together=False)

    def _words(self, choices: Mapping[str, Any], regime: str) -> list[str]:
        """Words of a combination; those that were given if they choose the same."""
        picked = [word(name, value) for name, value in {"regime": regime, **choices}.items()]
        if self.chosen.issuperset(picked):
            return list(self.fixed)
        groups = [text for text in picked if text.partition("=")[0] in (*GROUPS, "regime")]
        others = [text for text in self.fixed if not text.startswith("regime=")
                  and (text.partition("=")[0] not in choices or MECHANISM in text)]  # fmt: skip
        switches = [text for text in picked if text not in groups]
        return [*groups, *others, *switches]


def word(name: str, value: Any) -> str:
    """An override that sets one value."""
    return f"{name}={str(value).lower() if isinstance(value, bool) else value}"
