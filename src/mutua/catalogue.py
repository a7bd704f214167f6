"""Every parameter of the model, once: default, unit, bounds, source, meaning.

Shares and chances lie in [0, 1]; rates are per attended visit or per week as the unit says.
``assumed`` marks what no source gives. The field order is the row order of the parameter matrix
that the engines read: one column a run.
"""

from typing import Annotated, NamedTuple

from mutua.declare import DERIVED, each_with, parameter
from mutua.resources import Gifts

ASSUMED = "assumed"
AMOUNT = parameter(1.0, "units a visit", 0, 6, ASSUMED, "amount given at a visit")
NEED = parameter(0.5, "1", 0.05, 0.95, ASSUMED, "mean need in the population")


class Factor(NamedTuple):
    """How strongly a state multiplies something: 1 at the reference, ``1 + k`` one scale above."""

    k: Annotated[float, parameter(0.5, "1 per scale", 0, 10, ASSUMED, "strength")]
    reference: Annotated[float, parameter(0.5, "1", -1, 1, ASSUMED, "value that changes nothing")]
    scale: Annotated[float, parameter(0.2, "1", 0.01, 2, ASSUMED, "one step of the state")]


class Marginal(NamedTuple):
    """A trait in the population: a beta distribution stretched over [low, high]."""

    mean: Annotated[float, parameter(0.5, "1", -1, 4, ASSUMED, "mean")]
    sd: Annotated[float, parameter(0.2, "1", 0.001, 2, ASSUMED, "standard deviation")]
    low: Annotated[float, parameter(0.0, "1", -1, 4, ASSUMED, "lowest value")]
    high: Annotated[float, parameter(1.0, "1", -1, 4, ASSUMED, "highest value")]


class Years(NamedTuple):
    """Age in the population: a beta distribution stretched over [low, high]."""

    mean: Annotated[float, parameter(42, "years", 10, 100, ASSUMED, "mean")]
    sd: Annotated[float, parameter(13, "years", 0.1, 40, ASSUMED, "standard deviation")]
    low: Annotated[float, parameter(16, "years", 0, 100, ASSUMED, "lowest age")]
    high: Annotated[float, parameter(84, "years", 0, 120, ASSUMED, "highest age")]


class Norm(NamedTuple):
    """A regime: the norms a service prescribes (S001 items 63-66)."""

    control: Annotated[
        float, parameter(0.65, "1", 0, 1, "S001 item 64", "professional's share of decisions")
    ]
    responsiveness: Annotated[
        float, parameter(0.35, "1", 0, 1, "S002 item 118", "share of the budget moved to needs")
    ]
    rigidity: Annotated[
        float, parameter(0.5, "1", 0, 1, "S002 item 133", "how far control is held at the norm")
    ]
    power: Annotated[
        float, parameter(1.0, "1", 0, 1, "S004 item 9", "share of statutory power that is held")
    ]
    initiative: Annotated[
        float, parameter(0.65, "1", 0, 1, "S001 item 64", "professional's share of initiative")
    ]
    closeness: Annotated[
        float, parameter(0.4, "1", 0, 1, "S002 item 125", "closeness that the role allows")
    ]
    contract: Annotated[
        float, parameter(0.4, "1", 0, 1, ASSUMED, "how far giving is a deal (Molm et al. 2000)")
    ]
    adaptive: Annotated[
        float, parameter(0, "1", 0, 1, "S002 item 118", "how far control follows the wish as seen")
    ]
    professional: Annotated[
        Gifts,
        each_with("what a professional gives by role", "S001 item 97; amounts assumed",
                  love=0.8, status=0.7, information=1.5, money=0.1, goods=1.2, services=1.7),
        AMOUNT,
    ]  # fmt: skip
    user: Annotated[
        Gifts,
        each_with("what a service user gives by role", "S000 item 62; amounts assumed",
                  love=0.7, status=1.2, information=1.2, money=1.1, goods=0.2, services=1.6),
        AMOUNT,
    ]  # fmt: skip


class Effort(NamedTuple):
    """Total giving of each side as a multiple of the role's budget, 1 in every regime."""

    professional: Annotated[float, parameter(1, "1", 0, 3, ASSUMED, "professional's total giving")]
    user: Annotated[float, parameter(1, "1", 0, 3, ASSUMED, "user's total giving")]


class Budget(NamedTuple):
    """What one unit of each side weighs."""

    professional: Annotated[float, parameter(1, "1", 0.05, 5, ASSUMED, "weight of a unit")]
    user: Annotated[float, parameter(0.5, "1", 0.05, 5, ASSUMED, "weight of a unit")]


class Service(NamedTuple):
    """The setting: what a service offers."""

    contact_interval: Annotated[
        float, parameter(1.6, "weeks", 1, 26, "Burns 2007 (E27: 2.4 a month)", "between offers")
    ]
    caseload: Annotated[
        float,
        parameter(20, "users", 1, 136, "Burns 2007 (E27)", "users of a professional", whole=True),
    ]
    team_size: Annotated[
        float, parameter(4, "professionals", 1, 136, ASSUMED, "members of a team", whole=True)
    ]
    horizon: Annotated[
        float, parameter(104, "weeks", 1, 5200, ASSUMED, "weeks simulated by default", whole=True)
    ]
    refill: Annotated[
        float,
        parameter(
            4, "weeks", 0, 520, ASSUMED, "until a vacated place is filled, 0 never", whole=True
        ),
    ]
    statutory_power: Annotated[
        float,
        parameter(
            0.5, "1", 0, 1, "S004 item 9", "power by law; over some it is used, for all it distorts"
        ),
    ]
    ordered: Annotated[
        float, parameter(0.05, "1", 0, 1, ASSUMED, "share of users who come under an order")
    ]
    referred: Annotated[
        float,
        parameter(0.45, "1", 0, 1, "S004 item 8; share assumed", "share that a service refers"),
    ]
    order_weeks: Annotated[
        float, parameter(26, "weeks", 0, 520, "Burns 2013 (E36)", "length of a treatment order")
    ]
    relatives: Annotated[
        float, parameter(0.5, "1", 0, 1, ASSUMED, "share who live with a key relative")
    ]
    crisis: Annotated[
        float, parameter(0, "1", 0, 1, ASSUMED, "share who are in a crisis at week 0")
    ]


