"""``interviewer drill``: cards one at a time, spoken or typed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from interviewer.commands.drilling import Drill, choose_cards
from interviewer.commands.keeping import finished_record, open_history
from interviewer.commands.replay import EngineRequest, find_weights
from interviewer.commands.screen import Screen
from interviewer.commands.session import (
    Session,
    SessionOptions,
    forget_audio,
    hold_session,
    open_microphone,
    voice_wish,
)
from interviewer.drill.cards import drill_scenario
from interviewer.drill.deck import Card, standing
from interviewer.drill.schedule import Rating
from interviewer.engine.plan import make_plan
from interviewer.history.log import SessionLog
from interviewer.history.store import Store
from interviewer.i18n import N_
from interviewer.models import AnswerCard, EngineInfo, Phase, Scenario, Take, Task, Transcript
from interviewer.report.drill import (
    RATINGS,
    Answered,
    answered_lines,
    asked_lines,
    back_of,
    end_lines,
    intro_lines,
)
from interviewer.report.page import QUIET
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import load
from interviewer.score.card import score_take
from interviewer.score.total import answer_score
from interviewer.transcribe.engine import open_engine

__all__ = ["DrillRequest", "EngineRequest", "SessionOptions", "run"]

_KEYS: dict[str, Rating] = {"1": "again", "2": "hard", "3": "good", "4": "easy"}
_QUIT = {"q", "quit"}
_TYPED = EngineInfo("keyboard", "typed")
"""Who wrote the transcripts of typed answers."""


@dataclass(frozen=True, slots=True)
class DrillRequest:
    """What the command line asks to be drilled."""

    scenario: str
    count: int = 10
    typed: bool = False
    """Answers are lines of standard input; no microphone, no voice."""
    options: SessionOptions = field(default_factory=SessionOptions)


def run(request: DrillRequest, engine: EngineRequest, screen: Screen) -> None:
    """Asks the cards that need it most, then tells what was learnt and when to come back.

    Raises:
        InterviewerError: something is missing or broke; cards answered before are kept.
    """
    scenario = load(request.scenario)
    screen.speak(scenario.language)
    now = datetime.now(UTC)
    with open_history(screen) as store:
        everything, joined = choose_cards(store, scenario, load_glossary(), now)
        cards = everything[: request.count]
        screen.show(
            intro_lines(
                screen.page, scenario.title, [standing(card, now) for card in cards], joined
            )
        )
        asked = drill_scenario(scenario, cards)
        drill = Drill(store, scenario, cards, now)
        if request.typed:
            _type(drill, cards, _begin(store, asked, _TYPED), screen)
        else:
            _speak(drill, asked, request.options, engine, store, screen)
        screen.show(end_lines(screen.page, drill.answered, now))


# --------------------------------------------------------------------------- spoken


def _speak(
    drill: Drill,
    asked: Scenario,
    options: SessionOptions,
    engine: EngineRequest,
    store: Store,
    screen: Screen,
) -> None:
    """One session over all cards, with the keys of any session."""
    wish = voice_wish(options)
    weights = find_weights(engine, screen)
    info = EngineInfo(weights.engine, weights.model)
    with open_microphone(options) as microphone:
        log = _begin(store, asked, info)
        session = Session(
            make_plan(asked),
            partial(open_engine, weights),
            log,
            wish,
            microphone,
            score=partial(_score_aloud, drill),
        )
        record = hold_session(session, options, screen)
    log.finish(record, now=datetime.now(UTC))
    if not options.keep_audio:
        forget_audio(log.audio_folder)
    _rate_by_hand(drill, screen)


def _score_aloud(
    drill: Drill, scenario: Scenario, phase: Phase, task: Task, take: Take
) -> AnswerCard:
    """The scorer's card; its first advice is the card's back, which the screen shows."""
    card = score_take(scenario, phase, task, take)
    answered = drill.answer(card)
    return replace(card, advice=(*back_of(answered.card)[:1], *card.advice))


def _rate_by_hand(drill: Drill, screen: Screen) -> None:
    """On a terminal, ratings may be changed once the last card is answered."""
    if not drill.answered or not sys.stdin.isatty():
        return
    page = screen.page
    for number, each in enumerate(drill.answered, 1):
        rating = page.say(RATINGS[each.rating])
        screen.show(page.paragraph(f"{number}. {each.card.question.ask} · {rating}", 0))
    hint = N_("Enter keeps these ratings; 3=1 rates card 3: 1 again, 2 hard, 3 good, 4 easy.")
    screen.show(page.paragraph(page.say(hint), 0, QUIET))
    while line := sys.stdin.readline().strip():
        number_text, _, key = line.partition("=")
        place = int(number_text) - 1 if number_text.strip().isdigit() else -1
        if 0 <= place < len(drill.answered) and key.strip() in _KEYS:
            each = drill.rate(drill.answered[place].answer.task.id, _KEYS[key.strip()])
            screen.show(answered_lines(page, each, drill.now))
        else:
            screen.show(page.paragraph(page.say(hint), 0, QUIET))


# --------------------------------------------------------------------------- typed


def _type(drill: Drill, cards: tuple[Card, ...], log: SessionLog, screen: Screen) -> None:
    """One line an answer; a line 1 to 4 rates the card before, an empty one gives it up."""
    began_s = time.monotonic()
    page = screen.page
    hint = N_("One line an answer; Enter alone shows the card's back, q ends.")
    screen.show(page.paragraph(page.say(hint), 0, QUIET))
    lines = _lines(screen)
    last: Answered | None = None
    for number, card in enumerate(cards, 1):
        screen.show(asked_lines(page, card, number, len(cards)))
        line = next(lines, None)
        while line in _KEYS and last is not None:
            last = drill.rate(last.answer.task.id, _KEYS[line])
            screen.show(answered_lines(page, last, drill.now))
            screen.show(asked_lines(page, card, number, len(cards)))
            line = next(lines, None)
        if line is None or line.casefold() in _QUIT:
            break
        last = drill.answer(_score_typed(drill.scenario, card, line, log))
        screen.show(answered_lines(page, last, drill.now))
        if number == 1:
            hint = N_("Not how it felt? Rate it yourself: 1 again, 2 hard, 3 good, 4 easy.")
            screen.show(page.paragraph(page.say(hint), 0, QUIET))
    answers = tuple(each.answer for each in drill.answered)
    asked = drill_scenario(drill.scenario, cards)
    seconds = time.monotonic() - began_s
    log.finish(finished_record(asked, answers, seconds), now=datetime.now(UTC))


def _lines(screen: Screen) -> Iterator[str]:
    """Standard input, stripped; on a terminal each line is asked for."""
    prompt = "> " if sys.stdin.isatty() else ""
    while True:
        screen.out.print(prompt, end="")
        line = sys.stdin.readline()
        if not line:
            return
        yield line.strip()


def _score_typed(scenario: Scenario, card: Card, text: str, log: SessionLog) -> AnswerCard:
    """What was typed, scored for its content alone: typing has neither time nor delivery."""
    task = card.question.task
    take = Take(log.audio_folder / "typed", 0.0, (), Transcript.from_text(text, scenario.language))
    answer = score_take(scenario, card.phase, task, take)
    if not text:
        return replace(answer, advice=())
    score = answer_score(
        scenario.weights, answer.timing, answer.coverage, answer.delivery, answer.traps
    )
    return replace(answer, score=score, advice=())


def _begin(store: Store, asked: Scenario, engine: EngineInfo) -> SessionLog:
    return store.begin(
        "drill", asked, make_plan(asked).choice, engine, now=datetime.now().astimezone()
    )
