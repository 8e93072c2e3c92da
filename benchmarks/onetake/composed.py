"""Pitches put together at random of phases of the labelled set, written down instead of spoken.

They are what the finder's numbers were tuned on: more, and worse, than a half has recordings. Terms and
words are garbled and full stops lost as a recogniser does; pauses inside a phase are as long as
many between two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random

from benchmarks.corpus.recipe import Half, Part, load_pitches
from benchmarks.corpus.truth import PhaseSpan
from benchmarks.onetake.tally import Pitch
from interviewer.domain import Scenario, Span, Transcript, Word
from interviewer.scenario.library import load

__all__ = ["compose"]

_TERMS_LOST = 0.3
_WORDS_LOST = 0.07
_STOPS_LOST = 0.12
_LETTERS = "abdegilmnoprstuv"
_PIECE = re.compile(r"\[pause (?P<pause>[\d.]+)\]|(?P<word>\w\S*(?:\s[»:;!?]+)?)")
_MISSING = (0, 0, 0, 1, 1, 2, 3)
"""How many phases are left out, each as likely."""
_AFTER_SENTENCE_S = (0.1, 0.25, 0.3, 0.45, 0.6, 0.8)
_AFTER_COMMA_S = (0.05, 0.05, 0.25, 0.35)
_HEARD_PAUSE_S = 0.2


def compose(half: Half, count: int, seed: int = 1) -> Iterator[Pitch]:
    """``count`` pitches of the texts of ``half``; the same seed gives the same."""
    random = Random(seed)
    pitches = [pitch for pitch in load_pitches() if pitch.half == half]
    names = sorted({pitch.scenario for pitch in pitches})
    for number, name in enumerate(islice(cycle(names), count)):
        parts = [part for pitch in pitches if pitch.scenario == name for part in pitch.parts]
        yield _pitch(f"composed-{number}", load(name), parts, random)


def _pitch(name: str, scenario: Scenario, parts: Sequence[Part], random: Random) -> Pitch:
    order = [task.id for _, task in scenario.tasks()]
    left_out = random.sample(order, random.choice(_MISSING))
    tape = _Tape(random, random.uniform(0.3, 1.3), 1 / random.uniform(12, 19))
    phases: list[PhaseSpan] = []
    for phase in order:
        if phase in left_out:
            continue
        if phases:
            tape.pause(random.uniform(0.62, random.choice((1.6, 4.5))))
        start_s = tape.now_s
        _say(random.choice([part for part in parts if part.phase == phase]), tape, random)
        phases.append(PhaseSpan(phase, start_s, tape.now_s))
    transcript = Transcript(scenario.language, tuple(tape.words))
    return Pitch(name, "", "", "written", scenario, transcript, tape.finished(), tuple(phases))


@dataclass(slots=True)
class _Tape:
    """What a detector and a recogniser would make of the speech so far."""

    random: Random
    now_s: float
    letter_s: float
    words: list[Word] = field(default_factory=list)
    _spans: list[Span] = field(default_factory=list)
    _since_s: float | None = None

    def word(self, text: str) -> None:
        end_s = self.now_s + 0.08 + len(text) * self.letter_s
        self.words.append(Word(text, self.now_s, end_s, 0.9))
        if self._since_s is None:
            self._since_s = self.now_s
        self.now_s = end_s

    def pause(self, length_s: float) -> None:
        if length_s >= _HEARD_PAUSE_S:
            self._close()
        self.now_s += length_s

    def finished(self) -> tuple[Span, ...]:
        self._close()
        return tuple(self._spans)

    def _close(self) -> None:
        if self._since_s is not None:
            self._spans.append(Span(self._since_s, self.now_s))
            self._since_s = None


def _say(part: Part, tape: _Tape, random: Random) -> None:
    lost = [place for place in part.said if random.random() < _TERMS_LOST]
    pieces = list(_PIECE.finditer(part.text))
    for index, piece in enumerate(pieces):
        if piece["pause"] is not None:
            tape.pause(float(piece["pause"]))
            continue
        garbled = random.random() < _WORDS_LOST
        if garbled or any(place.start <= piece.start() < place.end for place in lost):
            tape.word(_garbled(piece["word"], random))
        else:
            tape.word(piece["word"])
        if index < len(pieces) - 1:
            _rest(piece["word"], tape, random)


def _rest(text: str, tape: _Tape, random: Random) -> None:
    """The silence after a word, and the mark that a recogniser may lose there."""
    if text[-1] in ".?!":
        tape.pause(random.choice(_AFTER_SENTENCE_S))
    elif text[-1] == ",":
        tape.pause(random.choice(_AFTER_COMMA_S))
    if text[-1] in ".," and random.random() < _STOPS_LOST:
        last = tape.words[-1]
        tape.words[-1] = Word(last.text.rstrip(".,"), last.start_s, last.end_s, last.probability)


def _garbled(text: str, random: Random) -> str:
    return re.sub(r"\w", lambda _: random.choice(_LETTERS), text)
