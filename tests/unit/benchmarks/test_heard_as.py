"""The pure parts of the heard_as benchmark, and that the glossary lists only what it allows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.heard_as.align import heard
from benchmarks.heard_as.carriers import Carriers, Sentence, load_carriers, sentences
from benchmarks.heard_as.measure import shares
from benchmarks.heard_as.propose import (
    Guards,
    Proposal,
    as_listed,
    load_guards,
    propose,
    refuse_by_words,
)
from benchmarks.heard_as.store import Line, append, load, save
from interviewer.domain import Language, Transcript
from interviewer.scenario.glossary import Glossary, fold, glossary_from_text, load_glossary
from interviewer.scoring.patterns import find
from interviewer.scoring.phrases import parse
from interviewer.scoring.text import read

DATA = Path(__file__).parents[3] / "benchmarks" / "data"
GLOSSARY = """
[[term]]
term = "RAG"
kind = "acronym"
heard_as = ["rague"]
example = { fr = "Notre RAG cite ses sources.", en = "It cites its sources." }

[[term]]
term = "LangChain"
kind = "name"

[[term]]
term = "données"
kind = "word"
fr = ["jeu de données"]
en = ["data…set", "data"]
example = { en = "We lost the data twice." }
"""
FREQUENCIES: dict[Language, dict[str, float]] = {
    "fr": {"face": 5.4, "lang": 3.6, "chen": 3.5, "fait": 6.4, "transfert": 4.6, "rouge": 4.9},
    "en": {"face": 5.4, "lang": 3.9, "chen": 4.0, "learning": 5.0, "forest": 4.7, "red": 5.2},
}
NONE = Guards(frozenset(), {})


def zipf(word: str, language: Language) -> float:
    return FREQUENCIES[language].get(word, 0.0)


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return glossary_from_text(GLOSSARY, "glossary.toml")


def _sentence(text: str, first: int, last: int, language: Language = "fr") -> Sentence:
    return Sentence("a term", language, text, first, last)


def _line(term: str, said: str, heard_text: str, transcript: str, *, clean: bool = True) -> Line:
    return Line(term, "fr", said, "a voice", "an engine", heard_text, clean, transcript)


# --------------------------------------------------------------------------- align


@pytest.mark.parametrize(
    ("said", "slot", "transcript", "expected", "clean"),
    [
        ("Avec un RAG, tout change.", (2, 2), "Avec un rague, tout change.", "rague", True),
        ("LangChain nous a aidés.", (0, 0), "Lang Chen nous a aidé.", "Lang Chen", True),
        ("Je mets tout dans FAISS.", (4, 4), "Je mets tout dans face.", "face", True),
        ("Le drift est venu tôt.", (1, 1), "Le driftait venu tôt.", "driftait", False),
        ("Chez nous, l'IA trie.", (3, 3), "Chez nous, Lilla trie.", "Lilla", False),
        ("Sur FAISS dès demain.", (1, 1), "Sur fayse de demain.", "fayse", True),
        ("Un gros LLM écrit bien.", (2, 2), "Un gros écrit bien.", "", True),
        ("Un gros LLM écrit bien.", (2, 2), "", "", False),
        ("J'aime le fine-tuning ciblé.", (3, 4), "J'aime le faille-tuning ciblé.", "faille-tuning", True),
    ],
)  # fmt: skip
def test_heard_is_what_stands_in_the_place_of_the_term(
    said: str, slot: tuple[int, int], transcript: str, expected: str, clean: bool
) -> None:
    place = heard(_sentence(said, *slot), transcript)
    assert (place.text, place.clean) == (expected, clean)


@given(
    st.lists(st.sampled_from(["nous", "avons", "un", "projet", "clair"]), min_size=1, max_size=6)
)
def test_a_transcript_without_error_gives_the_term_itself(around: list[str]) -> None:
    text = " ".join([*around, "xylo", "quark", *around])
    place = heard(_sentence(text, len(around), len(around) + 1), text)
    assert (place.text, place.first, place.stop) == (
        "xylo quark",
        len(around),
        len(around) + 2,
    )
    assert place.clean


# --------------------------------------------------------------------------- carriers

CARRIERS = Carriers(
    {"fr": ("Le mot {term} revient.", "Avec {term}, tout va."), "en": ("So {term} is it.",)},
    {"fr": {"API": "a pé i", "API REST": "a pé i reste"}, "en": {}},
)


def test_sentences_are_the_example_then_a_template(glossary: Glossary) -> None:
    made = [(each.text, each.first, each.last) for each in sentences(glossary, CARRIERS, "fr")]
    assert made == [
        ("Notre RAG cite ses sources.", 1, 1),
        ("Le mot RAG revient.", 2, 2),
        ("Le mot LangChain revient.", 2, 2),
        ("Avec LangChain, tout va.", 1, 1),
        ("Avec données, tout va.", 1, 1),
        ("Le mot données revient.", 2, 2),
    ]


def test_english_templates_take_the_form_of_the_example(glossary: Glossary) -> None:
    made = [each.text for each in sentences(glossary, CARRIERS, "en") if each.term == "données"]
    assert made == ["We lost the data twice.", "So data is it."]


def test_the_longest_respelling_wins_and_only_whole_words_are_respelled() -> None:
    assert CARRIERS.spoken("Une API REST, une API, RAPID.", "fr") == (
        "Une a pé i reste, une a pé i, RAPID."
    )
    assert CARRIERS.spoken("An API.", "en") == "An API."


def test_a_template_without_its_place_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "carriers.toml"
    path.write_text('fr = ["rien"]\nen = []\n[say_as.fr]\n[say_as.en]\n', encoding="utf-8")
    with pytest.raises(ValueError, match="rien"):
        load_carriers(path)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_term_of_the_library_gets_two_sentences_that_say_it(language: Language) -> None:
    glossary = load_glossary()
    made = list(sentences(glossary, load_carriers(DATA / "carriers.toml"), language))
    assert [each.term for each in made[::2]] == [entry.term for entry in glossary.entries]
    for each in made:
        assert heard(each, each.text).clean, each


# --------------------------------------------------------------------------- propose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rague", None),
        ("lang chen", None),
        ("l'élème", None),
        ("transfert learning", None),
        ("zqx", None),
        ("face", "common word"),
        ("l'face", "common word"),
        ("fait 10", "common word"),
        ("fait rouge", "common words"),
        ("red forest", "common words"),
        ("laura", "confusable"),
        ("a lang", "common word"),
        ("en", None),
    ],
)
def test_words_alone_may_forbid_a_span(text: str, expected: str | None) -> None:
    assert refuse_by_words(text, frozenset({"laura"}), zipf) == expected


@pytest.mark.parametrize(
    ("heard_text", "expected"),
    [
        ("L’élème", "l'élème"),
        ("Lang Chaine,", "lang chaine"),
        ("0 » « chotte", "0 chotte"),
        ("tout-time scale", "tout time scale"),
        ("- R.O.I", "r o i"),
    ],
)
def test_spans_are_listed_without_marks_and_capitals(heard_text: str, expected: str) -> None:
    assert as_listed(heard_text) == expected


def test_short_spans_of_known_words_are_refused() -> None:
    assert refuse_by_words("y a", frozenset(), lambda word, _: 6.0) == "short"
    assert refuse_by_words("pok", frozenset(), lambda word, _: 2.1) == "short"


def _proposed(lines: list[Line], glossary: Glossary, guards: Guards = NONE) -> list[Proposal]:
    return list(propose(lines, glossary, guards, zipf))


def test_spans_are_counted_and_found_terms_left_out(glossary: Glossary) -> None:
    lines = [
        _line("RAG", "Un RAG.", "rague", "Un rague."),
        _line("RAG", "Le RAG.", "Rague", "Le Rague."),
        _line("RAG", "Du RAG.", "RAG", "Du RAG."),
    ]
    assert _proposed(lines, glossary) == [Proposal("RAG", "rague", 2, 2, ("fr",), None)]


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([_line("RAG", "Un RAG.", "unrag", "Unrag.", clean=False)], "neighbours changed"),
        ([_line("RAG", "Un RAG.", "jeu", "Un jeu.")], "inside a form of données"),
        ([_line("RAG", "Un RAG.", "langchain", "Un langchain.")], "form of LangChain"),
        (
            [
                _line("RAG", "Un RAG.", "zorg", "Un zorg."),
                _line("données", "Un données.", "Zorg", "Un Zorg."),
            ],
            "heard for données too",
        ),
        (
            [
                _line("RAG", "Un RAG.", "zorg", "Un zorg."),
                _line("LangChain", "Le sort du LangChain.", "LangChain", "Le zorg du LangChain."),
            ],
            "in 1 other sentences",
        ),
    ],
)
def test_spans_that_would_credit_something_else_are_refused(
    lines: list[Line], refusal: str, glossary: Glossary
) -> None:
    assert _proposed(lines, glossary)[0].refusal == refusal


def test_a_reviewer_may_except_a_span_from_the_rules_on_words(glossary: Glossary) -> None:
    lines = [_line("RAG", "Un RAG.", "face", "Un face.")]
    excepted = Guards(frozenset(), {}, {("RAG", "face"): "said nowhere else"})
    assert [each.refusal for each in _proposed(lines, glossary)] == ["common word"]
    assert [each.refusal for each in _proposed(lines, glossary, excepted)] == [None]


def test_a_reviewer_has_the_first_word(glossary: Glossary) -> None:
    guards = Guards(frozenset(), {("RAG", "rague"): "by hand: no"})
    lines = [_line("RAG", "Un RAG.", "Rague", "Un Rague.")]
    assert _proposed(lines, glossary, guards)[0].refusal == "by hand: no"


# --------------------------------------------------------------------------- store, measure


def test_lines_come_back_as_they_were_stored(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    assert list(load(path)) == []
    first = _line("RAG", "Un « RAG ».", "l’orage", "Un l’orage.")
    for line in (first, replace(first, clean=False)):
        append(path, line)
    assert list(load(path)) == [first, replace(first, clean=False)]
    save(path, [first])
    assert list(load(path)) == [first]
    assert [kept.name for kept in tmp_path.iterdir()] == ["lines.jsonl"]


def test_shares_tell_what_other_sentences_would_have_found(glossary: Glossary) -> None:
    one = _line("RAG", "Un RAG.", "rague", "Un rague.")
    plain = _line("RAG", "Un RAG.", "RAG", "Un RAG.")
    missed = _line("RAG", "Un RAG.", "rock", "Un rock.")
    alone = shares([one, plain, missed], glossary)
    assert (alone.clips, alone.plain, alone.listed, alone.held_out) == (3, 1, 2, 1)
    other = replace(one, said="Le RAG.", transcript="Le rague.")
    both = shares([one, plain, missed, other], glossary)
    assert (both.clips, both.plain, both.listed, both.held_out) == (4, 1, 3, 3)


# --------------------------------------------------------------------------- the library


def test_every_mishearing_of_the_library_was_heard() -> None:
    heard_for: dict[str, set[str]] = {}
    for line in load(DATA / "heard_as.jsonl"):
        heard_for.setdefault(line.term, set()).add(as_listed(line.heard))
    for entry in load_glossary().entries:
        for listed in entry.heard_as:
            assert listed in heard_for.get(entry.term, set()), (entry.term, listed)


def test_no_mishearing_of_the_library_is_guarded() -> None:
    guards = load_guards(DATA / "heard_as_guards.toml")
    for entry in load_glossary().entries:
        for listed in entry.heard_as:
            assert fold(listed) not in guards.confusables
            assert (entry.term, fold(listed)) not in guards.by_hand


def test_no_mishearing_stands_in_the_texts_of_the_library() -> None:
    written = [
        path.read_text(encoding="utf-8")
        for path in (DATA.parents[1] / "scenarios").glob("*.toml")
        if path.name != "glossary.toml"
    ]
    for entry in load_glossary().entries:
        written += [*entry.definition.values(), *entry.example.values()]
    text = read(Transcript.from_text("\n".join(written), "fr"))
    for entry in load_glossary().entries:
        for listed in entry.heard_as:
            assert not find(parse(listed, plain=True), text), (entry.term, listed)
