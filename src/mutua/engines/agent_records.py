"""Stepping a service of Mesa agents and recording it as the kernel does."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mutua.engines.agents import Service, ServiceUser
from mutua.engines.scratch import OF_DYAD, OF_TIE, ONE, SERIES
from mutua.engines.sheets import Sheets
from mutua.jit.structs import flat
from mutua.model.draws import counter_of, user_draws
from mutua.model.measures.follow_up import (
    is_in_care,
    observe_in_care,
    observe_person,
    summarise_person,
)
from mutua.model.measures.observation import is_row_due, observe
from mutua.model.measures.outcomes import CohortWeek, Weekly
from mutua.model.measures.posts import record_post
from mutua.model.measures.ratings import is_occasion, rate_dyad
from mutua.model.measures.readings import read_dyad
from mutua.model.rating_draws import occasion_draws
from mutua.model.rules.couple import load_of


def step_service(service: Service, weeks: int, sums: Any, sheets: Sheets) -> None:
    """Step a service and record it as the kernel does.

    Parameters
    ----------
    service : Service
        At week 0.
    weeks : int
        Weeks to step.
    sums : int64, shape (weeks, SERIES)
        Whole-number sums over the service's dyads, added to.
    sheets : Sheets
        Of its dyads and professionals, filled in slot order.
    """
    users = list(service.users)
    for user in users:
        user.meet_carer()
    _rate(users, sheets)
    for week in range(1, weeks + 1):
        service.step()
        _rate(users, sheets)
        sums[week - 1] += _observe(service, users, sheets)
        write_agent_rows(service, users, sheets.rows, last=week == weeks)
        service.end_week()
        for j, member in enumerate(list(service.professionals)[: len(sheets.posts)]):
            sheets.posts[j, week - 1] = list(record_post(member.state, member.load))
        service.renew()


def _observe(service: Service, users: Sequence[ServiceUser], sheets: Sheets) -> np.ndarray:
    """Whole-number sums of the week; fills the series of each dyad."""
    sums, week = np.zeros(SERIES, np.int64), service.week
    for i, user in enumerate(users):
        seen = observe(user.dyad, user.carer, user.event, service.others)
        person = observe_in_care(user.dyad, float(week))
        sums += _whole(seen, person)
        if i < len(sheets.series):
            sheets.series[i, week - 1] = _scratch(user, seen, person)[sheets.kept]
    for team in service.care_teams:
        for life in team.lives:
            sums[OF_DYAD:] += _whole(observe_person(life.person, 0.0, float(week)))
    return sums


def write_agent_rows(
    service: Service, users: Sequence[ServiceUser], rows: Any, *, last: bool
) -> None:
    """Write the rows that are due, and in the last week what became of the people."""
    for i, user in enumerate(users[: len(rows)]):
        if is_row_due(user.dyad.tie, float(service.week), last):
            rows[i, :OF_TIE] = list(flat(user.row(float(service.week))))
    if last:
        _write_agent_people(service, users, rows)


def _whole(*records: Any) -> np.ndarray:
    """Records of a week as whole numbers."""
    values = np.array([value for record in records for value in flat(record)])
    whole: np.ndarray = (values * ONE).astype(np.int64)
    return whole


def _write_agent_people(service: Service, users: Sequence[ServiceUser], rows: Any) -> None:
    """Write what became of the users of the cohort, in care and out of it."""
    index = {user.slot: i for i, user in enumerate(users[: len(rows)])}
    for team in service.care_teams:
        people = [(life.person, life.followed, 0.0, life.place) for life in team.lives]
        for user in team.places:
            dyad, tie = user.dyad, user.dyad.tie
            if is_in_care(tie):
                people.append((dyad.person, dyad.record.window.adherence, 1.0, tie.place))
        for person, followed, in_care, place in people:
            slot = team.slot_of(place)
            if slot in index:
                draws = user_draws(service.key, counter_of(slot, 0, 0, service.replicate))
                week = float(service.week)
                row = summarise_person(person, followed, in_care, draws, week, service.others)
                rows[index[slot], OF_TIE:] = list(flat(row))


def _scratch(user: ServiceUser, seen: Weekly, person: CohortWeek) -> np.ndarray:
    """All that is known of a dyad at the end of a week, in the order of `ROW_NAMES`."""
    p, load = user.model.others, load_of(user.dyad, user.event)
    read = read_dyad(user.dyad, user.carer, user.event.week, p)
    states = (user.dyad, user.carer, user.event, load, seen, person, read)
    return np.array([value for state in states for value in flat(state)])


def _rate(users: Sequence[ServiceUser], sheets: Sheets) -> None:
    """Rate the dyads of the cohort on the occasions that this week is."""
    for i, user in enumerate(users[: len(sheets.ratings)]):
        for k, (kind, first, last) in enumerate(sheets.occasions.tolist()):
            if is_occasion(kind, first, last, user.dyad, user.event):
                who = counter_of(user.slot, 0, user.model.week, user.model.replicate)
                noise = occasion_draws(user.model.key, who)
                sheets.ratings[i, k] = rate_dyad(user.dyad, user.carer, user.event, noise, user.now)
