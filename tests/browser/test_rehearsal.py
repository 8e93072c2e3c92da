"""A rehearsal in Chromium, whose microphone plays a file: what a person sees, presses and says.

Real: server, sockets, worklet, listener, recordings, scoring. Scripted: what is recognised, and a voice of beeps.
A page that asks for anything beyond this machine, writes to the console or breaks its policy fails its test.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from interviewer.asr.catalog import Weights
from interviewer.domain import Vocabulary
from interviewer.history.store import open_store
from interviewer.history.values import StoredSession
from interviewer.recordings import transcribe_file
from interviewer.rehearsal import SessionOptions
from interviewer.scoring.answer import score_take
from interviewer.web.app import Running, build
from interviewer.web.guard import Door
from interviewer.web.pages import Site
from interviewer.web.rehearsing import Rehearsing
from interviewer.web.serve import Server, listen
from interviewer.web.session import Means
from tests.browser.conftest import Visit, well_made
from tests.flow.recognisers import Parrot
from tests.flow.test_web import Beeps

pytestmark = pytest.mark.browser

SOCKET = "kept.WebSocket.findLast((each) => each.url.endsWith('/rehearsal/socket'))"
SAID = "Bonjour, je fais de l'IA appliquée : vos équipes gagnent du temps."


@dataclass(frozen=True)
class Waits:
    """How long the server waits: for a tab, a minute, for a busy machine is slow from page to page; for an answer
    to go on."""

    idle_s: float = 60.0
    patience_s: float = 1.0


in_the_midst = pytest.mark.parametrize(
    "house", [Waits(patience_s=20.0)], indirect=True, ids=["in the midst"]
)
"""The answer goes on until Enter is pressed, however slow the test is: silences are shorter than that."""


@dataclass
class House:
    """The server, and where it keeps what it hears."""

    door: Door
    server: Server
    thread: threading.Thread
    folder: Path
    rehearsing: Rehearsing

    def stored(self) -> StoredSession:
        """The only session."""
        with open_store(self.folder, "reading") as store:
            (summary,) = store.sessions()
            return store.load(summary.id)


@pytest.fixture
def house(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    waits: Waits = getattr(request, "param", Waits())
    folder = tmp_path / "data"
    monkeypatch.setenv("INTERVIEWER_DATA", str(folder))
    means = Means(
        lambda progress, say: Weights("openai-whisper", "base", tmp_path, "pt", True),
        lambda weights: Parrot(SAID),
        Beeps,
    )
    listening = listen(0)
    door = Door(listening.getsockname()[1])
    server, started = Server(listening), threading.Event()
    rehearsing = Rehearsing(SessionOptions(patience_s=waits.patience_s), means)
    app = build(Site(door, "fr"), rehearsing, Running(server.end, started.set, idle_s=waits.idle_s))
    thread = threading.Thread(target=server.run, args=(app,), daemon=True)
    thread.start()
    assert started.wait(10)
    yield House(door, server, thread, folder, rehearsing)
    server.end()
    thread.join(15)
    assert not thread.is_alive()


@pytest.fixture
def door(house: House) -> Door:
    return house.door


_SLOW_DEVICES = """{
  const devices = navigator.mediaDevices, known = devices.enumerateDevices.bind(devices);
  devices.enumerateDevices = async () => { await new Promise((go) => setTimeout(go, 1000)); return known(); };
}"""


def choose(page: Page) -> None:
    """To the page of the rehearsal: the opening of the pitch of twenty seconds."""
    page.get_by_role("link", name="Répéter").first.click()
    page.get_by_text("Pitch de vingt secondes").click()
    form = page.locator("details[open]")
    form.get_by_label("Partie").select_option("ouverture")
    form.get_by_role("button").click()
    expect(page.locator("#allow")).to_be_visible()


def begin(page: Page) -> None:
    """From there to « À vous »."""
    page.locator("#allow").click()
    page.locator("#begin").click()
    expect(page.locator("#turn")).to_be_visible(timeout=30_000)
    assert any("Bonjour, montez" in each for each in page.evaluate("kept.questions"))
    expect(page.locator("#question")).to_contain_text("vingt secondes")


def to_the_end(page: Page) -> None:
    """Enter as often as it takes: who is slow to press it has gone on speaking, and the answer was taken up again."""
    result = page.locator("#result")
    for _ in range(20):
        if result.is_visible():
            break
        page.keyboard.press("Enter")
        page.wait_for_timeout(2_000)
    expect(result).to_be_visible()


@pytest.fixture
def crowd() -> Iterator[Callable[[Door], None]]:
    """Two hundred that connect and say nothing, half a request, or that they are of another site; that are let in
    and then say nothing, or read nothing of what they asked for."""
    connections: list[socket.socket] = []

    def come(door: Door) -> None:
        def upgrade(origin: str) -> str:
            return (
                f"GET {door.root}/rehearsal/socket HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\n"
                f"Origin: {origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            )

        style = f"GET {door.root}/static/interviewer.css HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\n\r\n"
        kinds = (
            *("", f"GET {door.root}/ HT", upgrade("http://evil.example")),
            *(upgrade(door.origin), 20 * style),
        )
        for number in range(200):
            connection = socket.create_connection(("127.0.0.1", door.port))
            connection.sendall(kinds[number % len(kinds)].encode())
            connections.append(connection)

    yield come
    for connection in connections:
        connection.close()


def test_a_rehearsal_by_the_keyboard_scores_as_a_replay_of_it(
    hearing: Browser, visit: Visit, house: House, crowd: Callable[[Door], None]
) -> None:
    page = visit(browser=hearing)
    well_made(page)
    choose(page)
    well_made(page)
    crowd(house.door)
    begin(page)
    well_made(page)
    expect(page.locator("#card")).to_be_visible(timeout=40_000)
    well_made(page)
    page.keyboard.press("m")
    expect(page.locator("#model")).to_contain_text("Bonjour, je fais de l’IA appliquée")
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_be_visible(timeout=40_000)
    well_made(page)

    stored = house.stored()
    assert stored.record is not None
    (answer,) = stored.record.answers
    replayed = transcribe_file(
        answer.take.audio, Parrot(SAID), Vocabulary.of(stored.scenario), lambda _: None
    )
    phase, task = next(iter(stored.scenario.tasks()))
    again = score_take(stored.scenario, phase, task, replayed)
    assert answer.score is not None
    assert answer.score == again.score
    assert answer.take.notices == ()
    expect(page.locator("#result-score")).to_have_text(f"{round(again.score or 0)} / 100")

    page.locator("#result-report").click()
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator("audio")).to_have_attribute("src", re.compile(r"^data:audio/mpeg;base64,"))


@in_the_midst
def test_a_page_loaded_anew_in_the_midst_goes_on(
    hearing: Browser, visit: Visit, house: House
) -> None:
    page = visit(browser=hearing)
    choose(page)
    begin(page)
    expect(page.locator("#voice")).to_have_text("on vous entend", timeout=30_000)
    page.reload()
    expect(page.locator("#lobby")).to_contain_text("La séance vous attend")
    expect(page.locator("#live")).to_be_hidden()
    page.locator("#allow").click()
    page.locator("#begin").click()
    expect(page.locator("#paused")).to_be_hidden()
    expect(page.locator("#turn")).to_be_visible(timeout=30_000)
    to_the_end(page)
    stored = house.stored()
    assert stored.record is not None
    assert len(stored.record.answers) == 1
    # One take, in however many parts.
    assert {each.name.partition("-part")[0] for each in stored.recordings} == {"ouverture-take1"}


@in_the_midst
def test_what_breaks_in_the_midst_is_told_and_gone_on_from(
    hearing: Browser, visit: Visit, house: House
) -> None:
    page = visit(browser=hearing)
    choose(page)
    page.locator("#allow").click()
    expect(page.locator("#begin")).to_be_visible()
    # The person begins while the socket is lost.
    page.evaluate(f"{SOCKET}.close(); document.getElementById('begin').click()")
    expect(page.locator("#turn")).to_be_visible(timeout=30_000)
    track = "kept.streams.at(-1).getAudioTracks()[0]"
    page.evaluate(f"{track}.dispatchEvent(new Event('mute'))")
    expect(page.locator("#notice")).to_contain_text("Le micro est coupé")
    page.evaluate(f"{track}.dispatchEvent(new Event('unmute'))")
    expect(page.locator("#notice")).to_be_hidden()

    # As after a closed lid: sound stands still until the page sets it going again.
    page.evaluate(
        "() => { AudioContext.prototype.resume = async () => {}; kept.AudioContext.forEach((each) => each.suspend()); }"
    )
    expect(page.locator("#silent")).to_be_visible()
    page.evaluate("delete AudioContext.prototype.resume")
    expect(page.locator("#silent")).to_be_hidden()

    page.evaluate(f"{SOCKET}.close()")
    expect(page.locator("#paused")).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator("#paused")).to_be_hidden()

    held, loop = threading.Event(), house.rehearsing._loop
    assert loop is not None
    loop.call_soon_threadsafe(held.wait, 30)
    expect(page.locator("#slow")).to_be_visible()
    held.set()
    expect(page.locator("#slow")).to_be_hidden()

    page.evaluate(f"{track}.dispatchEvent(new Event('ended'))")
    expect(page.locator("#lobby")).to_contain_text("La séance vous attend")
    expect(page.locator("#notice")).to_contain_text("Le micro a disparu")
    page.locator("#allow").click()
    page.locator("#begin").click()
    expect(page.locator("#voice")).to_have_text("on vous entend", timeout=30_000)
    to_the_end(page)
    stored = house.stored()
    assert stored.record is not None
    assert len(stored.record.answers) == 1


def test_the_button_that_begins_stays_under_the_pointer(hearing: Browser, visit: Visit) -> None:
    """The microphones to choose from appear with it: later, they would push it away in the midst of a click."""
    page = visit(browser=hearing)
    choose(page)
    page.evaluate(_SLOW_DEVICES)
    page.locator("#allow").click()
    page.locator("#begin").hover()
    page.mouse.down()
    expect(page.locator("#devices")).to_be_visible()
    page.mouse.up()
    expect(page.locator("#lobby")).to_be_hidden(timeout=30_000)


def test_an_answer_is_paused_and_redone(hearing: Browser, visit: Visit, house: House) -> None:
    page = visit(browser=hearing)
    choose(page)
    begin(page)
    page.keyboard.press("p")
    expect(page.locator("#paused")).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator("#paused")).to_be_hidden()
    expect(page.locator("#card")).to_be_visible(timeout=40_000)
    page.keyboard.press("r")
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#card-since")).to_contain_text("première prise", timeout=40_000)
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_be_visible(timeout=40_000)
    stored = house.stored()
    assert stored.record is not None
    assert [each.name for each in stored.recordings] == ["ouverture-take1", "ouverture-take2"]


def test_a_card_is_answered_aloud_an_idea_claimed_and_the_card_rated(
    hearing: Browser, visit: Visit
) -> None:
    page = visit("drill?scenario=glossaire&count=1", browser=hearing)
    page.locator("details[open] [name=spoken]").click()
    page.locator("#allow").click()
    page.locator("#begin").click()
    expect(page.locator("#turn")).to_be_visible(timeout=30_000)
    expect(page.locator("#card")).to_be_visible(timeout=40_000)
    claim = page.locator("#card-claims button").first
    claim.click()
    expect(claim).to_have_attribute("aria-pressed", "true", timeout=40_000)
    well_made(page)
    page.keyboard.press("q")
    page.locator("#leave").click()
    expect(page.locator("#result-left")).to_be_visible(timeout=40_000)
    page.goto(page.url.replace("rehearsal", "drill/learnt"))
    well_made(page)
    page.locator(".rated button").last.click()
    expect(page.locator(".rated button").last).to_have_attribute("aria-pressed", "true")


def test_a_microphone_that_is_denied_is_said_and_asked_for_again(
    hearing: Browser, visit: Visit
) -> None:
    page = visit(browser=hearing, allowed=False)
    choose(page)
    page.locator("#allow").click()
    expect(page.locator("#notice")).to_contain_text(
        "ne laisse pas cette page entendre", timeout=2_000
    )
    expect(page.locator("#begin")).to_be_hidden()
    page.context.grant_permissions(["microphone"])
    page.locator("#allow").click()
    expect(page.locator("#begin")).to_be_visible()
    expect(page.locator("#notice")).to_be_hidden()


def test_a_machine_without_a_microphone_is_told(chromium: Browser, visit: Visit) -> None:
    page = visit(browser=chromium)
    choose(page)
    page.locator("#allow").click()
    expect(page.locator("#notice")).to_contain_text("Aucun micro trouvé")


def test_a_second_tab_is_told_and_the_first_gives_way(hearing: Browser, visit: Visit) -> None:
    page = visit(browser=hearing)
    choose(page)
    begin(page)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#elsewhere")).to_be_visible()
    other.locator("#take-over").click()
    expect(other.locator("#lobby")).to_contain_text("La séance vous attend")
    expect(page.locator("#elsewhere")).to_be_visible()
    expect(page.locator("#live")).to_be_hidden()


@in_the_midst
def test_a_server_that_is_gone_is_said_and_what_was_said_is_kept(
    hearing: Browser, visit: Visit, house: House
) -> None:
    page = visit(browser=hearing, quiet=False)
    choose(page)
    begin(page)
    expect(page.locator("#voice")).to_have_text("on vous entend", timeout=30_000)
    house.server.end()
    expect(page.locator("#lost")).to_be_visible(timeout=40_000)
    house.thread.join(15)
    with open_store(house.folder, "reading") as store:
        (cut_off,) = store.unfinished()
    assert [each.on_disk for each in cut_off.recordings] == [True]


@pytest.mark.parametrize("house", [Waits(idle_s=0.5)], indirect=True, ids=["short"])
def test_the_server_ends_after_the_last_tab(hearing: Browser, visit: Visit, house: House) -> None:
    page = visit(browser=hearing)
    # A reload could take longer than the server waits; a second socket shows that it counts this tab.
    page.evaluate(
        "url => new Promise((counted) => { (window.held = new WebSocket(url)).onopen = () => counted(); })",
        f"{house.door.address.replace('http', 'ws', 1)}tab",
    )
    page.close()
    house.thread.join(30)
    assert not house.thread.is_alive()
