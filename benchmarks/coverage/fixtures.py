"""The few recorded answers of ``audio_fixtures``, which tests/model scores with real weights.

``truth.json`` beside the folder says for each answer which terms are said and which others a
scorer must not credit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.coverage import decks
from interviewer.domain import Language, Scenario, Transcript
from interviewer.scoring.coverage import score_coverage

__all__ = ["Answer", "Tally", "answers", "asking", "score_answer"]

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"


@dataclass(frozen=True, slots=True)
class Answer:
    """A recording with its truth."""

    path: Path
    language: Language
    said: tuple[str, ...]
    unsaid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Terms of one answer or of many."""

    found: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    """Credited and not said."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.found + other.found, self.missed + other.missed, self.false + other.false)

    @property
    def recall(self) -> float:
        said = len(self.found) + len(self.missed)
        return len(self.found) / said if said else 1.0

    @property
    def precision(self) -> float:
        credited = len(self.found) + len(self.false)
        return len(self.found) / credited if credited else 1.0


def answers(folder: Path = FIXTURES / "answers") -> Iterator[Answer]:
    """The recordings of ``folder`` that ``truth.json`` beside it knows."""
    truth = json.loads((folder.parent / "truth.json").read_text(encoding="utf-8"))
    for name, known in sorted(truth.items()):
        if name.startswith(f"{folder.name}/"):
            yield Answer(
                folder.parent / f"{name}.flac",
                known["lang"],
                tuple(known["said"]),
                tuple(known["unsaid"]),
            )


def asking(answer: Answer) -> Scenario:
    """A scenario of one phase that asks for every term of the truth, said or not."""
    return decks.asking((*answer.said, *answer.unsaid), answer.language)


def score_answer(answer: Answer, transcript: Transcript) -> Tally:
    """What the scorer credits in ``transcript``, against the truth."""
    scenario = asking(answer)
    coverage = score_coverage(scenario, scenario.phases[0].task, transcript)
    credited = {hit.term.name for hit in coverage.terms if hit.status in ("hit", "partial")}
    return Tally(
        tuple(name for name in answer.said if name in credited),
        tuple(name for name in answer.said if name not in credited),
        tuple(name for name in answer.unsaid if name in credited),
    )
