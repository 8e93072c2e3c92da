"""Speaks the labelled set."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpus.make import make, make_together, speak_all
from benchmarks.corpus.others import spoken_by
from benchmarks.corpus.recipe import SYNTHESISERS, Answer, Pitch, load_answers, load_pitches
from benchmarks.corpus.truth import OneTake, Recording, default_folder, save, together_folder

__all__: list[str] = []


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Speaks the labelled set into a folder.")
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--jobs", type=int, default=2, help="processes that speak, one core each")
    options = parser.parse_args()
    texts, spoken = load_answers(), options.folder / "spoken"
    clips: list[Answer | Pitch] = [*texts, *load_pitches()]
    made = list(make(clips, speak_all(clips, spoken, options.jobs, print), options.folder))
    save(made, options.folder)
    said = [
        each
        for synthesiser in SYNTHESISERS
        for text in texts
        if (each := spoken_by(text, synthesiser)) is not None
    ]
    folder = together_folder(options.folder)
    folder.mkdir(exist_ok=True)
    joined = list(make_together(said, speak_all(said, spoken, options.jobs, print), folder))
    save(joined, folder)
    print(_summary(made, options.folder))
    print(_summary(joined, folder))


def _summary(made: Sequence[Recording | OneTake], folder: Path) -> str:
    recordings = [one.recording if isinstance(one, OneTake) else one for one in made]
    kinds = Counter((one.synthesiser, one.kind, one.language, one.half) for one in recordings)
    hours = sum(one.duration_s for one in recordings) / 3600
    lines = [f"{len(recordings)} recordings, {hours:.1f} hours, in {folder}"]
    lines += [f"  {count:4d}  {' '.join(key)}" for key, count in sorted(kinds.items())]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
