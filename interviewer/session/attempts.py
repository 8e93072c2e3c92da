"""An attempt at a task: the recordings of one answer, and what is asked and told of their scores."""

from __future__ import annotations

from dataclasses import dataclass, replace

from interviewer.domain import AnswerCard, Scenario
from interviewer.session.events import Score, Scored
from interviewer.session.plan import Step
from interviewer.session.ports import Scorer


@dataclass(frozen=True, slots=True)
class Piece:
    """One closed recording."""

    recording: str
    listened_s: float
    follow_up: bool = False
    card: AnswerCard | None = None
    """Of this recording by itself; None until it is scored."""
    whole: AnswerCard | None = None
    """Of the answer up to its end; None until it is scored."""
    reply: str | None = None
    """What the interviewer replies to it; None where nothing is."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One take of a task: one recording, several in an ``ask`` phase, and a follow-up's answer.

    Nothing is asked on before an answer is scored: only the last piece may still await its card.
    """

    pieces: tuple[Piece, ...] = ()

    @property
    def card(self) -> AnswerCard | None:
        """Of the scored pieces together; None until the first is scored."""
        wholes = [piece.whole for piece in self.pieces if piece.whole is not None]
        return wholes[-1] if wholes else None

    @property
    def awaits_card(self) -> bool:
        """Whether its last recording is still being scored."""
        return bool(self.pieces) and self.pieces[-1].card is None

    def request(self, step: Step) -> Score:
        """The request for the last piece of this attempt at ``step``, which awaits its card."""
        piece = self.pieces[-1]
        task = step.task.for_follow_up if piece.follow_up else step.task
        return Score(piece.recording, step.phase, task, piece.follow_up, self.card)

    def with_scored(self, event: Scored) -> Attempt:
        """The last piece, which awaited this, with its cards."""
        *before, last = self.pieces
        if before and event.whole is None:
            raise AssertionError(f"{event.recording} is scored, and not joined to its answer")
        scored = replace(last, card=event.card, whole=event.whole or event.card, reply=event.reply)
        return Attempt((*before, scored))


def joined(
    asked: Score, card: AnswerCard, at_s: float, scenario: Scenario, scorer: Scorer
) -> Scored:
    """What is told of a recording once it has its own card: the answer so far, and the reply."""
    whole, reply = None, None
    if asked.before is not None:
        whole = scorer.join(scenario, asked.phase, asked.before, card, follow_up=asked.follow_up)
    if asked.phase.kind == "ask" and card.take.transcript.words:
        reply = scorer.reply(asked.phase, card.take.transcript)
    return Scored(at_s, asked.recording, card, whole, reply)
