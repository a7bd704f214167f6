"""Memory: windows that are plain means at first, and early ratings at their week or visit."""

import pytest
from helpers import (
    CARER,
    DYAD,
    MET,
    P,
    assert_in_range,
    bits,
    changed,
    defaults,
    moved,
    parameters,
    states,
)
from hypothesis import given

from mutua.model.measures.equilibrium import class_of
from mutua.model.measures.memory import QUARTER, is_early_rating, remember
from mutua.model.measures.observation import observe, record_class
from mutua.model.measures.star import rating_of_professional, rating_of_user
from mutua.model.record import NO_RECORD, Record
from mutua.model.resources import total
from mutua.model.rules.encounter import new_week
from mutua.model.rules.response import sat
from mutua.model.state import (
    Carer,
    Dyad,
    Event,
)

#: What a window remembers of a week, and where it stands at the end of that week.
WEEKLY = {
    "affect_user": "user.feeling.affect",
    "affect_professional": "professional.feeling.affect",
    "felt_control_user": "user.perception.felt_control",
    "felt_control_professional": "professional.perception.felt_control",
    "control": "tie.talk.control",
    "adherence": "person.adherence",
}
SEEN = [0.9, -0.3, 0.2, 0.6, 0.1, 0.8, 0.4, 0.7, 0.5, 0.3, 0.95, 0.15]


def weeks_of(path: str, values: list[float]) -> list[Record]:
    """Records of a tie in which one state takes these values, week after week."""
    dyad, records = changed(DYAD, {"record": NO_RECORD}), []
    for week, value in enumerate(values, 1):
        dyad = remember(changed(dyad, {path: value}), CARER, new_week(float(week)), P)
        records.append(dyad.record)
    return records


def expected(values: list[float]) -> float:
    """The plain mean of the first seven, then an exponential mean that reaches back 13 weeks."""
    mean = sum(values[:7]) / len(values[:7])
    for value in values[7:]:
        mean += QUARTER * (value - mean)
    return mean


@pytest.mark.parametrize("name", WEEKLY)
def test_a_window__is_the_plain_mean_at_first_and_then_forgets(name):
    records = weeks_of(WEEKLY[name], SEEN)
    for n in range(1, len(SEEN) + 1):
        seen = getattr(records[n - 1].window, name)
        assert seen == pytest.approx(expected(SEEN[:n]), abs=1e-12), n


def test_the_window__is_as_old_as_a_quarter():
    """The mean age of what an exponential mean remembers is (1 - a)/a: that of 13 plain weeks."""
    age = (1.0 - QUARTER) / QUARTER
    assert age == pytest.approx((13 - 1) / 2)


def test_misfit_and_balances__are_those_of_the_week():
    (record,) = weeks_of("user.perception.felt_control", [0.8])
    assert record.window.misfit == pytest.approx(0.8 - DYAD.person.traits.preferred_control)
    books = DYAD.user.books
    assert record.window.balance_user == pytest.approx(books.credit - books.debt)
    books = DYAD.professional.books
    assert record.window.balance_professional == pytest.approx(books.credit - books.debt)


def visits_of(attended: list[float]) -> list[Record]:
    """Records of a tie with an offer a week, attended or not; outcomes count the weeks."""
    start = {"record": NO_RECORD, "tie.contact.offered": 0.0, "tie.contact.attended": 0.0}
    dyad, records = changed(DYAD, start), []
    for week, came in enumerate(attended, 1):
        contact = dyad.tie.contact
        counted = {
            "tie.contact.offered": contact.offered + 1.0,
            "tie.contact.attended": contact.attended + came,
        }
        event = changed(
            MET,
            {"week": float(week), "visit.attended": came, "user.y": came * week / 100.0},
        )
        dyad = remember(changed(dyad, counted), CARER, event, P)
        records.append(dyad.record)
    return records


def test_outcomes__are_remembered_a_visit_and_presence_an_offer():
    came = [0.0, 1.0, 1.0, 0.0, 0.0, 1.0]
    for n, record in enumerate(visits_of(came), 1):
        assert record.window.attended == pytest.approx(sum(came[:n]) / n, abs=1e-12)
        outcomes = [week / 100.0 for week, x in enumerate(came[:n], 1) if x > 0.0]
        mean = sum(outcomes) / len(outcomes) if outcomes else 0.0
        assert record.window.y == pytest.approx(mean, abs=1e-12)


def test_weeks_without_an_offer__do_not_count_as_missed():
    (record,) = visits_of([1.0])
    dyad = changed(DYAD, {"record": record, "tie.contact.offered": 1.0})
    quiet = remember(dyad, CARER, new_week(2.0), P)
    assert quiet.record.window.attended == 1.0
    assert quiet.record.window.y == record.window.y


