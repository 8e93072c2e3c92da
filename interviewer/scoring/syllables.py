"""How many syllables a written word has when it is spoken, in French and English. Pure.

Figures are counted as they are read (« 2024 » as « deux mille vingt-quatre »), signs by their names
(« % »), letters that spell no word one by one (« GPU »).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from interviewer.domain import Language
from interviewer.scoring.text import fold

if TYPE_CHECKING:
    from pyphen import Pyphen


_Rules = Sequence[tuple[re.Pattern[str], str]]

_PARTED = "|"

_READ_AS_WORD = re.compile(
    r"(?:[bcdfgpt][lr]|[bcdfghjklmnpqrstvwxyz])(?:[aeiouy]{1,2}[bcdfghjklmnpqrstvwxz]{1,2})+"
    r"[aeiouy]?"
)
"""Capitals that can be pronounced: RAG, FAISS, YOLO; others are spelled: LLM, ROI, API."""
_LETTER_NAMES: dict[Language, dict[str, int]] = {"fr": {"w": 3, "y": 2}, "en": {"w": 3}}

_SIGNS: dict[Language, dict[str, int]] = {
    "fr": {"%": 2, "€": 2, "$": 2, "£": 1, "&": 1, "+": 1, "=": 2, "°": 2, "@": 3, "#": 1, "×": 1},
    "en": {"%": 2, "€": 2, "$": 2, "£": 1, "&": 1, "+": 1, "=": 2, "°": 2, "@": 1, "#": 1, "×": 1},
}
"""Of their names: « pour cent », « euros », « dollars », « plus », « arobase », "percent", "at"."""
_INTERJECTION = re.compile(r"h*m+h*|p+f+t*|p*s+t+|p+s+|b+r+|g+r+|z+|sh+|ch+t*|t+s+")
"""Without a vowel, and yet not spelled."""

_GROUPED: dict[Language, str] = {
    "fr": r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[,.]\d+)?|\d+(?:[,.]\d+)?",
    "en": r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?",
}
_ENDING: dict[Language, str] = {"fr": "(?:ers?|ères?|e|èmes?|ièmes?|nde?)", "en": "(?:st|nd|rd|th)"}
"""Of figures: « 2e », "2nd"."""
_ELIDED: dict[Language, str] = {"fr": r"(?<!\w)(?:[cdjlmnst]|qu) ?['’] ?(?=\w)", "en": r"(?!)"}
"""The « l » of « l’IA » is no syllable of its own."""
_PARTS: dict[Language, re.Pattern[str]] = {
    language: re.compile(
        rf"(?P<elided>{_ELIDED[language]})"
        rf"|(?P<number>(?<!\d){_GROUPED[language]})(?P<ending>{_ENDING[language]}(?!\w))?"
        r"|(?P<letters>[^\W\d_]+(?:['’][^\W\d_]+)*)"
        rf"|(?P<sign>[{re.escape(''.join(_SIGNS[language]))}])",
        re.IGNORECASE,
    )
    for language in _SIGNS
}
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


def count_syllables(word: str, language: Language) -> int:
    """Syllables of one written word as it is said in ``language``; at least 1."""
    return max(1, sum(count_each([word], language)))


def count_each(words: Sequence[str], language: Language) -> list[int]:
    """Syllables of each of ``words``, which stand in a row as they were written.

    Together they say more than one by one: « 10 000 » is one number, which counts at its first word.
    """
    text = unicodedata.normalize("NFC", " ".join(words))
    counts = [0] * len(words)
    starts = [0]
    for word in words[:-1]:
        starts.append(starts[-1] + len(unicodedata.normalize("NFC", word)) + 1)
    for at, syllables in _parts(text, language):
        counts[bisect_right(starts, at) - 1] += syllables
    return counts


def _parts(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Where each part of ``text`` stands, and its syllables."""
    for found in _PARTS[language].finditer(text):
        if found["number"]:
            yield found.start(), _read_out(found["number"], found["ending"], language)
        elif found["sign"]:
            yield found.start(), _SIGNS[language][found["sign"]]
        elif found["letters"]:
            for part in _CAPITALS.sub(" ", found["letters"]).split():
                yield found.start(), _letters(part, language)


@lru_cache(maxsize=8192)
def _letters(part: str, language: Language) -> int:
    return (
        _spelled(part, language) if _is_spelled(part) else _vowel_sounds(part.casefold(), language)
    )


