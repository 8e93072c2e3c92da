"""Runs the scorer over the labelled set and prints what it found, as Markdown tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar, get_args

from benchmarks.corpus.recipe import CONDITIONS, SYNTHESISERS, Half
from benchmarks.corpus.truth import (
    Recording,
    default_folder,
    load_one_takes,
    load_recordings,
    together_folder,
)
from benchmarks.coverage import tables
from benchmarks.coverage.decks import Deck, deal
from benchmarks.coverage.ears import Ears
from benchmarks.coverage.methods import METHODS, Heard, Method, everything, run
from interviewer.asr.catalog import EngineName
from interviewer.domain import Language
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import load

__all__: list[str] = []

T = TypeVar("T")

_LANGUAGES: tuple[Language, ...] = ("fr", "en")
_GROUPS: dict[str, Callable[[Heard], str]] = {
    "synthesiser": lambda heard: heard.recording.synthesiser,
    "condition": lambda heard: heard.recording.condition,
    "language": lambda heard: heard.recording.language,
    "pace": lambda heard: f"{heard.recording.pace}",
    "voice": lambda heard: f"{heard.recording.language} {heard.recording.voice}",
}


def main() -> None:
    """Command line."""
    options = _parser().parse_args()
    wanted = _wanted(options)
    methods = [method for method in METHODS if options.hint or not method.startswith("hint")]
    asked = {language: everything(language) for language in _LANGUAGES}
    heard: list[Heard] = []
    for engine in options.engine or get_args(EngineName):
        ears = Ears(engine, options.model, options.folder / "heard")
        for recording, deck in _shown(wanted, engine):
            heard.append(run(recording, deck, ears, asked[recording.language], methods))
    for line in report(heard, methods, options.half):
        print(line)
    if options.errors:
        print("\n## Every error\n")
        for line in tables.errors(heard):
            print(line)


def report(heard: Sequence[Heard], methods: Sequence[Method], half: Half) -> Iterator[str]:
    """Every table."""
    clips = [one for one in heard if one.recording.kind != "pitch"]
    texts = len({one.recording.text_id for one in clips})
    yield f"# Coverage, {half} half: {texts} texts, 95 % intervals resampled by text"
    yield from ("", "## Methods", "", *tables.methods_table(clips, methods))
    for name, key in _GROUPS.items():
        yield from ("", f"## The scorer by {name}", "", *tables.by_group(clips, key))
    yield from ("", "## Clips without any term", "", *tables.controls(clips, methods))
    found = sum(len(one.judged["interviewer"].found) for one in clips)
    placed = sum(one.in_place for one in clips)
    yield from ("", f"Evidence within 1 s of the words: {placed} of {found} terms found.")
    yield from ("", "## How terms were found", "", *tables.by_way(clips))
    yield from ("", "## Terms not always found, or found where not said", "")
    yield from tables.by_term(clips)
    pitches = [one for one in heard if one.recording.kind == "pitch"]
    yield from ("", "## Whole pitches", "", *tables.methods_table(pitches, methods))


def _wanted(options: argparse.Namespace) -> list[tuple[Recording, Deck]]:
    """What is to be measured, each with the scenario it could answer."""
    recordings = load_recordings(together_folder(options.folder))
    decks = deal(recordings, load_glossary())
    every = [(recording, decks[recording.text_id]) for recording in recordings]
    for pitch in load_one_takes(options.folder):
        one = pitch.recording
        every.append((one, Deck(load(pitch.scenario), frozenset({one.text_id}))))
    return [
        (recording, deck)
        for recording, deck in every
        if recording.half == options.half
        and recording.condition in (options.condition or CONDITIONS)
        and recording.language in (options.language or _LANGUAGES)
        and recording.synthesiser in (options.synthesiser or SYNTHESISERS)
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=get_args(Half), default="dev")
    parser.add_argument("--engine", choices=get_args(EngineName), action="append")
    parser.add_argument("--model", default="base")
    parser.add_argument("--condition", choices=CONDITIONS, action="append")
    parser.add_argument("--language", choices=_LANGUAGES, action="append")
    parser.add_argument("--synthesiser", choices=SYNTHESISERS, action="append")
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--errors", action="store_true", help="print every miss and false credit")
    parser.add_argument(
        "--no-hint", dest="hint", action="store_false", help="leave out the hinted baseline"
    )
    return parser


def _shown(wanted: Sequence[T], engine: str) -> Iterator[T]:
    """``wanted``, the number of those done told on one line of the terminal."""
    for number, one in enumerate(wanted, start=1):
        print(f"\r{engine}: {number} of {len(wanted)}", end="", file=sys.stderr, flush=True)
        yield one
    print(file=sys.stderr)


if __name__ == "__main__":
    main()
