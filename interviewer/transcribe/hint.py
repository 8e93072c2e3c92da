"""The vocabulary as a hint to Whisper: what is told, and noticing when it is only repeated. Pure.

Whisper reads its prompt as what was said before, and therefore tends to write the same words
again. faster-whisper's ``hotwords`` and openai-whisper's ``initial_prompt`` are that same prompt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from interviewer.models import Transcript
from interviewer.score.text import tokens

__all__ = ["Encode", "hint_tokens", "is_echo"]

Encode = Callable[[str], list[int]]
"""Text to tokens of the model."""

ROOM = 223
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
    return len(encode(_joined(names))) <= ROOM


def _is_rare(name: str, encode: Encode) -> bool:
    return any(len(encode(f" {word}")) > 1 for word in name.split())


def _padded(text: str) -> str:
    return f" {' '.join(token.norm for token in tokens(Transcript.from_text(text, 'fr')))} "