class Attend(NamedTuple):
    """Verb 1."""

    odds: Annotated[float, parameter(5.0, "odds", 0.01, 100, "E06", "of coming, at reference")]
    energy: Annotated[float, parameter(0.5, "1", 0, 1, ASSUMED, "offers lost to lack of energy")]
    initiative: Annotated[
        float, parameter(0.4, "1", 0, 1, ASSUMED, "offers left to the user's initiative")
    ]
    trust: Annotated[Factor, each_with("coming by trust", None, k=0.5, reference=0.5, scale=0.2)]
    bond: Annotated[float, parameter(0.5, "1", 0, 10, "S002 item 123", "pull of the bond")]
    avoidance: Annotated[
        float, parameter(1.0, "1", 0, 10, "S001 item 82", "avoidance x severity keeps away")
    ]
    strain: Annotated[float, parameter(1.0, "1", 0, 10, "S001 item 70", "misfit keeps away")]
    missed: Annotated[
        float, parameter(0.8, "1 per miss", 0, 5, ASSUMED, "each miss in a row keeps away")
    ]
    service: Annotated[
        Factor, each_with("coming by trust in the service", None, k=0.2, reference=0.45, scale=0.2)
    ]
    incentive: Annotated[
        float, parameter(0.5, "1 per unit", 0, 20, "Priebe 2013 (E35)", "money for coming")
    ]
    coercion: Annotated[float, parameter(1.0, "1", 0, 20, "S004 item 9", "power brings to visits")]


class Ask(NamedTuple):
    """Verb 1, requests."""

    odds: Annotated[float, parameter(0.1, "odds a week", 0, 5, ASSUMED, "of asking, at reference")]
    severity: Annotated[float, parameter(1.0, "1", 0, 10, ASSUMED, "need makes one ask")]
    trust: Annotated[Factor, each_with("asking by trust", None, k=0.4, reference=0.5, scale=0.2)]
    avoidance: Annotated[float, parameter(1.5, "1", 0, 10, "S001 item 81", "keeps one from asking")]
    answer: Annotated[
        float, parameter(4.0, "odds", 0, 100, "S002 item 113", "of an answer, at full energy")
    ]
    comes: Annotated[float, parameter(2.0, "1", 0, 20, ASSUMED, "who asked comes more surely")]
    crisis: Annotated[float, parameter(2.0, "1", 0, 20, "S002 item 116", "a crisis makes one ask")]
    anxiety: Annotated[
        float, parameter(0.5, "1", 0, 10, "theory.md 2E", "attachment anxiety makes one ask")
    ]


class Drive(NamedTuple):
    """What moves one side's readiness to give."""

    trust: Annotated[Factor, each_with("giving by trust", None, k=0.15, reference=0.5, scale=0.2)]
    affect: Annotated[Factor, each_with("giving by affect", None, k=0.15, reference=0, scale=0.3)]
    debt: Annotated[float, parameter(0.5, "1", 0, 5, "S000 item 42", "who owes gives more")]
    credit: Annotated[float, parameter(0.3, "1", 0, 5, ASSUMED, "who is owed gives less")]


class Give(NamedTuple):
    """Verb 2."""

    professional: Annotated[Drive, each_with("professional")]
    user: Annotated[Drive, each_with("user")]
    empathy: Annotated[
        float, parameter(0.6, "1", 0, 1, "S000 item 48", "what empathy adds to insight")
    ]
    burnout: Annotated[
        float, parameter(0.3, "1", 0, 1, "S000 item 60", "particular giving lost to burnout")
    ]
    attribution: Annotated[
        float, parameter(0.3, "1", 0, 1, "S001 item 107", "help lost to perceived responsibility")
    ]
    refusal: Annotated[
        float, parameter(1.0, "1", 0, 10, "theory.md B6", "debt with strings refuses help")
    ]
    adherence: Annotated[
        float, parameter(0.5, "1", 0, 1, "S000 item 62", "services lost unfollowed")
    ]
    extra: Annotated[
        float, parameter(0.4, "units", 0, 3, "S002 item 121", "love and services of an extra act")
    ]
    withdrawal: Annotated[
        float, parameter(1.0, "1", 0, 10, "Schaufeli 2006", "inequity in a tie withdraws from it")
    ]
    climate: Annotated[
        Factor,
        each_with("giving by the team's climate", "S001 item 17", k=0.2, reference=0.5, scale=0.2),
    ]
    ward: Annotated[
        float, parameter(0.2, "1", 0, 1, "S001 item 92", "weight of what the team usually gives")
    ]
    admitted: Annotated[
        float,
        parameter(0.5, "1", 0, 1, "design 2.3", "share of a visit that a week on the ward is"),
    ]
    purse: Annotated[float, parameter(0.5, "units", 0.01, 10, ASSUMED, "purse that halves paying")]
    capacity: Annotated[
        float, parameter(0.5, "1", 0, 1, "S001 item 67", "services lost to severity")
    ]
    flow: Annotated[
        float, parameter(0.25, "per visit", 0.01, 1, "design 2.6", "memory of the smoothed flows")
    ]


class Harm(NamedTuple):
    """What bad feeling takes (S004 items 94, 149)."""

    professional: Annotated[
        float, parameter(1.0, "units", 0, 10, ASSUMED, "professional's hostility")
    ]
    user: Annotated[float, parameter(1.0, "units", 0, 10, ASSUMED, "user's hostility")]
    relative: Annotated[
        float, parameter(1.0, "units", 0, 10, "S004 item 94", "key relative's hostility")
    ]
    coercion: Annotated[
        float, parameter(0.15, "units", 0, 10, "S001 item 100", "status taken by coercion")
    ]


