"""Shells complete commands, names and presets, from scripts that run nothing."""

import shutil
import subprocess

import pytest

from mutua.cli.completion import SHELLS, values_of
from mutua.cli.keys import COMPOSED, command_keys
from mutua.cli.main import COMMANDS, main
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.presets import presets

#: Calls the function of the script as bash does at the end of a line.
ASK = r"""
ask() {
  COMP_LINE="$1"; COMP_POINT=${#1}; COMP_WORDS=($1); COMP_WORDBREAKS=$' \t\n"=:'
  case "$1" in *' ') COMP_WORDS[${#COMP_WORDS[@]}]= ;; esac
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _mutua
  printf '%s|' "${COMPREPLY[@]}"; echo
}
"""
LINES = {
    "mutua com": ["compare ", "completion "],
    "mutua compare regi": ["regimes="],
    "mutua run regime=p": [f"{name} " for name in presets("regime") if name[0] == "p"],
    "mutua compare regimes=[usual,co": ["[usual,collaborative", "[usual,consumer"],
    "mutua compare 'regimes=[usual,pe": ["[usual,peer"],
    "mutua run trust.ga": ["trust.gain="],
    "mutua sweep mechanism.obligation=": ["on ", "off "],
    "mutua params trust.ga": ["trust.gain "],
    "mutua new sett": ["setting "],
    "mutua export regi": [],
    "mutua run output=some": [],  # names of files, by readline
}


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def test_bash__completes_commands_names_values_and_lists(capsys) -> None:
    asked = "\n".join(f'ask "{line}"' for line in LINES)
    done = subprocess.run(
        ["bash", "--norc"], input=script("bash", capsys) + ASK + asked,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    given = [line.split("|")[:-1] for line in done.stdout.splitlines()]
    given = [[] if words == [""] else words for words in given]
    assert not done.stderr
    assert dict(zip(LINES, given, strict=True)) == LINES


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script__knows_every_word(shell, capsys) -> None:
    text = script(shell, capsys)
    assert all(command in text for command in COMMANDS)
    assert all(f"{name}=" in text for name in DECLARED)
    assert all(f"{name}=" in text for command in COMPOSED for name in command_keys(command))
    assert len(text) < 200_000
    if found := shutil.which(shell):
        subprocess.run([found, "-n"], input=text, text=True, check=True)


def test_presets__are_completed_where_a_command_takes_them() -> None:
    assert values_of("run")["regime"] == presets("regime")
    assert values_of("compare")["regimes"] == presets("regime")
    assert values_of("export") == {}


@pytest.mark.parametrize("words", [[], ["tcsh"], ["bash", "zsh"], ["bash", "--json"]])
def test_another_shell__is_refused(words, capsys) -> None:
    assert main(["completion", *words]) == 2
    assert "bash, zsh, fish" in capsys.readouterr().err
