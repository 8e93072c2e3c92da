"""The patterns of a file: what is wrong in one, and what it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from interviewer.domain import (
    MOST_WAYS,
    Limits,
    PatternFault,
    pattern_fault,
    pattern_parts,
    pattern_ways,
)
from interviewer.i18n import N_

_MAX_GAPS = 4
"""Of ``…`` in one pattern; no shipped one has more than two, but for contraries, some of which have all four."""
_MAX_PARTS = 8
"""Of one pattern; no shipped one has more than four."""
_FORMS = ("pattern", "phrasing")
_GAP = re.compile(r"…|\.{3,}")

_FAULTS: Mapping[PatternFault, str] = {
    "unbalanced": N_(
        "{value} has a parenthesis or a | without its counterpart; write alternatives as (a|b)."
    ),
    "empty": N_("{value} has nothing beside a mark |, ( or +; write a word there."),
    "many": N_("{value} stands for more than {most} patterns; write several, with fewer (a|b)."),
}


def gaps(pattern: str) -> int:
    """How many ``…`` stand in ``pattern``."""
    return len(_GAP.findall(pattern))


def fault(text: str, limits: Limits) -> tuple[str, dict[str, object]] | None:
    """The first thing wrong in ``text`` where it is a pattern: a gettext id, and what fills it.

    Only a phrasing may have parts; the words of a term stand in sequence.
    """
    if limits.form not in _FORMS:
        return None
    wrong = pattern_fault(text)
    if wrong is not None:
        return _FAULTS[wrong], {"most": MOST_WAYS}
    parts = pattern_parts(text)
    if len(parts) > 1 and limits.form == "pattern":
        return N_("{value} has a +; words of a term stand in sequence, write … between them."), {}
    if len(parts) > _MAX_PARTS:
        return N_("{value} has too many parts; write at most {most}."), {"most": _MAX_PARTS}
    if "…" not in text and "." not in text:
        return None
    count = max(gaps(way) for part in parts for way in pattern_ways(part))
    if count > _MAX_GAPS:
        message = N_("{value} has {count} marks …; write at most {most} in one pattern.")
        return message, {"count": count, "most": _MAX_GAPS}
    return None


def said_by(value: object, limits: Limits) -> tuple[object, ...]:
    """What stands for ``value``, an element of a list: its ways, unless its parts have them."""
    if not isinstance(value, str) or limits.form not in _FORMS or pattern_fault(value) is not None:
        return (value,)
    return (value,) if len(pattern_parts(value)) > 1 else pattern_ways(value)
