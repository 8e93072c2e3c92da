"""Which file a scenario's name stands for."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.scenario.problems import shown
from interviewer.scenario.source import GLOSSARY_FILE, library_folder

__all__ = ["find_file", "library_ids"]

_FILE_NAME = re.compile(r"\.toml$|[/\\]", re.IGNORECASE)


def library_ids() -> tuple[str, ...]:
    """The ids that :func:`find_file` knows, in alphabetical order."""
    files = library_folder().glob("*.toml")
    return tuple(sorted(file.stem for file in files if file.name != GLOSSARY_FILE))


def find_file(reference: str | Path) -> Path:
    """The file of the library's scenario with the id ``reference``, or the file that it names.

    A ``Path``, and a string with a folder or the ending ``.toml``, is a file, there or not; any
    other string is an id.

    Raises:
        UsageError: no such id.
    """
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
