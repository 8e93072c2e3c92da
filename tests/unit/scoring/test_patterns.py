from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Transcript
from interviewer.scoring import patterns
from interviewer.scoring.patterns import earliest, find
from interviewer.scoring.phrases import Phrase, parse
from interviewer.scoring.text import Text, read


def _found(pattern: str, text: str, *, cased: bool = False, plain: bool = False) -> list[str]:
    searched = read(Transcript.from_text(text, "fr"))
    return [
        " ".join(token.surface for token in searched.tokens[place.first : place.last + 1])
        for place in find(parse(pattern, cased=cased, plain=plain), searched)
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("RAG", "le rag, le RAG", ["rag", "RAG"]),
        ("embedding", "des embeddings", ["embeddings"]),
        ("embeddings", "un embedding", ["embedding"]),
        ("réseau", "les réseaux", ["réseaux"]),
        ("réseaux", "le réseau", ["réseau"]),
        ("signal", "des signaux", ["signaux"]),
        ("signaux", "un signal", ["signal"]),
        ("query", "many queries", ["queries"]),
        ("queries", "a query", ["query"]),
        ("batch", "batches", ["batches"]),
        ("batches", "a batch", ["batch"]),
        ("données", "la donnée", ["donnée"]),
        ("donnees", "les données", ["données"]),
        ("données", "les donnees", ["donnees"]),
        ("pré-entraîné", "pré entraînées", ["pré entraînées"]),
        ("pré-entraînés", "préentraînée", ["préentraînée"]),
        ("API", "des APIs", ["APIs"]),
        ("APIs", "une API", ["API"]),
        ("IA", "l'IA", ["IA"]),
        ("IA", "d ’IA", ["IA"]),
        ("base documentaire", "nos bases documentaires", ["bases documentaires"]),
        ("validation croisée", "nos validations croisés", ["validations croisés"]),
        ("coup", "du coup.", ["coup"]),
        ("fine-tuning", "fine tuning", ["fine tuning"]),
        ("fine-tuning", "finetuning", ["finetuning"]),
        ("finetuning", "le fine-tuning", ["fine tuning"]),
        ("fine tuning", "finetunings", ["finetunings"]),
        ("MLOps", "m l ops", ["m l ops"]),
        ("MLOps", "ML Ops", ["ML Ops"]),
        ("MLOps", "ml ops", ["ml ops"]),
        ("MLOps", "M.L. Ops", ["M L Ops"]),
        ("LLM", "un L.L.M.", ["L L M"]),
        ("LLM", "un l l m", ["l l m"]),
        ("R&D", "la RD", ["RD"]),
        ("GPT-4", "GPT4", ["GPT4"]),
        ("FastAPI", "Fast API", ["Fast API"]),
        ("K-means", "kmeans", ["kmeans"]),
        ("surveill*", "surveiller la surveillance", ["surveiller", "surveillance"]),
        ("fine-tun*", "finetuner", ["finetuner"]),
        ("mise … production", "mise en production", ["mise en production"]),
        ("mise ... production", "mise a b c d production", ["mise a b c d production"]),
        ("mise … production", "mise production", ["mise production"]),
        ("… mise …", "mise", ["mise"]),
    ],
)
def test_finds(pattern: str, text: str, found: list[str]) -> None:
    assert _found(pattern, text) == found


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("um", "un document"),
        ("RAG", "l'orage, un rack, du ragoût"),
        ("FAISS", "face à la situation"),
        ("LoRA", "Laura"),
        ("agents", "à gens"),
        ("agents", "des a gents"),
        ("drift", "le drive"),
        ("transformer", "il transforme, transformés"),
        ("données", "il a donné, je donne, donnés"),
        ("donné", "je donne à"),
        ("modèle", "modelé à la main"),
        ("modelé", "un modèle"),
        ("AI", "there is a, I think so"),
        ("AI", "it is a I"),
        ("LLM", "l'l m"),
        ("LLM", "l, l, m"),
        ("top k", "topk"),
        ("fine-tuning", "fine. Il tuning"),
        ("cas", "ça"),
        ("signal", "le système signale"),
        ("mise … production", "mise a b c d e production"),
        ("ne … raisonne", "Je ne vois pas. Un LLM raisonne."),
        ("base documentaire", "base très documentaire"),
        ("finetuning", "fine, tuning"),
        ("", "tout"),
        ("* …", "tout"),
        ("save*", "that's a very good idea"),
        ("FAISS", "moi je fais attention"),
        ("TAL", "les taux montent"),
    ],
)
def test_does_not_find(pattern: str, text: str) -> None:
    assert _found(pattern, text) == []


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("ROI", "roi ROI Roi R.O.I. ROIs r.o.i.", ["ROI", "R O I", "ROIs"]),
        ("LoRA", "LORA LoRA Lora lora", ["LORA", "LoRA"]),
        ("retour sur investissement", "Retour sur investissement", ["Retour sur investissement"]),
        ("A/B", "AB ab", ["AB"]),
    ],
)
def test_exact_case(pattern: str, text: str, found: list[str]) -> None:
    assert _found(pattern, text, cased=True) == found


