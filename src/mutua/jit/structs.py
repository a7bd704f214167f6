"""State in and out of arrays: the declaration is the layout.

A state class is a ``NamedTuple`` of floats and of further such classes. Its rows in an array are
its fields in order, depth first; no row number is written anywhere else. :func:`load` and
:func:`store` exist twice: as plain Python, and as one compiled intrinsic each that emits one scalar
access a leaf, so that LLVM sees what a hand-written list of assignments would give it.
:func:`replace` is the third piece that numba lacks: a state with some fields changed. The fourth is
:func:`lend`: parameters are handed from rule to rule by their address, since numba would take five
hundred of them apart into as many arguments wherever they are passed. :func:`bits_of` is the fifth.
"""

import inspect
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count
from typing import Any, TypeVar, get_type_hints

import numpy as np
from numba import types
from numba.core import cgutils
from numba.core.imputils import impl_ret_borrowed, lower_builtin, lower_getattr_generic
from numba.core.typing.templates import (
    AbstractTemplate,
    AttributeTemplate,
    infer_getattr,
    infer_global,
    signature,
)
from numba.extending import intrinsic, models, overload, register_model

from mutua.jit.passes import INLINED

T = TypeVar("T")
Rows = np.ndarray[Any, np.dtype[np.float64]]
#: Bytes of a line of the cache.
LINE = 64
_GROUPS: set[type] = set()


@cache
def leaves(cls: Any) -> tuple[str, ...]:
    """Dotted names of the rows of `cls`: ``('user.feeling.trust', 'user.need.love', ...)``."""
    return tuple(
        row
        for name, kind in get_type_hints(cls).items()
        for row in ([name] if kind is float else [f"{name}.{leaf}" for leaf in leaves(kind)])
    )


def group(cls: type[T]) -> type[T]:
    """Mark a class of parameters as a group, which compiled code is lent by its address."""
    _GROUPS.add(cls)
    return cls


def is_group(cls: type) -> bool:
    """Whether a class was marked as a group of parameters."""
    return cls in _GROUPS


@cache
def members(cls: Any) -> tuple[tuple[str, type], ...]:
    """Names and kinds of the direct fields of `cls`."""
    return tuple(get_type_hints(cls).items())


def size(cls: Any) -> int:
    """How many rows a state of class `cls` takes."""
    return len(leaves(cls))


def fill(cls: type[T], values: Iterable[float]) -> T:
    """Build `cls` from the flat sequence of its leaves."""
    rest = iter(values)
    state = cls(*_fields(cls, rest))
    if next(rest, None) is not None:
        raise ValueError(f"more than the {size(cls)} values of {cls.__name__}")
    return state


def _fields(cls: Any, values: Iterator[float]) -> Iterator[Any]:
    for _, kind in members(cls):
        yield next(values) if kind is float else kind(*_fields(kind, values))


def flat(state: Any) -> Iterator[float]:
    """Leaves of a state in the order of :func:`leaves`."""
    for value in state:
        if isinstance(value, tuple):
            yield from flat(value)
        else:
            yield value


def load(cls: type[T], rows: Rows, i: int) -> T:
    """State of class `cls` in column `i` of `rows`, shape (rows, columns)."""
    return fill(cls, rows[: size(cls), i].tolist())


def store(rows: Rows, i: int, state: Any) -> None:
    """Write `state` into column `i` of `rows`, rounded to its type."""
    for k, value in enumerate(flat(state)):
        rows[k, i] = value


def replace(state: T, **changes: Any) -> T:
    """`state` with the named fields changed; also callable from compiled code."""
    return state._replace(**changes)  # type: ignore[attr-defined,no-any-return]


def lend(group: T) -> T:
    """`group`, passed on by its address in compiled code; for what no rule changes."""
    return group


def lend_one(first: bool, one: T, other: T) -> T:
    """`one` of two lent groups, else the `other`, lent as a copy of its own.

    The loop over dyads is turned into vectors only where it is plain that no store can reach the
    parameters: of a pointer that is one of two that is not plain.
    """
    return one if first else other


def align(rows: Rows) -> Rows:
    """`rows`, in compiled code from the next line of the cache on: the end of the last row is lost.

    numba aligns arrays to 32 bytes, and a vector of eight numbers that lies in two lines of 64 is
    loaded and stored in two steps.
    """
    return rows


def bits_of(value: float) -> int:
    """The whole number of 64 bits that the bits of a float are."""
    return int(np.float64(value).view(np.int64))


def _numba_type(cls: type) -> types.Type:
    kinds = [types.float64 if kind is float else _numba_type(kind) for _, kind in members(cls)]
    return types.BaseTuple.from_types(kinds, cls)


