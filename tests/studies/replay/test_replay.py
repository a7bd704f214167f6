"""A replay is the run, a story is its replay: bits, odds, words."""

import json
import re
import shutil
from dataclasses import replace as changed

import numpy as np
import pytest
from helpers import reseal
from pages import Reader

import mutua
from mutua.analysis.phrases import amount, change, name_weeks
from mutua.cli.main import main
from mutua.engines.agents import Service
from mutua.engines.batch import Batch, Recording, step
from mutua.engines.events import MOST, successions
from mutua.engines.history import History, trace_slot
from mutua.engines.sheets import Wanted
from mutua.jit.structs import leaves
from mutua.model.measures.outcomes import ROW, PersonRow, Row, Weekly, label
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.rules.response import chance
from mutua.model.state import ENDINGS
from mutua.plots.replay import weeks_of_events
from mutua.reports.narrative.account import chapters
from mutua.reports.narrative.ending import factors_of
from mutua.scenarios.manifest import describe_scenario, read_scenario
from mutua.scenarios.resolve import resolve
from mutua.storage.folder import unseal
from mutua.studies.replay.replay import Story
from mutua.studies.replay.stored_run import most_typical, stored_run

#: Every weekly series of every dyad.
EVERY_WEEK = Wanted(leaves(Weekly))

#: People and staff come and go, ties end in every way, crises and admissions are frequent.
RESTLESS = {
    "exit.base": 0.01, "exit.enough": 0.5, "exit.patience": 4.0, "exit.moves": 0.01,
    "exit.hold": 8.0, "service.refill": 2.0, "work.leaving": 0.12, "service.ordered": 0.3,
    "crisis.base": 0.05, "crisis.end": 1.0, "crisis.threshold": 0.3, "ask.odds": 1.0,
}  # fmt: skip
#: Units of columns that are no quantities.
CODES = ("slot", "kind", "class", "bits", "number")
#: Two full teams and a third with 17 users.
DYADS, WEEKS, SEED = 177, 30, 5
#: Two of the 17, which take a fifth of the time of a dyad of a full team.
ONE, OTHER = 163, 164


@pytest.fixture(scope="module")
def run() -> mutua.Result:
    return mutua.simulate(
        regime="collaborative", intervention=["feedback"], dyads=DYADS, weeks=WEEKS, seed=SEED,
        parameters=RESTLESS | {"interventions.feedback.start": 9.0}, threads=1,
    )  # fmt: skip


@pytest.fixture(scope="module")
def recorded(run: mutua.Result) -> Recording:
    scenario = read_scenario(run.manifest["scenario"])
    return step(Batch([scenario], [0], DYADS, WEEKS, SEED, wanted=EVERY_WEEK), threads=1)


@pytest.fixture(scope="module")
def stories(run: mutua.Result) -> list[Story]:
    """One story an ending, most of them of the last team, and one of the first."""
    rows = run.dyads
    assert rows is not None
    long = rows[rows["visits_attended"] > 2]
    lasts = [int(long.loc[long["ending"] == kind, "dyad"].iloc[-1]) for kind in ENDINGS]
    return [mutua.replay(run, dyad) for dyad in dict.fromkeys([*lasts, 0])]


def test_the_stories__are_of_many_kinds(stories: list[Story]) -> None:
    """Guards what follows against stories in which nothing happens."""
    assert {story.ending for story in stories} == set(ENDINGS)
    assert any(successions(story.weeks) for story in stories)
    assert any(len(story.history.ties) > 1 for story in stories)
    assert any(week.before.person.course.admitted for s in stories for week in s.weeks)


def test_every_week__is_that_of_the_kernel_to_the_last_bit(
    stories: list[Story], recorded: Recording
) -> None:
    ending = leaves(Weekly).index("service_ties")
    for story in stories:
        trace = recorded.series[0][story.dyad]
        lived = {week.number: week for week in story.history.weeks}
        for number, week in lived.items():
            assert tuple(week.seen) == tuple(trace[number - 1])
        vacant = [n for n in range(1, WEEKS + 1) if n not in lived]
        assert not trace[np.array(vacant, int) - 1, ending].any(), "nobody was left out"


def test_the_row__is_the_stored_one(stories: list[Story], recorded: Recording) -> None:
    for story in stories:
        np.testing.assert_array_equal(story.history.row, recorded.rows[0][story.dyad])
        assert story.verification.holds
        assert story.verification.against == ("the stored row",)
        assert "to the last bit" in story.verification.sentence


