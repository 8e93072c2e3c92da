"""The microphone's own process: ``python -m interviewer.audio.capture``.

PortAudio may abort the process when it is loaded, hang for ever when the sound server does, write
to the terminal, and find no new device before the process ends. So it lives in a process that can
be killed; :mod:`interviewer.audio.devices` starts it.

Standard output carries one line of JSON, then packets (see :data:`HEADER`) until standard input
closes. For ``list`` the line is all there is.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO, Literal

from interviewer.audio.files import printable

_BLOCK_S = 0.05
"""Length of a packet: short enough for a meter and for what a kill may lose."""

HEADER = struct.Struct("<IId")
"""Before each packet's float32 samples, interleaved: frames, flags, when the last was handed over
(seconds of ``time.monotonic``, which on one machine is one clock for all processes)."""

OVERFLOW = 1
"""Flag: PortAudio dropped samples before this packet."""

Packet = tuple[int, int, float, bytes]
"""Frames, flags, time, samples."""

Fault = Literal["no_package", "no_portaudio", "no_input", "no_match", "not_opened"]

_MAX_CHANNELS = 2
"""The sound servers' own devices offer 32 and fill them with copies."""


class CaptureError(Exception):
    """Why nothing can be captured."""

    def __init__(self, fault: Fault, **details: object) -> None:
        super().__init__(fault)
        self.report = {"fault": fault, **details}


def listing(sounddevice: Any) -> list[dict[str, object]]:
    """What PortAudio sees, in its own order."""
    hosts = [host["name"] for host in sounddevice.query_hostapis()]
    default_input, default_output = sounddevice.default.device
    return [
        {
            "index": index,
            "name": printable(device["name"]),
            "host": hosts[device["hostapi"]],
            "inputs": device["max_input_channels"],
            "outputs": device["max_output_channels"],
            "rate": round(device["default_samplerate"]),
            "default_input": index == default_input,
            "default_output": index == default_output,
        }
        for index, device in enumerate(sounddevice.query_devices())
    ]


def choose(devices: Sequence[Mapping[str, Any]], wanted: str) -> Mapping[str, Any]:
    """The input device meant by ``wanted``: nothing for the default, its number, its name or a
    part of it. Of several that fit, the default one, else the first.

    Raises:
        CaptureError: there is none.
    """
    inputs = [device for device in devices if device["inputs"] > 0]
    names = list(dict.fromkeys(str(device["name"]) for device in inputs))
    if not inputs:
        raise CaptureError("no_input")
    inputs.sort(key=lambda device: not device["default_input"])
    if not wanted:
        return inputs[0]
    text = wanted.casefold()
    tests: tuple[Callable[[Mapping[str, Any]], bool], ...] = (
        lambda device: str(device["index"]) == text,
        lambda device: device["name"].casefold() == text,
        lambda device: text in device["name"].casefold(),
    )
    for test in tests:
        for device in inputs:
            if test(device):
                return device
    raise CaptureError("no_match", wanted=wanted, inputs=names)


def serve(sounddevice: Any, wanted: str, output: BinaryIO) -> None:
    """Writes what the device hears to ``output`` until the stream ends.

    Raises:
        CaptureError: the device is not there or cannot be opened.
    """
    device = choose(listing(sounddevice), wanted)
    packets: queue.SimpleQueue[Packet | None] = queue.SimpleQueue()
    channels = min(device["inputs"], _MAX_CHANNELS)

    def hear(data: Any, frames: int, _: object, status: Any) -> None:
        flags = OVERFLOW if status.input_overflow else 0
        packets.put((frames, flags, time.monotonic(), bytes(data)))

    try:
        stream = sounddevice.RawInputStream(
            samplerate=device["rate"],
            blocksize=round(device["rate"] * _BLOCK_S),
            device=device["index"],
            channels=channels,
            dtype="float32",
            latency="high",
            callback=hear,
            finished_callback=lambda: packets.put(None),
        )
        stream.start()
    except sounddevice.PortAudioError as error:
        raise CaptureError("not_opened", name=device["name"], reason=str(error)) from error
    opened = {"name": device["name"], "rate": device["rate"], "channels": channels}
    _write_line(output, opened)
    while (packet := packets.get()) is not None:
        frames, flags, at_s, data = packet
        output.write(HEADER.pack(frames, flags, at_s) + data)
        output.flush()


def main(arguments: Sequence[str]) -> int:
    """``list``, or ``open`` and the wanted device (see :func:`choose`)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    output = sys.stdout.buffer
    try:
        import sounddevice
    except ImportError as error:
        _write_line(output, CaptureError("no_package", module=error.name).report)
        return 3
    except OSError as error:
        _write_line(output, CaptureError("no_portaudio", reason=str(error)).report)
        return 3
    if arguments[0] == "list":
        _write_line(output, {"devices": listing(sounddevice)})
        return 0
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        serve(sounddevice, arguments[1], output)
    except CaptureError as error:
        _write_line(output, error.report)
        return 3
    return 0


def _end_with_parent() -> None:
    """The parent closed our input, or died. A hanging stream could not be closed: leave it."""
    sys.stdin.buffer.read()
    os._exit(0)


def _write_line(output: BinaryIO, value: object) -> None:
    output.write(json.dumps(value).encode() + b"\n")
    output.flush()


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # Leaving in the usual way would close PortAudio, which may hang.
    os._exit(code)
