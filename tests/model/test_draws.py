"""Random draws: the published generator, one word a decision, nothing else decides a draw."""

import ast
import inspect
from collections import Counter
from itertools import product
from math import sqrt

import numpy as np
import pytest
from helpers import needs_jit
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from mutua.jit.structs import flat
from mutua.model import draws as streams
from mutua.model.draws import (
    DYAD,
    PROFESSIONAL,
    RATING,
    USER,
    DrawCounter,
    DrawKey,
    Draws,
    MeetingDraws,
    ProfessionalDraws,
    UserDraws,
    Word,
    Words,
    block,
    counter_of,
    dyad_draws,
    key_of,
    meeting_draws,
    normal,
    philox,
    professional_draws,
    professional_leaves,
    uniform,
    user_draws,
)
from mutua.model.rating_draws import Items, rating_draws

#: Counter, key and result: kat_vectors of Random123 (Salmon, Moraes, Dror & Shaw 2011).
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000",
     "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff",
     "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0",
     "d16cfe09 94fdcceb 5001e420 24126ea1"),
]  # fmt: skip

TABLES = {
    dyad_draws: Draws, user_draws: UserDraws, professional_draws: ProfessionalDraws,
    meeting_draws: MeetingDraws,
}  # fmt: skip
KEY = key_of(20_260_101)
WHO = counter_of(slot=7, generation=1, week=3, replicate=2)

words = st.integers(0, 2**32 - 1)


@njit(error_model="numpy")
def compiled_philox(counter: Words, key: DrawKey) -> Words:
    return philox(counter, key)


@njit(error_model="numpy")
def compiled_numbers(word: int) -> tuple[float, float]:
    return uniform(word), normal(word)


@njit(error_model="numpy")
def compiled_week(key: DrawKey, slot: int, generation: int, week: int, replicate: int) -> Draws:
    return dyad_draws(key, counter_of(slot, generation, week, replicate))


