"""How a parameter is declared: default, unit, bounds, source and meaning, once.

A group of parameters is a ``NamedTuple`` whose fields are ``Annotated[float, parameter(...)]`` or
nested groups. A group that is used in several places (a response factor, six amounts) takes its
defaults where it is used, by :func:`each_with`. From these declarations come the schema of the
configuration, the checks, the tables and the ranges for designs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Declaration:
    """One parameter as it was declared.

    Attributes
    ----------
    name : str
        Dotted name, as on the command line: ``trust.gain``.
    default, low, high : float
        Default and inclusive bounds, in `unit`.
    unit : str
        ``1`` for shares and pure numbers.
    source : str
        Seed item (``S000 item 42``), a citation, or ``assumed``.
    about : str
        What it means.
    whole : bool
        Only whole numbers are allowed (counts).
    """

    name: str
    default: float
    unit: str
    low: float
    high: float
    source: str
    about: str
    whole: bool = False


def parameter(
    default: float,
    unit: str,
    low: float,
    high: float,
    source: str,
    about: str,
    *,
    whole: bool = False,
) -> Declaration:
    """Declare a parameter; its name is the field it annotates."""
    return Declaration("", float(default), unit, float(low), float(high), source, about, whole)


@dataclass(frozen=True)
class EachWith:
    """Defaults, source and meaning of one use of a shared group."""

    about: str
    source: str | None
    defaults: dict[str, float]


def each_with(about: str, source: str | None = None, **defaults: float) -> EachWith:
    """Give the fields of a shared group the defaults of this use."""
    return EachWith(about, source, defaults)


DERIVED = "derived"


def declarations(
    cls: type, prefix: str = "", template: Declaration | None = None
) -> Iterator[Declaration]:
    """All declared parameters below `cls`, in the order of the rows; derived fields are skipped.

    A field of a shared group without a declaration of its own (six amounts) takes `template`.
    """
    for field, hint in get_type_hints(cls, include_extras=True).items():
        kind, *notes = get_args(hint) if get_origin(hint) is Annotated else (hint,)
        if DERIVED in notes:
            continue
        name = f"{prefix}{field}"
        declared = next((note for note in notes if isinstance(note, Declaration)), template)
        use = next((note for note in notes if isinstance(note, EachWith)), None)
        if kind is float:
            assert declared is not None, f"{name} is not declared"
            yield replace(declared, name=name)
        else:
            for inner in declarations(kind, f"{name}.", declared):
                yield inner if use is None else _used(inner, inner.name[len(name) + 1 :], use)


def _used(inner: Declaration, field: str, use: EachWith) -> Declaration:
    return replace(
        inner,
        default=float(use.defaults.get(field, inner.default)),
        source=use.source or inner.source,
        about=f"{use.about}: {inner.about}",
    )
