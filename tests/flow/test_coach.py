"""A session to a coach and back, as a person types it; what the page saves is written here by hand.

The page itself is in ``tests/browser/test_coach.py``.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

from interviewer.cli import batch, report
from interviewer.domain import AnswerCard, SessionChoice, Span, Take, Transcript
from interviewer.errors import UsageError
from interviewer.history.record import keep_answers
from interviewer.history.store import open_store
from interviewer.report.coach_export import read_export
from interviewer.report.view import Sound
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take
from tests.flow.recognisers import SCRIPTED

Run = Callable[..., subprocess.CompletedProcess[str]]
Save = Callable[..., Path]

SESSION = "20261122-051200-pitch-3min"
OTHER = "20261122-064200-pitch-3min"
HOSTILE = "=HYPERLINK(1) <script>x</script> *gras* \x1b[2J\u202e | {{ 7*7 }}"


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two sessions of the pitch, whose recordings lie in a folder of the person's own."""
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(report, "_embedded", lambda _: Sound("here", "data:audio/mpeg;base64,"))
    scenario = load("pitch-3min")
    with open_store(tmp_path / "data") as store:
        for hour, minute, said in ((5, 12, "la première fois"), (6, 42, "la deuxième fois")):
            now = datetime(2026, 11, 22, hour, minute, tzinfo=UTC)
            log = store.begin("replay", scenario, SessionChoice(), SCRIPTED, now=now)
            keep_answers(log, scenario, cards(said), set_aside=(), choice=SessionChoice(), now=now)


@cache
def cards(said: str) -> tuple[AnswerCard, ...]:
    scenario = load("pitch-3min")
    transcript = Transcript.from_text(f"Bonjour, {said}, je pars des données.", "fr")
    take = Take(Path("/home/camille/prises/a.wav"), 20.0, (Span(0.5, 19.0),), transcript)
    return tuple(score_take(scenario, phase, task, take) for phase, task in scenario.tasks())


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def write(coach: str = "Mme Durand", session: str = SESSION, **more: object) -> Path:
        said = {
            "schema": "interviewer.comments/1",
            "session": session,
            "coach": coach,
            "comments": [
                {"answer": "intro", "at_s": 7.4, "text": "Ici, donnez un exemple."},
                {"answer": "intro", "at_s": None, "text": "Bonne entrée."},
            ],
            "marks": [{"criterion": "temps", "mark": 4}, {"criterion": "accroche", "mark": 3}],
            **more,
        }
        file = tmp_path / "retour.json"
        file.write_text(json.dumps(said), encoding="utf-8")
        return file

    return write


