"""What in the delivery of an answer could be better, and how many points that would give back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from interviewer.i18n import N_
from interviewer.models import AnswerCard, Delivery, Language, Notice, Span
from interviewer.score.delivery import PACE_RANGE, delivery_parts, find_pauses, hesitation_count
from interviewer.score.hints import MAX_NAMES, Hint
from interviewer.score.sentences import LONG_SENTENCE_WORDS

__all__ = ["delivery_hints"]

_MIN_FOLLOWED = 3
"""Terms followed by speech before their pauses say something of a habit."""
_FEW_PAUSED = 0.5
_RUSHED = 1.15
"""A tenth over the range for ten seconds is within what one more word or two makes."""


def delivery_hints(card: AnswerCard, language: Language, points: float) -> Iterator[Hint]:
    """Pace, hesitations and pauses by what they cost; what costs nothing comes last."""
    delivery, pace = card.delivery, card.delivery.words_per_minute
    parts = delivery_parts(delivery, card.take, language)
    measured = sum(weight for score, weight in parts.values() if score is not None)
    lost = {
        name: points * weight / measured * (1 - score / 100)
        for name, (score, weight) in parts.items()
        if score is not None and score < 100
    }
    if pace is not None and "pace" in lost:
        yield Hint(lost["pace"], _pace(pace, language))
    if "hesitations" in lost:
        yield Hint(lost["hesitations"], _hesitations(delivery))
    if "pauses" in lost:
        yield Hint(lost["pauses"], _pause(find_pauses(card.take.speech)))
    yield from _rushed(delivery, language)
    yield from _long_sentences(delivery)
    yield from _after_terms(delivery)


def _pace(words_per_minute: float, language: Language) -> Notice:
    low, high = PACE_RANGE[language]
    values: dict[str, str | int | float] = {
        "pace": round(words_per_minute),
        "low": low,
        "high": high,
    }
    if words_per_minute > high:
        return Notice(
            N_("Slow down: {pace} words a minute, where {low} to {high} are easy to follow."),
            values,
        )
    return Notice(
        N_("Speak a little faster: {pace} words a minute, where {low} to {high} hold attention."),
        values,
    )


def _hesitations(delivery: Delivery) -> Notice:
    count = hesitation_count(delivery)
    named = Counter((*delivery.fillers, *delivery.repeats)).most_common(MAX_NAMES)
    if not named:
        return Notice(N_("At least {count} hesitations: a silence does better."), {"count": count})
    return Notice(
        N_("At least {count} hesitations ({names}): a silence does better."),
        {"count": count, "names": ", ".join(f"{name} {times}×" for name, times in named)},
    )


def _pause(gaps: Sequence[Span]) -> Notice:
    longest = max(gaps, key=lambda gap: gap.duration_s)
    return Notice(
        N_("A pause of {length} s at second {start}: prepare the sentence that comes next."),
        {"length": round(longest.duration_s, 1), "start": round(longest.start_s)},
    )


def _rushed(delivery: Delivery, language: Language) -> Iterator[Hint]:
    """Ten seconds that are hard to follow in an answer whose mean is not."""
    pace, fastest = delivery.words_per_minute, delivery.fastest
    high = PACE_RANGE[language][1]
    if pace is None or fastest is None or pace > high:
        return
    if fastest.words_per_minute > _RUSHED * high:
        values: dict[str, str | int | float] = {
            "pace": round(fastest.words_per_minute),
            "start": round(fastest.at_s),
        }
        message = N_("You hurry around second {start}: {pace} words a minute there.")
        yield Hint(0.0, Notice(message, values))


def _long_sentences(delivery: Delivery) -> Iterator[Hint]:
    sentences = delivery.sentences
    if sentences is not None and sentences.mean_words > LONG_SENTENCE_WORDS:
        message = N_("Shorter sentences: {mean} words on average, the longest {longest}.")
        values: dict[str, str | int | float] = {
            "mean": round(sentences.mean_words),
            "longest": sentences.longest_words,
        }
        yield Hint(0.0, Notice(message, values))


def _after_terms(delivery: Delivery) -> Iterator[Hint]:
    followed, paused = delivery.terms_followed, delivery.terms_paused
    if followed >= _MIN_FOLLOWED and paused < _FEW_PAUSED * followed:
        notice = Notice(
            N_("Pause after a technical term, so that it sinks in: {paused} of {terms} had one."),
            {"paused": paused, "terms": followed},
        )
        yield Hint(0.0, notice)
