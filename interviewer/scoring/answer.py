"""One answer: its card, its recordings and follow-ups joined, and the scorecard of a session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    HeardLanguage,
    Phase,
    Question,
    Scenario,
    Scorecard,
    Signal,
    Span,
    Take,
    Task,
    Transcript,
    Word,
)
from interviewer.scoring.advice import advise
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.delivery import score_delivery
from interviewer.scoring.patterns import earliest
from interviewer.scoring.said import said_again, with_said, without_said
from interviewer.scoring.spoken_language import other_language
from interviewer.scoring.text import read
from interviewer.scoring.total import answer_score, score_timing, session_score
from interviewer.scoring.traps import find_traps

MAX_TOPICS = 2
"""Scripted replies the interviewer gives to one thing the candidate said."""


def reply_to(phase: Phase, said: Transcript) -> str:
    """The scripted replies to the topics recognised in ``said``, or the phase's default reply.

    Where more than two topics are recognised, the two count of which most phrasings were heard,
    the earlier first among equals. Replies come in the order in which their topics appear.
    """
    text = read(said)
    recognised: list[tuple[int, int, str]] = []
    for question in phase.questions:
        places = [place for phrasing in question.topic if (place := earliest((phrasing,), text))]
        if places and question.reply:
            first = min(place.first for place in places)
            recognised.append((-len(places), first, question.reply))
    best = sorted(recognised, key=lambda topic: topic[:2])[:MAX_TOPICS]
    replies = [reply for _, _, reply in sorted(best, key=lambda topic: topic[1])]
    return " ".join(replies) or phase.default_reply


def score_take(scenario: Scenario, phase: Phase, task: Task, take: Take) -> AnswerCard:
    """Everything known of ``take`` as an answer to ``task``, one of ``phase.tasks``.

    The score is None where nothing was said: no speech, or speech in which no word was
    recognised.

    Raises:
        FileNotFoundError: the package was built without its French catalogue.
    """
    question = _question(phase, task)
    timing = score_timing(task.target_s, take.speech)
    if take.place is not None and take.place.pause_s is not None:
        timing = replace(timing, onset_s=take.place.pause_s)
    other = other_language(take.transcript)
    # What the recogniser wrote of another language is its translation, and nobody said it.
    measured = replace(take, transcript=Transcript(scenario.language)) if other else take
    coverage = score_coverage(scenario, task, measured.transcript)
    delivery = score_delivery(measured, coverage.terms, scenario.language)
    traps = find_traps(scenario, measured.transcript)
    heard = bool(take.speech and read(measured.transcript).tokens)
    card = AnswerCard(
        phase_id=phase.id,
        question_id=question.id if question else None,
        title=question.ask if question else phase.title,
        task=task,
        take=take,
        timing=timing,
        coverage=coverage,
        delivery=delivery,
        traps=traps,
        score=answer_score(scenario.weights, timing, coverage, delivery, traps) if heard else None,
        advice=(),
        other_language=other,
    )
    return replace(card, advice=advise(card, scenario))


def score_typed(
    scenario: Scenario, phase: Phase, task: Task, text: str, audio: Path = Path("typed")
) -> AnswerCard:
    """``text`` as an answer to ``task``, for its content alone: typing has no time and no delivery.

    The score is None where nothing was written. There is no advice, which would ask for speech.

    Args:
        scenario: what is being answered.
        phase: the one that ``task`` belongs to.
        task: what is being answered of it.
        text: as it was typed.
        audio: stands in the take for the recording that there is none of.
    """
    take = Take(audio, 0.0, (), Transcript.from_text(text, scenario.language))
    card = replace(score_take(scenario, phase, task, take), advice=())
    if not take.transcript.words:
        return card
    score = answer_score(scenario.weights, card.timing, card.coverage, card.delivery, card.traps)
    return replace(card, score=score)


def score_session(
    scenario: Scenario, engine: EngineInfo, answers: Sequence[AnswerCard]
) -> Scorecard:
    """The scorecard of ``answers``, in their order.

    ``target_s`` is the sum of their targets; ``spoken_s`` that of what was measured, None where
    nothing was.
    """
    spoken = [card.timing.spoken_s for card in answers if card.timing.spoken_s is not None]
    return Scorecard(
        scenario=scenario,
        engine=engine,
        answers=tuple(answers),
        score=session_score(answers),
        target_s=sum(card.task.target_s for card in answers),
        spoken_s=sum(spoken) if spoken else None,
    )


def _question(phase: Phase, task: Task) -> Question | None:
    """The question ``task`` belongs to; None for a task that is the phase itself."""
    if phase.kind != "question":
        return None
    return next((question for question in phase.questions if question.id == task.id), None)


def _as_it_is(card: AnswerCard) -> AnswerCard:
    return card


@dataclass(frozen=True, slots=True)
class AnswerScorer:
    """The :class:`interviewer.session.ports.Scorer` of every session."""

    score: Callable[[Scenario, Phase, Task, Take], AnswerCard] = score_take
    """Scores one recording by itself."""
    told: Callable[[AnswerCard], AnswerCard] = _as_it_is
    """Given each card that is scored anew for what the person says of it, and gives what is shown."""

    def early(self, scenario: Scenario, phase: Phase, task: Task, take: Take) -> AnswerCard:
        """As it is scored, and nobody is told."""
        return score_take(scenario, phase, task, take)

    def said(self, scenario: Scenario, card: AnswerCard, point: str) -> AnswerCard:
        """``card`` with ``point`` made because the person says so, or no more so."""
        marked = any(hit.point == point for hit in card.coverage.disputed)
        change = without_said if marked else with_said
        return self.told(change(card, scenario, point))

    def said_again(self, scenario: Scenario, card: AnswerCard, before: AnswerCard) -> AnswerCard:
        """``card`` with what the person says of ``before``: :func:`interviewer.scoring.said.said_again`."""
        return self.told(said_again(card, scenario, before))

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
        """What the interviewer says to ``said``: :func:`interviewer.scoring.answer.reply_to`."""
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
    if not more.take.transcript.words or more.other_language or before.other_language:
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
    heard: list[HeardLanguage] = []
    unclear: list[Span] = []
    signals: list[Signal | None] = []
    for take in spoken:
        shift_s = speech[-1].end_s - take.speech[0].start_s if speech else 0.0
        spans = [span.moved(shift_s) for span in take.speech]
        if speech:
            # One span across the seam: it is no pause of the candidate's.
            spans[0] = Span(speech.pop().start_s, spans[0].end_s)
        speech += spans
        words += [word.moved(shift_s) for word in take.transcript.words]
        heard += [
            replace(each, start_s=each.start_s + shift_s, end_s=each.end_s + shift_s)
            for each in take.transcript.heard
        ]
        unclear += (span.moved(shift_s) for span in take.unclear)
        signals.append(take.signal and _moved(take.signal, shift_s))
    last = spoken[-1]
    return Take(
        audio=spoken[0].audio,
        duration_s=speech[-1].end_s + last.duration_s - last.speech[-1].end_s,
        speech=tuple(speech),
        transcript=Transcript(spoken[0].transcript.language, tuple(words), tuple(heard)),
        notices=tuple(notice for take in spoken for notice in take.notices),
        signal=_joined([signal for signal in signals if signal is not None]),
        unclear=tuple(unclear),
    )


def _moved(signal: Signal, shift_s: float) -> Signal:
    held = (span.moved(shift_s) for span in signal.held)
    intonation = (replace(each, span=each.span.moved(shift_s)) for each in signal.intonation)
    return replace(signal, held=tuple(held), intonation=tuple(intonation))


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
        intonation=tuple(each for signal in signals for each in signal.intonation),
    )


def _rank(score: float | None) -> float:
    return -1.0 if score is None else score