class Exchange(NamedTuple):
    """Foa's ring at work."""

    gamma: Annotated[
        float,
        parameter(2.0, "1", 0.1, 20, "Foa 1971; value assumed", "how fast substitution falls"),
    ]
    scale: Annotated[
        float, parameter(1.5, "units", 0.05, 20, ASSUMED, "worth that meets half of a need")
    ]


class Weights(NamedTuple):
    """What the outcome of a visit adds up, for one side."""

    met: Annotated[float, parameter(1.0, "1", 0, 5, "S001 item 96", "needs met")]
    extra: Annotated[float, parameter(0.6, "1", 0, 5, "S002 item 121", "symbolic surplus")]
    relief: Annotated[float, parameter(1.0, "1", 0, 5, "S000 item 49", "relief, or success")]
    strain: Annotated[float, parameter(1.0, "1", 0, 5, "S001 item 63", "misfit of control")]
    harm: Annotated[
        float, parameter(2.0, "1 per unit", 0, 10, "design 2.3 (1.5-3)", "love and status taken")
    ]
    own: Annotated[float, parameter(0.2, "1", 0, 5, ASSUMED, "own giving as a cost")]
    excess: Annotated[
        float, parameter(0.3, "1 per unit", 0, 5, "theory.md 2F R4", "too much of the particular")
    ]
    expert: Annotated[
        float, parameter(0.3, "1", 0, 5, "S001 item 100", "information under unwanted control")
    ]
    scale: Annotated[float, parameter(1.0, "1", 0.05, 5, ASSUMED, "total that makes y one half")]


class Experience(NamedTuple):
    """Verb 3."""

    zone: Annotated[float, parameter(0.15, "1", 0, 1, "design 2.3", "misfit nobody minds")]
    closeness: Annotated[
        float, parameter(0.5, "1", 0, 1, "S002 item 122", "weight of misfit of closeness")
    ]
    control: Annotated[
        float, parameter(0.3, "per visit", 0, 1, ASSUMED, "speed of felt control and closeness")
    ]
    noise: Annotated[float, parameter(0.212, "1", 0, 2, ASSUMED, "SD of the luck of an hour")]
    shared: Annotated[
        float, parameter(0.5, "1", 0, 1, "S000 item 27", "share of its variance that both feel")
    ]
    colour: Annotated[
        float, parameter(2.0, "1", 0, 10, ASSUMED, "a good hour makes more of what was given")
    ]
    seen_noise: Annotated[float, parameter(0.05, "1", 0, 1, ASSUMED, "SD of success as seen")]
    adherence_noise: Annotated[
        float, parameter(0.15, "1", 0, 1, ASSUMED, "SD of adherence as the professional sees it")
    ]
    optimum: Annotated[
        float,
        parameter(2.0, "units", 0, 20, "theory.md 2F R4", "amount beyond which it is too much"),
    ]
    relief_scale: Annotated[
        float, parameter(0.1, "1", 0.005, 1, ASSUMED, "change of severity that counts one half")
    ]
    user: Annotated[Weights, each_with("user")]
    professional: Annotated[Weights, each_with("professional")]


class Obligation(NamedTuple):
    """Verb 4, and where the books act (S000 items 41-45)."""

    gain: Annotated[float, parameter(0.09, "per visit", 0, 1, "S000 item 42", "debt per surplus")]
    ego: Annotated[
        float, parameter(0.3, "1", 0, 3, "S003 item 144", "own gifts count that much more")
    ]
    discharge: Annotated[
        float, parameter(0.006, "per unit", 0, 1, "S000 item 42", "taken off by services, status")
    ]
    decay: Annotated[float, parameter(0.02, "per week", 0, 1, ASSUMED, "both books fade")]
    asymmetry: Annotated[
        float,
        parameter(0.7, "1", 0, 1, "S000 item 28", "0 like for like, 1 by the budgets of the roles"),
    ]
    strings: Annotated[
        float, parameter(1.0, "1", 0, 10, "theory.md B6", "strings make a gift weigh more")
    ]
    attend: Annotated[
        float, parameter(14, "1", 0, 20, "S000 item 42", "felt debt brings to visits")
    ]
    stay: Annotated[float, parameter(1.0, "1", 0, 20, "S000 item 25", "felt debt holds the tie")]


class Trust(NamedTuple):
    """Trust under surprise (theory.md D1)."""

    gain: Annotated[float, parameter(0.1, "per visit", 0, 1, "S002 item 114", "slow up")]
    loss: Annotated[
        float, parameter(0.2, "per visit", 0, 1, "Slovic 1993; theory.md D1", "fast down")
    ]
    avoidance: Annotated[float, parameter(0.6, "1", 0, 1, "S001 item 81", "avoidance slows gain")]
    anxiety: Annotated[
        float, parameter(0.4, "1", 0, 5, "theory.md 2E", "anxiety makes trust move more, both ways")
    ]
    initiator: Annotated[
        float, parameter(0.08, "1", 0, 1, "S004 item 8", "first trust lost if a service refers")
    ]
    service: Annotated[
        float, parameter(0.03, "per visit", 0, 1, "S001 item 14", "speed of trust in the service")
    ]
    carried: Annotated[
        float, parameter(0.5, "1", 0, 1, "S004 item 161", "share carried to a successor")
    ]
    uncontracted: Annotated[
        float, parameter(0.5, "1", 0, 5, "Molm et al. 2000", "gifts without a deal build more")
    ]


class Bond(NamedTuple):
    """Gratitude and warmth."""

    gain: Annotated[float, parameter(0.05, "per visit", 0, 1, "S000 item 43", "from care seen")]
    surprise: Annotated[float, parameter(1.0, "1", 0, 10, "S002 item 121", "more when unexpected")]
    fade: Annotated[float, parameter(0.02, "per visit", 0, 1, ASSUMED, "what is lost again")]


