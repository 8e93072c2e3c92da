"""Adding up what small decision trees say."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from math import exp, log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Phase, Scenario, Spotting, Task, Term, TermHit, Transcript, Word
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.misheard import (
    accompanied,
    confidence,
    counts,
    features,
    lacks_company,
    parts,
    probable,
    supports,
    worth_keeping,
)
from interviewer.scoring.text import read
from interviewer.scoring.trees import FEATURES, Trees, fitted, parsed

TREES = parsed(
    {
        "base": 0.0,
        "trees": [
            [[0, -5.0, 1, 2], [-1.0], [1, 0.5, 3, 4], [0.25], [2.0]],
            [[log(3.0)]],
        ],
    }
)


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        pytest.param((-6.0, 1.0), -1.0, id="left"),
        pytest.param((-5.0, 1.0), -1.0, id="a value at the edge goes left"),
        pytest.param((-4.9, 0.5), 0.25, id="right, then left"),
        pytest.param((-4.9, 0.6), 2.0, id="right, then right"),
    ],
)
def test_the_answers_of_all_trees_add_up(values: tuple[float, ...], answer: float) -> None:
    assert TREES.probability(values) == pytest.approx(1 / (1 + exp(-answer - log(3.0))))


def test_without_a_tree_it_is_the_base() -> None:
    assert Trees(0.0, ()).probability(()) == 0.5


def test_the_fitted_trees_ask_for_what_they_are_given_and_every_branch_ends() -> None:
    data = json.loads(
        files("interviewer.scoring").joinpath("trees.json").read_text(encoding="utf-8")
    )
    assert data["features"] == list(FEATURES)
    for tree in fitted().trees:
        for index, node in enumerate(tree):
            if node.feature is not None:
                assert 0 <= node.feature < len(FEATURES)
                assert index < node.left < len(tree)
                assert index < node.right < len(tree)


BATCHING = Spotting(
    "batching", "batching", 1, -0.7, 0.83, ordinary=False, found_by="hint", company=True
)
GAN = Spotting("GAN", "GAN", 1, -3.4, 0.75, ordinary=True, found_by="hint", company=True)
LAURA = Spotting("LoRA", "LoRA", 1, -6.3, 1.0, ordinary=True, found_by="hint")

SPOTTINGS = st.builds(
    Spotting,
    term=st.sampled_from(["GAN", "LoRA", "batching", "label smoothing"]),
    spelling=st.just("GAN"),
    words=st.integers(1, 4),
    gain_nats=st.floats(-40, 20),
    similarity=st.floats(0, 1),
    ordinary=st.booleans(),
    found_by=st.sampled_from(["hint", "sound"]),
    company=st.booleans(),
    votes=st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
)


def sure(spotting: Spotting, probability: float = 0.5) -> float:
    return confidence(spotting, (Word("batin", 0.0, 0.5, probability),))


def credited(spotting: Spotting, probability: float = 0.5) -> bool:
    return counts(spotting, sure(spotting, probability))


@pytest.mark.parametrize(
    "spotting",
    [
        pytest.param(BATCHING, id="alike, likely and agreed on"),
        pytest.param(replace(BATCHING, gain_nats=-12.0), id="what is no word may be less likely"),
        pytest.param(
            replace(GAN, gain_nats=-2.5),
            id="a short term for a word, where the audio hardly objects",
        ),
        pytest.param(replace(BATCHING, found_by="sound", votes=0.0), id="by its sound alone"),
    ],
)
def test_in_company_it_counts(spotting: Spotting) -> None:
    assert credited(spotting)


@pytest.mark.parametrize(
    "spotting",
    [
        pytest.param(replace(GAN, gain_nats=-20.0, votes=0.2), id="a word that was likelier"),
        pytest.param(
            replace(LAURA, company=True, votes=1.0, gain_nats=-14.1),
            id="Laura, though there are terms beside her and every reading holds LoRA",
        ),
        pytest.param(
            replace(BATCHING, gain_nats=-18.0, similarity=1.0),
            id="what the audio speaks against, whatever else speaks for it",
        ),
        pytest.param(
            replace(LAURA, company=True, found_by="sound", votes=0.0, gain_nats=-25.0),
            id="Laura, though there are terms beside her",
        ),
        pytest.param(LAURA, id="Laura alone"),
        pytest.param(replace(GAN, company=False), id="« gagne » without a term beside it"),
    ],
)
def test_it_does_not_count(spotting: Spotting) -> None:
    assert not credited(spotting, 0.8)


@given(SPOTTINGS, SPOTTINGS, st.floats(0, 1), st.floats(0, 1))
def test_no_more_evidence_ever_makes_it_less_sure(
    one: Spotting, other: Spotting, doubt: float, more_doubt: float
) -> None:
    less = replace(
        one,
        gain_nats=min(one.gain_nats, other.gain_nats),
        similarity=min(one.similarity, other.similarity),
        votes=min(one.votes, other.votes),
        company=one.company and other.company,
        ordinary=one.ordinary or other.ordinary,
    )
    more = replace(
        one,
        gain_nats=max(one.gain_nats, other.gain_nats),
        similarity=max(one.similarity, other.similarity),
        votes=max(one.votes, other.votes),
        company=one.company or other.company,
        ordinary=one.ordinary and other.ordinary,
    )
    assert sure(more, min(doubt, more_doubt)) >= sure(less, max(doubt, more_doubt))


CODER = Spotting(
    *("cross-encoder", "cross-encoder", 2, -11.0, 0.9),
    ordinary=False,
    found_by="sound",
    company=True,
    votes=0.0,
    told_nats=2.0,
)
"""Dear for a recogniser that does not know the name, and heard by one that was told it."""
HEARD = (Word("crosseine", 0.0, 0.5, 0.4), Word("codeur", 0.5, 1.0, 0.6))


def test_who_was_told_the_names_and_hears_a_long_one_is_believed() -> None:
    assert counts(CODER, confidence(CODER, HEARD))
    assert not counts(replace(CODER, told_nats=None), 1.0)
    sure = [confidence(replace(CODER, told_nats=told), HEARD) for told in (-12.0, -3.0, 0.0, 9.0)]
    assert sure == sorted(set(sure))


def test_what_was_not_asked_is_judged_by_the_trees_alone() -> None:
    odds, told_nats = parts(replace(CODER, told_nats=None), HEARD)
    assert told_nats is None
    sure = confidence(replace(CODER, told_nats=None), HEARD)
    assert sure == pytest.approx(1 / (1 + exp(-odds)), abs=5e-4)
    assert parts(replace(CODER, told_nats=-99.0), HEARD) == (odds, -10.0)
    assert parts(replace(CODER, told_nats=99.0), HEARD) == (odds, 5.0)


def test_who_does_not_hear_the_name_though_told_speaks_against_it() -> None:
    for ordinary, words, least in ((False, 2, -3.0), (True, 2, -2.0), (True, 1, -0.5)):
        place = replace(CODER, ordinary=ordinary, words=words, gain_nats=2.0)
        assert counts(replace(place, told_nats=least), 1.0)
        assert not counts(replace(place, told_nats=least - 0.01), 1.0)
        assert not supports(replace(place, told_nats=least - 0.01), 1.0)


@pytest.mark.parametrize("name", ["LoRA", "RAG", "API", "agents", "FAISS"])
def test_who_was_told_a_short_name_hears_it_in_the_word_that_sounds_like_it(name: str) -> None:
    short = replace(CODER, term=name, spelling=name, words=1)
    assert not counts(short, 1.0)
    assert confidence(short, HEARD) == confidence(replace(short, told_nats=9.0), HEARD)


@pytest.mark.parametrize("name", ["GPU", "KPI", "RPA", "LLMs", "CNN"])
def test_what_nobody_can_say_as_a_word_is_no_such_name(name: str) -> None:
    assert counts(replace(CODER, term=name, spelling=name), 0.8)


def test_a_short_name_that_no_reading_holds_and_that_only_sounds_so_has_no_more_room() -> None:
    """« l'orat » for Laura."""
    lora = replace(CODER, term="LoRA", spelling="LoRA", gain_nats=-8.1)
    assert not counts(lora, 1.0)
    assert counts(replace(lora, votes=0.2), 1.0)


