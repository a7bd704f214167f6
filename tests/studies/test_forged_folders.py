"""A manifest in which any value is of another type is read, or refused in one line."""

import copy
from pathlib import Path

import pytest

import mutua
from mutua.errors import ParameterError, StoreError
from mutua.storage.disk import as_written
from mutua.studies.load import restore_result
from mutua.studies.replay.stored_run import stored_run
from mutua.studies.sweep.restore import plan_with_points

SMALL = {"dyads": 20, "weeks": 3, "threads": 1}
#: Share of the forged values that is refused at the least, by kind: what is not read of a run or a
#: comparison, such as where it was made, may be anything; of a plan nearly everything is checked.
REFUSED = {"run": 0.38, "compare": 0.47, "story": 0.6, "sweep": 0.9}
LEFT_OUT = object()
WRONG = [None, [], {}, "", "x", -1, 1.5, True, 10**400, [None], {"x": None}, [[["x"]]], "\ud800"]


@pytest.fixture(scope="module")
def kept():
    """Manifest and tables of a run, a comparison and a story; the plan of a sweep."""
    run = mutua.simulate(**SMALL)
    pair = mutua.compare(["usual", "peer"], replicates=2, **SMALL)
    space = {"trust.gain": "interval(0.02,0.2)", "setting": ["community", "routine"]}
    swept = mutua.sweep(space, design="random", points=12, replicates=1, **SMALL)
    story = mutua.replay(run, dyad=1)
    return {
        "run": (run.manifest, run.tables), "compare": (pair.manifest, pair.tables),
        "story": (story.manifest, story.tables),
        "sweep": (swept.plan.described(), {"points": swept.points}),
    }  # fmt: skip


def places(value, path=()):
    """Every place in nested values; of each inner list or mapping the first three."""
    yield path
    if isinstance(value, (dict, list)):
        inner = [*(value.items() if isinstance(value, dict) else enumerate(value))]
        for key, below in inner if not path else inner[:3]:
            yield from places(below, (*path, key))


def forged(manifest, path, value):
    """A copy with one value replaced, or left out."""
    copied = copy.deepcopy(manifest)
    inner = copied
    for key in path[:-1]:
        inner = inner[key]
    if value is LEFT_OUT:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return copied


def refusal(function, *args):
    try:
        function(*args)
    except (ParameterError, StoreError) as error:
        return str(error)
    return None


def read(kind, manifest, tables):
    """Whatever is read of such a manifest."""
    if kind == "sweep":
        return plan_with_points(manifest, tables["points"])
    with as_written("a folder"):
        result = restore_result(Path("a folder"), manifest, tables, None)
    return result if kind == "story" else stored_run(result)


@pytest.mark.parametrize("kind", ["run", "compare", "story", "sweep"])
def test_a_manifest_with_a_wrong_value_is_read_or_refused_in_one_line(kind, kept):
    manifest, tables = kept[kind]
    assert read(kind, copy.deepcopy(manifest), tables) is not None
    lines = [
        refusal(read, kind, forged(manifest, path, value), tables)
        for k, path in enumerate([*places(manifest)][:: 9 if kind == "story" else 1])
        if path
        for value in (LEFT_OUT, *WRONG[k % 5 :: 5])
    ]
    refused = [line for line in lines if line is not None]
    assert len(refused) >= REFUSED[kind] * len(lines)
    assert all("\n" not in line and len(line) < 500 for line in refused)
