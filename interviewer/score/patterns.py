"""Phrase patterns: how terms, points, steps, traps, moves and rules are looked for.

A pattern is words in sequence. A trailing ``*`` stands for any ending (« surveill* »), ``…`` or
``...`` between two words for zero to four other words. Case, accents, elision, hyphens and
punctuation do not count. Accepted besides the letters themselves:

* number: -s, -x, -al/-aux, English -es and -ies, both ways, and the feminines of French
  adjectives (« multimodal » finds « multimodales »);
* gender and number of participles in -é (« pré-entraîné » finds « pré-entraînées »); but a
  final é is told from a final e (« modèle » / « modelé ») wherever the text writes accents;
* words joined or split when their letters are the same (« finetuning », « fine tuning »,
  « m l ops »). Letters spelled one by one may make an acronym; ordinary words may be joined
  only from six letters on, since shorter ones meet by chance. A comma between the parts is a
  short halt of the speaker, accepted in coined names alone (« Open, AI » for OpenAI).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from interviewer.models import Transcript
from interviewer.score.inflection import inflections
from interviewer.score.text import Text, Token, fold, tokens

__all__ = ["Found", "Phrase", "earliest", "find", "parse", "places"]

_Place = Literal["first", "next", "after_gap"]
"""Where a word stands in its pattern."""

_GAP = re.compile(r"…|\.{3,}")
_MAX_GAP = 4
"""Other words that ``…`` may stand for."""
_MIN_JOINED = 6
"""Letters that ordinary words must have together to be taken for one."""
_MAX_PIECES = 8
_WORD_LETTERS = frozenset("aàâyioô")
"""Single letters that are words in French or English, so not the start of a longer word."""
_SEPARATORS = frozenset(" \u00a0\u202f-‐‑./&")
_HALT = frozenset(",")
_COINED = re.compile(r"[a-z][A-Z]")
"""A capital inside a word: a name that ordinary words do not make by standing in a row."""
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class _PatternWord:
    norm: str
    letters: str
    """Accents folded, case kept."""
    surface: str
    acute: bool | None
    star: bool
    forms: frozenset[str]
    """Norms that are inflections of ``norm``, itself left out."""
    gap_before: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed pattern. ``plain`` ones take neither inflection nor joins."""

    words: tuple[_PatternWord, ...]
    cased: bool = False
    plain: bool = False
    openings: tuple[str, ...] = ()
    """Norms of whole words that it may begin with: its first word, that word's inflections, and
    the beginnings of either that may be joined to what follows."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a phrase stands: tokens ``first`` to ``last``, both inside."""

    first: int
    last: int
    inflected: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """One side of a possible join."""

    surface: str
    letters: str


@lru_cache(maxsize=8192)
def parse(pattern: str, *, cased: bool = False, plain: bool = False) -> Phrase:
    """Parses ``pattern``.

    Args:
        pattern: words, with ``*`` and ``…`` as the module says; no letter at all finds nothing.
        cased: capitals of the pattern must be capitals in the text (ROI, never « roi »).
        plain: the words as they are, for listed mishearings.
    """
    words: list[_PatternWord] = []
    for part in _GAP.split(pattern):
        for index, token in enumerate(tokens(Transcript.from_text(part, "fr"))):
            place: _Place = "first" if not words else "after_gap" if index == 0 else "next"
            words.append(_pattern_word(token, place, plain=plain))
    return Phrase(tuple(words), cased, plain, _openings(words[0], plain=plain) if words else ())


def find(phrase: Phrase, text: Text) -> tuple[Found, ...]:
    """Every place where ``phrase`` starts, in order; overlapping ones included.

    Where one start allows several readings, the uninflected one wins, then the shortest.
    """
    if not phrase.words:
        return ()
    found: list[Found] = []
    for first in _candidates(phrase, text):
        ends = _match(phrase, 0, text.tokens, first)
        best = min(((inflected, last) for last, inflected in ends), default=None)
        if best is not None:
            found.append(Found(first, best[1], best[0]))
    return tuple(found)


