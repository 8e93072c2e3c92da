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
    EngineInfo,
    ListenRequest,
    Notice,
    Span,
    Vocabulary,
)
from interviewer.errors import ModelError
from interviewer.live.transcriber import LiveTakes
from interviewer.recordings import Heard

FILE = Path("q1-take1.wav")
HEARD = Heard(FILE, 9.0, (Span(0.2, 1.8), Span(5.0, 7.0)), (Notice("x"),))


def chunk(start_s: float, end_s: float) -> Chunk:
    return Chunk(start_s, np.zeros(round((end_s - start_s) * SAMPLE_RATE), np.float32))


def untold(event: Any) -> None:
    raise AssertionError(f"{event(0.0)}: nothing was to be read whole")


@pytest.fixture
def takes(
    scripted: Any, kept: Any, make_request: Callable[..., ListenRequest]
) -> Iterator[LiveTakes]:
    takes = LiveTakes(lambda: scripted, Vocabulary("fr"), kept, untold)
    takes.opened(make_request(), FILE)
    yield takes
    scripted.may.set()
    takes.close()


def test_a_take_holds_its_words_in_order_at_the_times_of_speech(
    takes: LiveTakes, kept: Any
) -> None:
    takes.chunk("q1-take1", chunk(0, 2))
    takes.chunk("q1-take1", chunk(5, 7))
    takes.closed("q1-take1", HEARD)
    take = takes.take("q1-take1")
    assert take.transcript.text == "0.0-2.0 5.0-7.0"
    assert [(word.start_s, word.end_s) for word in take.transcript.words] == [(0.2, 1.8), (5, 7)]
    assert (take.audio, take.duration_s, take.speech) == (FILE, 9.0, HEARD.speech)
    assert take.notices == HEARD.notices
    assert kept.log == [(step, "q1-take1") for step in ("opened", "closed", "transcribed")]


def test_a_take_waits_for_its_end(takes: LiveTakes, scripted: Any) -> None:
    scripted.may.clear()
    takes.chunk("q1-take1", chunk(0, 2))
    timers = [
        threading.Timer(0.02, takes.closed, ("q1-take1", HEARD)),
        threading.Timer(0.04, scripted.may.set),
    ]
    for timer in timers:
        timer.start()
    assert takes.take("q1-take1").transcript.text == "0.0-2.0"
    for timer in timers:
        timer.join()


def test_the_tail_is_decoded_in_advance_and_only_once(takes: LiveTakes, scripted: Any) -> None:
    takes.tail("q1-take1", chunk(0, 2))
    assert scripted.begun.get(timeout=10.0) == 0
    takes.chunk("q1-take1", chunk(0, 2))
    takes.closed("q1-take1", HEARD)
    assert takes.take("q1-take1").transcript.text == "0.0-2.0"
    assert len(scripted.asked) == 1


def test_a_tail_after_which_speech_went_on_is_decoded_with_what_followed(
    takes: LiveTakes, scripted: Any
) -> None:
    takes.tail("q1-take1", chunk(0, 2))
    assert scripted.begun.get(timeout=10.0) == 0
    takes.no_tail("q1-take1")
    takes.chunk("q1-take1", chunk(0, 7))
    takes.closed("q1-take1", HEARD)
    assert takes.take("q1-take1").transcript.text == "0.0-7.0"


def test_a_tail_overtaken_before_its_turn_is_not_decoded(takes: LiveTakes, scripted: Any) -> None:
    scripted.may.clear()
    takes.chunk("q1-take1", chunk(0, 2))
    takes.tail("q1-take1", chunk(5, 6))
    takes.no_tail("q1-take1")
    takes.chunk("q1-take1", chunk(5, 7))
    takes.closed("q1-take1", HEARD)
    scripted.may.set()
    assert takes.take("q1-take1").transcript.text == "0.0-2.0 5.0-7.0"
    assert [each.duration_s for each in scripted.asked] == [2, 2]


SETTLED = Heard(FILE, 3.5, HEARD.speech[:1])


def test_a_settled_recording_has_its_take_before_it_is_closed(
    takes: LiveTakes, scripted: Any, kept: Any
) -> None:
    takes.settled("q1-take1", SETTLED, chunk(0, 2))
    take = takes.take("q1-take1")
    assert (take.transcript.text, take.duration_s) == ("0.0-2.0", 3.5)
    assert ("closed", "q1-take1") not in kept.log
    takes.chunk("q1-take1", chunk(0, 2))
    takes.closed("q1-take1", HEARD)
    assert takes.take("q1-take1").duration_s == 9.0
    assert len(scripted.asked) == 1


def test_the_chunk_may_come_while_the_rest_is_waited_for(takes: LiveTakes, scripted: Any) -> None:
    scripted.may.clear()
    takes.settled("q1-take1", SETTLED, chunk(0, 2))
    takes.chunk("q1-take1", chunk(0, 2))
    scripted.may.set()
    assert takes.take("q1-take1").transcript.text == "0.0-2.0"
    assert len(scripted.asked) == 1


def test_an_answer_taken_up_again_is_decoded_whole(takes: LiveTakes) -> None:
    takes.settled("q1-take1", SETTLED, chunk(0, 2))
    assert takes.take("q1-take1").transcript.text == "0.0-2.0"
    takes.no_tail("q1-take1")
    takes.settled("q1-take1", HEARD, chunk(0, 7))
    assert takes.take("q1-take1").transcript.text == "0.0-7.0"