def _column(context: Any, builder: Any, array_type: Any, array: Any, column: Any) -> Any:
    """Return what gives the address of each row in a column: one step from the first each."""
    view = context.make_array(array_type)(context, builder, array)
    down, along = cgutils.unpack_tuple(builder, view.strides, 2)
    first = cgutils.pointer_add(builder, view.data, builder.mul(column, along))

    def address(row: int) -> Any:
        if context.enable_boundscheck:
            place = [cgutils.intp_t(row), column]
            return cgutils.get_item_pointer(
                context, builder, array_type, view, place, boundscheck=True
            )
        return cgutils.pointer_add(builder, first, builder.mul(down, cgutils.intp_t(row)))

    return address


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _load(typingctx: Any, cls: Any, rows: Any, i: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        address, row = _column(context, builder, rows, args[1], args[2]), count()

        def take(kind: Any) -> Any:
            if kind is types.float64:
                return builder.load(address(next(row)))
            return context.make_tuple(builder, kind, [take(member) for member in kind])

        return take(signature.return_type)

    return _numba_type(cls.instance_class)(cls, rows, types.intp), build


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _store(typingctx: Any, rows: Any, i: Any, state: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        address, row = _column(context, builder, rows, args[0], args[1]), count()

        def put(kind: Any, value: Any) -> None:
            if kind is types.float64:
                builder.store(context.cast(builder, value, kind, rows.dtype), address(next(row)))
            else:
                for k, member in enumerate(kind):
                    put(member, builder.extract_value(value, k))

        put(state, args[2])
        return context.get_dummy_value()

    return types.void(rows, types.intp, state), build


@overload(load, inline="always", jit_options=INLINED)
def _load_compiled(cls, rows, i):  # type: ignore[no-untyped-def]  # numba compares names
    return lambda cls, rows, i: _load(cls, rows, i)


@overload(store, inline="always", jit_options=INLINED)
def _store_compiled(rows, i, state):  # type: ignore[no-untyped-def]
    return lambda rows, i, state: _store(rows, i, state)


@infer_global(replace)
class _ReplaceTyping(AbstractTemplate):
    """The type of ``replace(state, a=..., b=...)``: that of the state; a wrong name has no type."""

    def generic(self, args: Any, kws: Any) -> Any:
        if len(args) != 1 or not isinstance(args[0], types.BaseNamedTuple):
            return None
        state = args[0]
        if not set(kws) <= set(state.fields):
            return None
        kinds = [state.types[state.fields.index(name)] for name in kws]
        names = [
            inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD)
            for name in ("state", *kws)
        ]
        return signature(state, state, *kinds).replace(pysig=inspect.Signature(names))


@lower_builtin(replace, types.BaseNamedTuple, types.VarArg(types.Any))  # type: ignore[untyped-decorator,unused-ignore]
def _replace_lowering(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    state = args[0]
    for name, value in zip(list(sig.pysig.parameters)[1:], args[1:], strict=True):
        state = builder.insert_value(state, value, sig.return_type.fields.index(name))
    return state


class _Lent(types.Type):  # type: ignore[misc,unused-ignore]
    """Type of a group of parameters that is passed by its address."""

    def __init__(self, cls: type) -> None:
        self.cls = cls
        super().__init__(name=f"lent {cls.__qualname__}")

    def member(self, name: str) -> tuple[int, types.Type]:
        """Place and type of a field: groups are lent on, numbers and amounts are loaded."""
        names = [field for field, _ in members(self.cls)]
        place = names.index(name)
        kind = members(self.cls)[place][1]
        if kind is float:
            return place, types.float64
        return place, _Lent(kind) if is_group(kind) else _numba_type(kind)


@register_model(_Lent)
class _LentModel(models.PrimitiveModel):  # type: ignore[misc,unused-ignore]
    """A pointer to the struct."""

    def __init__(self, manager: Any, lent: _Lent) -> None:
        struct = manager.lookup(_numba_type(lent.cls)).get_value_type()
        super().__init__(manager, lent, struct.as_pointer())


@infer_getattr
class _LentFields(AttributeTemplate):  # type: ignore[misc,unused-ignore]
    key = _Lent

    def generic_resolve(self, lent: _Lent, name: str) -> Any:
        known = any(name == field for field, _ in members(lent.cls))
        return lent.member(name)[1] if known else None


@lower_getattr_generic(_Lent)  # type: ignore[untyped-decorator,unused-ignore]
def _lent_field(context: Any, builder: Any, lent: _Lent, address: Any, name: str) -> Any:
    place, kind = lent.member(name)
    field = cgutils.gep_inbounds(builder, address, 0, place)
    return field if isinstance(kind, _Lent) else builder.load(field)


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _lend(typingctx: Any, group: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return cgutils.alloca_once_value(builder, args[0])

    return _Lent(group.instance_class)(group), build


@overload(lend, inline="always", jit_options=INLINED)
def _lend_compiled(group):  # type: ignore[no-untyped-def]
    return lambda group: _lend(group)


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _lend_one(typingctx: Any, first: Any, one: Any, other: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        source = builder.select(args[0], args[1], args[2])
        struct = source.type.pointee
        copy = cgutils.alloca_once(builder, struct)
        count = context.get_constant(types.intp, 1)
        cgutils.raw_memcpy(builder, copy, source, count, context.get_abi_sizeof(struct))
        return copy

    return one(types.boolean, one, one), build


@overload(lend_one, inline="always", jit_options=INLINED)
def _lend_one_compiled(first, one, other):  # type: ignore[no-untyped-def]
    return lambda first, one, other: _lend_one(first, one, other)


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _align(typingctx: Any, rows: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        view = context.make_array(signature.return_type)(context, builder, args[0])
        address = builder.ptrtoint(view.data, cgutils.intp_t)
        rest = builder.and_(builder.neg(address), cgutils.intp_t(LINE - 1))
        view.data = cgutils.pointer_add(builder, view.data, rest, view.data.type)
        return impl_ret_borrowed(context, builder, signature.return_type, view._getvalue())

    return rows(rows), build


@overload(align, inline="always", jit_options=INLINED)
def _align_compiled(rows):  # type: ignore[no-untyped-def]
    return lambda rows: _align(rows)


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _bits_of(typingctx: Any, value: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], context.get_value_type(signature.return_type))

    return types.int64(value), build


@overload(bits_of, inline="always", jit_options=INLINED)
def _bits_of_compiled(value):  # type: ignore[no-untyped-def]
    return lambda value: _bits_of(value)
