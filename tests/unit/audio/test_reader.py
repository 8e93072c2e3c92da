from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from interviewer.audio.reader import AUDIO_SUFFIXES, Recording, open_recording
from interviewer.domain import SAMPLE_RATE, Samples
from interviewer.errors import AudioError

Tone = Callable[..., NDArray[np.float32]]
WriteSound = Callable[..., Path]

CODEC_DELAY_S = 0.06
ADTS_DELAY = 2 * 1_024
"""Samples: such a stream has no place to say how much of its first and last frame is padding."""


def whole(recording: Recording) -> Samples:
    return np.concatenate(list(recording.blocks()))


def frequency(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(spectrum.argmax()) * SAMPLE_RATE / len(samples)


def level_db(samples: Samples) -> float:
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    return float(20 * np.log10(np.sqrt(np.mean(middle**2)) * np.sqrt(2)))


def refusal(path: str | Path) -> str:
    with pytest.raises(AudioError) as caught:
        list(open_recording(path).blocks())
    line = str(caught.value)
    assert caught.value.exit_code == 2
    assert caught.value.remedy
    assert line.isprintable()
    return line


def cut(path: Path, share: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def notice_of(recording: Recording) -> tuple[str, dict[str, str | int | float]]:
    (notice,) = recording.notices
    return notice.message.format(**notice.values), dict(notice.values)


# ------------------------------------------------------------------ what is read


@pytest.mark.parametrize("rate", [16_000, 48_000])
@pytest.mark.parametrize(
    "name",
    [
        "a.wav",
        "a.flac",
        "a.mp3",
        "a.ogg",
        "a.oga",
        "a.opus",
        "a.aiff",
        "a.caf",
        "a.w64",
        "a.au",
        "a.m4a",
        "a.mp4",
        "a.aac",
        "a.webm",
        "a.mka",
        "a.wma",
    ],
)
def test_a_tone_comes_back(name: str, rate: int, tone: Tone, write_sound: WriteSound) -> None:
    recording = open_recording(write_sound(name, tone(2.0, rate), rate))

    samples = whole(recording)

    assert samples.dtype == np.float32
    assert samples.ndim == 1
    delay_s = ADTS_DELAY / rate if name == "a.aac" else CODEC_DELAY_S
    assert len(samples) / SAMPLE_RATE == pytest.approx(2.0, abs=delay_s)
    assert recording.duration_s == len(samples) / SAMPLE_RATE
    assert frequency(samples) == pytest.approx(440, abs=1)
    assert level_db(samples) == pytest.approx(20 * np.log10(0.3), abs=1)
    assert recording.notices == ()


@pytest.mark.parametrize(
    "subtype",
    [
        "PCM_U8",
        "PCM_16",
        "PCM_24",
        "PCM_32",
        "FLOAT",
        "DOUBLE",
        "ULAW",
        "ALAW",
        "IMA_ADPCM",
        "MS_ADPCM",
        "GSM610",
    ],
)
def test_every_wav_codec_is_read(subtype: str, tone: Tone, write_sound: WriteSound) -> None:
    path = write_sound("a.wav", tone(1.0, 8_000), 8_000, subtype=subtype)
    recording = open_recording(path)
    samples = whole(recording)
    assert len(samples) / SAMPLE_RATE == pytest.approx(1.0, abs=CODEC_DELAY_S)
    assert frequency(samples) == pytest.approx(440, abs=2)
    assert recording.notices == ()


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 44_100, 96_000, 192_000])
def test_every_rate_becomes_16_khz(rate: int, tone: Tone, write_sound: WriteSound) -> None:
    samples = whole(open_recording(write_sound("a.wav", tone(1.5, rate), rate)))
    assert len(samples) == pytest.approx(1.5 * SAMPLE_RATE, abs=2)
    assert frequency(samples) == pytest.approx(440, abs=1)


def test_signal_at_16_khz_is_left_as_it_is(tone: Tone, write_sound: WriteSound) -> None:
    signal = tone(2.5, SAMPLE_RATE)
    samples = whole(open_recording(write_sound("a.wav", signal, SAMPLE_RATE, subtype="FLOAT")))
    np.testing.assert_array_equal(samples, signal)


def test_the_content_decides_not_the_suffix(tone: Tone, write_sound: WriteSound) -> None:
    path = write_sound("a.m4a", tone())
    disguised = path.rename(path.with_suffix(".wav"))
    assert frequency(whole(open_recording(disguised))) == pytest.approx(440, abs=1)


