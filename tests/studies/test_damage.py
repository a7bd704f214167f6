"""A saved folder in which anything at all was altered is refused, with the name of the file."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from test_results import KINDS, result_of
from undrawn import files_in_name

import mutua
from mutua.cli.main import main
from mutua.errors import StoreError
from mutua.plots.figure import Figures
from mutua.storage.folder import MANIFEST

#: What a damage makes of a folder: content by file name, None for one that is gone.
Damage = dict[str, bytes | None]
#: Commands that read a folder of each kind.
READERS = {
    "Result": ["replay {folder} dyad=3"],
    "Contrast": ["replay {folder} dyad=3"],
    "SweepResult": ["sweep resume={folder}", "sensitivity {folder} output=new"],
    "Calibration": [
        "compare posterior={folder} regimes=[usual,peer] replicates=2 dyads=20 output=new"
    ],
}


@pytest.fixture(scope="module", params=KINDS)
def saved(request, tmp_path_factory):
    """Kind of a study and a folder of one, of which nothing is wrong.

    It has the files of all figures, but they are not drawn: nobody reads them back.
    """
    folder = tmp_path_factory.mktemp("damage")
    result = result_of(request.param, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figures, "files", files_in_name)
        return request.param, result.save(folder / "saved")


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def places(data: bytes, count: int) -> list[int]:
    return [len(data) * (2 * k + 1) // (2 * count) for k in range(count)]


def rewritten(text: bytes, path: tuple[Any, ...], change: Any) -> bytes:
    """The text of a manifest with one of its values changed, or removed for a change of `...`."""
    manifest = json.loads(text)
    inner = manifest
    for name in path[:-1]:
        inner = inner[name]
    if change is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = change
    return json.dumps(manifest).encode()


def fields(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value of a manifest with the way to it."""
    if path:
        yield path, value
    inner = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for name in inner:
        yield from fields(value[name], (*path, name))


def other(value: Any) -> Any:
    """Another value, of the same kind as far as there is one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    return f"{value}x" if isinstance(value, str) else "x"


def of_the_manifest(folder: Path) -> Iterator[Damage]:
    """Each value of the first level changed in every way, of deeper ones some in one way each."""
    text = (folder / MANIFEST).read_bytes()
    every = [*fields(json.loads(text))]
    changes = [
        (path, change)
        for path, value in every
        if len(path) == 1
        for change in (other(value), None, ...)
        if change is ... or change != value
    ]
    for depth in (2, 3):
        deep = [field for field in every if min(len(field[0]), 3) == depth]
        some = deep[:: 1 + len(deep) // 40]
        changes += [
            (path, (other(value), "x" if value is None else None, ...)[k % 3])
            for k, (path, value) in enumerate(some)
        ]
    for path, change in changes:
        yield {MANIFEST: rewritten(text, path, change)}
    for at in places(text, 20):
        yield {MANIFEST: flipped(text, at)}
    yield {MANIFEST: text[: len(text) // 2]}
    yield {MANIFEST: rewritten(text, ("note",), "more than there was")}


def of_one_file(name: str, files: dict[str, bytes]) -> list[Damage]:
    data = files[name]
    every: list[Damage] = [{name: flipped(data, at)} for at in (places(data, 2) if data else ())]
    every += [{name: data[: len(data) // 2]}, {name: data + b"\n"}]
    others = (
        each
        for each, text in files.items()
        if each > name and Path(each).suffix == Path(name).suffix and text != data
    )
    swapped = next(others, None)
    return [*every, {name: files[swapped], swapped: data}] if swapped else every


def of_the_files(folder: Path) -> Iterator[Damage]:
    """Every damage of the first files of a form, and of each further one the next of them."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    del files[MANIFEST]
    met: Counter[str] = Counter()
    for name in files:
        form = Path(name).suffix
        met[form] += 1
        every = of_one_file(name, files)
        yield from every if met[form] <= 3 else [every[met[form] % len(every)]]


@contextmanager
def damaged(folder: Path, damage: Damage) -> Iterator[None]:
    before = {name: (folder / name).read_bytes() for name in damage}
    try:
        for name, data in damage.items():
            (folder / name).write_bytes(data) if data is not None else (folder / name).unlink()
        yield
    finally:
        for name, data in before.items():
            (folder / name).write_bytes(data)


def test_whatever_was_altered__the_folder_is_refused_by_the_name_of_the_file(saved):
    kind, folder = saved
    mutua.load(folder)
    gone: list[Damage] = [{path.name: None} for path in folder.iterdir()]
    every = [*of_the_manifest(folder), *of_the_files(folder), *gone]
    assert len(every) > 100, "each is a damage of its own"
    for damage in every:
        with damaged(folder, damage), pytest.raises(StoreError) as refused:
            mutua.load(folder)
        said = str(refused.value)
        assert any(name in said for name in damage), (kind, damage)
        assert "\n" not in said
    mutua.load(folder)


def test_whatever_was_altered__no_command_goes_on_with_the_folder(
    saved, tmp_path, monkeypatch, capsys
):
    kind, folder = saved
    monkeypatch.chdir(tmp_path)
    for line in READERS.get(kind, []):
        # Steps of primes: of whatever period the kinds of damage are, all of them are met.
        every = [*list(of_the_manifest(folder))[::19], *list(of_the_files(folder))[::11]]
        assert len(every) > 8
        for damage in every:
            with damaged(folder, damage):
                before = {path.name: path.read_bytes() for path in folder.iterdir()}
                assert main(line.format(folder=folder).split()) == 2, (line, [*damage])
                assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
            shown = capsys.readouterr()
            assert (shown.out, shown.err.count("\n")) == ("", 1)
            assert any(name in shown.err for name in damage), (line, [*damage], shown.err)
            assert not [*tmp_path.iterdir()]
