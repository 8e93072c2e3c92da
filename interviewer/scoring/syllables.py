"""How many syllables a written word has when it is spoken, in French and English. Pure."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from interviewer.domain import Language
from interviewer.scoring.text import fold

if TYPE_CHECKING:
    from pyphen import Pyphen


_Rules = Sequence[tuple[re.Pattern[str], str]]

_SYLLABLES_PER_DIGIT = 1.25
"""Numbers are said as words: « 2024 » in five syllables, « 30 » in one, « 95 » in four."""
_PARTED = "|"

_READ_AS_WORD = re.compile(
    r"(?:[bcdfgpt][lr]|[bcdfghjklmnpqrstvwxyz])(?:[aeiouy]{1,2}[bcdfghjklmnpqrstvwxz]{1,2})+"
    r"[aeiouy]?"
)
"""Capitals that can be pronounced: RAG, FAISS, YOLO; others are spelled: LLM, ROI, API."""
_LETTER_NAMES: dict[Language, dict[str, int]] = {"fr": {"w": 3, "y": 2}, "en": {"w": 3}}

_PART = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*")
_CAPITALS = re.compile(r"(?<=[A-Z]{2})(?=[A-Z][a-z]{2})|(?<=[a-z]{3})(?=[A-Z]{2})")
"""Where a word stands next to letters: « ML|Ops », « Fast|API »."""

_VOWEL = "aeiouyàâäéèêëîïôöùûü"


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return [(re.compile(pattern), replacement) for pattern, replacement in pairs]


# Capital letters stand for consonants written with two, ``=`` for a doubled one.
_CONSONANT = "[bcçdfgjklmnpqrstvwxzXZ]"
_MUTE_PART = re.compile(r"[aeiouy][^aeiouy]{1,2}e$")

_FRENCH = _rules(
    (r"œ", "e"),
    (r"qu", "k"),
    (r"gu(?=[eiéèêy])", "g"),
    (r"ge(?=[aoâô])", "j"),
    (r"ch|ph|th|gn", "X"),
    (r"h", ""),
    (r"ss", "Z"),
    # y between vowels is a glide: « employé », « moyen »; « pays » has two vowels.
    (r"(?<=[aeou])y(?=[aeéèiou])", "|j"),
    (r"ay(?=s)", "a|i"),
    (r"^y(?=[aeiouéè])", "j"),
    # The mute ending of verbs, not that of « souvent » or « document ».
    (r"(?<=nn|tt|pp|[tbvpfc]r|[bp]l|r[lnt]|n[gs]|[iuo]s|[ao]i)ent$", ""),
    (r"(?<=[ZX])ent$|(?<=ent)ent$", ""),
    (r"(?<=.)es?$", ""),
    (r"([bcdfgjklmnprstvz])\1", r"\1="),
    # The mute e inside: between two consonant sounds, where no third one leans on it.
    (rf"(?<=[{_VOWEL}])([nm]?{_CONSONANT}=?)e(?={_CONSONANT}[{_VOWEL}j])", r"\1"),
    # After two consonants a glide is a syllable: « client », « oublier », « influence ».
    (r"(?<=[bcdfgptv][rl])(i|u(?!i)|ou)(?=[aeoéèêâi])", r"\1|"),
    (r"é(?=[aeiouéèyâêô])", "é|"),
    (r"(?<=[ao])([éè])", r"|\1"),
    (r"([aou])(?=[ïü])", r"\1|"),
    (r"a(?=o[^ûu])", "a|"),
    (r"o(?=a)", "o|"),
)
_ENGLISH = _rules(
    (r"^business", "bizness"),
    (r"^(ever)(?=y)", "evr"),
    (r"qu", "k"),
    (r"gu(?=[aei])", "g"),
    (r"^y", "j"),
    # Endings that are one syllable whatever their letters: -tion, -cial, -gious, -cient.
    (r"[cstx]i(?=on|ou|al|an|en(?!ce$))", "X"),
    (r"gi(?=o)", "X"),
    (r"(?<=[^aeiou])ism", "isum"),
    (r"thm", "thum"),
    (r"(?<=[^td])ed$", "d"),
    (r"(?<![aeiouysxzcg])(?<!sh|ch)es$", "s"),
    (r"(?<=[^aeiouy])ls$", "els"),
    # Mute e at the end of the word or of its first half, but not in -le after a consonant.
    (r"(?<=[^aeiouy])le$", "el"),
    (r"(?<=[aeiouy])([^aeiouy]{1,2}|[aeiouy])e(?=$|\+)", r"\1"),
    (r"(?<=[aeiouy])([^aeiouy]{1,2})e(?=(?:ly|ment|ments|ful|less|ness)$)", r"\1"),
    # Two written vowels that are two sounds.
    (r"([aeo])y(?=[aeiou])", r"\1|"),
    (r"(?<=[aeiouy])ing", "|ing"),
    (r"i(?=[aou]|en|er$|ers$|et|ef)", "i|"),
    (r"e(?=o(?![up]))", "e|"),
    (r"e(?=a(?:$|s$|t(?:$|ed|es|ing|ion|ive|or)))", "e|"),
    (r"u(?=[ao])", "u|"),
)


@lru_cache(maxsize=8192)
def count_syllables(word: str, language: Language) -> int:
    """Syllables of one written word as it is said in ``language``; at least 1.

    Letters that cannot be read as a word are spelled (LLM: 3), figures are counted roughly.
    """
    total = 0
    for part in _PART.findall(_CAPITALS.sub(" ", unicodedata.normalize("NFC", word))):
        if part.isdigit():
            total += math.ceil(_SYLLABLES_PER_DIGIT * len(part))
        elif _is_spelled(part):
            total += _spelled(part, language)
        else:
            total += _vowel_sounds(part.casefold(), language)
    return max(1, total)


def _is_spelled(part: str) -> bool:
    letters = part.removesuffix("s")
    if len(letters) < 2 or not letters.isupper():
        return False
    return len(letters) == 2 or _READ_AS_WORD.fullmatch(fold(letters).casefold()) is None


def _spelled(part: str, language: Language) -> int:
    names = _LETTER_NAMES[language]
    return sum(names.get(letter, 1) for letter in part.removesuffix("s").casefold())


def _vowel_sounds(word: str, language: Language) -> int:
    parted = _part_hiatus(word, language)
    for pattern, replacement in _FRENCH if language == "fr" else _ENGLISH:
        parted = pattern.sub(replacement, parted)
    return max(1, len(re.findall(f"[{_VOWEL}]+", parted)))


def _part_hiatus(word: str, language: Language) -> str:
    """``word`` with ``|`` where Pyphen parts two written vowels.

    In English also ``+`` where a part ends in a mute e: « pipe+line », « data+base ».
    """
    parted, last = "", 0
    for position in _hyphenator(language).positions(word):
        part, rest = word[last:position], word[position:]
        if part[-1:] in _VOWEL and rest[:1] in _VOWEL:
            parted += part + _PARTED
        elif language == "en" and _MUTE_PART.search(part):
            parted += part + "+"
        else:
            parted += part
        last = position
    return parted + word[last:]


@lru_cache(maxsize=2)
def _hyphenator(language: Language) -> Pyphen:
    from pyphen import Pyphen

    return Pyphen(lang={"fr": "fr", "en": "en_US"}[language], left=1, right=1)
