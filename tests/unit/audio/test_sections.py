"""Files whose headers cannot be trusted, joined files, holes in time, several tracks."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from benchmarks.torture.containers import contained, muxed
from interviewer.audio.reader import open_recording
from interviewer.audio.sections import View, sections
from interviewer.domain import SAMPLE_RATE, Samples

HERTZ = 440.0
PLAYED_S = 4.0


def tone(seconds: float = PLAYED_S, hertz: float = HERTZ, rate: int = SAMPLE_RATE) -> Samples:
    at = np.arange(round(seconds * rate)) / rate
    return (0.3 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def written(
    format_: str, seconds: float = PLAYED_S, rate: int = SAMPLE_RATE, **options: str
) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, tone(seconds, rate=rate), rate, format=format_, **options)
    return file.getvalue()


def speech() -> Samples:
    return np.concatenate(list(open_recording("audio_fixtures/answers/fr-short.flac").blocks()))


def read(data: bytes, tmp_path: Path) -> tuple[Samples, list[str]]:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    recording = open_recording(path)
    samples = np.concatenate(list(recording.blocks()))
    return samples, [notice.message.format(**notice.values) for notice in recording.notices]


def sounds_all_along(samples: Samples, hertz: float = HERTZ) -> bool:
    """The tone in each half second."""
    for start in range(0, len(samples) - 8_000, 8_000):
        part = samples[start : start + 8_000]
        spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
        if abs(spectrum.argmax() * 2 - hertz) > 4 or np.sqrt(np.mean(part**2)) < 0.15:
            return False
    return True


# ------------------------------------------------------------------ headers that say too little


def resized(data: bytes, name: bytes, size: int, layout: str = "<I") -> bytes:
    at = data.index(name) + 4
    field = struct.pack(layout, size)
    return data[:at] + field + data[at + len(field) :]


@pytest.mark.parametrize("said_s", [0.0, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("whole_too", [False, True])
def test_a_wav_that_goes_on_behind_its_declared_end_is_read_to_its_real_one(
    said_s: float, whole_too: bool, tmp_path: Path
) -> None:
    """A recorder that brought its header up to date now and then, and was cut off."""
    size = round(said_s * SAMPLE_RATE) * 2
    data = resized(written("WAV"), b"data", size)
    if whole_too:
        data = resized(data, b"RIFF", size + 36)
    samples, notices = read(data, tmp_path)
    assert len(samples) == PLAYED_S * SAMPLE_RATE
    assert sounds_all_along(samples)
    assert notices == [
        "a.bin was not closed by its recorder: 4.0 seconds are there, the end may be missing."
    ]


@pytest.mark.parametrize(
    ("format_", "name", "layout"),
    [
        ("AIFF", b"SSND", ">I"),
        ("CAF", b"data", ">q"),
        ("RF64", b"data", "<I"),
        ("RIFX", b"data", ">I"),
    ],
)
def test_so_is_any_format_of_chunks(format_: str, name: bytes, layout: str, tmp_path: Path) -> None:
    raw = written("WAV", endian="BIG") if format_ == "RIFX" else written(format_)
    samples, notices = read(resized(raw, name, 32_000, layout), tmp_path)
    assert len(samples) == pytest.approx(PLAYED_S * SAMPLE_RATE, abs=8)
    assert sounds_all_along(samples)
    assert len(notices) == 1
    assert "was not closed by its recorder" in notices[0]


def test_an_au_file_that_says_less_than_it_holds(tmp_path: Path) -> None:
    data = written("AU")
    samples, notices = read(data[:8] + struct.pack(">I", 32_000) + data[12:], tmp_path)
    assert len(samples) == PLAYED_S * SAMPLE_RATE
    assert "was not closed by its recorder" in notices[0]


def test_a_flac_stream_that_says_less_than_it_holds(tmp_path: Path) -> None:
    data = bytearray(written("FLAC"))
    data[22:26] = struct.pack(">I", SAMPLE_RATE)  # lower 32 bits of its samples: RFC 9639, 8.2
    samples, _ = read(bytes(data), tmp_path)
    assert len(samples) == PLAYED_S * SAMPLE_RATE


def chunk(name: bytes, content: bytes, *, padded: bool = True) -> bytes:
    pad = b"\0" * (len(content) % 2 if padded else 0)
    return name + struct.pack("<I", len(content)) + content + pad


@pytest.mark.parametrize("padded", [True, False])
@pytest.mark.parametrize("content", [b"INFOabc", b"x", b"INFOINAM\x03\0\0\0abc", b"a" * 301])
def test_a_chunk_of_odd_length_may_be_padded_or_not(
    content: bytes, padded: bool, tmp_path: Path
) -> None:
    data = written("WAV")
    odd = chunk(b"LIST", content, padded=padded)
    for place in (12, 36):
        samples, notices = read(data[:place] + odd + data[place:], tmp_path)
        assert len(samples) == PLAYED_S * SAMPLE_RATE
        assert sounds_all_along(samples)
        assert notices == []


@pytest.mark.parametrize("low_byte", [0x41, 0x64, 0x20, 0x00])
def test_the_size_behind_an_unpadded_chunk_may_look_like_a_letter(
    low_byte: int, tmp_path: Path
) -> None:
    data = written("WAV")
    size = 100_000 // 256 * 256 + low_byte
    data = resized(data[: 44 + size], b"data", size)
    odd = chunk(b"note", b"abc", padded=False)
    samples, _ = read(data[:36] + odd + data[36:], tmp_path)
    assert len(samples) == size // 2


@pytest.mark.parametrize("padded", [True, False])
def test_what_stands_behind_the_sound_is_no_sound(padded: bool, tmp_path: Path) -> None:
    """Titles, cover and markers; the sound of odd length before them."""
    file = io.BytesIO()
    soundfile.write(file, tone(2.0)[:-1], SAMPLE_RATE, format="WAV", subtype="PCM_U8")
    sound = file.getvalue()[: 44 + 31_999]
    tags = (b"" if not padded else b"\0") + chunk(b"LIST", b"INFO" + chunk(b"ICMT", b"t" * 60_000))
    tags += chunk(b"id3 ", b"ID3" + bytes(9_000))
    samples, notices = read(sound + tags, tmp_path)
    assert len(samples) == 31_999
    assert notices == []


@pytest.mark.parametrize("rest", [b"TAG" + bytes(125), b"\0" * 512, b"\r\n"])
def test_a_few_bytes_behind_the_sound_are_no_lie(rest: bytes, tmp_path: Path) -> None:
    samples, notices = read(written("WAV") + rest, tmp_path)
    assert len(samples) == PLAYED_S * SAMPLE_RATE
    assert notices == []


def test_a_file_beyond_four_gigabytes_keeps_its_size(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    size = 5 << 30
    with path.open("wb") as file:
        file.write(struct.pack("<4sI4s", b"RF64", 0xFFFFFFFF, b"WAVE"))
        file.write(struct.pack("<4sIQQQI", b"ds64", 28, size + 72, size, size // 2, 0))
        file.write(struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 16_000, 32_000, 2, 16))
        file.write(struct.pack("<4sI", b"data", 0xFFFFFFFF))
        file.truncate(80 + size)
    with path.open("rb") as file:
        (section,) = sections(file)
        assert soundfile.SoundFile(section.view).frames == size // 2


# ------------------------------------------------------------------ joined files


@pytest.mark.parametrize(
    "container",
    [
        "wav",
        "rf64",
        "flac",
        "aiff",
        "caf",
        "ogg",
        "opus",
        "flac.ogg",
        "m4a",
        "fast.m4a",
        "mp4",
        "mov",
        "webm",
        "mka",
        "wma",
        "mp3",
        "aac",
        "amr",
        "ac3",
        "ts",
        "flv",
    ],
)
def test_joined_files_are_read_to_the_last(container: str, tmp_path: Path) -> None:
    one, _ = read(contained(container), tmp_path)
    three, _ = read(contained(container) * 3, tmp_path)
    assert len(three) == pytest.approx(3 * len(one), abs=0.3 * SAMPLE_RATE)
    level = [float(np.sqrt(np.mean(part**2))) for part in np.array_split(three, 12)]
    assert min(level) > 0.1


def test_joined_files_may_differ_in_format_and_rate(tmp_path: Path) -> None:
    data = written("WAV", 1.0, 8_000) + written("FLAC", 1.0, 44_100) + written("AIFF", 1.0, 48_000)
    samples, notices = read(data, tmp_path)
    assert len(samples) == pytest.approx(3 * SAMPLE_RATE, abs=4)
    assert sounds_all_along(samples)
    assert notices == ["a.bin is 3 recordings joined end to end: all of them count, 3.0 seconds."]


def test_the_links_of_an_ogg_stream_are_one_recording(tmp_path: Path) -> None:
    links = written("OGG", 2.0, 16_000, subtype="OPUS") + written(
        "OGG", 2.0, 48_000, subtype="OPUS"
    )
    samples, notices = read(links + written("OGG", 2.0, 24_000, subtype="OPUS"), tmp_path)
    assert len(samples) == pytest.approx(6 * SAMPLE_RATE, abs=4)
    assert notices == []


def test_a_joined_file_that_is_damaged_is_told(tmp_path: Path) -> None:
    second = written("FLAC", 2.0)
    samples, notices = read(written("FLAC", 2.0) + second[: len(second) // 2], tmp_path)
    assert len(samples) == pytest.approx(3 * SAMPLE_RATE, abs=0.3 * SAMPLE_RATE)
    assert notices[0].startswith("a.bin is cut short: ")
    assert "2 recordings joined" in notices[1]


def test_what_a_container_holds_is_no_joined_file(tmp_path: Path) -> None:
    """An Ogg file of FLAC holds the beginning of a FLAC file in its own."""
    _, notices = read(contained("flac.ogg"), tmp_path)
    assert notices == []
    _, notices = read(contained("mka"), tmp_path)
    assert notices == []


# ------------------------------------------------------------------ holes


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("webm", "libopus"),
        ("matroska", "flac"),
        ("mp4", "aac"),
        ("flv", "aac"),
        ("mpegts", "aac"),
        ("asf", "wmav2"),
        ("ogg", "libopus"),
        ("ogg", "flac"),
    ],
)
def test_a_hole_in_the_timestamps_is_silence(container: str, codec: str, tmp_path: Path) -> None:
    data = muxed(
        container,
        [(codec, tone(4.0))],
        moved=lambda _, at_s: at_s if at_s < 2.0 else at_s + 5.0,
    )
    samples, notices = read(data, tmp_path)
    assert len(samples) / SAMPLE_RATE == pytest.approx(9.0, abs=0.15)
    assert np.abs(samples[round(2.3 * SAMPLE_RATE) : round(6.7 * SAMPLE_RATE)]).max() < 0.01
    assert np.abs(samples[round(7.3 * SAMPLE_RATE) :]).max() > 0.2
    assert len(notices) == 1
    assert "has gaps: 5.0 of its" in notices[0]
    assert "at second 2" in notices[0]


def test_packets_left_out_by_the_recorder_are_silence(tmp_path: Path) -> None:
    data = muxed(
        "matroska",
        [("libopus", tone(4.0))],
        moved=lambda _, at_s: None if 1.0 <= at_s < 2.5 else at_s,
    )
    samples, notices = read(data, tmp_path)
    assert len(samples) / SAMPLE_RATE == pytest.approx(4.0, abs=0.05)
    assert "has gaps: 1.5 of its 4.0 seconds, the first at second 1.0" in notices[0]


def test_silences_that_a_codec_leaves_out_are_put_back_without_a_word(tmp_path: Path) -> None:
    data = muxed(
        "matroska",
        [("libopus", tone(4.0))],
        moved=lambda _, at_s: None if 1.0 <= at_s < 1.4 else at_s,
    )
    samples, notices = read(data, tmp_path)
    assert len(samples) / SAMPLE_RATE == pytest.approx(4.0, abs=0.05)
    assert notices == []


def test_a_clock_that_jumps_by_hours_is_not_waited_for(tmp_path: Path) -> None:
    data = muxed(
        "matroska",
        [("libopus", tone(4.0))],
        moved=lambda _, at_s: at_s if at_s < 2.0 else at_s + 7_200.0,
    )
    samples, notices = read(data, tmp_path)
    assert len(samples) / SAMPLE_RATE == pytest.approx(4.0, abs=0.05)
    assert any("its clock jumps by 7200 seconds at second 2.0" in notice for notice in notices)


# ------------------------------------------------------------------ tracks


@pytest.mark.parametrize("container", ["matroska", "mp4"])
@pytest.mark.parametrize("voice", [0, 1, 2])
def test_of_several_tracks_the_one_that_is_spoken_on_counts(
    container: str, voice: int, tmp_path: Path
) -> None:
    said = speech()
    noise = np.random.default_rng(1).normal(0, 0.05, len(said)).astype(np.float32)
    others = [np.zeros(len(said), np.float32), noise]
    tracks = [("aac", signal) for signal in [*others[:voice], said, *others[voice:]]]
    samples, notices = read(muxed(container, tracks), tmp_path)
    # AAC gives back the signal it was given, at about the same place.
    length = min(len(samples), len(said))
    found = np.fft.irfft(np.fft.rfft(samples[:length]) * np.conj(np.fft.rfft(said[:length])))
    assert found.max() > 0.8 * float(said[:length] @ said[:length])
    expected = f"a.bin has 3 sound tracks: number {voice + 1} holds the most speech, and counts."
    assert expected in notices


# ------------------------------------------------------------------ the view


def test_a_view_is_a_header_and_a_part_of_a_file() -> None:
    view = View(io.BytesIO(b"0123456789"), 3, 7, b"head")
    assert view.read() == b"head3456"
    assert (view.seek(2), view.read(4), view.tell()) == (2, b"ad34", 6)
    assert (view.seek(-1, 2), view.read(9), view.read(9)) == (7, b"6", b"")
    assert (view.seek(-99), view.seek(2**70), view.tell()) == (-1, -1, 8)


def test_a_disk_that_fails_is_remembered() -> None:
    class Gone(io.BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    view = View(Gone(b"x"), 0, 1)
    assert view.read() == b""
    assert view.failure is not None


def test_a_track_that_begins_on_the_way_does_not_end_the_first(tmp_path: Path) -> None:
    """A second programme joined to a transport stream: PyAV knows nothing of it."""
    other = {"mpegts_start_pid": "700", "mpegts_pmt_start_pid": "800", "mpegts_service_id": "9"}
    streams = contained("ts"), muxed("mpegts", [("mp2", tone(2.0))], other), contained("ts")
    one, _ = read(streams[0], tmp_path)
    for _ in range(5):
        samples, _ = read(b"".join(streams), tmp_path)
        assert len(samples) >= 1.9 * len(one)
