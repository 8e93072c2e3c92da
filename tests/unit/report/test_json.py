from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from interviewer.domain import AnswerCard, Place, Scorecard, Span
from interviewer.report.json import dumps, to_contract

Make = Callable[..., Scorecard]
Golden = Callable[[str, str], None]

NUMBER = (float, int)
OPTIONAL_NUMBER = (float, int, type(None))
OPTIONAL_COUNT = (int, type(None))
OPTIONAL_TEXT = (str, type(None))
OPTIONAL_BOOL = (bool, type(None))
PACE = {
    "at": NUMBER,
    "words_per_minute": NUMBER,
    "syllables_per_second": OPTIONAL_NUMBER,
    "speech_rate": OPTIONAL_NUMBER,
}
EVIDENCE = {"quote": OPTIONAL_TEXT, "start": OPTIONAL_NUMBER, "end": OPTIONAL_NUMBER}


NAMED = {
    "name": OPTIONAL_TEXT,
    "count": int,
    "estimate": {True},
    "times": [{"start": NUMBER, "end": NUMBER, "found_by": {"text", "reading", "voice"}}],
}


@dataclass(frozen=True)
class Optional:
    """Of this shape, or null."""

    shape: object


SHAPE = {
    "schema": str,
    "scenario": {"id": str, "title": str, "language": str},
    "engine": {"name": str, "model": str},
    "total": {"score": OPTIONAL_NUMBER, "target_s": NUMBER, "spoken_s": OPTIONAL_NUMBER},
    "answers": [
        {
            "phase": str,
            "question": OPTIONAL_TEXT,
            "audio": str,
            "signal": Optional(
                {"snr_db": OPTIONAL_NUMBER, "clipped": NUMBER, "narrow": bool, "voices": bool}
            ),
            "place": {None},
            "transcript": {
                "text": str,
                "readable": str,
                "language": str,
                "words": [{"text": str, "start": NUMBER, "end": NUMBER, "probability": NUMBER}],
            },
            "timing": {
                "target_s": NUMBER,
                "spoken_s": OPTIONAL_NUMBER,
                "onset_s": OPTIONAL_NUMBER,
                "verdict": {"on_time", "short", "long", "not_measured"},
                "score": OPTIONAL_NUMBER,
                "cut": bool,
            },
            "coverage": {
                "score": OPTIONAL_NUMBER,
                "terms": [
                    {
                        "term": str,
                        "required": bool,
                        "status": {"hit", "partial", "probable", "missed"},
                        "match": {"exact", "inflected", "variant", "sounds_like", None},
                        "confidence": OPTIONAL_NUMBER,
                        "count": int,
                        **EVIDENCE,
                        "found_by": {"text", "hint", "sound", None},
                        "gain_nats": OPTIONAL_NUMBER,
                        "idea": OPTIONAL_TEXT,
                        "contradicted": bool,
                    }
                ],
                "points": [
                    {
                        "point": str,
                        "status": {"hit", "out_of_order", "missed"},
                        **EVIDENCE,
                        "denied": bool,
                        "contradicted": bool,
                        "by_meaning": bool,
                        "own": bool,
                        "supposed_by": OPTIONAL_TEXT,
                    }
                ],
                "meaning": OPTIONAL_BOOL,
                "off_topic": bool,
                "story": Optional(
                    {
                        "parts": [
                            {
                                "part": {"situation", "task", "action", "result"},
                                "status": {"told", "missed", "unclear"},
                                "share": OPTIONAL_NUMBER,
                                **EVIDENCE,
                            }
                        ],
                        "i": int,
                        "we": int,
                        "figure": OPTIONAL_TEXT,
                    }
                ),
            },
            "delivery": {
                "words_per_minute": OPTIONAL_NUMBER,
                "syllables_per_second": OPTIONAL_NUMBER,
                "speech_s": NUMBER,
                "speech_rate": OPTIONAL_NUMBER,
                "pace": {"slowest": Optional(PACE), "fastest": Optional(PACE)},
                "pauses": {
                    "count": OPTIONAL_COUNT,
                    "mean_s": OPTIONAL_NUMBER,
                    "long": OPTIONAL_COUNT,
                },
                "fillers": {"count": int, "estimate": {True}, "words": [str]},
                "hesitations": Optional(
                    {
                        "count": int,
                        "estimate": {True},
                        "spans": [{"start": NUMBER, "end": NUMBER}],
                    }
                ),
                "repeats": [str],
                "sounds": Optional([NAMED]),
                "clusters": Optional([{"start": NUMBER, "end": NUMBER, "count": int}]),
                "filler_words": Optional([NAMED]),
                "hedges": Optional(
                    {
                        "count": int,
                        "items": [
                            {"said": str, "quote": str, "start": NUMBER, "instead": OPTIONAL_TEXT}
                        ],
                    }
                ),
                "sentences": Optional({"count": int, "mean_words": NUMBER, "longest_words": int}),
                "voice": {"pitch_semitones": OPTIONAL_NUMBER, "loudness_db": OPTIONAL_NUMBER},
                "pause_after_term": {"terms": int, "paused": int},
                "score": OPTIONAL_NUMBER,
            },
            "traps": [{"id": str, "quote": str, "start": NUMBER}],
            "score": OPTIONAL_NUMBER,
            "other_language": Optional({"fr", "en"}),
            "follow_up": Optional({"question": str, "by": OPTIONAL_TEXT}),
            "sent_to": OPTIONAL_TEXT,
            "advice": [str],
        }
    ],
    "usual": Optional(
        {"pitch_semitones": OPTIONAL_NUMBER, "loudness_db": OPTIONAL_NUMBER, "sessions": int}
    ),
    "coaching": [
        {
            "coach": str,
            "comments": [{"answer": str, "at_s": OPTIONAL_NUMBER, "text": str}],
            "marks": [{"criterion": str, "mark": int}],
        }
    ],
}
"""The contract: a type, types, a set of values, a list of one shape, or an object in order."""


