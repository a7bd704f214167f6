"""What is given matters: each class, how it is divided, in whose hands, and that both give.

Effects are paired (same dyads, same random draws) and in SD between the dyads of the default arm;
4,000 dyads of the community over two years. None of the claims failed on twelve other seeds: with
those of `test_obligation` and `test_bonds` 516 runs, so that of claims on a fresh seed fewer than
one in a hundred raises a false alarm (95 %).
"""

from functools import cache

import numpy as np
import pytest
from courses import LASTING, SEED, Courses, changes, courses, effect, rows
from scipy.stats import norm

from experiments.giving.run import ROLE, with_fixed_total
from mutua.model.draws import counter_of, dyad_draws, key_of
from mutua.model.people.quantiles import NEED, SCORE_END, SCORES_PER_UNIT, tables
from mutua.model.resources import Gifts
from mutua.model.rules.experience import noise_of_hour
from mutua.model.rules.worth import needs_met
from mutua.scenarios.resolve import resolve

P = resolve().parameters


# --- noise ---------------------------------------------------------------------------------------


def explained_by_noise() -> float:
    """Share of the variance of a visit's outcome that the noise of the hour explains, of users."""
    weeks = courses(("event.user.y", "event.visit.attended"), dyads=60, weeks=40)
    visits = np.argwhere(weeks["event.visit.attended"] > 0.0)
    drawn = [
        dyad_draws(key_of(SEED), counter_of(int(slot), 0, int(week) + 1, 0))
        for slot, week in visits
    ]
    noise = [noise_of_hour(draws.noise_user, draws.shared, P) for draws in drawn]
    y = weeks["event.user.y"][tuple(visits.T)]
    return float(np.corrcoef(noise, y)[0, 1] ** 2)


def test_noise_of_the_hour__explains_less_than_two_fifths_of_a_visit() -> None:
    """Some 700 visits; R2 was .82 when noise coloured what was given."""
    assert 0.05 < explained_by_noise() < 0.4


# --- needs ---------------------------------------------------------------------------------------


def test_a_division_by_the_needs__meets_a_tenth_more_than_the_norm_and_nearly_the_most() -> None:
    """3,000 drawn users, six units each: by the norm, and in proportion to the true needs."""
    scores = norm.rvs(size=(3_000, 6), random_state=1)
    points = np.clip((scores + SCORE_END) * SCORES_PER_UNIT, 0, 1024).astype(int)
    drawn = np.array(tables(P))[NEED + np.arange(6), points]

    def met(amounts: np.ndarray, needs: np.ndarray) -> float:
        return needs_met(Gifts(*amounts), Gifts(*needs), 0.0, P.exchange.full, P)

    usual = np.mean([met(np.array(P.norm.professional), needs) for needs in drawn])
    true = [met(6.0 * needs / needs.sum(), needs) for needs in drawn]
    assert np.mean(true) - usual >= 0.10  # .14

    def improved(needs: np.ndarray) -> float:
        """Needs met after a unit share has been moved wherever it helps, until it helps no more."""
        shares, step = needs / needs.sum(), 0.02
        best = met(6.0 * shares, needs)
        moves = [np.eye(6)[a] - np.eye(6)[b] for a in range(6) for b in range(6) if a != b]
        while step > 0.002:
            tried = [shares + step * move for move in moves]
            values = [met(6.0 * x, needs) if x.min() >= 0.0 else 0.0 for x in tried]
            if max(values) > best:
                best, shares = max(values), tried[int(np.argmax(values))]
            else:
                step /= 2.0
        return best

    some = drawn[:40]
    assert np.mean([improved(needs) for needs in some]) - np.mean(true[:40]) <= 0.02  # .01


@pytest.mark.parametrize("name", ["love", "status", "information", "goods", "services"])
def test_more_of_a_class__meets_more_and_satisfies_more(name: str) -> None:
    """From nothing of it to twice the norm; of money the norm asks .1 units, too few to tell.

    Of services, the largest amount, twice the norm is more than is fair: .17 of satisfaction is won
    up to the role and .15 lost beyond it.
    """
    amount, most = f"norm.professional.{name}", 1.0 if name == "services" else 2.0
    none, more = rows(((amount, 0.0),)), rows(((amount, most * ROLE[name]),))
    assert effect(none, more, "unmet") <= -0.2
    assert effect(none, more, "satisfaction") >= 0.05


