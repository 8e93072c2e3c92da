"""What is known of each rendered line: what was spoken how, and what the recogniser made of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.corpus.recipe import DATA
from benchmarks.voice.render import fingerprint
from benchmarks.voice.texts import LANGUAGES, texts
from interviewer.domain import Language
from interviewer.tts.spoken_lines import FOLDER, line_name

__all__ = [
    "RECORDS",
    "Line",
    "Record",
    "load_records",
    "orphans",
    "save_records",
    "stale",
    "wanted",
]

RECORDS = DATA / "lines.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """A text to be spoken beforehand."""

    language: Language
    text: str
    origin: str
    """The scenario it comes from, or ``program``."""

    @property
    def name(self) -> str:
        """Its file, below the folder of the lines."""
        return line_name(self.text, self.language)


@dataclass(frozen=True, slots=True)
class Record:
    """A line as it was rendered."""

    name: str
    text: str
    origin: str
    fingerprint: str
    """Of :func:`benchmarks.voice.render.fingerprint`, when it was rendered."""
    seconds: float
    errors: int | None = None
    """Words that the recogniser got wrong; None before it was asked."""
    words: int = 0
    heard: str = ""


def load_records(path: Path = RECORDS) -> dict[str, Record]:
    """By the line's name."""
    if not path.exists():
        return {}
    rows = path.read_text(encoding="utf-8").splitlines()
    return {record.name: record for row in rows if (record := Record(**json.loads(row)))}


def save_records(records: Iterable[Record], path: Path = RECORDS) -> None:
    """One line each, by name: a line that is rendered anew changes one line of the file."""
    ordered = sorted(records, key=lambda record: record.name)
    rows = [json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in ordered]
    beside = path.with_suffix(".new")
    beside.write_text("".join(rows), encoding="utf-8")
    beside.replace(path)


def wanted() -> list[Line]:
    """Every line, those of the scenarios that are rehearsed most first, French before English."""
    ranked: list[tuple[int, int, Line]] = []
    for order, language in enumerate(LANGUAGES):
        ranks: dict[str, int] = {}
        for text, origin in texts(language).items():
            rank = ranks.setdefault(origin, len(ranks))
            # The program's sentences, the short pitch and the long list of questions in both
            # languages, before all the rest in either.
            ranked.append((0 if rank < _EARLY else 1, order, Line(language, text, origin)))
    return [line for _, _, line in sorted(ranked, key=lambda each: each[:2])]


_EARLY = 3


def stale(records: dict[str, Record], folder: Path = FOLDER) -> Iterator[tuple[Line, str]]:
    """Each line to be rendered, and why."""
    for line in wanted():
        record = records.get(line.name)
        if record is None or not (folder / line.name).is_file():
            yield line, "missing"
        elif record.fingerprint != fingerprint(line.text, line.language):
            yield line, "its voice or its lexicon changed"


def orphans(records: dict[str, Record], folder: Path = FOLDER) -> set[str]:
    """Names of records and files that no text asks for any more."""
    names = {line.name for line in wanted()}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.ogg")}
    return (files | set(records)) - names
