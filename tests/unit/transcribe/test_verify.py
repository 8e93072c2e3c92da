"""Two readings of the same audio, compared token by token."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from interviewer.transcribe.verify import Judge

LIKELY = {"RAG": -0.5, "rague": -3.0}


def encode(text: str) -> list[int]:
    """A token a word."""
    return [VOCABULARY.setdefault(word, len(VOCABULARY)) for word in text.split()]


VOCABULARY: dict[str, int] = {}


class Decoder:
    def __init__(self) -> None:
        self.asked: list[int] = []

    def logprobs(self, tokens: Sequence[int]) -> tuple[float, ...]:
        self.asked.append(len(tokens))
        names = {number: word for word, number in VOCABULARY.items()}
        return tuple(LIKELY.get(names[token], -1.0) for token in tokens)


def judge(text: str) -> tuple[Judge, Decoder]:
    decoder = Decoder()
    return Judge(text, encode, decoder.logprobs), decoder


def test_the_gain_is_that_of_the_words_that_differ() -> None:
    found, _ = judge("on a un rague ici")
    assert found.gain_nats("on a un RAG ici") == pytest.approx(2.5)


def test_more_words_than_are_written_cost_their_own() -> None:
    found, _ = judge("un rague")
    assert found.gain_nats("un RAG RAG") == pytest.approx(2.0)


def test_the_same_text_gains_nothing() -> None:
    found, _ = judge("un rague")
    assert found.gain_nats("un rague") == 0.0


def test_each_reading_is_asked_once_and_no_further_than_it_matters() -> None:
    rest = " ".join(f"w{index}" for index in range(30))
    found, decoder = judge(f"un rague {rest}")
    for _ in range(2):
        found.gain_nats(f"un RAG {rest}")
    assert decoder.asked == [32, 8]
