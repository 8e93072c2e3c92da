"""The sound stack breaks in the middle of an answer: it is told, and the session goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import soundfile

from tests.device.signals import RATE, Signal, alike, find, read

if TYPE_CHECKING:
    from tests.device.conftest import Rehearsal, Scenes, SoundStack

pytestmark = [pytest.mark.device, pytest.mark.model]

AT_ONCE = 2
PITCH = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min"
BEFORE, AFTER = PITCH / "anecdote.flac", PITCH / "closing.flac"
BEFORE_S = 8.0
AFTER_S = 9.0
KEPT_S = 7.5
"""Of what was said before the fault: the rest may still be on its way when it comes."""
REACTION_S = 0.3

MUTED = "est coupé, ou ce n’est pas celui"
FROZEN = "n’envoie plus rien"
GONE = "a disparu"
GOES_ON = "L’écoute continue avec le micro"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to the desk."""

    begin: Callable[[SoundStack], None]
    notice: str
    remedy: Callable[[SoundStack], None]
    back: str = ""
    """Printed when the session has found a microphone again."""


def revive(sound: SoundStack) -> None:
    sound.revive()
    sound.breathe()


def of(name: str) -> Callable[[SoundStack], None]:
    def do(sound: SoundStack) -> None:
        getattr(sound, name)()

    return do


FAULTS = {
    "muted": Fault(of("mute"), MUTED, of("unmute")),
    "unplugged": Fault(of("unplug"), MUTED, of("plug")),
    "another one": Fault(of("unplug"), MUTED, of("plug_other")),
    "frozen": Fault(of("freeze"), FROZEN, of("thaw")),
    "dead": Fault(of("kill"), GONE, revive, GOES_ON),
}


@dataclass(frozen=True, slots=True)
class Survived:
    """The session after it."""

    exit_code: int
    printed: str
    printed_before: str
    answer: Any
    signal: Signal


def speak_through(fault: Fault, rehearsal: Rehearsal) -> Survived:
    """An answer of two parts, with the fault in the midst of the first."""
    sound = rehearsal.sound
    sound.breathe()
    rehearsal.wait_for("À vous")
    time.sleep(REACTION_S)
    player = sound.start_playing(BEFORE)
    time.sleep(BEFORE_S)
    before = rehearsal.printed
    fault.begin(sound)
    rehearsal.wait_for(fault.notice)
    player.kill()
    fault.remedy(sound)
    if fault.back:
        rehearsal.wait_for(fault.back)
    time.sleep(1.0)
    more = rehearsal.folder / "more.wav"
    soundfile.write(more, read(AFTER, AFTER_S), RATE)
    sound.play(more)
    time.sleep(REACTION_S)
    rehearsal.press()
    rehearsal.wait_for_card()
    rehearsal.press()
    exit_code = rehearsal.ended()
    (answer,) = rehearsal.scorecard()["answers"]
    return Survived(
        exit_code,
        rehearsal.printed,
        before,
        answer,
        rehearsal.recorded("pitch-take1"),
    )


@pytest.fixture(scope="module")
def survived(scenes: Scenes, one_pitch: str) -> dict[str, Future[Survived]]:
    return {
        name: scenes.begin(partial(speak_through, fault), one_pitch, "--mute")
        for name, fault in FAULTS.items()
    }


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_an_answer_loses_nothing_said_before_and_after(
    survived: dict[str, Future[Survived]], name: str
) -> None:
    session, fault = survived[name].result(), FAULTS[name]
    assert session.exit_code == 0, session.printed
    assert fault.notice not in session.printed_before
    before = read(BEFORE, KEPT_S)
    after = read(AFTER, AFTER_S)
    # A busy sound server may take a tenth of a second at the edge of the fault.
    assert alike(before, session.signal) > 0.98
    assert alike(after, session.signal) > 0.98
    assert find(before, session.signal) < find(after, session.signal)
    text = session.answer["transcript"]["text"]
    assert "mutuelle" in text
    assert "utilisateurs" in text


def test_what_a_dead_server_did_not_hear_is_told(
    survived: dict[str, Future[Survived]],
) -> None:
    assert "Le micro a perdu" in survived["dead"].result().printed
