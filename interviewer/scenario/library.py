"""The shipped scenarios by id, and anyone's own file by path."""

from __future__ import annotations

import re
from pathlib import Path

from interviewer.models import Scenario
from interviewer.scenario.build import build
from interviewer.scenario.check import check
from interviewer.scenario.finding import find_file, library_ids
from interviewer.scenario.glossary import Glossary, fold, load_glossary
from interviewer.scenario.problems import invalid
from interviewer.scenario.schema import ScenarioFile, parse
from interviewer.scenario.source import library_folder, parse_toml, read_text

__all__ = ["library", "library_folder", "library_ids", "load", "load_text"]


def load(reference: str | Path, *, glossary: Glossary | None = None) -> Scenario:
    """The scenario of the library with the id ``reference``, or of the TOML file there.

    A ``Path``, and a string with a folder or the ending ``.toml``, is a file; any other string
    is an id. ``glossary`` is the shipped one unless given.

    Raises:
        UsageError: no such id.
        ScenarioError: the file is not a valid scenario; the message names file, line and key.
    """
    path = find_file(reference)
    text = read_text(path)
    return load_text(text, str(path), glossary or load_glossary())


def load_text(text: str, origin: str, glossary: Glossary) -> Scenario:
    """The scenario written in ``text``; ``origin`` names it in errors.

    Raises:
        ScenarioError: not a valid scenario.
    """
    text, data = parse_toml(text, origin)
    file = parse(ScenarioFile, data)
    if isinstance(file, list):
        raise invalid(origin, text, data, file)
    if problems := list(check(file, glossary)):
        raise invalid(origin, text, data, problems)
    return build(file, glossary)


def library() -> tuple[Scenario, ...]:
    """All shipped scenarios: French first, then by title, numbers in their order."""
    return tuple(sorted((load(id_) for id_ in library_ids()), key=_rank))


def _rank(scenario: Scenario) -> tuple[bool, list[tuple[int, str]]]:
    parts = re.findall(r"\d+|\D+", fold(scenario.title))
    return scenario.language != "fr", [
        (int(part), "") if part.isdigit() else (-1, part) for part in parts
    ]
