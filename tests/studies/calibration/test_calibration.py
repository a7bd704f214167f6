"""Calibration from end to end: truth found, nothing lost, regimes compared from it."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest
from figures import objections
from processes import begin_copy, kill_when
from scipy import stats
from selection import assert_none

import mutua
from experiments.calibration import ranks
from experiments.calibration.example import as_text, records
from mutua.cli.main import main
from mutua.cli.terminal import show_posterior
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.resolve import resolve
from mutua.storage.folder import MANIFEST
from mutua.studies.calibration import profile, runner, sampler
from mutua.studies.calibration.cohort import RATINGS
from mutua.studies.calibration.services import Observed, Services
from mutua.studies.calibration.summaries import definitions
from mutua.studies.comparison.posterior import with_values
from mutua.studies.sweep.notation import axis_of

SPACE = {
    "service.contact_interval": "interval(1, 4)",
    "attend.odds": "tag(log, interval(1, 30))",
    "exit.base": "tag(log, interval(0.0005, 0.05))",
    "obligation.attend": "interval",
}
#: As on the command line; what is held elsewhere is not sought.
SMALL = ["particles=100", "threads=1", "weeks=13"]
HELD = [
    "attend.missed=0.8", "attend.trust=2.5", "exit.start=5.7", "exit.trust=6",
    "exit.rupture=2", "exit.enough=0.028", "trust.gain=0.1", "trust.loss=0.2",
    "relate.understanding=0.04",
]  # fmt: skip


pytestmark = pytest.mark.usefixtures("undrawn_module")


@pytest.fixture(scope="module", autouse=True)
def few():
    """Fewer twins, checks and generations than a study would take; the code is the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profile, "TWINS", 80)
        patch.setattr(profile, "AGAIN", 10)
        patch.setattr(runner, "CHECKS", 60)
        patch.setattr(sampler, "MOST", 4)
        yield


