"""What is kept of sessions that the engine did not hold to their end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from interviewer.domain import (
    AnswerCard,
    Phase,
    Place,
    Scenario,
    SessionChoice,
    Span,
    Take,
    Task,
    Transcript,
)
from interviewer.history.record import best_answers, finished_record, named_takes, recorded_s
from interviewer.history.values import Recording, SessionSummary, StoredSession
from interviewer.scoring.answer import score_take

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
PHASES = {
    name: Phase(name, name.title(), "pitch", 20.0, "?", Task(name, 20.0), optional=name == "bonus")
    for name in ("intro", "story", "bonus")
}
SCENARIO = Scenario("essai", "Essai", "fr", tuple(PHASES.values()))


def card(name: str, score: float | None = 50.0, seconds: float = 10.0) -> AnswerCard:
    take = Take(Path(f"{name}.wav"), seconds, (), Transcript("fr", ()))
    return replace(score_take(SCENARIO, PHASES[name], PHASES[name].task, take), score=score)


def test_what_was_not_answered_is_left_but_for_optional_phases() -> None:
    record = finished_record(SCENARIO, (card("intro"),), 12.0)
    assert (record.tasks, record.left) == (("intro", "story"), ("story",))
    assert (record.reason, record.duration_s, record.listened_s) == ("completed", 12.0, 10.0)


def test_an_optional_phase_counts_where_it_was_answered() -> None:
    record = finished_record(SCENARIO, (card("bonus"),), 12.0)
    assert record.tasks == ("intro", "story", "bonus")


def test_who_asked_for_one_phase_left_nothing() -> None:
    choice = SessionChoice(phase="intro")
    record = finished_record(SCENARIO, (card("intro"),), 12.0, choice=choice)
    assert (record.tasks, record.left, record.choice) == (("intro",), (), choice)


def test_takes_set_aside_were_listened_to() -> None:
    aside = card("intro", 10.0, seconds=4.0)
    record = finished_record(SCENARIO, (card("intro"),), 14.0, set_aside=(aside,))
    assert (record.listened_s, record.set_aside) == (14.0, (aside,))


def test_a_recording_of_several_answers_is_as_long_as_it_is() -> None:
    place = Place(Span(1.0, 4.0), None, (), 1.0, sure=True)
    cards = tuple(
        replace(each, take=replace(each.take, audio=Path("one.flac"), place=place))
        for each in (card("intro", seconds=175.0), card("story", seconds=175.0))
    )
    assert recorded_s(cards) == 175.0
    assert recorded_s((*cards, card("bonus"), card("bonus"))) == 195.0
    assert finished_record(SCENARIO, cards, recorded_s(cards)).listened_s == 175.0


def test_recordings_of_a_replay_are_named_as_a_session_names_its_takes() -> None:
    cards = [card("intro"), card("story"), card("intro")]
    named = list(named_takes(SCENARIO, cards))
    assert [name for name, _, _ in named] == ["intro-take1", "story-take1", "intro-take2"]
    assert [each.phase.id for _, each, _ in named] == ["intro", "story", "intro"]
    assert [each for _, _, each in named] == cards


def stored(cards: dict[str, AnswerCard], follow_ups: tuple[str, ...] = ()) -> StoredSession:
    """A session that was cut off, with these recordings scored."""
    return StoredSession(
        summary=SessionSummary("s", "rehearse", "essai", "Essai", "fr", None, NOW, None, None),
        scenario=SCENARIO,
        choice=SessionChoice(),
        began_at=NOW,
        events=(),
        recordings=tuple(
            Recording(
                name=name,
                phase_id=each.phase_id,
                task_id=each.task.id,
                follow_up=name in follow_ups,
                path=each.take.audio,
                state="scored",
                duration_s=each.take.duration_s,
                on_disk=True,
            )
            for name, each in cards.items()
        ),
        takes={},
        cards=cards,
        record=None,
    )


def test_of_a_session_cut_off_the_best_take_of_each_task_counts_in_the_scenarios_order() -> None:
    cards = {
        "story-take1": card("story"),
        "intro-take1": card("intro", 40.0),
        "intro-take2": card("intro", 70.0),
        "intro-take3": card("intro", 70.0, seconds=1.0),
        "intro-take4": card("intro", None),
    }
    assert best_answers(stored(cards)) == (cards["intro-take2"], cards["story-take1"])


def test_follow_ups_of_a_session_cut_off_are_no_answers() -> None:
    cards = {"intro-take1": card("intro", 40.0), "intro-take1-follow-up": card("intro", 90.0)}
    found = best_answers(stored(cards, ("intro-take1-follow-up",)))
    assert found == (cards["intro-take1"],)


def test_a_finished_session_has_its_answers() -> None:
    record = finished_record(SCENARIO, (card("intro", 40.0),), 12.0)
    whole = replace(stored({"intro-take2": card("intro", 90.0)}), record=record)
    assert best_answers(whole) == record.answers
