"""Sessions made for a coach beside the recordings of a class."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviewer.batch.candidates import find_candidates
from interviewer.batch.preparation import Preparation
from interviewer.batch.work import Outcome, Work
from interviewer.domain import Span, Take, Transcript
from interviewer.report.coach_export import render_for_coach
from interviewer.report.session import Session
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_session, score_take
from interviewer.ui.page import words_in
from tests.flow.recognisers import SCRIPTED

PITCH = load("pitch-3min")


@pytest.fixture(scope="module")
def exported() -> str:
    phase, task = next(PITCH.tasks())
    transcript = Transcript.from_text("je pars de données brutes", "fr")
    take = Take(Path("/home/dupont/intro-take1.wav"), 20.0, (Span(0.5, 19.0),), transcript)
    card = score_session(PITCH, SCRIPTED, [score_take(PITCH, phase, task, take)])
    return render_for_coach(Session(card, id="2026"), words_in("fr"))


def prepared(folder: Path, *, anonymous: bool = False) -> list[Work | Outcome]:
    candidates = find_candidates(folder, PITCH, load)
    return [each for _, each in Preparation("x", anonymous).works(candidates)]


def test_an_export_is_a_candidate_who_is_scored_already(tmp_path: Path, exported: str) -> None:
    (tmp_path / "Dupont.html").write_text(exported, encoding="utf-8")
    (tmp_path / "class.html").write_text("<p>another page</p>")
    (tmp_path / "zoe").mkdir()
    (tmp_path / "zoe" / "intro.wav").write_bytes(b"x")
    first, second = prepared(tmp_path)
    assert isinstance(first, Outcome)
    assert isinstance(second, Work)
    entry = json.loads(first.line)
    assert (first.error, entry["batch"]["candidate"]) == ("", "Dupont")
    assert entry["answers"][0]["audio"] == "intro-take1.wav"
    hidden = prepared(tmp_path, anonymous=True)[0]
    assert isinstance(hidden, Outcome)
    assert "Dupont" not in hidden.line


def changed(scorecard: dict[str, Any], kind: str) -> None:
    """Takes away, or puts in the place of figures and names what is none."""
    if kind == "lacking":
        del scorecard["total"]
    elif kind == "no figure":
        scorecard["total"]["score"] = "<b>90</b>"
        scorecard["total"]["spoken_s"] = [1]
    elif kind == "endless":
        scorecard["total"]["score"] = 1e999
    elif kind == "negative":
        scorecard["total"]["score"] = -5
    else:
        scorecard["answers"][0]["coverage"]["terms"][0]["term"] = {"a": 1}
        scorecard["answers"][0]["coverage"]["terms"][0]["required"] = True


@pytest.mark.parametrize("kind", ["lacking", "no figure", "endless", "negative", "no name"])
def test_what_was_changed_by_hand_is_refused_by_name(
    tmp_path: Path, exported: str, kind: str
) -> None:
    begin = exported.index('id="export">') + len('id="export">')
    end = exported.index("</script>", begin)
    held = json.loads(exported[begin:end])
    changed(held["scorecard"], kind)
    text = exported[:begin] + json.dumps(held) + exported[end:]
    (tmp_path / "Dupont.html").write_text(text, encoding="utf-8")
    (only,) = prepared(tmp_path)
    assert isinstance(only, Outcome)
    assert "Dupont.html" in only.error
    (hidden,) = prepared(tmp_path, anonymous=True)
    assert isinstance(hidden, Outcome)
    assert "Dupont" not in hidden.line + hidden.error
