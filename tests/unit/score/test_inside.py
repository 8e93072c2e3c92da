"""Terms inside other terms: a piece of a spelling, or said with the longer one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviewer.models import Phase, Scenario, Spotting, Task, Term, TermHit, Transcript, Word
from interviewer.score.coverage import score_coverage

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
