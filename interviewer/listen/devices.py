"""The microphones and loudspeakers of this machine, as PortAudio sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interviewer.listen.capture_process import end_capture, first_line, pipe, start_capture
from interviewer.listen.microphone import Block, Microphone
from interviewer.listen.watchdog import Level, join_levels, level_of

__all__ = ["Device", "LevelTest", "list_devices", "measure_level"]


@dataclass(frozen=True, slots=True)
class Device:
    """One device; it may be a microphone and a loudspeaker at once."""

    index: int
    """Its number for ``--mic``; numbers change when something is plugged in."""
    name: str
    host: str
    """What drives it: ALSA, Core Audio, Windows WASAPI."""
    inputs: int
    """Channels that can be heard."""
    outputs: int
    """Channels that can be played on."""
    rate: int
    """Samples a second by default."""
    default_input: bool
    default_output: bool


def list_devices() -> tuple[Device, ...]:
    """All devices, those just plugged in included: each call looks afresh.

    A machine without sound has none. Loading PortAudio may abort a process, so it is not this one.

    Raises:
        DeviceError: PortAudio is missing, or the sound system does not answer.
    """
    process = start_capture(["list"])
    line = first_line(process)
    end_capture(process)
    pipe(process).close()
    return tuple(Device(**device) for device in line["devices"])


@dataclass(frozen=True, slots=True)
class LevelTest:
    """What a microphone gave while it was tested."""

    device: str
    level: Level
    """Of the whole test; ``seconds`` is 0 where nothing came."""


def measure_level(
    wanted: str = "", seconds: float = 2.0, watch: Callable[[Block], None] = lambda _: None
) -> LevelTest:
    """Listens to a microphone for ``seconds`` of signal; gives up when nothing comes for 1.5 s.

    Args:
        wanted: the device's name, a part of it or its number; empty for the default one.
        seconds: of signal, not of waiting.
        watch: given each block as it comes.

    Raises:
        DeviceError: it cannot be opened.
    """
    heard: list[Level] = []
    with Microphone(wanted) as microphone:
        while sum(level.seconds for level in heard) < seconds:
            block = microphone.read(1.5)
            if block is None:
                break
            watch(block)
            heard.append(level_of(block.samples, block.clipped))
        return LevelTest(microphone.device.name, join_levels(heard))
