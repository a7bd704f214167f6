"""JSON files that vouch for themselves: plain values, and the digest of all of them."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from mutua.errors import StoreError
from mutua.storage.disk import bytes_of

SEAL = "seal"


def as_json(value: Mapping[str, Any]) -> str:
    """Plain values as the text of a file."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def seal(values: Mapping[str, Any]) -> bytes:
    """Text of a file that holds values and their digest."""
    return as_json({**values, SEAL: _digest_of(values)}).encode()


def unseal(path: Path) -> dict[str, Any]:
    """Values of a sealed file.

    Raises
    ------
    StoreError
        Their digest is not the one it holds, or it holds none.
    """
    data = bytes_of(path)
    try:
        values = dict(json.loads(data))
        known = values.pop(SEAL, None)
        is_whole = known == _digest_of(values)
    except (ValueError, TypeError, RecursionError):
        known, is_whole = "", False
    if not is_whole:
        unsealed = "; it has no seal: an earlier version of mutua may read it" * (known is None)
        raise StoreError(f"{path} is truncated or altered since it was written{unsealed}")
    return values


def _digest_of(values: Mapping[str, Any]) -> str:
    return sha256(as_json(values).encode()).hexdigest()
