# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Three regimes on the same dyads
#
# Who decides, who asks, what each is expected to give: a regime is a set of norms. Here the same
# users and professionals meet the same draws under three of them. A difference is then a difference
# of norms, and not of users.

# %%
import mutua

contrast = mutua.compare(
    ["paternalistic", "collaborative", "consumer"], dyads=1_000, replicates=20, weeks=104
)

# %% [markdown]
# ## What differs, and how sure is that?
#
# One row an outcome and pair of arms. The interval is Student's t over replicates: how sharply this
# many simulated dyads pin down the model's own answer, not how far the model is right. The last
# column says how many times as many unpaired runs the same interval would take.

# %%
summary = contrast.summary().set_index("outcome")
columns = ["reference", "arm", "mean_reference", "difference", "low", "high", "variance_reduction"]
print(summary.loc[["dropout", "empowerment", "star_user_end"], columns].round(3).to_string())

# %%
axes = contrast.plot.survival()

# %% [markdown]
# ## The same dyads?
#
# Trust among those still engaged is a mean over different dyads in each arm, as soon as the arms
# lose different dyads. Thick lines compare the dyads that both arms keep, thin ones the dyads each
# arm keeps; where they part, part of the difference is who stays.

# %%
axes = contrast.plot.stayers()

# %% [markdown]
# ## For which users?
#
# No user can be treated under two regimes, but the model's users are. `joint` counts who breaks off
# under one arm only: those that the other regime would have kept.

# %%
print(contrast.joint().round(3).to_string(index=False))

# %% [markdown]
# The same difference by severity and by the control that users prefer. If a regime is better for
# some and worse for others, it shows here.

# %%
groups = contrast.groups()
print(groups[groups["outcome"] == "dropout"].round(3).to_string(index=False))

# %% [markdown]
# ## What kind of relation is it?
#
# The share of engaged dyads in each class of equilibrium, week by week. The classes and their
# thresholds are ours (`docs/model.md`); read what is said about them with other thresholds too:
# `measure.thresholds=0.75` and `1.25`.

# %%
axes = contrast.plot.mix()

# %% [markdown]
# The mix hides who moves. Of the dyads that are in a class in week 52, how many are in each class a
# year later, and how many have ended?

# %%
axes = contrast.plot.transitions()

# %% [markdown]
# ## What was put in?
#
# Users prefer a share of control, and misfit acts on attending, on how visits are felt and on
# leaving, by weights that are assumed. Without these weights, what is left of the difference?

# %%
without = mutua.compare(
    ["paternalistic", "collaborative", "consumer"],
    mechanism={"roles": False}, dyads=1_000, replicates=20, weeks=104,
)  # fmt: skip
for name, found in (("with roles", contrast), ("without", without)):
    rows = found.summary().set_index("outcome").loc["dropout"]
    print(name)
    print(rows[["arm", "difference", "low", "high"]].round(3).to_string(index=False))
