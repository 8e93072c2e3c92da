from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from interviewer.audio.microphone import Losses, Opened
from interviewer.audio.recorder import WavRecorder
from interviewer.domain import Chunk, ListenRequest, Notice
from interviewer.errors import AudioError, MissingError
from interviewer.live.events import LiveEvents, SessionClock
from interviewer.live.hours import Hours
from interviewer.live.listener import LiveListener
from interviewer.live.ports import ListenSettings, Outlets
from interviewer.recordings import Heard
from interviewer.session.events import AnswerEnded, Event, SpeechResumed, SpeechStarted


@pytest.fixture
def hours() -> Hours:
    """Listened from 10 to 20 and from 30 on."""
    hours = Hours()
    hours.open(10.0)
    hours.close(20.0)
    hours.open(30.0)
    return hours


@pytest.mark.parametrize(
    ("start_s", "end_s", "covered"),
    [
        (9.0, 10.0, False),
        (9.9, 10.1, True),
        (12.0, 13.0, True),
        (19.9, 20.1, True),
        (20.0, 20.1, False),
        (25.0, 30.0, False),
        (29.9, 30.1, True),
        (99.0, 99.1, True),
    ],
)
def test_blocks(hours: Hours, start_s: float, end_s: float, covered: bool) -> None:
    assert hours.cover(start_s, end_s) is covered


def test_the_end(hours: Hours) -> None:
    hours.close(40.0)
    hours.close(41.0)
    assert hours.ended_s == 40.0
    assert not hours.cover(40.0, 40.1)


def test_no_end_while_it_goes_on_or_before_it_began(hours: Hours) -> None:
    assert Hours().ended_s is None
    assert hours.ended_s is None


LOUD = 0.5


class LoggingSink:
    """Remembers; what is said before every pause is ``says``."""

    def __init__(self) -> None:
        self.says = "C'est fini."
        self.log: list[tuple[Any, ...]] = []
        self.looked: list[tuple[float, float] | None] = []
        """What was to be glanced at, from when to when; None where nothing was new before a pause."""
        self.heard: dict[str, Heard] = {}

    def opened(self, request: ListenRequest, path: Path) -> None:
        self.log.append(("opened", request.recording))

    def chunk(self, name: str, chunk: Chunk) -> None:
        self.log.append(("chunk", round(chunk.start_s, 1), round(chunk.duration_s, 1)))

    def look(
        self, name: str, chunk: Chunk | None, on_text: Callable[[str], None] | None = None
    ) -> None:
        span = None if chunk is None else (round(chunk.start_s, 1), round(chunk.end_s, 1))
        self.looked.append(span)
        if on_text is not None:
            self.on_text = on_text
            on_text(self.says)

    def tail(self, name: str, chunk: Chunk) -> None:
        self.log.append(("tail", round(chunk.start_s, 1), round(chunk.duration_s, 1)))

    def no_tail(self, name: str) -> None:
        self.log.append(("no tail",))

    def settled(self, name: str, heard: Heard, rest: Chunk | None) -> None:
        self.log.append(("settled", None if rest is None else round(rest.duration_s, 1)))
        self.heard[name] = heard

    def closed(self, name: str, heard: Heard) -> None:
        self.log.append(("closed", name))
        self.heard[name] = heard


