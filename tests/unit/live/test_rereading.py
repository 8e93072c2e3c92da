"""Closed recordings are read whole by the thread that transcribes, and nobody waits for that."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interviewer.domain import (
    SAMPLE_RATE,
    Chunk,
    ListenRequest,
    Span,
    Take,
    Transcript,
    Vocabulary,
    Word,
)
from interviewer.errors import AudioError, ModelError
from interviewer.live.rereading import Rereadings
from interviewer.live.transcriber import LiveTakes
from interviewer.recordings import Heard
from interviewer.session.events import ReadWhole

WINDOWS = 3
FILE = Path("q1-take1.wav")


def take_of(text: str, file: Path = FILE) -> Take:
    return Take(file, 9.0, (Span(0.2, 7.0),), Transcript("fr", (Word(text, 0.2, 7.0, 0.9),)))


def chunk(start_s: float, end_s: float) -> Chunk:
    return Chunk(start_s, np.zeros(round((end_s - start_s) * SAMPLE_RATE), np.float32))


class Reader:
    """In the place of reading a file: three calls of the model, each made when it may be."""

    def __init__(self) -> None:
        self.begun: queue.Queue[str] = queue.Queue()
        self.may = threading.Semaphore(0)
        self.fails: Exception | None = None

    def __call__(
        self, heard: Take, transcriber: Any, vocabulary: Vocabulary, give_way: Callable[[], None]
    ) -> Take:
        for window in range(WINDOWS):
            self.begun.put(f"{heard.audio.stem} {window}")
            assert self.may.acquire(timeout=10.0)
            if self.fails is not None:
                raise self.fails
            give_way()
        return take_of("relu", heard.audio)


class Told:
    """What is posted to the session."""

    def __init__(self) -> None:
        self.events: queue.Queue[ReadWhole] = queue.Queue()

    def post(self, make: Callable[[float], Any]) -> None:
        self.events.put(make(0.0))

    def next(self) -> ReadWhole:
        return self.events.get(timeout=10.0)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    reader = Reader()
    monkeypatch.setattr("interviewer.live.rereading.read_whole", reader)
    return reader


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def takes(
    scripted: Any, kept: Any, told: Told, make_request: Callable[..., ListenRequest], reader: Reader
) -> Iterator[LiveTakes]:
    takes = LiveTakes(lambda: scripted, Vocabulary("fr"), kept, told.post)
    takes.opened(make_request("q2-take1"), Path("q2-take1.wav"))
    yield takes
    scripted.may.set()
    reader.may.release(100)
    takes.close()


def test_the_whole_reading_is_the_take_once_it_is_told(
    takes: LiveTakes, told: Told, reader: Reader, kept: Any
) -> None:
    takes.reread("q1-take1", take_of("entendu"))
    reader.may.release(WINDOWS)
    assert told.next() == ReadWhole(0.0, "q1-take1")
    assert takes.take("q1-take1").transcript.text == "relu"
    assert kept.log[-1] == ("transcribed", "q1-take1")


def test_a_chunk_of_the_next_answer_waits_for_one_call_of_the_model_at_most(
    takes: LiveTakes, told: Told, reader: Reader, scripted: Any
) -> None:
    takes.reread("q1-take1", take_of("entendu"))
    for window in range(WINDOWS):
        assert reader.begun.get(timeout=10.0) == f"q1-take1 {window}"
        # It comes in the midst of a call, and goes before the next one.
        takes.tail("q2-take1", chunk(window, window + 1))
        assert scripted.begun.empty()
        reader.may.release()
        assert scripted.begun.get(timeout=10.0) == window
    assert told.next() == ReadWhole(0.0, "q1-take1")
    assert len(scripted.asked) == WINDOWS


def test_nothing_is_read_whole_while_a_chunk_waits(
    takes: LiveTakes, reader: Reader, scripted: Any
) -> None:
    scripted.may.clear()
    takes.chunk("q2-take1", chunk(0, 1))
    takes.reread("q1-take1", take_of("entendu"))
    takes.chunk("q2-take1", chunk(1, 2))
    scripted.may.set()
    assert reader.begun.get(timeout=10.0) == "q1-take1 0"
    assert [each.start_s for each in scripted.asked] == [0, 1]


def test_recordings_are_read_in_the_order_asked_for(
    takes: LiveTakes, told: Told, reader: Reader
) -> None:
    names = [f"q1-take{number}" for number in range(1, 4)]
    for name in names:
        takes.reread(name, take_of("entendu", Path(f"{name}.wav")))
    reader.may.release(3 * WINDOWS)
    assert [told.next().recording for _ in names] == names


@pytest.mark.parametrize("error", [AudioError("gone"), OSError(5), ValueError("a fault of ours")])
def test_what_cannot_be_read_is_told_and_leaves_the_first_reading(
    takes: LiveTakes, told: Told, reader: Reader, error: Exception
) -> None:
    takes.chunk("q2-take1", chunk(0, 2))
    takes.closed("q2-take1", Heard(FILE, 2.0, (Span(0.0, 2.0),)))
    heard = takes.take("q2-take1")
    reader.fails = error
    reader.may.release()
    takes.reread("q2-take1", heard)
    assert told.next() == ReadWhole(0.0, "q2-take1", failed=True)
    assert takes.take("q2-take1") == heard


def test_a_recogniser_that_fails_meanwhile_reads_nothing_more(
    takes: LiveTakes, told: Told, reader: Reader, scripted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise ModelError("no memory")

    for name in ("q1-take1", "q1-take2"):
        takes.reread(name, take_of("entendu"))
    assert reader.begun.get(timeout=10.0)
    monkeypatch.setattr(scripted, "transcribe", fail)
    takes.chunk("q2-take1", chunk(0, 2))
    takes.closed("q2-take1", Heard(FILE, 2.0, (Span(0.0, 2.0),)))
    reader.may.release(WINDOWS)
    # Who waits for the answer is told why, and who waits for the readings that none comes.
    assert {told.next(), told.next()} == {
        ReadWhole(0.0, name, failed=True) for name in ("q1-take1", "q1-take2")
    }
    with pytest.raises(ModelError, match="no memory"):
        takes.take("q2-take1")
    takes.reread("q1-take3", take_of("entendu"))
    assert told.next() == ReadWhole(0.0, "q1-take3", failed=True)


def test_closing_waits_for_the_window_under_way_and_no_more(
    scripted: Any, kept: Any, told: Told, reader: Reader
) -> None:
    takes = LiveTakes(lambda: scripted, Vocabulary("fr"), kept, told.post)
    takes.reread("q1-take1", take_of("entendu"))
    assert reader.begun.get(timeout=10.0) == "q1-take1 0"
    threading.Timer(0.02, reader.may.release).start()
    takes.close()
    assert reader.begun.empty()


def test_where_nothing_was_said_there_is_nothing_to_read(told: Told) -> None:
    silent = Take(Path("never there.wav"), 9.0, (), Transcript("fr", ()))
    rereadings = Rereadings(Vocabulary("fr"), told.post)
    rereadings.ask("q1-take1", silent)
    assert rereadings.read_next(None, lambda: None)  # type: ignore[arg-type]  # it is not asked
    assert told.next() == ReadWhole(0.0, "q1-take1")
    assert rereadings.take("q1-take1") is silent
