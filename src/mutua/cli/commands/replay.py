"""The command replay: one dyad of a stored run, week by week."""

import json
from collections.abc import Sequence
from contextlib import ExitStack

from mutua.cli.output import as_bad_folder, free_folder, reserve_folder, write_result
from mutua.cli.parse import parse_folder
from mutua.errors import StoreError


def main(words: Sequence[str], as_json: bool) -> None:
    """Print the story of one dyad of a stored run, and keep it where an output is named.

    A story that is not that of the run is shown all the same, and the command fails.
    """
    from mutua.studies.replay.replay import replay

    keys = parse_folder("replay", words)
    output, figures = keys.pop("output"), keys.pop("figures")
    with ExitStack() as stack:
        writer = None
        if output is not None:
            writer = stack.enter_context(reserve_folder(free_folder(output)))
        with as_bad_folder("replay"):
            story = replay(**keys)
        if writer is not None:
            write_result(story, writer, figures)
    if as_json:
        print(json.dumps({"output": output} | story.as_dict(), indent=2, ensure_ascii=False))
    else:
        print(story.text() + (f"\nStory: {output}" if output else ""))
    if not story.verification.holds:
        raise StoreError(story.verification.sentence)
