"""Candidates who sent a session as a page made for a coach: its scorecard counts, nothing is heard anew.

A page may have been changed by hand, so that whatever the page of the class makes of it is made once
here: what does not come out as figures and texts is a failed candidate.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from interviewer.batch.candidates import Candidate
from interviewer.batch.work import Outcome, Work, failed, program_digest
from interviewer.errors import InterviewerError, UsageError
from interviewer.i18n import N_
from interviewer.report.class_rows import row_of
from interviewer.report.coach_export import Returned, all_coaching, is_harmless, read_export
from interviewer.report.json import coaching_contract
from interviewer.report.measures import JsonObject
from interviewer.ui.page import words_in
from interviewer.ui.text import safe

_MOST = 1e6
"""Of any figure: seconds of eleven days."""
_UNFIT = (KeyError, TypeError, ValueError, AttributeError, OSError, ArithmeticError)
"""What values that were changed by hand make of what is read of them."""


def page_sum(page: Path) -> str:
    """SHA-256 of a page; of nothing where it cannot be read, which is told later."""
    try:
        return hashlib.sha256(page.read_bytes()).hexdigest()
    except OSError:
        return hashlib.sha256().hexdigest()


def outcome_of(
    candidate: Candidate,
    page: Path,
    name: str,
    returned: Mapping[str, Sequence[Returned]],
    *,
    report: bool,
) -> tuple[str, Outcome]:
    """Of which session the page of a candidate is, and what it says, and coaches of it; empty: of none.

    Args:
        candidate: who sent it.
        page: the file.
        name: what results call the person; another than theirs names nobody else either, nor any file.
        returned: what coaches sent back, by session.
        report: the page is wanted as theirs beside the class page; one that could run what is not
            of this program is left out.
    """
    known = name == candidate.name
    work = Work("", name, candidate.scenario, (), "", False, None, sent=False)
    sums, session = [page_sum(page)], ""
    try:
        session, scorecard = read_export(page)
        sums += [page_sum(each.file) for each in returned.get(session, ())]
        work = replace(work, key=_key(work, sums))
        said, faults = all_coaching(
            page, scorecard, returned.get(session, ()), candidate.scenario.rubric
        )
        if not known:
            said = tuple(replace(each, coach="", comments=()) for each in said)
            for number, answer in enumerate(scorecard["answers"], start=1):  # type: ignore[arg-type, var-annotated]
                answer["audio"] = f"{name}/{number}"
        told = tuple(_say(work, each) for each in faults)
        for error in faults:
            error.values["file"] = name if not known else error.values["file"]
        coaching = [coaching_contract(each) for each in said]
        notices = [_say(work, each) for each in faults]
        line = _line(work, {**scorecard, "coaching": coaching}, notices)
        text = page.read_text("utf-8") if report and known else ""
    except (InterviewerError, *_UNFIT) as error:
        work = replace(work, key=_key(work, sums))
        fault = error if isinstance(error, InterviewerError) else _damaged(error)
        fault.values["file"] = page
        told = (_say(work, fault),)
        fault.values["file"] = name
        return session, replace(failed(work, fault), told=told)
    page_text = text if is_harmless(text) else None
    return session, Outcome(work.key, name, line, report=page_text, told=told)


def _key(work: Work, sums: Iterable[str]) -> str:
    told = (program_digest(), repr(work.scenario.rubric), work.candidate, *sums)
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def _say(work: Work, error: InterviewerError) -> str:
    return safe(error.line(words_in(work.scenario.language).translate))


def _damaged(error: BaseException) -> UsageError:
    damaged = UsageError(N_("{file}: the session in it was changed."))
    damaged.__cause__ = error
    return damaged


def _line(work: Work, scorecard: JsonObject, notices: Sequence[str]) -> str:
    """The entry.

    Raises:
        UsageError: it is of another scenario.
        ValueError: something of it is no figure or text. Whatever else, where it is not the contract.
    """
    added: JsonObject = {
        "candidate": work.candidate,
        "error": None,
        "notices": list(notices),
        "key": work.key,
    }
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
    if kind.startswith("tuple[tuple"):
        return True  # of marks, which were held against the rubric
    if isinstance(value, tuple):
        return all(isinstance(each, str) for each in value)
    if kind == "str":
        return isinstance(value, str)
    return value is None or (type(value) in (int, float) and 0 <= value < _MOST)  # type: ignore[operator]
