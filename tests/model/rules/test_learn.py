"""Learn: surprise moves trust, bond, affect and rupture; expectation follows, and returns."""

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    MET,
    VISIT,
    P,
    amounts,
    assert_falls,
    assert_rises,
    between,
    bits,
    changed,
    defaults,
    gifts,
    moved,
    parameters,
    random_draws,
    shares,
    signed,
    states,
)
from hypothesis import given

from mutua.model.resources import NOTHING, Gifts
from mutua.model.rules.experience import accuracy, adherence_seen
from mutua.model.rules.learn import (
    DETACHED,
    affect_at_rest,
    affect_here,
    after_waiting,
    as_multiple,
    at_rest,
    avoidance_after,
    bond_after,
    breach,
    called_affect,
    criticism,
    fade_rupture,
    habit_after,
    homeostatic,
    influence,
    learn,
    level_after,
    recognition_after,
    rupture_after,
    side_after,
    without_visit,
    wound,
)
from mutua.model.rules.owe import debt_entry
from mutua.model.rules.response import toward
from mutua.model.rules.trust import (
    Attachment,
    shown_to_professional,
    shown_to_user,
    trust_by_evidence,
    trust_by_surprise,
)
from mutua.model.state import Dyad, Event, Felt, Level, Side, Team, User

surprises = between(-2.0, 2.0)
attached = states(Attachment)


def felt(y: float = 0.0, love: float = 0.0, got: float = 0.0, act: float = 0.0) -> Felt:
    """A visit as one side felt it."""
    return Felt(NOTHING._replace(love=love), 0.5, 0.0, y, got, act)


def after_visit(side: Side, visit: Felt, done: Gifts = NOTHING, called: float = 0.0, p=P) -> Side:
    """One side after a visit that called for this affect and showed as much as was trusted."""
    return side_after(side, called, side.feeling.trust, visit, done, 0.0, DETACHED, 0.0, p)


@given(shares, amounts, amounts, surprises, surprises, shares, parameters("learn"))
def test_bond__grows_with_care_seen_and_with_what_is_beyond_the_usual(bond, love, x, s, t, acts, p):
    assert_rises(lambda a: bond_after(bond, acts, felt(love=a, got=s), p), love, x)
    assert_rises(lambda a: bond_after(bond, acts, felt(love=love, got=a), p), s, t)
    assert_rises(lambda a: bond_after(bond, acts, felt(love=love, act=a), p), love, x)
    assert_falls(lambda a: bond_after(bond, a, felt(love=love, act=0.5), p), love, x)
    assert 0.0 <= bond_after(bond, acts, felt(love=love, got=s), p) <= 1.0


@given(shares, amounts, surprises, shares, parameters("learn"))
def test_bond__is_moved_by_care_and_gifts_and_not_by_how_good_the_hour_was(bond, love, y, acts, p):
    """Nor by what falls short, nor by what is within the zone that neither side counts."""
    here = bond_after(bond, acts, felt(love=love), p)
    assert bond_after(bond, acts, felt(y, love), p) == here
    short = min(y, p.obligation.zone)
    assert bond_after(bond, acts, felt(love=love, got=short, act=min(acts, 0.1)), p) == here


@given(shares, amounts, between(0.0, 2.0), shares, shares, parameters("learn"))
def test_where_nothing_is_bargained_for__the_bond_grows_no_slower(bond, love, got, a, b, p):
    def after(contract):
        bargained = changed(p, {"norm.contract": contract})
        return bond_after(bond, 0.0, felt(love=love, got=got), bargained)

    assert_falls(after, a, b)


def test_a_gift__builds_more_bond_than_the_same_in_a_deal():
    deal = bond_after(0.2, 0.0, felt(love=1.0), defaults({"norm.contract": 1.0}))
    gift = bond_after(0.2, 0.0, felt(love=1.0), defaults({"norm.contract": 0.0}))
    kept = 0.2 * (1.0 - P.bond.fade)
    assert gift - kept == pytest.approx((1.0 + P.trust.uncontracted) * (deal - kept))
    assert P.trust.uncontracted > 0.0


def test_bond__without_care_fades_exponentially():
    bond = 0.8
    for _ in range(10):
        bond = bond_after(bond, 0.0, felt(), P)
    assert bond == pytest.approx(0.8 * (1.0 - P.bond.fade) ** 10)


def test_gratitude__for_the_same_act_fades_and_felt_duty_does_not():
    """The tenth of ten acts in a row is no gift any more, and still obliges (S000 items 42-45)."""
    side, act, gains = changed(DYAD.user, {"acts": 0.0}), felt(act=0.2), []
    for _ in range(10):
        moved_by_act = bond_after(0.3, side.acts, act, P) - bond_after(0.3, side.acts, felt(), P)
        gains.append((moved_by_act, debt_entry(act, 0.0, P)))
        side = after_visit(side, act)
    bonds, debts = zip(*gains, strict=True)
    faded = [bonds[0] * (1.0 - P.experience.learnt) ** k for k in range(10)]
    assert bonds == pytest.approx(faded, abs=1e-12)
    assert bonds[9] < 0.2 * bonds[0]
    assert len(set(debts)) == 1


