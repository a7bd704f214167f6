"""Selections that select something, and lints that name every offender."""

from collections.abc import Collection, Iterable
from typing import TypeVar

C = TypeVar("C", bound=Collection)


def nonempty(selection: C, at_least: int = 1) -> C:
    """A selection by prefix, folder or filter, once it is known to select something.

    A test that loops over an empty selection passes and says nothing. (Parametrised by one, it
    fails at collection: `empty_parameter_set_mark` in pyproject.toml.)
    """
    assert len(selection) >= at_least, f"selects {len(selection)}, not {at_least} or more"
    return selection


def beginning(names: Iterable[str], *beginnings: str) -> list[str]:
    """Names with one of these beginnings, each of which at least one name has."""
    names = list(names)
    for beginning in beginnings:
        nonempty([name for name in names if name.startswith(beginning)])
    return [name for name in names if name.startswith(beginnings)]


def assert_none(offenders: Iterable[object], rule: str = "") -> None:
    """Fail if there are offenders against a rule, with a line for each of them."""
    lines = [str(offender) for offender in offenders]
    assert not lines, "\n".join([rule, *lines])
