"""The transcript as runs of words: terms and traps marked where they were said, long pauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from interviewer.i18n import N_
from interviewer.models import AnswerCard, Match, Span, TermHit
from interviewer.report.text import safe, seconds
from interviewer.report.view import Mark, Run, Said
from interviewer.report.words import Says
from interviewer.score.coverage import occurrences
from interviewer.score.delivery import LONG_PAUSE_S, find_pauses
from interviewer.score.patterns import Found, earliest
from interviewer.score.text import APOSTROPHES, Text, read

__all__ = ["MATCH_LABELS", "runs"]

MATCH_LABELS: dict[Match, str] = {
    "exact": N_("as it is"),
    "inflected": N_("in another form"),
    "variant": N_("by an equivalent"),
    "sounds_like": N_("by its sound"),
}


def runs(answer: AnswerCard, words: Says) -> tuple[Run, ...]:
    """The words of ``answer`` in order, each in one run; where marks meet, the longest stays."""
    said = answer.take.transcript.words
    marks = _marks(answer, words)
    pauses = _long_pauses(answer)
    found: list[Run] = []
    group: list[Said] = []
    for index, word in enumerate(said):
        spaced = index > 0 and not (len(word.text) > 1 and word.text[0] in APOSTROPHES + "-")
        group.append(Said(safe(word.text), word.start_s, word.end_s, spaced))
        pause = pauses.get(index)
        last = index + 1 == len(said)
        if last or pause is not None or marks.get(index) is not marks.get(index + 1):
            text = "" if pause is None else seconds(pause.duration_s, words.language)
            found.append(Run(tuple(group), marks.get(index), text))
            group = []
    return tuple(found)


def _marks(answer: AnswerCard, words: Says) -> dict[int, Mark]:
    """The mark of each marked word, by its index; one object for the words of one place."""
    text = read(answer.take.transcript)
    marks: dict[int, Mark] = {}
    terms = sorted(_term_marks(answer, text, words), key=lambda each: -len(each[0]))
    for span, mark in (*_trap_marks(answer, text, words), *terms):
        if marks.keys().isdisjoint(span):
            marks |= dict.fromkeys(span, mark)
    return marks


def _trap_marks(answer: AnswerCard, text: Text, words: Says) -> Iterator[tuple[range, Mark]]:
    for hit in answer.traps:
        found = earliest(hit.trap.any, text)
        if found is not None:
            label = words.say(N_("Trap: {why}"), why=safe(hit.trap.why))
            yield _words(found, text), Mark("trap", label)


def _term_marks(answer: AnswerCard, text: Text, words: Says) -> Iterator[tuple[range, Mark]]:
    for hit in answer.coverage.terms:
        if hit.status == "missed":
            continue
        said = occurrences(hit.term, text)
        if hit.status == "probable" or not said:
            yield from _timed_marks(hit, text, words)
            continue
        matches = {_words(each.found, text): each.match for each in said}
        # Where the scorer saw it; a card made before it said where has all places.
        seen = [range(first, last + 1) for first, last in hit.places] or list(matches)
        for span in seen:
            yield span, _mark(hit, matches.get(span, hit.match), words)


def _timed_marks(hit: TermHit, text: Text, words: Says) -> Iterator[tuple[range, Mark]]:
    """Of a term that its letters do not show: the words that stand at its time."""
    if hit.start_s is None or hit.end_s is None:
        return
    inside = [
        index
        for index, word in enumerate(text.words)
        if word.end_s > hit.start_s and word.start_s < hit.end_s
    ]
    for _, group in groupby(enumerate(inside), key=lambda each: each[1] - each[0]):
        indexes = [index for _, index in group]
        yield range(indexes[0], indexes[-1] + 1), _mark(hit, hit.match, words)


def _mark(hit: TermHit, match: Match | None, words: Says) -> Mark:
    name = safe(hit.term.name)
    if hit.status == "probable" or match is None:
        note = words.say(N_("probably said, not counted"))
        return Mark("probable", words.say(N_("{term}: {how}"), term=name, how=note))
    how = words.say(MATCH_LABELS[match])
    return Mark(match, words.say(N_("{term}: {how}"), term=name, how=how))


def _words(found: Found, text: Text) -> range:
    return range(text.tokens[found.first].word, text.tokens[found.last].word + 1)


def _long_pauses(answer: AnswerCard) -> dict[int, Span]:
    """Pauses over a second, by the index of the last word that begins before them."""
    said: Sequence[float] = [word.start_s for word in answer.take.transcript.words]
    found: dict[int, Span] = {}
    for pause in find_pauses(answer.take.speech):
        before = sum(start_s < pause.start_s for start_s in said)
        if pause.duration_s > LONG_PAUSE_S and 0 < before < len(said):
            found[before - 1] = pause
    return found
