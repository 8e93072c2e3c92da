"""When the candidate is listened to."""

from __future__ import annotations


class Hours:
    """The stretches of time in which the candidate is listened to.

    Blocks are read some time after they were heard: what counts is when that was. A block that
    lies across an end belongs to the recording as a whole, so that no last syllable is cut off.
    """

    def __init__(self) -> None:
        self._over: list[tuple[float, float]] = []
        self._since_s: float | None = None

    @property
    def ended_s(self) -> float | None:
        """When listening ended or was held last; None while it goes on, or before it began."""
        return None if self._since_s is not None or not self._over else self._over[-1][1]

    def open(self, at_s: float) -> None:
        """Listening begins or goes on; nothing happens where it does already."""
        if self._since_s is None:
            self._since_s = at_s

    def close(self, at_s: float) -> None:
        """Listening ends or is held; nothing happens where it is not going on."""
        if self._since_s is not None:
            self._over.append((self._since_s, at_s))
            self._since_s = None

    def cover(self, start_s: float, end_s: float) -> bool:
        """Whether any of the block heard from ``start_s`` to ``end_s`` was listened to."""
        if self._since_s is not None and end_s > self._since_s:
            return True
        return any(start_s < close_s and end_s > open_s for open_s, close_s in self._over)
