"""What an engine gives of a window, its timed pieces to words, and who goes before whom. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from interviewer.asr.window import Attempt
from interviewer.domain import Samples, Span, Word
from interviewer.session.ports import GiveWay


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of tokens that the engine timed as one. A leading space starts a new word."""

    text: str
    start_s: float
    """From the start of the window."""
    end_s: float
    probability: float
    """Mean over its tokens, 0..1."""
    tokens: int
    """How many."""


_SPACED = "?!:;»%€$£+&"
"""Marks that a space may stand before: French puts one, and so does the recogniser."""


def assemble(pieces: Sequence[Piece], duration_s: float, offset_s: float) -> tuple[Word, ...]:
    """Joins pieces to words and moves them from the window to the recording.

    A piece without a leading space (« l » + « 'IA », « fine » + « -tuning ») belongs to the
    word before it. So does a mark that stands alone (« pourquoi » + « ? »); what holds neither
    letter nor digit is no word. Times stay inside the window and never run backwards.

    Args:
        pieces: in order.
        duration_s: length of the window.
        offset_s: where the window starts in the recording.
    """
    groups: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text.strip():
            continue
        if groups and not piece.text.startswith(" "):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    words: list[Word] = []
    last_s = 0.0
    for group in groups:
        text = "".join(piece.text for piece in group).strip()
        if not any(map(str.isalnum, text)):
            if words and text[0] in _SPACED:
                words[-1] = replace(words[-1], text=f"{words[-1].text}\N{NO-BREAK SPACE}{text}")
            continue
        start_s = min(max(group[0].start_s, last_s), duration_s)
        end_s = min(max(group[-1].end_s, start_s), duration_s)
        tokens = sum(piece.tokens for piece in group)
        probability = sum(piece.probability * piece.tokens for piece in group) / tokens
        words.append(Word(text, offset_s + start_s, offset_s + end_s, probability))
        last_s = end_s
    return tuple(words)


def keep_to_speech(words: Sequence[Word], speech: Sequence[Span]) -> tuple[Word, ...]:
    """Cuts each word's time to the speech span it shares most with.

    Whisper's alignment lets the word before or after a pause run through it; the detector
    knows better where the pause is. A word that meets no span keeps its time.

    Args:
        words: in order.
        speech: spans in order, not overlapping.
    """
    kept: list[Word] = []
    first = 0
    for word in words:
        while first < len(speech) and speech[first].end_s <= word.start_s:
            first += 1
        best: Span | None = None
        index = first
        while index < len(speech) and speech[index].start_s < word.end_s:
            span = speech[index]
            shared = Span(max(span.start_s, word.start_s), min(span.end_s, word.end_s))
            if best is None or shared.duration_s > best.duration_s:
                best = shared
            index += 1
        kept.append(word if best is None else replace(word, start_s=best.start_s, end_s=best.end_s))
    return tuple(kept)


class Window(Protocol):
    """At most 30 s of signal, encoded once."""

    def foresee(self, hint: tuple[int, ...]) -> None:
        """Told that :meth:`readings` with ``hint`` will be asked for after the plain attempt.

        An engine that can do both at once begins now.
        """
        ...

    def attempt(self, *, careful: bool, before: tuple[int, ...] = ()) -> Attempt:
        """Decodes; the same window gives the same, whatever was decoded before.

        Args:
            careful: slower, and with repetition made dear: what a first decoding that cannot be
                trusted is tried again by.
            before: tokens that the model takes for what was said before.
        """
        ...

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        """What may have been said for a model that takes ``hint`` for what was said before.

        At least one, the likeliest first; the same window gives the same.
        """
        ...

    def align(self, tokens: tuple[int, ...]) -> tuple[Piece, ...]:
        """Times of ``tokens``, in seconds from the start of the window."""
        ...

    def languages(self) -> Mapping[str, float]:
        """Probability of each language that the model knows, by its code: one decoder step."""
        ...

    def encode(self, text: str) -> list[int]:
        """Tokens of ``text``."""
        ...

    def logprobs(
        self, texts: Sequence[Sequence[int]], before: tuple[int, ...] = ()
    ) -> Sequence[tuple[float, ...]]:
        """Of each text, the natural log-probability of its tokens.

        That of a token is given the signal, the tokens before it, and ``before``, which the model takes
        for what was said before.
        """
        ...


Encode = Callable[[Samples], Window]
"""Makes a window of signal, shape ``(n,)``, at most 30 s."""


def giving_way(encode: Encode, give_way: GiveWay | None) -> Encode:
    """``encode``, whose windows call ``give_way`` before each thing that the model is asked."""
    if give_way is None:
        return encode

    def interruptible(samples: Samples) -> Window:
        give_way()
        return _Interruptible(encode(samples), give_way)

    return interruptible


@dataclass(frozen=True, slots=True)
class _Interruptible:
    """A window of a reading that can wait."""

    window: Window
    give_way: GiveWay

    def foresee(self, hint: tuple[int, ...]) -> None:
        """Not begun beside: that would go on while another's chunk is decoded."""

    def attempt(self, *, careful: bool, before: tuple[int, ...] = ()) -> Attempt:
        self.give_way()
        return self.window.attempt(careful=careful, before=before)

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        self.give_way()
        return self.window.readings(hint)

    def languages(self) -> Mapping[str, float]:
        return self.window.languages()

    def encode(self, text: str) -> list[int]:
        return self.window.encode(text)

    def logprobs(
        self, texts: Sequence[Sequence[int]], before: tuple[int, ...] = ()
    ) -> Sequence[tuple[float, ...]]:
        self.give_way()
        return self.window.logprobs(texts, before)

    def align(self, tokens: tuple[int, ...]) -> tuple[Piece, ...]:
        self.give_way()
        return self.window.align(tokens)
