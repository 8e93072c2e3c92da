"""The candidate's microphone in a session: one thread reads it from beginning to end."""

from __future__ import annotations

import threading
from functools import partial

from interviewer.audio.microphone import Block, Losses
from interviewer.audio.watchdog import Finding, Level, Watchdog, level_of
from interviewer.domain import SAMPLE_RATE, ListenRequest, Notice, Samples
from interviewer.i18n import N_
from interviewer.live.ahead import ReadingAhead
from interviewer.live.early import EarlySpeech
from interviewer.live.hours import Hours
from interviewer.live.ports import Hearing, ListenSettings, Outlets, Source
from interviewer.live.recording import OpenRecording
from interviewer.live.sleep import SleepWatch
from interviewer.session.events import AnswerEnded, SpeechResumed, SpeechStarted
from interviewer.vad.closing_words import asks_for_time, trails
from interviewer.vad.endpointer import Endpointer, settings_for

_READ_S = 0.1
_LATE_S = 0.3
"""How long after the end of an answer a block heard before it may still arrive; 0.1 s is usual."""
_STOP_S = 10.0
"""A thread that has not closed a recording by then never will: a disk that hangs."""

_BLOCK = SAMPLE_RATE // 20
_AT_ONCE_S = 0.4
"""Who is speaking that soon after the recording began was speaking before."""

_EARLY = N_(
    "You began before the question was over: your first words are not in the recording. Say them again, "
    "or press r to begin anew."
)
_LOST = N_("The microphone lost {seconds} s of this answer; what is there counts.")
_GOES_ON = N_("Listening goes on with the microphone {device}.")
_ASLEEP = N_("The machine was asleep for {seconds} s during this answer; listening goes on.")
_SLEPT = N_("The machine was asleep for {seconds} s of this answer; what was heard counts.")
_OVERFLOWN = N_("The microphone dropped sound {count} times in this answer; what is there counts.")


