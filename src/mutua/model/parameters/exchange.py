"""Giving, experiencing, owing: the exchange of Foa's six resources."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import each_with, parameter
from mutua.model.parameters.groups import ASSUMED, Factor


@group
class Drive(NamedTuple):
    """What moves one side's readiness to give."""

    trust: Annotated[Factor, each_with("giving by trust", None, k=0.15, reference=0.5, scale=0.2)]
    affect: Annotated[Factor, each_with("giving by affect", None, k=0.15, reference=0, scale=0.3)]
    debt: Annotated[float, parameter(0.5, "1", 0, 5, "S000 item 42", "who owes gives more")]
    credit: Annotated[float, parameter(0.3, "1", 0, 5, ASSUMED, "who is owed gives less")]


@group
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


@group
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


@group
class Exchange(NamedTuple):
    """Foa's ring at work."""

    gamma: Annotated[
        float,
        parameter(2.0, "1", 0.1, 20, "Foa 1971; value assumed", "how fast substitution falls"),
    ]
    scale: Annotated[
        float, parameter(1.5, "units", 0.05, 20, ASSUMED, "worth that meets half of a need")
    ]


@group
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


@group
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


@group
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


@group
class GivingBack(NamedTuple):
    """Giving that is taken raises the giver's worth (S000 item 23)."""

    user: Annotated[
        float, parameter(0.05, "per visit", 0, 1, "S000 item 23", "recognition from giving")
    ]
    professional: Annotated[
        float, parameter(0.3, "1", 0, 5, "S000 item 60", "esteem from giving that is taken")
    ]


@group
class Foa(NamedTuple):
    """Foa's kernel at ring distances 1 and 2, computed once from `exchange.gamma`."""

    near: float
    far: float
