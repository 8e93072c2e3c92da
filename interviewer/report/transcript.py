"""The transcript as runs of words: terms and traps marked where they were said, long pauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from interviewer.i18n import N_
from interviewer.models import AnswerCard, Match, Span, TermHit
from interviewer.report.evidence import MATCH_LABELS, PROBABLE
from interviewer.report.view import Mark, Run, Said
from interviewer.score.coverage import occurrences
from interviewer.score.delivery import LONG_PAUSE_S, find_pauses
from interviewer.score.patterns import Found, earliest
from interviewer.score.text import APOSTROPHES, Text, read
from interviewer.ui.page import Words
from interviewer.ui.text import safe, seconds

__all__ = ["long_pauses", "runs"]


def runs(answer: AnswerCard, words: Words) -> tuple[Run, ...]:
    """The words of ``answer`` in order, each in one run; where marks meet, the longest stays."""
    said = answer.take.transcript.words
    marks = _marks(answer, words)
    pauses = _pauses_by_word(answer)
    found: list[Run] = []
    group: list[Said] = []
    for index, word in enumerate(said):
        spaced = index > 0 and not (len(word.text) > 1 and word.text[0] in APOSTROPHES + "-")
        group.append(Said(safe(word.text), word.start_s, word.end_s, spaced))
        pause = pauses.get(index)
        ends = index + 1 in (len(said), answer.follow_up_word)
        if ends or pause is not None or marks.get(index) is not marks.get(index + 1):
            text = "" if pause is None else seconds(pause.duration_s, words.language)
            first = index + 1 - len(group)
            found.append(
                Run(
                    tuple(group),
                    marks.get(index),
                    text,
                    opens_follow_up=first == answer.follow_up_word,
                    follow_up=answer.follow_up_word is not None and first >= answer.follow_up_word,
                )
            )
            group = []
    return tuple(found)


def _marks(answer: AnswerCard, words: Words) -> dict[int, Mark]:
    """The mark of each marked word, by its index; one object for the words of one place."""
    text = read(answer.take.transcript)
    marks: dict[int, Mark] = {}
    terms = sorted(_term_marks(answer, text, words), key=lambda each: -len(each[0]))
    for span, mark in (*_trap_marks(answer, text, words), *terms):
        if marks.keys().isdisjoint(span):
            marks |= dict.fromkeys(span, mark)
    return marks


def _trap_marks(answer: AnswerCard, text: Text, words: Words) -> Iterator[tuple[range, Mark]]:
    for hit in answer.traps:
        found = earliest(hit.trap.any, text)
        if found is not None:
            label = words.say(N_("Trap: {why}"), why=safe(hit.trap.why))
            yield _words(found, text), Mark("trap", label)


def _term_marks(answer: AnswerCard, text: Text, words: Words) -> Iterator[tuple[range, Mark]]:
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


def _timed_marks(hit: TermHit, text: Text, words: Words) -> Iterator[tuple[range, Mark]]:
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


def _mark(hit: TermHit, match: Match | None, words: Words) -> Mark:
    name = safe(hit.term.name)
    if hit.status == "probable" or match is None:
        note = words.say(PROBABLE)
        return Mark("probable", words.say(N_("{term}: {how}"), term=name, how=note))
    how = words.say(MATCH_LABELS[match])
    return Mark(match, words.say(N_("{term}: {how}"), term=name, how=how))


def _words(found: Found, text: Text) -> range:
    return range(text.tokens[found.first].word, text.tokens[found.last].word + 1)


def long_pauses(answer: AnswerCard) -> tuple[Span, ...]:
    """Those over a second."""
    gaps = find_pauses(answer.take.speech)
    return tuple(gap for gap in gaps if gap.duration_s > LONG_PAUSE_S)


def _pauses_by_word(answer: AnswerCard) -> dict[int, Span]:
    """Long pauses, by the index of the last word that begins before them."""
    said: Sequence[float] = [word.start_s for word in answer.take.transcript.words]
    found: dict[int, Span] = {}
    for pause in long_pauses(answer):
        before = sum(start_s < pause.start_s for start_s in said)
        if 0 < before < len(said):
            found[before - 1] = pause
    return found
