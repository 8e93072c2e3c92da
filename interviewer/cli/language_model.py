"""The language model of the settings, where there is one: opened, named aloud, gone on without."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from interviewer.domain import AnswerCard, Notice, Scorecard
from interviewer.i18n import N_
from interviewer.llm.second_opinion import supposed
from interviewer.llm.server import ChatServer, LlmError, Model
from interviewer.settings import load_settings
from interviewer.ui.screen import Screen

REMOTE = N_("What you say goes to the language model on another machine: {host}.")
_ASKED = N_("The language model {model} is asked about the ideas that were not recognised…")


def language_model(screen: Screen) -> Model | None:
    """The model that the settings name; None where they name none, which is the default.

    Raises:
        UsageError: they name one that cannot be.
    """
    settings = load_settings().llm
    if not settings.url:
        return None
    model = ChatServer(settings)
    if settings.remote:
        screen.notice(Notice(REMOTE, {"host": urlsplit(settings.url).hostname or ""}))
    return model


def with_second_opinions(scorecard: Scorecard, screen: Screen) -> Scorecard:
    """``scorecard`` with what the language model takes for ideas that were not recognised; no score changes.

    At the first fault, which is told, what is left is gone on with as it is.
    """
    model = language_model(screen)
    if model is None:
        return scorecard
    screen.notice(Notice(_ASKED, {"model": model.name}))
    answers: list[AnswerCard] = list(scorecard.answers)
    try:
        for at, card in enumerate(answers):
            answers[at] = supposed(card, model)
    except LlmError as error:
        screen.fail(error)  # Told; the answers stand as they are.
    return replace(scorecard, answers=tuple(answers))
