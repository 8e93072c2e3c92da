"""How long a session may last at most: what every whole session played in the tests keeps to."""

from __future__ import annotations

from itertools import chain

from interviewer.domain import Phase
from interviewer.scoring.answer import MAX_TOPICS
from interviewer.session.plan import Plan, Step
from interviewer.session.state import (
    MAX_EXCHANGES,
    REVIEW_S,
    THINK_S,
    WEIGH_S,
    hard_limit_s,
    spoken_limit_s,
)

LAST_WORDS_S = 10.0
"""Seconds after its limit at which an answer ends at the latest."""


def longest_answer_s(target_s: float) -> float:
    """The most that one answer is listened to, the time to think included."""
    limit_s = hard_limit_s(target_s)
    return max(limit_s, THINK_S) + limit_s + LAST_WORDS_S


def longest_listening_s(plan: Plan) -> float:
    """The most that a session without redo listens if no answer that seemed to be over is taken up
    again; each redo adds at most one task's share."""
    follow_ups = [
        longest_answer_s(step.task.for_follow_up.target_s)
        for step in plan.steps
        if step.task.follow_up is not None
    ]
    answers = sum(_listened_s(step) for step in plan.steps)
    return answers + _largest(follow_ups, plan.scenario.max_follow_ups)


def _listened_s(step: Step) -> float:
    """The most one step's answer is listened to; a further exchange begins within the target."""
    exchanges = step.task.target_s if step.phase.kind == "ask" else 0.0
    return exchanges + longest_answer_s(step.task.target_s)


def longest_s(plan: Plan) -> float:
    """The most that a session without redo lasts, pauses and computing left out."""
    scenario = plan.scenario
    asked = [
        spoken_limit_s(step.task.follow_up.ask) + _longest_reply_s(step.phase)
        for step in plan.steps
        if step.task.follow_up is not None
    ]
    return (
        spoken_limit_s(scenario.greeting)
        # Twice: speech may end such a wait at its last moment, and the next one is then whole.
        + sum(_spoken_s(step) + 2 * (REVIEW_S + _weighed_s(step)) for step in plan.steps)
        + _largest(asked, scenario.max_follow_ups)
        + longest_listening_s(plan)
        + spoken_limit_s(scenario.farewell)
    )


def _spoken_s(step: Step) -> float:
    """The most the interviewer speaks for ``step``, its follow-up left out."""
    prompt = spoken_limit_s(step.phase.prompt) if step.opens_phase else 0.0
    question = spoken_limit_s(step.question.ask) if step.question else 0.0
    return prompt + question + MAX_EXCHANGES * _longest_reply_s(step.phase)


def _weighed_s(step: Step) -> float:
    """The most the interviewer waits to reply and to ask on."""
    replies = MAX_EXCHANGES if step.phase.kind == "ask" else 0
    return WEIGH_S * (replies + (step.task.follow_up is not None))


def _longest_reply_s(phase: Phase) -> float:
    """The most one scripted reply lasts; 0 where the interviewer does not reply."""
    if phase.kind != "ask":
        return 0.0
    replies = sorted((question.reply for question in phase.questions), key=len, reverse=True)
    together = " ".join(replies[:MAX_TOPICS])
    return max(spoken_limit_s(text) for text in chain((together,), (phase.default_reply,)))


def _largest(values: list[float], count: int) -> float:
    return sum(sorted(values, reverse=True)[:count])
