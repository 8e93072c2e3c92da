"""One card from several recordings, and the interviewer's replies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.engine.takes import best_index, join_takes
from interviewer.engine.topics import reply_to
from interviewer.models import Scenario, Signal, Span, Take, Transcript

MakeTake = Callable[..., Take]
# What the drivers' cards look like is typed where they are made.
MakeDriver = Callable[..., Any]

texts = st.sampled_from(["", "oui", "les données du métier", "un deux trois quatre cinq"])


def test_silence_between_takes_is_left_out(make_take: MakeTake) -> None:
    first = make_take("un deux", onset_s=1.0, tail_s=2.5, file="q-take1.wav")
    second = make_take("trois", onset_s=4.0, tail_s=1.5, file="q-take1-part2.wav")
    joined = join_takes([first, second])
    assert joined.audio.name == "q-take1.wav"
    (span,) = joined.speech
    assert span.start_s == 1.0
    assert span.end_s == pytest.approx(2.2)
    assert [word.text for word in joined.transcript.words] == ["un", "deux", "trois"]
    assert joined.transcript.words[2].start_s == pytest.approx(1.8)
    assert joined.duration_s == pytest.approx(2.2 + 1.5)


def test_the_sound_of_joined_takes_is_that_of_the_worst(make_take: MakeTake) -> None:
    first = make_take("un deux", onset_s=1.0, tail_s=2.5)
    second = make_take("trois", onset_s=4.0, tail_s=1.5)
    one = Signal(None, 0.1, narrow=False, voices=True, held=(Span(1.2, 1.6),))
    other = Signal(9.0, 0.0, narrow=True, held=(Span(4.1, 4.5),))
    joined = join_takes([replace(first, signal=one), replace(second, signal=other)]).signal
    assert joined is not None
    assert (joined.snr_db, joined.clipped, joined.narrow, joined.voices) == (9.0, 0.1, True, True)
    assert joined.held[0] == Span(1.2, 1.6)
    # The second begins where the first ended.
    assert joined.held[1].start_s == pytest.approx(1.8 + 0.1)
    assert join_takes([first, second]).signal is None


@given(parts=st.lists(texts, min_size=1, max_size=5), onset_s=st.floats(0.1, 5))
def test_joined_takes_lose_nothing_and_stay_in_order(
    make_take: MakeTake, parts: list[str], onset_s: float
) -> None:
    takes = [make_take(text, onset_s=onset_s) for text in parts]
    joined = join_takes(takes)
    assert joined.transcript.text == " ".join(text for text in parts if text)
    spoken = sum(span.duration_s for take in takes for span in take.speech)
    assert sum(span.duration_s for span in joined.speech) == pytest.approx(spoken)
    edges = [edge for span in joined.speech for edge in (span.start_s, span.end_s)]
    starts = [word.start_s for word in joined.transcript.words]
    assert edges == sorted(edges)
    assert starts == sorted(starts)


def test_a_follow_up_adds_to_coverage_and_leaves_timing(make_driver: MakeDriver) -> None:
    driver = make_driver("intro")
    driver.start(), driver.spoken(), driver.spoken()
    driver.answer("bonjour " * 70)
    first = driver.state.attempt.card
    assert (first.coverage.score, first.timing.verdict) == (0.0, "on_time")
    driver.spoken()
    driver.answer("partout où il y a des données")
    whole = driver.state.attempt.card
    assert whole.coverage.score == 100.0
    assert whole.coverage.terms[0].quote == "y a des données"
    assert (whole.timing, whole.delivery) == (first.timing, first.delivery)
    assert whole.score > first.score
    assert len(driver.state.attempt.pieces) == 2
    assert whole.take.transcript.text.endswith("il y a des données")
    said = whole.take.transcript.words[whole.follow_up_word :]
    assert " ".join(word.text for word in said) == "partout où il y a des données"
    assert first.follow_up_word is None


def test_a_silent_follow_up_changes_nothing(make_driver: MakeDriver) -> None:
    driver = make_driver("intro")
    driver.start(), driver.spoken(), driver.spoken()
    driver.answer("bonjour")
    first = driver.state.attempt.card
    driver.spoken()
    driver.answer("")
    assert driver.state.attempt.card == first


def test_a_follow_up_never_lowers_coverage(make_driver: MakeDriver) -> None:
    driver = make_driver("technique")
    driver.start(), driver.spoken(), driver.spoken(), driver.spoken()
    driver.answer("un chiffre")
    driver.spoken()
    driver.answer("un chiffre et un chiffre")
    assert driver.state.attempt.card.coverage.score == 50.0


@pytest.mark.parametrize(
    ("scores", "best"),
    [
        ([40.0], 0),
        ([40.0, 60.0, 50.0], 1),
        ([60.0, 60.0], 0),
        ([None, 0.0], 1),
        ([None, None], 0),
    ],
)
def test_the_best_take_is_the_first_with_the_highest_score(
    make_driver: MakeDriver, scores: list[float | None], best: int
) -> None:
    driver = make_driver("intro")
    driver.start(), driver.spoken(), driver.spoken()
    driver.ended()
    cards = [driver.card("intro-take1", "" if score is None else "oui", score) for score in scores]
    assert best_index(cards) == best


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("Quels sont vos freins ?", "Les habitudes."),
        ("Un obstacle ? Et la rentabilité ?", "Les habitudes. Deux chiffres."),
        ("Le ROI, et vos freins ?", "Deux chiffres. Les habitudes."),
        (
            "L’équipe, le ROI, est-ce rentable, des freins, un obstacle ?",
            "Deux chiffres. Les habitudes.",
        ),
        ("L’équipe, des freins, et le ROI : est-ce rentable ?", "Quatre personnes. Deux chiffres."),
        ("Des freins, le ROI : est-ce rentable ?", "Les habitudes. Deux chiffres."),
        ("L’équipe, les freins, le ROI ?", "Quatre personnes. Les habitudes."),
        ("Et le film muet ?", "Hum."),
        ("Qu’en pensez-vous ?", "Hum."),
        ("", "Hum."),
    ],
)
def test_replies_by_topic(scenario: Scenario, said: str, reply: str) -> None:
    ask = next(phase for phase in scenario.phases if phase.kind == "ask")
    assert reply_to(ask, Transcript.from_text(said, "fr")) == reply
