"""A program that keeps a session as fast as it can, and says what was acknowledged.

``writer.py FOLDER [COUNT]``: COUNT rounds, or on until it is killed. One line an acknowledgement:
``session ID``, ``event ID N``, ``recording ID NAME STATE``, written after the call has returned.
"""

from __future__ import annotations

import itertools
import sys
from datetime import UTC, datetime
from pathlib import Path

from interviewer.domain import (
    ListenRequest,
    Phase,
    Scenario,
    SessionChoice,
    Span,
    Take,
    Task,
    Term,
    Transcript,
)
from interviewer.history.store import open_store
from interviewer.scoring.answer import score_take
from interviewer.session.events import Next, Scored


def main(folder: Path, count: int | None) -> None:
    task = Task("intro", 30.0, (Term("données"),))
    phase = Phase("intro", "Introduction", "pitch", 30.0, "Présentez-vous.", task)
    scenario = Scenario("essai", "Essai", "fr", (phase,))
    now = datetime(2026, 11, 22, 5, 30, 12, tzinfo=UTC)
    with open_store(folder) as store:
        log = store.begin("rehearse", scenario, SessionChoice(), None, now=now)
        say("session", log.id)
        for number in itertools.count() if count is None else range(count):
            name = f"intro-take{number}"
            audio = log.audio_folder / f"{name}.wav"
            log.recording_opened(ListenRequest(name, phase, task, 30.0, 60.0), audio)
            say("recording", log.id, name, "open")
            log.recording_closed(name, 31.0)
            say("recording", log.id, name, "closed")
            said = Transcript.from_text("les données " * 60, "fr")
            take = Take(audio, 31.0, (Span(1.0, 29.0),), said)
            log.recording_transcribed(name, take)
            say("recording", log.id, name, "transcribed")
            say("event", log.id, str(log.event(Next(float(number)))))
            card = score_take(scenario, phase, task, take)
            say("event", log.id, str(log.event(Scored(float(number), name, card))))
            say("recording", log.id, name, "scored")


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
