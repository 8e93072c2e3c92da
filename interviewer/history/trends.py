"""How someone gets on over sessions, and what changed between two takes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from interviewer.domain import AnswerCard, TicKind
from interviewer.history.values import AnswerSummary, Figures, SessionSummary, TermCount, TicCount

Part = Literal["score", "coverage", "timing", "delivery", "pace"]

PARTS: tuple[Part, ...] = ("score", "coverage", "timing", "delivery", "pace")
"""The total first, then its parts, then words a minute."""

_GETTERS: dict[Part, Callable[[Figures], float | None]] = {
    "score": lambda figures: figures.score,
    "coverage": lambda figures: figures.coverage,
    "timing": lambda figures: figures.timing,
    "delivery": lambda figures: figures.delivery,
    "pace": lambda figures: figures.pace,
}


def figure(figures: Figures, part: Part) -> float | None:
    """One figure by its name."""
    return _GETTERS[part](figures)


# --------------------------------------------------------------------------- over sessions


@dataclass(frozen=True, slots=True)
class Trend:
    """The scored sessions of one scenario, held in one way, at least one, the earliest first."""

    sessions: tuple[SessionSummary, ...]

    @property
    def last(self) -> SessionSummary:
        return self.sessions[-1]

    @property
    def best(self) -> SessionSummary:
        """The highest total, as it is shown; of equals the latest."""
        return max(
            self.sessions, key=lambda each: (round(each.figures.score or 0.0), each.started_at)
        )

    def values(self, part: Part) -> tuple[float | None, ...]:
        """That figure in each session; None where it was not measured."""
        return tuple(figure(each.figures, part) for each in self.sessions)

    def change(self, part: Part) -> float | None:
        """The last value less the first, as they are shown, of those measured; None with fewer than two."""
        return _change(None if each is None else round(each) for each in self.values(part))


@dataclass(frozen=True, slots=True)
class TaskTrend:
    """One phase or question over the sessions in which it was answered, the earliest first."""

    task_id: str
    title: str
    """As it was put last."""
    answers: tuple[AnswerSummary, ...]

    @property
    def values(self) -> tuple[float | None, ...]:
        return tuple(each.figures.score for each in self.answers)

    @property
    def best(self) -> float | None:
        return max((value for value in self.values if value is not None), default=None)

    @property
    def last(self) -> float | None:
        return self.values[-1]


def trend(sessions: Iterable[SessionSummary]) -> Trend | None:
    """The trend of ``sessions``, in any order; None where none of them has a score."""
    scored = [each for each in sessions if each.figures.score is not None]
    if not scored:
        return None
    return Trend(tuple(sorted(scored, key=lambda each: (each.started_at, each.id))))


def trends(sessions: Iterable[SessionSummary]) -> tuple[Trend, ...]:
    """One for each scenario and way of holding it with a scored session, the last one first.

    What was said at the microphone, recorded files, cards, and a phase by itself are different
    things: no line goes through them.
    """

    def thing(session: SessionSummary) -> tuple[str, str, str]:
        return session.scenario_id, session.kind, session.phase or ""

    found = (trend(group) for _, group in groupby(sorted(sessions, key=thing), key=thing))
    return tuple(
        sorted((each for each in found if each), key=lambda each: each.last.started_at)[::-1]
    )


def task_trends(answers: Sequence[AnswerSummary]) -> tuple[TaskTrend, ...]:
    """One for each task, in the order in which they were first answered.

    Args:
        answers: of one scenario, the earliest first.
    """
    by_task: dict[str, list[AnswerSummary]] = {}
    for answer in answers:
        by_task.setdefault(answer.task_id, []).append(answer)
    return tuple(
        TaskTrend(task_id, group[-1].title, tuple(group)) for task_id, group in by_task.items()
    )


def missed_terms(terms: Iterable[TermCount], most: int) -> tuple[TermCount, ...]:
    """The terms missed most often, at most ``most``; of equals the one asked for less often."""
    missed = [each for each in terms if each.missed]
    return tuple(sorted(missed, key=lambda each: (-each.missed, each.asked, each.term))[:most])


@dataclass(frozen=True, slots=True)
class TicTrend:
    """One sound or word that fills time, over the scored sessions, the earliest first."""

    name: str
    kind: TicKind
    per_minute: tuple[float | None, ...]
    """Of the time spoken; None in a session where that was not measured, or sounds were not."""

    @property
    def change(self) -> float | None:
        """The last value less the first, of those measured; None with fewer than two."""
        return _change(self.per_minute)


def tic_trends(over: Trend, counts: Iterable[TicCount], most: int) -> tuple[TicTrend, ...]:
    """The sounds and words said most over the sessions, at most ``most``, the most frequent first."""
    said: dict[tuple[str, TicKind], dict[str, int]] = {}
    for each in counts:
        said.setdefault((each.name, each.kind), {})[each.session_id] = each.count
    listened = said.pop(("", "sound"), {})
    found = [
        TicTrend(
            name,
            kind,
            tuple(
                _per_minute(session, by) if kind == "word" or session.id in listened else None
                for session in over.sessions
            ),
        )
        for (name, kind), by in said.items()
    ]
    heard = [each for each in found if any(each.per_minute)]
    heard.sort(key=lambda each: (-sum(rate or 0.0 for rate in each.per_minute), each.name))
    return tuple(heard[:most])


def _per_minute(session: SessionSummary, counts: Mapping[str, int]) -> float | None:
    spoken_s = session.figures.spoken_s
    return 60 * counts.get(session.id, 0) / spoken_s if spoken_s else None


def _change(values: Iterable[float | None]) -> float | None:
    measured = [value for value in values if value is not None]
    return measured[-1] - measured[0] if len(measured) > 1 else None


# --------------------------------------------------------------------------- two takes


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things compared."""

    name: str
    scenario_id: str
    figures: Figures
    answers: tuple[AnswerCard, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure on both sides; None where it was not measured, or not asked for."""

    before: float | None
    after: float | None

    @property
    def gain(self) -> float | None:
        """The difference of the figures as they are shown: what looks equal is equal."""
        if self.before is None or self.after is None:
            return None
        return round(self.after) - round(self.before)


@dataclass(frozen=True, slots=True)
class TaskChange:
    """One phase or question on both sides."""

    task_id: str
    title: str
    score: Change
    gained: tuple[str, ...]
    """Terms and points said only the second time, of those asked for both times."""
    lost: tuple[str, ...]
    """Those said only the first time."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the first side to the second."""

    before: Side
    after: Side
    parts: dict[Part, Change]
    tasks: tuple[TaskChange, ...]
    """Answered on both sides, in the second one's order."""
    only_before: tuple[str, ...]
    """Titles of what was answered on the first side only."""
    only_after: tuple[str, ...]

    @property
    def same_scenario(self) -> bool:
        return self.before.scenario_id == self.after.scenario_id


def compare(before: Side, after: Side) -> Comparison:
    """What was gained and lost from ``before`` to ``after``, task by task.

    Tasks are matched by their ids. One answer of a scenario is matched with one of the same
    scenario only where both answer the same task.
    """
    earlier = {card.task.id: card for card in before.answers}
    later = {card.task.id: card for card in after.answers}
    same = before.scenario_id == after.scenario_id
    both = [task_id for task_id in later if same and task_id in earlier]
    return Comparison(
        before=before,
        after=after,
        parts={
            part: Change(figure(before.figures, part), figure(after.figures, part))
            for part in PARTS
        },
        tasks=tuple(_task_change(earlier[task_id], later[task_id]) for task_id in both),
        only_before=tuple(card.title for id_, card in earlier.items() if id_ not in both),
        only_after=tuple(card.title for id_, card in later.items() if id_ not in both),
    )


def _task_change(before: AnswerCard, after: AnswerCard) -> TaskChange:
    said_before, said_after = _said(before), _said(after)
    asked = said_before.keys() & said_after.keys()
    gained = [name for name in said_after if name in asked and said_after[name]]
    lost = [name for name in said_before if name in asked and said_before[name]]
    return TaskChange(
        task_id=after.task.id,
        title=after.title,
        score=Change(before.score, after.score),
        gained=tuple(name for name in gained if not said_before[name]),
        lost=tuple(name for name in lost if not said_after[name]),
    )


def _said(card: AnswerCard) -> dict[str, bool]:
    """Each term and point that was asked for, and whether it was said at all.

    None of an answer in another language, where nobody knows.
    """
    if card.other_language is not None:
        return {}
    said = {
        hit.term.name: hit.outcome in ("hit", "partial")
        for hit in card.coverage.terms
        if hit.term.required
    }
    said |= {hit.point: hit.status in ("hit", "out_of_order") for hit in card.coverage.points}
    return said
