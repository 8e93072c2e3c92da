"""A report opened as a person opens it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from interviewer.domain import FollowUp, Place, Scorecard, Span

Show = Callable[..., Page]

pytestmark = pytest.mark.browser

FIRST = "#answer-1"
WATCH_LIT = """(answer) => {
  window.lit = [];
  const look = () => {
    const lit = [...document.querySelectorAll(`${answer} .w.on`)].map((word) => word.textContent);
    if (JSON.stringify(lit) !== JSON.stringify(window.lit.at(-1))) window.lit.push(lit);
  };
  new MutationObserver(look).observe(document.querySelector(answer), {
    attributeFilter: ["class"], subtree: true,
  });
}"""
"""Notes which words were lit together, one after the other."""
PLAYING = "(at) => document.querySelector('#answer-1 audio').currentTime > at"


def until(page: Page, condition: str, arg: object = None) -> None:
    """Waits until the JavaScript function ``condition`` is true.

    Playwright's own ``wait_for_function`` evaluates a string in the page whenever the first look
    fails, and the report's policy forbids that.
    """
    deadline_s = time.monotonic() + 30
    while not page.evaluate(condition, arg):
        assert time.monotonic() < deadline_s, f"never: {condition}"
        page.wait_for_timeout(20)


def sought_s(page: Page) -> float:
    """The second that the first answer's player, and no other, was moved to."""
    until(page, "() => window.sought.length > 0")
    answer, second = page.evaluate("window.sought.at(-1)")
    assert answer == "answer-1"
    return float(second)


def paused(page: Page, answer: int = 1) -> bool:
    value: bool = page.evaluate(f"document.querySelector('#answer-{answer} audio').paused")
    return value


def test_it_renders(show: Show, pitch: Scorecard) -> None:
    page = show(pitch)
    expect(page).to_have_title(re.compile("Pitch de trois minutes"))
    expect(page.locator("article")).to_have_count(5)
    expect(page.locator(".next li")).to_have_count(2)
    for plot in page.locator("svg.plot:visible").all():
        box = plot.bounding_box()
        assert box is not None
        assert box["height"] > 40
    expect(page.locator(f"{FIRST} .controls")).to_be_visible()


def test_a_click_on_a_word_moves_the_player_there(show: Show, pitch: Scorecard) -> None:
    page = show(pitch)
    word = page.locator(f"{FIRST} .w", has_text="valeur")
    start = float(word.get_attribute("data-s") or "nan")
    word.click()
    assert sought_s(page) == pytest.approx(start, abs=0.05)
    until(page, PLAYING, start + 0.2)
    assert not paused(page)


def test_a_recording_of_several_answers_is_carried_once_and_each_begins_at_its_place(
    show: Show, pitch: Scorecard
) -> None:
    first = pitch.answers[0].take
    starts = (0.0, 3.0, 6.0, 9.0, 12.0)
    one_take = replace(
        pitch,
        answers=tuple(
            replace(answer, take=replace(first, place=Place(Span(at, at + 3), 1.0, (), 0.9, True)))
            for answer, at in zip(pitch.answers, starts, strict=True)
        ),
    )
    page = show(one_take)
    assert page.content().count("data:audio/mpeg") == 5  # four of them are copies of the first
    assert page.locator("audio[data-like='1']").count() == 4
    until(page, "() => window.sought.length >= 4")
    moved = dict(page.evaluate("window.sought"))
    assert [moved.get(f"answer-{n}", 0.0) for n in range(1, 6)] == pytest.approx(starts, abs=0.05)


def test_words_light_up_as_they_are_said(show: Show, pitch: Scorecard) -> None:
    page = show(pitch)
    words = page.locator(f"{FIRST} .w")
    page.evaluate(WATCH_LIT, FIRST)
    words.nth(3).click()
    until(page, "() => window.lit.length >= 4")
    # A word sounds for 0.35 s here, so the page itself notes what was lit, however slow the machine.
    lit = page.evaluate("window.lit")
    said = [words.nth(index).text_content() for index in range(3, 12)]
    assert [each for each in lit if len(each) > 1] == []
    heard = [each[0] for each in lit if each]
    assert heard[0] == said[0]
    assert heard == [word for word in said if word in heard]


def test_the_keyboard_does_all_that_the_mouse_does(show: Show, pitch: Scorecard) -> None:
    page = show(pitch)
    words = page.locator(f"{FIRST} .w")
    page.locator(f"{FIRST} .seek").focus()
    page.keyboard.press("Tab")
    expect(words.first).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(words.nth(2)).to_be_focused()
    expect(words.nth(2)).to_have_role("button")
    expect(page.locator(f"{FIRST} .w[tabindex]")).to_have_count(1)
    page.keyboard.press("Enter")
    start = float(words.nth(2).get_attribute("data-s") or "nan")
    assert sought_s(page) == pytest.approx(start, abs=0.05)
    until(page, PLAYING, start)
    expect(words.nth(2)).to_be_focused()
    page.keyboard.press("Escape")
    assert paused(page)
    page.keyboard.press("End")
    expect(words.last).to_be_focused()
    page.keyboard.press("Home")
    expect(words.first).to_be_focused()


