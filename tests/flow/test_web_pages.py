"""The pages around a rehearsal, asked as a browser asks: what they show, take, keep and refuse."""

from __future__ import annotations

import io
import json
import queue
import re
import threading
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from starlette.testclient import TestClient

from interviewer.asr.catalog import Weights
from interviewer.audio.reader import open_recording
from interviewer.domain import SAMPLE_RATE, SessionChoice, Span, Take, Transcript
from interviewer.history.folder import data_folder, recorded_folder
from interviewer.history.record import keep_answers
from interviewer.history.store import open_store
from interviewer.live.events import E
from interviewer.recordings import transcribe_file
from interviewer.rehearsal import SessionOptions
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take
from interviewer.web import batch
from interviewer.web.app import build
from interviewer.web.guard import Door
from interviewer.web.pages import Site
from interviewer.web.rehearsing import Rehearsing
from interviewer.web.session import Means
from tests.flow.recognisers import SCRIPTED, Parrot
from tests.flow.test_web import Beeps

ANSWERS = Path(__file__).parents[2] / "audio_fixtures"
SAID = "Bonjour, je fais de l'IA appliquée avec un LLM et du machine learning, vos équipes gagnent du temps."
PORT = 4322
ORIGIN = f"http://127.0.0.1:{PORT}"


class Fast:
    """A clock that runs forty times as fast as the machine's, and waits as much less."""

    poll_s = 0.2
    factor = 40

    def __init__(self) -> None:
        self._began_s = time.monotonic()

    def monotonic(self) -> float:
        return (time.monotonic() - self._began_s) * self.factor

    def now(self) -> datetime:
        return datetime.now().astimezone()

    def get(self, waiting: queue.SimpleQueue[E], seconds: float) -> E:
        return waiting.get(timeout=seconds / self.factor)

    def wait_for(
        self, changed: threading.Condition, done: Callable[[], bool], seconds: float
    ) -> bool:
        return changed.wait_for(done, seconds / self.factor)


