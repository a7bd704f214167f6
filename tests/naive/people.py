"""Section 3.2: people, their sides and ties at the start; 3.4.12: a successor."""

from math import exp, sqrt
from types import SimpleNamespace as Thing

from scipy.special import betaincinv, ndtr, ndtri

from naive.record import empty
from naive.response import CLASSES, plain, share, toward
from naive.visit import brought_by_professional, brought_by_user


def score(u):
    """Normal score of a uniform, between the points of its table."""

    def point(i):
        return rounded(ndtri(min(max(i / 1024, 0.5 / 1025), 1 - 0.5 / 1025)))

    place = 1024 * u
    i = min(int(place), 1023)
    return toward(point(i), point(i + 1), place - i)


def rounded(x):
    return round(float(x) * 2**20) / 2**20


def between_points(quantile, z):
    """A quantile function at a score, between the points of its table."""

    def point(i):
        return rounded(quantile(-4 + i / 128))

    place = min(max(128 * (z + 4), 0.0), 1024.0)
    i = min(int(place), 1023)
    return toward(point(i), point(i + 1), place - i)


def at_score(marginal, z):
    """A quantile of a beta distribution on [0, 1], or on the bounds that it names."""
    low, high = (getattr(marginal, name, x) for name, x in (("low", 0), ("high", 1)))
    width = high - low
    mean, sd = (marginal.mean - low) / width, marginal.sd / width
    n = mean * (1 - mean) / sd**2 - 1

    def quantile(x):
        return low + width * betaincinv(mean * n, (1 - mean) * n, ndtr(x))

    return between_points(quantile, z)


def drawn(marginal, u):
    return at_score(marginal, score(u))


def drawn_signed(marginal, u):
    """A quantile of a beta distribution stretched over [-1, 1]."""
    return drawn(Thing(mean=marginal.mean, sd=marginal.sd, low=-1.0, high=1.0), u)


def needs(mean, sd, u):
    return {r: drawn(Thing(mean=mean[r], sd=sd, low=0.01, high=1.0), u[r]) for r in CLASSES}


def score_of_men(u, share_of_men):
    male = 1.0 if u < share_of_men else 0.0
    return (male - share_of_men) / sqrt(max(share_of_men * (1 - share_of_men), 1e-9))


def person(u, p):
    """A service user from the uniforms `u`."""
    pop = p.population
    known = {
        "severity": score(u.severity),
        "efficacy": score(u.efficacy),
        "age": score(u.age),
        "income": score(u.purse),
        "education": score(u.education),
        "locus": score(u.locus),
        "male": score_of_men(u.male, pop.male),
    }
    r = {name: getattr(pop, f"{name}_control") for name in known}
    z = sum(r[name] * known[name] for name in known)
    z += sqrt(1 - sum(x**2 for x in r.values())) * score(u.preferred_control)
    sent = u.referral < p.service.ordered + p.service.referred
    trust = share(drawn(pop.trust, u.trust) - p.trust.initiator * sent)
    baseline, avoidance = drawn(pop.severity, u.severity), drawn(pop.avoidance, u.avoidance)
    mind = Thing(**{k: drawn(getattr(pop, k), getattr(u, k)) for k in vars(MIND)})
    crisis = float(u.crisis < p.service.crisis)
    admitted = crisis if baseline > p.crisis.threshold else 0.0
    same = ("anxiety", "response", "stigma", "burden", "enough", "responsibility")
    traits = Thing(
        **{name: drawn(getattr(pop, name), getattr(u, name)) for name in same},
        alternatives=drawn_signed(pop.alternatives, u.alternatives),
        preferred_control=at_score(pop.preferred_control, z),
        avoidance=avoidance,
        trust=trust,
        baseline=baseline,
        anchor=plain(mind),
        income=drawn(pop.purse, u.purse),
        relative=Thing(
            present=float(u.relative < p.service.relatives),
            warmth=drawn(pop.warmth, u.warmth),
            attitude=drawn(pop.attitude, u.attitude),
        ),
    )
    none = dict.fromkeys(("calm", "relapses", "crisis_weeks"), 0.0)
    return Thing(
        traits=traits,
        mind=mind,
        course=Thing(crisis=crisis, admitted=admitted, crises=crisis, admissions=admitted, **none),
        severity=baseline,
        life_event=0.0,
        adherence=drawn(pop.adherence, u.adherence),
        purse=traits.income,
        avoidance=avoidance,
        service_trust=trust,
        expressed_emotion=drawn(pop.expressed_emotion, u.expressed_emotion),
        order=p.service.order_weeks if u.referral < p.service.ordered else 0.0,
    )


def background(u, p):
    """What is known of a user at the start beyond the state, or as it was then."""
    pop, names = p.population, ("age", "education", "locus", "expressed_emotion")
    known = {name: drawn(getattr(pop, name), getattr(u, name)) for name in names}
    return Thing(**known, income=drawn(pop.purse, u.purse), male=float(u.male < pop.male))


MIND = Thing(efficacy=0.0, hope=0.0, acceptance=0.0)


