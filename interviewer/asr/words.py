"""Pieces with times, as the engines give them, to words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviewer.domain import Span, Word


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


def assemble(pieces: Sequence[Piece], duration_s: float, offset_s: float) -> tuple[Word, ...]:
    """Joins pieces to words and moves them from the window to the recording.

    A piece without a leading space (« l » + « 'IA », « fine » + « -tuning ») belongs to the
    word before it. Times stay inside the window and never run backwards.

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
        start_s = min(max(group[0].start_s, last_s), duration_s)
        end_s = min(max(group[-1].end_s, start_s), duration_s)
        tokens = sum(piece.tokens for piece in group)
        probability = sum(piece.probability * piece.tokens for piece in group) / tokens
        text = "".join(piece.text for piece in group).strip()
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