def test_where_ordinary_words_stand_a_name_must_be_longer() -> None:
    """« I think » for éthique, however well who was told of it hears it."""
    think = replace(CODER, term="éthique", spelling="éthique", ordinary=True, gain_nats=-6.1)
    assert not counts(replace(think, told_nats=6.0), 1.0)
    assert counts(replace(think, ordinary=False, told_nats=6.0), 1.0)
    assert counts(replace(think, term="applied AI", spelling="applied AI"), 1.0)


def test_what_sounds_like_another_word_altogether_has_no_more_room_either() -> None:
    """A name that is told is written into what is not understood."""
    assert counts(replace(CODER, similarity=0.6), 1.0)
    assert not counts(replace(CODER, similarity=0.59), 1.0)


def test_several_words_of_the_language_may_be_a_long_name_only_beside_another() -> None:
    ordinary = replace(CODER, ordinary=True, gain_nats=-14.0)
    assert counts(ordinary, 0.8)
    assert not counts(replace(ordinary, gain_nats=-14.1), 1.0)
    assert not counts(replace(ordinary, company=False), 1.0)


def test_alone_it_must_be_as_good_as_certain() -> None:
    alone = replace(BATCHING, company=False)
    assert not counts(alone, 0.899)
    assert counts(alone, 0.9)
    assert counts(replace(alone, similarity=0.6), 0.9)
    assert not counts(replace(alone, similarity=0.59), 1.0)


