"""Random draws as pure functions: counter-based random numbers, every draw named.

A draw is decided by (seed, replicate, slot, generation, week, stream, decision) and by nothing
else: the same dyads meet the same random draws under every regime, on every engine, in any order.
The generator is Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011). The key is the seed; the counter
is ``(slot, generation << 16 | week, replicate, stream << 16 | block)``. A block holds four words of
32 bits; a word is either one uniform or one normal-like number.

The table of decisions is the text of :func:`dyad_draws`, :func:`user_draws`,
:func:`professional_draws` and :func:`meeting_draws`: one line a decision, with the word it spends.
A new decision takes a new word, so that old results do not move; a test refuses a word that is
spent twice.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np

from mutua.jit.compile import rule
from mutua.model.resources import Gifts

#: Streams have slots of their own: a user's traits do not share words with the tie's weekly draws.
DYAD, USER, PROFESSIONAL, RATING, MEETING, ALLOCATION = 1, 2, 3, 4, 5, 6

Word = np.uint64
LOW = Word(0xFFFFFFFF)
BYTE = Word(0xFF)
S8, S16, S24, S32 = Word(8), Word(16), Word(24), Word(32)
MULTIPLY_0, MULTIPLY_1 = Word(0xD2511F53), Word(0xCD9E8D57)
WEYL_0, WEYL_1 = Word(0x9E3779B9), Word(0xBB67AE85)

#: Four bytes, each uniform on 0..255: mean 510, variance 4 (256^2 - 1)/12.
BYTES_MEAN, BYTES_SCALE = 510.0, 1.0 / sqrt(4.0 * (256.0 * 256.0 - 1.0) / 12.0)
UNIFORM_SCALE = 2.0**-32


class Words(NamedTuple):
    """One block: four words of 32 bits, each in the low half of 64."""

    a: Word
    b: Word
    c: Word
    d: Word


class DrawKey(NamedTuple):
    """The seed as two words of 32 bits."""

    low: Word
    high: Word


class DrawCounter(NamedTuple):
    """The counter of a draw without stream and block: whose draw it is, and when."""

    slot: Word
    moment: Word
    replicate: Word


@rule
def philox(counter: Words, key: DrawKey) -> Words:
    """Philox4x32-10 of one counter block (Salmon et al. 2011, section 4.3)."""
    a, b, c, d = counter.a, counter.b, counter.c, counter.d
    k, l = key.low, key.high  # noqa: E741
    for _ in range(10):
        p = MULTIPLY_0 * a
        q = MULTIPLY_1 * c
        a, b, c, d = (q >> S32) ^ b ^ k, q & LOW, (p >> S32) ^ d ^ l, p & LOW
        k = (k + WEYL_0) & LOW
        l = (l + WEYL_1) & LOW  # noqa: E741
    return Words(a, b, c, d)


@rule
def uniform(word: Word) -> float:
    """Uniform on the open interval (0, 1), in steps of 2^-32."""
    return (float(word) + 0.5) * UNIFORM_SCALE


@rule
def normal(word: Word) -> float:
    """Normal-like: the standardised sum of the four bytes, mean 0, SD 1, within +-3.46."""
    total = (word & BYTE) + ((word >> S8) & BYTE) + ((word >> S16) & BYTE) + (word >> S24)
    return (float(total) - BYTES_MEAN) * BYTES_SCALE


@rule
def uniform_gifts(
    love: Word, status: Word, information: Word, money: Word, goods: Word, services: Word
) -> Gifts:
    """A uniform of each of six words."""
    return Gifts(
        uniform(love),
        uniform(status),
        uniform(information),
        uniform(money),
        uniform(goods),
        uniform(services),
    )


@rule
def block(key: DrawKey, who: DrawCounter, stream: Word, number: Word) -> Words:
    """Return the four words of one block of one stream."""
    return philox(Words(who.slot, who.moment, who.replicate, (stream << S16) | number), key)


class Draws(NamedTuple):
    """Random draws of one tie in one week. Chances in (0, 1), shocks with mean 0 and SD 1."""

    offered: float
    comes: float
    leaves: float
    shared: float
    noise_user: float
    noise_professional: float
    noise_seen: float
    life: float
    asks: float
    answers: float
    enough: float
    moves: float
    need: Gifts
    crisis: float
    calm: float


@rule
def dyad_draws(key: DrawKey, who: DrawCounter) -> Draws:
    """Table of the weekly decisions of a tie."""
    x = block(key, who, Word(DYAD), Word(0))
    y = block(key, who, Word(DYAD), Word(1))
    z = block(key, who, Word(DYAD), Word(2))
    v = block(key, who, Word(DYAD), Word(3))
    t = block(key, who, Word(DYAD), Word(4))
    return Draws(
        offered=uniform(x.a),  # is a visit offered this week?
        comes=uniform(x.b),  # does the user come?
        leaves=uniform(x.c),  # does the user break off?
        shared=normal(x.d),  # what both sides feel of a good or bad hour
        noise_user=normal(y.a),  # the user's perception of the visit
        noise_professional=normal(y.b),  # the professional's perception of the visit
        noise_seen=normal(y.c),  # the professional's view of how the user is doing
        life=normal(y.d),  # the week's ups and downs of severity outside care
        # does the user ask for a visit? at a visit offered: does the professional add an act?
        asks=uniform(z.a),
        answers=uniform(z.b),  # is the request answered? at a visit offered: does the user add one?
        enough=uniform(z.c),  # has the user had enough help?
        moves=uniform(z.d),  # does the user move away?
        need=Gifts(  # how the user's needs drift
            love=normal(v.a),
            status=normal(v.b),
            information=normal(v.c),
            money=normal(v.d),
            goods=normal(t.a),
            services=normal(t.b),
        ),
        crisis=uniform(t.c),  # does a crisis begin?
        calm=uniform(t.d),  # does the crisis end?
    )


class UserDraws(NamedTuple):
    """Random draws that make a user: uniforms on (0, 1), turned into traits by the tables."""

    severity: float
    preferred_control: float
    avoidance: float
    alternatives: float
    response: float
    trust: float
    anchor: float
    purse: float
    need: Gifts
    rating_start: float
    rating_end: float
    enough: float
    responsibility: float
    efficacy: float
    hope: float
    acceptance: float
    stigma: float
    burden: float
    goal_change: float
    goal_stability: float
    adherence: float
    crisis: float
    anxiety: float
    locus: float
    age: float
    male: float
    education: float
    referral: float
    relative: float
    expressed_emotion: float
    warmth: float
    attitude: float
    rating_satisfaction: float
    rating_wellbeing: float


@rule
def user_draws(key: DrawKey, who: DrawCounter) -> UserDraws:
    """Table of the decisions that make a service user."""
    x = block(key, who, Word(USER), Word(0))
    y = block(key, who, Word(USER), Word(1))
    z = block(key, who, Word(USER), Word(2))
    v = block(key, who, Word(USER), Word(3))
    t = block(key, who, Word(USER), Word(4))
    s = block(key, who, Word(USER), Word(5))
    r = block(key, who, Word(USER), Word(6))
    q = block(key, who, Word(USER), Word(7))
    o = block(key, who, Word(USER), Word(8))
    n = block(key, who, Word(USER), Word(9))
    return UserDraws(
        severity=uniform(x.a),
        preferred_control=uniform(x.b),
        avoidance=uniform(x.c),
        alternatives=uniform(x.d),
        response=uniform(y.a),
        trust=uniform(y.b),
        anchor=uniform(y.c),
        purse=uniform(y.d),
        need=uniform_gifts(z.a, z.b, z.c, z.d, v.a, v.b),
        rating_start=normal(v.c),  # measurement error of the first rating of severity
        rating_end=normal(v.d),  # measurement error of the last
        enough=uniform(t.b),
        responsibility=uniform(t.c),
        efficacy=uniform(t.d),
        hope=uniform(s.a),
        acceptance=uniform(s.b),
        stigma=uniform(s.c),
        burden=uniform(s.d),
        goal_change=uniform(r.a),
        goal_stability=uniform(r.b),
        adherence=uniform(r.c),
        crisis=uniform(r.d),
        anxiety=uniform(q.a),
        locus=uniform(q.b),
        age=uniform(q.c),
        male=uniform(q.d),
        education=uniform(o.a),
        referral=uniform(o.b),
        relative=uniform(o.c),
        expressed_emotion=uniform(o.d),
        warmth=uniform(n.a),
        attitude=uniform(n.b),
        rating_satisfaction=normal(n.c),  # measurement error of satisfaction
        rating_wellbeing=normal(n.d),  # measurement error of wellbeing
    )


class ProfessionalDraws(NamedTuple):
    """Random draws that make a professional: uniforms on (0, 1)."""

    skill: float
    empathy: float
    reach: float
    preferred_control: float
    proneness: float
    trust: float
    anchor: float
    goal_change: float
    need: Gifts
    flexibility: float
    attachment: float
    attitude: float
    outside_load: float
    age: float
    male: float
    standard: float


@rule
def professional_draws(key: DrawKey, who: DrawCounter) -> ProfessionalDraws:
    """Table of the decisions that make a professional."""
    x = block(key, who, Word(PROFESSIONAL), Word(0))
    y = block(key, who, Word(PROFESSIONAL), Word(1))
    z = block(key, who, Word(PROFESSIONAL), Word(2))
    v = block(key, who, Word(PROFESSIONAL), Word(3))
    t = block(key, who, Word(PROFESSIONAL), Word(4))
    w = block(key, who, Word(PROFESSIONAL), Word(5))
    return ProfessionalDraws(
        skill=uniform(x.a),
        empathy=uniform(x.b),
        reach=uniform(x.c),
        preferred_control=uniform(x.d),
        proneness=uniform(y.a),
        trust=uniform(y.b),
        anchor=uniform(y.c),
        goal_change=uniform(y.d),
        need=uniform_gifts(z.a, z.b, z.c, z.d, v.a, v.b),
        flexibility=uniform(v.c),
        attachment=uniform(v.d),
        attitude=uniform(t.a),
        outside_load=uniform(t.b),
        age=uniform(t.c),
        male=uniform(t.d),
        standard=uniform(w.a),
    )


class MeetingDraws(NamedTuple):
    """Random draws of a first meeting: uniforms on (0, 1)."""

    understanding: float
    image_user: float
    image_professional: float


@rule
def meeting_draws(key: DrawKey, who: DrawCounter) -> MeetingDraws:
    """Table of the decisions that make a first meeting, of a tie in the week before it begins."""
    x = block(key, who, Word(MEETING), Word(0))
    return MeetingDraws(
        understanding=uniform(x.a),  # how well the two fit from the start
        image_user=uniform(x.b),  # what the user takes this professional for
        image_professional=uniform(x.c),  # what the professional takes this user for
    )


@rule
def professional_leaves(key: DrawKey, who: DrawCounter) -> float:
    """Table of the weekly decisions of a professional: is this week the last in the service?

    Weeks count from 1, the traits are drawn in week 0: no word is spent twice.
    """
    return uniform(block(key, who, Word(PROFESSIONAL), Word(0)).a)


@rule
def allocation_draw(key: DrawKey, who: DrawCounter, unit: Word) -> float:
    """Uniform draw that allocates a unit; units: 1 a user, 2 a professional, 3 a team."""
    return uniform(block(key, who, Word(ALLOCATION), unit).a)


@rule
def counter_of(slot: int, generation: int, week: int, replicate: int) -> DrawCounter:
    """Return the counter of `slot` in `week`; the only place where whole numbers become words."""
    return DrawCounter(Word(slot), (Word(generation) << S16) | Word(week), Word(replicate))


def key_of(seed: int) -> DrawKey:
    """Split a seed of up to 64 bits into the two words of the key."""
    return DrawKey(Word(seed & 0xFFFFFFFF), Word(seed >> 32))
