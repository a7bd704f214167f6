"""Choices as the query of an address, and back: a link restores the page.

``?setting=community&a=usual&b=collaborative,feedback:31-60&b.trust.gain=0.1&week=30&dyad=17``
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote

from mutua.app.choices import (
    ARMS,
    DIALS,
    ArmChoice,
    PageChoices,
    PolicyWeeks,
    check_choices,
)
from mutua.errors import ParameterError, brief, hint

#: Keys of a link that are whole numbers, and those that are names.
WHOLE = ("dyads", "weeks", "seed", "week", "dyad")
NAMES = {"setting": "setting", "colour": "colouring", "curves": "curves"}
KEYS = (*NAMES, *WHOLE, *(arm.lower() for arm in ARMS))
#: Characters of a link that is read, and digits of a number in it.
LONGEST_LINK, MOST_DIGITS_OF_LINK = 4_000, 12


def write_link(choices: PageChoices) -> str:
    """The query of an address that restores the choices, what is as usual left out."""
    usual = PageChoices()
    pairs = {key: getattr(choices, name) for key, name in NAMES.items()}
    pairs |= {f"{arm.lower()}": _written_arm(c) for arm, c in zip(ARMS, choices.arms, strict=True)}
    pairs |= {name: getattr(choices, name) for name in WHOLE}
    kept = {"setting", "a", "b"}
    written = {
        key: value for key, value in pairs.items()
        if value is not None and (key in kept or value != getattr(usual, NAMES.get(key, key)))
    }  # fmt: skip
    for arm, choice in zip(ARMS, choices.arms, strict=True):
        written |= {f"{arm.lower()}.{name}": f"{x:.12g}" for name, x in choice.values.items()}
    return "?" + "&".join(f"{key}={quote(str(x), safe=',:')}" for key, x in written.items())


def read_link(query: str | None) -> PageChoices:
    """The choices that a query restores; the usual ones where it says nothing.

    Raises
    ------
    ParameterError
        A key that there is not, twice the same, or a value that it cannot have, in one line.
    """
    query = (query or "").removeprefix("?")
    if len(query) > LONGEST_LINK:
        raise ParameterError(f"link: is longer than {LONGEST_LINK:,} characters")
    given: dict[str, str] = {}
    for key, text in parse_qsl(query, keep_blank_values=True):
        if key in given:
            raise ParameterError(f"link: {brief(key)} is given twice")
        given[key] = text
    fields: dict[str, Any] = {NAMES[key]: given[key] for key in NAMES if key in given}
    fields |= {key: _whole(key, given[key]) for key in WHOLE if key in given}
    first, second = PageChoices().arms
    arms = _read_arm("a", first, given), _read_arm("b", second, given)
    known = {*KEYS, *(f"{arm.lower()}.{name}" for arm in ARMS for name in DIALS)}
    for key in given:
        if key not in known:
            raise ParameterError(f"link: there is no {brief(key)}{hint(key, known)}")
    return check_choices(replace(PageChoices(), arms=arms, **fields))


def _written_arm(choice: ArmChoice) -> str:
    """``collaborative,feedback:31-60``."""
    return ",".join([choice.regime, *(f"{n}:{w.text}" for n, w in choice.policies.items())])


def _read_arm(arm: str, usual: ArmChoice, given: Mapping[str, str]) -> ArmChoice:
    """One arm of a link."""
    regime, *policies = given.get(arm, usual.regime).split(",")
    weeks = {}
    for text in policies:
        name, _, when = text.partition(":")
        if name in weeks:
            raise ParameterError(f"{arm}: {brief(name)} is given twice")
        weeks[name] = _read_weeks(f"{arm}, {brief(name)}", when)
    values = {
        name: _number(f"{arm}.{name}", given[f"{arm}.{name}"])
        for name in DIALS
        if f"{arm}.{name}" in given
    }
    return ArmChoice(regime, weeks, values)


def _read_weeks(key: str, text: str) -> PolicyWeeks:
    """``31`` and ``31-60``; from the first week where nothing is said."""
    first, dash, last = text.partition("-")
    start = _whole(key, first) if first or dash else 1
    return PolicyWeeks(start, _whole(key, last) if dash else None)


def _whole(key: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS_OF_LINK):
        raise ParameterError(f"{key}: {brief(text)} is not a whole number")
    return int(text)


def _number(key: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ParameterError(f"{key}: {brief(text)} is not a number") from None
