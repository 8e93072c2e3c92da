"""Keys that agree where a French and an English spelling are one sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.asr.phonetics import alike, all_alike, key, spelled
from interviewer.domain import Language


@pytest.mark.parametrize(
    ("heard", "term"),
    [
        ("rague", "RAG"),
        ("embédings", "embeddings"),
        ("Berth", "BERT"),
        ("langue chaîne", "lang chaîne"),
        ("cadusage", "cas d'usage"),
        ("monté", "montait"),
        ("eau", "haut"),
        ("pharmacie", "farmacie"),
    ],
)
def test_one_sound_has_one_key_in_french(heard: str, term: str) -> None:
    assert key(heard, "fr") == key(term, "fr")


@pytest.mark.parametrize(("heard", "term"), [("rack", "RAG"), ("docteur", "Docker")])
def test_other_sounds_have_other_keys(heard: str, term: str) -> None:
    assert key(heard, "fr") not in {key(term, "fr"), key(term, "en")}


def test_final_letters_are_said_in_english_and_not_in_french() -> None:
    assert (key("prompt", "en"), key("drift", "en")) == ("PROMPT", "DRIFT")
    assert key("petits", "fr") == key("petit", "fr") == "PETI"


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [("LLM", "fr", "elle elle emme"), ("GPT", "en", "jee pee tee"), ("LLMs", "en", "ell ell emm")],
)
def test_acronyms_are_spelled_as_they_are_said(name: str, language: Language, said: str) -> None:
    assert spelled(name, language) == said.replace("jee", "gee")


def test_letters_said_one_by_one_are_spelled_however_they_are_written() -> None:
    for text in ("KPI", "K P I", "K.P.I."):
        assert key(spelled(text, "fr") or "", "fr") == "KAPEI"
    assert spelled("l’IA", "fr") == "l’i a"
    assert spelled("L'ami", "fr") is None


def test_a_letter_that_stands_alone_in_a_name_is_said_as_one() -> None:
    assert spelled("top-p", "fr", name=True) == "top-pai"
    assert key("top-pai", "fr") == key("top pé", "fr")
    assert spelled("cas d'usage", "fr", name=True) is None
    assert spelled("il y a", "fr") is None


def test_a_c_before_an_e_is_soft_in_english() -> None:
    assert key("face", "en") == key("FAISS", "en") == "FES"


def test_sounds_that_are_easily_taken_for_each_other_are_more_alike_than_others() -> None:
    assert alike("RAG", "RAG") == 1.0
    assert alike("RAG", "RAK") > alike("RAG", "RAL") == pytest.approx(2 / 3)
    found = all_alike(["RAG", "LORA"], ["RAK", "LORA", ""])
    for one, row in zip(("RAG", "LORA"), found.tolist(), strict=True):
        assert row == pytest.approx([alike(one, other) for other in ("RAK", "LORA", "")])


def test_a_word_is_not_spelled() -> None:
    assert spelled("embeddings", "fr") is None


@given(st.text(max_size=40), st.sampled_from(("fr", "en")))
def test_any_text_has_a_key(text: str, language: Language) -> None:
    assert key(text, language) == key(text, language)
