"""One's own pitch, from notes to a rehearsal, and from an ad and a CV to a draft."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from interviewer.audio.naming import match_files
from interviewer.cli import rehearse
from interviewer.cli.rehearse import RehearseRequest
from interviewer.domain import SessionChoice
from interviewer.recordings import replay
from interviewer.rehearsal import SessionOptions
from interviewer.scenario.library import load
from interviewer.ui.screen import Screen
from tests.documents import as_pdf, as_word
from tests.flow.conftest import Run
from tests.flow.recognisers import WordASecond

FIXTURES = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min"
DOCS = Path(__file__).parents[2] / "docs"


def plain(text: str) -> str:
    """``text`` with ordinary spaces for those of French typography."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def pitch_notes() -> str:
    """The three-minute pitch as somebody would note it down: texts, with their terms in bold."""
    lines = ["# Mon pitch de trois minutes", ""]
    for phase in load("pitch-3min").phases:
        text = " ".join(phase.task.model_answer.split())
        for term in phase.task.terms:
            text = text.replace(term.name, f"**{term.name}**", 1)
        lines += [f"## {phase.title} ({phase.target_s:.0f} s)", "", text, "", "### Points", ""]
        lines += [*(f"- {point.point}" for point in phase.task.points), ""]
    return "\n".join(lines)


