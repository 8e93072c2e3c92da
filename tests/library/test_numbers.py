"""Every pattern of the library, its numbers in words and in figures, each way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from text_to_num import alpha2digit, text2num

from interviewer.domain import Language, Scenario, Task, Transcript, pattern_parts, pattern_ways
from interviewer.scoring.patterns import places
from interviewer.scoring.text import read

SMALL = {
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze vingt trente cent mille",
    "en": "one two three four five six seven eight nine ten eleven twelve twenty hundred thousand",
}
PERCENT = {"fr": re.compile(r"\bpour cent\b"), "en": re.compile(r"\bper ?cent\b")}
NEVER_IN_FIGURES = re.compile(r"\b(?:uns|ones|neufs|millions?|milliards?|billions?)\b")
"""What nobody writes in figures where no number stands before it, and none does in the library."""


def _patterns_of(task: Task) -> Iterator[str]:
    for term in task.terms:
        yield from (term.name, *term.variants)
    for patterns in (*(point.any for point in task.points), *(step.any for step in task.steps)):
        yield from patterns


def _patterns(scenario: Scenario) -> set[str]:
    found = {pattern for _, task in scenario.tasks() for pattern in _patterns_of(task)}
    for trap in scenario.traps:
        found |= set(trap.any)
    for move in scenario.moves:
        found |= set(move.any)
    for rule in scenario.rules:
        found |= {*rule.first, *rule.then}
    for phase in scenario.phases:
        for question in phase.questions:
            found |= set(question.topic)
    return {
        way for pattern in found for part in pattern_parts(pattern) for way in pattern_ways(part)
    }


@cache
def _in_figures(pattern: str, language: Language) -> str:
    if NEVER_IN_FIGURES.search(pattern):
        return pattern
    figures = alpha2digit(PERCENT[language].sub("%", pattern), language, 0)
    return re.sub(r"\ba (?=1000?\b)", "", figures)  # "a hundred" is written 100


def _in_words(pattern: str, language: Language) -> str:
    names = {str(text2num(word, language)): word for word in SMALL[language].split()}
    said = {"fr": " pour cent", "en": " percent"}[language]
    spelled = re.sub(
        r"(?<![\w.,])\d+(?![\w.,])", lambda match: names.get(match[0], match[0]), pattern
    )
    return re.sub(r"\s*%", said, spelled)


def _said(pattern: str) -> str:
    """What somebody would say for it: no stars, a word for each gap."""
    return re.sub(r"\s*(?:…|\.{3})\s*", " bref ", pattern).replace("*", "")


def test_every_pattern_is_found_whichever_way_its_numbers_are_written(scenario: Scenario) -> None:
    lost: list[tuple[str, str]] = []
    language = scenario.language
    for pattern in sorted(_patterns(scenario)):
        for other in {_in_figures(pattern, language), _in_words(pattern, language)} - {pattern}:
            for wanted, said in ((pattern, other), (other, pattern)):
                if not places([wanted], read(Transcript.from_text(_said(said), language))):
                    lost.append((wanted, _said(said)))
    assert lost == []


def test_the_walk_meets_numbers_of_every_kind(every_scenario: tuple[Scenario, ...]) -> None:
    changed = {
        pattern
        for scenario in every_scenario
        for pattern in _patterns(scenario)
        if _in_figures(pattern, scenario.language) != pattern
    }
    assert len(changed) > 90
    assert {"cent pour cent de précision", "deux ou trois exemples", "hundred layers"} <= changed
