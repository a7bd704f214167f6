# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # One dyad
#
# A run of thousands is a table; a relation is a story. Any dyad of any run can be stepped again, on
# its own, with every gift, feeling and draw, and it is checked to the last bit against what the run
# has kept.

# %%
import mutua

result = mutua.simulate(regime="paternalistic", dyads=800, weeks=52, seed=1)
left = result.dyads.query("ending == 'failed' and visits_attended >= 4")
print(left[["dyad", "exit_week", "visits_attended", "preferred_control", "trust_user_end"]].head())

# %% [markdown]
# ## Why did this one leave?

# %%
story = mutua.replay(result, dyad=int(left["dyad"].iloc[0]))
print(story.text())

# %% [markdown]
# ## Give and take
#
# Both flows as shares of what each role has to give, and both books over time: what the user feels
# to owe, and what the professional believes to be owed. They need not agree (S003).

# %%
axes = story.plot.give_and_take()

# %% [markdown]
# ## The same person under other norms
#
# The user and the draws are functions of the seed and the place, not of the regime. So the very
# same week can be looked at under another one: not what *a* user would do, but what this user
# would have done.

# %%
other = mutua.simulate(regime="collaborative", dyads=800, weeks=52, seed=1)
place = other.dyads["dyad"] == int(left["dyad"].iloc[0])
print(other.dyads.loc[place, ["ending", "exit_week", "visits_attended", "trust_user_end"]])