class Affect(NamedTuple):
    """Shared affect (S000 item 27; theory.md A1)."""

    inertia: Annotated[float, parameter(0.7, "per week", 0, 0.99, "theory.md A1", "own inertia")]
    gain: Annotated[float, parameter(0.15, "per visit", 0, 2, ASSUMED, "push of the visit")]
    coupling: Annotated[
        float, parameter(0.15, "per visit", 0, 1, "S000 item 27", "the other's pull")
    ]
    negativity: Annotated[
        float, parameter(2.0, "1", 1, 10, "theory.md A1", "slope below the threshold, in slopes")
    ]
    threshold: Annotated[float, parameter(0.2, "1", 0, 1, "theory.md A1", "of negativity")]


class Rupture(NamedTuple):
    """Breach and repair."""

    theta: Annotated[
        float, parameter(0.13, "1", 0, 2, "E37; design 2.6", "shortfall that nobody calls a breach")
    ]
    gain: Annotated[float, parameter(0.8, "per visit", 0, 5, "theory.md D1", "raised by a breach")]
    repair: Annotated[
        float, parameter(0.6, "per visit", 0, 1, "S004 item 161", "mended by skill and empathy")
    ]
    harm: Annotated[float, parameter(0.5, "per unit", 0, 5, "S002 item 119", "raised by harm")]
    refused: Annotated[
        float, parameter(0.05, "1", 0, 1, "S002 item 113", "raised by an unanswered request")
    ]
    fade: Annotated[float, parameter(0.02, "per week", 0, 1, ASSUMED, "fades between visits")]
    anxiety: Annotated[
        float, parameter(1.0, "1", 0, 10, "theory.md 2E", "anxiety slows mending and fading")
    ]


class Habit(NamedTuple):
    """Reinforcement against homeostasis."""

    rate: Annotated[float, parameter(0.5, "per visit", 0, 2, "S001 item 109", "reinforcement")]
    homeostasis: Annotated[
        float, parameter(0.05, "per visit", 0, 1, "S001 item 88", "pull back to the norm")
    ]
    custom: Annotated[
        float, parameter(0.1, "1", 0, 1, "S001 item 88", "speed of the dyad's own norm, in pulls")
    ]


class Distortion(NamedTuple):
    """What is brought along from elsewhere, and its slow repair (S001 items 76-78)."""

    avoidance: Annotated[float, parameter(0.1, "1", 0, 1, "S001 item 76", "user: avoidance")]
    anxiety: Annotated[float, parameter(0.05, "1", 0, 1, "S001 item 76", "user: anxiety")]
    suspicion: Annotated[
        float, parameter(0.2, "1", 0, 2, ASSUMED, "user: distrust of the service x severity")
    ]
    power: Annotated[
        float,
        parameter(0.5, "1", 0, 2, "S004 item 9", "user: distrust of the service x statutory power"),
    ]
    attachment: Annotated[
        float, parameter(0.1, "1", 0, 1, "S001 item 76", "professional: own attachment")
    ]
    burnout: Annotated[float, parameter(0.1, "1", 0, 1, ASSUMED, "professional: burnout")]
    load: Annotated[float, parameter(0.1, "1", 0, 1, ASSUMED, "professional: lack of energy")]
    stereotype: Annotated[
        float,
        parameter(0.8, "1", 0, 2, "Fiske 1993", "professional: own wish x statutory power"),
    ]
    speed: Annotated[float, parameter(0.05, "per visit", 0, 1, ASSUMED, "of change")]
    repair: Annotated[
        float, parameter(0.6, "1", 0, 1, "S001 item 77", "undone by trusted, responsive giving")
    ]
    secure: Annotated[
        float, parameter(0.005, "per visit", 0, 1, "S001 item 77", "speed of repair of avoidance")
    ]


class GivingBack(NamedTuple):
    """Giving that is taken raises the giver's worth (S000 item 23)."""

    user: Annotated[
        float, parameter(0.05, "per visit", 0, 1, "S000 item 23", "recognition from giving")
    ]
    professional: Annotated[
        float, parameter(0.3, "1", 0, 5, "S000 item 60", "esteem from giving that is taken")
    ]


class Influence(NamedTuple):
    """Power bases, gated by trust (S001 items 98-100, S003 item 101)."""

    referent: Annotated[float, parameter(1.0, "1", 0, 10, "S001 item 99", "the bond persuades")]
    reward: Annotated[
        float, parameter(0.3, "1 per unit", 0, 10, "S001 item 100", "money and goods persuade")
    ]
    acceptance: Annotated[
        float,
        parameter(0.01, "per visit", 0, 1, "S003 item 141", "persuades to accept the illness"),
    ]


class Expectation(NamedTuple):
    """Comparison level."""

    rate: Annotated[float, parameter(0.1, "per visit", 0, 1, "S000 item 45", "habituation")]
    anchor: Annotated[float, parameter(0.1, "per visit", 0, 1, ASSUMED, "pull of the anchor")]
    memory: Annotated[float, parameter(0.1, "per visit", 0.001, 1, ASSUMED, "of the mean outcome")]


class Relate(NamedTuple):
    """Verb 6."""

    understanding: Annotated[
        float, parameter(0.04, "per visit", 0, 1, "S001 item 83", "dialogue builds meaning")
    ]
    control: Annotated[float, parameter(0.2, "per visit", 0, 1, ASSUMED, "speed of negotiation")]
    dependence: Annotated[float, parameter(1.0, "1", 0, 1, "S000 item 38", "who depends yields")]
    alternatives: Annotated[
        float, parameter(0.6, "1", -1, 1, ASSUMED, "professional's level of alternatives")
    ]
    goals: Annotated[float, parameter(0.05, "per visit", 0, 0.5, "S000 item 54", "goals converge")]
    flexibility: Annotated[
        float, parameter(0.9, "1", 0, 1, "S004 item 163", "rigidity undone by flexibility")
    ]
    negotiation: Annotated[
        float, parameter(1.0, "1", 0, 1, "S000 item 44", "0: control stays at the norm")
    ]
    familiarity: Annotated[
        float, parameter(0.04, "per visit", 0, 1, "S002 item 112", "knowing and being known")
    ]


