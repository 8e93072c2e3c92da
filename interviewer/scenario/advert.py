"""What a job ad asks for, held against a CV: terms of the glossary, then words that stand out.

A word stands out where an ad uses it far more than French or English does. How often a word is used is
told by the frequency lists of the spelling library, which every installation has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import log10

from interviewer.domain import Language
from interviewer.scenario.glossary import Glossary, fold
from interviewer.scenario.word_lists import OF_ADS

_MOST_TERMS = 12
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LINKED = re.compile(r"(?:\bd['’]|\b(?:de|des|du|of|en|à|au)\b)")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_LEAST_LETTERS = 5
_ORDINARY_ZIPF = 4.9
"""More than 80 times in a million words: « travail », « équipe »."""
_UNKNOWN_ZIPF = 1.0


Frequency = Callable[[str], float]
"""How common a word is: its Zipf value, 7 for the commonest, below 3 for rare ones."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The terms of an ad, the weightiest first, and which of them a CV has."""

    terms: tuple[str, ...]
    shared: tuple[str, ...]
    gaps: tuple[str, ...]


def fit_of(ad: str, cv: str, glossary: Glossary, frequency: Frequency, language: Language) -> Fit:
    """Which terms ``ad`` asks for, and which of them ``cv`` has. Without a CV all are shared."""
    terms = list(_terms(ad, glossary, frequency, language))[:_MOST_TERMS]
    own = _stems(cv)
    shared = [term for term in terms if not cv.strip() or _stems(term) <= own]
    return Fit(tuple(terms), tuple(shared), tuple(term for term in terms if term not in shared))


def _terms(ad: str, glossary: Glossary, frequency: Frequency, language: Language) -> Iterator[str]:
    taken: set[str] = set()
    for entry in glossary.entries:
        forms = (entry.term, *(entry.fr if language == "fr" else entry.en))
        form = next((form for form in forms if _stands(form, ad, exact=entry.exact_case)), None)
        if entry.kind != "word" and form is not None and fold(entry.term) not in taken:
            taken |= {fold(entry.term)} | _stems(form)
            yield form
    for term in _standing_out(ad, frequency, language):
        if not _stems(term) & taken:
            taken |= _stems(term)
            yield term


def _stands(form: str, text: str, *, exact: bool) -> bool:
    pattern = rf"(?<!\w){re.escape(form)}(?!\w)"
    if exact:
        return re.search(pattern, text) is not None
    return re.search(pattern, text, re.IGNORECASE) is not None


def _standing_out(ad: str, frequency: Frequency, language: Language) -> list[str]:
    """Words and expressions, those first that stand out most."""
    weights: defaultdict[str, float] = defaultdict(float)
    shown: dict[str, str] = {}
    headline, _, _ = ad.strip().partition("\n")
    named = set(_keys(headline))
    ad = _ADDRESS.sub(" ", ad)
    for sentence in re.split(r"[.;:!?\n•()]+", ad):
        words = _WORD.findall(sentence)
        for position, word in enumerate(words):
            weight = _weight(word, frequency, language, first=position == 0)
            if weight <= 0:
                continue
            (key,) = _keys(word)
            if key not in named:  # The name of the job says nothing new.
                weights[key] += weight
            bare = word.replace("’", "'").rpartition("'")[2]
            shown.setdefault(key, bare if bare.isupper() else bare.lower())
            pair = _expression(sentence, words, position, frequency, language)
            if pair is not None:
                pair_key = " ".join(_keys(pair))
                last = _weight(
                    words[position + len(pair.split()) - 1], frequency, language, first=False
                )
                weights[pair_key] += 1.2 * max(weight, last)
                shown.setdefault(pair_key, pair)
    ranked = sorted(weights, key=lambda key: (-weights[key], key))
    found: list[str] = []
    for key in ranked:
        # A word that an expression before it holds says nothing more.
        if not any(set(key.split()) & set(_keys(other)) for other in found):
            found.append(shown[key])
    return found


def _keys(term: str) -> list[str]:
    return [_stem(word.replace("’", "'").rpartition("'")[2]) for word in _WORD.findall(term)]


def _weight(word: str, frequency: Frequency, language: Language, *, first: bool) -> float:
    word = word.replace("’", "'").rpartition("'")[2] or word
    folded = fold(word)
    if folded in OF_ADS[language] or _stem(word) in map(_stem, OF_ADS[language]):
        return 0.0
    if word.isupper() and 2 <= len(word) <= 6:
        return _ORDINARY_ZIPF - _UNKNOWN_ZIPF
    if len(word) < _LEAST_LETTERS or (word[0].isupper() and not first):
        return 0.0  # Names of places and companies.
    zipf = frequency(word.lower())
    if zipf <= _UNKNOWN_ZIPF and word[0].isupper():
        return 0.0
    return _ORDINARY_ZIPF - max(zipf, 2.5)


def _expression(
    sentence: str, words: list[str], position: int, frequency: Frequency, language: Language
) -> str | None:
    """The word at ``position`` with the next one, « soins palliatifs », « gestion de projet »."""
    for length in (2, 3):
        several = words[position : position + length]
        if len(several) < length:
            return None
        between = several[1:-1]
        joined = r"\s+".join(map(re.escape, several))
        if re.search(joined, sentence) is None or not all(map(_LINKED.fullmatch, between)):
            continue
        last = several[-1]
        if _weight(last, frequency, language, first=False) > 0 and not last.isupper():
            return " ".join(several).lower()
    return None


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text) if len(word) > 1}


def _stem(word: str) -> str:
    folded = fold(word)
    return folded if len(folded) <= 4 else re.sub(r"(?:es|s|e|x)$", "", folded)[:9]


@cache
def word_frequency(language: Language) -> Frequency:
    """Zipf values of the frequency lists of ``pyspellchecker``; a second to load."""
    from spellchecker import SpellChecker

    words = SpellChecker(language=language, distance=1).word_frequency
    total = words.total_words

    def frequency(word: str) -> float:
        count = words[word]
        return log10(count / total * 1e9) if count else _UNKNOWN_ZIPF

    return frequency
