from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import (
    Pauses,
    Scenario,
    Signal,
    Span,
    Take,
    Task,
    Term,
    Tic,
    Transcript,
    Unwritten,
)
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.delivery import (
    delivery_parts,
    fillers_score,
    find_pauses,
    hesitation_count,
    pauses_score,
    score_delivery,
)
from interviewer.scoring.pace import pace_score
from interviewer.scoring.total import weighted_mean


@pytest.mark.parametrize(
    ("count", "spoken", "score"),
    [
        (0, 60.0, 100.0),
        (5, 60.0, 100.0),
        (12, 60.0, 0.0),
        (30, 60.0, 0.0),
        (17, 120.0, 50.0),
        (1, 9.9, None),
        (1, None, None),
        (0, 10.0, 100.0),
    ],
)
def test_fillers(count: int, spoken: float | None, score: float | None) -> None:
    assert fillers_score(count, spoken) == pytest.approx(score)


@pytest.mark.parametrize(
    ("lengths", "speech_s", "score"),
    [
        ((), 5.0, 100.0),
        ((), 4.9, None),
        ((3.0, 1.0), 20.0, 100.0),
        ((3.1,), 20.0, 75.0),
        ((3.1, 4.0, 0.5), 20.0, 50.0),
        ((4.0,) * 6, 20.0, 0.0),
    ],
)
def test_uneasy_pauses(lengths: tuple[float, ...], speech_s: float, score: float | None) -> None:
    gaps = [Span(10.0 * index, 10.0 * index + length) for index, length in enumerate(lengths)]
    assert pauses_score(gaps, speech_s) == score


def test_a_pause_lasts_a_quarter_of_a_second() -> None:
    speech = (Span(0.0, 1.1), Span(1.35, 2.0), Span(2.24, 3.0), Span(4.0, 5.0))
    assert find_pauses(speech) == (Span(1.1, 1.35), Span(3.0, 4.0))
    assert find_pauses(speech[:1]) == ()
    assert find_pauses(()) == ()


def test_pauses_are_described(make_take: Callable[..., Take]) -> None:
    take = make_take("un deux trois quatre", pauses={0: 0.5, 1: 1.0, 2: 1.5})
    pauses = score_delivery(take, (), "fr").pauses
    assert pauses == Pauses(count=3, mean_s=1.0, long=1, longest_s=1.5)


def test_pace_counts_the_pauses_and_articulation_does_not(
    make_take: Callable[..., Take],
) -> None:
    take = make_take(" ".join(["valeur"] * 20), pace=120.0, pauses={9: 2.0})
    delivery = score_delivery(take, (), "fr")
    assert delivery.speech_s == pytest.approx(10.0)
    assert delivery.words_per_minute == pytest.approx(20 / 12 * 60)
    assert delivery.syllables_per_second == pytest.approx(40 / 10)


def test_a_word_parted_by_the_recogniser_counts_once(make_take: Callable[..., Take]) -> None:
    take = make_take("l 'IA fine -tuning un deux trois quatre cinq six", pace=60.0)
    pace = score_delivery(take, (), "fr").words_per_minute
    assert pace == pytest.approx(8 / 10 * 60)


@pytest.mark.parametrize(
    ("text", "pace"), [("un deux trois quatre cinq six sept", 60.0), ("un " * 12, 160.0)]
)
def test_too_little_speech_has_no_pace(
    make_take: Callable[..., Take], text: str, pace: float
) -> None:
    delivery = score_delivery(make_take(text, pace=pace), (), "fr")
    assert delivery.words_per_minute is None
    assert delivery.syllables_per_second is None


def test_silence_measures_nothing(make_take: Callable[..., Take]) -> None:
    delivery = score_delivery(make_take(""), (), "fr")
    assert delivery.score is None
    assert delivery.words_per_minute is None
    assert (delivery.speech_s, delivery.fillers) == (0.0, ())
    assert delivery.pauses == Pauses(count=0, mean_s=None, long=0)


