"""The page in a real browser: a visit from the first click to the link, with two visitors at once.

``MUTUA_PICTURES=FOLDER`` keeps the pictures that are made.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from selection import assert_none

from mutua.app.choices import CURVES

pytest.importorskip("solara", reason="the extra 'app' is not installed")
pytest.importorskip("playwright", reason="playwright is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium"),
]

#: A small service, so that every action is answered at once.
SMALL = "?setting=routine&a=usual&b=collaborative&dyads=70&weeks=20&week=0"
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
#: Colours of the users in the first network, each once.
FILLS = """new Set([...document.querySelector("svg.network").querySelectorAll("circle")]
    .map(c => c.getAttribute("fill"))).size"""
#: Texts of a drawing that leave it, or lie over each other by more than a pixel or two.
UNREADABLE = """[...document.querySelectorAll(".mutua svg")].flatMap(svg => {
    const edge = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim())
        .map(t => [t.textContent, t.getBoundingClientRect()]).filter(([, b]) => b.width > 0);
    const outside = boxes.filter(([, b]) => b.left < edge.left - 2 || b.right > edge.right + 2
        || b.top < edge.top - 2 || b.bottom > edge.bottom + 2).map(([t]) => t + " leaves it");
    const covered = boxes.flatMap(([t, a], k) => boxes.slice(k + 1).filter(([, b]) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3).map(([u]) => t + " / " + u));
    return [...outside, ...covered];
})"""
#: Tables that are wider than what they stand in.
TOO_WIDE = """[...document.querySelectorAll(".mutua table")].filter(t =>
    t.getBoundingClientRect().right > t.parentElement.getBoundingClientRect().right + 1).length"""
#: Two switches before the page can answer the first.
TWO_AT_ONCE = """for (const button of document.querySelectorAll("button.switch"))
    if (/^Arm B, (feedback|communication)/.test(button.ariaLabel)) button.click();"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the page, as the command starts it; Ctrl-C ends it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "mutua", "app", f"port={port}", "browser=false"]
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("w") as out:
        server = subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}/", server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=30) == 130, log.read_text()
    assert "Traceback" not in log.read_text()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not listen")


@contextmanager
def visited(
    browser: Any, url: str, width: int = 1280, height: int = 900, scheme: str = "light"
) -> Iterator[Any]:
    """A page of a visitor; it must log no error and ask no other machine for anything."""
    viewport = {"width": width, "height": height}
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(60_000)
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda r: wrong.append(r.url) if "//127.0.0.1:" not in r.url
            and not r.url.startswith(("data:", "blob:")) else None)  # fmt: skip
    page.goto(url)
    page.wait_for_selector("svg.network")
    yield page
    context.close()
    assert not wrong


def week(page: Any) -> int:
    return int(page.inner_text("output.week b"))


def names(page: Any) -> list[str]:
    return list(page.locator("figcaption .arm").all_inner_texts())


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_first_visitor__sees_half_a_year_and_play(browser: Any, address: str, width: int) -> None:
    with visited(browser, address, width) as page:
        assert week(page) == 26
        assert page.evaluate(FILLS) > 20
        drawn = page.locator(".mutua-curves path[stroke]")
        assert_none(d for d in drawn.evaluate_all("p => p.map(x => x.getAttribute('d'))") if not d)
        play = page.get_by_role("button", name="Play", exact=True).bounding_box()
        assert play["y"] + play["height"] < 300
        press(page, "Reset")
        assert (week(page), page.evaluate(FILLS)) == (0, 1)
        press(page, "Start anew")
        page.wait_for_function("+document.querySelector('output.week b').innerText === 26")


