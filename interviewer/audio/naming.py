"""Which recorded file answers which phase or question, by its name. Pure but for a folder listing.

``intro.flac``, ``q2.wav``, ``q2-take1.wav``: the id, then nothing or more; the longest one wins. People
and their recorders write ``Intro.WAV``, ``intro (1).wav``, ``intro_2.wav``, ``01-intro.wav``, or the title
of the phase: case, accents, the signs between words and a number in front are no difference.
Sessions record one answer in several files, which belong together: ``field-take1.wav`` and
``field-take1-part2.wav`` of a phase in which the candidate asks, ``q2-take1-follow-up.wav``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interviewer.domain import Phase, Scenario, Task
from interviewer.errors import UsageError
from interviewer.i18n import N_

_PIECE = re.compile(
    r"(?P<take>-take\d+)(?:-part(?P<part>\d+)|(?P<follow_up>-follow-up)(?P<again>\d*))"
)
"""What follows the id in the name of a file that goes with another one."""
_NUMBER_IN_FRONT = re.compile(r"\d{1,3}-")


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A recording and what it answers."""

    phase: Phase
    task: Task
    path: Path
    take: str
    """The files of one task that share it are one answer."""
    part: int = 1
    """Place of an exchange in its answer."""
    follow_up: bool = False
    """It answers the task's follow-up question; it comes last in its answer."""


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

    Several files for one id are all kept: they are takes of the same answer, by name, each
    followed by what else belongs to it.

    Raises:
        UsageError: a name that begins with no id of the scenario, or the answer to a follow-up
            without the answer before it.
    """
    tasks = list(scenario.tasks())
    matched: list[tuple[int, AnswerFile]] = []
    for path in paths:
        index = _task_named(scenario, path)
        if index is None:
            raise UsageError(
                N_("{file}: this name begins with no phase or question of {scenario} ({ids})."),
                N_("Rename the file after what it answers, or say it with --phase."),
                file=path,
                scenario=scenario.id,
                ids=", ".join(task.id for _, task in tasks),
            )
        matched.append((index, _answer(*tasks[index], path)))
    return _in_order(answer for _, answer in sorted(matched, key=lambda pair: pair[0]))


def is_one_take(scenario: Scenario, path: Path) -> bool:
    """Whether a file given alone is a recording of all that ``scenario`` asks, by its name: one
    that begins with no phase's id, where there are several.

    Raises:
        UsageError: so it seems, but the interviewer asks questions in ``scenario``: their answers
            are not told apart in one recording.
    """
    tasks = list(scenario.tasks())
    if len(tasks) < 2 or _task_named(scenario, path) is not None:
        return False
    asking = next((phase for phase in scenario.phases if phase.kind == "question"), None)
    if asking is not None:
        raise UsageError(
            N_(
                "{file}: nothing says which question of {scenario} this answers; in one recording, "
                "only phases spoken in a row are told apart."
            ),
            N_("Say it with --phase, or name the file after the question, such as {id}.wav."),
            file=path,
            scenario=scenario.id,
            id=asking.tasks[0].id,
        )
    return True


def match_phase(scenario: Scenario, task_id: str, paths: Sequence[Path]) -> tuple[AnswerFile, ...]:
    """Every file of ``paths`` answers the phase or question ``task_id``.

    Raises:
        UsageError: the scenario has no such id, or a file named by it answers a follow-up and
            the answer before it is not there.
    """
    phase, task = find_task(scenario, task_id)
    return _in_order(_answer(phase, task, path) for path in paths)


def find_task(scenario: Scenario, task_id: str) -> tuple[Phase, Task]:
    """The task of the phase or question ``task_id``, after the phase it belongs to.

    Raises:
        UsageError: the scenario has no such id.
    """
    for phase, task in scenario.tasks():
        if task.id == task_id:
            return phase, task
    raise UsageError(
        N_("{scenario} has no phase or question {id!r}."),
        N_("It has: {ids}."),
        scenario=scenario.id,
        id=task_id,
        ids=", ".join(task.id for _, task in scenario.tasks()),
    )


def without_strangers(scenario: Scenario, paths: Sequence[Path]) -> tuple[Path, ...]:
    """Those of ``paths`` whose name begins with a phase or question; all where none does."""
    known = tuple(path for path in paths if _task_named(scenario, path) is not None)
    return known or tuple(paths)


def neutral_stem(scenario: Scenario, path: Path, task_id: str | None = None) -> str | None:
    """What the name of a recording tells of its place, and nothing else that stands in it.

    None where it begins with no phase or question, and ``task_id`` names none.

    Raises:
        UsageError: the scenario has no ``task_id``.
    """
    if task_id is None:
        index = _task_named(scenario, path)
        if index is None:
            return None
        task = list(scenario.tasks())[index][1]
    else:
        task = find_task(scenario, task_id)[1]
    piece = path.stem.startswith(task.id) and _PIECE.fullmatch(path.stem.removeprefix(task.id))
    return path.stem if piece else task.id


def _task_named(scenario: Scenario, path: Path) -> int | None:
    """Place of the task that the name of ``path`` begins with; None where it begins with none."""
    named = _plain(path.stem)
    names = [named, _NUMBER_IN_FRONT.sub("", named, count=1)]
    found = [
        (len(key), -index)
        for index, (phase, task) in enumerate(scenario.tasks())
        for key in {_plain(task.id), *([_plain(phase.title)] if len(phase.tasks) == 1 else [])}
        if key and any(_begins_with(name, key) for name in names)
    ]
    return -max(found)[1] if found else None


def _plain(text: str) -> str:
    """Letters and digits, without case and accents, a hyphen for whatever stands between."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return "-".join(re.findall(r"[^\W_]+", bare))


def _begins_with(name: str, key: str) -> bool:
    """``key``, then nothing, a hyphen or, behind a letter, the number of a take."""
    rest = name.removeprefix(key) if name.startswith(key) else None
    if rest is None:
        return False
    return rest == "" or rest[0] == "-" or (key[-1].isalpha() and rest[0].isdigit())


def _answer(phase: Phase, task: Task, path: Path) -> AnswerFile:
    piece = _PIECE.fullmatch(path.stem.removeprefix(task.id))
    if piece is None or not path.stem.startswith(task.id):
        return AnswerFile(phase, task, path, take=str(path.with_suffix("")))
    return AnswerFile(
        phase,
        task,
        path,
        take=str(path.with_name(task.id + piece["take"])),
        part=int(piece["part"] or piece["again"] or 1),
        follow_up=piece["follow_up"] is not None,
    )


def _in_order(files: Iterable[AnswerFile]) -> tuple[AnswerFile, ...]:
    """``files``, those of one answer next to each other where its first one stands."""
    answers: dict[tuple[str, str], list[AnswerFile]] = {}
    for file in files:
        pieces = answers.setdefault((file.task.id, file.take), [])
        if any((file.part, file.follow_up) == (each.part, each.follow_up) for each in pieces):
            # intro.wav and intro.flac: twice the same place, so another answer.
            file = replace(file, take=str(file.path))
            pieces = answers.setdefault((file.task.id, file.take), [])
        pieces.append(file)
    for pieces in answers.values():
        pieces.sort(key=lambda file: (file.follow_up, file.part))
        if pieces[0].follow_up:
            raise UsageError(
                N_(
                    "{file} answers a follow-up question; the answer before it, {take}, is missing."
                ),
                N_("Add that recording, or leave this one out."),
                file=pieces[0].path,
                take=Path(pieces[0].take).name,
            )
    return tuple(file for pieces in answers.values() for file in pieces)
