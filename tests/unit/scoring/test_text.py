from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Sentences, Transcript
from interviewer.scoring.text import measure_sentences, normalise, read, tokens

FRENCH = st.text(alphabet="abcdeghilnorstuvé èàùçêîôœ'’-.,!? \u00a0\u202f", max_size=60)


def _surfaces(text: str) -> list[str]:
    return [token.surface for token in tokens(Transcript.from_text(text, "fr"))]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("l'IA appliquée,", ["l", "IA", "appliquée"]),
        ("l’IA", ["l", "IA"]),
        (
            "qu'elle jusqu'ici lorsqu'on puisqu'il",
            ["qu", "elle", "jusqu", "ici", "lorsqu", "on", "puisqu", "il"],
        ),
        ("d'j'ai", ["d", "j", "ai"]),
        ("aujourd'hui don't", ["aujourd'hui", "don't"]),
        ("the model's drift", ["the", "model", "s", "drift"]),
        ("fine-tuning CI/CD R.O.I.", ["fine", "tuning", "CI", "CD", "R", "O", "I"]),
        ("« document »", ["document"]),
        ("--- ... !", []),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_are_cut_at_elisions_hyphens_and_punctuation(text: str, surfaces: list[str]) -> None:
    assert _surfaces(text) == surfaces


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        ("ÉLÈVE", "eleve"),
        ("cœur", "coeur"),
        ("ＲＡＧ", "rag"),
        ("e\u0301tude", "etude"),
        ("ﬁne", "fine"),
        ("Straße", "strasse"),
        ("don’t", "don't"),
        ("«oui»", "oui"),
    ],
)
def test_normalise(written: str, norm: str) -> None:
    assert normalise(written) == norm


def test_a_token_knows_the_word_it_comes_from() -> None:
    found = tokens(Transcript.from_text("Bon, l'IA : fine-tuning.", "fr"))
    assert [(token.surface, token.word) for token in found] == [
        ("Bon", 0),
        ("l", 1),
        ("IA", 1),
        ("fine", 3),
        ("tuning", 3),
    ]


def test_elision_is_seen_across_words_that_a_recogniser_parted() -> None:
    found = tokens(Transcript.from_text("l 'IA", "fr"))
    assert [(token.surface, token.elided) for token in found] == [("l", True), ("IA", False)]


def test_a_clause_ends_at_marks_and_at_the_end_only() -> None:
    found = tokens(Transcript.from_text("oui , donc voilà", "fr"))
    assert [token.ends_clause for token in found] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "acutes"),
    [
        ("donné donne données", [True, False, True]),
        ("donne donnees", [None, None]),
        ("donne e\u0301tat modelé", [False, False, True]),
    ],
)
def test_a_final_acute_is_known_where_the_text_writes_accents(
    text: str, acutes: list[bool | None]
) -> None:
    assert [token.acute for token in tokens(Transcript.from_text(text, "fr"))] == acutes


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=80))
def test_any_text_gives_tokens_whose_surfaces_stand_in_their_words(text: str) -> None:
    transcript = Transcript.from_text(text, "fr")
    for token in tokens(transcript):
        assert token.surface in transcript.words[token.word].text
        assert token.norm != ""
        seconds = token.norm == "sec" and token.surface in ("s", "S")  # « 90 s »
        if token.norm.isalpha() and token.surface.isalpha() and not seconds:
            assert token.norm == normalise(token.surface)


@given(FRENCH)
def test_case_and_accents_and_their_encoding_do_not_count(text: str) -> None:
    plain = [token.norm for token in tokens(Transcript.from_text(text, "fr"))]
    bare = "".join(
        char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)
    )
    for other in (text.upper(), unicodedata.normalize("NFD", text), bare):
        assert [token.norm for token in tokens(Transcript.from_text(other, "fr"))] == plain


@given(FRENCH)
def test_the_index_holds_every_token_once(text: str) -> None:
    read_text = read(Transcript.from_text(text, "fr"))
    places = sorted(place for places in read_text.starts.values() for place in places)
    assert places == list(range(len(read_text.tokens)))


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("Un deux. Trois quatre cinq six. Sept !", Sentences(3, 7 / 3, 4)),
        ("Un deux. Trois quatre ? Et", Sentences(3, 5 / 3, 2)),
        ("Un deux. Trois quatre.", None),
        ("un deux trois", None),
        ("", None),
        ("« Un deux. » Trois « quatre ? » … cinq.", Sentences(3, 5 / 3, 2)),
    ],
)
def test_sentences_are_measured_from_three_on(text: str, measured: Sentences | None) -> None:
    assert measure_sentences(read(Transcript.from_text(text, "fr"))) == measured
