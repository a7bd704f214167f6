"""How a parameter is declared: default, unit, bounds, sources and meaning, once.

A group of parameters is a ``NamedTuple`` whose fields are ``Annotated[float, parameter(...)]`` or
nested groups. A group that is used in several places (a response factor, six amounts) takes its
defaults and sources where it is used, by :func:`each_with`. A theme is a file and a parameter a
line of it, so that a file reads as a table. From these declarations come the schema of the
configuration, the checks, the tables and the ranges for designs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, get_args, get_origin, get_type_hints

#: The source of what has none.
ASSUMED = "assumed"
#: Source of a number that was set together with others: experiments/calibration_defaults.
CALIBRATED = "calibrated, E01 to E37"
DERIVED = "derived"


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
    form : str
        Where the quantity, or the form of its rule, comes from: a seed item (``S000 item 42``), a
        citation, a working note, or ``assumed``.
    number : str
        Where the default comes from: a citation, the pattern to which it was set (``E19``), a
        working note, or ``assumed``. Seed items are qualitative and give no number.
    about : str
        What it means, as one phrase that needs no context.
    whole : bool
        Only whole numbers are allowed (counts).
    """

    name: str
    default: float
    unit: str
    low: float
    high: float
    form: str
    number: str
    about: str
    whole: bool = False


def parameter(
    default: float,
    unit: str,
    low: float,
    high: float,
    form: str,
    number: str,
    about: str,
    *,
    whole: bool = False,
) -> Declaration:
    """Declare a parameter; its name is the field it annotates."""
    low, high = float(low), float(high)
    return Declaration("", float(default), unit, low, high, form, number, about, whole)


@dataclass(frozen=True)
class EachWith:
    """Defaults, sources and meaning of one use of a shared group."""

    defaults: tuple[float, ...]
    form: str | None
    number: str | tuple[str, ...] | None
    about: tuple[str, ...]
    unit: str | None


def each_with(
    defaults: tuple[float, ...] = (),
    form: str | None = None,
    number: str | tuple[str, ...] | None = None,
    about: str | tuple[str, ...] = "",
    unit: str | None = None,
) -> EachWith:
    """Give the first fields of a shared group the `defaults` of this use, and all its sources.

    A tuple of sources of the number is one for each field; those that it does not reach are
    assumed. None leaves the sources and the unit that the group's fields were declared with. The
    words of `about` fill the places in the fields' meanings: ``{}``, or ``{0}`` and ``{1}``;
    ``{field}`` is the field's own name.
    """
    words = (about,) if isinstance(about, str) else about
    return EachWith(defaults, form, number, words, unit)


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
            for place, inner in enumerate(declarations(kind, f"{name}.", declared)):
                yield inner if use is None else _used(inner, place, use)


def _used(inner: Declaration, place: int, use: EachWith) -> Declaration:
    """The declaration of a group's field at `place`, as one use of the group has it."""
    default = use.defaults[place] if place < len(use.defaults) else inner.default
    number = use.number or inner.number
    if isinstance(number, tuple):
        number = number[place] if place < len(number) else ASSUMED
    about = inner.about.format(*use.about, field=inner.name.rsplit(".", 1)[-1])
    unit, form = use.unit or inner.unit, use.form or inner.form
    return replace(inner, default=float(default), unit=unit, form=form, number=number, about=about)
