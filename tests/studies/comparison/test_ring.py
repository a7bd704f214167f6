"""Foa's ring by arm: what is asked, given, felt and needed at the visits of the first dyads."""

import numpy as np
import pandas as pd
import pytest

import mutua
from mutua.analysis.ring import ON_RING, ArmOnRing, ring_table
from mutua.engines.history import trace_slot
from mutua.model.resources import ANGLE
from mutua.studies.comparison import ring_sample

SMALL = {"parameters": {"service.caseload": 2.0, "service.team_size": 1.0}}
SIZE = {"dyads": 6, "weeks": 40, "seed": 4}
ARMS = ["usual", "peer"]


@pytest.fixture(scope="module")
def contrast() -> mutua.Contrast:
    """Teams of two, of which the first two are sampled, in the first two of three replicates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ring_sample, "RING_DYADS", 3)
        patch.setattr(ring_sample, "RING_REPLICATES", 2)
        return mutua.compare(ARMS, replicates=3, threads=1, **SIZE, **SMALL)


def test_what_is_on_the_ring__is_what_agents_give_feel_and_need(contrast: mutua.Contrast) -> None:
    """Stepped by the other engine, dyad by dyad; the third dyad is of the second team."""
    scenario, means, met, ended = mutua.scenario(regime="usual", **SMALL), [], 0, 0
    for replicate in range(2):
        visits = []
        for slot in range(3):
            history = trace_slot(scenario, slot=slot, replicate=replicate, **SIZE)
            ended += len(history.ties) > 1
            for week in history.ties[0]:
                if week.event.visit.attended > 0.0:
                    need = np.multiply(week.after.user.need, week.now.exchange.full)
                    visits.append((week.event.given.to_user, week.event.user.gifts, need))
        means.append(np.mean(visits, axis=0))
        met += len(visits)
    table = contrast.tables["ring"].query("arm == 'usual' and side == 'user'")
    found = table.pivot(index="value", columns="resource", values="mean")
    expected = np.mean(means, axis=0)
    for value, row in zip(("given", "felt", "needed"), expected, strict=True):
        assert found.loc[value, list(ANGLE._fields)].tolist() == pytest.approx(row.tolist())
    assert set(table["visits"]) == {met}
    assert met > 10
    assert ended, "or visits of later ties in the same place might be counted"


def test_what_a_role_asks__is_the_norm_of_the_other_side(contrast: mutua.Contrast) -> None:
    asked = contrast.tables["ring"].query("value == 'asked'").set_index(["arm", "side"])
    for arm in ARMS:
        values = mutua.scenario(regime=arm, **SMALL).values
        for side, giver in (("user", "professional"), ("professional", "user")):
            norm = [values[f"norm.{giver}.{name}"] for name in ANGLE._fields]
            assert asked.loc[(arm, side), "mean"].tolist() == pytest.approx(norm)
            assert sum(norm) == pytest.approx(6.0), "a role's budget for a visit"
    assert np.allclose(asked["high"] - asked["low"], 0.0), "no estimate"


def test_the_sample__is_counted_in_the_work() -> None:
    """Two arms with teams of 2 and of 4, three dyads of 6: two teams, and one."""
    size = ring_sample.RING_DYADS
    assert ring_sample.ring_work([size // 2, size * 4], size, 3, 10) == 2 * size * 3 * 10
    many = ring_sample.RING_REPLICATES + 5
    assert ring_sample.ring_work([1], 2, many, 10) == 2 * ring_sample.RING_REPLICATES * 10


def test_a_ring__has_the_order_of_foa_and_one_scale_for_all_arms(contrast: mutua.Contrast) -> None:
    axes = contrast.plot.ring()
    assert len(axes) == 2 * len(ARMS)
    table = contrast.tables["ring"]
    for ax, (arm, side) in zip(axes, [(a, s) for a in ARMS for s in ("user", "professional")],
                               strict=True):  # fmt: skip
        lines = {line.get_label(): line for line in ax.lines}
        own = table[(table["arm"] == arm) & (table["side"] == side) & (table["value"] == "given")]
        x, y = lines["given"].get_xdata()[:6], lines["given"].get_ydata()[:6]
        angles = np.degrees(np.arctan2(y, x)) % 360
        radius = np.hypot(x, y)
        there = radius > 1e-9
        assert angles[there] == pytest.approx(np.array(ANGLE)[there])
        assert radius == pytest.approx(own["mean"].to_numpy() / (1.05 * table["mean"].max()))


def test_an_arm_without_a_visit__has_a_ring_of_what_is_asked() -> None:
    means = np.full((2, 2, len(ON_RING), 6), np.nan)
    means[:, :, 0] = 1.0
    from mutua.plots.comparison.ring import ring

    table = ring_table({"a": ArmOnRing(means, 0), "b": ArmOnRing(means, 0)})
    assert pd.isna(table.loc[table["value"] == "given", "mean"]).all()
    assert len(ring(table, "nothing")) == 4
