"""Debian's Chromium, headless, without a network; reports of real and of hostile sessions.

Nothing is downloaded: ``apt install chromium``. A page that asks for anything but itself, writes
to the console or raises an error fails its test.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

from interviewer.audio.reader import open_recording
from interviewer.cli.report import Files, sound_of
from interviewer.domain import (
    SAMPLE_RATE,
    EngineInfo,
    Scenario,
    Scorecard,
    Span,
    Take,
    TermHit,
    Transcript,
    Word,
)
from interviewer.report.html import EMBEDDED_SOUND, LINKED_SOUND, render_html
from interviewer.report.session import Session, session_view
from interviewer.report.view import Sound
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_session, score_take
from interviewer.ui.page import words_in
from interviewer.web.guard import Door

FIXTURES = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

SAID = {
    "intro": "Bonjour, je pratique l'IA appliquée. Je pars de la donnée brute et j'en tire une "
    "vraie valeur pour les équipes sur le terrain.",
    "anecdote": "L'an dernier nous avons posé une recherche sémantique sur la base documentaire.",
    "punchlines": "Un LLM est entraîné en temps réel. Le rague et la surveillance font le reste.",
    "questions": "",
    "closing": "Un POC en quelques semaines, puis une industrialisation. Je suis pragmatique.",
}

Show = Callable[..., Page]
Visit = Callable[..., Page]

ANSWER = Path(__file__).parents[2] / "audio_fixtures" / "answers" / "fr-short.flac"
LEAD_S, REST_S = 3.0, 8.0
"""Before the answer, and behind it: who speaks again takes the answer up, so a test needs time for its card."""

_REMEMBER = """
window.sought = [];
document.addEventListener("seeking", (event) => {
  window.sought.push([event.target.closest("article").id, event.target.currentTime]);
}, true);
"""
"""Which player was moved where, so that no test depends on how fast it looks."""


Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Starts Chromium with more arguments."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("The browser tests need Chromium. On Debian: apt install chromium")
    with sync_playwright() as playwright, ExitStack() as stack:

        def start(*arguments: str) -> Browser:
            browser = playwright.chromium.launch(
                executable_path=path, args=["--no-sandbox", *arguments]
            )
            stack.callback(browser.close)
            return browser

        yield start


@pytest.fixture(scope="session")
def chromium(launch: Launch) -> Browser:
    return launch()


@pytest.fixture(scope="session")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short answer between two silences, over and over; by its first word the interviewer has asked."""
    answer = np.concatenate(list(open_recording(ANSWER).blocks()))
    noise = np.random.default_rng(1).normal(0, 1e-4, round((LEAD_S + REST_S) * SAMPLE_RATE))
    lead, rest = np.split(noise, [round(LEAD_S * SAMPLE_RATE)])
    path = tmp_path_factory.mktemp("microphone") / "microphone.wav"
    soundfile.write(path, np.concatenate([lead, answer, rest]), SAMPLE_RATE, subtype="PCM_16")
    return path


@pytest.fixture(scope="session")
def hearing(microphone: Path, launch: Launch) -> Browser:
    """Chromium with that microphone, which a page may hear once it is allowed to."""
    return launch(
        "--mute-audio",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}",
    )


_KEEP = """
window.kept = { streams: [], AudioContext: [], WebSocket: [], locks: [], questions: [] };
for (const name of ["AudioContext", "WebSocket"]) {
  window[name] = class extends window[name] {
    constructor(...given) { super(...given); kept[name].push(this); }
  };
}
const media = navigator.mediaDevices, open = media.getUserMedia.bind(media);
media.getUserMedia = async (wanted) => { const got = await open(wanted); kept.streams.push(got); return got; };
const wake = navigator.wakeLock, hold = wake.request.bind(wake);
wake.request = async (kind) => { const lock = await hold(kind); kept.locks.push(lock); return lock; };
addEventListener("DOMContentLoaded", () => {
  const question = document.getElementById("question");
  if (!question) return;
  const keep = () => kept.questions.push(question.textContent);
  new MutationObserver(keep).observe(question, { childList: true, characterData: true, subtree: true });
});
"""
"""What a page opens, kept for a test that breaks it; and what it showed for a moment, however slowly a test looks."""


