"""What a session that was cut off left behind: found, scored and written down, in this order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from interviewer.audio.recorder import recover
from interviewer.audio.recording import MIN_DURATION_S
from interviewer.errors import AudioError
from interviewer.history.values import Recording, StoredSession
from interviewer.history.writing import SessionLog
from interviewer.i18n import N_
from interviewer.models import SAMPLE_RATE, AnswerCard, Chunk, Notice, Take, Vocabulary
from interviewer.replay import Heard, compose_take, hear, transcribe_file
from interviewer.score.answer import AnswerScorer
from interviewer.score.card import score_take
from interviewer.session.attempts import joined
from interviewer.session.cutoff import cut_at_s, cut_off, ending, replayed, under_way, unscored
from interviewer.session.events import CutOff, Event, Score
from interviewer.session.machine import advance
from interviewer.session.plan import make_plan
from interviewer.session.ports import ScoreTake, Transcriber
from interviewer.session.state import Closing, Finished, State

__all__ = ["Broken", "Recovery"]


@dataclass(frozen=True, slots=True)
class Broken:
    """The answer in the middle of which the session was cut off."""

    task_id: str
    duration_s: float
    """Seconds recorded; 0 where the recording is not there."""
    spoken: bool
    """It holds speech."""
    again: bool
    """The task is to be answered once more."""
    follow_up: bool
    """It was the answer to a follow-up question, which is to be asked once more."""


class Recovery:
    """Brings a session to where it can go on or end. Every step is kept before the next.

    Args:
        stored: as it was cut off; :meth:`interviewer.history.store.Store.resume` holds it.
        log: takes what happens now.

    Raises:
        MissingError: a recording cannot be completed.
    """

    def __init__(self, stored: StoredSession, log: SessionLog) -> None:
        self._stored = stored
        self._log = log
        self._recordings = {each.name: each for each in stored.recordings}
        self._lengths = {each.name: self._complete(each) for each in stored.recordings}
        self.plan = make_plan(stored.scenario, **asdict(stored.choice))
        self.state: State = replayed(self.plan, stored.events, AnswerScorer())
        """Where the session stands."""

    @property
    def over(self) -> bool:
        """Whether nothing is left but to score what there is."""
        return isinstance(self.state.stage, Closing | Finished)

    @property
    def to_transcribe(self) -> bool:
        """Whether the recogniser is needed to score what there is."""
        return any(self._worth_hearing(each.recording) for each in unscored(self.state))

    def note_cut(self) -> Broken | None:
        """Keeps that the session was cut off; the answer that was under way."""
        before, name = self.state, under_way(self.state)
        length_s = 0.0 if name is None else self._lengths.get(name, 0.0)
        spoken = name is not None and length_s >= MIN_DURATION_S and self._holds_speech(name)
        cut = CutOff(cut_at_s(before, length_s), spoken)
        self._log.event(cut)
        self.state = cut_off(before, cut)
        if name is None:
            return None
        again = len(self.state.attempts[before.position]) > len(before.attempts[before.position])
        follow_up = len(self.state.unused) > len(before.unused)
        return Broken(before.step.task.id, length_s, spoken, again, follow_up)

    def end(self) -> None:
        """No more questions: the session is over once everything is scored."""
        for event in ending(self.state):
            self._feed(event)

    def score(
        self, transcriber: Callable[[], Transcriber], score: ScoreTake = score_take
    ) -> tuple[AnswerCard, ...]:
        """Scores the recordings that have no card yet, in their order; their cards.

        Args:
            transcriber: called where :attr:`to_transcribe` says so.
            score: told of every take.

        Raises:
            AudioError: a recording is damaged.
        """
        return tuple(self._score(each, transcriber, score) for each in tuple(unscored(self.state)))

    def _score(
        self, asked: Score, transcriber: Callable[[], Transcriber], score: ScoreTake
    ) -> AnswerCard:
        take = self._take(asked.recording, transcriber)
        card = score(self._stored.scenario, asked.phase, asked.task, take)
        scorer = AnswerScorer(score)
        self._feed(joined(asked, card, self.state.now_s, self._stored.scenario, scorer))
        return card

    def _take(self, name: str, transcriber: Callable[[], Transcriber]) -> Take:
        vocabulary = Vocabulary.of(self._stored.scenario)
        path = self._log.audio_folder / f"{name}.wav"
        if name in self._recordings:
            path = self._recordings[name].path
        if self._known(name):
            return self._stored.takes[name]
        if self._worth_hearing(name):
            take = transcribe_file(path, transcriber(), vocabulary, lambda _: None)
            self._log.recording_transcribed(name, take)
            return take
        lost = Notice(N_("{file} is not there any more."), {"file": path.name})
        notices = () if path.is_file() else (lost,)
        return compose_take(
            Heard(path, self._lengths.get(name, 0.0), (), notices), (), vocabulary.language
        )

    def _known(self, name: str) -> bool:
        """Whether it was transcribed to its end; an answer may have gone on after that."""
        if name not in self._stored.takes:
            return False
        missing_s = self._lengths[name] - self._stored.takes[name].duration_s
        return missing_s * SAMPLE_RATE < 1 or not self._recordings[name].on_disk

    def _worth_hearing(self, name: str) -> bool:
        return not self._known(name) and self._lengths.get(name, 0.0) >= MIN_DURATION_S

    def _holds_speech(self, name: str) -> bool:
        return bool(hear(self._recordings[name].path, _unheeded).speech)

    def _complete(self, recording: Recording) -> float:
        """Seconds in the file, whose end is where the program was cut off."""
        if not recording.on_disk:
            return 0.0
        try:
            length_s = recover(recording.path)
        except AudioError:
            return 0.0  # Cut off before its first sample.
        if recording.state == "open" or recording.duration_s != length_s:
            self._log.recording_closed(recording.name, length_s)
        return length_s

    def _feed(self, event: Event) -> None:
        self._log.event(event)
        self.state, _ = advance(self.state, event)


def _unheeded(chunk: Chunk) -> None:
    del chunk