def places(patterns: Iterable[str], text: Text) -> tuple[Found, ...]:
    """Every place where any of ``patterns`` stands: by where it starts, the longest first."""
    found = (place for pattern in patterns for place in find(parse(pattern), text))
    return tuple(sorted(found, key=lambda place: (place.first, -place.last)))


def earliest(patterns: Iterable[str], text: Text) -> Found | None:
    """The first place where any of ``patterns`` stands; the longest of those that start there."""
    return next(iter(places(patterns, text)), None)


def _openings(word: _PatternWord, *, plain: bool) -> tuple[str, ...]:
    if plain:
        return (word.norm,)
    whole = {word.norm, *word.forms}
    heads = {form[:length] for form in whole for length in range(1, len(form))}
    return tuple(sorted(whole | heads))


def _candidates(phrase: Phrase, text: Text) -> list[int]:
    """Positions at which ``phrase`` may start, in order: all but a few words are ruled out here."""
    found = [position for norm in phrase.openings for position in text.positions.get(norm, ())]
    norm = phrase.words[0].norm
    if not phrase.plain:  # Longer words: a starred one, or the whole phrase written as one word.
        for index in range(bisect_left(text.norms, norm), len(text.norms)):
            longer = text.norms[index]
            if not longer.startswith(norm):
                break
            if longer not in phrase.openings:
                found.extend(text.positions[longer])
    return sorted(found)


def _pattern_word(token: Token, place: _Place, *, plain: bool) -> _PatternWord:
    # A pattern is written by someone who writes accents: their absence says « not é ».
    acute = bool(token.acute)
    letters = fold(token.surface)
    return _PatternWord(
        norm=token.norm,
        letters=letters,
        surface=token.surface,
        acute=acute,
        star=not plain and token.after.startswith("*"),
        forms=frozenset(
            inflections(
                token.norm,
                acute=acute,
                acronym=letters[:2].isupper(),
                follows=place != "first",
            )
        ),
        gap_before=place == "after_gap",
    )


def _match(
    phrase: Phrase, index: int, found: Sequence[Token], position: int
) -> Iterator[tuple[int, bool]]:
    """(last token, inflected) of each reading of ``phrase.words[index:]`` at ``position``."""
    for words_used, tokens_used, inflected in _steps(phrase, index, found, position):
        after_words, after_tokens = index + words_used, position + tokens_used
        if after_words == len(phrase.words):
            yield after_tokens - 1, inflected
            continue
        gap = phrase.words[after_words].gap_before
        for start in _starts(found, after_tokens) if gap else (after_tokens,):
            for last, later in _match(phrase, after_words, found, start):
                yield last, inflected or later


def _starts(found: Sequence[Token], position: int) -> Iterator[int]:
    """Positions from ``position`` on that skip at most four words."""
    skipped: set[int] = set()
    for start in range(position, len(found)):
        yield start
        skipped.add(found[start].word)
        if len(skipped) > _MAX_GAP:
            return


def _steps(
    phrase: Phrase, index: int, found: Sequence[Token], position: int
) -> Iterator[tuple[int, int, bool]]:
    """(pattern words used, tokens used, inflected) for one aligned step."""
    if position >= len(found):
        return
    word, token = phrase.words[index], found[position]
    single = _compare(word, token, phrase)
    if single is not None:
        yield 1, 1, single
    if not phrase.plain:
        yield from _joined_tokens(word, found, position, cased=phrase.cased)
        yield from _joined_words(phrase, index, token)


def _compare(word: _PatternWord, token: Token, phrase: Phrase) -> bool | None:
    """None: another word. Else whether ``token`` is an inflection of ``word``."""
    if phrase.cased and not _same_case(word.letters, fold(token.surface)):
        return None
    if token.norm == word.norm and (word.star or _same_ending(word, token)):
        return False
    if word.star:
        return True if token.norm.startswith(word.norm) else None
    if not phrase.plain and token.norm in word.forms and _same_ending(word, token):
        return True
    return None


def _same_ending(word: _PatternWord, token: Token) -> bool:
    """Tells « modelé » from « modèle », which the norms confuse."""
    ambiguous = token.norm.endswith(("e", "es")) and not token.norm.endswith(("ee", "ees"))
    return not ambiguous or token.acute is None or token.acute == word.acute


