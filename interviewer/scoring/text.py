"""Normalisers: from written words to tokens that compare equal when they sound the same."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from interviewer.domain import Language, Sentences, Transcript, Word
from interviewer.scoring.numbers import Run, figures, ordinal, runs, scales

APOSTROPHES = "'’‘ʼ′`´＇"
"""Every character that keyboards and recognisers write for an apostrophe."""

_CLAUSE_MARKS = ",;:.!?…—–"
"""Written marks after which a clause has ended."""

_ELISIONS = frozenset(
    {"c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"}
)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_TYPOGRAPHIC = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_LETTER = r"[^\W_][\u0300-\u036f]*"
_RUN = re.compile(rf"(?:{_LETTER})+(?:[{APOSTROPHES}](?:{_LETTER})+)*")
_APOSTROPHE = re.compile(rf"[{APOSTROPHES}]")
_UNIT = r"(?:x|k|h|min|sec|s|ms|km|kg)(?![^\W_])"
_NUMBER = (
    r"(?<![^\W_])(?<![\d][.,])(?:\d{1,3}(?:,\d{3})+(?![.,]?\d)|\d+[.,]\d+(?![.,]?\d)"
    rf"|\d+(?={_UNIT}))"
)
_FACTOR = r"(?<![^\W_])[x×](?=\d+(?![^\W_]))"
_MARKED = (
    r"(?<![^\W_])[^\W\d_](?:\+\+|[#♯](?![^\W_]))|(?<![\W\d_])[^\W\d_]&[^\W\d_](?![^\W_])"
    r"|(?<!\.)\.(?:NET|Net)(?![^\W_])|(?<![.\w])\.net(?![^\W_])|°[CF](?![^\W_])"
    r"|[%€$£&×]|(?<![\w+])\+(?!\+)"
)
_PIECE = re.compile(
    rf"(?P<number>{_NUMBER})|(?P<marked>{_FACTOR}|{_MARKED})|(?P<run>{_RUN.pattern})", re.IGNORECASE
)
_MONEY = frozenset("€$£")
_FINAL_ACUTE = re.compile(r"é(?:e|s|es)?\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """One matchable word of a text."""

    norm: str
    """Case folded, without accents; what is compared."""
    surface: str
    """As written."""
    word: int
    """Index of the transcript word it comes from."""
    after: str
    """Everything written between this token and the next: spaces, marks, apostrophes."""
    acute: bool | None = None
    """Whether the final e of the word is written é. None where the text bears no accent at all,
    so that nothing can be told from their absence."""
    ends: bool = False
    """The last of its text."""

    @property
    def elided(self) -> bool:
        """The « l » of « l'IA »: no word of its own."""
        return self.norm in _ELISIONS and self.after.lstrip()[:1] in tuple(APOSTROPHES)

    @property
    def ends_clause(self) -> bool:
        """A mark that closes a clause, or the end of the text, follows."""
        return self.ends or (
            self.after != " " and any(mark in self.after for mark in _CLAUSE_MARKS)
        )


