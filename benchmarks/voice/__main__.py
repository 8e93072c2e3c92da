"""Renders, checks and measures the lines."""

from __future__ import annotations

import argparse

from benchmarks.voice.records import (
    Line,
    Record,
    load_records,
    orphans,
    save_records,
    stale,
)
from benchmarks.voice.render import fingerprint, render, write
from interviewer.tts.spoken_lines import FOLDER

__all__: list[str] = []


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="The interviewer's lines, spoken beforehand.")
    parser.add_argument("do", choices=("render",))
    parser.add_argument("--scenario", action="append", help="lines of this scenario only")
    options = parser.parse_args()
    _render(options.scenario)


def _render(scenarios: list[str] | None) -> None:
    """What is stale, one line after another; stopped and begun again, it goes on where it was."""
    records = load_records()
    for name in orphans(records):
        (FOLDER / name).unlink(missing_ok=True)
        records.pop(name, None)
    due = [line for line, _ in stale(records) if not scenarios or line.origin in scenarios]
    for count, line in enumerate(due, 1):
        records[line.name] = _speak(line)
        save_records(records.values())
        print(f"{count}/{len(due)} {line.origin}: {line.text}", flush=True)


def _speak(line: Line) -> Record:
    samples = render(line.text, line.language)
    write(FOLDER / line.name, samples)
    seconds = round(len(samples) / 24_000, 2)
    return Record(line.name, line.text, line.origin, fingerprint(line.text, line.language), seconds)


if __name__ == "__main__":
    main()