class Desk:
    """A listener with all around it."""

    def __init__(self, source: Any, clock: Any, folder: Path, make_detector: Any) -> None:
        self.source = source
        self.sink = LoggingSink()
        self.notices: list[Notice | None] = []
        self.lines: list[Notice] = []
        self.near: list[float] = []
        self.events = LiveEvents(SessionClock(clock), poll_s=0.01)
        self.folder = folder
        self.slept_s = 0.0
        self._clock = clock
        self.listener = LiveListener(
            source,
            Outlets(
                self.events,
                self.sink,
                self.notices.append,
                self.lines.append,
                self.near.append,
            ),
            ListenSettings(
                "fr",
                folder,
                make_detector,
                clock,
                self._wait,
                slept=lambda: self.slept_s,
                patience_s=1.5,
            ),
        )
        self._heard_later = False

    def stop(self) -> None:
        """The session stops the listener; a block heard later tells it that none is missing."""
        self._heard_later = True
        self.listener.stop()
        self._heard_later = False
        self.source.hear(0.0)  # All of that is dealt with, and no part of what is recorded next.

    def _wait(
        self, changed: threading.Condition, ready: Callable[[], bool], timeout_s: float
    ) -> bool:
        """Begins once the listener knows when it was stopped: what is heard now is later."""
        if self._heard_later:
            self.source.send(0.64)
        return changed.wait_for(ready, timeout_s)

    def posted(self) -> list[Event]:
        """Events so far, without waiting."""
        found: list[Event] = []
        while (event := self.events.next(0.0)) is not None:
            found.append(event)
        return found

    def seconds_on_disk(self, name: str = "q1-take1") -> float:
        return float(soundfile.info(self.folder / f"{name}.wav").duration)


@pytest.fixture
def desk(source: Any, clock: Any, tmp_path: Path, make_detector: Any) -> Iterator[Desk]:
    desk = Desk(source, clock, tmp_path, make_detector)
    yield desk
    desk.listener.close()


def test_an_answer_ends_by_silence(desk: Desk, make_request: Any) -> None:
    desk.source.hear(1.0, LOUD)  # before the turn: nobody's concern
    desk.listener.listen(7, make_request())
    desk.source.hear(0.64)
    assert [type(event) for event in desk.posted()] == []
    desk.source.hear(1.92, LOUD)
    assert [(type(event), getattr(event, "turn", 0)) for event in desk.posted()] == [
        (SpeechStarted, 7)
    ]
    desk.source.hear(1.28)
    assert desk.posted() == []
    countdown_s = desk.listener.hearing.countdown_s
    assert countdown_s is not None
    assert 0.1 < countdown_s < 0.35
    desk.source.hear(0.64)
    assert [(type(event), getattr(event, "turn", 0)) for event in desk.posted()] == [
        (AnswerEnded, 7)
    ]
    assert desk.sink.log == [
        ("opened", "q1-take1"),
        ("tail", 0.4, 2.3),
        ("settled", 2.3),
    ]
    settled = desk.sink.heard["q1-take1"]
    desk.stop()
    assert desk.sink.log[3:] == [("chunk", 0.4, 2.3), ("closed", "q1-take1")]
    assert desk.listener.hearing.state is None
    heard = desk.sink.heard["q1-take1"]
    assert settled.speech == heard.speech
    assert heard.duration_s == pytest.approx(desk.seconds_on_disk(), abs=0.001)
    (span,) = heard.speech
    assert span.start_s == pytest.approx(0.64, abs=0.04)
    assert span.end_s == pytest.approx(2.56, abs=0.04)
    assert heard.notices == ()


def test_speech_during_the_countdown_reopens_the_answer_and_nothing_is_lost(
    desk: Desk, make_request: Any
) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.92, LOUD)
    desk.source.hear(1.28)
    desk.source.hear(1.92, LOUD)
    desk.source.hear(2.56)
    assert [type(event) for event in desk.posted()] == [SpeechStarted, AnswerEnded]
    desk.stop()
    assert [entry for entry in desk.sink.log if entry[0] != "opened"] == [
        ("tail", 0.0, 2.1),
        ("no tail",),
        ("tail", 0.0, 5.3),
        ("settled", 5.3),
        ("chunk", 0.0, 5.3),
        ("closed", "q1-take1"),
    ]
    samples, _ = soundfile.read(desk.folder / "q1-take1.wav")
    assert np.count_nonzero(samples > 0.1) == pytest.approx(2 * 1.92 * 16_000, abs=1)