@pytest.fixture(params=["md", "docx", "pdf"])
def notes(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pitch as Markdown, Word and PDF."""
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    file = tmp_path / f"mon-pitch.{request.param}"
    write = {"docx": as_word, "pdf": as_pdf}.get(request.param, str.encode)
    file.write_bytes(write(pitch_notes()))
    return file


def test_notes_are_timed_and_drilled(notes: Path, interviewer: Run) -> None:
    timed = interviewer("timer", notes, "--check", "--json", "-")
    assert timed.returncode == 0
    phases = json.loads(timed.stdout)["phases"]
    assert [phase["target_s"] for phase in phases] == [30, 45, 60, 15, 30]
    first, second = plain(timed.stderr).splitlines()[:2]
    assert first.startswith(f"{notes.name} : Se présenter (30 s), Raconter un projet (45 s)")
    assert second.startswith("Relevé : ")
    drilled = interviewer("drill", notes, "--typed", "--count", "1", given="Bonjour à tous.\n")
    assert drilled.returncode == 0
    assert "Bonjour" in drilled.stdout


def test_notes_are_rehearsed(desk: Any, tmp_path: Path) -> None:
    notes = tmp_path / "mon-pitch.md"
    notes.write_text(pitch_notes(), "utf-8")
    screen = Screen()
    screen.out = Console(file=io.StringIO(), width=80)
    options = SessionOptions("Bureau", mute=True, json=str(tmp_path / "card.json"))
    choice = SessionChoice(phase="se-presenter")
    rehearse.run(RehearseRequest(str(notes), choice, options), screen, desk.machine)
    (answer,) = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))["answers"]
    assert (answer["phase"], answer["timing"]["target_s"]) == ("se-presenter", 30.0)
    found = {term["term"]: term["status"] for term in answer["coverage"]["terms"]}
    assert found["données"] == found["valeur"] == "hit"


def test_a_draft_is_written_once_and_valid(
    interviewer: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.md").write_text("## Intro (30 s)\nJe suis **Ana**.\n\n## Fin\nMerci.\n", "utf-8")
    made = interviewer("scenarios", "new", "entretien", "--from", "notes.md")
    assert made.returncode == 0, made.stderr
    assert plain(made.stdout).splitlines()[0] == "Écrit : entretien.toml"
    assert "À préciser : « Fin »" in Path("entretien.toml").read_text("utf-8").replace(
        "\u00a0", " "
    )
    assert interviewer("validate", "entretien.toml").returncode == 0
    again = interviewer("scenarios", "new", "entretien", "--from", "notes.md")
    assert again.returncode == 2
    assert again.stderr.startswith("entretien.toml is there already.")
    nothing = interviewer("scenarios", "new", "rien")
    assert nothing.returncode == 2
    assert nothing.stderr.startswith("Nothing was given to make the scenario of.")


def test_an_ad_and_a_cv_give_ten_questions(
    interviewer: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ad = (
        "# Data engineer\n\nYou will build pipelines in Python and Airflow, and own data quality.\n"
        "Requirements: Terraform; Airflow and streaming are a plus. You set up monitoring and Terraform.\n"
    )
    Path("ad.pdf").write_bytes(as_pdf(ad))
    Path("cv.docx").write_bytes(
        as_word("Robin Hale. Software developer. Python, pipelines, SQL.\n")
    )
    made = interviewer("scenarios", "new", "job", "--ad", "ad.pdf", "--cv", "cv.docx")
    assert made.returncode == 0, made.stderr
    scenario = load("job.toml")
    (phase,) = scenario.phases
    asked = [question.ask for question in phase.questions]
    assert (scenario.language, len(asked)) == ("en", 10)
    assert "Give me a real example of “Python”." in asked
    assert any(ask.startswith("The ad names “data quality”, and your CV does not") for ask in asked)


@pytest.mark.parametrize("page", ["fr/son-propre-entretien.md", "en/own-interview.md"])
def test_the_page_about_it_tells_the_truth(
    page: str, interviewer: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its notes are valid without a fix, and its commands do what it says."""
    text = (DOCS / page).read_text(encoding="utf-8")
    notes, _, draft, *_ = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    command, _ = draft.splitlines()
    _, *arguments = command.split()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    own = Path(arguments[arguments.index("--from") + 1])
    own.write_text(notes, encoding="utf-8")
    valid = interviewer("validate", own)
    assert (valid.returncode, len(valid.stdout.splitlines())) == (0, 3), valid.stdout
    assert interviewer("timer", own, "--check").returncode == 0
    assert interviewer("drill", own, "--typed", "--count", "1", given="Oui.\n").returncode == 0
    ad = "We hire a nurse for palliative care.\n"
    Path(arguments[arguments.index("--ad") + 1]).write_bytes(as_pdf(ad))
    Path(arguments[arguments.index("--cv") + 1]).write_bytes(as_word("Nurse in surgery.\n"))
    assert interviewer(*arguments).returncode == 0
    assert interviewer("validate", f"{arguments[2]}.toml").returncode == 0


def test_validate_tells_what_notes_leave_open(interviewer: Run, tmp_path: Path) -> None:
    file = tmp_path / "pitch.md"
    file.write_text("## Intro (30 s)\nJe suis là.\n\n## Fin\nMerci à vous.\n", "utf-8")
    told = interviewer("validate", file)
    assert told.returncode == 0
    lines = told.stdout.splitlines()
    assert lines[0].endswith("valid (pitch, 40 s)")
    assert lines[-1].startswith(
        "pitch.md, line 4: “Fin” says no duration: 10 s was counted from its 3"
    )


def test_validate_tells_every_fault_of_a_scenario(interviewer: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text('id = "é a"\ntitle = T\nlanguage = "fr"\n[[phase]]\n', "utf-8")
    told = interviewer("validate", file)
    assert told.returncode == 2
    assert len(told.stderr.splitlines()) == 6
    assert 'line 2: "T" stands without its double quotes; write title = "T".' in told.stderr


def test_a_near_term_of_the_glossary_is_a_note(interviewer: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text(
        'id = "a"\ntitle = "T"\nlanguage = "fr"\n[[phase]]\nid = "b"\ntitle = "B"\nkind = "pitch"\n'
        'target = "30s"\nprompt = "p"\nterms = ["fine-tunning", "bienveillance"]\n',
        "utf-8",
    )
    told = interviewer("validate", file)
    assert told.returncode == 0
    _, note = told.stdout.splitlines()
    assert '"fine-tunning" is taken as it stands; if you mean the glossary\'s "fine-tuning"' in note


def test_notes_are_replayed(notes: Path) -> None:
    """Recordings answer the headings of notes in Markdown, Word and PDF alike."""
    write = {".docx": as_word, ".pdf": as_pdf}.get(notes.suffix, str.encode)
    headed = pitch_notes().replace("## Se présenter (30 s)", "## Intro : 0:30")
    headed = headed.replace("## Une question de terrain (15 s)", "## Questions — 15 s")
    notes.write_bytes(write(headed))
    scenario = load(notes)
    assert [task.id for _, task in scenario.tasks()][3] == "questions"
    (intro,) = match_files(scenario, [FIXTURES / "intro.flac"])
    found = replay(scenario, [intro], WordASecond("données"), lambda *_: None)
    (answer,) = found.scorecard.answers
    assert (answer.phase_id, answer.timing.target_s) == ("intro", 30.0)
    assert answer.timing.spoken_s == pytest.approx(28.5, abs=2)
    statuses = {hit.term.name: hit.status for hit in answer.coverage.terms}
    assert statuses["données"] == "hit"
    assert statuses["valeur"] == "missed"


def test_recordings_are_named_after_the_headings_of_notes(tmp_path: Path) -> None:
    file = tmp_path / "mon-pitch.md"
    file.write_text(pitch_notes(), "utf-8")
    scenario = load(file)
    named = [tmp_path / "Se présenter.wav", tmp_path / "02-raconter-un-projet.wav"]
    found = [answer.task.id for answer in match_files(scenario, named)]
    assert found == ["se-presenter", "raconter-un-projet"]
