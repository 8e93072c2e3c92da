"""``python -m benchmarks.web``: the pages in a real Chromium, for longer than tests may take.

``pitch``: the pitch of three minutes, spoken by its recordings through a microphone made from a file, with the
real recogniser and voice: how soon a card or a reply is there after Enter, whether a sample was lost, whether the scores are
those of a replay. ``--busy``: while both cores are at work on something else.

``page``: how large the page is, and how soon it is ready.

``shots FOLDER``: the pages at three widths, to be looked at.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from playwright.sync_api import Page, Response, sync_playwright

from interviewer.asr.catalog import Weights
from interviewer.asr.engine import obtain_weights, open_engine
from interviewer.audio.microphone import Losses
from interviewer.audio.reader import open_recording
from interviewer.cli.web import renderer
from interviewer.domain import SAMPLE_RATE, Samples, Vocabulary
from interviewer.history.store import open_store
from interviewer.recordings import transcribe_file
from interviewer.rehearsal import SessionOptions
from interviewer.scoring.answer import score_take
from interviewer.web.app import Running, build
from interviewer.web.guard import Door
from interviewer.web.pages import Site
from interviewer.web.rehearsing import Rehearsing
from interviewer.web.serve import Server, listen
from interviewer.web.session import Means

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "audio_fixtures" / "pitch-3min"
PHASES = ("intro", "anecdote", "punchlines", "questions", "closing")
REPLIED = "questions"
"""The phase in which the interviewer replies."""
GAP_S = 24.0
"""Between two answers in the file: a card, a reply or a follow-up that is skipped, and the next question fit in."""
WIDTHS = {"phone": 390, "tablet": 820, "laptop": 1280}


def recorded(name: str) -> Samples:
    """The answer of that phase."""
    return np.concatenate(list(open_recording(FIXTURES / f"{name}.flac").blocks()))


@dataclass
class House:
    """The server as ``interviewer web`` starts it."""

    door: Door
    weights: Weights
    rehearsing: Rehearsing

    @property
    def losses(self) -> Losses:
        """Of the page's microphone."""
        assert self.rehearsing.room is not None
        microphone = self.rehearsing.room._microphone
        assert microphone is not None
        return microphone.losses


@contextmanager
def house(language: str = "fr") -> Iterator[House]:
    """Its history is a folder that goes afterwards."""
    weights = obtain_weights(
        "auto", "base", trust=False, progress=lambda *_: None, say=lambda _: None
    )
    folder = tempfile.mkdtemp()
    os.environ["INTERVIEWER_DATA"] = folder
    means = Means(lambda *_: weights, open_engine, renderer)
    listening = listen(0)
    door = Door(listening.getsockname()[1])
    server, started = Server(listening), threading.Event()
    rehearsing = Rehearsing(SessionOptions(), means)
    site = Site(door, "en" if language == "en" else "fr")
    app = build(site, rehearsing, Running(server.end, started.set))
    thread = threading.Thread(target=server.run, args=(app,), daemon=True)
    thread.start()
    started.wait(30)
    try:
        yield House(door, weights, rehearsing)
    finally:
        server.end()
        thread.join(20)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def browser_page(microphone: Path, width: int = 1280, scheme: str = "light") -> Iterator[Page]:
    """A page that hears ``microphone`` once, from when it is opened."""
    path = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    arguments = [
        "--no-sandbox",
        "--mute-audio",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}%noloop",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        page = browser.new_page(
            viewport={"width": width, "height": 844 if width < 500 else 800},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        page.set_default_timeout(120_000)
        yield page
        browser.close()


def written(parts: list[Samples]) -> Path:
    """``parts``, one after the other, in a file."""
    path = Path(tempfile.mkdtemp()) / "microphone.wav"
    soundfile.write(path, np.concatenate(parts), SAMPLE_RATE, subtype="PCM_16")
    return path


def quiet(seconds: float) -> Samples:
    """As a quiet room has it."""
    noise = np.random.default_rng(1).normal(0, 1e-4, round(seconds * SAMPLE_RATE))
    return noise.astype(np.float32)


def choose(page: Page, title: str, phase: str = "") -> None:
    """From the first page to that of the rehearsal."""
    page.locator("nav a").first.click()
    page.get_by_text(title).click()
    form = page.locator("details[open]")
    if phase:
        form.locator("select").select_option(phase)
    form.locator("input[name=cue]").check()
    form.locator("button.main").click()


def burn(over: float) -> None:
    """Keeps a core busy up to that moment."""
    while time.monotonic() < over:
        pass


def pitch(*, busy: bool) -> None:
    """The whole pitch."""
    answers = [recorded(name) for name in PHASES]
    parts: list[Samples] = []
    ends_s: list[float] = []
    at_s = 0.0
    for signal in answers:
        parts += [quiet(GAP_S), signal]
        at_s += GAP_S + len(signal) / SAMPLE_RATE
        ends_s.append(at_s)
    microphone = written([*parts, quiet(60)])
    burners = [
        multiprocessing.Process(target=burn, args=(time.monotonic() + at_s + 30,), daemon=True)
        for _ in range(2 if busy else 0)
    ]
    with house() as held, browser_page(microphone) as page:
        page.goto(held.door.once)
        choose(page, "Pitch de trois minutes")
        page.locator("#allow").click()
        page.locator("#begin").click()
        opened_s = time.monotonic()
        for burner in burners:
            burner.start()
        came: list[tuple[str, float]] = []
        for phase, end_s in zip(PHASES, ends_s, strict=True):
            came += after_enter(page, phase, opened_s + end_s)
        tell_cards(came)
        losses = held.losses
        print(
            f"heard {losses.seconds:.1f} s; gaps {losses.gaps}, missing {losses.missing_s:.2f} s",
            flush=True,
        )
        page.locator("#result").wait_for(timeout=900_000)
        score = page.locator("#result-score").inner_text()
        print(f"score shown: {score}")
        compare(held)


