"""Print how far outcomes answer to what is given, as tables in Markdown."""

from collections.abc import Mapping

import pandas as pd

import mutua
from mutua.scenarios.arms import SWEPT
from mutua.scenarios.presets import presets
from mutua.scenarios.resolve import resolve

COLUMNS = ("unmet", "satisfaction", "trust_user_end", "dropout", "improvement", "star_user_end",
           "wellbeing")  # fmt: skip
SEEDS = (1, 2)
#: What the norm asks a professional to give, in units a visit.
ROLE = resolve().parameters.norm.professional._asdict()

Changes = Mapping[str, float]


def with_fixed_total(name: str, units: float) -> dict[str, float]:
    """The professional's role with these units of one class, the others in proportion."""
    rest = (sum(ROLE.values()) - units) / (sum(ROLE.values()) - ROLE[name])
    amounts = {other: rest * amount for other, amount in ROLE.items()} | {name: units}
    return {f"norm.professional.{other}": amount for other, amount in amounts.items()}


#: Changes, from and to, by what they are called.
CHANGES: dict[str, tuple[Changes, Changes]] = {
    **{f"{name} 0 -> {2 * units:g} units": ({f"norm.professional.{name}": 0.0},
                                            {f"norm.professional.{name}": 2.0 * units})
       for name, units in ROLE.items()},
    "love 0 -> 1.6, the total fixed": (with_fixed_total("love", 0.0),
                                       with_fixed_total("love", 1.6)),
    "services 0 -> 3, the total fixed": (with_fixed_total("services", 0.0),
                                         with_fixed_total("services", 3.0)),
    "responsiveness 0 -> 1": ({"norm.responsiveness": 0.0}, {"norm.responsiveness": 1.0}),
    "feedback 0 -> 1": ({}, {"interventions.feedback.strength": 1.0}),
    "training 0 -> 1": ({}, {"interventions.training.strength": 1.0}),
    "shared decisions 0 -> 1": ({}, {"interventions.shared_decisions.strength": 1.0}),
    "boundary 0 -> 1": ({}, {"interventions.boundary.strength": 1.0}),
    "user first 0 -> 1": ({}, {"interventions.user_first.strength": 1.0}),
    "empathy .4 -> .8": ({"population.empathy.mean": 0.4}, {"population.empathy.mean": 0.8}),
    "skill .4 -> .8": ({"population.skill.mean": 0.4}, {"population.skill.mean": 0.8}),
    **{f"the {side} gives {low:g} -> {high:g} of the role": ({f"effort.{side}": low},
                                                             {f"effort.{side}": high})
       for side in ("professional", "user") for low, high in ((0, 1), (0.5, 1), (1, 1.5), (1, 2))},
    "acts unasked, none -> default": ({"give.unasked": 0.0, "give.returned": 0.0}, {}),
    "acts unasked, default -> twice": ({}, {"give.unasked": 0.34, "give.returned": 0.1}),
}  # fmt: skip


def outcomes(parameters: Changes, dyads: int, **choices: object) -> pd.DataFrame:
    """Outcomes of dyads over two years, of every seed."""
    runs = (
        mutua.simulate(parameters=parameters, dyads=dyads, seed=seed, **choices).dyads
        for seed in SEEDS
    )
    return pd.concat([run[list(COLUMNS)].astype(float) for run in runs], ignore_index=True)


def changed_outcomes(dyads: int) -> pd.DataFrame:
    """Paired change of each outcome, in SD between the dyads of usual care, one row a change."""
    spread = outcomes({}, dyads).std()
    moved = {
        name: (outcomes(after, dyads).mean() - outcomes(before, dyads).mean()) / spread
        for name, (before, after) in CHANGES.items()
    }
    return pd.DataFrame(moved).T


def means(dyads: int) -> pd.DataFrame:
    """Mean outcomes by how much is given, by regime with and without roles, and by setting."""
    gives = {f"user gives {x:g} of the role": {"effort.user": x} for x in (0, 0.5, 1, 1.5, 2)}
    gives |= {f"professional gives {x:g}": {"effort.professional": x} for x in (0, 0.5, 2)}
    gives |= {f"both give {x:g}": {"effort.user": x, "effort.professional": x} for x in (0, 2)}
    rows = {name: outcomes(changed, dyads).mean() for name, changed in gives.items()}
    for regime in SWEPT:
        rows[regime] = outcomes({}, dyads, regime=regime).mean()
        without = outcomes({}, dyads, regime=regime, mechanism={"roles": False})
        rows[f"{regime}, roles off"] = without.mean()
    for setting in presets("setting"):
        rows[setting] = outcomes({}, dyads, setting=setting).mean()
    return pd.DataFrame(rows).T


def as_markdown(table: pd.DataFrame, first: str, form: str) -> str:
    """A table in Markdown."""
    lines = [f"| {first} | {' | '.join(table.columns)} |", "|---|" + "---:|" * len(table.columns)]
    for name, row in table.iterrows():
        lines.append(f"| {name} | {' | '.join(form.format(value) for value in row)} |")
    return "\n".join(lines)


def main(dyads: int = 2_000) -> None:
    """Print both tables."""
    print(as_markdown(changed_outcomes(dyads), "change", "{:+.2f}"))
    print()
    print(as_markdown(means(dyads), "arm", "{:.3f}"))


if __name__ == "__main__":
    main()
