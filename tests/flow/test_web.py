"""A rehearsal by the socket, as a page holds it: the frames of a recording, keys, and what is shown.

Frames are sent as fast as they are taken: a session counts samples, and only its pauses take their time.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from interviewer.asr.catalog import Weights
from interviewer.audio.reader import open_recording
from interviewer.domain import SAMPLE_RATE, Language, Samples, Vocabulary
from interviewer.history.store import Store, open_store
from interviewer.live import microphone
from interviewer.recordings import transcribe_file
from interviewer.rehearsal import SessionOptions
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take
from interviewer.tts.protocol import Sound
from interviewer.tts.voices import VoiceWish
from interviewer.web.app import build
from interviewer.web.guard import Door
from interviewer.web.messages import Frame, encode_frame
from interviewer.web.pages import Site
from interviewer.web.rehearsing import Rehearsing
from interviewer.web.session import Means, Say
from tests.flow.recognisers import Parrot

ANSWER = Path(__file__).parents[2] / "audio_fixtures" / "answers" / "fr-limites.flac"
SAID = "Bonjour, je fais de l'IA appliquée avec un LLM et du machine learning, vos équipes gagnent du temps."
PORT = 4321
ORIGIN = f"http://127.0.0.1:{PORT}"
PIECE = 800
Shown = dict[str, Any]


class Beeps:
    """A renderer whose every text is a tenth of a second of nothing."""

    def __init__(self, language: Language, wish: VoiceWish, say_missing: Say) -> None:
        self.texts: list[str] = []

    def render(self, text: str, cancelled: object) -> Sound:
        self.texts.append(text)
        return Sound(SAMPLE_RATE, bytes(3200))

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture(scope="module")
def answer() -> Samples:
    return np.concatenate(list(open_recording(ANSWER).blocks()))


@dataclass
class House:
    """The server, and the way to it."""

    client: TestClient
    door: Door
    rehearsing: Rehearsing
    pages: list[Page] = field(default_factory=list)

    def begin(self, **form: str) -> None:
        """Chooses what is to be rehearsed."""
        wanted = {"scenario": "pitch-20s", "phase": "ouverture", "mute": "1"} | form
        self.post("rehearse", "rehearsal", **wanted)

    def post(self, path: str, leads_to: str, **form: str) -> None:
        root = self.door.root
        answer = self.client.post(f"{root}/{path}", data=form, headers={"Origin": ORIGIN})
        assert answer.status_code == 303, answer.text
        assert answer.headers["Location"] == f"{root}/{leads_to}"

    def get(self, path: str) -> str:
        answer = self.client.get(f"{self.door.root}/{path}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def page(self, tab: str = "one") -> Page:
        path = f"ws://127.0.0.1:{PORT}{self.door.root}/rehearsal/socket"
        socket = self.client.websocket_connect(path, headers={"Origin": ORIGIN})
        page = Page(socket.__enter__(), socket)
        page.tell("hello", v=1, tab=tab)
        self.pages.append(page)
        return page


@dataclass
class Page:
    """What a page does, without a browser."""

    socket: WebSocketTestSession
    context: Any
    sent: int = 0
    ahead_s: float = 0.0
    """Of its clock: frames come sooner than they are spoken, and a later answer must not be of the past."""
    closed: bool = False

    def tell(self, type_: str, **values: object) -> None:
        self.socket.send_text(json.dumps({"type": type_, **values}))

    def open_microphone(self) -> None:
        self.tell("microphone", state="open", name="Casque", rate=SAMPLE_RATE)

    def hear(self, signal: Samples) -> None:
        pcm = np.round(signal * 32768).clip(-32768, 32767).astype("<i2")
        for start in range(0, len(pcm), PIECE):
            piece = pcm[start : start + PIECE]
            number, position = self.sent // PIECE, self.sent
            self.sent += len(piece)
            at_ms = (self.ahead_s + self.sent / SAMPLE_RATE) * 1000
            frame = Frame(number, position, at_ms, piece.tobytes())
            self.socket.send_bytes(encode_frame(frame))

    def until(self, wanted: Callable[[Shown], bool], kind: str = "scene") -> Shown:
        """The first message that is ``wanted``; a test that waits for ever is ended by the runner's limit."""
        for _ in range(2_000):
            message: Shown = json.loads(self.socket.receive_text())
            if message["type"] == kind and wanted(message):
                return message
        raise AssertionError("never shown")

    def close(self) -> None:
        """Once or more often."""
        if not self.closed:
            self.closed = True
            self.context.__exit__(None, None, None)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    means = Means(
        lambda progress, say: Weights("openai-whisper", "base", tmp_path, "pt", True),
        lambda weights: Parrot(SAID),
        Beeps,
    )
    door = Door(PORT)
    rehearsing = Rehearsing(SessionOptions(patience_s=1.5), means)
    app = build(Site(door, "fr"), rehearsing)
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
        house = House(client, door, rehearsing)
        yield house
        # A server waits for its sockets: where a test fails, it must not wait for ever.
        for page in house.pages:
            page.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Callable[[], Store]]:
    yield lambda: open_store(tmp_path / "data")