def _same_case(pattern: str, letters: str) -> bool:
    """Every capital of ``pattern`` is one in ``letters``; further capitals are welcome."""
    return all(
        letter.isupper()
        for wanted, letter in zip(pattern, letters, strict=False)
        if wanted.isupper()
    )


def _joined_tokens(
    word: _PatternWord, found: Sequence[Token], position: int, *, cased: bool
) -> Iterator[tuple[int, int, bool]]:
    """Several tokens for one pattern word: « m l ops » for « MLOps »."""
    norm = found[position].norm
    if not word.norm.startswith(norm):
        return
    for used in range(2, min(_MAX_PIECES, len(found) - position) + 1):
        norm += found[position + used - 1].norm
        if norm[: len(word.norm)] != word.norm[: len(norm)]:
            return
        level = _joined_level(word.norm, word.forms, norm, star=word.star)
        if level is None:
            continue
        run = found[position : position + used]
        letters = "".join(fold(token.surface) for token in run)
        # A starred word is not spelled letter by letter: « save* » is not in "that's a very".
        marks = _SEPARATORS | _HALT if _COINED.search(word.letters) else _SEPARATORS
        joined = _may_join_tokens(run, marks, spellable=not word.star)
        if joined and (not cased or _same_case(word.letters, letters)):
            yield 1, used, level


def _joined_words(phrase: Phrase, index: int, token: Token) -> Iterator[tuple[int, int, bool]]:
    """Several pattern words in one token: « finetuning » for « fine tuning »."""
    run = [phrase.words[index]]
    for word in phrase.words[index + 1 : index + _MAX_PIECES]:
        head = "".join(piece.norm for piece in run)
        if run[-1].star or word.gap_before or not token.norm.startswith(head):
            return
        run.append(word)
        forms = frozenset(head + form for form in word.forms)
        level = _joined_level(head + word.norm, forms, token.norm, star=word.star)
        letters = "".join(piece.letters for piece in run)
        if (
            level is not None
            and _may_join([_Piece(piece.surface, piece.letters) for piece in run])
            and (not phrase.cased or _same_case(letters, fold(token.surface)))
        ):
            yield len(run), 1, level


def _joined_level(norm: str, forms: frozenset[str], text: str, *, star: bool) -> bool | None:
    if text == norm:
        return False
    if text in forms or (star and text.startswith(norm)):
        return True
    return None


def _may_join_tokens(run: Sequence[Token], marks: frozenset[str], *, spellable: bool) -> bool:
    pieces = [_Piece(token.surface, fold(token.surface)) for token in run]
    for token, piece in zip(run[:-1], pieces[:-1], strict=True):
        if token.elided or not set(token.after) <= marks:
            return False
        if "." in token.after and not _spelled(piece):
            return False
    return _may_join(pieces, spellable=spellable)


def _may_join(pieces: Sequence[_Piece], *, spellable: bool = True) -> bool:
    """Whether the pieces may be one word; their letters are known to agree with it.

    Args:
        pieces: in order.
        spellable: the word may be one whose letters are said by their names.
    """
    cases = {
        piece.letters.isupper()
        for piece in pieces
        if len(piece.letters) == 1 and piece.letters.isalpha()
    }
    if len(cases) > 1:
        return False
    head, last = pieces[:-1], pieces[-1]
    if spellable and all(_spelled(piece) for piece in head):
        letters = sum(len(piece.letters) for piece in head)
        if _spelled(last) or letters >= 2:
            return True
    whole = all(
        len(piece.letters) >= 2 or piece.surface.casefold() not in _WORD_LETTERS for piece in pieces
    )
    return whole and sum(len(piece.letters) for piece in pieces) >= _MIN_JOINED


def _spelled(piece: _Piece) -> bool:
    """Letters said by their names: a single one without accent, capitals, or no vowel at all."""
    letters = piece.letters
    if len(letters) == 1:
        return piece.surface.isascii()
    return len(letters) <= 4 and (
        letters.isupper() or letters.isdigit() or not _VOWELS & set(letters.casefold())
    )
