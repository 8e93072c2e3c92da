"""Terms said near a place that the audio was asked about, in whatever window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviewer.models import Spotting, Term, Transcript
from interviewer.score.company import NEAR_S, accompanied
from interviewer.score.text import read

TERMS = (Term("RAG"), Term("LoRA"), Term("Python"))
RAG = Spotting("RAG", "RAG", 1, -1.0, 0.9, ordinary=False, found_by="hint")
LORA = replace(RAG, term="LoRA", spelling="LoRA")


def company(
    said: str, gap_s: float = 0.0, later: Spotting | None = None, doubt: float = 0.6
) -> bool:
    """Whether « rague » has company, with ``said`` so many seconds after it."""
    words = list(Transcript.from_text(f"le rague marche {said}", "fr").words)
    for at, word in enumerate(words):
        start_s = at * 0.5 + (gap_s if at > 2 else 0.0)
        words[at] = replace(word, start_s=start_s, end_s=start_s + 0.5, probability=1 - doubt)
    words[1] = replace(words[1], spotted=(RAG,))
    if later is not None:
        words[3] = replace(words[3], spotted=(later,))
    return accompanied(read(Transcript("fr", tuple(words))), TERMS).words[1].spotted[0].company


def test_a_term_that_is_written_near_it_is_company() -> None:
    assert company("Python")
    assert company("Python", NEAR_S - 1.0)


@pytest.mark.parametrize("said", ["rien", "RAG"])
def test_other_words_and_the_term_itself_are_none(said: str) -> None:
    assert not company(said)


def test_a_term_said_long_after_is_none() -> None:
    assert not company("Python", NEAR_S + 0.1)


def test_a_term_that_was_surely_spotted_is_company_and_a_doubtful_one_is_not() -> None:
    assert company("lorra", later=replace(LORA, company=True))
    assert not company("lorra", later=replace(LORA, similarity=0.3, ordinary=True, votes=0.2))


def test_another_term_at_the_same_place_is_none() -> None:
    text = read(Transcript("fr", Transcript.from_text("le rague", "fr").words))
    words = (text.words[0], replace(text.words[1], spotted=(RAG, replace(LORA, company=True))))
    told = accompanied(replace(text, words=words), TERMS).words[1].spotted
    assert not told[0].company


def test_without_a_place_to_tell_the_text_is_as_it_was() -> None:
    text = read(Transcript.from_text("le RAG et Python", "fr"))
    assert accompanied(text, TERMS) is text
