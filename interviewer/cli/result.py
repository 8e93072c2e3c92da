"""What a command shows of a session that is over: the few lines, or the whole scorecard."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from rich.console import Console

from interviewer.domain import AnswerCard, Language, Scenario, Scorecard
from interviewer.i18n import translator
from interviewer.report.console import render_scorecard
from interviewer.report.console_card import card_lines
from interviewer.report.console_result import Ending, render_ending, render_result
from interviewer.scoring.advice import next_steps
from interviewer.ui.page import Page
from interviewer.ui.screen import Screen

_NAME = "interviewer"


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of the session besides its scorecard."""

    reference: str
    """The scenario as it was named on the command line."""
    session_id: str = ""
    """In the history; empty where it is in none."""
    full: bool = False
    """The whole scorecard was asked for."""
    cards: bool = False
    """The answers were not shown yet."""
    unanswered: tuple[str, ...] = ()
    """Titles of the questions that got no answer."""
    left: bool = False
    """The session can be gone on with."""


def show_result(card: Scorecard, result: Result, screen: Screen) -> None:
    """Shows it on standard output."""
    program = called()
    detail = f"{program} report {result.session_id}" if result.session_id else ""
    command = f"{program} {'resume' if result.left else next_command(card, result)}"
    ending = Ending(command, detail, result.cards, result.unanswered)
    if result.full:
        render_scorecard(card, screen.out, translate=screen.translate, session_id=result.session_id)
        render_ending(card, ending, screen.out, translate=screen.translate)
    else:
        render_result(card, ending, screen.out, translate=screen.translate)


def called() -> str:
    """The program as the person can type it: its name, or the way they took where no path leads to it."""
    taken = Path(sys.argv[0])
    found = which(_NAME) or taken.stem != _NAME or not taken.is_file()
    return _NAME if found else shlex.quote(str(taken))


def next_command(card: Scorecard, result: Result) -> str:
    """What to type behind the program's name: the phase that matters most again, or the cards of its questions.

    Where nothing is to be corrected, the progress; what is in no history has none.
    """
    named = shlex.quote(result.reference)
    steps = next_steps(card)
    if not steps:
        kept = bool(result.session_id)
        return f"progress {shlex.quote(card.scenario.id)}" if kept else f"rehearse {named}"
    answer = card.answers[steps[0].answer]
    if answer.question_id is not None:
        return f"drill {named}"
    return f"rehearse {named} --phase {answer.phase_id}"


def title_of(scenario: Scenario, task_id: str) -> str:
    """What a task is called: its question, or the title of its phase."""
    for phase in scenario.phases:
        for question in phase.questions:
            if question.task.id == task_id:
                return question.ask
        if phase.task.id == task_id:
            return phase.title
    return task_id


def show_cards(cards: Sequence[AnswerCard], language: Language, console: Console) -> None:
    """What became of answers that had no card yet; at the end the result has them all."""
    page = Page.of(console, language, translator(language))
    for card in cards:
        for line in card_lines(page, card):
            console.print(line)
        console.print()
