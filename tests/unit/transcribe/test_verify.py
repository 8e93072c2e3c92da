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

    def logprobs(self, texts: Sequence[Sequence[int]]) -> Sequence[tuple[float, ...]]:
        self.asked.extend(len(tokens) for tokens in texts)
        names = {number: word for word, number in VOCABULARY.items()}
        return [tuple(LIKELY.get(names[token], -1.0) for token in tokens) for tokens in texts]


def gain_nats(text: str, other: str) -> float:
    return Judge(text, encode, Decoder().logprobs).gains_nats([other])[other]


def test_the_gain_is_that_of_the_words_that_differ() -> None:
    assert gain_nats("on a un rague ici", "on a un RAG ici") == pytest.approx(2.5)


def test_more_words_than_are_written_cost_their_own() -> None:
    assert gain_nats("un rague", "un RAG RAG") == pytest.approx(2.0)


def test_the_same_text_gains_nothing() -> None:
    assert gain_nats("un rague", "un rague") == 0.0


def test_nothing_is_asked_without_another_text() -> None:
    decoder = Decoder()
    assert Judge("un rague", encode, decoder.logprobs).gains_nats([]) == {}
    assert decoder.asked == []


def test_each_reading_is_asked_once_and_no_further_than_it_matters() -> None:
    rest = " ".join(f"w{index}" for index in range(30))
    decoder = Decoder()
    found = Judge(f"un rague {rest}", encode, decoder.logprobs)
    gains = found.gains_nats([f"un RAG {rest}", f"un rague RAG {rest}", f"un RAG {rest}"])
    assert list(gains.values()) == pytest.approx([2.5, -0.5])
    assert decoder.asked == [32, 8, 9]
