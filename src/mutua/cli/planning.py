"""Plans of the commands that simulate scenarios: read plainly, or composed by Hydra."""

from collections.abc import Sequence

from mutua.cli.plain import Plan, plain_plan


def plan_command(command: str, words: Sequence[str]) -> list[Plan]:
    """Check what `words` ask for; empty where they ask Hydra to show something.

    Raises
    ------
    ParameterError
        Anything that cannot be composed, or is composed and not allowed.
    """
    plan = plain_plan(command, words)
    if plan is not None:
        return [plan]
    from mutua.cli.compose import plans

    return plans(command, words)
