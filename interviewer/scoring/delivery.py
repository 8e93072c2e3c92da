"""How it was said: pace, pauses, hesitations, pauses after technical terms, sentences.

Score: mean of what could be measured of

* pace, weight 40: 100 within 120 to 160 words a minute in French and 120 to 170 in English,
  falling linearly to 0 at 60 and 240. French coaches advise 120 to 160; Microsoft's Speaker
  Coach accepts 100 to 165, Read.ai 130 to 175;
* hesitations, weight 30: fillers written, those found by sound and words said twice, together;
  100 up to 5 a minute, linearly to 0 at 12. Laske and DiGennaro Reed (2024) tested 0, 2, 5 and 12
  fillers a minute: five pass, twelve hurt;
* pauses, weight 30: each one over 3 s costs 25 of 100. Listeners find 3 to 5 s of silence
  uncomfortable, as makers of speech coaches report.

Pauses are silences of 0.25 s or more between speech spans, the usual floor in studies of French
(Grosjean and Deschamps 1975); over 1 s they are long (Campione and Veronis 2002). Where the
recording is too noisy to tell speech from pause, pauses, articulation and hesitations by sound are
not measured, and the score is the mean of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from interviewer.domain import Delivery, Language, PacePoint, Pauses, Span, Take, TermHit
from interviewer.scoring.hesitations import find_fillers, find_hesitations, find_repeats, when_said
from interviewer.scoring.pace import pace_curve, pace_score
from interviewer.scoring.syllables import count_syllables
from interviewer.scoring.text import APOSTROPHES, Text, measure_sentences, read
from interviewer.scoring.total import spoken_s, weighted_mean

Part = Literal["pace", "hesitations", "pauses"]

_MIN_PAUSE_S = 0.25
LONG_PAUSE_S = 1.0
_UNEASY_PAUSE_S = 3.0
PACE_WEIGHT, FILLERS_WEIGHT, PAUSES_WEIGHT = 40.0, 30.0, 30.0

_FILLERS_FINE, _FILLERS_HURT = 5.0, 12.0
_UNEASY_PAUSE_COST = 25.0
_MIN_SPEECH_S = 5.0
_MIN_WORDS = 8
_MIN_FILLERS_S = 10.0
_AFTER_TERM_S = 0.3
"""How long after a term's last word its pause may begin: recognisers' word ends are that loose."""


def score_delivery(take: Take, terms: Sequence[TermHit], language: Language) -> Delivery:
    """Delivery of ``take``; each figure that the take is too short or too noisy for is None.

    Args:
        take: what was said.
        terms: what became of the task's terms in it, for the pauses after them.
        language: of the scenario.
    """
    text = read(take.transcript)
    spoken = spoken_s(take.speech)
    speech_s = sum(span.duration_s for span in take.speech)
    clear = take.signal is None or not take.signal.noisy
    gaps = find_pauses(take.speech) if clear else ()
    fillers = find_fillers(text, language)
    repeats = tuple(word for word in find_repeats(text) if word not in fillers)
    hesitations = _by_sound(take, text, language) if clear and text.tokens else None
    # Speech that no words could be made of lends its time to no pace.
    lost_s = sum(span.duration_s for span in take.unclear)
    pace = _words_per_minute(text, spoken and spoken - lost_s, speech_s - lost_s)
    followed, paused = _pauses_after_terms(terms, text, gaps) if clear else (0, 0)
    slowest, fastest = _extremes(take)
    delivery = Delivery(
        words_per_minute=pace,
        syllables_per_second=_syllables_per_second(text, language, speech_s - lost_s)
        if clear
        else None,
        speech_s=speech_s,
        pauses=_describe(gaps) if clear else Pauses(0, None, 0, measured=False),
        fillers=fillers,
        terms_followed=followed,
        terms_paused=paused,
        score=None,
        hesitations=hesitations,
        repeats=repeats,
        sentences=measure_sentences(text),
        slowest=slowest,
        fastest=fastest,
    )
    parts = delivery_parts(delivery, take, language)
    return replace(delivery, score=weighted_mean(parts.values()))


def _by_sound(take: Take, text: Text, language: Language) -> tuple[Span, ...]:
    held = take.signal.held if take.signal else ()
    return find_hesitations(take.speech, text.words, held, when_said(text, language))


def delivery_parts(
    delivery: Delivery, take: Take, language: Language
) -> dict[Part, tuple[float | None, float]]:
    """Score, None where not measured, and weight of each part that the delivery's score is made of."""
    spoken = spoken_s(take.speech) if take.transcript.words else None
    gaps = find_pauses(take.speech)
    paused = pauses_score(gaps, delivery.speech_s) if delivery.pauses.measured else None
    return {
        "pace": (pace_score(delivery.words_per_minute, language), PACE_WEIGHT),
        "hesitations": (fillers_score(hesitation_count(delivery), spoken), FILLERS_WEIGHT),
        "pauses": (paused, PAUSES_WEIGHT),
    }


