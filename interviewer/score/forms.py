"""Every listed way to write a term."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.models import Match, Term
from interviewer.score.patterns import Found, find, parse
from interviewer.score.text import Text

__all__ = ["written"]


def written(term: Term, text: Text) -> Iterator[tuple[Match, Found]]:
    """Every place where a form of ``term`` stands, overlapping ones included."""
    cased = term.exact_case
    for found in find(parse(term.name, cased=cased), text):
        yield "inflected" if found.inflected else "exact", found
    for variant in term.variants:
        yield from (("variant", found) for found in find(parse(variant, cased=cased), text))
    for heard in term.heard_as:
        yield from (("sounds_like", found) for found in find(parse(heard, plain=True), text))
