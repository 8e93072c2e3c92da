"""Two readings of the same audio, compared token by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from interviewer.asr.candidates import Candidate
from interviewer.asr.spotting import Judge, Weighed, are_ordinary, attach, spot
from interviewer.asr.window import Attempt
from interviewer.domain import Language, Spotting, Term, Transcript, Vocabulary, Word
from interviewer.scoring.misheard import confidence, probable
from interviewer.scoring.text import read


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        (["piton"], "fr", True),
        (["pitton"], "fr", True),
        (["Laura"], "fr", True),
        (["rack"], "fr", True),
        (["rague"], "fr", False),
        (["ai", "pété"], "fr", True),
        (["map", "produce"], "en", True),
        (["map", "produce"], "fr", False),
    ],
)
def test_words_of_the_language(words: list[str], language: Language, expected: bool) -> None:
    assert are_ordinary(words, language) is expected


LIKELY = {"RAG": -0.5, "rague": -3.0}


def encode(text: str) -> list[int]:
    """A token a word."""
    return [VOCABULARY.setdefault(word, len(VOCABULARY)) for word in text.split()]


VOCABULARY: dict[str, int] = {}


class Decoder:
    def __init__(self) -> None:
        self.asked: list[int] = []

    def logprobs(self, texts: Sequence[Sequence[int]]) -> Sequence[tuple[float, ...]]:
        self.asked.extend(len(tokens) for tokens in texts)
        names = {number: word for word, number in VOCABULARY.items()}
        return [tuple(LIKELY.get(names[token], -1.0) for token in tokens) for tokens in texts]


def gain_nats(text: str, other: str) -> float:
    return Judge(text, encode, Decoder().logprobs).gains_nats([other])[other]


def test_the_gain_is_that_of_the_words_that_differ() -> None:
    assert gain_nats("on a un rague ici", "on a un RAG ici") == pytest.approx(2.5)


def test_more_words_than_are_written_cost_their_own() -> None:
    assert gain_nats("un rague", "un RAG RAG") == pytest.approx(2.0)


def test_the_same_text_gains_nothing() -> None:
    assert gain_nats("un rague", "un rague") == 0.0


def test_nothing_is_asked_without_another_text() -> None:
    decoder = Decoder()
    assert Judge("un rague", encode, decoder.logprobs).gains_nats([]) == {}
    assert decoder.asked == []


def test_each_reading_is_asked_once_and_no_further_than_it_matters() -> None:
    rest = " ".join(f"w{index}" for index in range(30))
    decoder = Decoder()
    found = Judge(f"un rague {rest}", encode, decoder.logprobs)
    gains = found.gains_nats([f"un RAG {rest}", f"un rague RAG {rest}", f"un RAG {rest}"])
    assert list(gains.values()) == pytest.approx([2.5, -0.5])
    assert decoder.asked == [32, 8, 9]


TEXT = read(
    Transcript(
        "fr",
        tuple(
            replace(word, probability=0.4)
            for word in Transcript.from_text("un gagne et un rague ici", "fr").words
        ),
    )
)
GAN = Candidate("GAN", "GAN", 1, 1, 0.75, "hint", votes=1.0)
RAG = Candidate("RAG", "RAG", 4, 4, 1.0, "hint", votes=1.0)


def _ordinary(words: Sequence[str]) -> bool:
    return list(words) == ["gagne"]


def _spotted(*weighed: Weighed, written: frozenset[str] = frozenset()) -> dict[str, Spotting]:
    words = attach(TEXT, weighed, written, _ordinary)
    return {spotting.term: spotting for word in words for spotting in word.spotted}


def test_a_place_alone_has_no_company() -> None:
    assert not _spotted(Weighed(GAN, -6.0))["GAN"].company


def test_a_term_that_is_written_is_company_and_the_same_term_is_none() -> None:
    assert _spotted(Weighed(GAN, -6.0), written=frozenset({"index"}))["GAN"].company
    assert not _spotted(Weighed(GAN, -6.0), written=frozenset({"GAN"}))["GAN"].company


def test_a_term_that_counts_by_itself_is_company() -> None:
    found = _spotted(Weighed(GAN, -6.0), Weighed(RAG, -1.0))
    assert found["GAN"].company
    assert not found["RAG"].company


def test_two_terms_that_are_not_sure_are_no_company_for_each_other() -> None:
    doubtful = replace(RAG, similarity=0.5, votes=0.2)
    found = _spotted(Weighed(GAN, -6.0), Weighed(doubtful, -15.0))
    assert {term: spotting.company for term, spotting in found.items()} == {
        "GAN": False,
        "RAG": False,
    }


def test_another_term_at_the_same_place_is_no_company() -> None:
    same = replace(RAG, term="index")
    found = _spotted(Weighed(RAG, -1.0), Weighed(same, -1.0))
    assert [found[term].company for term in ("RAG", "index")] == [False, False]


def test_the_surest_of_places_that_overlap_is_kept() -> None:
    wide = Candidate("RAG", "un RAG", 3, 4, 0.6, "hint")
    words = attach(TEXT, [Weighed(wide, -1.0), Weighed(RAG, -1.0)], frozenset(), _ordinary)
    assert [word.text for word in words if word.spotted] == ["rague"]


def test_of_places_that_overlap_one_that_the_audio_speaks_against_gives_way() -> None:
    wide = Candidate("RAG", "un RAG", 3, 4, 0.9, "hint", votes=1.0)
    unsure = Candidate("RAG", "RAG", 4, 4, 0.75, "sound")
    assert spotted_words([Weighed(wide, -13.5), Weighed(unsure, -2.0)]) == ["rague"]
    assert spotted_words([Weighed(wide, -1.0), Weighed(unsure, -2.0)]) == ["un"]


def test_a_piece_gives_way_to_the_longer_term_that_is_as_good_as_sure() -> None:
    longer = Candidate("RAG hybride", "RAG hybride", 3, 4, 0.8, "hint", votes=1.0)
    piece = Candidate("RAG", "RAG", 4, 4, 1.0, "hint", votes=1.0)
    assert spotted_words([Weighed(longer, -8.0), Weighed(piece, 1.0)]) == ["un"]
    assert spotted_words([Weighed(longer, -13.5), Weighed(piece, 1.0)]) == ["rague"]


def spotted_words(weighed: Sequence[Weighed]) -> list[str]:
    """The words at which the places kept begin."""
    words = attach(TEXT, weighed, frozenset({"Python"}), lambda _: False)
    return [word.text for word in words if word.spotted]


def test_what_hardly_anything_speaks_for_is_dropped() -> None:
    unlike = replace(GAN, similarity=0.1, votes=0.0, found_by="sound")
    assert _spotted(Weighed(unlike, -30.0)) == {}


def test_an_elided_article_says_nothing_of_whether_the_words_are_ordinary() -> None:
    text = read(Transcript("fr", Transcript.from_text("avec l'aura ici", "fr").words))
    asked: list[list[str]] = []

    def ordinary(words: Sequence[str]) -> bool:
        asked.append(list(words))
        return True

    attach(text, [Weighed(Candidate("LoRA", "LoRA", 1, 2, 1.0, "hint"), -1.0)], set(), ordinary)
    assert asked == [["aura"]]


NAMES = ("fine-tuning", "RAG", "LangChain", "Python", "embeddings")
VOCABULARY_SPOT = Vocabulary("fr", NAMES, tuple(map(Term, NAMES)))
HINT = (7, 8, 9)


@dataclass
class Helped:
    """A window with a second reading; the words in ``likely`` are what the audio holds."""

    hinted: str
    """Readings with « | » between them, the likeliest first."""
    likely: dict[str, float] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)
    """Likelier than ``likely`` has it, for who is told the names."""
    logprob: float = -0.3
    hints: list[tuple[int, ...]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    """What was told before, and how many texts were rated then."""

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        self.hints.append(hint)
        return tuple(Attempt((1,), text, self.logprob, 0.0) for text in self.hinted.split("|"))

    def encode(self, text: str) -> list[int]:
        self.known += [word for word in text.split() if word not in self.known]
        return [self.known.index(word) for word in text.split()]

    def logprobs(
        self, texts: Sequence[Sequence[int]], before: tuple[int, ...] = ()
    ) -> Sequence[tuple[float, ...]]:
        self.asked.append((" ".join(self.known[token] for token in before), len(texts)))
        likely = {**self.likely, **self.told} if before else self.likely
        return [
            tuple(likely.get(self.known[token].strip(",."), -2.0) for token in tokens)
            for tokens in texts
        ]


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(word, i / 2, (i + 1) / 2, 0.9) for i, word in enumerate(text.split()))


def spotted(window: Helped, plain: str) -> dict[str, tuple[Spotting, ...]]:
    found = spot(window, words(plain), VOCABULARY_SPOT, HINT)
    assert " ".join(word.text for word in found) == plain
    return {word.text: word.spotted for word in found if word.spotted}


def test_a_term_of_the_helped_reading_is_spotted_with_its_gain() -> None:
    window = Helped("On a un RAG, ici.", {"RAG": -0.5, "rague": -3.0})
    found = spotted(window, "On a un rague, ici.")
    expected = Spotting("RAG", "RAG", 1, 2.5, 1.0, False, "hint", told_nats=2.5)
    assert found == {"rague,": (expected,)}
    assert window.hints == [HINT]


def test_what_does_not_sound_like_the_names_is_not_asked_about_again() -> None:
    """A name is dear for who does not know it; who was told it still hears that it was not said."""
    window = Helped("On a un RAG ici", {"RAG": -9.0, "rague": -1.0}, {"RAG": -0.5})
    (place,) = spotted(window, "On a un rague ici")["rague"]
    assert (place.gain_nats, place.told_nats) == (-8.0, 0.5)
    assert window.asked == [("RAG", 2), ("", 2)]
    deaf = Helped("On a un RAG ici", {"RAG": -30.0, "rague": -1.0})
    assert spotted(deaf, "On a un rague ici") == {}
    assert [told for told, texts in deaf.asked if texts > 1] == ["RAG"]


def test_a_text_that_fills_the_decoder_leaves_no_room_for_names() -> None:
    window = Helped("On a un RAG ici", {"RAG": -0.5, "rague": -3.0})
    rest = " ".join(["encore"] * 420)
    (place,) = spotted(window, f"{rest} un rague ici")["rague"]
    assert place.told_nats == place.gain_nats
    assert {told for told, _ in window.asked} == {""}


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
    assert all(not probable(each, confidence(each, rack)) for each in found.get("rack", ()))


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
    assert spot(window, (), VOCABULARY_SPOT, HINT) == ()
    assert window.hints == []
