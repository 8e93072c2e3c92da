"""What is known of each rendered line: what was spoken how, and what the recogniser made of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.corpus.recipe import DATA
from benchmarks.voice.fingerprint import fingerprint
from benchmarks.voice.texts import LANGUAGES, texts
from interviewer.domain import Language
from interviewer.tts.spoken_lines import FOLDER, line_name

__all__ = [
    "Line",
    "Record",
    "load_records",
    "orphans",
    "save_records",
    "stale",
    "wanted",
]

_EARLY = 3
"""Of the scenarios in order, with the program's sentences: those rendered before the others."""


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
    """Of :func:`benchmarks.voice.fingerprint.fingerprint`, when it was rendered."""
    seconds: float
    errors: int | None = None
    """Words that the recogniser got wrong; None before it was asked."""
    words: int = 0
    heard: str = ""
    faster: float = 1.0
    """Than usual: another take of a line that was heard badly."""


def load_records(languages: Sequence[Language] = LANGUAGES) -> dict[str, Record]:
    """By the line's name."""
    rows = [
        row
        for language in languages
        if (path := _path(language)).exists()
        for row in path.read_text(encoding="utf-8").splitlines()
    ]
    return {record.name: record for row in rows if (record := Record(**json.loads(row)))}


def save_records(records: Iterable[Record]) -> None:
    """One line each, by name: a line that is rendered anew changes one line of its language's file."""
    ordered = sorted(records, key=lambda record: record.name)
    for language, some in groupby(ordered, key=lambda record: record.name.split("/")[0]):
        rows = [json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in some]
        beside = _path(language).with_suffix(".new")
        beside.write_text("".join(rows), encoding="utf-8")
        beside.replace(_path(language))


def _path(language: str) -> Path:
    return DATA / f"lines-{language}.jsonl"


def wanted(languages: Sequence[Language] = LANGUAGES) -> list[Line]:
    """Every line, those of the scenarios that are rehearsed most first, French before English."""
    ranked: list[tuple[int, Line]] = []
    for language in languages:
        ranks: dict[str, int] = {}
        for text, origin in texts(language).items():
            rank = ranks.setdefault(origin, len(ranks))
            # The program's sentences, the short pitch and the long list of questions in both
            # languages, before all the rest in either.
            ranked.append((rank >= _EARLY, Line(language, text, origin)))
    return [line for _, line in sorted(ranked, key=lambda each: each[0])]


def stale(
    records: Mapping[str, Record], folder: Path = FOLDER, languages: Sequence[Language] = LANGUAGES
) -> Iterator[tuple[Line, str]]:
    """Each line to be rendered, and why."""
    for line in wanted(languages):
        record = records.get(line.name)
        if record is None or not (folder / line.name).is_file():
            yield line, "missing"
        elif record.fingerprint != fingerprint(line.text, line.language):
            yield line, "its voice or its lexicon changed"


def orphans(
    records: Mapping[str, Record], folder: Path = FOLDER, languages: Sequence[Language] = LANGUAGES
) -> set[str]:
    """Names of records and files that no text asks for any more."""
    names = {line.name for line in wanted(languages)}
    files = {
        path.relative_to(folder).as_posix()
        for language in languages
        for path in (folder / language).glob("*.ogg")
    }
    return (files | set(records)) - names
