"""What is asked of a recording: scenarios made of the set's own texts.

A hint of all the glossary would not fit a recogniser's prompt, and no session asks so much. The
texts of a language and half are dealt into decks of ten; what the ten say is one scenario, with
the other words that every scenario of the library is given beside its own. The scorer, however,
looks for every term of the glossary in each recording: whatever else it credits counts as false.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from benchmarks.corpus.truth import Recording
from interviewer.domain import Language, Scenario
from interviewer.scenario.glossary import Glossary, load_glossary
from interviewer.scenario.library import load_text

__all__ = ["Deck", "asking", "deal"]

_TEXTS = 10


@dataclass(frozen=True, slots=True)
class Deck:
    """Texts that one scenario could have asked for."""

    scenario: Scenario
    texts: frozenset[str]
    """Their ids."""


def deal(recordings: Iterable[Recording], glossary: Glossary) -> Mapping[str, Deck]:
    """The deck of each text, by its id; the same texts always give the same decks."""
    terms = {
        (recording.language, recording.half, recording.text_id): recording.terms
        for recording in recordings
    }
    decks: dict[str, Deck] = {}
    for (language, _), group in groupby(sorted(terms), key=lambda key: key[:2]):
        keys = list(group)
        count = max(1, round(len(keys) / _TEXTS))
        for number in range(count):
            dealt = keys[number::count]
            said = {term for key in dealt for term in terms[key]}
            scenario = asking(
                [entry.term for entry in glossary.entries if entry.term in said], language, glossary
            )
            deck = Deck(scenario, frozenset(text for _, _, text in dealt))
            decks.update(dict.fromkeys(deck.texts, deck))
    return decks


def asking(terms: Iterable[str], language: Language, glossary: Glossary | None = None) -> Scenario:
    """A scenario of one phase that asks for ``terms``, in the order given."""
    text = (
        f'id = "asked"\ntitle = "Asked"\nlanguage = "{language}"\n'
        f'[[phase]]\nid = "asked"\ntitle = "Asked"\nkind = "pitch"\ntarget = "45s"\n'
        f'prompt = "?"\nterms = {json.dumps(list(terms), ensure_ascii=False)}\n'
    )
    return load_text(text, "benchmarks", glossary or load_glossary())