class Recover(NamedTuple):
    """Verb 7."""

    rate: Annotated[float, parameter(0.08, "per visit", 0, 2, ASSUMED, "lift by joint work")]
    complements: Annotated[
        float, parameter(0.5, "1", 0, 1, "S000 item 37", "0 substitutes, 1 complements")
    ]
    consensus: Annotated[float, parameter(0.5, "1", 0, 1, "E16", "work lost without consensus")]
    adherence: Annotated[float, parameter(0.5, "1", 0, 1, "S001 item 155", "work lost unfollowed")]
    drift: Annotated[float, parameter(0.02, "per week", 0, 1, ASSUMED, "return to the baseline")]
    goods: Annotated[
        float, parameter(0.3, "1", 0, 5, "S000 item 62", "work of goods, times adherence")
    ]
    attitude: Annotated[
        float,
        parameter(
            0.1, "1", 0, 5, "S001 item 91", "gain by unlike attitudes of relative and helper"
        ),
    ]
    needs: Annotated[
        float, parameter(0.02, "per week", 0, 1, "design 2.2", "drift of needs, .98 stays")
    ]
    living: Annotated[
        float, parameter(0.3, "per week", 0, 1, ASSUMED, "purse back to income, by earning and use")
    ]
    life: Annotated[
        float, parameter(0.006, "per week", 0, 0.5, ASSUMED, "severity per SD of life events")
    ]


class Adhere(NamedTuple):
    """Following the treatment."""

    odds: Annotated[float, parameter(4.0, "odds", 0, 100, ASSUMED, "at reference")]
    trust: Annotated[Factor, each_with("following by trust", None, k=0.6, reference=0.5, scale=0.2)]
    hope: Annotated[
        Factor, each_with("following by hope", "S002 item 116", k=0.2, reference=0.45, scale=0.2)
    ]
    understanding: Annotated[float, parameter(0.5, "1", 0, 10, "S001 item 85", "shared meaning")]
    obligation: Annotated[float, parameter(1.0, "1", 0, 20, "S000 item 42", "felt debt")]
    acceptance: Annotated[float, parameter(1.0, "1", 0, 10, "S001 item 105", "refused identity")]
    burden: Annotated[float, parameter(1.0, "1", 0, 10, ASSUMED, "burden of treatment")]
    incentive: Annotated[
        float, parameter(0.5, "1 per unit", 0, 20, "Priebe 2013 (E35)", "money for following")
    ]
    coercion: Annotated[
        float, parameter(0.5, "1", 0, 20, "S004 item 9", "power to make one follow")
    ]
    speed: Annotated[float, parameter(0.2, "per week", 0, 1, "design 2.3", "of change")]


class MindRates(NamedTuple):
    """Efficacy, hope and acceptance."""

    efficacy: Annotated[float, parameter(0.05, "per visit", 0, 1, "S001 item 69", "own success")]
    hope: Annotated[float, parameter(0.1, "per visit", 0, 1, "S002 item 116", "relief in trust")]
    acceptance: Annotated[float, parameter(0.03, "per visit", 0, 1, "S001 item 105", "real talk")]
    stigma: Annotated[float, parameter(0.3, "per unit", 0, 5, "S001 item 106", "stigma x harm")]
    drift: Annotated[float, parameter(0.02, "per week", 0, 1, "design 2.2", "back to the anchor")]


class Crisis(NamedTuple):
    """Verb 7, crises and admissions."""

    base: Annotated[
        float, parameter(0.004, "odds a week", 0, 1, ASSUMED, "of an onset, at reference")
    ]
    severity: Annotated[float, parameter(4.0, "1", 0, 50, ASSUMED, "severity above the baseline")]
    adherence: Annotated[float, parameter(1.0, "1", 0, 20, ASSUMED, "treatment not followed")]
    secure: Annotated[
        float, parameter(12.0, "1", 0, 20, "S004 item 151", "feeling well with somebody trusted")
    ]
    end: Annotated[float, parameter(0.2, "odds a week", 0, 10, ASSUMED, "of an end, at reference")]
    familiarity: Annotated[float, parameter(1.0, "1", 0, 20, "S002 item 112", "known staff end it")]
    joint: Annotated[float, parameter(0.2, "1", 0, 20, "S002 item 116", "joint work ends it")]
    push: Annotated[
        float, parameter(0.03, "per week", 0, 1, ASSUMED, "severity in a week of crisis")
    ]
    threshold: Annotated[
        float, parameter(0.65, "1", 0, 1, ASSUMED, "severity above which a crisis is admitted")
    ]
    calm: Annotated[
        float, parameter(4, "weeks", 0, 52, "design 2.3", "without crisis before it is a relapse")
    ]
    wish: Annotated[
        float, parameter(0.6, "1", 0, 1, "S002 item 130", "how far a crisis raises wished control")
    ]
    take: Annotated[
        float, parameter(0.8, "1", 0, 1, "S002 item 116", "how far the professional takes control")
    ]
    control: Annotated[float, parameter(0.9, "1", 0, 1, "E41", "control that is taken")]
    keep: Annotated[
        float, parameter(4, "weeks", 0, 520, "S002 item 130", "control is kept after the crisis")
    ]
    hand_back: Annotated[
        float,
        parameter(
            0.5, "per visit", 0, 1, "S002 item 130", "speed of taking control and handing it back"
        ),
    ]


class Kin(NamedTuple):
    """The key relative (S001 items 90-91)."""

    expressed_emotion: Annotated[
        float, parameter(3.35, "ratio", 0.1, 20, "Ma 2021 (E30)", "crisis odds, high v low")
    ]
    warmth: Annotated[
        float, parameter(0.39, "ratio", 0.01, 5, "Ma 2021 (E31)", "crisis odds, warm v not")
    ]
    cut: Annotated[float, parameter(0.5, "1", 0, 1, "Ma 2021", "where high begins")]
    regress: Annotated[
        float, parameter(0.005, "per week", 0, 1, ASSUMED, "expressed emotion to its mean")
    ]


