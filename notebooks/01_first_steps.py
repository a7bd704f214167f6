# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # First steps
#
# A service with 2,000 users under routine care, two years, week by week. Every line below is one
# idea; run them one by one.

# %%
import mutua

result = mutua.simulate(regime="usual", setting="community", dyads=2_000, weeks=104, seed=1)

# %% [markdown]
# `weekly` has one row a week. Each column carries its unit and its definition.

# %%
print(result.weekly[["week", "engaged", "attended", "trust_user", "debt_user"]].iloc[[0, 25, 103]])
print(result.weekly.attrs["debt_user"])

# %% [markdown]
# `dyads` has one row a tie, frozen at its exit. Who breaks off? Compare the users' preferred
# control with the .65 that routine care prescribes.

# %%
dyads = result.dyads
misfit = (dyads.preferred_control - 0.65).abs()
print(dyads.groupby(misfit > 0.15)["dropout"].mean())

# %% [markdown]
# The same dyads, the same draws, another regime: what changes is the regime. Twenty replicates give
# an interval, and the variance-reduction factor says what sharing the draws was worth.

# %%
contrast = mutua.compare(["usual", "collaborative"], dyads=1_000, replicates=20, weeks=52)
columns = ["outcome", "difference", "low", "high", "variance_reduction"]
print(contrast.summary()[columns].head(8))

# %%
axes = contrast.plot.survival()
