"""Runs the scorer over the labelled set and prints what it found, as Markdown tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from benchmarks.corpus.recipe import CONDITIONS, Half
from benchmarks.corpus.truth import Recording, default_folder, load_recordings
from benchmarks.coverage import tables
from benchmarks.coverage.decks import deal
from benchmarks.coverage.ears import Ears
from benchmarks.coverage.methods import METHODS, Heard, Method, everything, run
from interviewer.models import Language
from interviewer.scenario.glossary import load_glossary
from interviewer.transcribe.catalog import EngineName

__all__: list[str] = []

_LANGUAGES: tuple[Language, ...] = ("fr", "en")
_GROUPS: dict[str, Callable[[Heard], str]] = {
    "condition": lambda heard: heard.recording.condition,
    "language": lambda heard: heard.recording.language,
    "pace": lambda heard: f"{heard.recording.pace}",
    "voice": lambda heard: f"{heard.recording.language} {heard.recording.voice}",
}


def main() -> None:
    """Command line."""
    options = _parser().parse_args()
    recordings = load_recordings(options.folder)
    decks = deal(recordings, load_glossary())
    wanted = [
        recording
        for recording in recordings
        if recording.half == options.half
        and recording.condition in (options.condition or CONDITIONS)
        and recording.language in (options.language or _LANGUAGES)
    ]
    methods = [method for method in METHODS if options.hint or not method.startswith("hint")]
    asked = {language: everything(language) for language in _LANGUAGES}
    heard: list[Heard] = []
    for engine in options.engine or get_args(EngineName):
        ears = Ears(engine, options.model, options.folder / "heard")
        for recording in _shown(wanted, engine):
            deck = decks[recording.text_id]
            heard.append(run(recording, deck, ears, asked[recording.language], methods))
    for line in report(heard, methods, options.half):
        print(line)
    if options.errors:
        print("\n## Every error\n")
        for line in tables.errors(heard):
            print(line)


def report(heard: Sequence[Heard], methods: Sequence[Method], half: Half) -> Iterator[str]:
    """Every table."""
    texts = len({one.recording.text_id for one in heard})
    yield f"# Coverage, {half} half: {texts} texts, 95 % intervals resampled by text"
    yield from ("", "## Methods", "", *tables.methods_table(heard, methods))
    for name, key in _GROUPS.items():
        yield from ("", f"## The scorer by {name}", "", *tables.by_group(heard, key))
    yield from ("", "## Clips without any term", "", *tables.controls(heard, methods))
    found = sum(len(one.judged["interviewer"].found) for one in heard)
    placed = sum(one.in_place for one in heard)
    yield from ("", f"Evidence within 1 s of the words: {placed} of {found} terms found.")
    yield from ("", "## Terms not always found, or found where not said", "")
    yield from tables.by_term(heard)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=get_args(Half), default="dev")
    parser.add_argument("--engine", choices=get_args(EngineName), action="append")
    parser.add_argument("--model", default="base")
    parser.add_argument("--condition", choices=CONDITIONS, action="append")
    parser.add_argument("--language", choices=_LANGUAGES, action="append")
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--errors", action="store_true", help="print every miss and false credit")
    parser.add_argument(
        "--no-hint", dest="hint", action="store_false", help="leave out the hinted baseline"
    )
    return parser


def _shown(recordings: Iterable[Recording], engine: str) -> Iterator[Recording]:
    """``recordings``, the number of those done told on one line of the terminal."""
    every = list(recordings)
    for number, recording in enumerate(every, start=1):
        print(f"\r{engine}: {number} of {len(every)}", end="", file=sys.stderr, flush=True)
        yield recording
    print(file=sys.stderr)


if __name__ == "__main__":
    main()
