"""Tables and datasets as files, and back.

Equal tables give equal bytes under equal library versions: the schema carries units and
definitions, and nothing of the moment or of the machine.
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from mutua.errors import StoreError
from mutua.storage.disk import DAMAGE, one_line

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

#: What the Arrow field of a column carries.
COLUMN_FACTS = ("unit", "definition", "over")
#: netCDF 3, the format that scipy writes, counts the bytes of one variable in 31 bits.
MAX_VARIABLE = 2**31 - 4


def write_table(path: Path | IO[bytes], frame: "pd.DataFrame") -> None:
    """Write Parquet; ``frame.attrs[column]`` gives unit and definition, the index is not kept.

    Measured numbers hardly repeat: a dictionary of them takes four times as long and a quarter more
    room. Nor does the range of a million of them tell which rows to skip.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    bare = frame.copy(deep=False)
    bare.attrs = {}  # pandas copies all of them with each column that is looked at
    kinds = pa.Schema.from_pandas(bare, preserve_index=False)
    fields = [field.with_metadata(_facts(frame.attrs.get(field.name))) for field in kinds]
    schema = pa.schema(fields)
    repeat = [field.name for field in fields if not pa.types.is_floating(field.type)]
    table = pa.Table.from_pandas(bare, schema=schema, preserve_index=False)
    table = table.replace_schema_metadata()  # what pandas alone would read
    pq.write_table(table, path, compression="zstd", use_dictionary=repeat, write_statistics=repeat)


def table_bytes(frame: "pd.DataFrame") -> bytes:
    """What `write_table` writes."""
    buffer = BytesIO()
    write_table(buffer, frame)
    return buffer.getvalue()


def _facts(attrs: Any) -> dict[str, str] | None:
    given = attrs if isinstance(attrs, dict) else {}
    return {fact: str(given[fact]) for fact in COLUMN_FACTS if fact in given} or None


def as_csv(frame: "pd.DataFrame") -> bytes:
    """Comma-separated values with a line of names; units stand in the Parquet file beside it."""
    return str(frame.to_csv(index=False, lineterminator="\n")).encode()


def export_csv(frame: "pd.DataFrame") -> bytes:
    """As `as_csv`, as R and spreadsheets read it: TRUE and FALSE, Inf, missing values empty."""
    plain = frame.copy(deep=False)
    plain.attrs = {}
    for name, column in frame.items():
        if column.dtype == bool:
            plain[name] = column.map({True: "TRUE", False: "FALSE"})
        elif column.dtype.kind == "f" and np.isinf(column).any():
            plain[name] = column.astype(object).replace({np.inf: "Inf", -np.inf: "-Inf"})
    return as_csv(plain)


def codebook(tables: "Mapping[str, pd.DataFrame]") -> "pd.DataFrame":
    """Unit and definition of every column of some tables, a row each."""
    import pandas as pd

    rows = [(name, column, *(table.attrs.get(column, {}).get(fact, "") for fact in COLUMN_FACTS))
            for name, table in tables.items() for column in table.columns]  # fmt: skip
    return pd.DataFrame(rows, columns=["table", "column", *COLUMN_FACTS])


def read_table(path: Path) -> "pd.DataFrame":
    """Read Parquet, with unit and definition back in ``frame.attrs[column]``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with one_line(f"cannot read {path}"), pq.ParquetFile(path) as file:
            return _frame_of(file.read())
    except (pa.ArrowException, *DAMAGE):
        raise StoreError(f"{path} is not a Parquet file that can be read") from None


def _frame_of(table: Any) -> "pd.DataFrame":
    """A table of Arrow with what its fields carry."""
    frame: pd.DataFrame = table.to_pandas()
    for field in table.schema:
        metadata = field.metadata or {}
        facts = {f: metadata[f.encode()].decode() for f in COLUMN_FACTS if f.encode() in metadata}
        if facts:
            frame.attrs[field.name] = facts
    return frame


def write_arrays(path: Path, arrays: "xr.Dataset") -> None:
    """Write netCDF 3, which holds whole numbers of up to 32 bits; attributes are kept."""
    for name, variable in arrays.variables.items():
        if variable.nbytes > MAX_VARIABLE:
            size = f"{variable.nbytes / 2**30:.1f} GiB"
            raise StoreError(
                f"{name} takes {size}, an array file holds 2 GiB each: record fewer dyads"
            )
    arrays.to_netcdf(path, engine="scipy", format="NETCDF3_64BIT")


def read_arrays(path: Path) -> "xr.Dataset":
    """Read netCDF into memory; units of time are not decoded to dates."""
    import xarray as xr

    try:
        with one_line(f"cannot read {path}"):
            return xr.load_dataset(path, engine="scipy", decode_times=False)
    except (TypeError, ValueError, IndexError):
        raise StoreError(f"{path} is not a netCDF file that can be read") from None
