"""Every command that the pages for people show, typed one after the other as they stand there.

What needs a microphone or a loudspeaker is asked for in earnest and held dry: scenario, choice and
options are judged, nothing is recorded or played.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interviewer.audio.devices import Device
from interviewer.cli import batch, devices, doctor, drill, rehearse, replay, resume, timer, web
from interviewer.cli.rehearse import RehearseRequest
from interviewer.domain import Replay, Scenario, SessionChoice, Span, Take, Transcript
from interviewer.history.record import keep_answers
from interviewer.history.store import open_store
from interviewer.recordings import Recorded
from interviewer.rehearsal import SessionOptions
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_session, score_take
from interviewer.session.plan import make_plan
from tests.flow.recognisers import SCRIPTED

ROOT = Path(__file__).parents[2]
OWN = {"own-interview.md", "son-propre-entretien.md"}
"""Typed in test_own_interview.py, with the notes that they show."""
PAGES = (
    *(ROOT / name for name in ("README.md", "README.fr.md")),
    *(
        page
        for language in ("en", "fr")
        for page in sorted((ROOT / "docs" / language).glob("*.md"))
        if page.name not in OWN
    ),
)
DEVICE = Device(0, "Casque", "ALSA", 1, 2, 48_000, default_input=True, default_output=True)
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)

Run = Callable[..., subprocess.CompletedProcess[str]]


def scored(scenario: Scenario) -> Replay:
    """A take of each phase in which little of what is asked for is said."""
    take = Take(Path("a.wav"), 20.0, (Span(0.5, 19.0),), Transcript.from_text("bonjour", "fr"))
    cards = tuple(score_take(scenario, phase, task, take) for phase, task in scenario.tasks())
    return Replay(score_session(scenario, SCRIPTED, cards), ())


def kept(data: Path) -> None:
    """Two rehearsals of the pitch, one of them begun at the moment that the pages name."""
    scenario = load("pitch-3min")
    cards = scored(scenario).scorecard.answers
    with open_store(data) as store:
        for minutes in (0, 90):
            now = datetime(2026, 11, 22, 5, 12, tzinfo=UTC) + timedelta(minutes=minutes)
            log = store.begin("replay", scenario, SessionChoice(), SCRIPTED, now=now)
            keep_answers(log, scenario, cards, set_aside=(), choice=SessionChoice(), now=now)
        english = replace(scenario, id="pitch-3min-en")
        log = store.begin("replay", english, SessionChoice(), SCRIPTED, now=now)
        keep_answers(log, english, cards, set_aside=(), choice=SessionChoice(), now=now)


def judged(request: RehearseRequest, screen: object) -> None:
    """A rehearsal up to its first question."""
    make_plan(load(request.scenario), **asdict(request.choice))


@pytest.fixture
def desk_of_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder as the pages suppose it, and nothing that records, plays or recognises."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(tmp_path / "settings.toml"))
    for module in (batch, doctor, resume, timer, web):
        monkeypatch.setattr(module, "run", lambda *_: True)
    monkeypatch.setattr(rehearse, "run", judged)
    monkeypatch.setattr(rehearse, "session_options", lambda *_, **__: SessionOptions())
    monkeypatch.setattr(drill, "_speak", lambda *_: None)
    monkeypatch.setattr(devices, "list_devices", lambda *_: [DEVICE])
    monkeypatch.setattr(devices, "speak_beforehand", lambda scenario, screen: scenario.id)
    monkeypatch.setattr(replay, "_open_transcriber", lambda *_: None)
    monkeypatch.setattr(
        replay,
        "find_recorded",
        lambda scenario, paths, phase: Recorded(
            tuple(map(Path, paths)), lambda *_: scored(scenario)
        ),
    )
    kept(tmp_path / "data")
    for name in ("comments", "commentaires"):
        said = {
            "schema": "interviewer.comments/1",
            "session": "20261122-051200-pitch-3min",
            "coach": "",
            "comments": [{"answer": "intro", "at_s": 2.0, "text": "Oui."}],
            "marks": [{"criterion": "temps", "mark": 2}],
        }
        file = tmp_path / f"{name}-{said['session']}.json"
        file.write_text(json.dumps(said), encoding="utf-8")
    return tmp_path


def toml_blocks(page: Path) -> list[tuple[str, str]]:
    """Each TOML that a page shows, with the id that it gives a scenario; empty: it is settings.

    What begins with a phase is more of the scenario shown before.
    """
    blocks: list[str] = []
    for language, block in _FENCED.findall(page.read_text("utf-8")):
        if language == "toml" and block.startswith("[[phase]]"):
            blocks[-1] += f"\n{block}"
        elif language == "toml":
            blocks.append(block)
    ids = [re.search(r'^id = "(.*)"', block, re.MULTILINE) for block in blocks]
    return [("" if own is None else own[1], block) for own, block in zip(ids, blocks, strict=True)]


def typed(line: str) -> list[str]:
    """The words after ``interviewer``, remarks off; what asks to delete is told not to ask."""
    words = re.findall(r'"[^"]*"|\S+', re.split(r"\s{3,}", line)[0])[1:]
    words = [word.strip('"') for word in words]
    return [*words, "--yes"] if words[1:2] in (["delete"], ["purge"], ["remove"]) else words


def wanted(words: list[str]) -> bool:
    """Whether it is one to run here: a template with capitals is not, nor what lists the sound stack."""
    return not any(word.isupper() for word in words) and (
        words[:1] != ["voices"] or "--render" in words
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: "/".join(page.parts[-2:]))
def test_every_command_shown_does_what_it_is_shown_for(
    page: Path, desk_of_pages: Path, interviewer: Run
) -> None:
    blocks = _FENCED.findall(page.read_text(encoding="utf-8"))
    for shown in (ROOT / "docs" / "en" / "scenario.md", ROOT / "docs" / "fr" / "scenario.md"):
        ((name, own),) = toml_blocks(shown)
        (desk_of_pages / f"{name}.toml").write_text(own, encoding="utf-8")
    for name, block in toml_blocks(page):
        if not name:
            (desk_of_pages / "settings.toml").write_text(block, encoding="utf-8")
    lines = [
        line
        for language, block in blocks
        for line in block.splitlines()
        if not language and line.split()[:1] == ["interviewer"]
    ]
    for line in lines:
        words = typed(line)
        if wanted(words):
            result = interviewer(*words, given="une réponse\nq\n")
            assert (line, result.returncode, result.stderr) == (line, 0, result.stderr), result