@pytest.fixture
def visit(door: Door, chromium: Browser) -> Iterator[Visit]:
    """Opens a page of ``door``, in ``browser``; whatever is wrong with it, and any request beyond this
    server, fails its test."""
    problems: list[str] = []
    contexts = []

    def open_page(
        path: str = "",
        *,
        browser: Browser = chromium,
        allowed: bool = True,
        quiet: bool = True,
        **look: object,
    ) -> Page:
        context = browser.new_context(reduced_motion="reduce", locale="fr-FR", **look)  # type: ignore[arg-type]
        contexts.append(context)
        if allowed:
            context.grant_permissions(["microphone", "screen-wake-lock"], origin=door.origin)
        page = context.new_page()
        page.add_init_script(_KEEP)
        if quiet:
            page.on("console", lambda message: problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        sockets = door.origin.replace("http", "ws", 1)
        ours = (f"{door.origin}/", f"{sockets}/", f"blob:{door.origin}/")
        page.on(
            "request",
            lambda request: None if request.url.startswith(ours) else problems.append(request.url),
        )
        page.on(
            "websocket",
            lambda socket: None if socket.url.startswith(ours) else problems.append(socket.url),
        )
        page.goto(door.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def well_made(page: Page) -> None:
    """Nothing for axe to find, and nothing beside the page."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def show(chromium: Browser, tmp_path: Path) -> Iterator[Show]:
    """Opens a report; at the end, whatever it said or asked for outside itself fails the test."""
    problems: list[str] = []
    contexts = []

    def open_page(
        card: Scorecard,
        *,
        audio: str = "embed",
        width: int = 1280,
        scheme: str = "light",
        quiet: bool = True,
    ) -> Page:
        file = tmp_path / "report.html"
        file.write_text(rendered(card, file, audio), encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(_REMEMBER)
        if quiet:
            page.on("console", lambda message: problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))

        def watch(request: Request) -> None:
            linked = audio == "link" and request.resource_type == "media"
            if request.url != file.as_uri() and not request.url.startswith("data:") and not linked:
                problems.append(f"request: {request.url[:200]}")

        page.on("request", watch)
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def rendered(card: Scorecard, file: Path, audio: str) -> str:
    """The page, its recordings compressed once for all tests."""
    files = Files(html=str(file), audio="link" if audio == "link" else "embed")
    sound = sound_of(files) if audio == "link" else _embedded
    session = Session(card, sound, datetime(2026, 11, 22, 7, 10, tzinfo=UTC), ("Une note.",))
    view = session_view(session, words_in(card.scenario.language))
    return render_html(view, LINKED_SOUND if audio == "link" else EMBEDDED_SOUND)


@cache
def _embedded(recording: Path) -> Sound:
    return sound_of(Files(html="report.html"))(recording)


def take(name: str, text: str) -> Take:
    """The recording ``name``, of which ``text`` was heard, a word each 0.4 s from second 1."""
    words = tuple(
        Word(word, 1 + index * 0.4, 1.35 + index * 0.4, 0.9)
        for index, word in enumerate(text.split())
    )
    spans = (Span(1.0, 3.0), Span(4.5, words[-1].end_s + 8)) if words else ()
    return Take(FIXTURES / f"{name}.flac", 27.6, spans, Transcript("fr", words))


@pytest.fixture(scope="session")
def pitch() -> Scorecard:
    """The five recordings of the pitch, one of them silent, one term only probably said."""
    scenario = load("pitch-3min")
    cards = [
        score_take(scenario, phase, task, take(phase.id, SAID[phase.id]))
        for phase, task in scenario.tasks()
    ]
    hits = list(cards[4].coverage.terms)
    probable = TermHit(
        hits[1].term, "probable", "sounds_like", 0.6, 1, "quelques semaines,", 2.2, 2.9
    )
    hits[1] = probable
    cards[4] = replace(cards[4], coverage=replace(cards[4].coverage, terms=tuple(hits)))
    return score_session(scenario, EngineInfo("faster-whisper", "base"), cards)


@pytest.fixture(scope="session")
def hostile(pitch: Scorecard) -> Scorecard:
    """The same with texts that would run, were they obeyed."""
    attack = "</script></style><script>document.title='owned'</script><img src=x onerror=alert(1)>"
    odd = f"{attack} \"' onload=alert(1) \x1b[2J \u2028 {{{{ 7*7 }}}}"
    scenario: Scenario = replace(pitch.scenario, title=odd)
    answers = tuple(
        replace(
            answer,
            title=odd,
            advice=(odd,),
            take=replace(
                answer.take,
                transcript=Transcript(
                    "fr",
                    tuple(replace(word, text=odd) for word in answer.take.transcript.words[:5]),
                ),
            ),
        )
        for answer in pitch.answers
    )
    return replace(pitch, scenario=scenario, answers=answers, engine=EngineInfo(odd, odd))
