"""When something is to be heard, and what. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from interviewer.i18n import N_, Translate
from interviewer.timer.clockwork import Timer

__all__ = ["Moment", "moments", "words_of"]

MomentKind = Literal["begin", "warning", "end", "over"]

_LONG_WARNING_S, _LONG_FROM_S = 10.0, 30.0
_SHORT_WARNING_S, _SHORT_FROM_S = 5.0, 12.0
_SHARE = 1 / 3
"""Of a phase too short for either: the warning comes when a third of it is left."""

_WARNINGS = {_LONG_WARNING_S: N_("Ten seconds."), _SHORT_WARNING_S: N_("Five seconds.")}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something to be heard."""

    at_s: float
    kind: MomentKind
    """``over``: the whole run ends."""
    left_s: float = 0.0
    """``warning``: seconds to the target."""


def moments(state: Timer) -> Iterator[Moment]:
    """What this try of the phase has to be heard, in order; nothing while the clock stands still."""
    if state.reason == "completed" and state.ended_s is not None:
        yield Moment(state.ended_s, "over")
    if state.reason is not None or state.paused_at_s is not None:
        return
    yield Moment(state.began_s, "begin")
    left_s = _warning_s(state.target_s)
    yield Moment(state.deadline_s - left_s, "warning", left_s)
    yield Moment(state.deadline_s, "end")


def words_of(moment: Moment, state: Timer, translate: Translate) -> str:
    """What a voice says at ``moment``; empty for nothing."""
    match moment.kind:
        case "begin":
            return state.phase.title
        case "warning":
            return translate(_WARNINGS[moment.left_s]) if moment.left_s in _WARNINGS else ""
        case "end":
            # The name of the next phase says it where the run goes on by itself.
            return "" if state.auto else translate(N_("Time is up."))
        case "over":
            return translate(N_("The end."))


def _warning_s(target_s: float) -> float:
    if target_s >= _LONG_FROM_S:
        return _LONG_WARNING_S
    return _SHORT_WARNING_S if target_s >= _SHORT_FROM_S else target_s * _SHARE
