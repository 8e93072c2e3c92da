"""Terms said near a place that the audio was asked about, in whatever window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviewer.models import Spotting, Term, Transcript, Word
from interviewer.score.company import accompanied
from interviewer.score.confidence import confidence
from interviewer.score.text import read

TERMS = (Term("RAG"), Term("LoRA"), Term("Python"))
RAG = Spotting("RAG", "RAG", 1, -1.0, 0.9, ordinary=False, found_by="hint")
LORA = replace(RAG, term="LoRA", spelling="LoRA")


def company(
    said: str, gap_s: float = 0.5, later: Spotting | None = None, doubt: float = 0.6
) -> bool:
    """Whether « rague » has company, with ``said`` so many seconds, 0.5 at least, after its end."""
    words = list(Transcript.from_text(f"le rague marche {said}", "fr").words)
    for at, word in enumerate(words):
        start_s = at * 0.5 + (gap_s - 0.5 if at > 2 else 0.0)
        words[at] = replace(word, start_s=start_s, end_s=start_s + 0.5, probability=1 - doubt)
    words[1] = replace(words[1], spotted=(RAG,))
    if later is not None:
        words[3] = replace(words[3], spotted=(later,))
    return accompanied(read(Transcript("fr", tuple(words))), TERMS).words[1].spotted[0].company


def test_a_term_that_is_written_near_it_is_company() -> None:
    assert company("Python")
    assert company("Python", 14.9)


@pytest.mark.parametrize("said", ["rien", "RAG"])
def test_other_words_and_the_term_itself_are_none(said: str) -> None:
    assert not company(said)


def test_a_term_said_more_than_a_window_of_the_recogniser_away_is_none() -> None:
    """The trees were fitted to what is said within one: farther off, « Laura » would be LoRA
    because some other term fell in the sentence before the last."""
    assert not company("Python", 15.1)


def test_the_distance_is_the_silence_between_the_two_and_not_between_their_beginnings() -> None:
    words = list(Transcript.from_text("le rague Python", "fr").words)
    words[1] = replace(words[1], start_s=0.0, end_s=2.0, spotted=(RAG,))
    words[2] = replace(words[2], start_s=16.0, end_s=16.5)
    assert accompanied(read(Transcript("fr", tuple(words))), TERMS).words[1].spotted[0].company


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


@pytest.mark.parametrize(
    ("similarity", "sure", "supports"), [(0.7, 0.78, False), (0.8, 0.86, True)]
)
def test_what_is_likely_is_no_company_and_what_is_as_good_as_sure_is(
    similarity: float, sure: float, supports: bool
) -> None:
    """Two guesses must not vouch for each other: each would be credited because of the other."""
    guess = replace(LORA, similarity=similarity, gain_nats=-12.0, votes=0.2, company=True)
    assert confidence(guess, (Word("lorra", 0.0, 0.5, 0.4),)) == pytest.approx(sure, abs=0.005)
    assert company("lorra", later=guess) is supports
