"""Word errors are counted by kind, and the interval holds the rate."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from benchmarks.hesitations import counted_clips
from benchmarks.people import Clip, interval, load_clips
from benchmarks.words import Counted, joined, rate, word_errors


def clip(kind: str = "fr read", path: Path = Path("a.wav")) -> Clip:
    return Clip(path, "fr", "somebody", kind, "un deux")


def test_errors_are_words_wrong_left_out_and_put_in() -> None:
    assert word_errors("L'étape une, puis deux", "l'Étape, un puis puis deux", "fr") == (2, 5)


def test_the_interval_holds_the_rate_and_is_a_point_for_one_clip() -> None:
    counted = [Counted(clip(), errors, 10, 1.0, 1.0) for errors in (0, 1, 2, 9)]
    low, high = interval([(one.errors, one.words) for one in counted])
    assert low < rate(counted) < high
    assert interval([(9, 10)]) == (0.9, 0.9)


def test_clips_are_loaded_with_what_is_said_where_it_is_known(tmp_path: Path) -> None:
    rows = [
        {"file": "a.flac", "lang": "fr", "speaker": "A", "style": "read, slow", "transcript": "un"},
        {"path": "b.flac", "lang": "en", "speaker": "B", "style": "acted: um", "transcript": None},
    ]
    (tmp_path / "manifest.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert list(load_clips(tmp_path)) == [
        Clip(tmp_path / "a.flac", "fr", "A", "fr read", "un"),
        Clip(tmp_path / "b.flac", "en", "B", "en acted", None),
    ]
    assert [clip.path.name for clip in counted_clips(tmp_path)] == ["a.flac"]


def test_clips_of_a_kind_are_joined_with_silence_between(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.full(16_000, 0.1), 16_000)
    (tmp_path / "out").mkdir()
    kinds = ("fr read", "fr told", "fr read")
    made = list(joined([clip(kind, path) for kind in kinds], tmp_path / "out"))
    assert [one.said for one in made] == ["un deux un deux", "un deux"]
    lengths = [soundfile.info(one.path).duration for one in made]
    assert lengths == [pytest.approx(4.4), pytest.approx(2.2)]