def test_speech_after_the_end_takes_the_answer_up_and_nothing_is_lost(
    desk: Desk, make_request: Any
) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.92, LOUD)
    desk.source.hear(1.92)
    desk.source.hear(1.92, LOUD)
    desk.source.hear(1.92)
    events: list[Any] = desk.posted()
    assert [type(event) for event in events] == [
        SpeechStarted,
        AnswerEnded,
        SpeechResumed,
        AnswerEnded,
    ]
    assert [event.open for event in events if isinstance(event, AnswerEnded)] == [True, True]
    desk.stop()
    assert [entry for entry in desk.sink.log if entry[0] != "opened"] == [
        ("tail", 0.0, 2.1),
        ("settled", 2.1),
        ("no tail",),
        ("tail", 0.0, 6.0),
        ("settled", 6.0),
        ("chunk", 0.0, 6.0),
        ("closed", "q1-take1"),
    ]
    assert len(desk.sink.heard["q1-take1"].speech) == 2
    samples, _ = soundfile.read(desk.folder / "q1-take1.wav")
    assert np.count_nonzero(samples > 0.1) == pytest.approx(2 * 1.92 * 16_000, abs=1)


def test_what_is_added_beyond_the_limit_is_kept_until_its_words_have_ended(
    desk: Desk, make_request: Any
) -> None:
    desk.listener.listen(1, make_request(limit_s=5.0))
    desk.source.hear(1.28, LOUD)
    desk.source.hear(6.4)
    desk.source.hear(1.28, LOUD)
    desk.source.hear(1.28)
    events: list[Any] = desk.posted()
    assert [type(event) for event in events] == [
        SpeechStarted,
        AnswerEnded,
        SpeechResumed,
        AnswerEnded,
    ]
    assert (events[1].open, events[1].cut) == (True, False)
    assert (events[3].open, events[3].cut) == (False, True)
    assert desk.sink.log[-1] == ("closed", "q1-take1")
    assert desk.seconds_on_disk() == pytest.approx(1.28 + 6.4 + 1.28 + 0.2, abs=0.07)


def test_what_is_said_is_glanced_at_in_each_pause_and_in_pieces_where_there_is_none(
    desk: Desk, make_request: Any
) -> None:
    desk.listener.listen(1, make_request(limit_s=60.0))
    desk.source.hear(1.28, LOUD)
    desk.source.hear(0.32)
    assert desk.sink.looked == [(0.0, 1.5)]
    desk.source.hear(7.68, LOUD)
    desk.source.hear(0.32)
    desk.stop()
    assert [chunk for chunk in desk.sink.log if chunk[0] == "chunk"] == [("chunk", 0.0, 9.5)]
    pieces = [piece for piece in desk.sink.looked if piece is not None]
    assert [one[1] for one in pieces] == [other[0] for other in pieces[1:]] + [9.3]
    assert desk.sink.looked[-1] is None  # Nothing new was said before the pause, which is told.
    assert max(end_s - start_s for start_s, end_s in pieces) <= 3.5


def test_enter_in_the_midst_of_a_word_leaves_but_the_last_piece_to_be_glanced_at(
    desk: Desk, make_request: Any
) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD)
    desk.source.hear(0.32)
    desk.source.hear(0.64, LOUD)
    desk.stop()
    assert desk.sink.looked == [(0.0, 1.5), (1.5, 2.2)]


def test_words_that_ask_for_more_make_the_silence_longer(desk: Desk, make_request: Any) -> None:
    desk.sink.says = "Nous avons pris le modèle parce que"
    desk.listener.listen(1, make_request())
    desk.source.hear(1.92, LOUD)
    desk.source.hear(2.56)
    assert [type(event) for event in desk.posted()] == [SpeechStarted]
    desk.source.hear(0.64)
    assert [type(event) for event in desk.posted()] == [AnswerEnded]


