"""A phrase pattern, parsed; its words in other numbers and genders, joined or split."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from interviewer.domain import Transcript, pattern_parts, pattern_ways
from interviewer.scoring.numbers import Run, alike, in_figures, runs
from interviewer.scoring.text import Token, fold, tokens

_MIN_LETTERS = 3
"""Below, a word has no plural: « un », « le », « à »."""
_VOWELS = frozenset("aeiouy")
_GENDERS = (
    ("al", "aux", "ale", "ales"),
    ("el", "els", "elle", "elles"),
    ("if", "ifs", "ive", "ives"),
    ("eux", "eux", "euse", "euses"),
    ("ien", "iens", "ienne", "iennes"),
    ("ant", "ants", "ante", "antes"),
    ("ent", "ents", "ente", "entes"),
)
"""Endings of French adjectives: masculine, its plural, feminine, its plural."""
_MIN_GENDERED = 7
"""Letters of the masculine: « signal » has no feminine, « il signale » is a verb."""


@lru_cache(maxsize=32768)
def _inflections(norm: str, *, acute: bool, acronym: bool, follows: bool) -> frozenset[str]:
    """The other forms of ``norm`` (case folded, without accents), itself left out.

    Args:
        acute: it is written with a final é, as a participle is.
        acronym: it starts with two capitals, so that even two letters have a plural.
        follows: it stands after a word of the same expression, where -ée is an adjective's
            feminine (« validation croisée ») and no noun (« données »).
    """
    if len(norm) < _MIN_LETTERS and not acronym:
        return frozenset()
    feminine = norm.endswith(("ee", "ees"))
    if acute and (follows or not feminine):
        base = norm.removesuffix("s")
        base = base[:-1] if feminine else base
        return frozenset(base + ending for ending in ("", "e", "s", "es")) - {norm}
    numbers = (*_plurals(norm, acronym=acronym), *_singulars(norm, acronym=acronym))
    return frozenset(numbers if acronym else (*numbers, *_genders(norm)))


def _plurals(norm: str, *, acronym: bool) -> Iterator[str]:
    yield norm + "s"
    if norm.endswith(("s", "x", "z", "ch", "sh")):
        yield norm + "es"
    if norm.endswith(("au", "eu", "ou")):
        yield norm + "x"
    if norm.endswith("al") and not acronym:
        yield norm[:-1] + "ux"
    if norm.endswith("y") and norm[-2:-1] not in _VOWELS:
        yield norm[:-1] + "ies"


def _singulars(norm: str, *, acronym: bool) -> Iterator[str]:
    # A stem of four letters at least: « cas » is no plural of « ça », « pas » none of « pa ».
    # A double s is no plural: FAISS is no plural of « fais ».
    if norm.endswith("s") and not norm.endswith("ss") and (acronym or len(norm) > 4):
        yield norm[:-1]
    if norm.endswith(("ses", "xes", "zes", "ches", "shes")) and len(norm) > 5:
        yield norm[:-2]
    if norm.endswith(("aux", "eux", "oux")) and len(norm) > 4:
        yield norm[:-1]
    if norm.endswith("aux") and len(norm) > 4:
        yield norm[:-2] + "l"
    if norm.endswith("ies") and len(norm) > 5:
        yield norm[:-3] + "y"


def _genders(norm: str) -> Iterator[str]:
    for endings in _GENDERS:
        ending = next((ending for ending in reversed(endings) if norm.endswith(ending)), None)
        if ending is None:
            continue
        stem = norm.removesuffix(ending)
        if len(stem + endings[0]) >= _MIN_GENDERED:
            yield from (stem + other for other in endings if stem + other != norm)


_Place = Literal["first", "next", "after_gap"]
"""Where a word stands in its pattern."""

_GAP = re.compile(r"…|\.{3,}")


@dataclass(frozen=True, slots=True)
class PatternWord:
    """One word of a pattern, in every form in which words of a text are compared with it."""

    norm: str
    letters: str
    """Accents folded, case kept."""
    surface: str
    acute: bool | None
    star: bool
    forms: frozenset[str]
    """Norms that are inflections of ``norm``, itself left out."""
    gap_before: bool
    alike: frozenset[str] = frozenset()
    """Norms that are the same word in figures, in letters or as a symbol."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed pattern. ``plain`` ones take neither inflection nor joins."""

    words: tuple[PatternWord, ...]
    cased: bool = False
    plain: bool = False
    openings: frozenset[str] = frozenset()
    """Norms of whole words that it may begin with: its first word, that word's inflections, and
    the beginnings of either that may be joined to what follows."""
    parts: tuple[tuple[tuple[str, Phrase], ...], ...] = ()
    """Of a pattern with ``+``: each part's ways, as written and parsed; ``words`` are then those of all."""


