"""When an answer is over. Pure: fed seconds of the recording and booleans, no clock.

waiting -> speaking <-> pausing -> done, and back to speaking from what a silence ended

Its limit runs from the first word. A word that is in the air then is waited for, and so is what speech
adds to an answer that a silence had ended before.

Bursts too short for speech change nothing, as for the spans; while one is still open, a pause
does not end, so that no first syllable is cut off. Words that ask for more (:func:`trails`) make the
silence that ends it longer.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from interviewer.domain import Language, ListenRequest, Samples
from interviewer.vad.detector import FRAME_S, SpanSettings, SpeechDetector, SpeechSwitch

EndpointState = Literal["waiting", "speaking", "pausing", "done"]
EndedBy = Literal["silence", "enter", "limit"]

_SPANS = SpanSettings()

NEAR_S = 15.0
"""Before a limit, from which on its coming is told; a quarter of shorter limits."""

_QUESTION_S = 1.5
"""Silence alone ends 5 % of French turns too early at 1.0 s, 18 % at 0.6 s (LiveKit's end-of-turn
benchmark); interviews hold more pauses."""
_TRAILING_S = 2.5
_TIMED_S = 4.0
"""A pitch is a known text with a clock: a long pause is a lost thread more often than the end."""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """What ends an answer. Seconds."""

    limit_s: float
    """From the first word to where it ends, as soon as no word is in the air."""
    silence_s: float = _QUESTION_S
    """Silence that ends it."""
    trailing_s: float = _TRAILING_S
    """The same after words that ask for more; not shorter than ``silence_s``."""
    grace_s: float = 8.0
    """How long words in the air at the limit are waited for."""

    def __post_init__(self) -> None:
        if not 0 < self.silence_s <= self.trailing_s:
            raise ValueError("0 < silence_s <= trailing_s is needed")


def settings_for(request: ListenRequest) -> EndpointSettings:
    """A pitch runs against the clock; questions and the candidate's own questions do not."""
    if request.phase.kind == "pitch":
        return EndpointSettings(request.hard_limit_s, _TIMED_S, _TIMED_S, request.grace_s)
    return EndpointSettings(request.hard_limit_s, grace_s=request.grace_s)


class Endpointer:
    """Follows one recording.

    Done by Enter or at the limit it stays done. What a silence ended is taken up again by speech,
    as long as it is fed.
    """

    def __init__(self, settings: EndpointSettings) -> None:
        self._settings = settings
        self._state: EndpointState = "waiting"
        self._ended_by: EndedBy | None = None
        self._now_s = 0.0
        self._trailing = False
        self._first_s: float | None = None
        self._spoken_to_s: float | None = None
        self._burst: tuple[float, float] | None = None

    @property
    def state(self) -> EndpointState:
        return self._state

    @property
    def ended_by(self) -> EndedBy | None:
        """None until done."""
        return self._ended_by

    @property
    def now_s(self) -> float:
        """End of the last window fed."""
        return self._now_s

    @property
    def first_word_s(self) -> float | None:
        """Where the first speech began; None as long as nothing was said."""
        return self._first_s

    @property
    def limit_left_s(self) -> float | None:
        """Seconds left before the limit, down to 0; None while it is far, and before the first word."""
        if self._first_s is None:
            return None
        left_s = max(0.0, self._first_s + self._settings.limit_s - self._now_s)
        return left_s if left_s <= min(NEAR_S, self._settings.limit_s / 4) else None

    @property
    def spoken_to_s(self) -> float | None:
        """Where the last speech ended so far; None as long as nothing was said."""
        return self._spoken_to_s

    @property
    def countdown_s(self) -> float | None:
        """Silence left before it ends the answer; None outside a pause."""
        if self._state != "pausing" or self._spoken_to_s is None:
            return None
        return max(0.0, self._spoken_to_s + self._patience_s - self._now_s)

    def feed(self, at_s: float, speech: bool) -> EndpointState:
        """Takes the window from the last one's end to ``at_s``, which is speech or not.

        Raises:
            ValueError: time ran backwards.
        """
        if self._state == "done" and self._ended_by != "silence":
            return self._state
        if not at_s >= self._now_s:
            raise ValueError(f"{at_s} comes before {self._now_s}")
        before_s, self._now_s = self._now_s, at_s
        if speech:
            self._burst = (before_s if self._burst is None else self._burst[0], at_s)
            self._hear()
        else:
            self._wait()
        if self._state != "done" and self._out_of_time():
            self._end("limit")
        return self._state

    def _out_of_time(self) -> bool:
        if self._first_s is None:
            return False
        limit_s = self._first_s + self._settings.limit_s
        if self._now_s < limit_s:
            return False
        if self._burst is None:
            return True
        # Speech that took up again what a silence had ended may begin beyond the limit.
        return self._now_s >= max(limit_s, self._burst[0]) + self._settings.grace_s

    def set_trailing(self, trailing: bool) -> None:
        """Whether all that was said up to this pause ends in words that ask for more.

        Forgotten when speech goes on; nothing happens outside a pause.
        """
        if self._state == "pausing":
            self._trailing = trailing

    def enter(self) -> None:
        """The person says that it is over."""
        if self._ended_by in (None, "silence"):
            self._end("enter")

    @property
    def _patience_s(self) -> float:
        return self._settings.trailing_s if self._trailing else self._settings.silence_s

    def _hear(self) -> None:
        if self._burst is None:
            return
        start_s, end_s = self._burst
        if _reached(end_s - start_s, _SPANS.speech_s):
            self._state, self._ended_by = "speaking", None
            self._trailing = False
            self._spoken_to_s = end_s
            if self._first_s is None:
                self._first_s = start_s

    def _wait(self) -> None:
        if self._burst is not None:
            if not _reached(self._now_s - self._burst[1], _SPANS.pause_s):
                return
            self._burst = None
        if self._spoken_to_s is None or self._state == "done":
            return
        self._state = "pausing"
        if _reached(self._now_s - self._spoken_to_s, self._patience_s):
            self._end("silence")

    def _end(self, by: EndedBy) -> None:
        self._state, self._ended_by = "done", by


