"""The pages around a rehearsal in Chromium: seen, pressed, dropped on, at phone width and on a dark laptop.

One server for all, whose clock runs twenty times as fast. Scripted: what is recognised. A page that asks for
anything beyond this machine, writes to the console or breaks its policy fails its test.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from interviewer import api
from interviewer.asr.catalog import Weights
from interviewer.domain import SessionChoice
from interviewer.history.record import keep_answers
from interviewer.history.store import open_store
from interviewer.rehearsal import SessionOptions
from interviewer.scenario.library import load
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


def seen(page: Page) -> None:
    """The page as it is open, well made at every width, light and dark."""
    for look in (PHONE, LAPTOP):
        page.set_viewport_size(look["viewport"])  # type: ignore[arg-type]
        page.emulate_media(color_scheme=look["color_scheme"])  # type: ignore[arg-type]
        well_made(page)
    page.set_viewport_size({"width": 820, "height": 1180})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def until(page: Page, condition: str) -> None:
    """As ``wait_for_function``, which the pages' policy does not let evaluate texts."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never so: {condition}")


@pytest.fixture(scope="module")
def kept(door: Door) -> list[str]:
    """Two sessions of one pitch, scored and kept; their ids."""
    del door  # where they are kept
    scenario, ids = load("pitch-20s"), []
    for said in (SAID, "Bonjour."):
        replayed = api.replay(scenario, ANSWER, Parrot(said))
        with open_store() as store:
            now, choice = datetime.now().astimezone(), SessionChoice()
            log = store.begin("replay", scenario, choice, replayed.scorecard.engine, now=now)
            answers, others = replayed.scorecard.answers, replayed.other_takes
            keep_answers(log, scenario, answers, set_aside=others, choice=choice, now=now)
        ids.append(log.id)
    return ids


def test_every_page_is_well_made(visit: Visit, door: Door, kept: list[str]) -> None:
    one, other = kept
    page = visit()
    for path in (
        *("", "rehearse", "timer", "drill?scenario=glossaire", "notes", "history"),
        f"history/compare?session={one}&session={other}",
        *("progress", f"sessions/{one}", f"sessions/{one}/delete", f"sessions/{one}/report"),
    ):
        page.goto(door.address + path)
        expect(page.locator("h1").first).to_be_attached()
        seen(page)


def test_a_coachs_file_is_chosen_or_dropped_on_the_page_of_a_session(
    visit: Visit, kept: list[str]
) -> None:
    comment = {"answer": "ouverture", "at_s": 1.0, "text": "Plus lentement."}
    said = {"schema": "interviewer.comments/1", "session": kept[0], "coach": "Mme Durand"}
    file = json.dumps({**said, "comments": [comment], "marks": []})
    page = visit(f"sessions/{kept[0]}")
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "retour.json"));
          dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
        }""",
        file[:50],
    )
    expect(page.locator("#told")).to_contain_text(
        "retour.json n’est pas un fichier de commentaires"
    )
    expect(page.locator("#read")).to_be_hidden()
    sent = {"name": "retour.json", "mimeType": "application/json", "buffer": file.encode()}
    page.locator("#file").set_input_files(sent)  # type: ignore[arg-type]
    expect(page.locator("#told")).to_contain_text("Repris de Mme Durand")
    page.locator("#read").click()
    expect(page.locator("body")).to_contain_text("Plus lentement.")


def test_a_recording_is_made_on_the_page_and_scored(
    visit: Visit, hearing: Browser, chromium: Browser
) -> None:
    page = visit("score", browser=chromium, allowed=False)
    page.locator("#recorder summary").click()
    page.locator("#record").click()
    expect(page.locator("#heard")).to_contain_text("Aucun micro")
    page = visit("score", browser=hearing)
    page.locator("#scenario").select_option("pitch-20s")
    page.locator("#recorder summary").click()
    page.locator("#said").select_option("ouverture")
    for seconds in ("0:01", "0:06"):
        page.locator("#record").click()
        expect(page.locator("#recorded")).to_have_text(seconds, timeout=30_000)
        expect(page.locator("#go")).to_be_disabled()
        page.locator("#record").click()
    expect(page.locator("#list li")).to_have_count(2)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("#list .remove").first.click()
    expect(page.locator("#list li")).to_have_count(2)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#list .remove").first.click()
    expect(page.locator("#list b")).to_have_text(["ouverture.wav"])
    seen(page)
    page.locator("#go").click()
    expect(page.locator("#outcome")).to_be_visible(timeout=30_000)
    expect(page.locator("#list li .gain")).to_be_visible()
    # It is in the history with its sound, and does not wait on the page any more.
    page.locator("#report").click()
    expect(page.locator("audio").first).to_be_attached()
    page = visit("score", browser=hearing)
    expect(page.locator("#scenario")).to_be_visible()
    expect(page.locator("#list li")).to_have_count(0)


def test_what_is_recorded_on_a_page_that_falls_is_offered_the_next_time(
    visit: Visit, hearing: Browser
) -> None:
    page = visit("score", browser=hearing)
    page.locator("#scenario").select_option("pitch-20s")
    page.locator("#recorder summary").click()
    page.locator("#said").select_option("ouverture")
    page.locator("#record").click()
    expect(page.locator("#recorded")).to_have_text("0:06", timeout=30_000)
    page.close(run_before_unload=False)
    page = visit("score", browser=hearing)
    expect(page.locator("#list b")).to_have_text(["ouverture.wav"])
    expect(page.locator("#list")).to_contain_text("enregistré ici auparavant")
    expect(page.locator("#go")).to_be_disabled()
    page.locator("#scenario").select_option("pitch-20s")
    page.locator("#list .take").click()
    expect(page.locator("#list li")).to_have_count(1)
    seen(page)
    page.locator("#go").click()
    expect(page.locator("#outcome")).to_be_visible(timeout=30_000)
    expect(page.locator("#total")).to_contain_text("/ 100")


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


def test_the_timer_scrolls_a_text_to_its_end(visit: Visit) -> None:
    page = visit("timer", **PHONE)
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
    seen(page)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#phase")).to_have_text("Fin")
    page.keyboard.press("+")
    expect(page.locator("#time")).to_contain_text("1:15")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-stage", "paused")
    page.locator("[data-key=q]").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    seen(page)


def test_the_timer_sounds_fills_the_screen_and_keeps_it_on(visit: Visit) -> None:
    page = visit("timer", **LAPTOP)
    form = page.locator("form", has=page.locator("#phases"))
    form.locator("#phases").fill("début 40s, fin 30min")
    form.get_by_role("button").click()
    page.locator("#full").check()
    # Forty times as fast, two of them may fall into one drawing, which gives the last.
    with page.expect_response("**/timer/tone/*"):
        page.locator("#begin").click()
    assert page.evaluate("document.fullscreenElement === document.documentElement")
    on = "kept.locks.filter((each) => !each.released).length"
    until(page, f"{on} === 1")
    page.keyboard.press("Space")
    expect(page.locator("body")).to_have_attribute("data-stage", "paused")
    until(page, f"{on} === 0")
    page.keyboard.press("Space")
    until(page, f"{on} === 1")
    # As a browser lets go of it while the page is hidden.
    page.evaluate("kept.locks.at(-1).release()")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    until(page, f"{on} === 1")
    page.keyboard.press("q")
    page.wait_for_url("**/timer/result")


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
