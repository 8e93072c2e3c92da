"""Whose recordings a batch scores: a folder with a sub-folder or a file for each candidate, or a manifest.

Only names are looked at; a recording that cannot be read is its candidate's affair, later.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from interviewer.audio.files import printable
from interviewer.audio.naming import match_files
from interviewer.audio.reader import AUDIO_SUFFIXES
from interviewer.domain import Scenario
from interviewer.errors import UsageError
from interviewer.files import open_regular
from interviewer.i18n import N_
from interviewer.report.coach_export import is_export
from interviewer.ui.text import safe

MANIFESTS = (".csv", ".tsv", ".jsonl", ".ndjson")
_MOST_BYTES = 64 * 1024**2
"""Of a manifest: half a million lines."""
_LONGEST_NAME = 200

_COLUMNS = {
    "candidate": "candidate",
    "candidat": "candidate",
    "phase": "phase",
    "file": "file",
    "fichier": "file",
    "scenario": "scenario",
    "scénario": "scenario",
}
"""Those of a manifest, as a French school heads them, too; others are its own affair."""

Load = Callable[[str], Scenario]


@dataclass(frozen=True, slots=True)
class Given:
    """A recording, and what it answers where that is said; its name tells otherwise."""

    path: Path
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who is scored, against one scenario."""

    name: str
    scenario: Scenario
    files: tuple[Given, ...]
    folder: Path | None = None
    """Where all of them are; what fits no phase there is left out. None: each file counts."""
    sent: Path | None = None
    """The page that they sent, made for a coach, in place of recordings."""


@dataclass(slots=True)
class _Rows:
    """The rows of a manifest that are one candidate's."""

    scenario: Scenario
    files: list[Given] = field(default_factory=list)


def find_candidates(
    given: Path, scenario: Scenario, load: Load, besides: Path | None = None
) -> list[Candidate]:
    """The candidates of a folder or manifest, in the order of their names.

    Args:
        given: the folder, or a manifest by its ending.
        scenario: what they answer, where a manifest says nothing else.
        load: a scenario that a manifest names.
        besides: a folder that is none of a candidate's.

    Raises:
        UsageError: it is neither, holds nobody, or a line of it cannot be understood.
        ScenarioError: a scenario that a manifest names is not valid.
    """
    if given.is_dir():
        found = list(_of_folder(given, scenario, besides))
    elif given.suffix.lower() in MANIFESTS:
        found = list(_of_manifest(given, scenario, load))
    else:
        raise UsageError(
            N_("{path}: neither a folder of recordings nor a manifest ({endings})."),
            N_("Give a folder with a sub-folder or a file for each candidate."),
            path=printable(given),
            endings=", ".join(MANIFESTS),
        )
    if not found:
        raise UsageError(
            N_("{path}: there is no candidate in it."),
            N_("Give a folder with a sub-folder or a file for each candidate."),
            path=printable(given),
        )
    return sorted(found, key=lambda each: (each.name, each.scenario.id))


def _of_folder(folder: Path, scenario: Scenario, besides: Path | None) -> Iterator[Candidate]:
    try:
        inside = sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    except OSError as error:
        raise UsageError(
            N_("{path}: cannot be read ({reason})."),
            path=printable(folder),
            reason=error.strerror or error,
        ) from error
    own = None if besides is None else besides.resolve()
    folders = [each for each in inside if each.is_dir() and each.resolve() != own]
    loose = [each for each in inside if not each.is_dir() and _is_audio(each)]
    if loose and not folders:
        _refuse_one_candidate(folder, scenario, loose)
    pages = [each for each in inside if each.suffix.lower() == ".html" and is_export(each)]
    names = {each.name for each in folders}
    for each in folders:
        yield _of_sub_folder(each, scenario)
    stems = [each.stem for each in loose]
    for each in loose:
        alone = stems.count(each.stem) == 1 and each.stem not in names
        name = each.stem if alone else each.name
        yield Candidate(safe(name)[:_LONGEST_NAME], scenario, (Given(each),))
    for each in pages:
        name = each.name if each.stem in {*stems, *names} else each.stem
        yield Candidate(safe(name)[:_LONGEST_NAME], scenario, (), sent=each)


