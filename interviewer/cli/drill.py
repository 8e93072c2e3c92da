"""``interviewer drill``: cards one at a time, spoken or typed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from functools import cache, partial
from typing import Annotated, TypeGuard

import typer
from rich.text import Text

from interviewer.cli.history import open_history, with_own_phrasings
from interviewer.cli.language_model import with_second_opinions
from interviewer.cli.options import (
    EngineOption,
    EngineRequest,
    HandsFreeOption,
    KeepAudioOption,
    MicOption,
    ModelOption,
    MuteOption,
    PatienceOption,
    RateOption,
    ScenarioArgument,
    TrustOption,
    VoiceOption,
    open_scenario,
    screen_of,
)
from interviewer.cli.removed import end_recordings
from interviewer.cli.session import (
    MACHINE,
    Machine,
    hold_session,
    kept_notice,
    open_microphone,
    session_options,
)
from interviewer.domain import EndReason, EngineInfo, Scenario
from interviewer.drill.cards import drill_scenario
from interviewer.drill.run import (
    TYPED,
    Drill,
    better_answers,
    drawn,
    learnt,
    rated_anew,
    score_aloud,
)
from interviewer.drill.schedule import Rating, standing
from interviewer.history.record import finished_record
from interviewer.history.store import Store
from interviewer.history.writing import SessionLog
from interviewer.i18n import N_
from interviewer.live.events import Time
from interviewer.llm.server import Model
from interviewer.rehearsal import Session, SessionOptions
from interviewer.report.drill import (
    RATINGS,
    UNRATED,
    answered_lines,
    asked_lines,
    disputable_lines,
    end_lines,
    intro_lines,
)
from interviewer.report.stored import reread_notices
from interviewer.scenario.glossary import load_glossary
from interviewer.scoring.answer import AnswerScorer, score_typed
from interviewer.session.plan import Plan, make_plan
from interviewer.ui.page import QUIET, STRONG
from interviewer.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None)
_KEYS: dict[str, Rating] = {"1": "again", "2": "hard", "3": "good", "4": "easy"}
_QUIT = {"q", "quit"}
_MARK = re.compile(r"[dD] ?(\d{1,2})")
"""« I said it », of a point by its number."""


@dataclass(frozen=True, slots=True)
class DrillRequest:
    """What the command line asks to be drilled."""

    scenario: str
    count: int = 10
    typed: bool = False
    """Answers are lines of standard input; no microphone, no voice."""
    options: SessionOptions = field(default_factory=SessionOptions)
    engine: EngineRequest = field(default_factory=EngineRequest)


@app.command()
def drill(
    context: typer.Context,
    scenario: ScenarioArgument,
    count: Annotated[
        int, typer.Option(metavar="N", min=1, help=N_("How many cards at most."))
    ] = 10,
    typed: Annotated[
        bool, typer.Option("--typed", help=N_("Type the answers: no microphone, no voice."))
    ] = False,
    mic: MicOption = "",
    mute: MuteOption = False,
    voice: VoiceOption = None,
    rate: RateOption = None,
    hands_free: HandsFreeOption = False,
    patience: PatienceOption = None,
    keep_audio: KeepAudioOption = None,
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """``interviewer drill``."""
    options = session_options(
        mic,
        voice,
        rate,
        mute=mute,
        hands_free=hands_free,
        keep_audio=keep_audio,
        patience=patience,
    )
    engine_request = EngineRequest(engine, model, trust_model)
    run(DrillRequest(scenario, count, typed, options, engine_request), screen_of(context))


def run(request: DrillRequest, screen: Screen, machine: Machine = MACHINE) -> None:
    """Asks the cards that need it most, then tells what was learnt and when to come back.

    Raises:
        InterviewerError: something is missing or broke; cards answered before are kept.
    """
    scenario = with_own_phrasings(open_scenario(request.scenario, screen))
    screen.speak(scenario.language)
    here = machine.time.now()
    now = here.astimezone(UTC)
    with open_history() as store:
        chosen = drawn(store, scenario, load_glossary(), here)
        cards = chosen.cards[: request.count]
        standings = [standing(card, here) for card in cards]
        joined = [card.question.task.terms[0].name for card in chosen.joined]
        screen.show(intro_lines(screen.page, scenario.title, standings, joined))
        drill = Drill(store, scenario, cards, now)
        if request.typed:
            again = _type(drill, store, screen, machine.time, request.options.model)
        else:
            again = _speak(drill, _Spoken(store, request, machine), screen)
        screen.show(end_lines(screen.page, learnt(drill, again), now))


# --------------------------------------------------------------------------- spoken


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What a spoken drill is held with."""

    store: Store
    request: DrillRequest
    machine: Machine


