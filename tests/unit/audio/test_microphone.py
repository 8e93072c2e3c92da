"""The capture process with a PortAudio made up here, and its parent with a process made up here."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from interviewer.audio import capture, devices, microphone
from interviewer.audio.capture import HEADER, OVERFLOW
from interviewer.audio.microphone import Block, Gate, LossCounter, Microphone
from interviewer.audio.resampling import Converter
from interviewer.errors import DeviceError

# --------------------------------------------------------------------------- which device


def device(index: int, name: str, inputs: int = 1, default: bool = False) -> dict[str, Any]:
    return {"index": index, "name": name, "inputs": inputs, "default_input": default}


DESK = [
    device(0, "HDMI", inputs=0),
    device(1, "Webcam Mic"),
    device(2, "USB Mic 4"),
    device(3, "USB Mic", default=True),
    device(4, "USB Mic 2"),
]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ("", 3),
        ("webcam", 1),
        ("MIC", 3),
        ("usb mic 4", 2),
        ("USB Mic", 3),
        ("mic 2", 4),
        ("4", 4),
        ("1", 1),
    ],
)
def test_a_device_is_chosen(wanted: str, index: int) -> None:
    assert capture.choose(DESK, wanted)["index"] == index


@pytest.mark.parametrize("wanted", ["HDMI", "0", "Yeti", "99"])
def test_a_name_that_no_microphone_has(wanted: str) -> None:
    with pytest.raises(capture.CaptureError) as caught:
        capture.choose(DESK, wanted)
    assert caught.value.report == {
        "fault": "no_match",
        "wanted": wanted,
        "inputs": ["Webcam Mic", "USB Mic 4", "USB Mic", "USB Mic 2"],
    }


@pytest.mark.parametrize("devices", [[], DESK[:1]])
def test_no_microphone_at_all(devices: list[dict[str, Any]]) -> None:
    with pytest.raises(capture.CaptureError) as caught:
        capture.choose(devices, "")
    assert caught.value.report == {"fault": "no_input"}


def test_without_a_default_the_first_one_is_taken() -> None:
    assert capture.choose(DESK[:3], "")["index"] == 1


# --------------------------------------------------------------------------- the capture process


@dataclass
class Status:
    input_overflow: bool = False


class StreamError(Exception):
    """What sounddevice raises."""


@dataclass
class Desk:
    """Stands in for the sounddevice module: plays ``script`` through the callback, then ends."""

    script: Sequence[tuple[bytes, int, bool]] = ()
    refuses: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    PortAudioError: type[Exception] = StreamError

    class default:
        device = (1, 0)

    def query_hostapis(self) -> list[dict[str, Any]]:
        return [{"name": "ALSA"}]

    def query_devices(self) -> list[dict[str, Any]]:
        out = {"name": "HDMI", "max_input_channels": 0, "max_output_channels": 2}
        mic = {"name": "USB Mic", "max_input_channels": 32, "max_output_channels": 0}
        return [{**entry, "hostapi": 0, "default_samplerate": 48_000.0} for entry in (out, mic)]

    def RawInputStream(self, **options: Any) -> Desk:
        if self.refuses:
            raise StreamError(self.refuses)
        self.options = options
        return self

    def start(self) -> None:
        for data, frames, overflow in self.script:
            self.options["callback"](memoryview(data), frames, None, Status(overflow))
        self.options["finished_callback"]()


def test_packets_carry_samples_flags_and_times() -> None:
    first, second = (np.full((count, 2), 0.5, np.float32).tobytes() for count in (3, 2))
    desk = Desk([(first, 3, False), (second, 2, True)])
    output = io.BytesIO()
    capture.serve(desk, "usb", output)
    output.seek(0)
    assert json.loads(output.readline()) == {"name": "USB Mic", "rate": 48_000, "channels": 2}
    one, two = (devices.read_packet(output, 8) for _ in range(2))
    assert one is not None and two is not None
    assert (one[:2], one[3]) == ((3, 0), first)
    assert (two[:2], two[3]) == ((2, OVERFLOW), second)
    assert one[2] <= two[2]
    assert devices.read_packet(output, 8) is None
    assert (desk.options["samplerate"], desk.options["blocksize"]) == (48_000, 2_400)


def test_a_device_in_use_is_reported() -> None:
    with pytest.raises(capture.CaptureError) as caught:
        capture.serve(Desk(refuses="Device unavailable"), "", io.BytesIO())
    assert caught.value.report == {
        "fault": "not_opened",
        "name": "USB Mic",
        "reason": "Device unavailable",
    }


def test_devices_are_listed() -> None:
    hdmi, mic = capture.listing(Desk())
    assert hdmi["default_output"] and not hdmi["default_input"]
    assert mic == {
        "index": 1,
        "name": "USB Mic",
        "host": "ALSA",
        "inputs": 32,
        "outputs": 0,
        "rate": 48_000,
        "default_input": True,
        "default_output": False,
    }


@pytest.mark.parametrize("cut", range(1, HEADER.size + 8))
def test_a_torn_packet_is_the_end(cut: int) -> None:
    whole = HEADER.pack(2, 0, 1.0) + bytes(8)
    assert devices.read_packet(io.BytesIO(whole[:-cut]), 4) is None


# --------------------------------------------------------------------------- the microphone

PLAY = """
import json, struct, sys
rate, packets, then = json.loads(sys.argv[1])
out = sys.stdout.buffer
out.write(json.dumps({"name": "Made up", "rate": rate, "channels": 1}).encode() + b"\\n")
at = 0.0
for values, flags, times in packets:
    values = values * times
    at += len(values) / rate
    out.write(struct.pack("<IId", len(values), flags, at))
    out.write(struct.pack(f"<{len(values)}f", *values))
