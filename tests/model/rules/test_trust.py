"""Trust: moved by surprise, slow up and fast down, and to what the other has shown."""

import pytest
from helpers import (
    DYAD,
    P,
    assert_falls,
    assert_rises,
    between,
    changed,
    defaults,
    parameters,
    shares,
    signed,
    states,
)
from hypothesis import given

from mutua.model.rules.trust import (
    Attachment,
    shown_to_professional,
    shown_to_user,
    trust_by_evidence,
    trust_by_surprise,
)
from mutua.model.state import NOT_FELT, Dyad, Feeling, Felt

surprises = between(-2.0, 2.0)
feelings = states(Feeling)
attached = states(Attachment)
#: Attachment that plays no part.
SECURE = Attachment(0.0, 0.0, 0.0)


def trusting(trust: float, bond: float = 0.0) -> Feeling:
    """A feeling of nothing but trust, and perhaps a bond."""
    return Feeling(trust=trust, bond=bond, affect=0.0, rupture=0.0)


# --- by surprise --------------------------------------------------------------------------------


@given(feelings, attached, parameters("learn"))
def test_no_surprise__trust_stays(feeling, who, p):
    assert trust_by_surprise(feeling, 0.0, who, p) == feeling.trust


@given(feelings, surprises, surprises, attached, parameters("learn"))
def test_trust__rises_with_the_surprise_and_stays_a_share(feeling, surprise, other, who, p):
    def after(s):
        return trust_by_surprise(feeling, s, who, p)

    assert_rises(after, surprise, other)
    assert 0.0 <= after(surprise) <= 1.0


@given(feelings, surprises, attached, shares, shares, parameters("learn"))
def test_anxiety__makes_trust_move_more_in_both_directions(feeling, surprise, who, a, b, p):
    def moved_by(anxiety, p=p):
        after = trust_by_surprise(feeling, surprise, who._replace(anxiety=anxiety), p)
        return abs(after - feeling.trust)

    assert_rises(moved_by, a, b)
    off = changed(p, {"trust.anxiety": 0.0})
    assert moved_by(a, off) == moved_by(b, off)


@given(between(0.0, 0.3), attached)
def test_trust__falls_faster_than_it_rises(surprise, who):
    """At one half, where there is as much to win as to lose, in a deal."""
    p, even = defaults({"norm.contract": 1.0}), trusting(0.5, bond=1.0)
    gained = trust_by_surprise(even, surprise, who, p) - 0.5
    lost = 0.5 - trust_by_surprise(even, -surprise, who, p)
    more = 1.0 + p.trust.anxiety * who.anxiety
    assert lost == pytest.approx(more * p.trust.loss * surprise / 2, abs=1e-15)
    assert gained <= lost
    assert 1.5 <= P.trust.loss / P.trust.gain <= 5.0


@given(feelings, between(0.0, 2.0), shares, shares, parameters("learn"))
def test_avoidance_and_contracts__slow_the_gain_of_trust(feeling, surprise, a, b, p):
    def after(avoidance, p=p):
        return trust_by_surprise(feeling, surprise, Attachment(avoidance, 0.3, 0.0), p)

    assert_falls(after, a, b)
    assert_falls(lambda x: after(0.4, changed(p, {"norm.contract": x})), a, b)


@given(feelings, between(0.0, 2.0), attached, shares, shares, parameters("learn"))
def test_a_bond__forgives_where_giving_is_no_deal(feeling, shortfall, who, a, b, p):
    """Trust in gifts is of the person, in a deal it rests on the terms (Molm et al. 2009)."""

    def after(bond, contract=0.3):
        bound, deal = feeling._replace(bond=bond), changed(p, {"norm.contract": contract})
        return trust_by_surprise(bound, -shortfall, who, deal)

    assert_rises(after, a, b)
    assert_falls(lambda x: after(0.6, x), a, b)
    assert after(a, 1.0) == after(b, 1.0)
    unbuffered = changed(p, {"trust.buffer": 0.0, "norm.contract": 0.0})
    lost = [
        trust_by_surprise(feeling._replace(bond=x), -shortfall, who, unbuffered) for x in (a, b)
    ]
    assert lost[0] == lost[1]


def test_the_same_breach__costs_friends_half_as_much_trust_without_a_deal():
    p, breach = defaults({"norm.contract": 0.0, "trust.buffer": 1.0}), -0.5
    lost = [0.6 - trust_by_surprise(trusting(0.6, bond), breach, SECURE, p) for bond in (0.0, 0.5)]
    assert lost[1] == pytest.approx(0.5 * lost[0])
    assert lost[0] == pytest.approx(P.trust.loss * 0.5 * 0.6)


