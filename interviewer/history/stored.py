"""What is stored, under which names, and how: the frozen values to JSON and back without loss.

The table keeps old histories readable. A class or a field may be called otherwise in the program;
what stands here in quotes may not, for people's histories and exports are written in it. One line a
value: its keys in the order they are written, each the name of the field that it holds, or
``key=field`` where the field was renamed since (``"start_s=begins_s end_s"``). Events are stored
under the type string before them.

A key that is taken out of a line is ignored in what is stored already; a key that is added needs a
field with a default, which it takes where what is stored lacks it. Anything else needs a migration.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import cache
from numbers import Real
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from interviewer.domain import (
    AnswerCard,
    Coaching,
    Comment,
    Contrary,
    Coverage,
    Criterion,
    Delivery,
    FollowUp,
    Grade,
    HeardLanguage,
    Hedge,
    Intonation,
    Move,
    Notice,
    OwnPhrasing,
    PacePoint,
    Pauses,
    Phase,
    PhaseTry,
    Place,
    Point,
    PointHit,
    Question,
    Rereading,
    Rule,
    Scenario,
    Sentences,
    SessionChoice,
    SessionRecord,
    Signal,
    Span,
    Spotting,
    Step,
    Story,
    StoryPart,
    Take,
    Task,
    Term,
    TermHit,
    Tic,
    TimedPhase,
    TimerPlan,
    TimerRecord,
    Timing,
    Transcript,
    Trap,
    TrapHit,
    Unwritten,
    Weights,
    Word,
)
from interviewer.session.events import (
    AnswerEnded,
    Confirmed,
    CutOff,
    Disputed,
    KeptEvent,
    Marked,
    Next,
    Pause,
    PromptSpoken,
    Quit,
    ReadWhole,
    Redo,
    Resume,
    Scored,
    Skip,
    SpeechResumed,
    SpeechStarted,
    Started,
    TimedOut,
)
from interviewer.session.requests import AskAgain, AskModel, CardHeld, Suggested

Json = dict[str, Any]
"""A JSON object."""

T = TypeVar("T")

_VALUES: dict[type, str] = {
    # A scenario, as it was when it was rehearsed.
    Term: "name variants heard_as exact_case weight min_count max_count required",
    Point: "point any",
    Step: "step any",
    Contrary: "contrary_of any",
    FollowUp: "when_missing ask",
    Task: "id target_s terms points steps follow_up model_answer cue contraries story",
    Question: "task ask level theme topic reply definition",
    Phase: "id title kind target_s prompt task questions optional hints default_reply",
    Weights: "coverage timing delivery",
    Trap: "id any why penalty",
    Move: "id title any",
    Rule: "id title first then",
    Scenario: "id title language phases summary greeting farewell weights max_follow_ups traps"
    " moves rules vocabulary rubric own",
    Criterion: "id title marks measured",
    OwnPhrasing: "task point sentence",
    SessionChoice: "questions level seed phase keep_audio",
    # What was heard in a recording.
    Span: "start_s end_s",
    Spotting: "term spelling words gain_nats similarity ordinary found_by company votes told_nats",
    Unwritten: "name start_s end_s",
    Word: "text start_s end_s probability spotted unwritten",
    HeardLanguage: "start_s end_s expected likeliest probability",
    Transcript: "language words heard",
    Notice: "message values",
    Intonation: "span frames pitch_st pitch_sd_st syllables level_db level_sd_db",
    Signal: "snr_db clipped narrow voices held intonation",
    Place: "span pause_s clues confidence sure",
    Take: "audio duration_s speech transcript notices signal place unclear",
    # What was made of it.
    Timing: "target_s spoken_s onset_s verdict score cut",
    TermHit: "term status match confidence count quote start_s end_s found_by gain_nats places idea"
    " against nearly contradicted",
    PointHit: "point status quote start_s end_s denied by_meaning own supposed_by nearly",
    StoryPart: "part status share quote start_s end_s",
    Story: "parts i we figure",
    Coverage: "score terms points meaning off_topic disputed story",
    Pauses: "count mean_s long longest_s measured",
    Sentences: "count mean_words longest_words",
    PacePoint: "at_s words_per_minute syllables_per_second speech_rate",
    Tic: "name kind start_s end_s found_by",
    Delivery: "words_per_minute syllables_per_second speech_s pauses fillers terms_followed"
    " terms_paused score hesitations repeats sentences slowest fastest tics speech_rate"
    " pitch_semitones loudness_db hedges",
    Hedge: "said quote start_s instead",
    TrapHit: "trap quote start_s",
    AnswerCard: "phase_id question_id title task take timing coverage delivery traps score advice"
    " follow_up_word other_language follow_up_asked follow_up_by sent_to",
    SessionRecord: "scenario choice tasks answers set_aside skipped left unscored follow_ups"
    " listened_s duration_s paused_s reason rereadings provisional",
    Rereading: "task score_before score found lost",
    # What a coach says of a session.
    Coaching: "coach comments marks",
    Comment: "answer at_s text",
    Grade: "criterion mark",
    # A run of the timer.
    TimedPhase: "id title target_s cue script keywords",
    TimerPlan: "id title language phases",
    PhaseTry: "phase_id began_s ended_s taken_s target_s end",
    TimerRecord: "plan auto tries duration_s paused_s reason",
}

_EVENTS: dict[str, tuple[type[KeptEvent], str]] = {
    "Started": (Started, "at_s"),
    "PromptSpoken": (PromptSpoken, "at_s turn"),
    "SpeechStarted": (SpeechStarted, "at_s turn"),
    "AnswerEnded": (AnswerEnded, "at_s turn open cut"),
    "SpeechResumed": (SpeechResumed, "at_s turn"),
    "Scored": (Scored, "at_s recording card whole reply suggesting sent_to"),
    "ReadWhole": (ReadWhole, "at_s recording failed"),
    "Confirmed": (Confirmed, "at_s recording card whole"),
    "TimedOut": (TimedOut, "at_s"),
    "Next": (Next, "at_s"),
    "Skip": (Skip, "at_s"),
    "Redo": (Redo, "at_s"),
    "Pause": (Pause, "at_s"),
    "Resume": (Resume, "at_s"),
    "Quit": (Quit, "at_s"),
    "Disputed": (Disputed, "at_s number"),
    "Marked": (Marked, "at_s recording whole"),
    "AskAgain": (AskAgain, "at_s"),
    "AskModel": (AskModel, "at_s"),
    "CardHeld": (CardHeld, "at_s"),
    "Suggested": (Suggested, "at_s recording question model"),
    "CutOff": (CutOff, "at_s spoken"),
}

RECORD_ELSEWHERE = ("scenario", "choice", "answers", "set_aside")
"""Keys of a session's record that have a place of their own in the store."""


