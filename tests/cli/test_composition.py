"""Composing directly gives what Hydra gives by its own way, which ``--run`` asks for."""

import pytest
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra.core.global_hydra import GlobalHydra

from mutua.cli.compose import plans
from mutua.errors import ParameterError

ALLOWED = [
    "run",
    "run regime=consumer setting=psychotherapy trust.gain=0.3 mechanism.obligation=off seed=1_000",
    "run experiment=no_obligation trust.gain=${trust.loss} dyads=${now:%Y}",
    "run intervention=[feedback,training] output=${seed}/${hydra:runtime.choices.regime}",
    "run output=${hydra:job.name}/${hydra:job.config_name}/${hydra:mode}/${hydra:run.dir}",
    "run output=${hydra:runtime.output_dir}/${hydra:runtime.cwd}/${hydra:runtime.version_base}",
    "compare arms=[usual,peer@psychotherapy+feedback] norm.control=0.3",
]
REFUSED = [
    "run trust={gian:1}",
    "run trust.gain=much",
    "run trust.gain=null",
    "run trust.gain=???",
    "run trust.gain=${nope}",
    "run trust=0.1",
    "run weeks=${trust}",
    "run seed=${hydra:job.id}",
    "run output=${hydra:overrides.hydra}",
    "run output=${hydra:sweep.subdir}",
    "run regime=colaborative",
    "run regime=[usual,consumer]",
    "run experiment=brief_therapy",
    "run intervention=[training,fedback]",
    "run population.age.low=45",
    "compare arms=[usual,usual+feedbak]",
]


def refused(command, words):
    with pytest.raises(ParameterError) as error:
        plans(command, words)
    assert not GlobalHydra.instance().is_initialized()
    return str(error.value)


@pytest.mark.parametrize("line", ALLOWED)
def test_what_is_composed_directly_is_the_same_plan(line):
    command, *words = line.split(" ")
    (plan,) = plans(command, words)
    assert [plan] == plans(command, ["--run", *words])
    assert not GlobalHydra.instance().is_initialized()


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_refused_is_refused_in_the_same_words(line):
    command, *words = line.split(" ")
    assert refused(command, words) == refused(command, ["--run", *words])


@pytest.mark.parametrize(("command", "times"), [("run", 1), ("compare", 5)])
def test_a_command_composes_once_and_once_more_for_each_arm(command, times, monkeypatch):
    composing, composed = ConfigLoaderImpl.load_configuration, []

    def counted(*args, **kwargs):
        composed.append(args)
        return composing(*args, **kwargs)

    monkeypatch.setattr(ConfigLoaderImpl, "load_configuration", counted)
    plans(command, [])
    assert len(composed) == times