def test_blocks_last_one_second_and_can_be_had_again(tone: Tone, write_sound: WriteSound) -> None:
    recording = open_recording(write_sound("a.flac", tone(2.5, 44_100), 44_100))
    first = [len(block) for block in recording.blocks()]
    assert first == [SAMPLE_RATE, SAMPLE_RATE, SAMPLE_RATE // 2]
    assert [len(block) for block in recording.blocks()] == first


def test_duration_is_not_known_before_the_end(tone: Tone, write_sound: WriteSound) -> None:
    recording = open_recording(write_sound("a.wav", tone()))
    next(recording.blocks())
    with pytest.raises(RuntimeError, match="exhausted"):
        _ = recording.duration_s


def test_samples_beyond_full_scale_are_clipped(tone: Tone, write_sound: WriteSound) -> None:
    loud = tone(1.0, 44_100, level=1e38)
    samples = whole(open_recording(write_sound("a.wav", loud, 44_100, subtype="FLOAT")))
    assert np.abs(samples).max() == 1.0


def test_mp3_is_decoded_without_a_word_on_stderr(
    tone: Tone, write_sound: WriteSound, capfd: pytest.CaptureFixture[str]
) -> None:
    path = cut(write_sound("a.mp3", tone(4.0, 16_000), 16_000), 0.5)
    whole(open_recording(path))
    assert capfd.readouterr() == ("", "")


def test_the_sound_of_a_video_is_read(tmp_path: Path, tone: Tone, write_sound: WriteSound) -> None:
    sound = write_sound("a.m4a", tone())
    path = tmp_path / "a.mp4"
    _film(path, sound)
    assert frequency(whole(open_recording(path))) == pytest.approx(440, abs=1)


def test_suffixes_of_a_listing() -> None:
    assert {".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".webm", ".mp4"} <= AUDIO_SUFFIXES
    assert not {".m3u", ".pls", ".txt", ".json", ""} & AUDIO_SUFFIXES


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a.wav",
        "https://example.org/a.wav",
        "file:///tmp/a.wav",
        "rtmp://127.0.0.1/a",
        "concat:a.wav|b.wav",
        "data:audio/wav;base64,UklGRg==",
        "pipe:0",
    ],
)
def test_addresses_are_refused(address: str) -> None:
    line = refusal(address)
    assert line.startswith(f"{address} is an address")


