"""``interviewer said``: a point that was not recognised counts, for the person says that they made it."""

from __future__ import annotations

from typing import Annotated

import typer

from interviewer.cli.history import open_history
from interviewer.cli.options import SessionArgument, screen_of
from interviewer.domain import AnswerCard, Notice
from interviewer.errors import UsageError
from interviewer.history.store import Store
from interviewer.history.values import StoredSession
from interviewer.i18n import N_
from interviewer.report.wording import score_words
from interviewer.scoring.said import with_said, without_said
from interviewer.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None)


@app.command()
def said(
    context: typer.Context,
    session: SessionArgument,
    answer: Annotated[
        str,
        typer.Argument(metavar="ANSWER", help=N_("Id of its phase or question, or its number.")),
    ],
    point: Annotated[
        str,
        typer.Argument(metavar="POINT", help=N_("Number of the point there, or how it begins.")),
    ],
    sentence: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help=N_("How you said it; else the closest sentence.")),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help=N_("Take it back."))] = False,
) -> None:
    """``interviewer said``."""
    run(session, answer, point, screen_of(context), sentence=sentence, undo=undo)


def run(
    session: str,
    answer: str,
    point: str,
    screen: Screen,
    *,
    sentence: str | None = None,
    undo: bool = False,
) -> None:
    """Marks a point of a past answer as made, or takes that back; says what became of the score.

    Args:
        session: its id, how this begins, or ``last``.
        answer: id of what was answered, or the answer's number in the session.
        point: its number among the points and steps, or how it begins.
        screen: where to say so.
        sentence: by which it was said; None for the closest one of the answer.
        undo: take it back.

    Raises:
        UsageError: there is no such session, answer or point, or nothing to mark or to take back.
    """
    with open_history() as store:
        stored = store.load(store.find(session, scored=True).id)
        screen.speak(stored.scenario.language)
        cards = list(() if stored.record is None else stored.record.answers)
        at = _answer(answer, cards, stored)
        before = cards[at]
        title = _point(point, before)
        marked = any(hit.point == title for hit in before.coverage.disputed)
        if undo and not marked:
            raise _not_marked(store, stored, before, title)
        if not undo and title not in dict(before.disputable).values():
            raise UsageError(N_("“{point}” counts already: there is nothing to mark."), point=title)
        if undo:
            cards[at] = without_said(before, stored.scenario, title)
        else:
            cards[at] = with_said(before, stored.scenario, title, sentence)
        store.phrasings.revise(stored.summary.id, cards, at)
    _tell(before, cards[at], title, screen)


def _answer(wanted: str, cards: list[AnswerCard], stored: StoredSession) -> int:
    ids = [card.task.id for card in cards]
    if wanted in ids:
        return ids.index(wanted)
    if wanted.isdigit() and 0 < int(wanted) <= len(cards):
        return int(wanted) - 1
    if stored.record is None:
        raise UsageError(
            N_("The session {session} is not finished."),
            N_("Finish it first: interviewer resume {session}"),
            session=stored.summary.id,
        )
    raise UsageError(
        N_("The session {session} has no answer {answer}."),
        N_("Its answers are: {ids}."),
        session=stored.summary.id,
        answer=wanted,
        ids=", ".join(ids),
    )


def _point(wanted: str, card: AnswerCard) -> str:
    titles = [each.point for each in card.task.points] + [each.step for each in card.task.steps]
    if wanted.isdigit() and 0 < int(wanted) <= len(titles):
        return titles[int(wanted) - 1]
    start = wanted.strip().casefold()
    found = [each for each in titles if start and each.casefold().startswith(start)]
    if len(found) == 1:
        return found[0]
    raise UsageError(
        N_("The answer {answer} has no point {point}."),
        N_("Its points are: {points}."),
        answer=card.task.id,
        point=wanted,
        points="; ".join(f"{number} {each}" for number, each in enumerate(titles, 1)) or "–",
    )


def _not_marked(store: Store, stored: StoredSession, card: AnswerCard, title: str) -> UsageError:
    """Why there is nothing to take back; of what was recognised by a phrasing, where it was marked."""
    own = any(hit.point == title and hit.own for hit in card.coverage.points)
    sessions = store.phrasings.marked_in(stored.scenario.id, card.task.id, title) if own else ()
    if sessions:
        return UsageError(
            N_("“{point}” was recognised by a sentence that you marked in another session."),
            N_("Take it back there: interviewer said {session} {answer} ... --undo"),
            point=title,
            session=sessions[0],
            answer=card.task.id,
        )
    return UsageError(N_("“{point}” is not marked: there is nothing to take back."), point=title)


def _tell(before: AnswerCard, now: AnswerCard, title: str, screen: Screen) -> None:
    marked = next((each for each in now.coverage.points if each.point == title and each.own), None)
    values: dict[str, str | int | float] = {
        "point": title,
        "before": score_words(before.score, screen.page),
        "now": score_words(now.score, screen.page),
    }
    if marked is None:
        message = N_("Taken back: “{point}”. Score: {now} instead of {before}.")
        screen.notice(Notice(message, values))
        return
    screen.notice(Notice(N_("It counts: “{point}”. Score: {now} instead of {before}."), values))
    if marked.quote:
        message = N_("Your own phrasing, recognised next time: “{sentence}”")
        screen.notice(Notice(message, {"sentence": marked.quote}))
    else:
        message = N_(
            "No sentence comes near it; give it with --sentence to be recognised next time."
        )
        screen.notice(Notice(message))
