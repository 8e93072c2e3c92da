"""Sessions that were cut off and gone on with: cut at every event, and as a command."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from interviewer.cli import drill, rehearse, resume
from interviewer.cli.drill import DrillRequest
from interviewer.cli.rehearse import RehearseRequest
from interviewer.cli.resume import ResumeRequest
from interviewer.domain import (
    SAMPLE_RATE,
    EngineInfo,
    FollowUp,
    Phase,
    Question,
    Scenario,
    SessionChoice,
    Task,
    Term,
)
from interviewer.errors import UsageError
from interviewer.history.folder import database_file
from interviewer.history.record import finished_record
from interviewer.history.store import Store, open_store
from interviewer.history.values import StoredSession
from interviewer.history.writing import SessionLog
from interviewer.rehearsal import SessionOptions
from interviewer.scoring.answer import AnswerScorer, score_take
from interviewer.session.attempts import joined
from interviewer.session.events import (
    Confirmed,
    CutOff,
    Event,
    Next,
    Pause,
    ReadWhole,
    Redo,
    Resume,
    Scored,
    SpeechStarted,
)
from interviewer.session.machine import advance
from interviewer.session.plan import make_plan
from interviewer.session.resuming import cut_at_s, cut_off, replayed, under_way, unscored
from interviewer.session.runner import run_session
from interviewer.session.state import State
from interviewer.ui.screen import Screen
from interviewer.ui.text import duration

MakeRoom = Callable[..., Any]

FILLING = "voilà ce que je peux vous dire de mon travail " * 3
ANSWERS = {
    "intro-take1": FILLING,
    "intro-take2": f"{FILLING} les données",
    "q1-take1": FILLING,
    "q1-take1-follow-up": "alors c'est le drift",
    "field-take1": "Quels sont les freins ?",
    "field-take1-part2": "Et la cantine ?",
}
KEYS = {
    "intro-take1": [(5.0, Pause), (65.0, Resume)],
    "card intro": [(1.0, Redo)],
    "q1-take1": [(9.0, Next)],
}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    intro = Task("intro", 20.0, (Term("données"),))
    q1 = Task("q1", 30.0, (Term("drift"),), follow_up=FollowUp("drift", "Et si elle se trompe ?"))
    field = Task("field", 20.0, (Term("freins"),))
    topics = (Question(Task("freins", 10.0), "?", topic=("freins",), reply="Les habitudes."),)
    asked = (Question(q1, "Qu’est-ce qu’un modèle ?"),)
    return Scenario(
        "essai",
        "Essai",
        "fr",
        (
            Phase("intro", "Introduction", "pitch", 20.0, "Présentez-vous.", intro),
            Phase("technique", "Technique", "question", 30.0, "Voyons.", Task("t", 30.0), asked),
            Phase("field", "À vous", "ask", 20.0, "?", field, topics, default_reply="Hum."),
        ),
        greeting="Bonjour.",
        farewell="Merci.",
    )


def scored(state: State, room: Any) -> State:
    """Everything recorded in ``room`` before the cut, scored."""
    scenario = state.plan.scenario
    for asked in tuple(unscored(state)):
        card = score_take(scenario, asked.phase, asked.task, room.microphone.take(asked.recording))
        state, _ = advance(state, joined(asked, card, state.now_s, scenario, AnswerScorer()))
    return state


def test_cut_at_every_event_a_session_keeps_every_answer_and_comes_to_its_end(
    scenario: Scenario, make_room: MakeRoom
) -> None:
    events: list[Event] = []
    first = make_room(ANSWERS, KEYS)
    plan = make_plan(scenario)
    whole = run_session(plan, replace(first.ports, keep=events.append))
    assert (whole.reason, len(whole.answers), len(whole.set_aside)) == ("completed", 3, 1)
    takes = []
    for index in range(len(events) + 1):
        at_cut = replayed(plan, events[:index], AnswerScorer())
        name = under_way(at_cut)
        spoken = name is not None and isinstance(events[index - 1], SpeechStarted)
        cut = CutOff(cut_at_s(at_cut, 4.0), spoken)
        state = scored(cut_off(at_cut, cut), first)

        again = make_room(ANSWERS | {"q1-take2": FILLING, "intro-take3": FILLING})
        again.agenda.start(state.now_s + 30.0)
        kept: list[Event] = []
        record = run_session(plan, replace(again.ports, keep=kept.append), state)

        assert record.reason == "completed"
        before = {piece.recording for piece in state.pieces()}
        assert before.isdisjoint(again.microphone.lengths)
        if name == "q1-take1-follow-up" and not spoken:
            assert "q1-take1-follow-up2" in again.microphone.lengths
        cards = (*record.answers, *record.set_aside)
        files = {card.take.audio.stem for card in cards}
        assert {a[0].pieces[0].recording for a in state.attempts if a and a[0].pieces} <= files
        assert [card.task.id for card in record.answers] == [
            task
            for task in record.tasks
            if any(card.task.id == task and card.take.speech for card in cards)
        ]
        # The log of both halves together is a session like any other.
        everything = [*events[:index], cut, *_scores(state, at_cut), *kept]
        assert replayed(plan, everything, AnswerScorer()).session_s == pytest.approx(
            record.duration_s
        )
        takes.append(len(cards))
    # A cut in an answer makes for one take more.
    assert max(takes) == len(whole.answers) + len(whole.set_aside) + 1


def _scores(state: State, before: State) -> list[Event]:
    """The events that scored what ``before`` had not."""
    known = {piece.recording for piece in before.pieces() if piece.card}
    return [
        Scored(state.now_s, piece.recording, piece.card, piece.whole, piece.reply)
        for piece in state.pieces()
        if piece.card and piece.recording not in known
    ]


# ---------------------------------------------------------------------------- the command


@pytest.fixture
def cut_off_at(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """``cut_off_at("SpeechStarted")``: the program is stopped some time after such an event, once."""

    def arrange(kind: str) -> None:
        keep = SessionLog.event

        def event(log: SessionLog, event: Any) -> int:
            n = keep(log, event)
            if type(event).__name__ == kind:
                monkeypatch.setattr(SessionLog, "event", keep)
                desk.time.pass_by(8.0)
                raise KeyboardInterrupt
            return n

        monkeypatch.setattr(SessionLog, "event", event)

    return arrange


def begin(desk: Any, phase: str = "intro", *, keep_audio: bool = True) -> Screen:
    """A rehearsal that is stopped."""
    screen = Screen()
    screen.out = Console(file=io.StringIO(), width=80)
    request = RehearseRequest(
        "pitch-3min",
        SessionChoice(phase=phase),
        SessionOptions("Bureau", mute=True, keep_audio=keep_audio),
    )
    with pytest.raises(KeyboardInterrupt):
        rehearse.run(request, screen, desk.machine)
    return screen


def go_on(desk: Any, tmp_path: Path, **request: Any) -> tuple[str, str, Any]:
    """What ``resume`` prints on both outputs at 80 columns, and its scorecard."""
    screen = Screen()
    out, err = io.StringIO(), io.StringIO()
    screen.out, screen.err = Console(file=out, width=80), Console(file=err, width=80)
    file = tmp_path / "card.json"
    options = SessionOptions("Bureau", mute=True, json=str(file))
    resume.run(ResumeRequest(options=options, **request), screen, desk.machine)
    card = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
    return out.getvalue(), err.getvalue(), card


def stored(tmp_path: Path) -> StoredSession:
    with open_store(tmp_path / "data") as store:
        return store.load(store.sessions(1)[0].id)


def test_an_answer_that_was_cut_off_is_found_scored_and_given_again(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    desk.signal = desk.whole  # the better of the two
    cut_off_at("SpeechStarted")
    begin(desk)
    assert "interviewer resume" in capsys.readouterr().err
    (recording,) = stored(tmp_path).recordings
    assert recording.duration_s is not None
    # The first word is heard after a quarter of a second, and the cut comes eight seconds later.
    assert recording.duration_s == pytest.approx(8.25, abs=0.05)

    _, err, card = go_on(desk, tmp_path)
    assert duration(recording.duration_s, "fr") in err
    assert err.count("intro") == 1
    assert desk.turns == ["intro-take1", "intro-take2"]
    (answer,) = card["answers"]
    assert answer["audio"].endswith("intro-take2.wav")
    assert answer["timing"]["spoken_s"] == pytest.approx(29.5, abs=1.0)

    kept = stored(tmp_path)
    assert kept.record is not None
    assert [each.take.audio.stem for each in kept.record.set_aside] == ["intro-take1"]
    assert kept.takes["intro-take1"].duration_s == recording.duration_s
    assert [each.state for each in kept.recordings] == ["scored", "scored"]
    times = [event.at_s for event in kept.events]
    assert times == sorted(times)
    # The clock had no event after the first word: the length of the recording tells the rest.
    assert kept.record.listened_s > recording.duration_s
    lived = [each.at_s for each in kept.events if not isinstance(each, ReadWhole | Confirmed)]
    assert kept.record.duration_s == pytest.approx(lived[-1] - kept.record.paused_s)
    with open_store(tmp_path / "data") as store:
        assert store.unfinished() == ()


def test_what_is_there_can_be_scored_without_a_microphone(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None]
) -> None:
    cut_off_at("SpeechStarted")
    begin(desk)
    let_go = len(desk.gates)
    out, _, card = go_on(desk, tmp_path, score_only=True)
    assert len(desk.gates) == let_go
    assert [answer["audio"][-15:] for answer in card["answers"]] == ["intro-take1.wav"]
    record = stored(tmp_path).record
    assert record is not None
    assert (record.reason, record.left, record.paused_s) == ("quit", (), 0.0)
    assert "interviewer rehearse pitch-3min --phase intro" in out


def test_an_answer_whose_scoring_was_cut_off_goes_on_to_its_card(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None]
) -> None:
    cut_off_at("AnswerEnded")
    begin(desk)
    _, err, card = go_on(desk, tmp_path)
    assert "intro" not in err.replace("pitch-3min", "")
    assert desk.turns == ["intro-take1"]
    assert card["answers"][0]["timing"]["spoken_s"] == pytest.approx(9.8, abs=0.5)
    record = stored(tmp_path).record
    assert record is not None
    assert record.reason == "completed"


@pytest.mark.parametrize("left", ["silence", "nothing", "no file"])
def test_a_recording_without_an_answer_is_no_take(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None], left: str
) -> None:
    cut_off_at("SpeechStarted")
    begin(desk)
    path = stored(tmp_path).recordings[0].path
    match left:
        case "silence":
            head, signal = path.read_bytes()[:44], path.read_bytes()[44:]
            path.write_bytes(head + b"\1\0" * (len(signal) // 2))
        case "nothing":
            path.write_bytes(b"")
        case _:
            path.unlink()
    _, _, card = go_on(desk, tmp_path)
    assert [answer["audio"][-15:] for answer in card["answers"]] == ["intro-take2.wav"]
    record = stored(tmp_path).record
    assert record is not None
    assert record.set_aside == ()


def test_a_recording_that_is_gone_before_it_was_scored_says_so(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None]
) -> None:
    cut_off_at("AnswerEnded")
    begin(desk)
    stored(tmp_path).recordings[0].path.unlink()
    _, _, card = go_on(desk, tmp_path, score_only=True)
    (answer,) = card["answers"]
    assert (answer["score"], answer["timing"]["verdict"]) == (None, "not_measured")
    kept = stored(tmp_path).cards["intro-take1"]
    assert [notice.values["file"] for notice in kept.take.notices] == ["intro-take1.wav"]


def test_a_session_can_be_cut_off_twice(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None]
) -> None:
    cut_off_at("SpeechStarted")
    begin(desk)
    cut_off_at("SpeechStarted")
    with pytest.raises(KeyboardInterrupt):
        go_on(desk, tmp_path)
    _, _, card = go_on(desk, tmp_path)
    assert desk.turns == ["intro-take1", "intro-take2", "intro-take3"]
    record = stored(tmp_path).record
    assert record is not None
    assert len(card["answers"]) + len(record.set_aside) == 3


def test_nothing_to_resume_says_so(desk: Any, tmp_path: Path) -> None:
    out, err, card = go_on(desk, tmp_path)
    assert (out, card) == ("", None)
    assert len(err.splitlines()) == 1


def test_the_latest_is_taken_of_several_which_are_listed(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None]
) -> None:
    for phase in ("intro", "anecdote"):
        cut_off_at("SpeechStarted")
        begin(desk, phase)
    with open_store(tmp_path / "data") as store:
        latest, older = (each.summary.id for each in store.unfinished())
    _, err, card = go_on(desk, tmp_path, score_only=True)
    assert err.index(f"{latest} ") < err.index(f"{older} ")
    assert all(len(line) <= 80 for line in err.splitlines()[:4])
    assert [answer["phase"] for answer in card["answers"]] == ["anecdote"]
    _, err, card = go_on(desk, tmp_path, session=older, score_only=True)
    assert [answer["phase"] for answer in card["answers"]] == ["intro"]
    assert latest not in err
    with pytest.raises(UsageError, match=f"{older} is finished"):
        go_on(desk, tmp_path, session=older)


def test_a_session_that_goes_on_elsewhere_is_left_alone(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None]
) -> None:
    cut_off_at("SpeechStarted")
    begin(desk)
    with open_store(tmp_path / "data") as elsewhere:
        log = elsewhere.resume(elsewhere.unfinished()[0].summary.id)
        for session in (None, log.id):
            with pytest.raises(UsageError, match="still going on in another window"):
                go_on(desk, tmp_path, session=session)


def test_old_recordings_go_as_with_every_other_command(
    desk: Any,
    tmp_path: Path,
    scenario: Scenario,
    cut_off_at: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(tmp_path / "settings.toml"))
    (tmp_path / "settings.toml").write_text("[audio]\ndays = 7\n", encoding="utf-8")
    cut_off_at("SpeechStarted")
    begin(desk)
    long_ago = datetime.now(UTC) - timedelta(days=8)
    with open_store(tmp_path / "data") as store:
        log = store.begin("rehearse", scenario, SessionChoice(), None, now=long_ago)
        (log.audio_folder / "intro-take1.wav").write_bytes(b"RIFF" * 500)
        log.finish(finished_record(scenario, (), 1.0), now=long_ago)
    _, err, card = go_on(desk, tmp_path, score_only=True)
    assert "7" in err
    assert "interviewer history restore" in " ".join(err.split())
    assert not log.audio_folder.exists()
    assert len(card["answers"]) == 1


@pytest.mark.parametrize(
    ("begun", "asked", "left"),
    [
        (False, None, False),
        (True, None, True),
        (False, True, True),
        (True, False, False),
        (None, None, True),
        (None, False, False),
    ],
)
@pytest.mark.parametrize("score_only", [True, False])
def test_what_was_decided_about_recordings_holds_when_the_session_is_gone_on_with(
    begun: bool | None,
    asked: bool | None,
    left: bool,
    score_only: bool,
    desk: Any,
    tmp_path: Path,
    cut_off_at: Callable[[str], None],
) -> None:
    cut_off_at("SpeechStarted")
    begin(desk, keep_audio=begun is not False)
    if begun is None:  # a session of an earlier version
        with closing(sqlite3.connect(database_file(tmp_path / "data"))) as connection, connection:
            connection.execute("UPDATE sessions SET choice = json_remove(choice, '$.keep_audio')")
    else:
        assert stored(tmp_path).choice.keep_audio is begun
    go_on(desk, tmp_path, score_only=score_only, keep_audio=asked)
    kept = stored(tmp_path)
    assert kept.record is not None
    assert [each.on_disk for each in kept.recordings] == [left] * len(kept.recordings)
    assert kept.takes["intro-take1"].transcript.words


def test_recordings_not_to_be_kept_go_although_the_scorecard_cannot_be_written(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None]
) -> None:
    cut_off_at("SpeechStarted")
    begin(desk, keep_audio=False)
    (tmp_path / "card.json").mkdir()
    with pytest.raises(UsageError):
        go_on(desk, tmp_path, score_only=True)
    (tmp_path / "card.json").rmdir()
    go_on(desk, tmp_path, score_only=True)
    assert not any(each.on_disk for each in stored(tmp_path).recordings)


def test_it_is_said_that_recordings_of_a_session_cut_off_are_gone(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    cut_off_at("SpeechStarted")
    begin(desk)
    assert "30" in capsys.readouterr().err, "how long it can be gone on with"
    (recording,) = stored(tmp_path).recordings
    recording.path.unlink()
    _, err, _ = go_on(desk, tmp_path, score_only=True)
    assert "(1)" in err
    assert stored(tmp_path).record is not None


def ratings(tmp_path: Path) -> list[tuple[str, int]]:
    """Every rating of a drill card, in the order given."""
    with closing(sqlite3.connect(database_file(tmp_path / "data"))) as connection:
        return connection.execute("SELECT card, rating FROM reviews ORDER BY at, card").fetchall()


def drill_cut_off(desk: Any, *, keep_audio: bool = True) -> None:
    options = SessionOptions("Bureau", mute=True, keep_audio=keep_audio)
    request = DrillRequest("glossaire", 2, options=options)
    screen = Screen()
    screen.out = Console(file=io.StringIO(), width=80)
    with pytest.raises(KeyboardInterrupt):
        drill.run(request, screen, desk.machine)


@pytest.mark.parametrize(("cut_at", "before"), [("AnswerEnded", 0), ("Scored", 1)])
@pytest.mark.parametrize("score_only", [False, True])
def test_the_cards_of_a_drill_that_was_cut_off_are_rated(
    desk: Any,
    tmp_path: Path,
    cut_off_at: Callable[[str], None],
    cut_at: str,
    before: int,
    score_only: bool,
) -> None:
    desk.signal = desk.signal[: 6 * SAMPLE_RATE]
    cut_off_at(cut_at)
    drill_cut_off(desk)
    assert len(ratings(tmp_path)) == before
    out, _, card = go_on(desk, tmp_path, score_only=score_only)
    cards = ["glossaire/ia"] if score_only else ["glossaire/ia", "glossaire/machine-learning"]
    # Each once, whether it was rated before the cut or after.
    assert sorted(name for name, _ in ratings(tmp_path)) == cards
    assert len(card["answers"]) == len(cards)
    rated_now = len(cards) - before
    assert ("Ce qui est acquis" in out) == (rated_now > 0)
    kept = stored(tmp_path)
    assert (kept.summary.kind, kept.summary.answered) == ("drill", len(cards))
    with open_store(tmp_path / "data") as store:
        assert store.unfinished() == ()


def test_a_typed_drill_has_nothing_to_go_on_with(
    desk: Any, tmp_path: Path, scenario: Scenario
) -> None:
    keyboard = EngineInfo("keyboard", "typed")
    with open_store(tmp_path / "data") as store:
        name = store.begin("drill", scenario, SessionChoice(), keyboard, now=datetime.now(UTC)).id
    assert go_on(desk, tmp_path)[2] is None
    with pytest.raises(UsageError, match=r"was typed.*interviewer drill essai --typed"):
        go_on(desk, tmp_path, session=name)


def test_only_rehearsals_are_gone_on_with(desk: Any, tmp_path: Path, scenario: Scenario) -> None:
    with open_store(tmp_path / "data") as store:
        timer = _begin_timer(store, scenario)
    assert go_on(desk, tmp_path)[2] is None
    with pytest.raises(UsageError, match=f"{timer} is no rehearsal"):
        go_on(desk, tmp_path, session=timer)


def _begin_timer(store: Store, scenario: Scenario) -> str:
    return store.begin("timer", scenario, SessionChoice(), None, now=datetime.now(UTC)).id


def test_recordings_of_a_drill_that_was_cut_off_are_forgotten_as_decided(
    desk: Any, tmp_path: Path, cut_off_at: Callable[[str], None]
) -> None:
    cut_off_at("AnswerEnded")
    drill_cut_off(desk, keep_audio=False)
    go_on(desk, tmp_path, score_only=True)
    kept = stored(tmp_path)
    assert kept.record is not None
    assert kept.recordings
    assert not any(each.on_disk for each in kept.recordings)
