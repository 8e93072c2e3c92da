"""Every kind of event at every kind of stage: what is taken, and that all else is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from interviewer.errors import SessionError
from interviewer.session.offers import offers

MakeDriver = Callable[..., Any]

EVENTS = {
    "start",
    "spoken",
    "speech",
    "ended",
    "settled",
    "resumed",
    "timed_out",
    "scored",
    "next",
    "skip",
    "redo",
    "pause",
    "resume",
    "quit",
    "again",
    "model",
    "held",
    "suggested",
}
SPEAKING = {"spoken", "timed_out", "next", "skip", "pause", "quit"}
LISTENING = {
    "speech",
    "ended",
    "settled",
    "timed_out",
    "next",
    "skip",
    "redo",
    "pause",
    "quit",
    "again",
}

# How each stage is reached, and what it takes.
PATHS: dict[str, tuple[str, set[str]]] = {
    "ready": ("", {"start", "quit"}),
    "greeting": ("start", SPEAKING),
    "prompt": ("start next", SPEAKING),
    "question": ("start next skip next", SPEAKING),
    "question after an answer": (
        "start next next ended scored_silent next",
        SPEAKING | {"redo"},
    ),
    "question again": (
        "start next next speech again",
        SPEAKING | {"speech", "ended", "settled", "redo"},
    ),
    "question again paused": (
        "start next next speech again pause",
        {"speech", "ended", "settled", "skip", "redo", "resume", "quit"},
    ),
    "listening after an answer": (
        "start next next ended scored_silent next next next",
        LISTENING,
    ),
    "card held": (
        "start next next ended scored_silent held",
        {"next", "skip", "redo", "pause", "quit"},
    ),
    "follow_up": ("start next next speech ended scored", SPEAKING | {"redo"}),
    "listening": ("start next next", LISTENING),
    "spoken": ("start next next speech", LISTENING),
    "listening while a take is scored": (
        "start next next speech redo",
        LISTENING | {"scored"},
    ),
    "listening to a follow-up": ("start next next speech ended scored next", LISTENING),
    "scoring": ("start next next speech ended", {"scored", "skip", "redo", "pause", "quit"}),
    "scoring, open": (
        "start next next speech settled",
        {"resumed", "scored", "skip", "redo", "pause", "quit"},
    ),
    "weighing a follow-up": (
        "start next next speech settled scored",
        {"resumed", "timed_out", "next", "skip", "redo", "pause", "quit"},
    ),
    "weighing a follow-up, a model thinks": (
        "thinks start next next speech settled scored",
        {"resumed", "timed_out", "next", "skip", "redo", "pause", "quit", "suggested"},
    ),
    "weighing, a model has thought": (
        "thinks start next next speech settled scored suggested",
        {"resumed", "timed_out", "next", "skip", "redo", "pause", "quit"},
    ),
    "reviewing, a model thinks": (
        "thinks start next next speech settled scored_well",
        {"resumed", "timed_out", "held", "next", "skip", "redo", "pause", "quit", "suggested"},
    ),
    "card held, a model thinks": (
        "thinks start next next speech settled scored_well held",
        {"next", "skip", "redo", "pause", "quit", "suggested"},
    ),
    "paused scoring, a model thinks": (
        "thinks start next next speech settled pause scored_well",
        {"skip", "redo", "resume", "quit", "suggested"},
    ),
    "weighing a reply": (
        "start next skip skip skip skip next speech settled scored",
        {"resumed", "timed_out", "next", "skip", "redo", "pause", "quit"},
    ),
    "reviewing, open": (
        "start next next settled scored_silent",
        {"resumed", "timed_out", "held", "next", "skip", "redo", "pause", "quit"},
    ),
    "taken up again": ("start next next speech settled scored resumed", LISTENING),
    "reviewing": (
        "start next next ended scored_silent",
        {"timed_out", "held", "next", "skip", "redo", "pause", "quit"},
    ),
    "reply": ("start next skip skip skip skip next speech ended scored", SPEAKING | {"redo"}),
    "farewell": ("start next skip skip skip skip skip", SPEAKING),
    "paused greeting": ("start pause", {"skip", "resume", "quit"}),
    "paused listening": (
        "start next next pause",
        {"speech", "ended", "settled", "skip", "redo", "resume", "quit"},
    ),
    "paused scoring": (
        "start next next speech ended pause",
        {"scored", "skip", "redo", "resume", "quit"},
    ),
    "paused weighing": (
        "start next next speech settled scored pause",
        {"skip", "redo", "resume", "quit"},
    ),
    "paused reviewing": (
        "start next next ended scored_silent pause",
        {"skip", "redo", "resume", "quit"},
    ),
    "closing": ("start next next speech quit", {"scored", "quit"}),
    "finished": ("start quit", set()),
    "finished at once": ("start next next speech quit quit", set()),
}


def send(driver: Any, name: str) -> None:
    match name:
        case "start" | "spoken" | "speech" | "ended" | "settled" | "resumed" | "timed_out" | "held":
            getattr(driver, name)()
        case "scored":
            driver.scored("quels freins") if driver.requests else driver.stray()
        case "scored_silent":
            driver.scored("")
        case "scored_well":
            driver.scored("les données")
        case "suggested":
            driver.suggested()
        case "thinks":
            driver.thinks = True
        case _:
            driver.key(name)


def reach(make_driver: MakeDriver, path: str) -> Any:
    driver = make_driver()
    for name in path.split():
        driver.wait(1)
        send(driver, name)
    return driver


@pytest.mark.parametrize("event", sorted(EVENTS))
@pytest.mark.parametrize("stage", PATHS)
def test_every_event_is_taken_or_refused(make_driver: MakeDriver, stage: str, event: str) -> None:
    path, taken = PATHS[stage]
    driver = reach(make_driver, path).wait(1)
    before = driver.state
    if event in taken:
        send(driver, event)
        assert driver.state.now_s == driver.now_s
    else:
        with pytest.raises(SessionError) as refused:
            send(driver, event)
        assert driver.state == before
        assert refused.value.line()


def stage_name(driver: Any) -> str:
    stage = driver.state.stage
    name = type(stage).__name__
    if name == "Paused":
        return f"paused {type(stage.stage).__name__}".lower()
    return getattr(stage, "saying", name).lower()


@pytest.mark.parametrize("stage", PATHS)
def test_the_paths_lead_where_they_say(make_driver: MakeDriver, stage: str) -> None:
    reached = stage_name(reach(make_driver, PATHS[stage][0]))
    named = {
        "question after an answer": "prompt",
        "question again": "again",
        "question again paused": "paused speaking",
        "listening after an answer": "listening",
        "card held": "reviewing",
        "spoken": "listening",
        "listening while a take is scored": "listening",
        "listening to a follow-up": "listening",
        "scoring, open": "scoring",
        "weighing a follow-up": "weighing",
        "weighing a follow-up, a model thinks": "weighing",
        "weighing, a model has thought": "weighing",
        "reviewing, a model thinks": "reviewing",
        "card held, a model thinks": "reviewing",
        "paused scoring, a model thinks": "paused scoring",
        "weighing a reply": "weighing",
        "reviewing, open": "reviewing",
        "taken up again": "listening",
        "paused greeting": "paused speaking",
        "finished at once": "finished",
    }
    assert reached == named.get(stage, stage)


KEYS = {"next": "enter", "redo": "r", "skip": "s", "again": "a", "model": "m", "quit": "q"}
KEYS |= {"pause": "p", "resume": "p"}


@pytest.mark.parametrize("stage", PATHS)
def test_the_keys_that_are_offered_are_those_that_do_something(
    make_driver: MakeDriver, stage: str
) -> None:
    path, taken = PATHS[stage]
    offered = offers(reach(make_driver, path).state)
    # At a card, s does what Enter does, and is not named.
    does = {KEYS[name] for name in taken if name in KEYS}
    named = {offer.key for offer in offered}
    assert named <= does
    assert does - named <= {"s"}
    assert len(named) == len(offered)
