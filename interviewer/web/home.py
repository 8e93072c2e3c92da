"""The first page: what to do next, and all that can be done."""

from __future__ import annotations

import logging
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from interviewer.domain import Language
from interviewer.drill.known import what_is_known
from interviewer.drill.today import Step, today
from interviewer.errors import InterviewerError
from interviewer.history.store import open_store
from interviewer.i18n import N_
from interviewer.report.drill import step_title
from interviewer.settings import load_settings
from interviewer.ui.page import Words
from interviewer.ui.text import full_day, safe
from interviewer.web import reports
from interviewer.web.pages import page, say_all, site_of
from interviewer.web.rehearsing import Rehearsing

_log = logging.getLogger(__name__)
_HOME = {
    "under_way": N_("A rehearsal is under way."),
    "go_on": N_("Go on with it"),
    "cut_off": N_("A rehearsal was cut off; what you said is kept:"),
    "next": N_("The next thing to do"),
    "then": N_("Then, to make it a quarter of an hour"),
    "begin": N_("Begin"),
    "mend": N_("What to work on next"),
    "report": N_("The whole report"),
    "all": N_("Everything"),
}


def routes() -> list[BaseRoute]:
    """The first page."""
    return [Route("/", _home)]


async def _home(request: Request) -> Response:
    site = site_of(request)
    rehearsing: Rehearsing = request.app.state.rehearsing
    left = () if rehearsing.is_busy() else await run_in_threadpool(rehearsing.cut_off)
    now = rehearsing.means.time.now()
    steps = await run_in_threadpool(_steps, site.language, now)
    return page(
        request,
        "home.html.j2",
        site.words.say(N_("Your interviews")),
        under_way=rehearsing.is_busy(),
        cut_off=[
            {
                "id": each.summary.id,
                "title": safe(each.summary.title),
                "day": full_day(each.summary.started_at.astimezone(), site.language),
            }
            for each in left[:1]
        ],
        interview=_countdown(site.words, now),
        steps=[
            {
                "title": safe(step_title(step, site.words)),
                "minutes": site.words.say(N_("{minutes} min"), minutes=step.minutes),
                "path": path_of(step),
            }
            for step in steps
        ],
        mend=await run_in_threadpool(reports.next_step),
        labels=say_all(site.words, _HOME),
    )


def _steps(language: Language, now: datetime) -> tuple[Step, ...]:
    """The quarter of an hour for today; none where the history cannot be read, which is told elsewhere."""
    try:
        with open_store(purpose="reading") as store:
            return today(what_is_known(store, language), now)
    except InterviewerError:
        _log.info("nothing can be proposed", exc_info=True)
        return ()


def path_of(step: Step) -> str:
    """The page that does what a step's command does."""
    command, scenario, *options = step.command
    values = {"scenario": scenario}
    for name, value in pairwise(options):
        if name.startswith("--"):
            values[name.removeprefix("--")] = value
    return f"{command}?{urlencode(values)}"


def _countdown(words: Words, now: datetime) -> str:
    """How far away the interview is, where its day is settled; else empty."""
    try:
        interview = load_settings().interview
    except InterviewerError:
        return ""
    days = 0 if interview is None else (interview - now.date()).days
    if interview is None or days < 0:
        return ""
    if days == 0:
        return words.say(N_("The interview is today: one phase aloud, no more. You are ready."))
    if days == 1:
        return words.say(N_("The interview is tomorrow."))
    return words.say(N_("The interview is in {days} days."), days=days)
