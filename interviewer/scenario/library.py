"""The shipped scenarios by id, and anyone's own file by path."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.models import Scenario
from interviewer.scenario.build import build
from interviewer.scenario.check import check
from interviewer.scenario.glossary import Glossary, fold, load_glossary
from interviewer.scenario.problems import invalid, shown
from interviewer.scenario.schema import ScenarioFile, parse
from interviewer.scenario.source import GLOSSARY_FILE, library_folder, parse_toml, read_text

__all__ = ["library", "library_folder", "library_ids", "load", "load_text"]

_FILE_NAME = re.compile(r"\.toml$|[/\\]", re.IGNORECASE)


def load(reference: str | Path, *, glossary: Glossary | None = None) -> Scenario:
    """The scenario of the library with the id ``reference``, or of the TOML file there.

    A ``Path``, and a string with a folder or the ending ``.toml``, is a file; any other string
    is an id. ``glossary`` is the shipped one unless given.

    Raises:
        UsageError: no such id.
        ScenarioError: the file is not a valid scenario; the message names file, line and key.
    """
    path = _path(reference)
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


def library_ids() -> tuple[str, ...]:
    """The ids that :func:`load` knows, in alphabetical order."""
    files = library_folder().glob("*.toml")
    return tuple(sorted(file.stem for file in files if file.name != GLOSSARY_FILE))


def _path(reference: str | Path) -> Path:
    if isinstance(reference, Path) or _FILE_NAME.search(reference):
        return Path(reference)
    known = library_ids()
    if reference in known:
        return library_folder() / f"{reference}.toml"
    remedy = N_('Choose one of the list of "interviewer scenarios", or give a file: NAME.toml.')
    close = get_close_matches(reference.casefold(), known, n=3, cutoff=0.5)
    if close:
        remedy = N_('Did you mean {close}? The list: "interviewer scenarios".')
    raise UsageError(
        N_("the library has no scenario {name}."),
        remedy,
        name=shown(reference),
        close=", ".join(close),
    )


def _rank(scenario: Scenario) -> tuple[bool, list[tuple[int, str]]]:
    parts = re.findall(r"\d+|\D+", fold(scenario.title))
    return scenario.language != "fr", [
        (int(part), "") if part.isdigit() else (-1, part) for part in parts
    ]