out.flush()
if then == "hangs":
    import time
    time.sleep(600)
elif then == "waits":
    sys.stdin.read()
"""

Open = Callable[..., Microphone]


@pytest.fixture
def open_made_up(monkeypatch: pytest.MonkeyPatch) -> Open:
    """``open_made_up(packets, rate, then)``: a microphone that gives packets, then ends.

    A packet is values, flags, and how often the values are repeated.
    """

    def begin(
        packets: list[tuple[list[float], int, int]], rate: int = 16_000, then: str = "ends"
    ) -> Microphone:
        def start(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
            assert list(arguments) == ["open", "mine"]
            return subprocess.Popen(
                [sys.executable, "-c", PLAY, json.dumps([rate, packets, then])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )

        monkeypatch.setattr(microphone, "start_capture", start)
        return Microphone("mine")

    return begin


def read_all(opened: Microphone) -> list[Block]:
    blocks = []
    while opened.active:
        block = opened.read(5.0)
        if block is not None:
            blocks.append(block)
    return blocks


def test_every_sample_arrives_once_and_is_counted(open_made_up: Open) -> None:
    with open_made_up(
        [([0.25, -0.5], 0, 1), ([1.0, 0.0, -1.5], 0, 1), ([0.125], OVERFLOW, 1)]
    ) as opened:
        blocks = read_all(opened)
        losses = opened.losses
    assert opened.device == microphone.Opened("Made up", 16_000, 1)
    np.testing.assert_array_equal(
        np.concatenate([block.samples for block in blocks]),
        np.array([0.25, -0.5, 1.0, 0.0, -1.0, 0.125], np.float32),
    )
    assert [block.clipped for block in blocks] == pytest.approx([0, 2 / 3, 0])
    assert (losses.frames, losses.seconds, losses.overflows) == (6, 6 / 16_000, 1)
    assert (losses.gaps, losses.missing_s) == (0, 0)


def test_nothing_yet_is_not_the_end(open_made_up: Open) -> None:
    with open_made_up([], then="waits") as opened:
        found = [opened.read(0.01), opened.active]
    found += [opened.read(0.01), opened.active]
    assert found == [None, True, None, False]


def test_a_process_that_hangs_is_ended_by_force(open_made_up: Open) -> None:
    opened = open_made_up([([0.5], 0, 1)], then="hangs")
    assert opened.read(5.0) is not None
    opened.close()
    assert opened._process.returncode not in (0, None)


def test_what_is_heard_while_the_gate_is_closed_is_marked(open_made_up: Open) -> None:
    # The made-up blocks are heard from 0 to 1 s and so on.
    with open_made_up([([0.5], 0, 16_000)] * 5) as opened:
        opened.gate(1.2)
        opened.ungate(1.9)
        assert [block.gated for block in read_all(opened)] == [False, True, True, False, False]


def test_a_resampled_block_after_the_gate_holds_nothing_of_before(open_made_up: Open) -> None:
    loud, silent = ([0.5] * 10, 0, 4_410), ([0.0], 0, 44_100)
    with open_made_up([loud, silent], rate=44_100) as opened:
        opened.gate(0.0)
        opened.ungate(0.5)
        spoken, answer = read_all(opened)
    assert (spoken.gated, answer.gated) == (True, False)
    assert np.abs(spoken.samples).max() > 0.4
    assert np.abs(answer.samples).max() == 0


# --------------------------------------------------------------------------- gate, converter, losses


@pytest.mark.parametrize(
    ("start_s", "end_s", "covered"),
    [
        (0.0, 1.0, False),
        (0.5, 1.5, True),
        (2.0, 2.1, True),
        (2.9, 3.2, True),
        (3.09, 3.2, True),
        (3.1, 3.2, False),
    ],
)
def test_gate(start_s: float, end_s: float, covered: bool) -> None:
    gate = Gate(tail_s=0.1)
    gate.close(1.0)
    gate.close(2.0)
    gate.open(3.0)
    gate.open(4.0)
    assert gate.covers(start_s, end_s) is covered


def test_a_gate_that_is_still_closed() -> None:
    gate = Gate(tail_s=0.1)
    gate.close(1.0)
    gate.open(2.0)
    gate.close(5.0)
    asked = [gate.covers(at, at + 1.0) for at in (0.0, 1.5, 2.5, 3.5, 4.5, 99.0)]
    assert asked == [False, True, False, False, True, True]


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_tone_stays_the_same_tone(rate: int, channels: int) -> None:
    at = np.arange(2 * rate) / rate
    tone = (0.4 * np.sin(2 * np.pi * 440 * at)).astype(np.float32)
    frames = np.repeat(tone[:, None], channels, axis=1)
    converter = Converter(rate)
    step = rate // 20
    pieces = [converter.feed(frames[start : start + step]) for start in range(0, 2 * rate, step)]
    signal = np.concatenate(pieces)
    assert 2 - len(signal) / 16_000 < 0.05
    spectrum = np.abs(np.fft.rfft(signal[:16_000]))
    assert spectrum.argmax() == 440
    assert np.abs(signal[4_000:16_000]).max() == pytest.approx(0.4, abs=0.01)


def test_what_is_not_a_number_becomes_silence() -> None:
    frames = np.array([[np.nan], [np.inf], [-np.inf], [0.5]], np.float32)
    assert Converter(16_000).feed(frames).tolist() == [0.0, 1.0, -1.0, 0.5]


def test_a_closed_filter_says_nothing_when_the_program_ends_around_it() -> None:
    program = """
