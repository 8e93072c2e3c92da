"""Whole drills: typed through a plain pipe, and spoken to a microphone that plays a recording."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from interviewer.cli import drill
from interviewer.cli.drill import DrillRequest
from interviewer.domain import SAMPLE_RATE, EngineInfo, SessionChoice, Span, Take, Transcript
from interviewer.drill.cards import memory_from
from interviewer.history.folder import database_file
from interviewer.history.record import finished_record
from interviewer.history.store import open_store
from interviewer.rehearsal import SessionOptions
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take
from interviewer.ui.screen import Screen

IA = "L'IA, un ensemble de techniques pour des tâches réservées à un humain, comme traduire."
ML = "Le machine learning apprend à partir d'exemples au lieu de suivre un programme."

ROOT = Path(__file__).parents[2]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(data: Path, interviewer: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``interviewer drill ... --typed`` through a pipe."""
    monkeypatch.setenv("INTERVIEWER_DATA", str(data))

    def run_(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return interviewer("drill", *arguments, "--typed", given=given)

    return run_


def test_in_a_process_of_its_own_it_reads_a_pipe_and_is_kept(data: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "interviewer", "drill", "glossaire", "--count", "1", "--typed"],
        input=f"{IA}\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8", "COLUMNS": "80", "INTERVIEWER_DATA": str(data)},
        timeout=120,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "100 · facile · reviendra dans 8 jours" in result.stdout
    assert days(data) == {"glossaire/ia": 8}


def days(data: Path, language: str = "fr") -> dict[str, int]:
    """Days until each answered card is due."""
    with open_store(data) as store:
        rows = store.deck(language)  # type: ignore[arg-type]
    memories = {row.card: memory_from(row.state) for row in rows if row.state is not None}
    return {name: (each.due - each.reviewed_at).days for name, each in memories.items()}


def test_a_typed_drill_from_the_first_card_to_the_next_date(run: Run, data: Path) -> None:
    result = run("glossaire", "--count", "3", given=f"{IA}\n\n{ML}\n")
    assert (result.returncode, result.stderr) == (0, "")
    assert "cartes\u00a0: 3" in result.stdout
    assert result.stdout.index("1/3") < result.stdout.index("2/3") < result.stdout.index("3/3")
    assert "100 · facile · reviendra dans 8 jours" in result.stdout
    assert "sans réponse · à revoir · revient à la fin" in result.stdout
    assert "Ce qui est acquis" in result.stdout
    assert "Revenez demain" in result.stdout
    assert days(data) == {
        "glossaire/ia": 8,
        "glossaire/machine-learning": 1,
        "glossaire/deep-learning": 1,
    }


def test_the_weakest_come_back_first(run: Run, data: Path) -> None:
    run("glossaire", "--count", "2", given=f"{IA}\nrien du tout\n")
    with open_store(data) as store:
        weak = [row.task_id for row in store.deck("fr")]
    later = run("glossaire", "--count", "1", given="q\n")
    assert "aucune carte" in later.stdout.lower()
    assert weak[0] == "ia"
    assert "nouvelles\u00a0: 1" in later.stdout  # nothing is due today: a new one


def test_a_rating_of_ones_own(run: Run, data: Path) -> None:
    result = run("glossaire", "--count", "2", given=f"{IA}\n1\nq\n")
    assert result.returncode == 0, result.stderr
    assert days(data) == {"glossaire/ia": 1}
    assert "à revoir" in result.stdout
    with open_store(data) as store:
        (summary,) = store.sessions()
    assert (summary.kind, summary.answered) == ("drill", 1)


@pytest.mark.parametrize("given", ["", "q\n", "Q\n"])
def test_leaving_at_once_changes_nothing(given: str, run: Run, data: Path) -> None:
    result = run("punchlines", given=given)
    assert result.returncode == 0, result.stderr
    assert "toutes restent comme elles étaient" in result.stdout
    assert days(data) == {}


@pytest.mark.parametrize("scenario", ["glossaire", "punchlines", "questions-recruteur"])
def test_every_drill_of_the_library(scenario: str, run: Run, data: Path) -> None:
    result = run(scenario, "--count", "2", given="une réponse\nune autre\n")
    assert result.returncode == 0, result.stderr
    assert len(days(data)) == 2


def test_in_english(run: Run, data: Path) -> None:
    result = run("glossaire-en", "--count", "1", given="no idea\n")
    assert "Come back tomorrow" in result.stdout
    assert len(days(data, "en")) == 1


def test_the_phases_of_a_pitch_are_cards(run: Run) -> None:
    result = run("pitch-3min")
    assert result.returncode == 0
    assert "trente secondes" in " ".join(result.stdout.split())