@given(signed, signed, parameters("learn"))
def test_influence__rises_from_all_to_all_and_is_odd(x, y, p):
    assert_rises(lambda affect: influence(affect, p), x, y)
    assert influence(-x, p) == -influence(x, p)
    assert abs(influence(x, p)) <= 1.0 + 1e-12
    assert (influence(0.0, p), influence(1.0, p)) == (0.0, pytest.approx(1.0))


@given(signed, between(1.0, 20.0))
def test_influence__is_steep_where_little_is_felt_and_in_proportion_at_steepness_one(x, steepness):
    p = defaults({"affect.steepness": steepness})
    assert influence(x, defaults({"affect.steepness": 1.0})) == x
    assert abs(influence(x, p)) >= abs(x) - 1e-12
    assert influence(1e-9, p) == pytest.approx(steepness * 1e-9, rel=1e-6)


@given(signed, signed, signed, shares, signed, shares, parameters("learn"))
def test_a_visit__calls_for_affect_by_its_outcome_and_by_what_is_seen(
    y, anchor, other, seeing, more, clearer, p
):
    def called(y=y, anchor=anchor, other=other, seeing=seeing):
        return called_affect(y, anchor, other, seeing, p)

    assert_rises(lambda x: called(y=x), y, more)
    assert_falls(lambda x: called(anchor=x), anchor, more)
    assert_rises(lambda x: called(other=x), other, more)
    assert_rises(lambda x: called(other=abs(other), seeing=x), seeing, clearer)
    assert -1.0 <= called() <= 1.0
    assert called(seeing=0.0) == called(other=0.0), "who sees nothing is not moved"
    assert called_affect(anchor, anchor, 0.0, seeing, p) == 0.0


def test_half_of_full_affect_seen__calls_for_the_coupling():
    assert called_affect(0.2, 0.2, 1.0, 0.5, P) == pytest.approx(P.affect.coupling)
    assert called_affect(0.5, 0.2, 0.0, 0.5, P) == pytest.approx(0.3 * P.affect.push)


@given(signed, shares, shares, parameters("learn"))
def test_affect_at_rest__fades_by_its_inertia_and_is_soured_by_criticism(affect, a, b, p):
    assert affect_at_rest(affect, 0.0, p) == pytest.approx(p.affect.inertia * affect, abs=1e-15)
    assert_falls(lambda criticism: affect_at_rest(affect, criticism, p), a, b)
    assert -1.0 <= affect_at_rest(affect, 20.0 * a, p) <= 1.0


def settled_affects(
    starts: tuple[float, float], sides, ys=(0.0, 0.0), weeks: int = 2_000
) -> tuple[float, float]:
    """Where two affects come to by weekly visits; each side with parameters and sight of its own.

    Both stand at an anchor of 0 and are moved at once.
    """
    x = list(starts)
    for _ in range(weeks):
        rested = [affect_at_rest(a, 0.0, p) for a, (p, _) in zip(x, sides, strict=True)]
        pairs = zip(rested, reversed(x), ys, sides, strict=True)
        x = [
            toward(mine, called_affect(y, 0.0, other, seeing, p), p.affect.gain)
            for mine, other, y, (p, seeing) in pairs
        ]
    return x[0], x[1]


def feeling_by(**values: float):
    """One side's parameters of affect, and half of the other's affect seen."""
    return defaults({f"affect.{name}": x for name, x in values.items()}), 0.5


@pytest.mark.parametrize("y", [-0.7, 0.0, 0.4])
def test_constant_visits_without_coupling__lead_affect_to_the_geometric_limit(y):
    """``x = f w y/(1 - (1 - f) i)``, and the former affect is kept by ``(1 - f) i`` a week."""
    p, seeing = feeling_by(coupling=0.0)
    kept = (1.0 - p.affect.gain) * p.affect.inertia
    limit = p.affect.gain * p.affect.push * y / (1.0 - kept)
    for weeks in (1, 5, 40):
        mine, other = settled_affects((0.9, -0.8), [(p, seeing)] * 2, (y, y), weeks)
        assert mine == pytest.approx(limit + kept**weeks * (0.9 - limit), abs=1e-12)
        assert other == pytest.approx(limit + kept**weeks * (-0.8 - limit), abs=1e-12)


@pytest.mark.parametrize("coupling", [0.2, 0.5])
def test_influence_in_proportion__leaves_one_state_of_rest(coupling):
    """At steepness 1 every pair forgets how it began."""
    side = feeling_by(steepness=1.0, coupling=coupling)
    for start in (-0.5, 0.5, 1.0):
        assert settled_affects((start, start), [side, side]) == pytest.approx((0.0, 0.0), abs=1e-9)


