"""Rows of a scorecard by what they are used for."""

import pandas as pd

#: Roles of published patterns, those that are scored first.
ROLES = ("calibrate", "validate", "verify", "report", "input")


def rows_by_role(patterns: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Rows of each role that there is, in the order of `ROLES`."""
    split = {role: patterns[patterns["role"] == role] for role in ROLES}
    return {role: rows for role, rows in split.items() if len(rows)}
