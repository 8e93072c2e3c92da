"""The form of a scenario file and of the glossary, key by key. The only user of pydantic.

A model's fields are the keys of one TOML table; any other key is refused. What concerns several
tables at once (identifiers, targets, terms) is in :mod:`interviewer.scenario.check`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from interviewer.errors import UsageError
from interviewer.models import Language, PhaseKind
from interviewer.scenario.duration import NO_TIME, parse_duration
from interviewer.scenario.locate import KeyPath
from interviewer.scenario.problems import Problem
from interviewer.scenario.wording import missing_key, not_a_choice, refused, unknown_key

__all__ = [
    "FollowUpFile",
    "GlossaryFile",
    "PhaseFile",
    "QuestionFile",
    "ScenarioFile",
    "TermFile",
    "parse",
]

WordKind = Literal["acronym", "expression", "name", "word"]

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def _duration(value: object) -> float:
    if isinstance(value, str):
        try:
            return parse_duration(value)
        except UsageError as error:
            kind = "no_time" if error.message == NO_TIME else "not_a_duration"
            raise PydanticCustomError(kind, "") from None
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise PydanticCustomError("no_unit" if value else "no_time", "")
    raise PydanticCustomError("not_a_duration", "")


def _text(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise PydanticCustomError("string_too_short", "")
    return value


def _identifier(value: object) -> object:
    if isinstance(value, str) and _ID.fullmatch(value) is None:
        raise PydanticCustomError("identifier", "")
    return value


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_identifier)]
Seconds = Annotated[float, BeforeValidator(_duration)]
Texts = Annotated[list[Text], Field(min_length=1)]
Share = Annotated[float, Field(ge=0)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class TermFile(_Table):
    """A term written as a table; a term of the glossary may also be a bare text."""

    term: Text
    variants: list[Text] = []
    weight: Annotated[float, Field(gt=0)] = 1.0
    min: Annotated[int, Field(ge=1)] = 1
    max: Annotated[int, Field(ge=1)] | None = None
    required: bool = True
    exact_case: bool | None = None
    """None: as the glossary says."""


class PointFile(_Table):
    """An element of ``points``."""

    point: Text
    any: Texts


class StepFile(_Table):
    """An element of ``steps``."""

    step: Text
    any: Texts


class FollowUpFile(_Table):
    """The table ``follow_up``."""

    when_missing: Text
    ask: Text


_TEXT_TAG, _TABLE_TAG = "<text>", "<table>"


def _written_as(value: object) -> str:
    return _TEXT_TAG if isinstance(value, str) else _TABLE_TAG


TermEntry = Annotated[
    Annotated[Text, Tag(_TEXT_TAG)] | Annotated[TermFile, Tag(_TABLE_TAG)],
    Discriminator(_written_as),
]


class _TaskFile(_Table):
    """Keys shared by phases and questions: what an answer is scored against."""

    id: Id
    target: Seconds | None = None
    cue: Text | None = None
    terms: list[TermEntry] = []
    points: list[PointFile] = []
    steps: list[StepFile] = []
    follow_up: FollowUpFile | None = None
    model_answer: Text | None = None


class QuestionFile(_TaskFile):
    """``[[phase.question]]``."""

    ask: Text
    level: Text | None = None
    theme: Text | None = None
    definition: Text | None = None
    any: Texts | None = None
    reply: Text | None = None


class PhaseFile(_TaskFile):
    """``[[phase]]``."""

    title: Text
    kind: PhaseKind
    prompt: Text
    optional: bool = False
    hints: list[Text] = []
    default_reply: Text | None = None
    question: list[QuestionFile] = []


class TrapFile(_Table):
    id: Id
    any: Texts
    why: Text
    penalty: Annotated[float, Field(gt=0, le=100)] = 10.0


class MoveFile(_Table):
    id: Id
    title: Text
    any: Texts


class RuleFile(_Table):
    id: Id
    title: Text
    first: Texts
    then: Texts


class WeightsFile(_Table):
    coverage: Share = 50.0
    timing: Share = 30.0
    delivery: Share = 20.0


class ScoringFile(_Table):
    weights: WeightsFile = WeightsFile()
    follow_ups: Annotated[int, Field(ge=0)] = 3


class ScenarioFile(_Table):
    """The top level of a scenario file."""

    id: Id
    title: Text
    language: Language
    summary: Text | None = None
    greeting: Text | None = None
    farewell: Text | None = None
    distractors: list[Text] = []
    scoring: ScoringFile = ScoringFile()
    phase: Annotated[list[PhaseFile], Field(min_length=1)]
    trap: list[TrapFile] = []
    move: list[MoveFile] = []
    rule: list[RuleFile] = []


class PerLanguageFile(_Table):
    fr: Text | None = None
    en: Text | None = None


class GlossaryTermFile(_Table):
    term: Text
    kind: WordKind
    fr: list[Text] = []
    en: list[Text] = []
    heard_as: list[Text] = []
    exact_case: bool = False
    definition: PerLanguageFile = PerLanguageFile()
    example: PerLanguageFile = PerLanguageFile()


class GlossaryFile(_Table):
    """The top level of the glossary."""

    term: Annotated[list[GlossaryTermFile], Field(min_length=1)]


_TABLES: Mapping[str, type[_Table]] = {
    "phase": PhaseFile,
    "question": QuestionFile,
    "terms": TermFile,
    "points": PointFile,
    "steps": StepFile,
    "follow_up": FollowUpFile,
    "trap": TrapFile,
    "move": MoveFile,
    "rule": RuleFile,
    "scoring": ScoringFile,
    "weights": WeightsFile,
    "term": GlossaryTermFile,
    "definition": PerLanguageFile,
    "example": PerLanguageFile,
}
"""The model of each table, by the key it stands under; the top level has none."""

Model = TypeVar("Model", bound=_Table)


def parse(model: type[Model], data: Mapping[str, Any]) -> Model | list[Problem]:
    """``data`` as a ``model``, or everything that keeps it from being one."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        return [_problem(model, details) for details in error.errors(include_url=False)]


def _problem(model: type[_Table], details: ErrorDetails) -> Problem:
    """One of pydantic's errors in the project's own words."""
    path = _without_tags(details["loc"])
    kind, value = details["type"], details["input"]
    if kind == "missing":
        return missing_key(path)
    if kind == "extra_forbidden":
        return unknown_key(path, tuple(_table(model, path[:-1]).model_fields))
    if kind == "literal_error":
        field = _table(model, path[:-1]).model_fields[str(path[-1])]
        return not_a_choice(path, value, get_args(field.annotation))
    return refused(path, kind, value, details.get("ctx", {}))


def _without_tags(loc: tuple[int | str, ...]) -> KeyPath:
    """``loc`` without the mark pydantic sets behind the position of a term, which no file holds."""
    return tuple(
        part
        for index, part in enumerate(loc)
        if not (index >= 2 and loc[index - 2] == "terms" and part in (_TEXT_TAG, _TABLE_TAG))
    )


def _table(model: type[_Table], path: KeyPath) -> type[_Table]:
    """The model of the table at ``path``."""
    keys = [part for part in path if isinstance(part, str)]
    return _TABLES[keys[-1]] if keys else model
