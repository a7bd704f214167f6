"""The page as Solara shows it: a thin view of a session, one for each visitor."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, cast

import solara
from solara.lab import use_task

from mutua.app.actions import apply_action
from mutua.app.browser import bands_for_browser, controls_for_browser, course_for_browser
from mutua.app.choices import PageChoices
from mutua.app.links import read_link
from mutua.app.session import Session, run_of_page
from mutua.errors import ParameterError
from mutua.plots.comparison.class_mix import CLASS_COLOURS, OTHER_COLOUR
from mutua.plots.style import COLOURS

VIEWS = Path(__file__).parent / "views"
#: Parts of the page, by the name of their element.
PARTS = ("controls", "network", "legend", "curves", "dyad", "ring")
#: Colours of levels, from low to high, and of the classes in their order.
PALETTE = {
    "ramps": {
        "trust": ["#e9f1f8", "#7db5da", COLOURS[0], "#003556"],
        "debt": ["#fdefe6", "#f0a877", COLOURS[1], "#5c2800"],
    },
    "classes": [*CLASS_COLOURS, OTHER_COLOUR],
}
MIME = {".png": "image/png", ".svg": "image/svg+xml"}


@solara.component_vue("views/page.vue", vuetify=False)
def View(  # noqa: N802
    controls: dict[str, Any],
    course: dict[str, Any],
    bands: dict[str, Any] | None,
    dyads: dict[str, Any] | None,
    story: dict[str, Any] | None,
    files: list[dict[str, str]],
    trouble: str,
    palette: dict[str, Any],
    components: dict[str, str],
    event_act: Callable[[Any], None],
    event_story: Callable[[Any], None],
    event_export: Callable[[Any], None],
) -> None:
    """Everything on the page, drawn by the browser."""


class StoryRequest(NamedTuple):
    """Whose story is asked for, up to which week."""

    arm: int
    dyad: int
    week: int
    run: tuple[Any, ...]  #: Of which run: another one has another story


@solara.component
def Page() -> None:  # noqa: N802
    """One visitor's page."""
    visit = use_visit()
    choices, run = visit.choices, run_of_page(visit.choices)
    request, set_request = solara.use_state(cast(StoryRequest | None, None))
    exports, set_exports = solara.use_state(0)
    session = solara.use_memo(lambda: Session(choices), [run])
    bands = use_result(lambda: bands_for_browser(session), [run])
    story = use_result(lambda: story_of_dyad(session, request), [request])
    files = use_result(lambda: files_for_browser(session, choices) if exports else [], [exports])

    def ask(which: Any) -> None:
        arm, dyad, week = (int(which[key]) for key in ("arm", "dyad", "week"))
        set_request(StoryRequest(arm, dyad, week, run))

    solara.Title("mutua: two arms, the same dyads")
    View(
        controls=solara.use_memo(lambda: controls_of(visit), [choices, visit.turn]),
        course=solara.use_memo(lambda: course_for_browser(session), [run]),
        bands=bands,
        dyads=solara.use_memo(lambda: both_sides(session, choices.dyad), [run, choices.dyad]),
        story=story if request is not None and request.run == run else None,
        files=files or [],
        trouble=visit.trouble,
        palette=PALETTE,
        components=solara.use_memo(view_parts, []),
        event_act=visit.act,
        event_story=ask,
        event_export=lambda _: set_exports(exports + 1),
    )


class PageVisit(NamedTuple):
    """Where a visitor is."""

    choices: PageChoices
    trouble: str  #: What was refused last, in a line
    turn: int  #: Actions so far
    act: Callable[[Any], None]  #: Does what the browser asks for


def use_visit() -> PageVisit:
    """Choices of this visitor, first those of the link, and what changes them."""
    router = solara.use_router()
    begun, refused = solara.use_memo(lambda: first_choices(router.search), [])
    choices, set_choices = solara.use_state(begun)
    trouble, set_trouble = solara.use_state(refused)
    turn, set_turn = solara.use_state(0)
    latest = solara.use_ref(begun)  # several actions may come before the page is drawn again

    def act(action: Any) -> None:
        try:
            latest.current = apply_action(latest.current, action)
            set_choices(latest.current)
            set_trouble("")
        except ParameterError as error:
            set_trouble(str(error))
        # Last: each of these draws, and the browser takes choices of its own turn for the answer.
        set_turn(lambda before: before + 1)

    return PageVisit(choices, trouble, turn, act)


def use_result(compute: Callable[[], Any], dependencies: list[Any]) -> Any:
    """What a thread of its own computes; None until it is there."""
    task = use_task(compute, dependencies=dependencies, raise_error=False)
    return task.value if task.finished else None


def first_choices(query: str | None) -> tuple[PageChoices, str]:
    """The choices of a link, and what is wrong with it; then the usual choices."""
    try:
        return read_link(query), ""
    except ParameterError as error:
        return PageChoices(), f"The link is not followed. {error}"


def controls_of(visit: PageVisit) -> dict[str, Any]:
    """What the controls hold, after how many actions: the browser may be ahead of it."""
    return controls_for_browser(visit.choices) | {"turn": visit.turn}


def view_parts() -> dict[str, str]:
    """Sources of the parts of the page by the name of their element."""
    return {f"mutua-{n}": (VIEWS / f"{n}.vue").read_text(encoding="utf-8") for n in PARTS}


def both_sides(session: Session, dyad: int | None) -> dict[str, Any] | None:
    """A dyad under both arms; None where none is chosen."""
    if dyad is None:
        return None
    return {"number": dyad, "arms": [session.dyad(arm, dyad) for arm in (0, 1)]}


def story_of_dyad(session: Session, request: StoryRequest | None) -> dict[str, Any] | None:
    """The story that is asked for; None where none is, or of a dyad that there is not."""
    if request is None or request.arm not in (0, 1) or request.week < 1:
        return None
    if not 0 <= request.dyad < session.choices.dyads:
        return None
    return session.story(request.arm, request.dyad, request.week)


def files_for_browser(session: Session, choices: PageChoices) -> list[dict[str, str]]:
    """Figures as the browser saves them."""
    return [
        {"name": name, "mime": MIME[Path(name).suffix], "data": b64encode(content).decode("ascii")}
        for name, content in session.files(choices).items()
    ]