@pytest.mark.parametrize("coupling", [0.05, 0.3, 0.5])
def test_steep_influence__locks_pairs_in_where_its_gain_is_above_one(coupling):
    """``g = f c k/(1 - (1 - f) i)`` in visits of average sight; rest at ``(g - 1)/(k - 1)`` (B5).

    Warm and cold are equally far from 0: which it is, the start decides.
    """
    side = p, _ = feeling_by(coupling=coupling)
    k, f = p.affect.steepness, p.affect.gain
    gain = f * coupling * k / (1.0 - (1.0 - f) * p.affect.inertia)
    rest = max(gain - 1.0, 0.0) / (k - 1.0)
    warm, cold = (settled_affects((x, x), [side, side]) for x in (0.5, -0.5))
    assert warm == pytest.approx((rest, rest), abs=1e-6)
    assert cold == pytest.approx((-rest, -rest), abs=1e-6)
    assert (rest > 0.0) == (coupling >= 0.3)


def reciprocating(inertia: float, coupling: float, gain: float):
    """One side of a pair that mixes own and the other's last act in fixed proportion."""
    return feeling_by(inertia=inertia, coupling=coupling, gain=gain, steepness=1.0, push=1.0)


def test_fixed_reciprocation__comes_to_its_limit():
    """Each act mixes own kindness k with the other's last act: ``x = (1-r) k + r x'``.

    Limit ``((1-r1) k1 + r1 (1-r2) k2)/(1 - r1 r2)`` (Polevoy, de Weerdt & Jonker 2016).
    """
    (k1, k2), (r1, r2) = (0.8, 0.2), (0.6, 0.3)
    sides = [reciprocating(0.5, r, gain=1.0) for r in (r1, r2)]
    found = settled_affects((-0.9, 0.9), sides, ((1.0 - r1) * k1, (1.0 - r2) * k2))
    first = ((1.0 - r1) * k1 + r1 * (1.0 - r2) * k2) / (1.0 - r1 * r2)
    second = ((1.0 - r2) * k2 + r2 * (1.0 - r1) * k1) / (1.0 - r1 * r2)
    assert found == pytest.approx((first, second), abs=1e-12)
    assert found == pytest.approx((0.492683, 0.287805), abs=1e-6)


def test_floating_reciprocation__comes_to_its_limit():
    """Each act mixes the own and the other's last one: ``x = (1-r) x + r x'``.

    Both come to ``(r2 x1 + r1 x2)/(r1 + r2)`` of where they began.
    """
    r1, r2 = 0.6, 0.3
    sides = [reciprocating(1.0, coupling=1.0, gain=r) for r in (r1, r2)]
    limit = (r2 * 0.9 + r1 * 0.1) / (r1 + r2)
    assert settled_affects((0.9, 0.1), sides) == pytest.approx((limit, limit), abs=1e-12)
    assert limit == pytest.approx(0.366667, abs=1e-6)


@given(signed, signed, parameters("learn"))
def test_a_breach__is_a_shortfall_beyond_theta(y, expectation, p):
    assert breach(y, expectation, p) == max(expectation - p.rupture.theta - y, 0.0)
    assert breach(expectation, expectation, p) == 0.0


@given(signed, signed, amounts, amounts, parameters("learn"))
def test_a_wound__is_a_breach_in_which_harm_weighs_again(y, expectation, a, b, p):
    assert wound(y, expectation, 0.0, p) == breach(y, expectation, p)
    assert_rises(lambda harm: wound(y, expectation, harm, p), a, b)
    unhurt = changed(p, {"rupture.harm": 0.0})
    assert wound(y, expectation, a, unhurt) == breach(y, expectation, p)


@given(
    shares, between(0.0, 2.0), between(0.0, 2.0), shares, shares, shares, parameters("learn")
)  # fmt: skip
def test_rupture__rises_with_the_wound_and_falls_with_mending(rupture, a, b, mend, more, anx, p):
    assert_rises(lambda x: rupture_after(rupture, x, mend, anx, p), a, b)
    assert_falls(lambda x: rupture_after(rupture, a, x, anx, p), mend, more)
    assert_rises(lambda x: rupture_after(rupture, a, mend, x, p), anx, more)
    assert 0.0 <= rupture_after(rupture, a, mend, anx, p) <= 1.0
    assert rupture_after(rupture, 0.0, 0.0, anx, p) == rupture


def test_constant_mending__heals_a_rupture_exponentially_and_the_anxious_slower():
    """``R (1 - h mending/(1 + a anxiety))^n``."""
    for anxiety in (0.0, 0.5):
        rupture = 0.6
        for _ in range(10):
            rupture = rupture_after(rupture, 0.0, 0.3, anxiety, P)
        kept = 1.0 - P.rupture.repair * 0.3 / (1.0 + P.rupture.anxiety * anxiety)
        assert rupture == pytest.approx(0.6 * kept**10)


