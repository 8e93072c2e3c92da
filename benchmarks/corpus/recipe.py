"""What is to be spoken: texts with the terms they say, and how each is spoken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from interviewer.domain import Language

__all__ = [
    "ANSWERS",
    "CONDITIONS",
    "DATA",
    "NOISES",
    "PITCHES",
    "ROOMS",
    "SYNTHESISERS",
    "Answer",
    "Condition",
    "Delivery",
    "Half",
    "Kind",
    "Noise",
    "Part",
    "Pitch",
    "Room",
    "SaidAt",
    "Synthesiser",
    "load_answers",
    "load_pitches",
    "plain",
]

DATA = Path(__file__).parents[1] / "data"
ANSWERS = DATA / "answers.jsonl"
PITCHES = DATA / "pitches.jsonl"

Kind = Literal["answer", "control"]
Half = Literal["dev", "test"]
Noise = Literal["pink", "office", "telephone"]
NOISES: tuple[Noise, ...] = get_args(Noise)
"""What every text is recorded in one of, in each voice: the file names it for Kokoro's."""
Room = Literal["reverb", "fan", "agc", "low", "clipped", "gaps", "bluetooth"]
ROOMS: tuple[Room, ...] = get_args(Room)
"""The conditions at home and in calls; each text is recorded in one of them besides."""
Condition = Literal["clean", Noise, Room]
CONDITIONS: tuple[Condition, ...] = ("clean", *NOISES, *ROOMS)
Synthesiser = Literal["kokoro", "pico", "flite"]
SYNTHESISERS: tuple[Synthesiser, ...] = get_args(Synthesiser)

_PAUSE = re.compile(r"\s*\[pause [\d.]+\]")


@dataclass(frozen=True, slots=True)
class SaidAt:
    """A term where it stands in a text, in characters of the text as written."""

    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a text is spoken and recorded."""

    voice: str
    """Of Kokoro, names of styles, joined by + where they are blended; else ``pico:`` or ``flite:``
    with a voice of theirs, and ``*0.85`` where its pitch and formants are moved by so much."""
    pace: float
    """1 is the voice's own."""
    noise: Noise
    """Beside the clean recording, another one made of the same speech."""
    seed: int

    @property
    def synthesiser(self) -> Synthesiser:
        """What speaks."""
        return next((name for name in SYNTHESISERS if self.voice.startswith(f"{name}:")), "kokoro")


@dataclass(frozen=True, slots=True)
class Answer:
    """One text of the set."""

    id: str
    language: Language
    kind: Kind
    half: Half
    text: str
    """With ``[pause 1.2]`` where the speaker is silent for so many seconds."""
    said: tuple[SaidAt, ...]
    """Every accepted form of a glossary term in the text, in order."""
    delivery: Delivery

    @property
    def terms(self) -> tuple[str, ...]:
        """What is said, each term once."""
        return tuple(dict.fromkeys(place.term for place in self.said))


@dataclass(frozen=True, slots=True)
class Part:
    """One phase of a pitch."""

    phase: str
    text: str
    said: tuple[SaidAt, ...]


@dataclass(frozen=True, slots=True)
class Pitch:
    """Several phases spoken in one recording."""

    id: str
    language: Language
    half: Half
    scenario: str
    parts: tuple[Part, ...]
    gaps_s: tuple[float, ...]
    """Silence after each part but the last."""
    delivery: Delivery


def plain(text: str) -> str:
    """``text`` without its pause marks."""
    return _PAUSE.sub("", text)


def load_answers(path: Path = ANSWERS) -> tuple[Answer, ...]:
    """The texts of ``path``."""
    return tuple(
        Answer(
            id=row["id"],
            language=row["language"],
            kind=row["kind"],
            half=row["half"],
            text=row["text"],
            said=_said(row["said"]),
            delivery=_delivery(row),
        )
        for row in _rows(path)
    )


def load_pitches(path: Path = PITCHES) -> tuple[Pitch, ...]:
    """The pitches of ``path``."""
    return tuple(
        Pitch(
            id=row["id"],
            language=row["language"],
            half=row["half"],
            scenario=row["scenario"],
            parts=tuple(
                Part(part["phase"], part["text"], _said(part["said"])) for part in row["parts"]
            ),
            gaps_s=tuple(row["gaps_s"]),
            delivery=_delivery(row),
        )
        for row in _rows(path)
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _said(rows: Iterable[tuple[str, int, int]]) -> tuple[SaidAt, ...]:
    return tuple(SaidAt(*row) for row in rows)


def _delivery(row: dict[str, Any]) -> Delivery:
    return Delivery(row["voice"], row["pace"], row["noise"], row["seed"])