def _of_sub_folder(folder: Path, scenario: Scenario) -> Candidate:
    """One recording alone may be the whole pitch; several are as in any folder of ``replay``."""
    audio = sorted(
        each for each in folder.iterdir() if _is_audio(each) and not each.name.startswith(".")
    )
    files = tuple(map(Given, audio))
    whole = folder if len(files) != 1 else None
    return Candidate(safe(folder.name)[:_LONGEST_NAME], scenario, files, whole)


def _is_audio(path: Path) -> bool:
    return path.suffix.lower() in AUDIO_SUFFIXES


def _refuse_one_candidate(folder: Path, scenario: Scenario, files: Sequence[Path]) -> None:
    """Files named after the phases are one candidate's: each would be taken for another's."""
    if len(list(scenario.tasks())) < 2:
        return
    try:
        match_files(scenario, files)
    except UsageError:
        return
    raise UsageError(
        N_("{path}: these files are named after the phases, as those of one candidate are."),
        N_("Score them with: interviewer replay; a batch has a sub-folder for each candidate."),
        path=printable(folder),
    )


# --------------------------------------------------------------------------- manifests


def _of_manifest(path: Path, scenario: Scenario, load: Load) -> Iterator[Candidate]:
    by_candidate: dict[tuple[str, str], _Rows] = {}
    scenarios = {"": scenario}
    for line, row in _rows(path):
        file = row.get("file", "")
        if not file:
            raise _at(path, line, N_("{path}, line {line}: no file is named."))
        name = safe(row.get("candidate", "") or Path(file).stem)[:_LONGEST_NAME]
        wanted = row.get("scenario", "")
        if wanted not in scenarios:
            beside = path.parent / wanted
            scenarios[wanted] = load(str(beside) if beside.is_file() else wanted)
        rows = by_candidate.setdefault((name, scenarios[wanted].id), _Rows(scenarios[wanted]))
        rows.files.append(Given(path.parent / file, row.get("phase", "") or None))
    for (name, _), rows in by_candidate.items():
        yield Candidate(name, rows.scenario, tuple(rows.files))


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The lines of a manifest with their numbers."""
    text = _read(path)
    if path.suffix.lower() in (".csv", ".tsv"):
        yield from _csv_rows(path, text)
    else:
        yield from _json_rows(path, text)


def _read(path: Path) -> str:
    try:
        with open_regular(path) as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(
            N_("{path}: cannot be read ({reason})."),
            path=printable(path),
            reason=error.strerror or error,
        ) from error
    if len(data) > _MOST_BYTES:
        raise UsageError(N_("{path}: larger than a manifest may be."), path=printable(path))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # as spreadsheets save « CSV »


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    head = text.partition("\n")[0]
    # A French spreadsheet parts its cells by semicolons.
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        heads = [_COLUMNS.get(each.strip().casefold(), "") for each in next(reader, [])]
        if "file" not in heads:
            raise _at(path, 1, N_("{path}, line {line}: there is no column « file »."))
        for cells in reader:
            row = dict(zip(heads, map(str.strip, cells), strict=False))
            if any(row.values()):
                yield reader.line_num, row
    except csv.Error as error:
        message = N_("{path}, line {line}: not the CSV that it should be.")
        raise _at(path, reader.line_num, message) from error


def _json_rows(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise _at(path, number, N_("{path}, line {line}: no JSON object."))
        named = {
            _COLUMNS[key.casefold()]: value
            for key, value in row.items()
            if key.casefold() in _COLUMNS
        }
        if any(value is not None and not isinstance(value, str) for value in named.values()):
            raise _at(path, number, N_("{path}, line {line}: a value that is no text."))
        yield number, {key: (value or "").strip() for key, value in named.items()}


def _at(path: Path, line: int, message: str) -> UsageError:
    remedy = N_("A manifest has the columns candidate, phase, file and scenario; file is needed.")
    return UsageError(message, remedy, path=printable(path), line=line)