def _is_spelled(part: str) -> bool:
    letters = part.removesuffix("s")
    if letters.islower() and len(letters) > 1:
        # « llm », « gpt »: nobody can say them as a word.
        mute = not set(fold(letters)) & set("aeiouy'’")
        return mute and _INTERJECTION.fullmatch(letters) is None
    if not letters.isupper() or letters in ("A", "I", "Y", "O"):
        return False
    if len(letters) == 1:
        return True
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


_TENS_FR = (0, 1, 1, 1, 2, 2, 2, 2, 3, 3)
"""dix, vingt, trente, quarante, cinquante, soixante, and what 70 and 90 begin with."""
_UNITS: dict[Language, tuple[int, ...]] = {
    # zéro to dix-neuf
    "fr": (2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 2, 2, 2),
    # zero to nineteen
    "en": (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2),
}
_SCALES: dict[Language, tuple[int, ...]] = {"fr": (0, 1, 2, 2), "en": (0, 2, 2, 2)}
"""mille, million, milliard; thousand, million, billion."""
_MARK: dict[Language, int] = {"fr": 2, "en": 1}
"""« virgule », "point"."""
_YEARS = range(1100, 2100)
"""Read by twos in English: nineteen ninety-nine, twenty twenty-four."""
_TWO_THOUSAND = (200,)
"""But two thousand and nine."""


def _read_out(number: str, ending: str | None, language: Language) -> int:
    """Syllables of a number in figures, read as people do; ``ending`` makes it an ordinal."""
    grouped = re.sub(r"[ \u00a0\u202f]" if language == "fr" else ",", "", number)
    whole, _, decimals = grouped.replace(",", ".").partition(".")
    year = language == "en" and number == whole and len(whole) == 4 and int(whole) in _YEARS
    if year and int(whole) // 10 not in _TWO_THOUSAND:
        syllables = _english_year(int(whole))
    else:
        syllables = _whole(whole, language)
    if decimals:
        syllables += _MARK[language]
        syllables += _whole(decimals, language) if language == "fr" else _digits(decimals, language)
    if ending is None:
        return syllables
    tenth = whole.endswith("0") and not whole.endswith("10")
    return syllables + int(language == "fr" or tenth)


def _whole(figures: str, language: Language) -> int:
    zeros = len(figures) - len(figures.lstrip("0"))
    if zeros and len(figures) > 1:
        return zeros * _UNITS[language][0] + (
            _whole(figures[zeros:], language) if figures[zeros:] else 0
        )
    groups = -(-len(figures) // 3)
    if groups > len(_SCALES[language]):
        return _digits(figures, language)
    number = int(figures)
    if not number:
        return _UNITS[language][0]
    syllables = 0
    for scale in range(groups):
        part = number // 1000**scale % 1000
        if part:
            said = not (language == "fr" and scale == 1 and part == 1)  # mille, not « un mille »
            syllables += _SCALES[language][scale] + (_below_thousand(part, language) if said else 0)
    return syllables


def _below_thousand(number: int, language: Language) -> int:
    hundreds, rest = divmod(number, 100)
    hundred = 1 if language == "fr" else 2
    syllables = 0
    if hundreds:
        # cent, deux cents; one hundred, two hundred
        named = hundreds > 1 or language == "en"
        syllables = hundred + (_UNITS[language][hundreds] if named else 0)
    if not rest and hundreds:
        return syllables
    return syllables + (_french_rest(rest) if language == "fr" else _english_rest(rest))


def _french_rest(number: int) -> int:
    """Under 100: « soixante et onze », « quatre-vingt-dix-neuf »."""
    if number < 20:
        return _UNITS["fr"][number]
    tens, unit = divmod(number, 10)
    if tens in (7, 9):
        tens, unit = tens - 1, unit + 10
    with_and = tens < 8 and unit in (1, 11)
    return _TENS_FR[tens] + (_UNITS["fr"][unit] if unit else 0) + int(with_and)


def _english_rest(number: int) -> int:
    if number < 20:
        return _UNITS["en"][number]
    tens, unit = divmod(number, 10)
    return (3 if tens == 7 else 2) + (_UNITS["en"][unit] if unit else 0)


def _english_year(number: int) -> int:
    century, year = divmod(number, 100)
    if not year:
        return _english_rest(century) + 2  # nineteen hundred
    oh = int(year < 10)  # nineteen oh five
    return _english_rest(century) + oh + _english_rest(year)


def _digits(figures: str, language: Language) -> int:
    return sum(_UNITS[language][int(figure)] for figure in figures)