@pytest.mark.parametrize(
    ("text", "found"), [("fait 10", ["fait 10"]), ("fait10", []), ("faits 10", [])]
)
def test_plain_phrases_take_no_inflection_and_no_join(text: str, found: list[str]) -> None:
    assert _found("fait 10", text, plain=True) == found


def test_inflection_is_told_from_the_word_itself() -> None:
    searched = read(Transcript.from_text("embedding embeddings", "fr"))
    assert [place.inflected for place in find(parse("embedding"), searched)] == [False, True]


def test_earliest_takes_the_first_place_then_the_longest_phrasing() -> None:
    searched = read(Transcript.from_text("un test, une base de données vectorielle", "fr"))
    found = earliest(("données", "base", "base de données"), searched)
    assert found is not None
    assert (found.first, found.last) == (3, 5)
    assert earliest(("absent",), searched) is None
    assert earliest((), searched) is None


@given(st.text(max_size=30), st.text(max_size=60))
def test_no_pattern_and_no_text_fail(pattern: str, text: str) -> None:
    searched = read(Transcript.from_text(text, "fr"))
    for place in find(parse(pattern), searched):
        assert 0 <= place.first <= place.last < len(searched.tokens)


@given(
    st.lists(
        st.sampled_from(["modèle", "données", "RAG", "réseau", "l'IA", "fine-tuning"]), min_size=1
    )
)
def test_a_text_holds_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert _found(text, f"avant {text} après") != []


@pytest.mark.parametrize("words", [3, 5, 12])
@pytest.mark.parametrize(("word", "said"), [("le", "le "), ("a*", "a "), ("l*", "l ")])
def test_ways_through_several_gaps_do_not_multiply(
    words: int, word: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word of the pattern is held against a place of the text once, wherever the ways began.

    A starred word that may be joined of eight tokens leads to forty places: 40 ** gaps ways.
    """
    compared: list[tuple[int, int]] = []
    compare = patterns._steps

    def counted(phrase: Phrase, index: int, found: Text, position: int) -> object:
        compared.append((index, position))
        return compare(phrase, index, found, position)

    monkeypatch.setattr(patterns, "_steps", counted)
    text = read(Transcript.from_text(said * 500, "fr"))
    assert find(parse(" … ".join([word] * words)), text)
    assert len(compared) == len(set(compared)) <= words * 501


def test_of_many_readings_the_uninflected_one_wins_then_the_shortest() -> None:
    text = read(Transcript.from_text("le chats noirs chat noir", "fr"))
    assert [(each.last, each.inflected) for each in find(parse("le … chat … noir"), text)] == [
        (4, False)
    ]
    text = read(Transcript.from_text("le chats noirs chats noirs", "fr"))
    assert [(each.last, each.inflected) for each in find(parse("le … chat … noir"), text)] == [
        (2, True)
    ]
