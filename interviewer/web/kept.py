"""What is kept: the list of sessions, one of them, how one gets on, two side by side, one taken out."""

from __future__ import annotations

import logging
import tempfile
from contextlib import suppress
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from interviewer.errors import InterviewerError, UsageError
from interviewer.history.coaching import MOST_BYTES
from interviewer.history.store import open_store
from interviewer.history.trends import PARTS, Comparison, compare, trends
from interviewer.history.trends import Change as Difference
from interviewer.history.values import SessionSummary, StoredSession
from interviewer.i18n import N_
from interviewer.log import forget
from interviewer.report.coaching import taken_in_line
from interviewer.report.html import progress_policy, render_progress
from interviewer.report.progress import KINDS, PART_NAMES, change_view, whole
from interviewer.report.stored import nothing_yet, progress_of, side_of
from interviewer.timer.results import record_rows
from interviewer.ui.page import Words
from interviewer.ui.text import clock, megabytes, moment, safe
from interviewer.web.pages import form_of, page, say_all, site_of
from interviewer.web.reports import around

_log = logging.getLogger(__name__)
_MOST = 200
"""Sessions in the list; the rest is in the terminal's."""
_NONE = "–"
LARGER = {"/comments": MOST_BYTES}
"""What this takes, in bytes."""
_LIST = {
    "nothing": N_("Nothing is kept yet."),
    "session": N_("Session"),
    "date": N_("Date"),
    "kind": N_("Kind"),
    "score": N_("Score"),
    "length": N_("Length"),
    "audio": N_("Audio"),
    "progress": N_("How you get on"),
    "compare": N_("Compare"),
    "two": N_("Choose two sessions to see them side by side."),
    "choose": N_("Choose"),
}
_ONE = {
    "report": N_("The whole report"),
    "progress": N_("How you get on"),
    "back": N_("All sessions"),
    "phase": N_("Phase"),
    "planned": N_("Planned"),
    "taken": N_("Taken"),
    "difference": N_("Difference"),
    "recordings": N_("Recordings"),
    "delete": N_("Delete this session…"),
    "nothing": N_("Nothing in it was scored."),
    "from_coach": N_("From a coach"),
    "from_coach_told": N_(
        "Drop the file here that the coach’s page saved: it joins the report, and how you get on."
    ),
    "choose": N_("Choose a file"),
    "large": N_("This file is larger than a coach’s page saves."),
    "lost": N_("The connection to the program is lost."),
}
_DELETING = {
    "told": N_("Its answers, scores and recordings are deleted for good. Nothing of them remains."),
    "delete": N_("Delete for good"),
    "keep": N_("Keep it"),
}
_COMPARING = {
    "a": N_("Before"),
    "b": N_("After"),
    "change": N_("Change"),
    "figures": N_("Total and parts"),
    "part": N_("Part"),
    "answers": N_("Answer by answer"),
    "gained": N_("Said only the second time"),
    "lost": N_("Said only the first time"),
    "same": N_("the same terms and points"),
    "only_before": N_("Answered in A only"),
    "only_after": N_("Answered in B only"),
    "back": N_("All sessions"),
}


def routes() -> list[BaseRoute]:
    """Pages of the history."""
    return [
        Route("/history", _list),
        Route("/history/compare", _compare),
        Route("/progress", _progress),
        Route("/sessions/{session}", _show),
        Route("/comments", _take_in, methods=["POST"]),
        Route("/sessions/{session}/delete", _ask_delete),
        Route("/sessions/{session}/delete", _delete, methods=["POST"]),
    ]


async def _list(request: Request) -> Response:
    words = site_of(request).words
    sessions = await run_in_threadpool(_rows, words)
    return page(
        request,
        "history.html.j2",
        words.say(N_("History")),
        sessions=sessions,
        labels=say_all(words, _LIST),
    )


def _rows(words: Words) -> list[dict[str, str | bool]]:
    with open_store(purpose="reading") as store:
        found = [(each, store.audio_bytes(each.id)) for each in store.sessions(_MOST)]
    return [
        {
            "id": each.id,
            "title": safe(each.title),
            "language": each.language,
            "scored": each.figures.score is not None,
            "day": moment(each.started_at, words.language),
            "kind": words.say(KINDS[each.kind]),
            "score": whole(each.figures.score, words),
            "length": _length(each, words),
            "audio": megabytes(size, words.language) if size else _NONE,
        }
        for each, size in found
    ]


def _length(session: SessionSummary, words: Words) -> str:
    if session.finished_at is None:
        return words.say(N_("cut off"))
    return _NONE if session.duration_s is None else clock(round(session.duration_s))


async def _show(request: Request) -> Response:
    words = site_of(request).words
    stored = await run_in_threadpool(_load, request.path_params["session"])
    summary = stored.summary
    return page(
        request,
        "session.html.j2",
        safe(summary.title),
        session=summary.id,
        scenario=summary.scenario_id,
        about=" · ".join(
            (
                moment(summary.started_at, words.language),
                words.say(KINDS[summary.kind]),
                _length(summary, words),
            )
        ),
        score=whole(summary.figures.score, words) if summary.figures.score is not None else "",
        scored=bool(summary.figures.score is not None or stored.cards),
        rows=() if stored.timer is None else tuple(record_rows(words, stored.timer)),
        labels=say_all(words, _ONE),
    )