@given(signed, signed, signed, states(Team), parameters("learn"))
def test_the_mood_of_the_team__is_met_at_each_visit(other, a, b, team, p):
    """S000 item 27, S001 item 92: by the weight of the ward, and never beyond full affect."""

    def met(mood, p=p):
        return affect_here(other, team._replace(affect=mood), p)

    assert_rises(met, a, b)
    assert -1.0 <= met(a) <= 1.0
    assert met(0.0) == other == met(a, changed(p, {"give.ward": 0.0}))
    weight = p.give.ward
    assert met(a) == pytest.approx(max(-1.0, min(1.0, other + weight * a)), abs=1e-15)


def test_a_gloomy_team__pulls_both_sides_down():
    def felt_by(mood):
        carer = changed(CARER, {"team.affect": mood})
        after, _ = learn(DYAD, carer, MET, P, VISIT)
        return [getattr(after, side).feeling.affect for side in ("user", "professional")]

    assert all(low < high for low, high in zip(felt_by(-0.5), felt_by(0.5), strict=True))


#: Neither side feels anything, and nobody is criticised at home.
UNMOVED = {
    "user.feeling.affect": 0.0,
    "professional.feeling.affect": 0.0,
    "person.traits.relative.present": 0.0,
}


def test_affect__follows_the_outcome_against_the_own_standard_not_what_one_is_used_to():
    """What is as good as ever still feels good; what stays below the standard feels bad."""

    def affect(y, expectation, anchor):
        level = Level(expectation=expectation, anchor=anchor, mean_y=0.0)
        changes = {
            "user.level": level,
            "user.feeling.affect": 0.0,
            "professional.feeling.affect": 0.0,
        }
        calm = changed(DYAD, changes | {"person.traits.relative.present": 0.0})
        event = changed(MET, {"user": felt(y)})
        quiet = changed(CARER, {"team.affect": 0.0})
        return learn(calm, quiet, event, P, VISIT)[0].user.feeling.affect

    moved_by = P.affect.gain * P.affect.push
    assert affect(0.4, 0.4, 0.1) == pytest.approx(moved_by * 0.3)
    assert affect(0.0, 0.0, 0.1) == pytest.approx(-moved_by * 0.1)
    assert affect(0.4, -0.9, 0.1) == affect(0.4, 0.9, 0.1)


@given(signed, signed)
def test_a_constant_outcome__leads_expectation_between_it_and_the_anchor(y, anchor):
    """``(a y + a0 E0)/(a + a0)``: habituation is never complete."""
    level = Level(expectation=-0.5, anchor=anchor, mean_y=0.9)
    for _ in range(400):
        level = level_after(level, y, P)
    a, a0 = P.expectation.rate, P.expectation.anchor
    assert level.expectation == pytest.approx((a * y + a0 * anchor) / (a + a0), abs=1e-12)
    assert level.mean_y == pytest.approx(y, abs=1e-12)
    assert level.anchor == anchor


@given(states(Level), signed, parameters("learn"))
def test_expectation__stays_in_the_range_of_outcomes(level, y, p):
    assert all(-1.0 <= value <= 1.0 for value in level_after(level, y, p))


@given(states(Level), signed, signed, parameters("learn"))
def test_expectation__rises_with_the_outcome(level, y, other, p):
    assert_rises(lambda x: level_after(level, x, p).expectation, y, other)


@given(
    states(Side), signed, shares, states(Felt), gifts, amounts, attached, shares,
    parameters("learn"),
)  # fmt: skip
def test_a_visit__changes_habit_acts_feeling_and_level_and_nothing_else(
    side, called, shown, visit, done, hurt, who, mend, p
):
    after = side_after(side, called, shown, visit, done, hurt, who, mend, p)
    assert {name.split(".")[0] for name in moved(side, after, Side)} <= {
        "habit",
        "acts",
        "feeling",
        "level",
    }
    assert after.acts == toward(side.acts, visit.act, p.experience.learnt)
    surprised = trust_by_surprise(side.feeling, visit.y - side.level.expectation, who, p)
    assert after.feeling.trust == trust_by_evidence(surprised, shown, who.avoidance, p)
    rested = affect_at_rest(side.feeling.affect, who.criticism, p)
    assert after.feeling.affect == toward(rested, called, p.affect.gain)


@given(states(Side), attached, parameters("learn"))
def test_alone__affect_and_rupture_fade_and_nothing_else_moves(side, who, p):
    """The anxious mend slower, and a relative's criticism goes on."""
    after = at_rest(side, who, p)
    assert without_visit(side, 0.0, who, p) == after
    left, soured = p.affect.inertia, (1.0 - p.affect.inertia) * who.criticism
    expected = left * side.feeling.affect - soured
    assert after.feeling.affect == pytest.approx(max(expected, -1.0), abs=1e-12)
    fade = p.rupture.fade / (1.0 + p.rupture.anxiety * who.anxiety)
    assert after.feeling.rupture == pytest.approx(side.feeling.rupture * (1.0 - fade), abs=1e-15)
    assert moved(side, after, Side) <= {"feeling.affect", "feeling.rupture"}


