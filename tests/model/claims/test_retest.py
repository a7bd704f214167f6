"""Instruments are as reliable as their papers say: squared correlation with what they rate.

Design 2.6, in the community in the weeks of the early rating. The noise of an instrument acts on
nothing, so that the same people rated without it show the value that is rated.
"""

import re

import numpy as np
import pandas as pd
import pytest
from selection import nonempty

import mutua
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.resolve import resolve

NOISES = nonempty([name for name in DECLARED if re.match(r"measure\..*_noise", name)])
WEEKS = int(resolve().values["measure.early_week"])
#: Column that is rated, the latent value of it without noise, and the reliability asked for.
INSTRUMENTS = {
    "star_user_early": ("alliance_user_early", 0.76),
    "star_professional_early": ("alliance_professional_early", 0.68),
    "satisfaction": ("satisfaction", 0.85),
    "wellbeing": ("wellbeing", 0.85),
}


@pytest.fixture(scope="module")
def rated() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Some 8,800 ties at the early rating, with the noise of instruments and without."""
    noise, none = (
        mutua.simulate(parameters=changes, dyads=12_000, weeks=WEEKS).dyads
        for changes in ({}, dict.fromkeys(NOISES, 0.0))
    )
    there = noise["engaged"] & noise["alliance_user_early"].notna()
    return noise[there], none[there]


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_an_instrument_is_as_reliable_as_its_paper_says(rated, name: str) -> None:
    """Within .04; the standard error is below .01."""
    noise, none = rated
    latent, asked = INSTRUMENTS[name]
    r = np.corrcoef(noise[name], none[latent])[0, 1]
    assert r * r == pytest.approx(asked, abs=0.04)


def test_a_rating_of_severity_is_as_reliable_as_its_paper_says(rated) -> None:
    """It is recorded as a difference of two ratings, each with an error of its own."""
    noise, none = rated
    error = (noise["improvement"] - none["improvement"]).var() / 2.0
    for severity in (none["severity_start"], none["severity_end"]):
        assert severity.var() / (severity.var() + error) == pytest.approx(0.85, abs=0.04)


def test_noise_of_instruments_acts_on_nothing(rated) -> None:
    """What is rated is the same, and so is all that is no rating."""
    noise, none = rated
    ratings = {*INSTRUMENTS, "improvement", "improvement_in_care"}
    ratings |= {name.replace("early", "end") for name in INSTRUMENTS}
    pd.testing.assert_frame_equal(noise.drop(columns=ratings), none.drop(columns=ratings))