@given(states(Dyad), states(Carer), states(Event), parameters("measure"))
def test_remembering__changes_the_record_and_keeps_it_in_range(dyad, carer, event, p):
    if event.visit.attended > 0.0:
        dyad = changed(dyad, {"tie.contact.attended": 1.0 + dyad.tie.contact.attended})
    after = remember(dyad, carer, event, p)
    assert {name.split(".")[0] for name in moved(dyad, after, Dyad)} <= {"record"}
    assert_in_range(after.record, Record)


@given(states(Dyad), states(Event, attended=1.0))
def test_the_first_visit__counts_fully_in_what_is_remembered_of_visits(dyad, event):
    first = changed(dyad, {"tie.contact.attended": 1.0})
    record = remember(first, CARER, event, P).record
    felt, meant = event.user.gifts, event.given.to_user
    assert record.felt == pytest.approx([sat(x) for x in felt], abs=1e-12)
    assert record.meant == pytest.approx([sat(x) for x in meant], abs=1e-12)
    assert record.harm == pytest.approx(sat(event.given.harm_to_user), abs=1e-12)
    act = total(event.given.extra) - event.given.extra.money
    assert record.extra == pytest.approx(act, abs=1e-9), "an incentive is no extra act"


@given(states(Dyad), states(Event, attended=0.0))
def test_without_a_visit__nothing_is_remembered_of_visits(dyad, event):
    before, after = dyad.record, remember(dyad, CARER, event, P).record
    for name in ("felt", "meant", "harm", "dialogue", "extra", "early_user", "early_professional"):
        assert getattr(after, name) == getattr(before, name)
    assert after.window.y == before.window.y


@given(states(Dyad), states(Event))
def test_what_was_given__adds_up_over_the_tie(dyad, event):
    before, after = dyad.record, remember(dyad, CARER, event, P).record
    given_now = total(event.given.to_user)
    assert after.sum_to_user == before.sum_to_user + given_now + event.given.reserved
    given_back = total(event.given.to_professional)
    assert after.sum_to_professional == before.sum_to_professional + given_back


@pytest.mark.parametrize(("week", "rated"), [(8, False), (9, True), (13, True), (14, False)])
def test_the_early_rating__is_taken_at_visits_of_weeks_9_to_13(week, rated):
    event = changed(MET, {"week": float(week)})
    assert is_early_rating(DYAD, event, P) is rated
    assert is_early_rating(DYAD, changed(event, {"visit.attended": 0.0}), P) is False


@pytest.mark.parametrize(("visit", "rated"), [(3.0, False), (4.0, True), (5.0, False)])
def test_the_early_rating__is_taken_at_the_visit_declared(visit, rated):
    p = defaults({"measure.early_visit": 4.0})
    dyad = changed(DYAD, {"tie.contact.attended": visit})
    for week in (3.0, 11.0, 40.0):
        assert is_early_rating(dyad, changed(MET, {"week": week}), p) is rated


def test_the_early_rating__is_of_the_last_visit_in_time_and_stays():
    """Rated at weeks 10 and 12 with other trust each, met again at week 20: that of week 12."""
    dyad = changed(DYAD, {"record": NO_RECORD})
    for week, trust in ((10.0, 0.3), (12.0, 0.6), (20.0, 0.9)):
        dyad = changed(dyad, {"user.feeling.trust": trust})
        dyad = remember(dyad, CARER, changed(MET, {"week": week}), P)
        if week == 12.0:
            both = rating_of_user(dyad, P), rating_of_professional(dyad, CARER, P)
    early = dyad.record.early_user, dyad.record.early_professional
    assert dyad.record.early_user.trust == 0.6
    assert bits(early) == bits(both)


@pytest.mark.parametrize("ending", [0.0, 1.0])
def test_the_class_midway__is_that_of_the_moment__and_changes_nothing_else(ending):
    dyad = changed(DYAD, {"tie.ending": ending})
    event = changed(MET, {"week": 52.0})
    after = record_class(dyad, observe(dyad, CARER, event, P))
    assert after.record.midway == class_of(dyad, 52.0, P)
    assert (after.record.midway == 0.0) == (ending > 0.0)
    assert changed(after, {"record.midway": dyad.record.midway}) == dyad


def flows_of(flows: list[float]) -> list[Record]:
    """Records of a tie with these flows to the user, week after week."""
    return weeks_of("tie.flow.to_user", flows)


def test_a_constant_flow__has_not_changed_however_late_it_began():
    record = flows_of([0.0] * 9 + [4.0] * 30)[-1].window
    assert record.to_user == record.to_user_before == 4.0


def test_a_flow_that_rises__is_remembered_lower_the_longer_ago():
    """The window before lags the window: a flow that doubles is seen as a change, and then not."""
    records = [record.window for record in flows_of([3.0] * 20 + [6.0] * 200)]
    assert records[19].to_user == records[19].to_user_before == 3.0
    assert 3.0 < records[26].to_user_before < records[26].to_user < 6.0
    assert records[-1].to_user_before == pytest.approx(6.0, abs=1e-3)
    assert records[-1].to_user == pytest.approx(6.0, abs=1e-9)
