"""The command line keeps its contract: exit codes, one line on bad input, nothing left behind."""

import csv
import gc
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mutua
from mutua.cli import terminal
from mutua.cli.garbage import THRESHOLD
from mutua.cli.main import COMMANDS, main
from mutua.model.parameters.catalogue import DECLARED

SOURCE = Path(mutua.__file__).parents[1]
SMALL = ["dyads=80", "weeks=6", "threads=1"]

BAD = [
    ("rnu", "'rnu'", "did you mean run"),
    ("--versoin", "no option", "--versoin"),
    ("run foo", "'foo' is not name=value"),
    # names, however they are brought in
    ("run trust.gian=1", "trust.gian", "did you mean trust.gain"),
    ("run +trust.gian=1", "trust.gian", "did you mean trust.gain"),
    ("run ++trust.gian=1", "trust.gian", "did you mean trust.gain"),
    ("run trust={gian:1}", "trust.gian", "did you mean trust.gain"),
    ("run ++trust={gian:1}", "trust.gian", "did you mean trust.gain"),
    ("run trust.gain.x=1", "trust.gain.x"),
    ("run dyad=10", "dyad", "did you mean dyads"),
    ("run reigme=usual", "reigme", "did you mean regime"),
    ("run mechanism.obligaton=off", "did you mean mechanism.obligation"),
    ("run +trust.gain=0.1", "trust.gain", "leave the + away"),
    ("run ~trust.gain", "nothing can be taken out"),
    ("run ~regime", "nothing can be taken out"),
    ("run regime@norm=usual", "regime"),
    ("run =3", "is not name=value"),
    ("run regimes=[usual,consumer]", "regimes: run has no such key; compare has"),
    ("compare record=weekly", "record: compare has no such key; run has"),
    # values
    ("run trust.gain=2", "trust.gain: 2", "from 0 to 1"),
    ("run trust.gain=-1e-9", "trust.gain: -1e-09", "from 0 to 1"),
    ("run trust.gain=nan", "trust.gain: nan", "from 0 to 1"),
    ("run trust.gain=inf", "trust.gain: inf", "from 0 to 1"),
    ("run trust.gain=much", "trust.gain: 'much'", "from 0 to 1"),
    ("run trust.gain=true", "trust.gain: true", "from 0 to 1"),
    ("run trust.gain=null", "trust.gain: null", "from 0 to 1"),
    ("run trust.gain=", "trust.gain: ''", "from 0 to 1"),
    ("run trust.gain=[1]", "trust.gain: [1]", "from 0 to 1"),
    ("run trust.gain=???", "trust.gain"),
    ("run trust.gain=${nope}", "trust.gain", "nope"),
    ("run trust.gain=0.1,0.2", "one value is needed"),
    ("run trust=0.1", "trust: 0.1 is not a group"),
    ("run mechanism.obligation=maybe", "mechanism.obligation: 'maybe' is not on or off"),
    ("run dyads=0", "dyads: 0 is not a whole number from 1"),
    ("run dyads=-3", "dyads: -3 is not a whole number from 1"),
    ("run dyads=1e6", "dyads: 1000000.0", "write 1000000 or 1_000_000"),
    ("run dyads=1.5", "dyads: 1.5 is not a whole number"),
    ("run dyads=many", "dyads: 'many' is not a whole number"),
    ("run weeks=0", "weeks: 0 is not a whole number from 1"),
    ("run weeks=70000", "weeks: 70000", "65535"),
    ("run seed=-1", "seed: -1 is not a whole number from 0"),
    ("run threads=0", "threads: 0 is not a whole number from 1"),
    ("run threads=100000", "threads: 100000 is not a whole number from 1"),
    ("run record=daily", "record: 'daily' is not one of weekly, dyads, trajectories"),
    ("compare replicates=1", "replicates: 1 is not a whole number from 2"),
    # choices
    ("run regime=colaborative", "regime: 'colaborative'", "did you mean collaborative"),
    ("run setting=hospital", "setting: 'hospital' is not one of community, early_intervention"),
    ("run population=x", "population: 'x' is not one of default"),
    ("run experiment=x", "experiment: 'x' is not one of"),
    ("run regime=null", "regime=null: a choice is a name"),
    ("run regime=../run", "regime=../run: a choice is a name"),
    ("run regime=[usual,consumer]", "regime: exactly one of"),
    ("run regime=usual,consumer", "one value is needed"),
    ("run experiment=brief_therapy", "experiment/brief_therapy.yaml: regimes", "compare has"),
    ("compare regime=usual", "compare takes regimes=[a,b]"),
    ("compare regimes=[]", "regimes: [] is not a list of two or more"),
    ("compare regimes=[usual]", "regimes: [usual] is not a list of two or more"),
    ("compare regimes=[usual,usual]", "regimes: [usual,usual]", "each once"),
    ("compare regimes=[usual,collaboratve]", "'collaboratve'", "did you mean collaborative"),
    ("compare regimes=usual", "regimes: 'usual' is not a list"),
    ("compare regimes=usual,consumer", "a list is written [a,b]"),
    ("compare regimes=[usual,null]", "regimes[1]: null"),
    ("compare arms=[usual]", "arms: [usual] is not a list of two or more"),
    ("compare arms=[usual,usual]", "arms: [usual,usual]", "each once"),
    ("compare arms=[usual,usal@community]", "arms: 'usal'", "did you mean usual"),
    ("compare arms=[usual,usual@hospital]", "'hospital' is not one of community"),
    ("compare arms=[usual,usual@]", "arms: 'usual@' is not regime[@setting]"),
    ("compare arms=[usual,@community]", "arms: '@community' is not regime[@setting]"),
    ("compare arms=[usual,usual+feedbak]", "arms: 'feedbak'", "did you mean feedback"),
    ("compare arms=[usual,usual+feedback+feedback]", "adds an intervention twice"),
    ("compare arms=[usual,usual+]", "arms: 'usual+' is not regime[@setting]"),
    ("compare arms=[usual,peer] regimes=[usual,peer]", "arms: [usual,peer]", "one of them"),
    ("compare arms=usual", "arms: 'usual' is not a list"),
    ("compare decomposition=maybe", "decomposition: 'maybe' is not true or false"),
    ("run continuum=true", "continuum: run has no such key; compare has"),
    ("run intervention=fedback", "intervention: 'fedback'", "did you mean feedback"),
    ("run intervention=[training,fedback]", "intervention: 'fedback'", "did you mean feedback"),
    ("run intervention=training,feedback", "a list is written [a,b]"),
    ("run intervention=[1]", "a choice is a name"),
    ("run intervention=null", "a choice is a name"),
    # values that are impossible together
    (
        "run weeks=12 intervention=[feedback] interventions.feedback.start=13",
        "interventions.feedback.start: 13 is not a week from 1 to 12",
    ),
    (
        "compare weeks=12 intervention=[training] interventions.training.start=60",
        "interventions.training.start: 60 is not a week from 1 to 12",
    ),
    (
        "run setting=psychotherapy intervention=[boundary] interventions.boundary.start=27",
        "interventions.boundary.start: 27 is not a week from 1 to 26",
    ),
    ("run population.age.low=45", "population.age.mean: 42 is not between 45 and 84"),
    ("run population.age.low=84", "population.age.low: 84 is not below"),
    ("run population.severity.sd=0.499", "population.severity.sd: 0.499 is not below"),
    ("run service.caseload=100", "service.caseload: 100", "264"),
    ("run service.caseload=2.5", "service.caseload: 2.5 is not a whole number"),
    # options and grammar
    ("run --bogus", "no option '--bogus'"),
    ("compare --multirun", "--multirun", "run -m and sweep make many"),
    ("compare -m trust.gain=0.1,0.2", "--multirun", "run -m and sweep make many"),
    ("run --experimental-rerun x.pickle", "--experimental-rerun"),
    ("run --config-path /", "--config-path"),
    ("run --config-name compare", "--config-name"),
    ("run --config-dir nowhere", "nowhere"),
    ("run --cfg bogus", "bogus"),
    ("run --cfg job --info", "--cfg"),
    ("run hydra.run.dir=x", "hydra.run.dir=x"),
    ("run hydra.mode=MULTIRUN", "hydra.mode=MULTIRUN"),
    ("run regimes=[a", "'regimes=[a' cannot be read"),
    ("run seed=1=2", "'seed=1=2' cannot be read"),
    # output
    ("run output=", "output: ''"),
    ("run output=full", "full is not empty"),
    ("run output=full/file", "full/file is not a folder"),
    ("run output=full/file/below", "full/file/below"),
    # the parameter table
    ("params trsut", "'trsut'", "did you mean trust"),
    ("params format=xml", "format: 'xml' is not one of table, csv, md"),
    ("params --bogus", "--bogus"),
    ("params seed=1", "seed: params has no such key; it has format"),
]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Every test starts in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(("line", "said"), [(bad[0], bad[1:]) for bad in BAD], ids=str)
def test_bad_input_is_one_line_and_leaves_nothing(line, said, elsewhere, capsys):
    (elsewhere / "full").mkdir()
    (elsewhere / "full" / "file").write_text("kept")
    before = contents(elsewhere)
    assert main(line.split(" ")) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("mutua: ")
    assert shown.err.count("\n") == 1
    assert shown.err.endswith("\n")
    for words in said:
        assert words in shown.err
    assert contents(elsewhere) == before
    assert (elsewhere / "full" / "file").read_text() == "kept"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_refused_before_the_run(elsewhere, capsys):
    (elsewhere / "closed").mkdir(mode=0o500)
    assert main(["run", *SMALL, "output=closed/new"]) == 2
    assert "no permission" in capsys.readouterr().err


