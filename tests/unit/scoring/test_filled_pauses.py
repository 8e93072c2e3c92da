from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Span, Tic, Unwritten, Word
from interviewer.scoring.filled_pauses import (
    CLUSTER_OF,
    CLUSTER_S,
    find_clusters,
    find_filled_pauses,
)

SPEECH = (Span(1.0, 3.0), Span(5.0, 8.0))


def words(*unwritten: Unwritten) -> list[Word]:
    return [Word("mot", 1.0, 3.0, 0.9), Word("autre", 5.0, 8.0, 0.9, (), unwritten)]


def found(
    unwritten: Sequence[Unwritten] = (),
    held: Sequence[Span] = (),
    written: Sequence[Tic] = (),
    syllables_per_second: float | None = 5.0,
) -> list[tuple[str, float, str]]:
    tics = find_filled_pauses(SPEECH, words(*unwritten), held, written, syllables_per_second)
    return [(tic.name, tic.start_s, tic.found_by) for tic in tics]


def test_voice_without_words_is_none_by_itself() -> None:
    assert find_filled_pauses(SPEECH, (), (), (), 5.0) == ()


def test_what_the_other_reading_writes_counts_even_where_the_detector_heard_no_voice() -> None:
    assert found([Unwritten("euh", 2.2, 2.5), Unwritten("euh", 4.0, 4.3)]) == [
        ("euh", 2.2, "reading"),
        ("euh", 4.0, "reading"),
    ]


def test_a_sound_held_counts_once_with_what_the_reading_wrote_there() -> None:
    assert found([Unwritten("euh", 2.2, 2.5)], [Span(2.6, 3.0)]) == [("euh", 2.2, "reading")]
    assert found([Unwritten("euh", 1.0, 1.2)], [Span(2.6, 3.0)]) == [
        ("euh", 1.0, "reading"),
        ("", 2.6, "voice"),
    ]


def test_a_sound_held_that_is_written_counts_there() -> None:
    assert found(held=[Span(1.2, 1.7)], written=[Tic("euh", "sound", 1.6, 2.0, "text")]) == []


def test_a_sound_held_beside_a_filler_word_is_one_of_its_own() -> None:
    assert found(held=[Span(1.2, 1.7)], written=[Tic("du coup", "word", 1.6, 2.0, "text")]) == [
        ("", 1.2, "voice")
    ]


@pytest.mark.parametrize(
    ("syllables_per_second", "held_s", "counts"),
    [
        pytest.param(5.0, 0.4, True, id="twice the length of a syllable"),
        pytest.param(2.5, 0.4, False, id="one syllable of a slow reader"),
        pytest.param(2.5, 0.8, True, id="two syllables of a slow reader"),
        pytest.param(1.5, 0.75, True, id="so long at any pace"),
        pytest.param(None, 0.4, True, id="too little said to know"),
    ],
)
def test_a_sound_is_held_beside_the_speakers_own_syllables(
    syllables_per_second: float | None, held_s: float, counts: bool
) -> None:
    held = [Span(1.2, 1.2 + held_s)]
    tics = found(held=held, syllables_per_second=syllables_per_second)
    assert tics == ([("", 1.2, "voice")] if counts else [])


def test_a_sound_held_in_no_speech_is_none() -> None:
    assert found(held=[Span(3.5, 4.2)]) == []


spans = st.tuples(st.floats(0, 20), st.floats(0.1, 1)).map(lambda at: Span(at[0], at[0] + at[1]))


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8), st.lists(spans, max_size=4))
def test_nothing_counts_twice(read: list[Span], held: list[Span], written: list[Span]) -> None:
    tics = find_filled_pauses(
        [Span(0.0, 25.0)],
        words(*(Unwritten("euh", each.start_s, each.end_s) for each in read)),
        held,
        [Tic("euh", "sound", each.start_s, each.end_s, "text") for each in written],
        None,
    )
    assert list(tics) == sorted(tics, key=lambda tic: tic.start_s)
    taken = [Span(tic.start_s, tic.end_s) for tic in tics]
    for index, one in enumerate(taken):
        for other in (*taken[:index], *written):
            assert one.end_s <= other.start_s or other.end_s <= one.start_s


def at(*starts_s: float) -> list[Tic]:
    return [Tic("euh", "sound", start_s, start_s + 0.3, "text") for start_s in starts_s]


@pytest.mark.parametrize(
    ("starts_s", "clusters"),
    [
        ((), []),
        ((1.0, 5.0), []),
        ((1.0, 5.0, 11.1), []),
        ((1.0, 5.0, 11.0), [(1.0, 11.0)]),
        ((1.0, 5.0, 9.0, 14.0), [(1.0, 14.0)]),
        ((0.0, 5.0, 10.0, 15.1, 19.0), [(0.0, 19.0)]),
        ((1.0, 2.0, 3.0, 30.0, 31.0, 32.0), [(1.0, 3.0), (30.0, 32.0)]),
    ],
)
def test_three_within_ten_seconds_are_close_together(
    starts_s: tuple[float, ...], clusters: list[tuple[float, float]]
) -> None:
    runs = find_clusters(at(*starts_s))
    assert [(run[0].start_s, run[-1].start_s) for run in runs] == clusters


@given(st.lists(st.floats(0, 120), max_size=20))
def test_clusters_never_share_a_hesitation_and_leave_none_out(starts_s: list[float]) -> None:
    tics = at(*sorted(starts_s))
    runs = find_clusters(tics)
    inside = [tic for run in runs for tic in run]
    assert len(inside) <= len(tics)
    assert [tic.start_s for tic in inside] == sorted(tic.start_s for tic in inside)
    outside = list(tics)
    for tic in inside:
        outside.remove(tic)
    for first in outside:
        near = [tic for tic in tics if 0 <= tic.start_s - first.start_s <= CLUSTER_S]
        assert len(near) < CLUSTER_OF
