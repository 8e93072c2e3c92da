"""The words of an answer in runs: terms under their right names, marks, pauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import groupby

from interviewer.domain import AnswerCard, Span, TermHit
from interviewer.i18n import N_
from interviewer.report.evidence import BY_HINT, MATCH_LABELS, PROBABLE, WRONGLY_SAID
from interviewer.report.readable import fragments, joined
from interviewer.report.view import Mark, MarkStyle, Run, Said
from interviewer.scoring.delivery import LONG_PAUSE_S, find_pauses
from interviewer.scoring.patterns import earliest
from interviewer.scoring.readable import Stretch, part, stretches
from interviewer.scoring.text import Text, glued, read
from interviewer.ui.page import Words
from interviewer.ui.text import NO_BREAK, safe, seconds


def runs(answer: AnswerCard, words: Words) -> tuple[Run, ...]:
    """The words of ``answer`` in order, each in one run; a term under its right name is one."""
    heard, text = stretches(answer), read(answer.take.transcript)
    marks, pauses = _marks(answer, heard, words), _pauses_by_word(answer)
    found: list[Run] = []
    for stretch in heard:
        place = range(stretch.words.start, stretch.words.start)
        for index in stretch.words:
            place = range(place.start, index + 1)
            parts = index in pauses or marks.get(index) is not marks.get(index + 1)
            if index == stretch.words[-1] or (parts and stretch.named is None):
                run = _run(answer, part(stretch, place, text), marks.get(index))
                found.append(replace(run, pause=_silence(pauses, place, words)))
                place = range(index + 1, index + 1)
    return tuple(found)


def _run(answer: AnswerCard, stretch: Stretch, mark: Mark | None) -> Run:
    said = answer.take.transcript.words[stretch.words.start : stretch.words.stop]
    first, follow_up = stretch.words.start, answer.follow_up_word
    return Run(
        words=tuple(
            Said(
                safe(word.text),
                word.start_s,
                word.end_s,
                stretch.spaced if at == 0 else not glued(word.text),
            )
            for at, word in enumerate(said)
        ),
        fragments=joined(fragments(stretch, strong=True)),
        mark=mark,
        opens_follow_up=first == follow_up,
        follow_up=follow_up is not None and first >= follow_up,
    )


def _marks(answer: AnswerCard, heard: Sequence[Stretch], words: Words) -> dict[int, Mark]:
    """The mark of each marked word, by its index; one object for the words of one place.

    A trap marks the terms in it, too; what is only probable, none of them.
    """
    wrong = {hit.term.name for hit in answer.coverage.terms if hit.contradicted}
    text = read(answer.take.transcript)
    marks: dict[int, Mark] = {}
    for span, mark in _trap_marks(answer, text, words):
        if marks.keys().isdisjoint(span):
            marks |= dict.fromkeys(span, mark)
    for stretch in heard:
        if stretch.credits:
            trap = next((marks[index] for index in stretch.words if index in marks), None)
            marks |= dict.fromkeys(stretch.words, _term_mark(stretch, trap, wrong, words))
    for hit in answer.coverage.terms:
        if hit.status == "probable":
            for span, mark in _timed_marks(hit, text, words):
                if marks.keys().isdisjoint(span):
                    marks |= dict.fromkeys(span, mark)
    return marks


def _trap_marks(answer: AnswerCard, text: Text, words: Words) -> Iterator[tuple[range, Mark]]:
    for hit in answer.traps:
        found = earliest(hit.trap.any, text)
        if found is not None:
            label = words.say(N_("Trap: {why}"), why=safe(hit.trap.why))
            first, last = text.tokens[found.first].word, text.tokens[found.last].word
            yield range(first, last + 1), Mark("trap", label)


def _term_mark(stretch: Stretch, trap: Mark | None, wrong: Set[str], words: Words) -> Mark:
    """Every term of ``stretch`` with how it was found, or that it is ``wrong``, and what was written for it."""
    labels = [] if trap is None else [trap.label]
    for credit in stretch.credits:
        how = BY_HINT if credit.found_by == "hint" else MATCH_LABELS[credit.match]
        if credit.term.name in wrong:
            how = WRONGLY_SAID
        name = safe(credit.term.name)
        labels.append(words.say(N_("{term}: {how}"), term=name, how=words.say(how)))
    if stretch.named is not None:
        heard = safe(stretch.named.heard)
        labels.append(words.say(N_("speech recognition wrote “{heard}”"), heard=heard))
    first = stretch.credits[0]
    style: MarkStyle = "contradicted" if first.term.name in wrong else first.match
    return Mark("trap" if trap else style, f"{NO_BREAK}· ".join(labels))


def _timed_marks(hit: TermHit, text: Text, words: Words) -> Iterator[tuple[range, Mark]]:
    """Of a term that may have been said: the words that stand at its time."""
    if hit.start_s is None or hit.end_s is None:
        return
    inside = [
        index
        for index, word in enumerate(text.words)
        if word.end_s > hit.start_s and word.start_s < hit.end_s
    ]
    how = words.say(N_("{term}: {how}"), term=safe(hit.term.name), how=words.say(PROBABLE))
    for _, group in groupby(enumerate(inside), key=lambda each: each[1] - each[0]):
        indexes = [index for _, index in group]
        yield range(indexes[0], indexes[-1] + 1), Mark("probable", how)


def _silence(pauses: Mapping[int, Span], place: range, words: Words) -> str:
    """The long pause in or after ``place``; empty where there is none."""
    found = [pauses[index].duration_s for index in place if index in pauses]
    return seconds(max(found), words.language) if found else ""


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
