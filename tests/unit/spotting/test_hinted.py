"""Terms that only the reading with the vocabulary's help holds."""

from __future__ import annotations

from interviewer.models import Term, Transcript, Vocabulary
from interviewer.score.text import read
from interviewer.spotting.hinted import from_hint

TERMS = (Term("base vectorielle"), Term("FAISS", heard_as=("face",)), Term("RAG"))


def places(plain: str, hinted: str) -> list[tuple[str, str]]:
    """Each term found, and what stands in its place in the plain reading."""
    heard, helped = (read(Transcript.from_text(text, "fr")) for text in (plain, hinted))
    vocabulary = Vocabulary("fr", tuple(term.name for term in TERMS), TERMS)
    return [(each.term, each.written(heard)) for each in from_hint(heard, helped, vocabulary)]


def test_a_term_of_which_one_word_was_heard_is_a_place_as_a_whole() -> None:
    assert places("une base victorielle ici", "une base vectorielle ici") == [
        ("base vectorielle", "base victorielle")
    ]


def test_what_both_readings_hold_is_no_place() -> None:
    assert places("une base vectorielle", "une base vectorielle") == []


def test_a_term_that_is_written_already_is_not_asked_for_again() -> None:
    assert places("du RAG", "du R.A.G.") == []
    assert places("la base, vectorielle ici", "la base vectorielle, ici") == []


def test_a_mishearing_in_the_helped_reading_is_no_word_for_the_term() -> None:
    """« face » with help is « face »: only the term itself says that the help was taken up."""
    assert places("une fasse ici", "une face ici") == []
    assert places("une fasse ici", "une FAISS ici") == [("FAISS", "fasse")]


def test_readings_that_have_nothing_in_common_give_no_place() -> None:
    assert places("un deux trois quatre cinq six sept huit neuf", "RAG") == []
    assert places("un deux trois quatre cinq six sept huit", "RAG") == [
        ("RAG", "un deux trois quatre cinq six sept huit")
    ]