@dataclass
class House:
    """The server, and the way to it."""

    client: TestClient
    door: Door

    def get(self, path: str) -> str:
        answer = self.client.get(f"{self.door.root}/{path}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, path: str, status: int = 303, **form: str) -> Any:
        answer = self.client.post(f"{self.door.root}/{path}", data=form, headers={"Origin": ORIGIN})
        assert answer.status_code == status, answer.text
        return answer

    def send(self, path: str, content: bytes) -> Any:
        answer = self.client.post(
            f"{self.door.root}/{path}", content=content, headers={"Origin": ORIGIN}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    means = Means(
        lambda progress, say: Weights("openai-whisper", "base", tmp_path, "pt", True),
        lambda weights: Parrot(SAID),
        Beeps,
        time=Fast(),
    )
    door = Door(PORT)
    app = build(Site(door, "fr"), Rehearsing(SessionOptions(), means))
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
        yield House(client, door)


# --------------------------------------------------------------------------- first page


def test_the_first_page_proposes_what_to_do_and_every_way_leads_somewhere(house: House) -> None:
    text = house.get("")
    paths = set(re.findall(rf'href="{house.door.root}/([^"#]*)"', text)) - {""}
    assert any(path.startswith("drill?scenario=glossaire") for path in paths)
    assert any(path.startswith("rehearse?scenario=questions-ia") for path in paths)
    for path in paths:
        assert house.get(path.replace("&amp;", "&"))


def test_pages_are_in_the_language_that_was_chosen(house: House) -> None:
    house.post("language", language="en")
    assert "The next thing to do" in house.get("")
    house.post("language", language="fr")
    assert "The next thing to do" not in house.get("")


# --------------------------------------------------------------------------- recordings


def until_scored(house: House, id_: str) -> dict[str, Any]:
    """A test that waits for ever is ended by the runner's limit."""
    while True:
        state: dict[str, Any] = house.client.get(
            f"{house.door.root}/score/state?batch={id_}"
        ).json()
        if state["stage"] in ("done", "failed"):
            return state
        time.sleep(0.01)


def scored(house: House, files: dict[str, bytes], **form: str) -> dict[str, Any]:
    batch = house.post("score/begin", 200, **form).json()["batch"]
    for name, content in files.items():
        house.send(f"score/file?batch={batch}&name={name}", content)
    house.post(f"score/run?batch={batch}", 200)
    return until_scored(house, batch)


def test_recordings_are_scored_and_kept_as_by_replay(house: House) -> None:
    answer = (ANSWERS / "answers" / "fr-limites.flac").read_bytes()
    files = {
        "C:%5Cfolder%5C..%5Couverture.flac": answer,
        "broken.wav": b"RIFF nonsense",
        "notes.txt": b"no sound",
        "zzz.flac": answer,
    }
    state = scored(house, files, scenario="pitch-20s", history="1")
    assert state["stage"] == "done"
    by_name = {each["name"]: each for each in state["files"]}
    assert by_name["ouverture.flac"]["state"] == "done"
    assert by_name["broken.wav"]["state"] == "failed"
    assert "broken.wav" in by_name["broken.wav"]["told"]
    assert "notes.txt" not in by_name
    assert state["score"]
    with open_store(purpose="reading") as store:
        (session,) = store.sessions()
    assert session.kind == "replay"
    assert state["report"] == f"sessions/{session.id}/report"
    report = house.get(state["report"])
    assert "data:audio" in report
    assert f"{house.door.root}/history" in report
    assert session.title in house.get("history")


def pieces(house: House, id_: str, signal: bytes, *, name: str = "ouverture.wav") -> list[int]:
    """Sends a recording as its page does; how much was here after each piece."""
    here = []
    for at in range(0, len(signal), 32_000):
        path = f"score/recorded?id={id_}&name={name}&rate={SAMPLE_RATE}&at={at}"
        here.append(house.send(path, signal[at : at + 32_000])["here"])
    return here


def spoken_bytes() -> bytes:
    blocks = open_recording(ANSWERS / "answers" / "fr-limites.flac").blocks()
    return (np.concatenate(list(blocks)) * 32_767).astype("<i2").tobytes()


ID = "0123456789abcdef" * 2
KEPT = {"scenario": "pitch-20s", "history": "1"}


def test_what_is_recorded_on_the_page_is_on_the_disk_at_once_and_goes_with_its_session(
    house: House,
) -> None:
    signal = spoken_bytes()
    here = pieces(house, ID, signal)
    assert here == [*range(32_000, len(signal), 32_000), len(signal)]
    # A page that was not answered sends a piece again, and more.
    again = f"score/recorded?id={ID}&name=x.wav&rate={SAMPLE_RATE}&at=32000"
    assert house.send(again, signal[32_000:96_000]) == {"here": len(signal)}
    (waiting,) = json.loads(house.get("score/recorded"))
    assert (waiting["id"], waiting["name"]) == (ID, "ouverture.wav")
    got = house.client.get(f"{house.door.root}/score/recorded/{ID}").content
    with wave.open(io.BytesIO(got)) as recording:
        assert recording.getparams()[:4] == (1, 2, SAMPLE_RATE, len(signal) // 2)
        assert recording.readframes(len(signal)) == signal
    assert scored(house, {f"ouverture.wav&made={ID}": got}, **KEPT)["stage"] == "done"
    assert json.loads(house.get("score/recorded")) == []
    with open_store(purpose="reading") as store:
        (session,) = store.sessions()
        (kept,) = store.load(session.id).recordings
        assert kept.path == store.folder / "audio" / session.id / "ouverture-take1.wav"
    assert kept.path.read_bytes() == got
    pieces(house, ID, signal)
    with open_store(purpose="deleting") as store:
        store.remove_everything()
        assert not [*store.folder.rglob("*.wav")]


def test_what_is_recorded_on_the_page_and_in_no_session_waits_until_it_is_taken_away(
    house: House, tmp_path: Path
) -> None:
    signal = spoken_bytes()
    pieces(house, ID, signal)
    content = house.client.get(f"{house.door.root}/score/recorded/{ID}").content
    sent = {f"ouverture.wav&made={ID}": content}
    assert scored(house, sent, scenario="pitch-20s")["stage"] == "done"
    (waiting,) = json.loads(house.get("score/recorded"))
    assert waiting["id"] == ID
    for other in ("f" * 32, "..", "*"):
        house.client.post(
            f"{house.door.root}/score/recorded/{other}/remove", headers={"Origin": ORIGIN}
        )
    assert len(json.loads(house.get("score/recorded"))) == 1
    house.post(f"score/recorded/{ID}/remove", 200)
    assert json.loads(house.get("score/recorded")) == []


def test_a_damaged_recording_hides_no_other(house: House) -> None:
    signal = spoken_bytes()
    other = "f" * 32
    pieces(house, ID, signal)
    pieces(house, other, signal, name="anecdote.wav")
    (file,) = recorded_folder(data_folder()).glob(f"{ID} *")
    file.write_bytes(bytes(100))
    told = {each["id"]: each["length"] for each in json.loads(house.get("score/recorded"))}
    assert told == {ID: "son début est abîmé", other: told[other]}
    assert told[other].endswith("s")


def test_recordings_that_are_not_kept_leave_none_on_the_page(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = tmp_path / "no-audio.toml"
    settings.write_text("[audio]\nkeep = false\n")
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(settings))
    pieces(house, ID, spoken_bytes())
    content = house.client.get(f"{house.door.root}/score/recorded/{ID}").content
    assert scored(house, {f"ouverture.wav&made={ID}": content}, **KEPT)["stage"] == "done"
    assert json.loads(house.get("score/recorded")) == []
    with open_store(purpose="reading") as store:
        assert not [*store.folder.rglob("*.wav")]


@pytest.mark.parametrize(
    ("query", "content", "words"),
    [
        ("id=../../x&name=a.wav&rate=16000&at=0", b"00", "pas un enregistrement"),
        (f"id={ID}&name=a.wav&rate=7&at=0", b"00", "pas un enregistrement"),
        (f"id={ID}&name=a.wav&rate=16000&at=0", b"000", "pas un enregistrement"),
        (f"id={ID}&name=a.wav&rate=16000&at=2", b"00", "manque"),
    ],
)
def test_what_is_no_piece_of_a_recording_is_refused(
    house: House, query: str, content: bytes, words: str
) -> None:
    assert words in house.send(f"score/recorded?{query}", content)["told"]
    assert json.loads(house.get("score/recorded")) == []


def test_a_damaged_recording_amid_others_is_one_line_and_none_is_read_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal = np.concatenate(list(open_recording(ANSWERS / "answers" / "fr-limites.flac").blocks()))
    damaged, content = signal.copy(), io.BytesIO()
    damaged[3 * SAMPLE_RATE] = np.nan  # beyond what is looked at when a file comes
    soundfile.write(content, damaged, SAMPLE_RATE, format="WAV", subtype="FLOAT")
    heard: list[str] = []

    def listened(path: Path, *arguments: Any) -> Take:
        heard.append(path.name)
        return transcribe_file(path, *arguments)

    monkeypatch.setattr(batch, "transcribe_file", listened)
    well = (ANSWERS / "answers" / "fr-limites.flac").read_bytes()
    names = ("ouverture.flac", "01-ouverture.wav", "ouverture 2.flac")
    sent = dict(zip(names, (well, content.getvalue(), well), strict=True))
    state = scored(house, sent, scenario="pitch-20s")
    assert state["stage"] == "done"
    told = {each["name"]: (each["state"], each["told"]) for each in state["files"]}
    assert told["ouverture.flac"] == told["ouverture 2.flac"] == ("done", "")
    assert told["01-ouverture.wav"][0] == "failed"
    assert "01-ouverture.wav" in told["01-ouverture.wav"][1]
    assert sorted(heard) == sorted(names)


def test_nothing_is_kept_of_recordings_where_that_was_not_wanted(house: House) -> None:
    answer = (ANSWERS / "answers" / "fr-limites.flac").read_bytes()
    state = scored(house, {"ouverture.flac": answer}, scenario="pitch-20s")
    assert "data:audio" in house.get(state["report"])
    with open_store(purpose="reading") as store:
        assert store.sessions() == ()


def test_a_batch_without_a_recording_says_so(house: House) -> None:
    state = scored(house, {"ouverture.wav": b""}, scenario="pitch-20s")
    assert state["stage"] == "failed"
    assert state["files"][0]["state"] == "failed"
    assert state["told"]


# --------------------------------------------------------------------------- the timer


def run_timer(house: House, *keys: str) -> list[dict[str, Any]]:
    """What a page is shown until the end, with ``keys`` pressed one after the other."""
    path = f"ws://127.0.0.1:{PORT}{house.door.root}/timer/socket"
    shown: list[dict[str, Any]] = []
    waiting = list(keys)
    with house.client.websocket_connect(path, headers={"Origin": ORIGIN}) as socket:
        socket.send_json({"type": "begin"})
        while not shown or shown[-1]["stage"] != "over":
            shown.append(socket.receive_json())
            if waiting and shown[-1]["stage"] != "ready":
                socket.send_json({"type": "press", "key": waiting.pop(0)})
    return shown


def test_the_timer_moves_on_by_itself_and_is_kept(house: House) -> None:
    house.post("timer", phases="intro 20s, fin 12s", auto="1")
    assert "20" in house.get("timer/run")
    shown = run_timer(house)
    assert {"green", "amber"} <= {each["stage"] for each in shown}
    assert [each["title"] for each in shown if "title" in each][-1] == "fin"
    assert shown[-1]["tones"] == 4
    assert "intro" in house.get("timer/result")
    with open_store(purpose="reading") as store:
        stored = store.load(store.sessions()[0].id)
    assert stored.timer is not None
    assert [round(each.taken_s) for each in stored.timer.tries] == [20, 12]
    assert "intro" in house.get(f"sessions/{stored.summary.id}")


def test_keys_of_a_page_are_those_of_the_terminal(house: House) -> None:
    house.post(
        "timer", script="## Intro (20 s)\nUn <b>texte</b>.\n## Fin (1 min)\nAu revoir.", prompt="1"
    )
    shown = run_timer(house, "up", "p", "p", "enter", "+", "q")
    assert any(each.get("paused") for each in shown)
    assert any(each.get("pace") == "110 %" for each in shown)
    assert any(each.get("time", "").endswith("/ 1:15") for each in shown)
    assert shown[0].get("text", "Un <b>texte</b>.") == "Un <b>texte</b>."


def test_the_clock_stands_still_while_no_page_looks(house: House) -> None:
    house.post("timer", phases="intro 5min")
    path = f"ws://127.0.0.1:{PORT}{house.door.root}/timer/socket"
    with house.client.websocket_connect(path, headers={"Origin": ORIGIN}) as socket:
        socket.send_json({"type": "begin"})
        while socket.receive_json()["stage"] == "ready":
            pass
    with house.client.websocket_connect(path, headers={"Origin": ORIGIN}) as socket:
        while not socket.receive_json().get("paused"):
            pass
        socket.send_json({"type": "press", "key": "q"})
        while socket.receive_json()["stage"] != "over":
            pass


@pytest.mark.parametrize(
    "form", [{}, {"phases": "no duration"}, {"scenario": "../x"}, {"script": "no heading"}]
)
def test_what_cannot_be_timed_is_said(house: House, form: dict[str, str]) -> None:
    answer = house.post("timer", 400, **form)
    assert 'role="alert"' in answer.text


# --------------------------------------------------------------------------- cards


def step_of(text: str) -> str:
    found = re.search(r'name="step" value="([0-9]+)"', text)
    assert found is not None
    return found[1]


def test_a_drill_is_typed_rated_and_kept(house: House) -> None:
    house.post("drill", scenario="glossaire", count="1")
    asked = house.get("drill/card")
    step = step_of(asked)
    house.post("drill/card", step=step, answer="<b>aucune idée</b>")
    answered = house.get("drill/card")
    assert "&lt;b&gt;aucune idée&lt;/b&gt;" in answered
    house.post("drill/card", step=step, answer="une page qui date")  # counts for nothing
    assert step_of(house.get("drill/card")) == step_of(answered)
    house.post("drill/card", step=step_of(answered), rating="again")
    house.post("drill/card", step=step_of(house.get("drill/card")), next="1")
    assert "aucune idée" not in house.get("drill/card")  # asked once more
    house.post("drill/card", step=step_of(house.get("drill/card")), answer="")
    house.post("drill/card", step=step_of(house.get("drill/card")), next="1")
    assert 'class="learnt' in house.get("drill/card")
    with open_store(purpose="reading") as store:
        (session,) = store.sessions()
        deck = [row for row in store.deck("fr") if row.state is not None]
    assert session.kind == "drill"
    assert session.finished_at is not None
    assert len(deck) == 1


def test_a_drill_that_is_left_is_kept_as_far_as_it_went(house: House) -> None:
    house.post("drill", scenario="glossaire", count="3")
    house.post("drill/card", step="0", answer="aucune idée")
    house.post("drill", scenario="glossaire", count="2")
    with open_store(purpose="reading") as store:
        finished = [each for each in store.sessions() if each.finished_at is not None]
    assert [each.answered for each in finished] == [1]


@pytest.mark.parametrize("count", ["0", "-1", "x", "", "999", "²"])
def test_a_number_of_cards_that_is_none_is_said(house: House, count: str) -> None:
    assert 'role="alert"' in house.post("drill", 400, scenario="glossaire", count=count).text


# --------------------------------------------------------------------------- notes


NOTES = "# Mon entretien\n\n## Introduction (30 s)\n\nJe fais de l'**IA appliquée**.\n\n## Projet\n\n- le problème\n"


def test_notes_become_a_scenario_that_is_rehearsed_timed_and_edited(house: House) -> None:
    made = house.send("notes/draft?name=mien", NOTES.encode())
    assert made["taken"]
    assert any("Projet" in each["told"] for each in made["open"])
    assert house.send("notes/check", made["draft"].encode())["faults"] == []
    kept = house.send("notes/save?name=mien", made["draft"].encode())
    assert kept == {"scenario": "own/mien"}
    assert "Mon entretien" in house.get("rehearse?scenario=own/mien")
    assert made["draft"].splitlines()[0][:20] in house.get("notes?scenario=own/mien")
    house.post("rehearse", scenario="own/mien", mute="1")
    house.post("timer", scenario="own/mien")
    again = house.send("notes/save?name=mien", made["draft"].encode())
    assert "mien.toml" in again["told"]
    assert house.send("notes/save?name=mien&replace=1", made["draft"].encode()) == kept


def test_faults_of_a_draft_are_told_with_their_lines(house: House) -> None:
    draft = house.send("notes/draft", NOTES.encode())["draft"]
    faults = house.send("notes/check", draft.replace('"pitch"', '"poire"').encode())["faults"]
    assert {type(each["line"]) for each in faults} == {int}
    told = house.send("notes/save?name=faux", draft.replace('"pitch"', '"x"').encode())["told"]
    assert told
    assert house.send("notes/check", b"[[[")["faults"]
    assert house.send("notes/draft", b"   ")["told"]


@pytest.mark.parametrize("name", ["../x", "a/b", "", "A", "a.toml", "é", "a" * 80, "-a"])
def test_a_scenario_is_kept_under_no_odd_name(house: House, name: str, tmp_path: Path) -> None:
    draft = house.send("notes/draft", NOTES.encode())["draft"]
    assert "told" in house.send(f"notes/save?name={name}", draft.encode())
    assert not list(tmp_path.rglob("*.toml"))


def test_the_text_of_a_dropped_document_is_read(house: House) -> None:
    assert house.send("notes/document?name=..%5CCV.MD", NOTES.encode()) == {"text": NOTES}
    assert "told" in house.send("notes/document?name=x.exe", b"MZ")
    assert "told" in house.send("notes/document?name=x.docx", b"no zip")


# --------------------------------------------------------------------------- kept


def test_a_session_goes_only_by_the_button_that_names_it(house: House) -> None:
    house.post("drill", scenario="glossaire", count="1")
    house.post("drill/card", step="0", end="1")
    with open_store(purpose="reading") as store:
        id_ = store.sessions()[0].id
    assert id_ in house.get("history")
    page = house.get(f"sessions/{id_}/delete")
    assert id_ in page
    house.post(f"sessions/{id_}/delete", 400, session="last")
    house.post("sessions/last/delete", 400, session="last")
    house.post(f"sessions/{id_[:8]}/delete", 400, session=id_[:8])
    assert id_ in house.get("history")
    house.post(f"sessions/{id_}/delete", session=id_)
    assert id_ not in house.get("history")


def test_two_sessions_are_seen_side_by_side_and_progress_leads_back(house: House) -> None:
    answer = (ANSWERS / "answers" / "fr-limites.flac").read_bytes()
    for _ in range(2):
        scored(house, {"ouverture.flac": answer}, scenario="pitch-20s", history="1")
    with open_store(purpose="reading") as store:
        one, other = (each.id for each in store.sessions())
    compared = house.get(f"history/compare?session={one}&session={other}")
    assert compared.index(min(one, other)) < compared.index(max(one, other))
    assert f"{house.door.root}/history" in house.get("progress?scenario=pitch-20s")
    refused = house.client.get(f"{house.door.root}/history/compare?session={one}")
    assert refused.status_code == 400


def test_what_a_coach_sent_back_is_taken_in_and_what_is_wrong_is_said_as_in_the_terminal(
    house: House,
) -> None:
    with open_store() as store:
        scenario, now = load("pitch-20s"), datetime(2026, 11, 22, 5, tzinfo=UTC)
        kept = {"choice": SessionChoice(), "now": now}
        log = store.begin("replay", scenario, SessionChoice(), SCRIPTED, now=now)
        phase, task = next(scenario.tasks())
        take = Take(Path("a.wav"), 20.0, (Span(0.5, 19.0),), Transcript.from_text(SAID, "fr"))
        card = score_take(scenario, phase, task, take)
        keep_answers(log, scenario, (card,), set_aside=(), **kept)  # type: ignore[arg-type]
    assert 'id="from-coach"' in house.get(f"sessions/{log.id}")
    comment = {"answer": task.id, "at_s": None, "text": "Plus lentement."}
    said = {
        "schema": "interviewer.comments/1",
        "session": log.id,
        "coach": "Mme Durand",
        "comments": [comment],
        "marks": [],
    }
    file = json.dumps(said).encode()
    taken = house.send("comments?name=retour.json", file)
    assert taken["session"] == log.id
    assert "Repris de Mme Durand" in taken["told"]
    assert "Plus lentement." in house.get(f"sessions/{log.id}/report")
    assert "rien n’a changé" in house.send("comments?name=retour.json", file)["told"]
    for wrong, words in (
        (file.replace(log.id.encode(), b"last"), "pas de séance last"),
        (file.replace(task.id.encode(), b"rien"), "rien"),
        (b"[" * 100_000, "retour.json"),
        (b"<html>", "à partir de la ligne 1"),
    ):
        told = house.send("comments?name=../../retour.json", wrong)
        assert "session" not in told
        assert words in told["told"]
        assert "/tmp" not in told["told"]
    large = house.client.post(
        f"{house.door.root}/comments", content=b" " * 1_100_000, headers={"Origin": ORIGIN}
    )
    assert large.status_code == 413


# --------------------------------------------------------------------------- all of them


def test_everything_that_changes_something_asks_for_our_own_origin(house: House) -> None:
    changing = (
        "timer drill drill/card score/begin score/file score/run score/stop "
        "score/recorded score/recorded/x/remove "
        "notes/draft notes/check notes/save notes/document sessions/x/delete comments"
    )
    for path in changing.split():
        for headers in ({}, {"Origin": "http://evil.example"}):
            answer = house.client.post(f"{house.door.root}/{path}", headers=headers)
            assert answer.status_code == 403, path


def test_a_page_with_all_that_it_loads_is_small(house: House) -> None:
    static = Path(__file__).parents[2] / "interviewer" / "web" / "static"
    loaded = sum(file.stat().st_size for file in static.iterdir())
    for path in ("", "rehearse", "timer", "drill", "score", "notes", "history"):
        assert len(house.get(path).encode()) + loaded < 300_000