def faults(value: object, shape: object, where: str = "card") -> list[str]:
    """Where ``value`` is not of ``shape``."""
    if isinstance(shape, Optional):
        return [] if value is None else faults(value, shape.shape, where)
    if isinstance(shape, dict):
        if not isinstance(value, dict) or list(value) != list(shape):
            return [f"{where}: keys {list(value) if isinstance(value, dict) else value!r}"]
        return [f for key in shape for f in faults(value[key], shape[key], f"{where}.{key}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where}: no list"]
        return [f for n, item in enumerate(value) for f in faults(item, shape[0], f"{where}[{n}]")]
    if isinstance(shape, set):
        return [] if value in shape else [f"{where}: {value!r}"]
    kinds = shape if isinstance(shape, tuple) else (shape,)
    return [] if type(value) in kinds else [f"{where}: {value!r}"]


def test_shape_is_the_contract(make_card: Make) -> None:
    assert faults(json.loads(dumps(make_card())), SHAPE) == []


def test_shape_of_a_silent_session(silent_card: Scorecard) -> None:
    contract = json.loads(dumps(silent_card))
    assert faults(contract, SHAPE) == []
    answer = contract["answers"][0]
    assert answer["timing"]["verdict"] == "not_measured"
    parts = (contract["total"], answer, answer["timing"], answer["coverage"], answer["delivery"])
    assert [part["score"] for part in parts] == [None] * 5


@pytest.mark.parametrize("change", [{"more": 1}, {"score": "78"}])
def test_the_check_sees_faults(make_card: Make, change: dict[str, object]) -> None:
    contract = json.loads(dumps(make_card()))
    contract["answers"][0]["timing"].update(change)
    assert len(faults(contract, SHAPE)) == 1


def test_golden(make_card: Make, golden: Golden) -> None:
    golden("scorecard.json", dumps(make_card("fr")))


def test_same_card_same_bytes(make_card: Make) -> None:
    assert dumps(make_card()) == dumps(make_card())


def test_figures_are_rounded(good: AnswerCard, make_card: Make) -> None:
    answer = json.loads(dumps(make_card("fr", (good,))))["answers"][0]
    assert answer["timing"]["spoken_s"] == 28.31
    assert answer["score"] == 78.4
    assert answer["coverage"]["terms"][3]["confidence"] == 0.823
    assert answer["transcript"]["words"][0]["probability"] == 0.912


def test_numpy_figures_and_negative_zero(good: AnswerCard, make_card: Make) -> None:
    odd = replace(good, score=float(np.float32(0.1)), timing=replace(good.timing, onset_s=-0.0001))
    text = dumps(make_card("fr", (replace(odd, score=np.float32(0.1)),)))  # type: ignore[arg-type]
    assert '"score": 0.1,' in text
    assert '"onset_s": 0.0,' in text


def test_nan_is_refused(good: AnswerCard, make_card: Make) -> None:
    with pytest.raises(ValueError, match="JSON"):
        dumps(make_card("fr", (replace(good, score=float("nan")),)))


@pytest.mark.parametrize(
    ("path", "base", "shown"),
    [
        ("a/b/intro.flac", None, "a/b/intro.flac"),
        ("/a/b/intro.flac", Path("/a"), "b/intro.flac"),
        ("/a/b/intro.flac", Path("/c"), "/a/b/intro.flac"),
        ("entr\udce9e.wav", None, "entr\ufffde.wav"),
    ],
)
def test_audio(good: AnswerCard, make_card: Make, path: str, base: Path | None, shown: str) -> None:
    answer = replace(good, take=replace(good.take, audio=Path(path)))
    text = dumps(make_card("fr", (answer,)), base=base)
    assert json.loads(text)["answers"][0]["audio"] == shown
    text.encode()


def test_text_is_readable_and_ends_its_line(make_card: Make) -> None:
    text = dumps(make_card("fr"))
    assert "IA appliquée" in text
    assert text.endswith("}\n")
    assert list(to_contract(make_card())) == [
        "schema",
        "scenario",
        "engine",
        "total",
        "answers",
        "usual",
        "coaching",
    ]


def test_where_an_answer_was_found(good: AnswerCard, make_card: Make) -> None:
    def placed(place: Place) -> object:
        card = replace(good, take=replace(good.take, place=place))
        return json.loads(dumps(replace(make_card(), answers=(card,))))["answers"][0]["place"]

    assert placed(Place(Span(0.4, 28.71), 1.2, ("IA appliquée",), 0.98765, True)) == {
        "found": True,
        "start": 0.4,
        "end": 28.71,
        "pause_s": 1.2,
        "clues": ["IA appliquée"],
        "confidence": 0.988,
        "sure": True,
    }
    assert placed(Place(None, None, (), 0.5, False)) == {
        "found": False,
        "start": None,
        "end": None,
        "pause_s": None,
        "clues": [],
        "confidence": 0.5,
        "sure": False,
    }
