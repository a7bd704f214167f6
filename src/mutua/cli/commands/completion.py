"""The command completion: a script by which a shell completes mutua's words."""

from collections.abc import Sequence

from mutua.cli.parse import parse
from mutua.errors import ParameterError, one_of


def main(words: Sequence[str], as_json: bool) -> None:
    """Print the script of one shell."""
    from mutua.cli.completion import SHELLS

    shells, _ = parse("completion", words)
    if len(shells) != 1 or as_json:
        raise ParameterError(f"completion: one shell is needed, of {', '.join(SHELLS)}")
    one_of("completion", shells[0], SHELLS)
    print(SHELLS[shells[0]](), end="")
