"""Effect of one mechanism on each dyad: the run as it is, less the same dyads without it.

Both runs have the same random draws, so a difference is the mechanism's doing, through whatever it
set in motion. The seventh mechanism of S003 (item 141), influence, is what adherence and acceptance
owe to ``influence``.
"""

import numpy as np
import pandas as pd

from mutua.analysis.summary import mean, sd
from mutua.model.measures.outcomes import OUTCOMES, ROW, attach_units, unit_of_mean


def mechanism_effects(present: pd.DataFrame, absent: pd.DataFrame) -> pd.DataFrame:
    """Outcomes of every dyad with a mechanism, less those without it.

    Parameters
    ----------
    present, absent : DataFrame, one row a dyad
        Dyad tables of the same dyads, with the mechanism and without.

    Returns
    -------
    DataFrame
        ``dyad``, then one column an outcome; a truth becomes -1, 0 or 1; missing where either is.
    """
    names = list(OUTCOMES)
    apart = present[names].astype(np.float32) - absent[names].astype(np.float32)
    frame = pd.concat([present[["dyad"]], apart], axis=1)
    without = "with the mechanism less without it"
    about = {n: ROW[n]._replace(definition=f"{ROW[n].definition}; {without}") for n in names}
    return attach_units(frame, {"dyad": ROW["dyad"]} | about)


def effects_summary(differences: pd.DataFrame) -> pd.DataFrame:
    """One row an outcome: mean and SD over dyads, and the shares that have more and less of it."""
    rows = []
    for name in OUTCOMES:
        values = differences[name].to_numpy(float)
        there = values[np.isfinite(values)]
        shares = float(mean(there > 0.0)), float(mean(there < 0.0))
        rows.append((name, float(mean(there)), float(sd(there)), *shares, unit_of_mean(name)))
    return pd.DataFrame(rows, columns=["outcome", "mean", "sd", "more", "less", "unit"])
