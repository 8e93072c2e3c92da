"""One card from several recordings, and the best of several takes.

The exchanges of an ``ask`` phase are scored as one answer, end to end: timing and delivery
included. The answer to a follow-up adds to coverage and may fall into traps, and coverage never
gets worse by it; timing and delivery stay those of the first answer, which its target is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviewer.engine.plan import Step
from interviewer.engine.state import Attempt, Piece, State
from interviewer.models import (
    AnswerCard,
    Coverage,
    Scenario,
    Signal,
    Span,
    Take,
    Transcript,
    Word,
)
from interviewer.score.advice import advise
from interviewer.score.card import score_take
from interviewer.score.coverage import score_coverage
from interviewer.score.total import answer_score
from interviewer.score.traps import find_traps

__all__ = ["attempt_of", "best_index", "follow_up_due", "heard", "join_takes", "place_card"]


def heard(card: AnswerCard) -> bool:
    """Whether any word was recognised."""
    return bool(card.take.transcript.words)


def follow_up_due(card: AnswerCard) -> bool:
    """Whether the answer lacks what its task's follow-up asks for; never of a silent one."""
    follow_up = card.task.follow_up
    if follow_up is None or not heard(card):
        return False
    missed = {hit.term.name for hit in card.coverage.terms if hit.status == "missed"}
    missed |= {hit.point for hit in card.coverage.points if hit.status == "missed"}
    return follow_up.when_missing in missed


def best_index(cards: Sequence[AnswerCard]) -> int:
    """Index of the highest score, the earliest among equals; no score counts as none at all."""
    return max(range(len(cards)), key=lambda index: (_rank(cards[index].score), -index))


def place_card(state: State, recording: str, card: AnswerCard) -> State | None:
    """``state`` with the card of one recording; None where no such recording awaits one."""
    for position, attempts in enumerate(state.attempts):
        for number, attempt in enumerate(attempts):
            pieces = tuple(
                replace(piece, card=card)
                if piece.recording == recording and piece.card is None
                else piece
                for piece in attempt.pieces
            )
            if pieces != attempt.pieces:
                scored = attempt_of(state.plan.scenario, state.plan.steps[position], pieces)
                return state.with_attempts(
                    position, (*attempts[:number], scored, *attempts[number + 1 :])
                )
    return None


def attempt_of(scenario: Scenario, step: Step, pieces: tuple[Piece, ...]) -> Attempt:
    """The attempt at ``step`` that ``pieces`` make, with its card as far as they are scored."""
    return Attempt(pieces, _attempt_card(scenario, step, pieces))


def join_takes(takes: Sequence[Take]) -> Take:
    """``takes``, at least one, as one answer.

    The silence between the last speech of a take and the first of the next is left out, for it
    holds the interviewer's voice. Times after the first take are therefore those of the joined
    answer, not of a file; ``audio`` is the first file.
    """
    spoken = [take for take in takes if take.speech]
    if len(spoken) < 2:
        return spoken[0] if spoken else takes[0]
    speech: list[Span] = []
    words: list[Word] = []
    signals: list[Signal | None] = []
    for take in spoken:
        shift_s = speech[-1].end_s - take.speech[0].start_s if speech else 0.0
        spans = [Span(span.start_s + shift_s, span.end_s + shift_s) for span in take.speech]
        if speech:
            # One span across the seam: it is no pause of the candidate's.
            spans[0] = Span(speech.pop().start_s, spans[0].end_s)
        speech += spans
        words += [
            replace(word, start_s=word.start_s + shift_s, end_s=word.end_s + shift_s)
            for word in take.transcript.words
        ]
        signals.append(take.signal and _moved(take.signal, shift_s))
    last = spoken[-1]
    return Take(
        audio=spoken[0].audio,
        duration_s=speech[-1].end_s + last.duration_s - last.speech[-1].end_s,
        speech=tuple(speech),
        transcript=Transcript(spoken[0].transcript.language, tuple(words)),
        notices=tuple(notice for take in spoken for notice in take.notices),
        signal=_joined([signal for signal in signals if signal is not None]),
    )


def _moved(signal: Signal, shift_s: float) -> Signal:
    held = (Span(span.start_s + shift_s, span.end_s + shift_s) for span in signal.held)
    return replace(signal, held=tuple(held))


def _joined(signals: Sequence[Signal]) -> Signal | None:
    """What the worst of ``signals`` allows; None where none was measured."""
    if not signals:
        return None
    ratios = [signal.snr_db for signal in signals if signal.snr_db is not None]
    return Signal(
        snr_db=min(ratios, default=None),
        clipped=max(signal.clipped for signal in signals),
        narrow=any(signal.narrow for signal in signals),
        voices=any(signal.voices for signal in signals),
        held=tuple(span for signal in signals for span in signal.held),
    )


def _attempt_card(scenario: Scenario, step: Step, pieces: Sequence[Piece]) -> AnswerCard | None:
    """The card of the scored pieces together; None while only a follow-up's answer is scored."""
    cards = [piece.card for piece in pieces if piece.card and not piece.follow_up]
    if not cards:
        return None
    card = cards[0]
    if len(cards) > 1:
        joined = join_takes([each.take for each in cards])
        card = score_take(scenario, step.phase, step.task, joined)
    for piece in pieces:
        if piece.card and piece.follow_up and heard(piece.card):
            card = _with_follow_up(scenario, card, piece.card)
    return card


def _with_follow_up(scenario: Scenario, first: AnswerCard, more: AnswerCard) -> AnswerCard:
    take = join_takes((first.take, more.take))
    coverage = _better(first.coverage, score_coverage(scenario, first.task, take.transcript))
    traps = find_traps(scenario, take.transcript)
    score = answer_score(scenario.weights, first.timing, coverage, first.delivery, traps)
    card = replace(
        first,
        take=take,
        coverage=coverage,
        traps=traps,
        score=score,
        follow_up_word=len(first.take.transcript.words),
    )
    return replace(card, advice=advise(card, scenario))


def _better(first: Coverage, whole: Coverage) -> Coverage:
    return whole if _rank(whole.score) >= _rank(first.score) else first


def _rank(score: float | None) -> float:
    return -1.0 if score is None else score
