"""Normalisers: from written words to tokens that compare equal when they sound the same."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviewer.domain import Language, Sentences, Transcript, Word

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
    """Everything written between this token and the next: spaces, marks, apostrophes. Empty only
    after the last one."""
    acute: bool | None = None
    """Whether the final e of the word is written é. None where the text bears no accent at all,
    so that nothing can be told from their absence."""

    @property
    def elided(self) -> bool:
        """The « l » of « l'IA »: no word of its own."""
        return self.norm in _ELISIONS and self.after.lstrip()[:1] in tuple(APOSTROPHES)

    @property
    def ends_clause(self) -> bool:
        """A mark that closes a clause, or the end of the text, follows."""
        return not self.after or any(mark in self.after for mark in _CLAUSE_MARKS)


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


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """``text`` without accents and ligatures (NFKC compatibility forms resolved), case kept."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def normalise(text: str) -> str:
    """Letters, digits and inner apostrophes of ``text``, case folded, without accents.

    Idempotent: folding runs to a fixed point, which a handful of scripts need.
    """
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
        norm = normalise(surface)
        if norm:
            acute = _is_acute(surface) if accented else None
            found.append(Token(norm, surface, word, after, acute))
    return tuple(found)


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
    positions = _grouped(token.norm for token in found)
    return Text(
        language=language,
        words=words,
        tokens=found,
        starts=_grouped(token.norm[0] for token in found),
        positions=positions,
        norms=tuple(sorted(positions)),
    )


def _grouped(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for position, key in enumerate(keys):
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
    for run in _RUN.finditer(text):
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
    spelled = {token.word for token in text.tokens}
    for index, word in enumerate(text.words):
        lengths[-1] += index in spelled
        if word.text.rstrip(_CLOSING).endswith(_END) and lengths[-1]:
            lengths.append(0)
    if not lengths[-1]:
        lengths.pop()
    if len(lengths) < _MIN_SENTENCES:
        return None
    return Sentences(len(lengths), sum(lengths) / len(lengths), max(lengths))
