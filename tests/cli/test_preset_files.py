"""A folder of presets that others sent runs no code, changes no folder and writes no file."""

import logging
import os
from pathlib import Path

import pytest
from hydra._internal.core_plugins.file_config_source import FileConfigSource
from hydra._internal.sources_registry import SourcesRegistry

from mutua.cli import preset_files
from mutua.cli.main import main

HEAD = "# @package _global_\n"
CODE = "{_target_: pathlib.Path.touch, self: SPOILED}"
HANDLER = "{version: 1, handlers: {x: {class: logging.FileHandler, filename: SPOILED}}, " \
          "root: {handlers: [x]}, disable_existing_loggers: false}"  # fmt: skip
#: What an experiment may say that reaches Hydra itself.
ATTACKS = {
    "callbacks": f"{HEAD}hydra: {{callbacks: {{x: {CODE}}}}}",
    "copying": f"{HEAD}hydra: {{callbacks: {{x: {{_target_: shutil.copyfile, "
    "src: /etc/hostname, dst: SPOILED}}}",
    "launcher": f"{HEAD}hydra: {{launcher: {CODE}}}",
    "sweeper": f"{HEAD}hydra: {{sweeper: {CODE}}}",
    "job_logging": f"{HEAD}hydra: {{job_logging: {HANDLER}}}",
    "hydra_logging": f"{HEAD}hydra: {{hydra_logging: {HANDLER}}}",
    "chdir": f"{HEAD}hydra: {{job: {{chdir: true}}, run: {{dir: SPOILED}}}}",
    "run_dir": f"{HEAD}hydra: {{run: {{dir: SPOILED}}}}",
    "sweep_dir": f"{HEAD}hydra: {{sweep: {{dir: SPOILED}}}}",
    "subdir": f"{HEAD}hydra: {{output_subdir: SPOILED}}",
    "env_set": f"{HEAD}hydra: {{job: {{env_set: {{SPOILED: '1'}}}}}}",
    "env_copy": f"{HEAD}hydra: {{job: {{env_copy: [HOME]}}}}",
    "searchpath": f"{HEAD}hydra: {{searchpath: ['pkg://spoiling']}}",
    "mode": f"{HEAD}hydra: {{mode: MULTIRUN}}",
    "package": f"# @package hydra\ncallbacks: {{x: {CODE}}}",
    "inner package": f"# @package hydra.callbacks.x\n{CODE}",
    "global package": f"# @package _global_.hydra.callbacks.x\n{CODE}",
    "launcher of a list": f"{HEAD}defaults: [override /hydra/launcher: spoiling]",
    "sweeper of a list": f"{HEAD}defaults: [override /hydra/sweeper: basic]",
    "callbacks of a list": f"{HEAD}defaults: [/hydra/callbacks: spoiling]",
    "logging of a list": f"{HEAD}defaults: [override /hydra/job_logging: spoiling]",
    "a list's package": f"{HEAD}defaults: [/other@hydra.callbacks.x: spoiling]",
    "a list's global package": f"{HEAD}defaults: ['/other/spoiling@_global_.hydra.callbacks.x']",
    "a list's path": f"{HEAD}defaults: [/hydra/callbacks/spoiling]",
    "a relative path": f"{HEAD}defaults: [../hydra/callbacks/spoiling]",
    "a target": f"{HEAD}trust: {CODE}",
    "a deep target": f"{HEAD}space: {{a: [{{b: {CODE}}}]}}",
    "a merged key": f"{HEAD}x: &x {{hydra: {{callbacks: {{x: {CODE}}}}}}}\n<<: *x",
}
WAYS = ["run", "compare", "sweep", "calibrate", "run -m", "run -m hydra/sweeper=basic",
        "run --cfg all", "sweep --cfg job"]  # fmt: skip


