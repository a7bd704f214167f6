"""Hydra composes what `scenarios.resolve` resolves; presets and experiments are valid."""

import inspect
import re

import pytest
from omegaconf import OmegaConf

import mutua
from mutua.cli.compose import plans
from mutua.cli.keys import SIMULATING, command_keys, structured_config, value_names
from mutua.cli.main import main
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.model.parameters.service import TEAM_MAX
from mutua.scenarios.check import flatten
from mutua.scenarios.presets import configs, presets
from mutua.scenarios.resolve import DEFAULTS, resolve
from mutua.studies.simulate import RECORDS

ARMS = [
    ("usual", "community", "default"),
    ("paternalistic", "inpatient", "default"),
    ("consumer", "psychotherapy", "default"),
]
EXPLICIT = [
    ({}, {}),
    (
        {"norm.control": 0.4, "population.severity.mean": 0.5, "obligation.gain": 0.2},
        {"obligation": False, "roles": True},
    ),
    ({"service.horizon": 12.0}, dict.fromkeys(NEUTRAL, False)),
]
INTERVENTIONS = [[], ["training"], list(presets("intervention"))]


def words(parameters, mechanism):
    switches = {f"mechanism.{name}": "on" if on else "off" for name, on in mechanism.items()}
    return [f"{name}={value}" for name, value in (parameters | switches).items()]


@pytest.mark.parametrize(("arm", "explicit"), list(zip(ARMS, EXPLICIT, strict=True)), ids=str)
def test_hydra_and_python_resolve_the_same_values(arm, explicit):
    """Hydra layers the presets by itself: once with each kind of explicit values."""
    (regime, setting, population), (parameters, mechanism) = arm, explicit
    choices = [f"regime={regime}", f"setting={setting}", f"population={population}"]
    (plan,) = plans("run", [*words(parameters, mechanism), *choices])
    expected = resolve(
        regime=regime, setting=setting, population=population, mechanism=mechanism,
        parameters=parameters,
    )  # fmt: skip
    (made,) = plan.scenarios
    assert made.values == expected.values
    assert list(made.values) == list(expected.values)
    assert (made.name, made.regime, made.setting, made.population) == (
        regime, regime, setting, population)  # fmt: skip
    assert made.parameters == expected.parameters


@pytest.mark.parametrize("intervention", INTERVENTIONS, ids=len)
def test_interventions_are_a_list_in_hydra_and_in_python(intervention):
    regime = "peer"
    chosen = [f"intervention=[{','.join(intervention)}]", "interventions.training.start=26"]
    expected = resolve(
        regime=regime,
        intervention=intervention,
        parameters={"interventions.training.start": 26},
    )
    (plan,) = plans("run", [f"regime={regime}", *chosen])
    assert plan.scenarios[0] == expected
    assert set(plan.scenarios[0].interventions) == set(intervention)


def test_interventions_hold_in_every_arm():
    regimes, intervention = presets("regime"), presets("intervention")
    chosen = [f"intervention=[{','.join(intervention)}]", f"regimes=[{','.join(regimes)}]"]
    (plan,) = plans("compare", chosen)
    for arm, regime in zip(plan.scenarios, regimes, strict=True):
        assert arm == resolve(regime=regime, intervention=intervention)


@pytest.mark.parametrize("command", SIMULATING)
def test_the_schema_has_the_declared_names_and_defaults_and_no_others(command):
    composed = OmegaConf.to_container(OmegaConf.structured(structured_config(command)))
    flat = dict(flatten(composed))
    assert list(flat) == value_names(command)
    assert {name: flat[name] for name in DECLARED} == {d.name: d.default for d in DECLARED.values()}


@pytest.mark.parametrize("command", SIMULATING)
def test_keys_default_to_what_the_python_functions_default_to(command):
    function = mutua.simulate if command == "run" else getattr(mutua, command)
    defaults = {p.name: p.default for p in inspect.signature(function).parameters.values()}
    of_folder = ("output", "figures")  # arguments of a result's `save`
    own = {n: key.default for n, key in command_keys(command).items() if n not in of_folder}
    assert own == {name: defaults[name] for name in own}
    (plan,) = plans(command, [])
    assert plan.scenarios[0].setting == DEFAULTS["setting"]
    assert plan.scenarios[0].population == DEFAULTS["population"]
    assert DEFAULTS["regime"] == "usual"
    assert plan.scenarios[0].interventions == DEFAULTS["intervention"]


def test_what_record_may_be_is_said_as_it_is():
    assert re.split(", | or ", command_keys("run")["record"].allowed) == list(RECORDS)


def test_a_value_may_refer_to_another_and_a_group_may_be_given_whole():
    (plan,) = plans("run", ["trust.gain=${trust.loss}", "bond={gain:0.3,fade:0.1}"])
    values = plan.scenarios[0].values
    assert values["trust.gain"] == values["trust.loss"]
    assert (values["bond.gain"], values["bond.fade"]) == (0.3, 0.1)


