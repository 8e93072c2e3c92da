"""One answer's card and the session's scorecard, from the parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from interviewer.models import (
    AnswerCard,
    EngineInfo,
    Phase,
    Question,
    Scenario,
    Scorecard,
    Take,
    Task,
    Transcript,
)
from interviewer.score.advice import advise
from interviewer.score.coverage import score_coverage
from interviewer.score.delivery import score_delivery
from interviewer.score.timing import score_timing
from interviewer.score.total import answer_score, session_score
from interviewer.score.traps import find_traps

__all__ = ["score_session", "score_take", "score_typed"]


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
        timing = replace(timing, onset_s=None)
    coverage = score_coverage(scenario, task, take.transcript)
    delivery = score_delivery(take, coverage.terms, scenario.language)
    traps = find_traps(scenario, take.transcript)
    heard = bool(take.speech and take.transcript.words)
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
