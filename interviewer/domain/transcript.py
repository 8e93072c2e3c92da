"""What was said: words with their times, and the recorded answer they were read from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from interviewer.domain.audio import Notice, Signal, Span
from interviewer.domain.scenario import Language

FoundBy = Literal["text", "hint", "sound"]
"""Written in the transcript; read there with the vocabulary's help; or sounding like the term."""


@dataclass(frozen=True, slots=True)
class Spotting:
    """A term that the recogniser misheard, as the audio itself bears out."""

    term: str
    """Its name in the vocabulary."""
    spelling: str
    """The reading that was compared with what is written."""
    words: int
    """How many words of the transcript stand in its place."""
    gain_nats: float
    """Log-probability of the audio's text with the term there, less that of the text as written;
    above 0 the recogniser itself finds the term likelier."""
    similarity: float
    """How much the words written there sound like the term, 0..1."""
    ordinary: bool
    """They are words of the language, which may have been meant as they stand."""
    found_by: FoundBy
    company: bool = False
    """Another term of the vocabulary is said in the same stretch of speech."""
    votes: float = 1.0
    """Share of the readings with the vocabulary's help that hold the term there, 0..1; 1 where it
    was not counted."""
    told_nats: float | None = None
    """What ``gain_nats`` is for a recogniser that was told the names which may have been said: what it would
    cost to write a rare name is left out, and what was heard stays. None: it was not asked."""


@dataclass(frozen=True, slots=True)
class HeardLanguage:
    """Which language the recogniser hears in a stretch of speech."""

    start_s: float
    end_s: float
    expected: float
    """Probability of the language that it was read in, 0..1."""
    likeliest: str
    """The likeliest language, by its code: "fr", "en"."""
    probability: float
    """Its probability, 0..1."""


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A hesitation that the recogniser leaves out, and writes where it is told that such are said."""

    name: str
    """As it wrote it, without marks: « euh », "um"."""
    start_s: float
    """In the time of the recording, as the other reading's alignment has it."""
    end_s: float


@dataclass(frozen=True, slots=True)
class Word:
    """One written word with its punctuation, in the time of the recording."""

    text: str
    start_s: float
    end_s: float
    probability: float
    """Mean probability of its tokens, 0..1."""
    spotted: tuple[Spotting, ...] = ()
    """Terms that may have been said from this word on, where something else is written."""
    unwritten: tuple[Unwritten, ...] = ()
    """Hesitations said before it that are not written; of a window's last word, those behind it too."""

    def moved(self, by_s: float) -> Word:
        """The same word ``by_s`` later."""
        return replace(
            self,
            start_s=self.start_s + by_s,
            end_s=self.end_s + by_s,
            unwritten=tuple(
                replace(each, start_s=each.start_s + by_s, end_s=each.end_s + by_s)
                for each in self.unwritten
            ),
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """What was read of a chunk."""

    words: tuple[Word, ...]
    """In the time of the recording."""
    end_s: float
    """Up to where the chunk is read; what follows in it is to be read again, with what follows it."""
    unclear: tuple[Span, ...] = ()
    """Speech in it that no reading could make words of."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, in order."""

    language: Language
    words: tuple[Word, ...] = ()
    heard: tuple[HeardLanguage, ...] = ()
    """Which language was heard, a window each, in order; empty where nobody listened."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @classmethod
    def from_text(cls, text: str, language: Language) -> Transcript:
        """A transcript of typed text: no times (all 0), certain words. For coverage only."""
        return cls(language, tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split()))


@dataclass(frozen=True, slots=True)
class Place:
    """What came of looking for an answer in a recording that holds others too."""

    span: Span | None
    """From its first speech to its last, in the time of the recording; None: it is not there."""
    pause_s: float | None
    """Silence before it; None where the recording begins with it, or it is not there."""
    clues: tuple[str, ...]
    """What is said there and asked for or scripted nowhere else, as written; a few, in order."""
    confidence: float
    """Probability that it begins within 2 s of there, or that it is not there: 0..1, by the
    model that divided the recording."""
    sure: bool
    """False: the evidence is weak; a person should look."""


@dataclass(frozen=True, slots=True)
class Take:
    """One recorded answer, transcribed."""

    audio: Path
    duration_s: float
    speech: tuple[Span, ...]
    """Speech spans found by the detector, in order, not overlapping."""
    transcript: Transcript
    notices: tuple[Notice, ...] = ()
    signal: Signal | None = None
    """None where it was not measured."""
    place: Place | None = None
    """Where in ``audio`` the answer was found, whose times all others are too; None: it is the
    whole recording."""
    unclear: tuple[Span, ...] = ()
    """Speech that the recogniser could make no words of, in order, not overlapping."""


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """Which recogniser wrote the transcripts."""

    name: str
    model: str
