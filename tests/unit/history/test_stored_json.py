"""Every value of the models goes to JSON text and back unchanged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.domain import (
    AnswerCard,
    Scenario,
    SessionChoice,
    SessionRecord,
    Span,
    Take,
    Term,
    TimerRecord,
    Timing,
    Vocabulary,
    Word,
)
from interviewer.history.stored import Codec, dumps, loads
from interviewer.session.events import KeptEvent

FOLDER = Path("/data/interviewer")
KINDS = (
    AnswerCard,
    Scenario,
    SessionChoice,
    SessionRecord,
    Take,
    TimerRecord,
    *get_args(KeptEvent),
)

PATHS = st.sampled_from(
    [FOLDER / "audio" / "s" / "été.wav", Path("/elsewhere/a b.wav"), Path("/raw/\udce9.wav")]
)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=8),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    NoneType: st.none(),
    Path: PATHS,
}


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a type of our models; tuples and mappings are kept short."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of(*map(values_of, arguments))
    if origin is tuple:
        return st.lists(values_of(arguments[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(st.text(max_size=5), values_of(arguments[1]), max_size=2)
    assert is_dataclass(hint) and isinstance(hint, type), hint
    hints = get_type_hints(hint)
    return st.builds(hint, **{field.name: values_of(hints[field.name]) for field in fields(hint)})


def through_text(value: object) -> object:
    codec = Codec(FOLDER)
    return codec.decode(type(value), loads(dumps(codec.encode(value))))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_value_comes_back(kind: type) -> None:
    @given(values_of(kind))
    @settings(
        max_examples=25,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def check(value: object) -> None:
        assert through_text(value) == value

    check()


def test_a_number_of_numpy_is_kept() -> None:
    word = Word("oui", np.float32(0.5), np.float64(0.1), np.float32(0.25))  # type: ignore[arg-type]
    assert through_text(word) == Word("oui", 0.5, 0.1, 0.25)


def test_a_whole_number_of_seconds_is_seconds() -> None:
    span = Codec(FOLDER).decode(Span, {"start_s": 1, "end_s": 2})
    assert [type(value) for value in (span.start_s, span.end_s)] == [float, float]


def test_paths_follow_the_folder() -> None:
    data = Codec(FOLDER).encode(Take(FOLDER / "audio" / "a.wav", 1.0, (), None))  # type: ignore[arg-type]
    assert data["audio"] == "audio/a.wav"
    assert Codec(Path("/moved")).path(data["audio"]) == Path("/moved/audio/a.wav")


def test_a_relative_path_is_that_of_now(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    text = Codec(FOLDER).path_text(Path("a.wav"))
    monkeypatch.chdir("/")
    assert Codec(FOLDER).path(text) == tmp_path / "a.wav"


def test_a_field_added_since_takes_its_default() -> None:
    assert Codec(FOLDER).decode(Term, {"name": "RAG"}) == Term("RAG")


def test_a_field_removed_since_is_ignored() -> None:
    assert Codec(FOLDER).decode(Term, {"name": "RAG", "colour": "red"}) == Term("RAG")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Term, []),
        (Term, {}),
        (Term, {"name": None}),
        (Term, {"name": "RAG", "variants": "RAGs"}),
        (Term, {"name": "RAG", "variants": [1]}),
        (Term, {"name": "RAG", "weight": "2"}),
        (Term, {"name": "RAG", "weight": True}),
        (Term, {"name": "RAG", "min_count": True}),
        (Term, {"name": "RAG", "min_count": 1.0}),
        (Term, {"name": "RAG", "max_count": "1"}),
        (Take, {"audio": 3, "duration_s": 1.0, "speech": [], "transcript": {"language": "fr"}}),
        (Take, {"audio": "a", "duration_s": 1.0, "speech": [], "transcript": {"language": "de"}}),
        (
            Timing,
            {"target_s": 1.0, "spoken_s": {}, "onset_s": None, "verdict": "short", "score": None},
        ),
    ],
)
def test_anything_else_is_refused(kind: type, data: object) -> None:
    with pytest.raises(ValueError, match=r"expected, found|missing"):
        Codec(FOLDER).decode(kind, data)


@pytest.mark.parametrize("text", ["", "[]", "3", "{", '{"a": 1'])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(text)


@pytest.mark.parametrize("figure", [float("nan"), float("inf")])
def test_what_json_cannot_say_is_refused(figure: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        dumps(Codec(FOLDER).encode(Span(0.0, figure)))


@pytest.mark.parametrize("value", [3, Span, {"a": 1}, Vocabulary("fr")])
def test_only_what_is_in_the_table_is_written(value: object) -> None:
    with pytest.raises(TypeError, match="not in the table of what is stored"):
        Codec(FOLDER).encode(value)


def test_the_text_is_compact_ascii() -> None:
    text = dumps(Codec(FOLDER).encode(Span(0.0, 1.5)))
    assert text == '{"start_s":0.0,"end_s":1.5}'
    assert dumps({"é": "\udce9"}).isascii()
    assert json.loads(dumps({"é": "\udce9"})) == {"é": "\udce9"}