class Exit(NamedTuple):
    """Verb 8, failed exit."""

    base: Annotated[
        float,
        parameter(0.0016, "odds a week", 0, 1, ASSUMED, "at reference; to be calibrated (E05)"),
    ]
    start: Annotated[float, parameter(5.7, "1", 0, 50, "E03; design 2.3", "front-loading")]
    alternatives: Annotated[
        Factor, each_with("pull of alternatives", None, k=0.8, reference=0.0, scale=0.3)
    ]
    trust: Annotated[Factor, each_with("hold of trust", None, k=1.1, reference=0.5, scale=0.2)]
    strain: Annotated[Factor, each_with("push of misfit", None, k=1.0, reference=0.0, scale=0.2)]
    rupture: Annotated[float, parameter(2.0, "1", 0, 20, "S000 item 61", "unrepaired breach")]
    missed: Annotated[float, parameter(0.1, "1 per miss", 0, 5, ASSUMED, "misses in a row")]
    enough: Annotated[
        float, parameter(0.05, "odds a week", 0, 5, ASSUMED, "of leaving once it is enough")
    ]
    patience: Annotated[
        float, parameter(13, "weeks", 1, 520, "design 2.3", "without contact despite offers")
    ]
    moves: Annotated[float, parameter(0.001, "odds a week", 0, 1, ASSUMED, "of moving away")]
    coercion: Annotated[float, parameter(2.0, "1", 0, 50, "S004 item 9", "power holds the tie")]
    goal: Annotated[
        float, parameter(0.85, "1", 0, 2, ASSUMED, "attainment of the goal that is planned for")
    ]
    hold: Annotated[
        float, parameter(26, "weeks", 1, 5200, ASSUMED, "for which the goal is held before the end")
    ]
    protocol: Annotated[
        float, parameter(0, "weeks", 0, 5200, ASSUMED, "after which care ends as planned, 0 never")
    ]
    discharge: Annotated[
        float, parameter(0, "weeks", 0, 520, ASSUMED, "calm weeks until discharge, 0 never")
    ]


class Work(NamedTuple):
    """The professional's strain and the team's climate (theory.md 2C)."""

    capacity: Annotated[float, parameter(50, "units a week", 1, 1000, ASSUMED, "a full week")]
    drain: Annotated[float, parameter(0.5, "1", 0, 1, ASSUMED, "energy lost to effort")]
    recovery: Annotated[float, parameter(0.3, "per week", 0, 1, ASSUMED, "speed of energy")]
    rate: Annotated[float, parameter(0.03, "per week", 0, 1, ASSUMED, "speed of burnout")]
    load: Annotated[float, parameter(0.2, "1", 0, 2, "theory.md 2C", "overload exhausts")]
    inequity: Annotated[
        float, parameter(1.0, "1", 0, 10, "van Dierendonck 1996", "squared mean balance exhausts")
    ]
    contagion: Annotated[float, parameter(0.2, "1", 0, 2, "S001 item 92", "pull of the climate")]
    reward: Annotated[float, parameter(0.1, "1", 0, 2, "S000 item 60", "rewarding visits relieve")]
    climate: Annotated[float, parameter(0.1, "per week", 0, 1, ASSUMED, "speed of the climate")]
    outside: Annotated[float, parameter(0.2, "1", 0, 2, ASSUMED, "outside load exhausts")]
    organisation: Annotated[
        float, parameter(0.3, "1", 0, 10, "Rose 2010", "squared inequity with the organisation")
    ]
    pay: Annotated[
        float, parameter(0.45, "1", 0, 3, ASSUMED, "effort that is felt to be paid, in full weeks")
    ]
    esteem: Annotated[float, parameter(0.2, "1", 0, 2, ASSUMED, "worth in one's own eyes protects")]
    esteem_speed: Annotated[float, parameter(0.03, "per week", 0, 1, ASSUMED, "speed of esteem")]
    humiliation: Annotated[
        float,
        parameter(0.05, "1 per user", 0, 1, "S004 item 161", "esteem lost with a user who leaves"),
    ]
    turnover: Annotated[
        Factor, each_with("leaving the service by burnout", None, k=0.5, reference=0.45, scale=0.2)
    ]
    leaving: Annotated[
        float, parameter(0.005, "odds a week", 0, 1, "E26", "of leaving the service, at reference")
    ]