def to_the_turn(page: Page) -> Shown:
    """Through the greeting and the question to « À vous »."""
    page.until(lambda shown: shown["stage"] == "lobby")
    page.open_microphone()
    page.tell("begin")
    page.until(lambda shown: any(each["key"] == "enter" for each in shown["offers"]))
    page.tell("press", key="enter")
    page.until(lambda shown: shown["number"] == 1 and shown["text"] != "")
    page.tell("press", key="enter")
    return page.until(lambda shown: shown["turn"] is not None)


def answered_again(page: Page, answer: Samples) -> None:
    """Takes a session up, and through the task that it asks first to the card of ``answer``."""
    page.until(lambda shown: shown["stage"] == "lobby")
    page.open_microphone()
    page.tell("begin")
    page.until(lambda shown: shown["stage"] == "live" and shown["text"] != "")
    page.tell("press", key="enter")
    page.until(lambda shown: shown["turn"] is not None)
    page.hear(np.concatenate([answer, quiet(6.0)]))
    page.until(lambda shown: shown["card"] is not None)


def played_to_the_turn(page: Page, heard: set[int]) -> Shown:
    """To the next « À vous », each sound played to its end at once; ``heard``: their numbers."""

    def is_new(shown: Shown) -> bool:
        sound = shown["sound"]
        return shown["turn"] is not None or (sound is not None and sound["id"] not in heard)

    while (shown := page.until(is_new))["turn"] is None:
        heard.add(shown["sound"]["id"])
        page.tell("spoken", id=shown["sound"]["id"])
    for _ in range(8):  # what comes before the tone is over belongs to it
        page.until(lambda _: True, "meter")
    return shown


def to_the_end(page: Page) -> Shown:
    page.tell("press", key="enter")
    page.until(lambda shown: shown["card"] is None and shown["text"] != "")
    page.tell("press", key="enter")
    return page.until(lambda shown: shown["stage"] in ("over", "failed"))


def quiet(seconds: float) -> Samples:
    return np.full(round(seconds * SAMPLE_RATE), 1e-4, np.float32)


