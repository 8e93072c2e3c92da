"""Whole sessions: the real engine and scoring, fakes at the ports, a clock that is waited for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from interviewer.domain import FollowUp, Phase, Point, Question, Scenario, Task, Term
from interviewer.scenario.library import load
from interviewer.session.events import Disputed, Next, Pause, Quit, Redo, Resume, Skip
from interviewer.session.plan import make_plan
from interviewer.session.runner import run_session
from tests.bounds import longest_listening_s, longest_s
from interviewer.session.state import THINK_S
from tests.bounds import LAST_WORDS_S, longest_listening_s, longest_s
from tests.flow.conftest import READING_S

MakeRoom = Callable[..., Any]

FILLING = "voilà ce que je peux vous dire de mon travail " * 4


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """All three kinds of phase; two of the answers below call for their follow-up."""
    intro = Task("intro", 20.0, (Term("données"),), cue="Des données")
    q1 = Task("q1", 30.0, (Term("drift"),), follow_up=FollowUp("drift", "Et si elle se trompe ?"))
    watch = Point("surveiller", ("monitoring",))
    q2 = Task("q2", 30.0, points=(watch,), follow_up=FollowUp("surveiller", "Et ensuite ?"))
    field = Task("field", 20.0, (Term("freins"),))
    topics = (
        Question(Task("freins", 10.0), "?", topic=("freins",), reply="Les habitudes."),
        Question(Task("roi", 10.0), "?", topic=("ROI",), reply="Deux chiffres."),
    )
    asked = (Question(q1, "Qu’est-ce qu’un modèle ?"), Question(q2, "Et en production ?"))
    return Scenario(
        "essai",
        "Essai",
        "fr",
        (
            Phase("intro", "Introduction", "pitch", 20.0, "Présentez-vous.", intro),
            Phase("technique", "Technique", "question", 60.0, "Voyons.", Task("t", 60.0), asked),
            Phase(
                "field",
                "À vous",
                "ask",
                20.0,
                "Vos questions ?",
                field,
                topics,
                default_reply="Hum.",
            ),
        ),
        greeting="Bonjour.",
        farewell="Merci.",
    )


ANSWERS = {
    "intro-take1": f"{FILLING} les données",
    "q1-take1": FILLING,
    "q1-take1-follow-up": "alors c'est le drift",
    "q2-take1": FILLING,
    "q2-take1-follow-up": "je ne sais pas",
    "field-take1": "Le ROI ou les freins ?",
    "field-take1-part2": "Et la cantine ?",
}


def test_a_whole_session_in_order(scenario: Scenario, make_room: MakeRoom) -> None:
    room = make_room(ANSWERS)
    plan = make_plan(scenario)
    record = run_session(plan, room.ports)

    assert room.logged("task", "say", "listen", "take", "card") == [
        ("say", "Bonjour."),
        ("task", "intro", "1/4"),
        ("say", "Présentez-vous."),
        ("listen", "intro-take1"),
        ("take", "intro-take1"),
        ("card", "intro"),
        ("task", "q1", "2/4"),
        ("say", "Voyons."),
        ("say", "Qu’est-ce qu’un modèle ?"),
        ("listen", "q1-take1"),
        ("take", "q1-take1"),
        ("say", "Et si elle se trompe ?"),
        ("listen", "q1-take1-follow-up"),
        ("take", "q1-take1-follow-up"),
        ("card", "q1"),
        ("task", "q2", "3/4"),
        ("say", "Et en production ?"),
        ("listen", "q2-take1"),
        ("take", "q2-take1"),
        ("say", "Et ensuite ?"),
        ("listen", "q2-take1-follow-up"),
        ("take", "q2-take1-follow-up"),
        ("card", "q2"),
        ("task", "field", "4/4"),
        ("say", "Vos questions ?"),
        ("listen", "field-take1"),
        ("take", "field-take1"),
        ("say", "Deux chiffres. Les habitudes."),
        ("listen", "field-take1-part2"),
        ("take", "field-take1-part2"),
        ("say", "Hum."),
        ("listen", "field-take1-part3"),
        ("card", "field"),
        ("say", "Merci."),
    ]

    assert record.reason == "completed"
    assert [card.task.id for card in record.answers] == ["intro", "q1", "q2", "field"]
    assert [card.coverage.score for card in record.answers] == [100, 100, 0, 100]
    assert record.follow_ups == ("q1", "q2")
    assert (record.set_aside, record.skipped, record.left, record.unscored) == ((), (), (), ())
    assert record.listened_s == pytest.approx(sum(room.microphone.lengths.values()))
    assert record.listened_s <= longest_listening_s(plan)
    assert record.duration_s == room.agenda.now_s() <= longest_s(plan)


def test_what_is_said_is_shown_and_each_turn_has_its_clock(
    scenario: Scenario, make_room: MakeRoom
) -> None:
    room = make_room(ANSWERS)
    run_session(make_plan(scenario), room.ports)
    said = [text for _, text in room.logged("say")]
    assert [text for _, text in room.logged("text")] == said
    listened = [name for _, name in room.logged("listen")]
    assert [name for _, name in room.logged("clock")] == listened


def test_keys_during_a_session(scenario: Scenario, make_room: MakeRoom) -> None:
    keys = {
        "Bonjour.": [(0.2, Redo), (0.3, Next)],
        "intro-take1": [(5.0, Pause), (65.0, Resume)],
        "card intro": [(1.0, Redo)],
        "intro-take2": [(6.0, Next)],
        "q1-take1": [(3.0, Skip)],
        "q2-take1": [(8.0, Quit)],
    }
    room = make_room({**ANSWERS, "intro-take2": "des données et encore des données"}, keys)
    record = run_session(make_plan(scenario), room.ports)

    assert room.log[2:5] == [
        ("refused", "There is no answer to redo. Wait until you are asked."),
        ("hush",),
        ("task", "intro", "1/4"),
    ]
    first = room.log.index(("listen", "intro-take1"))
    assert room.log[first + 2 : first + 7] == [
        ("hold",),
        ("paused",),
        ("going on",),
        ("resume",),
        ("take", "intro-take1"),
    ]
    assert record.paused_s == pytest.approx(60.0)
    # Who leaves waits for no reading; the session can be gone on with.
    assert room.logged("rereading") == []
    assert record.duration_s == pytest.approx(room.agenda.now_s() - 60.0)
    spoken = len(ANSWERS["intro-take1"].split())
    assert room.microphone.lengths["intro-take1"] == pytest.approx(1.0 + 0.4 * spoken + 1.5)

    assert [card.task.id for card in record.answers] == ["intro", "q2"]
    assert [card.take.audio.name for card in record.set_aside] == ["intro-take2.wav"]
    assert (record.skipped, record.left) == (("q1",), ("field",))
    assert record.unscored == ("q1-take1",)
    assert record.reason == "quit"
    assert ("say", "Merci.") not in room.log


def test_a_point_is_marked_on_its_card_and_counts_at_the_end(
    scenario: Scenario, make_room: MakeRoom
) -> None:
    """Once it is read whole, too: that comes after the keys, and what the person said holds for it."""
    said = partial(Disputed, number=1)
    keys = {"q2-take1": [(18.0, Next)], "card q2": [(1.0, said), (1.5, said), (2.0, said)]}
    answers = {**ANSWERS, "q2-take1-follow-up": "on garde un œil dessus tous les matins"}
    room = make_room(answers, keys)
    record = run_session(make_plan(scenario), room.ports)
    card = next(card for card in record.answers if card.task.id == "q2")
    assert [(hit.status, hit.own) for hit in card.coverage.points] == [("hit", True)]
    assert card.coverage.score == 100
    assert room.logged("card").count(("card", "q2")) == 4
    assert not room.logged("refused")
    assert record.provisional == ()


def test_redo_listens_again_before_the_first_take_is_scored(
    scenario: Scenario, make_room: MakeRoom
) -> None:
    keys = {"intro-take1": [(4.0, Redo)], "card intro": [(0.5, Quit)]}
    answers = {"intro-take1": FILLING, "intro-take2": f"{FILLING} des données"}
    room = make_room(answers, keys)
    record = run_session(make_plan(scenario), room.ports)
    again = room.log.index(("listen", "intro-take2"))
    assert room.log[again - 1] == ("stop",)
    assert room.log[again + 2] == ("take", "intro-take1")
    assert [card.take.audio.name for card in record.answers] == ["intro-take2.wav"]
    assert [card.take.audio.name for card in record.set_aside] == ["intro-take1.wav"]


def test_a_candidate_who_never_speaks_reaches_the_end(
    scenario: Scenario, make_room: MakeRoom
) -> None:
    plan = make_plan(scenario)
    room = make_room({})
    record = run_session(plan, room.ports)
    assert record.reason == "completed"
    assert [card.score for card in record.answers] == [None] * 4
    assert record.listened_s == pytest.approx(4 * THINK_S)
    assert record.follow_ups == ()
    assert record.duration_s <= longest_s(plan)


def test_a_candidate_who_never_stops_is_cut_off(scenario: Scenario, make_room: MakeRoom) -> None:
    plan = make_plan(replace(scenario, max_follow_ups=1))
    takes = [f"{task}-take1" for task in ("intro", "q1", "q2", "field")]
    endless = dict.fromkeys([*takes, "q1-take1-follow-up"], "les freins " * 500)
    room = make_room(endless)
    record = run_session(plan, room.ports)
    # Twice the targets, from the first word, which comes after a second; and nobody hears the last end.
    limits_s = 2 * (20 + 30 + 30 + 20 + 10)
    assert record.listened_s == pytest.approx(limits_s + 5 * (1.0 + LAST_WORDS_S))
    assert record.listened_s <= longest_listening_s(plan)
    assert all(card.timing.cut for card in record.answers)
    assert record.duration_s <= longest_s(plan)
    assert record.follow_ups == ("q1",)


def test_the_classic_questions_with_two_follow_ups(make_room: MakeRoom) -> None:
    plan = make_plan(load("questions-ia"))
    model_answers = {f"{step.task.id}-take1": step.task.model_answer for step in plan.steps}
    first, second = plan.steps[1].task.id, plan.steps[4].task.id
    room = make_room({**model_answers, f"{first}-take1": FILLING, f"{second}-take1": FILLING})
    record = run_session(plan, room.ports)
    assert record.reason == "completed"
    assert [card.task.id for card in record.answers] == [step.task.id for step in plan.steps]
    assert record.follow_ups == (first, second)
    assert len(room.logged("listen")) == len(plan.steps) + 2