def test_beside_other_terms_it_must_be_likelier_than_not_by_far() -> None:
    assert not counts(BATCHING, 0.799)
    assert counts(BATCHING, 0.8)


NUMPY = Spotting("NLP", "NLP", 1, -4.0, 0.3, ordinary=False, found_by="hint", votes=0.4)


@pytest.mark.parametrize(
    ("least", "more"),
    [
        pytest.param(-4.0, {"votes": 1.0, "similarity": 1.0}, id="alone, no words of the language"),
        pytest.param(
            -3.0,
            {"ordinary": True, "words": 2, "similarity": 0.6},
            id="alone, several of its words",
        ),
        pytest.param(-1.0, {"ordinary": True, "similarity": 0.6}, id="alone, one of its words"),
        pytest.param(-4.0, {"company": True}, id="a hint that sounds like nothing there"),
        pytest.param(-8.5, {"company": True, "votes": 0.8}, id="and all readings agree"),
        pytest.param(-8.5, {"company": True, "similarity": 0.7}, id="or it sounds alike"),
        pytest.param(-13.0, {"company": True, "similarity": 0.7, "votes": 0.8}, id="or both"),
        pytest.param(
            -9.0,
            {"company": True, "ordinary": True, "words": 2, "similarity": 0.9, "votes": 1.0},
            id="both, for several words",
        ),
        pytest.param(
            -12.0,
            {"company": True, "ordinary": True, "words": 2, "similarity": 0.95, "votes": 1.0},
            id="and the very sounds",
        ),
        pytest.param(
            -5.5,
            {"company": True, "ordinary": True, "similarity": 1.0, "votes": 1.0},
            id="both, for one word",
        ),
    ],
)
def test_whoever_is_sure_the_audio_has_the_last_word(least: float, more: dict[str, Any]) -> None:
    assert counts(replace(NUMPY, gain_nats=least, **more), 1.0)
    assert not counts(replace(NUMPY, gain_nats=least - 0.01, **more), 1.0)


def test_what_the_audio_speaks_against_vouches_for_nothing() -> None:
    assert supports(replace(NUMPY, gain_nats=-8.5, votes=1.0), 0.9)
    assert not supports(replace(NUMPY, gain_nats=-8.6, votes=1.0), 0.9)


def test_what_is_as_likely_as_not_is_shown_to_the_person_and_what_is_less_likely_is_not() -> None:
    assert probable(BATCHING, 0.7)
    assert not probable(BATCHING, 0.699)


def test_what_nobody_would_hear_there_is_not_shown_to_the_person() -> None:
    assert not probable(NUMPY, 0.97)
    assert probable(replace(NUMPY, similarity=0.6), 0.97)
    assert probable(replace(NUMPY, similarity=0.6, gain_nats=-7.0), 0.97)
    assert not probable(replace(NUMPY, similarity=0.6, gain_nats=-7.1), 0.97)


def test_only_what_the_audio_would_not_be_against_anywhere_is_said_to_lack_company() -> None:
    assert lacks_company(0.8, -1.0)
    assert not lacks_company(0.8, -1.1)
    assert not lacks_company(0.79, 0.0)
    assert not lacks_company(1.0, None)


def test_one_chance_in_twenty_is_still_kept_with_the_transcript() -> None:
    assert worth_keeping(0.05)
    assert not worth_keeping(0.049)


def test_a_place_is_as_doubtful_as_its_least_sure_word() -> None:
    """« fine » was heard for certain, « tunique » was not: that is where a term may hide."""
    words = (Word("fine", 0.0, 0.5, 0.95), Word("tunique", 0.5, 1.0, 0.2))
    place = replace(BATCHING, words=2)
    assert features(place, words)[FEATURES.index("probability")] == 0.2