@pytest.fixture
def sent(tmp_path, monkeypatch):
    """Puts files into a folder of presets; the working directory holds nothing else."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path / "sent"))

    def put(content):
        files = {
            "experiment/spoiling.yaml": content,
            "other/spoiling.yaml": CODE,
            "hydra/launcher/spoiling.yaml": CODE,
            "hydra/callbacks/spoiling.yaml": f"x: {CODE}",
            "hydra/job_logging/spoiling.yaml": HANDLER,
            "spoiling/__init__.py": "import pathlib; pathlib.Path('SPOILED').touch()",
        }
        for name, text in files.items():
            path = tmp_path / "sent" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return put


def words_of(way, *more):
    return [*way.split(), "--config-dir", "sent", "experiment=spoiling", *more]


def refuse(capsys, words):
    before, environment, handlers = Path.cwd(), dict(os.environ), list(logging.root.handlers)
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert err.startswith("mutua: ")
    assert err.count("\n") == 1
    assert not out
    assert [path.name for path in before.iterdir()] == ["sent"]
    assert not list(before.rglob("*SPOILED*"))
    assert (Path.cwd(), dict(os.environ), logging.root.handlers) == (before, environment, handlers)
    return err


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_experiment_that_reaches_hydra_itself_is_refused(attack, sent, capsys):
    sent(ATTACKS[attack])
    error = refuse(capsys, words_of("run"))
    assert "experiment/spoiling.yaml: " in error
    assert "how Hydra itself runs is fixed" in error or "_target_ names code" in error


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("attack", ["callbacks", "job_logging", "launcher of a list", "a target"])
def test_it_is_refused_by_every_command(way, attack, sent, capsys):
    sent(ATTACKS[attack])
    assert "experiment/spoiling.yaml: " in refuse(capsys, words_of(way))


@pytest.mark.parametrize("way", ["run", "run -m hydra/sweeper=basic seed=1,2"])
@pytest.mark.parametrize("group", ["regime", "setting", "population"])
def test_any_preset_is_refused_as_an_experiment_is(way, group, sent, capsys, tmp_path):
    sent(f"{HEAD}weeks: 3")
    (tmp_path / "sent" / group).mkdir()
    (tmp_path / "sent" / group / "theirs.yaml").write_text(ATTACKS["callbacks"])
    assert f"{group}/theirs.yaml: " in refuse(capsys, words_of(way, f"{group}=theirs"))


def test_one_job_that_is_refused_keeps_all_others_from_starting(sent, capsys, tmp_path):
    sent(ATTACKS["callbacks"])
    (tmp_path / "sent/experiment/harmless.yaml").write_text(f"{HEAD}dyads: 80\nweeks: 2")
    words = ["run", "-m", "hydra/sweeper=basic", "--config-dir", "sent"]
    assert main([*words, "experiment=harmless,spoiling"]) == 2
    assert "experiment/spoiling.yaml: " in capsys.readouterr().err
    kept = [path.name for path in Path("outputs").rglob("*") if path.is_file()]
    assert kept == ["multirun.yaml"]  # Hydra's own, of what was asked for


@pytest.mark.parametrize(
    "word", ["hydra/launcher=spoiling", "hydra.launcher._target_=os.system",
             "+hydra.sweeper.x={_target_:os.system}"],
)  # fmt: skip
def test_a_job_s_words_name_no_code_either(word, sent, capsys):
    sent(f"{HEAD}weeks: 3")
    refuse(capsys, words_of("run -m hydra/sweeper=basic", word))


UNREADABLE = ["x: " + "[" * 5_000 + "]" * 5_000, "seed: " + "9" * 5_000,
              "trust: {gain: " + "9" * 400 + "}", "\x00", "[", "- 1", "7",
              "mechanism: {exchange: 3}", "x: &x [*x]", f"output: {'a' * 1_000_001}",
              "".join(f"a{k}: &a{k} [{f'*a{k - 1},' * 99 if k else ''}1]\n" for k in range(9)),
              "space: {trust.gain: 'interval(0," + "9" * 5_000 + ")'}"]  # fmt: skip


@pytest.mark.parametrize("content", UNREADABLE)
def test_a_file_that_cannot_be_read_is_one_line(content, sent, capsys):
    sent(HEAD + content)
    refuse(capsys, words_of("run"))


def test_without_the_check_hydra_does_run_what_a_file_names(sent, monkeypatch):
    monkeypatch.setattr(preset_files, "refuse_code", lambda *_: None)
    sent(ATTACKS["run_dir"])
    main(words_of("run", "trust.gain=2"))
    assert Path("SPOILED").exists()


def test_a_harmless_folder_of_presets_is_taken(sent, capsys):
    sent(f"{HEAD}defaults: [override /setting: psychotherapy]\ntrust: {{gain: 0.3}}")
    assert main(words_of("run --cfg job")) == 0
    assert "gain: 0.3" in capsys.readouterr().out


def test_a_launcher_s_worker__may_register_hydra_s_own_reader_beside_ours():
    """Joblib's does, after it was sent the readers of the process that started it."""
    with preset_files.checked_files():
        SourcesRegistry.instance().register(FileConfigSource)
        assert SourcesRegistry.instance().types["file"] is preset_files.PresetFiles
