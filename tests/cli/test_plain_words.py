"""Words that are read without Hydra mean what Hydra makes of them."""

import subprocess
import sys

import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from hypothesis import given, settings
from hypothesis import strategies as st

from mutua.cli.compose import plans
from mutua.cli.plain import ITEM, LIST, NAME, NUMBER, WHOLE, plain_plan
from mutua.cli.words import quote_path

PLAIN = [
    "run",
    "run regime=consumer setting=psychotherapy trust.gain=0.3 mechanism.obligation=off seed=1_000",
    "run intervention=[feedback,training] start.user.feeling.affect=-0.5 weeks=9 output=/a-b/c.1",
    "run record=trajectories series=[user.feeling.rupture] ratings=[week:0,weeks:9-13] figures=no",
    "compare regimes=[usual,peer] posterior=defaults mechanism.roles=true continuum=on",
    "compare arms=[usual,peer@routine+feedback,usual+trust.gain:0.1+mechanism.obligation:off]",
    "reciprocity change=2e-1 setting=routine",
]
COMPOSED = [
    "run --cfg=job",
    "run ++dyads=20",
    "run dyads=20 dyads=30",
    "run dyads=1e3",
    "run dyads=null",
    "run seed=${dyads}",
    "run output='a b'",
    "run experiment=no_obligation",
    "run regime=colaborative",
    "run trust.gain=9",
    "run trust.gian=0.1",
    "compare regime=usual",
    "compare regimes=[usual,usual]",
]


@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_plan_is_the_one_that_is_composed(line):
    command, *words = line.split(" ")
    plain, (composed,) = plain_plan(command, words), plans(command, words)
    assert plain == composed
    assert plain is not None
    assert repr(plain) == repr(composed)  # types and orders too


@pytest.mark.parametrize("line", COMPOSED)
def test_all_else_is_left_to_hydra(line):
    command, *words = line.split(" ")
    assert plain_plan(command, words) is None


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_hydra_reads_a_plain_value_as_the_same(data):
    pattern = data.draw(st.sampled_from([WHOLE, NUMBER, NAME, ITEM, LIST]))
    text = data.draw(st.from_regex(rf"\A(?:{pattern})\Z", fullmatch=True))
    ours = {
        WHOLE: lambda: int(text),
        NUMBER: lambda: float(text),
        LIST: lambda: text[1:-1].split(",") if text != "[]" else [],
    }.get(pattern, lambda: text)()
    if pattern == ITEM:
        text, ours = f"[{text}]", [ours]
    read = OverridesParser.create().parse_override(quote_path(f"x={text}")).value()
    assert repr(float(read) if pattern == NUMBER else read) == repr(ours)


def test_hydra_is_not_imported_for_plain_words():
    code = (
        "import sys; from mutua.cli.planning import plan_command; "
        "plan_command('compare', ['dyads=20']); assert 'hydra' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
