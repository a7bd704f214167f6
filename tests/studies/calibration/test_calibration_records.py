"""Records of a service: what is read is what was written, and what cannot be read is refused."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.calibration.example import FILE, USERS, WEEKS, as_text, records
from mutua.cli.main import main
from mutua.errors import ParameterError
from mutua.scenarios.resolve import resolve
from mutua.studies.calibration.cohort import RATINGS
from mutua.studies.calibration.observation import (
    Early,
    follow_up,
    rating_shares,
    recorded_cohort,
)
from mutua.studies.calibration.planning import observe_records
from mutua.studies.calibration.records import COLUMNS, REASONS, Person, VisitRating, read_records
from mutua.studies.calibration.services import Observed, Services
from mutua.studies.calibration.summaries import definitions
from mutua.studies.calibration.tables import reached_end

HEAD = "person,week,event,reason,alliance_user,alliance_professional"
EARLY = Early(0, 13)


def written(path, *lines, head=HEAD):
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def test_a_record__is_read_as_it_was_written(tmp_path):
    path = written(
        tmp_path / "visits.csv",
        "a,1,attended,,4.5,", "b,1,missed,,,", "a,3,missed,,,", "a,3,attended,,,2",
        "b,9,in_care,,,",
        "a,3,attended,,3,", "a,20,ended,planned,,",
    )  # fmt: skip
    a, b = read_records(path)
    assert a == Person(
        "a", {1: VisitRating(4.5, None), 3: VisitRating(3.0, 2.0)}, set(), 20, "planned", 8
    )
    assert b == Person("b", {}, {1}, 9, "", 6)


BAD = [
    # the file
    (None, "visits.csv"),
    ("", "line of names"),
    ("person,week", "no line after"),
    ("person,week\na,1", "no column 'event'"),
    ("person,week,event,colour\na,1,attended,red", "column 'colour' is not one of person, week"),
    ("person,week,week\na,1,1", "stands twice"),
    (f"{HEAD}\na,1,attended,,", "line 2 has 5 cells, not 6"),
    (f"{HEAD}\n\na,1,attended,,,", "line 2 is empty"),
    (b"person,week,event\n\xff,1,attended", "person '\xff': no line 'ended' or 'in_care'"),
    (f"{HEAD}\na,1,attended,,,".encode("utf-16"), "save it as CSV in UTF-8"),
    (f"{HEAD}\na;1;attended;;;", "separated by commas"),
    # a line
    (f"{HEAD}\n,1,attended,,,", "line 2, person: '' is not a name or number"),
    (f"{HEAD}\na,0,attended,,,", "line 2, week: '0' is not a whole number from 1 to 520"),
    (f"{HEAD}\na,1.5,attended,,,", "line 2, week: '1.5' is not a whole number"),
    (f"{HEAD}\na,-3,attended,,,", "line 2, week: '-3' is not a whole number"),
    (f"{HEAD}\na,521,attended,,,", "line 2, week: '521' is not a whole number"),
    (f"{HEAD}\na,2026-01-05,attended,,,", "line 2, week: '2026-01-05' is not a whole number"),
    (f"{HEAD}\na,,attended,,,", "line 2, week: '' is not a whole number"),
    (f"{HEAD}\na,nan,attended,,,", "line 2, week: 'nan' is not a whole number"),
    (f"{HEAD}\na,1,came,,,", "event: 'came' is not one of attended, missed, ended, in_care"),
    (f"{HEAD}\na,1,Attended,,,", "event: 'Attended' is not one of"),
    (f"{HEAD}\na,1,,,,", "event: '' is not one of"),
    (f"{HEAD}\na,1,attended,planned,,", "line 2, reason: 'planned' is not empty"),
    (f"{HEAD}\na,1,in_care,planned,,", "line 2, reason: 'planned' is not empty"),
    (f"{HEAD}\na,1,ended,,,", "line 2, reason: '' is not one of dropout, failed"),
    (f"{HEAD}\na,1,ended,died,,", "line 2, reason: 'died' is not one of dropout"),
    (f"{HEAD}\na,1,attended,,6,", "line 2, alliance_user: '6' is not a number from 1 to 5"),
    (f"{HEAD}\na,1,attended,,0.5,", "line 2, alliance_user: '0.5' is not a number from 1 to 5"),
    (f"{HEAD}\na,1,attended,,,good", "line 2, alliance_professional: 'good' is not a number"),
    (f"{HEAD}\na,1,attended,,nan,", "line 2, alliance_user: 'nan' is not a number"),
    (f"{HEAD}\na,1,missed,,4,", "line 2, alliance_user: '4' is not empty"),
    (f"{HEAD}\na,1,ended,planned,,4", "line 2, alliance_professional: '4' is not empty"),
    # a person
    (f"{HEAD}\na,1,attended,,,", "person 'a': no line 'ended' or 'in_care'"),
    (f"{HEAD}\na,9,in_care,,,\na,9,in_care,,,", "line 3, event: 'in_care' is not allowed twice"),
    (f"{HEAD}\na,9,ended,moved,,\na,9,in_care,,,", "line 2 has closed 'a'"),
    (f"{HEAD}\na,9,attended,,,\na,8,in_care,,,", "line 3, week: 8 is before week 9"),
    (f"{HEAD}\na,9,missed,,,\na,8,ended,failed,,", "line 3, week: 8 is before week 9"),
    # all users
    (f"{HEAD}\na,9,in_care,,,", "1 users are fewer than 20"),
]  # fmt: skip


def put(path, text):
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(("text", "said"), BAD, ids=range(len(BAD)))
def test_bad_records__are_refused_in_one_line(text, said, tmp_path):
    put(tmp_path / "visits.csv", text)
    with pytest.raises(ParameterError) as refused:
        follow_up(read_records(tmp_path / "visits.csv"), None)
    assert said in str(refused.value)
    assert str(refused.value).startswith("data: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("text", "said"), BAD[::9], ids=range(len(BAD[::9])))
def test_the_command__changes_nothing_where_records_are_bad(
    text, said, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    put(Path("visits.csv"), text)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["calibrate", "data=visits.csv"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert said in shown.err
    assert "data: " in shown.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def person(name, closed, reason="", attended=(), missed=()):
    visits = {week: VisitRating(None, None) for week in attended}
    return Person(name, visits, set(missed), closed, reason, 1)


def some(**users):
    """Twenty users in care for 30 weeks and those that are given."""
    others = [person(f"other {k}", 30, attended=[1, 30]) for k in range(20)]
    return [*others, *users.values()]


def test_the_window__is_as_long_as_everybody_in_care_allows():
    users = some(short=person("short", 26), gone=person("gone", 3, "failed"))
    assert follow_up(users, None) == (26, "", "")
    assert follow_up(users, 20).weeks == 20
    with pytest.raises(
        ParameterError,
        match=r"weeks: 27 is too many; the records of 1 user end earlier, the first in week 26: "
        r"'short' \(line 1\); leave out .*, or say weeks=26$",
    ):
        follow_up(users, 27)
    with pytest.raises(ParameterError, match="weeks: 7 is not a whole number from 8"):
        follow_up(users, 7)


def test_few_short_records__are_named_with_what_they_lose():
    short = {f"short {k}": person(f"short {k}", 12 + k, attended=[2]) for k in range(2)}
    others = [person(f"more {k}", 30, attended=[1, 12, 13, 30]) for k in range(40)]
    gone = person("gone", 20, "failed", attended=[1, 19], missed=[20])
    users = [*some(**short), *others, gone]
    weeks, loss, names = follow_up(users, None)
    assert weeks == 12
    later = 20 * 1 + 40 * 2 + 2
    assert loss == (
        "Users could be followed for 30 weeks instead of 12, but the records of 2 users end "
        f"earlier, the first in week 12; {later} visits and 1 ending after week 12 are not used."
    )
    assert names == "'short 0' (line 1), 'short 1' (line 1)"
    assert follow_up(users, 12) == (12, "", ""), "a window that was asked for needs no word"
    many = [*users, *(person(f"late {k}", 12 + k // 10, attended=[2]) for k in range(20))]
    assert follow_up(many, None) == (12, "", ""), "so many are no exception"


def test_a_window_that_is_too_short__is_a_fault_of_the_records():
    users = some(**{f"s{k}": person(f"s{k}", 4 + k % 3) for k in range(5)})
    with pytest.raises(
        ParameterError,
        match=r"^data: 8 weeks are needed; the records of 5 users end earlier, the first in week "
        r"4: 's0' \(line 1\), 's3' \(line 1\), 's1' \(line 1\) and 2 more; leave out who began",
    ):
        follow_up(users, None)
    with pytest.raises(ParameterError, match=r"^data: 8 weeks are needed; the records of 20 users"):
        follow_up([person(f"p{k}", 5, "failed") for k in range(20)], None)


def test_what_is_lost__is_logged_with_names_and_kept_without(tmp_path, caplog):
    lines = [f"p{k},{week},{event},,," for k in range(30)
             for week, event in ((1, "attended"), (30, "attended"), (30, "in_care"))]  # fmt: skip
    lines += ["late-one,2,attended,,,", "late-one,9,in_care,,,"]
    seen = observe_records(written(tmp_path / "visits.csv", *lines), resolve(), None)
    assert seen.loss.startswith("Users could be followed for 30 weeks instead of 9, but the rec")
    assert "late-one" not in seen.loss
    (record,) = caplog.records
    said = record.getMessage()
    assert said.startswith(f"data: {seen.loss} These are 'late-one' (line 93); leave out who began")
    assert "\n" not in said


def test_endings_without_visits__are_refused_as_they_have_no_date(tmp_path):
    """As in the data of Rossi et al.: person, week of the arrest or of the end, nothing else."""
    lines = [f"{k},{20 + k % 30},{'ended' if k % 3 else 'in_care'},{'dropout' if k % 3 else ''},,"
             for k in range(60)]  # fmt: skip
    path = written(tmp_path / "visits.csv", *lines)
    with pytest.raises(
        ParameterError,
        match=r"^data: 40 of 40 users whose tie ended have no visit on record, attended or missed"
        r": '1' \(line 3\), '2' \(line 4\), '4' \(line 6\) and 37 more; endings are dated by the",
    ):
        observe_records(path, resolve(), None)
    seen = [f"{k},{week},attended,,," for k in range(60) for week in (1, 9)]
    assert observe_records(written(path, *lines, *seen), resolve(), 20).users == 60


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("1.23E+12", "5"), "'1.23E+12' (line 2): rounded by a spreadsheet"),
        (("1,23E+12", "5"), "'1,23E+12' (line 2): rounded by a spreadsheet"),
        (("7", "1e+15"), "'1e+15' (line 3): rounded by a spreadsheet"),
        (("1234567890123450000", "5"), "'1234567890123450000' (line 2): rounded by a spreadsheet"),
        (("17", "017"), "'17' (line 2), '017' (line 3): may be one person, written as a number"),
        (("17.0", "17"), "'17.0' (line 2), '17' (line 3): may be one person"),
    ],
)
def test_numbers_of_persons_that_a_spreadsheet_changed__are_named(names, said, tmp_path):
    lines = [f'"{name}",9,in_care,,,' for name in names]
    with pytest.raises(ParameterError) as refused:
        read_records(written(tmp_path / "visits.csv", *lines))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "names",
    [("12345678901234567", "12345678901234568"), ("017", "018"), ("17.0", "18.0"), ("1e2", "100"),
     ("1.5", "1.25"), ("a", "A")],
)  # fmt: skip
def test_names_that_nothing_changed__are_persons_of_their_own(names, tmp_path):
    lines = [f"{name},9,in_care,,," for name in names]
    users = read_records(written(tmp_path / "visits.csv", *lines))
    assert tuple(person.name for person in users) == names


@pytest.mark.parametrize(
    ("draw", "end"),
    [
        (lambda g, n: np.abs(g.normal(0, 0.1, n)), "lower"),
        (lambda g, n: 1 - g.exponential(0.02, n).clip(0, 1), "upper"),
        (lambda g, n: g.random(n), ""),
        (lambda g, n: g.normal(0.5, 0.1, n).clip(0, 1), ""),
        (lambda g, n: g.normal(0.01, 0.003, n).clip(0, 1), ""),
    ],
)
def test_a_posterior_at_an_end_of_its_prior__is_marked(draw, end):
    """Of 1,000 draws: half a normal has 18 % (SD 1.2) in the tenth, an even posterior 9.5 %."""
    ends = [reached_end(draw(np.random.default_rng(seed), 1_000)) for seed in range(20)]
    assert ends == [end] * 20


def test_an_ending_after_the_window__is_a_tie_that_goes_on():
    seen = recorded_cohort(some(late=person("late", 27, "dropout", attended=[2, 25])), 26, EARLY)
    assert seen.stays[0, -1]
    assert seen.exit_week[0, -1] == 26
    assert recorded_cohort(some(late=person("late", 26, "dropout")), 26, EARLY).dropout[0, -1]


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason__is_one_way_of_ending(reason):
    seen = recorded_cohort(
        some(gone=person("gone", 9, reason, attended=[2, 5], missed=[3])), 26, EARLY
    )
    ways = [seen.dropout[0, -1], seen.completed[0, -1], seen.moved[0, -1]]
    assert sum(ways) == 1
    assert (seen.exit_week[0, -1], seen.offered[0, -1], seen.attended[0, -1]) == (5, 3, 2)


def test_somebody_who_never_came__has_left_before_the_start():
    seen = recorded_cohort(some(never=person("never", 9, "failed", missed=[1])), 26, EARLY)
    assert seen.exit_week[0, -1] == -1


@given(st.sets(st.integers(9, 13), min_size=1), st.data())
def test_the_early_rating__is_the_last_one_of_five_weeks(visits, data):
    given_at = data.draw(st.sets(st.sampled_from(sorted(visits))))
    someone = person("x", 40, attended=[1, *visits, 30])
    for week in given_at:
        someone.attended[week] = VisitRating(1.0 + week / 10, None)
    seen = recorded_cohort([someone], 26, EARLY)
    expected = 1.0 + max(given_at) / 10 if given_at else np.nan
    np.testing.assert_equal(seen.user_early[0, 0], expected)
    np.testing.assert_equal(seen.professional_early[0, 0], np.nan)


def test_a_rating_at_a_visit__is_of_that_visit():
    someone = person("x", 40, attended=[2, 5, 7, 9])
    someone.attended[7] = VisitRating(None, 4.0)
    seen = recorded_cohort([someone], 26, Early(3, 13))
    assert seen.professional_early[0, 0] == 4.0
    assert np.isnan(recorded_cohort([someone], 26, Early(2, 13)).professional_early[0, 0])


@pytest.fixture(scope="module")
def twin():
    """A synthetic service with every rating, as its records and as its scenario."""
    scenario = resolve(parameters={"exit.base": 0.004})
    return scenario, records(scenario, 100, 26, 3, complete=(1.0, 1.0))


def test_records_of_a_simulated_service__are_summarised_as_the_service_is(twin, tmp_path):
    """The one code sees both, and the two ways into it agree."""
    scenario, lines = twin
    path = tmp_path / "visits.csv"
    path.write_text(as_text(lines), encoding="utf-8")
    users = read_records(path)
    seen = recorded_cohort(users, 26, EARLY)
    full = dict.fromkeys(RATINGS, 1.0)
    empty = Observed(100, 26, full, dict.fromkeys(definitions(26, full), 0.0), {})
    services = Services(scenario, (), empty, seed=3, threads=1)
    held = []
    services.step_services(
        np.empty((1, 0)), np.array([0]), 1, lambda c: held.append(c) or np.zeros((1, 1))
    )
    for name, there, here in zip(seen._fields, seen, held[0], strict=True):
        if name not in RATINGS:
            np.testing.assert_array_equal(there, here, err_msg=name)
    for name in ("user_early", "professional_early"):
        np.testing.assert_allclose(seen.ratings[name], held[0].ratings[name], atol=0.005)
    late = np.isfinite(seen.user_end)
    assert late.sum() > 30
    np.testing.assert_allclose(seen.user_end[late], held[0].user_end[late], atol=0.005)


def test_ratings_that_were_not_given__are_missing_and_counted(twin, tmp_path):
    scenario, _ = twin
    lines = records(scenario, 100, 26, 3, complete=(0.5, 0.0))
    path = tmp_path / "visits.csv"
    path.write_text(as_text(lines), encoding="utf-8")
    users = read_records(path)
    seen = recorded_cohort(users, 26, EARLY)
    shares = rating_shares(users, seen, 26, EARLY)
    assert 0.3 < shares["user_early"] < 0.7
    assert shares["professional_early"] == shares["professional_end"] == 0.0
    assert not any("professional" in name for name in definitions(26, shares))


def test_the_shipped_example__is_what_the_script_makes_and_small():
    assert FILE.stat().st_size < 200_000
    seen = observe_records(FILE, resolve(), None)
    assert (seen.users, seen.weeks) == (USERS, WEEKS)
    assert FILE.read_text(encoding="utf-8").splitlines()[0] == ",".join(COLUMNS)