def test_the_score_weighs_pace_fillers_and_pauses(make_take: Callable[..., Take]) -> None:
    # 33 syllables in 12 + 4 s; 3 fillers in 16 s: 11.25 a minute; one uneasy pause.
    text = "euh " * 3 + "un deux trois quatre cinq six sept huit neuf " * 3
    delivery = score_delivery(make_take(text, pauses={14: 4.0}), (), "fr")
    pace, fillers = 100 * (30 / 16 - 1.2) / 1.8, 100 * (1 - 6.25 / 7)
    assert delivery.fillers == ("euh", "euh", "euh")
    assert delivery.score == pytest.approx(0.4 * pace + 0.3 * fillers + 0.3 * 75)


@pytest.mark.parametrize(
    ("pauses", "followed", "paused"),
    [
        ({}, 2, 0),
        ({1: 0.25}, 2, 1),
        ({1: 0.2}, 2, 0),
        ({1: 0.4, 3: 0.4}, 2, 2),
        ({2: 1.0}, 2, 0),
        ({0: 0.4}, 2, 0),
    ],
)
def test_pause_after_a_term(
    make_take: Callable[..., Take],
    make_scenario: Callable[..., Scenario],
    pauses: dict[int, float],
    followed: int,
    paused: int,
) -> None:
    take = make_take("le RAG et l'embedding puis le RAG.", pauses=pauses)
    task = Task("q", 10.0, terms=(Term("RAG"), Term("embedding"), Term("LLM")))
    terms = score_coverage(make_scenario(task), task, take.transcript).terms
    delivery = score_delivery(take, terms, "fr")
    assert (delivery.terms_followed, delivery.terms_paused) == (followed, paused)


def test_what_noise_hides_is_not_measured(make_take: Callable[..., Take]) -> None:
    text = "euh un deux trois quatre cinq six sept huit neuf " * 4
    take = make_take(text, pauses={14: 4.0})
    clear = score_delivery(take, (), "fr")
    assert clear.pauses.measured
    assert clear.hesitations == ()
    noisy = score_delivery(replace(take, signal=Signal(-9.0, 0.0, narrow=False)), (), "fr")
    assert noisy.pauses == Pauses(0, None, 0, measured=False)
    assert (noisy.hesitations, noisy.syllables_per_second) == (None, None)
    assert noisy.words_per_minute == clear.words_per_minute
    assert noisy.fillers == clear.fillers
    # Without its uneasy pause: pace and fillers alone.
    parts = delivery_parts(noisy, take, "fr")
    assert parts["pauses"][0] is None
    assert noisy.score == pytest.approx(weighted_mean(parts.values()))
    assert clear.score == pytest.approx((0.7 * (noisy.score or 0.0)) + 0.3 * 75)


def test_hesitations_of_every_kind_count_together(make_take: Callable[..., Take]) -> None:
    take = make_take("je je commence euh par un petit essai sur le le terrain", pace=60.0)
    *words, last = take.transcript.words
    words.append(replace(last, unwritten=(Unwritten("euh", 7.0, 7.2),)))
    take = replace(take, transcript=Transcript("fr", tuple(words)))
    delivery = score_delivery(take, (), "fr")
    assert (delivery.fillers, delivery.repeats) == (("euh",), ("je", "le"))
    assert delivery.hesitations == (Span(7.0, 7.2),)
    assert hesitation_count(delivery) == 4
    assert delivery.tics == (
        Tic("euh", "sound", 4.0, 5.0, "text"),
        Tic("euh", "sound", 7.0, 7.2, "reading"),
    )


def test_a_held_sound_counts_unless_it_is_written(make_take: Callable[..., Take]) -> None:
    take = make_take("je commence euh par un petit essai sur le terrain", pace=60.0)
    euh, essai = take.transcript.words[2], take.transcript.words[6]
    held = (Span(euh.start_s, euh.end_s), Span(essai.start_s, essai.start_s + 0.8))
    delivery = score_delivery(
        replace(take, signal=Signal(30.0, 0.0, narrow=False, held=held)), (), "fr"
    )
    assert (delivery.fillers, delivery.hesitations) == (("euh",), (held[1],))
    assert hesitation_count(delivery) == 2
    noisy = Signal(-9.0, 0.0, narrow=False, held=held)
    assert score_delivery(replace(take, signal=noisy), (), "fr").hesitations is None


