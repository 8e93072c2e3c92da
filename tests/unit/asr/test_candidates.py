"""Terms that only the reading with the vocabulary's help holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.asr.candidates import Candidate, from_hint, from_sound, unnamed
from interviewer.domain import Term, Transcript, Vocabulary
from interviewer.scoring.text import read

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


def test_words_beside_the_term_that_differ_as_well_are_asked_about_with_it_and_left_out() -> None:
    heard = read(Transcript.from_text("avec un la range chaîne bémarre ici", "fr"))
    helped = read(Transcript.from_text("avec un LangChain marque ici", "fr"))
    vocabulary = Vocabulary("fr", ("LangChain",), (Term("LangChain"),))
    assert [
        (each.spelling, each.written(heard)) for each in from_hint(heard, helped, vocabulary)
    ] == [("LangChain marque", "la range chaîne bémarre"), ("LangChain", "la range chaîne")]


def test_where_fewer_words_were_heard_the_term_alone_is_asked_about_in_their_place() -> None:
    heard = read(Transcript.from_text("avec surface ici", "fr"))
    helped = read(Transcript.from_text("avec sur FAISS ici", "fr"))
    vocabulary = Vocabulary("fr", ("FAISS",), (Term("FAISS"),))
    assert [
        (each.spelling, each.written(heard)) for each in from_hint(heard, helped, vocabulary)
    ] == [("sur FAISS", "surface"), ("FAISS", "surface")]


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


TERMS_SOUNDING = (
    Term("LangChain"),
    Term("embeddings", variants=("plongements",)),
    Term("FAISS", heard_as=("fait 10",)),
    Term("LoRA"),
    Term("IA", variants=("AI",), exact_case=True),
    Term("GPT"),
)
VOCABULARY_SOUNDING = Vocabulary("fr", tuple(term.name for term in TERMS_SOUNDING), TERMS_SOUNDING)


def places_of_sounding(text: str) -> list[tuple[str, str]]:
    plain = read(Transcript.from_text(text, "fr"))
    return [(each.term, each.written(plain)) for each in from_sound(plain, VOCABULARY_SOUNDING)]


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
    assert found in places_of_sounding(text)


def test_what_a_listed_form_covers_is_left_alone() -> None:
    assert places_of_sounding("des embeddings fait 10") == []


def test_the_shortest_terms_are_not_looked_for() -> None:
    assert places_of_sounding("et il y a est à") == []


def test_a_mishearing_is_spelled_by_the_term() -> None:
    plain = read(Transcript.from_text("le fais dix quoi", "fr"))
    (place,) = from_sound(plain, VOCABULARY_SOUNDING)
    assert place == Candidate("FAISS", "FAISS", 1, 2, 1.0, "sound")
    assert place.applied(plain) == "le FAISS quoi"


@given(st.lists(st.sampled_from(["lora", "laura", "chaine", "lang", "j'ai", "bédings"])))
def test_places_are_few_alike_and_inside(words: list[str]) -> None:
    plain = read(Transcript.from_text(" ".join(words), "fr"))
    found = from_sound(plain, VOCABULARY_SOUNDING)
    assert len(found) <= 6
    assert all(each.similarity >= 0.7 for each in found)
    assert all(0 <= each.first <= each.last < len(plain.tokens) for each in found)
    assert found == from_sound(plain, VOCABULARY_SOUNDING)


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


@pytest.mark.parametrize("text", ["une table de bois ici", "c'est possible ici", "se lancer ici"])
def test_what_hardly_sounds_like_a_term_is_not_put_to_the_audio(text: str) -> None:
    assert places_of_sounding(text) == []


def test_a_short_term_is_only_looked_for_where_it_sounds_the_same() -> None:
    """« drague » holds the whole of RAG and is a word of its own."""
    vocabulary = Vocabulary("fr", ("RAG",), (Term("RAG"),))
    for text, found in (("un rague ici", 1), ("on drague ici", 0)):
        assert len(from_sound(read(Transcript.from_text(text, "fr")), vocabulary)) == found


def test_of_many_places_the_audio_is_asked_about_six() -> None:
    """Each costs some 30 ms: with more, a window would not be done before the next one ends."""
    assert len(places_of_sounding(" alors ".join(["l'aura"] * 8))) == 6


def test_a_french_speaker_may_say_an_english_term_as_it_is_said_in_english() -> None:
    plain = read(Transcript.from_text("le drifte ici", "fr"))
    (place,) = from_sound(plain, Vocabulary("fr", ("drift",), (Term("drift"),)))
    assert (place.written(plain), place.similarity) == ("drifte", 1.0)
