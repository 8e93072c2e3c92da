from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from interviewer.domain import Notice, TimedPhase, TimerPlan
from interviewer.i18n import translator
from interviewer.timer import sounds
from interviewer.timer.machine import Add, Next, Pause, Quit, Timer, advance, begin, catch_up
from interviewer.timer.sounds import CueSounds, Moment, Silence, moments, spoken_cues, words_of
from interviewer.tts import process, tones
from interviewer.tts.protocol import TONE_LATENCY_S, UseVoice
from interviewer.tts.speaker import ReadingPause, Reports, Voice, VoiceSpeaker
from interviewer.tts.tones import ToneEngine, tone


def heard(state: Timer) -> list[tuple[float, str]]:
    return [(round(moment.at_s, 3), moment.kind) for moment in moments(state)]


def words(state: Timer) -> list[str]:
    translate = translator(state.plan.language)
    return [words_of(moment, state, translate) for moment in moments(state)]


@pytest.mark.parametrize(
    ("target_s", "warning_s"), [(60, 50), (30, 20), (29, 24), (12, 7), (9, 6), (3, 2)]
)
def test_a_warning_before_the_end(target_s: float, warning_s: float) -> None:
    plan = TimerPlan("p", "P", "en", (TimedPhase("a", "A", target_s),))
    state = begin(plan, auto=False)
    assert heard(state) == [(0, "begin"), (warning_s, "warning"), (target_s, "end")]


def test_each_try_has_its_own(plan: TimerPlan) -> None:
    state = advance(begin(plan, auto=False), Next(33.0))
    assert heard(state) == [(33, "begin"), (83, "warning"), (93, "end")]
    state = advance(state, Add(40.0))
    assert heard(state)[1:] == [(98, "warning"), (108, "end")]


def test_a_pause_puts_them_off(plan: TimerPlan) -> None:
    state = advance(begin(plan, auto=False), Pause(5.0))
    assert heard(state) == []
    assert heard(advance(state, Pause(15.0)))[1:] == [(30, "warning"), (40, "end")]


def test_spoken_by_hand(plan: TimerPlan) -> None:
    assert words(begin(plan, auto=False)) == ["Intro", "Dix secondes.", "C’est l’heure."]


def test_spoken_by_itself_the_next_name_says_that_it_is_time(plan: TimerPlan) -> None:
    state = begin(plan, auto=True)
    assert words(state) == ["Intro", "Dix secondes.", ""]
    assert words(catch_up(state, 100.0)) == ["Fin", "Cinq secondes.", ""]
    over = catch_up(state, 200.0)
    assert heard(over) == [(110, "over")]
    assert words(over) == ["C’est fini."]


def test_nobody_counts_down_the_seconds_of_a_very_short_phase() -> None:
    plan = TimerPlan("p", "P", "en", (TimedPhase("a", "A", 6.0),))
    assert words(begin(plan, auto=False)) == ["A", "", "Time is up."]


def test_who_leaves_hears_nothing_more(plan: TimerPlan) -> None:
    assert heard(advance(begin(plan, auto=False), Quit(5.0))) == []


WAIT_S = 10.0


@dataclass
class Mouth:
    """A voice that keeps what it was asked for."""

    said: queue.Queue[str] = field(default_factory=queue.Queue)

    def utter(self, text: str, cancelled: threading.Event) -> None:
        self.said.put(text)

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


def through(voice: Voice) -> Callable[[Reports], VoiceSpeaker]:
    return lambda reports: VoiceSpeaker(voice, reports)


def kinds(moment: Moment, state: Timer) -> str:
    return "" if moment.kind == "begin" else moment.kind


def play(cues: CueSounds, state: Timer) -> None:
    for moment in moments(state):
        cues.play(moment, state)


def test_each_cue_is_given_in_its_turn(plan: TimerPlan) -> None:
    mouth = Mouth()
    cues = CueSounds(through(mouth), kinds, 0.1, lambda notice: None)
    state = begin(plan, auto=True)
    for moment in moments(state):
        cues.play(moment, state)
        if moment.kind != "begin":
            assert mouth.said.get(timeout=WAIT_S) == moment.kind
    cues.close(WAIT_S)
    assert mouth.said.empty()


def test_the_end_waits_for_its_own_cue(plan: TimerPlan) -> None:
    class Slow(Mouth):
        def utter(self, text: str, cancelled: threading.Event) -> None:
            cancelled.wait(0.05)
            super().utter(text, cancelled)

    mouth = Slow()
    cues = CueSounds(through(mouth), kinds, 0.1, lambda notice: None)
    play(cues, catch_up(begin(plan, auto=True), 500.0))
    cues.close(WAIT_S)
    assert mouth.said.get_nowait() == "over"


