"""What the audio was asked in each window, also what the scorer then drops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, replace
from unittest import mock

from interviewer.asr import spotting
from interviewer.asr.spotting import IsOrdinary, Weighed, attach, place
from interviewer.domain import Language, Spotting, Transcript, Word
from interviewer.scoring.text import Text, read

__all__ = ["Place", "Window", "overhear", "transcript_of"]


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


@dataclass(frozen=True, slots=True)
class Window:
    """What was heard in one window of signal, before anything is decided."""

    language: Language
    words: tuple[Word, ...]
    weighed: tuple[Weighed, ...]
    written: frozenset[str]
    """Names of the terms that the words hold."""
    ordinary: tuple[bool, ...]
    """Of what stands in each weighed place."""

    @property
    def text(self) -> Text:
        """The words as the scorer reads them."""
        return read(Transcript(self.language, self.words))

    def places(self, number: int) -> Iterator[Place]:
        """Each weighed place; ``number`` is the window's in its recording."""
        text = self.text
        for weighed, ordinary in zip(self.weighed, self.ordinary, strict=True):
            spotted, first = place(text, weighed, self.written, _always(ordinary))
            words = text.words[first : first + spotted.words]
            yield Place(spotted, words, number, weighed.candidate.first, weighed.candidate.last)

    def spotted(self) -> tuple[Word, ...]:
        """The words as the program has them now, with what it makes of the places."""
        text = self.text
        known = {
            _surfaces(text, weighed): ordinary
            for weighed, ordinary in zip(self.weighed, self.ordinary, strict=True)
        }
        return attach(text, self.weighed, self.written, lambda words: known[tuple(words)])


def transcript_of(windows: Iterable[Window], language: Language) -> Transcript:
    """All that was heard, in order."""
    words = [word for window in windows for word in window.spotted()]
    return Transcript(language, tuple(sorted(words, key=lambda word: word.start_s)))


def _always(ordinary: bool) -> IsOrdinary:
    return lambda _: ordinary


@contextmanager
def overhear() -> Iterator[Callable[[], tuple[Window, ...]]]:
    """While it is open, what is transcribed is noted; the value gives what came since last asked."""
    heard: list[Window] = []

    def note(
        text: Text, weighed: Iterable[Weighed], written: AbstractSet[str], is_ordinary: IsOrdinary
    ) -> tuple[Word, ...]:
        every = tuple(weighed)
        bare = tuple(replace(word, spotted=()) for word in text.words)
        ordinary = tuple(is_ordinary(_surfaces(text, each)) for each in every)
        heard.append(Window(text.language, bare, every, frozenset(written), ordinary))
        return attach(text, every, written, is_ordinary)

    def take() -> tuple[Window, ...]:
        came = tuple(heard)
        heard.clear()
        return came

    with mock.patch.object(spotting, "attach", note):
        yield take


def _surfaces(text: Text, weighed: Weighed) -> tuple[str, ...]:
    at = weighed.candidate

    return tuple(token.surface for token in text.tokens[at.first : at.last + 1] if not token.elided)
