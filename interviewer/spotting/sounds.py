"""How words sound, coarsely: a key in which French and English spellings of one sound agree.

No kept library gives this for French: those on PyPI (Metaphone, Soundex, Double Metaphone) read
English, epitran reads French but needs one language for the whole text, and here a French
transcript holds what English words sounded like. The rules below are the usual letter-to-sound
ones of each language, cut down to classes that Whisper keeps apart: consonants by their place and
voice, five vowels, and nasal vowels as vowel and n.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from interviewer.models import Language
from interviewer.score.text import fold

__all__ = ["key", "spelled"]

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
        (r"ai|ei|ay|ey|et\b|ez\b|(?<=..)er\b|(?<=\b[a-z])es\b|(?<=\b[a-z]{2})es\b", "E"),
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
        (r"ck|q|c(?![eiy])", "K"),
        (r"c", "S"),
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
_ACRONYM = re.compile(r"[A-Z]{2,5}s?")
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


def spelled(name: str, language: Language) -> str | None:
    """``name`` with the letters of its acronyms as they are said, None where there is none."""
    letters = _LETTERS[language].split()
    said = _ACRONYM.sub(
        lambda found: " ".join(letters[ord(each) - ord("A")] for each in found[0].rstrip("s")),
        name,
    )
    return said if said != name else None


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
