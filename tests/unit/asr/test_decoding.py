"""The decoding policy, with windows that say what they are told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from interviewer.asr.decoding import TEMPERATURES, Window, decode_chunk
from interviewer.asr.window import Attempt, is_phantom
from interviewer.asr.words import Piece
from interviewer.domain import SAMPLE_RATE, Chunk, Samples, Vocabulary


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
