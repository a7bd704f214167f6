"""Experience: what each side makes of a visit, by the same function for both."""

from math import sqrt

import pytest
from helpers import (
    CARER,
    DYAD,
    MET,
    VISIT,
    P,
    amounts,
    assert_falls,
    assert_rises,
    between,
    changed,
    defaults,
    gifts,
    needs,
    parameters,
    random_draws,
    shares,
    states,
    visited,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import NOTHING, PARTICULARISM, Gifts, each, ring_kernel, substitutes
from mutua.model.rules.experience import (
    accuracy,
    aversive_excess,
    brought_by_professional,
    brought_by_user,
    colouring,
    distortion_after,
    excess_over,
    expected_of_role,
    experience,
    feel_visit,
    needs_met,
    perceive,
    services_seen,
    visit_outcome,
    wished_by_professional,
)
from mutua.model.rules.give import adherence_factor
from mutua.model.rules.response import power_held, sat, squash, toward
from mutua.model.state import NOT_GIVEN, Carer, Dyad, Event, Given, Hour, Professional, Side, User

classes = st.sampled_from(Gifts._fields)


@given(gifts, needs, shares, classes, amounts, parameters("experience"))
def test_a_bigger_gift__meets_no_less_of_the_needs(felt, need, bond, name, more, p):
    def met(amount):
        return needs_met(felt._replace(**{name: amount}), need, bond, p)

    amount = getattr(felt, name)
    assert_rises(met, amount, amount + more)


@given(gifts, needs, shares, shares, parameters("experience"))
def test_more_bond__makes_the_same_gifts_meet_no_less(felt, need, bond, other, p):
    assert_rises(lambda b: needs_met(felt, need, b, p), bond, other)


@given(gifts, needs, shares, parameters("experience"))
def test_needs_met__is_a_share(felt, need, bond, p):
    assert 0.0 <= needs_met(felt, need, bond, p) < 1.0
    assert needs_met(NOTHING, need, bond, p) == 0.0


@given(gifts, needs)
def test_needs_met__without_bond_follows_the_ring(felt, need):
    worth = substitutes(
        each(lambda a, x: a / x, felt, P.exchange.scale), *ring_kernel(P.exchange.gamma)
    )
    weighed = sum(n * sat(w) for n, w in zip(need, worth, strict=True))
    assert needs_met(felt, need, 0.0, P) == pytest.approx(weighed / sum(need))


def test_a_need_for_love__is_met_by_love_then_services_then_goods_and_never_by_money():
    need = NOTHING._replace(love=1.0)

    def met(name):
        return needs_met(NOTHING._replace(**{name: 2.0}), need, 0.0, P)

    assert met("love") > met("services") == met("status") > met("goods") > met("money") == 0.0


def test_a_bond__makes_love_dearer_and_money_not():
    for name, dearer in {"love": True, "services": True, "money": False}.items():
        felt = NOTHING._replace(**{name: 1.0})
        need = NOTHING._replace(**{name: 1.0})
        assert (needs_met(felt, need, 1.0, P) > needs_met(felt, need, 0.0, P)) is dearer


@given(amounts, amounts, shares, shares)
def test_perception__lies_between_what_is_given_and_what_is_presumed(given_, prior, a, b):
    felt = perceive(given_, prior, a)
    assert min(given_, prior) - 1e-12 <= felt <= max(given_, prior) + 1e-12
    assert perceive(given_, prior, 0.0) == prior
    assert perceive(given_, prior, 1.0) == pytest.approx(given_, abs=1e-12)
    assert_falls(lambda uncertainty: accuracy(uncertainty, b), a, b)
    assert_falls(lambda distortion: accuracy(a, distortion), a, b)
    assert 0.0 <= accuracy(a, b) <= 1.0
    assert expected_of_role(prior, 1.0) == 0.0 <= expected_of_role(prior, b) <= prior


@given(visited, parameters("experience"))
def test_who_sees_nothing__feels_nothing_of_the_gifts(dyad, p):
    """Full distortion: the role is all that is left, and that is soured altogether."""
    dyad = changed(dyad, {"user.perception.distortion": 1.0})
    event = MET._replace(given=NOT_GIVEN._replace(to_user=Gifts(9.0, 9.0, 9.0, 9.0, 9.0, 9.0)))
    _, after = experience(dyad, CARER, event, p, VISIT)
    assert after.user.gifts == NOTHING


def test_who_sees_all__feels_what_is_given():
    clear = {"user.perception.distortion": 0.0, "tie.uncertainty": 0.0}
    event = MET._replace(given=NOT_GIVEN._replace(to_user=Gifts(1.0, 2.0, 3.0, 0.5, 0.0, 4.0)))
    _, after = experience(changed(DYAD, clear), CARER, event, P, VISIT)
    assert after.user.gifts == pytest.approx(event.given.to_user, abs=1e-12)


@given(visited, states(Carer), states(Event, attended=1.0), random_draws, parameters("experience"))
def test_each_visit__halves_the_uncertainty_before_it_is_perceived(dyad, carer, event, draws, p):
    after, felt = experience(dyad, carer, event, p, draws)
    assert after.tie.uncertainty == 0.5 * dyad.tie.uncertainty
    share = p.experience.shared
    felt_alone = sqrt(1.0 - share) * draws.noise_user
    hour_of_both = p.experience.noise * (felt_alone + sqrt(share) * draws.shared)
    seeing = accuracy(0.5 * dyad.tie.uncertainty, dyad.user.perception.distortion)
    prior = expected_of_role(p.norm.professional.love, dyad.user.perception.distortion)
    seen = perceive(event.given.to_user.love, prior, seeing)
    assert felt.user.gifts.love == seen * colouring(hour_of_both, p)


@given(between(-14.0, 14.0), between(-14.0, 14.0), parameters("experience"))
def test_a_good_hour__makes_more_of_what_was_given(noise, other, p):
    assert_rises(lambda x: colouring(x, p), noise, other)
    assert colouring(noise, p) >= 0.0
    assert colouring(0.0, p) == 1.0 == colouring(noise, changed(p, {"experience.colour": 0.0}))


@given(states(Dyad), states(Carer), states(Event, attended=0.0), random_draws)
def test_without_a_visit__nothing_is_experienced(dyad, carer, event, draws):
    assert experience(dyad, carer, event, P, draws) == (dyad, event)


SCORES = ("met", "extra", "relief", "strain", "harm", "own", "excess", "lectured", "noise")
COSTS = ("strain", "harm", "own", "excess", "lectured")


@given(st.sampled_from(SCORES), st.tuples(*[shares] * 9), shares, shares, parameters("experience"))
def test_outcome__rises_with_what_is_gained_and_falls_with_what_it_costs(name, values, a, b, p):
    def y(x):
        scores = dict(zip(SCORES, values, strict=True)) | {name: x}
        return visit_outcome(*scores.values(), p.experience.user)

    respond = assert_falls if name in COSTS else assert_rises
    respond(y, a, b)
    assert -1.0 <= y(a) <= 1.0


def test_outcome__adds_up_and_half_is_reached_at_the_scale():
    w = P.experience.user
    assert visit_outcome(*[0.0] * 8, w.scale, w) == 0.5
    total = w.met * 0.6 + w.extra * 0.3 + w.relief * 0.2 - 0.05
    total -= w.strain * 0.1 + w.harm * 0.15 + w.own * 0.9 + w.excess * 0.4 + w.expert * 0.25
    assert visit_outcome(0.6, 0.3, 0.2, 0.1, 0.15, 0.9, 0.4, 0.25, -0.05, w) == pytest.approx(
        squash(total / w.scale)
    )


@given(amounts, amounts, between(0.0, 20.0))
def test_too_much__is_aversive_of_the_particular_and_only_beyond_the_optimum(felt, more, optimum):
    for pi in PARTICULARISM:
        assert_rises(lambda x, pi=pi: aversive_excess(x, pi, optimum), felt, felt + more)
        assert aversive_excess(min(felt, optimum), pi, optimum) == 0.0
    assert aversive_excess(felt, PARTICULARISM.money, optimum) == 0.0
    assert aversive_excess(optimum + 1.0, PARTICULARISM.love, optimum) == pytest.approx(1.0)


@given(states(User), shares, shares, parameters("experience"))
def test_what_a_user_brings__rises_with_attachment_illness_and_the_power_over_them(person, a, b, p):
    def brought(name):
        return lambda x: brought_by_user(changed(person, {name: x}), p)

    for name in ("avoidance", "traits.anxiety", "severity"):
        assert_rises(brought(name), a, b)
    assert_falls(brought("service_trust"), a, b)
    assert 0.0 <= brought_by_user(person, p) <= 1.0
    x = p.distortion
    total = x.avoidance * person.avoidance + x.anxiety * person.traits.anxiety
    feared = x.suspicion * person.severity + x.power * power_held(p)
    total += (1.0 - person.service_trust) * feared
    assert brought_by_user(person, p) == pytest.approx(min(total, 1.0), abs=1e-15)


@given(states(Professional), shares, shares, parameters("experience"))
def test_what_a_professional_brings__rises_with_attachment_burnout_and_fatigue(who, a, b, p):
    def brought(name):
        return lambda x: brought_by_professional(who._replace(**{name: x}), p)

    assert_rises(brought("attachment"), a, b)
    assert_rises(brought("burnout"), a, b)
    assert_falls(brought("energy"), a, b)
    assert 0.0 <= brought_by_professional(who, p) <= 1.0
    assert_rises(brought("preferred_control"), a, b)
    secure = who._replace(attachment=0.0, burnout=0.0, energy=1.0)
    power = p.distortion.stereotype * who.preferred_control * power_held(p)
    assert brought_by_professional(secure, p) == pytest.approx(min(power, 1.0), abs=1e-15)


@given(states(User), states(Professional), shares)
def test_the_power_of_the_law__blinds_who_distrusts_it_and_who_wishes_to_use_it(person, who, x):
    def seen_less(person, who):
        power, none = (changed(P, {"service.statutory_power": x * k}) for k in (1.0, 0.0))
        rules = (brought_by_user, person), (brought_by_professional, who)
        return [rule(one, power) - rule(one, none) for rule, one in rules]

    assert min(seen_less(person, who)) >= 0.0
    trusting, yielding = person._replace(service_trust=1.0), who._replace(preferred_control=0.0)
    assert seen_less(trusting, yielding) == [0.0, 0.0]


@given(shares, shares, shares, shares, shares, parameters("experience"))
def test_distortion__stays_a_share_and_falls_with_responsive_giving_by_somebody_trusted(
    distortion, brought, trust, met, other, p
):
    def after(trust, met):
        return distortion_after(distortion, brought, trust, met, p)

    assert 0.0 <= after(trust, met) <= 1.0
    assert_falls(lambda x: after(x, met), trust, other)
    assert_falls(lambda x: after(trust, x), met, other)
    assert after(trust, 0.0) == after(0.0, met), "it takes both"
    still = changed(p, {"distortion.speed": 0.0})
    assert distortion_after(distortion, brought, trust, met, still) == distortion


@given(shares, shares, shares, shares)
def test_constant_visits__lead_distortion_to_what_is_brought_less_what_is_repaired(
    distortion, brought, trust, met
):
    """``brought (1 - h trust met)``, nearer by the share `speed` at each visit."""
    x, start = P.distortion, distortion
    limit = brought * (1.0 - x.repair * trust * met)
    for visit in range(1, 100):
        distortion = distortion_after(distortion, brought, trust, met, P)
        left = (1.0 - x.speed) ** visit * (start - limit)
        assert distortion == pytest.approx(limit + left, abs=1e-12)


def test_years_of_trusted_responsive_care__make_perception_more_accurate():
    """The reparative relation: what is brought along stays, what is seen gets truer."""
    event = MET._replace(given=NOT_GIVEN._replace(to_user=Gifts(3.0, 3.0, 3.0, 1.0, 2.0, 3.0)))

    def distortion(trust, visits=100):
        dyad = changed(DYAD, {"user.feeling.trust": trust, "user.perception.distortion": 0.5})
        for _ in range(visits):
            dyad, _ = experience(dyad, CARER, event, P, VISIT)
        return dyad.user.perception.distortion

    brought = brought_by_user(DYAD.person, P)
    assert distortion(1.0) < distortion(0.5) < distortion(0.0)
    assert distortion(0.0, visits=500) == pytest.approx(brought)


@given(states(Dyad), states(Carer), parameters("experience"))
def test_a_crisis__raises_the_professionals_wish_for_control(dyad, carer, p):
    calm, ill = (
        wished_by_professional(changed(dyad, {"person.course.crisis": x}), carer, p)
        for x in (0.0, 1.0)
    )
    assert calm == carer.professional.preferred_control <= ill <= 1.0
    assert ill == pytest.approx(calm + p.crisis.wish * (1.0 - calm), abs=1e-15)


def hour(**changes):
    """A visit as it meets the user of `DYAD`, seen without error."""
    gifts_given = Gifts(1.0, 1.0, 2.0, 0.1, 1.0, 2.0)
    plain = Hour(gifts_given, P.norm.professional, 0.0, 5.0, 0.6, 0.5, 0.45, 0.2, 1e-9, 0.0, 0.0)
    return plain._replace(**changes)


@given(states(Side), between(0.0, 3.0), between(0.0, 3.0))
def test_expertise__is_unwelcome_under_unwanted_control_alone(side, a, b):
    """The control that is wished for stays within the zone of indifference."""
    near = changed(
        side,
        {"perception.felt_control": 0.6, "perception.distortion": 0.0, "need.information": 0.5},
    )
    p = defaults({"experience.user.excess": 0.0, "experience.user.extra": 0.0})
    p = changed(p, {"experience.user.met": 0.0})

    def y(information, wish):
        given_gifts = NOTHING._replace(information=information)
        here = hour(given=given_gifts, preferred_control=wish, uncertainty=0.0)
        return feel_visit(near, here, p.experience.user, p)[1].y

    assert_falls(lambda x: y(x, 0.5), a, b)
    assert y(a, 0.9) == y(b, 0.9), "those who wish to be led do not mind"
    assert y(0.0, 0.5) > y(3.0, 0.5)


@given(amounts, amounts)
def test_only_what_exceeds_the_usual__is_a_surplus(felt, usual):
    assert excess_over(felt, usual, 1.0) == max(felt - usual, 0.0)


def mirrored(dyad: Dyad, carer: Carer, p: Parameters) -> tuple[Dyad, Carer]:
    """The tie with its two parties in each other's place; the norm is the professional's wish."""
    wish = dyad.person.traits.preferred_control
    dyad = dyad._replace(user=dyad.professional, professional=dyad.user)
    dyad = changed(
        dyad,
        {
            "person.traits.preferred_control": carer.professional.preferred_control,
            "person.traits.preferred_closeness": p.norm.closeness,
        },
    )
    return dyad, changed(carer, {"professional.preferred_control": wish})


def mirrored_given(given: Given) -> Given:
    """What changed hands, from the other side."""
    return given._replace(
        to_user=given.to_professional,
        to_professional=given.to_user,
        harm_to_user=given.harm_to_professional,
        harm_to_professional=given.harm_to_user,
    )


def mirrored_parameters(p: Parameters, closeness: float) -> Parameters:
    """Norms and weights swapped; both sides see the change of severity without error."""
    norms = {"professional": p.norm.user, "user": p.norm.professional, "closeness": closeness}
    p = changed(p, {"norm": p.norm._replace(**norms)})
    weights = p.experience
    return changed(
        p, {"experience.user": weights.professional, "experience.professional": weights.user}
    )


@given(visited, states(Carer), states(Event, attended=1.0), random_draws, parameters("experience"))
def test_both_sides__experience_by_the_same_function(dyad, carer, event, draws, p):
    """Who is swapped in every argument is swapped in every result.

    Save for what each brings along, which is read off different things and tested above, for
    adherence, which only a user has, and for incentives, which cost the professional nothing.
    """
    event = changed(event, {"given.extra": NOTHING})
    same = {"experience.seen_noise": 0.0, "distortion.speed": 0.0, "give.adherence": 0.0}
    p = changed(p, same)
    after, felt = experience(dyad, carer, event, p, draws)
    turned, other = mirrored(dyad, carer, p)
    there = event._replace(given=mirrored_given(event.given))
    q = mirrored_parameters(p, dyad.person.traits.preferred_closeness)
    shocks = draws._replace(
        noise_user=draws.noise_professional, noise_professional=draws.noise_user
    )
    turned, turned_felt = experience(turned, other, there, q, shocks)
    assert (turned_felt.user, turned_felt.professional) == (felt.professional, felt.user)
    assert turned.user == after.professional
    assert turned.professional == after.user


@given(visited, states(Carer), states(Event, attended=1.0), random_draws, parameters("experience"))
def test_an_experience__changes_perception_and_nothing_else_of_a_side(dyad, carer, event, draws, p):
    after, _ = experience(dyad, carer, event, p, draws)
    for before, side in ((dyad.user, after.user), (dyad.professional, after.professional)):
        assert side._replace(perception=before.perception) == before
    assert after.person == dyad.person
    assert after.tie.seen_severity == dyad.person.severity


def test_the_shared_hour__is_felt_by_both_and_private_noise_by_one():
    def felt(**shock):
        _, event = experience(DYAD, CARER, MET, P, VISIT._replace(**shock))
        return event.user.y, event.professional.y

    calm = felt()
    assert all(a > b for a, b in zip(felt(shared=1.0), calm, strict=True))
    assert felt(noise_user=1.0)[1] == calm[1] != felt(noise_professional=1.0)[1]
    assert felt(noise_seen=1.0)[0] == calm[0], "the user knows how ill the user is"
    assert felt(noise_seen=1.0)[1] > calm[1]


@given(shares, shares, st.floats(-3.0, 3.0), parameters("experience."))
def test_adherence__is_seen_with_an_error_that_changes_services_alone(
    services, adherence, noise, p
):
    returned = services * adherence_factor(adherence, p)

    def seen(noise, p=p):
        return services_seen(returned, adherence, noise, p)

    exact = changed(p, {"experience.adherence_noise": 0.0})
    assert seen(0.0) == seen(noise, exact) == pytest.approx(returned, rel=1e-12)
    assert_rises(seen, noise, 0.0)
    assert 0.0 <= seen(noise) <= services + 1e-12
    assert seen(noise, changed(p, {"give.adherence": 0.0})) == returned


def test_relief__counts_the_change_since_the_last_visit():
    def y(**severity):
        dyad = changed(DYAD, {f"{k.replace('__', '.')}": v for k, v in severity.items()})
        return experience(dyad, CARER, MET, P, VISIT)[1].user.y

    better = y(tie__seen_severity=0.6, person__severity=0.5)
    same = y(tie__seen_severity=0.6, person__severity=0.6)
    worse = y(tie__seen_severity=0.6, person__severity=0.7)
    assert better > same > worse
    without = defaults({"experience.user.relief": 0.0})
    event = experience(DYAD, CARER, MET, without, VISIT)[1]
    assert (
        event.user.y
        == experience(changed(DYAD, {"tie.seen_severity": 0.0}), CARER, MET, without, VISIT)[
            1
        ].user.y
    )


@given(visited, states(Event, attended=1.0), between(0.0, 10.0), between(0.0, 10.0))
def test_harm__lowers_the_outcome_of_whom_it_is_done_to_and_of_nobody_else(dyad, event, a, b):
    def felt(side, x):
        happened = changed(event, {f"given.harm_to_{side}": x})
        return experience(dyad, CARER, happened, P, VISIT)[1]

    assert_falls(lambda x: felt("user", x).user.y, a, b)
    assert_falls(lambda x: felt("professional", x).professional.y, a, b)
    assert felt("user", a).professional == felt("user", b).professional
    assert felt("professional", a).user == felt("professional", b).user
    assert felt("user", 1.0).user.y < felt("user", 0.0).user.y


@given(visited, states(Event, attended=1.0), parameters("experience"))
def test_closeness_follows_felt_love_and_recognition_felt_status(dyad, event, p):
    after, happened = experience(dyad, CARER, event, p, VISIT)
    for side in ("user", "professional"):
        before, seen = getattr(dyad, side).perception, getattr(after, side).perception
        gifts_felt, speed = getattr(happened, side).gifts, p.experience.control
        closeness = toward(before.felt_closeness, sat(gifts_felt.love), speed)
        assert seen.felt_closeness == closeness
        recognition = toward(before.felt_recognition, sat(gifts_felt.status), speed)
        assert seen.felt_recognition == recognition
