"""What a program can ask for: the six calls that :mod:`interviewer` exports.

Each loads what it needs when it is called, so that ``import interviewer`` loads next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from interviewer.asr.catalog import EngineChoice
from interviewer.domain import AnswerCard, Replay, Scenario, Take, Vocabulary
from interviewer.session.ports import Transcriber

__all__ = ["load_scenario", "open_recogniser", "replay", "score", "score_text", "transcribe"]


def load_scenario(reference: str | Path) -> Scenario:
    """A scenario of the library by its id (``"pitch-3min"``), or your own by its file.

    A ``Path``, and a string with a folder in it or the ending ``.toml``, is a file.

    Raises:
        UsageError: no such id.
        ScenarioError: no valid scenario; the message names file, line and key.
    """
    from interviewer.scenario.library import load

    return load(reference)


def open_recogniser(
    model: str = "base",
    *,
    engine: EngineChoice = "auto",
    trust: bool = False,
) -> Transcriber:
    """A Whisper model, loaded: a second or two for ``base``.

    A model that is not on this machine is downloaded first, once (``base``: 150 MB), with no more
    than lines in the log of ``interviewer``; all its checksums are compared each time. Nothing else
    here reaches a network. One call of it works at a time, whatever the threads.

    Args:
        model: a name of ``interviewer models``, or the path of a ``.pt`` file or CTranslate2 folder.
        engine: ``auto`` takes faster-whisper where it is installed and has the model.
        trust: load a file of unknown checksum.

    Raises:
        UsageError: the engine has no such model.
        EngineError: the engine is not installed.
        ModelError: the model cannot be had, or is not what it should be.
    """
    from interviewer.asr.engine import obtain_weights, open_engine

    def nobody(*_: object) -> None:
        """Waits for the download."""

    return open_engine(obtain_weights(engine, model, trust=trust, progress=nobody, say=nobody))


def transcribe(scenario: Scenario, path: str | Path, recogniser: Transcriber) -> Take:
    """What is said in a recording, with its times in seconds from the recording's beginning.

    Only speech reaches the recogniser, and memory stays the same however long the recording is. Terms
    of the scenario that are misheard are looked for in the sound, and kept beside the words as heard.

    Args:
        scenario: gives the language, and the terms that may be said.
        path: a local file: wav, flac, mp3, ogg, opus, m4a, webm and others; 0.3 s at least.
        recogniser: of :func:`open_recogniser`, or your own.

    Raises:
        AudioError: the file cannot be scored; the message says why.
    """
    from interviewer.recordings import transcribe_file

    return transcribe_file(Path(path), recogniser, Vocabulary.of(scenario), lambda _: None)


def score(scenario: Scenario, task_id: str, take: Take) -> AnswerCard:
    """How well a take answers a phase or question: scores are 0 to 100, None where not measured.

    The same take gives the same card; nothing is read, kept or asked for.

    Args:
        scenario: what was asked.
        task_id: which phase or question of it.
        take: of :func:`transcribe`.

    Raises:
        UsageError: the scenario has no such phase or question.
    """
    from interviewer.audio.naming import find_task
    from interviewer.scoring.answer import score_take

    return score_take(scenario, *find_task(scenario, task_id), take)


def score_text(scenario: Scenario, task_id: str, text: str) -> AnswerCard:
    """How well a written text answers a phase or question, for its content alone.

    Coverage and traps are scored as in speech. Timing and delivery are not measured and weigh nothing,
    and every time in the card is 0. The score is None where nothing is written; there is no advice.

    Args:
        scenario: what was asked.
        task_id: which phase or question of it.
        text: in the scenario's language.

    Raises:
        UsageError: the scenario has no such phase or question.
    """
    from interviewer.audio.naming import find_task
    from interviewer.scoring.answer import score_typed

    return score_typed(scenario, *find_task(scenario, task_id), text)


def replay(
    scenario: Scenario,
    paths: str | Path | Iterable[str | Path],
    recogniser: Transcriber,
    *,
    task_id: str | None = None,
) -> Replay:
    """Scores recorded answers as ``interviewer replay`` does, and keeps nothing.

    Args:
        scenario: what they answer.
        paths: files named after what they answer (``intro.flac``, ``q2-take1.wav``), folders of them,
            or one file of another name that holds all phases in a row; one, or several.
        recogniser: of :func:`open_recogniser`, or your own.
        task_id: the phase or question that all files answer, whatever their names.

    Raises:
        UsageError: a folder without audio, a name that fits nothing, or no such phase or question.
        AudioError: a file that cannot be scored; none is left out silently.
    """
    from interviewer.recordings import find_recorded

    given = (paths,) if isinstance(paths, str | Path) else tuple(paths)
    recorded = find_recorded(scenario, given, task_id)
    return recorded.score(recogniser, lambda *_: None)
