"""How long anything in a session may last. Seconds throughout."""

from __future__ import annotations

from itertools import chain

from interviewer.engine.plan import Plan, Step
from interviewer.models import Phase

__all__ = [
    "MAX_EXCHANGES",
    "MAX_TOPICS",
    "REVIEW_S",
    "WEIGH_S",
    "follow_up_target_s",
    "hard_limit_s",
    "longest_listening_s",
    "longest_s",
    "spoken_limit_s",
]

REVIEW_S = 4.0
"""How long a card stays before the session goes on by itself."""
WEIGH_S = 2.5
"""How long the interviewer waits before asking on: with the 1.5 s of silence that ended the answer
it makes 4 s, which no pause within an answer of the recordings at hand exceeds."""
MAX_EXCHANGES = 8
"""Times the candidate may ask in one ``ask`` phase."""
MAX_TOPICS = 2
"""Scripted replies the interviewer gives to one thing the candidate said."""

_HARD_LIMIT = 2.0
"""Times the target."""
_FOLLOW_UP_SHARE = 1 / 3
_FOLLOW_UP_MIN_S = 10.0
_SLOWEST_VOICE = 5.0
"""Characters a second. The speech synthesiser says about 14, slowed down by half about 7."""
_VOICE_STARTS_S = 5.0


def hard_limit_s(target_s: float) -> float:
    """When an answer is cut off."""
    return _HARD_LIMIT * target_s


def follow_up_target_s(target_s: float) -> float:
    """What the answer to a follow-up should last: a third of the task's target, at least 10 s."""
    return max(_FOLLOW_UP_MIN_S, _FOLLOW_UP_SHARE * target_s)


def spoken_limit_s(text: str) -> float:
    """When a voice that has not said ``text`` to its end is taken to hang."""
    return _VOICE_STARTS_S + len(text) / _SLOWEST_VOICE


def longest_listening_s(plan: Plan) -> float:
    """The most that a session without redo listens; each redo adds at most one task's share."""
    follow_ups = [
        hard_limit_s(follow_up_target_s(step.task.target_s))
        for step in plan.steps
        if step.task.follow_up is not None
    ]
    answers = sum(hard_limit_s(step.task.target_s) for step in plan.steps)
    return answers + _largest(follow_ups, plan.scenario.max_follow_ups)


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
