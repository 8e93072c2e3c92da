"""What the interviewer replies in an ``ask`` phase."""

from __future__ import annotations

from interviewer.models import Phase, Transcript
from interviewer.score.patterns import earliest
from interviewer.score.text import read

__all__ = ["MAX_TOPICS", "reply_to"]

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
