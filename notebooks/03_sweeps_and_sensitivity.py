# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Sweeps and sensitivity
#
# One comparison answers for one set of parameters, and most parameters of the model are assumed. A
# sweep asks the same question at many points of parameter space, on the same dyads and draws at
# each.
#
# ## A question is a file
#
# An experiment is a YAML file: what varies, between which ends, and everything else that differs
# from the defaults. This one ships with mutua; `mutua sweep experiment=wishes` runs it.

# %%
from pathlib import Path
from tempfile import mkdtemp

import mutua
from mutua.cli.main import main
from mutua.scenarios.presets import configs

text = (configs() / "experiment" / "wishes.yaml").read_text(encoding="utf-8")
print(text)

# %% [markdown]
# Users want some share of control (input: a survey says .51 on average), and do not mind a misfit
# below a zone of indifference (input: assumed). To ask something else, change a line. Here the
# second axis becomes how strongly misfit drives users away.

# %%
mine = text.replace(
    'experience: {zone: "interval(0.05, 0.3)"}', 'exit: {strain: {slope: "interval(0, 10)"}}'
)
folder = Path(mkdtemp())  # or one of your own: experiments live in its folder experiment/
(folder / "experiment").mkdir()
(folder / "experiment" / "mine.yaml").write_text(mine, encoding="utf-8")
main(["sweep", "experiment=mine", "--config-dir", str(folder), f"output={folder / 'swept'}"])

# %% [markdown]
# Every row of the sweep is a run that can be had again with every dyad:
# `mutua.simulate(**swept.arguments(row))`.

# %%
swept = mutua.load(folder / "swept")
print(swept.table[["point", "regime", "replicate", "dropout", "trust_user_end"]].head(3))
print(len(swept.points), "points;", len(swept.table), "runs")

# %% [markdown]
# ## A response surface, and how well it is known
#
# What is shown is the paired difference: how many more (or fewer) break off under collaborative
# norms than would, the very same users, under paternalistic ones. Beside it the half-width of its
# interval over replicates: where that is as large as the difference, look away.

# %%
found = mutua.sensitivity(swept, outcomes=["dropout"], contrast="collaborative-paternalistic")
axes = found.plot.surface()

# %% [markdown]
# ## Which parameters matter?
#
# Two axes can be looked at; eight cannot. Saltelli's design varies all of them at once and splits
# the variance between points into shares: what each parameter does alone, and in all, with
# everything that it does together with others.

# %%
space = {
    "population.preferred_control.mean": "interval(0.35, 0.7)",
    "exit.strain": "interval(0, 10)",
    "experience.zone": "interval(0.05, 0.3)",
    "trust.gain": "interval(0.05, 0.2)",
    "service.contact_interval": "tag(log, interval(1, 4))",
}
many = mutua.sweep(
    space, design="saltelli", points=64, second_order=False,
    regimes=["paternalistic", "collaborative"], dyads=100, replicates=6, weeks=52,
)  # fmt: skip
found = mutua.sensitivity(many, outcomes=["dropout", "trust_user_end", "empowerment"])
print(found.summary().round(2).to_string(index=False))

# %% [markdown]
# A run has noise of its own. With it left in, every share would be too small, and what has no
# influence would seem to have some. Since each point was run with several replicates, products of
# different replicates take it out; the title of each panel says how much there was.

# %%
axes = found.plot.indices()

# %% [markdown]
# Shares have no direction. The mean along each parameter has.

# %%
axes = found.plot.curves()

# %% [markdown]
# ## Where does it go the other way?
#
# A box in parameter space that holds most of the points where the difference is largest (above 0,
# that is more dropout under collaborative norms, if there are enough of these): found on one half
# of the points and judged on the other.

# %%
print(found.text())

# %% [markdown]
# The largest share belongs to what users want, which is put in. That is the point to take home:
# the difference between regimes is mostly a statement about the users they meet.
