"""The pages around a rehearsal in Chromium: seen, pressed, dropped on, at phone width and on a dark laptop.

One server for all, whose clock runs twenty times as fast. Scripted: what is recognised. A page that asks for
anything beyond this machine, writes to the console or breaks its policy fails its test.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from interviewer.asr.catalog import Weights
from interviewer.rehearsal import SessionOptions
from interviewer.web.app import Running, build
from interviewer.web.guard import Door
from interviewer.web.pages import Site
from interviewer.web.rehearsing import Rehearsing
from interviewer.web.serve import Server, listen
from interviewer.web.session import Means
from tests.browser.conftest import ANSWER, Visit, well_made
from tests.flow.recognisers import Parrot
from tests.flow.test_web import Beeps
from tests.flow.test_web_pages import Fast

pytestmark = pytest.mark.browser

SAID = "Bonjour, je fais de l'IA appliquée : vos équipes gagnent du temps."
PHONE: dict[str, object] = {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"}
LAPTOP: dict[str, object] = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}
PLACES = ("", "rehearse", "timer", "drill", "score", "notes", "history")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERVIEWER_DATA", str(folder / "data"))
        means = Means(
            lambda progress, say: Weights("openai-whisper", "base", folder, "pt", True),
            lambda weights: Parrot(SAID),
            Beeps,
            time=Fast(),
        )
        listening = listen(0)
        door = Door(listening.getsockname()[1])
        server, started = Server(listening), threading.Event()
        running = Running(server.end, started.set, idle_s=600)
        app = build(Site(door, "fr"), Rehearsing(SessionOptions(), means), running)
        thread = threading.Thread(target=server.run, args=(app,), daemon=True)
        thread.start()
        assert started.wait(10)
        yield door
        server.end()
        thread.join(15)
        assert not thread.is_alive()


@pytest.mark.parametrize("look", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_every_page_is_well_made(visit: Visit, door: Door, look: dict[str, object]) -> None:
    page = visit("", **look)
    for path in PLACES:
        page.goto(door.address + path)
        well_made(page)


def test_a_folder_is_scored_and_leads_to_its_report(visit: Visit, tmp_path: Path) -> None:
    folder = tmp_path / "enregistrements"
    folder.mkdir()
    (folder / "ouverture.flac").write_bytes(ANSWER.read_bytes())
    (folder / "silence.wav").write_bytes(b"")
    (folder / "<img src=x onerror=alert(1)>.txt").write_text("rien", encoding="utf-8")
    page = visit("score", **PHONE)
    page.locator("#scenario").select_option("pitch-20s")
    page.locator("#folder").set_input_files(folder)
    expect(page.locator("#list li")).to_have_count(3)
    page.locator("#go").click()
    expect(page.locator("#outcome")).to_be_visible(timeout=30_000)
    expect(page.locator("#list li", has_text="ouverture.flac").locator(".gain")).to_be_visible()
    expect(page.locator("#list li", has_text="silence.wav").locator(".loss")).to_be_visible()
    well_made(page)
    page.locator("#report").click()
    expect(page.locator("article")).to_have_count(1)
    # A coach who sits here writes in it as in a file.
    page.locator("#coach summary").click()
    page.locator("article .w").first.click()
    page.locator(".comment-form textarea").fill("Plus fort.")
    with page.expect_download() as download:
        page.locator("[data-save]").click()
    assert download.value.suggested_filename.endswith("-pitch-20s.json")
    page.reload()
    expect(page.locator(".desk .remarks li")).to_contain_text("Plus fort.")
    page.get_by_role("link", name="Historique").click()
    expect(page.locator("tbody tr").first).to_contain_text("Pitch de vingt secondes")
    well_made(page)


def test_files_are_dropped(visit: Visit) -> None:
    page = visit("score", **LAPTOP)
    page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File(["x"], "q1.wav"));
          carried.items.add(new File(["x"], "<b>q2</b>.mp3"));
          dispatchEvent(new DragEvent("drop", { dataTransfer: carried, cancelable: true }));
        }"""
    )
    expect(page.locator("#list li b")).to_have_text(["q1.wav", "<b>q2</b>.mp3"])
    expect(page.locator("#go")).to_be_enabled()


@pytest.mark.parametrize("look", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_timer_scrolls_a_text_to_its_end(visit: Visit, look: dict[str, object]) -> None:
    page = visit("timer", **look)
    script = page.locator("form", has=page.locator("#script"))
    script.locator("#script").fill(
        "## Ouverture (20 s)\nBonjour.\n\nVoici <b>tout</b>.\n## Fin (1 min)\nMerci."
    )
    script.get_by_label("Faire défiler").check()
    script.get_by_role("button").click()
    page.locator("#begin").click()
    expect(page.locator("#phase")).to_have_text("Ouverture")
    expect(page.locator("#text")).to_contain_text("Voici <b>tout</b>.")
    page.keyboard.press("Space")
    expect(page.locator("body")).to_have_attribute("data-stage", "paused")
    well_made(page)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#phase")).to_have_text("Fin")
    page.keyboard.press("+")
    expect(page.locator("#time")).to_contain_text("1:15")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-stage", "paused")
    page.locator("[data-key=q]").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    well_made(page)


def test_a_card_is_answered_by_the_keyboard_alone(visit: Visit) -> None:
    page = visit("drill?scenario=glossaire&count=1", **PHONE)
    page.locator("details[open] button.main").click()
    page.wait_for_url("**/drill/card")
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.type("aucune idée")
    page.keyboard.press("Enter")
    expect(page.locator(".found li").first).to_be_visible()
    well_made(page)
    page.keyboard.press("3")
    expect(page.locator("[data-key='3']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[name=next]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".learnt li")).to_have_count(1)
    well_made(page)


def test_notes_become_a_scenario_as_one_types(visit: Visit) -> None:
    page = visit("notes", **LAPTOP)
    page.locator("#notes").fill(
        "# Mon pitch\n\n## Ouverture (30 s)\n\nJe fais de l’**IA appliquée**.\n\n## Suite\n\n- un point\n"
    )
    expect(page.locator("#taken li").first).to_be_visible()
    expect(page.locator("#open")).to_contain_text("Suite")
    page.locator("#write").click()
    draft = page.locator("#draft")
    expect(page.locator("#faults .gain")).to_be_visible()
    text = draft.input_value()
    draft.fill(text.replace('"pitch"', '"poire"', 1))
    expect(page.locator("#faults .fault")).to_have_count(1)
    expect(page.locator("#save")).to_be_disabled()
    well_made(page)
    draft.fill(text)
    expect(page.locator("#save")).to_be_enabled()
    page.locator("#name").fill("mon-pitch")
    page.locator("#save").click()
    expect(page.locator("details[open] .name")).to_have_text("Mon pitch")