def test_tailoring_to_needs__satisfies() -> None:
    """From 0 to 1; before needs set their amounts it was .12."""
    none, full = rows((("norm.responsiveness", 0.0),)), rows((("norm.responsiveness", 1.0),))
    assert effect(none, full, "satisfaction") >= 0.2
    assert effect(none, full, "unmet") <= -0.25


@pytest.mark.parametrize("outcome", ["satisfaction", "trust_user_end"])
@pytest.mark.parametrize("trait", ["empathy", "skill"])
def test_empathy_and_skill__decide_what_a_gift_is_worth(trait: str, outcome: str) -> None:
    name = f"population.{trait}.mean"
    assert effect(rows(((name, 0.4),)), rows(((name, 0.8),)), outcome) >= 0.15


def test_love__is_welcome_where_it_is_needed_and_too_much_where_it_is_not() -> None:
    """From .2 to 1.6 units in the same total, among users of high and of low need for love."""

    def satisfaction(need: float, love: float) -> float:
        asked = changes(need={"population.need.love": need}, role=with_fixed_total("love", love))
        return float(rows(asked)["satisfaction"].mean())

    assert satisfaction(0.85, 1.6) - satisfaction(0.85, 0.2) > 0.03
    assert satisfaction(0.15, 1.6) - satisfaction(0.15, 0.2) < -0.03


def test_a_ward__meets_most_needs_as_others_meet_them_too() -> None:
    assert rows(setting="inpatient")["unmet"].mean() < 0.40


# --- both give -----------------------------------------------------------------------------------


@cache
def with_effort(user: float, professional: float = 1.0) -> dict[str, float]:
    """Means of outcomes where both sides give these multiples of their roles."""
    asked = changes(effort={"effort.user": user, "effort.professional": professional})
    return rows(asked)[["satisfaction", "dropout", "unmet"]].astype(float).mean().to_dict()


def test_giving_back__has_an_inner_optimum() -> None:
    """The best satisfaction lies near the role: giving nothing and giving double are worse."""
    satisfied = {x: with_effort(x)["satisfaction"] for x in (0.0, 0.5, 0.75, 1.0, 1.75, 2.0)}
    best = satisfied[1.0]
    assert best > max(value for x, value in satisfied.items() if x != 1.0)
    spread = rows()["satisfaction"].std()
    assert best - satisfied[0.0] >= 0.3 * spread
    assert with_effort(0.0)["dropout"] - with_effort(1.0)["dropout"] >= 0.05


def test_one_side_that_gives_alone__keeps_few_and_nobody_who_gives_keeps_hardly_any() -> None:
    both, nobody = with_effort(1.0), with_effort(0.0, 0.0)
    alone = with_effort(0.0), with_effort(1.0, 0.0)
    assert nobody["dropout"] > 0.8
    for one in alone:
        assert one["dropout"] > both["dropout"] + 0.1
        assert one["satisfaction"] < both["satisfaction"] - 0.1


def test_both_that_give_double__keep_more_and_are_more_satisfied() -> None:
    once, twice = with_effort(1.0), with_effort(2.0, 2.0)
    assert twice["dropout"] < once["dropout"] - 0.05
    assert twice["satisfaction"] > once["satisfaction"] + 0.05


def test_no_skill_and_no_contact__heal_nobody() -> None:
    unskilled = rows((("population.skill.mean", 0.02), ("population.skill.sd", 0.01)))
    unseen = rows((("ask.odds", 0.0), ("service.contact_interval", 26.0)))
    for arm in (unskilled, unseen):
        assert abs(arm["improvement"].mean()) < 0.02
        assert arm["dropout"].mean() > rows()["dropout"].mean() + 0.1


# --- what is usual -------------------------------------------------------------------------------


def test_a_gift_that_is_repeated__is_felt_less_and_less() -> None:
    """A gift at every visit from week 20 on: what it adds to the 1st, 3rd, 9th and 15th of them."""
    names = ("event.user.y", "event.visit.attended")
    gift = {"interventions.user_first.strength": 0.4, "interventions.user_first.start": 20}
    without: Courses = courses(names, LASTING, weeks=80)
    given: Courses = courses(names, LASTING | gift, weeks=80)
    both = (without["event.visit.attended"] > 0.0) & (given["event.visit.attended"] > 0.0)
    both[:, :19] = False
    number, added = np.cumsum(both, axis=1), given["event.user.y"] - without["event.user.y"]
    first, third, ninth, later = (added[both & (number == k)].mean() for k in (1, 3, 9, 15))
    assert first > 1.3 * third
    assert third > 1.3 * ninth
    assert abs(later) < 0.4 * first