TERMS = (Term("RAG"), Term("LoRA"), Term("Python"))
RAG = Spotting("RAG", "RAG", 1, -1.0, 0.9, ordinary=False, found_by="hint")
LORA = replace(RAG, term="LoRA", spelling="LoRA")


def company(
    said: str, gap_s: float = 0.5, later: Spotting | None = None, doubt: float = 0.6
) -> bool:
    """Whether « rague » has company, with ``said`` so many seconds, 0.5 at least, after its end."""
    words = list(Transcript.from_text(f"le rague marche {said}", "fr").words)
    for at, word in enumerate(words):
        start_s = at * 0.5 + (gap_s - 0.5 if at > 2 else 0.0)
        words[at] = replace(word, start_s=start_s, end_s=start_s + 0.5, probability=1 - doubt)
    words[1] = replace(words[1], spotted=(RAG,))
    if later is not None:
        words[3] = replace(words[3], spotted=(later,))
    return accompanied(read(Transcript("fr", tuple(words))), TERMS).words[1].spotted[0].company


def test_a_term_that_is_written_near_it_is_company() -> None:
    assert company("Python")
    assert company("Python", 14.9)


@pytest.mark.parametrize("said", ["rien", "RAG"])
def test_other_words_and_the_term_itself_are_none(said: str) -> None:
    assert not company(said)


def test_a_term_said_more_than_a_window_of_the_recogniser_away_is_none() -> None:
    """The trees were fitted to what is said within one: farther off, « Laura » would be LoRA
    because some other term fell in the sentence before the last."""
    assert not company("Python", 15.1)


def test_the_distance_is_the_silence_between_the_two_and_not_between_their_beginnings() -> None:
    words = list(Transcript.from_text("le rague Python", "fr").words)
    words[1] = replace(words[1], start_s=0.0, end_s=2.0, spotted=(RAG,))
    words[2] = replace(words[2], start_s=16.0, end_s=16.5)
    assert accompanied(read(Transcript("fr", tuple(words))), TERMS).words[1].spotted[0].company


def test_a_term_that_was_surely_spotted_is_company_and_a_doubtful_one_is_not() -> None:
    assert company("lorra", later=replace(LORA, company=True))
    assert not company("lorra", later=replace(LORA, similarity=0.3, ordinary=True, votes=0.2))


def test_another_term_at_the_same_place_is_none() -> None:
    text = read(Transcript("fr", Transcript.from_text("le rague", "fr").words))
    words = (text.words[0], replace(text.words[1], spotted=(RAG, replace(LORA, company=True))))
    told = accompanied(replace(text, words=words), TERMS).words[1].spotted
    assert not told[0].company


def test_without_a_place_to_tell_the_text_is_as_it_was() -> None:
    text = read(Transcript.from_text("le RAG et Python", "fr"))
    assert accompanied(text, TERMS) is text


@pytest.mark.parametrize(
    ("similarity", "sure", "vouches"), [(0.7, 0.825, False), (0.8, 0.907, True)]
)
def test_what_is_likely_is_no_company_and_what_is_as_good_as_sure_is(
    similarity: float, sure: float, vouches: bool
) -> None:
    """Two guesses must not vouch for each other: each would be credited because of the other."""
    guess = replace(LORA, similarity=similarity, gain_nats=-8.0, votes=0.0, company=True)
    assert confidence(guess, (Word("lorra", 0.0, 0.5, 0.4),)) == pytest.approx(sure, abs=0.005)
    assert company("lorra", later=guess) is vouches


AI = Term("IA", variants=("AI",), exact_case=True)
API = Term("API")
REST = Term("API REST", heard_as=("appel reste",))
OPENAI = Term("OpenAI")
FASTAPI = Term("FastAPI", heard_as=("fasta api",))
DATA = Term("données", variants=("data",))
DATASET = Term("dataset", heard_as=("data 7",))


def _hit(term: Term, known: tuple[Term, ...], words: tuple[Word, ...]) -> TermHit:
    """``term``, asked in the first phase of a scenario that knows ``known`` too."""
    task = Task("first", 30.0, terms=(term,))
    others = Task("second", 30.0, terms=known)
    phases = tuple(Phase(each.id, each.id, "pitch", 30.0, "", each) for each in (task, others))
    scenario = Scenario("test", "Test", "fr", phases)
    return score_coverage(scenario, task, Transcript("fr", words)).terms[0]


