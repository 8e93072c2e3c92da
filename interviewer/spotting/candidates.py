"""Places of a transcript where a term may have been said though something else is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from interviewer.models import FoundBy, Term, Vocabulary
from interviewer.score.forms import written
from interviewer.score.text import Text, Token

__all__ = ["Candidate", "held", "render", "unnamed", "whole"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term that may have been said where tokens ``first`` to ``last`` stand, both inside."""

    term: str
    spelling: str
    """What would stand in their place."""
    first: int
    last: int
    similarity: float
    """How much what stands there sounds like the term, 0..1."""
    found_by: FoundBy
    votes: float = 0.0
    """Share of the readings with the vocabulary's help that hold the term there, 0..1."""

    def meets(self, other: Candidate) -> bool:
        """Whether ``other`` is the same term in a place that overlaps this one."""
        return self.term == other.term and self.first <= other.last and other.first <= self.last

    def written(self, text: Text) -> str:
        """What stands there."""
        return render(text.tokens[self.first : self.last + 1])

    def applied(self, text: Text) -> str:
        """The whole of ``text`` with the spelling in its place."""
        before, after = text.tokens[: self.first], text.tokens[self.last + 1 :]
        return whole(before) + self.spelling + text.tokens[self.last].after + whole(after)


def whole(tokens: tuple[Token, ...]) -> str:
    """The tokens with all that was written between and after them."""
    return "".join(token.surface + token.after for token in tokens)


def render(tokens: tuple[Token, ...]) -> str:
    """The tokens with what was written between them."""
    return whole(tokens[:-1]) + tokens[-1].surface if tokens else ""


def held(term: Term, text: Text) -> set[int]:
    """Tokens of ``text`` that a form of ``term`` covers already."""
    return {
        token for _, found in written(term, text) for token in range(found.first, found.last + 1)
    }


def unnamed(
    candidates: Iterable[Candidate], text: Text, vocabulary: Vocabulary
) -> Iterator[Candidate]:
    """Those of ``candidates`` that stand in no other term: « Claude » is no cloud."""
    names = [(term.name, found) for term in vocabulary.terms for _, found in written(term, text)]
    for one in candidates:
        if not any(
            name != one.term and found.first <= one.first and one.last <= found.last
            for name, found in names
        ):
            yield one
