"""A coach's desk as a coach uses it: opened from a file, written in, saved, and taken in again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from interviewer.cli.coach import export_for_coach, import_comments
from interviewer.domain import Coaching, Comment, Grade, Scorecard, SessionChoice
from interviewer.history.record import keep_answers
from interviewer.history.store import open_store
from interviewer.report.html import EMBEDDED_SOUND, render_html
from interviewer.report.session import session_view
from interviewer.report.stored import stored_session
from interviewer.report.view import Sound
from interviewer.ui.page import words_in
from interviewer.ui.screen import Screen

pytestmark = pytest.mark.browser

SESSION = "20261122-051200-pitch-3min"
FIRST = "#answer-1"
REFUSES = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); },
});
"""
"""What browsers do to files, where they are set so."""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def sent(pitch: Scorecard, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The page that a person sends; the history that it was made of lies beside it."""
    folder = tmp_path_factory.mktemp("sent")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("INTERVIEWER_DATA", str(folder / "data"))
        patched.setenv("INTERVIEWER_CONFIG", str(folder / "settings.toml"))
        now = datetime(2026, 11, 22, 5, 12, tzinfo=UTC)
        with open_store() as store:
            log = store.begin("replay", pitch.scenario, SessionChoice(), pitch.engine, now=now)
            kept = {"set_aside": (), "choice": SessionChoice(), "now": now}
            keep_answers(log, pitch.scenario, pitch.answers, **kept)  # type: ignore[arg-type]
        page = folder / "envoi.html"
        export_for_coach("last", str(page), Screen())
        yield page


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that has never seen the page."""
    context = chromium.new_context(reduced_motion="reduce", accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def desk(context: BrowserContext, sent: Path) -> Iterator[Open]:
    """Opens the page; what it complains of, or asks for outside itself, fails the test."""
    problems: list[str] = []

    def open_page(file: Path = sent, script: str = "") -> Page:
        page = context.new_page()
        page.add_init_script(script)
        page.on("console", lambda message: problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("data:", "blob:", file.as_uri()))
                else problems.append(request.url)
            ),
        )
        page.goto(file.as_uri())
        return page

    yield open_page
    assert problems == []


