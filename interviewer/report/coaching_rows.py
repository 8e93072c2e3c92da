"""What coaches say of a session as it is shown, line by line: what console, HTML and Markdown read."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.ui.text import NO_BREAK


@dataclass(frozen=True, slots=True)
class CommentView:
    """What a coach says of an answer."""

    coach: str
    text: str
    clock: str
    """The moment it is about; empty where that is the whole answer."""
    start_s: float | None


@dataclass(frozen=True, slots=True)
class GradeView:
    """A criterion with the mark of a coach, and what is measured of the same."""

    title: str
    mark: str
    """``3 / 4``."""
    meaning: str
    measured: str
    """Part and figure; empty where nothing looks at the same."""
    parted: str
    """That the two part; empty where they do not."""

    @property
    def beside(self) -> str:
        """What is measured of it, and whether that says something else."""
        return f"{NO_BREAK}– ".join(filter(None, (self.measured, self.parted)))


@dataclass(frozen=True, slots=True)
class CoachView:
    """The marks of one coach."""

    title: str
    """Whose they are."""
    grades: tuple[GradeView, ...]


@dataclass(frozen=True, slots=True)
class DeskCriterion:
    """A criterion to be marked in the page."""

    id: str
    title: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page needs to let a coach write."""

    session: str
    file: str
    """What the page calls the file that it saves."""
    criteria: tuple[DeskCriterion, ...]
    open: bool
    """The page was made for a coach."""