def _reached(length_s: float, wanted_s: float) -> bool:
    """Sums of window lengths are a hair off."""
    return length_s >= wanted_s or math.isclose(length_s, wanted_s, abs_tol=1e-6)


class EndpointTap:
    """A :class:`interviewer.vad.detector.SpeechDetector` that feeds ``endpointer``, too.

    Args:
        detector: a fresh one.
        endpointer: a fresh one; it is fed as the probabilities are taken.
    """

    def __init__(self, detector: SpeechDetector, endpointer: Endpointer) -> None:
        self._detector = detector
        self._endpointer = endpointer
        self._switch = SpeechSwitch()
        self._windows = 0

    def feed(self, block: Samples) -> Iterator[float]:
        for probability in self._detector.feed(block):
            self._windows += 1
            self._endpointer.feed(self._windows * FRAME_S, self._switch.feed(probability))
            yield probability

    def finish(self) -> Iterator[float]:
        """The last, unfinished window is the segmenter's alone: the recording is over."""
        return self._detector.finish()


_ELISION = "'"
_TOKEN = re.compile(r"[^\W_]+'?")
_ENDS = re.compile(r"[?!]\W*$")
_BREAKS_OFF = re.compile(r"(?:\.\.\.|…|,|:|-)\W*$")
_MISHEARD = re.compile(r"[.,…]\s*eux\W*$")
"""Whisper base writes a last, drawn-out « euh » as « eux », set apart."""
_CLOSES = re.compile(r"\b(?:etc|et cetera|et cætera)\W*$")


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in text.split("/"))


_FRENCH = _phrases(
    # fillers
    "euh/euhh/heu/hum/hmm/bah/ben/bon ben/du coup/comment dire/je veux dire/on va dire"
    # what joins clauses
    "/et/ou/mais/donc/car/puis/ensuite/alors/que/qui/dont/où/si/quand/lorsque/puisque/comme"
    "/afin/tandis/ainsi que/notamment/c' est à dire/soit/tel/telle/tels/telles"
    # what opens a group
    "/le/la/les/un/une/des/du/de/au/aux/à/en/dans/par/pour/sur/avec/sans/vers/chez/entre/sous"
    "/ce/cet/cette/ces/mon/ma/mes/sa/ses/notre/nos/votre/vos/leurs/chaque/quelques/plusieurs"
    "/je/il/ils/on/j' ai/c' est/ce sont/il y a/est ce que/très/ne"
)

_ENGLISH = _phrases(
    "um/umm/uhm/uh/uhh/er/erm/hmm/you know/i mean/sort of/kind of/let 's see"
    "/and/or/but/so/because/if/when/while/which/where/whereas/although/unless/until/since/than/as"
    "/such as/for example/then/also"
    "/the/a/an/my/our/your/their/its/these/every/of/from/into/to/with/between/using"
    "/i/we/they/i 'm/we 're/it 's/there 's/there is/there are/very"
)

_COMPLETE = _phrases(
    "et alors/et puis quoi/c' est tout ce que c' est/comme ça/je suis pour/je suis sûr"
    "/think so/hope so/guess so/say so/do so/did so/even so/back then/since then/until then/by then"
    "/after a while/for a while/ever since/want to/like to/love to/have to/going to/used to"
)
"""Ends in which such a word closes the sentence after all."""

_LISTS: dict[Language, frozenset[tuple[str, ...]]] = {"fr": _FRENCH, "en": _ENGLISH}


def trails(text: str, language: Language) -> bool:
    """True where ``text`` ends in a connective, an opened group, a hesitation or dots.

    A full stop at the end proves nothing, as recognisers put one wherever the signal stops. Words that
    end a sentence as often as they go on (« voilà », « quoi », "about", "that") are left out: they
    would make each answer wait longer.
    """
    said = unicodedata.normalize("NFC", text).casefold().replace("’", _ELISION).rstrip()
    if _ENDS.search(said) or _CLOSES.search(said):
        return False
    tokens = _tokens(said, language)
    if not tokens:
        return False
    if _BREAKS_OFF.search(said) or _MISHEARD.search(said) or tokens[-1].endswith(_ELISION):
        return True
    return _ends_in(tokens, _LISTS[language]) and not _ends_in(tokens, _COMPLETE)


def _tokens(said: str, language: Language) -> list[str]:
    """Words; French ones keep the apostrophe (« l' »), English ones are cut before it ("'s")."""
    if language == "fr":
        return _TOKEN.findall(said)
    return re.findall(r"'?[^\W_]+", said)


def _ends_in(tokens: list[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    longest = max(len(phrase) for phrase in phrases)
    return any(tuple(tokens[-length:]) in phrases for length in range(1, longest + 1))