def test_the_player_plays_seeks_and_says_where_it_is(show: Show, pitch: Scorecard) -> None:
    page = show(pitch)
    button = page.locator(f"{FIRST} .play")
    seek = page.locator(f"{FIRST} .seek")
    expect(button).to_have_accessible_name("Écouter")
    button.click()
    expect(button).to_have_accessible_name("Pause")
    button.click()
    expect(button).to_have_accessible_name("Écouter")
    seek.fill("12.5")
    assert sought_s(page) == pytest.approx(12.5, abs=0.05)
    expect(seek).to_have_attribute("aria-valuetext", "0:12 / 0:27")


def test_evidence_and_pace_lead_to_their_moment(show: Show, pitch: Scorecard) -> None:
    page = show(pitch)
    moment = page.locator(f"{FIRST} button.at").nth(1)
    start = float(moment.get_attribute("data-at") or "nan")
    moment.click()
    assert sought_s(page) == pytest.approx(start, abs=0.05)
    page.evaluate("window.sought = []")
    plot = page.locator(f"{FIRST} .pace svg")
    box = plot.bounding_box()
    assert box is not None
    # Three quarters of the way between the frame's ends.
    plot.click(position={"x": box["width"] * (34 + 0.75 * 298) / 340, "y": box["height"] / 2})
    assert sought_s(page) == pytest.approx(0.75 * 27.6, abs=0.3)


def test_one_answer_sounds_at_a_time(show: Show, pitch: Scorecard) -> None:
    page = show(pitch)
    page.locator(f"{FIRST} .play").click()
    page.locator("#answer-2 .play").click()
    expect(page.locator(f"{FIRST} .play")).to_have_accessible_name("Écouter")
    expect(page.locator("#answer-2 .play")).to_have_accessible_name("Pause")


def test_a_linked_recording_plays_too(show: Show, pitch: Scorecard) -> None:
    page = show(pitch, audio="link")
    word = page.locator(f"{FIRST} .w").nth(4)
    word.click()
    assert sought_s(page) == pytest.approx(2.6, abs=0.05)
    until(page, PLAYING, 2.8)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(show: Show, pitch: Scorecard, width: int, scheme: str) -> None:
    page = show(pitch, width=width, scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    results = Axe().run(page)
    found = [
        (each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"])
        for each in results.response["violations"]
    ]
    assert found == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_its_screen(show: Show, pitch: Scorecard, width: int) -> None:
    first, *others = pitch.answers
    asked = FollowUp("valeur", "Et que devient le modèle quand les données changent ? " * 3)
    first = replace(first, task=replace(first.task, follow_up=asked), follow_up_word=5)
    page = show(replace(pitch, answers=(first, *others)), width=width)
    expect(page.locator(".asked")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_hostile_text_stays_text(show: Show, hostile: Scorecard) -> None:
    page = show(hostile)
    assert not page.title().startswith("owned")
    expect(page.locator("script")).to_have_count(1)
    expect(page.locator("img")).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("</script></style><script>")
    expect(page.locator("h1")).to_contain_text("{{ 7*7 }}")
    page.locator(f"{FIRST} .w").nth(1).click()
    assert sought_s(page) == pytest.approx(1.4, abs=0.05)


def test_the_policy_stops_what_would_get_in(show: Show, pitch: Scorecard) -> None:
    page = show(pitch, quiet=False)
    ran = page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "document.title = 'owned'";
          const seen = [];
          document.addEventListener("securitypolicyviolation", (e) => seen.push(e.effectiveDirective));
          document.body.append(script);
          return new Promise((done) => setTimeout(() => done([document.title, ...seen]), 50));
        }"""
    )
    assert ran[0] != "owned"
    assert ran[1:] == ["script-src-elem"]


def test_without_recordings_words_are_not_buttons(
    show: Show, pitch: Scorecard, tmp_path: Path
) -> None:
    answers = tuple(
        replace(answer, take=replace(answer.take, audio=tmp_path / "gone.wav"))
        for answer in pitch.answers
    )
    page = show(replace(pitch, answers=answers))
    expect(page.locator("audio")).to_have_count(0)
    expect(page.locator(".w[role]")).to_have_count(0)
    expect(page.locator(".no-sound").first).to_contain_text("n’est plus sur cette machine")


def test_it_prints_on_a4_without_its_player(show: Show, pitch: Scorecard) -> None:
    page = show(pitch)
    pdf = page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    # A4 in points, and from two pages of summary to two more for each answer.
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {(595, 842)}
    assert 4 <= len(sizes) <= 12
    page.emulate_media(media="print")
    expect(page.locator(".player").first).to_be_hidden()
    expect(page.locator(f"{FIRST} .transcript")).to_be_visible()
