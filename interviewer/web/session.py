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
from interviewer.history.values import SessionKind
from interviewer.history.writing import SessionLog
from interviewer.i18n import N_
from interviewer.live.events import MachineTime, Time
from interviewer.live.microphone import Device, MicrophoneSupply
from interviewer.live.recovery import Recovery
from interviewer.llm.second_opinion import second_opinions
from interviewer.rehearsal import Parts, Session, SessionOptions, hold
from interviewer.report.drill import learnt_words
from interviewer.report.session import Session as Report
from interviewer.report.session import session_view
from interviewer.report.stored import reread_notices, usual_voice
from interviewer.report.swept import swept_notices
from interviewer.scoring.answer import score_session, score_take
from interviewer.session.plan import Plan
from interviewer.session.ports import LiveTranscriber
from interviewer.session.runner import session_record
from interviewer.session.state import State
from interviewer.settings import load_settings
from interviewer.tts.voices import VoiceWish
from interviewer.ui.page import Words
from interviewer.ui.text import megabytes
from interviewer.web.messages import Result
from interviewer.web.screen import PageScreen
from interviewer.web.speaking_drill import SpokenDrill
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
    open_engine: Callable[[Weights], LiveTranscriber]
    open_renderer: Callable[[Language, VoiceWish, Say], Renderer]
    time: Time = field(default_factory=MachineTime)
    open_store: Callable[[], Store] = open_store


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a session is to be."""

    plan: Plan
    drill: SpokenDrill | None = None
    """Whose cards are asked; None for a rehearsal."""
    cut_off: str = ""
    """Id of the session that is gone on with; empty for a new one."""
    keep_audio: bool | None = None
    """What was decided about its recordings when it began; None for what is settled."""


@dataclass(frozen=True, slots=True)
class PageSession:
    """One session, new or gone on with. :meth:`run` is its thread."""

    chosen: Chosen
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
            if self.chosen.cut_off:
                log = store.resume(self.chosen.cut_off)
                record, left = self._go_on(store, log, load, microphone)
                self._end(store, log, record, left=left)
            else:
                plan: Plan | None = self.chosen.plan
                while plan is not None:
                    log = store.begin(self._kind, plan.scenario, plan.choice, info, now=now())
                    record, left = self._held(self._session(plan, load, log, microphone))
                    self._end(store, log, record, left=left)
                    plan = None if left or self._drill is None else self._drill.once_more(now())
        if self._drill is None:
            self.screen.show_result(self._result(record, info, log.id, left=left))
        else:
            self.screen.show_result(self._learnt(self._drill, record, left=left))

    @property
    def _drill(self) -> SpokenDrill | None:
        return self.chosen.drill

    @property
    def _kind(self) -> SessionKind:
        return "rehearse" if self._drill is None else "drill"

    def _session(
        self,
        plan: Plan,
        load: Callable[[], LiveTranscriber],
        log: SessionLog,
        microphone: MicrophoneSupply,
        stored: State | None = None,
    ) -> Session:
        session = Session(plan, load, log, microphone, stored=stored)
        if self._drill is None:
            return session
        return replace(session, score=self._drill.score, told=self._drill.told)

    def _go_on(
        self,
        store: Store,
        log: SessionLog,
        load: Callable[[], LiveTranscriber],
        microphone: MicrophoneSupply,
    ) -> tuple[SessionRecord, bool]:
        """What was recorded is scored, then the rest is held; whether it was left in the midst again."""
        stored = store.load(log.id)
        stored = replace(stored, scenario=store.phrasings.joined(stored.scenario))
        recovery = Recovery(stored, log)
        recovery.note_cut()
        self.screen.show_waiting(self.words.say(N_("Scoring what was recorded")))
        recovery.score(load, score_take if self._drill is None else self._drill.score)
        if recovery.over:
            return session_record(recovery.state), False
        session = self._session(recovery.plan, load, log, microphone, recovery.state)
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

    def _end(self, store: Store, log: SessionLog, record: SessionRecord, *, left: bool) -> None:
        """Keeps that it is over, unless it was left and can be gone on with."""
        if not left:
            log.finish(record, now=self.means.time.now())
            self._end_recordings(store, log, self.means.time.now())

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
        return Result(
            score_text=view.score_text,
            lines=(view.time, *self._changed(record, left=left)),
            steps=tuple(f"{step.title} – {step.text}" for step in view.steps),
            report=f"sessions/{session_id}/report",
            left=left,
        )

    def _learnt(self, drill: SpokenDrill, record: SessionRecord, *, left: bool) -> Result:
        """How the cards went; each of them is on a page of its own, where it can be rated."""
        learnt = drill.learnt()
        if not learnt:
            none = self.words.say(N_("No card was answered: all stay as they were."))
            return Result("", (none,), (), "", left)
        summary = learnt_words(self.words, learnt, drill.now)
        lines = (summary, *self._changed(record, left=left))
        return Result("", lines, (), "drill/learnt", left)

    def _changed(self, record: SessionRecord, *, left: bool) -> tuple[str, ...]:
        """What became of answers once they were read whole."""
        changed = () if left else reread_notices(record, self.words)
        return tuple(self.words.say(each.message, **each.values) for each in changed)
