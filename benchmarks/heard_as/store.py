"""The stored output: one line of JSON for each clip and engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from interviewer.domain import Language

__all__ = ["Line", "append", "load", "save"]


@dataclass(frozen=True, slots=True)
class Line:
    """One clip as one engine heard it."""

    term: str
    language: Language
    said: str
    """The carrier sentence."""
    voice: str
    engine: str
    heard: str
    """What stands in the term's place."""
    clean: bool
    """Whether the words beside it came out; see :class:`benchmarks.heard_as.align.Heard`."""
    transcript: str

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes the line one of its kind."""
        return self.term, self.language, self.said, self.voice, self.engine


_KEYS = {
    "t": "term",
    "l": "language",
    "s": "said",
    "v": "voice",
    "e": "engine",
    "h": "heard",
    "c": "clean",
    "w": "transcript",
}


def append(path: Path, line: Line) -> None:
    """Adds ``line`` at the end of ``path``."""
    with path.open("a", encoding="utf-8") as file:
        file.write(_json(line))


def save(path: Path, lines: Iterable[Line]) -> None:
    """Writes ``lines`` in the place of what ``path`` holds."""
    partial = path.with_suffix(".part")
    partial.write_text("".join(map(_json, lines)), encoding="utf-8")
    partial.replace(path)


def load(path: Path) -> Iterator[Line]:
    """The lines of ``path``; none when there is no such file."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for text in file:
            written = json.loads(text)
            yield Line(**{name: written[short] for short, name in _KEYS.items()})


def _json(line: Line) -> str:
    written = {short: getattr(line, name) for short, name in _KEYS.items()}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")) + "\n"