def fields_by_key(line: str) -> Mapping[str, str]:
    """The fields that a line of the table names, by the keys they are stored under, in order."""
    pairs = (entry.partition("=") for entry in line.split())
    return {key: field or key for key, _, field in pairs}


EVENTS: Mapping[str, type[KeptEvent]] = {name: kind for name, (kind, _) in _EVENTS.items()}
"""Every event by its type string."""

_TYPE_STRINGS = {kind: name for name, kind in EVENTS.items()}

KEYS: Mapping[type, Mapping[str, str]] = {
    kind: fields_by_key(line) for kind, line in (*_VALUES.items(), *_EVENTS.values())
}
"""Of every class that can be stored, its fields by the keys they are stored under."""


def event_type_string(event: KeptEvent) -> str:
    """What the class of ``event`` is stored under.

    Raises:
        TypeError: it is not in the table.
    """
    if type(event) not in _TYPE_STRINGS:
        raise TypeError(f"{type(event).__name__} is not in the table of what is stored")
    return _TYPE_STRINGS[type(event)]


def event_type(name: str) -> type[KeptEvent]:
    """The class that is stored as ``name``; ValueError where there is none."""
    if name not in EVENTS:
        raise ValueError(f"no event is called {name}")
    return EVENTS[name]


def dumps(data: Json) -> str:
    """JSON text, ASCII only, so that file names of any bytes go through.

    Raises:
        ValueError: a figure is NaN or infinite, which JSON cannot say.
    """
    return json.dumps(data, allow_nan=False, separators=(",", ":"))


