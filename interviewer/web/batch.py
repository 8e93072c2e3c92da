"""Recorded files that a page sent: held in a folder of their own, scored as ``interviewer replay`` does."""

from __future__ import annotations

import logging
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

from interviewer.audio.reader import AUDIO_SUFFIXES, open_recording
from interviewer.domain import (
    AnswerCard,
    Notice,
    Replay,
    Scenario,
    SessionChoice,
    Take,
    Vocabulary,
)
from interviewer.errors import AudioError, InternalError, InterviewerError, StoppedError, UsageError
from interviewer.history.folder import make_private_folder
from interviewer.history.record import keep_answers, named_takes
from interviewer.history.store import open_store
from interviewer.i18n import N_
from interviewer.recordings import Recorded, find_recorded, transcribe_file
from interviewer.report.html import EMBEDDED_SOUND, render_html
from interviewer.report.session import Session as Report
from interviewer.report.session import session_view
from interviewer.report.stored import left_notices
from interviewer.report.swept import swept_notices
from interviewer.report.wording import score_words
from interviewer.session.ports import Transcriber
from interviewer.settings import load_settings
from interviewer.ui.page import Words, words_in
from interviewer.ui.text import megabytes, safe
from interviewer.web.reports import around, embedded
from interviewer.web.session import Means