def test_draws_and_odds__say_what_happened(stories: list[Story]) -> None:
    """Each decision follows from the draw and the chance that are told beside it."""
    asked = answered = 0
    for week in (week for story in stories for week in story.history.weeks):
        d, o, visit = week.draws, week.odds, week.event.visit
        course, after = week.before.person.course, week.after.person.course
        if not course.admitted:
            offered = d.offered < o.offer
            assert visit.asked == (not offered and d.asks < chance(o.ask))
            assert visit.answered == (visit.asked and d.answers < chance(o.answer))
            assert visit.offered == (offered or visit.answered)
            assert visit.attended == (visit.offered and d.comes < chance(o.come))
        if course.crisis:
            assert after.crisis == (d.calm >= chance(o.calm))
        else:
            assert after.crisis == (d.crisis < chance(o.onset))
        failed = ENDINGS[int(week.after.tie.ending)] == "failed"
        assert failed == (d.leaves < chance(o.leave))
        asked, answered = asked + visit.asked, answered + visit.answered
    assert asked > answered > 0


def test_factors__multiply_to_the_odds_of_breaking_off(stories: list[Story]) -> None:
    seen: dict[str, set[float]] = {}
    for week in (week for story in stories for week in story.history.weeks):
        factors = factors_of(week)
        assert np.prod([f.value for f in factors]) == pytest.approx(week.odds.leave, rel=1e-12)
        for factor in factors:
            seen.setdefault(factor.name, set()).add(factor.value)
    assert [name for name, values in seen.items() if len(values) == 1] == ["base"]


def test_a_week__begins_as_the_last_one_ended_unless_somebody_came(stories: list[Story]) -> None:
    for story in stories:
        new = {week.number for week in successions(story.weeks)}
        for last, week in zip(story.weeks, story.weeks[1:], strict=False):
            assert (week.before == last.after) == (week.number not in new)


def test_text__fits_a_terminal_and_tells_every_week(stories: list[Story]) -> None:
    for story in stories:
        text = story.text()
        assert max(map(len, text.splitlines())) <= 80
        told = chapters(story.weeks)
        assert [w.number for c in told for w in c.weeks] == [w.number for w in story.weeks]
        assert sum(bool(chapter.reasons) for chapter in told) <= MOST
        assert told[-1].weeks[-1].number == story.weeks[-1].number


def test_the_heading__keeps_its_lines_whatever_is_replayed(run: mutua.Result) -> None:
    """Long names, and a run of a thousand million: no line of it is broken where it should not."""
    story = mutua.replay(run, ONE)
    assert len(story.text().split("\n\n")[0].splitlines()) == 3
    where = story.run
    named = changed(where.scenario, name="paternalistic+shared_decisions+treatment_order+training")
    long = changed(where, dyads=10**9, weeks=1040, scenario=named)
    lines = changed(story, run=long).text().split("\n\n")[0].splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[-1] == "1,000,000,000 dyads, 1040 weeks, seed 5, replicate 0"


def test_a_misfit__is_told_by_what_is_not_as_wished(stories: list[Story]) -> None:
    """Control is named exactly where it is apart from the wish by more than is felt."""
    said = set()
    for week in (week for story in stories for week in story.weeks):
        (misfit,) = (f for f in factors_of(week) if f.name == "misfit")
        assert (misfit.value > 1.0) == misfit.of.startswith("control felt ")
        said.add(misfit.value > 1.0)
    assert said == {True, False}, "both are seen"


def test_numbers_of_the_text__are_those_of_the_trace(
    stories: list[Story], recorded: Recording
) -> None:
    """Trust, debt and severity of every chapter against the kernel's series."""
    names = leaves(Weekly)
    for story in stories:
        series = dict(zip(names, recorded.series[0][story.dyad].T, strict=True))
        parts = re.split(r"\n\n(?=Weeks? \d)", story.text().split("\nWhy\n")[0])[1:]
        for part, chapter in zip(parts, chapters(story.weeks), strict=True):
            last = chapter.weeks[-1].number - 1
            if not series["engaged"][last]:
                continue
            found = dict(re.findall(r"^  (trust|felt debt) .* (\S+)$", part, re.MULTILINE))
            assert found["trust"] == amount(series["trust_professional"][last])
            assert found.get("felt debt", "0.00") == amount(series["debt_professional"][last])
            flat = " ".join(part.split())
            severity = re.findall(r"severity (?:\S+ -> )?(\S+);", flat)[-1]
            assert severity == amount(series["severity"][last])