def test_a_folder_of_ones_own_adds_regimes(tmp_path):
    (tmp_path / "regime").mkdir()
    own = tmp_path / "regime" / "peers.yaml"
    own.write_text("# @package _global_\nnorm: {control: 0.4}\n", encoding="utf-8")
    chosen = ["regimes=[usual,peers]", "--config-dir", str(tmp_path)]
    (plan,) = plans("compare", chosen)
    assert [arm.name for arm in plan.scenarios] == ["usual", "peers"]
    assert plan.scenarios[1].values["norm.control"] == 0.4


def test_a_folder_of_ones_own__is_read_from_python_as_from_the_command_line(tmp_path):
    (tmp_path / "setting").mkdir()
    own = tmp_path / "setting" / "ours.yaml"
    own.write_text("# @package _global_\nservice: {caseload: 12}\n", encoding="utf-8")
    (plan,) = plans("run", ["setting=ours", "--config-dir", str(tmp_path)])
    arm = resolve(setting="ours", config_dir=tmp_path)
    assert arm == plan.scenarios[0]
    assert arm.values["service.caseload"] == 12
    swept = mutua.sweep({"setting": ["community", "ours"]}, scenario=arm, regimes=["usual"],
                        dyads=8, weeks=2, replicates=1, threads=1)  # fmt: skip
    assert list(swept.table["setting"]) == ["community", "ours"]
    own.rename(tmp_path / "setting" / "routine.yaml")
    with pytest.raises(mutua.ParameterError, match=r"config_dir: .*routine\.yaml has the name"):
        resolve(setting="routine", config_dir=tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("norm: {contrl: 0.4}", "'norm.contrl' is not declared; did you mean norm.control?"),
        ("norm: {control: 4}", "norm.control: 4 is not a number from 0 to 1"),
        ("norm: {control: &a 0.4, power: *a}", "is too long, or repeats itself by aliases"),
        ("- norm", "holds no values by name"),
        ("norm: [", "line 1"),
        ("{" * 5_000, "maximum recursion depth"),
    ],
)
def test_a_bad_preset__is_refused_in_python_by_its_file(text, said, tmp_path):
    (tmp_path / "regime").mkdir()
    (tmp_path / "regime" / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(mutua.ParameterError, match=r"own\.yaml: ") as refused:
        resolve(regime="own", config_dir=tmp_path)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("trust: {gian: 1}", ["experiment/own.yaml", "trust.gian", "trust.gain"]),
        ("trust: {gain: much}", ["experiment/own.yaml", "trust.gain", "'much'", "from 0 to 1"]),
        ("trust: {gain: 7}", ["trust.gain: 7", "from 0 to 1"]),
        ("dyads: 1e3", ["experiment/own.yaml", "dyads", "1_000"]),
        ("trust: {gain: [", ["own.yaml", "line 3"]),
        ("- 1", ["experiment/own"]),
        ("defaults: [override /setting: hospital]", ["setting: 'hospital'", "community"]),
        (
            "intervention: [feedback]",
            [
                "own.yaml: intervention: is chosen under defaults:",
                "'- override /intervention: [NAME]'",
            ],
        ),
        ("regime: peer", ["own.yaml: regime:", "'- override /regime: NAME'"]),
    ],
)
def test_a_bad_experiment_is_refused_by_name(text, said, tmp_path):
    (tmp_path / "experiment").mkdir()
    own = tmp_path / "experiment" / "own.yaml"
    own.write_text(f"# @package _global_\n{text}\n", encoding="utf-8")
    with pytest.raises(mutua.ParameterError) as refused:
        plans("run", ["experiment=own", "--config-dir", str(tmp_path)])
    assert all(piece in str(refused.value) for piece in said)


def test_an_experiment_without_its_first_line_is_told_so(tmp_path):
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "own.yaml").write_text("trust: {gain: 0.1}\n", encoding="utf-8")
    with pytest.raises(mutua.ParameterError, match="@package _global_"):
        plans("run", ["experiment=own", "--config-dir", str(tmp_path)])


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("name", presets("experiment"))
def test_every_experiment_says_its_command_and_runs(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (configs() / "experiment" / f"{name}.yaml").read_text(encoding="utf-8")
    said = re.search(rf"^# mutua (run|compare|sweep) experiment={name}( .*)?$", text, re.MULTILINE)
    assert said, "its third line is the command"
    small = ["dyads=40", "weeks=4", "threads=1", "output=kept"]
    small += ["replicates=2"] if said[1] != "run" else []
    small += ["design.points=4"] if said[1] == "sweep" else []
    assert main([said[1], f"experiment={name}", *(said[2] or "").split(), *small]) == 0
    assert mutua.load("kept").manifest["dyads"] == 40


@pytest.mark.parametrize("group", ["regime", "setting", "population", "intervention"])
def test_presets_are_within_bounds_and_start_with_their_package(group):
    for name in presets(group):
        resolve(**{group: [name] if group == "intervention" else name})
        text = (configs() / group / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.startswith("# @package _global_\n")


def test_a_full_team_is_allowed():
    (plan,) = plans("run", [f"service.caseload={TEAM_MAX // 4}", "service.team_size=4"])
    values = plan.scenarios[0].values
    assert values["service.caseload"] * values["service.team_size"] == TEAM_MAX
