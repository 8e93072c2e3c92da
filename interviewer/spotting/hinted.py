"""Terms that only a reading made with the vocabulary's help holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from interviewer.models import Vocabulary
from interviewer.score.forms import written
from interviewer.score.text import Text
from interviewer.spotting.candidates import Candidate, held, render
from interviewer.spotting.lexicon import lexicon, likeness
from interviewer.spotting.sounds import key

__all__ = ["from_hint"]

_MAX_TOKENS = 8
"""Words of the plain text that a place may take; the longest names of the glossary have five."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Tokens of the plain text and what the other reading has for them; ends are exclusive."""

    plain: range
    hinted: range
    same: bool


def from_hint(plain: Text, hinted: Text, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Each place where ``hinted`` holds a term and ``plain`` something else.

    Args:
        plain: what was heard without help.
        hinted: the same speech, heard with the vocabulary as a hint.
        vocabulary: what may be expected.
    """
    known = lexicon(vocabulary)
    blocks = _blocks(plain, hinted)
    for term in vocabulary.terms:
        covered = held(term, plain)
        for match, found in written(term, hinted):
            if match == "sounds_like":
                continue
            place = _place(blocks, found.first, found.last)
            if place is not None and covered.isdisjoint(place.plain):
                inside = plain.tokens[place.plain.start : place.plain.stop]
                yield Candidate(
                    term=term.name,
                    spelling=render(hinted.tokens[place.hinted.start : place.hinted.stop]),
                    first=place.plain.start,
                    last=place.plain.stop - 1,
                    similarity=likeness(known, term.name, key(render(inside), vocabulary.language)),
                    found_by="hint",
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

    None where both have the same there, or where the plain text has nothing to compare with or
    more than a term can take: the two texts are then no longer the same words.
    """
    inside = [block for block in blocks if block.hinted.start <= last and first < block.hinted.stop]
    if all(block.same for block in inside):
        return None
    place = _Block(
        range(inside[0].plain.start, inside[-1].plain.stop),
        range(inside[0].hinted.start, inside[-1].hinted.stop),
        False,
    )
    return place if 0 < len(place.plain) <= _MAX_TOKENS else None
