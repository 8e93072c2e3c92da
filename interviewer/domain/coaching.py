"""What a coach says of a session: comments on its answers, and marks by the scenario's rubric."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.domain.scenario import Criterion


@dataclass(frozen=True, slots=True)
class Comment:
    """What a coach says of an answer, or of a moment of it."""

    answer: str
    """Id of what was answered."""
    at_s: float | None
    """Second of the answer's recording; None: it is about the whole answer."""
    text: str


@dataclass(frozen=True, slots=True)
class Grade:
    """The mark that a coach gives for a criterion of the rubric, 1 the lowest."""

    criterion: str
    mark: int


@dataclass(frozen=True, slots=True)
class Coaching:
    """All that one coach says of a session."""

    coach: str
    """Their name, by which a later file of theirs takes the place of this; may be empty."""
    comments: tuple[Comment, ...] = ()
    """Answer by answer, in the order of their moments."""
    marks: tuple[Grade, ...] = ()
    """In the order of the rubric; what was not marked has none."""


def disagree(criterion: Criterion, mark: float, measured: float | None) -> bool:
    """Whether a mark and the figure (0 to 100) that looks at the same thing say different things.

    Of n marks each stands for an n-th of 0 to 100; they part where the figure is more than half of
    that outside. What was not measured says nothing.
    """
    if measured is None:
        return False
    width = 100 / len(criterion.marks)
    lowest, highest = (mark - 1) * width, mark * width
    return measured < lowest - width / 2 or measured > highest + width / 2
