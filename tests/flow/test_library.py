"""The package as other programs use it: real files and detector, a recogniser that is told."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer import api
from interviewer.domain import Word
from interviewer.errors import AudioError, UsageError
from tests.flow.recognisers import Parrot, Translator

ROOT = Path(__file__).parents[2]
PITCH = ROOT / "audio_fixtures" / "pitch-3min"
SAID = "je pars de données brutes vers la valeur sur le terrain"


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, encoding="utf-8", cwd=ROOT
    )


def test_a_take_is_scored_as_the_replay_scores_it() -> None:
    scenario = api.load_scenario("pitch-3min")
    take = api.transcribe(scenario, PITCH / "intro.flac", Parrot(SAID))
    card = api.score(scenario, "intro", take)
    (replayed,) = api.replay(scenario, PITCH / "intro.flac", Parrot(SAID)).scorecard.answers
    assert card == replayed
    assert card.timing.spoken_s == pytest.approx(29.7, abs=0.5)
    assert SAID in take.transcript.text


def test_what_is_translated_is_not_scored(tmp_path: Path) -> None:
    scenario = api.load_scenario("pitch-3min")
    (card,) = api.replay(scenario, PITCH / "intro.flac", Translator(SAID)).scorecard.answers
    assert (card.other_language, card.score, card.coverage.score) == ("en", None, None)
    assert card.timing.verdict == "on_time"
    assert "semble être en anglais" in card.advice[-1]
    take = api.transcribe(scenario, PITCH / "intro.flac", Translator(SAID))
    assert {type(word) for word in take.transcript.words} == {Word}
    assert [each.likeliest for each in take.transcript.heard] == ["en"] * len(take.transcript.heard)


def test_a_folder_is_replayed_and_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    scenario = api.load_scenario("pitch-3min")
    result = api.replay(scenario, [str(PITCH)], Parrot(SAID))
    assert [card.task.id for card in result.scorecard.answers] == [
        task.id for _, task in scenario.tasks()
    ]
    assert not (tmp_path / "data").exists()


def test_any_name_will_do_where_the_phase_is_said() -> None:
    scenario = api.load_scenario("pitch-3min")
    files = (ROOT / "audio_fixtures" / "answers" / "fr-short.flac",)
    result = api.replay(scenario, files, Parrot(SAID), task_id="closing")
    assert [card.task.id for card in result.scorecard.answers] == ["closing"]


def test_what_cannot_be_scored_is_an_error_that_names_it(tmp_path: Path) -> None:
    scenario = api.load_scenario("pitch-3min")
    (tmp_path / "intro.wav").write_bytes(b"not audio at all" * 100)
    for call in (api.transcribe, api.replay):
        with pytest.raises(AudioError, match=r"intro\.wav"):
            call(scenario, tmp_path / "intro.wav", Parrot(SAID))
    with pytest.raises(UsageError, match="no audio file"):
        api.replay(scenario, (PITCH.parents[1] / "docs").resolve(), Parrot(SAID))


def test_the_example_scores_a_typed_answer() -> None:
    text = "Bonjour, je pars de données brutes."
    result = python("examples/score_text.py", "pitch-3min", "intro", text)
    assert (result.returncode, result.stderr) == (0, "")
    score, *terms = result.stdout.splitlines()
    assert re.fullmatch(r"\d+/100", score)
    assert "hit      données" in terms
    assert "missed   processus métier" in terms


def test_the_example_says_in_one_line_what_is_wrong() -> None:
    result = python("examples/score_text.py", "pitch-3min", "q7", "Bonjour.")
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert "It has: intro, anecdote" in line


def test_the_first_example_of_the_page_runs() -> None:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    first, _ = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    result = python("-c", first)
    assert (result.returncode, result.stderr) == (0, "")
    assert re.fullmatch(r"\d+ \['données'\]\n", result.stdout)
