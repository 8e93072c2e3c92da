from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Hedge, Language, Transcript, Word
from interviewer.scoring.hedging import find_hedges
from interviewer.scoring.text import read


def _found(text: str, language: Language = "fr") -> tuple[Hedge, ...]:
    return find_hedges(read(Transcript.from_text(text, language)), language)


@pytest.mark.parametrize(
    ("said", "name", "instead"),
    [
        ("Je pense que ça marche.", "je pense", "Ça marche : …"),
        ("Ça marche, je pense.", "je pense", "Ça marche : …"),
        ("Je pense c'est rentable.", "je pense", "C'est rentable : …"),
        ("Je crois qu'il faut mesurer.", "je crois", "Il faut mesurer : …"),
        ("Alors je crois que, euh, on a gagné.", "je crois", "On a gagné : …"),
        ("Il me semble que le coût baisse.", "il me semble", "Le coût baisse : …"),
        ("J'ai l'impression que les gens suivent.", "j’ai l’impression", "Les gens suivent : …"),
        ("On a peut-être gagné du temps.", "peut-être", "On a gagné du temps : …"),
        ("C'est un peu long.", "un peu", "C'est long : …"),
        ("Normalement, ça tient.", "normalement", "Ça tient : …"),
        ("C'est en quelque sorte un moteur.", "en quelque sorte", "C'est un moteur : …"),
        ("C'est, on va dire, assez simple.", "on va dire", "C'est assez simple : …"),
        ("C'est plus ou moins prêt.", "plus ou moins", "C'est prêt : …"),
    ],
)
def test_what_takes_back_is_found_and_said_straight(said: str, name: str, instead: str) -> None:
    (hedge,) = _found(said)
    assert (hedge.said, hedge.instead.replace("\u00a0", " ")) == (name, instead)
    assert hedge.quote in said


@pytest.mark.parametrize(
    ("said", "name", "instead"),
    [
        ("I think it works.", "I think", "It works: …"),
        ("We save two days, I guess.", "I guess", "We save two days: …"),
        ("I believe that it pays.", "I believe", "It pays: …"),
        ("It kind of works.", "kind of", "It works: …"),
        ("It is sort of finished.", "sort of", "It is finished: …"),
        ("Maybe we start small.", "maybe", "We start small: …"),
        ("It is a bit slow.", "a bit", "It is slow: …"),
    ],
)
def test_english_hedges(said: str, name: str, instead: str) -> None:
    (hedge,) = _found(said, "en")
    assert (hedge.said, hedge.instead) == (name, instead)


@pytest.mark.parametrize(
    "said",
    [
        "Ajoutez un peu de sel.",
        "Je voudrais un peu d'aide, et un peu plus de temps.",
        "Je pense à vous, je pense aussi aux autres.",
        "Je pense partir demain.",
        "Ce que je pense vraiment est simple.",
        "Je crois en vous, et je crois au progrès.",
        "Cela fonctionne normalement.",
        "Ça peut être utile.",
        "Voilà ce qu'on va dire au client.",
        "Il faut penser à mesurer.",
    ],
)
def test_the_literal_sense_is_left_alone(said: str) -> None:
    assert _found(said) == ()


@pytest.mark.parametrize(
    "said",
    [
        "I think about costs every day.",
        "What I think matters little.",
        "I believe in tests.",
        "That is the kind of model we use, and this sort of question helps.",
        "A bit of salt.",
    ],
)
def test_the_literal_sense_is_left_alone_in_english(said: str) -> None:
    assert _found(said, "en") == ()


def test_a_hedge_by_itself_leaves_no_line() -> None:
    (hedge,) = _found("Maybe.", "en")
    assert hedge.instead == ""


def test_each_has_the_time_of_its_first_word_and_stands_in_order() -> None:
    written = ["On", "a", "un", "peu", "tardé.", "Je", "pense", "que", "ça", "marche."]
    words = tuple(Word(word, 0.5 * n, 0.5 * n + 0.4, 0.9) for n, word in enumerate(written))
    found = find_hedges(read(Transcript("fr", words)), "fr")
    assert [(each.said, each.start_s) for each in found] == [("un peu", 1.0), ("je pense", 2.5)]


def test_a_long_sentence_is_not_quoted_whole() -> None:
    (hedge,) = _found("Je pense que " + "les équipes vont " * 20 + "suivre.")
    assert len(hedge.quote.split()) <= 13


PIECES = [
    "je",
    "pense",
    "que",
    "crois",
    "peut-être",
    "un",
    "peu",
    "normalement,",
    "on",
    "va",
    "dire",
    ".",
    "?",
    "euh",
    "l'IA",
    "marche",
    "à",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_whatever_is_said_each_line_is_made_of_it(pieces: list[str]) -> None:
    said = " ".join(pieces)
    for hedge in _found(said):
        assert hedge.quote in said
        line = hedge.instead.removesuffix("\u00a0: …")
        assert {word.casefold() for word in line.split()} <= {
            word.casefold() for piece in (said, said.replace(",", "")) for word in piece.split()
        }
