"""Giving, experiencing, owing: the exchange of Foa's six resources."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Give(NamedTuple):
    """Verb 2."""

    trust:       Annotated[float, parameter(0.5,   "1 per unit", 0,    50, "design 2.3",     ASSUMED,      "how strongly either side's trust, against the usual, raises its giving")]
    affect:      Annotated[float, parameter(1 / 6, "1 per unit", 0,    50, "design 2.3",     ASSUMED,      "how strongly either side's affect raises its giving, and bad affect lowers it")]
    debt:        Annotated[float, parameter(0.5,   "1",          0,    5,  "S000 item 42",   ASSUMED,      "how strongly felt debt to the other raises either side's giving")]
    empathy:     Annotated[float, parameter(0.6,   "1",          0,    1,  "S000 item 48",   ASSUMED,      "insight into the user's needs and wishes that full empathy gives a professional")]
    burnout:     Annotated[float, parameter(0.3,   "1",          0,    1,  "S000 item 60",   ASSUMED,      "share of the love that a fully burnt-out professional no longer gives")]
    attribution: Annotated[float, parameter(0.3,   "1",          0,    1,  "S001 item 107",  ASSUMED,      "share of help withheld from users who are held fully responsible for their illness")]
    refusal:     Annotated[float, parameter(1,     "1",          0,    10, "theory.md B6",   ASSUMED,      "how strongly felt debt makes a user refuse help with strings attached")]
    adherence:   Annotated[float, parameter(0.5,   "1",          0,    1,  "S000 item 62",   ASSUMED,      "share of the user's services that is lost if the treatment is not followed at all")]
    extra:       Annotated[float, parameter(0.6,   "units",      0,    3,  "S002 item 121",  ASSUMED,      "units of each of the two resources that an act beyond the role gives")]
    unasked:     Annotated[float, parameter(0.17,  "1",          0,    1,  "S002 item 120",  ASSUMED,      "chance that a professional adds an act unasked at a visit, bond and trust one half")]
    returned:    Annotated[float, parameter(0.05,  "1",          0,    1,  "S000 item 23",   ASSUMED,      "chance that a user adds an act unasked at a visit, bond and trust one half")]
    withdrawal:  Annotated[float, parameter(1,     "1",          0,    10, "Schaufeli 2006", ASSUMED,      "how strongly credit above debt in the own books makes a professional give less")]
    climate:     Annotated[float, parameter(1,     "1 per unit", 0,    50, "S001 item 17",   ASSUMED,      "how strongly the team's climate, against the usual, raises the professional's giving")]
    ward:        Annotated[float, parameter(0.2,   "1",          0,    1,  "S001 item 92",   ASSUMED,      "weight of what is usual in the team in giving, control, mood and coming")]
    admitted:    Annotated[float, parameter(0.5,   "1",          0.1,  1,  "design 2.3",     "design 2.3", "giving of either side in a week on the ward, as a share of that at a visit")]
    purse:       Annotated[float, parameter(0.5,   "units",      0.01, 10, "design 2.3",     ASSUMED,      "purse with which a user pays half of the money and goods meant to be given")]
    capacity:    Annotated[float, parameter(0.5,   "1",          0,    1,  "S001 item 67",   ASSUMED,      "share of the user's services lost at full severity without self-efficacy")]
    reserved:    Annotated[float, parameter(0.5,   "1",          0,    1,  "S000 item 26",   ASSUMED,      "share of the role that an hour costs which was kept free for a visit that is missed")]
    flow:        Annotated[float, parameter(0.25,  "per visit",  0.01, 1,  "design 2.6",     "design 2.6", "least weight of the latest visit in the smoothed flows of resources both ways")]
    quality:     Annotated[float, parameter(1,     "1",          0,    5,  "S000 item 48",   ASSUMED,      "how strongly a professional's empathy and skill change what a gift is worth")]
    talk:        Annotated[float, parameter(0.5,   "1",          0,    1,  "S004 item 164",  ASSUMED,      "how strongly a view that was fed back changes what is given and said at visits")]


@group
class Harm(NamedTuple):
    """What bad feeling takes (S004 items 94, 149)."""

    professional: Annotated[float, parameter(0.5,  "units", 0, 10, "S004 item 94",  ASSUMED, "love and status taken from the user by an unskilled professional's worst affect")]
    user:         Annotated[float, parameter(0.5,  "units", 0, 10, "S004 item 149", ASSUMED, "love and status taken from the professional by the user's worst affect")]
    relative:     Annotated[float, parameter(1,    "1",     0, 10, "S004 item 94",  ASSUMED, "how strongly a cold relative's expressed emotion above the cut lowers the user's affect")]
    coercion:     Annotated[float, parameter(0.15, "units", 0, 10, "S001 item 100", ASSUMED, "love and status taken from the user at a visit under full coercion by law")]


@group
class Exchange(NamedTuple):
    """Foa's ring at work."""

    gamma: Annotated[float, parameter(8, "1",     0.1, 20, "Foa 1971",     ASSUMED, "how fast one resource's worth for the need of another falls with distance on Foa's ring")]
    full:  Annotated[float, parameter(4, "units", 1,   20, "S001 item 96", ASSUMED, "amount of a resource at a visit that meets the greatest need for it in full")]


