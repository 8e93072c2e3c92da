from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import (
    Coverage,
    Move,
    Phase,
    Point,
    Rule,
    Scenario,
    Spotting,
    Step,
    Task,
    Term,
    TermHit,
    Transcript,
    Word,
)
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.total import required_weights


def _cover(task: Task, text: str, **scenario: Any) -> Coverage:
    phase = Phase("intro", "Introduction", "pitch", task.target_s, "", task)
    whole = Scenario("test", "Test", "fr", (phase,), **scenario)
    return score_coverage(whole, task, Transcript.from_text(text, "fr"))


def _term(term: Term, text: str) -> TermHit:
    return _cover(Task("intro", 30.0, terms=(term,)), text).terms[0]


LORA = Term("LoRA", variants=("low rank adaptation",), heard_as=("lo ras",))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("avec LoRA", "exact"),
        ("avec LORA", "exact"),
        ("des LoRAs", "inflected"),
        ("la Low-Rank Adaptation", "variant"),
        ("des lo ras", "sounds_like"),
        ("avec Laura", None),
    ],
)
def test_how_a_term_was_found(text: str, match: str | None) -> None:
    hit = _term(LORA, text)
    assert (hit.match, hit.status) == (match, "hit" if match else "missed")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Term("ROI", exact_case=True), "le roi est mort"),
        (Term("FAISS"), "face à cela"),
        (Term("LoRA"), "Laura est là"),
        (Term("RAG"), "l'orage gronde"),
        (Term("RAG"), "un rack de serveurs"),
        (Term("um"), "un document"),
        (Term("données"), "il m'a donné"),
        (Term("agents"), "à gens de bien"),
        (Term("drift"), "dans le drive"),
        (Term("transformer"), "cela transforme"),
    ],
)
def test_words_that_only_resemble_a_term_are_never_credited(term: Term, text: str) -> None:
    assert _term(term, text) == TermHit(term, "missed")


@pytest.mark.parametrize("text", ["notre ROI", "le R.O.I.", "des ROIs"])
def test_an_acronym_in_its_own_case_is_credited(text: str) -> None:
    assert _term(Term("ROI", exact_case=True), text).status == "hit"


@pytest.mark.parametrize(
    ("text", "low", "high", "count", "status"),
    [
        ("rag", 1, None, 1, "hit"),
        ("rag rag rag", 1, None, 3, "hit"),
        ("rag", 2, None, 1, "partial"),
        ("rag rag", 1, 2, 2, "hit"),
        ("rag rag rag", 1, 2, 3, "partial"),
        ("rien", 1, 2, 0, "missed"),
    ],
)
def test_counts(text: str, low: int, high: int | None, count: int, status: str) -> None:
    hit = _term(Term("RAG", min_count=low, max_count=high), text)
    assert (hit.count, hit.status) == (count, status)


def test_a_longer_form_counts_once_for_the_shorter_one_inside_it() -> None:
    term = Term("valeur", variants=("valeur ajoutée",))
    hit = _term(term, "une valeur ajoutée et une valeur")
    assert (hit.count, hit.match) == (2, "variant")


def test_evidence_quotes_the_first_place_and_times_its_words() -> None:
    words = [
        Word(text, float(index), index + 0.5, 0.5 + index / 20)
        for index, text in enumerate(
            ["Un", "deux", "trois", "quatre", "fine", "-tuning,", "cinq", "six", "sept", "huit"]
        )
    ]
    task = Task("intro", 30.0, terms=(Term("fine-tuning"),))
    scenario = Scenario("t", "T", "fr", (Phase("intro", "I", "pitch", 30.0, "", task),))
    hit = score_coverage(scenario, task, Transcript("fr", tuple(words))).terms[0]
    assert hit.quote == "deux trois quatre fine-tuning, cinq six sept"
    assert (hit.start_s, hit.end_s, hit.confidence) == (4.0, 5.5, 0.725)


def test_quotes_stop_at_the_ends_of_the_text() -> None:
    assert _term(Term("RAG"), "l 'RAG oui").quote == "l'RAG oui"


@pytest.mark.parametrize(
    ("text", "status", "quote"),
    [
        ("le monitoring", "hit", "le monitoring"),
        ("la surveillance, le monitoring", "hit", "la surveillance, le monitoring"),
        ("rien à dire", "missed", None),
    ],
)
def test_points(text: str, status: str, quote: str | None) -> None:
    point = Point("surveiller", ("monitoring", "surveillance"))
    hit = _cover(Task("q", 30.0, points=(point,)), text).points[0]
    assert (hit.point, hit.status, hit.quote) == ("surveiller", status, quote)