def test_a_sound_that_was_read_counts_in_noise_too(make_take: Callable[..., Take]) -> None:
    take = make_take("je commence par un petit essai sur le terrain", pace=60.0)
    first, *words = take.transcript.words
    first = replace(first, unwritten=(Unwritten("euh", 1.5, 1.7),))
    take = replace(take, transcript=Transcript("fr", (first, *words)))
    noisy = Signal(-9.0, 0.0, narrow=False, held=(Span(5.0, 6.0),))
    delivery = score_delivery(replace(take, signal=noisy), (), "fr")
    assert delivery.hesitations == (Span(1.5, 1.7),)


def test_the_slowest_and_the_fastest_ten_seconds(make_take: Callable[..., Take]) -> None:
    delivery = score_delivery(make_take("la " * 75, pauses={37: 5.0}), (), "fr")
    assert delivery.slowest is not None
    assert delivery.fastest is not None
    assert delivery.slowest.words_per_minute == pytest.approx(75.0)
    assert delivery.fastest.words_per_minute == pytest.approx(150.0)


@given(st.floats(0.0, 400.0), st.integers(0, 100), st.floats(10.0, 300.0))
def test_parts_stay_within_bounds(pace: float, count: int, spoken: float) -> None:
    for score in (pace_score(pace, "fr"), pace_score(pace, "en"), fillers_score(count, spoken)):
        assert score is not None
        assert 0.0 <= score <= 100.0


def test_a_handful_of_words_has_no_slowest_ten_seconds(make_take: Callable[..., Take]) -> None:
    delivery = score_delivery(make_take("un deux trois quatre cinq", pace=20.0), (), "fr")
    assert (delivery.slowest, delivery.fastest) == (None, None)


def test_an_elided_article_is_no_syllable(make_take: Callable[..., Take]) -> None:
    plain, elided = (
        score_delivery(make_take(text * 20, pace=120.0), (), "fr").syllables_per_second
        for text in ("amie ", "l'amie ")
    )
    assert plain == elided


def test_a_silence_that_began_before_the_term_is_no_pause_after_it(
    make_take: Callable[..., Take], make_scenario: Callable[..., Scenario]
) -> None:
    """Word times are loose: the recogniser may put a short term into the silence before it."""
    take = make_take("avec le RAG on cherche", pauses={1: 2.0})
    words = list(take.transcript.words)
    words[2] = replace(words[2], start_s=2.5, end_s=2.7)
    take = replace(take, transcript=Transcript("fr", tuple(words)))
    task = Task("q", 10.0, terms=(Term("RAG"),))
    terms = score_coverage(make_scenario(task), task, take.transcript).terms
    delivery = score_delivery(take, terms, "fr")
    assert (delivery.terms_followed, delivery.terms_paused) == (1, 0)


def test_a_silence_inside_the_time_of_a_term_is_no_pause_after_it(
    make_take: Callable[..., Take], make_scenario: Callable[..., Scenario]
) -> None:
    take = make_take("avec le RAG on cherche", pauses={2: 1.0})
    words = list(take.transcript.words)
    words[2] = replace(words[2], end_s=words[3].start_s + 0.2)
    take = replace(take, transcript=Transcript("fr", tuple(words)))
    task = Task("q", 10.0, terms=(Term("RAG"),))
    terms = score_coverage(make_scenario(task), task, take.transcript).terms
    delivery = score_delivery(take, terms, "fr")
    assert (delivery.terms_followed, delivery.terms_paused) == (1, 0)


def test_sound_without_words_has_no_score_for_hesitations(make_take: Callable[..., Take]) -> None:
    """Nothing was written in which a filler could have stood: none found is no merit."""
    take = replace(make_take("la " * 60), transcript=Transcript("fr"))
    parts = delivery_parts(score_delivery(take, (), "fr"), take, "fr")
    assert parts["hesitations"][0] is None
