"""Which cards come first. Pure: the time is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interviewer.drill.schedule import Memory, recall
from interviewer.models import Phase, Question

__all__ = ["Card", "Standing", "due_at", "in_order", "standing"]

Standing = Literal["missed", "due", "new", "resting"]

_RANK: dict[Standing, int] = {"missed": 0, "due": 1, "new": 2, "resting": 3}


@dataclass(frozen=True, slots=True)
class Card:
    """One question to answer aloud."""

    key: str
    """Unique in the deck: ``glossaire/rag``, ``term/fr/RAG``."""
    phase: Phase
    """Where the question comes from."""
    question: Question
    memory: Memory | None = None
    """None until it was answered."""
    missed_at: datetime | None = None
    """When its term was last missed in a rehearsal or replay; UTC."""
    misses: int = 0
    """How often."""

    @property
    def back(self) -> tuple[str, ...]:
        """What its back says, a line each: the definition, else a model answer."""
        text = self.question.definition or self.question.task.model_answer
        return tuple(line for line in text.splitlines() if line)


def standing(card: Card, now: datetime) -> Standing:
    """How things are with a card.

    ``missed``: its term was missed in a session since the card was last answered; ``due``: the
    scheduler wants it; ``new``: never answered; ``resting``: known well enough for now.
    """
    memory = card.memory
    if card.missed_at is not None and (memory is None or card.missed_at > memory.reviewed_at):
        return "missed"
    if memory is None:
        return "new"
    return "due" if memory.due <= now else "resting"


def in_order(cards: Sequence[Card], now: datetime) -> tuple[Card, ...]:
    """Terms missed in sessions first, the most often missed ones before the others; then what is
    due, the weakest first; new ones as given; at last those that rest, the weakest first.
    """

    def rank(card: Card) -> tuple[int, float]:
        where = standing(card, now)
        if where == "missed":
            return _RANK[where], -card.misses
        if card.memory is None:
            return _RANK[where], 0.0
        return _RANK[where], recall(card.memory, now)

    return tuple(sorted(cards, key=rank))


def due_at(card: Card, now: datetime) -> datetime:
    """When a card should come: now for what is missed or new."""
    if card.memory is None or standing(card, now) == "missed":
        return now
    return card.memory.due
