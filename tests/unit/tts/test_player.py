from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.tts import player as player_module
from interviewer.tts.player import SoundPlayer, Tape
from interviewer.tts.protocol import LoudspeakerError, Sound, StalledError

LENGTHS = st.lists(st.integers(min_value=0, max_value=50), max_size=10)


@given(LENGTHS, st.integers(min_value=1, max_value=17), st.integers(min_value=0, max_value=20))
def test_all_comes_out_in_order_whatever_the_blocks(
    parts: list[int], block: int, silence: int
) -> None:
    tape = Tape()
    sound = np.arange(1, sum(parts) + 1, dtype=np.float32)
    for part in np.split(sound, np.cumsum(parts)[:-1] if parts else []):
        tape.add(part)
    assert tape.waiting == len(sound)
    tape.end(silence)
    taken = []
    while not tape.played_out:
        taken.append(tape.take(block))
    out = np.concatenate([np.zeros(0, dtype=np.float32), *taken])
    assert np.array_equal(out[: len(sound)], sound)
    assert not out[len(sound) :].any()
    assert len(sound) + silence <= len(out) < len(sound) + silence + block


def test_running_dry_is_silence_and_not_the_end() -> None:
    tape = Tape()
    tape.add(np.ones(2, dtype=np.float32))
    assert tape.take(4).tolist() == [1, 1, 0, 0]
    assert not tape.played_out
    tape.add(np.ones(1, dtype=np.float32))
    tape.end(0)
    assert tape.take(2).tolist() == [1, 0]
    assert tape.played_out


RATE_HZ = 44_100
BLOCK = 1_000
LATENCY_S = 0.3


class PortAudioError(Exception):
    pass


class CallbackStop(Exception):
    pass


class Device:
    """A loudspeaker that takes sound as fast as it comes, and ``blocks`` blocks at most."""

    def __init__(self) -> None:
        self.heard: list[np.ndarray[Any, Any]] = []
        self.blocks: int | None = None
        self.dies = False
        self.opening: Callable[[], object] = lambda: None
        self.taking = threading.Event()
        self.taking.set()
        self.starting: Callable[[], object] = lambda: None
        self.closed = False

    def query_devices(self, kind: str) -> Mapping[str, object]:
        assert kind == "output"
        return {"default_samplerate": float(RATE_HZ), "max_output_channels": 32}

    def stream(self, **options: Any) -> Stream:
        self.opening()
        assert (options["samplerate"], options["channels"]) == (RATE_HZ, 2)
        return Stream(self, options["callback"], options["finished_callback"])

    @property
    def sound(self) -> np.ndarray[Any, Any]:
        return np.concatenate(self.heard)


class Stream:
    latency = LATENCY_S

    def __init__(
        self, device: Device, fill: Callable[..., None], finished: Callable[[], None]
    ) -> None:
        self._device, self._fill, self._finished = device, fill, finished

    def start(self) -> None:
        self._device.starting()
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        self._device.closed = True

    def _run(self) -> None:
        while self._device.blocks is None or len(self._device.heard) < self._device.blocks:
            self._device.taking.wait()
            out = np.empty((BLOCK, 2), dtype=np.float32)
            try:
                self._fill(out, BLOCK, None, None)
            except CallbackStop:
                break
            finally:
                self._device.heard.append(out)
        else:
            if not self._device.dies:
                return  # frozen: neither callbacks nor an end
        self._finished()


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Device:
    device = Device()
    module = SimpleNamespace(
        PortAudioError=PortAudioError,
        CallbackStop=CallbackStop,
        query_devices=device.query_devices,
        OutputStream=device.stream,
    )
    monkeypatch.setitem(sys.modules, "sounddevice", module)
    monkeypatch.setattr(player_module, "_STALLED_POLLS", 5)
    return device


def tone(seconds: float, level: int = 16_384) -> Sound:
    samples = np.full(int(seconds * 22_050), level, dtype="<i2")
    return Sound(22_050, samples.tobytes())


def test_all_is_heard_and_silence_pushes_it_out(device: Device) -> None:
    SoundPlayer().play(iter([tone(0.5), tone(0.25)]))
    left, right = device.sound.T
    assert np.array_equal(left, right)
    loud = np.flatnonzero(np.abs(left) > 0.25)
    # The fake takes silence before the second part is there; none of either part is missing.
    assert len(loud) == pytest.approx(0.75 * RATE_HZ, rel=0.02)
    assert len(left) - loud[-1] >= LATENCY_S * RATE_HZ
    assert device.closed


def test_later_pieces_are_made_only_when_needed(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player_module, "_AHEAD_S", 1.2)
    monkeypatch.setattr(player_module, "_STALLED_POLLS", 10_000)
    made: list[int] = []
    third = threading.Event()

    def sounds() -> Iterator[Sound]:
        for number in range(6):
            made.append(number)
            if len(made) == 3:
                third.set()
            yield tone(0.5)

    device.taking.clear()
    player = threading.Thread(target=SoundPlayer().play, args=(sounds(),))
    player.start()
    assert third.wait(30)
    player.join(0.2)
    assert len(made) == 3
    device.taking.set()
    player.join(30)
    assert len(made) == 6


def test_nothing_to_play_opens_nothing(device: Device) -> None:
    device.opening = lambda: pytest.fail("opened")
    SoundPlayer().play(iter([]))
    assert device.heard == []


@pytest.mark.parametrize("moment", ["opening", "starting"])
def test_a_device_that_refuses(device: Device, moment: str) -> None:
    def refuse() -> None:
        raise PortAudioError("Error opening\nOutputStream")

    setattr(device, moment, refuse)
    with pytest.raises(LoudspeakerError, match=r"^Error opening OutputStream$"):
        SoundPlayer().play(iter([tone(0.1)]))


def test_a_device_that_hangs_when_opened(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player_module, "_OPENS_WITHIN_S", 0.05)
    never = threading.Event()
    device.opening = never.wait
    with pytest.raises(StalledError, match="does not open"):
        SoundPlayer().play(iter([tone(0.1)]))
    never.set()


@pytest.mark.parametrize(
    ("dies", "reason"), [(True, "the stream ended"), (False, "the stream stands still")]
)
def test_a_device_that_is_lost_on_the_way(device: Device, dies: bool, reason: str) -> None:
    device.blocks, device.dies = 3, dies
    with pytest.raises(StalledError, match=reason):
        SoundPlayer().play(iter([tone(1.0)]))