def test_the_ending__is_told_by_its_own_cause(stories: list[Story]) -> None:
    said = {
        "failed": "breaks off", "enough": "enough help", "nonattendance": "nonattendance",
        "planned": "ends as planned: ", "moved": "moves away", "": "goes on at the end",
    }  # fmt: skip
    for story in stories:
        why = " ".join(story.text().split("\nWhy\n")[1].split())
        assert said[story.ending] in why
        assert "ends as planned: ." not in why
        for factor in factors_of(story.weeks[-1])[1:]:
            assert f"{factor.name} x {amount(factor.value)}" in why
        assert ("A new professional took over" in why) == bool(successions(story.weeks))
        later = len(story.history.ties) - 1
        assert why.count(" came to this place in week ") == later


def test_events_of_the_figure__are_counted_in_the_row(stories: list[Story], run) -> None:
    for story in stories:
        row, found = run.dyads.set_index("dyad").loc[story.dyad], weeks_of_events(story.weeks)
        assert len(found["visit"]) == row["visits_attended"]
        assert len(found["visit"]) + len(found["missed"]) == row["visits_offered"]
        assert len(found["wound"]) == row["rupture_visits"]
        assert bool(found["ending"]) != row["engaged"]


def test_a_comparison__is_replayed_by_arm_and_replicate(tmp_path) -> None:
    contrast = mutua.compare(["usual", "consumer"], dyads=90, replicates=2, weeks=8, threads=1)
    folder = contrast.save(tmp_path / "kept", figures=False)
    first = mutua.replay(folder, 85)
    other = mutua.replay(contrast, 85, arm="consumer", replicate=1)
    assert first.verification.holds
    assert other.verification.holds
    assert first.run.scenario.name == "usual"
    assert other.run.scenario.name == "consumer"
    assert first.weeks[0].before.person != other.weeks[0].before.person
    assert mutua.replay(contrast, 85, arm="consumer").weeks[0].draws == first.weeks[0].draws


