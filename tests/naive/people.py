"""Section 3.2: people as they are drawn, and a team at the start."""

from math import exp, sqrt
from types import SimpleNamespace as Thing

from scipy.special import betaincinv, ndtr, ndtri

from naive.response import CLASSES, plain, share, toward

MIND = ("efficacy", "hope", "acceptance")


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


def drawn_up_to(high, marginal, u):
    """A quantile of a beta distribution stretched over [0, `high`]."""
    return drawn(Thing(mean=marginal.mean, sd=marginal.sd, low=0.0, high=high), u)


def needs(mean, sd, u):
    return {r: drawn(Thing(mean=mean[r], sd=sd, low=0.01, high=1.0), u[r]) for r in CLASSES}


def score_of_men(u, share_of_men):
    male = 1.0 if u < share_of_men else 0.0
    return (male - share_of_men) / sqrt(max(share_of_men * (1 - share_of_men), 1e-9))


def wish_of_user(u, p):
    """Preferred control, which goes with what is known of a user."""
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
    return at_score(pop.preferred_control, z)


def trust_of_user(u, p):
    """Trust in a professional not yet met: less of those who were sent."""
    sent = u.referral < p.service.ordered + p.service.referred
    return share(drawn(p.population.trust, u.trust) - p.trust.initiator * sent)


def traits_of(u, p):
    pop = p.population
    same = ("avoidance", "anxiety", "response", "stigma", "burden", "responsibility")
    return Thing(
        **{name: drawn(getattr(pop, name), getattr(u, name)) for name in same},
        alternatives=drawn_signed(pop.alternatives, u.alternatives),
        preferred_control=wish_of_user(u, p),
        trust=trust_of_user(u, p),
        baseline=drawn(pop.severity, u.severity),
        anchor=Thing(**{name: drawn(getattr(pop, name), getattr(u, name)) for name in MIND}),
        enough=drawn_up_to(2.0, pop.enough, u.enough),
        income=drawn_up_to(4.0, pop.purse, u.purse),
        relative=Thing(
            present=float(u.relative < p.service.relatives),
            warmth=drawn(pop.warmth, u.warmth),
            attitude=drawn(pop.attitude, u.attitude),
        ),
    )


def course_at_start(u, baseline, p):
    crisis = float(u.crisis < p.service.crisis)
    admitted = crisis if baseline > p.crisis.threshold else 0.0
    none = dict.fromkeys(("calm", "relapses", "crisis_weeks"), 0.0)
    return Thing(crisis=crisis, admitted=admitted, crises=crisis, admissions=admitted, **none)


def person(u, p):
    """A service user from the uniforms `u`."""
    traits, pop = traits_of(u, p), p.population
    outside = ("weeks", "crises", "relapses", "admissions", "crisis_weeks")
    return Thing(
        traits=traits,
        mind=plain(traits.anchor),
        course=course_at_start(u, traits.baseline, p),
        outside=Thing(**dict.fromkeys(outside, 0.0)),
        severity=traits.baseline,
        life_event=0.0,
        adherence=drawn(pop.adherence, u.adherence),
        purse=traits.income,
        avoidance=traits.avoidance,
        service_trust=traits.trust,
        expressed_emotion=drawn(pop.expressed_emotion, u.expressed_emotion),
        order=p.service.order_weeks if u.referral < p.service.ordered else 0.0,
    )


def background(u, p):
    """What is known of a user at the start beyond the state, or as it was then."""
    pop, names = p.population, ("age", "education", "locus", "expressed_emotion")
    known = {name: drawn(getattr(pop, name), getattr(u, name)) for name in names}
    return Thing(
        **known, income=drawn_up_to(4.0, pop.purse, u.purse), male=float(u.male < pop.male)
    )


def professional(u, generation, p):
    """A professional from the uniforms `u`."""
    pop = p.population
    same = ("skill", "empathy", "flexibility", "attachment", "outside_load", "proneness")
    pro = Thing(**{name: drawn(getattr(pop, name), getattr(u, name)) for name in same})
    pro.reach = between_points(lambda z: exp(pop.reach * z), score(u.reach))
    pro.standard = between_points(lambda z: exp(pop.standard * z), score(u.standard))
    pro.attitude = drawn(pop.attitude_professional, u.attitude)
    age, male = pop.age_control_professional, pop.male_control_professional
    z = age * score(u.age) + male * score_of_men(u.male, pop.male_professional)
    z += sqrt(1 - age**2 - male**2) * score(u.preferred_control)
    pro.preferred_control = at_score(pop.preferred_control_professional, z)
    pro.energy, pro.burnout, pro.esteem = 1.0, pro.proneness, 0.5
    pro.tenure, pro.generation = 0.0, generation
    return pro


def fresh_team(p):
    """The team in week 0, by parameters without policies."""
    return Thing(
        climate=1 - p.population.proneness.mean,
        giving=dict(p.norm.professional),
        control=p.norm.control,
        affect=0.0,
        coming=0.8,
    )
