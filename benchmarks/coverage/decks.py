"""What is asked of a recording: scenarios made of the set's own texts.

A hint of all the glossary would not fit a recogniser's prompt, and no session asks so much. The
recordings of a language and half are dealt into decks of three answers of half a minute; what they say
is one scenario, with a third of the terms that have the likest ordinary words, and the other words
that every scenario of the library is given beside its own. The scorer, however, looks for every term of the glossary in each recording: whatever else it credits counts as false.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from benchmarks.corpus.truth import Recording
from interviewer.domain import Language, Scenario
from interviewer.scenario.glossary import Glossary, load_glossary
from interviewer.scenario.library import load_text

__all__ = ["CONFUSABLE", "Deck", "asking", "deal"]

_ANSWERS = 3
CONFUSABLE = (
    *("LoRA", "FAISS", "GAN", "ROI", "LLM", "GPT", "GPU", "BERT", "LLaMA", "VAE", "RAG", "Python"),
    *("Jupyter", "Docker", "LangChain", "IA", "agents", "drift", "YOLO", "top-p", "top-k", "POC"),
    *("API", "Claude", "données", "pruning", "prompt", "cloud"),
)
"""Terms with the likest ordinary words: who asks for LoRA may have a Laura in the team."""


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
    for (language, _), group in groupby(sorted(terms, key=_shuffled), key=lambda key: key[:2]):
        keys = list(group)
        count = max(1, round(len(keys) / _ANSWERS))
        for number in range(count):
            dealt = keys[number::count]
            said = {term for key in dealt for term in terms[key]}
            said.update(CONFUSABLE[number % 3 :: 3])
            scenario = asking(
                [entry.term for entry in glossary.entries if entry.term in said], language, glossary
            )
            deck = Deck(scenario, frozenset(text for _, _, text in dealt))
            decks.update(dict.fromkeys(deck.texts, deck))
    return decks


def _shuffled(key: tuple[Language, str, str]) -> tuple[Language, str, str]:
    """Recordings of one voice apart, in the order of the SHA-1 of their ids."""
    language, half, text_id = key
    return language, half, hashlib.sha1(text_id.encode(), usedforsecurity=False).hexdigest()


def asking(terms: Iterable[str], language: Language, glossary: Glossary | None = None) -> Scenario:
    """A scenario of one phase that asks for ``terms``, in the order given."""
    text = (
        f'id = "asked"\ntitle = "Asked"\nlanguage = "{language}"\n'
        f'[[phase]]\nid = "asked"\ntitle = "Asked"\nkind = "pitch"\ntarget = "45s"\n'
        f'prompt = "?"\nterms = {json.dumps(list(terms), ensure_ascii=False)}\n'
    )
    return load_text(text, "benchmarks", glossary or load_glossary())
