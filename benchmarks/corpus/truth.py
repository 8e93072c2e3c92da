"""The recordings that were made, with the truth about them.

for recording in load_recordings(half="dev"):
    recording.path, recording.terms, recording.spoken_s, recording.pauses(over_s=1.0)
for pitch in load_one_takes(half="dev"):
    pitch.recording.path, pitch.phases, pitch.missing
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from benchmarks.corpus.recipe import Condition, Half, Kind, Synthesiser
from benchmarks.corpus.speech import TermSpan
from interviewer.domain import Language, Span

__all__ = [
    "MANIFEST",
    "OneTake",
    "PhaseSpan",
    "Recording",
    "default_folder",
    "load_one_takes",
    "load_recordings",
    "save",
    "together_folder",
]

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """When a phase of a pitch is spoken, from its first sound to its last."""

    phase: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Recording:
    """One audio file and everything known of it, in seconds of the file."""

    id: str
    text_id: str
    """Recordings of one text share it."""
    kind: Kind | Literal["pitch"]
    language: Language
    half: Half
    synthesiser: Synthesiser
    voice: str
    pace: float
    condition: Condition
    path: Path
    duration_s: float
    text: str
    """What is said, pause marks left out."""
    said: tuple[TermSpan, ...]
    """Every time a glossary term is said, in order; the terms not named are not said."""
    speech: tuple[Span, ...]
    """Where the voice sounds; silences up to 0.15 s count as speech."""

    @property
    def terms(self) -> tuple[str, ...]:
        """What is said, each term once."""
        return tuple(dict.fromkeys(span.term for span in self.said))

    @property
    def spoken_s(self) -> float:
        """From the first sound of the voice to its last."""
        return self.speech[-1].end_s - self.speech[0].start_s

    def pauses(self, over_s: float = 1.0) -> tuple[Span, ...]:
        """Silences longer than ``over_s`` between two stretches of speech."""
        silences = (Span(before.end_s, after.start_s) for before, after in pairwise(self.speech))
        return tuple(span for span in silences if span.duration_s > over_s)


@dataclass(frozen=True, slots=True)
class OneTake:
    """A whole pitch in one recording."""

    recording: Recording
    scenario: str
    """Name of the scenario in the library."""
    phases: tuple[PhaseSpan, ...]
    """Those spoken, in order."""
    missing: tuple[str, ...]
    """Phases of the scenario that are not spoken."""


def default_folder() -> Path:
    """Where the recordings are made and looked for: ``~/.cache/interviewer/bench`` on Linux."""
    from platformdirs import user_cache_path

    return user_cache_path("interviewer", appauthor=False) / "bench"


def together_folder(folder: Path | None = None) -> Path:
    """Where in ``folder`` the recordings of several texts are, see :mod:`benchmarks.corpus.together`."""
    return (folder or default_folder()) / "together"


def load_recordings(folder: Path | None = None, half: Half | None = None) -> tuple[Recording, ...]:
    """The answers and the control clips of ``half``, both halves if None.

    Raises:
        FileNotFoundError: they were not made yet.
    """
    return tuple(
        _recording(row, folder or default_folder())
        for row in _rows(folder)
        if row["kind"] != "pitch" and half in (None, row["half"])
    )


def load_one_takes(folder: Path | None = None, half: Half | None = None) -> tuple[OneTake, ...]:
    """The pitches of ``half``, both halves if None.

    Raises:
        FileNotFoundError: they were not made yet.
    """
    return tuple(
        OneTake(
            _recording(row, folder or default_folder()),
            row["scenario"],
            tuple(PhaseSpan(*phase) for phase in row["phases"]),
            tuple(row["missing"]),
        )
        for row in _rows(folder)
        if row["kind"] == "pitch" and half in (None, row["half"])
    )


def save(made: Iterable[Recording | OneTake], folder: Path) -> None:
    """Writes the truth about ``made``, all of it, beside the audio."""
    partial = folder / f"{MANIFEST}.part"
    partial.write_text("".join(map(_line, made)), encoding="utf-8")
    partial.replace(folder / MANIFEST)


def _rows(folder: Path | None) -> Iterator[dict[str, Any]]:
    path = (folder or default_folder()) / MANIFEST
    if not path.exists():
        raise FileNotFoundError(
            f"no labelled recordings in {path.parent}; make them: python -m benchmarks.corpus"
        )
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _recording(row: dict[str, Any], folder: Path) -> Recording:
    known = {name: row[name] for name in Recording.__slots__}
    known["path"] = folder / row["path"]
    known["said"] = tuple(TermSpan(*span) for span in row["said"])
    known["speech"] = tuple(Span(*span) for span in row["speech"])
    return Recording(**known)


def _line(made: Recording | OneTake) -> str:
    recording = made.recording if isinstance(made, OneTake) else made
    row = asdict(recording)
    row["path"] = recording.path.name
    row["said"] = [
        [span.term, round(span.start_s, 3), round(span.end_s, 3)] for span in recording.said
    ]
    row["speech"] = [[round(span.start_s, 3), round(span.end_s, 3)] for span in recording.speech]
    if isinstance(made, OneTake):
        row["scenario"] = made.scenario
        row["missing"] = made.missing
        row["phases"] = [
            [span.phase, round(span.start_s, 3), round(span.end_s, 3)] for span in made.phases
        ]
    return json.dumps(row, ensure_ascii=False) + "\n"
