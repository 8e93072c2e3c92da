"""Progress over sessions as it is shown, figure by figure: what console and page read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a figure from one time to another."""

    text: str = ""
    """``+12``, ``−3``, ``=``; empty where there is nothing to compare."""
    better: bool | None = None
    """None: neither better nor worse, as rounded."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """The total or a part of it over the sessions, each figure as it is shown."""

    title: str
    first: str
    last: str
    best: str
    """In the session with the highest total; empty for the pace."""
    change: Change
    values: tuple[float | None, ...]
    span: tuple[float, float]
    """The values that a bar at the bottom and one at the top stand for."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One phase or question over the sessions."""

    title: str
    takes: str
    last: str
    best: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term that was missed, and how often."""

    term: str
    missed: str


@dataclass(frozen=True, slots=True)
class TicRow:
    """A sound or a word that fills time, and how often it was said a minute."""

    name: str
    first: str
    last: str
    change: Change
    values: tuple[float | None, ...]
    span: tuple[float, float]
    """The values that a bar at the bottom and one at the top stand for."""


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion of the rubric over the sessions that coaches marked."""

    name: str
    first: str
    last: str
    change: Change
    values: tuple[float | None, ...]
    span: tuple[float, float]
    """The values that a bar at the bottom and one at the top stand for."""
    beside: str
    """What is measured of the same in the last of them, and whether that says something else."""
    parted: bool
    """It does."""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """The figures of one session, in the order of the parts."""

    day: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgressPoint:
    """One session among others; scores of 0 to 100, None where nothing was measured."""

    label: str
    """Below the axis: a date."""
    total: float | None
    coverage: float | None = None
    timing: float | None = None
    delivery: float | None = None


@dataclass(frozen=True, slots=True)
class ProgressView:
    """One scenario, in words. Without a scored session all from ``parts`` on is empty."""

    scenario_id: str
    title: str
    about: str
    """How many sessions, from when to when; or that none is scored."""
    runs: str
    """Of the timer; empty where there are none."""
    kind: str = ""
    """How the sessions were held, and of what alone where that is a part."""
    scored: int = 0
    """Sessions."""
    parts: tuple[PartRow, ...] = ()
    """The total first."""
    tasks: tuple[TaskRow, ...] = ()
    terms: tuple[TermRow, ...] | None = ()
    """None: nothing is said of them here."""
    tics: tuple[TicRow, ...] = ()
    """Sounds and words that fill time, the most frequent first; none where none was heard."""
    criteria: tuple[CriterionRow, ...] = ()
    """In the order of the last rubric; none where no coach gave a mark."""
    sessions: tuple[SessionLine, ...] = ()
    """The latest first."""
    points: tuple[ProgressPoint, ...] = ()
    """The earliest first."""
    ends: tuple[str, str] = ("", "")
    """The days of the first and of the last."""
    compare: str = ""
    """Why to compare two of them; empty where there is but one."""
    pair: tuple[str, str] = ("", "")
    """Those two."""
