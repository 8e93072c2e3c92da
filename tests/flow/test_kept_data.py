"""Histories of earlier programs are read, shown, carried over and gone on with by this one.

``tests/fixtures/data-2026-11`` was written by the program of commit 983e6e6; what is expected here
is what that program said of it.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from interviewer.cli import main, resume
from interviewer.domain import AnswerCard, Scenario, SessionChoice, SessionRecord, Take, TimerRecord
from interviewer.history.store import open_store
from interviewer.history.stored import (
    EVENTS,
    RECORD_ELSEWHERE,
    Codec,
    event_type,
    event_type_string,
)
from tests.flow.conftest import SAID

KEPT = Path(__file__).parents[1] / "fixtures" / "data-2026-11"

FIRST, SECOND = "20261129-164724-mon-entretien", "20261129-164726-mon-entretien"
REPLAY = "20261129-164727-mon-entretien"
LIVE = "20261129-164727-mon-entretien-2"
SPOKEN, SPOKEN_AGAIN = "20261129-164732-glossaire", "20261129-164737-glossaire"
TYPED = "20261129-164746-glossaire"
TIMER = "20261129-164749-mon-pitch"
CUT_OFF = "20261129-164750-mon-entretien"

Run = Callable[..., str]


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of the data folder, whose recordings never grow too old."""
    folder = tmp_path / "data"
    with zipfile.ZipFile(KEPT / "data.zip") as archive:
        archive.extractall(folder)
    settings = tmp_path / "settings.toml"
    settings.write_text('[audio]\ndays = "ever"\n', encoding="utf-8")
    monkeypatch.setenv("INTERVIEWER_DATA", str(folder))
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(settings))
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.setenv("COLUMNS", "100")
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``interviewer ...``, given lines to read; what it printed, with plain spaces."""

    def run_(*arguments: str | Path, given: str = "") -> str:
        monkeypatch.setattr(sys, "argv", ["interviewer", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert ended.value.code == 0, err
        return out.replace("\xa0", " ").replace("\u202f", " ")

    return run_


def holds(found: Any, expected: Any) -> bool:
    """Whether everything of ``expected`` is in ``found``; objects may have more keys by now."""
    if isinstance(expected, dict):
        return all(key in found and holds(found[key], each) for key, each in expected.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(holds, found, expected))
    return bool(found == expected)


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "sessions.db")) as connection:
        return connection.execute(query).fetchall()


# ------------------------------------------------------------------------------ as it is stored


def test_what_is_stored_would_be_stored_the_same_today(data: Path) -> None:
    codec = Codec(data)

    def same(kind: type, stored: dict[str, Any]) -> None:
        assert holds(codec.encode(codec.decode(kind, stored)), stored)

    columns: tuple[tuple[str, str, type], ...] = (
        ("sessions", "scenario", Scenario),
        ("sessions", "choice", SessionChoice),
        ("cards", "card", AnswerCard),
        ("answers", "card", AnswerCard),
        ("recordings", "take", Take),
    )
    for table, column, kind in columns:
        found = rows(data, f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
        assert found
        for (text,) in found:
            same(kind, json.loads(text))
    for kind_of, scenario, choice, text in rows(
        data, "SELECT kind, scenario, choice, record FROM sessions WHERE record IS NOT NULL"
    ):
        if kind_of == "timer":
            same(TimerRecord, json.loads(text))
        else:
            rest: list[Any] = [json.loads(scenario), json.loads(choice), [], []]
            elsewhere = dict(zip(RECORD_ELSEWHERE, rest, strict=True))
            same(SessionRecord, elsewhere | json.loads(text))


def test_events_that_are_stored_would_be_stored_the_same_today(data: Path) -> None:
    codec = Codec(data)
    names = set()
    for name, at_s, payload, card in rows(
        data, "SELECT kind, at_s, payload, card FROM events LEFT JOIN cards USING (session, n)"
    ):
        stored = {"at_s": at_s, **json.loads(payload)}
        if card is not None:
            stored["card"] = json.loads(card)
        event = codec.decode(event_type(name), stored)
        assert event_type_string(event) == name
        assert holds(codec.encode(event), stored)
        names.add(name)
    # A session that was not left and never resumed has no more; a recording was not read whole then, and
    # nobody could say that they had made a point, have a question said again, sit at a card or be asked by a model.
    younger = {
        "ReadWhole",
        "Confirmed",
        "Disputed",
        "Marked",
        "AskAgain",
        "AskModel",
        "CardHeld",
        "Suggested",
    }
    assert set(EVENTS) - names <= {"Quit", "CutOff", "SpeechResumed", *younger}


def test_every_session_comes_back_whole(data: Path) -> None:
    with open_store(data) as store:
        kept = {each.id: store.load(each.id) for each in store.sessions()}
        best = store.best_answers("mon-entretien")
        missed = {each.term: (each.asked, each.missed) for each in store.terms("mon-entretien")}
    assert [(each.summary.id, each.summary.kind, len(each.events)) for each in kept.values()] == [
        (CUT_OFF, "rehearse", 10),
        (TIMER, "timer", 0),
        (TYPED, "drill", 0),
        (SPOKEN_AGAIN, "drill", 7),
        (SPOKEN, "drill", 7),
        (LIVE, "rehearse", 8),
        (REPLAY, "replay", 0),
        (SECOND, "rehearse", 30),
        (FIRST, "rehearse", 39),
    ]
    first = kept[FIRST]
    assert first.began_at.isoformat(timespec="minutes") == "2026-11-29T17:47+01:00"
    assert first.record is not None
    assert [card.take.audio.stem for card in first.record.answers] == [
        "intro-take2",
        "q1-take1",
        "field-take1",
    ]
    assert [card.take.audio.stem for card in first.record.set_aside] == ["intro-take1"]
    assert (first.record.skipped, first.record.unscored) == (("q2",), ("q2-take1",))
    assert (first.record.follow_ups, first.record.paused_s) == (("q1",), 60.0)
    assert [each.name for each in first.recordings if each.follow_up] == ["q1-take1-follow-up"]
    assert all(each.on_disk for each in first.recordings)
    assert first.takes["q1-take1"].transcript.text.endswith("Je mesure puis je corrige.")
    spotted = [word.spotted for word in kept[SECOND].takes["q1-take1"].transcript.words]
    assert [each.gain_nats for spots in spotted for each in spots] == [-1.25]
    place = kept[REPLAY].takes["intro-take1"].place
    assert place is not None
    assert (place.clues, place.sure) == (("bonjour",), True)
    assert not any(each.on_disk for each in kept[REPLAY].recordings)
    assert [(each.session_id, each.task_id) for each in best] == [
        (FIRST, "intro"),
        (FIRST, "q1"),
        (FIRST, "field"),
        (SECOND, "intro"),
        (SECOND, "q2"),
        (SECOND, "q1"),
        (SECOND, "field"),
        (REPLAY, "intro"),
        (LIVE, "intro"),
    ]
    assert missed["RAG"] == (4, 2)


# --------------------------------------------------------------------------------- as it is shown


def test_they_are_listed_with_their_figures(data: Path, run: Run) -> None:
    lines = [line.split() for line in run("history").splitlines() if line.startswith("2026")]
    shown = [(line[0], line[3], line[5]) for line in lines]
    assert shown == [
        (CUT_OFF[:15], "micro", "–"),
        (TIMER[:15], "chrono", "–"),
        (TYPED[:15], "cartes", "0"),
        (SPOKEN_AGAIN[:15], "cartes", "0"),
        (SPOKEN[:15], "cartes", "0"),
        (LIVE, "micro", "50"),
        (REPLAY, "fichiers", "63"),
        (SECOND[:15], "micro", "57"),
        (FIRST[:15], "micro", "49"),
    ]
    assert "coupée" in " ".join(lines[0])


@pytest.mark.parametrize(
    ("session", "words"),
    [
        (FIRST, ["1 min 54 s", "faster-whisper base", "« et le data. Entraîné en temps réel. »"]),
        (REPLAY, ["fichiers", "scripted", "intro-take2  supprimé"]),
        (SPOKEN, ["rag-take1.wav", "Beaucoup d’entreprises veulent un RAG."]),
        (TYPED, ["cartes", "keyboard"]),
        (TIMER, ["Mon pitch", "Intro    1 s   1 s    0 s", "Total    2 s   2 s    0 s"]),
        (CUT_OFF, ["Interrompue", "0:30  q1-take1", "q2-take1.wav"]),
    ],
)
def test_each_is_shown(session: str, words: list[str], data: Path, run: Run) -> None:
    shown = run("history", "show", session)
    assert [word for word in words if word not in shown] == []


def test_the_report_says_what_it_said_then(data: Path, run: Run, tmp_path: Path) -> None:
    files = {name: tmp_path / f"report.{name}" for name in ("html", "markdown", "csv", "json")}
    run("report", FIRST, *(part for name, file in files.items() for part in (f"--{name}", file)))
    text = {name: file.read_text(encoding="utf-8-sig") for name, file in files.items()}
    expected = json.loads((KEPT / "scorecard.json").read_text(encoding="utf-8"))
    found = json.loads(text["json"].replace(f"{data.as_posix()}/", ""))
    assert holds(found, expected)
    table = list(csv.DictReader(io.StringIO(text["csv"])))
    assert [(row["phase"], row["question"], row["score"]) for row in table] == [
        ("intro", "", "59.6"),
        ("technique", "q1", "67.3"),
        ("field", "", "25.0"),
    ]
    assert table[0]["traps"] == "live"
    assert (table[1]["terms_hit"], table[0]["terms_missed"]) == ("drift", "RAG")
    for name in ("html", "markdown"):
        assert "Mon entretien d’été" in text[name]
        assert "L’entraînement finit avant l’usage." in text[name]
        assert "intro-take1.wav" in text[name]  # the take set aside
        assert "Qu’est-ce que le fine-tuning" in text[name]  # skipped
    assert text["html"].count("data:audio/mpeg;base64,") == 3


def test_of_the_session_that_was_cut_off_there_is_a_report(data: Path, run: Run) -> None:
    card = json.loads(run("report", CUT_OFF, "--json", "-"))
    assert [(each["question"], each["score"]) for each in card["answers"]] == [("q1", 37.5)]


def test_progress_and_comparison(data: Path, run: Run, tmp_path: Path) -> None:
    page = tmp_path / "progress.html"
    shown = run("progress", "mon-entretien", "--html", page)
    assert shown.count("Une séance notée") == 2
    assert "2 séances notées" in shown
    # Each way of rehearsing by itself: one phase at the microphone, files, the whole at the microphone.
    totals = [line.split()[1:4] for line in shown.splitlines() if line.startswith("Total  ")]
    assert totals == [["50", "50", "50"], ["63", "63", "63"], ["49", "57", "57"]]
    (intro,) = [line.split() for line in shown.splitlines() if line.startswith("Introduction")]
    assert intro[1:4] == ["2", "86", "86"]
    assert "RAG manqué 2 fois sur 4" in " ".join(shown.split())
    text = page.read_text(encoding="utf-8")
    assert [
        word for word in ("Mon entretien d’été", "Introduction", "RAG") if word not in text
    ] == []
    both = run("compare", FIRST, SECOND)
    (total,) = [line.split() for line in both.splitlines() if line.startswith("Total")]
    assert total == ["Total", "49", "57", "+8"]
    assert "+ RAG" in both
    assert "− Le surveiller en production" in both
    takes = run("compare", f"{FIRST}/intro-take1", f"{FIRST}/intro-take2")
    assert "+ données" in takes


# --------------------------------------------------------------------------- as it goes on


def without_recordings(file: Path) -> dict[str, Any]:
    """The JSON of an export, by entry."""
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.endswith(".json")]
        return {name: json.loads(archive.read(name)) for name in names}


def test_an_export_of_today_holds_what_that_of_then_did(
    data: Path, run: Run, tmp_path: Path
) -> None:
    run("export", tmp_path / "today.zip")
    today, then = (
        without_recordings(tmp_path / "today.zip"),
        without_recordings(KEPT / "export.zip"),
    )
    assert today.keys() == then.keys()
    assert today.pop("manifest.json")["schema"] == then.pop("manifest.json")["schema"]
    assert holds(today, then)


def test_an_export_of_then_is_taken_in(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", KEPT / "export.zip")  # All of it is here already.
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "elsewhere"))
    run("import", KEPT / "export.zip")
    with open_store(data) as here, open_store(tmp_path / "elsewhere") as there:
        assert len(here.sessions()) == 9
        assert there.sessions() == here.sessions()
        assert there.deck("fr") == here.deck("fr")
        assert there.terms() == here.terms()
        ours, theirs = here.load(FIRST), there.load(FIRST)
    assert ours.record is not None
    assert theirs.record is not None
    scores = [[card.score for card in each.answers] for each in (ours.record, theirs.record)]
    assert scores[0] == scores[1]
    sizes = [[each.path.stat().st_size for each in one.recordings] for one in (ours, theirs)]
    assert sizes[0] == sizes[1]


def test_the_deck_goes_on(data: Path, run: Run) -> None:
    with open_store(data) as store:
        before = {row.card: row.state for row in store.deck("fr")}
    assert {card: state and round(state["stability"], 4) for card, state in before.items()} == {
        "glossaire/rag": 0.0834,
        "glossaire/ia": 0.0834,
        "glossaire/machine-learning": 8.2956,
    }
    shown = run("drill", "glossaire", "--count", "1", "--typed", given="rien\n4\nq\n")
    assert "0/1" not in shown
    with open_store(data) as store:
        after = {row.card: row.state for row in store.deck("fr")}
    changed = [card for card in after if after[card] != before.get(card)]
    assert len(changed) == 1
    assert len(rows(data, "SELECT * FROM reviews")) > 5


@pytest.fixture
def at_desk(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The desk, with which the command goes on instead of with this machine."""
    monkeypatch.setattr(resume, "run", partial(resume.run, machine=desk.machine))
    return desk