#: A user whose attachment and relative play no part: then both sides learn alike.
UNATTACHED = {
    "person.avoidance": 0.0,
    "person.traits.anxiety": 0.0,
    "person.traits.relative.present": 0.0,
}


@given(states(Side), attached, parameters("learn"))
def test_who_waited_in_vain__has_had_an_hour_that_came_to_nothing(side, who, p):
    """Trust, affect, rupture and what is expected learn from an outcome of 0, nothing else does."""
    after, rested = after_waiting(side, who, p), at_rest(side, who, p)
    assert without_visit(side, 1.0, who, p) == after
    assert moved(side, after, Side) <= {
        "feeling.trust", "feeling.affect", "feeling.rupture", "level.expectation", "level.mean_y",
    }  # fmt: skip
    assert after.level == level_after(side.level, 0.0, p)
    hoped = side.level.expectation
    assert after.feeling.trust == trust_by_surprise(side.feeling, -max(hoped, 0.0), who, p)
    assert after.feeling.trust <= side.feeling.trust
    wounded = after.feeling.rupture > rested.feeling.rupture + 1e-15
    assert not wounded or hoped > p.rupture.theta
    sad = called_affect(0.0, side.level.anchor, 0.0, 0.0, p)
    assert after.feeling.affect == toward(rested.feeling.affect, sad, p.affect.gain)


@given(states(Dyad), states(Event, attended=0.0), parameters("learn"))
def test_a_missed_offer__is_waited_for_by_the_professional_and_a_refusal_by_the_user(
    dyad, event, p
):
    after, happened = learn(dyad, CARER, event, p, VISIT)
    refused, offered = event.visit.asked - event.visit.answered, event.visit.offered
    who = Attachment(dyad.person.avoidance, dyad.person.traits.anxiety, criticism(dyad.person, p))
    assert after.user == without_visit(dyad.user, refused, who, p)
    assert after.professional == without_visit(dyad.professional, offered, DETACHED, p)
    assert after._replace(user=dyad.user, professional=dyad.professional) == dyad
    assert happened == event


def test_a_missed_visit__lowers_the_professionals_trust_and_affect():
    """Of somebody who expected something; the user, who did not wait, rests (B3)."""
    missed = changed(EVENT, {"visit.offered": 1.0})
    after, idle = (learn(DYAD, CARER, e, P, VISIT)[0] for e in (missed, EVENT))
    assert after.professional.feeling.trust < idle.professional.feeling.trust
    assert after.professional.feeling.affect < idle.professional.feeling.affect
    assert after.professional.feeling.rupture > idle.professional.feeling.rupture
    assert after.user == idle.user
    who_expects_nothing = changed(
        DYAD, {"professional.level": Level(0.0, 0.0, 0.0), "professional.feeling.affect": 0.0}
    )
    after, _ = learn(who_expects_nothing, CARER, missed, P, VISIT)
    assert after.professional.feeling.trust == DYAD.professional.feeling.trust
    assert after.professional.feeling.affect == 0.0


def test_a_refused_request__hurts_the_user_and_not_the_professional():
    refused = changed(EVENT, {"visit.asked": 1.0})
    after, idle = (learn(DYAD, CARER, e, P, VISIT)[0] for e in (refused, EVENT))
    assert after.user.feeling.trust < idle.user.feeling.trust
    assert after.user.feeling.rupture > idle.user.feeling.rupture
    assert after.professional == idle.professional


#: A user whose attachment and relative play no part, without illness to follow treatment for.
UNATTACHED = {
    "person.avoidance": 0.0,
    "person.traits.anxiety": 0.0,
    "person.traits.relative.present": 0.0,
}


@given(states(Dyad), states(Event, attended=1.0), parameters("learn"))
def test_both_sides__learn_by_the_same_function_from_each_others_former_affect(dyad, event, p):
    """Where one sees as much by accuracy as the other by empathy; what each has shown is apart."""
    p = changed(p, {"giving_back.user": 0.0, "trust.evidence": 0.0, "rupture.voice": 0.0})
    distortion = dyad.user.perception.distortion
    dyad = changed(dyad, UNATTACHED | {"professional.perception.distortion": distortion})
    seeing = accuracy(dyad.tie.uncertainty, distortion)
    carer = changed(CARER, {"professional.empathy": seeing})
    after, _ = learn(dyad, carer, event, p, VISIT)
    turned = dyad._replace(user=dyad.professional, professional=dyad.user)
    done = event.given
    there = event._replace(
        user=event.professional,
        professional=event.user,
        given=done._replace(
            intended_by_user=done.intended_by_professional,
            intended_by_professional=done.intended_by_user,
            harm_to_user=done.harm_to_professional,
            harm_to_professional=done.harm_to_user,
        ),
    )
    q = changed(p, {"norm": p.norm._replace(professional=p.norm.user, user=p.norm.professional)})
    turned, _ = learn(turned, carer, there, q, VISIT)
    assert bits(turned.user) == bits(after.professional)
    assert bits(turned.professional) == bits(after.user)


