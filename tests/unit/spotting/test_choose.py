"""Places that the audio was asked about, kept and told whether other terms are said beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviewer.models import Spotting, Transcript
from interviewer.score.text import read
from interviewer.spotting.candidates import Candidate
from interviewer.spotting.choose import Weighed, attach

TEXT = read(
    Transcript(
        "fr",
        tuple(
            replace(word, probability=0.4)
            for word in Transcript.from_text("un gagne et un rague ici", "fr").words
        ),
    )
)
GAN = Candidate("GAN", "GAN", 1, 1, 0.75, "hint", votes=1.0)
RAG = Candidate("RAG", "RAG", 4, 4, 1.0, "hint", votes=1.0)


def _ordinary(words: Sequence[str]) -> bool:
    return list(words) == ["gagne"]


def _spotted(*weighed: Weighed, written: frozenset[str] = frozenset()) -> dict[str, Spotting]:
    words = attach(TEXT, weighed, written, _ordinary)
    return {spotting.term: spotting for word in words for spotting in word.spotted}


def test_a_place_alone_has_no_company() -> None:
    assert not _spotted(Weighed(GAN, -6.0))["GAN"].company


def test_a_term_that_is_written_is_company_and_the_same_term_is_none() -> None:
    assert _spotted(Weighed(GAN, -6.0), written=frozenset({"index"}))["GAN"].company
    assert not _spotted(Weighed(GAN, -6.0), written=frozenset({"GAN"}))["GAN"].company


def test_a_term_that_counts_by_itself_is_company() -> None:
    found = _spotted(Weighed(GAN, -6.0), Weighed(RAG, -1.0))
    assert found["GAN"].company
    assert not found["RAG"].company


def test_two_terms_that_are_not_sure_are_no_company_for_each_other() -> None:
    doubtful = replace(RAG, similarity=0.5, votes=0.2)
    found = _spotted(Weighed(GAN, -6.0), Weighed(doubtful, -15.0))
    assert {term: spotting.company for term, spotting in found.items()} == {
        "GAN": False,
        "RAG": False,
    }


def test_another_term_at_the_same_place_is_no_company() -> None:
    same = replace(RAG, term="index")
    found = _spotted(Weighed(RAG, -1.0), Weighed(same, -1.0))
    assert [found[term].company for term in ("RAG", "index")] == [False, False]


def test_the_surest_of_places_that_overlap_is_kept() -> None:
    wide = Candidate("RAG", "un RAG", 3, 4, 0.6, "hint")
    words = attach(TEXT, [Weighed(wide, -1.0), Weighed(RAG, -1.0)], frozenset(), _ordinary)
    assert [word.text for word in words if word.spotted] == ["rague"]


def test_what_hardly_anything_speaks_for_is_dropped() -> None:
    unlike = replace(GAN, similarity=0.1, votes=0.0, found_by="sound")
    assert _spotted(Weighed(unlike, -30.0)) == {}


def test_an_elided_article_says_nothing_of_whether_the_words_are_ordinary() -> None:
    text = read(Transcript("fr", Transcript.from_text("avec l'aura ici", "fr").words))
    asked: list[list[str]] = []

    def ordinary(words: Sequence[str]) -> bool:
        asked.append(list(words))
        return True

    attach(text, [Weighed(Candidate("LoRA", "LoRA", 1, 2, 1.0, "hint"), -1.0)], set(), ordinary)
    assert asked == [["aura"]]
