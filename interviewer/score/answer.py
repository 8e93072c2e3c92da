"""One answer in several recordings: its card, from the cards of the recordings.

The exchanges of an ``ask`` phase are scored as one answer, end to end: timing and delivery
included. The answer to a follow-up adds to coverage and may fall into traps, and coverage never
gets worse by it; timing and delivery stay those of the first answer, which its target is about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from interviewer.models import (
    AnswerCard,
    Phase,
    Scenario,
    Signal,
    Span,
    Take,
    Task,
    Transcript,
    Word,
)
from interviewer.score.advice import advise
from interviewer.score.card import score_take
from interviewer.score.coverage import score_coverage
from interviewer.score.topics import reply_to
from interviewer.score.total import answer_score
from interviewer.score.traps import find_traps

__all__ = ["AnswerScorer", "join_cards", "join_takes"]


@dataclass(frozen=True, slots=True)
class AnswerScorer:
    """The :class:`interviewer.session.ports.Scorer` of every session."""

    score: Callable[[Scenario, Phase, Task, Take], AnswerCard] = score_take
    """Scores one recording by itself."""

    def join(
        self,
        scenario: Scenario,
        phase: Phase,
        before: AnswerCard,
        more: AnswerCard,
        *,
        follow_up: bool,
    ) -> AnswerCard:
        """The answer of ``before`` with that of ``more``: :func:`join_cards`."""
        return join_cards(scenario, phase, before, more, follow_up=follow_up)

    def reply(self, phase: Phase, said: Transcript) -> str:
        """What the interviewer says to ``said``: :func:`interviewer.score.topics.reply_to`."""
        return reply_to(phase, said)


def join_cards(
    scenario: Scenario, phase: Phase, before: AnswerCard, more: AnswerCard, *, follow_up: bool
) -> AnswerCard:
    """The card of one answer, which ``more`` goes on with.

    Args:
        scenario: what is answered.
        phase: the one that the answer belongs to.
        before: of the answer so far.
        more: of the recording that goes on with it, by itself.
        follow_up: it answers the task's follow-up; where nothing was said, nothing changes.
    """
    take = join_takes((before.take, more.take))
    if not follow_up:
        return score_take(scenario, phase, before.task, take)
    if not more.take.transcript.words:
        return before
    coverage = score_coverage(scenario, before.task, take.transcript)
    if _rank(coverage.score) < _rank(before.coverage.score):
        coverage = before.coverage
    traps = find_traps(scenario, take.transcript)
    score = answer_score(scenario.weights, before.timing, coverage, before.delivery, traps)
    said = before.follow_up_word
    card = replace(
        before,
        take=take,
        coverage=coverage,
        traps=traps,
        score=score,
        follow_up_word=len(before.take.transcript.words) if said is None else said,
    )
    return replace(card, advice=advise(card, scenario))


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


def _rank(score: float | None) -> float:
    return -1.0 if score is None else score
