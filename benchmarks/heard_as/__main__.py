"""Command line of the benchmark."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.heard_as.align import heard
from benchmarks.heard_as.carriers import Sentence, load_carriers, sentences
from benchmarks.heard_as.collect import Voice, clips, transcribed
from benchmarks.heard_as.measure import answers, credit, shares
from benchmarks.heard_as.propose import Zipf, load_guards, propose
from benchmarks.heard_as.store import Line, append, load, save
from interviewer.asr.catalog import EngineName
from interviewer.asr.engine import open_engine
from interviewer.asr.weights import ModelStore
from interviewer.domain import Language
from interviewer.scenario.glossary import load_glossary
from interviewer.session.ports import Transcriber

_DATA = Path(__file__).parents[1] / "data"
_CARRIERS = _DATA / "carriers.toml"
_GUARDS = _DATA / "heard_as_guards.toml"
_NAMED_RULES = ("form of", "inside a form of", "heard for", "in ", "by hand")


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
    align = steps.add_parser("align", help="find the spans again in the stored transcripts")
    align.set_defaults(run=_align)
    proposals = steps.add_parser("propose", help="what may be listed, and what is refused and why")
    proposals.set_defaults(run=_propose)
    proposals.add_argument("--refused", action="store_true", help="the refused ones too")
    measure = steps.add_parser("measure", help="what the glossary's list is worth")
    measure.set_defaults(run=_measure)
    measure.add_argument("--answers", type=Path, default=Path("audio_fixtures"))
    return parser.parse_args()


def _collect(options: argparse.Namespace) -> None:
    carriers = load_carriers(_CARRIERS)
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
    transcriber = _open(options.engine)
    for count, line in enumerate(transcribed(wanted, voice, transcriber), start=1):
        append(options.out, line)
        print(f"{count}/{len(wanted)} {line.term} | {line.heard}", flush=True)


def _chosen(options: argparse.Namespace) -> Iterator[Sentence]:
    glossary = load_glossary()
    kinds = options.kinds.split(",") if options.kinds else None
    names = options.terms.split(",") if options.terms else None
    for sentence in sentences(glossary, load_carriers(_CARRIERS), options.lang):
        entry = glossary.find(sentence.term)
        right_kind = kinds is None or (entry is not None and entry.kind in kinds)
        if right_kind and (names is None or sentence.term in names):
            yield sentence


def _align(options: argparse.Namespace) -> None:
    glossary, carriers = load_glossary(), load_carriers(_CARRIERS)
    languages: tuple[Language, ...] = ("fr", "en")
    spoken = {
        (each.term, each.language, each.text): each
        for language in languages
        for each in sentences(glossary, carriers, language)
    }
    lines: dict[tuple[str, ...], Line] = {}
    for line in load(options.out):
        sentence = spoken.get((line.term, line.language, line.said))
        if sentence is not None:
            place = heard(sentence, line.transcript)
            lines[line.key] = replace(line, heard=place.text, clean=place.clean)
    save(options.out, lines.values())
    print(f"{len(lines)} lines of sentences that the glossary and the carriers still make")


def _propose(options: argparse.Namespace) -> None:
    glossary = load_glossary()
    proposals = propose(tuple(load(options.out)), glossary, load_guards(_GUARDS), _zipf())
    for found in proposals:
        if found.refusal is None or options.refused:
            entry = glossary.find(found.term)
            listed = entry is not None and found.text in entry.heard_as
            mark = "-" if found.refusal else "=" if listed else "+"
            languages = "/".join(found.languages)
            line = (
                f"{mark} {found.term} | {found.text} | {languages} {found.clips}/{found.sentences}"
            )
            print(f"{line} | {found.refusal}" if found.refusal else line)
    print(Counter(_rule(found.refusal) for found in proposals).most_common())


def _measure(options: argparse.Namespace) -> None:
    glossary = load_glossary()
    lines = tuple(load(options.out))
    for language, engine in sorted({(line.language, line.engine) for line in lines}):
        chosen = [line for line in lines if (line.language, line.engine) == (language, engine)]
        print(language, engine, shares(chosen, glossary))
    known = list(answers(options.answers, _open("faster-whisper")))
    for listed in (False, True):
        earned = [credit(answer, glossary, listed=listed) for answer in known]
        found, wrong = sum(one.found for one in earned), [one.wrong for one in earned]
        said = sum(len(answer.said) for answer in known)
        print(f"heard_as {listed}: found {found} of {said}; credited though unsaid:")
        for answer, terms in zip(known, wrong, strict=True):
            if terms:
                print(f"  {answer.name}: {', '.join(terms)}")


def _rule(refusal: str | None) -> str:
    """The kind of refusal, without the names in it."""
    if refusal is None:
        return "proposed"
    return next((kind for kind in _NAMED_RULES if refusal.startswith(kind)), refusal)


def _open(engine: EngineName) -> Transcriber:
    weights = ModelStore.default().ensure(
        engine, "base", progress=lambda *_: None, say=lambda _: None
    )
    return open_engine(weights)


def _zipf() -> Zipf:
    from wordfreq import zipf_frequency

    return zipf_frequency


if __name__ == "__main__":
    main()
