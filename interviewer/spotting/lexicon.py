"""What the terms of a vocabulary sound like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from interviewer.models import Language, Term, Vocabulary
from interviewer.spotting.sounds import key, spelled

__all__ = ["Lexicon", "lexicon", "likeness"]

_PATTERN_MARKS = ("*", "…", "...")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The three run in parallel; a term has several rows."""

    terms: tuple[str, ...]
    spellings: tuple[str, ...]
    """How the term would be written in a transcript."""
    keys: tuple[str, ...]


@lru_cache(maxsize=8)
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """The sounds of every term: its forms read as French and as English, and its mishearings.

    A mishearing sounds like the term and is no way to write it: its spelling is the name.
    """
    rows = sorted({row for term in vocabulary.terms for row in _rows(term, vocabulary.language)})
    return Lexicon(
        tuple(term for term, _, _ in rows),
        tuple(spelling for _, spelling, _ in rows),
        tuple(sound for _, _, sound in rows),
    )


def likeness(known: Lexicon, term: str, sound: str) -> float:
    """Levenshtein similarity, 0..1, of ``sound`` and the nearest sound of ``term``."""
    from rapidfuzz.distance import Levenshtein

    own = (each for name, each in zip(known.terms, known.keys, strict=True) if name == term)
    return max((Levenshtein.normalized_similarity(sound, each) for each in own), default=0.0)


def _rows(term: Term, language: Language) -> Iterator[tuple[str, str, str]]:
    languages: tuple[Language, ...] = ("fr", "en")
    for form in (term.name, *term.variants):
        if not any(mark in form for mark in _PATTERN_MARKS):
            for reading in languages:
                yield term.name, form, key(form, reading)
                if letters := spelled(form, reading):
                    yield term.name, form, key(letters, reading)
    for heard in term.heard_as:
        yield term.name, term.name, key(heard, language)