@given(states(Dyad), states(Event, attended=1.0), random_draws, parameters("learn"))
def test_each_side__trusts_by_what_the_other_has_shown_as_it_sees_it(dyad, event, draws, p):
    """The professional sees adherence with the error with which it was seen at the visit."""
    after, _ = learn(dyad, CARER, event, p, draws)
    seen = adherence_seen(dyad.person, draws.noise_seen, p)
    who = Attachment(dyad.person.avoidance, dyad.person.traits.anxiety, 0.0)
    for side, attachment, shown in (
        ("user", who, shown_to_user(dyad, event.user)),
        ("professional", DETACHED, shown_to_professional(dyad, seen)),
    ):
        before, visit = getattr(dyad, side), getattr(event, side)
        surprise = visit.y - before.level.expectation
        surprised = trust_by_surprise(before.feeling, surprise, attachment, p)
        trust = trust_by_evidence(surprised, shown, attachment.avoidance, p)
        assert getattr(after, side).feeling.trust == trust


@given(states(Dyad), states(Event, attended=1.0), shares, shares)
def test_the_others_joy__is_felt_by_a_user_who_sees_clearly_and_by_an_empathic_professional(
    dyad, event, a, b
):
    """S000 items 27 and 48."""
    warm = {"user.feeling.affect": 0.8, "professional.feeling.affect": 0.8}
    dyad = changed(dyad, warm)

    def user(distortion):
        seen = changed(dyad, {"user.perception.distortion": distortion})
        return learn(seen, CARER, event, P, VISIT)[0].user.feeling.affect

    def professional(empathy):
        carer = changed(CARER, {"professional.empathy": empathy})
        return learn(dyad, carer, event, P, VISIT)[0].professional.feeling.affect

    assert_falls(user, a, b)
    assert_rises(professional, a, b)


@given(states(Dyad), states(Event, attended=1.0))
def test_a_rupture_visit__is_one_that_breached_what_the_user_expected_or_hurt(dyad, event):
    after, _ = learn(dyad, CARER, event, P, VISIT)
    hurt = wound(event.user.y, dyad.user.level.expectation, event.given.harm_to_user, P)
    raised = hurt > 0.0
    assert after.tie.rupture_visits == dyad.tie.rupture_visits + raised
    assert after.tie._replace(rupture_visits=dyad.tie.rupture_visits) == dyad.tie
    assert moved(dyad.person, after.person, User) <= {"avoidance", "service_trust"}


@given(states(User), shares, shares, parameters("learn"))
def test_criticism__comes_from_a_relative_of_much_expressed_emotion_and_little_warmth(
    person, a, b, p
):
    def taken(**changes):
        who = changed(person, {"traits.relative.present": 1.0} | changes)
        return criticism(who, p)

    assert_rises(lambda x: taken(expressed_emotion=x), a, b)
    assert_falls(lambda x: taken(**{"traits.relative.warmth": x}), a, b)
    assert taken(expressed_emotion=p.relative.cut) == 0.0
    assert taken(**{"traits.relative.present": 0.0}) == taken(**{"traits.relative.warmth": 1.0})
    high = 1.0 - p.relative.cut
    worst = taken(**{"expressed_emotion": 1.0, "traits.relative.warmth": 0.0})
    assert worst == pytest.approx(p.harm.relative * high)


@given(states(Dyad), states(Event))
def test_criticism__lowers_the_users_affect_with_a_visit_and_without_and_nobody_elses(dyad, event):
    critic = {"person.traits.relative.present": 1.0, "person.traits.relative.warmth": 0.0}
    critic |= {"person.expressed_emotion": 1.0}
    alone_ = changed(dyad, {"person.traits.relative.present": 0.0, "user.feeling.affect": 0.2})
    kin = changed(alone_, critic)
    (hurt, _), (calm, _) = (learn(d, CARER, event, P, VISIT) for d in (kin, alone_))
    assert hurt.user.feeling.affect < calm.user.feeling.affect
    assert moved(calm.user, hurt.user, Side) == {"feeling.affect"}
    assert hurt.professional == calm.professional


@given(shares, shares, shares, shares, shares, parameters("learn"))
def test_a_secure_base__repairs_avoidance_and_never_beyond_the_trait(
    avoidance, trait, trust, met, other, p
):
    def after(trust, met):
        return avoidance_after(avoidance, trait, trust, met, p)

    assert_falls(lambda x: after(x, met), trust, other)
    assert_falls(lambda x: after(trust, x), met, other)
    assert 0.0 <= after(trust, met) <= max(avoidance, trait)
    assert avoidance_after(trait, trait, 0.0, met, p) == trait
    off = changed(p, {"distortion.secure": 0.0})
    assert avoidance_after(avoidance, trait, trust, met, off) == avoidance