import sys, threading
from interviewer.audio.resampling import Converter
converter = Converter(48_000)
converter.close()
threading.Thread(target=lambda: (sys.stdin.read(), converter), daemon=True).start()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        assert process.stderr.read() == b""


def count(times: Sequence[float], frames: int = 800) -> LossCounter:
    counter = LossCounter(16_000)
    for at_s in times:
        counter.feed(frames, at_s, overflow=False)
    return counter


def packets(seconds: float, start_s: float = 0.0) -> NDArray[np.float64]:
    """When packets of 50 ms are handed over."""
    return start_s + 0.05 * np.arange(1, round(seconds / 0.05) + 1, dtype=np.float64)


def test_late_packets_are_no_gap() -> None:
    times = packets(60.0)
    late = np.random.default_rng(3).uniform(0, 0.3, len(times))
    assert count(np.maximum.accumulate(times + late).tolist()).losses.gaps == 0


def test_a_stall_that_is_made_up_for_is_no_gap() -> None:
    times = packets(10.0)
    stalled = np.where((times > 3) & (times < 6), 6.0, times)
    losses = count(stalled.tolist()).losses
    assert losses.missing_s == pytest.approx(0, abs=0.01)
    assert losses.seconds == 10.0


@pytest.mark.parametrize("gap_s", [0.2, 2.0, 60.0])
def test_a_gap_is_counted_with_its_length(gap_s: float) -> None:
    losses = count([*packets(5.0), *packets(5.0, 5.0 + gap_s)]).losses
    assert losses.gaps == 1
    assert losses.missing_s == pytest.approx(gap_s, abs=0.01)


def test_clocks_that_drift_apart_make_no_gap() -> None:
    assert count((packets(600.0) * 1.0002).tolist()).losses.gaps == 0


@given(st.lists(st.integers(0, 5_000), max_size=50))
def test_frames_add_up(frames: list[int]) -> None:
    counter = LossCounter(16_000)
    for number, given_frames in enumerate(frames):
        counter.feed(given_frames, float(number), overflow=bool(number % 2))
    assert counter.losses.frames == sum(frames)
    assert counter.losses.overflows == len(frames) // 2


def test_errors_are_one_line_with_a_remedy() -> None:
    reports: list[dict[str, Any]] = [
        {"fault": "no_portaudio", "reason": "PortAudio library not found"},
        {"fault": "no_input"},
        {"fault": "no_match", "wanted": "Yeti", "inputs": ["USB Mic", "Webcam"]},
        {"fault": "not_opened", "name": "USB Mic", "reason": "Device unavailable"},
    ]
    lines = [str(devices.capture_error(report)) for report in reports]
    assert all("\n" not in line for line in lines)
    assert "apt install libportaudio2" in lines[0]
    assert lines[2].startswith("No microphone is called Yeti; there is: USB Mic, Webcam.")
    assert "USB Mic cannot be opened (Device unavailable)" in lines[3]
    assert all(devices.capture_error(report).exit_code == 3 for report in reports)


def test_a_hanging_sound_system_is_an_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process, pytest.raises(DeviceError, match="does not answer"):
        devices.first_line(process, timeout_s=0.05)
    assert process.returncode is not None


def test_what_the_sound_libraries_complain_of_is_in_the_log_not_on_the_screen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "interviewer")
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\necho 'ALSA lib: no card' >&2\necho '{\"devices\": []}'\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))
    process = devices.start_capture(["list"])
    assert devices.first_line(process) == {"devices": []}
    for reader in [each for each in threading.enumerate() if each.name == "child errors"]:
        reader.join()
    devices.end_capture(process)
    devices.pipe(process).close()
    said = {record.getMessage() for record in caplog.records}
    assert said == {"child: ALSA lib: no card", f"sound process {process.pid}: {{'devices': []}}"}
