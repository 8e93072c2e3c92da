from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interviewer.domain import Notice
from interviewer.tts.process import VoiceProcess
from interviewer.tts.speaker import Reports

# Does what the text it is to say tells it, and writes down every text it gets.
CHILD = """
import json, os, sys, time
folder = sys.argv[1]
def tell(**body):
    print(json.dumps(body), flush=True)
def first_time(name):
    try:
        os.close(os.open(os.path.join(folder, name), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True
for line in sys.stdin:
    request = json.loads(line)
    with open(os.path.join(folder, "log"), "a", encoding="utf-8") as log:
        log.write(f"{os.getpid()}\\t{request.get('text', request.get('id', '?'))}\\n")
    text = request.get("text", "")
    if "crash once" in text and first_time("crashed"):
        sys.exit("out of breath")
    elif "always crash" in text:
        print("noise\\nno  more\\tbreath\\n", file=sys.stderr)
        sys.exit(7)
    elif "vanish" in text:
        sys.exit(9)
    elif "hang" in text:
        time.sleep(600)
    elif "nonsense" in text:
        print("ALSA lib: hello", flush=True)
    elif "no device" in text:
        tell(failed="device", reason="Error querying device -1")
    elif "stall" in text:
        tell(failed="stalled", reason="the stream ended")
    elif request["do"] == "voices":
        tell(voices=[["roa/fr", "French (France)", "fr-fr"]], missing=[])
    else:
        tell(done=True)
"""


class FakeChild:
    """A child process without a voice, and what it was asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        script = folder / "child.py"
        script.write_text(CHILD)
        self.command = (sys.executable, str(script), str(folder))

    def log(self) -> list[tuple[str, str]]:
        """Process number and text of each request."""
        lines = (self._folder / "log").read_text(encoding="utf-8").splitlines()
        return [(pid, text) for pid, _, text in (line.partition("\t") for line in lines)]

    def texts(self) -> list[str]:
        return [text for _, text in self.log()]

    def await_text(self, text: str) -> None:
        """Until the child was asked to say ``text``."""
        while not ((self._folder / "log").exists() and text in self.texts()):
            threading.Event().wait(0.01)


class Heard:
    """What a speaker reports, in order."""

    def __init__(self) -> None:
        self.news: queue.SimpleQueue[int | Notice] = queue.SimpleQueue()
        self.reports = Reports(self.news.put, self.news.put)

    def next(self) -> int | Notice:
        return self.news.get(timeout=30)

    def nothing_more(self) -> bool:
        return self.news.empty()


@pytest.fixture
def child(tmp_path: Path) -> FakeChild:
    return FakeChild(tmp_path)


@pytest.fixture
def make_process(child: FakeChild) -> Iterator[Callable[[], VoiceProcess]]:
    made: list[VoiceProcess] = []

    def make() -> VoiceProcess:
        made.append(VoiceProcess(child.command))
        return made[-1]

    yield make
    for process in made:
        process.close()


@pytest.fixture
def heard() -> Heard:
    return Heard()
