"""Candidates who were scored already: pages that ``interviewer export --for-coach`` has made.

Whoever sent such a file may have changed it; what is not of the form that a row needs is refused.
"""

from __future__ import annotations

import json
import math
from dataclasses import astuple
from pathlib import Path
from typing import Any

from interviewer.batch.work import Outcome, Work, failed
from interviewer.errors import InterviewerError, UsageError
from interviewer.i18n import N_
from interviewer.report.class_rows import row_of
from interviewer.report.coach_export import read_export
from interviewer.report.json import empty_contract


def of_export(work: Work, path: Path) -> Outcome:
    """The outcome that is in the page ``path``."""
    added: dict[str, object] = {
        "candidate": work.candidate,
        "error": None,
        "notices": [],
        "key": work.key,
    }
    try:
        _, scorecard = read_export(path)
        entry = {"batch": added, **{key: scorecard[key] for key in empty_contract(work.scenario)}}
        _check(entry)
        line = json.dumps(entry, ensure_ascii=False, allow_nan=False)
        line.encode("utf-8")
    except InterviewerError as error:
        error.values |= {"file": work.pieces[0].shown}
        return failed(work, error)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return failed(
            work,
            UsageError(
                N_("{file} is no session made for a coach ({reason})."),
                N_("Make one with: interviewer export SESSION --for-coach"),
                file=work.pieces[0].shown,
                reason="scorecard",
            ),
        )
    return Outcome(work.key, work.candidate, line)


def _check(entry: dict[str, Any]) -> None:
    """Raises ValueError or the like where the figures of a row are no figures, its names no names."""
    for value in astuple(row_of(entry)):
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, int | float) and not 0 <= each < math.inf:
                raise ValueError("no figure")
            if not isinstance(each, int | float | str | None):
                raise TypeError("neither figure nor name")
