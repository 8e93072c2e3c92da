"""What can be rehearsed: the scenarios of the library, and those that the person wrote in a page.

A page names them by what stands in its list and nothing else: a path is none of its business.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interviewer.domain import Language, Scenario
from interviewer.errors import HistoryError, InterviewerError, UsageError
from interviewer.history.folder import own_scenarios
from interviewer.history.store import open_store
from interviewer.i18n import N_
from interviewer.scenario.library import load, outline
from interviewer.scenario.source import library_ids
from interviewer.ui.text import duration, safe

_log = logging.getLogger(__name__)
_OWN = "own/"
"""Begins the name of a scenario that the person wrote."""
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Offered:
    """A scenario that can be rehearsed."""

    id: str
    """As a page names it."""
    title: str
    summary: str
    language: str
    time: str
    phases: tuple[tuple[str, str], ...]
    """Id and title of each."""
    own: bool = False
    """The person wrote it."""
    asks: bool = False
    """It has questions, of which cards can be made."""


def offer(language: Language) -> tuple[Offered, ...]:
    """The person's own scenarios, then those of the library, those of ``language`` first."""
    return (*_own(language), *_library(language))


def scenario_of(reference: str, *, phrasings: bool = True) -> Scenario:
    """The scenario that a page names, with the phrasings that the person marked as their own.

    Raises:
        InterviewerError: there is none, or its file is not valid.
    """
    scenario = load(file_of(reference))
    if not phrasings:
        return scenario
    try:
        with open_store(purpose="reading") as store:
            return store.phrasings.joined(scenario)
    except HistoryError:
        _log.info("own phrasings cannot be read", exc_info=True)
        return scenario


def file_of(reference: str) -> str | Path:
    """What a page names, as the library takes it.

    Raises:
        UsageError: it is none of the list.
    """
    if reference in library_ids():
        return reference
    name = reference.removeprefix(_OWN)
    if name != reference and (file := own_file(name)).is_file():
        return file
    raise UsageError(N_("There is no such scenario."), N_("Choose one of the list."))


def own_reference(name: str) -> str:
    """How pages name the person's scenario ``name``."""
    return f"{_OWN}{name}"


def own_file(name: str) -> Path:
    """The file of the person's scenario ``name``, there or not.

    Raises:
        UsageError: it is no name for a file.
    """
    if _NAME.fullmatch(name) is None:
        raise UsageError(
            N_("A name is made of small letters without accents, digits and hyphens."),
            N_("Choose another one, such as “my-pitch”."),
        )
    return own_scenarios() / f"{name}.toml"


def _own(language: Language) -> Iterator[Offered]:
    for file in sorted(own_scenarios().glob("*.toml")):
        if _NAME.fullmatch(file.stem) is None:
            continue
        try:
            yield _offered(load(file), language, own_reference(file.stem))
        except InterviewerError:
            _log.info("an own scenario is not valid: %s", file)


@cache
def _library(language: Language) -> tuple[Offered, ...]:
    scenarios = [outline(id_) or load(id_) for id_ in library_ids()]
    scenarios.sort(key=lambda each: each.language != language)
    return tuple(_offered(each, language, each.id) for each in scenarios)


def _offered(scenario: Scenario, language: Language, reference: str) -> Offered:
    return Offered(
        reference,
        safe(scenario.title),
        safe(scenario.summary),
        scenario.language,
        duration(scenario.target_s, language),
        tuple((phase.id, safe(phase.title)) for phase in scenario.phases),
        own=reference != scenario.id,
        asks=any(phase.kind == "question" for phase in scenario.phases),
    )
