"""A language model beside the scorer: it is named, never counted, and never missed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import soundfile
from rich.console import Console

from interviewer.cli import main, rehearse, replay
from interviewer.cli.rehearse import RehearseRequest
from interviewer.domain import SessionChoice
from interviewer.history.store import open_store
from interviewer.llm.server import ChatServer, LlmSettings, Model
from interviewer.rehearsal import SessionOptions
from interviewer.ui.screen import Screen
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


FOLLOW_UP = "Que voulez-vous dire par données brutes ?"


def interviewing(handler: Any) -> None:
    """Asks a follow-up where it is told to, else takes what was said for every idea."""
    task, material = (each["content"] for each in handler.server.asked[-1][1]["messages"])
    quote = " ".join(material.split()[:8])
    claims = [{"idea": number, "quote": quote} for number in range(1, 20)]
    saying(FOLLOW_UP if "relance" in task else json.dumps(claims))(handler)


@dataclass
class Rehearsed:
    """What is left of a rehearsed introduction."""

    answer: Any
    shown: str
    told: str
    page: str
    events: list[str]


@pytest.fixture
def rehearse_intro(
    desk: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Rehearsed]:
    """The introduction at the microphone, with a model that thinks at once."""

    def rehearsed(model: Model | None, *, html: bool = False) -> Rehearsed:
        screen, out = Screen(), io.StringIO()
        screen.out = Console(file=out, width=80)
        files = {name: tmp_path / f"{name}.out" for name in ("json", "html")}
        options = SessionOptions("Bureau", mute=True, json=str(files["json"]), model=model)
        request = RehearseRequest(
            "pitch-3min",
            SessionChoice(phase="intro"),
            options,
            html=str(files["html"]) if html else None,
        )
        rehearse.run(request, screen, replace(desk.machine, think=lambda work: work()))
        with open_store(tmp_path / "data") as store:
            kept = store.load(store.sessions(1)[0].id)
        contract = json.loads(files["json"].read_text("utf-8"))
        return Rehearsed(
            contract["answers"][0],
            plain(out.getvalue()),
            plain(capsys.readouterr().err),
            plain(files["html"].read_text("utf-8")) if html else "",
            [type(event).__name__ for event in kept.events],
        )

    return rehearsed


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_a_rehearsal_is_asked_on_and_marks_what_the_model_did(
    rehearse_intro: Callable[..., Rehearsed],
) -> None:
    with serving(interviewing) as service:
        model = ChatServer(LlmSettings(service.url, "petit"))
        model.sent_to = "models.example.org"  # As if it were there.
        there = rehearse_intro(model, html=True)
        asked = len(service.asked)
    assert there.answer["follow_up"] == {"question": FOLLOW_UP, "by": "petit"}
    assert "Suggested" in there.events
    assert f"Relance du modèle de langue petit : {FOLLOW_UP}" in there.shown
    marked = f"Relance du modèle de langue petit : « {FOLLOW_UP} »"
    assert there.shown.count(marked) >= 1  # on the card
    assert marked in there.page
    assert asked == 2  # a follow-up, and the ideas of the one answer
    supposed = [each for each in there.answer["coverage"]["points"] if each["supposed_by"]]
    assert {(each["supposed_by"], each["status"]) for each in supposed} == {("petit", "missed")}
    assert "D’après le modèle de langue petit, « Se présenter » dit aussi" in there.told
    assert "d’après le modèle de langue petit" in there.page
    remote = "partent vers le modèle de langue d’une autre machine : models.example.org"
    assert remote in there.told
    assert remote in there.page
    assert there.answer["sent_to"] == "models.example.org"


def test_a_rehearsal_goes_on_without_a_broken_one(
    rehearse_intro: Callable[..., Rehearsed],
) -> None:
    without = rehearse_intro(None)
    assert (without.answer["follow_up"], without.answer["sent_to"]) == (None, None)
    with serving(lambda handler: body(handler, b"<html>")) as service:
        broken = rehearse_intro(ChatServer(LlmSettings(service.url, "petit")))
    assert (broken.shown + broken.told).count("On continue sans lui") == 1
    assert broken.answer | {"audio": ""} == without.answer | {"audio": ""}
    assert [each for each in broken.events if each != "Suggested"] == without.events
    assert "Traceback" not in broken.told + broken.shown


def test_a_typed_drill_has_a_second_opinion(
    interviewer: Any, settle: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    with serving(interviewing) as service:
        settle(f'[llm]\nurl = "{service.url}"\nmodel = "petit"\n')
        arguments = ("drill", "entretien-ia", "--typed", "--count", "1")
        result = interviewer(
            *arguments, given="Je rends service avec ce que la machine a appris.\n"
        )
    assert result.returncode == 0
    assert "D’après le modèle de langue petit" in plain(result.stderr)
    with open_store(tmp_path / "data") as store:
        record = store.load(store.sessions(1)[0].id).record
    assert record is not None
    (card,) = record.answers
    assert any(hit.supposed_by == "petit" for hit in card.coverage.points)
    assert all(hit.status == "missed" for hit in card.coverage.points if hit.supposed_by)


AD = "Infirmière en soins palliatifs. Transmissions ciblées, écoute des familles, travail de nuit."


@pytest.fixture
def draft(interviewer: Any, tmp_path: Path) -> Callable[[str], tuple[str, str]]:
    """A draft out of an ad: the file, and what was told."""
    (tmp_path / "annonce.txt").write_text(AD, "utf-8")

    def drafted(name: str) -> tuple[str, str]:
        file = tmp_path / name / "infirmiere.toml"
        file.parent.mkdir()
        result = interviewer("scenarios", "new", file, "--ad", tmp_path / "annonce.txt")
        assert result.returncode == 0, result.stderr
        assert interviewer("validate", file).returncode == 0
        return file.read_text("utf-8"), plain(result.stderr)

    return drafted


def test_a_draft_holds_what_the_model_proposes_marked(
    draft: Callable[[str], tuple[str, str]], settle: Callable[[str], None]
) -> None:
    question = "Comment ciblez-vous vos transmissions ?"
    proposed = [
        {"question": question, "points": ["nommer la cible"], "terms": ["soins palliatifs"]},
        {"question": "Parlez-moi de vous.", "points": [], "terms": []},  # a template's, already
    ]
    with serving(saying(json.dumps(proposed))) as service:
        settle(f'[llm]\nurl = "{service.url}"\nmodel = "petit"\n')
        file, told = draft("with")
    remark = "# Proposé par le modèle de langue petit : à relire."
    assert file.count(remark) == 1
    (block,) = [each for each in file.split("\n\n") if question in each]
    assert block.startswith(remark)
    assert 'terms = ["soins palliatifs"]' in block
    assert 'point = "nommer la cible"' in block
    assert file.count("[[phase.question]]") == 11
    assert "Ce que propose le modèle de langue petit est signalé dans le fichier" in told


@pytest.mark.parametrize("reply", [saying("Je ne sais pas."), lambda it: body(it, b"{}", 500)])
def test_a_draft_falls_back_to_the_templates(
    draft: Callable[[str], tuple[str, str]], settle: Callable[[str], None], reply: Any
) -> None:
    without, _ = draft("without")
    with serving(reply) as service:
        settle(f'[llm]\nurl = "{service.url}"\nmodel = "petit"\n')
        file, told = draft("with")
    assert file == without
    assert told.count("On continue sans lui") == 1