def after_enter(page: Page, phase: str, due_s: float) -> list[tuple[str, float]]:
    """Ends the answer under way once it was spoken; what came after Enter, and after how many seconds.

    A follow-up is left out, and the clock begins anew. The interviewer's reply is listened to; who asks nothing
    more presses Enter again.
    """
    page.locator("#turn").wait_for()
    wait_s = due_s + 0.3 - time.monotonic()
    if wait_s < 5:
        print(f"the turn began {5 - wait_s:.1f} s too late: the answer may be cut")
    page.wait_for_timeout(max(0.0, wait_s * 1000))
    pressed_s = time.monotonic()
    page.keyboard.press("Enter")
    came: list[tuple[str, float]] = []
    asked = page.locator('#keys [data-key="s"]')
    while not page.locator("#card").is_visible():
        if page.locator("#turn").is_hidden() and asked.is_visible():
            if phase == REPLIED and not came:
                came.append(("reply", time.monotonic() - pressed_s))
                page.locator("#turn").wait_for()
                key = "Enter"
            else:
                key = "s"
            pressed_s = time.monotonic()
            page.keyboard.press(key)
        page.wait_for_timeout(10)
    came.append(("card", time.monotonic() - pressed_s))
    page.wait_for_timeout(1500)
    page.keyboard.press("Enter")
    page.locator("#card").wait_for(state="hidden")
    return came


def tell_cards(came: list[tuple[str, float]]) -> None:
    """How soon they were there."""
    print("after Enter:", ", ".join(f"{what} {seconds:.2f} s" for what, seconds in came))
    all_s = [seconds for _, seconds in came]
    print(f"median {statistics.median(all_s):.2f} s, at most {max(all_s):.2f} s")


def compare(held: House) -> None:
    """Every score against that of a replay of its recording."""
    with open_store() as store:
        stored = store.load(store.sessions()[0].id)
    assert stored.record is not None
    engine = open_engine(held.weights)
    tasks = {task.id: (phase, task) for phase, task in stored.scenario.tasks()}
    for card in stored.record.answers:
        take = transcribe_file(
            card.take.audio, engine, Vocabulary.of(stored.scenario), lambda _: None
        )
        again = score_take(stored.scenario, *tasks[card.task.id], take)
        same = "equal" if again.score == card.score else f"OTHER: {again.score}"
        print(
            f"{card.task.id}: {card.score:.2f}, replayed {same}; {card.take.notices or 'no loss'}"
        )


def measure_page() -> None:
    """Bytes of the page of a rehearsal, and how soon it is ready."""
    with house() as held, browser_page(written([quiet(5)])) as page:
        page.goto(held.door.once)
        choose(page, "Pitch de vingt secondes")
        page.wait_for_timeout(500)
        answers: list[Response] = []
        page.on("response", lambda each: answers.append(each))
        began_s = time.monotonic()
        page.reload()
        page.locator("#allow").wait_for()
        print(f"ready after {time.monotonic() - began_s:.2f} s")
        page.wait_for_timeout(500)
        size = sum(len(each.body()) for each in answers)
        print(f"{size / 1000:.0f} kB in {len(answers)} files")


def shots(folder: Path) -> None:
    """A session at each width."""
    answer = recorded("intro")
    for name, width in WIDTHS.items():
        scheme = "dark" if name == "tablet" else "light"
        microphone = written([quiet(4), answer, quiet(60)])
        with house() as held, browser_page(microphone, width, scheme) as page:

            def shot(what: str, page: Page = page, name: str = name) -> None:
                page.screenshot(path=folder / f"browser-{what}-{name}.png")

            page.goto(held.door.once)
            shot("home")
            page.locator("nav a").first.click()
            shot("choose")
            page.go_back()
            choose(page, "Pitch de trois minutes", "intro")
            page.locator("#allow").wait_for()
            shot("lobby")
            page.locator("#allow").click()
            page.locator("#begin").click()
            for _ in range(2):
                page.locator('#keys [data-key="enter"]').wait_for()
                page.wait_for_timeout(700)
                page.keyboard.press("Enter")
            page.locator("#turn").wait_for()
            page.wait_for_timeout(9_000)
            shot("turn")
            page.locator("#card").wait_for()
            page.wait_for_timeout(300)
            shot("card")
            for _ in range(2):
                page.keyboard.press("Enter")
                page.wait_for_timeout(600)
            page.locator("#result").wait_for()
            shot("result")


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("pitch").add_argument("--busy", action="store_true")
    commands.add_parser("page")
    commands.add_parser("shots").add_argument("folder", type=Path)
    asked = parser.parse_args()
    if asked.command == "pitch":
        pitch(busy=asked.busy)
    elif asked.command == "page":
        measure_page()
    else:
        shots(asked.folder)


if __name__ == "__main__":
    main()
