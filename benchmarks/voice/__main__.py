"""Renders, checks and measures the lines."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.voice.fingerprint import fingerprint
from benchmarks.voice.hear import errors, hear, samples_of
from benchmarks.voice.measure import measure
from benchmarks.voice.records import (
    Line,
    Record,
    load_records,
    orphans,
    save_records,
    stale,
    wanted,
)
from benchmarks.voice.texts import LANGUAGES
from interviewer.domain import Language
from interviewer.tts.rendering import compressed, render
from interviewer.tts.spoken_lines import FOLDER, read_line

__all__: list[str] = []

_TAKES = (0.92, 1.08)
_BADLY = 0.2
"""Word error rate from which a line is worth a look; below two errors, which a word of two letters
makes, none is."""


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="The interviewer's lines, spoken beforehand.")
    parser.add_argument("do", choices=("render", "retake", "check", "measure"))
    parser.add_argument("--scenario", action="append", help="lines of this scenario only")
    parser.add_argument("--language", choices=LANGUAGES, action="append", help="these lines only")
    parser.add_argument("--voice", action="append", default=[], help="measure these only")
    options = parser.parse_args()
    languages = options.language or LANGUAGES
    match options.do:
        case "render":
            _render(languages, options.scenario)
        case "retake":
            _retake(languages, options.scenario)
        case "check":
            _check()
        case "measure":
            measure(options.voice)


def _render(languages: Sequence[Language], scenarios: Sequence[str] | None) -> None:
    """What is stale, one line after another; stopped and begun again, it goes on where it was.

    One process a language may be at it.
    """
    records = load_records(languages)
    for name in orphans(records, languages=languages):
        (FOLDER / name).unlink(missing_ok=True)
        records.pop(name, None)
    due = [
        line
        for line, _ in stale(records, languages=languages)
        if not scenarios or line.origin in scenarios
    ]
    for count, line in enumerate(due, 1):
        record = records[line.name] = _best(line, _heard(_speak(line), line))
        save_records(records.values())
        print(f"{count}/{len(due)} {line.origin}: {_told(record)}", flush=True)


def _retake(languages: Sequence[Language], scenarios: Sequence[str] | None) -> None:
    """What was heard badly at the usual speed once more, somewhat slower and faster."""
    records = load_records(languages)
    for line in wanted(languages):
        record = records.get(line.name)
        if record is None or not _is_bad(record) or record.faster != 1.0:
            continue
        if not scenarios or line.origin in scenarios:
            records[line.name] = _best(line, record)
            save_records(records.values())
            print(f"{line.origin}: {_told(records[line.name])}", flush=True)


def _best(line: Line, record: Record) -> Record:
    """The take that is heard best, and is kept: where ``record`` is heard badly, of three."""
    if not _is_bad(record):
        return record
    takes = [(record, (FOLDER / line.name).read_bytes())]
    for faster in _TAKES:
        again = _heard(_speak(line, faster), line)
        takes.append((again, (FOLDER / line.name).read_bytes()))
        if not _is_bad(again):
            break
    best, sound = min(takes, key=lambda take: take[0].errors or 0)
    (FOLDER / line.name).write_bytes(sound)
    return best


def _speak(line: Line, faster: float = 1.0) -> Record:
    samples = render(line.text, line.language, faster)
    path = FOLDER / line.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compressed(samples))
    seconds = round(len(samples) / 24_000, 2)
    how = fingerprint(line.text, line.language)
    return Record(line.name, line.text, line.origin, how, seconds, faster=faster)


def _heard(record: Record, line: Line) -> Record:
    heard = hear(samples_of(read_line(FOLDER / record.name)), line.language)
    wrong, words = errors(record.text, heard, line.language)
    return replace(record, errors=wrong, words=words, heard=heard)


def _check() -> None:
    """Hears what was not heard yet, then lists what is stale and what is understood badly."""
    records = load_records()
    lines = {line.name: line for line in wanted()}
    for name, record in records.items():
        if record.errors is None and name in lines:
            records[name] = _heard(record, lines[name])
            save_records(records.values())
    badly = [each for each in records.values() if _is_bad(each)]
    for record in sorted(badly, key=lambda each: -(each.errors or 0) / each.words):
        print(_told(record))
    due = list(stale(records))
    for line, why in due:
        print(f"{line.origin}: {why}: {line.text}")
    for language in LANGUAGES:
        some = [each for each in records.values() if each.name.startswith(language)]
        wrong, words = sum(each.errors or 0 for each in some), sum(each.words for each in some)
        print(
            f"{language}: {len(some)} lines, {sum(each.seconds for each in some):.0f} s, "
            f"word error rate {wrong / max(words, 1):.3f}"
        )
    print(f"{len(badly)} understood badly, {len(due)} stale: python -m benchmarks.voice render")


def _is_bad(record: Record) -> bool:
    return (record.errors or 0) > max(1, _BADLY * record.words)


def _told(record: Record) -> str:
    if not record.errors:
        return record.text
    return f"{record.text}\n    {record.errors} of {record.words} words: {record.heard}"


if __name__ == "__main__":
    main()
