"""The figures of the delivery: one table, read by every view and by the JSON.

A new measure is a line of :data:`FIGURES`: its name, what is said of it, its keys in the JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from interviewer.domain import Delivery, Language, PacePoint, Usual
from interviewer.i18n import N_
from interviewer.report.measures import JsonObject, rounded, whole
from interviewer.report.tics import (
    hesitations_measures,
    hesitations_text,
    sounds_measures,
    sounds_text,
    words_measures,
    words_text,
)
from interviewer.report.view import Fact
from interviewer.report.voice import hedges_measures, hedges_text, voice_measures, voice_text
from interviewer.ui.page import Words
from interviewer.ui.text import NO_BREAK, clock, number, safe, seconds

NOT_MEASURED = N_("not measured")


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured of the delivery."""

    title: str
    text: Callable[[Delivery, Words], Iterator[str]]
    """Its parts, between which a line may end; none where nothing was measured."""
    measures: Callable[[Delivery], JsonObject]
    """Keys and values of ``interviewer.scorecard/1``."""
    beside: bool = False
    """It says more of the one before it: left out where there is no more to say."""


def facts(delivery: Delivery, words: Words, usual: Usual | None = None) -> tuple[Fact, ...]:
    """Each figure in words, the voice beside what it usually does; none where nothing was heard."""
    if delivery.speech_s == 0:
        return ()

    def text(figure: Figure) -> Iterator[str]:
        if figure is VOICE:
            return voice_text(delivery, words, usual)
        return figure.text(delivery, words)

    return tuple(
        Fact(words.say(figure.title), said or words.say(NOT_MEASURED))
        for figure in FIGURES
        if (said := _joined(text(figure))) or not figure.beside
    )


def measures(delivery: Delivery) -> JsonObject:
    """Each figure as the JSON has it, in the order of its keys."""
    values = {key: value for figure in FIGURES for key, value in figure.measures(delivery).items()}
    # Schema 1 ends with these two.
    values["pause_after_term"] = values.pop("pause_after_term")
    return {**values, "score": rounded(delivery.score, 1)}


def _joined(parts: Iterator[str]) -> str:
    return f"{NO_BREAK}· ".join(map(safe, parts))


def _pace(delivery: Delivery, words: Words) -> Iterator[str]:
    """Syllables a second first, by which it is judged; words a minute, which people know, beside."""
    language = words.language
    if delivery.speech_rate is not None:
        count = number(delivery.speech_rate, 1, language)
        yield whole(words.say(N_("{count} syllables/s"), count=count))
    if delivery.words_per_minute is not None:
        count = number(delivery.words_per_minute, 0, language)
        yield whole(words.say(N_("{count} words/min"), count=count))
    if delivery.syllables_per_second is not None:
        count = number(delivery.syllables_per_second, 1, language)
        said = words.say(N_("without pauses {count} syllables/s"), count=count)
        # Whole, it is wider than a telephone.
        yield said.replace(f"{count} ", f"{count}{NO_BREAK}")
    if delivery.slowest is not None and delivery.fastest is not None:
        for message, point in (
            (N_("slowest {count} ({time})"), delivery.slowest),
            (N_("fastest {count} ({time})"), delivery.fastest),
        ):
            count = _pace_of(point, language)
            yield whole(words.say(message, count=count, time=clock(point.at_s)))


def _pace_of(point: PacePoint, language: Language) -> str:
    """Syllables a second; words a minute in what was scored before they were measured."""
    if point.speech_rate is None:
        return number(point.words_per_minute, 0, language)
    return number(point.speech_rate, 1, language)


def _pace_measures(delivery: Delivery) -> JsonObject:
    return {
        "words_per_minute": rounded(delivery.words_per_minute, 1),
        "syllables_per_second": rounded(delivery.syllables_per_second, 2),
        "speech_s": rounded(delivery.speech_s, 3),
        "speech_rate": rounded(delivery.speech_rate, 2),
        "pace": {"slowest": _point(delivery.slowest), "fastest": _point(delivery.fastest)},
    }


def _point(point: PacePoint | None) -> JsonObject | None:
    if point is None:
        return None
    return {
        "at": rounded(point.at_s, 3),
        "words_per_minute": rounded(point.words_per_minute, 1),
        "syllables_per_second": rounded(point.syllables_per_second, 2),
        "speech_rate": rounded(point.speech_rate, 2),
    }


def _pauses(delivery: Delivery, words: Words) -> Iterator[str]:
    pauses = delivery.pauses
    if not pauses.measured:
        return
    yield str(pauses.count) if pauses.count else whole(words.say(N_("none")))
    if pauses.mean_s is not None:
        mean = seconds(pauses.mean_s, words.language)
        yield whole(words.say(N_("{time} on average"), time=mean))
    if pauses.long:
        yield whole(words.say(N_("over 1 s: {count}"), count=pauses.long))
    if pauses.long and pauses.longest_s is not None:
        longest = seconds(pauses.longest_s, words.language)
        yield whole(words.say(N_("longest {time}"), time=longest))


def _pauses_measures(delivery: Delivery) -> JsonObject:
    pauses = delivery.pauses
    return {
        "pauses": {
            "count": pauses.count if pauses.measured else None,
            "mean_s": rounded(pauses.mean_s, 3),
            "long": pauses.long if pauses.measured else None,
        }
    }


def _after_terms(delivery: Delivery, words: Words) -> Iterator[str]:
    if delivery.terms_followed:
        message, paused = N_("{paused} of {terms}"), delivery.terms_paused
        yield words.say(message, paused=paused, terms=delivery.terms_followed)


def _after_terms_measures(delivery: Delivery) -> JsonObject:
    counts = {"terms": delivery.terms_followed, "paused": delivery.terms_paused}
    return {"pause_after_term": counts}


def _sentences(delivery: Delivery, words: Words) -> Iterator[str]:
    sentences = delivery.sentences
    if sentences is not None:
        mean = round(sentences.mean_words)
        yield whole(words.say(N_("{count} words on average"), count=mean))
        yield whole(words.say(N_("longest {count}"), count=sentences.longest_words))


def _sentences_measures(delivery: Delivery) -> JsonObject:
    sentences = delivery.sentences
    if sentences is None:
        return {"sentences": None}
    return {
        "sentences": {
            "count": sentences.count,
            "mean_words": rounded(sentences.mean_words, 1),
            "longest_words": sentences.longest_words,
        }
    }


VOICE = Figure(N_("Voice"), voice_text, voice_measures)

FIGURES = (
    Figure(N_("Pace"), _pace, _pace_measures),
    Figure(N_("Pauses"), _pauses, _pauses_measures),
    Figure(N_("Hesitations"), hesitations_text, hesitations_measures),
    Figure(N_("Sounds"), sounds_text, sounds_measures, beside=True),
    Figure(N_("Filler words"), words_text, words_measures, beside=True),
    Figure(N_("Hedges"), hedges_text, hedges_measures),
    Figure(N_("Pause after a term"), _after_terms, _after_terms_measures),
    Figure(N_("Sentences"), _sentences, _sentences_measures),
    VOICE,
)
"""As they are shown, from the first to the last."""