def test_years_of_a_secure_base__lead_avoidance_to_its_fixed_point():
    """``trait (1 - h trust met)``, much slower than perception."""
    avoidance = 0.8
    for _ in range(10_000):
        avoidance = avoidance_after(avoidance, 0.8, 0.9, 0.5, P)
    assert avoidance == pytest.approx(0.8 * (1.0 - P.distortion.repair * 0.45))
    assert P.distortion.secure < P.distortion.speed


@given(shares, shares, shares, parameters("learn"))
def test_giving_back__raises_recognition_and_never_lowers_it(recognition, met, other, p):
    assert_rises(lambda x: recognition_after(recognition, x, p), met, other)
    assert recognition <= recognition_after(recognition, met, p) <= 1.0
    off = changed(p, {"giving_back.user": 0.0})
    assert recognition_after(recognition, met, off) == recognition_after(recognition, 0.0, p)


@given(states(Dyad), states(Event, attended=1.0), parameters("learn"))
def test_trust_in_the_service__follows_the_trust_in_its_professional(dyad, event, p):
    person = learn(dyad, CARER, event, p, VISIT)[0].person
    trust = learn(dyad, CARER, event, p, VISIT)[0].user.feeling.trust
    before, rate = dyad.person.service_trust, p.trust.service
    assert person.service_trust == before + rate * (trust - before)


def test_repair__needs_skill_empathy_and_the_users_say():
    hurt = changed(DYAD, {"user.feeling.rupture": 0.5})
    as_expected = felt(DYAD.user.level.expectation)
    event = changed(EVENT, {"visit.attended": 1.0, "user": as_expected})

    def rupture(dyad=hurt, **carer):
        changes = {f"professional.{name}": value for name, value in carer.items()}
        return learn(dyad, changed(CARER, changes), event, P, VISIT)[0].user.feeling.rupture

    left = fade_rupture(0.5, DYAD.person.traits.anxiety, P)
    silent = {"person.avoidance": 1.0, "person.traits.anxiety": 0.0}
    kept = fade_rupture(0.5, 0.0, P)
    assert rupture(changed(hurt, silent)) == kept, "what is not voiced cannot be mended"
    assert rupture(skill=0.0) == rupture(empathy=0.0) == left < 0.5
    assert rupture(changed(hurt, {"tie.talk.control": 1.0})) == left
    assert rupture(skill=1.0, empathy=1.0) < rupture() < left


@given(shares, shares, shares, parameters("learn"))
def test_a_rupture__fades_slower_in_the_anxious(rupture, a, b, p):
    assert_rises(lambda x: fade_rupture(rupture, x, p), a, b)
    assert 0.0 <= fade_rupture(rupture, a, p) <= rupture
    assert fade_rupture(rupture, 0.0, p) == rupture * (1.0 - p.rupture.fade)
    assert fade_rupture(rupture, a, changed(p, {"rupture.fade": 0.0})) == rupture


@given(states(Dyad), states(Event, attended=1.0), shares, shares, parameters("learn"))
def test_harm__raises_the_rupture_of_whom_it_is_done_to_and_of_nobody_else(dyad, event, a, b, p):
    def after(x):
        return learn(dyad, CARER, changed(event, {"given.harm_to_user": 10.0 * x}), p, VISIT)[0]

    assert_rises(lambda x: after(x).user.feeling.rupture, a, b)
    assert after(a).professional == after(b).professional
    assert moved(after(a), after(b), Dyad) <= {"user.feeling.rupture", "tie.rupture_visits"}


def test_harm__ruptures_where_nothing_else_fell_short():
    calm = changed(DYAD, {"user.feeling.rupture": 0.0})
    as_expected = felt(DYAD.user.level.expectation)
    event = changed(EVENT, {"visit.attended": 1.0, "user": as_expected})
    assert learn(calm, CARER, event, P, VISIT)[0].user.feeling.rupture == 0.0
    forgiven = P.rupture.theta / P.rupture.harm

    def rupture(harm):
        harmed = changed(event, {"given.harm_to_user": harm})
        return learn(calm, CARER, harmed, P, VISIT)[0].user.feeling.rupture

    assert rupture(0.99 * forgiven) == 0.0, "a slight is let pass"
    expected = P.rupture.gain * P.rupture.harm * 0.1
    assert rupture(forgiven + 0.1) == pytest.approx(expected)


habits = between(0.0, 2.0)


