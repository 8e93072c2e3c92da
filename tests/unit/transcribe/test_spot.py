"""The second look at a window: read again with the vocabulary's help, and verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from interviewer.models import Spotting, Term, Vocabulary, Word
from interviewer.score.confidence import confidence
from interviewer.score.spotted import probable
from interviewer.transcribe.attempt import Attempt
from interviewer.transcribe.spot import spot

NAMES = ("fine-tuning", "RAG", "LangChain", "Python", "embeddings")
VOCABULARY = Vocabulary("fr", NAMES, tuple(map(Term, NAMES)))
HINT = (7, 8, 9)


@dataclass
class Helped:
    """A window with a second reading; the words in ``likely`` are what the audio holds."""

    hinted: str
    """Readings with « | » between them, the likeliest first."""
    likely: dict[str, float] = field(default_factory=dict)
    logprob: float = -0.3
    hints: list[tuple[int, ...]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        self.hints.append(hint)
        return tuple(Attempt((1,), text, self.logprob, 0.0) for text in self.hinted.split("|"))

    def encode(self, text: str) -> list[int]:
        self.known += [word for word in text.split() if word not in self.known]
        return [self.known.index(word) for word in text.split()]

    def logprobs(self, texts: Sequence[Sequence[int]]) -> Sequence[tuple[float, ...]]:
        return [
            tuple(self.likely.get(self.known[token].strip(",."), -2.0) for token in tokens)
            for tokens in texts
        ]


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(word, i / 2, (i + 1) / 2, 0.9) for i, word in enumerate(text.split()))


def spotted(window: Helped, plain: str) -> dict[str, tuple[Spotting, ...]]:
    found = spot(window, words(plain), VOCABULARY, HINT)
    assert " ".join(word.text for word in found) == plain
    return {word.text: word.spotted for word in found if word.spotted}


def test_a_term_of_the_helped_reading_is_spotted_with_its_gain() -> None:
    window = Helped("On a un RAG, ici.", {"RAG": -0.5, "rague": -3.0})
    found = spotted(window, "On a un rague, ici.")
    assert found == {"rague,": (Spotting("RAG", "RAG", 1, 2.5, 1.0, False, "hint"),)}
    assert window.hints == [HINT]


def test_every_reading_that_can_be_trusted_is_looked_through_and_a_place_is_asked_once() -> None:
    window = Helped(
        "On a un rail, ici.|fine-tuning, RAG, LangChain, Python|On a un RAG, ici.|On a un RAG ici",
        {"RAG": -0.5, "rague": -3.0},
    )
    found = spotted(window, "On a un rague, ici.")
    assert {text: [each.term for each in spots] for text, spots in found.items()} == {
        "rague,": ["RAG"]
    }


def test_a_term_that_is_written_beside_it_is_company() -> None:
    window = Helped("On a un RAG avec Python", {"RAG": -0.5, "rague": -3.0})
    found = spotted(window, "On a un rague avec Python")
    assert [each.company for each in found["rague"]] == [True]


def test_where_the_readings_have_parted_nothing_is_compared() -> None:
    plain = "je cite la taille puis le temps que prend chaque chose de plus"
    window = Helped("je RAG de plus", {"RAG": -0.1, "chose": -3.0})
    assert spotted(window, plain) == {}
    assert spotted(window, "je chaque rog chose de plus")


def test_words_that_were_parted_are_one_place() -> None:
    window = Helped("avec LangChain aussi", {"LangChain": -1.0})
    found = spotted(window, "avec langue chaîne aussi")
    assert [(each.term, each.words) for each in found["langue"]] == [("LangChain", 2)]


def test_what_the_plain_text_lacks_has_no_place() -> None:
    window = Helped("on utilise Python et le reste", {"Python": -0.1})
    assert spotted(window, "on utilise et le reste") == {}


def test_a_place_that_sounds_like_a_term_is_put_to_the_audio_unhelped() -> None:
    found = spotted(Helped("avec l'embédings", {"embeddings": -1.0}), "avec l'embédings aussi")
    assert [(each.term, each.found_by) for each in found["l'embédings"]] == [
        ("embeddings", "sound")
    ]


def test_what_sounds_like_a_variant_gains_what_the_likelier_of_its_spellings_does() -> None:
    vocabulary = Vocabulary("fr", ("embeddings",), (Term("embeddings", variants=("plongements",)),))
    window = Helped("", {"embeddings": -0.5, "plongements": -9.0})
    found = spot(window, words("des plongemants ici"), vocabulary, ())
    assert [each.gain_nats for each in found[1].spotted] == [1.5]


def test_an_ordinary_word_is_told() -> None:
    found = spotted(Helped("On a un RAG", {"RAG": -0.1}), "On a un rack")
    assert [each.ordinary for each in found["rack"]] == [True]


def test_a_term_that_is_written_needs_no_help() -> None:
    assert spotted(Helped("Le RAG marche"), "Le rag marchait") == {}


def test_what_the_audio_speaks_against_is_not_even_likely() -> None:
    found = spotted(Helped("On a un RAG", {"RAG": -20.0}), "On a un rack")
    rack = words("rack")
    assert all(not probable(confidence(each, rack)) for each in found.get("rack", ()))


def test_how_many_readings_hold_a_term_is_told() -> None:
    readings = "On a un RAG ici|On a un rail ici|On a un RAG, ici|on a un rallye ici"
    found = spotted(Helped(readings, {"RAG": -0.5}), "On a un rague ici")
    assert [(each.term, each.votes) for each in found["rague"]] == [("RAG", 0.5)]


def test_a_reading_that_only_repeats_the_hint_is_one_that_does_not_hold_the_term() -> None:
    readings = "On a un RAG ici|fine-tuning, RAG, LangChain, Python"
    found = spotted(Helped(readings, {"RAG": -0.5}), "On a un rague ici")
    assert [each.votes for each in found["rague"]] == [0.5]


@pytest.mark.parametrize(
    "window",
    [
        Helped("fine-tuning, RAG, LangChain, Python", {"RAG": -0.1}),
        Helped("On a un RAG ici", {"RAG": -0.1}, logprob=-1.5),
    ],
)
def test_an_echo_or_a_text_that_is_not_trusted_is_dropped(window: Helped) -> None:
    assert spotted(window, "on a un truc ici") == {}


def test_without_words_nothing_is_asked() -> None:
    window = Helped("RAG")
    assert spot(window, (), VOCABULARY, HINT) == ()
    assert window.hints == []