def test_a_rehearsal_from_its_choice_to_its_report(
    house: House, answer: Samples, store: Callable[[], Store]
) -> None:
    house.begin()
    page = house.page()
    shown = to_the_turn(page)
    assert shown["phase"] == "L’ouverture"
    assert shown["turn"]["target_s"] == 20
    page.hear(answer[:64_000])
    heard = page.until(
        lambda meter: meter["voice"], "meter"
    )  # Which lasts: nothing more comes yet.
    assert heard["level"] > 0.001
    page.hear(np.concatenate([answer[64_000:], quiet(6.0)]))
    card = page.until(lambda shown: shown["card"] is not None)["card"]
    assert card["title"] == "L’ouverture"
    assert [part["title"] for part in card["parts"]] == ["Contenu", "Durée", "Élocution"]
    page.tell("press", key="m")
    assert page.until(lambda shown: shown["model"])["model"][0].startswith(
        "Bonjour, je fais de l’IA"
    )
    result = to_the_end(page)["result"]
    page.close()

    with store() as kept:
        (summary,) = kept.sessions()
        session = kept.load(summary.id)
    assert session.record is not None
    (scored,) = session.record.answers
    # What the page sent is what was written, and a replay of it gives the same score.
    recorded = np.concatenate(list(open_recording(scored.take.audio).blocks()))
    assert np.array_equal(recorded[: len(answer)], np.round(answer * 32768) / 32768)
    replayed = transcribe_file(
        scored.take.audio, Parrot(SAID), Vocabulary.of(load("pitch-20s")), lambda _: None
    )
    phase, task = next(iter(load("pitch-20s").tasks()))
    again = score_take(session.scenario, phase, task, replayed)
    assert scored.score == again.score
    assert result["score_text"] == str(round(again.score or 0))
    assert result["report"] == f"sessions/{summary.id}/report"
    report = house.client.get(f"{house.door.root}/{result['report']}")
    # Its own policy: the style and script inside it, and no more.
    policy = report.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.endswith("frame-ancestors 'none'")
    assert 'src="data:audio/mpeg' in report.text
    home = house.client.get(f"{house.door.root}/").text
    assert result["report"] in home
    assert "pipeline de données" in home


def test_the_interviewer_is_played_by_the_page(house: House) -> None:
    house.begin(mute="")
    page = house.page()
    page.until(lambda shown: shown["stage"] == "lobby")
    page.open_microphone()
    page.tell("begin")
    first = page.until(lambda shown: shown["sound"] is not None)
    wav = house.client.get(f"{house.door.root}/{first['sound']['url']}")
    assert (wav.headers["Content-Type"], wav.content[:4], len(wav.content)) == (
        "audio/wav",
        b"RIFF",
        3244,
    )
    page.tell("spoken", id=first["sound"]["id"])
    second = page.until(lambda shown: (shown["sound"] or first["sound"])["id"] == 2)
    assert second["text"] != first["text"]
    page.tell("spoken", id=2)
    turn = page.until(lambda shown: shown["turn"] is not None)
    assert turn["tones"] == 1
    page.close()


def test_a_browser_that_may_not_play_leaves_the_questions_in_writing(house: House) -> None:
    house.begin(mute="")
    page = house.page()
    page.until(lambda shown: shown["stage"] == "lobby")
    page.open_microphone()
    page.tell("begin")
    sound = page.until(lambda shown: shown["sound"] is not None)["sound"]
    page.tell("unplayable", id=sound["id"], reason="NotAllowedError")
    lines = page.until(lambda shown: bool(shown["lines"]))["lines"]
    assert "NotAllowedError" in lines[0]
    page.close()


