from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from interviewer.audio.watchdog import Level
from interviewer.domain import (
    AnswerCard,
    ListenRequest,
    Notice,
    Phase,
    Point,
    Scenario,
    Span,
    Take,
    Task,
    Term,
    Transcript,
)
from interviewer.errors import SessionError
from interviewer.live.ports import Hearing
from interviewer.live.scene import View, clock_style, view_lines
from interviewer.live.screen import LiveScreen, ScreenSettings
from interviewer.scoring.answer import score_take
from interviewer.scoring.said import with_said
from interviewer.ui.page import Page

QUIET = Hearing(Level(0.05, 0.01, 0.02, 0.0), None, 0.0, None)
PAUSING = Hearing(Level(0.05, 0.1, 0.3, 0.0), "pausing", 31.4, 2.2)
TASK = Task("intro", 30.0, cue="Qui je suis\nD'où je viens")
PHASE = Phase("intro", "Se présenter", "pitch", 30.0, "Présentez-vous.", TASK)


def make(*, terminal: bool, cue: bool = False, hearing: Hearing = QUIET) -> tuple[LiveScreen, Any]:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=80, height=24, color_system=None)
    return LiveScreen(console, lambda: hearing, ScreenSettings("en", cue)), out


@pytest.mark.parametrize(
    ("spoken_s", "style"), [(0, "green"), (30, "green"), (30.1, "yellow"), (35, "red")]
)
def test_the_clock_turns(spoken_s: float, style: str) -> None:
    assert clock_style(spoken_s, 30.0) == style


@pytest.fixture
def page() -> Page:
    return Page.of(Console(file=io.StringIO(), width=80), "en", str)


def shown(page: Page, view: View, hearing: Hearing) -> str:
    return "\n".join(line.plain for line in view_lines(page, view, hearing))


def test_the_candidates_turn(page: Page) -> None:
    text = shown(page, View("Se présenter", 1, 5, target_s=30.0), PAUSING)
    assert "Se présenter" in text
    assert "1/5" in text
    assert "of 30\u00a0s" in text
    assert "Ends in 3 s" in text
    assert len(text.splitlines()) < 24


def test_where_what_is_said_leaves_the_machine_every_moment_says_so(page: Page) -> None:
    settings = ScreenSettings("en", sent_to="models.example.org")
    screen = LiveScreen(Console(file=io.StringIO(), width=80), lambda: QUIET, settings)
    told = "goes to the language model on another machine: models.example.org"
    screen.show_text("Present yourself.")
    assert told in shown(page, screen._view, QUIET)
    screen.show_task(PHASE, TASK, 1, 2)
    assert told in shown(page, screen._view, QUIET)
    screen.show_text("And then?", "small")
    screen.show_pause(True)
    assert told in shown(page, screen._view, QUIET)
    assert "language model" not in shown(page, View(text="Present yourself."), QUIET)


def test_a_follow_up_of_a_language_model_is_marked() -> None:
    screen, out = make(terminal=False)
    screen.show_text("What is drift?")
    screen.show_text("How do you see it?", "small")
    lines = out.getvalue().splitlines()
    assert lines == [
        "What is drift?",
        "Follow-up of the language model small:",
        "How do you see it?",
    ]


def test_the_interviewers_turn_shows_no_clock(page: Page) -> None:
    text = shown(page, View("Se présenter", 1, 5, text="Présentez-vous."), PAUSING)
    assert "Présentez-vous." in text
    assert "Ends in" not in text


def test_nothing_from_a_scenario_reaches_the_terminal_as_a_command(page: Page) -> None:
    text = shown(page, View("\x1b[2JTitre", 1, 1, cue="[bold]\x9b1m"), QUIET)
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert "[bold]" in text


def test_in_a_pipe_it_prints_lines() -> None:
    screen, out = make(terminal=False)
    with screen.drawing():
        screen.show_task(PHASE, TASK, 1, 5)
        screen.show_text("Présentez-vous.")
        screen.show_pause(True)
        assert screen.paused
        screen.show_refusal(SessionError("Not now."))
        screen.show_microphone(Notice("Muted: {device}.", {"device": "Bureau"}))
        screen.show_microphone(None)
    assert out.getvalue().splitlines() == [
        "1/5  Se présenter",
        "Présentez-vous.",
        "Paused: press p to go on.",
        "Not now.",
        "Muted: Bureau.",
    ]


def test_what_is_still_read_whole_is_counted_down_and_said_once(page: Page) -> None:
    assert "left: 2" in shown(page, View("Se présenter", 1, 1, rereading=2), QUIET)
    screen, out = make(terminal=False)
    with screen.drawing():
        for left in (2, 1):
            screen.show_rereading(left)
    (line,) = out.getvalue().splitlines()
    assert "left: 2" in line
    assert "q " in line