STEPS = tuple(Step(name, (name,)) for name in ("collecte", "modèle", "validation", "production"))


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("collecte modèle validation production", "hit hit hit hit"),
        ("collecte production modèle validation", "hit hit hit out_of_order"),
        ("production collecte modèle", "hit hit missed out_of_order"),
        ("modèle modèle collecte modèle", "hit out_of_order missed missed"),
        ("production validation modèle collecte", "hit out_of_order out_of_order out_of_order"),
        ("rien", "missed missed missed missed"),
    ],
)
def test_steps_on_the_longest_run_in_order_are_hits(text: str, statuses: str) -> None:
    hits = _cover(Task("q", 30.0, steps=STEPS), text).points
    assert [hit.status for hit in hits] == statuses.split()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("gain de temps puis embeddings", "hit"),
        ("gain de temps", "hit"),
        ("embeddings puis gain de temps", "out_of_order"),
        ("embeddings gain de temps embeddings", "out_of_order"),
        ("embeddings", "missed"),
        ("rien", "missed"),
    ],
)
def test_order_rules(text: str, status: str) -> None:
    rule = Rule("impact", "L'impact d'abord", ("gain de temps",), ("embeddings",))
    hit = _cover(Task("q", 30.0), text, rules=(rule,)).points[0]
    assert (hit.point, hit.status) == ("L'impact d'abord", status)


def test_points_steps_moves_and_rules_stand_in_this_order_and_weigh_one_each() -> None:
    task = Task(
        "q",
        30.0,
        terms=(Term("RAG", weight=2.0), Term("POC", min_count=2), Term("IA", required=False)),
        points=(Point("p", ("point",)),),
        steps=(Step("a", ("alpha",)), Step("b", ("bravo",))),
    )
    coverage = _cover(
        task,
        "bravo alpha POC point",
        moves=(Move("m", "move", ("si je comprends",)),),
        rules=(Rule("r", "rule", ("alpha",), ("bravo",)),),
    )
    assert [hit.point for hit in coverage.points] == ["p", "a", "b", "move", "rule"]
    # RAG 0 of 2, POC half, point 1, alpha hit 1, bravo half, move 0, rule half; IA is optional.
    assert coverage.score == pytest.approx(100 * (0.5 + 1 + 1 + 0.5 + 0.5) / 8)


@pytest.mark.parametrize(
    ("task", "text"),
    [
        (Task("q", 30.0), "des mots"),
        (Task("q", 30.0, terms=(Term("IA", required=False),)), "l'IA"),
        (Task("q", 30.0, terms=(Term("IA", weight=0.0),)), "l'IA"),
        (Task("q", 30.0, terms=(Term("IA"),)), ""),
        (Task("q", 30.0, terms=(Term("IA"),)), "... !"),
    ],
)
def test_no_score_where_nothing_weighs_or_nothing_was_heard(task: Task, text: str) -> None:
    assert _cover(task, text).score is None


NAMES = ("RAG", "valeur", "données", "fine-tuning", "MLOps")


@given(
    st.lists(st.sampled_from((*NAMES, "alors", "donc")), min_size=1, max_size=12),
    st.sampled_from(NAMES),
)
def test_saying_one_more_term_never_lowers_the_score(said: list[str], more: str) -> None:
    task = Task("q", 30.0, terms=tuple(Term(name) for name in NAMES))
    before = _cover(task, ", ".join(said)).score
    after = _cover(task, ", ".join([*said, more])).score
    assert before is not None
    assert after is not None
    assert 0.0 <= before <= after <= 100.0


@given(st.permutations(range(4)))
def test_steps_said_in_any_order_leave_one_hit_at_least(order: list[int]) -> None:
    text = " ".join(STEPS[index].step for index in order)
    hits = _cover(Task("q", 30.0, steps=STEPS), text).points
    kept = [order.index(index) for index, hit in enumerate(hits) if hit.status == "hit"]
    assert kept
    assert kept == sorted(kept)


HEARD = Spotting("RAG", "RAG", 1, -1.25, 0.9, ordinary=False, found_by="hint", company=True)


def _heard(spotting: Spotting = HEARD, *, written: str = "avec un rague ici") -> Coverage:
    """The audio was asked about a term where ``written`` has its third word."""
    words = [replace(word, probability=0.4) for word in Transcript.from_text(written, "fr").words]
    words[2] = replace(words[2], spotted=(spotting,))
    task = Task("intro", 30.0, terms=(Term("RAG"), Term("LoRA")))
    phase = Phase("intro", "Introduction", "pitch", 30.0, "", task)
    scenario = Scenario("test", "Test", "fr", (phase,))
    return score_coverage(scenario, task, Transcript("fr", tuple(words)))


def test_a_term_that_the_audio_bears_out_is_credited_by_its_sound() -> None:
    hit, other = _heard().terms
    assert (hit.status, hit.match, hit.found_by) == ("hit", "sounds_like", "hint")
    assert (hit.gain_nats, hit.count, hit.quote) == (-1.25, 1, "avec un rague ici")
    assert hit.confidence is not None
    assert hit.confidence >= 0.7
    assert (other.status, other.found_by, other.gain_nats) == ("missed", None, None)


