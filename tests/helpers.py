"""States, parameters and random draws for tests, and what is asked of them.

Strategies cover everything that a rule may meet: each leaf of a state anywhere in its range, and
parameters anywhere within their declared bounds, the ends included. They are scattered by a seed
that hypothesis draws: its own floats lie near zero too often to meet two corners at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import inf, isfinite, sqrt
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np
import pytest
from hypothesis import strategies as st
from selection import beginning

from mutua.jit.structs import fill, flat, leaves
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.declare import Declaration, declarations
from mutua.model.people.quantiles import LEAST_NEED
from mutua.model.record import NO_RECORD, Rating
from mutua.model.resources import NOTHING, Gifts
from mutua.model.resources import ring_kernel as foa_kernel
from mutua.model.rules.encounter import new_week
from mutua.model.state import (
    Books,
    Carer,
    Contact,
    Course,
    Dyad,
    Event,
    Feeling,
    Flow,
    Goals,
    Level,
    Life,
    Mind,
    Outside,
    Perception,
    Professional,
    Relative,
    Side,
    Talk,
    Team,
    Tie,
    Traits,
    User,
    Visit,
)
from mutua.storage.folder import seal, unseal

T = TypeVar("T")

#: The checkout, and the package in it.
ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "mutua"
DECLARED: dict[str, Declaration] = {d.name: d for d in declarations(Parameters)}

#: Some claims are about machine code; NUMBA_DISABLE_JIT=1 leaves none to ask.
needs_jit = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="about compiled code")

SIGNED = (-1.0, 1.0)
SHARE = (0.0, 1.0)
COUNT = (0.0, 5200.0)
AMOUNT = (0.0, inf)
#: Ten units of hostility at most, and ten of coercion.
HARM = (0.0, 20.0)

#: Where a leaf lies, by the last part of its name or by what it is part of; else in [0, 1].
RANGES: dict[str, tuple[float, float]] = {
    "affect": SIGNED,
    "expectation": SIGNED,
    "anchor": SIGNED,
    "mean_y": SIGNED,
    "y": SIGNED,
    "alternatives": SIGNED,
    "anchor.efficacy": SHARE,
    "anchor.hope": SHARE,
    "anchor.acceptance": SHARE,
    "habit": (0.0, 2.0),
    "enough": (0.0, 4.0),
    "gap": COUNT,
    "life_event": (-15.2, 15.2),  # shocks of 3.464 at most, for ever
    "relief": SIGNED,
    "harm_to_user": HARM,
    "harm_to_professional": HARM,
    "ending": (0.0, 5.0),
    "ended": COUNT,
    "held": COUNT,
    "begun": COUNT,
    "generation": COUNT,
    "tenure": COUNT,
    "since_feedback": (0.0, inf),
    "standard": (1e-2, 1e2),
    "offered": COUNT,
    "attended": COUNT,
    "missed": COUNT,
    "last": (-1.0, 5200.0),
    "week": (1.0, 5200.0),
    "order": (0.0, 520.0),
    "calm": COUNT,
    "crises": COUNT,
    "relapses": COUNT,
    "admissions": COUNT,
    "crisis_weeks": COUNT,
    "rupture_visits": COUNT,
    "purse": (0.0, inf),
    "income": (0.0, inf),
    "organisation": (-inf, inf),
    "flow": AMOUNT,
    "given": AMOUNT,
    "giving": AMOUNT,
    "gifts": AMOUNT,
    "usual": AMOUNT,
    "need": (LEAST_NEED, 1.0),
    "reach": (1e-3, 1e3),
    "odds": (0.0, inf),
    "leave_odds": (0.0, inf),
    "joint": AMOUNT,
    "visit.offered": SHARE,
    "visit.attended": SHARE,
    "window.attended": SHARE,
    "early_user.affect": SHARE,
    "presence": (-1.0, 1.0),  # -1: no rating
    "early_professional.affect": SHARE,
    "affect_user": SIGNED,
    "affect_professional": SIGNED,
    "balance_user": SIGNED,
    "balance_professional": SIGNED,
    "to_user": AMOUNT,
    "to_professional": AMOUNT,
    "to_user_before": AMOUNT,
    "to_professional_before": AMOUNT,
    "extra": AMOUNT,
    "returned": AMOUNT,
    "intended_by_user": AMOUNT,
    "intended_by_professional": AMOUNT,
    "reserved": AMOUNT,
    "got": (-inf, inf),
    "act": AMOUNT,
    "acts": AMOUNT,
    "sum_to_user": AMOUNT,
    "sum_to_professional": AMOUNT,
    "effort": AMOUNT,
    "visits": COUNT,
    "ties": COUNT,
    "lost": COUNT,
    "taken": COUNT,
    "midway": (0.0, 9.0),
    "balance": (-264.0, 264.0),
    "reward": (-264.0, 264.0),
    "loads.control": (0.0, 264.0),
    "loads.affect": (-264.0, 264.0),
    "offers": COUNT,
    "weeks": COUNT,
    "place": (0.0, 263.0),
    "post": (0.0, 263.0),
    "newcomers": COUNT,
    "spell": COUNT,
    "work": AMOUNT,
    "willing": AMOUNT,
    "accepting": AMOUNT,
    "hurt": HARM,
}

#: What a strategy tries where a range has no end.
LARGE = 50.0


def range_of(leaf: str) -> tuple[float, float]:
    """Lowest and highest value of a leaf: its last two names, its last, or what holds it."""
    parts = leaf.split(".")
    for name in (".".join(parts[-2:]), parts[-1], *parts[:-1]):
        if name in RANGES:
            return RANGES[name]
    return 0.0, 1.0


def between(low: float, high: float) -> st.SearchStrategy[float]:
    """Floats from `low` to `high`; no subnormals, which no model of people needs."""
    low, high = max(low, -LARGE), min(high, max(LARGE, low))
    return st.floats(low, high, allow_subnormal=False)


shares = between(0.0, 1.0)
signed = between(-1.0, 1.0)
amounts = between(0.0, 12.0)
gifts = st.builds(Gifts, *[amounts] * 6)
needs = st.builds(Gifts, *[between(LEAST_NEED, 1.0)] * 6)
seeds = st.integers(0, 2**32 - 1)


def scattered(lows: np.ndarray, highs: np.ndarray, seed: int) -> np.ndarray:
    """Numbers anywhere between their ends, one in four at an end: corners are where rules break."""
    generator = np.random.default_rng(seed)
    x = generator.random(lows.size)
    x = np.where(generator.random(lows.size) < 0.25, np.round(x), x)
    return np.minimum(lows + x * (highs - lows), highs)


#: Leaves that are counted or coded, by the class that holds them, beside those below.
WHOLE: dict[type, tuple[str, ...]] = {
    Relative: ("present",),
    Event: ("week", "onset"),
    Life: ("moved", "returns"),
    Outside: Outside._fields,
}


def consistent(state: Any) -> Any:
    """`state` as rules leave it: goals are shares of 1, what is counted or coded is whole.

    Who meets was invited; a request in a week with an invitation is the one that was answered. Who
    is on the ward is in a crisis, and who is in a crisis has had one and no calm week since.
    """
    if not isinstance(state, tuple):
        return state
    if isinstance(state, Goals):
        return Goals(*((x + 1e-9) / (sum(state) + 3e-9) for x in state))
    if isinstance(state, Visit):
        asked, attended = round(state.asked), round(state.attended)
        offered = max(round(state.offered), attended)
        whole = map(float, (offered, attended, asked, asked * offered))
        return Visit(*whole, odds=state.odds)
    if isinstance(state, Rating):
        return state._replace(presence=-1.0 if state.presence < -0.9 else abs(state.presence))
    if isinstance(state, Contact):
        whole = Contact(*(float(round(x)) for x in state))
        return whole._replace(offered=whole.offered + whole.attended)
    if isinstance(state, Course):
        whole = Course(*(float(round(x)) for x in state))
        return whole._replace(
            calm=whole.calm * (1.0 - whole.crisis),
            admitted=whole.admitted * whole.crisis,
            crises=whole.crises + whole.crisis,
        )
    whole_of = {name: float(round(getattr(state, name))) for name in WHOLE.get(type(state), ())}
    state = state._replace(**whole_of) if whole_of else state
    return type(state)(*map(consistent, state))


def states(cls: type[T], **fixed: float) -> st.SearchStrategy[T]:
    """States of `cls` with each leaf anywhere in its range, save those fixed by their last name."""
    tails = [leaf.split(".")[-1] for leaf in leaves(cls)]
    ranges = [
        (fixed[tail], fixed[tail]) if tail in fixed else range_of(leaf)
        for leaf, tail in zip(leaves(cls), tails, strict=True)
    ]
    lows, highs = np.clip(np.transpose(ranges), -LARGE, LARGE)
    return seeds.map(lambda seed: consistent(fill(cls, scattered(lows, highs, seed).tolist())))


#: Ties in the middle of a visit: attend has counted it.
visited = states(Dyad).map(
    lambda dyad: changed(dyad, {"tie.contact.attended": 1.0 + dyad.tie.contact.attended})
)


#: The parameters that each verb reads, by the beginnings of their names.
READS = {
    "attend": (
        "attend.", "ask.", "service.", "norm.", "obligation.attend", "experience.", "crisis.wish",
        "interventions.", "rupture.voice", "give.ward",
    ),
    "give": (
        "give.", "harm.", "norm.", "effort.", "budget.", "population.need.", "crisis.wish",
        "service.", "interventions.", "habit.most", "rupture.voice", "agenda.",
    ),
    "experience": (
        "experience.", "exchange.", "fair.", "norm.", "distortion.", "crisis.", "service.",
        "agenda.",
        "give.quality", "give.capacity", "give.adherence", "give.admitted", "give.talk",
        "obligation.asymmetry", "obligation.role", "expectation.memory", "interventions.feedback",
        "effort.user",
    ),
    "owe": (
        "obligation.", "norm.", "service.", "give.admitted", "give.capacity", "give.extra",
        "effort.", "interventions.",
    ),
    "learn": (
        "trust.", "bond.", "affect.", "rupture.", "habit.", "expectation.", "norm.",
        "distortion.", "giving_back.", "harm.relative", "relative.", "obligation.zone",
        "experience.learnt", "experience.adherence_noise", "give.ward",
    ),
    "relate": (
        "relate.", "norm.", "crisis.", "give.empathy", "service.statutory_power", "interventions.",
        "give.ward", "agenda.",
    ),
    "recover": (
        "recover.", "adhere.", "mind.", "crisis.", "relative.", "influence.", "interventions.",
        "service.", "experience.relief_scale", "population.need", "give.quality",
        "norm.power",
    ),
    "outside": (
        "recover.", "adhere.", "mind.", "crisis.", "relative.", "interventions.", "service.",
        "exit.back", "ask.", "attend.service", "norm.power",
    ),
    "part": ("exit.", "obligation.stay", "experience.", "crisis.wish", "service."),
    "couple": ("work.", "giving_back.", "interventions.", "service."),
    "measure": ("measure.", "experience.zone", "effort.", "give.empathy"),
}  # fmt: skip
#: Means, spreads and ends of a trait make sense together only; `config` refuses those that do not.
JOINT = [
    name for name in beginning(DECLARED, "population.") if not name.startswith("population.need")
]


def parameters(verb: str = "") -> st.SearchStrategy[Parameters]:
    """Parameters with two in three of those that `verb` reads anywhere within their bounds."""
    names = beginning(DECLARED, *READS.get(verb, ("",)))
    read = [DECLARED[name] for name in names if name not in JOINT]
    lows, highs = np.transpose([(d.low, d.high) for d in read])

    def anywhere(seed: int) -> Parameters:
        values = scattered(lows, highs, seed).tolist()
        kept = np.random.default_rng([seed, 1]).random(len(read)) < 1 / 3
        pairs = zip(read, values, kept, strict=True)
        return defaults(
            {d.name: float(round(x)) if d.whole else x for d, x, keep in pairs if not keep}
        )

    return seeds.map(anywhere)


def defaults(changes: Mapping[str, float] | None = None) -> Parameters:
    """Parameters at their declared defaults, with some changed by dotted name."""
    values = {name: d.default for name, d in DECLARED.items()} | dict(changes or {})
    assert len(values) == len(DECLARED), f"not declared: {set(values) - set(DECLARED)}"
    return fill(Parameters, [*values.values(), *foa_kernel(values["exchange.gamma"])])


#: Users and professionals come and go all the time, crises and admissions are frequent.
RESTLESS = {
    "exit.base": 0.02, "service.refill": 2.0, "work.leaving": 0.08, "service.ordered": 0.3,
    "crisis.base": 0.05, "crisis.end": 1.0, "crisis.threshold": 0.3,
}  # fmt: skip

#: Decisions that are shocks with mean 0; the others are chances.
SHOCKS = ("shared", "noise_user", "noise_professional", "noise_seen", "life")
chances = between(2.0**-33, 1 - 2.0**-33)
shocks = between(-3.46, 3.46)
random_draws: st.SearchStrategy[Draws] = st.builds(
    Draws,
    **{name: shocks if name in SHOCKS else chances for name in Draws._fields if name != "need"},
    need=st.builds(Gifts, *[shocks] * 6),
)
#: A visit is offered and the user comes; nothing else happens that depends on chance.
VISIT = Draws(**dict.fromkeys(Draws._fields, 1.0))._replace(
    offered=0.0, comes=0.0, need=NOTHING, **dict.fromkeys(SHOCKS, 0.0)
)
NO_VISIT = VISIT._replace(offered=1.0)
MISSED = VISIT._replace(comes=1.0)

P = defaults()
CARER = Carer(
    Professional(
        skill=0.6,
        empathy=0.62,
        reach=1.0,
        flexibility=0.5,
        preferred_control=0.55,
        attachment=0.35,
        attitude=0.52,
        standard=1.0,
        outside_load=0.4,
        proneness=0.45,
        energy=1.0,
        burnout=0.46,
        esteem=0.5,
        tenure=30.0,
        generation=0.0,
    ),
    Team(
        climate=0.55,
        giving=Gifts(0.85, 0.65, 1.4, 0.12, 1.1, 1.6),
        control=0.58,
        affect=0.04,
        coming=0.77,
    ),
)


def reseal(path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Change the values of a sealed file and seal them anew, as a forger would."""
    path.write_bytes(seal(change(unseal(path))))


