"""How words and terms sound, coarsely: a key in which French and English spellings of one sound agree.

Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from interviewer.domain import Language, Term, Vocabulary
from interviewer.scoring.text import fold

# What a rule writes is in capitals, so that no later rule reads it again: C for the sound of
# « ch », J for that of « j ».
_RULES: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        (r"(?:eau|au)x?", "O"),
        (r"o?eu", "E"),
        (r"ou|oo", "U"),
        (r"oi|oy", "UA"),
        (r"ill?e?\b|ille?s\b", "IJ"),
        (r"(?:ain|ein|aim|eim)(?![aeiouy])", "IN"),
        (r"\best\b|ai|ei|ay|ey|et\b|ez\b|(?<=..)er\b|(?<=\b[a-z])es\b|(?<=\b[a-z]{2})es\b", "E"),
        (r"(?<=[^s])tion", "SION"),
        (r"tch|sch|ch|sh", "C"),
        (r"ph", "F"),
        (r"gn", "NI"),
        (r"gu(?=[eiy])", "G"),
        (r"ge(?=[aou])|g(?=[eiy])|j", "J"),
        (r"qu|q|ck|cc?(?![eiy])", "K"),
        (r"c", "S"),
        (r"x\b", ""),
        (r"x", "KS"),
        (r"h", ""),
        (r"(?:[ae][mn])(?![aeiouymn])", "AN"),
        (r"o[mn](?![aeiouymn])", "ON"),
        (r"[iuy][mn](?![aeiouymn])", "IN"),
        (r"(?<=[aeiouyA-Z])s(?=[aeiouyA-Z])", "Z"),
        (r"(?<=[aeiouyA-Z])[dtpsz]s?\b", ""),
        (r"(?<=[^aeiou])es?\b|(?<=[AEIOU])es?\b", ""),
        (r"y", "I"),
        (r"w", "U"),
    ),
    "en": (
        (r"tion", "CEN"),
        (r"c(?=[eiy])", "S"),
        (r"igh", "AI"),
        (r"ee|ea(?!u)", "I"),
        (r"oo|ou|ew", "U"),
        (r"ai|ay|ei|ey", "E"),
        (r"au|aw|oa|ow", "O"),
        (r"a(?=[^aeiouy]es?\b)", "E"),
        (r"i(?=[^aeiouy]es?\b)", "AI"),
        (r"o(?=[^aeiouy]es?\b)", "O"),
        (r"u(?=[^aeiouy]es?\b)", "IU"),
        (r"\by(?=[aeiou])", "I"),
        (r"(?<=..)y\b", "I"),
        (r"y", "AI"),
        (r"tch|ch|sh", "C"),
        (r"ph", "F"),
        (r"th", "T"),
        (r"dge|j|ge\b", "J"),
        (r"(?<=[^aeiou])es?\b|(?<=[A-Z][^aeiou])es?\b", ""),
        (r"qu", "KU"),
        (r"ck|q|c", "K"),
        (r"x", "KS"),
        (r"h", ""),
        (r"w", "U"),
    ),
}
_COMPILED = {
    language: tuple((re.compile(pattern), sound) for pattern, sound in rules)
    for language, rules in _RULES.items()
}
_FINAL_ACUTE = re.compile(r"ée?s?\b")
"""A final é is said where a final e is not; the folded word no longer tells."""
_DOUBLED = re.compile(r"(.)\1+")
_SPLIT = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"[A-Z]{2,5}s?|(?<![^\W_])[A-Z](?![^\W_]|['’])")
_LETTER = re.compile(r"(?<![^\W_])[A-Za-z](?![^\W_]|['’])")
"""Alone, and no article or pronoun that lost its vowel."""
_NEAR = str.maketrans("BDGVZJIUN", "PTKFSCEOM")
"""Sounds that noise and accents swap, as one of the two."""
_DIGITS: dict[Language, tuple[str, ...]] = {
    "fr": ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}
_LETTERS: dict[Language, str] = {
    "fr": "a bai sai dai e effe jai ache i ji ka elle emme enne o pai ku erre esse tai u vai "
    "doublevai ixe igrèque zède",
    "en": "ey bee see dee ee eff gee aitch ai jay kay ell emm enn oh pee cue ar ess tee you vee "
    "doubleyou eks wai zee",
}


def spelled(text: str, language: Language, *, name: bool = False) -> str | None:
    """``text`` with the letters of its acronyms as they are said, None where there is none.

    Capitals are letters (« RAG », « K P I »); in a name (top-p) so is any that stands alone.
    """
    letters = _LETTERS[language].split()

    def say(found: re.Match[str]) -> str:
        return " ".join(letters[ord(each) - ord("A")] for each in found[0].rstrip("s").upper())

    said = _ACRONYM.sub(say, text)
    if name and len(text) > 1:
        said = _LETTER.sub(say, said)
    return said if said != text else None


def alike(one: str, other: str) -> float:
    """How alike two keys are, 0..1: Levenshtein similarity, and the mean of it and that of coarser keys,
    in which sounds that are easily taken for each other (p and b, i and é) are the same."""
    from rapidfuzz.distance import Levenshtein

    coarse = Levenshtein.normalized_similarity(one.translate(_NEAR), other.translate(_NEAR))
    return (Levenshtein.normalized_similarity(one, other) + coarse) / 2


def all_alike(some: Sequence[str], others: Sequence[str]) -> npt.NDArray[np.float32]:
    """:func:`alike` of each of ``some`` and each of ``others``, shape ``(some, others)``."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    exact, coarse = (
        cdist(
            [each.translate(table) for each in some],
            [each.translate(table) for each in others],
            scorer=Levenshtein.normalized_similarity,
        )
        for table in ({}, _NEAR)
    )
    found: npt.NDArray[np.float32] = (exact + coarse) / 2
    return found


@lru_cache(maxsize=65536)
def key(text: str, language: Language) -> str:
    """The sound of ``text`` as a reader of ``language`` would say it."""
    return "".join(_word_key(word, language) for word in _SPLIT.findall(text))


@lru_cache(maxsize=65536)
def _word_key(word: str, language: Language) -> str:
    if word.isdecimal() and int(word) < len(_DIGITS[language]):
        word = _DIGITS[language][int(word)]
    sound = fold(_FINAL_ACUTE.sub("ai", unicodedata.normalize("NFC", word).casefold()))
    for pattern, replacement in _COMPILED[language]:
        sound = pattern.sub(replacement, sound)
    return _DOUBLED.sub(r"\1", sound.upper())


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
    """How alike ``sound`` and the nearest sound of ``term`` are, 0..1."""
    own = (each for name, each in zip(known.terms, known.keys, strict=True) if name == term)
    return max((alike(sound, each) for each in own), default=0.0)


def _rows(term: Term, language: Language) -> Iterator[tuple[str, str, str]]:
    languages: tuple[Language, ...] = ("fr", "en")
    for form in (term.name, *term.variants):
        if not any(mark in form for mark in _PATTERN_MARKS):
            for reading in languages:
                yield term.name, form, key(form, reading)
                if letters := spelled(form, reading, name=True):
                    yield term.name, form, key(letters, reading)
    for heard in term.heard_as:
        yield term.name, term.name, key(heard, language)