def test_between_the_thresholds_it_is_shown_and_not_counted() -> None:
    coverage = _heard(replace(HEARD, company=False, gain_nats=-4.5))
    hit = coverage.terms[0]
    assert (hit.status, hit.count, hit.found_by) == ("probable", 0, "hint")
    assert 0.5 <= (hit.confidence or 0) < 0.98
    assert hit.quote == "avec un rague ici"
    assert coverage.score == 0.0


def test_in_place_of_an_ordinary_word_the_audio_must_bear_a_short_term_out() -> None:
    likely = replace(HEARD, similarity=0.75, ordinary=True, gain_nats=-2.0)
    unlikely = replace(likely, gain_nats=-20.0, votes=0.2)
    written = "avec un rack ici"
    assert _heard(likely, written=written).terms[0].status == "hit"
    assert _heard(unlikely, written=written).terms[0].status != "hit"


def test_under_both_it_was_not_said() -> None:
    unlike = replace(HEARD, ordinary=True, similarity=0.4, gain_nats=-20.0, votes=0.2)
    hit = _heard(replace(unlike, company=False)).terms[0]
    assert hit == TermHit(Term("RAG"), "missed")


def test_what_is_written_is_not_counted_again_for_its_sound() -> None:
    hit = _heard(written="avec un RAG ici").terms[0]
    assert (hit.match, hit.count, hit.found_by, hit.gain_nats) == ("exact", 1, "text", None)


@given(st.floats(-30, 20), st.floats(-30, 20))
def test_more_gain_is_never_less_sure(one: float, other: float) -> None:
    order = ("missed", "probable", "hit")
    less, more = (_heard(replace(HEARD, gain_nats=gain)).terms[0] for gain in sorted((one, other)))
    assert order.index(less.status) <= order.index(more.status)
    assert (less.confidence or 0.0) <= (more.confidence or 0.0)


@pytest.mark.parametrize(("distance_s", "status"), [(14.0, "hit"), (20.0, "probable")])
def test_a_misheard_term_is_credited_beside_another_one_and_not_one_said_long_before(
    distance_s: float, status: str
) -> None:
    """Far from any term what only sounds like one is shown, and gives no points."""
    words = [
        replace(word, probability=0.4, start_s=at / 2, end_s=(at + 1) / 2)
        for at, word in enumerate(Transcript.from_text("LoRA puis avec rague", "fr").words)
    ]
    said_s = words[0].end_s + distance_s
    words[3] = replace(
        words[3],
        start_s=said_s,
        end_s=said_s + 0.5,
        spotted=(replace(HEARD, company=False, gain_nats=-4.5),),
    )
    task = Task("intro", 60.0, terms=(Term("RAG"), Term("LoRA")))
    phase = Phase("intro", "Introduction", "pitch", 60.0, "", task)
    scenario = Scenario("test", "Test", "fr", (phase,))
    rag = score_coverage(scenario, task, Transcript("fr", tuple(words))).terms[0]
    assert rag.status == status


def test_two_steps_said_in_the_same_words_are_both_in_order() -> None:
    steps = (Step("collecter", ("on prépare",)), Step("nettoyer", ("on prépare",)))
    hits = _cover(Task("q", 30.0, steps=steps), "d'abord on prépare les données").points
    assert [hit.status for hit in hits] == ["hit", "hit"]


def test_what_is_written_as_it_should_be_is_told_as_exact_and_not_as_a_mishearing() -> None:
    hit = _term(Term("RAG", heard_as=("rag",), variants=("rag",)), "un RAG")
    assert (hit.match, hit.count) == ("exact", 1)


def test_a_rule_is_not_kept_by_words_that_are_both_its_first_and_its_then() -> None:
    rule = Rule("impact", "L'impact d'abord", ("gain de temps",), ("gain",))
    assert _cover(Task("q", 30.0), "un gain de temps", rules=(rule,)).points[0].status == (
        "out_of_order"
    )


def test_optional_terms_take_no_share_of_what_a_missing_one_costs() -> None:
    terms = (Term("RAG", weight=3.0), Term("POC"), Term("IA", required=False, weight=50.0))
    coverage = _cover(Task("q", 30.0, terms=terms, points=(Point("p", ("x",)),)), "RAG")
    assert required_weights(coverage) == 5.0
    assert coverage.score == pytest.approx(60.0)


def test_an_acronym_of_two_letters_is_not_read_into_the_end_of_a_word() -> None:
    """« le UI » may be written « l'oui », but « l'ouï-dire » is a word of its own."""
    assert _term(Term("UI"), "par l'ouï-dire").status == "missed"
    assert _term(Term("NLP"), "avec l'UNLP").status == "hit"


def test_a_coined_name_stands_a_halt_of_the_speaker_and_ordinary_words_do_not() -> None:
    assert _term(Term("OpenAI"), "avec Open, AI").status == "hit"
    assert _term(Term("datalake"), "la data, lake ou pas").status == "missed"


def test_only_le_is_written_together_with_a_word_that_the_recogniser_does_not_know() -> None:
    assert _term(Term("pipeline"), "avec l'Opipeline").status == "hit"
    assert _term(Term("pipeline"), "avec d'Opipeline").status == "missed"
