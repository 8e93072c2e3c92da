"""Texts joined to answers of the length that people give: several by one voice, in one recording.

A recogniser's window holds 30 s. Alone in it a text of five seconds costs as much as four of them, and has
neither the words around it nor the terms beside it that an answer of half a minute has: what only sounds like
a term is seldom credited where no other term is said.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.corpus.recipe import CONDITIONS, Answer, Condition

__all__ = ["Together", "together"]

_MOST_S = 25.0


@dataclass(frozen=True, slots=True)
class Together:
    """What is recorded in one go."""

    id: str
    parts: tuple[int, ...]
    """Places in what was given."""
    condition: Condition
    """Beside the clean recording, the other one."""


def together(answers: Sequence[Answer], durations_s: Sequence[float]) -> Iterator[Together]:
    """``answers`` of one half, language and voice joined up to some 25 s, in the order of the SHA-256 of their ids.

    Control texts stay among themselves in every other voice, and elsewhere stand between the answers. The
    conditions take turns.
    """
    sets: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, answer in enumerate(answers):
        voice = answer.delivery.voice
        apart = answer.kind == "control" and _digest(voice + answer.half)[0] % 2 == 0
        sets[answer.half, answer.language, voice, "control" if apart else "answer"].append(index)
    for key, members in sorted(sets.items()):
        members.sort(key=lambda index: _digest(answers[index].id))
        for number, parts in enumerate(_filled(members, durations_s)):
            name = f"{'-'.join(key)}-{number}".replace(":", "-").replace("*", "x")
            turn = number + _digest("".join(key))[0]
            yield Together(name, tuple(parts), CONDITIONS[1 + turn % (len(CONDITIONS) - 1)])


def _filled(members: Sequence[int], durations_s: Sequence[float]) -> Iterator[list[int]]:
    parts: list[int] = []
    for index in members:
        if parts and sum(durations_s[each] for each in [*parts, index]) > _MOST_S:
            yield parts
            parts = []
        parts.append(index)
    if parts:
        yield parts


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