class Population(NamedTuple):
    """Who comes, and who works there."""

    severity: Annotated[Marginal, each_with("severity at week 0", None, mean=0.55, sd=0.16)]
    preferred_control: Annotated[
        Marginal,
        each_with("control that users prefer", "Michaelis 2017 (E19)", mean=0.5135, sd=0.174),
    ]
    severity_control: Annotated[
        float, parameter(0.3, "1", -0.99, 0.99, "S001 item 67", "score correlation of severity and preferred control")
    ]  # fmt: skip
    avoidance: Annotated[Marginal, each_with("attachment avoidance", None, mean=0.4, sd=0.2)]
    alternatives: Annotated[
        Marginal,
        each_with("comparison level for alternatives", None, mean=0.0, sd=0.25, low=-1.0),
    ]
    response: Annotated[Marginal, each_with("response to joint work", None, mean=0.5, sd=0.25)]
    trust: Annotated[Marginal, each_with("users' first trust", None, mean=0.45, sd=0.15)]
    anchor: Annotated[
        Marginal, each_with("anchor of users' expectation", None, mean=0.1, sd=0.12, low=-1.0)
    ]
    purse: Annotated[Marginal, each_with("purse, units", None, mean=1.0, sd=0.6, high=4.0)]
    preferred_closeness: Annotated[
        Marginal, each_with("closeness that users prefer", "S002 item 122", mean=0.42, sd=0.15)
    ]
    enough: Annotated[
        Marginal,
        each_with("relief and needs met that are enough", None, mean=1.0, sd=0.2, high=2.0),
    ]
    efficacy: Annotated[Marginal, each_with("self-efficacy", None, mean=0.45, sd=0.2)]
    hope: Annotated[Marginal, each_with("hope", None, mean=0.45, sd=0.2)]
    acceptance: Annotated[Marginal, each_with("acceptance of the illness", None, mean=0.45, sd=0.2)]
    stigma: Annotated[Marginal, each_with("fear of stigma", "S001 item 106", mean=0.6, sd=0.2)]
    burden: Annotated[Marginal, each_with("burden of treatment", None, mean=0.35, sd=0.2)]
    adherence: Annotated[Marginal, each_with("adherence at week 0", None, mean=0.65, sd=0.2)]
    goal_change: Annotated[
        Marginal, each_with("users' share of change in goals", "S004 item 12", mean=0.4, sd=0.15)
    ]
    goal_stability: Annotated[
        Marginal, each_with("stability's share of the rest", "S004 item 12", mean=0.5, sd=0.2)
    ]
    goal_change_professional: Annotated[
        Marginal, each_with("professionals' share of change", "S001 item 13", mean=0.5, sd=0.15)
    ]
    efficacy_control: Annotated[
        float,
        parameter(
            -0.25,
            "1",
            -0.99,
            0.99,
            "S001 item 69",
            "score correlation of efficacy and preferred control",
        ),
    ]
    responsibility: Annotated[
        Marginal, each_with("responsibility that others see", "S001 item 107", mean=0.35, sd=0.2)
    ]
    need: Annotated[
        Gifts,
        each_with("users", love=0.55, status=0.55, information=0.5, money=0.4, goods=0.4, services=0.55),
        NEED,
    ]  # fmt: skip
    need_sd: Annotated[
        float, parameter(0.25, "1", 0.01, 0.45, "design 2.2", "spread of users' needs")
    ]
    anxiety: Annotated[Marginal, each_with("attachment anxiety", None, mean=0.4, sd=0.2)]
    education: Annotated[Marginal, each_with("education", None, mean=0.5, sd=0.2)]
    locus: Annotated[Marginal, each_with("internal locus of control", None, mean=0.5, sd=0.2)]
    age: Annotated[
        Years,
        each_with("users' age", "S002 item 19 (16-84)", mean=42.0, sd=13.0, low=16.0, high=84.0),
    ]
    male: Annotated[float, parameter(0.5, "1", 0, 1, "S002 item 19", "share of men")]
    age_control: Annotated[
        float,
        parameter(
            0.1, "1", -0.99, 0.99, "S001 item 67", "score correlation of age and preferred control"
        ),
    ]
    income_control: Annotated[
        float,
        parameter(
            -0.1,
            "1",
            -0.99,
            0.99,
            "S001 item 67",
            "score correlation of income and preferred control",
        ),
    ]
    education_control: Annotated[
        float,
        parameter(
            -0.1,
            "1",
            -0.99,
            0.99,
            "S001 item 67",
            "score correlation of education and preferred control",
        ),
    ]
    male_control: Annotated[
        float,
        parameter(
            0.1,
            "1",
            -0.99,
            0.99,
            "S001 item 67",
            "score correlation of being a man and preferred control",
        ),
    ]
    locus_control: Annotated[
        float,
        parameter(
            -0.15,
            "1",
            -0.99,
            0.99,
            "S001 item 69",
            "score correlation of internal locus and preferred control",
        ),
    ]
    expressed_emotion: Annotated[
        Marginal, each_with("relatives' expressed emotion", "Ma 2021 (half high)", mean=0.5, sd=0.2)
    ]
    warmth: Annotated[Marginal, each_with("relatives' warmth", "Ma 2021", mean=0.5, sd=0.2)]
    attitude: Annotated[Marginal, each_with("relatives' attitude", None, mean=0.5, sd=0.2)]
    skill: Annotated[Marginal, each_with("professionals' skill", None, mean=0.6, sd=0.15)]
    empathy: Annotated[Marginal, each_with("professionals' empathy", None, mean=0.6, sd=0.18)]
    reach: Annotated[
        float, parameter(0.62, "log odds", 0, 2, "Saxon 2017 (E15)", "SD of keeping people")
    ]
    preferred_control_professional: Annotated[
        Marginal, each_with("control that professionals prefer", None, mean=0.55, sd=0.15)
    ]
    proneness: Annotated[
        Marginal, each_with("burnout to which a professional returns", None, mean=0.45, sd=0.18)
    ]
    trust_professional: Annotated[
        Marginal, each_with("professionals' first trust", None, mean=0.55, sd=0.12)
    ]
    anchor_professional: Annotated[
        Marginal,
        each_with("anchor of professionals' expectation", None, mean=0.1, sd=0.12, low=-1.0),
    ]
    need_professional: Annotated[
        Gifts,
        each_with("professionals", love=0.4, status=0.6, information=0.6, money=0.3, goods=0.1, services=0.5),
        NEED,
    ]  # fmt: skip
    need_sd_professional: Annotated[
        float, parameter(0.15, "1", 0.01, 0.45, ASSUMED, "spread of professionals' needs")
    ]
    flexibility: Annotated[
        Marginal, each_with("professionals' flexibility", None, mean=0.5, sd=0.2)
    ]
    attachment: Annotated[
        Marginal, each_with("professionals' attachment insecurity", None, mean=0.35, sd=0.15)
    ]
    attitude_professional: Annotated[
        Marginal, each_with("professionals' attitude", None, mean=0.5, sd=0.2)
    ]
    outside_load: Annotated[
        Marginal, each_with("professionals' outside load", None, mean=0.35, sd=0.2)
    ]
    age_professional: Annotated[
        Years,
        each_with("professionals' age", None, mean=42.0, sd=10.0, low=22.0, high=67.0),
    ]
    male_professional: Annotated[float, parameter(0.35, "1", 0, 1, ASSUMED, "share of men")]
    age_control_professional: Annotated[
        float,
        parameter(
            -0.1, "1", -0.99, 0.99, "S001 item 68", "score correlation of age and preferred control"
        ),
    ]
    male_control_professional: Annotated[
        float,
        parameter(
            0.1,
            "1",
            -0.99,
            0.99,
            "S001 item 68",
            "score correlation of being a man and preferred control",
        ),
    ]
    understanding: Annotated[
        Marginal,
        each_with(
            "understanding at the first visit, the fit of two people",
            "S002 item 122",
            mean=0.25,
            sd=0.22,
        ),
    ]
    image: Annotated[
        Marginal, each_with("what users take a professional for", "S001 item 75", mean=0.6, sd=0.2)
    ]
    image_professional: Annotated[
        Marginal, each_with("what professionals take a user for", "S001 item 76", mean=0.6, sd=0.2)
    ]
    avoidance_image: Annotated[
        float,
        parameter(
            -0.4,
            "1",
            -0.99,
            0.99,
            "S001 item 79",
            "correlation of standardised avoidance and the score of the image",
        ),
    ]
    attachment_image: Annotated[
        float,
        parameter(
            -0.4,
            "1",
            -0.99,
            0.99,
            "S001 item 76",
            "correlation of standardised attachment and the score of the image",
        ),
    ]