def changed(state: T, changes: Mapping[str, Any]) -> T:
    """`state` with fields changed by dotted name."""
    for name, value in changes.items():
        first, _, rest = name.partition(".")
        inner = changed(getattr(state, first), {rest: value}) if rest else value
        state = state._replace(**{first: inner})  # type: ignore[attr-defined]
    return state


def parts_of(state: Any, cls: type[T]) -> Iterator[T]:
    """All parts of `state`, itself included, that are of class `cls`."""
    if isinstance(state, cls):
        yield state
    elif isinstance(state, tuple):
        for part in state:
            yield from parts_of(part, cls)


def assert_in_range(state: Any, cls: type) -> None:
    """Every leaf of `state` lies in its range and is a number; goals are shares of 1."""
    for goals in parts_of(state, Goals):
        assert abs(sum(goals) - 1.0) <= 1e-12, f"{goals} sum to {sum(goals)}"
    for leaf, value in zip(leaves(cls), flat(state), strict=True):
        low, high = range_of(leaf)
        assert isfinite(value), f"{leaf} is {value}"
        assert low <= value <= high, f"{leaf} is {value}, not in [{low}, {high}]"


def assert_rises(response: Callable[[float], float], a: float, b: float) -> None:
    """The response to the larger of two values is not lower, to rounding."""
    low, high = response(min(a, b)), response(max(a, b))
    assert low <= high + 1e-12 * max(1.0, abs(low), abs(high))