def axe(page: Page) -> list[tuple[str, str, str]]:
    return [
        (each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"])
        for each in Axe().run(page).response["violations"]
    ]


def comment(page: Page, text: str) -> None:
    page.locator(".comment-form textarea").fill(text)
    page.locator(".comment-form [data-add]").click()


def mark(page: Page, criterion: str, value: int) -> None:
    page.locator(f"fieldset[data-criterion={criterion}] input[value='{value}']").check()


def saved(page: Page) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Enregistrer le fichier").click()
    path = download.value.path()
    named = path.with_name(download.value.suggested_filename)
    path.replace(named)
    return named


def test_a_comment_travels_from_coach_to_candidate(desk: Open, sent: Path) -> None:
    page = desk()
    page.get_by_label("Votre nom").fill("Mme Durand")
    word = page.locator(f"{FIRST} .w", has_text="valeur")
    start = float(word.get_attribute("data-s") or "nan")
    word.click()
    # It is commented, not played, and the player stands there.
    expect(page.locator(".comment-form textarea")).to_be_focused()
    assert page.evaluate("document.querySelector('#answer-1 audio').paused")
    comment(page, "Ici, donnez\nun exemple.")
    expect(page.get_by_role("status")).to_have_text("Commentaire ajouté.")
    page.locator("#answer-2").get_by_text("Commenter toute la réponse").click()
    comment(page, "Bien tenu.")
    mark(page, "temps", 4)
    mark(page, "accroche", 2)
    expect(page.locator(".coach-bar > p").first).to_have_text("Commentaires : 2 · Notes : 2 / 6")
    file = saved(page)
    assert file.name == f"commentaires-{SESSION}.json"
    import_comments(file, Screen())
    with open_store(purpose="reading") as store:
        stored = store.load(SESSION)
    assert stored.coaching == (
        Coaching(
            "Mme Durand",
            (
                Comment("intro", start, "Ici, donnez un exemple."),
                Comment("anecdote", None, "Bien tenu."),
            ),
            (Grade("accroche", 2), Grade("temps", 4)),
        ),
    )
    words = words_in("fr")
    session = stored_session(stored, lambda _: Sound("left_out"), words)
    back = sent.with_name("retour.html")
    back.write_text(render_html(session_view(session, words), EMBEDDED_SOUND), encoding="utf-8")
    shown = desk(back)
    expect(shown.locator(f"{FIRST} .remarks").first).to_contain_text("Ici, donnez un exemple.")
    expect(shown.locator("table.grades")).to_contain_text("le coach et la mesure s’écartent")
    assert axe(shown) == []


def test_the_keyboard_alone_comments_marks_and_saves(desk: Open) -> None:
    page = desk()
    page.locator(f"{FIRST} .seek").focus()
    for key in ("Tab", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".comment-form textarea")).to_be_focused()
    page.keyboard.type("Sans souris.")
    page.keyboard.press("Control+Enter")
    words = page.locator(f"{FIRST} .w")
    expect(words.nth(2)).to_be_focused()
    expect(words.nth(2)).to_have_class(re.compile("noted"))
    page.locator("fieldset[data-criterion=lien] input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.locator("[data-save]").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    said: dict[str, Any] = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [each["text"] for each in said["comments"]] == ["Sans souris."]
    assert said["marks"] == [{"criterion": "lien", "mark": 2}]


def test_a_moment_of_the_pace_and_of_the_player_is_commented(desk: Open) -> None:
    page = desk()
    plot = page.locator(f"{FIRST} .pace svg")
    box = plot.bounding_box()
    assert box is not None
    plot.click(position={"x": box["width"] * (34 + 0.75 * 298) / 340, "y": box["height"] / 2})
    comment(page, "Trop vite.")
    page.locator(f"{FIRST} .seek").fill("12.5")
    page.locator(FIRST).get_by_text("Commenter là où en est l’enregistrement").click()
    comment(page, "Respirez.")
    said = json.loads(saved(page).read_text(encoding="utf-8"))["comments"]
    assert [each["at_s"] for each in said] == pytest.approx([0.75 * 27.6, 12.5], abs=0.3)


def test_comments_are_changed_and_removed(desk: Open) -> None:
    page = desk()
    words = page.locator(f"{FIRST} .w")
    for index, text in ((1, "un"), (3, "deux")):
        words.nth(index).click()
        comment(page, text)
    # The wrong word was clicked: what is written goes along to the right one.
    words.nth(5).click()
    page.locator(".comment-form textarea").fill("trois")
    words.nth(6).click()
    expect(page.locator(".comment-form textarea")).to_have_value("trois")
    page.locator(".comment-form [data-add]").click()
    lines = page.locator(f"{FIRST} .desk .remarks li")
    lines.filter(has_text="deux").locator("[data-edit]").click()
    comment(page, "deux, en mieux")
    lines.filter(has_text="un").first.locator("[data-remove]").click()
    expect(lines).to_have_count(2)
    said = json.loads(saved(page).read_text(encoding="utf-8"))["comments"]
    starts = [float(words.nth(index).get_attribute("data-s") or "nan") for index in (3, 6)]
    assert [(each["at_s"], each["text"]) for each in said] == [
        (starts[0], "deux, en mieux"),
        (starts[1], "trois"),
    ]


def test_what_was_typed_outlives_a_reload(desk: Open) -> None:
    page = desk()
    page.get_by_label("Votre nom").fill("Mme Durand")
    page.locator(f"{FIRST} .w").nth(2).click()
    comment(page, "Gardé.")
    mark(page, "temps", 3)
    page.locator("#answer-2 .w").nth(1).click()
    page.locator(".comment-form textarea").fill("à moitié éc")
    page.reload()
    expect(page.get_by_label("Votre nom")).to_have_value("Mme Durand")
    expect(page.locator(f"{FIRST} .desk .remarks li")).to_contain_text("Gardé.")
    expect(page.locator("#answer-2 .comment-form textarea")).to_have_value("à moitié éc")
    expect(page.locator("fieldset[data-criterion=temps] input[value='3']")).to_be_checked()
    expect(page.locator("[data-unkept]")).to_be_hidden()


def test_a_browser_that_keeps_nothing_is_told_of_before_the_page_goes(desk: Open) -> None:
    page = desk(script=REFUSES)
    expect(page.locator("[data-unkept]")).to_be_visible()
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator(f"{FIRST} .w").nth(2).click()
    comment(page, "Pas encore enregistré.")
    page.close(run_before_unload=True)
    expect(page.locator("[data-unkept]")).to_be_visible()
    assert asked == ["beforeunload"]
    saved(page)
    page.close(run_before_unload=True)
    page.wait_for_event("close") if not page.is_closed() else None
    assert asked == ["beforeunload"]


def test_what_the_browser_kept_may_be_anything(desk: Open) -> None:
    page = desk()
    for kept in (
        "{",
        "[]",
        '"x"',
        '{"coach": 3, "comments": 1, "marks": {}, "pending": []}',
        '{"comments": [null, {"answer": "nowhere", "at_s": 1, "text": "x", "quote": ""}]}',
        '{"marks": [null, {"criterion": "\\"]", "mark": "\\"]"}], "pending": {"comment": {}}}',
    ):
        page.evaluate(f"localStorage.setItem('interviewer.comments/1 {SESSION}', {kept!r})")
        page.reload()
        expect(page.locator("[data-count=comments]")).to_have_text("0")
        page.get_by_role("button", name="Enregistrer le fichier").click()
        expect(page.get_by_role("status")).to_contain_text("Rien à enregistrer encore")


def test_a_coach_cannot_break_the_page(desk: Open) -> None:
    page = desk()
    odd = "</p><img src=x onerror=document.title='owned'><script>document.title='owned'</script>"
    page.locator(f"{FIRST} .w").first.click()
    comment(page, odd)
    page.reload()
    expect(page.locator(f"{FIRST} .desk .remarks p")).to_have_text(odd)
    assert "owned" not in page.title()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_the_desk_is_accessible(
    context: BrowserContext, desk: Open, width: int, scheme: str
) -> None:
    page = desk()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.locator(f"{FIRST} .w").nth(2).click()
    comment(page, "Un commentaire.")
    page.locator(f"{FIRST} .w").nth(4).click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_report_of_ones_own_plays_words_until_the_desk_is_opened(desk: Open, sent: Path) -> None:
    with open_store(purpose="reading") as store:
        stored = store.load(SESSION)
    words = words_in("fr")
    session = stored_session(stored, lambda _: Sound("left_out"), words)
    file = sent.with_name("rapport.html")
    file.write_text(render_html(session_view(session, words), EMBEDDED_SOUND), encoding="utf-8")
    page = desk(file)
    expect(page.locator(".coach-bar")).to_be_hidden()
    page.locator(f"{FIRST} .w").nth(2).click()
    expect(page.locator(".comment-form")).to_have_count(0)
    page.locator("#coach summary").click()
    page.locator(f"{FIRST} .w").nth(2).click()
    expect(page.locator(".comment-form")).to_be_visible()
    expect(page.locator(f"{FIRST} .transcript")).to_have_accessible_description(
        re.compile("pour commenter là")
    )
