"""``interviewer drill``: cards one at a time, spoken or typed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, partial

from rich.text import Text

from interviewer.commands.drilling import KEYBOARD, Drill, choose_cards, learnt, score_aloud
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
from interviewer.models import AnswerCard, EndReason, EngineInfo, Scenario, Take, Transcript
from interviewer.report.drill import (
    RATINGS,
    answered_lines,
    asked_lines,
    end_lines,
    intro_lines,
)
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import load
from interviewer.score.card import score_take
from interviewer.score.total import answer_score
from interviewer.transcribe.engine import open_engine
from interviewer.ui.page import QUIET, STRONG

__all__ = ["DrillRequest", "EngineRequest", "SessionOptions", "run"]

_KEYS: dict[str, Rating] = {"1": "again", "2": "hard", "3": "good", "4": "easy"}
_QUIT = {"q", "quit"}
_TYPED = EngineInfo(KEYBOARD, "typed")
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
        drill = Drill(store, scenario, cards, now)
        if request.typed:
            again = _type(drill, store, screen)
        else:
            again = _speak(drill, _Voice(store, request.options, engine), screen)
        screen.show(end_lines(screen.page, learnt(drill, again), now))


# --------------------------------------------------------------------------- spoken


@dataclass(frozen=True, slots=True)
class _Voice:
    """What a spoken drill is held with."""

    store: Store
    options: SessionOptions
    engine: EngineRequest


def _speak(drill: Drill, held: _Voice, screen: Screen) -> Drill | None:
    """A session over all cards, then one over those failed, with the keys of any session.

    Gives the second one; None where nothing was failed, or the first was left.
    """
    wish = voice_wish(held.options)
    weights = find_weights(held.engine, screen)
    load_once = cache(partial(open_engine, weights))

    def hold(asked: Scenario, drill: Drill) -> EndReason:
        info = EngineInfo(weights.engine, weights.model)
        with open_microphone(held.options) as microphone:
            log = _begin(held.store, asked, info)
            score = partial(score_aloud, drill)
            session = Session(make_plan(asked), load_once, log, wish, microphone, score=score)
            record = hold_session(session, held.options, screen)
        log.finish(record, now=datetime.now(UTC))
        if not held.options.keep_audio:
            forget_audio(log.audio_folder)
        _rate_by_hand(drill, screen)
        return record.reason

    reason = hold(drill_scenario(drill.scenario, drill.cards), drill)
    again = drill.once_more(datetime.now(UTC))
    if again is not None and reason == "completed":
        hold(drill_scenario(drill.scenario, again.cards, again=True), again)
    return again


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


def _type(drill: Drill, store: Store, screen: Screen) -> Drill | None:
    """One line an answer; a line 1 to 4 rates the card before, an empty one gives it up.

    Gives the drill of the cards that were failed; None where there were none, or it was left.
    """
    log = _begin(store, drill_scenario(drill.scenario, drill.cards), _TYPED)
    began_s = time.monotonic()
    page = screen.page
    hint = N_("One line an answer; Enter alone shows the card's back, q ends.")
    screen.show(page.paragraph(page.say(hint), 0, QUIET))
    lines = _lines(screen)
    again = None
    if _type_all(_Typing(drill, lines, log, screen)):
        again = drill.once_more(datetime.now(UTC))
    if again is not None:
        once_more = page.paragraph(page.say(N_("Once more: what did not sit yet.")), 0, STRONG)
        screen.show((Text(""), *once_more))
        _type_all(_Typing(again, lines, log, screen, before=drill))
    _finish_typed(drill, again, log, time.monotonic() - began_s)
    return again


@dataclass(frozen=True, slots=True)
class _Typing:
    """What cards are asked and answered with."""

    drill: Drill
    lines: Iterator[str]
    log: SessionLog
    screen: Screen
    before: Drill | None = None
    """The drill whose last card was answered just before the first one here."""


def _type_all(typing: _Typing) -> bool:
    """Asks every card of the drill; whether the person answered to the end."""
    drill, screen, page = typing.drill, typing.screen, typing.screen.page
    for number, card in enumerate(drill.cards, 1):
        screen.show(asked_lines(page, card, number, len(drill.cards)))
        rated = drill if number > 1 else typing.before
        while (line := next(typing.lines, None)) in _KEYS and rated is not None:
            _rate_last(rated, line, screen)
            screen.show(asked_lines(page, card, number, len(drill.cards)))
        if line is None or line.casefold() in _QUIT:
            return False
        answered = drill.answer(_score_typed(drill.scenario, card, line, typing.log))
        screen.show(answered_lines(page, answered, drill.now))
        if number == 1 and typing.before is None:
            hint = N_("Not how it felt? Rate it yourself: 1 again, 2 hard, 3 good, 4 easy.")
            screen.show(page.paragraph(page.say(hint), 0, QUIET))
    return True


def _rate_last(drill: Drill, key: str, screen: Screen) -> None:
    answered = drill.rate(drill.answered[-1].answer.task.id, _KEYS[key])
    screen.show(answered_lines(screen.page, answered, drill.now))


def _finish_typed(drill: Drill, again: Drill | None, log: SessionLog, seconds: float) -> None:
    """Keeps the better answer to each card, and the other of two set aside."""
    second = {} if again is None else {each.answer.task.id: each.answer for each in again.answered}
    best: list[AnswerCard] = []
    set_aside: list[AnswerCard] = []
    for each in drill.answered:
        first, later = each.answer, second.get(each.answer.task.id)
        if later is None:
            best.append(first)
        elif (later.score or 0.0) > (first.score or 0.0):
            best.append(later)
            set_aside.append(first)
        else:
            best.append(first)
            set_aside.append(later)
    asked = drill_scenario(drill.scenario, drill.cards)
    record = finished_record(asked, best, seconds, set_aside=set_aside)
    log.finish(record, now=datetime.now(UTC))


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
