"""Command line of the benchmark."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks.heard_as.carriers import Sentence, load_carriers, sentences
from benchmarks.heard_as.collect import Voice, clips, transcribed
from benchmarks.heard_as.store import append, load
from interviewer.scenario.glossary import load_glossary
from interviewer.transcribe.engine import open_engine
from interviewer.transcribe.weights import ModelStore

_DATA = Path(__file__).parents[1] / "data"


def main() -> None:
    """Runs the step that the arguments name."""
    options = _arguments()
    options.run(options)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.heard_as")
    parser.add_argument("--out", type=Path, default=_DATA / "heard_as.jsonl")
    steps = parser.add_subparsers(required=True)
    collect = steps.add_parser("collect", help="speak and transcribe what is not stored yet")
    collect.set_defaults(run=_collect)
    collect.add_argument("--say", required=True, help="COMMAND {voice} {lang} {text} {out}")
    collect.add_argument("--lang", choices=["fr", "en"], required=True)
    collect.add_argument("--voices", required=True, help="names for {voice}, comma between")
    collect.add_argument("--engine", choices=["faster-whisper", "openai-whisper"], required=True)
    collect.add_argument("--audio", type=Path, required=True, help="folder for the clips")
    collect.add_argument("--kinds", help="only terms of these kinds, comma between")
    collect.add_argument("--terms", help="only these terms, comma between")
    return parser.parse_args()


def _collect(options: argparse.Namespace) -> None:
    carriers = load_carriers(_DATA / "carriers.toml")
    options.audio.mkdir(parents=True, exist_ok=True)
    voice = Voice(options.say, options.audio, carriers)
    stored = {line.key for line in load(options.out)}
    wanted = [
        clip
        for clip in clips(_chosen(options), options.voices.split(","))
        if (
            clip.sentence.term,
            options.lang,
            clip.sentence.text,
            clip.voice,
            options.engine,
        )
        not in stored
    ]
    weights = ModelStore.default().ensure(
        options.engine, "base", progress=lambda *_: None, say=lambda _: None
    )
    for count, line in enumerate(transcribed(wanted, voice, open_engine(weights)), start=1):
        append(options.out, line)
        print(f"{count}/{len(wanted)} {line.term} | {line.heard}", flush=True)


def _chosen(options: argparse.Namespace) -> Iterator[Sentence]:
    glossary = load_glossary()
    kinds = options.kinds.split(",") if options.kinds else None
    names = options.terms.split(",") if options.terms else None
    for sentence in sentences(glossary, load_carriers(_DATA / "carriers.toml"), options.lang):
        entry = glossary.find(sentence.term)
        right_kind = kinds is None or (entry is not None and entry.kind in kinds)
        if right_kind and (names is None or sentence.term in names):
            yield sentence


if __name__ == "__main__":
    main()
