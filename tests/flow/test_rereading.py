"""What a session shows at once from pieces is confirmed by the reading that a replay gives.

On simulated time, with a recogniser whose pieces and whole readings differ.
"""

from __future__ import annotations

import io
import json
import queue
import threading
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from interviewer import recordings
from interviewer.cli import drill, rehearse, report, resume
from interviewer.cli.drill import DrillRequest
from interviewer.cli.rehearse import RehearseRequest
from interviewer.cli.report import Files
from interviewer.cli.resume import ResumeRequest
from interviewer.domain import SAMPLE_RATE, AnswerCard, Chunk, SessionChoice, Take, Vocabulary, Word
from interviewer.history.store import open_store
from interviewer.history.values import StoredSession
from interviewer.history.writing import SessionLog
from interviewer.live.screen import LiveScreen
from interviewer.rehearsal import SessionOptions
from interviewer.report.json import dumps
from interviewer.scenario.library import load
from interviewer.session.ports import GiveWay
from interviewer.ui.screen import Screen
from tests.flow.recognisers import SCRIPTED, Parrot
from tests.flow.simulated import SimulatedTime

AT_ONCE = "nous avons parlé de notre métier avec vous"
WHOLE = "nous avons parlé de la valeur avec vous"
"""The one that holds the term which the first answer is asked for."""

SCENARIO = """
id = "relire"
title = "Relire"
language = "fr"
greeting = "Bonjour."
farewell = "Merci."

[scoring]
follow_ups = 1

[[phase]]
id = "debut"
title = "Le début"
kind = "pitch"
target = "6s"
prompt = "Commencez."
terms = ["valeur"]

[phase.follow_up]
when_missing = "valeur"
ask = "Et pour qui ?"

[[phase]]
id = "fin"
title = "La fin"
kind = "pitch"
target = "6s"
prompt = "Finissez."
terms = ["valeur"]
"""


class Wavering:
    """Writes one sentence for each chunk of what is said meanwhile, another for what is read whole."""

    info = SCRIPTED

    def __init__(self) -> None:
        self.whole: Any = Parrot(WHOLE)
        self._at_once = Parrot(AT_ONCE)

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        return self._at_once.transcribe(chunk, vocabulary)

    def glance(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        return ()

    def read(self, *given: Any, **named: Any) -> Any:
        """A window of what is read whole."""
        return self.whole.read(*given, **named)


@pytest.fixture
def recogniser(desk: Any) -> Wavering:
    """The desk's, where answers of six seconds are given."""
    recogniser = Wavering()
    object.__setattr__(desk.machine, "open_engine", lambda weights: recogniser)
    desk.signal = desk.signal[: 6 * SAMPLE_RATE]
    return recogniser


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "relire.toml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def hold(desk: Any, scenario: Path, *, phase: str | None = None, **options: Any) -> str:
    """What a rehearsal shows at 80 columns; its JSON stands beside the scenario."""
    screen = Screen()
    out = io.StringIO()
    screen.out = screen.err = Console(file=out, width=80)
    json_file = str(scenario.with_suffix(".json"))
    request = RehearseRequest(
        str(scenario),
        SessionChoice(phase=phase),
        SessionOptions("Bureau", mute=True, json=json_file, **options),
    )
    rehearse.run(request, screen, desk.machine)
    return " ".join(out.getvalue().split())


def go_on(desk: Any, scenario: Path) -> str:
    screen = Screen()
    out = io.StringIO()
    screen.out = screen.err = Console(file=out, width=80)
    options = SessionOptions("Bureau", mute=True, json=str(scenario.with_suffix(".json")))
    resume.run(ResumeRequest(options=options, score_only=True), screen, desk.machine)
    return " ".join(out.getvalue().split())


def stored(tmp_path: Path) -> StoredSession:
    with open_store(tmp_path / "data") as store:
        return store.load(store.sessions(1)[0].id)


def answers(scenario: Path) -> Any:
    return json.loads(scenario.with_suffix(".json").read_text(encoding="utf-8"))["answers"]


def replayed(scenario: Path, folder: Path, recogniser: Wavering) -> Any:
    found = recordings.find_recorded(load(str(scenario)), [folder])
    return json.loads(dumps(found.score(recogniser, lambda *_: None).scorecard))["answers"]


def folder_of(tmp_path: Path) -> Path:
    (folder,) = (path for path in (tmp_path / "data" / "audio").iterdir() if path.is_dir())
    return folder


def test_json_history_and_report_are_what_a_replay_of_the_recordings_gives(
    desk: Any, tmp_path: Path, scenario: Path, recogniser: Wavering
) -> None:
    shown = hold(desk, scenario)
    # The follow-up was asked because of what was heard at once, and stands.
    assert desk.turns == ["debut-take1", "debut-take1-follow-up", "fin-take1"]
    again = replayed(scenario, folder_of(tmp_path), recogniser)
    assert answers(scenario) == again
    assert [each["transcript"]["text"].split()[5] for each in again] == ["valeur", "valeur"]
    assert "Relu en entier, « La fin »" in shown
    assert "entendu en plus : valeur" in shown.replace("\u00a0", " ")
    assert " au lieu de " in shown

    kept = stored(tmp_path)
    assert kept.record is not None
    assert kept.record.provisional == ()
    assert "fin" in [each.task for each in kept.record.rereadings]
    assert kept.takes["fin-take1"] == kept.cards["fin-take1"].take == kept.record.answers[1].take
    assert WHOLE in kept.takes["fin-take1"].transcript.text
    report.run("last", Files(json=str(tmp_path / "again.json")), Screen())
    assert json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))["answers"] == again


