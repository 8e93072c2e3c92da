"""Hesitations as they are written: fillers, sounds and words apart, and words begun twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.domain import Language, Tic, TicKind
from interviewer.scoring.text import Text, Token

_Place = Literal["anywhere", "aside", "clause_end"]


@dataclass(frozen=True, slots=True)
class _Filler:
    """A word or two that fill time, and where they do."""

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
    _Filler("bah", ("bah",)),
    _Filler("ben", ("ben",)),
    _Filler("hein", ("hein",)),
    _Filler(
        "du coup",
        ("du", "coup"),
        # « du coup d’œil », « l’auteur du coup » speak of a blow or a stroke.
        not_after=_words("auteur cause effet force impact victime"),
        not_before=_words("d de"),
    ),
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


_SOUNDS: dict[Language, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "fr": (
        ("euh", re.compile(r"e+u+h+")),
        ("heu", re.compile(r"h+e+u+h*")),
        ("hum", re.compile(r"h+u*m+|m{2,}")),
    ),
    "en": (
        ("um", re.compile(r"u+h*m+")),
        ("uh", re.compile(r"u+h+")),
        ("er", re.compile(r"e+r+")),
        ("erm", re.compile(r"e+r+m+")),
        ("hmm", re.compile(r"h+m+|m{2,}")),
    ),
}
"""Recognisers draw them out as they are heard: « euuuh », "ummm"."""


def sound_of(token: Token, language: Language) -> str | None:
    """The name of the sound that ``token`` writes, « euh » or "um"; None where it is a word."""
    if token.surface.isupper():  # "the ER"
        return None
    return next((name for name, form in _SOUNDS[language] if form.fullmatch(token.norm)), None)


def kind_of(name: str) -> TicKind:
    """Whether what is shown as ``name`` is a sound or a word."""
    known = any(name == sound for sounds in _SOUNDS.values() for sound, _ in sounds)
    # Versions before this one told "umm", "uhm" and "uhh" from "um" and "uh".
    return "sound" if known or name in {"umm", "uhm", "uhh"} else "word"


def find_fillers(text: Text, language: Language) -> tuple[Tic, ...]:
    """Each sound and word in ``text`` that fills time, in order."""
    sounds: Iterator[tuple[int, int, str, TicKind]] = (
        (at, at, name, "sound")
        for at, token in enumerate(text.tokens)
        if (name := sound_of(token, language)) is not None
    )
    return tuple(
        Tic(
            name,
            kind,
            text.words[text.tokens[first].word].start_s,
            text.words[text.tokens[last].word].end_s,
            "text",
        )
        for first, last, name, kind in sorted([*sounds, *_places(text, language)])
    )


def _places(text: Text, language: Language) -> Iterator[tuple[int, int, str, TicKind]]:
    """First and last token, and name, of each word that fills time."""
    for filler in _LISTS[language]:
        for position in text.starts.get(filler.norms[0][0], ()):
            if _stands(filler, text.tokens, position):
                yield position, position + len(filler.norms) - 1, filler.name, "word"


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


_BY_RULE: dict[Language, frozenset[str]] = {
    "fr": _words("nous vous en y"),
    "en": _words("that had is do her so"),
}
_ON_PURPOSE: dict[Language, frozenset[str]] = {
    "fr": _words(
        "tres vraiment beaucoup bien oui non si plus peu trop tout toujours jamais loin longtemps"
        " petit petits petite petites grand grands grande grandes merci voila allez ha"
    ),
    "en": _words(
        "very really much many so no yes more far long well too never always again big small thank"
        " please way ha bye hear"
    ),
}
_AND: dict[Language, frozenset[str]] = {"fr": _words("et ou à"), "en": _words("and or by to")}
"""As written, for « à » is none and « a » is a verb: « encore et encore » and « jour et nuit, jour et
nuit » are no repetitions by mistake, « il y a il y a » is one."""
_SENTENCE_MARKS = frozenset(".!?:;…")
_SHORT = 4
"""Letters of a word that is repeated over a comma without rhetoric: « je, je »."""
_MOST_WORDS = 3
"""Words of the longest repetition looked for: « je vais je vais »."""


def find_repeats(text: Text) -> tuple[str, ...]:
    """What was said twice in a row, as first written, in order; three times counts as two."""
    found: list[str] = []
    position = 0
    while position < len(text.tokens):
        length = next(
            (size for size in range(1, _MOST_WORDS + 1) if _repeated(text, position, size)), 0
        )
        if length:
            run = text.tokens[position : position + length]
            found.append(_written(run))
        position += max(1, length)
    return tuple(found)


def _repeated(text: Text, position: int, length: int) -> bool:
    """Whether the ``length`` words from ``position`` on are said again at once."""
    first = text.tokens[position : position + length]
    again = text.tokens[position + length : position + 2 * length]
    if [_same(token) for token in first] != [_same(token) for token in again]:
        return False
    if any(_SENTENCE_MARKS & set(token.after) for token in (*first, *again[:-1])):
        return False
    if length > 1:
        joined = {_same(token) for token in (first if length == 2 else first[1:-1])}
        if len({token.norm for token in first}) == 1 or joined & _AND[text.language]:
            return False
        return not any(token.ends_clause for token in first)
    (word,) = first
    if word.norm in _BY_RULE[text.language] | _ON_PURPOSE[text.language]:
        return False
    if word.norm[0].isdigit() or (len(word.norm) == 1 and word.surface.isupper()):
        return False
    return len(word.norm) <= _SHORT or not word.ends_clause


def _same(token: Token) -> str:
    """What tells « là » from « la », which the norm does not."""
    return token.surface.casefold()


def _written(run: Sequence[Token]) -> str:
    line = "".join(token.surface + ("’" if token.elided else " ") for token in run)
    return line.strip().casefold()
