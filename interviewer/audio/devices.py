"""The microphones and loudspeakers of this machine, as PortAudio sees them: starting, reading and
ending the process that it runs in.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, cast

from interviewer.audio.capture import HEADER, Packet
from interviewer.errors import DeviceError, MissingError, package_missing
from interviewer.i18n import N_
from interviewer.log import ChildErrors

_ANSWERS_WITHIN_S = 5.0
"""A sound system that has said nothing by then hangs; 0.1 s is usual."""

_ENDS_WITHIN_S = 0.3

_log = logging.getLogger(__name__)


def start_capture(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """The process, with pipes on its input and output; for ``arguments`` see its module."""
    # -P: nothing in the current folder may pass for a module.
    command = [sys.executable, "-P", "-m", "interviewer.audio.capture", *arguments]
    process = subprocess.Popen(  # noqa: S603  our own module, by our own interpreter
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,  # the sound libraries write there what would spoil the screen
        start_new_session=True,  # Ctrl-C in the terminal is for the parent
    )
    _log.debug("sound process %d started: %s", process.pid, arguments)
    ChildErrors(cast(IO[bytes], process.stderr), _log)
    return process


def first_line(
    process: subprocess.Popen[bytes], timeout_s: float = _ANSWERS_WITHIN_S
) -> Mapping[str, Any]:
    """What the process says first.

    Raises:
        DeviceError: it reports a fault, ended without a word, or hangs.
    """
    said: list[bytes] = []
    stdout = pipe(process)
    reader = threading.Thread(target=lambda: said.append(stdout.readline()), daemon=True)
    reader.start()
    reader.join(timeout_s)
    if not said or not said[0]:
        end_capture(process)
        reader.join()
        stdout.close()
        raise DeviceError(
            N_("This machine's sound system does not answer."),
            N_("Check that it has one and that it runs, or try again after a restart of it."),
        )
    line: dict[str, Any] = json.loads(said[0])
    _log.info("sound process %d: %s", process.pid, line)
    if "fault" in line:
        end_capture(process)
        stdout.close()
        raise capture_error(line)
    return line


def read_packet(stream: IO[bytes], frame_bytes: int) -> Packet | None:
    """The next packet; None when the process has ended, a torn packet included."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    frames, flags, at_s = HEADER.unpack(header)
    data = stream.read(frames * frame_bytes)
    return (frames, flags, at_s, data) if len(data) == frames * frame_bytes else None


def end_capture(process: subprocess.Popen[bytes]) -> None:
    """Ends the process, by force if it hangs. What it has written can still be read."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(_ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _log.debug("sound process %d ended: %s", process.pid, process.returncode)


def pipe(process: subprocess.Popen[bytes]) -> IO[bytes]:
    """Its standard output."""
    if process.stdout is None:
        raise ValueError("the process was started without a pipe")
    return process.stdout


def capture_error(report: Mapping[str, Any]) -> MissingError:
    """The error for a fault line of :mod:`interviewer.audio.capture`."""
    match report["fault"]:
        case "no_portaudio":
            return DeviceError(
                N_("The PortAudio library, through which sound goes in and out, is missing."),
                N_("Install it; on Debian or Ubuntu: sudo apt install libportaudio2"),
            )
        case "no_package":
            return package_missing(str(report["module"]))
        case "no_input":
            return DeviceError(
                N_("There is no microphone."),
                N_("Plug one in, or allow its use in the system's privacy settings."),
            )
        case "no_match":
            return DeviceError(
                N_("No microphone is called {wanted}; there is: {inputs}."),
                N_("Give one of these names, or a part of it, with --mic."),
                wanted=report["wanted"],
                inputs=", ".join(report["inputs"]),
            )
        case _:
            return DeviceError(
                N_("The microphone {name} cannot be opened ({reason})."),
                N_("Close the programs that use it, or choose another one with --mic."),
                name=report["name"],
                reason=report["reason"],
            )


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