class LiveListener:
    """A :class:`interviewer.session.ports.Listener`. Close it before its source.

    An answer that a silence ended is settled: it can be scored, while the recording goes on for
    speech to take it up again.
    """

    def __init__(self, source: Source, outlets: Outlets, settings: ListenSettings) -> None:
        self._source = source
        self._out = outlets
        self._settings = settings
        self._monotonic = settings.monotonic
        self._changed = threading.Condition()
        self._recording: OpenRecording | None = None
        self._ahead: ReadingAhead
        self._hours = Hours()
        self._ending = self._spoken = self._settled = self._near = False
        self._early: EarlySpeech | None = None
        self._missed = False
        """Speech went on as the recording began: its first words were not recorded."""
        self._losses_before = source.losses
        self._sleep = SleepWatch(settings.slept)
        self._slept_s = 0.0
        self._level = Level(0.0, 0.0, 0.0, 0.0)
        self._watchdog = Watchdog(self._monotonic(), source.device.name)
        self._watched = source.device
        self._finding: Finding | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="listener", daemon=True)
        self._thread.start()

    # ------------------------------------------------------------------ from the session

    def prompted(self) -> None:
        """The interviewer begins to say something; what is answered meanwhile belongs to the answer."""
        with self._changed:
            self._early = EarlySpeech(self._settings.make_detector(), silent=self._settings.silent)

    def listen(self, turn: int, request: ListenRequest) -> None:
        """Begins to record.

        Raises:
            InterviewerError: the recording cannot be made.
        """
        path = self._settings.folder / f"{request.recording}.wav"
        self._out.takes.opened(request, path)
        endpointer = Endpointer(settings_for(request, self._settings.patience_s))
        detector = self._settings.make_detector()
        recording = OpenRecording(turn, request, path, detector, endpointer)
        with self._changed:
            self._hours = Hours()
            self._hours.open(self._monotonic())
            self._ending = self._spoken = self._settled = self._near = False
            self._losses_before = self._source.losses
            self._slept_s = 0.0
            self._recording = recording
            self._ahead = ReadingAhead(
                recording, self._out.takes, partial(self._read_pause, recording)
            )

    def hold(self) -> None:
        with self._changed:
            self._hours.close(self._monotonic())

    def resume(self) -> None:
        with self._changed:
            self._hours.open(self._monotonic())

    def stop(self) -> None:
        """Closes the recording once all that was heard up to now is in it: after some 50 ms."""
        with self._changed:
            if self._recording is None:
                return
            self._hours.close(self._monotonic())
            self._ending = True
            self._settings.wait_for(self._changed, lambda: self._recording is None, _STOP_S)

    @property
    def hearing(self) -> Hearing:
        """For the screen, as often as it likes."""
        with self._changed:
            recording = self._recording
            if recording is None:
                return Hearing(self._level, None, 0.0, None)
            endpointer = recording.endpointer
            return Hearing(
                self._level,
                endpointer.state,
                recording.duration_s,
                endpointer.countdown_s,
                endpointer.first_word_s,
                recording.limit_left_s,
            )

    def close(self) -> None:
        """Ends the thread, and the recording under way as it is."""
        self._closing.set()
        self._thread.join()
        if self._recording is not None:
            self._finish(self._recording)

    # ------------------------------------------------------------------ the thread

    def _work(self) -> None:
        while not self._closing.is_set():
            block = self._source.read(_READ_S)
            if block is None and not self._source.active:
                self._closing.wait(_READ_S)
            now_s = self._monotonic()
            with self._changed:
                asleep_s = self._count_sleep()
                try:
                    self._hear(now_s, block)
                except Exception as error:  # noqa: BLE001  the session is told, and decides
                    self._give_up(error)
                changed = self._change_device(now_s)
                finding = self._watch(now_s, block)
                missed = self._missed_words()
                near_s = self._comes_near()
                self._changed.notify_all()
            if asleep_s is not None:
                self._out.say_line(Notice(_ASLEEP, {"seconds": round(asleep_s)}))
            if missed:
                self._out.say_line(Notice(_EARLY))
            if near_s is not None:
                self._out.say_near(near_s)
            self._tell(finding, changed=changed)

    def _hear(self, now_s: float, block: Block | None) -> None:
        if block is not None:
            self._level = level_of(block.samples, block.clipped)
            if self._recording is not None and self._belongs(block):
                self._take_early(self._recording)
                # Those words may have brought it to its limit.
                if self._recording is not None:
                    self._record(self._recording, block.samples)
            elif self._early is not None:
                self._early.feed(block.samples)
        if self._recording is not None and self._ending and self._complete(now_s, block):
            self._finish(self._recording)

    def _give_up(self, error: Exception) -> None:
        recording, self._recording = self._recording, None
        if recording is not None:
            recording.abandon()
        self._out.events.fail(error)

    def _belongs(self, block: Block) -> bool:
        return not block.gated and self._hours.cover(_start_s(block), block.at_s)

    def _complete(self, now_s: float, block: Block | None) -> bool:
        """Whether nothing heard before the end can come any more."""
        ended_s = self._hours.ended_s
        if ended_s is None:
            return True
        return now_s - ended_s >= _LATE_S or (block is not None and block.at_s >= ended_s)

    def _take_early(self, recording: OpenRecording) -> None:
        """The answer began while the interviewer spoke."""
        early, self._early = self._early, None
        if early is None:
            return
        own = early.own
        self._missed = early.speaking and not len(own)
        for start in range(0, len(own), _BLOCK):
            self._record(recording, own[start : start + _BLOCK])

    def _missed_words(self) -> bool:
        """Whether the first words of the answer under way are not in its recording; told once."""
        recording = self._recording
        if not self._missed or recording is None or recording.duration_s < _AT_ONCE_S:
            return False
        self._missed = False
        return self._spoken

    def _record(self, recording: OpenRecording, samples: Samples) -> None:
        for chunk in recording.feed(samples):
            self._ahead.give(chunk)
        endpointer = recording.endpointer
        if endpointer.spoken_to_s is not None and not self._spoken:
            self._spoken = True
            self._out.events.post(partial(_speech_started, recording.turn))
        self._ahead.follow()
        if not self._ending:
            self._follow_end(recording)

    def _follow_end(self, recording: OpenRecording) -> None:
        """What the endpointer says of the answer's end, told to the others."""
        turn, done = recording.turn, recording.endpointer.state == "done"
        if done and recording.endpointer.ended_by != "silence":
            if self._settled:
                # Taken up again and cut off within one block.
                self._settled = False
                self._out.events.post(partial(_speech_resumed, turn))
            self._finish(recording)
            self._out.events.post(partial(_answer_cut, turn))
        elif done and not self._settled:
            self._settled = True
            self._out.takes.settled(recording.name, recording.heard(self._lost()), recording.rest)
            self._out.events.post(partial(_answer_settled, turn))
        elif self._settled and not done:
            self._settled = False
            self._out.events.post(partial(_speech_resumed, turn))

    def _comes_near(self) -> float | None:
        """Seconds left before the limit of what is said, the first time that it is near."""
        recording = self._recording
        left_s = None if recording is None else recording.endpointer.limit_left_s
        if left_s is None or self._near or self._settled:
            return None
        self._near = True
        return left_s

    def _read_pause(self, recording: OpenRecording, spoken_to_s: float, text: str) -> None:
        """The closing silence may be no closing one: the words ask for more."""
        with self._changed:
            if self._recording is recording and recording.endpointer.spoken_to_s == spoken_to_s:
                language = self._settings.language
                recording.endpointer.set_trailing(
                    trails(text, language), asking=asks_for_time(text, language)
                )

    def _finish(self, recording: OpenRecording) -> None:
        self._recording = None
        for chunk in recording.finish():
            self._ahead.give(chunk)
        self._out.takes.closed(recording.name, recording.heard(self._lost()))

    def _count_sleep(self) -> float | None:
        """Seconds that the machine slept in an answer since the last look, where it did.

        Asleep, it hears nothing; but neither does the clock of the blocks go on, which would tell.
        """
        asleep_s = self._sleep.look()
        if asleep_s is None or self._recording is None or self._hours.ended_s is not None:
            return None
        self._slept_s += asleep_s
        return asleep_s

    def _lost(self) -> tuple[Notice, ...]:
        slept = Notice(_SLEPT, {"seconds": round(self._slept_s)})
        lost = _lost(self._losses_before, self._source.losses)
        return (slept, *lost) if self._slept_s else lost

    def _watch(self, now_s: float, block: Block | None) -> Finding | None:
        recording = self._recording
        if recording is None or self._hours.ended_s is not None:
            self._watchdog.gate(now_s)
        if block is not None:
            speech = recording is not None and recording.endpointer.state == "speaking"
            self._watchdog.hear(now_s, self._level, speech=speech)
        return self._watchdog.check(now_s, active=self._source.active)

    def _change_device(self, now_s: float) -> bool:
        """Whether another device has taken over."""
        changed = self._source.device is not self._watched
        if changed:
            self._watched = self._source.device
            self._watchdog = Watchdog(now_s, self._watched.name)
        return changed

    def _tell(self, finding: Finding | None, *, changed: bool) -> None:
        """Without the lock: the screen may be asking for :attr:`hearing` right now."""
        if changed:
            self._out.say_line(Notice(_GOES_ON, {"device": self._watched.name}))
        if finding != self._finding:
            self._finding = finding
            self._out.say_notice(None if finding is None else finding.notice)


def _start_s(block: Block) -> float:
    return block.at_s - len(block.samples) / SAMPLE_RATE


def _speech_started(turn: int, at_s: float) -> SpeechStarted:
    return SpeechStarted(at_s, turn)


def _answer_cut(turn: int, at_s: float) -> AnswerEnded:
    return AnswerEnded(at_s, turn, cut=True)


def _answer_settled(turn: int, at_s: float) -> AnswerEnded:
    return AnswerEnded(at_s, turn, open=True)


def _speech_resumed(turn: int, at_s: float) -> SpeechResumed:
    return SpeechResumed(at_s, turn)


def _lost(before: Losses, after: Losses) -> tuple[Notice, ...]:
    """What the microphone lost between two accounts."""
    notices: list[Notice] = []
    if after.gaps > before.gaps:
        missing_s = round(after.missing_s - before.missing_s, 1)
        notices.append(Notice(_LOST, {"seconds": missing_s}))
    if after.overflows > before.overflows:
        notices.append(Notice(_OVERFLOWN, {"count": after.overflows - before.overflows}))
    return tuple(notices)
