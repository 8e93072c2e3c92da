"""The colours of the clock, by Toastmasters' rule scaled to the phase.

The cards of a one-minute talk are shown at 0:30, 0:45 and 1:00, 15 s apart; those of a talk of
three minutes at 2:30, 3:00 and 3:30, 30 s apart (Toastmasters International's timer's guide). That
distance is the last stretch here:

- green until the target less a last stretch: 0:45 of 1:00, 2:30 of 3:00;
- amber up to the target;
- red past it, for a phase that runs over eats into the next one;
- one last stretch past the target, the grace of the contest rule is over too: 3:30 of 3:00.

Between one and three minutes the distance grows in a straight line; below it is a quarter of the
target, above a sixth.
"""

from __future__ import annotations

from typing import Literal

__all__ = ["Stage", "last_stretch_s", "stage_of"]

Stage = Literal["green", "amber", "red", "out"]

_SHORT_S, _SHORT_STRETCH_S = 60.0, 15.0
_LONG_S, _LONG_STRETCH_S = 180.0, 30.0


def last_stretch_s(target_s: float) -> float:
    """How long before the target the clock turns amber, in seconds."""
    if target_s <= _SHORT_S:
        return target_s * _SHORT_STRETCH_S / _SHORT_S
    if target_s >= _LONG_S:
        return target_s * _LONG_STRETCH_S / _LONG_S
    share = (target_s - _SHORT_S) / (_LONG_S - _SHORT_S)
    return _SHORT_STRETCH_S + share * (_LONG_STRETCH_S - _SHORT_STRETCH_S)


def stage_of(elapsed_s: float, target_s: float) -> Stage:
    """Where ``elapsed_s`` stands against ``target_s``."""
    stretch_s = last_stretch_s(target_s)
    if elapsed_s < target_s - stretch_s:
        return "green"
    if elapsed_s < target_s:
        return "amber"
    return "red" if elapsed_s < target_s + stretch_s else "out"
