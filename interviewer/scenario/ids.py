"""Names for comparison, and ids out of titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_LOOKALIKES = str.maketrans({"-": " ", "‐": " ", "‑": " ", "–": " ", "’": "'"})


def fold(name: str) -> str:
    """``name`` for comparison: no case, no accents, hyphens as spaces, straight apostrophes."""
    plain = name.casefold()
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
        plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(plain.translate(_LOOKALIKES).split())


def ids_for(titles: Iterable[str]) -> Iterator[str]:
    """An id of small letters, digits and hyphens for each title, none twice."""
    seen: set[str] = set()
    for title in titles:
        first = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:48].strip("-") or "phase"
        id_, count = first, 1
        while id_ in seen:
            count += 1
            id_ = f"{first}-{count}"
        seen.add(id_)
        yield id_
