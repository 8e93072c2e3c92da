"""The page: nothing of a transcript, a file name or a scenario gets out of its place."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from interviewer.domain import (
    EngineInfo,
    Language,
    Notice,
    Phase,
    Point,
    Scenario,
    Scorecard,
    Span,
    Take,
    Task,
    Term,
    Transcript,
    Trap,
    Word,
)
from interviewer.report.html import EMBEDDED_SOUND, LINKED_SOUND, render_html
from interviewer.report.session import Session, session_view
from interviewer.report.view import Sound
from interviewer.scoring.answer import score_session, score_take
from interviewer.ui.page import words_in

HOSTILE = (
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}</style>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "<img src=x onerror=alert(1)>",
    "<!-- --><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "]]>&lt;b&gt;$x_{",
    "\x1b[31m\x1b]52;c;AAAA\x07",
    "\u2028alert(1)\u2029\u202eoverride\u2066",
)


class Page(HTMLParser):
    """Elements with their attributes, and all text outside style and script."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._raw = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._raw = tag if tag in ("style", "script") else ""

    def handle_endtag(self, tag: str) -> None:
        self._raw = ""

    def handle_data(self, data: str) -> None:
        if not self._raw:
            self.text += data

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def scorecard(texts: tuple[str, ...]) -> Scorecard:
    """Every text of a scenario, a transcript and a file name is one of ``texts``."""
    said = " ".join(texts)
    first = texts[0]
    task = Task(
        "intro",
        30.0,
        terms=(*(Term(text, variants=(text + " x",)) for text in texts), Term("absent")),
        points=tuple(Point(text, ("alert",)) for text in texts),
        model_answer=f"{said}. L'absent {first}.",
    )
    phase = Phase("intro", first, "pitch", 30.0, first, task)
    trap = Trap("t", ("alert",), " ".join(texts))
    scenario = Scenario("mien", " ".join(texts), "fr", (phase,), traps=(trap,))
    words = tuple(
        Word(word, 1 + index * 0.4, 1.3 + index * 0.4, 0.9)
        for index, word in enumerate((said + " mot" * 40).split(" "))
        if word
    )
    take = Take(
        Path("in") / first.replace("/", "_"),
        words[-1].end_s + 1,
        (Span(1.0, words[-1].end_s),),
        Transcript("fr", words),
        (Notice("The file {file} stops before its end.", {"file": said}),),
    )
    card = score_take(scenario, phase, task, take)
    card = replace(card, advice=(*card.advice, *texts))
    return score_session(scenario, EngineInfo(first, first), (card,))


def page(
    card: Scorecard, sound: Sound | None = None, language: Language = "fr", **more: str
) -> str:
    shown = session_view(
        Session(
            card,
            lambda _: sound or Sound("here", "data:audio/mpeg;base64,AAAA"),
            datetime(2026, 11, 22, 7, 10, tzinfo=UTC),
            tuple(more.values()),
        ),
        words_in(language),
    )
    return render_html(shown, EMBEDDED_SOUND)


def test_hostile_text_is_shown_not_obeyed() -> None:
    plain = Page(page(scorecard(("un", "deux"))))
    text = page(scorecard(HOSTILE), note=" ".join(HOSTILE))
    hostile = Page(text)
    kinds = {tag for tag, _ in plain.elements} | {"mark", "b", "audio"}
    assert {tag for tag, _ in hostile.elements} <= kinds
    assert len(hostile.of("script")) == len(hostile.of("style")) == 1
    names = {name for _, attributes in hostile.elements for name in attributes}
    assert not [name for name in names if name.startswith("on")]
    assert "style" not in names
    for shown in HOSTILE[:8]:
        assert shown in hostile.text
    assert not set(text) & set("\x07\x1b\u2028\u2029\u202e\u2066")


def test_the_policy_lets_in_the_pages_own_style_and_script_alone() -> None:
    text = page(scorecard(HOSTILE))
    parsed = Page(text)
    (policy,) = [
        meta["content"]
        for meta in parsed.of("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives.keys() == {
        "default-src", "style-src", "script-src", "media-src", "base-uri", "form-action",
    }  # fmt: skip
    assert directives["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert directives["media-src"] == "data:"
    for kind in ("style", "script"):
        (inside,) = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert directives[f"{kind}-src"] == f"'sha256-{digest}'"


@pytest.mark.parametrize(
    ("sources", "written"), [(LINKED_SOUND, "media-src 'self' file:"), ((), None)]
)
def test_the_policy_follows_the_sound(sources: tuple[str, ...], written: str | None) -> None:
    shown = session_view(Session(scorecard(("un",)), lambda _: Sound("left_out")), words_in("fr"))
    text = render_html(shown, sources)
    policy = next(meta["content"] for meta in Page(text).of("meta") if "http-equiv" in meta)
    assert (written in policy) if written else ("media-src" not in policy)


def test_no_rule_of_the_style_runs_into_the_next() -> None:
    """One brace that is missing hides every rule behind it, those for small screens first."""
    (style,) = re.findall("<style>(.*?)</style>", page(scorecard(("Bonjour.",))), re.DOTALL)
    depth = 0
    for line in style.splitlines():
        assert depth == 0 or not line.startswith(("/*", "@", ".")), line
        depth += line.count("{") - line.count("}")
    assert depth == 0


def test_nothing_is_fetched_from_anywhere() -> None:
    parsed = Page(page(scorecard(HOSTILE)))
    addresses = [
        attributes[name]
        for _, attributes in parsed.elements
        for name in ("src", "href", "srcset", "action", "data", "poster")
        if name in attributes
    ]
    assert addresses
    assert all(address.startswith(("#", "data:audio/mpeg;base64,")) for address in addresses)


@pytest.mark.parametrize(
    ("sound", "text"),
    [
        (Sound("gone"), "n’est plus sur cette machine"),
        (Sound("left_out"), "ne fait pas partie de ce rapport"),
    ],
)
def test_without_sound_the_page_says_so_and_offers_none(sound: Sound, text: str) -> None:
    parsed = Page(page(scorecard(("un", "deux")), sound))
    assert text in parsed.text
    assert parsed.of("audio") == parsed.of("button") == []


def test_the_same_session_gives_the_same_bytes(make_card: Callable[..., Scorecard]) -> None:
    for card in (scorecard(HOSTILE), make_card("en")):
        assert page(card) == page(card)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_whole(language: Language, make_card: Callable[..., Scorecard]) -> None:
    parsed = Page(page(make_card(language), language=language))
    assert parsed.of("html") == [{"lang": language}]
    ids = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {each["href"][1:] for each in parsed.of("a")}
    assert targets <= set(ids)
    assert len(parsed.of("article")) == 6
    assert len(parsed.of("h1")) == 1
    assert "None" not in parsed.text


def test_a_silent_answer_shows_no_zero(silent_card: Scorecard) -> None:
    parsed = Page(page(silent_card, language="en"))
    assert "✗" not in parsed.text
    assert not re.search(r"(?<![\d:.])0 / 100", parsed.text)
    assert "No word was recognised." in parsed.text
