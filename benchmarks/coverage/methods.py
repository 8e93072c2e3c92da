"""The ways to look for terms that are compared, each from a recording to what it credits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from benchmarks.corpus.truth import Recording
from benchmarks.coverage.baselines import by_substring, by_whole_words
from benchmarks.coverage.decks import Deck, asking
from benchmarks.coverage.ears import Ears
from benchmarks.coverage.tally import Judged, judge
from interviewer.domain import Coverage, Language, Scenario, Term, TermHit, Transcript
from interviewer.scenario.glossary import load_glossary
from interviewer.scoring.coverage import score_coverage

__all__ = ["METHODS", "Heard", "Method", "everything", "run"]

Method = Literal["substring", "whole words", "hint, whole words", "text alone", "interviewer"]
METHODS: tuple[Method, ...] = get_args(Method)
"""« text alone » is the scorer without what the vocabulary finds besides the words."""

_CREDITED = ("hit", "partial")
_BESIDE_S = 1.0
"""How far from the words of a term its evidence may be."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One recording by one engine."""

    recording: Recording
    engine: str
    text: str
    """The transcript that the scorer read."""
    judged: Mapping[Method, Judged]
    hits: tuple[TermHit, ...]
    """What the scorer found, credited or probable, with its evidence."""
    in_place: int
    """Terms found whose evidence is no further than 1 s from where one was said."""


def everything(language: Language) -> Scenario:
    """A scenario that asks for every term of the glossary."""
    glossary = load_glossary()
    return asking([entry.term for entry in glossary.entries], language, glossary)


def run(
    recording: Recording, deck: Deck, ears: Ears, asked: Scenario, methods: Sequence[Method]
) -> Heard:
    """``recording`` by every one of ``methods``."""
    transcript = ears.transcript(recording, deck)
    coverage = _coverage(asked, transcript)
    credited: dict[Method, frozenset[str]] = {}
    for method in methods:
        if method == "interviewer":
            credited[method] = _credited(coverage)
        elif method == "text alone":
            credited[method] = _credited(_coverage(asked, _unhelped(transcript)))
        else:
            text = transcript.text
            if method == "hint, whole words":
                text = ears.hinted(recording, deck)
            credited[method] = _by_text(method, asked.phases[0].task.terms, text)
    return Heard(
        recording=recording,
        engine=ears.engine,
        text=transcript.text,
        judged={method: judge(recording, names) for method, names in credited.items()},
        hits=tuple(hit for hit in coverage.terms if hit.status != "missed"),
        in_place=_in_place(coverage, recording),
    )


def _coverage(asked: Scenario, transcript: Transcript) -> Coverage:
    return score_coverage(asked, asked.phases[0].task, transcript)


def _unhelped(transcript: Transcript) -> Transcript:
    words = tuple(replace(word, spotted=()) for word in transcript.words)
    return Transcript(transcript.language, words)


def _credited(coverage: Coverage) -> frozenset[str]:
    return frozenset(hit.term.name for hit in coverage.terms if hit.status in _CREDITED)


def _by_text(method: Method, terms: Sequence[Term], text: str) -> frozenset[str]:
    return by_substring(terms, text) if method == "substring" else by_whole_words(terms, text)


def _in_place(coverage: Coverage, recording: Recording) -> int:
    count = 0
    for hit in coverage.terms:
        start_s, end_s = hit.start_s, hit.end_s
        if hit.status in _CREDITED and start_s is not None and end_s is not None:
            count += any(
                span.start_s - _BESIDE_S <= end_s and start_s <= span.end_s + _BESIDE_S
                for span in recording.said
                if span.term == hit.term.name
            )
    return count
