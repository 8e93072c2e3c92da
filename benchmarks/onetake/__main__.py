"""Finds the phases of whole pitches and prints how well, as Markdown tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from benchmarks.corpus.recipe import Half
from benchmarks.corpus.truth import OneTake, default_folder, load_one_takes
from benchmarks.coverage.decks import Deck
from benchmarks.coverage.ears import Ears
from benchmarks.onetake.composed import compose
from benchmarks.onetake.tally import Judged, Pitch, Start, judge, missing_line, table
from interviewer.asr.catalog import EngineName
from interviewer.domain import Scenario
from interviewer.scenario.library import load

__all__: list[str] = []

_GROUPS: dict[str, Callable[[Judged, Start], str]] = {
    "engine of the voice": lambda one, _: one.pitch.synthesiser or "written",
    "engine and pause before": lambda one, start: (
        f"{one.pitch.synthesiser or 'written'}, {_length(start.pause_s)}"
    ),
    "condition": lambda one, _: one.pitch.condition,
    "voice": lambda one, _: f"{one.pitch.scenario.language} {one.pitch.voice}",
    "pause before": lambda _, start: _length(start.pause_s),
    "phase": lambda _, start: start.phase,
    "missing phase": lambda one, _: ", ".join(sorted(one.pitch.missing)) or "none",
}


def main() -> None:
    """Command line."""
    options = _parser().parse_args()
    if options.composed:
        pitches = compose(options.half, options.composed)
        title = f"# One take: {options.composed} pitches of the {options.half} half's texts"
    else:
        pitches = _heard(options)
        title = f"# One take: recordings of the {options.half} half, {options.engine}"
    judged = list(map(judge, pitches))
    print(title)
    for line in report(judged):
        print(line)
    if options.errors:
        for line in errors(judged):
            print(line)


def report(judged: Sequence[Judged]) -> Iterator[str]:
    """Every table."""
    yield from ("", missing_line(judged))
    for name, key in _GROUPS.items():
        yield from ("", f"## By {name}", "", *table(judged, key))


def errors(judged: Sequence[Judged]) -> Iterator[str]:
    """Every start that is not right, and every phase wrongly missing or not."""
    yield from ("", "## Every error", "")
    for one in judged:
        for start in one.starts:
            if not start.right:
                at = "not found" if start.found_s is None else f"{start.found_s:.1f} s"
                yield f"- {one.pitch.id}, {start.phase}: {start.true_s:.1f} s, {at}"
        for phase in sorted(one.pitch.missing - one.reported_missing):
            yield f"- {one.pitch.id}, {phase}: missing, and not reported"


def _heard(options: argparse.Namespace) -> Iterator[Pitch]:
    ears = Ears(options.engine, options.model, options.folder / "heard")
    takes = load_one_takes(options.folder, options.half)
    for number, one in enumerate(takes, start=1):
        print(f"\r{number} of {len(takes)}", end="", file=sys.stderr, flush=True)
        take = ears.take(one.recording, _deck(one, plain=options.plain))
        yield Pitch(
            one.recording.id,
            one.recording.synthesiser,
            one.recording.voice,
            one.recording.condition,
            load(one.scenario),
            take.transcript,
            take.speech,
            one.phases,
        )
    print(file=sys.stderr)


def _deck(one: OneTake, *, plain: bool) -> Deck:
    """What the recogniser is told of: the pitch's scenario, or one that asks for nothing."""
    scenario = load(one.scenario)
    told = Scenario(scenario.id, scenario.title, scenario.language, ()) if plain else scenario
    return Deck(told, frozenset({one.recording.text_id}))


def _length(pause_s: float | None) -> str:
    if pause_s is None:
        return "first of the recording"
    # A gap of 2 s is one of 1.99 s or of 2.01 s once both edges are rounded to samples.
    return "under 1 s" if pause_s < 1 else "1 to 2 s" if round(pause_s, 1) < 2 else "2 s or more"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=get_args(Half), default="dev")
    parser.add_argument("--engine", choices=get_args(EngineName), default="faster-whisper")
    parser.add_argument("--model", default="base")
    parser.add_argument("--plain", action="store_true", help="do not look for misheard terms")
    parser.add_argument("--composed", type=int, default=0, metavar="N", help="N written pitches")
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--errors", action="store_true", help="print every error")
    return parser


if __name__ == "__main__":
    main()
