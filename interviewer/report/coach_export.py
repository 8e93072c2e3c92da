"""A session as one file for a coach, and what a program reads of such a file.

The page is a report with the recordings in it; beside what people read it holds the scorecard as JSON
(``interviewer.coach-export/1``), so that several candidates' files can be put side by side without
their recordings being heard anew, and with them what coaches sent back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from interviewer.domain import Coaching, Criterion, Language
from interviewer.errors import UsageError
from interviewer.files import cause, open_regular
from interviewer.history.coaching import coaching_in, held_against, read_comments
from interviewer.i18n import N_
from interviewer.report.html import EMBEDDED_SOUND, render_html, report_policy
from interviewer.report.json import to_contract
from interviewer.report.measures import JsonObject
from interviewer.report.session import Session, session_view
from interviewer.ui.page import Words

_SCHEMA = "interviewer.coach-export/1"
_SCORECARD = "interviewer.scorecard/1"
_MOST_BYTES = 256 * 1024 * 1024
"""Ten hours of sound."""
_MOST_S = 1e6
_MAKE = N_("Make one with: interviewer export SESSION --for-coach")
_COMMENTS = b"interviewer.comments/"
_MARK = b'<script type="application/json" id="export">'
_BLOCK = re.compile(re.escape(_MARK) + rb"(.*?)</script>", re.DOTALL)


def render_for_coach(session: Session, words: Words, *, comments: bool = False) -> str:
    """The page of ``session`` for a coach, without anything of other sessions.

    Args:
        session: of the history, its recordings to be carried in the page.
        words: the language of the page.
        comments: what coaches said of it before is in the page, too.
    """
    coaching = session.scorecard.coaching if comments else ()
    card = replace(session.scorecard, usual=None, coaching=coaching)
    alone = replace(session, for_coach=True, scorecard=card)
    # Where recordings lie on the person's machine is nobody's business.
    answers = tuple(
        replace(answer, take=replace(answer.take, audio=Path(answer.take.audio.name)))
        for answer in alone.scorecard.answers
    )
    scorecard = to_contract(replace(alone.scorecard, answers=answers))
    held: JsonObject = {"schema": _SCHEMA, "session": session.id, "scorecard": scorecard}
    return render_html(session_view(alone, words), EMBEDDED_SOUND, held=held)


def is_export(file: Path) -> bool:
    """Whether ``file`` says of itself that it was made for a coach."""
    return _says(file, _MARK)


def _says(file: Path, mark: bytes) -> bool:
    try:
        with open_regular(file) as stream:
            return mark in stream.read(_MOST_BYTES)
    except OSError:
        return False


def is_harmless(page: str) -> bool:
    """Whether a page that came from somebody runs nothing but this program's own scripts.

    Its policy, which stands before anything that could run, must be that of a page made by this version;
    whatever else was changed in it, the browser refuses.
    """
    policy = report_policy(EMBEDDED_SOUND).replace("'", "&#39;")
    return any(
        page.lstrip().startswith(
            f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        )
        for language in get_args(Language)
    )


def read_export(file: Path) -> tuple[str, JsonObject]:
    """The id of the session that ``file`` was made of, and its scorecard as the JSON contract has it.

    What ``file`` claims is not believed beyond its form: it may have been changed by hand.

    Raises:
        UsageError: it cannot be read, or was not made by ``interviewer export SESSION --for-coach``.
    """
    try:
        with open_regular(file) as stream:
            raw = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(
            N_("{file} is no session made for a coach ({reason})."),
            _MAKE,
            file=file,
            reason=cause(error, file),
        ) from error
    found = _BLOCK.search(raw) if len(raw) <= _MOST_BYTES else None
    try:
        held = json.loads(found[1]) if found else None
    except (ValueError, RecursionError) as error:
        raise _none(file) from error
    match held:
        case {
            "schema": str(schema),
            "session": str(session),
            "scorecard": {"schema": str(kind), "answers": list()} as scorecard,
        } if (schema, kind) == (_SCHEMA, _SCORECARD):
            return session, scorecard
    raise _none(file)


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that a coach's page saved."""

    file: Path
    coaching: Coaching
    """Not held against the session yet."""


def returned_in(folder: Path) -> tuple[dict[str, list[Returned]], list[UsageError]]:
    """What coaches sent back, by the session that it is about; and what is wrong with files that say they are such.

    Raises:
        OSError: the folder cannot be read.
    """
    found: dict[str, list[Returned]] = {}
    faults: list[UsageError] = []
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() != ".json" or not _says(file, _COMMENTS):
            continue
        try:
            session, coaching = read_comments(file)
        except UsageError as error:
            faults.append(error)
        else:
            found.setdefault(session, []).append(Returned(file, coaching))
    return found, faults


def all_coaching(
    page: Path, scorecard: JsonObject, returned: Sequence[Returned], rubric: Sequence[Criterion]
) -> tuple[tuple[Coaching, ...], list[UsageError]]:
    """What coaches say of the session that ``page`` was made of, by their names; and what is wrong with which file.

    Args:
        page: whose ``scorecard`` may hold what they said before it was made.
        scorecard: of :func:`read_export`.
        returned: what they sent back, in place of what they said before.
        rubric: by which they marked.

    Raises:
        UsageError: what the page itself holds does not hold.
        ValueError, TypeError, KeyError: it is not even that.
    """
    # How long an answer is no scorecard says.
    lengths = {
        str(each["question"] or each["phase"]): _MOST_S
        for each in scorecard["answers"]  # type: ignore[attr-defined]
    }
    said: dict[str, Coaching] = {}
    for each in scorecard["coaching"]:  # type: ignore[attr-defined]
        coaching = held_against(page, coaching_in(each), lengths, rubric)
        said[coaching.coach] = coaching
    faults: list[UsageError] = []
    for one in returned:
        try:
            coaching = held_against(one.file, one.coaching, lengths, rubric)
        except UsageError as error:
            faults.append(error)
        else:
            said[coaching.coach] = coaching
    return tuple(said[coach] for coach in sorted(said)), faults


def _none(file: Path) -> UsageError:
    return UsageError(
        N_("{file} is no session made for a coach: there is none in it, or not the whole of it."),
        _MAKE,
        file=file,
    )