def hesitation_count(delivery: Delivery) -> int:
    """Fillers written, hesitations by sound and repeated words: at least so many."""
    return len(delivery.fillers) + len(delivery.repeats) + len(delivery.hesitations or ())


def find_pauses(speech: Sequence[Span]) -> tuple[Span, ...]:
    """Silences of at least 0.25 s between consecutive spans of ``speech``."""
    gaps = (Span(before.end_s, after.start_s) for before, after in pairwise(speech))
    return tuple(gap for gap in gaps if _length_s(gap) >= _MIN_PAUSE_S)


def fillers_score(count: int, spoken: float | None) -> float | None:
    """0 to 100 for ``count`` fillers in ``spoken`` seconds; None under 10 s, where one is a rate."""
    if spoken is None or spoken < _MIN_FILLERS_S:
        return None
    excess = count / (spoken / 60) - _FILLERS_FINE
    return min(100.0, max(0.0, 100.0 * (1 - excess / (_FILLERS_HURT - _FILLERS_FINE))))


def pauses_score(gaps: Sequence[Span], speech_s: float) -> float | None:
    """0 to 100 for the pauses ``gaps``; None under 5 s of speech, which hardly need one."""
    if speech_s < _MIN_SPEECH_S:
        return None
    uneasy = sum(_length_s(gap) > _UNEASY_PAUSE_S for gap in gaps)
    return max(0.0, 100.0 - _UNEASY_PAUSE_COST * uneasy)


def _words_per_minute(text: Text, spoken: float | None, speech_s: float) -> float | None:
    words = _word_count(text)
    if spoken is None or spoken <= 0 or speech_s < _MIN_SPEECH_S or words < _MIN_WORDS:
        return None
    return words / spoken * 60


def _syllables_per_second(text: Text, language: Language, speech_s: float) -> float | None:
    if speech_s < _MIN_SPEECH_S or _word_count(text) < _MIN_WORDS:
        return None
    # The « l » of « l’IA » is no syllable of its own.
    spoken = (token.surface for token in text.tokens if not token.elided)
    return sum(count_syllables(surface, language) for surface in spoken) / speech_s


def _word_count(text: Text) -> int:
    """Written words; the « 'IA » or « -tuning » that a recogniser parts is none of its own."""
    spelled = {token.word for token in text.tokens}
    parted = (*APOSTROPHES, "-")
    return sum(not text.words[word].text.strip().startswith(parted) for word in spelled)


def _extremes(take: Take) -> tuple[PacePoint | None, PacePoint | None]:
    """The slowest and the fastest ten seconds; of several alike, the first."""
    curve = pace_curve(take)
    if not curve or _word_count(read(take.transcript)) < _MIN_WORDS:
        return None, None
    return (
        min(curve, key=lambda point: round(point.words_per_minute, 1)),
        max(curve, key=lambda point: round(point.words_per_minute, 1)),
    )


def _describe(gaps: Sequence[Span]) -> Pauses:
    if not gaps:
        return Pauses(count=0, mean_s=None, long=0)
    lengths = [_length_s(gap) for gap in gaps]
    return Pauses(
        count=len(lengths),
        mean_s=sum(lengths) / len(lengths),
        long=sum(length > LONG_PAUSE_S for length in lengths),
        longest_s=max(lengths),
    )


def _pauses_after_terms(
    terms: Sequence[TermHit], text: Text, gaps: Sequence[Span]
) -> tuple[int, int]:
    """Places where a term is followed by more speech, and those of them followed by a pause."""
    ends = sorted({last for hit in terms for _, last in hit.places})
    last_word = text.tokens[-1].word if text.tokens else 0
    followed = [text.words[end] for end in ends if end < last_word]
    paused = sum(
        any(
            gap.start_s <= word.end_s + _AFTER_TERM_S
            and word.end_s < gap.end_s
            and word.start_s < gap.start_s
            for gap in gaps
        )
        for word in followed
    )
    return len(followed), paused


def _length_s(gap: Span) -> float:
    """To the millisecond: a silence of 0.25 s must not be lost to the noise of a subtraction."""
    return round(gap.duration_s, 3)
