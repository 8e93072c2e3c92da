"""The view that HTML, Markdown and CSV share, from scored takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    Language,
    Notice,
    Phase,
    Point,
    Scenario,
    Scorecard,
    Span,
    Take,
    Task,
    Term,
    TermHit,
    Transcript,
    Trap,
    Word,
)
from interviewer.report.session import Session, session_view
from interviewer.report.view import AnswerView, Evidence, SessionView, Sound
from interviewer.report.wording import LABELS
from interviewer.scoring.advice import NextStep
from interviewer.scoring.answer import score_session, score_take
from interviewer.ui.page import words_in

Make = Callable[..., Scorecard]

MODEL = (
    "Bonjour à tous. Je mets un RAG en production, et je le surveille. "
    "Le ROI se mesure dès la première semaine ! Merci."
)
TASK = Task(
    "intro",
    30.0,
    terms=(
        Term("RAG", heard_as=("rague",)),
        Term("données"),
        Term("monitoring", variants=("surveillance",)),
        Term("ROI", exact_case=True),
        Term("LoRA"),
        Term("POC", required=False),
    ),
    points=(
        Point("Saluer", ("bonjour",)),
        Point("Mesurer", ("se mesure",)),
        Point("Conclure", ("au revoir",)),
    ),
    model_answer=MODEL,
)
TRAP = Trap("temps-reel", ("en temps réel",), "Un LLM est entraîné une fois.", 10.0)
SAID = (
    "Bonjour, je construis un rague sur la donnée de l 'entreprise et puis, avec une vraie "
    "surveillance, des données en temps réel pour tous les métiers de la maison mère."
)


def take(text: str = SAID, *, pause_after: int | None = None, each_s: float = 0.5) -> Take:
    """``text`` evenly spoken; a silence of 2 s after the word ``pause_after``."""
    words: list[Word] = []
    speech: list[Span] = []
    now = start = 1.0
    for index, word in enumerate(text.split()):
        words.append(Word(word, now, now + each_s * 0.9, 0.8))
        now += each_s
        if index == pause_after:
            speech.append(Span(start, now))
            now = start = now + 2.0
    if now > start:
        speech.append(Span(start, now))
    return Take(Path("in/intro.flac"), now + 1, tuple(speech), Transcript("fr", tuple(words)))


def session(*takes: Take, language: Language = "fr", task: Task = TASK) -> Session:
    phase = Phase("intro", "Se présenter", "pitch", task.target_s, "", task)
    scenario = Scenario("mien", "Le mien", language, (phase,), traps=(TRAP,))
    cards = [score_take(scenario, phase, task, each) for each in takes]
    card = score_session(scenario, EngineInfo("faster-whisper", "base"), cards)
    return Session(card, lambda _: Sound("left_out"))


def view(*takes: Take, language: Language = "fr", task: Task = TASK) -> SessionView:
    made = session(*(takes or (take(),)), language=language, task=task)
    return session_view(made, words_in(language))


def row(answer: AnswerView, name: str) -> Evidence:
    return next(each for each in (*answer.terms, *answer.points) if each.name == name)


def test_words_are_marked_where_they_were_said_by_how_they_matched() -> None:
    (answer,) = view().answers
    marked = {
        " ".join(word.text for word in run.words): run.mark.style
        for run in answer.runs
        if run.mark is not None
    }
    assert marked == {
        "rague": "sounds_like",
        "donnée": "inflected",
        "surveillance,": "variant",
        "données": "exact",
        "en temps réel": "trap",
    }


def test_every_word_is_in_one_run_with_its_time() -> None:
    spoken = take()
    (answer,) = view(spoken).answers
    said = [word for run in answer.runs for word in run.words]
    assert [(word.text, word.start_s, word.end_s) for word in said] == [
        (word.text, word.start_s, word.end_s) for word in spoken.transcript.words
    ]


def test_words_that_a_recogniser_parts_are_written_together() -> None:
    (answer,) = view().answers
    said = [word for run in answer.runs for word in run.words]
    text = "".join((" " if word.spaced else "") + word.text for word in said)
    assert "de l'entreprise" in text
    assert text.startswith("Bonjour,")


def test_a_long_pause_stands_after_the_word_before_it() -> None:
    (answer,) = view(take(pause_after=3)).answers
    (run,) = [run for run in answer.runs if run.pause]
    assert run.words[-1].text == "un"
    assert run.pause == "2\u00a0s"


def test_a_probable_term_is_marked_by_its_time_and_not_counted() -> None:
    made = session(take())
    (card,) = made.scorecard.answers
    word = card.take.transcript.words[5]
    probable = TermHit(
        TASK.terms[4], "probable", "sounds_like", 0.6, 1, "x", word.start_s, word.end_s
    )
    terms = (*card.coverage.terms[:4], probable, *card.coverage.terms[5:])
    card = replace(card, coverage=replace(card.coverage, terms=terms))
    shown = session_view(
        replace(made, scorecard=replace(made.scorecard, answers=(card,))), words_in("en")
    )
    (answer,) = shown.answers
    (run,) = [run for run in answer.runs if run.mark and run.mark.style == "probable"]
    assert [each.text for each in run.words] == [word.text]
    assert run.mark is not None
    assert run.mark.label == "LoRA: probably said, not counted"
    assert "probably said, not counted" in row(answer, "LoRA").note


def test_a_hit_brings_its_quote_and_how_it_matched() -> None:
    (answer,) = view(language="en").answers
    rag = row(answer, "RAG")
    assert (rag.status, rag.clock, rag.start_s) == ("hit", "0:03", 3.0)
    assert rag.note == "by its sound, 80%\u00a0sure"
    assert rag.quote is not None
    assert rag.quote.strong == "RAG"
    assert "un RAG ⟨rague⟩ sur" in rag.quote.text
    assert row(answer, "données").note == "in another form"
    assert rag.model is None


def test_what_was_missed_brings_the_line_of_the_model_answer_that_holds_it() -> None:
    (answer,) = view().answers
    roi = row(answer, "ROI")
    assert roi.status == "missed"
    assert roi.model is not None
    assert roi.model.strong == "ROI"
    assert roi.model.text == "Le ROI se mesure dès la première semaine !"
    assert row(answer, "LoRA").model is None
    mesurer = row(answer, "Mesurer").model
    assert mesurer is not None
    assert mesurer.strong == "se mesure"
    assert row(answer, "Conclure").model is None


def test_traps_say_why() -> None:
    (answer,) = view().answers
    (trap,) = answer.traps
    assert trap.name == "10 points de moins"
    assert trap.note == "Un LLM est entraîné une fois."
    assert trap.quote is not None
    assert "en temps réel" in trap.quote.text


def test_a_silent_answer_is_missing_not_wrong() -> None:
    shown = view(take(""))
    (answer,) = shown.answers
    assert shown.score is None
    assert shown.score_text == "non mesuré"
    assert answer.runs == ()
    assert answer.facts == ()
    assert answer.pace is None
    assert {each.status for each in (*answer.terms, *answer.points)} == {"expected"}
    assert all(part.score is None for part in (*shown.parts, *answer.parts))
    assert shown.coverage == ()
    (step,) = shown.steps
    assert step.gain == ""


@pytest.mark.parametrize(
    ("gain", "shown"),
    [
        (0.4, ""),
        (0.6, "jusqu’à 1 point sur le total"),
        (1.4, "jusqu’à 1 point sur le total"),
        (1.6, "jusqu’à 2 points sur le total"),
    ],
)
def test_what_a_step_may_bring_is_counted_as_it_is_said(
    monkeypatch: pytest.MonkeyPatch, gain: float, shown: str
) -> None:
    steps = (NextStep(0, "Respirez.", gain),)
    monkeypatch.setattr("interviewer.report.session.next_steps", lambda card: steps)
    assert [step.gain for step in view().steps] == [shown]


def test_the_parts_of_the_session_are_means_by_target(make_card: Make) -> None:
    card = make_card("en")
    shown = session_view(Session(card, lambda _: Sound("gone")), words_in("en"))
    timing = [answer.timing for answer in card.answers if answer.timing.score is not None]
    weight = sum(each.target_s for each in timing)
    mean = sum((each.score or 0.0) * each.target_s for each in timing) / weight
    assert shown.parts[1].score == pytest.approx(mean)
    assert [part.title for part in shown.parts] == ["Content", "Timing", "Delivery"]
    assert [part.weight for part in shown.parts] == ["50%", "30%", "20%"]


def test_at_most_two_steps_lead_to_their_answers(make_card: Make) -> None:
    shown = session_view(Session(make_card("fr"), lambda _: Sound("gone")), words_in("fr"))
    assert len(shown.steps) == 2
    anchors = {answer.anchor for answer in shown.answers}
    assert {step.anchor for step in shown.steps} <= anchors


def test_the_pace_is_told_in_words_too() -> None:
    (answer,) = view(take(each_s=0.6)).answers
    assert answer.pace is not None
    assert "De 2,3 à 2,5" in answer.pace.text
    assert answer.pace.duration_s == answer.duration_s


@pytest.mark.parametrize(
    ("language", "minutes", "text"),
    [
        ("fr", 60, "22/11/2026 08:10 UTC+1"),
        ("en", 60, "2026-11-22 08:10 UTC+1"),
        ("en", -210, "2026-11-22 03:40 UTC−3:30"),
        ("fr", 0, "22/11/2026 07:10 UTC"),
    ],
)
def test_the_only_time_is_that_of_the_place_where_it_was_held(
    language: Language, minutes: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    utc = datetime(2026, 11, 22, 7, 10, tzinfo=UTC)
    made = replace(session(take()), began_at=utc.astimezone(timezone(timedelta(minutes=minutes))))
    try:
        for here in ("UTC", "Asia/Tokyo"):
            monkeypatch.setenv("TZ", here)
            time.tzset()
            shown = session_view(made, words_in(language))
            assert shown.about == (text, "faster-whisper · base")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert view().about == ("faster-whisper · base",)


def test_nothing_shown_holds_a_control_character(make_card: Make) -> None:
    def each_text(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, tuple):
            return [text for item in value for text in each_text(item)]
        if hasattr(value, "__dataclass_fields__"):
            return [
                text
                for name in value.__dataclass_fields__
                for text in each_text(getattr(value, name))
            ]
        return []

    card = make_card("en")
    odd = [_odd(answer) for answer in card.answers]
    shown = session_view(
        Session(replace(card, answers=tuple(odd)), lambda _: Sound("gone"), notes=("a\x1b[2J",)),
        words_in("en"),
    )
    for text in each_text(shown):
        assert not set(text) & set("\x07\x1b\n\u2028\u202e\u2066"), text


def _odd(answer: AnswerCard) -> AnswerCard:
    notice = Notice("The file {file} stops before its end.", {"file": "\x1b]52;c;x\x07\u202e"})
    words = (Word("a\u2028b\x1b", 0.1, 0.2, 0.5),)
    return replace(
        answer,
        take=replace(answer.take, notices=(notice,), transcript=Transcript("fr", words)),
    )


def test_labels_have_no_places_to_fill() -> None:
    assert not [message for message in LABELS.values() if "{" in message]


def test_explanations_use_the_thresholds_of_the_language() -> None:
    assert any("from 2.7 to 5.5" in each.formula for each in view(language="en").explanations)
    assert any("de 3,0 à 5,5" in each.formula for each in view().explanations)