def test_what_seemed_the_end_is_told_although_speech_went_on(
    takes: LiveTakes, scripted: Any
) -> None:
    scripted.may.clear()
    takes.chunk("q1-take1", chunk(0, 2))
    takes.settled("q1-take1", HEARD, chunk(5, 7))
    takes.no_tail("q1-take1")
    timer = threading.Timer(0.02, scripted.may.set)
    timer.start()
    assert takes.take("q1-take1").transcript.text == "0.0-2.0 5.0-7.0"
    timer.join()


def test_what_is_glanced_at_is_there_before_the_chunks_are_read(
    takes: LiveTakes, scripted: Any, kept: Any
) -> None:
    takes.look("q1-take1", chunk(0, 2))
    takes.chunk("q1-take1", chunk(0, 2))
    assert scripted.begun.get(timeout=10.0) == 0
    scripted.may.clear()
    takes.look("q1-take1", chunk(5, 7))
    takes.chunk("q1-take1", chunk(5, 7))
    takes.closed("q1-take1", HEARD)
    assert scripted.begun.get(timeout=10.0) == 5
    glanced = takes.glance("q1-take1")
    assert glanced is not None
    assert glanced.transcript.text == "0.0-2.0 5.0~7.0"
    assert (glanced.speech, glanced.notices) == (HEARD.speech, HEARD.notices)
    assert ("transcribed", "q1-take1") not in kept.log
    scripted.may.set()
    assert takes.take("q1-take1").transcript.text == "0.0-2.0 5.0-7.0"
    assert takes.glance("q1-take1") is None


def test_a_glance_at_a_pause_tells_how_it_ends_also_where_nothing_is_new(takes: LiveTakes) -> None:
    told: queue.Queue[str] = queue.Queue()
    takes.look("q1-take1", chunk(0, 2), told.put)
    assert told.get(timeout=10.0) == "0.0~2.0"
    takes.look("q1-take1", None, told.put)
    assert told.get(timeout=10.0) == "0.0~2.0"


def test_what_waits_to_be_glanced_at_is_read_together(takes: LiveTakes, scripted: Any) -> None:
    told: queue.Queue[str] = queue.Queue()
    scripted.may_glance.clear()
    takes.look("q1-take1", chunk(0, 2), told.put)
    assert scripted.glancing.get(timeout=10.0) == (0, 2)
    takes.look("q1-take1", chunk(2, 4), told.put)
    takes.look("q1-take1", chunk(4, 6))
    takes.look("q1-take1", chunk(6, 9))
    takes.look("q1-take1", chunk(10, 11), told.put)
    scripted.may_glance.set()
    texts = [told.get(timeout=10.0) for _ in range(3)]
    assert texts[1:] == ["0.0~2.0 2.0~6.0", "0.0~2.0 2.0~6.0 6.0~9.0 10.0~11.0"]


def test_a_glance_that_fails_leaves_it_to_the_reading(takes: LiveTakes, scripted: Any) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("no room")

    told: queue.Queue[str] = queue.Queue()
    scripted.glance = fail
    takes.look("q1-take1", chunk(0, 2), told.put)
    assert told.get(timeout=10.0) == ""
    takes.chunk("q1-take1", chunk(0, 2))
    takes.closed("q1-take1", HEARD)
    assert takes.take("q1-take1").transcript.text == "0.0-2.0"


def test_recordings_do_not_mix(
    takes: LiveTakes, make_request: Callable[..., ListenRequest]
) -> None:
    takes.opened(make_request("q1-take2"), Path("q1-take2.wav"))
    takes.chunk("q1-take1", chunk(0, 2))
    takes.chunk("q1-take2", chunk(1, 3))
    for name in ("q1-take1", "q1-take2"):
        takes.closed(name, HEARD)
    assert takes.take("q1-take2").transcript.text == "1.0-3.0"
    assert takes.take("q1-take1").transcript.text == "0.0-2.0"


def test_the_engine_is_known_once_loaded(takes: LiveTakes) -> None:
    assert takes.engine == EngineInfo("scripted", "none")


def test_a_recogniser_that_cannot_be_loaded_is_told_to_those_who_wait(
    kept: Any, make_request: Callable[..., ListenRequest]
) -> None:
    def fail() -> Any:
        raise ModelError("no weights")

    takes = LiveTakes(fail, Vocabulary("fr"), kept, untold)
    takes.opened(make_request(), FILE)
    takes.chunk("q1-take1", chunk(0, 2))
    takes.closed("q1-take1", HEARD)
    with pytest.raises(ModelError, match="no weights"):
        takes.take("q1-take1")
    with pytest.raises(ModelError, match="no weights"):
        _ = takes.engine
    takes.close()
    assert ("closed", "q1-take1") in kept.log


def test_closing_leaves_what_has_not_begun(scripted: Any, kept: Any, make_request: Any) -> None:
    scripted.may.clear()
    takes = LiveTakes(lambda: scripted, Vocabulary("fr"), kept, untold)
    takes.opened(make_request(), FILE)
    for start_s in range(5):
        takes.chunk("q1-take1", chunk(start_s, start_s + 1))
    threading.Timer(0.05, scripted.may.set).start()
    takes.close()
    assert len(scripted.asked) <= 1
