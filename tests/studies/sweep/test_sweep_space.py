"""What varies, what is excluded, and where points lie: claims over any specification."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mutua
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.presets import configs
from mutua.scenarios.space import Choice, Interval, choice, interval, read_axes
from mutua.studies.sweep.constraints import which_satisfy
from mutua.studies.sweep.design import KINDS, Design, lay_out, read_points
from mutua.studies.sweep.notation import axis_of

NUMBERS = sorted(name for name in DECLARED if name != "service.horizon")


@st.composite
def axes_of_numbers(draw):
    """An interval within the declared bounds, whole or logarithmic where that is allowed."""
    name = draw(st.sampled_from(NUMBERS))
    declared = DECLARED[name]
    if declared.whole:
        low = draw(st.integers(int(declared.low), int(declared.high) - 1))
        return interval(name, low, draw(st.integers(low + 1, int(declared.high))))
    ends = sorted(draw(st.lists(st.floats(0, 1), min_size=2, max_size=2)))
    low, high = (declared.low + end * (declared.high - declared.low) for end in ends)
    low, high = max(low, declared.low), min(high, declared.high)
    if not low < high:
        low, high = declared.low, declared.high
    return interval(name, low, high, log=low > 0 and draw(st.booleans()))


@st.composite
def choices(draw):
    """Numbers of a parameter, presets or states of a mechanism."""
    name = draw(st.sampled_from(["trust.gain", "setting", "mechanism.obligation"]))
    every = {"trust.gain": [0.0, 0.1, 0.5, 1.0], "setting": ["community", "psychotherapy"],
             "mechanism.obligation": [True, False]}[name]  # fmt: skip
    return choice(name, draw(st.lists(st.sampled_from(every), min_size=1, unique=True)))


spaces = st.lists(
    st.one_of(axes_of_numbers(), choices()),
    min_size=1,
    max_size=4,
    unique_by=lambda axis: axis.name,
)
sizes = {"grid": st.just(1), "random": st.integers(1, 40), "lhs": st.integers(1, 40),
         "sobol": st.sampled_from([1, 2, 8, 32]), "saltelli": st.sampled_from([1, 4, 8]),
         "morris": st.integers(1, 6)}  # fmt: skip
designs = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.builds(
        Design, st.just(kind), sizes[kind], st.integers(0, 9), st.sampled_from([2, 4, 6])
    )
)


@given(spaces, designs)
def test_every_point__lies_within_its_axes(axes, design):
    points = lay_out(design, axes)
    assert points.shape[1] == len(axes)
    for axis, column in zip(axes, points.T, strict=True):
        if isinstance(axis, Choice):
            allowed = range(len(axis.values)) if axis.is_named else axis.values
            assert set(column) <= set(allowed)
        else:
            assert axis.low <= column.min()
            assert column.max() <= axis.high
            assert not DECLARED[axis.name].whole or (column == np.round(column)).all()


@given(spaces, designs)
def test_a_design__has_the_points_that_were_asked_for_and_the_same_ones_again(axes, design):
    points = lay_out(design, axes)
    n, d = design.points, len(axes)
    levels = [len(axis.levels(design.levels)) for axis in axes]
    expected = {"grid": np.prod(levels), "saltelli": n * (2 * d + 2), "morris": n * (d + 1)}
    assert len(points) == expected.get(design.kind, n)
    assert np.array_equal(points, lay_out(design, axes))


@settings(max_examples=40)
@given(spaces, designs.filter(lambda design: design.kind not in ("grid", "lhs")))
def test_a_sample_that_grows__keeps_its_points(axes, design):
    larger = Design(design.kind, 2 * design.points, design.seed, design.levels)
    points = lay_out(design, axes)
    assert np.array_equal(lay_out(larger, axes)[: len(points)], points)


@given(spaces)
def test_an_axis__comes_back_from_its_description(axes):
    assert read_axes([axis.described() for axis in axes]) == axes


def test_sobol_points__are_even_on_every_axis():
    """Each of 16 equal stretches of each axis holds 4 of 64 points: what makes it a net."""
    axes = [interval("trust.gain", 0.0, 1.0), interval("trust.loss", 0.0, 1.0)]
    points = lay_out(Design("sobol", 64), axes)
    for column in points.T:
        assert (np.histogram(column, 16, (0.0, 1.0))[0] == 4).all()


def test_a_logarithmic_axis__is_even_on_the_logarithm():
    axis = Interval("service.contact_interval", 1.0, 16.0, log=True)
    assert np.allclose(axis.levels(5), [1, 2, 4, 8, 16], rtol=1e-14)


def test_whole_numbers__are_equally_likely_ends_included():
    axis = interval("service.team_size", 2, 5)
    counts = np.bincount(axis.at((np.arange(4000) + 0.5) / 4000).astype(int))[2:]
    assert counts.tolist() == [1000] * 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1,0.2", Choice("trust.gain", (0.1, 0.2))),
        ("choice(0.1,0.2)", Choice("trust.gain", (0.1, 0.2))),
        ("range(0.1,0.4,0.1)", Choice("trust.gain", (0.1, 0.2, 0.3))),
        ("interval(0.1,0.4)", Interval("trust.gain", 0.1, 0.4)),
        ("tag(log,interval(0.1,0.4))", Interval("trust.gain", 0.1, 0.4, log=True)),
        ("interval", Interval("trust.gain", 0.0, 1.0)),
        ("0.3", Choice("trust.gain", (0.3,))),
        (0.3, Choice("trust.gain", (0.3,))),
        ([0.3, 0.1], Choice("trust.gain", (0.3, 0.1))),
    ],
)
def test_the_notation__is_hydra_s(text, expected):
    assert axis_of("trust.gain", text) == expected


@pytest.mark.parametrize("words", ["on,off", "true,false"])
def test_a_mechanism__is_on_or_off(words):
    assert axis_of("mechanism.obligation", words).values == (True, False)


@pytest.mark.parametrize("path", sorted((configs() / "space").glob("*.yaml")), ids=lambda p: p.stem)
def test_a_space_that_ships__is_within_the_declared_bounds(path):
    import yaml

    from mutua.scenarios.check import flatten

    axes = [axis_of(*pair) for pair in flatten(yaml.safe_load(path.read_text("utf-8")))]
    assert len(axes) >= 10
    assert len(lay_out(Design("sobol", 16), axes)) == 16


# --- constraints --------------------------------------------------------------------------------


VALUES = {"a.b": np.array([0.0, 0.5, 1.0]), "c": np.array([0.5, 0.5, 0.5])}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b < c", [True, False, False]),
        ("a.b <= c", [True, True, False]),
        ("a.b == c or a.b > 0.9", [False, True, True]),
        ("not a.b < c", [False, True, True]),
        ("0.1 < a.b < c + 1", [False, True, True]),
        ("-a.b + 2 * c >= 0.5", [True, True, False]),
        ("c / a.b > 0.9", [True, True, False]),
        ("a.b / a.b == 1", [False, True, True]),
        ("a.b != c and c > 0", [True, False, True]),
    ],
)
def test_a_constraint__is_arithmetic_and_comparison(text, expected):
    assert which_satisfy([text], VALUES, 3).tolist() == expected


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b + 1", "a.b < ", "a.b < d", "a.b < __import__('os')", "a.b ** 2 < 1",
     "a.b < 'x'", "a.b < True", "(lambda: 1)() < 2", "[1][0] < 2", "a.b < c if c else 0",
     "a.b in c", "a.b is c", "a.b.__class__ < 1", "f(1) < 2", "a.b < c; c", "a.b := 1",
     "(" * 300 + "c" + ")" * 300 + " < 1", "c < 1 " + "and c < 1 " * 300, "c < \x00", "c < 1j",
     "~c < 1", "c % 2 < 1"],
)  # fmt: skip
def test_what_is_no_comparison__is_refused_and_never_evaluated(text):
    with pytest.raises(mutua.ParameterError, match="constraints"):
        which_satisfy([text], VALUES, 3)


def test_excluded_points__are_left_out_and_the_others_stay():
    axes = [interval("trust.gain"), interval("trust.loss")]
    every = lay_out(Design("random", 50), axes)
    kept = lay_out(Design("random", 50), axes, ["trust.gain < trust.loss"])
    assert np.array_equal(kept, every[every[:, 0] < every[:, 1]])
    assert 0 < len(kept) < 50
    with pytest.raises(mutua.ParameterError, match="saltelli needs all"):
        lay_out(Design("saltelli", 8), axes, ["trust.gain < trust.loss"])
    with pytest.raises(mutua.ParameterError, match="none of the 50 points"):
        lay_out(Design("random", 50), axes, ["trust.gain > 2"])


HEAD = "trust.gain,setting,mechanism.obligation"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n0.3,psychotherapy,off\n0.1,community,on\n",
        f"{HEAD}\n.3,psychotherapy,False\n1e-1,community,True\n",
        f"{HEAD}\n+.30, psychotherapy ,FALSE\n+0.1,community,TRUE\n",
        f",point,{HEAD}\n5,7,0.3,psychotherapy,false\n9,2,0.1,community,true\n",
        f"\ufeff{HEAD}\r\n0,3;psychotherapy;off\r\n0,1;community;on\r\n".replace(
            HEAD, HEAD.replace(",", ";")
        ),
    ],
)
def test_a_list_of_points__keeps_its_order_whatever_wrote_it(text, tmp_path):
    (tmp_path / "points.csv").write_bytes(text.encode())
    axes, points = read_points(tmp_path / "points.csv")
    assert [axis.name for axis in axes] == HEAD.split(",")
    assert points.tolist() == [[0.3, 0.0, 0.0], [0.1, 1.0, 1.0]]


def test_a_bad_cell_of_a_list__is_named_by_its_line(tmp_path):
    (tmp_path / "points.csv").write_text(f"{HEAD}\n.3,community,on\n ,community,on\n")
    with pytest.raises(mutua.ParameterError, match=r"line 3: trust.gain: '' is not a number"):
        read_points(tmp_path / "points.csv")
    (tmp_path / "points.csv").write_text("point\n1\n")
    with pytest.raises(mutua.ParameterError, match=r"has no column of anything that varies"):
        read_points(tmp_path / "points.csv")


@pytest.mark.parametrize("options", [{}, {"index": False}, {"sep": ";", "decimal": ","}])
def test_points_of_a_sweep__are_read_back_from_csv(options, tmp_path):
    axes = [interval("trust.gain"), choice("setting", ["community", "psychotherapy"]),
            choice("mechanism.obligation", [True, False])]  # fmt: skip
    columns = {axis.name: axis.column(axis.levels(2)) for axis in axes}
    table = pd.DataFrame({"point": [0, 1], **columns})
    table.to_csv(tmp_path / "points.csv", **options)
    again, points = read_points(tmp_path / "points.csv")
    assert [axis.name for axis in again] == [axis.name for axis in axes]
    assert again[1:] == axes[1:]
    assert points.tolist() == np.stack([axis.levels(2) for axis in axes], axis=1).tolist()
