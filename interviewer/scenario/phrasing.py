"""How a point that is written as a note would be said: patterns of its own words."""

from __future__ import annotations

import re
from itertools import combinations

from interviewer.domain import Language, pattern_fault
from interviewer.scenario.glossary import fold
from interviewer.scenario.word_lists import ORDINARY

_QUOTED = re.compile(r"[«“\"]\s*([^«»“”\"]{3,80}?)\s*[»”\"]")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MOST_WORDS = 6
_LEAST_LETTERS = 4

_ENDINGS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:ements?|ations?|eraient?|erai[st]?|ées?|és?|er|ir|ent|ons|ez|es|e|s)$"),
    "en": re.compile(r"(?:ations?|ments?|ing|ed|es|e|s)$"),
}


_ACTS: dict[Language, dict[str, tuple[str, ...]]] = {
    "fr": {
        "saluer": ("bonjour", "bonsoir"),
        "remercier": ("merci", "remerci*"),
        "se presenter": ("je m'appelle", "je suis", "mon nom"),
    },
    "en": {
        "greet": ("hello", "good (morning|afternoon)", "hi"),
        "thank": ("thank you", "thanks"),
        "introduce myself": ("my name is", "I'm", "I am"),
    },
}
"""What is said where a note names the act."""


def idea_patterns(note: str, language: Language) -> list[str]:
    """Patterns by which what ``note`` says is recognised; none where it holds no word of its own.

    What it quotes, as it stands; then any two of its telling words within one sentence.
    """
    patterns = [quoted for quoted in _QUOTED.findall(note) if pattern_fault(quoted) is None]
    for act, said in _ACTS[language].items():
        if act in fold(note):
            patterns += said
    stems = _stems(note, language)
    if len(stems) == 1:
        patterns += stems
    patterns += [f"{one} + {other}" for one, other in combinations(stems, 2)]
    return list(dict.fromkeys(patterns))


def _stems(note: str, language: Language) -> list[str]:
    found: dict[str, None] = {}
    for word in _WORD.findall(note.replace("’", "'")):
        word = word.rpartition("'")[2]
        telling = len(word) >= _LEAST_LETTERS or any(map(str.isdigit, word)) or word.isupper()
        if telling and fold(word) not in ORDINARY[language]:
            found.setdefault(_stem(word, language))
    return list(found)[:_MOST_WORDS]


def _stem(word: str, language: Language) -> str:
    if word.isupper() or not word.isalpha():
        return word
    stem = _ENDINGS[language].sub("", word.lower())
    return f"{stem}*" if len(stem) >= _LEAST_LETTERS else word.lower()