def rehearse_without(data: Path, days_ago: int) -> None:
    """A rehearsal of the pitch's first phase in which none of its terms is said."""
    scenario = load("pitch-3min")
    phase, task = next(scenario.tasks())
    take = Take(
        Path("a.wav"), 20.0, (Span(0.5, 19.0),), Transcript.from_text("bonjour à vous", "fr")
    )
    answers = (score_take(scenario, phase, task, take),)
    now = datetime.now(UTC) - timedelta(days=days_ago)
    with open_store(data) as store:
        log = store.begin("rehearse", scenario, SessionChoice(), EngineInfo("e", "m"), now=now)
        log.finish(finished_record(scenario, answers, 20.0), now=now)


def test_what_was_failed_comes_once_more_at_the_end(run: Run, data: Path) -> None:
    result = run("glossaire", "--count", "2", given=f"rien\n{ML}\n{IA}\n")
    assert (result.returncode, result.stderr) == (0, "")
    before, again, after = result.stdout.partition("Encore une fois")
    assert again
    assert ("1/2" in before, "2/2" in before, "1/1" in after) == (True, True, True)
    assert after.count("1/1") == 1
    assert "Acquises\u00a0: 2 sur 2" in after
    with open_store(data) as store:
        (summary,) = store.sessions()
        record = store.load(summary.id).record
    assert summary.answered == 2
    assert record is not None
    assert [card.task.id for card in record.set_aside] == ["ia"]
    with closing(sqlite3.connect(database_file(data))) as connection:
        ratings = connection.execute("SELECT card, rating FROM reviews ORDER BY at, card")
        assert ratings.fetchall() == [
            ("glossaire/ia", 1),
            ("glossaire/machine-learning", 3),
            ("glossaire/ia", 4),
        ]


@pytest.mark.parametrize("given", ["rien\nq\n", "rien\n\nrien\n"])
def test_it_comes_no_second_time_and_not_to_who_leaves(given: str, run: Run, data: Path) -> None:
    result = run("glossaire", "--count", "2", given=given)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("Encore une fois") == (0 if "q" in given else 1)
    assert set(days(data).values()) == {1}


def test_the_last_card_can_be_rated_before_the_first_that_comes_again(run: Run, data: Path) -> None:
    result = run("glossaire", "--count", "2", given=f"rien\n{ML}\n4\n{IA}\n")
    assert result.returncode == 0, result.stderr
    after = result.stdout.partition("Encore une fois")[2]
    assert after.count("1/1") == 2
    assert after.count("Ce n’est pas votre impression") == 0
    assert days(data) == {"glossaire/ia": 1, "glossaire/machine-learning": 8}


def test_terms_missed_in_a_rehearsal_enter_the_deck_by_themselves(run: Run, data: Path) -> None:
    rehearse_without(data, days_ago=1)
    first = run("glossaire", "--count", "1", given="q\n")
    assert "Des termes manqués en séance deviennent des cartes" in first.stdout
    assert "manquées en séance\u00a0: 1" in first.stdout
    with open_store(data) as store:
        own = [row.card for row in store.deck("fr") if not row.scenario_id]
    assert "term/fr/processus métier" in own
    again = run("glossaire", "--count", "1", given="q\n")
    assert "deviennent des cartes" not in again.stdout
    assert "manquées en séance\u00a0: 1" in again.stdout


def test_an_answered_term_rests_until_it_is_missed_again(run: Run, data: Path) -> None:
    rehearse_without(data, days_ago=2)
    everything = run("glossaire", "--count", "20", given="je ne sais pas\n" * 20)
    assert everything.returncode == 0, everything.stderr
    assert "manquées en séance" not in run("glossaire", "--count", "20", given="q\n").stdout
    rehearse_without(data, days_ago=0)
    assert "manquées en séance" in run("glossaire", "--count", "1", given="q\n").stdout


def test_a_spoken_drill(desk: Any, tmp_path: Path) -> None:
    screen = Screen()
    out = io.StringIO()
    screen.out = Console(file=out, width=80)
    options = SessionOptions("Bureau", mute=True, keep_audio=False)
    desk.signal = desk.signal[: 6 * SAMPLE_RATE]
    drill.run(DrillRequest("glossaire", 2, options=options), screen, desk.machine)
    shown = out.getvalue()
    # Both were failed: they come once more, and then the drill is over.
    assert desk.turns == ["ia-take1", "machine-learning-take1"] * 2
    assert shown.count("Encore une fois") == 1
    assert "L’IA regroupe les techniques" in shown  # the back of the card
    assert "Ce qui est acquis" in shown
    assert set(days(tmp_path / "data")) == {"glossaire/ia", "glossaire/machine-learning"}
    with open_store(tmp_path / "data") as store:
        sessions = [store.load(each.id) for each in store.sessions()]
    assert [(each.summary.kind, each.summary.answered) for each in sessions] == [("drill", 2)] * 2
    for stored in sessions:
        assert stored.record is not None
        assert not any(recording.on_disk for recording in stored.recordings)