def test_what_was_cut_off_then_is_gone_on_with_now(
    at_desk: Any, data: Path, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "card.json"
    run("resume", CUT_OFF, "--mic", "Bureau", "--mute", "--json", file)
    # q1 had its card; q2, in the middle of which it was cut off, is asked again.
    assert at_desk.turns == ["q2-take2"]
    card = json.loads(file.read_text(encoding="utf-8"))
    assert [each["question"] for each in card["answers"]] == ["q1", "q2"]
    with open_store(data) as store:
        assert store.unfinished() == ()
        kept = store.load(CUT_OFF)
    assert kept.record is not None
    assert kept.record.reason == "completed"
    # The program of then knew only what was heard at once; q1 is read whole by that of today.
    assert kept.record.provisional == ()
    assert card["answers"][0]["transcript"]["text"].split()[:3] == SAID.split()[:3]
    (first,) = [each for each in kept.record.rereadings if each.task == "q1"]
    assert first.score_before == 37.5
    assert first.score == pytest.approx(card["answers"][0]["score"])
    takes = [each.take.audio.stem for each in (*kept.record.answers, *kept.record.set_aside)]
    assert sorted(takes) == ["q1-take1", "q2-take1", "q2-take2"]
    assert [each.name for each in kept.recordings] == ["q1-take1", "q2-take1", "q2-take2"]


def test_what_was_cut_off_then_is_scored_as_it_is_now(at_desk: Any, data: Path, run: Run) -> None:
    card = json.loads(run("resume", CUT_OFF, "--score-only", "--json", "-"))
    assert [each["question"] for each in card["answers"]] == ["q1", "q2"]
    assert at_desk.turns == []
