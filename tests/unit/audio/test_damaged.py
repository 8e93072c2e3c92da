"""The short form of ``benchmarks.torture.recordings``: whatever the bytes are, a signal or one line."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.torture.containers import CONTAINERS, contained
from benchmarks.torture.recordings import Case, Outcome, damaged, read_or_refused
from interviewer.audio.decoding import Decoder, open_decoder
from interviewer.audio.sections import View

EACH = 52
"""Cases a container: 2,028 in all."""


@pytest.mark.parametrize("container", CONTAINERS)
def test_damaged_recordings_are_read_or_refused(
    container: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.bin"
    said: Counter[str] = Counter()
    for number in range(EACH):
        path.write_bytes(damaged(Case(container, number)))
        said[read_or_refused(path)] += 1
    assert set(said) <= {"read", "refused"}
    assert said["read"]
    assert capfd.readouterr() == ("", "")


def test_a_case_is_the_same_file_every_time() -> None:
    assert damaged(Case("wav", 7)) == damaged(Case("wav", 7)) != damaged(Case("wav", 8))


def test_what_a_finding_is() -> None:
    assert not Outcome("wav:1", "read", 1.0, 100).finding
    assert not Outcome("wav:1", "refused", 10.0, 300).finding
    assert Outcome("wav:1", "IndexError: list index out of range").finding.startswith("IndexError")
    assert Outcome("wav:1", "read", 1.0, 301).finding == "takes 301 MB"
    assert Outcome("wav:1", "refused", 11.0, 100).finding == "takes 11.0 s"


@pytest.mark.parametrize("container", ["wav", "m4a"])
def test_a_fault_of_the_program_is_no_damage(
    container: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a library raises is a damaged file; what the program does wrong must be seen."""

    def wrong(*_: object) -> None:
        raise IndexError("a fault of the program")

    path = tmp_path / "a.bin"
    path.write_bytes(contained(container))
    monkeypatch.setattr("interviewer.audio.resampling.Downmix.mono", wrong)
    with pytest.raises(IndexError, match="a fault of the program"):
        read_or_refused(path)


@pytest.mark.parametrize("error", [IndexError, ValueError, MemoryError, RuntimeError, KeyError])
def test_whatever_a_library_raises_is_a_damaged_file(
    error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error("of the library")

    path = tmp_path / "a.bin"
    path.write_bytes(contained("wav"))
    monkeypatch.setattr("soundfile.SoundFile.read", fails)
    assert read_or_refused(path) == "refused"
    monkeypatch.setattr("soundfile.SoundFile.__init__", fails)
    monkeypatch.setattr("av.open", fails)
    assert read_or_refused(path) == "refused"


@pytest.mark.parametrize("name", [b"LIST", b"bext", b"id3 ", b"cart", b"PEAK"])
@pytest.mark.parametrize("place", [12, 36])
@pytest.mark.parametrize("kind", [b"RIFF", b"RIFX"])
def test_a_title_of_two_gigabytes_is_not_made_room_for(
    kind: bytes, place: int, name: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FFmpeg takes what such a chunk claims: no decoder is shown one."""
    claims = name + b"\xf0\xff\xff\x7f" + b"INFOINAM\xf0\xff\xff\x7f"
    data = contained("wav")
    seen: list[bytes] = []
    path = tmp_path / "a.bin"
    path.write_bytes(kind + data[4:place] + claims + data[place:])

    def watched(view: View, *rest: Any) -> Decoder:
        seen.append(view.read())
        return open_decoder(view, *rest)

    monkeypatch.setattr("interviewer.audio.reader.open_decoder", watched)
    assert read_or_refused(path) in ("read", "refused")
    assert name not in b"".join(seen)


def test_a_hole_at_a_rate_that_no_recording_has_is_not_made_room_for(tmp_path: Path) -> None:
    """Of a damaged track at 805 million samples a second: the fill of one hole took 870 MB."""
    path = tmp_path / "a.caf"
    path.write_bytes(damaged(Case("alac.caf", 192)))
    tracemalloc.start()
    try:
        assert read_or_refused(path) == "refused"
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 100_000_000
