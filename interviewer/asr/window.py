"""One decoding of a window: what Whisper is told beforehand, and whether what it wrote can be trusted. Pure."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interviewer.domain import Transcript
from interviewer.scoring.text import tokens

_MAX_COMPRESSION = 2.4
"""zlib ratio above which a text repeats itself. Whisper's own default."""
_MIN_LOGPROB = -1.0
"""Mean token log-probability (nats) under which a text is not trusted. Whisper's own default."""
_MAX_NO_SPEECH = 0.6
"""With a distrusted text, the probability above which there was no speech. Whisper's default."""


_LONGEST_RUN = 8
"""Words of the longest run whose repetition is looked for."""
_MAX_TIMES = 4
"""A run of words said so often one after the other is a loop; of one word, half as often again: people
say « non, non, non, non » and start a word anew."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A timestamp that the decoder wrote."""

    tokens: int
    """Text tokens before it."""
    at_s: float
    """From the start of the window."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One decoding of a window."""

    tokens: tuple[int, ...]
    """Text tokens, timestamps and specials removed."""
    text: str
    mean_logprob: float
    """Nats a token."""
    no_speech: float
    """Probability of no speech, 0..1."""
    marks: tuple[Mark, ...] = ()
    """In order."""

    @property
    def compression(self) -> float:
        data = self.text.encode()
        return len(data) / len(zlib.compress(data)) if data else 0.0

    @property
    def repeats(self) -> bool:
        return self.compression > _MAX_COMPRESSION or is_loop(self.text)

    @property
    def trusted(self) -> bool:
        return not self.repeats and self.mean_logprob >= _MIN_LOGPROB

    @property
    def silent(self) -> bool:
        return self.no_speech > _MAX_NO_SPEECH and self.mean_logprob < _MIN_LOGPROB


def is_loop(text: str) -> bool:
    """Whether a few words of ``text`` are written again and again, one time right after the other."""
    words = re.findall(r"\w+", text.casefold())
    for length in range(1, _LONGEST_RUN + 1):
        times = _MAX_TIMES + _MAX_TIMES // 2 if length == 1 else _MAX_TIMES
        same = 0
        for at in range(length, len(words)):
            same = same + 1 if words[at] == words[at - length] else 0
            if same >= length * (times - 1):
                return True
    return False


def split_marks(sequence: Sequence[int], text_end: int, first_mark: int) -> tuple[Mark, ...]:
    """The timestamps in ``sequence``.

    Args:
        sequence: tokens as decoded.
        text_end: tokens below it are text.
        first_mark: the token of 0.00 s; each further one is 0.02 s more.
    """
    marks: list[Mark] = []
    text = 0
    for token in sequence:
        if token < text_end:
            text += 1
        elif token >= first_mark:
            marks.append(Mark(text, (token - first_mark) * _MARK_S))
    return tuple(marks)


_MARK_S = 0.02
"""Between two timestamps of every Whisper."""


def complete(attempt: Attempt) -> tuple[int, float | None]:
    """How much of a text is whole when the signal is cut at the window's end.

    The rule of Whisper's own main loop: what follows the last pair of timestamps is a sentence that
    the end of the window cuts.

    Returns:
        how many text tokens, and where they end from the window's start; None: nobody knows.
    """
    marks, count = attempt.marks, len(attempt.tokens)
    if marks and marks[-1].tokens == count and marks[-1].at_s > 0:
        return count, marks[-1].at_s
    for one, other in zip(reversed(marks[:-1]), reversed(marks[1:]), strict=True):
        if one.tokens == other.tokens > 0:
            return one.tokens, other.at_s
    return count, None


Encode = Callable[[str], list[int]]
"""Text to tokens of the model."""

_ROOM = 223
"""Tokens of a prompt: half of the decoder's 448 positions, less one for the mark before it."""
_ECHO_NAMES = 3
"""Names of the hint written one after another, in its order, that nobody said so."""


def hint_tokens(names: Sequence[str], encode: Encode) -> tuple[int, ...]:
    """``names`` with commas between, as far as there is room.

    Where there is too little, names made of single tokens are left out first: such words are
    common, and Whisper knows them. Of what is then still too much, names are taken evenly over
    the list, so that a scenario's own terms and the distractors keep their shares.
    """
    chosen = list(names)
    if not _fits(chosen, encode):
        chosen = [name for name in names if _is_rare(name, encode)]
    rare = chosen
    for count in range(len(rare), 0, -1):
        chosen = [rare[index * len(rare) // count] for index in range(count)]
        if _fits(chosen, encode):
            return tuple(encode(_joined(chosen)))
    return ()


def is_echo(hinted: str, plain: str, names: Sequence[str]) -> bool:
    """Whether ``hinted`` repeats the hint instead of writing what was said.

    Args:
        hinted: what was written with the hint.
        plain: what was written without it.
        names: the hint, in order.
    """
    written, said = _padded(hinted), _padded(plain)
    if not said.strip():
        return True
    folded = [_padded(name).strip() for name in names]
    runs = (
        " ".join(folded[index : index + _ECHO_NAMES])
        for index in range(len(folded) - _ECHO_NAMES + 1)
    )
    return any(f" {run} " in written and f" {run} " not in said for run in runs)


def _joined(names: Sequence[str]) -> str:
    return " " + ", ".join(names)


def _fits(names: Sequence[str], encode: Encode) -> bool:
    return len(encode(_joined(names))) <= _ROOM


def _is_rare(name: str, encode: Encode) -> bool:
    return any(len(encode(f" {word}")) > 1 for word in name.split())


def _padded(text: str) -> str:
    return f" {' '.join(token.norm for token in tokens(Transcript.from_text(text, 'fr')))} "


_LINES = (
    # Reported for French and English silence, e.g. whisper.cpp issue 2660.
    r"sous titres? (realises?|fait|faits|par|de|st) .*",
    r"sous titrage .*",
    r"amara org",
    r"merci d avoir regarde( cette video| la video)?.*",
    r"abonnez vous.*",
    r"thanks? (you )?for watching.*",
    r"subtitles? by .*",
    r"please subscribe.*",
)
_PHANTOM = re.compile("|".join(f"(?:{line})" for line in _LINES))


def is_phantom(text: str) -> bool:
    """True when ``text`` as a whole is one of the known lines; inside real speech it stays."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return _PHANTOM.fullmatch(" ".join(re.findall(r"\w+", plain))) is not None
