"""What was heard as people read it: credited terms under their right names, what was written beside.

A transcript keeps what the recogniser wrote, and so do its programs. A person reads « sans RAG
⟨rague⟩ »: a term that counts stands under its name, and between ⟨ ⟩ stands what was written for it.
What a reader takes for the term anyway stays as it is: its forms in any case, accent, hyphen, number
or gender (:func:`interviewer.scoring.patterns.written`), and letters that are the same but for these.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from interviewer.domain import AnswerCard, TermHit, Transcript
from interviewer.scoring.credited import Credit, Place, credited
from interviewer.scoring.text import Text, fold, glued, joined, read, tokens_of

OPENING, CLOSING = "⟨", "⟩"
"""Around what was written; each one cell wide on a terminal."""

_VOWELS = "aeiouh0123456789"
"""Before these an article is elided: « l'IA », « d'Hugging Face »."""


@dataclass(frozen=True, slots=True)
class Named:
    """Words under the right name of what was said."""

    before: str
    """Marks, and an article that the name is joined to: « (d' »."""
    name: str
    heard: str
    """What was written for it, in whole words without the marks around them."""
    after: str
    """Marks: « , »."""

    @property
    def text(self) -> str:
        return f"{self.before}{self.name} {OPENING}{self.heard}{CLOSING}{self.after}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a transcript that are read as one: a credited term, or all up to the next."""

    words: range
    """Their places in the transcript, or in a quote that is not of it; at least one."""
    heard: str
    """As the recogniser wrote them."""
    spaced: bool
    """A space comes before it."""
    credits: tuple[Credit, ...] = ()
    """The longest first; empty: plain words."""
    named: Named | None = None
    """None: a reader takes what was heard as it is."""

    @property
    def text(self) -> str:
        """As a person reads it."""
        return self.heard if self.named is None else self.named.text


def stretches(card: AnswerCard) -> tuple[Stretch, ...]:
    """The words of an answer in order, each in one stretch."""
    return _stretches(card.coverage.terms, card.take.transcript, card.follow_up_word)


def quoted(card: AnswerCard, quote: str, start_s: float | None) -> tuple[Stretch, ...]:
    """The words of ``quote`` in order; a term that it cuts in two is completed.

    Args:
        card: the answer that it is a quote of; of one that its transcript does not hold, the terms
            are found by their forms alone.
        quote: as the recogniser wrote it.
        start_s: where what it is evidence of begins, in the time of the transcript.
    """
    transcript = card.take.transcript
    place = _place_of(quote, start_s, transcript)
    if place is None:
        hits = tuple(replace(hit, places=(), start_s=None) for hit in card.coverage.terms)
        return _stretches(hits, Transcript.from_text(quote, transcript.language), None)
    return tuple(_cut(stretches(card), place, read(transcript)))


def readable(found: Iterable[Stretch]) -> str:
    """Stretches as one line."""
    return "".join((" " if each.spaced else "") + each.text for each in found)


def _place_of(quote: str, start_s: float | None, transcript: Transcript) -> range | None:
    """The words that ``quote`` is made of, those that begin at ``start_s`` among them if any do."""
    said = [word.text.strip() for word in transcript.words]
    found: list[range] = []
    for first, opening in enumerate(said):
        if not quote.startswith(opening):
            continue
        last = first
        while last < len(said) and len(joined(said[first : last + 1])) < len(quote):
            last += 1
        if last < len(said) and joined(said[first : last + 1]) == quote:
            found.append(range(first, last + 1))
    starts = [word.start_s for word in transcript.words]
    return min(
        found,
        key=lambda place: (start_s not in starts[place.start : place.stop], place.start),
        default=None,
    )


def _cut(found: Sequence[Stretch], place: range, text: Text) -> Iterator[Stretch]:
    """The part of ``found`` that is in ``place``; what stands under another name is whole."""
    begun = False
    for each in found:
        inside = range(max(each.words.start, place.start), min(each.words.stop, place.stop))
        if not inside:
            continue
        shown = part(each, inside if each.named is None else each.words, text)
        yield shown if begun else replace(shown, spaced=False)
        begun = True


def part(stretch: Stretch, words: range, text: Text) -> Stretch:
    """The ``words`` of a stretch of ``text``."""
    spaced = words.start > 0 and not glued(text.words[words.start].text.strip())
    return replace(stretch, words=words, heard=_heard(text, words), spaced=spaced)


def _heard(text: Text, words: range) -> str:
    return joined([word.text.strip() for word in text.words[words.start : words.stop]])


# --------------------------------------------------------------------------- the whole transcript


@lru_cache(maxsize=8)
def _stretches(
    hits: tuple[TermHit, ...], transcript: Transcript, follow_up_word: int | None
) -> tuple[Stretch, ...]:
    """The last few are remembered: each quote of an answer is a part of the same."""
    text = read(transcript)
    places = credited(hits, text)
    found: list[Stretch] = []
    for words, inside in _clusters(places, len(text.words), follow_up_word):
        spaced = words.start > 0 and not glued(text.words[words.start].text.strip())
        credits_ = tuple(dict.fromkeys(place.credit for place in inside))
        whole = all(
            words.start <= place.words.start and place.words.stop <= words.stop for place in inside
        )
        named = _named([place for place in inside if place.name], words, text) if whole else None
        found.append(Stretch(words, _heard(text, words), spaced, credits_, named))
    return tuple(found)


def _clusters(
    places: Sequence[Place], count: int, follow_up_word: int | None
) -> Iterator[tuple[range, list[Place]]]:
    """All words in order: those of places that meet together, those between them together.

    Nothing goes on from an answer into the one to its follow-up.
    """
    ends = {0, count, *([follow_up_word] if follow_up_word is not None else ())}
    inside = {word for place in places for word in place.words}
    joins = {word for place in places for word in place.words[1:]}
    ends |= {at for at in range(1, count) if at not in joins and (at in inside or at - 1 in inside)}
    bounds = sorted(end for end in ends if end <= count)
    clusters: list[list[Place]] = [[] for _ in bounds]
    for place in sorted(places, key=lambda place: (-len(place.words), place.words.start)):
        at = bisect_right(bounds, place.words.start) - 1
        while bounds[at] < place.words.stop:
            clusters[at].append(place)
            at += 1
    for (start, stop), inside_it in zip(pairwise(bounds), clusters, strict=False):
        yield range(start, stop), inside_it


# --------------------------------------------------------------------------- the right name


def _named(places: Sequence[Place], words: range, text: Text) -> Named | None:
    """``words`` with the names of ``places`` in them, each in the place of what was written for it.

    Of places inside one another, the longest is read.
    """
    if not places:
        return None
    heard = _heard(text, words)
    spans = _spans(words, heard, text)
    before, name, end, read_to = "", "", 0, 0
    for place in sorted(places, key=_reading_order):
        if place.tokens.stop <= read_to:
            continue
        start = spans[place.tokens.start][0]
        between = _article(heard[end:start], place, text) if start >= end else " "
        if name:
            name += between + place.name
        else:
            before, name = between, place.name
        end, read_to = spans[place.tokens[-1]][1], place.tokens.stop
    first, stop = min(spans.values())[0], max(spans.values())[1]
    return Named(before, name + heard[end:stop], heard[first:stop], heard[stop:])


def _reading_order(place: Place) -> tuple[int, int, int]:
    return place.tokens.start, -len(place.tokens), -len(place.name)


def _spans(words: range, heard: str, text: Text) -> dict[int, tuple[int, int]]:
    """Start and end in ``heard`` of each token of ``words``."""
    spans: dict[int, tuple[int, int]] = {}
    end = 0
    for at in tokens_of(words, text):
        start = heard.index(text.tokens[at].surface, end)
        end = start + len(text.tokens[at].surface)
        spans[at] = start, end
    return spans


def _article(written_: str, place: Place, text: Text) -> str:
    """What stands before a name, its article as the name asks for it.

    « l'Opipeline » is « le pipeline ». Where the article makes the name's own sound, as « l'amma »
    does of LLaMA, it is none.
    """
    if text.language != "fr" or place.tokens.start == 0 or not place.name:
        return written_
    token = text.tokens[place.tokens.start - 1]
    first = fold(place.name)[:1].casefold()
    kept, mark, rest = written_.rpartition(token.surface)
    if not token.elided or not mark or not rest or first in _VOWELS:
        return written_
    if place.credit.found_by != "text" and token.norm[0] == first:
        return kept
    return f"{kept}{token.surface}e "
