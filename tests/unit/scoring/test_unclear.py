"""Speech that no words could be made of is told, and lends its time to no pace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from interviewer.domain import Notice, Span, Take, Transcript, Word
from interviewer.scoring.answer import join_takes
from interviewer.scoring.delivery import score_delivery
from interviewer.scoring.unclear import take_notices

NOISE = Notice("noise")
WORDS = tuple(Word("mot", at / 2, at / 2 + 0.4, 0.9) for at in range(60))
TAKE = Take(Path("a.wav"), 40.0, (Span(0.0, 40.0),), Transcript("fr", WORDS), (NOISE,))


def told(*unclear: Span) -> list[dict[str, object]]:
    noise, *others = take_notices(replace(TAKE, unclear=unclear))
    assert noise is NOISE
    return [dict(each.values) for each in others]


def test_a_stretch_is_told_in_whole_seconds_that_hold_it() -> None:
    assert told(Span(12.4, 18.2)) == [{"start": 12, "end": 19}]


def test_unclear_speech_that_little_silence_parts_is_one_stretch() -> None:
    assert told(Span(1.0, 3.0), Span(4.5, 8.0), Span(20.0, 22.0)) == [
        {"start": 1, "end": 8},
        {"start": 20, "end": 22},
    ]


def test_where_all_is_clear_nothing_is_told() -> None:
    assert told() == []


def test_unclear_speech_lends_its_time_to_no_pace() -> None:
    unclear = replace(TAKE, unclear=(Span(30.0, 40.0),))
    spoken = replace(TAKE, speech=(Span(0.0, 30.0),))
    slow, right, alone = (score_delivery(take, (), "fr") for take in (TAKE, unclear, spoken))
    assert right.words_per_minute == alone.words_per_minute
    assert right.syllables_per_second == alone.syllables_per_second
    assert slow.words_per_minute != right.words_per_minute


def test_unclear_speech_keeps_its_place_where_takes_are_joined() -> None:
    first = replace(TAKE, speech=(Span(1.0, 10.0),))
    second = replace(TAKE, speech=(Span(2.0, 5.0),), unclear=(Span(3.0, 4.0),))
    assert join_takes((first, second)).unclear == (Span(11.0, 12.0),)
