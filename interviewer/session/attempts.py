"""An attempt at a task: the recordings of one answer, and what is asked and told of their scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from interviewer.domain import AnswerCard, Rereading, Scenario
from interviewer.session.events import Confirmed, Score, Scored
from interviewer.session.follow_up import asked_after
from interviewer.session.plan import Step
from interviewer.session.ports import Scorer
from interviewer.session.requests import Suggestion

_SEEN_POINTS = 2.0
"""Points of a score that a person sees change: scores are shown as whole numbers, of which one may
be rounding."""


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
    confirmed: AnswerCard | None = None
    """As ``card``, of the recording read whole; None until that is scored."""
    confirmed_whole: AnswerCard | None = None
    """As ``whole``, of recordings that were all read whole."""
    unreadable: bool = False
    """It cannot be read whole: what was heard at once stands."""
    spoken_s: float = 0.0
    """Of ``listened_s``, from the first word on."""
    cut: bool = False
    """It was cut off at its limit."""
    suggesting: bool = False
    """A language model is waited for that thinks of a follow-up."""
    suggestion: Suggestion | None = None
    """What it thought of: asked, where anything is."""
    sent_to: str = ""
    """The other machine that the language model is on; empty for this one, or where none was asked."""

    @property
    def awaits_reading(self) -> bool:
        """Whether it is still to be read whole."""
        return self.card is not None and self.confirmed is None and not self.unreadable


@dataclass(frozen=True, slots=True)
class Attempt:
    """One take of a task: one recording, several in an ``ask`` phase, and a follow-up's answer.

    Nothing is asked on before an answer is scored: only the last piece may still await its card.
    """

    pieces: tuple[Piece, ...] = ()

    @property
    def card(self) -> AnswerCard | None:
        """Of the scored pieces together; None until the first is scored.

        Once all of them were read whole, it is that reading's.
        """
        scored = [piece for piece in self.pieces if piece.whole is not None]
        if not scored:
            return None
        card = scored[-1].confirmed_whole or scored[-1].whole
        sent_to = next((piece.sent_to for piece in scored if piece.sent_to), "")
        return replace(card, sent_to=sent_to) if card is not None and sent_to else card

    @property
    def suggesting(self) -> bool:
        """Whether a language model is waited for that thinks of a follow-up."""
        return bool(self.pieces) and self.pieces[-1].suggesting

    @property
    def suggestion(self) -> Suggestion | None:
        """The follow-up that a language model thought of; None where it did not."""
        return self.pieces[-1].suggestion if self.pieces else None

    @property
    def awaits_card(self) -> bool:
        """Whether its last recording is still being scored."""
        return bool(self.pieces) and self.pieces[-1].card is None

    @property
    def provisional(self) -> bool:
        """Whether some of it is scored by what was heard at once."""
        return any(piece.confirmed is None for piece in self.pieces)

    @property
    def rereading(self) -> Rereading | None:
        """What reading its recordings whole has changed; None where nobody would see it."""
        if not self.pieces or self.pieces[-1].whole is None or self.pieces[-1].confirmed is None:
            return None
        return changed(self.pieces[-1].whole, self.card or self.pieces[-1].whole)

    def request(self, step: Step) -> Score:
        """The request for the last piece of this attempt at ``step``, which awaits its card."""
        return self._request(step, len(self.pieces) - 1, self.card)

    def request_again(self, step: Step, recording: str) -> Score | None:
        """The request for a piece of this attempt at ``step`` that was read whole.

        None where what it goes on with was not: an answer is not joined from both readings.
        """
        before: AnswerCard | None = None
        for number, piece in enumerate(self.pieces):
            if piece.recording == recording and (before is not None or not number):
                return replace(self._request(step, number, before), reread=True)
            before = piece.confirmed_whole
        return None

    def _request(self, step: Step, number: int, before: AnswerCard | None) -> Score:
        piece = self.pieces[number]
        marked = self.card if self.card is not None and self.card.coverage.disputed else None
        if not piece.follow_up:
            return Score(piece.recording, step.phase, step.task, before=before, marked=marked)
        suggestion = self.pieces[number - 1].suggestion
        return Score(
            piece.recording,
            step.phase,
            step.task.for_follow_up,
            follow_up=True,
            asked=self.asked(number),
            asked_by=suggestion.model if suggestion is not None else "",
            before=before,
            marked=marked,
        )

    def asked(self, number: int) -> str:
        """The follow-up that was asked before that piece: because of what was heard at once."""
        before = self.pieces[number - 1] if number else None
        if before is not None and before.suggestion is not None:
            return before.suggestion.question
        return "" if before is None or before.whole is None else asked_after(before.whole)

    def with_scored(self, event: Scored) -> Attempt:
        """The last piece, which awaited this, with its cards."""
        *before, last = self.pieces
        if before and event.whole is None:
            raise AssertionError(f"{event.recording} is scored, and not joined to its answer")
        card = _with_cut(event.card, (last,))
        whole = _with_cut(event.whole or event.card, self.pieces)
        scored = replace(last, card=card, whole=whole, reply=event.reply)
        return Attempt(
            (*before, replace(scored, suggesting=event.suggesting, sent_to=event.sent_to))
        )

    def with_suggestion(self, suggestion: Suggestion | None) -> Attempt:
        """The language model is waited for no more: it has thought of that, or of nothing."""
        *before, last = self.pieces
        return Attempt((*before, replace(last, suggesting=False, suggestion=suggestion)))

    def with_confirmed(self, event: Confirmed) -> Attempt:
        """The piece that was read whole, with its cards."""
        names = [piece.recording for piece in self.pieces]
        at = names.index(event.recording)
        before, piece, after = self.pieces[:at], self.pieces[at], self.pieces[at + 1 :]
        card = _with_cut(event.card, (piece,))
        whole = _with_cut(event.whole or event.card, (*before, piece))
        confirmed = replace(piece, confirmed=card, confirmed_whole=whole)
        return Attempt((*before, confirmed, *after))

    def with_marked(self, whole: AnswerCard) -> Attempt:
        """The answer with what the person says of its points."""
        *before, last = self.pieces
        if last.confirmed_whole is not None:
            return Attempt((*before, replace(last, confirmed_whole=whole)))
        return Attempt((*before, replace(last, whole=whole)))

    def with_unreadable(self, recording: str) -> Attempt:
        """The piece that cannot be read whole stands as it was heard."""
        return Attempt(
            tuple(
                replace(piece, unreadable=True) if piece.recording == recording else piece
                for piece in self.pieces
            )
        )


def joined(
    asked: Score, card: AnswerCard, at_s: float, scenario: Scenario, scorer: Scorer
) -> Scored | Confirmed:
    """What is told of a recording once it has its own card: the answer so far, and the reply."""
    whole, reply = None, None
    if asked.before is not None:
        whole = scorer.join(scenario, asked.phase, asked.before, card, follow_up=asked.follow_up)
        if asked.follow_up:
            whole = replace(whole, follow_up_asked=asked.asked, follow_up_by=asked.asked_by)
    if asked.marked is not None:
        whole = scorer.said_again(scenario, whole or card, asked.marked)
    if asked.reread:
        return Confirmed(at_s, asked.recording, card, whole)
    if asked.phase.kind == "ask" and card.take.transcript.words:
        reply = scorer.reply(asked.phase, card.take.transcript)
    return Scored(at_s, asked.recording, card, whole, reply)


def _with_cut(card: AnswerCard, pieces: Iterable[Piece]) -> AnswerCard:
    """``card``, of ``pieces``, which says so where one of them was cut off."""
    if not any(piece.cut for piece in pieces):
        return card
    return replace(card, timing=replace(card.timing, cut=True))


def changed(before: AnswerCard, after: AnswerCard) -> Rereading | None:
    """What a person would see changed between two cards of one answer."""
    had, has = _credited(before), _credited(after)
    found = tuple(name for name in has if name not in had)
    lost = tuple(name for name in had if name not in has)
    if (before.score is None) == (after.score is None):
        moved = abs((before.score or 0.0) - (after.score or 0.0)) >= _SEEN_POINTS
    else:
        moved = True
    if not (moved or found or lost):
        return None
    return Rereading(after.task.id, before.score, after.score, found, lost)


def _credited(card: AnswerCard) -> tuple[str, ...]:
    return tuple(hit.term.name for hit in card.coverage.terms if hit.outcome in ("hit", "partial"))


def first_score(attempts: Sequence[Attempt]) -> float | None:
    """The score of the first take, where the last one is another; None where there is none."""
    for attempt in attempts[:-1]:
        if attempt.card is not None and attempt.card.score is not None:
            return attempt.card.score
    return None
