from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hesitations import Counted, compare, summary
from benchmarks.people import Clip
from interviewer.domain import Take, Tic, Transcript, Word

SAID = "alors euh on garde les données euh voilà"


def counted(heard: str, *sounds_s: float) -> tuple[int, int, int]:
    """Said, found and false; a word a second."""
    words = tuple(Word(word, at, at + 1.0, 0.9) for at, word in enumerate(heard.split()))
    take = Take(Path("a.flac"), 60.0, (), Transcript("fr", words))
    tics = [Tic("", "sound", at, at + 0.2, "voice") for at in sounds_s]
    tics.append(Tic("du coup", "word", 0.0, 0.5, "text"))
    one = compare(Clip(take.audio, "fr", "A", "fr told", SAID), take, tics)
    return one.said, one.found, one.false


@pytest.mark.parametrize(
    ("sounds_s", "found", "false"),
    [
        ((), 0, 0),
        ((0.9, 4.9), 2, 0),
        ((4.9,), 1, 0),
        ((2.9, 2.95), 0, 2),
        ((1.9,), 1, 0),
        ((0.9, 0.95), 1, 1),
    ],
    ids=["none", "both", "the second", "elsewhere", "a word off", "one twice"],
)
def test_a_sound_is_found_between_the_same_words_or_beside(
    sounds_s: tuple[float, ...], found: int, false: int
) -> None:
    assert counted("alors on garde les données voilà", *sounds_s) == (2, found, false)


def test_a_sound_that_is_written_counts_by_its_place_in_time() -> None:
    assert counted("alors euh on garde les données euh voilà", 1.0, 6.0) == (2, 2, 0)


def test_false_ones_are_told_by_five_minutes() -> None:
    clip = Clip(Path("a.flac"), "fr", "A", "fr read", None)
    line = summary("all", [Counted(clip, 4, 3, 1, 300.0), Counted(clip, 0, 0, 1, 300.0)])
    assert "3 of   4 0.75" in line
    assert line.endswith("false  2 in 10.0 min (1.0)")
