"""The command replay: one dyad of a stored run, week by week."""

import json
from collections.abc import Sequence
from contextlib import ExitStack

from mutua.cli import garbage
from mutua.cli.output import checked_output, held_folder
from mutua.errors import ParameterError, StoreError


def main(words: Sequence[str], as_json: bool) -> None:
    """The story of one dyad of a stored run, shown, and kept where an output is named.

    What is told is told even if the replay is not the run; the command then fails.
    """
    from mutua.cli.parse import read
    from mutua.studies.replay import replay as story

    keys = read("replay", words)
    named = keys.pop("output")
    with ExitStack() as held:
        folder = None if named is None else held.enter_context(held_folder(checked_output(named)))
        try:
            garbage.begin()
            told = story.replay(**keys)
        except StoreError as error:
            raise ParameterError(f"run: {error}") from error
        if folder is not None:
            told.write(folder)
    if as_json:
        print(json.dumps({"output": named} | told.as_dict(), indent=2, ensure_ascii=False))
    else:
        print(told.text() + (f"\nStory: {named}" if named else ""))
    if not told.verification.holds:
        raise StoreError(told.verification.sentence)
