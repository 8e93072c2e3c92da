"""Terms that only a reading made with the vocabulary's help holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from interviewer.models import Term
from interviewer.score.coverage import occurrences
from interviewer.score.text import Text
from interviewer.spotting.candidates import Candidate, render

__all__ = ["from_hint"]


@dataclass(frozen=True, slots=True)
class _Block:
    """Tokens of the plain text and what the other reading has for them; ends are exclusive."""

    plain: range
    hinted: range
    same: bool


def from_hint(plain: Text, hinted: Text, terms: Sequence[Term]) -> Iterator[Candidate]:
    """Each place where ``hinted`` holds a term and ``plain`` something else.

    Args:
        plain: what was heard without help.
        hinted: the same speech, heard with the vocabulary as a hint.
        terms: the vocabulary's.
    """
    blocks = _blocks(plain, hinted)
    for term in terms:
        written = {
            token
            for said in occurrences(term, plain)
            for token in range(said.found.first, said.found.last + 1)
        }
        for said in occurrences(term, hinted):
            if said.match == "sounds_like":
                continue
            place = _place(blocks, said.found.first, said.found.last)
            if place is not None and written.isdisjoint(place.plain):
                spelling = render(hinted.tokens[place.hinted.start : place.hinted.stop])
                yield Candidate(
                    term.name, spelling, place.plain.start, place.plain.stop - 1, "hint"
                )


def _blocks(plain: Text, hinted: Text) -> list[_Block]:
    """Both texts side by side; equal tokens are blocks of one."""
    matcher = SequenceMatcher(
        None,
        [token.norm for token in plain.tokens],
        [token.norm for token in hinted.tokens],
        autojunk=False,
    )
    blocks: list[_Block] = []
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(range(i, i_end), range(j, j_end), strict=True)
            blocks += [_Block(range(a, a + 1), range(b, b + 1), True) for a, b in pairs]
        else:
            blocks.append(_Block(range(i, i_end), range(j, j_end), False))
    return blocks


def _place(blocks: Sequence[_Block], first: int, last: int) -> _Block | None:
    """What stands in the plain text for tokens ``first`` to ``last`` of the hinted one.

    None where both have the same there. What the plain text lacks altogether is taken together
    with a neighbour, so that it has a place and a time.
    """
    inside = [
        index
        for index, block in enumerate(blocks)
        if block.hinted.start <= last and first < block.hinted.stop
    ]
    if all(blocks[index].same for index in inside):
        return None
    low, high = inside[0], inside[-1]
    if not any(blocks[index].plain for index in inside):
        low, high = max(0, low - 1), high if low else min(len(blocks) - 1, high + 1)
    place = _Block(
        range(blocks[low].plain.start, blocks[high].plain.stop),
        range(blocks[low].hinted.start, blocks[high].hinted.stop),
        False,
    )
    return place if place.plain else None
