"""Engine pieces to words, and words to the detector's spans."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.asr.decoding import (
    TEMPERATURES,
    Piece,
    Window,
    assemble,
    decode_chunk,
    keep_to_speech,
)
from interviewer.asr.window import Attempt, is_phantom
from interviewer.domain import SAMPLE_RATE, Chunk, Samples, Span, Vocabulary, Word


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


def attempt(text: str, logprob: float = -0.3, no_speech: float = 0.0) -> Attempt:
    return Attempt(tuple(map(ord, text)), text, logprob, no_speech)


NOTHING = Vocabulary("fr")
LOOP = attempt("la qualité " * 40)


@dataclass
class FakeWindow:
    """Answers each temperature with the next attempt; words last half a second each."""

    attempts: list[Attempt]
    asked: list[float] = field(default_factory=list)

    def foresee(self, hint: tuple[int, ...]) -> None:
        raise AssertionError("nothing to look for")

    def attempt(self, temperature: float) -> Attempt:
        self.asked.append(temperature)
        return self.attempts[len(self.asked) - 1]

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        raise AssertionError("nothing to look for")

    def align(self, tokens: tuple[int, ...]) -> tuple[Piece, ...]:
        text = next(one.text for one in self.attempts if one.tokens == tokens)
        words = text.split()
        return tuple(Piece(f" {word}", i / 2, (i + 1) / 2, 0.9, 1) for i, word in enumerate(words))

    def languages(self) -> Mapping[str, float]:
        return {"fr": 0.02, "en": 0.97}

    def encode(self, text: str) -> list[int]:
        raise AssertionError("nothing to look for")

    def logprobs(self, texts: Sequence[Sequence[int]]) -> Sequence[tuple[float, ...]]:
        raise AssertionError("nothing to look for")


def encoder(*windows: FakeWindow) -> Callable[[Samples], Window]:
    queue = list(windows)
    return lambda samples: queue.pop(0)


def chunk(seconds: float, start_s: float = 0.0) -> Chunk:
    return Chunk(start_s, np.zeros(round(seconds * SAMPLE_RATE), np.float32))


def said(*windows: FakeWindow, seconds: float = 2.0) -> str:
    return " ".join(word.text for word in decode_chunk(encoder(*windows), chunk(seconds), NOTHING))


def test_a_trusted_text_is_decoded_once() -> None:
    window = FakeWindow([attempt("on garde les données")])
    assert said(window) == "on garde les données"
    assert window.asked == [0.0]


@pytest.mark.parametrize("first", [LOOP, attempt("peu sûr du tout", logprob=-1.4)])
def test_a_text_that_loops_or_is_unlikely_is_tried_once_more(first: Attempt) -> None:
    window = FakeWindow([first, attempt("on garde les données")])
    assert said(window) == "on garde les données"
    assert window.asked == list(TEMPERATURES)


def test_when_no_attempt_is_trusted_the_likeliest_that_does_not_loop_is_kept() -> None:
    window = FakeWindow([LOOP, attempt("enfin presque", logprob=-2.0)])
    assert said(window) == "enfin presque"


def test_no_speech_gives_no_words_and_no_retry() -> None:
    window = FakeWindow([attempt("euh", logprob=-1.5, no_speech=0.9)])
    assert said(window) == ""
    assert window.asked == [0.0]


def test_a_phantom_line_alone_is_dropped() -> None:
    assert said(FakeWindow([attempt("Sous-titres réalisés par la communauté d'Amara.org")])) == ""


def test_what_the_engine_left_out_is_decoded_as_a_second_window() -> None:
    words = decode_chunk(
        encoder(FakeWindow([attempt("un deux")]), FakeWindow([attempt("trois quatre cinq six")])),
        chunk(4.0, start_s=10.0),
        NOTHING,
    )
    assert [word.text for word in words] == ["un", "deux", "trois", "quatre", "cinq", "six"]
    assert words[2].start_s == pytest.approx(11.0)


def test_an_engine_that_times_nothing_ends_the_chunk() -> None:
    window = FakeWindow([attempt("x")])
    window.align = lambda tokens: (Piece(" x", 0.0, 0.0, 0.9, 1),)  # type: ignore[method-assign]
    assert len(decode_chunk(encoder(window), chunk(20), NOTHING)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Sous-titres réalisés par la communauté d'Amara.org",
        "Sous-titrage Société Radio-Canada",
        "Merci d'avoir regardé cette vidéo !",
        "Thanks for watching!",
    ],
)
def test_known_phantoms(text: str) -> None:
    assert is_phantom(text)


@pytest.mark.parametrize(
    "text",
    [
        "Je vous remercie de votre attention.",
        "On a ajouté des sous-titres réalisés par un LLM.",
        "Merci.",
        "",
    ],
)
def test_real_speech_is_no_phantom(text: str) -> None:
    assert not is_phantom(text)
