"""Which recorded file answers which phase or question, by its name. Pure but for a folder listing.

``intro.flac``, ``q2.wav``, ``q2-take1.wav``: the id, then nothing or ``-...``; the longest id wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.models import Phase, Scenario, Task

__all__ = ["AnswerFile", "list_folder", "match_files", "match_phase"]


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A recording and what it answers."""

    phase: Phase
    task: Task
    path: Path


def list_folder(folder: Path, suffixes: Iterable[str]) -> tuple[Path, ...]:
    """Audio files of ``folder``, by name, hidden ones left out.

    Raises:
        UsageError: there is none.
    """
    wanted = frozenset(suffixes)
    found = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in wanted and not path.name.startswith(".")
    )
    if not found:
        raise UsageError(
            N_("{folder}: no audio file in this folder."),
            N_("Name one file per phase after its id, such as intro.flac or q2.wav."),
            folder=folder,
        )
    return tuple(found)


def match_files(scenario: Scenario, paths: Sequence[Path]) -> tuple[AnswerFile, ...]:
    """Pairs each file with the phase or question its name begins with, in scenario order.

    Several files for one id are all kept, by name: they are takes of the same answer.

    Raises:
        UsageError: a name that begins with no id of the scenario.
    """
    tasks = {task.id: (index, phase, task) for index, (phase, task) in enumerate(scenario.tasks())}
    matched: list[tuple[int, AnswerFile]] = []
    for path in paths:
        ids = [id_ for id_ in tasks if path.stem == id_ or path.stem.startswith(f"{id_}-")]
        if not ids:
            raise UsageError(
                N_("{file}: this name begins with no phase or question of {scenario} ({ids})."),
                N_("Rename the file after what it answers, or say it with --phase."),
                file=path,
                scenario=scenario.id,
                ids=", ".join(tasks),
            )
        index, phase, task = tasks[max(ids, key=len)]
        matched.append((index, AnswerFile(phase, task, path)))
    return tuple(answer for _, answer in sorted(matched, key=lambda pair: pair[0]))


def match_phase(scenario: Scenario, task_id: str, paths: Sequence[Path]) -> tuple[AnswerFile, ...]:
    """Every file of ``paths`` answers the phase or question ``task_id``.

    Raises:
        UsageError: the scenario has no such id.
    """
    for phase, task in scenario.tasks():
        if task.id == task_id:
            return tuple(AnswerFile(phase, task, path) for path in paths)
    raise UsageError(
        N_("{scenario} has no phase or question {id!r}."),
        N_("It has: {ids}."),
        scenario=scenario.id,
        id=task_id,
        ids=", ".join(task.id for _, task in scenario.tasks()),
    )
