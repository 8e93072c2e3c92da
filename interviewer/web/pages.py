"""Pages, rendered by Jinja2 with everything escaped; the words in them come from here, in two languages.

A page of its own: a route in :mod:`interviewer.web.app`, a template that extends ``page.html.j2``, an entry
of :data:`ENTRIES` where it stands in the menu, and its words as a table of message ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse

from interviewer.domain import Language
from interviewer.errors import InterviewerError
from interviewer.i18n import N_
from interviewer.ui.page import Words, words_in
from interviewer.web.guard import Door

if TYPE_CHECKING:
    from jinja2 import Environment

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"
_MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu and of the first page."""

    path: str
    """Below the address of all pages."""
    title: str
    """Gettext id, as ``told``."""
    told: str
    """In a sentence."""


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "rehearse",
        N_("Rehearse"),
        N_("The interviewer asks, you answer; every answer is scored at once."),
    ),
    Entry(
        "timer",
        N_("Time yourself"),
        N_("The phases against the clock, your text scrolling if you like. No microphone."),
    ),
    Entry(
        "drill",
        N_("Drill cards"),
        N_("One question at a time, typed or spoken; what did not sit comes back."),
    ),
    Entry(
        "score",
        N_("Score recordings"),
        N_("Files that you recorded elsewhere, scored as if said here."),
    ),
    Entry(
        "notes",
        N_("Own notes"),
        N_("Your text becomes an interview that you can rehearse."),
    ),
    Entry(
        "history",
        N_("History"),
        N_("Every session with its report, how you get on, two side by side."),
    ),
)
"""In the order in which they stand."""

_COMMON = {
    "skip": N_("To the content"),
    "menu": N_("Pages"),
    "home": N_("Home"),
    "language": N_("Language"),
    "private": N_("Everything stays on this machine."),
    "gone": N_("The program has ended: start it again with “interviewer web”."),
}


@dataclass(slots=True)
class Site:
    """What pages of one run of the server share."""

    door: Door
    language: Language
    """Of the pages; the person may choose another."""

    @property
    def words(self) -> Words:
        return words_in(self.language)


def site_of(request: Request) -> Site:
    """The site that ``request`` asks."""
    site: Site = request.app.state.site
    return site


def say_all(words: Words, messages: Mapping[str, str]) -> dict[str, str]:
    """The messages by the names that a template has for them."""
    return {name: words.say(message) for name, message in messages.items()}


def page(
    request: Request,
    template: str,
    title: str,
    words: Words | None = None,
    status: int = 200,
    **values: object,
) -> HTMLResponse:
    """The page that ``template`` makes of ``values``.

    Args:
        request: what is answered.
        template: a file of ``templates``, which extends ``page.html.j2``.
        title: of the page, in its language.
        words: the page's language; None for that of all pages.
        status: of the answer.
        values: what the template reads, besides ``root``, which begins the path of every page, and ``t``, the
            words that all pages have.
    """
    site = site_of(request)
    words = words or site.words
    text = (
        _environment()
        .get_template(template)
        .render(
            root=site.door.root,
            language=words.language,
            here=request.scope["path"].removeprefix(site.door.root).strip("/").partition("/")[0],
            title=title,
            entries=[
                {"path": each.path, "title": words.say(each.title), "told": words.say(each.told)}
                for each in ENTRIES
            ],
            t=say_all(words, _COMMON),
            **values,
        )
    )
    return HTMLResponse(text, status)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form as browsers send it by default, the last of each name."""
    body = (await request.body()).decode("utf-8", "replace")
    return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))


def failure(request: Request, error: InterviewerError, status: int = 400) -> HTMLResponse:
    """The page of what went wrong: what it is, where, what to do."""
    words = site_of(request).words
    title = words.say(N_("That did not work"))
    return page(request, "failure.html.j2", title, status=status, line=error.line(words.translate))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
