"""A session that is held in a page: the thread it has, from the weights to its result."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from interviewer.domain import EngineInfo, Language, Notice, SessionRecord
from interviewer.errors import HistoryError, InternalError, InterviewerError, StoppedError
from interviewer.history.store import Store, open_store
from interviewer.history.writing import SessionLog
from interviewer.i18n import N_
from interviewer.live.events import MachineTime, Time
from interviewer.live.microphone import Device, MicrophoneSupply
from interviewer.live.recovery import Recovery
from interviewer.llm.second_opinion import second_opinions
from interviewer.rehearsal import Parts, Session, SessionOptions, hold
from interviewer.report.session import Session as Report
from interviewer.report.session import session_view
from interviewer.report.stored import reread_notices, usual_voice
from interviewer.report.swept import swept_notices
from interviewer.scoring.answer import score_session
from interviewer.session.plan import Plan
from interviewer.session.ports import Transcriber
from interviewer.session.runner import session_record
from interviewer.settings import load_settings
from interviewer.tts.voices import VoiceWish
from interviewer.ui.page import Words
from interviewer.ui.text import megabytes
from interviewer.web.messages import Result
from interviewer.web.screen import PageScreen
from interviewer.web.voice import Renderer

if TYPE_CHECKING:
    from interviewer.asr.catalog import Weights

_log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
Say = Callable[[Notice], None]


@dataclass(frozen=True, slots=True)
class Means:
    """What a rehearsal takes from this machine."""

    find_weights: Callable[[Progress, Say], Weights]
    open_engine: Callable[[Weights], Transcriber]
    open_renderer: Callable[[Language, VoiceWish, Say], Renderer]
    time: Time = field(default_factory=MachineTime)
    open_store: Callable[[], Store] = open_store


@dataclass(frozen=True, slots=True)
class PageSession:
    """One session, new or gone on with. :meth:`run` is its thread."""

    plan: Plan
    options: SessionOptions
    words: Words
    means: Means
    screen: PageScreen
    parts: Parts
    open_device: Callable[[], Device]
    """The page's microphone."""
    heard: threading.Event
    """The page has one."""
    stopping: threading.Event
    """The server ends."""
    cut_off: str = ""
    """Id of the session that is gone on with; empty for a new one."""

    def run(self) -> None:
        """Holds it to its end; what goes wrong is shown."""
        try:
            self._go_through()
        except StoppedError:
            _log.info("the session was stopped")
        except InterviewerError as error:
            _log.info("the session broke off", exc_info=error)
            self.screen.show_error(error)
        except Exception as error:  # noqa: BLE001  the page says it; the server goes on
            _log.exception("the session broke down")
            reason = f"{type(error).__name__}: {error}"
            fault = InternalError(
                N_("Unexpected error ({reason})."),
                N_("This is a fault of the program: run it again with --debug and report it."),
                reason=reason,
            )
            self.screen.show_error(fault)

    def _go_through(self) -> None:
        means, now = self.means, self.means.time.now
        self.screen.show_stage("preparing")
        weights = means.find_weights(self._progress, self.screen.show_notice)
        info = EngineInfo(weights.engine, weights.model)
        self.heard.wait()
        if self.stopping.is_set():
            return
        load = cache(partial(means.open_engine, weights))
        supply = MicrophoneSupply(self.open_device, self.open_device, means.time.monotonic)
        with supply as microphone, means.open_store() as store:
            if self.cut_off:
                log = store.resume(self.cut_off)
                record, left = self._go_on(store, log, load, microphone)
            else:
                log = store.begin("rehearse", self.plan.scenario, self.plan.choice, info, now=now())
                session = Session(self.plan, load, log, microphone)
                record, left = self._held(session)
            if not left:
                log.finish(record, now=now())
                self._end_recordings(store, log, now())
        self.screen.show_result(self._result(record, info, log.id, left=left))

    def _go_on(
        self,
        store: Store,
        log: SessionLog,
        load: Callable[[], Transcriber],
        microphone: MicrophoneSupply,
    ) -> tuple[SessionRecord, bool]:
        """What was recorded is scored, then the rest is held; whether it was left in the midst again."""
        stored = store.load(log.id)
        stored = replace(stored, scenario=store.phrasings.joined(stored.scenario))
        recovery = Recovery(stored, log)
        recovery.note_cut()
        self.screen.show_waiting(self.words.say(N_("Scoring what was recorded")))
        recovery.score(load)
        if recovery.over:
            return session_record(recovery.state), False
        session = Session(recovery.plan, load, log, microphone, stored=recovery.state)
        return self._held(session)

    def _held(self, session: Session) -> tuple[SessionRecord, bool]:
        held = hold(session, self.options, self.screen, self.parts)
        record = held.record
        if held.model is not None:
            said = N_("The language model {model} looks for the ideas that were not recognised…")
            self.screen.show_waiting(self.words.say(said, model=held.model.name))
            answers = second_opinions(record.answers, held.model, self.screen.show_fault)
            record = replace(record, answers=answers)
        return record, record.reason == "quit"

    def _progress(self, label: str, done: int, total: int) -> None:
        if self.stopping.is_set():
            raise StoppedError(N_("Stopped."))
        language = self.words.language
        message = N_("The recogniser is fetched, once: {label}, {done} of {total}")
        values = {"done": megabytes(done, language), "total": megabytes(total, language)}
        self.screen.show_waiting(self.words.say(message, label=label, **values))

    def _end_recordings(self, store: Store, log: SessionLog, now: datetime) -> None:
        if not self.options.keep_audio:
            store.remove_audio(log.id)
        audio = load_settings().audio
        try:
            swept = store.sweep(audio.removed_before(now), now, log.id)
        except HistoryError as error:
            self.screen.show_refusal(error)
            return
        for notice in swept_notices(swept, audio.days, now, self.words.language):
            self.screen.show_notice(notice)

    def _result(
        self, record: SessionRecord, info: EngineInfo, session_id: str, *, left: bool
    ) -> Result:
        words = self.words
        if not record.answers:
            return Result("", (words.say(N_("Nothing was answered.")),), (), "", left)
        scored = replace(
            score_session(record.scenario, info, record.answers),
            usual=usual_voice(record.scenario.language, session_id),
        )
        view = session_view(Report(scored), words)
        changed = () if left else reread_notices(record, words)
        return Result(
            score_text=view.score_text,
            lines=(view.time, *(words.say(each.message, **each.values) for each in changed)),
            steps=tuple(f"{step.title} – {step.text}" for step in view.steps),
            report=f"sessions/{session_id}/report",
            left=left,
        )
