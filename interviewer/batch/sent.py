"""Candidates who sent a session as a page made for a coach: its scorecard counts, nothing is heard anew.

A page may have been changed by hand, so that whatever the page of the class makes of it is made once
here: what does not come out as figures and texts is a failed candidate.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from pathlib import Path

from interviewer.batch.candidates import Candidate
from interviewer.batch.work import Outcome, Work, failed, program_digest
from interviewer.errors import InterviewerError, UsageError
from interviewer.i18n import N_
from interviewer.report.class_rows import row_of
from interviewer.report.coach_export import is_harmless, read_export
from interviewer.report.measures import JsonObject

_MOST = 1e6
"""Of any figure: seconds of eleven days."""


def page_sum(page: Path) -> str:
    """SHA-256 of a page; of nothing where it cannot be read, which is told later."""
    try:
        return hashlib.sha256(page.read_bytes()).hexdigest()
    except OSError:
        return hashlib.sha256().hexdigest()


def outcome_of(candidate: Candidate, page: Path, name: str, *, report: bool) -> Outcome:
    """What the page of a candidate says.

    Args:
        candidate: who sent it.
        page: the file.
        name: what results call the person; another than theirs names no file either.
        report: the page is wanted as theirs beside the class page; one that could run what is not
            of this program is left out.
    """
    key = hashlib.sha256(f"{program_digest()} {page_sum(page)} {name}".encode()).hexdigest()
    work = Work(key, name, candidate.scenario, (), "", False, None, sent=False)
    try:
        _, scorecard = read_export(page)
        if name != candidate.name:
            for number, answer in enumerate(scorecard["answers"], start=1):  # type: ignore[arg-type, var-annotated]
                answer["audio"] = f"{name}/{number}"
        line = _line(work, scorecard)
        text = page.read_text("utf-8") if report and name == candidate.name else ""
    except InterviewerError as error:
        error.values["file"] = name
        return failed(work, error)
    except (KeyError, TypeError, ValueError, AttributeError, OSError, ArithmeticError) as error:
        damaged = UsageError(N_("{file}: the session in it was changed."), file=name)
        damaged.__cause__ = error
        return failed(work, damaged)
    return Outcome(key, name, line, report=text if is_harmless(text) else None)


def _line(work: Work, scorecard: JsonObject) -> str:
    """The entry.

    Raises:
        UsageError: it is of another scenario.
        ValueError: something of it is no figure or text. Whatever else, where it is not the contract.
    """
    added: JsonObject = {"candidate": work.candidate, "error": None, "notices": [], "key": work.key}
    entry = {"batch": added, **scorecard}
    row = row_of(entry)
    if row.scenario != work.scenario.id:
        raise UsageError(
            N_("{file}: this session is of {found}, not of {scenario}."),
            found=str(row.scenario)[:80],
            scenario=work.scenario.id,
        )
    for field in fields(row):
        if not _is_right(getattr(row, field.name), str(field.type)):
            raise ValueError(field.name)
    return json.dumps(entry, ensure_ascii=False, allow_nan=False)


def _is_right(value: object, kind: str) -> bool:
    """Whether a value of a row is of the type that its field is annotated with, and a figure of any sense."""
    if isinstance(value, tuple):
        return all(isinstance(each, str) for each in value)
    if kind == "str":
        return isinstance(value, str)
    return value is None or (type(value) in (int, float) and 0 <= value < _MOST)  # type: ignore[operator]