def test_a_name_with_a_colon_is_no_address(
    tmp_path: Path, tone: Tone, write_sound: WriteSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sound("prise:2.wav", tone())
    monkeypatch.chdir(tmp_path)
    assert len(whole(open_recording("prise:2.wav"))) == 2 * SAMPLE_RATE


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "intro.wav"
    assert refusal(path).startswith(f"There is no file {path}.")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is not a regular file" in refusal(tmp_path)


def test_a_fifo_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    os.mkfifo(path)
    assert "is not a regular file" in refusal(path)


def test_a_device_is_refused() -> None:
    assert "is not a regular file" in refusal("/dev/zero")


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.wav")
        assert "is not a regular file" in refusal("a.wav")


def test_a_file_that_may_not_be_read_is_refused(
    tone: Tone, write_sound: WriteSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_sound("prise:2.wav", tone())

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    # Tests may run as root, whom no permission stops.
    monkeypatch.setattr(os, "open", denied)
    monkeypatch.chdir(path.parent)
    assert "not allowed to read" in refusal(path.name)


@pytest.mark.parametrize("name", ["a\0b.wav", "x" * 5_000])
def test_an_impossible_name_is_refused(name: str) -> None:
    assert "cannot be read" in refusal(name)


def test_a_disk_that_fails_is_told_in_a_line(
    tone: Tone, write_sound: WriteSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_sound("a.wav", tone())

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("interviewer.audio.reader.sections", fails)
    assert "cannot be read (Input/output error)" in refusal(path)


def test_a_chunk_that_claims_more_than_any_disk_holds(tone: Tone, write_sound: WriteSound) -> None:
    path = write_sound("a.caf", tone())
    data = bytearray(path.read_bytes())
    data[12:20] = struct.pack(">q", 2**63 - 1)  # size of the description chunk
    path.write_bytes(data)
    assert "is not audio" in refusal(path)


def test_control_characters_of_a_name_are_escaped(tmp_path: Path) -> None:
    line = refusal(tmp_path / "\x1b[31m\r\n\u202egpj.wav")
    assert r"\x1b[31m\r\n\u202egpj.wav" in line


def test_braces_in_a_name_are_left_alone(tmp_path: Path) -> None:
    assert "{0}{reason}.wav" in refusal(tmp_path / "{0}{reason}.wav")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.m3u", "b.wav\n"),
        ("a.m3u8", "b.wav\n"),
        ("a.pls", "File1=b.wav\n"),
        ("a.wav", "#EXTM3U\n#EXTINF:1,\nb.wav\n"),
        ("a.wav", "\ufeff#EXTM3U\nb.wav\n"),
        ("a.mp3", "\n\n#EXTM3U\nb.wav\n"),
        ("a.wav", "ffconcat version 1.0\nfile b.wav\n"),
        ("a.wav", "[playlist]\nFile1=b.wav\n"),
    ],
)
def test_playlists_are_refused(
    name: str, content: str, tmp_path: Path, tone: Tone, write_sound: WriteSound
) -> None:
    write_sound("b.wav", tone())
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert "is a playlist" in refusal(path)


@pytest.mark.parametrize(
    "content",
    [
        "# comment first\nffconcat version 1.0\nfile b.wav\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
        '<?xml version="1.0"?><MPD type="static"><BaseURL>b.wav</BaseURL></MPD>',
    ],
)
def test_lists_in_disguise_are_never_followed(
    content: str, tmp_path: Path, tone: Tone, write_sound: WriteSound
) -> None:
    write_sound("b.wav", tone())
    path = tmp_path / "a.wav"
    path.write_text(content, encoding="utf-8")
    assert "is not audio" in refusal(path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.touch()
    assert "is empty" in refusal(path)


@pytest.mark.parametrize("name", ["a.wav", "a.aiff", "a.caf"])
def test_a_file_without_samples_is_refused(name: str, write_sound: WriteSound) -> None:
    assert "is empty" in refusal(write_sound(name, np.empty(0, np.float32)))


def test_an_empty_wav_with_a_title_is_empty(write_sound: WriteSound) -> None:
    path = write_sound("a.wav", np.empty(0, np.float32))
    title = b"LIST" + struct.pack("<I", 60_000) + b"INFO" + bytes(59_996)
    data = bytearray(path.read_bytes() + title)
    data[4:8] = struct.pack("<I", len(data) - 8)
    path.write_bytes(data)
    assert "is empty" in refusal(path)


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.m4a"])
def test_less_than_three_tenths_of_a_second_is_refused(
    name: str, tone: Tone, write_sound: WriteSound
) -> None:
    assert "too short" in refusal(write_sound(name, tone(0.2)))


def test_three_tenths_of_a_second_are_enough(tone: Tone, write_sound: WriteSound) -> None:
    recording = open_recording(write_sound("a.wav", tone(0.3)))
    assert len(whole(recording)) == 0.3 * SAMPLE_RATE


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("at_s", [0.25, 3.5])
def test_samples_that_are_no_numbers_are_refused(
    bad: float, at_s: float, tone: Tone, write_sound: WriteSound
) -> None:
    signal = np.stack([tone(4.0), tone(4.0)], axis=1)
    signal[round(at_s * 48_000), 1] = bad
    path = write_sound("a.wav", signal, subtype="FLOAT")
    assert f"at second {at_s} a sample is not a number" in refusal(path)


def test_a_rate_no_recorder_has_is_refused(tone: Tone, write_sound: WriteSound) -> None:
    assert "says it has 100 samples a second" in refusal(write_sound("a.wav", tone(), 100))


def test_a_silent_film_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    _film(path)
    assert "has no sound track" in refusal(path)


@pytest.mark.parametrize("number", range(20))
def test_an_encrypted_track_is_refused(tone: Tone, write_sound: WriteSound, number: int) -> None:
    """Each has noise of its own: read as it claims to be, one in two hundred ended the process."""
    key = f"{number:02x}112233445566778899aabbccddeeff"
    path = write_sound(
        "a.mp4",
        tone(),
        encryption_scheme="cenc-aes-ctr",
        encryption_key=key,
        encryption_kid=key,
    )
    assert "encrypted or damaged" in refusal(path)


def test_a_track_in_an_unknown_codec_is_refused(tone: Tone, write_sound: WriteSound) -> None:
    path = write_sound("a.mka", tone())
    path.write_bytes(path.read_bytes().replace(b"A_OPUS", b"A_XYZW"))
    assert str(path) in refusal(path)


def test_an_m4a_without_its_index_is_refused(tone: Tone, write_sound: WriteSound) -> None:
    assert "its index is missing" in refusal(cut(write_sound("a.m4a", tone()), 0.5))


@pytest.mark.parametrize("suffix", ["wav", "mp3", "flac", "ogg", "m4a", "aac", "webm", "aiff"])
@pytest.mark.parametrize("kind", ["noise", "text", "zeros"])
def test_files_that_hold_no_sound_are_refused(kind: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(
        {
            "noise": np.random.default_rng(1).bytes(50_000),
            "text": b"Bonjour, voici mon pitch.\n" * 400,
            "zeros": bytes(50_000),
        }[kind]
    )
    assert str(path) in refusal(path)


# ------------------------------------------------------------------ what is cut


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
@pytest.mark.parametrize(
    ("name", "granule_s"),
    [("a.wav", 0.01), ("a.aiff", 0.01), ("a.wma", 0.2)],
)
def test_a_cut_file_is_read_as_far_as_it_goes(
    name: str, granule_s: float, share: float, tone: Tone, write_sound: WriteSound
) -> None:
    recording = open_recording(cut(write_sound(name, tone(6.0)), share))

    samples = whole(recording)

    text, values = notice_of(recording)
    assert "is cut short" in text
    assert len(samples) / SAMPLE_RATE == pytest.approx(6.0 * share, abs=granule_s)
    assert values["found"] == round(recording.duration_s, 1)
    assert values["expected"] == pytest.approx(6.0, abs=0.25)
    assert frequency(samples) == pytest.approx(440, abs=1)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("name", ["a.flac", "a.mp3", "a.caf", "a.mka", "a.webm", "a.m4a"])
def test_a_cut_file_of_known_duration_says_how_much_is_missing(
    name: str, share: float, write_sound: WriteSound
) -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 6 * 48_000).astype(np.float32)
    index_first = {"movflags": "faststart"} if name == "a.m4a" else {}
    recording = open_recording(cut(write_sound(name, noise, **index_first), share))

    samples = whole(recording)

    text, values = notice_of(recording)
    assert "is cut short" in text
    assert len(samples) / SAMPLE_RATE == pytest.approx(6.0 * share, abs=0.4)
    assert values["found"] == round(recording.duration_s, 1)
    assert values["expected"] == pytest.approx(6.0, abs=0.1)


@pytest.mark.parametrize("name", ["a.ogg", "a.opus"])
def test_an_ogg_file_without_its_end_says_so(
    name: str, tone: Tone, write_sound: WriteSound
) -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 10 * 48_000).astype(np.float32)
    recording = open_recording(cut(write_sound(name, noise), 0.5))
    samples = whole(recording)
    text, values = notice_of(recording)
    assert "was not closed by its recorder" in text
    assert values["found"] == round(len(samples) / SAMPLE_RATE, 1)
    assert len(samples) / SAMPLE_RATE == pytest.approx(5.0, abs=1.1)  # pages last a second


def test_an_aac_stream_cut_within_a_frame_says_so(tone: Tone, write_sound: WriteSound) -> None:
    recording = open_recording(cut(write_sound("a.aac", tone(4.0)), 0.5))
    samples = whole(recording)
    text, _ = notice_of(recording)
    assert "is damaged or cut short" in text
    assert len(samples) / SAMPLE_RATE == pytest.approx(2.0, abs=0.1)


def test_damage_in_the_middle_leaves_the_rest(tone: Tone, write_sound: WriteSound) -> None:
    path = write_sound("a.m4a", tone(4.0), movflags="faststart")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 1_000] = b"\xff" * 1_000
    path.write_bytes(data)
    recording = open_recording(path)
    samples = whole(recording)
    assert len(samples) / SAMPLE_RATE == pytest.approx(4.0, abs=0.3)
    assert frequency(samples[-SAMPLE_RATE:]) == pytest.approx(440, abs=2)
    assert len(recording.notices) == 1


