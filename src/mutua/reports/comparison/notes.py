"""What a reader has to know of the arms of a comparison: whose users they are, and their load."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Arm = Mapping[str, Any]
#: Parameters, by the beginnings of their names, that decide which users come.
USERS = (
    "population.", "service.relatives", "service.referred", "service.ordered", "service.crisis",
)  # fmt: skip
#: How often a user was seen at three caseloads: users, contacts a month (Burns 2007, E27).
CONTACTS = ((12, 4.0), (20, 2.4), (35, 1.4))
COUPLED = ("service.caseload", "service.contact_interval")


def are_same_users(arms: Sequence[Arm]) -> bool:
    """Whether all arms hold the same users: nothing differs that decides who comes."""
    return all(
        len({arm["parameters"][name] for arm in arms}) == 1
        for name in arms[0]["parameters"]
        if name.startswith(USERS)
    )


def notes(arms: Sequence[Arm]) -> list[str]:
    """What is shared by arms of other users, and what is varied alone that goes with another."""
    return [*note_on_users(arms), *note_on_caseload(arms)]


def note_on_users(arms: Sequence[Arm]) -> Iterator[str]:
    """What arms of other users share."""
    if are_same_users(arms):
        return
    yield (
        "Not all arms hold the same users. Shared are the random draws and the rank of each user "
        "in every trait; the distributions of traits, and so the users, are not: part of a "
        "difference is one of users."
    )


def note_on_caseload(arms: Sequence[Arm]) -> Iterator[str]:
    """What caseload goes with in services, where arms differ in one of the two only."""
    differing = {
        name
        for name in COUPLED
        for setting in {arm["setting"] for arm in arms}
        if len({arm["parameters"][name] for arm in arms if arm["setting"] == setting}) > 1
    }
    if len(differing) == 1:
        yield on_caseload("Arms of one setting differ", *differing)


def on_caseload(begin: str, name: str) -> str:
    """What caseload goes with in services, of one of the two that is varied alone."""
    (other,) = set(COUPLED) - {name}
    users = ", ".join(str(number) for number, _ in CONTACTS)
    contacts = ", ".join(f"{rate:.1f}" for _, rate in CONTACTS)
    return (
        f"{begin} in {name} and not in {other}. In services both go together: "
        f"with {users} users a professional, users had {contacts} contacts a month (Burns 2007); "
        "mutua compare experiment=caseload varies both."
    )
