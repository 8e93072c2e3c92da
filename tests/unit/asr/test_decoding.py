"""Engine pieces to words, and words to the detector's spans."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.asr.decoding import Piece, assemble, giving_way, keep_to_speech
from interviewer.domain import Span, Word


def piece(text: str, start: float, end: float, probability: float = 1.0, tokens: int = 1) -> Piece:
    return Piece(text, start, end, probability, tokens)


def test_pieces_without_a_leading_space_join_the_word_before() -> None:
    words = assemble(
        [
            piece(" l", 0.0, 0.1, 0.9),
            piece("'IA", 0.1, 0.5, 0.6, tokens=2),
            piece(" fine", 0.5, 0.8),
            piece("-tuning.", 0.8, 1.2),
        ],
        duration_s=2.0,
        offset_s=10.0,
    )
    assert [word.text for word in words] == ["l'IA", "fine-tuning."]
    assert words[0].start_s == pytest.approx(10.0)
    assert words[0].end_s == pytest.approx(10.5)
    assert words[0].probability == pytest.approx((0.9 + 2 * 0.6) / 3)


def test_the_first_piece_starts_a_word_whatever_its_spelling() -> None:
    assert [word.text for word in assemble([piece("Alors", 0, 1)], 2, 0)] == ["Alors"]


def test_blank_pieces_are_no_words() -> None:
    assert assemble([piece(" ", 0, 1), piece("", 1, 2)], 2, 0) == ()


@given(
    st.lists(
        st.tuples(st.sampled_from([" a", "b", " c'", " "]), st.floats(-1, 40), st.floats(-1, 40)),
        max_size=30,
    )
)
def test_times_never_run_backwards_or_leave_the_window(
    parts: list[tuple[str, float, float]],
) -> None:
    words = assemble([piece(*part) for part in parts], 30.0, 5.0)
    times = [time for word in words for time in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert all(5.0 <= time <= 35.0 for time in times)


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        pytest.param((0.2, 0.8), (0.2, 0.8), id="inside"),
        pytest.param((0.8, 1.9), (1.5, 1.9), id="runs through a pause: the larger side"),
        pytest.param((0.2, 1.6), (0.2, 1.0), id="the other way round"),
        pytest.param((1.1, 1.4), (1.1, 1.4), id="in the pause: left alone"),
        pytest.param((2.5, 9.0), (2.5, 3.0), id="past the end"),
    ],
)
def test_words_are_cut_to_speech(word: tuple[float, float], kept: tuple[float, float]) -> None:
    spans = [Span(0.0, 1.0), Span(1.5, 3.0)]
    (found,) = keep_to_speech([Word("x", *word, 1.0)], spans)
    assert (found.start_s, found.end_s) == kept


def test_later_words_still_find_their_span() -> None:
    spans = [Span(0.0, 1.0), Span(2.0, 3.0), Span(4.0, 5.0)]
    words = [Word("a", 0.0, 2.1, 1), Word("b", 2.1, 4.2, 1), Word("c", 4.2, 6.0, 1)]
    found = [(word.start_s, word.end_s) for word in keep_to_speech(words, spans)]
    assert found == [(0.0, 1.0), (2.1, 3.0), (4.2, 5.0)]


def test_a_mark_that_stands_alone_is_no_word() -> None:
    words = assemble(
        [piece(" ...", 0, 1), piece(" Pourquoi", 1, 2), piece(" ?", 2, 3), piece(" ...", 3, 4)],
        duration_s=4.0,
        offset_s=0.0,
    )
    assert [word.text for word in words] == ["Pourquoi\N{NO-BREAK SPACE}?"]


def test_a_reading_that_gives_way_does_so_before_each_thing_that_the_model_is_asked() -> None:
    log: list[str] = []

    class Asked:
        def __getattr__(self, name: str) -> Any:
            return lambda *_, **__: log.append(name)

    def encode(_: object) -> Any:
        log.append("encoded")
        return Asked()

    window = giving_way(encode, lambda: log.append("way"))(np.empty(0, np.float32))
    window.attempt(careful=False)
    window.readings(())
    window.logprobs([])
    window.align(())
    calls = ["encoded", "attempt", "readings", "logprobs", "align"]
    assert log == [each for call in calls for each in ("way", call)]


def test_a_reading_that_somebody_waits_for_gives_no_way() -> None:
    def encode(_: object) -> Any:
        raise NotImplementedError

    assert giving_way(encode, None) is encode
