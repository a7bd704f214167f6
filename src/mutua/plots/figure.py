"""A figure as one record, and the figures of a result as methods of its ``plot``."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from mutua.errors import ParameterError
from mutua.plots.files import render_figures
from mutua.plots.notebook import show_figure


def always(_: Any) -> bool:
    """True: the figure can be drawn of every result that has its tables."""
    return True


@dataclass(frozen=True)
class Figure:
    """One figure of a study, declared once for ``plot``, the files and the report."""

    name: str  #: Of the method of ``plot`` and of its files
    #: As in the report; together the documentation of the method
    title: str
    caption: str
    draw: Callable[..., Any]  #: Draws a result; returns Axes, one or a list
    needs: tuple[str, ...] = ()  #: Tables of the result without which there is nothing to draw
    #: Whether a result that has the tables has something to show
    worthwhile: Callable[[Any], bool] = always
    wide: bool = True  #: Two columns of a page, else one
    #: Part of ``plot.all()`` and of the report; else it takes an argument of its own
    listed: bool = True

    def missing(self, result: Any) -> list[str]:
        """Names of the tables that this result lacks, or that are empty."""
        tables = result.tables
        return [name for name in self.needs if name not in tables or tables[name].empty]

    def is_of(self, result: Any) -> bool:
        """Whether the figure belongs to the report of this result."""
        return self.listed and not self.missing(result) and self.worthwhile(result)


class Figures:
    """The figures of a result: ``plot.NAME()`` draws one and returns its matplotlib Axes."""

    records: ClassVar[tuple[Figure, ...]] = ()

    def __init__(self, result: Any) -> None:
        self._result = result

    @property
    def names(self) -> list[str]:
        """Names of the figures for which there is something to draw, in the order of a report."""
        return list(self._drawings())

    def __repr__(self) -> str:
        return f"Figures, each drawn by plot.NAME(): {', '.join(self.names)}"

    def all(self) -> dict[str, Any]:
        """Draw every figure for which there is something to draw; Axes by name."""
        return {name: getattr(self, name)() for name in self.names}

    def files(self, *names: str) -> dict[str, bytes]:
        """PNG and SVG of some figures, or of all, by file name."""
        drawings = self._drawings()
        return render_figures({name: drawings[name] for name in names or drawings})

    def _drawings(self) -> dict[str, Callable[[], Any]]:
        """What draws each figure; unlike the methods it shows nothing in a notebook."""
        return {
            record.name: partial(record.draw, self._result)
            for record in self.records
            if record.is_of(self._result)
        }

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Refuse the name of a figure that there is not."""
        known = ", ".join(record.name for record in self.records)
        raise AttributeError(f"there is no figure {name!r}; there are {known}")


def figures_class(name: str, records: Sequence[Figure]) -> type[Figures]:
    """Return a class of `Figures` with one documented method a record."""
    methods: dict[str, Any] = {record.name: _method(record) for record in records}
    about = {"__doc__": Figures.__doc__, "records": tuple(records)}
    return type(name, (Figures,), methods | about)


def _method(record: Figure) -> Callable[..., Any]:
    """The method that draws a figure, and shows it if a notebook is running."""
    signature = inspect.signature(record.draw)

    def method(self: Figures, *args: Any, **options: Any) -> Any:
        if missing := record.missing(self._result):
            raise ParameterError(f"plot.{record.name}: this result has no {' and '.join(missing)}")
        given = signature.bind(self._result, *args, **options).arguments
        axes = record.draw(self._result, *args, **options)
        if given.get("ax") is None:
            show_figure(axes)
        return axes

    first, *rest = signature.parameters.values()
    method.__name__ = method.__qualname__ = record.name
    method.__doc__ = f"{record.title}.\n\n{record.caption}"
    method.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[first.replace(name="self"), *rest]
    )
    return method
