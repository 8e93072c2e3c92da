"""How one pattern says several: ``(a|b)`` is either, ``a + b`` both in any order.

A pattern without ``+`` stands for all of its ways, and is replaced by them when its file is read. One
with ``+`` stays as it is: its ways would multiply, while each of its parts is looked for by itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

PatternFault = Literal["unbalanced", "empty", "many"]
"""What is wrong in a pattern: a parenthesis or ``|`` that has no counterpart, nothing between two marks,
more ways than :data:`MOST_WAYS`."""

MOST_WAYS = 64
"""Of a pattern, or of one of its parts; the longest shipped one has a third of it."""

_JOINT = re.compile(r"\s\+(?=\s)|^\+\s|\s\+$")
_GROUP = re.compile(r"\(([^()]*)\)")
_MARKS = re.compile(r"[()|+]")


def pattern_parts(pattern: str) -> tuple[str, ...]:
    """What must be said together; the ``+`` of C++ or « 1+1 » parts nothing."""
    if "+" not in pattern:
        return (pattern.strip(),)
    return tuple(part.strip() for part in _JOINT.split(pattern))


@lru_cache(maxsize=8192)
def pattern_ways(pattern: str) -> tuple[str, ...]:
    """The patterns without alternatives that a ``pattern`` without ``+`` and faults stands for."""
    group = _GROUP.search(pattern)
    if group is None:
        return (pattern.strip(),)
    before, after = pattern[: group.start()], pattern[group.end() :]
    each = (f"{before}{way.strip()}{after}" for way in group[1].split("|"))
    return tuple(dict.fromkeys(way for one in each for way in pattern_ways(one)))


def pattern_fault(pattern: str) -> PatternFault | None:
    """The first thing wrong in the alternatives and parts of ``pattern``."""
    if pattern.strip() and _MARKS.search(pattern) is None:  # As most are: the library has 40,000.
        return None
    for part in pattern_parts(pattern):
        count, rest = 1, part
        while group := _GROUP.search(rest):
            alternatives = group[1].split("|")
            if not all(way.strip() for way in alternatives):
                return "empty"
            count *= len(alternatives)
            if count > MOST_WAYS:
                return "many"
            # A letter stands for the group, so that one around it is not empty.
            rest = f"{rest[: group.start()]}x{rest[group.end() :]}"
        if set(rest) & set("()|"):
            return "unbalanced"
        if not rest:
            return "empty"
    return None