def professional(u, generation, p):
    """A professional from the uniforms `u`."""
    pop = p.population
    same = ("skill", "empathy", "flexibility", "attachment", "outside_load", "proneness")
    pro = Thing(**{name: drawn(getattr(pop, name), getattr(u, name)) for name in same})
    pro.reach = between_points(lambda z: exp(pop.reach * z), score(u.reach))
    pro.attitude = drawn(pop.attitude_professional, u.attitude)
    age, male = pop.age_control_professional, pop.male_control_professional
    z = age * score(u.age) + male * score_of_men(u.male, pop.male_professional)
    z += sqrt(1 - age**2 - male**2) * score(u.preferred_control)
    pro.preferred_control = at_score(pop.preferred_control_professional, z)
    pro.energy, pro.burnout, pro.esteem = 1.0, pro.proneness, 0.5
    pro.tenure, pro.generation = 0.0, generation
    return pro


def side_at_start(need, trust, anchor, distortion, image, usual, p):
    """Section 3.2; `usual` is what the other's role asks."""
    return Thing(
        need=need,
        habit=dict.fromkeys(CLASSES, 1.0),
        usual=dict(usual),
        acts=0.0,
        feeling=Thing(trust=trust, bond=0.0, affect=0.0, rupture=0.0),
        level=Thing(expectation=anchor, anchor=anchor, mean_y=anchor),
        books=Thing(debt=0.0, credit=0.0),
        perception=Thing(
            distortion=distortion,
            image=image,
            felt_control=p.norm.control,
            felt_recognition=0.5,
        ),
    )


def image_at(marginal, r, insecurity, of, u):
    """What the other is taken for, by a side as insecure as this."""
    return at_score(marginal, r * (insecurity - of.mean) / of.sd + sqrt(1 - r**2) * score(u))


def image_of_professional(avoidance, meeting, p):
    pop = p.population
    return image_at(pop.image, pop.avoidance_image, avoidance, pop.avoidance, meeting.image_user)


def side_of_professional(u, meeting, p):
    pop = p.population
    need = needs(pop.need_professional, pop.need_sd_professional, u.need)
    trust = drawn(pop.trust_professional, u.trust)
    anchor = drawn_signed(pop.anchor_professional, u.anchor)
    pro, r, uniform_draw = professional(u, 0.0, p), pop.attachment_image, meeting.image_professional
    image = image_at(pop.image_professional, r, pro.attachment, pop.attachment, uniform_draw)
    brought = brought_by_professional(pro, p)
    return side_at_start(need, trust, anchor, brought, image, p.norm.user, p)


def side_of_user(who, need, trust, anchor, image, p):
    brought = brought_by_user(who, p)
    return side_at_start(need, trust, anchor, brought, image, p.norm.professional, p)


def goals(change, stability):
    rest = 1 - change
    return Thing(change=change, stability=rest * stability, access=rest * (1 - stability))


def goals_of_professional(u, p):
    return goals(drawn(p.population.goal_change_professional, u.goal_change), 0.5)


def fresh_dyad(u, carer, meeting, generation, begun, p):
    """A tie that begins, from the uniforms of both people."""
    pop, who = p.population, person(u, p)
    need, anchor = needs(pop.need, pop.need_sd, u.need), drawn_signed(pop.anchor, u.anchor)
    image = image_of_professional(who.avoidance, meeting, p)
    wanted = goals(
        drawn(pop.goal_change, u.goal_change), drawn(pop.goal_stability, u.goal_stability)
    )
    contact = dict.fromkeys(("offered", "attended", "missed", "gap"), 0.0)
    zeros = ("met", "rupture_visits", "organisation", "held", "ended", "ending")
    tie = Thing(
        **dict.fromkeys(zeros, 0.0),
        contact=Thing(last=-1.0, **contact),
        talk=Thing(
            control=p.norm.control,
            understanding=drawn(pop.understanding, meeting.understanding),
            familiarity=0.0,
            goals_user=wanted,
            goals_professional=goals_of_professional(carer, p),
            wanted_user=plain(wanted),
            wanted_professional=goals_of_professional(carer, p),
        ),
        flow=Thing(to_user=0.0, to_professional=0.0),
        uncertainty=1.0,
        seen_severity=who.severity,
        since_feedback=1e6,
        begun=begun,
        generation=generation,
    )
    return Thing(
        person=who,
        user=side_of_user(who, need, who.traits.trust, anchor, image, p),
        professional=side_of_professional(carer, meeting, p),
        tie=tie,
        record=empty(),
    )


def succeeded(dyad, u, meeting, p):
    """A tie that goes on with the professional made from the uniforms `u`."""
    dyad = plain(dyad)
    who, tie, level = dyad.person, dyad.tie, dyad.user.level
    trust = share(toward(who.traits.trust, who.service_trust, p.trust.carried))
    image = image_of_professional(who.avoidance, meeting, p)
    dyad.user = side_of_user(who, dyad.user.need, trust, 0.0, image, p)
    dyad.user.level = level
    dyad.professional = side_of_professional(u, meeting, p)
    tie.contact.missed = tie.contact.gap = 0.0
    tie.uncertainty, tie.since_feedback = 1.0, 1e6
    tie.talk.control, tie.talk.familiarity = p.norm.control, 0.0
    tie.talk.understanding = drawn(p.population.understanding, meeting.understanding)
    tie.talk.goals_professional = goals_of_professional(u, p)
    tie.talk.wanted_professional = goals_of_professional(u, p)
    return dyad


def fresh_team(p):
    return Thing(climate=1 - p.population.proneness.mean, giving=dict(p.norm.professional))