class Glancing(Parrot):
    """Sees the answer without its term at a glance, and reads a chunk once that was shown."""

    def __init__(self) -> None:
        super().__init__(WHOLE)
        self.shown = threading.Event()
        self._glanced = Parrot(AT_ONCE)

    def glance(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        return self._glanced.transcribe(chunk, vocabulary)

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        assert self.shown.wait(10.0)
        return super().transcribe(chunk, vocabulary)


def test_what_is_shown_at_a_glance_is_in_no_card_that_counts(
    desk: Any, tmp_path: Path, scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recogniser = Glancing()
    object.__setattr__(desk.machine, "open_engine", lambda weights: recogniser)
    desk.signal = desk.signal[: 6 * SAMPLE_RATE]
    early: list[AnswerCard] = []

    def show_early(
        self: LiveScreen, card: AnswerCard, *, first: float | None = None, asks: bool = False
    ) -> None:
        early.append(card)
        recogniser.shown.set()

    monkeypatch.setattr(LiveScreen, "show_early", show_early)
    shown = hold(desk, scenario, phase="fin")
    (seen,) = early
    assert AT_ONCE in seen.take.transcript.text
    assert "valeur" not in seen.take.transcript.text
    (answer,) = answers(scenario)
    assert WHOLE in answer["transcript"]["text"]
    assert seen.score is not None
    assert answer["score"] > seen.score
    kept = stored(tmp_path)
    assert kept.record is not None
    assert kept.record.rereadings == ()
    assert "au lieu de" not in shown


def test_recordings_that_are_not_kept_are_read_whole_before_they_go(
    desk: Any, tmp_path: Path, scenario: Path, recogniser: Wavering
) -> None:
    hold(desk, scenario, keep_audio=False)
    kept = stored(tmp_path)
    assert not any(each.on_disk for each in kept.recordings)
    assert kept.record is not None
    assert kept.record.provisional == ()
    for card in kept.record.answers:
        assert "valeur" in card.take.transcript.text


def test_ctrl_c_at_the_end_leaves_what_was_heard_at_once_and_it_is_said(
    desk: Any,
    tmp_path: Path,
    scenario: Path,
    recogniser: Wavering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    interrupted: list[int] = []

    def never(recording: str, heard: Take) -> None:
        """The reading that is waited for takes for ever."""

    get = SimulatedTime.get

    def interrupt(self: SimulatedTime, waiting: queue.SimpleQueue[Any], seconds: float) -> Any:
        if interrupted:
            raise KeyboardInterrupt
        return get(self, waiting, seconds)

    monkeypatch.setattr("interviewer.live.transcriber.LiveTakes.reread", lambda *_: None)
    monkeypatch.setattr(LiveScreen, "show_rereading", lambda _, left: interrupted.append(left))
    monkeypatch.setattr(SimulatedTime, "get", interrupt)
    shown = hold(desk, scenario)
    assert interrupted == [3]
    for title in ("Le début", "La fin"):
        assert title in shown.partition("Non relu en entier")[2].partition(".")[0]
    kept = stored(tmp_path)
    assert kept.record is not None
    assert (kept.record.reason, kept.record.provisional) == ("completed", ("debut", "fin"))
    assert all("métier" in card.take.transcript.text for card in kept.record.answers)
    page = tmp_path / "report.md"
    report.run("last", Files(markdown=str(page)), Screen())
    assert "Non relu en entier" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["AnswerEnded", "Scored", "ReadWhole", "Confirmed"])
def test_a_session_killed_between_two_readings_is_completed_when_it_is_resumed(
    desk: Any,
    tmp_path: Path,
    scenario: Path,
    recogniser: Wavering,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    keep = SessionLog.event

    def event(log: SessionLog, event: Any) -> int:
        n = keep(log, event)
        if type(event).__name__ == kind:
            monkeypatch.setattr(SessionLog, "event", keep)
            raise KeyboardInterrupt
        return n

    monkeypatch.setattr(SessionLog, "event", event)
    with pytest.raises(KeyboardInterrupt):
        hold(desk, scenario)
    assert stored(tmp_path).record is None
    if kind == "Scored":
        report.run("last", Files(markdown=str(tmp_path / "cut.md")), Screen())
        assert "Pas encore relu" in (tmp_path / "cut.md").read_text(encoding="utf-8")
    go_on(desk, scenario)
    kept = stored(tmp_path)
    assert kept.record is not None
    assert kept.record.provisional == ()
    for each in kept.recordings:  # of one that held no word nothing is left to compare
        if each.name not in kept.cards:
            each.path.unlink()
    assert answers(scenario) == replayed(scenario, folder_of(tmp_path), recogniser)


def test_a_recording_that_is_gone_before_it_was_read_whole_keeps_its_first_reading(
    desk: Any,
    tmp_path: Path,
    scenario: Path,
    recogniser: Wavering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take = recordings.read_whole

    def gone(heard: Take, *rest: Any) -> Take:
        if heard.audio.stem == "fin-take1":
            heard.audio.unlink()
        return take(heard, *rest)

    monkeypatch.setattr("interviewer.live.rereading.read_whole", gone)
    shown = hold(desk, scenario)
    assert "Non relu en entier" in shown
    kept = stored(tmp_path)
    assert kept.record is not None
    assert kept.record.provisional == ("fin",)
    first, last = (card.take.transcript.text for card in kept.record.answers)
    assert "valeur" in first
    assert "valeur" not in last


def test_a_spoken_card_is_rated_by_its_whole_reading(
    desk: Any, tmp_path: Path, recogniser: Wavering
) -> None:
    recogniser.whole = Parrot(
        "l'IA regroupe des techniques et le machine learning apprend d'exemples"
    )
    screen = Screen()
    out = io.StringIO()
    screen.out = screen.err = Console(file=out, width=80)
    drill.run(
        DrillRequest("glossaire", 2, options=SessionOptions("Bureau", mute=True)),
        screen,
        desk.machine,
    )
    # Of what was heard at once both were failed; read whole neither was, and none comes once more.
    assert desk.turns == ["ia-take1", "machine-learning-take1"]
    assert "Encore une fois" not in out.getvalue()
    assert "Relu en entier" in out.getvalue()
