"""The report of a session, as ``interviewer report --html`` writes it, and as a file to keep."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from interviewer.audio.reader import MIME_TYPE, compressed_track
from interviewer.domain import Language
from interviewer.errors import InterviewerError
from interviewer.history.store import open_store
from interviewer.report.html import EMBEDDED_SOUND, render_html, report_policy
from interviewer.report.session import session_view
from interviewer.report.stored import stored_session
from interviewer.report.view import Sound
from interviewer.ui.page import words_in
from interviewer.ui.text import safe


def routes() -> list[BaseRoute]:
    """The pages of sessions that are in the history."""
    return [Route("/sessions/{session}/report", _report)]


async def _report(request: Request) -> Response:
    text = await run_in_threadpool(report_page, request.path_params["session"])
    # Its style and script are in it, known by their sums: another policy than that of the other pages.
    policy = f"{report_policy(EMBEDDED_SOUND)}; frame-ancestors 'none'"
    return HTMLResponse(text, headers={"Content-Security-Policy": policy})


def report_page(session: str) -> str:
    """The whole report of a session, its recordings inside.

    Raises:
        InterviewerError: there is no such session, or nothing of it is scored.
    """
    with open_store(purpose="reading") as store:
        stored = store.load(store.find(session, scored=True).id)
    words = words_in(stored.scenario.language)
    return render_html(session_view(stored_session(stored, embedded, words), words), EMBEDDED_SOUND)


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
    track = base64.b64encode(compressed_track(recording)).decode("ascii")
    return Sound("here", f"data:{MIME_TYPE};base64,{track}")
