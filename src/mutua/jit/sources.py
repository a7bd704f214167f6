"""The hash of the code that decides results: of what it does, not of how it is written.

numba's disk cache does not notice an edit in an imported module. So compiled code is kept under a
hash of all sources that it may come from, and so is the plan of an unfinished sweep: an edit misses
both, and an edit undone hits them again. Comments, docstrings, line breaks, file names and the
words of a declaration (unit, sources, meaning) leave the hash as it is; a number, operator, call,
name, annotation, default or bound changes it.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import numba

from mutua.jit import sealed

PACKAGE = Path(__file__).parents[1]
#: What compiled code may come from, as patterns below the package (a test holds this closed).
SOURCES = (
    "jit/*.py",
    "model/resources.py",
    "model/state.py",
    "model/record.py",
    "model/draws.py",
    "model/rating_draws.py",
    "model/parameters/*.py",
    "model/people/*.py",
    "model/rules/*.py",
    "model/measures/*.py",
    "engines/scratch.py",
    "engines/lanes.py",
    "engines/record.py",
    "engines/places.py",
    "engines/kernel.py",
)
#: Fields of a syntax tree that change nothing, or that some Python versions do not have.
_IRRELEVANT = {"ctx", "kind", "type_comment", "type_ignores"}
#: Places of the arguments of a declaration that are data: default and bounds, defaults, role.
_DATA = {"parameter": (0, 2, 3), "each_with": (0,), "series": (0,), "column": (0,)}
#: Arguments of a declaration that are words, when they are given by name.
_WORDS = {"unit", "form", "number", "about", "definition", "label"}


@cache
def source_hash() -> str:
    """Hexadecimal digest of everything that decides the machine code, besides the processor.

    It is that of the sources as they were when this process began: what is edited later runs in
    the next one.
    """
    return hash_of(PACKAGE)


def hash_of(package: Path) -> str:
    """:func:`source_hash` of the package in a folder, as its files are now."""
    paths = {path for pattern in SOURCES for path in package.glob(pattern)}
    structures = _remembered(sorted(path.read_bytes() for path in paths))
    return sha256(numba.__version__.encode() + b"\0" + structures).hexdigest()[:16]


def _remembered(texts: list[bytes]) -> bytes:
    """:func:`_digest_structures`, kept on disk under the digest of the texts: parsing takes 0.2 s.

    The texts themselves are the key, so that no edit can be missed as with times and sizes.
    """
    root = sealed.cache_root()
    if root is None:
        return _digest_structures(texts)
    path = root / "sources" / _digest(texts).hex()[:32]
    structures = sealed.read(path)
    if structures is None:
        structures = _digest_structures(texts)
        sealed.write(path, structures)
    return structures


def _digest_structures(texts: Iterable[bytes]) -> bytes:
    """Digest of what the code in `texts` does, in whichever order and files it is."""
    structures = ("".join(_structure(ast.parse(text))).encode() for text in texts)
    return _digest(sorted(sha256(structure).digest() for structure in structures))


def _digest(parts: Iterable[bytes]) -> bytes:
    """Digest of a sequence; the parts are digested apart, as their ends must count."""
    return sha256(b"".join(sha256(part).digest() for part in parts)).digest()


def _structure(node: object) -> Iterator[str]:
    """Syntax tree as text, without words and places; the same for each Python version."""
    if isinstance(node, ast.Call):
        node = _without_words(node)
    if isinstance(node, ast.AST):
        yield f"{type(node).__name__}("
        for name in node._fields:
            value = getattr(node, name, None)
            if name not in _IRRELEVANT and value is not None and value != []:
                yield f"{name}="
                yield from _structure(value)
        yield ")"
    elif isinstance(node, list):
        yield "["
        for item in node:
            if not _is_docstring(item):
                yield from _structure(item)
        yield "]"
    else:
        yield f"{node!r},"


def _without_words(call: ast.Call) -> ast.Call:
    """A declaration without unit, sources and meaning; another call as it is."""
    data = _DATA.get(getattr(call.func, "id", ""))
    if data is None:
        return call
    args = [arg for place, arg in enumerate(call.args) if place in data]
    return ast.Call(call.func, args, [key for key in call.keywords if key.arg not in _WORDS])


def _is_docstring(node: object) -> bool:
    """Whether a statement is a bare text, which does nothing."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return False
    return isinstance(node.value.value, str)
