"""Hesitations and props of speech that the recogniser wrote: at least so many.

Whisper leaves out most « euh » and « um », so a count from text is a lower bound. A word that
is a filler only in some places counts only there: « genre » set apart by a comma, « quoi » at
the end of a clause, "like" between commas. What is doubtful is not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.models import Language, Span
from interviewer.score.text import Text, Token

__all__ = ["find_fillers", "when_said"]

_Place = Literal["anywhere", "aside", "clause_end"]


@dataclass(frozen=True, slots=True)
class _Filler:
    """A filler and where it is one."""

    name: str
    """As shown to the person."""
    norms: tuple[str, ...]
    place: _Place = "anywhere"
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_RELATIVES = _words("que comme ce si quand")

_FRENCH = (
    _Filler("euh", ("euh",)),
    _Filler("euh", ("euhh",)),
    _Filler("heu", ("heu",)),
    _Filler("hum", ("hum",)),
    _Filler("bah", ("bah",)),
    _Filler("ben", ("ben",)),
    _Filler("hein", ("hein",)),
    _Filler("du coup", ("du", "coup"), not_before=_words("d de")),
    _Filler(
        "en fait",
        ("en", "fait"),
        # « il en fait partie », « on en fait un service » use the verb.
        not_after=_words("il elle on qui ca cela n y ne lui"),
        not_before=_words("partie un une des de du autant trop plus"),
    ),
    _Filler("en gros", ("en", "gros"), not_after=_words("vente achat commerce")),
    _Filler("tu vois", ("tu", "vois"), place="clause_end", not_after=_RELATIVES),
    _Filler("vous voyez", ("vous", "voyez"), place="clause_end", not_after=_RELATIVES),
    _Filler("tu sais", ("tu", "sais"), place="clause_end", not_after=_RELATIVES),
    _Filler("vous savez", ("vous", "savez"), place="clause_end", not_after=_RELATIVES),
    _Filler("voilà", ("voila",), place="clause_end", not_after=_words("me te se nous vous le la")),
    _Filler(
        "quoi",
        ("quoi",),
        place="clause_end",
        not_after=_words(
            "a en de sur pour par avec sans contre vers c est ou sait sais savoir dire importe"
            " quelque je ne pas apres"
        ),
    ),
    _Filler("genre", ("genre",), place="aside"),
)

_ENGLISH = (
    *(_Filler(sound, (sound,)) for sound in ("um", "umm", "uhm", "uh", "uhh", "er", "erm", "hmm")),
    _Filler(
        "you know",
        ("you", "know"),
        not_after=_words("do did if let as what how that because would will don't didn't when"),
        not_before=_words(
            "that how what why when where who which if whether about the a your my our it this"
        ),
    ),
    _Filler("like", ("like",), place="aside"),
    _Filler(
        "sort of",
        ("sort", "of"),
        not_after=_words("a the this that what which some any same another new every one"),
    ),
    _Filler(
        "kind of",
        ("kind", "of"),
        not_after=_words("a the this that what which some any same another new every one"),
    ),
    _Filler("I mean", ("i", "mean"), not_after=_words("what do that which")),
)

_LISTS: dict[Language, tuple[_Filler, ...]] = {"fr": _FRENCH, "en": _ENGLISH}


def find_fillers(text: Text, language: Language) -> tuple[str, ...]:
    """Each filler in ``text``, in order, one entry an occurrence."""
    return tuple(name for _, _, name in _places(text, language))


def when_said(text: Text, language: Language) -> tuple[Span, ...]:
    """When each filler in ``text`` is said, in order."""
    return tuple(
        Span(text.words[text.tokens[first].word].start_s, text.words[text.tokens[last].word].end_s)
        for first, last, _ in _places(text, language)
    )


def _places(text: Text, language: Language) -> list[tuple[int, int, str]]:
    """First and last token, and name, of each filler, in order."""
    return sorted(
        (position, position + len(filler.norms) - 1, filler.name)
        for filler in _LISTS[language]
        for position in text.starts.get(filler.norms[0][0], ())
        if _stands(filler, text.tokens, position)
    )


def _stands(filler: _Filler, tokens: Sequence[Token], position: int) -> bool:
    end = position + len(filler.norms)
    if tuple(token.norm for token in tokens[position:end]) != filler.norms:
        return False
    opens = position == 0 or tokens[position - 1].ends_clause
    closes = tokens[end - 1].ends_clause
    if not opens and tokens[position - 1].norm in filler.not_after:
        return False
    if not closes and end < len(tokens) and tokens[end].norm in filler.not_before:
        return False
    match filler.place:
        case "anywhere":
            return True
        case "aside":
            return opens and closes
        case "clause_end":
            return closes and "?" not in tokens[end - 1].after
