"""What coaches say of sessions: their files read and held against the session, kept, given back.

A file is JSON, ``docs/formats.md`` has its keys. It comes from outside: whatever is in it, it becomes
one :class:`~interviewer.domain.Coaching` whose every answer, second and criterion is one of the session,
or one line that says what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection
from typing import Literal

from interviewer.domain import Coaching, Comment, Criterion, Grade, Scenario
from interviewer.errors import UsageError
from interviewer.files import cause, open_regular
from interviewer.history.database import Database
from interviewer.history.folder import shown
from interviewer.history.reading import Reader, coaching_of, key
from interviewer.history.record import best_answers
from interviewer.history.stored import Codec, Json, dumps, loads
from interviewer.history.values import Coached, StoredSession
from interviewer.i18n import N_

SCHEMA = "interviewer.comments/1"

MOST_COMMENTS = 500
LONGEST_COMMENT = 2_000
LONGEST_NAME = 100
"""Characters."""
MOST_BYTES = 1_000_000
"""Two hours of comments are 50 kB."""
_SHOWN = 80
"""Characters of an id that is none, in a line about it."""
_ROUNDING_S = 0.05
"""The page tells seconds to the hundredth."""

TAKEN_IN = {
    "new": N_("Taken in from {coach}: comments {comments}, marks {marks}."),
    "changed": N_(
        "Taken in from {coach}, in place of what was there: comments {comments}, marks {marks}."
    ),
    "same": N_("Here already, nothing changed: comments {comments}, marks {marks}."),
}
"""What becomes of a file, by :attr:`TakenIn.what`."""

_NOTHING = N_("Nothing was taken in; take the file that the coach’s page saved.")
_CODEC = Codec(Path("/"))
"""No value of a coach holds a path."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A coach's file that the history has now."""

    stored: StoredSession
    """The session that it is about, as it was before."""
    coaching: Coaching
    what: Literal["new", "changed", "same"]


class Coachings:
    """Those of one store. Every method raises HistoryError as the store's do.

    Args:
        database: of the store.
        reader: of its rows.
        load: a session of it, by its id.
    """

    def __init__(
        self, database: Database, reader: Reader, load: Callable[[str], StoredSession]
    ) -> None:
        self._database, self._reader, self._load = database, reader, load

    def of_scenario(self, scenario_id: str) -> tuple[Coached, ...]:
        """Of each session of a scenario that coaches said something of, the earliest first."""
        with self._database.reading() as connection:
            return tuple(self._coached(connection, scenario_id))

    def keep(self, session_id: str, coaching: Coaching) -> bool:
        """Keeps what a coach says of a session, in place of what they said before; whether that is new."""
        said = dumps(_CODEC.encode(coaching))
        with self._database.writing() as connection:
            kept = connection.execute(
                "INSERT INTO coaching (session, coach, said) VALUES (CAST(? AS TEXT), ?, ?)"
                " ON CONFLICT DO UPDATE SET said = excluded.said WHERE said != excluded.said",
                (key(session_id), coaching.coach, said),
            )
            return kept.rowcount > 0

    def take_in(self, file: Path) -> TakenIn:
        """Keeps what ``file`` says of a session that is here; doing it twice changes nothing more.

        Raises:
            UsageError: it is no such file, or does not hold; nothing was kept.
        """
        session, said = read_comments(file)
        stored = self._load(session)
        coaching = checked(file, said, stored)
        before = any(each.coach == coaching.coach for each in stored.coaching)
        if not self.keep(session, coaching):
            return TakenIn(stored, coaching, "same")
        return TakenIn(stored, coaching, "changed" if before else "new")

    def remove(self, session_id: str, coach: str | None = None) -> int:
        """Takes out what a coach, or everyone, said of a session; of how many."""
        with self._database.writing() as connection:
            gone = connection.execute(
                "DELETE FROM coaching WHERE session = CAST(?1 AS TEXT) AND (?2 IS NULL OR coach = ?2)",
                (key(session_id), coach),
            )
            return gone.rowcount

    def _coached(self, connection: Connection, scenario_id: str) -> Iterator[Coached]:
        rows = connection.execute(
            "SELECT id, scenario FROM sessions WHERE scenario_id = ?"
            " AND id IN (SELECT session FROM coaching) ORDER BY started_at, id",
            (scenario_id,),
        )
        for row in rows:
            with self._reader.readable(row["id"]):
                scenario = _CODEC.decode(Scenario, loads(row["scenario"]))
                yield Coached(row["id"], scenario.rubric, coaching_of(connection, row["id"]))


