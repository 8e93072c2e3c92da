"""Every place that the audio was asked about, also those that the scorer then drops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, replace
from unittest import mock

from interviewer.asr import spotting
from interviewer.asr.spotting import IsOrdinary, Weighed, attach, place
from interviewer.domain import Spotting, Word
from interviewer.scoring.text import Text

__all__ = ["Place", "overhear"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of one window of signal."""

    spotting: Spotting
    """With company only where another term is written in the window."""
    words: tuple[Word, ...]
    window: int
    """Counts up in one recording."""
    first: int
    """Tokens of the window's text, both inside."""
    last: int


@contextmanager
def overhear() -> Iterator[Callable[[], tuple[Place, ...]]]:
    """While it is open, what is transcribed is noted; the value gives what came since last asked."""
    heard: list[Place] = []
    windows = 0

    def note(
        text: Text, weighed: Iterable[Weighed], written: AbstractSet[str], is_ordinary: IsOrdinary
    ) -> tuple[Word, ...]:
        nonlocal windows
        every = list(weighed)
        windows += 1
        for one in every:
            spotting, first = place(text, one, written, is_ordinary)
            words = text.words[first : first + spotting.words]
            bare = tuple(replace(word, spotted=()) for word in words)
            at = one.candidate
            heard.append(Place(spotting, bare, windows, at.first, at.last))
        return attach(text, every, written, is_ordinary)

    def take() -> tuple[Place, ...]:
        came = tuple(heard)
        heard.clear()
        return came

    with mock.patch.object(spotting, "attach", note):
        yield take