def test_words_of_an_earlier_pause_say_nothing_of_this_one(desk: Desk, make_request: Any) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.92, LOUD)
    desk.source.hear(0.64)
    late = desk.sink.on_text
    desk.source.hear(0.64, LOUD)
    desk.source.hear(0.64)
    late("et parce que")
    desk.source.hear(1.28)
    assert [type(event) for event in desk.posted()] == [SpeechStarted, AnswerEnded]


def test_who_asks_for_time_has_eight_seconds(desk: Desk, make_request: Any) -> None:
    desk.sink.says = "Bonne question, laissez-moi réfléchir."
    desk.listener.listen(1, make_request())
    desk.source.hear(1.92, LOUD)
    desk.source.hear(7.68)
    assert [type(event) for event in desk.posted()] == [SpeechStarted]
    desk.source.hear(0.64)
    assert [type(event) for event in desk.posted()] == [AnswerEnded]


def test_the_limit_counts_from_the_first_word_and_waits_for_the_last(
    desk: Desk, make_request: Any
) -> None:
    desk.listener.listen(1, make_request(limit_s=5.0))
    desk.source.hear(9.6)
    desk.source.hear(3.2, LOUD)
    assert (desk.near, desk.listener.hearing.limit_left_s) == ([], None)
    desk.source.hear(1.28, LOUD)
    assert desk.listener.hearing.first_word_s == pytest.approx(9.6, abs=0.07)
    assert desk.listener.hearing.limit_left_s == pytest.approx(0.52, abs=0.07)
    desk.source.hear(1.6, LOUD)
    assert [type(event) for event in desk.posted()] == [SpeechStarted]
    assert desk.listener.hearing.limit_left_s == 0.0
    desk.source.hear(0.64)
    ended: Any = desk.posted()[0]
    assert (ended.cut, ended.open) == (True, False)
    assert desk.seconds_on_disk() == pytest.approx(9.6 + 6.08 + 0.2, abs=0.1)
    assert desk.near == [pytest.approx(1.25, abs=0.07)]


def test_the_limit_ends_what_never_stops(desk: Desk, make_request: Any) -> None:
    desk.listener.listen(1, make_request(limit_s=5.0))
    desk.source.hear(15.0, LOUD)
    assert [type(event) for event in desk.posted()] == [SpeechStarted, AnswerEnded]
    assert desk.seconds_on_disk() == pytest.approx(13.0, abs=0.1)


def test_that_a_first_word_is_not_waited_for_any_more_is_told_before(
    desk: Desk, make_request: Any
) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(64.0)
    assert desk.listener.hearing.limit_left_s is None
    desk.source.hear(16.0)
    assert desk.listener.hearing.limit_left_s == pytest.approx(10.0, abs=0.1)


def test_stopping_keeps_what_was_heard_and_not_yet_read(
    desk: Desk, make_request: Any, clock: Any
) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.92, LOUD)
    desk.source.flow.clear()
    desk.source.send(1.92, LOUD)
    clock.at_s += 0.96
    timer = threading.Timer(0.05, desk.source.flow.set)
    timer.start()
    desk.stop()
    timer.join()
    assert desk.sink.log[-1] == ("closed", "q1-take1")
    assert 2.8 <= desk.seconds_on_disk() <= 3.0
    assert [type(event) for event in desk.posted()] == [SpeechStarted]
    desk.stop()


def test_stopping_a_microphone_that_sends_nothing(
    desk: Desk, make_request: Any, clock: Any
) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.92, LOUD)
    desk.source.wait(0.5)
    clock.at_s += 0.1
    timer = threading.Timer(0.05, lambda: setattr(clock, "at_s", clock.at_s + 1.0))
    timer.start()
    desk.listener.stop()
    timer.join()
    assert desk.seconds_on_disk() == pytest.approx(1.92)