def done(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_a_page_for_a_coach_holds_one_session_alone(
    sessions: None, interviewer: Run, save: Save, tmp_path: Path
) -> None:
    done(interviewer("comments", "import", save()))
    told = done(interviewer("export", SESSION[:13], "--for-coach"))
    assert "comments import" in flat(told)
    page = (tmp_path / f"{SESSION}.html").read_text(encoding="utf-8")
    assert "data-open" in page
    assert "Chaque partie tombe juste" in page
    # Not the other session, nor what another coach said, nor where the person keeps their files.
    for held_back in ("la deuxième fois", OTHER, "Ici, donnez un exemple.", "camille", "said last"):
        assert held_back not in page
    assert "interviewer said" not in page
    session, scorecard = read_export(tmp_path / f"{SESSION}.html")
    assert session == SESSION
    assert [each["audio"] for each in scorecard["answers"]] == ["a.wav"] * 5  # type: ignore[attr-defined]
    assert (scorecard["usual"], scorecard["coaching"]) == (None, [])
    whole = json.loads(done(interviewer("report", SESSION, "--json", "-")))
    assert scorecard["total"] == whole["total"]


def test_what_comes_back_stands_in_report_history_and_progress(
    sessions: None, interviewer: Run, save: Save, tmp_path: Path
) -> None:
    told = done(interviewer("comments", "import", save()))
    assert "Repris de Mme Durand – commentaires\xa0: 2, notes\xa0: 2." in told
    for command in (("report", SESSION), ("history", "show", SESSION)):
        shown = flat(done(interviewer(*command)))
        assert "Bonne entrée. (Mme Durand)" in shown
        assert "0:07 Ici, donnez un exemple. (Mme Durand)" in shown
        assert "Notes de Mme Durand 3 / 4 L’entrée en matière" in shown
        assert "4 / 4 La tenue du temps – Chaque partie tombe juste, sans hâte" in shown
        # Twenty seconds of ninety, of fifteen and so on: the measure says something else.
        assert "le coach et la mesure s’écartent" in shown
    done(interviewer("report", SESSION, "--html", "r.html", "--markdown", "r.md"))
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert '<button type="button" class="at" data-at="7.40">' in page
    assert "Notes de Mme Durand" in page
    assert "0:07 Ici, donnez un exemple." in (tmp_path / "r.md").read_text(encoding="utf-8")
    done(interviewer("report", OTHER, "--html", "other.html"))
    assert "Durand" not in (tmp_path / "other.html").read_text(encoding="utf-8")


def test_marks_are_followed_from_session_to_session(
    sessions: None, interviewer: Run, save: Save, tmp_path: Path
) -> None:
    assert "Notes du coach" not in done(interviewer("progress", "pitch-3min"))
    done(interviewer("comments", "import", save(marks=[{"criterion": "temps", "mark": 2}])))
    done(interviewer("comments", "import", save(session=OTHER)))
    other = [{"criterion": "temps", "mark": 1}]
    done(interviewer("comments", "import", save("M. Petit", OTHER, marks=other)))
    shown = flat(done(interviewer("progress", "pitch-3min", "--html", "p.html")))
    assert re.search(r"La tenue du temps 2 / 4 2,5 / 4 \+0,5", shown)
    assert re.search(r"L’entrée en matière 3 / 4 3 / 4", shown)
    page = flat((tmp_path / "p.html").read_text(encoding="utf-8"))
    assert "Notes du coach" in page
    assert "2,5 / 4" in page


def test_a_class_is_put_together_from_what_was_sent_and_what_came_back(
    sessions: None,
    interviewer: Run,
    save: Save,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fetched(*_: object) -> NoReturn:
        raise AssertionError("nothing is listened to")

    monkeypatch.setattr(batch, "_recogniser", fetched)
    folder = tmp_path / "class"
    folder.mkdir()
    done(interviewer("comments", "import", save()))
    ada = ("export", SESSION, "--for-coach", "--with-comments", "--html", "class/ada.html")
    assert "Ici, donnez un exemple." not in done(interviewer(*ada))
    assert "Ici, donnez un exemple." in (folder / "ada.html").read_text(encoding="utf-8")
    done(interviewer("export", OTHER, "--for-coach", "--html", "class/ben.html"))
    save(session=OTHER, marks=[{"criterion": "temps", "mark": 1}]).rename(folder / "retour.json")
    (folder / "alt.json").write_text('{"schema": "interviewer.comments/9", "session": "x"}')
    save(session="20260101-000000-pitch-3min").rename(folder / "perdu.json")
    told = done(interviewer("batch", "pitch-3min", "class", "--html", "c.html", "--csv", "c.csv"))
    assert ("alt.json" in told, "perdu.json" in told, "2 sur 2" in told) == (True, True, True)
    assert "retour.json" not in told
    rows = list(
        csv.DictReader(io.StringIO((tmp_path / "c.csv").read_text("utf-8-sig"), newline=""))
    )
    assert [(row["candidate"], row["mark_accroche"], row["mark_temps"]) for row in rows] == [
        ("ada", "3.0", "4.0"),
        ("ben", "", "1.0"),
    ]
    # Twenty seconds of ninety: the coach finds the time well kept, the measure does not.
    assert [row["marks_parted"] for row in rows] == ["temps", ""]
    page = flat((tmp_path / "c.html").read_text(encoding="utf-8"))
    assert ("2,5 / 4" in page, "≠" in page) == (True, True)
    refused = interviewer("export", "all.zip", "--with-comments")
    assert (refused.returncode, "--for-coach only" in refused.stderr) == (2, True)


def test_twice_is_once_and_the_next_file_takes_its_place(
    sessions: None, interviewer: Run, save: Save
) -> None:
    done(interviewer("comments", "import", save()))
    before = done(interviewer("report", SESSION, "--json", "-"))
    assert "rien n’a changé" in done(interviewer("comments", "import", save()))
    assert done(interviewer("report", SESSION, "--json", "-")) == before
    assert "à la place" in done(interviewer("comments", "import", save(comments=[])))
    (coaching,) = json.loads(done(interviewer("report", SESSION, "--json", "-")))["coaching"]
    assert coaching["comments"] == []


def test_it_is_taken_out_when_asked_and_not_before(
    sessions: None, interviewer: Run, save: Save
) -> None:
    done(interviewer("comments", "import", save()))
    done(interviewer("comments", "import", save("M. Petit")))
    refused = interviewer("comments", "remove", SESSION)
    assert refused.returncode == 2
    nobody = interviewer("comments", "remove", SESSION, "--coach", "X", "--yes")
    assert (nobody.returncode, "M. Petit, Mme Durand" in flat(nobody.stderr)) == (2, True)
    done(interviewer("comments", "remove", SESSION, "--coach", "M. Petit", "--yes"))
    shown = done(interviewer("report", SESSION))
    assert ("M. Petit" in shown, "Mme Durand" in shown) == (False, True)
    done(interviewer("comments", "remove", SESSION, "--yes"))
    assert "Durand" not in done(interviewer("report", SESSION))


def test_no_text_of_a_coach_is_obeyed(
    sessions: None, interviewer: Run, save: Save, tmp_path: Path
) -> None:
    comments = [{"answer": "intro", "at_s": None, "text": HOSTILE}]
    done(interviewer("comments", "import", save(HOSTILE, comments=comments)))
    files = ("--html", "r.html", "--markdown", "r.md", "--csv", "r.csv")
    console = done(interviewer("report", SESSION, *files)) + done(interviewer("report", SESSION))
    written = {name: (tmp_path / name).read_text(encoding="utf-8") for name in files[1::2]}
    for text in (console, *written.values()):
        assert not {"\x1b", "\u202e"} & set(text)
    assert "<script>x" not in written["r.html"]
    assert "&lt;script&gt;x" in written["r.html"]
    assert "{{ 7*7 }}" in written["r.html"]
    assert "\\<script\\>x\\</script\\> \\*gras\\*" in written["r.md"]
    (first, *_) = csv.DictReader(io.StringIO(written["r.csv"].lstrip("\ufeff"), newline=""))
    assert first["comments"].startswith("'=HYPERLINK")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"session": "20260101-000000-pitch-3min"}, "no session 20260101-000000-pitch-3min"),
        ({"session": "last"}, "no session last"),
        ({"schema": "interviewer.scorecard/1"}, "is no file of comments"),
        ({"marks": [{"criterion": "temps", "mark": 5}]}, "5 is no mark of temps"),
        (
            {"comments": [{"answer": "\x1b[2Jq\u202e", "at_s": 1.0, "text": "x"}]},
            "the session has no answer [2Jq",
        ),
    ],
)
def test_what_does_not_hold_is_one_line_and_nothing_is_taken_in(
    sessions: None, interviewer: Run, save: Save, more: dict[str, object], said: str
) -> None:
    result = interviewer("comments", "import", save(**more))
    assert result.returncode == 2
    assert said in flat(result.stderr)
    assert "\x1b" not in result.stderr
    assert json.loads(done(interviewer("report", SESSION, "--json", "-")))["coaching"] == []