_log = logging.getLogger(__name__)
MOST_FILES = 100
MOST_BYTES = 512 * 1024**2
"""Of one file: an hour and a half of uncompressed sound, one channel."""
MOST_BYTES_TOGETHER = 2 * 1024**3
_LONGEST_NAME = 120
_ODD = re.compile(r"[^\w .()+,;=@~&'’-]", re.UNICODE)
"""What no name of a recording needs, and some system gives a meaning to."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_END_S = 10.0

Stage = Literal["open", "working", "done", "failed"]
FileState = Literal["waiting", "reading", "done", "failed"]


def inert_name(name: str) -> str:
    """``name`` as a plain one of a file, for which nothing outside the folder can be meant.

    Raises:
        UsageError: it ends like no recording.
    """
    plain = _ODD.sub("_", safe(re.split(r"[/\\]", name)[-1])).strip(" .")
    stem, suffix = Path(plain).stem, Path(plain).suffix
    if suffix.lower() not in AUDIO_SUFFIXES:
        raise UsageError(
            N_("{file}: not a kind of file that sound is recorded in."), file=safe(name)[-60:]
        )
    if _RESERVED.fullmatch(plain):
        stem = f"_{stem}"
    return f"{stem[:_LONGEST_NAME]}{suffix}"


@dataclass(slots=True)
class Sent:
    """A file that came."""

    name: str
    """As it is shown."""
    path: Path
    state: FileState = "waiting"
    told: str = ""
    """How far it is read, or why it is not, in a line."""
    made: Path | None = None
    """Of one that was made on the page, and is nowhere else: where it is until a session has it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page wants to be scored."""

    scenario: Scenario
    phase: str | None
    """The phase or question that all files answer; None: their names tell."""
    history: bool
    """Keep what comes of it."""


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    score: str = ""
    told: list[str] = field(default_factory=list)
    session: str = ""
    """Its id in the history; empty where it is not kept."""
    report: str = ""
    """The page of one that is not kept."""


class Batch:
    """Files that are scored together: taken one by one, then scored in a thread.

    Args:
        asked: of which scenario, and how.
        means: this machine.
        words: of what is said in the page.
        root: begins the path of every page.
    """

    def __init__(self, asked: Asked, means: Means, words: Words, root: str) -> None:
        self.id = secrets.token_urlsafe(8)
        self.asked = asked
        self.stage: Stage = "open"
        self.told = ""
        """What is done just now, or why all of it failed, in a line."""
        self.files: list[Sent] = []
        self.outcome = Outcome()
        self._means = means
        self._words = words
        self._root = root
        self._folder = Path(tempfile.mkdtemp(prefix="interviewer-"))
        self._bytes = 0
        self._takes: dict[Path, Take] = {}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    # ------------------------------------------------------------------ files come

    def expect(self, name: str, made: Path | None = None) -> Sent:
        """A file of that name comes, ``made`` on the page or not; whatever else it is called here, its
        beginning stays.

        Raises:
            UsageError: it is no recording, there are too many, or they are being scored already.
        """
        if self.stage != "open":
            raise UsageError(N_("These recordings are being scored already."))
        if len(self.files) >= MOST_FILES:
            raise UsageError(N_("More than {most} files: send fewer at once."), most=MOST_FILES)
        plain = inert_name(name)
        taken = {each.path.name.casefold() for each in self.files}
        stem, suffix = Path(plain).stem, Path(plain).suffix
        number = 1
        while plain.casefold() in taken:
            number += 1
            plain = f"{stem} ({number}){suffix}"
        sent = Sent(plain, self._folder / plain, made=made)
        sent.path.touch()
        self.files.append(sent)
        return sent

    def add(self, sent: Sent, data: bytes) -> None:
        """The next bytes of a file.

        Raises:
            UsageError: too many of them, or the disk takes no more.
        """
        self._bytes += len(data)
        if self._bytes > MOST_BYTES_TOGETHER:
            raise UsageError(N_("These recordings are too large together: send fewer at once."))
        try:
            with sent.path.open("ab") as file:
                file.write(data)
        except OSError as error:
            raise UsageError(
                N_("{file}: cannot be written ({reason})."), file=sent.name, reason=error.strerror
            ) from error

    def complete(self, sent: Sent) -> None:
        """A file is here; one that cannot be read is said at once, and left out."""
        try:
            open_recording(sent.path)
        except InterviewerError as error:
            self.fail(sent, error)

    def fail(self, sent: Sent, error: InterviewerError) -> None:
        """The file is left out, and why."""
        sent.state, sent.told = "failed", error.line(self._words.translate)
        sent.path.unlink(missing_ok=True)

    # ------------------------------------------------------------------ they are scored

    def begin(self) -> None:
        """Scores what came, in a thread of its own."""
        if self.stage == "open":
            self.stage = "working"
            self._thread = threading.Thread(target=self._work, name="recordings", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Ends it; the page's copies of the recordings go."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_END_S)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _work(self) -> None:
        try:
            self.outcome = self._scored()
            self.stage = "done"
        except InterviewerError as error:
            self._broke(error)
        except Exception:  # noqa: BLE001  the page must be told, whatever it was
            _log.exception("recordings were not scored")
            self._broke(InternalError(N_("The recordings could not be scored.")))

    def _broke(self, error: InterviewerError) -> None:
        self.told, self.stage = error.line(self._words.translate), "failed"

    def _scored(self) -> Outcome:
        if not self._left():
            raise UsageError(N_("There is no recording to score."))
        recorded = self._find()
        self.told = self._words.say(N_("Getting ready…"))
        transcriber = self._means.open_engine(self._means.find_weights(self._loads, self._says))
        while not self._listen(recorded, transcriber):
            recorded = self._find()
        return self._outcome(recorded, recorded.score(transcriber, self._watch))

    def _left(self) -> list[Sent]:
        return [each for each in self.files if each.state != "failed"]

    def _find(self) -> Recorded:
        left = self._left()
        if not left:
            raise UsageError(N_("There is no recording to score."))
        # One alone may be a whole pitch; several are as in a folder, where strangers are left out.
        given = left[0].path if len(left) == 1 else self._folder
        return find_recorded(self.asked.scenario, [given], self.asked.phase, self._takes)

    def _listen(self, recorded: Recorded, transcriber: Transcriber) -> bool:
        """Whether all of them could be read; one that could not is left out, and the others stay read."""
        vocabulary = Vocabulary.of(self.asked.scenario)
        whole = True
        for sent in [each for each in self._left() if each.path in recorded.paths]:
            if sent.path in self._takes:
                continue
            watch = partial(self._watch, sent.path)
            try:
                self._takes[sent.path] = transcribe_file(sent.path, transcriber, vocabulary, watch)
            except AudioError as error:
                whole = False
                self.fail(sent, error)
            else:
                sent.state, sent.told = "done", ""
        return whole

    def _loads(self, name: str, done: int, total: int) -> None:
        self._check()
        amount = megabytes(done, self._words.language), megabytes(total, self._words.language)
        self.told = f"{name}: {' / '.join(amount)}"

    def _says(self, notice: Notice) -> None:
        self.told = self._words.say(notice.message, **notice.values)

    def _watch(self, path: Path, at_s: float) -> None:
        self._check()
        self.told = ""
        for sent in self._left():
            if sent.path == path:
                sent.state = "reading"
                sent.told = self._words.say(N_("{seconds} s transcribed"), seconds=round(at_s))

    def _check(self) -> None:
        if self._stopping.is_set():
            raise StoppedError(N_("Stopped."))

    # ------------------------------------------------------------------ what came of it

    def _outcome(self, recorded: Recorded, result: Replay) -> Outcome:
        scenario, words = self.asked.scenario, words_in(self.asked.scenario.language)
        left = left_notices(scenario, result, whole=self.asked.phase is None)
        notices = [*recorded.notices, *left]
        outcome = Outcome()
        if result.scorecard.score is not None:
            outcome.score = score_words(result.scorecard.score, self._words)
        if self.asked.history:
            outcome.session = self._keep(result, notices)
        else:
            notes = [words.say(each.message, **each.values) for each in notices]
            view = session_view(Report(result.scorecard, embedded, notes=notes), words)
            outcome.report = render_html(view, EMBEDDED_SOUND, around(self._root, words))
        outcome.told = [self._words.say(each.message, **each.values) for each in notices]
        return outcome

    def _keep(self, result: Replay, notices: list[Notice]) -> str:
        """Keeps the answers as a session, whose id this is."""
        scenario, now = self.asked.scenario, self._means.time.now()
        choice = SessionChoice(phase=self.asked.phase)
        with open_store() as store:
            log = store.begin("replay", scenario, choice, result.scorecard.engine, now=now)
            cards = (*result.scorecard.answers, *result.other_takes)
            made, audio = self._made(cards), load_settings().audio
            taken = self._take_over(made, cards, log.audio_folder) if audio.keep else {}
            answers, others = (
                [_recorded_in(taken, card) for card in some]
                for some in (result.scorecard.answers, result.other_takes)
            )
            keep_answers(log, scenario, answers, set_aside=others, choice=choice, now=now)
            for file in made.values():
                file.unlink(missing_ok=True)
            swept = store.sweep(audio.removed_before(now), now, log.id)
        notices += swept_notices(swept, audio.days, now, self._words.language)
        return log.id

    def _made(self, cards: Sequence[AnswerCard]) -> dict[Path, Path]:
        """Where each recording of ``cards`` is that was made on the page, by where the copy is that was scored."""
        scored = {card.take.audio for card in cards}
        return {
            sent.path: sent.made
            for sent in self._left()
            if sent.made is not None and sent.path in scored
        }

    def _take_over(
        self, made: Mapping[Path, Path], cards: Sequence[AnswerCard], folder: Path
    ) -> dict[Path, Path]:
        """Copies what was made on the page to where a session's recordings are; which is where."""
        taken: dict[Path, Path] = {}
        for name, _, card in named_takes(self.asked.scenario, cards):
            path = card.take.audio
            if path in made and path not in taken:
                make_private_folder(folder)
                taken[path] = folder / f"{name}.wav"
                shutil.copyfile(made[path], taken[path])
        return taken


def _recorded_in(places: Mapping[Path, Path], card: AnswerCard) -> AnswerCard:
    place = places.get(card.take.audio)
    return card if place is None else replace(card, take=replace(card.take, audio=place))