@given(habits, habits, habits, surprises, surprises)
def test_a_good_surprise__repeats_what_was_done_and_a_bad_one_tries_the_contrary(h, a, b, x, y):
    assert_rises(lambda done: habit_after(h, done, abs(x)), a, b)
    assert_falls(lambda done: habit_after(h, done, -abs(x)), a, b)
    assert 0.0 <= habit_after(h, a, x) <= 2.0
    assert habit_after(h, a, 0.0) == h == habit_after(h, h, abs(x))
    good, bad = min(abs(x), 1.0), min(abs(y), 1.0)
    assert habit_after(h, a, abs(x)) == pytest.approx(h + good * (a - h), abs=1e-12)
    assert habit_after(h, a, -abs(y)) == pytest.approx(h + bad * (2.0 - a - h), abs=1e-12)


def test_withholding__is_learnt_as_giving_is():
    """Who gave half of the role and was pleased gives half; who was not gives half as much more."""
    assert habit_after(1.0, 0.5, 0.2) == pytest.approx(0.9)
    assert habit_after(1.0, 0.5, -0.2) == pytest.approx(1.1)
    assert habit_after(1.0, 1.2, 0.2) > 1.0 > habit_after(1.0, 1.2, -0.2)


@given(amounts, amounts, between(1.0, 2.0))
def test_what_was_done__is_a_multiple_of_the_role_and_never_beyond_the_most(amount, role, most):
    assert 0.0 <= as_multiple(amount, role, most) <= most
    assert as_multiple(role + 1.0, role + 1.0, most) == 1.0
    assert as_multiple(50.0, 1.0, most) == most


@given(habits, shares)
def test_homeostasis__pulls_habit_back_to_the_role(habit, pull):
    after = homeostatic(habit, pull)
    assert abs(after - 1.0) == pytest.approx((1.0 - pull) * abs(habit - 1.0), abs=1e-15)
    assert homeostatic(1.0, pull) == 1.0
    assert homeostatic(habit, 0.0) == habit


def quiet_visits(habit: float, visits: int, p=P) -> float:
    """A habit after visits at which nothing surprised."""
    side = changed(DYAD.user, {"level.expectation": 0.0, "level.anchor": 0.0})
    side = side._replace(habit=Gifts(*[habit] * 6))
    for _ in range(visits):
        side = after_visit(side, felt(), p=p)
    assert max(side.habit) - min(side.habit) == 0.0
    return side.habit.love


@pytest.mark.parametrize("visits", [1, 5, 40])
def test_without_surprise__habits_return_geometrically_to_the_role(visits):
    expected = 1.0 + 0.6 * (1.0 - P.habit.homeostasis) ** visits
    assert quiet_visits(1.6, visits) == pytest.approx(expected, abs=1e-12)
    assert quiet_visits(1.6, visits, defaults({"habit.homeostasis": 0.0})) == 1.6


@pytest.mark.parametrize("side", ["user", "professional"])
def test_what_was_intended_when_it_went_well__is_intended_again(side):
    """Whatever means allowed, within day by day giving; and its contrary when it went badly."""
    p = defaults({"habit.homeostasis": 0.0})
    most = p.habit.most
    role = getattr(p.norm, "professional" if side == "professional" else "user")
    before = getattr(DYAD, side)

    def habit(y):
        tried = role._replace(status=1.5 * role.status)
        event = changed(
            MET, {f"given.intended_by_{side}": tried, f"{side}": felt(y), "given.to_user": NOTHING}
        )
        return getattr(learn(DYAD, CARER, event, p, VISIT)[0], side).habit

    good, bad = habit(0.9), habit(-0.5)
    rate = p.habit.rate * (0.9 - before.level.expectation)
    worse = p.habit.rate * (before.level.expectation + 0.5)
    assert good.status == pytest.approx(toward(before.habit.status, most, min(rate, 1.0)))
    assert bad.status == pytest.approx(toward(before.habit.status, 2.0 - most, min(worse, 1.0)))
    assert good.love == pytest.approx(toward(before.habit.love, 1.0, min(rate, 1.0)))


@pytest.mark.parametrize("good", [0.5, 0.8, 1.0])
@pytest.mark.parametrize("drive", [0.8, 1.0, 1.1])
def test_constant_reinforcement__leads_a_habit_to_its_fixed_point(good, drive):
    """Equal surprises, the share p of them good, what is done ``drive h``, in expectation.

    ``h = 2 q/(1 + (q - p) drive)`` with q = 1 - p (Bush and Mosteller): who never fails drifts by
    drive alone, down or up to the end of everyday giving; who fails half of the time comes to 1.
    """
    habit, most, rate = 0.9, P.habit.most, 0.01
    for _ in range(20_000):
        done = min(drive * habit, most)
        won, lost = habit_after(habit, done, rate), habit_after(habit, done, -rate)
        habit = good * won + (1.0 - good) * lost
    bad = 1.0 - good
    if good == 1.0:
        expected = {0.8: 0.0, 1.0: 0.9, 1.1: most}[drive]
    else:
        expected = 2.0 * bad / (1.0 + (bad - good) * drive)
        if drive * expected > most:
            expected = good * most + bad * (2.0 - most)
    assert habit == pytest.approx(expected, abs=1e-6)
