"""Spells: against a count by hand over random states, with and without missing weeks."""

from itertools import groupby

import numpy as np
import pytest

from mutua.analysis.spells import spells_of


def by_hand(state: np.ndarray) -> list[tuple[int, int, int, bool]]:
    """Row, first week, week after the last, and whether that was seen, of each spell."""
    spells = []
    for row, weeks in enumerate(state.tolist()):
        week = 0
        for holds, same in groupby(weeks, key=lambda value: value > 0.0):
            after = week + len(list(same))
            if holds:
                seen = after < len(weeks) and weeks[after] == weeks[after]
                spells.append((row, week, after, seen))
            week = after
    return spells


@pytest.mark.parametrize("seed", range(20))
def test_spells__are_those_counted_by_hand(seed: int) -> None:
    rng = np.random.default_rng(seed)
    state = (rng.random((30, 40)) < 0.4).astype(float)
    state[np.arange(40) > rng.integers(5, 60, 30)[:, None]] = np.nan
    found = spells_of(state)
    expected = by_hand(state)
    assert {ended for *_, ended in expected} == {True, False}
    assert [tuple(spell) for spell in zip(*map(np.ndarray.tolist, found), strict=True)] == expected
    firsts = {spell[0]: spell for spell in reversed(expected)}
    first = found.first_of_each()
    assert list(zip(*map(np.ndarray.tolist, first), strict=True)) == sorted(firsts.values())


def test_no_spells__are_empty() -> None:
    assert len(spells_of(np.zeros((3, 5))).first_of_each().row) == 0
    assert len(spells_of(np.zeros((0, 5))).row) == 0
