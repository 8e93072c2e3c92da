"""What an answer will be scored with, made ready while the session is under way."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

from interviewer.domain import Scenario, Span, Take, Transcript, Word
from interviewer.scoring.answer import score_take
from interviewer.scoring.meaning import prepare
from interviewer.session.plan import Step

_log = logging.getLogger(__name__)

_BREATH_S = 0.05
"""Between two tasks: whoever listens and draws goes first."""


class Preparation:
    """Readies the tasks of a session, in order, on a thread of its own.

    Loads the sentence encoder, reads the ideas of each task, and scores its model answer: what is read
    of a task's patterns the first time, and loaded, need not be when its answer has ended. Nobody waits for
    it: a card that is due before makes ready what it needs itself.
    """

    def __init__(self, scenario: Scenario, steps: Sequence[Step]) -> None:
        self._scenario, self._steps = scenario, tuple(steps)
        self._closed = Event()
        self._thread = Thread(target=self._run, name="meaning", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends it, after the task under way."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        scenario = self._scenario
        try:
            for step in self._steps:
                if self._closed.wait(_BREATH_S):
                    return
                prepare(step.task, scenario.language)
                score_take(scenario, step.phase, step.task, _model(scenario, step))
        except Exception:  # noqa: BLE001  a rehearsal goes on without
            # The card that needs it says what is wrong, if it still is.
            _log.warning("What answers are scored with cannot be made ready.", exc_info=True)


def _model(scenario: Scenario, step: Step) -> Take:
    """The model answer, or the question where there is none, as if it had been spoken."""
    texts = (step.task.model_answer, step.question.ask if step.question else step.phase.prompt)
    said = next((text for text in texts if text.strip()), step.phase.title).split()
    words = tuple(Word(word, 0.4 * at, 0.4 * at + 0.3, 1.0) for at, word in enumerate(said))
    end_s = words[-1].end_s
    transcript = Transcript(scenario.language, words)
    return Take(Path("model"), end_s, (Span(0.0, end_s),), transcript)