@dataclass(frozen=True, slots=True)
class Text:
    """A transcript ready to be searched."""

    language: Language
    words: tuple[Word, ...]
    tokens: tuple[Token, ...]
    starts: Mapping[str, tuple[int, ...]]
    """Positions of the tokens by the first letter of their norm."""
    positions: Mapping[str, tuple[int, ...]]
    """Positions of the tokens by their norm."""
    norms: tuple[str, ...]
    """Each norm once, sorted."""
    known: frozenset[str]
    """The same, to look them up."""
    runs: Mapping[int, Run]
    """Tokens that are one number or symbol together, by the position of the first."""
    inside: frozenset[int]
    """Positions of tokens that are but a piece of one: the « cinq » of « vingt-cinq »."""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """``text`` without accents and ligatures (NFKC compatibility forms resolved), case kept."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=16384)
def normalise(text: str) -> str:
    """Letters, digits and inner apostrophes of ``text``, case folded, without accents.

    Idempotent: folding runs to a fixed point, which a handful of scripts need.
    """
    if text.isascii() and text.isalpha():
        return text.lower()
    previous, current = text, _normalise_once(text)
    while current != previous:
        previous, current = current, _normalise_once(current)
    return current


def tokens(transcript: Transcript) -> tuple[Token, ...]:
    """The matchable words of ``transcript``, in order.

    « l'IA » gives two (« l », « IA »), « pré-entraîné » two, « document » one, « R.O.I. » three;
    « aujourd'hui » and « don't » stay whole, « model's » gives « model » and « s ».
    """
    pieces = _pieces(transcript)
    accented = any(fold(surface) != surface for surface, _, _ in pieces)
    found: list[Token] = []
    for surface, word, after in pieces:
        norm = _norm(surface, found[-1] if found else None)
        if norm:
            acute = _is_acute(surface) if accented else None
            found.append(Token(norm, surface, word, after, acute))
    for at, (one, two) in enumerate(pairwise(found)):
        if one.norm in _MONEY and not one.after and two.norm.isdigit():
            # « $100 » is said « cent dollars ».
            found[at] = replace(two, surface=one.surface + two.surface, after="")
            found[at + 1] = replace(one, surface="", after=two.after)
    if found:
        found[-1] = replace(found[-1], ends=True)
    return tuple(found)


def _norm(surface: str, before: Token | None) -> str:
    """What is compared of a piece that stands after ``before``."""
    piece = _PIECE.fullmatch(surface)
    if piece is not None and piece["number"]:
        return figures(surface)
    if piece is not None and piece["marked"]:
        return surface.casefold().replace("♯", "#").replace("×", "x")
    norm = ordinal(normalise(surface))
    seconds = norm == "s" and before is not None and before.norm.isdigit()
    return "sec" if seconds and before is not None and not before.after.strip() else norm


def is_word(text: str) -> bool:
    """Whether a written word holds a letter or a digit: « ... » and « - » are none."""
    return any(char.isalnum() for char in text)


@lru_cache(maxsize=8)
def read(transcript: Transcript) -> Text:
    """``transcript`` tokenised and indexed, once for all the phrases searched in it.

    The last few are remembered: coverage, delivery and traps each read the same answer.
    """
    return indexed(transcript.language, transcript.words, tokens(transcript))


def tokens_of(words: range, text: Text) -> range:
    """The places of the tokens that come from ``words`` of ``text``."""
    first = bisect_left(text.tokens, words.start, key=lambda token: token.word)
    return range(
        first, bisect_left(text.tokens, words.stop, lo=first, key=lambda token: token.word)
    )


def indexed(language: Language, words: tuple[Word, ...], found: tuple[Token, ...]) -> Text:
    """``found``, tokens of ``words``, ready to be searched."""
    joined = runs(found)
    inside = frozenset(
        at + offset
        for at, run in joined.items()
        for offset in range(run.length)
        if not scales(found[at + offset].norm)
    )
    whole = [(token.norm, at) for at, token in enumerate(found) if at not in inside]
    positions = _grouped(
        sorted([*whole, *((run.norm, at) for at, run in joined.items())], key=lambda each: each[1])
    )
    return Text(
        language=language,
        words=words,
        tokens=found,
        starts=_grouped((token.norm[0], at) for at, token in enumerate(found)),
        positions=positions,
        norms=tuple(sorted(positions)),
        known=frozenset(positions),
        runs=joined,
        inside=inside,
    )


def _grouped(keys: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for key, position in keys:
        groups.setdefault(key, []).append(position)
    return {key: tuple(positions) for key, positions in groups.items()}


def _normalise_once(text: str) -> str:
    folded = fold(fold(text.translate(_TYPOGRAPHIC)).casefold())
    kept = "".join(char for char in folded if char.isalnum() or char == "'")
    return kept.strip("'")


def _is_acute(surface: str) -> bool:
    composed = unicodedata.normalize("NFC", surface).casefold()
    return _FINAL_ACUTE.search(composed) is not None


def _pieces(transcript: Transcript) -> list[tuple[str, int, str]]:
    """(surface, word index, what follows up to the next piece), over all words."""
    found: list[tuple[str, int]] = []
    between: list[str] = []
    for index, word in enumerate(transcript.words):
        end = 0
        for start, stop in _bounds(word.text):
            _extend(between, word.text[end:start])
            found.append((word.text[start:stop], index))
            between.append("")
            end = stop
        _extend(between, word.text[end:] + " ")
    if between:
        between[-1] = between[-1].rstrip()
    return [(surface, index, after) for (surface, index), after in zip(found, between, strict=True)]


def _extend(between: list[str], text: str) -> None:
    if between:
        between[-1] += text


def _bounds(text: str) -> list[tuple[int, int]]:
    """Start and end of every piece in one written word."""
    bounds: list[tuple[int, int]] = []
    for run in _PIECE.finditer(text):
        if not run["run"]:
            bounds.append(run.span())
            continue
        start = run.start()
        for mark in _APOSTROPHE.finditer(text, run.start(), run.end()):
            left, right = text[start : mark.start()], text[mark.end() : run.end()]
            if normalise(left) in _ELISIONS or right in ("s", "S"):
                bounds.append((start, mark.start()))
                start = mark.end()
        bounds.append((start, run.end()))
    return bounds


def glued(word: str) -> bool:
    """Whether no space comes before ``word``: recognisers part « l » from « 'IA » and « fine » from
    « -tuning »."""
    return len(word) > 1 and word[0] in APOSTROPHES + "-"


def joined(words: Sequence[str]) -> str:
    """Written words to a line."""
    return "".join(word if at == 0 or glued(word) else f" {word}" for at, word in enumerate(words))


LONG_SENTENCE_WORDS = 25
_MIN_SENTENCES = 3
_END = (".", "!", "?", "…")
_CLOSING = "»”\"'’) "


def measure_sentences(text: Text) -> Sentences | None:
    """How long the sentences are, in written words; None where there are fewer than three."""
    lengths = [0]
    for word in text.words:
        lengths[-1] += is_word(word.text)
        if word.text.rstrip(_CLOSING).endswith(_END) and lengths[-1]:
            lengths.append(0)
    if not lengths[-1]:
        lengths.pop()
    if len(lengths) < _MIN_SENTENCES:
        return None
    return Sentences(len(lengths), sum(lengths) / len(lengths), max(lengths))
