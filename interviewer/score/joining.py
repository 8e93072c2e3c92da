"""Words written joined or split: several words of a text for one of a pattern, and the reverse.

Both ways give, of each reading, how many words of the pattern it uses, how many tokens of the
text, and whether the word is inflected there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.score.phrase import PatternWord, Phrase, same_case
from interviewer.score.text import Token, fold

__all__ = ["joined_tokens", "joined_words"]

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
class _Piece:
    """One side of a possible join."""

    surface: str
    letters: str


def joined_tokens(
    word: PatternWord, found: Sequence[Token], position: int, *, cased: bool
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
        if joined and (not cased or same_case(word.letters, letters)):
            yield 1, used, level


def joined_words(phrase: Phrase, index: int, token: Token) -> Iterator[tuple[int, int, bool]]:
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
            and (not phrase.cased or same_case(letters, fold(token.surface)))
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