def test_a_row_that_was_altered__is_noticed_and_named(run: mutua.Result, tmp_path, capsys) -> None:
    rows = run.dyads.copy()
    rows.loc[ONE, "improvement"] = np.nextafter(rows.loc[ONE, "improvement"], np.float32(2))
    altered = changed(run, dyads=rows)
    story = mutua.replay(altered, ONE)
    assert [d.column for d in story.verification.differences] == ["improvement"]
    assert mutua.replay(altered, OTHER).verification.holds
    folder = altered.save(tmp_path / "altered", figures=False)
    assert main(["replay", str(folder), f"dyad={ONE}"]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith(f"Dyad {ONE}: ")
    assert "differs in improvement" in " ".join(shown.out.split())
    assert shown.err.count("\n") == 1


def test_a_run_by_other_rules__is_noticed() -> None:
    class Loyal(Service):
        def part(self, dyad, carer, event, p, draws):
            return dyad, event

    loyal = mutua.simulate(engine="mesa", service=Loyal, dyads=20, weeks=40,
                           parameters={"exit.base": 0.05, "service.caseload": 10})  # fmt: skip
    stories = [mutua.replay(loyal, dyad) for dyad in range(3)]
    assert any("ending" in [d.column for d in s.verification.differences] for s in stories)


def test_without_rows__the_whole_run_is_stepped_on_request(run: mutua.Result) -> None:
    kept = mutua.simulate(
        scenario=read_scenario(run.manifest["scenario"]), dyads=DYADS, weeks=WEEKS, seed=SEED,
        record="weekly", threads=1,
    )  # fmt: skip
    assert "Not verified" in mutua.replay(kept, 170).verification.sentence
    assert mutua.replay(kept, 170).as_dict()["verification"]["equal"] is None
    checked = mutua.replay(kept, 170, verify=True)
    assert checked.verification.holds
    assert "weekly sums" in checked.verification.sentence
    kept.weekly.loc[3, "trust_user"] += 2e-16
    noticed = mutua.replay(kept, 170, verify=True).verification
    assert [d.column for d in noticed.differences] == ["weekly trust_user"]
    with pytest.raises(mutua.ParameterError, match="kept none"):
        mutua.replay(kept, equilibrium="mutual")


def test_the_typical_dyad__is_nearest_to_the_means_of_its_class(run: mutua.Result) -> None:
    where = stored_run(run)
    engaged = run.dyads[run.dyads["engaged"]]
    kind = engaged["equilibrium"].value_counts().index[0]
    found = most_typical(where, kind)
    columns = [n for n, o in ROW.items() if o.unit not in CODES]
    values = engaged.set_index("dyad")[columns].astype(float)
    scaled = (values / values.std(ddof=0)).loc[:, values.std(ddof=0) > 0]
    members = scaled.loc[engaged.loc[engaged["equilibrium"] == kind, "dyad"]]
    distance = np.nanmean((members - np.nanmean(members, axis=0)) ** 2, axis=1)
    assert len(members) > 2
    assert found == members.index[distance.argmin()]
    story = mutua.replay(run, equilibrium=kind)
    assert story.dyad == found
    assert f"Its class is '{label(f'class_{kind}')}'" in " ".join(story.text().split())


def test_json__holds_every_week_with_its_draws(run: mutua.Result, tmp_path, capsys) -> None:
    folder = run.save(tmp_path / "kept", figures=False)
    before = sorted(folder.iterdir())
    assert main(["replay", str(folder), f"dyad={ONE}", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    story = mutua.replay(run, ONE)
    assert told["output"] is None
    assert told["verification"]["equal"] is True
    assert len(told["weeks"]) == len(story.history.weeks)
    first, week = told["weeks"][0], story.weeks[0]
    assert first["after"]["user"]["feeling"]["trust"] == week.after.user.feeling.trust
    assert first["event"]["given"]["to_user"]["love"] == week.event.given.to_user.love
    assert first["odds"]["leave"] == week.odds.leave
    assert first["draws"]["leaves"] == week.draws.leaves
    assert sorted(folder.iterdir()) == before, "nothing is written into the run"


def test_output__is_a_folder_with_text_page_and_figure(run, tmp_path, capsys) -> None:
    run.save(tmp_path / "kept", figures=False)
    words = ["replay", str(tmp_path / "kept"), f"dyad={ONE}", f"output={tmp_path / 'told'}"]
    assert main(words) == 0
    shown = capsys.readouterr().out
    names = {path.name for path in (tmp_path / "told").iterdir()}
    assert names == {
        "manifest.json",
        "report.html",
        "give_and_take.png",
        "give_and_take.svg",
        "story.txt",
        "weeks.parquet",
        "row.parquet",
    }
    text = (tmp_path / "told" / "story.txt").read_text(encoding="utf-8")
    assert shown.startswith(text)
    assert text == mutua.replay(run, ONE).text()
    assert main(words) == 2, "an output is new or empty"


def test_the_page__holds_all_it_shows(stories: list[Story]) -> None:
    story = next(story for story in stories if story.ending == "failed")
    page = story.report()
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    beside = {"give_and_take.png", "give_and_take.svg"}
    for address in reader.addresses:
        inside = address.startswith("data:") or address[1:] in reader.ids
        assert inside or address in beside, address
    assert not re.search(r"@import|<script|<link|https?://(?!www\.w3\.org/)", page)
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    read = " ".join("".join(reader.text).split())
    assert read.count("Draws: ") >= len(story.weeks), "every week is there in full"
    for week in story.weeks:
        moved = change(week.before.user.feeling.trust, week.after.user.feeling.trust)
        assert moved.replace("->", "\u2192") in read
    assert f"× {amount(factors_of(story.weeks[-1])[6].value)}" in read


BAD = [
    ("", "which folder?"),
    ("nowhere dyad=1", "replay: there is no folder nowhere"),
    ("empty dyad=1", "replay: empty holds no complete run"),
    ("cut dyad=1", "truncated or altered"),
    ("garbled dyad=1", "manifest.json is truncated or altered since it was written"),
    ("older dyad=1", "another version of the model: it lacks trust.gain"),
    ("beyond dyad=1", "trust.gain: 7 is not a number from 0 to 1"),
    ("holed dyad=1", "the manifest of this run is not as mutua writes it"),
    ("kept", "dyad: give either dyad=NUMBER or equilibrium=CLASS"),
    ("kept dyad=1 equilibrium=mutual", "dyad: give either"),
    ("kept dyad=80", "dyad: 80 is not a whole number from 0 to 79"),
    ("kept dyad=-1", "dyad: -1 is not a whole number from 0 to 79"),
    ("kept dyad=much", "dyad: 'much' is not a dyad of the run"),
    ("kept dyad=1.0", "dyad: '1.0' is not a dyad"),
    ("kept dyad=", "dyad: '' is not a dyad"),
    ("part dyad=7", "this run stepped 1 only"),
    ("kept equilibrium=happy", "equilibrium: 'happy' is not one of dead, drifting"),
    ("kept equilibrium=drifting", "no dyad is drifting in this run; there are"),
    ("kept dyad=1 arm=peer", "arm: 'peer' is not one of usual"),
    ("kept dyad=1 replicate=1", "replicate: 1 is not a replicate of this run: 0"),
    ("pair dyad=1 arm=usal", "arm: 'usal' is not one of usual, peer"),
    ("pair dyad=1 replicate=2", "replicate: 2 is not a replicate of this run: 0 to 1"),
    ("kept dyad=1 verify=maybe", "verify: 'maybe' is not true or false"),
    ("kept dyad=1 weeks=9", "weeks: replay has no such key"),
    ("kept dyda=1", "dyda: replay has no such key; did you mean dyad?"),
    ("kept dyad=1 dyad=2", "dyad: is given twice"),
    ("kept more dyad=1", "'more' is not name=value"),
    ("kept dyad=1 --bogus", "'--bogus' is not name=value"),
    ("kept dyad=1 output=", "output: '' is not"),
    ("kept dyad=1 output=kept", "kept already holds a run"),
    ("kept dyad=99 output=new", "dyad: 99"),
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Runs that are whole, cut, altered, of another version."""
    home = tmp_path_factory.mktemp("runs")
    small = {"weeks": 4, "threads": 1}
    mutua.simulate(dyads=80, **small).save(home / "kept", figures=False)
    mutua.simulate(dyads=160, teams=[1], **small).save(home / "part", figures=False)
    pair = mutua.compare(["usual", "peer"], dyads=20, replicates=2, **small)
    pair.save(home / "pair", figures=False)
    (home / "empty").mkdir()
    manifest = unseal(home / "kept" / "manifest.json")
    for name in ("cut", "garbled", "older", "beyond", "holed"):
        shutil.copytree(home / "kept", home / name)
    (home / "cut" / "dyads.parquet").write_bytes(b"")
    (home / "garbled" / "manifest.json").write_text("{")
    values = manifest["scenario"]["parameters"]
    older = {name: value for name, value in values.items() if name != "trust.gain"}
    for name, parameters in (("older", older), ("beyond", values | {"trust.gain": 7})):
        other = manifest | {"scenario": manifest["scenario"] | {"parameters": parameters}}
        rewrite(home / name, other)
    rewrite(home / "holed", {k: v for k, v in manifest.items() if k != "seed"})
    return home


def rewrite(folder, manifest) -> None:
    """Give a folder another manifest that still vouches for its files."""
    reseal(folder / "manifest.json", lambda _: manifest)


@pytest.mark.parametrize(("line", "said"), BAD, ids=[line for line, _ in BAD])
def test_bad_input__is_one_line_and_leaves_nothing(line, said, folders, monkeypatch, capsys):
    monkeypatch.chdir(folders)
    before = sorted(folders.rglob("*"))
    assert main(["replay", *line.split()]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("mutua: ")
    assert shown.err.count("\n") == 1
    assert said in shown.err
    assert sorted(folders.rglob("*")) == before


def test_what_is_no_run__cannot_be_replayed() -> None:
    with pytest.raises(mutua.StoreError, match=r"simulate\(\*\*sweep.arguments\(row\)\)"):
        mutua.replay(object(), 1)


def test_a_scenario__comes_back_from_its_manifest_as_it_was() -> None:
    arm = resolve(
        regime="peer", setting="psychotherapy", intervention=["training"], name="mine",
        mechanism={"harm": False}, parameters={"trust.gain": 0.1 + 0.2},
    )  # fmt: skip
    again = read_scenario(json.loads(json.dumps(describe_scenario(arm))))
    assert again == arm
    assert list(again.values) == list(DECLARED)


def test_a_run_without_refill__ends_with_the_tie() -> None:
    p = {"service.refill": 0.0, "exit.base": 0.3, "exit.back": 0.0}
    history: History = trace_slot(resolve(parameters=p), slot=2, dyads=20, weeks=200, seed=1,
                               replicate=0)  # fmt: skip
    assert len(history.ties) == 1
    assert history.weeks[-1].after.tie.ending > 0.0
    assert len(history.weeks) < 200
    assert len(history.row) == len(leaves(Row) + leaves(PersonRow))


def test_small_words() -> None:
    assert name_weeks([3]) == "week 3"
    assert name_weeks([3, 5, 6, 7, 9]) == "weeks 3, 5-7 and 9"
    assert name_weeks([1, 2]) == "weeks 1-2"