def test_nothing_is_recorded_on_hold(desk: Desk, make_request: Any) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD)
    desk.listener.hold()
    desk.source.hear(6.4, LOUD)
    desk.listener.resume()
    desk.source.hear(1.28, LOUD)
    desk.source.hear(2.56)
    assert [type(event) for event in desk.posted()] == [SpeechStarted, AnswerEnded]
    desk.stop()
    assert desk.seconds_on_disk() == pytest.approx(1.28 + 1.28 + 2.56, abs=0.1)


def test_stopping_on_hold(desk: Desk, make_request: Any) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD)
    desk.listener.hold()
    desk.source.hear(1.28, LOUD)
    desk.source.send(0.64, LOUD)
    desk.listener.stop()
    assert desk.seconds_on_disk() == pytest.approx(1.28)


def test_the_interviewers_voice_is_not_recorded(desk: Desk, make_request: Any) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD, gated=True)
    desk.source.hear(0.64, LOUD)
    desk.source.hear(2.56)
    desk.stop()
    assert desk.seconds_on_disk() == pytest.approx(0.64 + 2.56, abs=0.1)


def test_one_recording_after_the_other(desk: Desk, make_request: Any) -> None:
    for turn, name in enumerate(("q1-take1", "q1-take2"), start=1):
        desk.listener.listen(turn, make_request(name))
        desk.source.hear(1.28, LOUD)
        desk.source.hear(2.56)
        assert [getattr(event, "turn", 0) for event in desk.posted()] == [turn, turn]
        desk.stop()
        assert desk.seconds_on_disk(name) == pytest.approx(1.28 + 2.56, abs=0.1)


def test_no_recording_is_overwritten(desk: Desk, make_request: Any) -> None:
    (desk.folder / "q1-take1.wav").write_bytes(b"")
    with pytest.raises(AudioError, match=r"q1-take1\.wav exists already"):
        desk.listener.listen(1, make_request())


def test_a_full_disk_ends_the_session(
    desk: Desk, make_request: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD)

    def fail(self: WavRecorder, samples: Any) -> None:
        raise MissingError("disk full")

    monkeypatch.setattr(WavRecorder, "write", fail)
    desk.source.hear(0.64, LOUD)
    assert isinstance(desk.events.next(0.0), SpeechStarted)
    with pytest.raises(MissingError, match="disk full"):
        desk.events.next(0.0)
    assert desk.seconds_on_disk() == pytest.approx(1.28)


def test_closing_in_the_middle_keeps_the_recording(desk: Desk, make_request: Any) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD)
    desk.listener.close()
    assert desk.sink.log[-1] == ("closed", "q1-take1")
    assert desk.seconds_on_disk() == pytest.approx(1.28)


def test_the_level_is_there_all_the_time(desk: Desk) -> None:
    desk.source.hear(0.64, LOUD)
    hearing = desk.listener.hearing
    assert hearing.level.rms == pytest.approx(LOUD)
    assert hearing.state is None


def test_what_is_wrong_with_the_microphone_is_said_once_and_then_taken_back(
    desk: Desk, make_request: Any
) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD)
    desk.source.wait(2.0)
    desk.source.wait(0.1)
    desk.source.hear(0.64, LOUD)
    first, then = desk.notices
    assert first is not None
    assert "sends nothing any more" in first.message
    assert then is None


def test_a_microphone_that_is_gone_and_another_one(desk: Desk, make_request: Any) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD)
    desk.source.active = False
    desk.source.wait(0.1)
    desk.source.wait(0.1)
    desk.source.device = Opened("Casque", 16_000, 1)
    desk.source.active = True
    desk.source.hear(1.28, LOUD)
    assert [notice and notice.values["device"] for notice in desk.notices] == ["Bureau", None]
    assert [line.values["device"] for line in desk.lines] == ["Casque"]
    desk.source.hear(2.56)
    desk.stop()
    assert desk.seconds_on_disk() == pytest.approx(2.56 + 2.56, abs=0.1)