def assert_falls(response: Callable[[float], float], a: float, b: float) -> None:
    """The response to the larger of two values is not higher, to rounding."""
    assert_rises(lambda x: -response(x), a, b)


def assert_mean(sample: Iterable[float], expected: float, standard_errors: float = 4.0) -> None:
    """The mean of independent values is `expected`; at 4 SE one true claim in 15,800 is refused."""
    values = np.asarray(sample, dtype=float)
    error = values.std(ddof=1) / sqrt(values.size)
    off = (values.mean() - expected) / error
    assert abs(off) <= standard_errors, (
        f"mean {values.mean():.6g} (SE {error:.2g}, n {values.size}) "
        f"is {off:+.1f} SE from {expected:.6g}"
    )


def bits(state: Any) -> bytes:
    """Every leaf to the last bit, minus zeros and NaN told apart."""
    return np.array(list(flat(state))).tobytes()


def moved(before: Any, after: Any, cls: type) -> set[str]:
    """Names of the leaves that differ in any bit."""
    pairs = zip(leaves(cls), flat(before), flat(after), strict=True)
    return {name for name, a, b in pairs if np.float64(a).tobytes() != np.float64(b).tobytes()}


#: A tie in mid-course; no two neighbouring values are equal.
DYAD = Dyad(
    person=User(
        traits=Traits(
            preferred_control=0.5,
            avoidance=0.42,
            anxiety=0.38,
            trust=0.43,
            alternatives=0.05,
            response=0.45,
            baseline=0.6,
            anchor=Mind(efficacy=0.4, hope=0.5, acceptance=0.35),
            income=1.0,
            stigma=0.6,
            burden=0.3,
            enough=1.1,
            responsibility=0.25,
            relative=Relative(present=1.0, warmth=0.45, attitude=0.55),
        ),
        mind=Mind(efficacy=0.42, hope=0.48, acceptance=0.37),
        course=Course(
            crisis=0.0,
            calm=9.0,
            admitted=0.0,
            crises=1.0,
            relapses=0.0,
            admissions=0.0,
            crisis_weeks=2.0,
        ),
        outside=Outside(weeks=0.0, crises=0.0, relapses=0.0, admissions=0.0, crisis_weeks=0.0),
        severity=0.55,
        life_event=0.5,
        adherence=0.65,
        purse=1.2,
        avoidance=0.4,
        service_trust=0.44,
        expressed_emotion=0.6,
        order=0.0,
    ),
    user=Side(
        need=Gifts(0.6, 0.5, 0.55, 0.4, 0.3, 0.65),
        habit=Gifts(1.1, 0.9, 1.05, 0.95, 1.02, 0.98),
        usual=Gifts(0.75, 0.65, 1.45, 0.15, 1.1, 1.6),
        acts=0.02,
        feeling=Feeling(trust=0.45, bond=0.3, affect=0.1, rupture=0.2),
        level=Level(expectation=0.2, anchor=0.25, mean_y=0.15),
        books=Books(debt=0.2, credit=0.1),
        perception=Perception(distortion=0.15, image=0.6, felt_control=0.7, felt_recognition=0.45),
    ),
    professional=Side(
        need=Gifts(0.4, 0.6, 0.5, 0.3, 0.1, 0.55),
        habit=Gifts(0.9, 1.1, 0.95, 1.05, 0.98, 1.02),
        usual=Gifts(0.6, 1.1, 1.15, 0.8, 0.25, 1.3),
        acts=0.01,
        feeling=Feeling(trust=0.6, bond=0.2, affect=-0.1, rupture=0.05),
        level=Level(expectation=0.3, anchor=0.2, mean_y=0.25),
        books=Books(debt=0.05, credit=0.15),
        perception=Perception(distortion=0.1, image=0.55, felt_control=0.6, felt_recognition=0.5),
    ),
    tie=Tie(
        contact=Contact(offered=9.0, attended=6.0, missed=1.0, last=14.0, gap=2.0),
        talk=Talk(
            control=0.65,
            custom=0.62,
            understanding=0.4,
            familiarity=0.3,
            goals_user=Goals(0.4, 0.35, 0.25),
            goals_professional=Goals(0.5, 0.2, 0.3),
            wanted_user=Goals(0.35, 0.4, 0.25),
            wanted_professional=Goals(0.55, 0.15, 0.3),
        ),
        flow=Flow(to_user=5.0, to_professional=4.0),
        uncertainty=0.125,
        seen_severity=0.58,
        met=0.5,
        rupture_visits=2.0,
        organisation=0.3,
        since_feedback=6.0,
        held=2.0,
        begun=0.0,
        ended=0.0,
        ending=0.0,
        post=1.0,
        place=3.0,
        generation=0.0,
        newcomers=0.0,
        spell=0.0,
    ),
    record=NO_RECORD,
)
EVENT: Event = new_week(15.0)
#: The same week with a visit that was offered and attended.
MET = EVENT._replace(visit=Visit(1.0, 1.0, 0.0, 0.0, 5.0))