def test_a_wav_whose_header_was_never_completed_is_read(
    tone: Tone, write_sound: WriteSound
) -> None:
    path = write_sound("a.wav", tone(3.0, 16_000), 16_000)
    _overwrite_sizes(path, 0)
    recording = open_recording(path)
    samples = whole(recording)
    text, values = notice_of(recording)
    assert "was not closed by its recorder" in text
    assert values["found"] == 3.0
    assert len(samples) == 3 * SAMPLE_RATE
    assert frequency(samples) == pytest.approx(440, abs=1)


@pytest.mark.parametrize("size", [0x7FFFF000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
def test_sizes_that_streaming_recorders_write_promise_nothing(
    size: int, tone: Tone, write_sound: WriteSound
) -> None:
    path = write_sound("a.wav", tone(3.0, 16_000), 16_000)
    _overwrite_sizes(path, size)
    recording = open_recording(path)
    assert len(whole(recording)) == 3 * SAMPLE_RATE
    assert recording.notices == ()


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_rf64(share: float, tone: Tone, write_sound: WriteSound) -> None:
    recording = open_recording(cut(write_sound("a.wav", tone(4.0), format="RF64"), share))
    assert len(whole(recording)) / SAMPLE_RATE == pytest.approx(4.0 * share, abs=0.01)
    assert len(recording.notices) == (share < 1)


def test_flac_of_unknown_length_is_read(tone: Tone, write_sound: WriteSound) -> None:
    path = write_sound("a.flac", tone(3.0))
    data = bytearray(path.read_bytes())
    data[21] &= 0xF0  # the lower 36 bits of bytes 21-25: total samples, RFC 9639 section 8.2
    data[22:26] = bytes(4)
    path.write_bytes(data)
    recording = open_recording(path)
    assert len(whole(recording)) == 3 * SAMPLE_RATE
    assert recording.notices == ()


# ------------------------------------------------------------------ hostile and large


@pytest.mark.parametrize("seed", range(24))
def test_garbled_files_are_read_or_refused(seed: int, tone: Tone, write_sound: WriteSound) -> None:
    rng = np.random.default_rng(seed)
    suffixes = [
        "wav",
        "flac",
        "mp3",
        "ogg",
        "opus",
        "aiff",
        "caf",
        "w64",
        "m4a",
        "aac",
        "webm",
        "wma",
    ]
    path = write_sound(f"a.{suffixes[seed % len(suffixes)]}", tone(1.0))
    data = bytearray(path.read_bytes())
    if seed < len(suffixes):
        for place in rng.integers(0, min(200, len(data)), 8):
            data[place] = rng.integers(256)
    else:
        data = data[: rng.integers(4, 120)] + bytearray(rng.bytes(30_000))
    path.write_bytes(data)

    try:
        samples = whole(open_recording(path))
    except AudioError as error:
        assert str(path) in str(error)
    else:
        assert len(samples) >= 0.3 * SAMPLE_RATE
        assert np.abs(samples).max() <= 1.0


@pytest.mark.parametrize("data_size", [8_000 * 2 * 2_400, 0], ids=["libsndfile", "ffmpeg"])
def test_forty_minutes_do_not_fill_memory(data_size: int, tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    riff_size = 36 + data_size if data_size else 0
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF", riff_size, b"WAVE", b"fmt ", 16, 1, 1, 8_000, 16_000, 2, 16, b"data", data_size,
    )  # fmt: skip
    with path.open("wb") as file:
        file.write(header)
        file.truncate(len(header) + 8_000 * 2 * 2_400)
    program = (
        "import re, sys\n"
        "from interviewer.audio.reader import open_recording\n"
        "recording = open_recording(sys.argv[1])\n"
        "for block in recording.blocks(): pass\n"
        # ru_maxrss would count what the test run itself held when it started the child.
        "status = open('/proc/self/status').read()\n"
        "peak = int(re.search(r'VmHWM:\\s+(\\d+) kB', status)[1]) // 1024\n"
        "print(recording.duration_s, peak)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    duration_s, peak_mb = done.stdout.split()
    assert float(duration_s) == 2_400
    assert int(peak_mb) < 150


def _overwrite_sizes(path: Path, size: int) -> None:
    data = bytearray(path.read_bytes())
    assert data[36:40] == b"data"
    data[4:8] = data[40:44] = struct.pack("<I", size)
    path.write_bytes(data)


def _film(path: Path, sound: Path | None = None) -> None:
    """Half a second of black pictures, with the sound of another file if one is given."""
    with av.open(str(path), "w") as output:
        video = output.add_stream("mpeg4", rate=10)
        assert isinstance(video, av.VideoStream)
        video.width = video.height = 64
        video.pix_fmt = "yuv420p"
        if sound is not None:
            with av.open(str(sound)) as source:
                track = output.add_stream_from_template(source.streams.audio[0])
                for packet in source.demux(audio=0):
                    if packet.dts is not None:
                        packet.stream = track
                        output.mux(packet)
        black = np.zeros((64, 64, 3), np.uint8)
        for _ in range(5):
            output.mux(video.encode(av.VideoFrame.from_ndarray(black)))
        output.mux(video.encode(None))