def test_what_the_microphone_lost_is_kept_with_the_answer(desk: Desk, make_request: Any) -> None:
    desk.source.losses = Losses(100, 1.0, 2, 1, 0.5)
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD)
    desk.source.losses = Losses(900, 9.0, 3, 2, 1.25)
    desk.source.hear(2.56)
    values = [notice.values for notice in desk.sink.heard["q1-take1"].notices]
    assert values == [{"seconds": 0.8}, {"count": 1}]


def test_sleep_of_the_machine_in_an_answer_is_told_once_and_the_recording_goes_on(
    desk: Desk, make_request: Any
) -> None:
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD)
    desk.slept_s += 40.0
    desk.source.hear(1.28, LOUD)
    assert [line.values for line in desk.lines] == [{"seconds": 40}]
    assert "asleep" in desk.lines[0].message
    assert desk.listener.hearing.state == "speaking"
    desk.source.hear(2.56)
    desk.stop()
    assert desk.seconds_on_disk() == pytest.approx(2.56 + 2.56, abs=0.1)
    heard = desk.sink.heard["q1-take1"]
    assert [notice.values for notice in heard.notices] == [{"seconds": 40}]
    (span,) = heard.speech
    assert span.end_s == pytest.approx(2.56, abs=0.04)


def test_sleep_between_answers_or_in_a_pause_concerns_none(desk: Desk, make_request: Any) -> None:
    desk.slept_s += 40.0
    desk.source.hear(0.64)
    desk.listener.listen(1, make_request())
    desk.source.hear(1.28, LOUD)
    desk.listener.hold()
    desk.slept_s += 3600.0
    desk.source.hear(0.64)
    desk.listener.resume()
    desk.source.hear(2.56)
    desk.stop()
    assert desk.lines == []
    assert desk.sink.heard["q1-take1"].notices == ()


def test_an_answer_after_one_that_was_slept_in_starts_anew(desk: Desk, make_request: Any) -> None:
    desk.listener.listen(1, make_request())
    desk.slept_s += 5.0
    desk.source.hear(1.28, LOUD)
    desk.stop()
    desk.listener.listen(2, make_request("q2-take1"))
    desk.source.hear(1.28, LOUD)
    desk.stop()
    told = [[n.values for n in heard.notices] for heard in desk.sink.heard.values()]
    assert told == [[{"seconds": 5}], []]


def test_what_is_answered_while_the_question_is_still_said_belongs_to_the_answer(
    desk: Desk, source: Any, make_request: Callable[..., ListenRequest]
) -> None:
    desk.listener.prompted()
    source.hear(4.0, gated=True)  # headphones: the interviewer is not heard
    source.hear(1.0, LOUD, gated=True)
    desk.listener.listen(1, make_request())
    source.hear(2.0, LOUD)
    desk.stop()
    (span,) = desk.sink.heard["q1-take1"].speech
    assert span.duration_s == pytest.approx(3.0, abs=0.1)
    assert desk.lines == []


def test_words_lost_to_the_voice_of_the_interviewer_are_told(
    desk: Desk, source: Any, make_request: Callable[..., ListenRequest]
) -> None:
    desk.listener.prompted()
    source.hear(5.0, LOUD, gated=True)  # a loudspeaker, and at its end the candidate, too
    desk.listener.listen(1, make_request())
    source.hear(2.0, LOUD)
    desk.stop()
    assert [line.message[:16] for line in desk.lines] == ["You began before"]
    (span,) = desk.sink.heard["q1-take1"].speech
    assert span.duration_s == pytest.approx(2.0, abs=0.1)


def test_a_loudspeaker_that_was_heard_and_fell_silent_is_no_answer(
    desk: Desk, source: Any, make_request: Callable[..., ListenRequest]
) -> None:
    desk.listener.prompted()
    source.hear(5.0, LOUD, gated=True)
    source.hear(0.5, gated=True)
    desk.listener.listen(1, make_request())
    source.hear(2.0, LOUD)
    desk.stop()
    assert desk.lines == []
