"""Recognisers that know beforehand what they write."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace
from typing import TextIO

import numpy as np

from interviewer.asr.languages import marked
from interviewer.batch import limit
from interviewer.domain import Chunk, EngineInfo, Passage, Vocabulary, Word
from interviewer.session.ports import GiveWay

__all__ = ["SCRIPTED", "Parrot", "ReadsAll", "Translator", "WordASecond", "get_no_further"]

SCRIPTED = EngineInfo("scripted", "none")


class ReadsAll:
    """Reads a window as it transcribes a chunk, to its end; sees nothing at a glance."""

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        raise NotImplementedError

    def glance(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        return ()

    def read(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> Passage:
        return Passage(self.transcribe(chunk, vocabulary), chunk.end_s)


class Parrot(ReadsAll):
    """Writes the same sentence for each chunk, evenly over its time."""

    info = SCRIPTED

    def __init__(self, sentence: str) -> None:
        self._words = sentence.split()

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        step_s = chunk.duration_s / len(self._words)
        return tuple(
            Word(word, chunk.start_s + step_s * at, chunk.start_s + step_s * (at + 1), 0.9)
            for at, word in enumerate(self._words)
        )


class Translator(Parrot):
    """Hears English, and writes the same sentence in the language that it is asked for."""

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        words = super().transcribe(chunk, vocabulary)
        return marked(words, {"en": 0.97, vocabulary.language: 0.01}, vocabulary.language)


class WordASecond(ReadsAll):
    """Writes one given word a second of each chunk, and remembers the chunks."""

    info = SCRIPTED

    def __init__(self, word: str) -> None:
        self.chunks: list[Chunk] = []
        self._word = word

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        self.chunks.append(chunk)
        starts = np.arange(chunk.start_s, chunk.start_s + chunk.duration_s - 0.5)
        return tuple(Word(self._word, float(start), float(start) + 0.5, 0.9) for start in starts)


def get_no_further(told: TextIO) -> None:
    """As a library that spins and keeps the interpreter for itself, when the limit has nearly passed.

    Args:
        told: as of :func:`interviewer.batch.limit.getting_further`.
    """
    later_s = time.monotonic() + limit.LIMIT_S
    limit.time = SimpleNamespace(monotonic=lambda: later_s)  # type: ignore[assignment, attr-defined]
    limit._arm(told)
    re.match("(a+)+$", "a" * 26 + "b")
    raise AssertionError("nothing has ended this process")
