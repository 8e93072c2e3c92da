"""Finding, in a transcript, what was written in the place of a term. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from benchmarks.heard_as.carriers import Sentence, surface
from interviewer.domain import Transcript
from interviewer.scoring.text import Token, tokens

__all__ = ["Heard", "heard"]

_SAME_WORD = 0.6
"""Share of letters in common from which a neighbour is the word that was said, ill spelled:
« de » for « dès » (0.67) and « occupent » for « occupe » (0.75) are, « les » for « mot » is not."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What stands in the term's place."""

    text: str
    """As written, marks inside included; may be empty."""
    first: int
    """Position of its first token in the transcript."""
    stop: int
    """Position after its last token."""
    clean: bool
    """The words on both sides came out, so the span is the term's and no more."""


def heard(sentence: Sentence, transcript: str) -> Heard:
    """Cuts ``transcript`` in three, before, in place of and after the term, for the fewest edits.

    The cost of a cut is the sum of the letter edits (Levenshtein) between each part and what was
    said there; of two equal cuts the one with the shorter middle is taken.
    """
    said = _tokens(sentence.text, sentence)
    found = _tokens(transcript, sentence)
    before, term, after = (
        said[: sentence.first],
        said[sentence.first : sentence.last + 1],
        said[sentence.last + 1 :],
    )
    places = range(len(found) + 1)
    before_cost = [_edits(found[:place], before) for place in places]
    after_cost = [_edits(found[place:], after) for place in places]
    _, _, first, stop = min(
        (
            before_cost[first] + _edits(found[first:stop], term) + after_cost[stop],
            stop - first,
            first,
            stop,
        )
        for first in places
        for stop in places[first:]
    )
    return Heard(
        text=surface(found[first:stop]),
        first=first,
        stop=stop,
        clean=_same_end(found[:first], before) and _same_end(found[stop:][::-1], after[::-1]),
    )


def _tokens(text: str, sentence: Sentence) -> tuple[Token, ...]:
    return tokens(Transcript.from_text(text, sentence.language))


def _edits(found: Sequence[Token], said: Sequence[Token]) -> int:
    return Levenshtein.distance(_joined(found), _joined(said))


def _joined(found: Sequence[Token]) -> str:
    return " ".join(token.norm for token in found)


def _same_end(found: Sequence[Token], said: Sequence[Token]) -> bool:
    if not said or not found:
        return not said and not found
    return Levenshtein.normalized_similarity(found[-1].norm, said[-1].norm) >= _SAME_WORD
