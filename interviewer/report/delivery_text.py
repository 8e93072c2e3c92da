"""Delivery in words, for the console and the reports alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from interviewer.i18n import N_
from interviewer.models import Delivery
from interviewer.report.labels import NOT_MEASURED
from interviewer.report.text import NO_BREAK, clock, number, seconds
from interviewer.report.words import Says

__all__ = ["after_terms_text", "hesitations_text", "pace_text", "pauses_text", "sentences_text"]

_MOST_TIMES = 4
"""Moments named in one line."""


def pace_text(page: Says, delivery: Delivery) -> str:
    """Words a minute and syllables a second."""
    parts = []
    if delivery.words_per_minute is not None:
        words = number(delivery.words_per_minute, 0, page.language)
        parts.append(page.say(N_("{count} words/min"), count=words))
    if delivery.syllables_per_second is not None:
        syllables = number(delivery.syllables_per_second, 1, page.language)
        parts.append(page.say(N_("{count} syllables/s"), count=syllables))
    slowest, fastest = delivery.slowest, delivery.fastest
    if slowest is not None and fastest is not None:
        for message, point in (
            (N_("slowest {count} ({time})"), slowest),
            (N_("fastest {count} ({time})"), fastest),
        ):
            words = number(point.words_per_minute, 0, page.language)
            parts.append(page.say(message, count=words, time=clock(point.at_s)))
    return _joined(parts) or page.say(NOT_MEASURED)


def pauses_text(page: Says, delivery: Delivery) -> str:
    """How many, how long."""
    pauses = delivery.pauses
    if not pauses.measured:
        return page.say(NOT_MEASURED)
    parts = [str(pauses.count) if pauses.count else page.say(N_("none"))]
    if pauses.mean_s is not None:
        mean = seconds(pauses.mean_s, page.language)
        parts.append(page.say(N_("{time} on average"), time=mean))
    if pauses.long:
        parts.append(page.say(N_("over 1 s: {count}"), count=pauses.long))
    if pauses.long and pauses.longest_s is not None:
        longest = seconds(pauses.longest_s, page.language)
        parts.append(page.say(N_("longest {time}"), time=longest))
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    """Parts in a row; a line may end after one, never inside."""
    return f"{NO_BREAK}· ".join(part.replace(" ", NO_BREAK) for part in parts)


def hesitations_text(page: Says, delivery: Delivery) -> str:
    """What was written, what was said twice, and when the voice hesitated where nothing is written."""
    unworded = delivery.hesitations
    count = len(delivery.fillers) + len(delivery.repeats) + len(unworded or ())
    parts = [page.say(N_("at least {count}"), count=count) if count else page.say(N_("none heard"))]
    if delivery.fillers:
        parts.append(_counted(delivery.fillers))
    if delivery.repeats:
        parts.append(page.say(N_("said twice: {words}"), words=_counted(delivery.repeats)))
    if unworded:
        times = [clock(span.start_s) for span in unworded[:_MOST_TIMES]]
        times += ["…"] if len(unworded) > _MOST_TIMES else []
        message = N_("in the voice: {count} ({times})")
        voiced = page.say(message, count=len(unworded), times=", ".join(times))
        parts.append(voiced.replace(" ", NO_BREAK))
    elif unworded is None:
        unknown = page.say(N_("in the voice: not measured"))
        parts.append(unknown.replace(" ", NO_BREAK))
    return f"{NO_BREAK}· ".join(parts)


def _counted(words: Sequence[str]) -> str:
    counts = Counter(words).most_common()
    return ", ".join(f"{word}{NO_BREAK}×{times}" if times > 1 else word for word, times in counts)


def sentences_text(page: Says, delivery: Delivery) -> str:
    """How long they are."""
    sentences = delivery.sentences
    if sentences is None:
        return page.say(NOT_MEASURED)
    return _joined(
        [
            page.say(N_("{count} words on average"), count=round(sentences.mean_words)),
            page.say(N_("longest {count}"), count=sentences.longest_words),
        ]
    )


def after_terms_text(page: Says, delivery: Delivery) -> str:
    """After how many of the terms said a pause came."""
    if delivery.terms_followed == 0:
        return page.say(NOT_MEASURED)
    return page.say(
        N_("{paused} of {terms}"), paused=delivery.terms_paused, terms=delivery.terms_followed
    )