def hexadecimal(text: str) -> list[Word]:
    return [Word(int(word, 16)) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
@pytest.mark.parametrize("generator", [philox, compiled_philox], ids=["plain", "compiled"])
def test_philox__gives_the_published_answers(generator, counter, key, result):
    found = generator(Words(*hexadecimal(counter)), DrawKey(*hexadecimal(key)))
    assert [int(word) for word in found] == [int(word) for word in hexadecimal(result)]


@given(counter=st.tuples(words, words, words, words), key=st.tuples(words, words))
def test_philox__plain_and_compiled_agree_and_stay_within_32_bits(counter, key):
    counter, key = Words(*map(Word, counter)), DrawKey(*map(Word, key))
    assert tuple(philox(counter, key)) == tuple(compiled_philox(counter, key))
    assert max(philox(counter, key)) < 2**32


@given(word=words)
def test_numbers__plain_and_compiled_agree_to_the_last_bit(word):
    assert compiled_numbers(Word(word)) == (uniform(Word(word)), normal(Word(word)))


@given(st.tuples(words, st.integers(0, 65_535), st.integers(0, 65_535), words, words))
def test_a_week_of_draws__plain_and_compiled_agree_to_the_last_bit(moment):
    slot, generation, week, replicate, seed = moment
    plain = dyad_draws(key_of(seed), counter_of(slot, generation, week, replicate))
    assert compiled_week(key_of(seed), slot, generation, week, replicate) == plain


def test_uniform__is_open_at_both_ends_and_centred():
    lowest, highest = uniform(Word(0)), uniform(Word(2**32 - 1))
    assert 0.0 < lowest == 2.0**-33
    assert highest == 1.0 - 2.0**-33 < 1.0
    assert uniform(Word(2**31 - 1)) + uniform(Word(2**31)) == 1.0


def test_normal__has_mean_0_and_sd_1_exactly():
    """Over all 2^32 words: each sum of four bytes weighed by the number of words that have it."""
    counts = np.ones(1, dtype=np.int64)
    for _ in range(4):
        counts = np.convolve(counts, np.ones(256, dtype=np.int64))
    assert counts.sum() == 2**32
    values = np.array([normal(word_with_sum(total)) for total in range(counts.size)])
    assert abs((counts * values).sum() / 2**32) < 1e-12
    assert abs((counts * values**2).sum() / 2**32 - 1.0) < 1e-12
    assert sqrt(12.0) - 0.014 < values.max() == -values.min() < sqrt(12.0)


def word_with_sum(total: int) -> Word:
    """Return a word whose four bytes sum to `total`."""
    each = [min(255, max(0, total - 255 * k)) for k in range(4)]
    return Word(sum(byte << 8 * k for k, byte in enumerate(each)))


@given(word=words)
def test_normal__is_decided_by_the_sum_of_the_four_bytes(word):
    assert normal(Word(word)) == normal(word_with_sum(sum(word.to_bytes(4, "little"))))


def blocks_and_spending(function) -> tuple[dict[str, tuple[str, int]], list[tuple[str, str]], set]:
    """Blocks a constructor draws, ``{x: (stream, number)}``; words it spends; fields it fills."""
    (body,) = ast.parse(inspect.getsource(function)).body
    drawn = {
        node.targets[0].id: (node.value.args[2].args[0].id, node.value.args[3].args[0].value)
        for node in ast.walk(body)
        if isinstance(node, ast.Assign) and node.value.func.id == "block"
    }
    spent = [
        (node.value.id, node.attr)
        for node in ast.walk(body)
        if isinstance(node, ast.Attribute) and node.value.id in drawn
    ]
    fields = {word.arg for word in next(iter(ast.walk(body.body[-1].value))).keywords}
    return drawn, spent, fields


@pytest.mark.parametrize("function", TABLES, ids=lambda f: f.__name__)
def test_every_decision__spends_a_word_of_its_own(function):
    drawn, spent, fields = blocks_and_spending(function)
    assert fields == set(TABLES[function]._fields), "every decision is filled"
    assert len(set(drawn.values())) == len(drawn), "no block is drawn twice"
    assert Counter(spent).most_common(1)[0][1] == 1, "no word is spent twice"
    assert len(spent) == len(list(flat(function(KEY, WHO)))), "one word a decision"


def test_every_table__has_a_stream_of_its_own():
    streams_used = [
        {stream for stream, _ in blocks_and_spending(function)[0].values()} for function in TABLES
    ]
    assert streams_used == [{"DYAD"}, {"USER"}, {"PROFESSIONAL"}, {"MEETING"}]
    assert len({DYAD, USER, PROFESSIONAL, RATING}) == 4


def words_spent(monkeypatch, function, *arguments) -> list[tuple[int, ...]]:
    """Counters of the blocks that a table draws, each a tuple of four words."""
    drawn = []

    def seen(counter, key):
        drawn.append(tuple(map(int, counter)))
        return philox(counter, key)

    monkeypatch.setattr(streams, "philox", seen)
    function(*arguments)
    return drawn


def test_every_rating__has_item_noise_of_its_own(monkeypatch):
    """Four occasions of three blocks each; no block is drawn twice, none by another table."""
    drawn = [
        counter
        for occasion in range(4)
        for counter in words_spent(monkeypatch, rating_draws, KEY, WHO, Word(occasion))
    ]
    assert len(set(drawn)) == len(drawn) == 12
    assert {counter[3] >> 16 for counter in drawn} == {RATING}


@pytest.mark.parametrize("occasion", range(4))
def test_item_noise__spends_a_word_an_item(occasion):
    items = rating_draws(KEY, WHO, Word(occasion))
    first = 4 * occasion
    expected = [
        normal(word)
        for number in range(first, first + 3)
        for word in block(KEY, WHO, Word(RATING), Word(number))
    ]
    assert list(items) == expected
    assert len(expected) == len(Items._fields)


def test_whether_a_professional_leaves__spends_a_word_of_its_own_week(monkeypatch):
    """Traits are drawn in week 0, this from week 1 on: no counter is met twice."""
    born = words_spent(monkeypatch, professional_draws, KEY, counter_of(7, 1, 0, 2))
    weeks = [
        counter
        for week in range(1, 200)
        for counter in words_spent(monkeypatch, professional_leaves, KEY, counter_of(7, 1, week, 2))
    ]
    assert len(set(born + weeks)) == len(born) + len(weeks)
    assert 0.0 < professional_leaves(KEY, WHO) < 1.0


def test_counters__differ_whenever_anything_that_decides_differs(monkeypatch):
    """Equal counters would mean shared draws; the generator is a bijection of the counter."""
    monkeypatch.setattr(streams, "philox", lambda counter, _key: counter)
    ends = [0, 1, 65_535]
    counters = [
        tuple(
            int(word)
            for word in block(
                KEY, counter_of(slot, generation, week, run), Word(stream), Word(number)
            )
        )
        for slot, generation, week, run, stream, number in product(
            [0, 1, 2**32 - 1],
            ends,
            ends,
            [0, 1, 2**32 - 1],
            [DYAD, USER, PROFESSIONAL, RATING],
            ends,
        )
    ]
    assert len(set(counters)) == len(counters) == 3**5 * 4
    assert max(map(max, counters)) < 2**32


@pytest.mark.parametrize("function", TABLES, ids=lambda f: f.__name__)
def test_a_draw__changes_with_the_seed_and_with_each_part_of_the_counter(function):
    here = dict(slot=5, generation=0, week=2, replicate=1)
    first = function(KEY, counter_of(**here))
    others = [
        function(key_of(20_260_102), counter_of(**here)),
        function(key_of(2**63), counter_of(**here)),
    ]
    others += [
        function(KEY, counter_of(**here | {name: value + 1})) for name, value in here.items()
    ]
    for other in others:  # two shocks of a thousand values may coincide, two tables may not
        assert sum(a == b for a, b in zip(flat(first), flat(other), strict=True)) <= 1


def test_a_draw__depends_on_nothing_that_was_drawn_before():
    moments = [counter_of(slot, 0, week, 0) for slot in range(4) for week in range(4)]
    forwards = {who: dyad_draws(KEY, who) for who in moments}
    backwards = {who: dyad_draws(KEY, who) for who in reversed(moments)}
    assert forwards == backwards
    assert all(dyad_draws(KEY, who) == forwards[who] for who in moments[3:5])


def test_seed__fills_both_words_of_the_key():
    assert key_of(0xA4093822_299F31D0) == DrawKey(Word(0x299F31D0), Word(0xA4093822))
    assert key_of(2**64 - 1) == DrawKey(Word(2**32 - 1), Word(2**32 - 1))


@needs_jit
def test_draws__compile_once_for_whole_numbers_of_any_size():
    compiled_week(key_of(1), 1, 0, 1, 0)
    compiled_week(key_of(2**64 - 1), 2**32 - 1, 65_535, 65_535, 2**32 - 1)
    assert len(compiled_week.signatures) == 1


def test_who__holds_words():
    assert all(type(word) is np.uint64 for word in DrawCounter(*WHO))