def read_comments(file: Path) -> tuple[str, Coaching]:
    """The session that ``file`` is about, and what it says; nothing of it is held against that yet.

    Raises:
        UsageError: it cannot be read, is no such file, or larger than one can be.
    """
    data = _read(file)
    schema, session = data.get("schema"), data.get("session")
    if isinstance(schema, str) and schema.startswith("interviewer.comments/") and schema != SCHEMA:
        raise UsageError(
            N_("{file} is of another version ({schema}); this program reads {known}."),
            N_("Use the version of interviewer that wrote the coach’s page, or a newer one."),
            file=file,
            schema=shown(schema),
            known=SCHEMA,
        )
    if schema != SCHEMA or not isinstance(session, str):
        raise UsageError(
            N_("{file} is no file of comments: it does not say so, or not of which session."),
            _NOTHING,
            file=file,
        )
    try:
        return session, coaching_in(data)
    except (ValueError, OverflowError) as error:
        message = N_("{file} is no file of comments: a value in it is of another kind, or missing.")
        raise UsageError(message, _NOTHING, file=file) from error


def _read(file: Path) -> Json:
    try:
        with open_regular(file) as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        message = N_("{file} is no file of comments ({reason}).")
        raise UsageError(message, _NOTHING, file=file, reason=cause(error, file)) from error
    if len(raw) > MOST_BYTES:
        message = N_("{file} is no file of comments: it is larger than {most} kB.")
        raise UsageError(message, _NOTHING, file=file, most=MOST_BYTES // 1000)
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = N_("{file} is no file of comments: it is not in UTF-8.")
        raise UsageError(message, _NOTHING, file=file) from error
    except json.JSONDecodeError as error:
        message = N_("{file} is no file of comments: no JSON from line {line} on.")
        raise UsageError(message, _NOTHING, file=file, line=error.lineno) from error
    except (ValueError, RecursionError) as error:
        message = N_(
            "{file} is no file of comments: its JSON is nested too deep, or a number too long."
        )
        raise UsageError(message, _NOTHING, file=file) from error
    if not isinstance(data, dict):
        message = N_("{file} is no file of comments: its JSON is of another kind.")
        raise UsageError(message, _NOTHING, file=file)
    return data


def coaching_in(data: object) -> Coaching:
    """What JSON values say, every text in one line.

    Raises:
        ValueError: they are no such thing, or a text holds half characters, which no encoding has.
    """
    coaching = _CODEC.decode(Coaching, data)
    texts = (coaching.coach, *(each.text for each in coaching.comments))
    "".join(texts).encode("utf-8")
    return replace(
        coaching,
        coach=_line(coaching.coach),
        comments=tuple(replace(each, text=_line(each.text)) for each in coaching.comments),
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def checked(file: Path, coaching: Coaching, stored: StoredSession) -> Coaching:
    """``coaching``, read from ``file``, in the order of the session that it is about.

    Raises:
        UsageError: it speaks of what the session has not, says too much, or nothing at all.
    """
    lengths = {card.task.id: card.take.duration_s for card in best_answers(stored)}
    return held_against(file, coaching, lengths, stored.scenario.rubric)


def held_against(
    file: Path, coaching: Coaching, lengths: Mapping[str, float], rubric: Sequence[Criterion]
) -> Coaching:
    """As :func:`checked`, of a session whose answers have ``lengths`` in seconds.

    Raises:
        UsageError: as there.
    """
    marks = {criterion.id: len(criterion.marks) for criterion in rubric}
    for message, values in _faults(coaching, lengths, marks):
        raise UsageError(message, _NOTHING, file=file, **values)
    answers, criteria = list(lengths), list(marks)

    def place(comment: Comment) -> tuple[int, float]:
        return answers.index(comment.answer), -1.0 if comment.at_s is None else comment.at_s

    return replace(
        coaching,
        comments=tuple(sorted(coaching.comments, key=place)),
        marks=tuple(sorted(coaching.marks, key=lambda each: criteria.index(each.criterion))),
    )


Fault = tuple[str, dict[str, object]]
"""A gettext id, and what fills it beside ``{file}``."""


def _faults(
    coaching: Coaching, lengths: Mapping[str, float], marks: Mapping[str, int]
) -> Iterator[Fault]:
    """What is wrong, by the seconds of each answer and how many marks each criterion has."""
    if not coaching.comments and not coaching.marks:
        yield N_("{file} holds neither a comment nor a mark."), {}
    if len(coaching.comments) > MOST_COMMENTS:
        message = N_("{file} holds {count} comments; at most {most} are taken in.")
        yield message, {"count": len(coaching.comments), "most": MOST_COMMENTS}
    if len(coaching.coach) > LONGEST_NAME:
        message = N_("{file}: the name has {count} characters; at most {most} are taken in.")
        yield message, {"count": len(coaching.coach), "most": LONGEST_NAME}
    for number, comment in enumerate(coaching.comments, start=1):
        yield from _comment_faults(number, comment, lengths)
    for grade in coaching.marks:
        yield from _grade_faults(grade, marks)
    marked = [grade.criterion for grade in coaching.marks]
    for twice in {each for each in marked if marked.count(each) > 1}:
        yield N_("{file}: {criterion} is marked twice."), {"criterion": shown(twice[:_SHOWN])}


def _comment_faults(number: int, comment: Comment, lengths: Mapping[str, float]) -> Iterator[Fault]:
    values: dict[str, object] = {"number": number, "answer": shown(comment.answer[:_SHOWN])}
    if comment.answer not in lengths:
        message = N_(
            "{file}, comment {number}: the session has no answer {answer}; it has: {known}."
        )
        yield message, {**values, "known": ", ".join(lengths)}
        return
    at_s, length_s = comment.at_s, lengths[comment.answer]
    # Written so that what is no number at all is outside, too.
    if at_s is not None and not 0 <= at_s <= length_s + _ROUNDING_S:
        message = N_("{file}, comment {number}: second {at} is outside the {length} s of {answer}.")
        yield message, {**values, "at": float(f"{at_s:.7g}"), "length": round(length_s, 1)}
    if not comment.text:
        yield N_("{file}, comment {number}: it says nothing."), values
    elif len(comment.text) > LONGEST_COMMENT:
        message = N_("{file}, comment {number}: it has {count} characters; at most {most}.")
        yield message, {**values, "count": len(comment.text), "most": LONGEST_COMMENT}


def _grade_faults(grade: Grade, marks: Mapping[str, int]) -> Iterator[Fault]:
    values: dict[str, object] = {"criterion": shown(grade.criterion[:_SHOWN])}
    if grade.criterion not in marks:
        message = N_("{file}: the rubric has no criterion {criterion}; it has: {known}.")
        yield message, {**values, "known": ", ".join(marks) or "–"}
    elif not 1 <= grade.mark <= marks[grade.criterion]:
        message = N_("{file}: {mark} is no mark of {criterion}; the marks are 1 to {most}.")
        yield message, {**values, "mark": str(grade.mark)[:20], "most": marks[grade.criterion]}