def test_a_page_that_is_loaded_anew_goes_on_where_it_was(
    house: House, answer: Samples, store: Callable[[], Store]
) -> None:
    house.begin()
    page = house.page()
    to_the_turn(page)
    page.hear(answer[: len(answer) // 2])
    page.until(lambda meter: meter["voice"], "meter")
    page.close()

    page = house.page()
    shown = page.until(lambda shown: shown["paused"])
    assert shown["text"] != ""
    page.open_microphone()
    page.tell("press", key="p")
    page.until(lambda shown: not shown["paused"])
    # The supply looks for a microphone once a second: until one is heard, the frames wait.
    page.hear(np.concatenate([answer[len(answer) // 2 :], quiet(6.0)]))
    page.until(lambda shown: shown["card"] is not None)
    assert to_the_end(page)["stage"] == "over"
    page.close()
    with store() as kept:
        session = kept.load(kept.sessions()[0].id)
    assert session.record is not None
    assert len(session.record.answers) == 1
    kinds = [type(event).__name__ for event in session.events]
    assert kinds.index("Pause") < kinds.index("Resume")


def test_a_second_tab_is_told_and_may_take_over(house: House) -> None:
    house.begin()
    first = house.page("one")
    to_the_turn(first)
    second = house.page("two")
    second.until(lambda _: True, "elsewhere")
    second.tell("press", key="s")  # counts for nothing
    second.tell("take_over")
    first.until(lambda _: True, "elsewhere")
    shown = second.until(lambda shown: shown["paused"])
    assert shown["number"] == 1
    first.tell("press", key="p")
    first.close()
    assert house.rehearsing.room is not None
    assert house.rehearsing.room.screen.scene.paused
    second.close()


def test_a_page_that_sends_nothing_for_a_while_is_heard_again(
    house: House, answer: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser that was stopped, or a machine that slept: the same microphone goes on."""
    searched = threading.Event()
    look = microphone.MicrophoneSupply._look

    def looked(supply: microphone.MicrophoneSupply, rest: threading.Event) -> None:
        searched.set()
        look(supply, rest)

    monkeypatch.setattr(microphone.MicrophoneSupply, "_look", looked)
    monkeypatch.setattr(microphone, "_FROZEN_S", 0.1)
    monkeypatch.setattr(microphone, "_RETRY_S", 0.01)
    house.begin()
    page = house.page()
    to_the_turn(page)
    assert searched.wait(10)
    page.hear(np.concatenate([answer, quiet(6.0)]))
    assert page.until(lambda shown: shown["card"] is not None)
    page.close()


@pytest.mark.parametrize("state", ["denied", "absent", "busy", "muted", "ended"])
def test_what_the_browser_says_of_the_microphone_is_shown_at_once(house: House, state: str) -> None:
    house.begin()
    page = house.page()
    page.until(lambda shown: shown["stage"] == "lobby")
    page.tell("microphone", state=state)
    assert page.until(lambda shown: shown["notice"] != "")["notice"]
    page.open_microphone()
    page.until(lambda shown: shown["notice"] == "")
    page.close()


def test_nothing_begins_without_a_microphone(house: House) -> None:
    house.begin()
    page = house.page()
    page.tell("begin")
    page.tell("microphone", state="denied")
    page.until(lambda shown: shown["notice"] != "")
    assert house.rehearsing.room is not None
    assert house.rehearsing.room.screen.scene.stage == "lobby"
    page.close()


def test_frames_that_were_lost_are_told_with_the_answer(
    house: House, answer: Samples, store: Callable[[], Store]
) -> None:
    house.begin()
    page = house.page()
    to_the_turn(page)
    page.hear(answer[:80_000])
    page.sent += 16_000
    page.hear(np.concatenate([answer[96_000:], quiet(6.0)]))
    page.until(lambda shown: shown["card"] is not None)
    to_the_end(page)
    page.close()
    with store() as kept:
        record = kept.load(kept.sessions()[0].id).record
    assert record is not None
    (notice,) = record.answers[0].take.notices
    assert notice.values == {"seconds": 1.0}


def test_who_says_what_is_no_message_is_shown_out_and_the_session_stays(house: House) -> None:
    house.begin()
    for data in ("nonsense", '{"type":"press","key":"x"}'):
        page = house.page()
        page.until(lambda shown: shown["stage"] == "lobby")
        page.socket.send_text(data)
        with pytest.raises(WebSocketDisconnect):
            page.until(lambda _: False)
        page.close()
    page = house.page()
    page.until(lambda shown: shown["stage"] == "lobby")
    page.close()


def test_a_page_of_another_version_is_loaded_anew(house: House) -> None:
    house.begin()
    path = f"ws://127.0.0.1:{PORT}{house.door.root}/rehearsal/socket"
    with house.client.websocket_connect(path, headers={"Origin": ORIGIN}) as socket:
        socket.send_text('{"type":"hello","v":99,"tab":"a"}')
        assert json.loads(socket.receive_text())["type"] == "outdated"


def test_the_pages_speak_the_language_that_is_chosen(house: House) -> None:
    home = f"{house.door.root}/"
    assert 'lang="fr"' in house.client.get(home).text
    chosen = house.client.post(
        f"{house.door.root}/language", data={"language": "en"}, headers={"Origin": ORIGIN}
    )
    assert (chosen.status_code, chosen.headers["Location"]) == (303, home)
    page = house.client.get(home).text
    assert 'lang="en"' in page
    assert "Your interviews" in page
    first = house.client.get(f"{house.door.root}/rehearse").text.partition("<details")[2]
    assert 'lang="en"' in first[:200]


def test_a_page_that_is_not_there_leads_back(house: House) -> None:
    lost = house.client.get(f"{house.door.root}/sessions/none/report")
    assert lost.status_code == 400
    assert f'href="{house.door.root}/"' in lost.text
    assert house.client.get(f"{house.door.root}/nothing").status_code == 404
    assert house.client.get(f"{house.door.root}/static/../app.py").status_code == 404


def test_only_scenarios_of_the_library_are_opened_by_name(house: House, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("id = 'x'", encoding="utf-8")
    for name in (str(own), "../pitch-20s", "", "<script>"):
        answer = house.client.post(
            f"{house.door.root}/rehearse", data={"scenario": name}, headers={"Origin": ORIGIN}
        )
        assert answer.status_code == 400
        assert "<script>" not in answer.text.partition("<body")[2]


def test_when_the_server_ends_the_session_can_be_gone_on_with(
    house: House, answer: Samples, store: Callable[[], Store]
) -> None:
    house.begin()
    page = house.page()
    to_the_turn(page)
    page.hear(answer)
    page.until(lambda meter: meter["voice"], "meter")
    house.rehearsing.close()
    with store() as kept:
        (cut_off,) = kept.unfinished()
        assert not cut_off.running
        (recording,) = kept.load(cut_off.summary.id).recordings
        assert recording.path.stat().st_size > 44
    page.close()


def test_a_session_that_was_cut_off_is_gone_on_with_from_the_first_page(
    house: House, answer: Samples, store: Callable[[], Store]
) -> None:
    house.rehearsing.options = replace(house.rehearsing.options, mute=True)
    house.begin()
    page = house.page()
    to_the_turn(page)
    page.hear(answer)
    page.until(lambda meter: meter["voice"], "meter")
    page.tell("press", key="q")
    assert page.until(lambda shown: shown["stage"] == "over")["result"]["left"]
    page.close()

    home = house.client.get(f"{house.door.root}/").text
    with store() as kept:
        (cut_off,) = kept.unfinished()
    assert cut_off.summary.id in home
    resumed = house.client.post(
        f"{house.door.root}/resume",
        data={"session": cut_off.summary.id},
        headers={"Origin": ORIGIN},
    )
    assert resumed.status_code == 303
    page = house.page("another")
    # The task is asked again; the first answer stands as a take.
    answered_again(page, answer)
    assert to_the_end(page)["stage"] == "over"
    page.close()
    with store() as kept:
        assert kept.unfinished() == ()
        record = kept.load(cut_off.summary.id).record
    assert record is not None
    assert len(record.answers) == 1


def test_cards_are_asked_aloud_those_failed_once_more_and_rated_by_hand(
    house: House, answer: Samples, store: Callable[[], Store]
) -> None:
    house.post("drill", "rehearsal", scenario="glossaire", count="1", spoken="1")
    page = house.page()
    page.until(lambda shown: shown["stage"] == "lobby")
    page.open_microphone()
    page.tell("begin")
    heard: set[int] = set()
    first = played_to_the_turn(page, heard)
    page.hear(quiet(1.0))
    page.tell("press", key="enter")
    page.until(lambda shown: shown["card"] is not None)
    assert f'href="{house.door.root}/rehearsal"' in house.get("drill")
    page.tell("press", key="enter")
    again = played_to_the_turn(page, heard)
    page.ahead_s += 60
    page.hear(np.concatenate([answer, quiet(6.0)]))
    claims = page.until(lambda shown: shown["card"] is not None)["card"]["claims"]
    assert not claims[0]["marked"]
    page.tell("press", key="1")
    page.until(lambda shown: shown["card"] is not None and shown["card"]["claims"][0]["marked"])
    page.tell("press", key="enter")
    result = page.until(lambda shown: shown["stage"] in ("over", "failed"))["result"]
    page.close()
    assert first["text"] == again["text"]
    assert heard == {1, 2, 3, 4}
    learnt = house.get(result["report"])
    (card,) = re.findall(r'name="card" value="([^"]+)"', learnt)
    assert 'value="easy" aria-pressed="false"' in learnt
    house.post("drill/learnt", "drill/learnt", card=card, rating="easy")
    house.post("drill/learnt", "drill/learnt", card="none", rating="again")  # counts for nothing
    assert 'value="easy" aria-pressed="true"' in house.get("drill/learnt")
    with store() as kept:
        sessions = kept.sessions()
        (row,) = [row for row in kept.deck("fr") if row.state is not None]
        recordings = [each for one in sessions for each in kept.load(one.id).recordings]
    assert [each.kind for each in sessions] == ["drill", "drill"]
    assert all(each.finished_at is not None for each in sessions)
    assert row.task_id == card
    assert all(each.on_disk for each in recordings)
    assert len(recordings) == 2


def test_a_spoken_drill_that_was_left_is_gone_on_with(
    house: House, answer: Samples, store: Callable[[], Store]
) -> None:
    house.post("drill", "rehearsal", scenario="glossaire", count="1", spoken="1", mute="1")
    page = house.page()
    to_the_turn(page)
    page.tell("press", key="q")
    assert page.until(lambda shown: shown["stage"] == "over")["result"]["left"]
    page.close()
    with store() as kept:
        (cut_off,) = kept.unfinished()
    assert cut_off.summary.id in house.get("")
    house.rehearsing.options = replace(house.rehearsing.options, mute=True)
    house.post("resume", "rehearsal", session=cut_off.summary.id)
    page = house.page("another")
    answered_again(page, answer)
    page.tell("press", key="q")
    page.tell("press", key="enter")
    page.until(lambda shown: shown["stage"] == "over")
    page.close()
    assert re.search(r'name="card"', house.get("drill/learnt"))


def test_only_a_rehearsal_that_was_cut_off_is_gone_on_with(house: House) -> None:
    for session in ("20261130-000000-pitch-20s", "../x", ""):
        answer = house.client.post(
            f"{house.door.root}/resume", data={"session": session}, headers={"Origin": ORIGIN}
        )
        assert answer.status_code == 400


def test_two_hundred_that_want_in_do_not_stop_a_session(house: House, answer: Samples) -> None:
    house.begin()
    page = house.page()
    to_the_turn(page)
    path = f"ws://127.0.0.1:{PORT}{house.door.root}/rehearsal/socket"
    for _ in range(200):
        with pytest.raises(WebSocketDisconnect):
            house.client.websocket_connect(
                path, headers={"Origin": "http://evil.example"}
            ).__enter__()
    page.hear(np.concatenate([answer, quiet(6.0)]))
    assert page.until(lambda shown: shown["card"] is not None)
    page.close()


def test_a_page_that_takes_nothing_is_left_the_latest_alone() -> None:
    from interviewer.web.messages import Scene
    from interviewer.web.room import Client

    async def run() -> tuple[object, ...]:
        client = Client(asyncio.get_running_loop(), "one")
        for number in range(10_000):
            client.put(Scene(number=number))
        return await client.take()

    # On a thread of its own: this one may have the loop of a browser that was driven before.
    with ThreadPoolExecutor(1) as beside:
        assert beside.submit(lambda: asyncio.run(run())).result() == (Scene(number=9_999),)
