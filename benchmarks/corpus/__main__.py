"""Speaks the labelled set."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from benchmarks.corpus.make import make, speak_all
from benchmarks.corpus.others import spoken_by
from benchmarks.corpus.recipe import SYNTHESISERS, Answer, Pitch, load_answers, load_pitches
from benchmarks.corpus.truth import OneTake, Recording, default_folder, save

__all__: list[str] = []


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Speaks the labelled set into a folder.")
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--jobs", type=int, default=2, help="processes that speak, one core each")
    parser.add_argument(
        "--synthesiser", choices=SYNTHESISERS, action="append", help="who speaks; all by default"
    )
    options = parser.parse_args()
    texts = load_answers()
    wanted: list[Answer | Pitch] = [
        said
        for synthesiser in options.synthesiser or SYNTHESISERS
        for text in texts
        if (said := spoken_by(text, synthesiser)) is not None
    ]
    wanted += load_pitches()
    spoken = speak_all(wanted, options.folder / "spoken", options.jobs, print)
    made = list(make(wanted, spoken, options.folder))
    save(made, options.folder)
    print(_summary(made, options.folder))


def _summary(made: list[Recording | OneTake], folder: Path) -> str:
    recordings = [one.recording if isinstance(one, OneTake) else one for one in made]
    kinds = Counter((one.synthesiser, one.kind, one.language, one.half) for one in recordings)
    hours = sum(one.duration_s for one in recordings) / 3600
    lines = [f"{len(recordings)} recordings, {hours:.1f} hours, in {folder}"]
    lines += [f"  {count:4d}  {' '.join(key)}" for key, count in sorted(kinds.items())]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
