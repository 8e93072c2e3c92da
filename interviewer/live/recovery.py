"""What a session that was cut off left behind: found, scored and written down, in this order.

What is decided is decided on values, by :class:`Left` and :func:`cut_short`; :class:`Recovery` reads
the files and keeps each step before the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from interviewer.audio.reader import MIN_DURATION_S
from interviewer.audio.recorder import recover
from interviewer.domain import SAMPLE_RATE, AnswerCard, Notice, Take, Vocabulary
from interviewer.errors import AudioError
from interviewer.history.values import Recording, StoredSession
from interviewer.history.writing import SessionLog
from interviewer.i18n import N_
from interviewer.recordings import Heard, compose_take, hear, read_whole, transcribe_file
from interviewer.scoring.answer import AnswerScorer, score_take
from interviewer.session.attempts import joined
from interviewer.session.events import Action, CutOff, Event, ReadWhole, Reread, Score
from interviewer.session.machine import advance
from interviewer.session.plan import make_plan
from interviewer.session.ports import ScoreTake, Transcriber
from interviewer.session.rereading import to_reread
from interviewer.session.resuming import cut_at_s, cut_off, ending, replayed, under_way, unscored
from interviewer.session.state import Closing, Finished, State


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


def cut_short(
    before: State, length_s: float, *, spoken: bool
) -> tuple[CutOff, State, Broken | None]:
    """The cut as an event, where the session stands after it, and the answer that was under way.

    Args:
        before: after the last event that was kept.
        length_s: of the recording under way; 0 where there is none.
        spoken: it holds speech.
    """
    cut = CutOff(cut_at_s(before, length_s), spoken)
    state = cut_off(before, cut)
    if under_way(before) is None:
        return cut, state, None
    again = len(state.attempts[before.position]) > len(before.attempts[before.position])
    follow_up = len(state.unused) > len(before.unused)
    return cut, state, Broken(before.step.task.id, length_s, spoken, again, follow_up)


@dataclass(frozen=True, slots=True)
class Left:
    """What there is of each recording, by its name."""

    takes: Mapping[str, Take]
    """Those that were transcribed before the cut."""
    lengths: Mapping[str, float]
    """Seconds that can be read; 0 where nothing can."""
    gone: frozenset[str] = frozenset()
    """Those whose file is not there any more."""

    def known(self, name: str) -> bool:
        """Whether it was transcribed to its end; an answer may have gone on after that."""
        if name not in self.takes:
            return False
        missing_s = self.lengths[name] - self.takes[name].duration_s
        return missing_s * SAMPLE_RATE < 1 or name in self.gone

    def worth_hearing(self, name: str) -> bool:
        """Whether it holds what was not transcribed, and enough to hold a word."""
        return not self.known(name) and self.lengths.get(name, 0.0) >= MIN_DURATION_S

    def to_transcribe(self, state: State) -> tuple[str, ...]:
        """The recordings that must be heard before everything in ``state`` is scored."""
        names = (each.recording for each in unscored(state))
        return tuple(name for name in names if self.worth_hearing(name))


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
        self._left = Left(
            stored.takes,
            {each.name: self._complete(each) for each in stored.recordings},
            frozenset(each.name for each in stored.recordings if not each.on_disk),
        )
        self._whole: set[str] = set()
        """Those that were read whole to be scored."""
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
        if self._left.to_transcribe(self.state):
            return True
        return isinstance(self.state.stage, Closing) and any(
            piece.confirmed is None and self._left.lengths.get(piece.recording)
            for piece in self.state.pieces()
        )

    def note_cut(self) -> Broken | None:
        """Keeps that the session was cut off; the answer that was under way."""
        name = under_way(self.state)
        length_s, spoken = 0.0, False
        if name is not None:
            length_s = self._left.lengths.get(name, 0.0)
            spoken = length_s >= MIN_DURATION_S and self._holds_speech(name)
        cut, state, broken = cut_short(self.state, length_s, spoken=spoken)
        self._log.event(cut)
        self.state = state
        return broken

    def end(self) -> None:
        """No more questions: the session is over once everything is scored."""
        for event in ending(self.state):
            self._feed(event)

    def score(
        self, transcriber: Callable[[], Transcriber], score: ScoreTake = score_take
    ) -> tuple[AnswerCard, ...]:
        """Scores the recordings that have no card yet, in their order; their cards.

        Where the session is over, those that nobody had read whole are read so and scored anew;
        where it goes on, that is done meanwhile.

        Args:
            transcriber: called where :attr:`to_transcribe` says so.
            score: told of every take.

        Raises:
            AudioError: a recording is damaged.
        """
        cards = tuple(
            self._score(asked, self._take(asked.recording, transcriber), score)
            for asked in tuple(unscored(self.state))
        )
        while self.over and (waiting := next(to_reread(self.state), None)) is not None:
            take = self._read_whole(waiting, transcriber)
            event = ReadWhole(self.state.now_s, waiting.recording, failed=take is None)
            for action in self._feed(event):
                if isinstance(action, Score) and take is not None:
                    self._score(action, take, score)
        return cards

    def _score(self, asked: Score, take: Take, score: ScoreTake) -> AnswerCard:
        card = score(self._stored.scenario, asked.phase, asked.task, take)
        scorer = AnswerScorer(score)
        self._feed(joined(asked, card, self.state.now_s, self._stored.scenario, scorer))
        return card

    def _read_whole(self, asked: Reread, transcriber: Callable[[], Transcriber]) -> Take | None:
        """None where it cannot be read."""
        heard = asked.heard
        if not heard.speech or asked.recording in self._whole:
            return heard
        if not heard.audio.is_file():
            return None
        try:
            vocabulary = Vocabulary.of(self._stored.scenario)
            take = read_whole(heard, transcriber(), vocabulary)
        except AudioError:
            return None
        self._log.recording_transcribed(asked.recording, take)
        return take

    def _take(self, name: str, transcriber: Callable[[], Transcriber]) -> Take:
        vocabulary = Vocabulary.of(self._stored.scenario)
        path = self._log.audio_folder / f"{name}.wav"
        if name in self._recordings:
            path = self._recordings[name].path
        if self._left.known(name):
            return self._stored.takes[name]
        if self._left.worth_hearing(name):
            take = transcribe_file(path, transcriber(), vocabulary, lambda _: None)
            self._whole.add(name)
            self._log.recording_transcribed(name, take)
            return take
        lost = Notice(N_("{file} is not there any more."), {"file": path.name})
        notices = () if path.is_file() else (lost,)
        heard = Heard(path, self._left.lengths.get(name, 0.0), (), notices)
        return compose_take(heard, (), vocabulary.language)

    def _holds_speech(self, name: str) -> bool:
        return bool(hear(self._recordings[name].path, lambda _: None).speech)

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

    def _feed(self, event: Event) -> tuple[Action, ...]:
        self._log.event(event)
        self.state, actions = advance(self.state, event)
        return actions
