"""A voice-driven mock interviewer that runs on one's own machine; and, as a library, its scores.

::

    from interviewer import load_scenario, score_text

    card = score_text(load_scenario("pitch-3min"), "intro", "Bonjour, je suis Alex.")
    print(card.score, card.coverage.terms)

Six calls, the values that they take and give, and the errors that they raise: what is exported here is
kept stable, all else is private and moves from one version to the next. Values are frozen; times are
seconds, scores 0 to 100, other ratios 0 to 1, and what could not be measured is None. ``docs/library.md``
has more. Importing it loads no recogniser and no sound library.

Inside, read the folders in the order of the data: ``domain``, the values; then ``scenario`` -> ``session``
-> ``audio`` and ``vad`` -> ``asr`` -> ``scoring`` -> ``report`` and ``history``. ``docs/architecture.md`` has the map.
"""

TYPE_CHECKING = False  # that of typing, whose import alone is longer than all the rest here
if TYPE_CHECKING:
    from interviewer.api import (
        load_scenario,
        open_recogniser,
        replay,
        score,
        score_text,
        transcribe,
    )
    from interviewer.domain import (
        AnswerCard,
        Chunk,
        Coaching,
        Comment,
        Contrary,
        Coverage,
        Criterion,
        Delivery,
        EngineInfo,
        FollowUp,
        FoundBy,
        Grade,
        HeardLanguage,
        Hedge,
        Intonation,
        Language,
        Match,
        Move,
        Notice,
        OwnPhrasing,
        PacePoint,
        Passage,
        Pauses,
        Phase,
        PhaseKind,
        Place,
        Point,
        PointHit,
        PointStatus,
        Question,
        Replay,
        Rule,
        Scenario,
        Scorecard,
        Sentences,
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
        TermStatus,
        Tic,
        TicFoundBy,
        TicKind,
        Timing,
        Transcript,
        Trap,
        TrapHit,
        Unwritten,
        Usual,
        Verdict,
        Vocabulary,
        Weights,
        Word,
    )
    from interviewer.errors import (
        AudioError,
        EngineError,
        InternalError,
        InterviewerError,
        MissingError,
        ModelError,
        ScenarioError,
        UsageError,
    )
    from interviewer.session.ports import Transcriber

__version__ = "0.1.0"

__all__ = [
    "AnswerCard",
    "AudioError",
    "Chunk",
    "Coaching",
    "Comment",
    "Contrary",
    "Coverage",
    "Criterion",
    "Delivery",
    "EngineError",
    "EngineInfo",
    "FollowUp",
    "FoundBy",
    "Grade",
    "HeardLanguage",
    "Hedge",
    "InternalError",
    "InterviewerError",
    "Intonation",
    "Language",
    "Match",
    "MissingError",
    "ModelError",
    "Move",
    "Notice",
    "OwnPhrasing",
    "PacePoint",
    "Passage",
    "Pauses",
    "Phase",
    "PhaseKind",
    "Place",
    "Point",
    "PointHit",
    "PointStatus",
    "Question",
    "Replay",
    "Rule",
    "Scenario",
    "ScenarioError",
    "Scorecard",
    "Sentences",
    "Signal",
    "Span",
    "Spotting",
    "Step",
    "Story",
    "StoryPart",
    "Take",
    "Task",
    "Term",
    "TermHit",
    "TermStatus",
    "Tic",
    "TicFoundBy",
    "TicKind",
    "Timing",
    "Transcriber",
    "Transcript",
    "Trap",
    "TrapHit",
    "Unwritten",
    "UsageError",
    "Usual",
    "Verdict",
    "Vocabulary",
    "Weights",
    "Word",
    "__version__",
    "load_scenario",
    "open_recogniser",
    "replay",
    "score",
    "score_text",
    "transcribe",
]

_SOURCES = ("api", "domain", "errors", "session.ports")


def __getattr__(name: str) -> object:
    """Each export is imported when it is first asked for.

    The program's own first lines come at once then, and Ctrl-C that early is answered by them.
    """
    if name in __all__:
        from importlib import import_module

        for source in _SOURCES:
            module = import_module(f"interviewer.{source}")
            if hasattr(module, name):
                globals()[name] = getattr(module, name)
                return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
