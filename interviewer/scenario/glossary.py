"""The glossary that all scenarios share: each term's forms, mishearings, definition, example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from interviewer.domain import Key, Language, Limits, Pattern, Prose
from interviewer.i18n import N_
from interviewer.scenario.ids import fold as fold
from interviewer.scenario.locate import KeyPath
from interviewer.scenario.problems import Problem, invalid, shown
from interviewer.scenario.reader import read
from interviewer.scenario.source import GLOSSARY_FILE, library_folder, parse_toml, read_text

_Forms = Annotated[tuple[Pattern, ...], Limits(most=100)]


_FORM_TAKEN = N_(
    "the form {form} belongs to the term of line {earlier_line} already; keep it in one of the two."
)
_HEARD_TAKEN = N_(
    "{form} is a form of the term of line {earlier_line}, or heard for it; remove it here."
)


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term of the glossary file; its fields are the keys there."""

    term: Pattern
    kind: Literal["acronym", "expression", "name", "word"]
    fr: _Forms = ()
    """Accepted French forms beside ``term``."""
    en: _Forms = ()
    """Accepted English forms beside ``term``."""
    heard_as: _Forms = ()
    """What Whisper base writes when the term is said."""
    exact_case: bool = False
    fills: bool = True
    """It fills up the vocabulary of scenarios that do not ask for it."""
    definition: Mapping[Language, Prose] = field(default_factory=dict)
    example: Mapping[Language, Prose] = field(default_factory=dict)

    @property
    def forms(self) -> tuple[str, ...]:
        """The term itself, then its French and its English forms."""
        return (self.term, *self.fr, *self.en)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Entries in the file's order, found by any of their forms."""

    entries: Annotated[tuple[GlossaryEntry, ...], Key("term"), Limits(least=1, most=2000)]
    _by_form: Mapping[str, GlossaryEntry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_form = {fold(form): entry for entry in self.entries for form in entry.forms}
        object.__setattr__(self, "_by_form", by_form)

    @property
    def forms(self) -> Iterable[str]:
        """Of all entries."""
        return (form for entry in self.entries for form in entry.forms)

    def find(self, name: str) -> GlossaryEntry | None:
        """The entry with the form ``name``, whatever its case, accents and hyphens."""
        return self._by_form.get(fold(name))


def load_glossary(path: Path | None = None) -> Glossary:
    """The glossary of ``path``, by default the shipped one. Read once a path and process.

    Raises:
        ScenarioError: not a valid glossary; the message names file, line and key.
        MissingError: the shipped glossary is not in this installation.
    """
    return _load(path or library_folder() / GLOSSARY_FILE)


@cache
def _load(path: Path) -> Glossary:
    return glossary_from_text(read_text(path), str(path))


def glossary_from_text(text: str, origin: str) -> Glossary:
    """The glossary written in ``text``; ``origin`` names it in errors.

    Raises:
        ScenarioError: not a valid glossary.
    """
    text, data = parse_toml(text, origin)
    glossary = read(Glossary, data)
    problems = glossary if isinstance(glossary, list) else list(_clashes(glossary.entries))
    if isinstance(glossary, list) or problems:
        raise invalid(origin, text, data, problems)
    return glossary


def _clashes(terms: Sequence[GlossaryEntry]) -> Iterator[Problem]:
    """Forms and mishearings that would credit one entry for another."""
    owner: dict[str, int] = {}
    for keys, message in (
        (("term",), N_("the term {form} is on line {earlier_line} already; keep one of the two.")),
        (("fr", "en"), _FORM_TAKEN),
        (("heard_as",), _HEARD_TAKEN),
    ):
        for index, term in enumerate(terms):
            for place, form in _placed(term, keys):
                first = owner.setdefault(fold(form), index)
                if first != index:
                    path = ("term", index, *place)
                    yield Problem(path, message, {"form": shown(form)}, ("term", first))


def _placed(term: GlossaryEntry, keys: tuple[str, ...]) -> Iterator[tuple[KeyPath, str]]:
    """The texts under ``keys`` with their paths inside the term's table."""
    lists = {"fr": term.fr, "en": term.en, "heard_as": term.heard_as}
    for key in keys:
        if key == "term":
            yield ("term",), term.term
        else:
            yield from (((key, position), form) for position, form in enumerate(lists[key]))
