"""Whatever becomes of the dyads, no sentence, page or table shows a number that is none."""

import re

import pytest

import mutua
from mutua.cli.terminal import show_contrasts, show_run, show_sensitivity, show_sweep
from mutua.studies.result import StudyResult

NO_NUMBER = re.compile(r"(?<![\w.#-])(?:nan|NaN|-?inf|None|NaT)%?(?!\w)|\b0 of 0\b")
NEVER_MET = {"attend.odds": 0.01, "service.contact_interval": 26.0, "ask.odds": 0.0}
#: Dyads, weeks and values.
CASES: dict[str, tuple[int, int, dict[str, float]]] = {
    "one dyad in one week": (1, 1, {}),
    "one dyad": (1, 20, {}),
    "one week": (24, 1, {}),
    "all leave at once": (8, 4, {"exit.base": 1.0, "exit.start": 50.0, "exit.moves": 1.0,
                                 "service.refill": 0.0}),
    "no dyad ends": (8, 30, {"exit.base": 0.0, "exit.enough": 0.0, "exit.moves": 0.0,
                             "exit.patience": 520.0, "exit.goal": 2.0}),
    "no visit": (8, 3, NEVER_MET),
    "one professional": (6, 8, {"service.team_size": 1.0, "service.caseload": 6.0}),
    "a professional each": (3, 8, {"service.team_size": 1.0, "service.caseload": 1.0}),
    "nothing is given": (8, 30, {"effort.user": 0.0, "effort.professional": 0.0}),
}  # fmt: skip
cases = pytest.mark.parametrize("case", CASES)


def assert_numbers(result: StudyResult, shown: str) -> None:
    """All that a result says of itself, and what a terminal shows, is words and numbers."""
    page = re.sub(r'\b[\w-]+="[^"]*"', "", result.report({}))
    for text in (result.text(), result.numbers(), repr(result), result._repr_html_(), page, shown):
        wrong = NO_NUMBER.search(text)
        assert not wrong, text[max(wrong.start() - 100, 0) : wrong.end() + 40]


@cases
def test_a_run_and_its_story__have_no_numbers_that_are_none(case: str, capsys) -> None:
    dyads, weeks, values = CASES[case]
    result = mutua.simulate(
        dyads=dyads, weeks=weeks, parameters=values, threads=1, without="influence"
    )
    show_run(result.title, result.summary(), result.owed_summary(), "influence")
    assert_numbers(result, capsys.readouterr().out)
    for dyad in {0, dyads - 1}:
        assert_numbers(mutua.replay(result, dyad=dyad), "")


@cases
@pytest.mark.parametrize("arms", [["usual", "consumer"], ["usual", "usual+incentive"]])
def test_a_comparison__has_no_numbers_that_are_none(case: str, arms: list[str], capsys) -> None:
    """The second pair of arms is alike in all but a name where no visit is paid for."""
    dyads, weeks, values = CASES[case]
    sizes = {"dyads": dyads, "weeks": weeks, "replicates": 2, "threads": 1}
    contrast = mutua.compare(arms=arms, parameters=values, decomposition=True, **sizes)
    said = [*contrast.headline(), *contrast.notes()]
    show_contrasts(contrast.title, contrast.arms, said, contrast.summary())
    assert_numbers(contrast, capsys.readouterr().out)


@cases
def test_a_sweep_and_its_sensitivity__have_no_numbers_that_are_none(case: str, capsys) -> None:
    dyads, weeks, values = CASES[case]
    sizes = {"dyads": dyads, "weeks": weeks, "replicates": 2, "threads": 1}
    space = {"trust.gain": "interval(0.05,0.1)", "measure.halo": "interval(0,1)"}
    for design in ("lhs", "saltelli"):
        swept = mutua.sweep(space, design=design, points=8, parameters=values, **sizes)
        show_sweep(swept.title, swept.summary())
        assert_numbers(swept, capsys.readouterr().out)
        found = mutua.sensitivity(swept, outcomes=["dropout", "trust_user_end"])
        show_sensitivity(found.kind, found.summary())
        assert_numbers(found, capsys.readouterr().out)
