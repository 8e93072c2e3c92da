"""The report of a session, as ``interviewer report --html`` writes it, and as a file to keep."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from interviewer.audio.reader import data_address
from interviewer.domain import Language
from interviewer.errors import InterviewerError
from interviewer.history.store import open_store
from interviewer.i18n import N_
from interviewer.report.html import EMBEDDED_SOUND, render_html, report_policy
from interviewer.report.session import session_view
from interviewer.report.stored import stored_session
from interviewer.report.view import Sound
from interviewer.ui.page import Words, words_in
from interviewer.ui.text import safe
from interviewer.web.pages import site_of


def routes() -> list[BaseRoute]:
    """The pages of sessions that are in the history."""
    return [Route("/sessions/{session}/report", _report)]


async def _report(request: Request) -> Response:
    root = site_of(request).door.root
    text = await run_in_threadpool(report_page, request.path_params["session"], root)
    # Its style and script are in it, known by their sums: another policy than that of the other pages.
    policy = f"{report_policy(EMBEDDED_SOUND)}; frame-ancestors 'none'"
    return HTMLResponse(text, headers={"Content-Security-Policy": policy})


def report_page(session: str, root: str) -> str:
    """The whole report of a session, its recordings inside; ``root`` begins the path of every page.

    Raises:
        InterviewerError: there is no such session, or nothing of it is scored.
    """
    with open_store(purpose="reading") as store:
        stored = store.load(store.find(session, scored=True).id)
    words = words_in(stored.scenario.language)
    view = session_view(stored_session(stored, embedded, words), words)
    return render_html(view, EMBEDDED_SOUND, around(root, words, stored.summary.scenario_id))


def around(root: str, words: Words, scenario: str = "") -> tuple[tuple[str, str], ...]:
    """The pages around a report: the first one, the sessions, and how ``scenario`` gets on."""
    progress = f"{root}/progress?{urlencode({'scenario': scenario})}" if scenario else ""
    links = (
        (f"{root}/", words.say(N_("Home"))),
        (f"{root}/history", words.say(N_("History"))),
        (progress, words.say(N_("How you get on"))),
    )
    return tuple(each for each in links if each[0])


@dataclass(frozen=True, slots=True)
class NextStep:
    """The thing to work on that would give back most of the last session's score."""

    session: str
    title: str
    """Of the scenario."""
    answer: str
    text: str
    language: Language


def next_step() -> NextStep | None:
    """Of the last session that was scored to its end; None where there is none, or nothing to mend."""
    try:
        with open_store(purpose="reading") as store:
            stored = store.load(store.find("last", scored=True).id)
        session = stored_session(stored, lambda _: Sound("left_out"), words_in("en"))
    except InterviewerError:
        return None
    steps = session_view(session, words_in(stored.scenario.language)).steps
    if not steps:
        return None
    title = safe(stored.scenario.title)
    return NextStep(
        stored.summary.id, title, steps[0].title, steps[0].text, stored.scenario.language
    )


def embedded(recording: Path) -> Sound:
    """The recording inside the page."""
    if not recording.is_file():
        return Sound("gone")
    return Sound("here", data_address(recording))
