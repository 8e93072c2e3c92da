from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from interviewer.domain import AnswerCard, EngineInfo, Hedge, Usual
from interviewer.history.trends import trend
from interviewer.history.values import Figures, SessionSummary, VoiceSummary
from interviewer.report.delivery import facts, measures
from interviewer.report.progress import Progress, progress_view
from interviewer.ui.page import words_in


def _voice(card: AnswerCard, usual: Usual | None) -> str:
    (text,) = [
        each.text for each in facts(card.delivery, words_in("en"), usual) if each.title == "Voice"
    ]
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("usual", "told"),
    [
        (None, "melody 2.6 semitones · loudness 3.1 dB · nothing of yours to compare with yet"),
        (
            Usual(2.4, 3.0, 4),
            "melody 2.6 semitones (usually 2.4) · loudness 3.1 dB (usually 3.0)",
        ),
        (
            Usual(3.4, 2.4, 1),
            (
                "melody 2.6 semitones (flatter than usual: 3.4)"
                " · loudness 3.1 dB (livelier than usual: 2.4)"
            ),
        ),
        (Usual(2.4, None, 1), "melody 2.6 semitones (usually 2.4) · loudness 3.1 dB"),
    ],
)
def test_the_voice_is_told_beside_its_own_habit(
    good: AnswerCard, usual: Usual | None, told: str
) -> None:
    assert _voice(good, usual) == told


def test_a_voice_that_noise_hides_is_not_measured(good: AnswerCard) -> None:
    hidden = replace(good.delivery, pitch_semitones=None, loudness_db=None)
    assert _voice(replace(good, delivery=hidden), Usual(2.4, 3.0, 4)) == "not measured"
    assert measures(hidden)["voice"] == {"pitch_semitones": None, "loudness_db": None}


def test_hedges_are_counted_by_name_and_the_first_said_straight(good: AnswerCard) -> None:
    hedge = Hedge("maybe", "maybe it works", 61.0, "It works: …")
    card = replace(good.delivery, hedges=(hedge,) * 5)
    (text,) = [each.text for each in facts(card, words_in("en")) if each.title == "Hedges"]
    assert text.startswith("maybe\u00a0×5")
    assert text.count("1:01 “maybe it works”: say “It works: …”") == 3


def test_hedges_of_an_old_scorecard_are_not_measured_and_none_is_none(good: AnswerCard) -> None:
    for hedges, told in ((None, "not measured"), ((), "none heard")):
        delivery = replace(good.delivery, hedges=hedges)
        (text,) = [each.text for each in facts(delivery, words_in("en")) if each.title == "Hedges"]
        assert text == told


def test_the_trend_shows_the_voice_where_it_was_measured() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    figures = Figures(score=60.0)
    engine = EngineInfo("e", "m")
    session = SessionSummary(
        "a", "rehearse", "essai", "Essai", "fr", engine, at, at, "completed", 1, 60.0, figures
    )
    voices = (
        VoiceSummary("a", "essai", at, 2.13, None, 3.0),
        VoiceSummary("b", "essai", at, None, None, 1.24),
    )
    view = progress_view(Progress(trend([session]), voices=voices), words_in("en"))
    rows = {row.title: (row.first, row.last, row.values) for row in view.parts}
    assert rows["Melody, semitones"] == ("2.1", "2.1", (2.13, None))
    assert rows["Hedges a minute"] == ("3.0", "1.2", (3.0, 1.24))
    assert "Loudness, dB" not in rows


def test_where_no_hesitation_is_heard_sounds_and_words_have_no_line(good: AnswerCard) -> None:
    delivery = replace(good.delivery, fillers=(), repeats=(), hesitations=(), tics=())
    told = {each.title: each.text for each in facts(delivery, words_in("en"))}
    assert told["Hesitations"] == "none heard"
    assert told.keys().isdisjoint({"Sounds", "Filler words"})
    noisy = {each.title for each in facts(replace(delivery, hesitations=None), words_in("en"))}
    assert "Sounds" in noisy
