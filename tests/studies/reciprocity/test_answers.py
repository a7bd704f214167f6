"""Each side answers the other by its channels alone, and the user answers more."""

import pandas as pd
import pytest

import mutua
from experiments.reciprocity.run import CHANNELS, choices_without
from mutua.errors import ParameterError
from mutua.scenarios.resolve import resolve
from mutua.studies.reciprocity.experiment import EXITS_OFF, RUNS
from mutua.studies.reciprocity.result import FLOWS

SMALL = {"dyads": 400, "replicates": 4, "threads": 1}


def answers_of(found: mutua.Reciprocity, regime: str = "usual") -> pd.Series:
    """Answer elasticities of one regime by the side that answers."""
    rows = found.summary()
    return rows[rows["regime"] == regime].set_index("answers")["elasticity"]


@pytest.fixture(scope="module")
def found() -> mutua.Reciprocity:
    return mutua.reciprocity(**SMALL)


def test_the_user_answers_more_than_the_professional__in_every_regime(
    found: mutua.Reciprocity,
) -> None:
    """Both sides have equal slopes. Differences of .23 to .37 at a standard error of .01."""
    values = resolve().values
    assert values["give.trust"] == values["give.trust"]
    answers, differences = found.summary(), found.tables["differences"]
    assert (answers["low"] > 0.0).all()
    assert (differences["low"] > 0.0).all()
    said = found.text().replace("\n", " ")
    assert "The user answers more than the professional in usual, paternalistic" in said
    assert "Both sides have the same slopes" in said


def test_without_any_channel__no_side_answers() -> None:
    """Who adds a way from giving to giving names it in CHANNELS, or this fails."""
    answers = answers_of(mutua.reciprocity(["usual"], **SMALL, **choices_without(*CHANNELS)))
    assert answers.abs().max() < 0.01


def test_feelings_alone_are_not_all__of_what_answers(found: mutua.Reciprocity) -> None:
    """Without trust, affect, books and habits a third to four fifths are left: .15 and .04."""
    closed = choices_without("trust in giving", "affect in giving", "books", "habits")
    left = answers_of(mutua.reciprocity(["usual"], **SMALL, **closed)) / answers_of(found)
    assert left.between(0.1, 0.95).all()


def test_ruptures_that_close_disclosure__carry_a_third_of_the_user_s_answer(
    found: mutua.Reciprocity,
) -> None:
    closed = choices_without("ruptures that close disclosure")
    left = answers_of(mutua.reciprocity(["usual"], **SMALL, **closed))
    assert left["user"] < answers_of(found)["user"] - 0.05
    assert left["professional"] < answers_of(found)["professional"]


def test_an_arm__changes_the_flow_of_its_own_side_most(found: mutua.Reciprocity) -> None:
    rows = found.summary()
    assert (rows["answer"] < rows["change"]).all()
    assert rows["change"].between(0.15, 0.45).all()  # log(1.15 / .85) is .302


def test_no_tie_ends__and_every_arm_has_its_runs(found: mutua.Reciprocity) -> None:
    flows = found.tables["flows"]
    assert (flows["engaged"] == 1.0).all()
    assert len(flows) == RUNS * 4 * SMALL["replicates"]
    assert set(flows.attrs) == set(flows.columns) == set(FLOWS)
    assert {name for name, value in EXITS_OFF.items() if resolve().values[name] != value}


def test_answers__take_a_while() -> None:
    """Trust is learnt visit by visit: the first quarter has less than half."""
    early = mutua.reciprocity(["usual"], since=1, weeks=13, **SMALL)
    late = mutua.reciprocity(["usual"], since=53, weeks=78, **SMALL)
    assert (answers_of(early)["user"]) < 0.5 * answers_of(late)["user"]


def test_felt_debt__is_part_of_the_early_answer_of_the_professional() -> None:
    """Half a year on the books carry a third of it (.07, .05 without): more is not usual yet."""
    early = SMALL | {"since": 14, "weeks": 26}
    full = answers_of(mutua.reciprocity(["usual"], **early))["professional"]
    closed = mutua.reciprocity(["usual"], **early, **choices_without("books"))
    assert answers_of(closed)["professional"] < 0.85 * full


def test_the_same_again__on_any_threads_and_from_scenarios() -> None:
    size = {"dyads": 80, "replicates": 2, "since": 5, "weeks": 8}
    one = mutua.reciprocity(["peer"], **size, threads=1)
    two = mutua.reciprocity(scenarios=[resolve(regime="peer")], **size, threads=2)
    pd.testing.assert_frame_equal(one.tables["flows"], two.tables["flows"])


def test_what_few_dyads_leave_open__is_said_to_be_open() -> None:
    size = {"dyads": 40, "replicates": 2, "since": 5, "weeks": 6, "threads": 1}
    few = mutua.reciprocity(["usual"], **size)
    assert "is not settled in usual" in few.text().replace("\n", " ")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"regimes": []}, "regimes: none is not one or more"),
        ({"regimes": ["usual", "usual"]}, "each once"),
        ({"regimes": ["usul"]}, "did you mean usual"),
        ({"regime": "usual"}, "give regimes="),
        ({"since": 79}, "since: 79 is not a week from 1 to 78"),
        ({"change": 0.0}, "change: 0 is not a number between 0 and 1"),
        ({"change": 1.0}, "change: 1 is not"),
        ({"replicates": 1}, "replicates: 1 is not"),
        ({"parameters": {"exit.base": 0.1}}, "exit.base: no tie ends in this study"),
        ({"parameters": {"effort.user": 2.9}}, "effort.user: 3.335 is not a number from 0 to 3"),
        ({"scenarios": [1]}, "is not made by"),
    ],
)  # fmt: skip
def test_what_cannot_be__is_refused_in_one_line(given: dict[str, object], said: str) -> None:
    with pytest.raises(ParameterError) as error:
        mutua.reciprocity(**given)  # type: ignore[arg-type]
    assert said in str(error.value)
    assert "\n" not in str(error.value)
