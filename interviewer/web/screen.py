"""The session's screen as a :class:`Scene` that any page may ask for, and the keys as its buttons."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from interviewer.domain import AnswerCard, ListenRequest, Notice, Phase, Scenario, Task
from interviewer.errors import InterviewerError
from interviewer.i18n import N_
from interviewer.live.events import MakeEvent, event_of
from interviewer.live.ports import Hearing
from interviewer.live.scene import DEEDS, of_time
from interviewer.live.screen import BY_MODEL
from interviewer.report.answer import parts_of
from interviewer.report.card import CardView, card_view, early_view
from interviewer.report.evidence import sentences
from interviewer.report.wording import SENT_TO, heard_out
from interviewer.scoring.total import tolerance_s
from interviewer.session.attempts import changed
from interviewer.session.events import Event
from interviewer.session.requests import Offer
from interviewer.ui.page import BAD, Words
from interviewer.ui.text import duration, safe
from interviewer.web.messages import (
    Bar,
    Button,
    Card,
    Claim,
    Meter,
    Result,
    Scene,
    Sound,
    Stage,
    ToPage,
    Turn,
)

_PER_SECOND = 8
_LINES = 3
"""So many of the latest stay."""
_REREADING = N_("Reading your answers once more, whole; left: {count}.")

Tell = Callable[[ToPage], object]
"""Takes what the page should show, from any thread, and waits for nothing."""


class PageScreen:
    """A :class:`interviewer.rehearsal.Seat` and its screen at once. Every method may come from any thread.

    Args:
        words: the language of what is shown.
        scenario: of the session, for the weights of a score's parts.
        tell: told of each change.
        cue: the cue of each task may be looked at.
        patient: a card waits for a key.
        sent_to: the other machine to whose language model what is said is sent.
    """

    def __init__(
        self,
        words: Words,
        scenario: Scenario,
        tell: Tell,
        *,
        cue: bool = False,
        patient: bool = True,
        sent_to: str = "",
    ) -> None:
        self._words = words
        self._scenario = scenario
        self._tell = tell
        self._cue = cue
        self._patient = patient
        self._lock = threading.Lock()
        self._scene = Scene(sent_to=words.say(SENT_TO, host=safe(sent_to)) if sent_to else "")
        self._post: Callable[[MakeEvent], None] | None = None
        self._hearing: Callable[[], Hearing] | None = None
        self._of_browser = self._of_signal = ""
        """What is wrong with the microphone, as the browser says, and as is heard."""
        self._stopped: InterviewerError | None = None
        self._early: AnswerCard | None = None
        """What was shown of the answer that is still being listened to."""

    # ------------------------------------------------------------------ from the room

    @property
    def scene(self) -> Scene:
        """What is shown at the moment."""
        return self._scene

    def tell_again(self) -> None:
        """To a page that has just come; in order with what changes meanwhile, of which the last told counts."""
        with self._lock:
            self._tell(self._scene)

    def press(self, key: str) -> None:
        """The person pressed a key; nothing happens while no session is under way."""
        make = event_of(key, paused=self._scene.paused)
        if make is not None and self._post is not None:
            self._post(make)

    def stop(self, error: InterviewerError) -> None:
        """The session under way gets ``error`` in its turn, and ends by it."""
        self._stopped = error
        if self._post is not None:
            self._post(self._raise)

    def _raise(self, at_s: float) -> Event:
        del at_s
        assert self._stopped is not None  # noqa: S101  posted by stop alone
        raise self._stopped

    def show_browser(self, notice: Notice | None) -> None:
        """What the browser says is wrong with the microphone; None when it is well."""
        with self._lock:
            self._of_browser = "" if notice is None else self._said(notice)
            self._set(notice=self._of_browser or self._of_signal)

    def show_stage(self, stage: Stage) -> None:
        self._change(stage=stage, waiting="")

    def show_waiting(self, text: str) -> None:
        """What is being waited for; empty for nothing any more."""
        self._change(waiting=text)

    def show_result(self, result: Result) -> None:
        self._change(
            stage="over", result=result, turn=None, text="", offers=(), waiting="", notice=""
        )

    def show_error(self, error: InterviewerError) -> None:
        """The session came to an end by that."""
        line = error.line(self._words.translate)
        self._change(stage="failed", error=safe(line), turn=None, offers=(), waiting="", sound=None)

    def show_sound(self, sound: Sound | None) -> None:
        """To be played; None: no more."""
        self._change(sound=sound)

    def show_tone(self) -> None:
        self._change(tones=self._scene.tones + 1)

    # ------------------------------------------------------------------ a seat

    def screen(self, hearing: Callable[[], Hearing]) -> PageScreen:
        self._hearing = hearing
        return self

    @contextmanager
    def attend(self, post: Callable[[MakeEvent], None]) -> Iterator[bool]:
        over = threading.Event()
        thread = threading.Thread(target=self._measure, args=(over,), name="screen", daemon=True)
        self._post = post
        if self._stopped is not None:
            post(self._raise)
        self.show_stage("live")
        thread.start()
        try:
            yield self._patient
        finally:
            self._post = None
            over.set()
            thread.join()

    def _measure(self, over: threading.Event) -> None:
        while not over.wait(1 / _PER_SECOND):
            if self._hearing is not None:
                self._tell(self._meter(self._hearing()))

    def _meter(self, hearing: Hearing) -> Meter:
        message, values, style = of_time(self._words, hearing)
        first_s = hearing.first_word_s
        return Meter(
            level=round(hearing.level.rms, 4),
            voice=hearing.state == "speaking",
            spoken_s=0.0 if first_s is None else round(hearing.recorded_s - first_s, 2),
            told=self._words.say(message, **values) if message else "",
            grave=style == BAD,
        )

    # ------------------------------------------------------------------ a session's screen

    def show_task(self, phase: Phase, task: Task, number: int, count: int) -> None:
        cue = task.cue if self._cue else ""
        self._change(phase=safe(phase.title), number=number, count=count, cue=_lines(cue))

    def show_text(self, text: str, by: str = "") -> None:
        self._early = None
        told = self._words.say(BY_MODEL, model=by) + "\n" if by else ""
        self._change(text=_lines(told + text), turn=None, card=None, model=(), refusal="")

    def show_listening(self, request: ListenRequest) -> None:
        self._early = None
        self._change(turn=self._turn(request), card=None, model=(), refusal="")

    def show_reopened(self, request: ListenRequest) -> None:
        self._early = None
        self._change(turn=self._turn(request), card=None, refusal="")

    def show_early(
        self, card: AnswerCard, *, first: float | None = None, asks: bool = False
    ) -> None:
        self._early = card
        shown = self._card(card, early_view(self._words, card, first, asks=asks))
        self._change(card=shown, text="", turn=None, refusal="")

    def show_card(self, card: AnswerCard, *, still_open: bool, first: float | None = None) -> None:
        early, self._early = self._early, None
        shown = self._card(card, card_view(self._words, card, first))
        listened = "" if early is None else heard_out(changed(early, card), self._words)
        shown = replace(shown, open=still_open, listened=listened)
        self._change(card=shown, text="", turn=None, refusal="")

    def show_model(self, task: Task) -> None:
        self._change(model=sentences(task.model_answer), refusal="")

    def show_pause(self, paused: bool) -> None:
        self._change(paused=paused, refusal="")

    def show_rereading(self, left: int) -> None:
        told = self._words.say(_REREADING, count=left)
        self._change(waiting=told, text="", turn=None, refusal="")

    def show_offers(self, offers: Sequence[Offer]) -> None:
        buttons = tuple(Button(each.key, self._words.say(DEEDS[each.does])) for each in offers)
        self._change(offers=buttons)

    def show_refusal(self, error: InterviewerError) -> None:
        self._change(refusal=safe(error.line(self._words.translate)))

    def show_microphone(self, notice: Notice | None) -> None:
        with self._lock:
            self._of_signal = "" if notice is None else self._said(notice)
            self._set(notice=self._of_browser or self._of_signal)

    def show_notice(self, notice: Notice) -> None:
        with self._lock:
            self._set(lines=(*self._scene.lines, self._said(notice))[-_LINES:])

    def show_fault(self, error: InterviewerError) -> None:
        with self._lock:
            line = safe(error.line(self._words.translate))
            self._set(lines=(*self._scene.lines, line)[-_LINES:])

    def show_near(self, left_s: float) -> None:
        """The meter counts it down."""

    # ------------------------------------------------------------------

    def _said(self, notice: Notice) -> str:
        return safe(self._words.say(notice.message, **notice.values))

    def _turn(self, request: ListenRequest) -> Turn:
        target = duration(request.target_s, self._words.language)
        return Turn(
            request.target_s,
            tolerance_s(request.target_s),
            self._words.say(N_("of {target}"), target=target),
        )

    def _card(self, card: AnswerCard, view: CardView) -> Card:
        parts = parts_of(card, self._scenario, self._words)
        return Card(
            title=view.title,
            score=view.score,
            score_text=view.score_text,
            since=view.since,
            asked=view.asked,
            time=view.time,
            verdict=view.timing.text if view.time else "",
            on_time=view.timing.verdict == "on_time",
            onset=view.timing.onset,
            good=view.good,
            change=view.change,
            parts=tuple(Bar(part.title, part.score, part.text) for part in parts),
            claims=tuple(Claim(each.number, each.idea, each.marked) for each in view.claims),
            open=False,
            listened=view.listening,
        )

    def _change(self, **changes: object) -> None:
        with self._lock:
            self._set(**changes)

    def _set(self, **changes: object) -> None:
        changed = replace(self._scene, **changes)  # type: ignore[arg-type]  # fields of a scene
        if changed != self._scene:
            self._scene = changed
            self._tell(changed)


def _lines(text: str) -> str:
    return "\n".join(safe(line) for line in text.splitlines())