def loads(text: str) -> Json:
    """The object that :func:`dumps` wrote; ValueError where it is none."""
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("no JSON object")
    return data


class Codec:
    """Dataclasses to JSON and back.

    Args:
        folder: paths below it are written relative to it, so that it can be moved.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    def encode(self, value: object) -> Json:
        """The fields of a dataclass instance, by the keys they are stored under.

        Raises:
            TypeError: it, or what a field holds, is not in the table of what is stored.
        """
        keys = KEYS.get(type(value))
        if keys is None:
            raise TypeError(f"{type(value).__name__} is not in the table of what is stored")
        return {key: self._encode(getattr(value, field)) for key, field in keys.items()}

    def decode(self, kind: type[T], data: object) -> T:
        """The instance of the dataclass ``kind`` that ``data`` was made from.

        Raises:
            ValueError: it was made from something else.
        """
        if not isinstance(data, dict):
            raise _unfit(kind, data)
        hints = _hints_of(kind)
        known = {
            field: self._decode(hints[field], data[key])
            for key, field in KEYS[kind].items()
            if key in data
        }
        try:
            return kind(**known)
        except TypeError as error:
            raise ValueError(str(error)) from error

    def path_text(self, path: Path) -> str:
        """``path`` as it is written: relative where it is below the folder, else absolute."""
        path = path.absolute()
        if path.is_relative_to(self._folder):
            path = path.relative_to(self._folder)
        return path.as_posix()

    def path(self, text: str) -> Path:
        """The path that :meth:`path_text` wrote, absolute."""
        return self._folder / text

    def _encode(self, value: object) -> object:
        match value:
            case None | str() | int() | float():
                return value
            case Real():  # of numpy
                return float(value)
            case Path():
                return self.path_text(value)
            case tuple():
                return [self._encode(item) for item in value]
            case Mapping():
                return {key: self._encode(item) for key, item in value.items()}
        return self.encode(value)

    def _decode(self, hint: Any, data: object) -> object:
        origin = get_origin(hint)
        if origin in (Union, UnionType):
            return self._decode_union(get_args(hint), data)
        if origin is tuple and isinstance(data, list):
            return tuple(self._decode(get_args(hint)[0], item) for item in data)
        if origin is Mapping and isinstance(data, dict):
            return {key: self._decode(get_args(hint)[1], item) for key, item in data.items()}
        if is_dataclass(hint) and isinstance(hint, type):
            return self.decode(hint, data)
        if hint is Path and isinstance(data, str):
            return self.path(data)
        if hint is float and type(data) is int:
            return float(data)
        if (data in get_args(hint)) if origin is Literal else (hint is type(data)):
            return data
        raise _unfit(hint, data)

    def _decode_union(self, choices: tuple[Any, ...], data: object) -> object:
        """Of None and one more, or of plain values: no field of ours holds anything else."""
        if type(data) in choices:
            return data
        others = [choice for choice in choices if choice is not NoneType]
        if len(others) != 1:
            raise _unfit(choices, data)
        return self._decode(others[0], data)


_hints_of: Callable[[type], dict[str, Any]] = cache(get_type_hints)


def _unfit(hint: object, data: object) -> ValueError:
    name = hint.__name__ if isinstance(hint, type) else str(hint)
    return ValueError(f"{name} expected, found {type(data).__name__}")