def _speak(drill: Drill, held: _Spoken, screen: Screen) -> Drill | None:
    """A session over all cards, then one over those failed, with the keys of any session.

    Gives the second one; None where nothing was failed, or the first was left.
    """
    options, machine = held.request.options, held.machine
    weights = machine.find_weights(held.request.engine, screen)
    info = EngineInfo(weights.engine, weights.model)
    load_once = cache(partial(machine.open_engine, weights))

    def hold(asked: Scenario, drill: Drill) -> EndReason:
        with open_microphone(options, machine) as microphone:
            plan = make_plan(asked, keep_audio=options.keep_audio)
            log = _begin(held.store, plan, info, machine.time)
            score = partial(score_aloud, drill)
            session = Session(
                plan, load_once, log, microphone, score=score, told=partial(rated_anew, drill)
            )
            record = hold_session(session, options, screen, machine)
        if record.reason == "quit":
            screen.notice(kept_notice())
            return record.reason
        for notice in reread_notices(record, screen.page):
            screen.notice(notice)
        ended = machine.time.now()
        log.finish(record, now=ended)
        end_recordings(held.store, log.id, screen, ended, keep=options.keep_audio)
        _rate_by_hand(drill, screen)
        return record.reason

    reason = hold(drill_scenario(drill.scenario, drill.cards), drill)
    again = drill.once_more(machine.time.now().astimezone(UTC))
    if again is not None and reason == "completed":
        hold(drill_scenario(drill.scenario, again.cards, again=True), again)
    return again


def _rate_by_hand(drill: Drill, screen: Screen) -> None:
    """On a terminal, ratings may be changed once the last card is answered."""
    if not drill.answered or not sys.stdin.isatty():
        return
    page = screen.page
    for number, each in enumerate(drill.answered, 1):
        rating = page.say(RATINGS[each.rating] if each.rating else UNRATED)
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


def _type(
    drill: Drill, store: Store, screen: Screen, time: Time, model: Model | None
) -> Drill | None:
    """One line an answer; a line 1 to 4 rates the card before, an empty one gives it up.

    Gives the drill of the cards that were failed; None where there were none, or it was left.
    """
    asked = drill_scenario(drill.scenario, drill.cards)
    log = _begin(store, make_plan(asked), TYPED, time)
    began_s = time.monotonic()
    page = screen.page
    hint = N_("One line an answer; Enter alone shows the card's back, q ends.")
    screen.show(page.paragraph(page.say(hint), 0, QUIET))
    lines = _lines(screen)
    again = None
    if _type_all(_Typing(drill, lines, log, screen)):
        again = drill.once_more(time.now().astimezone(UTC))
    if again is not None:
        once_more = page.paragraph(page.say(N_("Once more: what did not sit yet.")), 0, STRONG)
        screen.show((Text(""), *once_more))
        _type_all(_Typing(again, lines, log, screen, before=drill))
    best, set_aside = better_answers(drill, again)
    best = with_second_opinions(best, model, screen)
    record = finished_record(asked, best, time.monotonic() - began_s, set_aside=set_aside)
    log.finish(record, now=time.now())
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
        line = next(typing.lines, None)
        while rated is not None and _about_last(line):
            _change_last(rated, line, screen)
            screen.show(asked_lines(page, card, number, len(drill.cards)))
            line = next(typing.lines, None)
        if line is None or line.casefold() in _QUIT:
            return False
        nowhere = typing.log.audio_folder / "typed"
        typed = score_typed(drill.scenario, card.phase, card.question.task, line, nowhere)
        answered = drill.answer(typed)
        screen.show(answered_lines(page, answered, drill.now))
        screen.show(disputable_lines(page, answered))
        if number == 1 and typing.before is None:
            hint = N_("Not how it felt? Rate it yourself: 1 again, 2 hard, 3 good, 4 easy.")
            screen.show(page.paragraph(page.say(hint), 0, QUIET))
    return True


def _about_last(line: str | None) -> TypeGuard[str]:
    """Whether ``line`` rates the card before, or marks a point of its answer."""
    return line is not None and (line in _KEYS or _MARK.fullmatch(line) is not None)


def _change_last(drill: Drill, line: str, screen: Screen) -> None:
    last, mark = drill.answered[-1], _MARK.fullmatch(line)
    if mark is None:
        changed = drill.rate(last.answer.task.id, _KEYS[line])
    else:
        point = dict(last.answer.disputable).get(int(mark[1]))
        changed = last
        if point is not None:
            changed = drill.answer(AnswerScorer().said(drill.scenario, last.answer, point))
    screen.show(answered_lines(screen.page, changed, drill.now))
    screen.show(disputable_lines(screen.page, changed))


def _lines(screen: Screen) -> Iterator[str]:
    """Standard input, stripped; on a terminal each line is asked for."""
    prompt = "> " if sys.stdin.isatty() else ""
    while True:
        screen.out.print(prompt, end="")
        line = sys.stdin.readline()
        if not line:
            return
        yield line.strip()


def _begin(store: Store, plan: Plan, engine: EngineInfo, time: Time) -> SessionLog:
    return store.begin("drill", plan.scenario, plan.choice, engine, now=time.now())