def test_the_cue_is_shown_on_request_only() -> None:
    for cue in (False, True):
        screen, out = make(terminal=False, cue=cue)
        screen.show_task(PHASE, TASK, 1, 5)
        assert ("Qui je suis" in out.getvalue()) is cue


def test_a_card_lists_the_ideas_that_were_not_recognised_by_their_keys() -> None:
    """A key a point, by its number of all: that is the one which the command for past sessions takes."""
    ideas = ("Made", "Lost", "Own")
    task = Task("intro", 30.0, points=tuple(Point(name, (name.lower(),)) for name in ideas))
    take = Take(Path("a.wav"), 4.0, (Span(0.5, 3.0),), Transcript.from_text("we made it", "en"))
    scenario = Scenario("s", "S", "en", (PHASE,))
    card = with_said(score_take(scenario, PHASE, task, take), scenario, "Own", "it is ours")
    screen, out = make(terminal=False)
    screen.show_card(card, still_open=False)
    claims = " ".join(out.getvalue().split()).partition("Press its number")[2]
    assert "2 Lost · 3 ✓ Own (your own phrasing)" in claims
    assert "Made" not in claims
    screen, out = make(terminal=False)
    bare = replace(card, coverage=score_take(scenario, PHASE, TASK, take).coverage)
    screen.show_card(bare, still_open=False)
    assert "Press its number" not in out.getvalue()


def heard(text: str) -> AnswerCard:
    """The card of an answer that lasts as long as it should."""
    task = Task("intro", 4.0, terms=(Term("RAG"), Term("LoRA")), points=(Point("Own", ("own",)),))
    take = Take(Path("a.wav"), 6.0, (Span(0.5, 4.5),), Transcript.from_text(text, "en"))
    return score_take(Scenario("s", "S", "en", (PHASE,)), PHASE, task, take)


def test_an_early_card_says_what_is_listened_for_and_the_final_one_what_that_changed() -> None:
    screen, out = make(terminal=True)
    with screen.drawing():
        screen.show_early(heard("we made a RAG"))
        early = " ".join(out.getvalue().split())
        assert "Still listening for: LoRA. This score is not final." in early
        assert "Press its number" not in early
        screen.show_card(heard("we made a RAG with LoRA"), still_open=False)
    told = out.getvalue().rpartition("Se présenter")[2]
    assert "heard as well: LoRA." in told
    assert "instead of" in told
    assert "Still listening" not in told


def test_a_final_card_that_says_the_same_has_no_word_of_a_change() -> None:
    screen, out = make(terminal=True)
    with screen.drawing():
        screen.show_early(heard("we made a RAG"))
        screen.show_card(heard("we made a RAG"), still_open=False)
    assert "Now listened to" not in out.getvalue()


def test_an_early_card_tells_nothing_of_what_a_follow_up_would_ask_for_and_goes_with_it() -> None:
    screen, out = make(terminal=True)
    with screen.drawing():
        screen.show_early(heard("we made a RAG"), asks=True)
        early = " ".join(out.getvalue().split())
        assert "a question may follow. This score is not final." in early
        assert "LoRA" not in early
        screen.show_text("What else?")
    assert "Still listening" not in out.getvalue().rpartition("What else?")[2]


def test_an_early_card_goes_where_its_answer_goes_on() -> None:
    screen, out = make(terminal=True)
    with screen.drawing():
        screen.show_early(heard("we made a RAG"))
        screen.show_reopened(ListenRequest("intro-take1", PHASE, TASK, 30.0, 90.0))
        out.seek(0), out.truncate()
    assert "Still listening" not in out.getvalue()


def test_in_a_pipe_only_the_final_card_is_printed() -> None:
    screen, out = make(terminal=False)
    screen.show_early(heard("we made a RAG"))
    assert out.getvalue() == ""
    screen.show_card(heard("we made a RAG with LoRA"), still_open=False)
    assert "Now listened to" not in out.getvalue()


def test_on_a_terminal_it_draws_and_clears() -> None:
    screen, out = make(terminal=True, hearing=PAUSING)
    screen.show_task(PHASE, TASK, 1, 5)
    with screen.drawing():
        screen.show_microphone(Notice("Muted: {device}.", {"device": "Bureau"}))
        screen.show_notice(Notice("The voice is lost."))
    assert "Se présenter" in out.getvalue()
    assert "The voice is lost." in out.getvalue()
    assert "Muted: Bureau." in out.getvalue()
