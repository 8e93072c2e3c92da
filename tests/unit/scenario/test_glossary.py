from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import ScenarioError
from interviewer.scenario.glossary import Glossary, fold, glossary_from_text, load_glossary


def test_entries_keep_the_order_and_the_texts_of_the_file(glossary: Glossary) -> None:
    assert [entry.term for entry in glossary.entries] == ["RAG", "ROI", "fine-tuning", "données"]
    rag = glossary.entries[0]
    assert rag.kind == "acronym"
    assert rag.fr == ("génération augmentée par récupération",)
    assert rag.en == ("retrieval-augmented generation",)
    assert rag.heard_as == ("rague", "l'orage")
    assert rag.definition == {"fr": "Chercher, puis répondre.", "en": "Search, then answer."}
    assert rag.example == {"fr": "Notre RAG cite ses sources."}
    assert not rag.exact_case
    assert glossary.entries[1].exact_case


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("RAG", "RAG"),
        ("rag", "RAG"),
        ("Retrieval augmented  generation", "RAG"),
        ("GENERATION AUGMENTEE PAR RECUPERATION", "RAG"),
        ("fine tuning", "fine-tuning"),
        ("fine\u2011tuning", "fine-tuning"),
        ("donnees", "données"),
        ("data", "données"),
    ],
)
def test_finds_an_entry_by_any_form(glossary: Glossary, name: str, term: str) -> None:
    entry = glossary.find(name)
    assert entry is not None
    assert entry.term == term


@pytest.mark.parametrize("name", ["rague", "donnée", "RA", "", "RAG RAG"])
def test_finds_nothing_else(glossary: Glossary, name: str) -> None:
    assert glossary.find(name) is None


@pytest.mark.parametrize(
    ("added", "line"),
    [
        (
            '[[term]]\nterm = "Rag"\nkind = "acronym"\n',
            (
                'g.toml, line 28, term "Rag", term: the term "Rag" is on line 2 already; '
                "keep one of the two."
            ),
        ),
        (
            '[[term]]\nterm = "data science"\nkind = "word"\nfr = ["science", "Données"]\n',
            (
                'g.toml, line 30, term "data science", fr 2: the form "Données" belongs to the term '
                "of line 23 already; keep it in one of the two."
            ),
        ),
        (
            '[[term]]\nterm = "roitelet"\nkind = "word"\nheard_as = ["roi"]\n',
            (
                'g.toml, line 30, term "roitelet", heard_as 1: "roi" is a form of the term of line 11, '
                "or heard for it; remove it here."
            ),
        ),
        (
            '[[term]]\nterm = "rack"\nkind = "word"\nheard_as = ["rague"]\n',
            (
                'g.toml, line 30, term "rack", heard_as 1: "rague" is a form of the term of line 2, '
                "or heard for it; remove it here."
            ),
        ),
        (
            '[[term]]\nterm = "x"\nkind = "verb"\n',
            (
                'g.toml, line 29, term "x", kind: "verb" is not known here; '
                'choose one of "acronym", "expression", "name", "word".'
            ),
        ),
        (
            '[[term]]\nterm = "x"\nkind = "word"\nheard = []\n',
            'g.toml, line 30, term "x", heard: unknown key; did you mean "heard_as"?',
        ),
        (
            '[[term]]\nterm = "x"\nkind = "word"\nexample = { de = "Beispiel" }\n',
            (
                'g.toml, line 30, term "x", example, de: unknown key; '
                'the keys of this table are "fr", "en".'
            ),
        ),
    ],
)
def test_refuses_what_would_credit_the_wrong_term(
    glossary_text: str, added: str, line: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        glossary_from_text(glossary_text + added, "g.toml")
    assert str(caught.value) == line


def test_a_form_listed_twice_in_one_entry_is_no_clash() -> None:
    text = '[[term]]\nterm = "RAG"\nkind = "acronym"\nfr = ["rag"]\nheard_as = ["Rag"]\n'
    entry = glossary_from_text(text, "g.toml").find("RAG")
    assert entry is not None
    assert entry.fr == ("rag",)


def test_a_file_without_terms_is_told_how_to_begin() -> None:
    with pytest.raises(ScenarioError) as caught:
        glossary_from_text("title = 'x'\n", "g.toml")
    assert 'the key "term" is missing; add [[term]].' in str(caught.value)


def test_loads_a_file_once(tmp_path: Path, glossary_text: str) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(glossary_text, encoding="utf-8")
    assert load_glossary(path) is load_glossary(path)
    assert load_glossary(path).find("ROI") is not None


def test_the_shipped_glossary_is_valid() -> None:
    rag = load_glossary().find("RAG")
    assert rag is not None
    assert set(rag.definition) == {"fr", "en"}


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
