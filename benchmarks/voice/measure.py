"""What people are given to hear, by voice and language: words understood, and how soon it sounds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from benchmarks.people import interval
from benchmarks.voice.hear import errors, hear, samples_of
from benchmarks.voice.texts import LANGUAGES
from interviewer.domain import Language
from interviewer.scenario.library import load
from interviewer.tts.pico import Pico
from interviewer.tts.protocol import Sound, UseVoice
from interviewer.tts.spoken_lines import FOLDER, SpokenLines, find_line
from interviewer.tts.synthesis import Espeak, InOrder, PlayedEngine
from interviewer.tts.voices import DEFAULT_RATE

__all__ = ["QUESTIONS", "measure", "questions"]

QUESTIONS = 40
_SCENARIOS: dict[Language, str] = {"fr": "genai-36", "en": "genai-36-en"}
_VOICES: dict[Language, tuple[str, ...]] = {
    "fr": ("kokoro/ff_siwis", "pico/fr-FR", "roa/fr"),
    "en": ("kokoro/af_heart", "pico/en-GB", "pico/en-US", "gmw/en", "gmw/en-US"),
}


class Ear:
    """A loudspeaker that keeps what it is given, and when the first of it came."""

    def __init__(self) -> None:
        self.sounds: list[Sound] = []
        self.first_s = 0.0

    def prepare(self) -> None:
        """Nothing to load."""

    def play(self, sounds: Iterator[Sound]) -> None:
        """Takes all of them at once."""
        for sound in sounds:
            if not self.sounds:
                self.first_s = time.perf_counter()
            self.sounds.append(sound)


def questions(language: Language) -> list[str]:
    """The first questions and follow-ups of the longest list, as many as are measured."""
    tasks = [
        question for phase in load(_SCENARIOS[language]).phases for question in phase.questions
    ]
    asked = [question.ask for question in tasks]
    asked += [each.task.follow_up.ask for each in tasks if each.task.follow_up is not None]
    return asked[:QUESTIONS]


def measure(names: Sequence[str] = ()) -> None:
    """A line for each voice, or for those of ``names``."""
    ear = Ear()
    engine = SpokenLines(PlayedEngine(InOrder((Pico(), Espeak())), ear), ear)
    for language in LANGUAGES:
        for voice in names or _VOICES[language]:
            if voice not in _VOICES[language]:
                continue
            engine.use(UseVoice(voice, DEFAULT_RATE))
            counted: list[tuple[int, int]] = []
            waits_s: list[float] = []
            unspoken = 0
            for text in questions(language):
                if voice.startswith("kokoro/") and not find_line(text, language, (FOLDER,)):
                    unspoken += 1
                ear.sounds.clear()
                began_s = time.perf_counter()
                engine.utter(text)
                waits_s.append(ear.first_s - began_s)
                heard = " ".join(hear(samples_of(sound), language) for sound in ear.sounds)
                counted.append(errors(text, heard, language))
            low, high = interval(counted)
            wrong, words = (sum(column) for column in zip(*counted, strict=True))
            waits_s.sort()
            print(
                f"{language} {voice:18} {len(counted)} questions, {wrong}/{words} words wrong: "
                f"{wrong / words:.3f} [{low:.3f}, {high:.3f}]; first sound p50 "
                f"{waits_s[len(waits_s) // 2]:.3f} s, worst {waits_s[-1]:.3f} s"
                + (f"; {unspoken} not spoken beforehand yet" if unspoken else ""),
                flush=True,
            )
