"""Scenarios, the shipped ones by id and anyone's own by path: read, checked, completed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import ceil
from pathlib import Path

from interviewer.domain import Phase, Question, Scenario, Task, Term
from interviewer.errors import InterviewerError
from interviewer.scenario.check import Written, check
from interviewer.scenario.faults import all_faults
from interviewer.scenario.glossary import Glossary, fold, load_glossary
from interviewer.scenario.own import draft_of, is_notes
from interviewer.scenario.problems import invalid
from interviewer.scenario.reader import read
from interviewer.scenario.source import (
    find_file,
    library_ids,
    parse_toml,
    read_text,
)

_MIN_VOCABULARY = 40
_VOCABULARY_PER_TERM = 1.5


def load(reference: str | Path, *, glossary: Glossary | None = None) -> Scenario:
    """The scenario of the library with the id ``reference``, or of the file there: TOML, or notes.

    A ``Path``, and a string with a folder or the ending ``.toml``, ``.md``, ``.txt``, ``.docx`` or
    ``.pdf``, is a file; any other string is an id. ``glossary`` is the shipped one unless given.

    Raises:
        UsageError: no such id, or notes in which there is nothing to rehearse.
        ScenarioError: the file is not a valid scenario; the message names file, line and key.
    """
    path = find_file(reference)
    glossary = glossary or load_glossary()
    text = draft_of(path, glossary).text if is_notes(path) else read_text(path)
    return load_text(text, str(path), glossary)


def load_text(text: str, origin: str, glossary: Glossary) -> Scenario:
    """The scenario written in ``text``; ``origin`` names it in errors.

    Raises:
        ScenarioError: not a valid scenario.
    """
    scenario, data, text = _formed(text, origin)
    if problems := list(check(scenario, data)):
        raise invalid(origin, text, data, problems)
    return _completed(scenario, data, glossary)


def _formed(text: str, origin: str) -> tuple[Scenario, Written, str]:
    """What each key says by itself, the parsed file, and its text without a mark of its encoding.

    Raises:
        ScenarioError: a key is none, or says what it cannot.
    """
    text, data = parse_toml(text, origin)
    scenario = read(Scenario, data)
    if isinstance(scenario, list):
        raise invalid(origin, text, data, scenario)
    return scenario, data, text


def faults(reference: str | Path) -> tuple[InterviewerError, ...]:
    """Everything wrong with the scenario or notes that ``reference`` names; nothing if it is valid."""
    try:
        path = find_file(reference)
        if not is_notes(path) and (found := all_faults(read_text(path), str(path))):
            return found
        load(path)
    except InterviewerError as error:
        return (error,)
    return ()


def outline(reference: str | Path) -> Scenario | None:
    """The scenario of a file as far as it is told without the glossary, whose file is large.

    For a screen that must be there at once: terms come without the glossary's forms, and none is
    looked up there. None says nothing about what is wrong with the file; :func:`load` stays the
    only judge of it, and is asked as soon as the screen stands.
    """
    try:
        path = find_file(reference)
        if is_notes(path):
            return None  # Terms of the glossary are part of what is made of notes.
        _, data = parse_toml(read_text(path), str(path))
    except InterviewerError:
        return None
    scenario = read(Scenario, data)
    if isinstance(scenario, list) or any(check(scenario, data)):
        return None
    return _completed(scenario, data, Glossary(()))


def library() -> tuple[Scenario, ...]:
    """All shipped scenarios: French first, then by title, numbers in their order.

    What is checked of each beyond its form, the tests have checked.
    """
    glossary = load_glossary()
    return tuple(sorted((_shipped(id_, glossary) for id_ in library_ids()), key=_rank))


def _shipped(id_: str, glossary: Glossary) -> Scenario:
    path = find_file(id_)
    scenario, data, _ = _formed(read_text(path), str(path))
    return _completed(scenario, data, glossary)


def _rank(scenario: Scenario) -> tuple[bool, list[tuple[int, str]]]:
    parts = re.findall(r"\d+|\D+", fold(scenario.title))
    return scenario.language != "fr", [
        (int(part), "") if part.isdigit() else (-1, part) for part in parts
    ]


def _completed(scenario: Scenario, written: Written, glossary: Glossary) -> Scenario:
    """``scenario``, read from ``written``, with what is said elsewhere than at each key."""
    phases = tuple(
        _phase(phase, table, glossary)
        for phase, table in zip(scenario.phases, written["phase"], strict=True)
    )
    names = vocabulary(_term_names(phases), scenario.vocabulary, glossary)
    return replace(scenario, phases=phases, vocabulary=names)


def vocabulary(
    terms: Iterable[str], distractors: Iterable[str], glossary: Glossary
) -> tuple[str, ...]:
    """``terms``, ``distractors``, then other terms of ``glossary``, none twice.

    At least 40 names and 1.5 for each own term, as far as the glossary goes: a recogniser hinted
    with the expected answers alone would write them for words that only sound like them. The
    fillers are taken evenly over the glossary, so that they come from all of its themes.
    """
    own = {fold(term): term for term in terms}
    names = own | {fold(word): word for word in distractors if fold(word) not in own}
    wanted = max(_MIN_VOCABULARY, ceil(_VOCABULARY_PER_TERM * len(own))) - len(names)
    named = {entry.term for name in names if (entry := glossary.find(name)) is not None}
    others = [each.term for each in glossary.entries if each.fills and each.term not in named]
    wanted = min(max(wanted, 0), len(others))
    fillers = (others[index * len(others) // wanted] for index in range(wanted))
    return (*names.values(), *fillers)


def _term_names(phases: Iterable[Phase]) -> Iterator[str]:
    for phase in phases:
        for task in (phase.task, *phase.question_tasks):
            yield from (term.name for term in task.terms)


def _phase(phase: Phase, written: Written, glossary: Glossary) -> Phase:
    """Seconds of the phase and of its questions, and what the glossary knows of their terms.

    In a ``question`` phase the file's target is the default of questions that give none; where
    all of them give their own it is the whole phase's. Without it, the questions' sum.
    """
    rows = written.get("question", ())
    questions = tuple(
        _question(question, phase.target_s, row, glossary)
        for question, row in zip(phase.questions, rows, strict=True)
    )
    target_s = phase.target_s
    each_has_its_own = all("target" in row for row in rows)
    if "target" not in written or (phase.kind == "question" and not each_has_its_own):
        target_s = sum(question.target_s for question in questions)
    task = _task(phase.task, target_s, written, glossary)
    if phase.kind == "story":
        task = replace(task, story=True)
    return replace(phase, target_s=target_s, task=task, questions=questions)


def _question(
    question: Question, default_s: float, written: Written, glossary: Glossary
) -> Question:
    target_s = question.target_s if "target" in written else default_s
    return replace(question, task=_task(question.task, target_s, written, glossary))


def _task(task: Task, target_s: float, written: Written, glossary: Glossary) -> Task:
    terms = tuple(
        _term(term, row, glossary)
        for term, row in zip(task.terms, written.get("terms", ()), strict=True)
    )
    return replace(task, target_s=target_s, terms=terms)


def _term(term: Term, written: Written | str, glossary: Glossary) -> Term:
    """``term`` with the forms, mishearings and, unless it has its own, case rule of its entry."""
    entry = glossary.find(term.name)
    if entry is None:
        return replace(term, variants=_distinct(term.variants, term.name))
    return replace(
        term,
        variants=_distinct((*term.variants, *entry.forms), term.name),
        heard_as=entry.heard_as,
        exact_case=term.exact_case if "exact_case" in written else entry.exact_case,
    )


def _distinct(forms: Iterable[str], name: str) -> tuple[str, ...]:
    """``forms`` without repetition and without ``name`` itself."""
    by_folded: dict[str, str] = {}
    for form in forms:
        by_folded.setdefault(fold(form), form)
    by_folded.pop(fold(name), None)
    return tuple(by_folded.values())
