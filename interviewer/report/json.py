"""The scorecard as JSON: schema ``interviewer.scorecard/1``, stable for programs that read it.

Times are seconds to the millisecond from the start of the answer's audio, scores 0..100 to one
digit, probabilities and confidences 0..1 to three. What could not be measured is null.
The same scorecard gives the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path

from interviewer.domain import (
    AnswerCard,
    Coaching,
    Coverage,
    Place,
    PointHit,
    Scenario,
    Scorecard,
    Signal,
    TermHit,
    Timing,
    TrapHit,
    Usual,
)
from interviewer.report.delivery import measures
from interviewer.report.measures import JsonObject, rounded
from interviewer.report.story import story_measures
from interviewer.scoring.readable import readable, stretches

_SCHEMA = "interviewer.scorecard/1"


def dumps(card: Scorecard, *, base: Path | None = None) -> str:
    """:func:`to_contract` as text: indented, characters as they are, a line end last.

    Raises:
        ValueError: a figure is NaN or infinite, which JSON cannot say.
    """
    contract = to_contract(card, base=base)
    return json.dumps(contract, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def to_contract(card: Scorecard, *, base: Path | None = None) -> JsonObject:
    """The scorecard as JSON values, keys in the order of the contract.

    Args:
        card: what the scorer computed.
        base: audio below this folder is named relative to it; other paths stay as they are.
    """
    return {
        "schema": _SCHEMA,
        "scenario": _scenario(card.scenario),
        "engine": {"name": card.engine.name, "model": card.engine.model},
        "total": {
            "score": _score(card.score),
            "target_s": _time(card.target_s),
            "spoken_s": _time(card.spoken_s),
        },
        "answers": [_answer(answer, base) for answer in card.answers],
        "usual": _usual(card.usual),
        "coaching": [coaching_contract(each) for each in card.coaching],
    }


def coaching_contract(coaching: Coaching) -> JsonObject:
    """What a coach says, as the contract has it."""
    return {
        "coach": coaching.coach,
        "comments": [
            {"answer": each.answer, "at_s": _time(each.at_s), "text": each.text}
            for each in coaching.comments
        ],
        "marks": [{"criterion": each.criterion, "mark": each.mark} for each in coaching.marks],
    }


def empty_contract(scenario: Scenario) -> JsonObject:
    """The contract of recordings of which nothing could be scored."""
    return {
        "schema": _SCHEMA,
        "scenario": _scenario(scenario),
        "engine": None,
        "total": {"score": None, "target_s": None, "spoken_s": None},
        "answers": [],
        "usual": None,
        "coaching": [],
    }


def _scenario(scenario: Scenario) -> JsonObject:
    return {"id": scenario.id, "title": scenario.title, "language": scenario.language}


def _usual(usual: Usual | None) -> JsonObject | None:
    if usual is None:
        return None
    return {
        "pitch_semitones": rounded(usual.pitch_semitones, 2),
        "loudness_db": rounded(usual.loudness_db, 2),
        "sessions": usual.sessions,
    }


def _answer(answer: AnswerCard, base: Path | None) -> JsonObject:
    return {
        "phase": answer.phase_id,
        "question": answer.question_id,
        "audio": _path(answer.take.audio, base),
        "signal": _signal(answer.take.signal),
        "place": _place(answer.take.place),
        "transcript": _transcript(answer),
        "timing": _timing(answer.timing),
        "coverage": _coverage(answer.coverage),
        "delivery": measures(answer.delivery),
        "traps": [_trap(hit) for hit in answer.traps],
        "score": _score(answer.score),
        "other_language": answer.other_language,
        "follow_up": _follow_up(answer),
        "sent_to": answer.sent_to or None,
        "advice": list(answer.advice),
    }


def _follow_up(answer: AnswerCard) -> JsonObject | None:
    if answer.follow_up_word is None or not answer.follow_up_asked:
        return None
    return {"question": answer.follow_up_asked, "by": answer.follow_up_by or None}


def _place(place: Place | None) -> JsonObject | None:
    if place is None:
        return None
    span = place.span
    return {
        "found": span is not None,
        "start": _time(span.start_s if span else None),
        "end": _time(span.end_s if span else None),
        "pause_s": _time(place.pause_s),
        "clues": list(place.clues),
        "confidence": _ratio(place.confidence),
        "sure": place.sure,
    }


def _transcript(answer: AnswerCard) -> JsonObject:
    transcript = answer.take.transcript
    return {
        "text": transcript.text,
        "readable": readable(stretches(answer)),
        "language": transcript.language,
        "words": [
            {
                "text": word.text,
                "start": _time(word.start_s),
                "end": _time(word.end_s),
                "probability": _ratio(word.probability),
            }
            for word in transcript.words
        ],
    }


def _timing(timing: Timing) -> JsonObject:
    return {
        "target_s": _time(timing.target_s),
        "spoken_s": _time(timing.spoken_s),
        "onset_s": _time(timing.onset_s),
        "verdict": timing.verdict,
        "score": _score(timing.score),
        "cut": timing.cut,
    }


def _coverage(coverage: Coverage) -> JsonObject:
    return {
        "score": _score(coverage.score),
        "terms": [_term(hit) for hit in coverage.terms],
        "points": [_point(hit) for hit in coverage.points],
        "meaning": coverage.meaning,
        "off_topic": coverage.off_topic and not coverage.disputed,
        "story": story_measures(coverage.story),
    }


def _term(hit: TermHit) -> JsonObject:
    return {
        "term": hit.term.name,
        "required": hit.term.required,
        "status": hit.status,
        "match": hit.match,
        "confidence": _ratio(hit.confidence),
        "count": hit.count,
        "quote": hit.quote,
        "start": _time(hit.start_s),
        "end": _time(hit.end_s),
        "found_by": hit.found_by,
        "gain_nats": rounded(hit.gain_nats, 2),
        "idea": hit.idea,
        "contradicted": hit.contradicted,
    }


def _point(hit: PointHit) -> JsonObject:
    """What was contradicted is missed for whoever reads only what this contract began with."""
    contradicted = hit.status == "contradicted"
    return {
        "point": hit.point,
        "status": "missed" if contradicted else hit.status,
        "quote": hit.quote,
        "start": _time(hit.start_s),
        "end": _time(hit.end_s),
        "denied": hit.denied,
        "contradicted": contradicted,
        "by_meaning": hit.by_meaning,
        "own": hit.own,
        "supposed_by": hit.supposed_by or None,
    }


def _signal(signal: Signal | None) -> JsonObject | None:
    if signal is None:
        return None
    return {
        "snr_db": rounded(signal.snr_db, 1),
        "clipped": _ratio(signal.clipped),
        "narrow": signal.narrow,
        "voices": signal.voices,
    }


def _trap(hit: TrapHit) -> JsonObject:
    return {"id": hit.trap.id, "quote": hit.quote, "start": _time(hit.start_s)}


def _path(path: Path, base: Path | None) -> str:
    """POSIX form; bytes of a file name that are no UTF-8 become U+FFFD, which JSON can carry."""
    if base is not None and path.is_relative_to(base):
        path = path.relative_to(base)
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _time(value: float | None) -> float | None:
    return rounded(value, 3)


def _ratio(value: float | None) -> float | None:
    return rounded(value, 3)


def _score(value: float | None) -> float | None:
    return rounded(value, 1)
