"""The same dyads under every arm, as arrays in which equal places are the same dyad."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from mutua.analysis.tables import without_units


@dataclass(frozen=True)
class PairedDyads:
    """Dyads of a comparison."""

    table: pd.DataFrame  #: One row an arm, replicate and dyad, in that order
    arms: tuple[str, ...]  #: Names of the arms, the reference first
    replicates: int  #: Replicates of each arm

    def of(self, arm: str, name: str) -> np.ndarray:
        """One column of numbers under one arm, shape (replicates, dyads); floats in float64."""
        values = self._column(arm, name).to_numpy()
        values = values.astype(np.float64, copy=False) if values.dtype.kind == "f" else values
        return np.asarray(values.reshape(self.replicates, -1))

    def codes(self, arm: str, name: str, categories: Sequence[str]) -> np.ndarray:
        """One column of names under one arm, as places in `categories`; shape as in `of`."""
        codes = pd.Categorical(self._column(arm, name), categories=list(categories)).codes
        return np.asarray(codes.reshape(self.replicates, -1))

    def _column(self, arm: str, name: str) -> pd.Series:
        each = len(self.table) // len(self.arms)
        first = self.arms.index(arm) * each
        return self._columns[name].iloc[first : first + each]

    @cached_property
    def _columns(self) -> pd.DataFrame:
        return without_units(self.table)