def _status(term: Term, known: tuple[Term, ...], text: str) -> tuple[str, int]:
    hit = _hit(term, known, Transcript.from_text(text, "fr").words)
    return hit.status, hit.count


@pytest.mark.parametrize(
    ("term", "known", "text", "expected"),
    [
        (AI, (OPENAI,), "Chez Open AI on le sait.", ("missed", 0)),
        (AI, (), "Chez Open AI on le sait.", ("hit", 1)),
        (AI, (OPENAI,), "Open AI fait de l'IA.", ("hit", 1)),
        (API, (FASTAPI,), "Avec Fast API, un service.", ("missed", 0)),
        (API, (FASTAPI,), "Avec fasta api, un service.", ("missed", 0)),
        (API, (REST,), "C'est une API REST.", ("hit", 1)),
        (API, (REST,), "C'est une appel reste.", ("hit", 1)),
        (API, (REST,), "Une API REST, et une autre API.", ("hit", 2)),
        (DATA, (DATASET,), "Notre data 7 annoté.", ("missed", 0)),
        (DATA, (DATASET,), "La data, et un data 7.", ("hit", 1)),
        (REST, (API,), "C'est une API REST.", ("hit", 1)),
        (DATA, (Term("jeu", heard_as=("data",)),), "La data.", ("hit", 1)),
    ],
)
def test_a_piece_of_a_spelling_is_no_term_and_what_a_longer_term_holds_is(
    term: Term, known: tuple[Term, ...], text: str, expected: tuple[str, int]
) -> None:
    assert _status(term, known, text) == expected


def test_words_that_a_gap_skips_are_no_pieces() -> None:
    annotated = Term("dataset annoté", variants=("dataset … annoté",))
    assert _status(API, (annotated,), "un dataset d'une API annoté") == ("hit", 1)


def _spotted(term: str, gain_nats: float) -> tuple[Word, ...]:
    words = [
        replace(word, probability=0.4) for word in Transcript.from_text("un apé reste", "fr").words
    ]
    place = Spotting(term, term, 2, gain_nats, 0.95, ordinary=False, found_by="hint", company=True)
    words[1] = replace(words[1], spotted=(place,))
    return tuple(words)


def test_what_a_spotted_term_holds_is_said_with_its_evidence() -> None:
    hit = _hit(API, (REST,), _spotted("API REST", -2.0))
    assert (hit.status, hit.match, hit.found_by, hit.gain_nats) == (
        "hit",
        "sounds_like",
        "hint",
        -2.0,
    )
    assert hit.places == ((1, 2),)


def test_what_a_term_would_hold_that_is_not_credited_was_not_said() -> None:
    hit = _hit(API, (Term("API web"),), _spotted("API REST", -2.0))
    assert hit.status == "missed"


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        (Term("pipeline"), "L'Opipeline cassait.", ("hit", 1)),
        (Term("NLP"), "L'UNLP en breton.", ("hit", 1)),
        (Term("prompt tuning"), "et l'oprompt tuning apprend", ("hit", 1)),
        (Term("MVP"), "un Omvp", ("missed", 0)),
        (Term("RAG"), "l'orage gronde", ("missed", 0)),
        (Term("IA"), "l'UIA de la gare", ("missed", 0)),
    ],
)
def test_le_written_into_a_word_that_is_not_known(
    term: Term, text: str, expected: tuple[str, int]
) -> None:
    assert _status(term, (), text) == expected


def test_le_is_written_into_no_english_word() -> None:
    task = Task("first", 30.0, terms=(Term("pipeline"),))
    scenario = Scenario("test", "Test", "en", (Phase("a", "A", "pitch", 30.0, "", task),))
    coverage = score_coverage(scenario, task, Transcript.from_text("l'Opipeline", "en"))
    assert coverage.terms[0].status == "missed"


def test_a_term_that_is_written_inside_a_misheard_longer_one_is_still_read_and_not_guessed() -> (
    None
):
    words = list(Transcript.from_text("une API reste là", "fr").words)
    longer = Spotting(
        "API REST", "API REST", 2, 2.0, 0.95, ordinary=False, found_by="hint", company=True
    )
    words[1] = replace(words[1], spotted=(replace(longer, votes=1.0),))
    hit = _hit(API, (REST,), tuple(words))
    assert (hit.status, hit.match, hit.found_by) == ("hit", "exact", "text")