def test_nothing_was_asked_for() -> None:
    CueSounds(through(Mouth()), kinds, 0.1, lambda notice: None).close(WAIT_S)


def test_a_cue_that_comes_late_is_left_out(
    plan: TimerPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouth, opened = Mouth(), threading.Event()

    def open_late(reports: Reports) -> VoiceSpeaker:
        assert opened.wait(WAIT_S)
        monkeypatch.setattr(sounds, "_TOO_LATE_S", -1.0)
        return VoiceSpeaker(mouth, reports)

    cues = CueSounds(open_late, kinds, 0.1, lambda notice: None)
    play(cues, begin(plan, auto=True))
    opened.set()
    cues.close(WAIT_S)
    assert mouth.said.empty()


def test_tones_are_asked_for_a_little_before(plan: TimerPlan) -> None:
    cues = sounds.tones(lambda notice: None)
    leads = [cues.lead_s(moment) for moment in moments(begin(plan, auto=True))]
    assert leads == [0.0, TONE_LATENCY_S, TONE_LATENCY_S]
    assert Silence().lead_s(next(moments(begin(plan, auto=True)))) == 0.0


def test_what_a_voice_says(plan: TimerPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    mouth = Mouth()
    monkeypatch.setattr(
        "interviewer.tts.speaker.PyttsxSpeaker",
        lambda language, wish, reports: VoiceSpeaker(mouth, reports),
    )
    cues = spoken_cues("fr", translator("fr"), lambda notice: None)
    state = begin(plan, auto=False)
    for moment, words in zip(
        moments(state), ["Intro", "Dix secondes.", "C’est l’heure."], strict=True
    ):
        cues.play(moment, state)
        assert mouth.said.get(timeout=WAIT_S) == words
        assert cues.lead_s(moment) == 0.0
    cues.close(WAIT_S)


def test_a_lost_voice_is_told_in_the_timers_own_words(plan: TimerPlan) -> None:
    class Lost(Mouth):
        def utter(self, text: str, cancelled: threading.Event) -> None:
            raise OSError("gone")

    told: queue.Queue[Notice] = queue.Queue()
    pause = ReadingPause(lambda text: 0.0)
    cues = CueSounds(lambda reports: VoiceSpeaker(Lost(), reports, pause), kinds, 0.1, told.put)
    play(cues, begin(plan, auto=True))
    assert told.get(timeout=WAIT_S).message.startswith("Nothing can be heard")
    cues.close(WAIT_S)
    assert told.empty()


def test_without_a_loudspeaker_tones_are_lost(
    plan: TimerPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: process.VoiceProcess, voice: UseVoice) -> None:
        raise process.ChildBroke("no device", "device")

    monkeypatch.setattr(process.VoiceProcess, "use", refuse)
    told: queue.Queue[Notice] = queue.Queue()
    cues = sounds.tones(told.put)
    play(cues, begin(plan, auto=True))
    assert told.get(timeout=WAIT_S).message.startswith("Nothing can be heard")
    cues.close(WAIT_S)


@pytest.mark.parametrize(
    ("name", "seconds", "hertz"), [("warning", 0.12, 880.0), ("end", 0.5, 523.25)]
)
def test_a_tone(name: tones.ToneName, seconds: float, hertz: float) -> None:
    sound = tone(name)
    samples = np.frombuffer(sound.pcm, dtype="<i2")
    assert len(samples) / sound.rate_hz == pytest.approx(seconds)
    # It begins and ends in silence, and is far from too loud.
    assert samples[0] == 0
    assert abs(int(samples[-1])) < 50
    assert 9000 < int(np.abs(samples).max()) < 11_000
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) * sound.rate_hz / len(samples) == pytest.approx(hertz, abs=10)


def test_the_tones_process_plays_what_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[str] = []

    class Stream:
        waiting_s = 0.0

        def start(self) -> None:
            played.append("open")

        def add(self, sound: object) -> None:
            played.append("end" if sound == tone("end") else "warning")

        def wait(self, ready: Callable[[], bool]) -> None:
            assert ready()

    monkeypatch.setattr(tones, "open_stream", lambda latency_s: Stream())
    engine = ToneEngine()
    assert engine.voices() == ()
    engine.use(UseVoice("tones", 160))
    engine.utter("warning")
    engine.utter("end")
    assert played == ["open", "warning", "end"]