def test_a_page_goes_with_a_session_and_an_archive_without(
    sessions: None, interviewer: Run, tmp_path: Path
) -> None:
    result = interviewer("export", "all.zip", "--html", "x.html")
    assert (result.returncode, "--for-coach only" in result.stderr) == (2, True)
    done(interviewer("export", "all.zip"))
    assert (tmp_path / "all.zip").is_file()
    assert interviewer("export", "all.zip", "--for-coach").returncode == 2


def test_a_session_that_was_cut_off_is_finished_first(
    sessions: None, interviewer: Run, tmp_path: Path
) -> None:
    scenario = replace(load("pitch-3min"), id="cut")
    with open_store(tmp_path / "data") as store:
        now = datetime(2026, 11, 23, tzinfo=UTC)
        store.begin("replay", scenario, SessionChoice(), SCRIPTED, now=now)
    result = interviewer("export", "20261123", "--for-coach")
    assert (result.returncode, "interviewer resume" in flat(result.stderr)) == (2, True)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<html></html>",
        b'<script type="application/json" id="export">{</script>',
        b'<script type="application/json" id="export">{"schema": "interviewer.coach-export/2"}</script>',
        b'<script type="application/json" id="export">' + b"[" * 100_000 + b"</script>",
    ],
)
def test_a_page_that_was_not_made_for_a_coach_is_one_line(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(text)
    with pytest.raises(UsageError, match="is no session made for a coach"):
        read_export(file)