@lru_cache(maxsize=1 << 17)  # The whole library has some 40,000 patterns.
def parse(pattern: str, *, cased: bool = False, plain: bool = False) -> Phrase:
    """Parses ``pattern``.

    Args:
        pattern: words, ``*``, ``…``, ``+`` and ``(a|b)``; no letter at all finds nothing.
        cased: capitals of the pattern must be capitals in the text (ROI, never « roi »).
        plain: the words as they are, for listed mishearings.
    """
    together = [pattern_ways(part) for part in pattern_parts(pattern)]
    if len(together) > 1 or len(together[0]) > 1:
        every = tuple(
            tuple((way, parse(way, cased=cased, plain=plain)) for way in part) for part in together
        )
        words = tuple(word for part in every for _, phrase in part for word in phrase.words)
        return Phrase(words, cased, plain, parts=every)
    return _sequence(pattern, cased=cased, plain=plain)


def _sequence(pattern: str, *, cased: bool, plain: bool) -> Phrase:
    words: list[PatternWord] = []
    for part in _GAP.split(pattern):
        written = tokens(Transcript.from_text(part, "fr"))
        joined, index = runs(written), 0
        while index < len(written):
            place: _Place = "first" if not words else "after_gap" if index == 0 else "next"
            run = joined.get(index)
            if run is None:
                words.append(_pattern_word(written[index], place, plain=plain))
            else:
                words.append(_joined_word(run, place))
            index += run.length if run is not None else 1
    return Phrase(
        tuple(words), cased, plain, _openings(words[0], plain=plain) if words else frozenset()
    )


def same_case(pattern: str, letters: str) -> bool:
    """Every capital of ``pattern`` is one in ``letters``; further capitals are welcome."""
    return all(
        letter.isupper()
        for wanted, letter in zip(pattern, letters, strict=False)
        if wanted.isupper()
    )


def _openings(word: PatternWord, *, plain: bool) -> frozenset[str]:
    if plain:
        return word.alike | {word.norm}
    whole = word.forms | word.alike | {word.norm}
    return whole | {form[:length] for form in whole for length in range(1, len(form))}


def _pattern_word(token: Token, place: _Place, *, plain: bool) -> PatternWord:
    # A pattern is written by someone who writes accents: their absence says « not é ».
    acute = bool(token.acute)
    letters = fold(token.surface)
    return PatternWord(
        norm=token.norm,
        letters=letters,
        surface=token.surface,
        acute=acute,
        star=not plain and token.after.startswith("*"),
        forms=_inflections(
            token.norm, acute=acute, acronym=letters[:2].isupper(), follows=place != "first"
        ),
        gap_before=place == "after_gap",
        alike=alike(token.norm),
    )


def _joined_word(run: Run, place: _Place) -> PatternWord:
    return PatternWord(
        norm=run.norm,
        letters=run.norm,
        surface=run.norm,
        acute=False,
        star=False,
        forms=frozenset(),
        gap_before=place == "after_gap",
        alike=alike(run.norm),
    )


_MIN_JOINED = 6
"""Letters that ordinary words must have together to be taken for one."""
_MAX_PIECES = 8
_WORD_LETTERS = frozenset("aàâyioô")
"""Single letters that are words in French or English, so not the start of a longer word."""
_SEPARATORS = frozenset(" \u00a0\u202f-‐‑./&")
_HALT = frozenset(",")
_COINED = re.compile(r"[a-z][A-Z]")
"""A capital inside a word: a name that ordinary words do not make by standing in a row."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One side of a possible join."""

    surface: str
    letters: str


def joined_tokens(
    word: PatternWord, found: Sequence[Token], position: int, *, cased: bool
) -> Iterator[tuple[int, int, bool]]:
    """Several tokens for one pattern word: « m l ops » for « MLOps »."""
    wanted, norm = word.norm.replace("&", ""), found[position].norm
    if not wanted.startswith(norm):
        return
    # « F un », « H cent »: the number of a name with figures in it.
    longest = math.inf if word.star else max(map(len, (wanted, *word.forms)))
    figured = not wanted.isalpha() and any(char.isdigit() for char in wanted)
    for used in range(2, min(_MAX_PIECES, len(found) - position) + 1):
        piece = found[position + used - 1]
        norm += in_figures(piece.norm) if figured else piece.norm
        if norm[: len(wanted)] != wanted[: len(norm)] or len(norm) > longest:
            return
        level = _joined_level(wanted, word.forms, norm, star=word.star)
        if level is None:
            continue
        run = found[position : position + used]
        if figured:
            run = [_in_figures(token) for token in run]
        letters = "".join(fold(token.surface) for token in run)
        # A starred word is not spelled letter by letter: « save* » is not in "that's a very".
        marks = _SEPARATORS | _HALT if _COINED.search(word.letters) else _SEPARATORS
        joined = _may_join_tokens(run, marks, spellable=not word.star)
        if joined and (not cased or same_case(word.letters, letters)):
            yield 1, used, level


def joined_words(phrase: Phrase, index: int, token: Token) -> Iterator[tuple[int, int, bool]]:
    """Several pattern words in one token: « finetuning » for « fine tuning »."""
    run = [phrase.words[index]]
    if not token.norm.startswith(run[0].norm):
        return
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
            and (not phrase.cased or same_case(letters, fold(token.surface)))
        ):
            yield len(run), 1, level


def _in_figures(token: Token) -> Token:
    norm = in_figures(token.norm)
    return token if norm == token.norm else replace(token, norm=norm, surface=norm)


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
