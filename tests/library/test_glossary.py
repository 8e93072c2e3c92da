from __future__ import annotations

from collections.abc import Callable, Collection

from interviewer.domain import Language, Scenario, Transcript
from interviewer.scenario.glossary import Glossary, fold
from interviewer.scoring.patterns import earliest
from interviewer.scoring.text import read

Refuse = Callable[[Collection[object]], None]

LANGUAGES: tuple[Language, ...] = ("fr", "en")


def test_the_glossary_holds_a_hundred_terms(glossary: Glossary) -> None:
    assert len(glossary.entries) >= 100


def test_every_term_is_explained_in_both_languages(glossary: Glossary, refuse: Refuse) -> None:
    untold = [
        (entry.term, language)
        for entry in glossary.entries
        for language in LANGUAGES
        if language not in entry.definition or language not in entry.example
    ]
    refuse(untold)


def test_every_example_uses_its_term(glossary: Glossary, refuse: Refuse) -> None:
    unused = [
        (entry.term, language, text)
        for entry in glossary.entries
        for language, text in entry.example.items()
        if earliest(entry.forms, read(Transcript.from_text(text, language))) is None
    ]
    refuse(unused)


def test_no_form_is_written_twice(glossary: Glossary, refuse: Refuse) -> None:
    twice = [
        (entry.term, form)
        for entry in glossary.entries
        for index, form in enumerate(entry.forms)
        if fold(form) in map(fold, entry.forms[:index])
    ]
    refuse(twice)


def test_every_term_of_a_scenario_is_in_the_glossary(
    scenario: Scenario, glossary: Glossary, refuse: Refuse
) -> None:
    names = {term.name for _, task in scenario.tasks() for term in task.terms}
    refuse(sorted(name for name in names if glossary.find(name) is None))
