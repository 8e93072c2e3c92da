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