@group
class Fair(NamedTuple):
    """Own giving against what is got, each as a share of its role."""

    under: Annotated[float, parameter(0.3,  "1", 0, 2, "Buunk & Schaufeli 1999", ASSUMED, "cost of giving more than one gets, as shares of the roles, in the outcome of a visit")]
    over:  Annotated[float, parameter(0.15, "1", 0, 2, "Buunk & Schaufeli 1999", ASSUMED, "cost of getting more than one gives, as shares of the roles, in the outcome of a visit")]


@group
class Met(NamedTuple):
    """What needs met at a visit are worth to either side."""

    user:         Annotated[float, parameter(1,   "1", 0, 5, "S001 item 96", ASSUMED, "weight of needs met, above half of them, in the outcome of a visit for the user")]
    professional: Annotated[float, parameter(0.5, "1", 0, 5, "S001 item 96", ASSUMED, "weight of needs met, above half of them, in the outcome of a visit for the professional")]


@group
class Experience(NamedTuple):
    """Verb 3."""

    zone:            Annotated[float, parameter(0.15,  "1",          0,     1,  "design 2.3",      "design 2.3",            "misfit of control that neither side feels outside crises")]
    ambiguity:       Annotated[float, parameter(0.5,   "1",          0,     1,  "S003 item 144",   ASSUMED,                 "share of either side's view of control that comes from itself, outside crises")]
    control:         Annotated[float, parameter(0.3,   "per visit",  0,     1,  "design 2.3",      ASSUMED,                 "speed at which felt control and recognition follow a visit")]
    learnt:          Annotated[float, parameter(0.2,   "per visit",  0,     1,  "S000 item 45",    ASSUMED,                 "speed at which what either side is used to be given follows visits")]
    gesture:         Annotated[float, parameter(1,     "units",      0.05,  6,  "S002 item 121",   ASSUMED,                 "gift beyond the usual total that counts as a full gesture; more is no larger one")]
    noise:           Annotated[float, parameter(0.212, "1",          0,     2,  "design 2.2",      ASSUMED,                 "standard deviation of noise in either side's outcome of a visit")]
    shared:          Annotated[float, parameter(0.5,   "1",          0,     1,  "S000 item 27",    ASSUMED,                 "share of the variance of noise in the outcome of a visit that both sides share")]
    follows:         Annotated[float, parameter(1.5,   "1",          0,     5,  "S000 item 62",    ASSUMED,                 "weight of adherence as it is seen in the professional's outcome of a visit")]
    goals:           Annotated[float, parameter(0.3,   "1",          0,     2,  "S001 item 83",    ASSUMED,                 "cost of lack of consensus on goals in either side's outcome of a visit")]
    seen_noise:      Annotated[float, parameter(0.05,  "1",          0,     1,  ASSUMED,           ASSUMED,                 "standard deviation of error in the user's relief as the professional sees it")]
    adherence_noise: Annotated[float, parameter(0.15,  "1",          0,     1,  "S001 item 76",    ASSUMED,                 "standard deviation of error in the user's adherence as the professional sees it")]
    relief_scale:    Annotated[float, parameter(0.1,   "1",          0.005, 1,  ASSUMED,           ASSUMED,                 "fall of severity since the last visit that is felt as half of full relief")]
    met:             Annotated[Met,   each_with()]
    extra:           Annotated[float, parameter(0.6,   "1",          0,     5,  "S002 item 121",   ASSUMED,                 "weight of gifts beyond the usual in the outcome of a visit for either side")]
    relief:          Annotated[float, parameter(1,     "1",          0,     5,  "S000 item 49",    ASSUMED,                 "weight of the user's relief in the outcome of a visit for either side")]
    strain:          Annotated[float, parameter(1,     "1",          0,     5,  "S001 item 63",    ASSUMED,                 "cost of misfit of control in the outcome of a visit for either side")]
    harm:            Annotated[float, parameter(2,     "1 per unit", 0,     10, "S004 item 94",    "design 2.3 (1.5 to 3)", "cost of love and status taken in the outcome of a visit for either side")]
    excess:          Annotated[float, parameter(0.3,   "1 per unit", 0,     5,  "theory.md 2F R4", ASSUMED,                 "cost of too much love and personal service in the outcome of a visit for either side")]
    expert:          Annotated[float, parameter(0.3,   "1",          0,     5,  "S001 item 100",   ASSUMED,                 "cost of information under unwanted control in the outcome of a visit for either side")]


