"""Recognisers that know beforehand what they write."""

from __future__ import annotations

import numpy as np

from interviewer.asr.languages import marked
from interviewer.domain import Chunk, EngineInfo, Passage, Vocabulary, Word
from interviewer.session.ports import GiveWay

__all__ = ["SCRIPTED", "Parrot", "ReadsAll", "Translator", "WordASecond"]

SCRIPTED = EngineInfo("scripted", "none")


class ReadsAll:
    """Reads a window as it transcribes a chunk, to its end."""

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        raise NotImplementedError

    def glance(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        return self.transcribe(chunk, vocabulary)

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
