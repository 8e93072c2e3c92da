"""What is stored, and under which names: the table that keeps old histories readable.

A class or a field may be called otherwise in the program; what stands here in quotes may not, for
people's histories and exports are written in it. One line a value: its keys in the order they are
written, each the name of the field that it holds, or ``key=field`` where the field was renamed
since (``"start_s=begins_s end_s"``). Events are stored under the type string before them.

A key that is taken out of a line is ignored in what is stored already; a key that is added needs a
field with a default, for what is stored already lacks it. Anything else needs a migration.
"""

from __future__ import annotations

from collections.abc import Mapping

from interviewer.engine.cutoff import CutOff, KeptEvent
from interviewer.engine.events import (
    AnswerEnded,
    Next,
    Pause,
    PromptSpoken,
    Quit,
    Redo,
    Resume,
    Scored,
    Skip,
    SpeechResumed,
    SpeechStarted,
    Started,
    TimedOut,
)
from interviewer.models import (
    AnswerCard,
    Coverage,
    Delivery,
    FollowUp,
    Move,
    Notice,
    PacePoint,
    Pauses,
    Phase,
    PhaseTry,
    Place,
    Point,
    PointHit,
    Question,
    Rule,
    Scenario,
    Sentences,
    SessionChoice,
    SessionRecord,
    Signal,
    Span,
    Spotting,
    Step,
    Take,
    Task,
    Term,
    TermHit,
    TimedPhase,
    TimerPlan,
    TimerRecord,
    Timing,
    Transcript,
    Trap,
    TrapHit,
    Weights,
    Word,
)

__all__ = [
    "EVENTS",
    "KEYS",
    "RECORD_ELSEWHERE",
    "event_type",
    "event_type_string",
    "fields_by_key",
]

_VALUES: dict[type, str] = {
    # A scenario, as it was when it was rehearsed.
    Term: "name variants heard_as exact_case weight min_count max_count required",
    Point: "point any",
    Step: "step any",
    FollowUp: "when_missing ask",
    Task: "id target_s terms points steps follow_up model_answer cue",
    Question: "task ask level theme topic reply definition",
    Phase: "id title kind target_s prompt task questions optional hints default_reply",
    Weights: "coverage timing delivery",
    Trap: "id any why penalty",
    Move: "id title any",
    Rule: "id title first then",
    Scenario: "id title language phases summary greeting farewell weights max_follow_ups traps"
    " moves rules vocabulary",
    SessionChoice: "questions level seed phase",
    # What was heard in a recording.
    Span: "start_s end_s",
    Spotting: "term spelling words gain_nats similarity ordinary found_by company votes",
    Word: "text start_s end_s probability spotted",
    Transcript: "language words",
    Notice: "message values",
    Signal: "snr_db clipped narrow voices held",
    Place: "span pause_s clues confidence sure",
    Take: "audio duration_s speech transcript notices signal place",
    # What was made of it.
    Timing: "target_s spoken_s onset_s verdict score",
    TermHit: "term status match confidence count quote start_s end_s found_by gain_nats places",
    PointHit: "point status quote start_s end_s denied",
    Coverage: "score terms points",
    Pauses: "count mean_s long longest_s measured",
    Sentences: "count mean_words longest_words",
    PacePoint: "at_s words_per_minute syllables_per_second",
    Delivery: "words_per_minute syllables_per_second speech_s pauses fillers terms_followed"
    " terms_paused score hesitations repeats sentences slowest fastest",
    TrapHit: "trap quote start_s",
    AnswerCard: "phase_id question_id title task take timing coverage delivery traps score advice",
    SessionRecord: "scenario choice tasks answers set_aside skipped left unscored follow_ups"
    " listened_s duration_s paused_s reason",
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
    "AnswerEnded": (AnswerEnded, "at_s turn open"),
    "SpeechResumed": (SpeechResumed, "at_s turn"),
    "Scored": (Scored, "at_s recording card"),
    "TimedOut": (TimedOut, "at_s"),
    "Next": (Next, "at_s"),
    "Skip": (Skip, "at_s"),
    "Redo": (Redo, "at_s"),
    "Pause": (Pause, "at_s"),
    "Resume": (Resume, "at_s"),
    "Quit": (Quit, "at_s"),
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
    """The class that is stored as ``name``.

    Raises:
        ValueError: there is none.
    """
    if name not in EVENTS:
        raise ValueError(f"no event is called {name}")
    return EVENTS[name]
