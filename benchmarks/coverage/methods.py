"""The ways to look for terms that are compared, each from a recording to what it credits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from benchmarks.corpus.truth import Recording
from benchmarks.coverage.baselines import by_substring, by_whole_words
from benchmarks.coverage.decks import Deck, asking
from benchmarks.coverage.ears import Ears
from benchmarks.coverage.tally import Judged, judge
from interviewer.models import Coverage, Language, Scenario, Term
from interviewer.scenario.glossary import load_glossary
from interviewer.score.coverage import score_coverage

__all__ = ["METHODS", "Heard", "Method", "everything", "run"]

Method = Literal["substring", "whole words", "hint, whole words", "interviewer"]
METHODS: tuple[Method, ...] = ("substring", "whole words", "hint, whole words", "interviewer")

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
    quotes: Mapping[str, str]
    """The evidence that the scorer gives, by the term credited."""
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
    take = ears.take(recording, deck)
    task = asked.phases[0].task
    coverage = score_coverage(asked, task, take.transcript)
    credited: dict[Method, frozenset[str]] = {}
    for method in methods:
        if method == "interviewer":
            credited[method] = _credited(coverage)
        else:
            text = take.transcript.text
            if method == "hint, whole words":
                text = ears.hinted(recording, deck)
            credited[method] = _by_text(method, task.terms, text)
    return Heard(
        recording=recording,
        engine=ears.engine,
        text=take.transcript.text,
        judged={method: judge(recording, names) for method, names in credited.items()},
        quotes={hit.term.name: hit.quote for hit in coverage.terms if hit.quote is not None},
        in_place=_in_place(coverage, recording),
    )


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