class Measure(NamedTuple):
    """Instruments."""

    severity_noise: Annotated[
        float,
        parameter(0.067, "1", 0, 1, "design 2.6 (reliability .85)", "SD of a severity rating"),
    ]
    halo: Annotated[
        float,
        parameter(2.0, "1", 0, 5, ASSUMED, "rating the relation: weight of what is brought along"),
    ]
    star_noise_user: Annotated[
        float,
        parameter(0.545, "points", 0, 4, "design 2.6 (retest .76)", "SD of an item of users' STAR"),
    ]
    star_noise_professional: Annotated[
        float,
        parameter(
            0.675, "points", 0, 4, "design 2.6 (retest .68)", "SD of one of a professional's"
        ),
    ]
    early_visit: Annotated[
        float,
        parameter(
            0, "visits", 0, 100, "E08", "visit of the early rating, 0 for a week", whole=True
        ),
    ]
    early_week: Annotated[
        float,
        parameter(
            13, "week", 1, 520, "E09", "the early rating is the last visit up to it", whole=True
        ),
    ]
    midway: Annotated[
        float,
        parameter(
            52, "week", 1, 520, ASSUMED, "the equilibrium class is taken then, and at the end",
            whole=True,
        ),
    ]  # fmt: skip
    satisfaction_noise: Annotated[
        float, parameter(0.075, "1", 0, 1, "design 2.6 (reliability .85)", "SD of a rating")
    ]
    satisfaction_scale: Annotated[
        float,
        parameter(0.2, "1", 0.01, 2, ASSUMED, "outcome over expectation that counts one half"),
    ]
    wellbeing_noise: Annotated[
        float, parameter(0.024, "1", 0, 1, "design 2.6 (reliability .85)", "SD of a rating")
    ]
    thresholds: Annotated[
        float, parameter(1, "1", 0.5, 1.5, "design 2.6", "factor on the thresholds of the classes")
    ]


class Policy(NamedTuple):
    """An intervention: in force from week `start` to week `stop`; a strength of 0 is none."""

    strength: Annotated[float, parameter(0, "1", 0, 1, ASSUMED, "how strong, 0 none")]
    start: Annotated[
        float, parameter(1, "week", 1, 65535, ASSUMED, "first week in force", whole=True)
    ]
    stop: Annotated[
        float, parameter(65535, "week", 1, 65535, ASSUMED, "last week in force", whole=True)
    ]


class Interventions(NamedTuple):
    """Changes to a service from a given week on (S004 items 160-165, S001 items 166-167)."""

    feedback: Annotated[
        Policy, each_with("the user's view fed back regularly", "S004 item 164; Priebe 2007 (E28)")
    ]
    feedback_interval: Annotated[
        float, parameter(8, "weeks", 1, 520, "Priebe 2007 (E28)", "between feedbacks")
    ]
    training: Annotated[
        Policy, each_with("communication training", "S004 item 162; McCabe 2016 (E32)")
    ]
    supervision: Annotated[
        Policy, each_with("supervision of professionals", "S004 item 162; S001 item 167")
    ]
    incentive: Annotated[Policy, each_with("money for coming, units a visit", "Priebe 2013 (E35)")]
    crisis_plan: Annotated[Policy, each_with("a joint plan for crises", "S002 item 130")]
    user_first: Annotated[
        Policy, each_with("the user's priority first, units a visit", "S000 item 42 (E42)")
    ]
    shared_decisions: Annotated[Policy, each_with("shared decisions", "Stovell 2016 (E33, E34)")]
    treatment_order: Annotated[
        Policy, each_with("orders for those discharged from a ward", "Burns 2013 (E36)")
    ]
    boundary: Annotated[Policy, each_with("more closeness and extra acts allowed", "S002 item 125")]


class Foa(NamedTuple):
    """Foa's kernel at ring distances 1 and 2, computed once from `exchange.gamma`."""

    near: float
    far: float


class Parameters(NamedTuple):
    """One run's parameters."""

    norm: Norm
    effort: Effort
    budget: Budget
    service: Service
    attend: Attend
    ask: Ask
    give: Give
    harm: Harm
    exchange: Exchange
    experience: Experience
    obligation: Obligation
    trust: Trust
    bond: Bond
    affect: Affect
    rupture: Rupture
    habit: Habit
    distortion: Distortion
    giving_back: GivingBack
    influence: Influence
    expectation: Expectation
    relate: Relate
    recover: Recover
    adhere: Adhere
    mind: MindRates
    crisis: Crisis
    relative: Kin
    exit: Exit
    work: Work
    population: Population
    measure: Measure
    interventions: Interventions
    foa: Annotated[Foa, DERIVED]
