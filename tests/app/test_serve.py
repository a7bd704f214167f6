"""The page is served to this machine alone, or refused in one line."""

import socket
from importlib.util import find_spec

import pytest

from mutua.app import serve
from mutua.cli.keys import command_keys
from mutua.cli.main import main
from mutua.errors import ParameterError


def test_the_usual_address__is_of_this_machine_alone() -> None:
    assert command_keys("app")["host"].default == "127.0.0.1"


def test_without_the_extra__one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = {"solara": None}
    monkeypatch.setattr(serve, "find_spec", lambda name: lacking.get(name, find_spec("json")))
    assert main(["app", "browser=false"]) == 2
    assert capsys.readouterr().err == f"mutua: {serve.INSTALL}\n"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["port=0"], "port: 0 is not a whole number from 1 to 65535"),
        (["port=web"], "port: 'web'"),
        (["hots=1.2.3.4"], "did you mean host"),
        (["browser=maybe"], "browser: 'maybe' is not true or false"),
        (["usual"], "'usual' is not name=value"),
        (["--json"], "app prints no result"),
    ],
)
def test_a_wrong_word__is_refused(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["app", *words]) == 2
    assert named in capsys.readouterr().err


def test_an_address_that_is_taken_or_elsewhere__is_refused() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ParameterError, match=f"127.0.0.1:{port} cannot be listened at"):
            serve.check_address("127.0.0.1", port)
    with pytest.raises(ParameterError, match=r"192\.0\.2\.1:8765 cannot be listened at"):
        serve.check_address("192.0.2.1", 8765)