def test_a_visit__from_the_first_click_to_the_link(browser: Any, address: str) -> None:
    with visited(browser, address + SMALL) as page:
        assert names(page) == ["A: usual", "B: collaborative"]
        page.get_by_label("Arm B, regime").select_option("peer")
        page.wait_for_function("document.body.innerText.includes('B: peer')")
        press(page, "Step")
        assert week(page) == 1
        press(page, "Play")
        page.wait_for_function("+document.querySelector('output.week b').innerText > 4")
        press(page, "Pause")
        page.get_by_label("Week", exact=True).fill("9")
        page.evaluate(TWO_AT_ONCE)
        page.wait_for_function("document.body.innerText.includes('B: peer + feedback + training')")
        assert week(page) == 9
        box = page.locator("svg.network").first.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 6, box["y"] + box["height"] * 0.1)
        page.wait_for_selector(".mutua-ring")
        head = page.inner_text("#dyad-head")
        page.get_by_label("Colour").select_option("class")
        press(page, "Write the story to week 9")
        page.wait_for_selector(".scenes li")
        for button, file in (("Save the curves", "curves_relation.png"),
                             ("Save as YAML", "arm_b.yaml"),
                             ("Save this picture", "network_b_week9.svg")):  # fmt: skip
            with page.expect_download(lambda d, name=file: d.suggested_filename == name) as saved:
                page.get_by_role("button", name=button).last.click()
            assert saved.value.path().stat().st_size > 100
        assert "var(" not in saved.value.path().read_text("utf-8"), "colours are of the page alone"
        link = page.get_by_label("Link that restores this page").input_value()
        assert page.url == link
    with visited(browser, link) as page:
        page.wait_for_selector(".mutua-ring")
        assert names(page) == ["A: usual", "B: peer + feedback + training"]
        assert (week(page), page.inner_text("#dyad-head")) == (9, head)
        assert page.get_by_label("Colour").input_value() == "class"


def test_two_visitors__do_not_disturb_each_other(browser: Any, address: str) -> None:
    with visited(browser, address + SMALL) as one, visited(browser, address + SMALL) as other:
        one.get_by_label("Arm A, regime").select_option("detached")
        other.get_by_label("Arm A, regime").select_option("consumer")
        for page, regime in ((one, "detached"), (other, "consumer")):
            page.wait_for_function(f"document.body.innerText.includes('A: {regime}')")
        press(one, "Step")
        assert (week(one), week(other)) == (1, 0)
        assert names(one)[0] == "A: detached"


def test_the_keyboard_alone__plays_and_moves_between_dyads(browser: Any, address: str) -> None:
    with visited(browser, address + SMALL) as page:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText") == "Play":
                break
        page.keyboard.press("Enter")
        page.wait_for_function("+document.querySelector('output.week b').innerText >= 20")
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.classList.contains('network')"):
                break
        heads = []
        for key in ("ArrowRight", "ArrowRight", "ArrowDown", "End", "Home"):
            page.keyboard.press(key)
            heads.append(page.inner_text("#dyad-head").split(",")[0])
        assert heads == ["Dyad 0", "Dyad 1", "Dyad 36", "Dyad 69", "Dyad 0"]


def test_what_cannot_be__is_said_in_one_line(browser: Any, address: str) -> None:
    with visited(browser, address + "?setting=moon&dyads=70") as page:
        said = page.inner_text("[role=alert]")
        assert said.startswith("The link is not followed. setting: 'moon' is not one of")
        page.get_by_label("dyads").fill("7")
        page.keyboard.press("Enter")
        page.wait_for_function("document.body.innerText.includes('dyads: 7 is not a whole')")
        page.wait_for_function("document.querySelector('.sizes input').value === '500'")


def test_500_dyads__are_played_at_ten_weeks_a_second_and_more(browser: Any, address: str) -> None:
    with visited(browser, address) as page:
        page.get_by_label("Weeks a second").select_option("40")
        press(page, "Reset")
        press(page, "Play")
        begun, first = time.perf_counter(), week(page)
        page.wait_for_timeout(1_500)
        assert (week(page) - first) / (time.perf_counter() - begun) >= 10


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_any_width__holds_everything_and_is_accessible(
    browser: Any, address: str, width: int, scheme: str, tmp_path: Path
) -> None:
    query = SMALL.replace("collaborative", "collaborative,training:5-8&dyad=3")
    high = {390: 5_200, 1280: 2_200}[width]
    with visited(
        browser, address + query.replace("week=0", "week=12"), width, high, scheme
    ) as page:
        page.wait_for_selector(".mutua-ring")
        page.wait_for_function("document.body.innerText.includes('95 % interval')")
        page.wait_for_function("document.getAnimations().length === 0")  # it fades in
        picture = Path(os.environ.get("MUTUA_PICTURES", tmp_path)) / f"page_{width}_{scheme}.png"
        page.screenshot(path=picture)
        assert picture.stat().st_size > 50_000
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") == (scheme == "light")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator(".mutua-curves svg").count() == 6
        for group in CURVES:
            page.get_by_label("Curves").select_option(group)
            named = page.locator(".mutua-curves figcaption").all_inner_texts()
            assert_none(n for n in named if not re.search(r"\w\s+\([\w -]+\)$", n.strip()))
            assert page.evaluate(UNREADABLE) == []
        assert page.evaluate(TOO_WIDE) == 0
        axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
        found = axe.run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
