"""A visit as the server holds it, without a browser."""

from typing import Any

import pytest

pytest.importorskip("solara", reason="the extra 'app' is not installed")


def test_an_action__is_never_answered_with_the_choices_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The browser takes over choices whose turn is its own: they are those that it asked for."""
    import solara

    from mutua.app import page

    class Router:
        search = ""

    monkeypatch.setattr(page.solara, "use_router", lambda: Router)
    drawn: list[page.PageVisit] = []

    @solara.component
    def Visit() -> Any:  # noqa: N802
        drawn.append(page.use_visit())
        solara.Text("")

    _, context = solara.render(Visit(), handle_error=False)
    for dyad in (3, 4):
        drawn[-1].act({"do": "choose", "name": "dyad", "value": dyad})
    drawn[-1].act({"do": "choose", "name": "dyad", "value": -1})
    context.close()
    answers = {(visit.turn, visit.choices.dyad) for visit in drawn}
    assert {(0, None), (1, 3), (2, 4), (3, 4)} <= answers
    assert not answers & {(1, None), (2, 3)}
    assert {visit.trouble != "" for visit in drawn if visit.turn == 3} == {True}
