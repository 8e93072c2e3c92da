"""The language model of the settings, where there is one: opened, named aloud, gone on without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from interviewer.domain import AnswerCard, Notice
from interviewer.i18n import N_
from interviewer.llm.second_opinion import open_ideas, second_opinions
from interviewer.llm.server import ChatServer, LlmError, LlmSettings, Model
from interviewer.report.wording import SENT_TO
from interviewer.settings import load_settings
from interviewer.ui.screen import Screen

if TYPE_CHECKING:
    from interviewer.scenario.drafts import Material
    from interviewer.scenario.notes import Part

_ASKED = N_(
    "The language model {model} looks for the ideas that were not recognised… Ctrl-C does without."
)
_SUPPOSED = N_(
    "According to the language model {model}, “{title}” also says: {ideas}. It does not count."
)


_QUOTED = N_("{idea} (“{quote}”)")
_PROPOSES = N_("The language model {model} thinks of questions…")
_PROPOSED = N_("What the language model {model} proposes is marked in the file.")
_DRAFT_S = 60.0
"""A draft is waited for longer than an answer: it is written once."""


def open_model(settings: LlmSettings) -> Model | None:
    """The model that the settings name; None where they name none, which is the default.

    Raises:
        UsageError: they name one that cannot be.
    """
    return ChatServer(settings) if settings.url or settings.model else None


def say_where(model: Model | None, screen: Screen) -> None:
    """Says so where the model is on another machine."""
    if model is not None and model.sent_to:
        screen.notice(Notice(SENT_TO, {"host": model.sent_to}))


def with_second_opinions(
    answers: Sequence[AnswerCard], model: Model | None, screen: Screen
) -> tuple[AnswerCard, ...]:
    """``answers`` with what the model takes for ideas that were not recognised; no score changes.

    At the first fault, which is told, what is left is gone on with as it is; so it is where the person
    does not wait.
    """
    if model is None or not any(map(open_ideas, answers)):
        return tuple(answers)
    say_where(model, screen)
    screen.notice(Notice(_ASKED, {"model": model.name}))
    cards = second_opinions(answers, model, screen.fail)
    for notice in _told(cards, screen):
        screen.notice(notice)
    return cards


def proposed(screen: Screen, material: Material) -> tuple[Part, ...]:
    """The questions that the model of the settings proposes; none where there is none, or it does not."""
    from interviewer.llm.proposals import proposals  # reads notes, which a session does not

    settings = load_settings().llm
    model = open_model(replace(settings, timeout_s=max(_DRAFT_S, settings.timeout_s)))
    if model is None:
        return ()
    screen.speak(material.language)
    say_where(model, screen)
    screen.notice(Notice(_PROPOSES, {"model": model.name}))
    try:
        questions = proposals(material, model)
    except LlmError as error:
        screen.fail(error)  # Told; the templates stand.
        return ()
    screen.notice(Notice(_PROPOSED, {"model": model.name}))
    return questions


def _told(cards: Sequence[AnswerCard], screen: Screen) -> Iterator[Notice]:
    for card in cards:
        hits = [hit for hit in card.coverage.points if hit.supposed_by]
        if hits:
            said = (screen.tr(_QUOTED, idea=hit.point, quote=hit.quote) for hit in hits)
            ideas = ", ".join(said)
            values = {"model": hits[0].supposed_by, "title": card.title, "ideas": ideas}
            yield Notice(_SUPPOSED, values)