def ran(*words, **options):
    """Run a command in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [sys.executable, "-m", "mutua", *words],
        capture_output=True, text=True, env=environment, timeout=300, **options,
    )  # fmt: skip


@pytest.mark.parametrize("words", [["walk"], ["run", "regime=x"]])
def test_a_process_refuses_with_exit_code_2(words, elsewhere):
    done = ran(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert contents(elsewhere) == []


def test_the_overview_names_every_command_and_imports_nothing_heavy():
    code = (
        "import sys; from mutua.cli.main import main; main(['--help']);"
        "heavy = {'hydra', 'numba', 'numpy', 'pandas', 'rich', 'yaml'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": str(SOURCE)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert all(f"  {command} " in done.stdout for command in COMMANDS)


def test_no_words_show_the_overview_and_version_is_one_line(capsys):
    assert main([]) == 0
    assert "mutua COMMAND" in capsys.readouterr().out
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("mutua ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_within_80_columns(command, capsys):
    assert main([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"mutua {command}: {COMMANDS[command]}")
    assert max(map(len, shown.splitlines())) <= 80


def test_run_shows_a_summary_and_leaves_a_folder_that_loads(elsewhere, capsys):
    assert main(["run", "regime=consumer", *SMALL, "seed=3", "output=kept"]) == 0
    shown = capsys.readouterr()
    assert "consumer in community: 80 dyads, 6 weeks, seed 3" in shown.out
    assert "Results: kept" in shown.out
    assert max(map(len, shown.out.splitlines())) <= 80
    assert shown.err.count("\n") == 1, "without a terminal the log is one line"
    assert "\x1b" not in shown.err + shown.out
    assert contents(elsewhere)[0] == "kept"
    assert not list(elsewhere.rglob(".hydra"))
    kept = mutua.load("kept")
    again = mutua.simulate(regime="consumer", dyads=80, weeks=6, seed=3, threads=1)
    pd.testing.assert_frame_equal(kept.weekly, again.weekly)
    pd.testing.assert_frame_equal(kept.dyads, again.dyads)


@pytest.mark.usefixtures("undrawn")
def test_without_output_the_folder_is_named_after_the_moment_and_never_shared(elsewhere):
    assert main(["run", *SMALL]) == 0
    assert main(["run", *SMALL]) == 0
    folders = sorted(path.name for path in (elsewhere / "outputs").iterdir())
    assert len(folders) == 2
    assert all("_run" in name for name in folders)


@pytest.mark.usefixtures("undrawn")
def test_weeks_default_to_the_horizon_of_the_setting():
    assert main(["run", "setting=psychotherapy", "dyads=80", "threads=1", "output=a"]) == 0
    assert mutua.load("a").manifest["weeks"] == 26
    assert main(["run", "service.horizon=9", "dyads=80", "threads=1", "output=b"]) == 0
    assert mutua.load("b").manifest["weeks"] == 9


@pytest.mark.usefixtures("undrawn")
def test_compare_shows_every_pair_and_explicit_values_win_over_every_preset(capsys):
    words = ["compare", *SMALL, "replicates=3", "norm.control=0.3", "mechanism.roles=off"]
    words.append("regimes=[paternalistic,collaborative,consumer]")
    assert main([*words, "output=kept"]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    for pair in ("collaborative against paternalistic", "consumer against paternalistic",
                 "consumer against collaborative"):  # fmt: skip
        assert pair in shown
    assert "Results: kept" in shown
    assert "Report:  kept/report.html" in shown
    assert "survival" in shown[shown.index("Figures:") :]
    arms = mutua.load("kept").manifest["arms"]
    assert [arm["regime"] for arm in arms] == ["paternalistic", "collaborative", "consumer"]
    assert {arm["parameters"]["norm.control"] for arm in arms} == {0.3}
    assert {arm["parameters"]["attend.strain"] for arm in arms} == {0.0}
    assert len({arm["parameters"]["norm.rigidity"] for arm in arms}) == 3


def test_of_many_arms_each_is_told_against_the_reference_and_where_the_rest_is(capsys):
    regimes = ["usual", "peer", "consumer", "adaptive"]
    contrast = mutua.compare(regimes, dyads=20, replicates=2, weeks=4, threads=1)
    terminal.show_contrasts("title", regimes, contrast.headline(), contrast.summary())
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    said = [
        line.partition(",")[0] for line in shown.splitlines() if line.endswith(", the reference")
    ]
    assert said == [f"{arm} against usual" for arm in regimes[1:]]
    rest = " ".join(shown.split())
    count = contrast.summary().groupby(["reference", "arm"]).size().iloc[0]
    assert f"of {count} outcomes and series, 3 of 6 pairs of arms; all of them are in" in rest
    assert " ".join(contrast.headline()[0].split()) in rest
    assert "From week 0 to the last week, in care or not: improvement, relapses" in rest


@pytest.mark.usefixtures("undrawn")
def test_json_alone_is_on_standard_output(capsys):
    assert main(["run", *SMALL, "output=a", "--json"]) == 0
    run = json.loads(capsys.readouterr().out)
    assert run["output"] == "a"
    assert {"outcome": "dropout", "unit": "share"}.items() <= run["summary"][0].items()
    assert main(["compare", "--json", *SMALL, "replicates=2", "output=b"]) == 0
    compared = json.loads(capsys.readouterr().out)
    assert Path(compared["output"], "manifest.json").is_file()
    assert len(compared["headline"]) == 3
    summary = mutua.load("b").summary()
    shown = pd.Series([row["difference"] for row in compared["summary"]], dtype=float)
    assert shown.tolist() == pytest.approx(summary["difference"].tolist(), abs=1e-12, nan_ok=True)


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(
    "name", ["a b", "ü,é", "x=y", "(1)", "[a]", "{b:1}", "it's", "a\\", "#c", "~d", "null ", "1e3"]
)
def test_any_folder_name_can_be_written(name, elsewhere):
    assert main(["run", *SMALL, f"output={elsewhere}/{name}"]) == 0
    assert contents(elsewhere)[0] == name


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_quoted_path_is_read_by_hydra_as_it_was_typed(path):
    from hydra.core.override_parser.overrides_parser import OverridesParser

    from mutua.cli.words import quote_path

    typed = f"output={path}"
    if quote_path(typed) != typed:  # else the user quoted it
        assert OverridesParser.create().parse_override(quote_path(typed)).value() == path


def test_hydra_shows_the_composed_config_and_nothing_runs(elsewhere, capsys):
    assert main(["run", "--cfg", "job", "trust.gain=0.3", "regime=consumer"]) == 0
    shown = capsys.readouterr().out
    assert "  gain: 0.3" in shown
    assert "  control: 0.15" in shown
    assert contents(elsewhere) == []


def test_options_may_stand_between_values(capsys):
    assert main(["run", "seed=5", "--cfg", "job", "dyads=7"]) == 0
    shown = capsys.readouterr().out
    assert "seed: 5\n" in shown
    assert "dyads: 7\n" in shown


def test_what_fails_while_running_is_not_called_bad_input(elsewhere, monkeypatch, capsys):
    import mutua.studies.simulate

    def full(*args, **kwargs):
        raise mutua.StoreError("cannot write kept: No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(mutua.studies.simulate.Result, "write", full)
        assert main(["run", *SMALL, "output=kept"]) == 1
    assert capsys.readouterr().err.splitlines()[-1].endswith("No space left on device")

    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(mutua.studies.simulate, "simulate", broken)
    with pytest.raises(ZeroDivisionError):
        main(["run", *SMALL, "output=kept"])
    assert contents(elsewhere) == []


def test_an_interrupt_is_one_line_and_130(elsewhere, monkeypatch, capsys):
    import mutua.studies.simulate

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(mutua.studies.simulate, "simulate", interrupted)
    assert main(["run", *SMALL]) == 130
    assert capsys.readouterr().err == "mutua: interrupted\n"
    assert contents(elsewhere) == []


#: The command, which says when it has stepped; a shell's background would ignore the signal.
SAYING = """if True:
    import signal, sys
    from mutua.cli.main import main
    from mutua.engines import kernel

    step = kernel.step_share

    def step_and_say(*tasks):
        step(*tasks)
        print("stepped", flush=True)

    kernel.step_share = step_and_say
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
"""


@pytest.mark.slow
def test_control_c_ends_a_process_between_two_calls(elsewhere):
    """The first call loads the kernel; the signal comes within the third or soon after it."""
    words = ["run", "dyads=200_000", "weeks=3000", "threads=1", "record=weekly", "output=kept"]
    with subprocess.Popen(
        [sys.executable, "-c", SAYING, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=os.environ | {"PYTHONPATH": str(SOURCE)},
    ) as process:  # fmt: skip
        try:
            assert [process.stdout.readline() for _ in range(2)] == ["stepped\n"] * 2
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert set(out.split()) <= {"stepped"}
    assert err == "mutua: interrupted\n"
    assert contents(elsewhere) == []


def printed(code, *words):
    """Lines on standard output of a process that runs `code` and then is the command."""
    called = f"import sys; sys.argv = {['mutua', *words]}; from mutua.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{called}"], capture_output=True, text=True, timeout=300,
        check=True, env=os.environ | {"PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    return done.stdout.splitlines()


def test_garbage_is_collected_rarely_from_the_first_import_on():
    code = """if True:
        import gc
        from mutua.cli.commands import params

        params.main = lambda *_: print(gc.isenabled(), gc.get_threshold()[0])
    """
    assert printed(code, "params") == [f"True {THRESHOLD}"]


def test_garbage_is_left_at_the_end_of_a_process():
    code = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 10_000))"
    assert printed(code, "params", "trust.gain")[-1] == "True"


def test_a_command_within_another_process_leaves_its_garbage_alone(capsys):
    before = gc.get_threshold(), gc.get_freeze_count()
    assert main(["params", "trust.gain"]) == 0
    with terminal.progress(100) as report:
        report(100)
    assert gc.isenabled()
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_params_come_from_the_declarations(capsys):
    assert main(["params", "format=csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["name"] for row in rows] == list(DECLARED)
    for row in rows:
        declared = DECLARED[row["name"]]
        assert [float(row[key]) for key in ("default", "low", "high")] == [
            declared.default, declared.low, declared.high]  # fmt: skip
        words = ("unit", "form", "number", "about")
        assert [row[key] for key in words] == [getattr(declared, key) for key in words]
    assert main(["params", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == list(DECLARED)


def test_params_as_markdown_is_one_table(capsys):
    assert main(["params", "format=md"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(DECLARED)
    assert {line.replace("\\|", "").count("|") for line in lines} == {9}


def test_params_keep_what_mentions_every_word(capsys):
    assert main(["params", "trust.gain"]) == 0
    assert "S002 item 114" in capsys.readouterr().out
    assert main(["params", "TRUST", "falls", "format=csv"]) == 0
    names = [row.split(",")[0] for row in capsys.readouterr().out.splitlines()[1:]]
    assert names == ["trust.loss"]


def test_the_bar_is_for_terminals_and_the_rate_is_in_the_log(capsys, monkeypatch):
    from mutua.cli.terminal import progress, rate

    with progress(100) as report:
        report(60)
        report(40)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("100 dyad-weeks in ")
    clock = iter((0.0, 0.4, 0.6))
    monkeypatch.setattr(terminal, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    with progress(100, first=True) as report:
        report(0)  # compiled, or loaded
        report(100)
    line = capsys.readouterr().err
    assert line == "100 dyad-weeks in 0.2 s, 500 dyad-weeks/s; compiling before, once: 0.4 s\n"
    assert rate(999.0) == "999 dyad-weeks/s"
    assert rate(2.5e7) == "25.00 million dyad-weeks/s"


def test_a_bar_counts_steps_beside_it_and_takes_more_work_on_the_way(capsys):
    from mutua.cli.terminal import progress

    with progress(100, step=10, steps="points") as bar:
        bar(45)
        shown = bar.shown.tasks[bar.task]
        assert (shown.description, shown.total) == ("simulating, 4 of 10 points", 100)
        bar.more(60)
        bar(115)
        assert shown.description == "simulating, 16 of 16 points"
    assert capsys.readouterr().err.startswith("160 dyad-weeks in ")


def test_numbers_show_two_digits_of_their_uncertainty():
    from mutua.cli.terminal import decimals, number

    assert [decimals(x) for x in (12.0, 1.2, 0.12, 0.012, 1e-9, 0.0, float("nan"))] == [
        0, 1, 2, 3, 4, 3, 3]  # fmt: skip
    assert number(0.12345, 2, "+") == "+0.12"
    assert number(-0.0001, 2) == "0.00"
    assert number(float("nan")) == "-"