@pytest.mark.parametrize("share_of_good", [0.2, 0.5, 0.8])
def test_equal_surprises__lead_trust_to_its_stationary_ratio(share_of_good):
    """``p g/(p g + (1-p) l)``: the update is linear in trust, so its expectation can be run.

    Anxiety is in both rates and leaves the ratio as it is.
    """
    surprise, who, trust, bond = 0.3, Attachment(0.25, 0.4, 0.0), 0.9, 0.3
    for _ in range(5_000):
        good = trust_by_surprise(trusting(trust, bond), surprise, who, P)
        bad = trust_by_surprise(trusting(trust, bond), -surprise, who, P)
        trust = share_of_good * good + (1.0 - share_of_good) * bad
    free = 1.0 - P.norm.contract
    gain = P.trust.gain * (1.0 - P.trust.avoidance * who.avoidance)
    gain *= 1.0 + P.trust.uncontracted * free
    loss = P.trust.loss * (1.0 - P.trust.buffer * bond * free)
    up, down = share_of_good * gain, (1.0 - share_of_good) * loss
    assert trust == pytest.approx(up / (up + down), abs=1e-12)


# --- by evidence --------------------------------------------------------------------------------


@given(shares, shares, shares, shares, parameters("learn"))
def test_trust__moves_towards_what_was_shown_and_never_past_it(trust, shown, other, avoidance, p):
    after = trust_by_evidence(trust, shown, avoidance, p)
    assert min(trust, shown) - 1e-15 <= after <= max(trust, shown) + 1e-15
    assert_rises(lambda x: trust_by_evidence(trust, x, avoidance, p), shown, other)
    assert trust_by_evidence(shown, shown, avoidance, p) == shown
    assert trust_by_evidence(trust, shown, avoidance, changed(p, {"trust.evidence": 0.0})) == trust


@given(shares, shares, shares, shares, parameters("learn"))
def test_the_avoidant__are_slower_to_see_good_and_as_quick_to_see_bad(trust, shown, a, b, p):
    def after(avoidance):
        return trust_by_evidence(trust, shown, avoidance, p)

    assert_falls(after, a, b)
    assert shown > trust or after(a) == after(b)


@pytest.mark.parametrize("shown", [0.2, 0.9])
def test_constant_evidence__leads_trust_there_geometrically(shown):
    trust, avoidance = 0.5, 0.5
    for _ in range(30):
        trust = trust_by_evidence(trust, shown, avoidance, P)
    slow = 1.0 - P.trust.avoidance * avoidance if shown > 0.5 else 1.0
    left = (1.0 - P.trust.evidence * slow) ** 30
    assert trust == pytest.approx(shown + left * (0.5 - shown), abs=1e-12)


@given(states(Dyad), states(Felt), signed, shares, shares)
def test_a_professional__shows_repair_warmth_respect_and_understanding(dyad, felt, affect, a, b):
    """A quarter each; the best and the worst are the ends."""

    def by(name, scale=1.0):
        return lambda x: shown_to_user(changed(dyad, {name: scale * x}), felt)

    assert_falls(by("user.feeling.rupture"), a, b)
    assert_rises(by("tie.talk.understanding"), a, b)
    assert_rises(by("professional.feeling.affect"), a, b)
    assert_falls(lambda x: shown_to_user(dyad, felt._replace(strain=x)), a, b)
    assert 0.0 <= shown_to_user(dyad, felt) <= 1.0
    best = {"user.feeling.rupture": 0.0, "professional.feeling.affect": 1.0}
    best |= {"tie.talk.understanding": 1.0}
    assert shown_to_user(changed(dyad, best), NOT_FELT) == 1.0
    hurt = changed(dyad, best | {"user.feeling.rupture": 1.0})
    assert shown_to_user(hurt, NOT_FELT) == pytest.approx(0.75)
    overruled = NOT_FELT._replace(strain=a)
    assert shown_to_user(changed(dyad, best), overruled) == pytest.approx(1.0 - 0.25 * a)


@given(states(Dyad), shares, shares, shares)
def test_a_user__shows_adherence_by_half_then_coming_warmth_and_understanding(dyad, seen, a, b):
    def by(name):
        return lambda x: shown_to_professional(changed(dyad, {name: x}), seen)

    assert_rises(lambda x: shown_to_professional(dyad, x), a, b)
    assert_rises(by("user.feeling.affect"), a, b)
    assert_rises(by("tie.talk.understanding"), a, b)
    offered = {"tie.contact.offered": 20.0}
    came = [
        shown_to_professional(changed(dyad, offered | {"tie.contact.attended": 20.0 * x}), seen)
        for x in sorted((a, b))
    ]
    assert came == sorted(came)
    assert 0.0 <= shown_to_professional(dyad, seen) <= 1.0
    whole = shown_to_professional(dyad, 1.0) - shown_to_professional(dyad, 0.0)
    assert whole == pytest.approx(0.5)


def test_what_was_shown__moves_trust_over_years_beyond_what_surprises_leave():
    """Visits as expected teach by evidence alone: S002 items 112-119."""
    trust = DYAD.user.feeling.trust
    for _ in range(50):
        trust = trust_by_surprise(trusting(trust), 0.0, SECURE, P)
        trust = trust_by_evidence(trust, 0.7, 0.0, P)
    assert trust - DYAD.user.feeling.trust >= 0.08
