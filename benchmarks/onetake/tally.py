"""What was found of one pitch against what is true, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.corpus.truth import PhaseSpan
from interviewer.domain import Scenario, Span, Transcript
from interviewer.scoring.one_take import NEAR_S, FoundPhase, find_phases

__all__ = ["Judged", "Pitch", "Start", "judge", "missing_line", "table"]


@dataclass(frozen=True, slots=True)
class Pitch:
    """A recording as it was heard, with its truth."""

    id: str
    synthesiser: str
    """What speaks; empty where nothing does."""
    voice: str
    condition: str
    scenario: Scenario
    transcript: Transcript
    speech: tuple[Span, ...]
    phases: tuple[PhaseSpan, ...]
    """Those spoken, in order."""

    @property
    def missing(self) -> frozenset[str]:
        """Tasks of the scenario that are not spoken."""
        said = {phase.phase for phase in self.phases}
        return frozenset(task.id for _, task in self.scenario.tasks()) - said


@dataclass(frozen=True, slots=True)
class Start:
    """One phase that is spoken."""

    phase: str
    true_s: float
    pause_s: float | None
    """Silence before it; None for the first of its recording."""
    found_s: float | None
    sure: bool
    by_pauses_s: float | None
    """Where it would begin if the longest pauses parted the phases, how many being known."""

    @property
    def off_s(self) -> float | None:
        """How late it was found, below 0 how early; None where it was not."""
        return None if self.found_s is None else self.found_s - self.true_s

    @property
    def right(self) -> bool:
        return _near(self.found_s, self.true_s)

    @property
    def right_by_pauses(self) -> bool:
        return _near(self.by_pauses_s, self.true_s)


@dataclass(frozen=True, slots=True)
class Judged:
    """One pitch."""

    pitch: Pitch
    starts: tuple[Start, ...]
    reported_missing: frozenset[str]


def judge(pitch: Pitch) -> Judged:
    """Finds the phases of ``pitch`` and compares."""
    found = {
        phase.task.id: phase
        for phase in find_phases(pitch.scenario, pitch.transcript, pitch.speech)
    }
    ends = [None, *(phase.end_s for phase in pitch.phases)]
    by_pauses = _by_pauses(pitch.speech, len(pitch.phases))
    return Judged(
        pitch,
        tuple(
            _start(phase, end_s, found[phase.phase], guess_s)
            for phase, end_s, guess_s in zip(pitch.phases, ends, by_pauses, strict=False)
        ),
        frozenset(name for name, phase in found.items() if phase.place.span is None),
    )


def table(judged: Sequence[Judged], key: Callable[[Judged, Start], str]) -> Iterator[str]:
    """One row a group of starts, and one for all of them."""
    yield (
        "| | starts | within 2 s | at least | worst | longest pauses alone | called sure "
        "| right where sure |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    groups: dict[str, list[Start]] = {}
    for one in judged:
        for start in one.starts:
            groups.setdefault(key(one, start), []).append(start)
    for name in sorted(groups):
        yield _row(name, groups[name])
    yield _row("all", [start for starts in groups.values() for start in starts])


def missing_line(judged: Iterable[Judged]) -> str:
    """Precision and recall of the phases reported missing."""
    pairs = [(one.pitch.missing, one.reported_missing) for one in judged]
    right = sum(len(true & reported) for true, reported in pairs)
    said = sum(len(reported) for _, reported in pairs)
    true = sum(len(true) for true, _ in pairs)
    return (
        f"Missing phases: {true}; reported missing: {said}; "
        f"precision {_share(right, said)}, recall {_share(right, true)}."
    )


def _start(
    phase: PhaseSpan, end_before_s: float | None, found: FoundPhase, by_pauses_s: float | None
) -> Start:
    span = found.place.span
    return Start(
        phase=phase.phase,
        true_s=phase.start_s,
        pause_s=None if end_before_s is None else phase.start_s - end_before_s,
        found_s=None if span is None else span.start_s,
        sure=span is not None and found.place.sure,
        by_pauses_s=by_pauses_s,
    )


def _by_pauses(speech: Sequence[Span], count: int) -> list[float | None]:
    pauses = [Span(before.end_s, after.start_s) for before, after in pairwise(speech)]
    longest = sorted(pauses, key=lambda pause: -pause.duration_s)[: count - 1]
    starts = [span.start_s for span in speech[:1]] + sorted(pause.end_s for pause in longest)
    return [*starts, *[None] * (count - len(starts))]


def _near(found_s: float | None, true_s: float) -> bool:
    return found_s is not None and abs(found_s - true_s) <= NEAR_S


def _row(name: str, starts: Sequence[Start]) -> str:
    sure = [start for start in starts if start.sure]
    right = sum(start.right for start in starts)
    cells = [
        name,
        str(len(starts)),
        _share(right, len(starts)),
        f"{100 * _at_least(right, len(starts)):.0f} %",
        _worst(starts),
        _share(sum(start.right_by_pauses for start in starts), len(starts)),
        _share(len(sure), len(starts)),
        _share(sum(start.right for start in sure), len(sure)),
    ]
    return f"| {' | '.join(cells)} |"


def _at_least(right: int, starts: int) -> float:
    """Where the exact interval of 95 % begins, starts of one pitch taken for independent."""
    from scipy.stats import binomtest

    return float(binomtest(right, starts).proportion_ci(method="exact").low)


def _worst(starts: Sequence[Start]) -> str:
    lost = sum(start.off_s is None for start in starts)
    found = [start.off_s for start in starts if start.off_s is not None]
    worst = f"{max(found, key=abs):+.1f} s" if found else "–"
    return f"{worst}, {lost} not found" if lost else worst


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % ({part}/{whole})" if whole else "–"
