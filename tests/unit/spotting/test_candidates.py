from __future__ import annotations

from interviewer.models import Term, Transcript, Vocabulary
from interviewer.score.text import read
from interviewer.spotting.candidates import Candidate, unnamed

VOCABULARY = Vocabulary("fr", terms=(Term("Claude"), Term("cloud", variants=("nuage",))))


def _left(term: str, written: str) -> list[Candidate]:
    text = read(Transcript.from_text(written, "fr"))
    place = Candidate(term, term, 1, 1, 0.75, "hint")
    return list(unnamed([place], text, VOCABULARY))


def test_a_place_inside_another_term_is_none() -> None:
    assert not _left("cloud", "avec Claude ici")
    assert not _left("Claude", "avec nuage ici")


def test_other_places_are_left() -> None:
    assert _left("Claude", "avec Claude ici")
    assert _left("cloud", "avec clou ici")


def test_places_of_one_term_meet_where_they_share_a_word_and_those_of_two_never() -> None:
    place = Candidate("RAG", "RAG", 1, 2, 0.9, "hint")
    assert place.meets(Candidate("RAG", "rag", 2, 4, 0.8, "sound"))
    assert not place.meets(Candidate("RAG", "RAG", 3, 4, 0.9, "hint"))
    assert not place.meets(Candidate("FAISS", "FAISS", 1, 2, 0.9, "hint"))


def test_a_place_that_only_begins_in_another_term_is_left() -> None:
    text = read(Transcript.from_text("avec Claude ici", "fr"))
    place = Candidate("cloud", "cloud", 1, 2, 0.75, "hint")
    assert list(unnamed([place], text, VOCABULARY)) == [place]
