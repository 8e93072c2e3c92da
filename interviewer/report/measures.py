"""How a measure is written: rounded for the JSON, counted and held together for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from interviewer.ui.text import NO_BREAK

JsonObject = dict[str, object]


def rounded(value: float | None, digits: int) -> float | None:
    """As a Python float (a numpy one is no JSON), and never the negative zero."""
    return None if value is None else round(float(value), digits) + 0.0


def counted(said: Iterable[str]) -> str:
    """Each once with how often, the most frequent first: « je pense ×2, un peu »."""
    counts = Counter(said).most_common()
    return ", ".join(f"{word}{NO_BREAK}×{times}" if times > 1 else word for word, times in counts)


def whole(text: str) -> str:
    """Without a place at which a line may end."""
    return text.replace(" ", NO_BREAK)
