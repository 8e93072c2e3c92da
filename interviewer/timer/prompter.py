"""Where a text that scrolls by itself has got to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

__all__ = ["Prompter", "line_at"]

_STEP = 0.1
_SLOWEST, _FASTEST = 0.5, 2.0


@dataclass(frozen=True, slots=True)
class Prompter:
    """The text of one phase on its way. Places are shares of the text, 0 its beginning, 1 its end.

    At pace 1 it ends on the phase's target, from wherever it is. A change of pace or target holds
    from where the text is then.
    """

    target_s: float
    pace: float = 1.0
    since_s: float = 0.0
    """Seconds of the phase at which pace or target were last changed."""
    place: float = 0.0
    """Where the text was then."""

    def place_at(self, elapsed_s: float) -> float:
        """Where the text is after ``elapsed_s`` of the phase."""
        left_s = self.target_s - self.since_s
        if left_s <= 0:
            return 1.0
        gone = (elapsed_s - self.since_s) / left_s
        return min(1.0, self.place + (1 - self.place) * gone * self.pace)

    def faster(self, elapsed_s: float, steps: int = 1) -> Prompter:
        """A tenth faster, or slower with ``steps`` below 0; between half and twice as fast."""
        pace = min(_FASTEST, max(_SLOWEST, round(self.pace + steps * _STEP, 1)))
        return replace(self._held(elapsed_s), pace=pace)

    def aimed_at(self, target_s: float, elapsed_s: float) -> Prompter:
        """The phase is to end at ``target_s`` now."""
        return replace(self._held(elapsed_s), target_s=target_s)

    def _held(self, elapsed_s: float) -> Prompter:
        return replace(self, since_s=elapsed_s, place=self.place_at(elapsed_s))


def line_at(lines: Sequence[str], place: float) -> int:
    """Which of ``lines`` is being read at ``place``: a longer line takes longer."""
    total = sum(map(len, lines))
    seen = 0
    for number, line in enumerate(lines):
        seen += len(line)
        if seen > place * total:
            return number
    return max(0, len(lines) - 1)
