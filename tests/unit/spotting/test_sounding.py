"""Places that sound like a term."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.models import Term, Transcript, Vocabulary
from interviewer.score.text import read
from interviewer.spotting.candidates import Candidate
from interviewer.spotting.sounding import from_sound

TERMS = (
    Term("LangChain"),
    Term("embeddings", variants=("plongements",)),
    Term("FAISS", heard_as=("fait 10",)),
    Term("LoRA"),
    Term("IA", variants=("AI",), exact_case=True),
    Term("GPT"),
)
VOCABULARY = Vocabulary("fr", tuple(term.name for term in TERMS), TERMS)


def places(text: str) -> list[tuple[str, str]]:
    plain = read(Transcript.from_text(text, "fr"))
    return [(each.term, each.written(plain)) for each in from_sound(plain, VOCABULARY)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("avec Lang Chaine aussi", ("LangChain", "Lang Chaine")),
        ("on passe aux embédings, puis", ("embeddings", "embédings")),
        ("le vecteur fais dix quoi", ("FAISS", "fais dix")),
        ("il y a j'ai pété ici", ("GPT", "j'ai pété")),
        ("avec long chien aussi", ("LangChain", "long chien")),
    ],
)
def test_what_sounds_like_a_term_is_a_place(text: str, found: tuple[str, str]) -> None:
    assert found in places(text)


def test_what_a_listed_form_covers_is_left_alone() -> None:
    assert places("des embeddings fait 10") == []


def test_the_shortest_terms_are_not_looked_for() -> None:
    assert places("et il y a est à") == []


def test_a_mishearing_is_spelled_by_the_term() -> None:
    plain = read(Transcript.from_text("le fais dix quoi", "fr"))
    (place,) = from_sound(plain, VOCABULARY)
    assert place == Candidate("FAISS", "FAISS", 1, 2, 1.0, "sound")
    assert place.applied(plain) == "le FAISS quoi"


@given(st.lists(st.sampled_from(["lora", "laura", "chaine", "lang", "j'ai", "bédings"])))
def test_places_are_few_alike_and_inside(words: list[str]) -> None:
    plain = read(Transcript.from_text(" ".join(words), "fr"))
    found = from_sound(plain, VOCABULARY)
    assert len(found) <= 6
    assert all(each.similarity >= 0.7 for each in found)
    assert all(0 <= each.first <= each.last < len(plain.tokens) for each in found)
    assert found == from_sound(plain, VOCABULARY)


def test_a_term_that_is_said_in_so_many_words_is_not_taken_for_another_one() -> None:
    """« une longue chaîne » stays a chain: the audio is not asked whether it was LangChain."""
    terms = (Term("LangChain"), Term("chaîne"))
    plain = read(Transcript.from_text("avec lang chaîne aussi", "fr"))
    assert from_sound(plain, Vocabulary("fr", ("LangChain", "chaîne"), terms)) == ()
    assert from_sound(plain, Vocabulary("fr", ("LangChain",), terms[:1])) != ()


def test_a_longer_term_around_a_written_one_is_looked_for() -> None:
    terms = (Term("in-context learning"), Term("context"))
    plain = read(Transcript.from_text("avec inn context lerning ici", "en"))
    found = from_sound(plain, Vocabulary("en", ("in-context learning", "context"), terms))
    assert "in-context learning" in [each.term for each in found]


@pytest.mark.parametrize("text", ["une langue cheval ici", "c'est embêtant ici", "se lancer ici"])
def test_what_hardly_sounds_like_a_term_is_not_put_to_the_audio(text: str) -> None:
    assert places(text) == []


def test_a_short_term_is_only_looked_for_where_it_sounds_the_same() -> None:
    """« drague » holds the whole of RAG and is a word of its own."""
    vocabulary = Vocabulary("fr", ("RAG",), (Term("RAG"),))
    for text, found in (("un rague ici", 1), ("on drague ici", 0)):
        assert len(from_sound(read(Transcript.from_text(text, "fr")), vocabulary)) == found


def test_of_many_places_the_audio_is_asked_about_six() -> None:
    """Each costs some 30 ms: with more, a window would not be done before the next one ends."""
    assert len(places(" alors ".join(["l'aura"] * 8))) == 6


def test_a_french_speaker_may_say_an_english_term_as_it_is_said_in_english() -> None:
    plain = read(Transcript.from_text("le drifte ici", "fr"))
    (place,) = from_sound(plain, Vocabulary("fr", ("drift",), (Term("drift"),)))
    assert (place.written(plain), place.similarity) == ("drifte", 1.0)
