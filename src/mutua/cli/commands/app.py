"""The command app: a page to play with, served until it is interrupted."""

from collections.abc import Sequence

from mutua.cli.parse import parse_with_defaults
from mutua.errors import ParameterError


def main(words: Sequence[str], as_json: bool) -> None:
    """Serve the page."""
    from mutua.app.serve import serve

    plain, keys = parse_with_defaults("app", words)
    if plain:
        raise ParameterError(f"{plain[0]!r} is not name=value; see mutua app --help")
    if as_json:
        raise ParameterError("--json: app prints no result; the page exports what it shows")
    serve(keys["host"], keys["port"], is_opened=keys["browser"])