@group
class Obligation(NamedTuple):
    """Verb 4, and where the books act (S000 items 41-45)."""

    gain:      Annotated[float, parameter(1,    "1",         0, 5,  "S000 item 42",  ASSUMED, "debt, or credit, written for a gift, or a shortfall, as large as the other's role")]
    zone:      Annotated[float, parameter(0.15, "1",         0, 1,  "theory.md 2C",  ASSUMED, "difference from what is due, as a share of the role, that neither side counts")]
    coming:    Annotated[float, parameter(0.3,  "1",         0, 1,  "S000 item 42",  ASSUMED, "how far a visit kept or missed counts in the professional's books, against its gifts")]
    ego:       Annotated[float, parameter(0.3,  "1",         0, 3,  "S003 item 144", ASSUMED, "extra weight that either side gives to its own acts over those it receives")]
    discharge: Annotated[float, parameter(0.2,  "per visit", 0, 1,  "S000 item 42",  ASSUMED, "share of debt that doing one's part at a visit takes off, and of the other's credit")]
    decay:     Annotated[float, parameter(0.02, "per week",  0, 1,  "design 2.3",    ASSUMED, "share of felt debt and credit that either side forgets in a week")]
    asymmetry: Annotated[float, parameter(0.7,  "1",         0, 1,  "S000 item 28",  ASSUMED, "how far what illness, purse or a rupture keeps a user from giving counts as given")]
    role:      Annotated[float, parameter(0.02, "per visit", 0, 1,  "theory.md 2C",  ASSUMED, "speed at which what either side is used to be given returns to the other's role")]
    strings:   Annotated[float, parameter(1,    "1",         0, 10, "theory.md B6",  ASSUMED, "how strongly coercion makes what is given weigh more in the user's felt debt")]
    attend:    Annotated[float, parameter(6,    "1",         0, 20, "S000 item 42",  ASSUMED, "how strongly felt debt, where there is trust, raises the user's odds of coming")]
    stay:      Annotated[float, parameter(1,    "1",         0, 20, "S000 item 25",  ASSUMED, "how strongly felt debt, where there is trust, lowers the odds of breaking off")]


@group
class GivingBack(NamedTuple):
    """Giving that is taken raises the giver's worth (S000 item 23)."""

    user:         Annotated[float, parameter(0.05, "per visit", 0, 1, "S000 item 23", ASSUMED, "gain in the user's felt recognition when own giving meets the professional's needs")]
    professional: Annotated[float, parameter(0.3,  "1",         0, 5, "S000 item 60", ASSUMED, "how strongly users' needs met at visits raise the professional's self-esteem")]


@group
class Foa(NamedTuple):
    """Foa's kernel at ring distances 1 and 2, computed once from `exchange.gamma`."""

    near: float
    far: float