def services(users=80, weeks=13):
    rated = dict.fromkeys(RATINGS, 0.5)
    empty = Observed(users, weeks, rated, dict.fromkeys(definitions(weeks, rated), 0.0), {})
    axes = tuple(axis_of(name, text) for name, text in SPACE.items())
    return Services(resolve(), axes, empty, seed=4, threads=1)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    path = tmp_path_factory.mktemp("records") / "visits.csv"
    scenario = resolve(parameters={"exit.base": 0.005, "attend.odds": 3.0})
    path.write_text(as_text(records(scenario, 60, 13, 1)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found(few, undrawn_module, data, tmp_path_factory):
    """One calibration through the command line, undisturbed."""
    folder = tmp_path_factory.mktemp("done") / "calibration"
    assert main(["calibrate", f"data={data}", f"output={folder}", *SMALL, *HELD]) == 0
    return folder


def test_posteriors_of_twins__hold_the_truth_as_often_as_they_say(monkeypatch):
    """Of 16 twins, at least 9 in each central 80 % interval: fewer by chance in 1 of 40 runs."""
    monkeypatch.setattr(sampler, "MOST", 8)
    twins, least = 16, 9
    assert 3 * stats.binom.cdf(least - 1, twins, 0.8) < 0.025
    own = services(users=40)
    ranked = ranks.rank_truths(
        own, ranks.twin_of(own), [0, 1, 2], twins=twins, particles=100, seed=1
    )
    inside = ((ranked >= 10) & (ranked < 90)).sum(axis=0)
    assert (inside[:3] + twins - len(ranked) >= least).all()


def test_the_profile__knows_what_moves_the_records_and_what_does_not():
    own = services(users=200, weeks=26)
    start = profile.places(own.axes, [own.scenario.values[a.name] for a in own.axes])
    found = profile.profile_twin(own, start)
    left = dict(zip(SPACE, found.jointly, strict=True))
    assert left["service.contact_interval"] < left["attend.odds"] < left["obligation.attend"]
    assert left["obligation.attend"] > 0.8
    assert (found.alone <= found.jointly + 1e-9).all()
    assert found.jointly.max() <= 1.0
    assert found.teachable()[0] == 0
    np.testing.assert_allclose(own.values(start[None])[0],
                               [own.scenario.values[a.name] for a in own.axes])  # fmt: skip


def tables_of(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def test_a_calibration__leaves_what_it_found(found):
    result = mutua.load(found)
    summary = result.summary().set_index("parameter")
    assert set(summary.index) == {*SPACE}
    assert summary["learned"].any()
    assert (
        (summary["prior_low"] <= summary["low"]) & (summary["high"] <= summary["prior_high"])
    ).all()
    assert list(result.draws) == [axis["name"] for axis in result.manifest["axes"]]
    assert len(result.draws) == 1_000
    page = (found / "report.html").read_text(encoding="utf-8")
    for sentence in result.sentences():
        assert sentence.split(":")[0] in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert {f"{name}.png" for name in result.plot.names} <= {path.name for path in found.iterdir()}


def test_every_figure_of_a_calibration__can_be_read(found):
    """With six parameters, the most that are learned, one of them at an end of its prior."""
    result = mutua.load(found)
    posterior = result.tables["posterior"]
    six = posterior.iloc[np.arange(6) % len(posterior)].assign(
        learned=True, at_end=["upper"] + [""] * 5
    )
    result.tables["posterior"] = six
    for name, axes in result.plot.all().items():
        assert_none(f"{name}: {objection}" for objection in objections(axes))
        assert any(ax.get_xlabel() for ax in np.ravel(axes)), name


def test_an_estimate_at_an_end_of_its_prior__is_marked_wherever_it_is_shown(found, capsys):
    result = mutua.load(found)
    posterior = result.tables["posterior"]
    first = posterior.loc[0, "parameter"]
    for end in ("", "lower", "upper"):
        result.tables["posterior"] = posterior.assign(at_end=[end] + [""] * (len(posterior) - 1))
        assert (f"At an end of its prior: {first} ({end} end)." in result.text()) == bool(end)
        assert (f"(at the {end} end)" in result.report({})) == bool(end)
        label = result.plot.marginals()[0].get_xlabel()
        assert (f"at the {end} end of its prior" in label) == bool(end)
        show_posterior(result.summary())
        assert ("* at an end of its prior" in capsys.readouterr().out) == bool(end)


def test_resume__computes_what_was_taken_away_and_refuses_what_was_altered(found, tmp_path, capsys):
    folder = tmp_path / "copied"
    shutil.copytree(found, folder)
    for name in (MANIFEST, "plan.json", "ledger.json", "prior.parquet", "posterior.csv"):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
        assert main(["calibrate", f"resume={folder}"]) == 2
        assert f"{name} is truncated or altered since it was written" in capsys.readouterr().err
        (folder / name).write_bytes(data)
    (folder / "posterior.csv").unlink()
    assert main(["calibrate", f"resume={folder}", "threads=1"]) == 0
    assert (folder / "posterior.csv").read_bytes() == (found / "posterior.csv").read_bytes()
    assert mutua.load(folder).summary().equals(mutua.load(found).summary())


def test_the_folder__holds_nothing_of_any_one_person(found):
    text = b"".join(path.read_bytes() for path in found.iterdir())
    assert b"in_care" not in text
    assert json.loads((found / "plan.json").read_text())["data"]["file"] == "visits.csv"


@pytest.mark.parametrize(("stages", "half"), [(0, "profile"), (1, "prior"), (3, "generation-002")])
def test_stopped_and_resumed__ends_in_the_same_bytes(
    stages, half, found, data, tmp_path, monkeypatch
):
    """Stopped after any stage; the table of the next may be there without its entry."""
    from mutua.studies.calibration.store import CalibrationStore

    keep, done = CalibrationStore.stage, []

    def stopping(self, names, make):
        if len(done) == stages:
            raise KeyboardInterrupt
        done.append(names)
        return keep(self, names, make)

    folder = tmp_path / "stopped"
    with monkeypatch.context() as patch:
        patch.setattr(CalibrationStore, "stage", stopping)
        assert main(["calibrate", f"data={data}", f"output={folder}", *SMALL, *HELD]) == 130
    assert not (folder / MANIFEST).exists()
    (folder / f"{half}.parquet").write_bytes(b"half")
    assert main(["calibrate", f"resume={folder}"]) == 0
    assert tables_of(folder) == tables_of(found)


def test_killed_and_resumed__ends_in_the_same_bytes(found, data, tmp_path, monkeypatch):
    """kill -9 in the middle of three stages, one after the other, of one calibration."""
    monkeypatch.chdir(tmp_path)
    words = ["calibrate", f"data={data}", "output=killed", *SMALL, *HELD]
    for seen in ("plan.json", "profile.parquet", "generation-001.parquet"):
        kill_when(begin_copy(words), tmp_path / "killed", seen, 1)
        words = ["calibrate", "resume=killed", "threads=1"]
    assert main(words) == 0
    assert tables_of(tmp_path / "killed") == tables_of(found)


def test_an_altered_folder__is_refused_and_left_alone(found, tmp_path, capsys):
    folder = tmp_path / "altered"
    shutil.copytree(found, folder)
    (folder / MANIFEST).unlink()
    (folder / "profile.parquet").write_bytes(b"x")
    before = tables_of(folder)
    assert main(["calibrate", f"resume={folder}"]) == 2
    assert "profile.parquet is truncated or altered" in capsys.readouterr().err
    assert tables_of(folder) == before


BAD = [
    ("", "data: a CSV file of visits and endings is needed"),
    ("data=nowhere.csv", "data: cannot read nowhere.csv"),
    ("DATA weeks=14", "weeks: 14 is too many; the records of"),
    ("DATA weeks=2", "weeks: 2 is not a whole number from 8"),
    ("DATA particles=10", "particles: 10 is not a whole number from 100"),
    ("DATA parameters=[exit.bas]", "'exit.bas' is not declared"),
    ("DATA parameters=[]", "parameters: [] is not a list of names"),
    ("DATA parameters=[norm.control]", "norm.control: is set by the regime"),
    ("DATA parameters=[service.caseload]", "service.caseload: takes whole numbers"),
    ("DATA exit.base=interval(0.01,0.02)", "exit.base: 0.0016, the value of the setting"),
    ("DATA exit.base=0.001,0.002", "a prior is an interval"),
    ("DATA setting=community,routine", "setting: one value is needed"),
    ("DATA exit.base=interval(0,2)", "exit.base: 2 is not a number from 0 to 1"),
    ("DATA space=cores", "space: 'cores' is not one of core, levels, service"),
    ("DATA seed=1,2", "seed: one value is needed"),
    ("DATA dyads=10", "dyads: calibrate has no such key; run has"),
    ("DATA design=sobol", "design"),
    ("resume=nowhere", "resume: there is no folder nowhere"),
    ("resume=nowhere seed=2", "seed: resume takes nothing but figures, threads"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[words for words, _ in BAD])
def test_bad_words__end_with_one_line_and_change_nothing(
    words, said, data, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main(["calibrate", *words.replace("DATA", f"data={data}").split()]) == 2
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert said in shown.err
    assert list(tmp_path.iterdir()) == []


def test_python_and_the_command__find_the_same(found, data):
    again = mutua.calibrate(
        data, space=space_of(mutua.load(found)), weeks=13, particles=100, threads=2
    )
    pd.testing.assert_frame_equal(again.draws, mutua.load(found).draws)


def space_of(result):
    """Priors of a calibration as texts."""
    texts = {}
    for axis in result.manifest["axes"]:
        text = f"interval({axis['low']!r}, {axis['high']!r})"
        texts[axis["name"]] = f"tag(log, {text})" if axis["log"] else text
    return texts


# --- comparing regimes from a posterior -----------------------------------------------------------

COMPARE = ["regimes=[usual,collaborative]", "dyads=40", "weeks=8", "replicates=12", "threads=1"]


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    folder = tmp_path_factory.mktemp("compared") / "contrast"
    assert main(["compare", f"posterior={found}", f"output={folder}", *COMPARE]) == 0
    return folder


@pytest.fixture(scope="module")
def compared(folder):
    return mutua.load(folder)


def test_each_replicate__is_a_run_at_its_own_draw(found, compared):
    draws = mutua.load(found).draws
    for replicate in (0, 7):
        values = {name: float(draws[name][replicate]) for name in draws}
        for arm in ("usual", "collaborative"):
            alone = mutua.simulate(regime=arm, parameters=values, dyads=40, weeks=8,
                                   replicate=replicate, threads=1)  # fmt: skip
            rows = compared.dyads
            rows = rows[(rows["arm"] == arm) & (rows["replicate"] == replicate)]
            np.testing.assert_array_equal(rows["visits_attended"], alone.dyads["visits_attended"])
            np.testing.assert_array_equal(rows["trust_user_end"], alone.dyads["trust_user_end"])


def test_intervals__are_of_another_draw(compared, folder):
    row = compared.summary().set_index("outcome").loc["visits_attended"]
    apart = compared.paired.of("collaborative", "visits_attended").mean(axis=1)
    apart = apart - compared.paired.of("usual", "visits_attended").mean(axis=1)
    half = stats.t.ppf(0.975, 11) * apart.std(ddof=1) * np.sqrt(1 + 1 / 12)
    assert row["low"] == pytest.approx(apart.mean() - half)
    assert row["high"] == pytest.approx(apart.mean() + half)
    assert "another draw" in compared.summary().attrs["low"]["definition"]
    assert "prediction interval" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_dyad_of_it__can_be_replayed(compared):
    assert mutua.replay(compared, dyad=3, arm="collaborative", replicate=5).verification.holds


REFUSED = [
    ("setting=routine", "posterior: is of setting community, the arm usual of routine"),
    ("replicates=1001", "replicates: 1001 is more than the posterior's 1000 draws"),
    ("exit.base=0.004", "exit.base: 0.004 is given, and the posterior says it too"),
]


@pytest.mark.parametrize(("word", "said"), REFUSED, ids=[word for word, _ in REFUSED])
def test_what_a_posterior_cannot_do__is_refused(word, said, found, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = [each for each in COMPARE if each.split("=")[0] != word.split("=")[0]]
    assert main(["compare", f"posterior={found}", *words, word]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_posterior__is_refused(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["compare", f"posterior={folder}", *COMPARE]) == 2
    assert f"posterior: {folder} is no calibration" in capsys.readouterr().err
    assert main(["compare", "posterior=nowhere", *COMPARE]) == 2
    assert "posterior: there is no folder nowhere" in capsys.readouterr().err


def test_a_mechanism_that_is_off__stays_off_at_every_draw():
    arm = resolve(mechanism={"obligation": False})
    draw = {name: 0.5 for name in NEUTRAL["obligation"]}
    drawn = with_values(arm, {**draw, "exit.base": 0.004})
    assert drawn.values["exit.base"] == 0.004
    assert drawn.values | NEUTRAL["obligation"] == drawn.values
    assert draw != {name: NEUTRAL["obligation"][name] for name in draw}
