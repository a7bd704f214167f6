"""`mutua new` writes a preset that can be run as it is, and says what each value means."""

import re
from pathlib import Path

import pytest
from helpers import ROOT

import mutua
from mutua.cli.main import main
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.preset_text import BEGUN_FROM, preset_text
from mutua.scenarios.presets import presets

OWN = {
    "regime": {"norm.control": 0.4, "norm.adaptive": 0.5, "norm.user.love": 1.0},
    "setting": {"service.caseload": 12, "exit.patience": 8, "trust.gain": 0.1},
    "population": {"population.age.mean": 30},
    "intervention": {"interventions.training.strength": 0.3, "interventions.feedback.start": 27},
}


def chosen(group: str, name: str) -> dict:
    return {group: [name] if group == "intervention" else name}


def written(folder: Path, group: str, text: str) -> mutua.Scenario:
    """The scenario of a text as a preset of one's own."""
    file = folder / group / "ours.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return mutua.scenario(**chosen(group, "ours"), config_dir=folder)


@pytest.mark.parametrize("group", OWN)
def test_a_new_preset__is_the_one_it_began_from_with_its_own_values(group, tmp_path) -> None:
    for like in presets(group):
        text = preset_text(group, "ours", like, OWN[group])
        expected = mutua.scenario(**chosen(group, like), parameters=OWN[group])
        assert written(tmp_path, group, text).values == expected.values
        uncommented = re.sub(r"(?m)^( *)#(?=\w)", r"\1", text)
        assert uncommented.count("\n") == text.count("\n")
        assert written(tmp_path, group, uncommented).values == expected.values
        assert max(map(len, text.splitlines())) <= 100


def test_a_new_preset__gives_meaning_and_bounds_of_every_value() -> None:
    text = preset_text("regime", "ours", "usual", {})
    for name in (name for name in DECLARED if name.startswith("norm.")):
        assert DECLARED[name].about in " ".join(re.sub("#", " ", text).split())
    assert text.count("(0 to 6, units a visit)") == 12


def test_the_commands_that_new_prints__run(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    for group, values in OWN.items():
        capsys.readouterr()
        words = [f"{name}={value}" for name, value in values.items()]
        assert main(["new", group, "ours", *words]) == 0
        said = dict(line.split(":", 1) for line in capsys.readouterr().out.splitlines())
        command = said["Shell"].split()[1:]
        small = ["dyads=8", "replicates=2", "weeks=30", "threads=1", "figures=false"]
        small += ["regimes=[usual,peer]"] if "[" not in said["Shell"] else []
        assert main([word.strip("'") for word in command] + [*small, f"output={group}"]) == 0
        arm = mutua.load(group).manifest["arms"][1]["parameters"]
        assert {name: arm[name] for name in values} == values
        assert said["Python"].strip().startswith("mutua.compare(")
        text = (tmp_path / "presets" / group / "ours.yaml").read_text("utf-8")
        assert said["Shell"].strip() in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "new: a group and a name are needed, one of regime, setting"),
        ("regim ours", "new: 'regim' is not one of regime, setting, population, intervention; did"),
        ("regime usual", "new: the regime usual ships with mutua; take another name"),
        ("regime a-b", "new: 'a-b' is not a name of letters, digits and _"),
        ("regime ours like=usul", "did you mean usual?"),
        ("regime ours norm.contrl=0.4", "'norm.contrl' is not declared; did you mean norm.control"),
        ("regime ours norm.control=4", "norm.control: 4 is not a number from 0 to 1"),
        ("regime ours norm.control=x", "norm.control: 'x' is not a number from 0 to 1"),
        ("regime there", "new: cannot write presets/regime/there.yaml: File exists"),
    ],
)
def test_what_cannot_be_begun__is_refused_and_writes_nothing(
    words, said, tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    there = tmp_path / "presets" / "regime" / "there.yaml"
    there.parent.mkdir(parents=True)
    there.write_text("norm: {control: 0.3}\n", encoding="utf-8")
    assert main(["new", *words.split()]) == 2
    assert said in capsys.readouterr().err
    assert [p.name for p in there.parent.iterdir()] == ["there.yaml"]
    assert there.read_text("utf-8") == "norm: {control: 0.3}\n"


def test_the_help_of_commands_with_arms__lists_the_regimes(capsys) -> None:
    for command in ("compare", "sweep", "reciprocity"):
        assert main([command, "--help"]) == 0
        shown = " ".join(capsys.readouterr().out.split())
        assert f"{', '.join(presets('regime'))}; as regimes=[usual,peer]" in shown


def test_what_ships__can_be_begun_from() -> None:
    assert all(like in presets(group) for group, like in BEGUN_FROM.items())
    assert (ROOT / "configs").is_dir()
