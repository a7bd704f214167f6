"""Columns of a labelled container by name: pandas, polars, Arrow, xarray, records of NumPy."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mutua.errors import ParameterError

#: What only containers with names have, those too of libraries that are not read here.
SIGNS = ("columns", "column_names", "dims", "coords", "schema", "__dataframe__", "keys")


def columns_of(name: str, given: Any) -> Mapping[Any, Any] | None:
    """Columns by name, or single values by name; None for numbers without names.

    Raises
    ------
    ParameterError
        Names that stand for two columns or for no column, or a container of another kind.
    """
    if isinstance(given, Mapping):
        return _aligned(name, given)
    if isinstance(given, np.ndarray):
        return None if given.dtype.names is None else {x: given[x] for x in given.dtype.names}
    if isinstance(given, (list, tuple)):
        if any(_is_labelled(item) for item in given):
            raise ParameterError(f"{name}: a list of labelled rows; give one table or mapping")
        return None
    if isinstance(given, pd.Series):
        return _paired(name, given.index.tolist(), given.tolist())
    for names in ("column_names", "columns"):  # Arrow has both, and its columns have no names
        if hasattr(type(given), names) and hasattr(given, "__len__"):
            labels = list(getattr(given, names))
            return _paired(name, labels, [_column(given, k) for k in range(len(labels))])
    if _is_labelled(given):
        raise ParameterError(f"{name}: {type(given).__name__} is not a table with named columns")
    return None


def _is_labelled(given: Any) -> bool:
    names = isinstance(given, (Mapping, pd.Series)) or any(hasattr(type(given), x) for x in SIGNS)
    return names or getattr(getattr(given, "dtype", None), "names", None) is not None


def _paired(name: str, labels: list[Any], columns: list[Any]) -> dict[Any, Any]:
    """Columns by label, each label once."""
    twice = [label for label in labels if labels.count(label) > 1]
    if twice:
        raise ParameterError(f"{name}: there are two columns of the name {twice[0]}")
    return dict(zip(labels, columns, strict=True))


def _column(table: Any, k: int) -> list[Any]:
    """The k-th column of a table of pandas, polars or Arrow."""
    if isinstance(table, pd.DataFrame):
        return list(table.iloc[:, k].tolist())
    if hasattr(table, "to_pydict"):
        return list(table.column(k).to_pylist())
    return list(table.to_series(k).to_list())


def _aligned(name: str, given: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """A mapping whose columns, where their own rows are labelled, have the same labels."""
    dims = {x.dims for x in given.values() if getattr(x, "dims", ())}
    rows = [x.index for x in given.values() if isinstance(x, pd.Series)]
    if len(dims) > 1 or any(not x.equals(rows[0]) for x in rows):
        raise ParameterError(f"{name}: the rows of its columns are labelled differently")
    return given