def _load(session: str) -> StoredSession:
    with open_store(purpose="reading") as store:
        return store.load(store.find(session).id)


async def _take_in(request: Request) -> Response:
    """A coach's file that was dropped: what became of it, or why nothing did, in a line, and the session."""
    body, name = await request.body(), request.query_params.get("name", "")
    words = site_of(request).words
    try:
        told, session = await run_in_threadpool(_taken_in, body, name, words)
    except InterviewerError as error:
        return JSONResponse({"told": error.line(words.translate)})
    return JSONResponse({"told": told, "session": session})


def _taken_in(body: bytes, name: str, words: Words) -> tuple[str, str]:
    with tempfile.TemporaryDirectory(prefix="interviewer-") as folder:
        file = Path(folder) / "comments.json"
        file.write_bytes(body)
        try:
            with open_store() as store:
                taken = store.coachings.take_in(file)
        except InterviewerError as error:
            if "file" in error.values:
                error.values["file"] = safe(name)[-80:] or file.name
            raise
    return taken_in_line(taken, words), taken.stored.summary.id


async def _ask_delete(request: Request) -> Response:
    words = site_of(request).words
    stored = await run_in_threadpool(_load, request.path_params["session"])
    day = moment(stored.summary.started_at, words.language)
    return page(
        request,
        "delete.html.j2",
        words.say(N_("Delete this session?")),
        session=stored.summary.id,
        what=f"{safe(stored.summary.title)}, {day}",
        labels=say_all(words, _DELETING),
    )


async def _delete(request: Request) -> Response:
    """Only by the button of the page that asks, which names the session once more."""
    session = request.path_params["session"]
    form = await form_of(request)
    if form.get("session") != session:
        raise UsageError(N_("Nothing was deleted."), N_("Go on from the first page."))
    await run_in_threadpool(_remove, session)
    return RedirectResponse(f"{site_of(request).door.root}/history", 303)


def _remove(session: str) -> None:
    with open_store(purpose="deleting") as store:
        if all(each.id != session for each in store.sessions()):
            raise UsageError(N_("There is no such session."), N_("Go on from the first page."))
        store.remove([session])
    with suppress(OSError):
        forget()


async def _progress(request: Request) -> Response:
    site = site_of(request)
    scenario = request.query_params.get("scenario", "")
    text = await run_in_threadpool(progress_page, scenario, site.words, site.door.root)
    policy = f"{progress_policy()}; frame-ancestors 'none'"
    return HTMLResponse(text, headers={"Content-Security-Policy": policy})


def progress_page(scenario: str, words: Words, root: str) -> str:
    """How a scenario gets on, or all of them, as ``interviewer progress --html`` writes it.

    Raises:
        UsageError: nothing of it is scored yet.
    """
    with open_store(purpose="reading") as store:
        ids = [scenario] if scenario else []
        for each in () if scenario else trends(store.sessions()):
            if each.last.scenario_id not in ids:
                ids.append(each.last.scenario_id)
        sections = [each for one in ids for each in progress_of(store, one)]
    scored = [each for each in sections if each.trend is not None]
    if not scored:
        raise nothing_yet(N_("Nothing is scored yet."), scenario or "SCENARIO")
    return render_progress(scored, words, around(root, words))


async def _compare(request: Request) -> Response:
    words = site_of(request).words
    chosen = request.query_params.getlist("session")[:3]
    if len(chosen) != 2:
        raise UsageError(N_("Choose two sessions to see them side by side."))
    found = await run_in_threadpool(_compared, chosen)
    warning = N_(
        "These are two scenarios, {a} and {b}: their scores do not measure the same thing, "
        "and their answers are not matched."
    )
    return page(
        request,
        "compare.html.j2",
        words.say(N_("Side by side")),
        comparison=found,
        warning=""
        if found.same_scenario
        else words.say(warning, a=found.before.scenario_id, b=found.after.scenario_id),
        parts=[
            (words.say(PART_NAMES[part]), _figures(found.parts[part], words, plain=part == "pace"))
            for part in PARTS
        ],
        tasks=[(task, _figures(task.score, words)) for task in found.tasks],
        labels=say_all(words, _COMPARING),
    )


def _compared(chosen: list[str]) -> Comparison:
    """The earlier one first, whichever was chosen first."""
    with open_store(purpose="reading") as store:
        ids = sorted(chosen, key=lambda each: store.find(each, scored=True).started_at)
        return compare(side_of(store, ids[0]), side_of(store, ids[1]))


def _figures(change: Difference, words: Words, *, plain: bool = False) -> dict[str, object]:
    # A pace is right or wrong, not good or better.
    gain = change_view(None if plain else change.gain, words)
    return {"a": whole(change.before, words), "b": whole(change.after, words), "change": gain}
