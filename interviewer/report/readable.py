"""What was heard to fragments of safe text: quotes, and the runs of a transcript."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from interviewer.domain import AnswerCard, Term
from interviewer.report.view import Fragment, Quote
from interviewer.scoring.readable import CLOSING, OPENING, Stretch, quoted
from interviewer.ui.text import safe


def quote_of(
    answer: AnswerCard, said: str, start_s: float | None, term: Term | None = None
) -> Quote:
    """What was said, each credited term under its right name; the first time, ``term`` is strong
    where it was written in another way."""
    found: list[Fragment] = []
    strong = term
    for stretch in quoted(answer, said, start_s):
        mine = strong is not None and any(credit.term == strong for credit in stretch.credits)
        found.append(Fragment(" " if stretch.spaced else ""))
        found += fragments(stretch, strong=mine)
        strong = None if mine and stretch.named else strong
    return Quote(joined(found))


def fragments(stretch: Stretch, *, strong: bool) -> tuple[Fragment, ...]:
    """A stretch as it is read; ``strong``: a right name in it stands out."""
    named = stretch.named
    if named is None:
        return (Fragment(safe(stretch.heard)),)
    return (
        Fragment(safe(named.before)),
        Fragment(safe(named.name), "strong" if strong else "plain"),
        Fragment(" "),
        Fragment(f"{OPENING}{safe(named.heard)}{CLOSING}", "heard"),
        Fragment(safe(named.after)),
    )


def joined(found: Iterable[Fragment]) -> tuple[Fragment, ...]:
    """Neighbours of one kind as one, and none that is empty."""
    kept: list[Fragment] = []
    for each in found:
        if kept and kept[-1].kind == each.kind:
            kept[-1] = Fragment(kept[-1].text + each.text, each.kind)
        elif each.text:
            kept.append(each)
    return tuple(kept)


def parted(text: str, start: int, end: int) -> Iterator[Fragment]:
    """``text`` with what stands from ``start`` to ``end`` strong."""
    yield from joined(
        (Fragment(text[:start]), Fragment(text[start:end], "strong"), Fragment(text[end:]))
    )
