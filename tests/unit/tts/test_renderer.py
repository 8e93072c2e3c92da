"""The voice as sound: for a page that plays it, without a loudspeaker or PortAudio here."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.domain import Notice
from interviewer.scenario.library import load
from interviewer.tts.child import Paper, answer, joined
from interviewer.tts.failures import VoiceFailure
from interviewer.tts.process import VoiceProcess
from interviewer.tts.protocol import Done, Rendered, Sound, UseVoice, Utter, VoiceInfo
from interviewer.tts.renderer import ChildRenderer, rendering_process
from interviewer.tts.speaker import open_child
from interviewer.tts.synthesis import PlayedEngine, WrittenEngine
from interviewer.tts.voices import VoiceWish

BROKEN = """
from interviewer.tts import child

class Broken:
    missing = ()
    def voices(self): return ()
    def use(self, voice): pass
    def utter(self, text): raise RuntimeError("no sound today")

paper = child.Paper()
child.serve(Broken, paper)
"""


class Hum:
    """A synthesiser that hums a sample a letter."""

    missing = ()

    def voices(self) -> tuple[VoiceInfo, ...]:
        return (VoiceInfo("hum", "Hum", "fr-fr"),)

    def use(self, voice: UseVoice) -> None: ...

    def sound(self, text: str) -> Sound:
        return Sound(16_000, bytes(2 * len(text)))


def test_what_would_be_played_is_given_back() -> None:
    paper = Paper()
    engine = PlayedEngine(Hum(), paper)
    engine.missing = ()  # type: ignore[attr-defined]
    assert answer(engine, Utter("Bonjour."), paper) == Rendered(Sound(16_000, bytes(16)))  # type: ignore[arg-type]
    assert answer(engine, UseVoice("hum", 160), paper) == Done()  # type: ignore[arg-type]
    assert answer(engine, Utter("Oui."), paper) == Rendered(Sound(16_000, bytes(8)))  # type: ignore[arg-type]


def test_sounds_of_several_rates_are_one_at_the_first() -> None:
    second = np.zeros(8_000, "<i2").tobytes()
    whole = joined((Sound(16_000, bytes(3_200)), Sound(8_000, second)))
    assert whole.rate_hz == 16_000
    assert len(whole.pcm) == pytest.approx(3_200 + 32_000, abs=100)
    assert joined(()).pcm == b""


def test_a_line_and_another_text_are_rendered_without_a_loudspeaker() -> None:
    missing: list[Notice] = []
    renderer = ChildRenderer(open_child(rendering_process(), "fr", VoiceWish(), missing.append))
    try:
        line = renderer.render(load("pitch-20s").greeting, threading.Event())
        other = renderer.render("Une phrase que personne n’a encore dite.", threading.Event())
    finally:
        renderer.close()
    assert missing == []
    for sound in (line, other):
        assert len(sound.pcm) / 2 / sound.rate_hz > 1.0
        assert np.abs(np.frombuffer(sound.pcm, "<i2")).max() > 1_000


def test_what_is_called_off_gives_nothing() -> None:
    renderer = ChildRenderer(open_child(rendering_process(), "fr", VoiceWish(), lambda _: None))
    cancelled = threading.Event()
    cancelled.set()
    assert renderer.render("Bonjour.", cancelled).pcm == b""
    renderer.close()


def test_a_voice_that_breaks_twice_is_lost() -> None:
    renderer = ChildRenderer(VoiceProcess((sys.executable, "-c", BROKEN)))
    with pytest.raises(VoiceFailure, match="no sound today"):
        renderer.render("Bonjour.", threading.Event())
    renderer.close()


def test_a_system_s_voice_goes_by_way_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class Native:
        def write(self, text: str, file: Path) -> None:
            soundfile.write(file, np.full((len(text), 2), 0.25), 22_050, subtype="PCM_16")

    paper = Paper()
    WrittenEngine(Native(), paper).utter("Bonjour.")  # type: ignore[arg-type]
    sound = paper.take()
    assert sound.rate_hz == 22_050
    assert set(np.frombuffer(sound.pcm, "<i2")) == {8_192}
