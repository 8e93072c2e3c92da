"""A language model beside the scorer: it is named, never counted, and never missed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import soundfile

from interviewer.cli import main, replay
from tests.chat_service import ChatService, body, saying, serving
from tests.flow.recognisers import Parrot

INTRO = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min" / "intro.flac"
SAID = "je rends service avec ce que la machine apprend"
Run = Callable[..., str]


@pytest.fixture
def intro(tmp_path: Path) -> Path:
    samples, rate = soundfile.read(INTRO, frames=8 * 16_000)
    soundfile.write(tmp_path / "intro.wav", samples, rate)
    return tmp_path / "intro.wav"


@pytest.fixture
def settle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(file))

    def write(text: str) -> None:
        file.write_text(text)

    return write


@pytest.fixture
def run(
    intro: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Replays the introduction; what is printed on both outputs."""
    monkeypatch.setattr(replay, "_open_transcriber", lambda *_: Parrot(SAID))

    def replayed(*options: str) -> str:
        arguments = ["interviewer", "--lang", "fr", "replay", "pitch-3min", str(intro), *options]
        monkeypatch.setattr("sys.argv", [*arguments, "--no-history"])
        with pytest.raises(SystemExit):
            main()
        out, err = capsys.readouterr()
        return out + err

    return replayed


@pytest.fixture
def service() -> Iterator[ChatService]:
    """A model that takes what was said for every idea."""
    claims = [{"idea": number, "quote": SAID} for number in range(1, 20)]
    with serving(saying(json.dumps(claims))) as service:
        yield service


def card(text: str) -> Any:
    return json.loads(text[text.index("{") : text.rindex("}") + 1])


def test_what_it_finds_is_marked_and_counts_for_nothing(
    run: Run, settle: Callable[[str], None], service: ChatService
) -> None:
    without = card(run("--json", "-"))["answers"][0]
    settle(f'[llm]\nurl = "{service.url}"\nmodel = "petit"\n')
    text = run("--json", "-")
    assert "petit" in text[: text.index("{")] + text[text.rindex("}") :]
    answer = card(text)["answers"][0]
    supposed = [point for point in answer["coverage"]["points"] if point["supposed_by"]]
    assert supposed
    assert {point["supposed_by"] for point in supposed} == {"petit"}
    assert {point["status"] for point in supposed} == {"missed"}
    assert all(point["quote"].startswith("je rends service") for point in supposed)
    assert (answer["score"], answer["advice"]) == (without["score"], without["advice"])
    assert SAID in service.asked[0][1]["messages"][1]["content"]


def test_without_a_setting_nothing_is_asked(run: Run, service: ChatService) -> None:
    run()
    assert service.asked == []


@pytest.mark.parametrize("broken", ["rubbish", "nobody"])
def test_a_broken_one_is_told_in_a_line_and_the_scores_stand(
    run: Run, settle: Callable[[str], None], broken: str
) -> None:
    with serving(lambda handler: body(handler, b"<html>")) as service:
        settle(f'[llm]\nurl = "{service.url}"\nmodel = "petit"\n')
        if broken == "rubbish":
            text = run("--json", "-")
    if broken == "nobody":
        text = run("--json", "-")
    assert "On continue sans lui" in text
    assert "Traceback" not in text
    assert card(text)["answers"][0]["score"] is not None


def test_another_machine_is_refused_unless_it_is_meant(
    run: Run, settle: Callable[[str], None]
) -> None:
    settle('[llm]\nurl = "http://models.example.org/v1"\nmodel = "petit"\n')
    text = run()
    assert "models.example.org est une autre machine" in text
    assert "allow_remote = true" in text
