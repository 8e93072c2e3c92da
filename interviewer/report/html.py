"""A session, or progress, as one HTML file that needs nothing else and reaches nothing else.

Its Content-Security-Policy lets nothing in but the page's own style and script, known by their
SHA-256, and the sound. Text reaches the page through Jinja2's autoescape only; the script is given
no text at all, just times in ``data-`` attributes. The same view gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.history.trends import PARTS
from interviewer.i18n import N_
from interviewer.report.coaching import COACH_TITLE
from interviewer.report.curves import progress_svg
from interviewer.report.measures import JsonObject
from interviewer.report.plots import (
    NARROW,
    WIDE,
    coverage_svg,
    pace_frame,
    pace_svg,
    timeline_svg,
)
from interviewer.report.progress import (
    LEGEND,
    NOTHING_MISSED,
    PART_NAMES,
    TICS_TITLE,
    Progress,
    progress_view,
)
from interviewer.report.view import SessionView
from interviewer.ui.page import Words

if TYPE_CHECKING:
    from jinja2 import Environment


EMBEDDED_SOUND = ("data:",)
LINKED_SOUND = ("'self'", "file:")
"""A linked recording is beside the page: on disk, or wherever the page is served from."""

_TEMPLATES = Path(__file__).parent / "templates"

_PROGRESS_LABELS = {
    "several": N_("How you get on"),
    "scenario": N_("Scenario"),
    "scenarios": N_("Scenarios"),
    "parts": N_("Total and parts"),
    "part": N_("Part"),
    "plot": N_("Total, session after session"),
    "answer": N_("Answer"),
    "answers": N_("Answer by answer"),
    "term": N_("Term"),
    "terms": N_("Terms most often missed"),
    "missed": N_("Missed"),
    "no_terms": NOTHING_MISSED,
    "tics": TICS_TITLE,
    "tic": N_("Sound or word"),
    "coach": COACH_TITLE,
    "criterion": N_("Criterion"),
    "measured": N_("Measured"),
    "sessions": N_("Sessions"),
    "date": N_("Date"),
    "takes": N_("Takes"),
    "first": N_("First"),
    "last": N_("Last"),
    "best": N_("Best"),
    "change": N_("Change"),
    "legend": LEGEND,
    "private": N_("Made on your machine. Nothing in this file was sent anywhere."),
}


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot for wide and for narrow pages; SVG elements."""

    wide: str
    narrow: str


def render_html(
    view: SessionView,
    sound_sources: Sequence[str],
    links: Sequence[tuple[str, str]] = (),
    held: JsonObject | None = None,
) -> str:
    """The page of a session.

    Args:
        view: what it shows.
        sound_sources: what the policy lets a player read: :data:`EMBEDDED_SOUND`,
            :data:`LINKED_SOUND`, or nothing.
        links: address and words of pages around it; none in a file.
        held: what a program that reads the file finds in it.
    """
    style, script = _read("report.css"), _read("report.js")
    coverage = view.coverage
    return _render(
        "report.html.j2",
        links=links,
        view=view,
        labels=view.labels,
        timeline=_both(lambda width: timeline_svg(view.timeline, view.timeline_text, width)),
        coverage=_both(lambda width: coverage_svg(coverage, view.coverage_text, width))
        if coverage
        else None,
        paces={
            answer.number: pace_svg(answer.pace, f"pace{answer.number}")
            for answer in view.answers
            if answer.pace is not None
        },
        frame=pace_frame(),
        held=held,
        desk_script=_read("coach.js"),
        style=style,
        script=script,
        policy=report_policy(sound_sources, desk=view.desk is not None),
    )


def report_policy(sound_sources: Sequence[str], *, desk: bool = True) -> str:
    """The policy of a session's page: see :func:`render_html`; ``desk``: a coach can write in it."""
    scripts = ("report.js", "coach.js") if desk else ("report.js",)
    sources = " ".join(_source(_read(script)) for script in scripts)
    policy = [*_policy(_read("report.css")), f"script-src {sources}"]
    if sound_sources:
        policy.append(f"media-src {' '.join(sound_sources)}")
    return "; ".join(policy)


def render_progress(
    scenarios: Sequence[Progress], words: Words, links: Sequence[tuple[str, str]] = ()
) -> str:
    """The page of one scenario, or of several with a section each; without sound and script.

    Args:
        scenarios: at least one, each with a scored session, in the order shown.
        words: the language of the page.
        links: address and words of pages around it; none in a file.
    """
    sections = []
    for number, each in enumerate(scenarios, 1):
        view, name = progress_view(each, words), f"scenario{number}x"
        wide, narrow = (progress_svg(view.points, words, width, name) for width in (WIDE, NARROW))
        sections.append((view, Plot(wide, narrow)))
    return render_page(
        "progress.html.j2",
        links=links,
        language=words.language,
        sections=sections,
        count=words.say(N_("Scenarios: {count}."), count=len(sections)),
        part_names=[words.say(PART_NAMES[part]) for part in PARTS],
        labels={name: words.say(message) for name, message in _PROGRESS_LABELS.items()},
        policy=progress_policy(),
    )


def progress_policy() -> str:
    """The policy of a page without sound and script: of progress, of a class."""
    return "; ".join(_policy(_read("report.css")))


def _both(draw: Callable[[int], str]) -> Plot:
    return Plot(draw(WIDE), draw(NARROW))


def _policy(style: str) -> list[str]:
    own = f"style-src {_source(style)}"
    return ["default-src 'none'", own, "base-uri 'none'", "form-action 'none'"]


def _source(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def render_page(template: str, **values: object) -> str:
    """A page of ``template``, in the style that all of them have."""
    return _render(template, style=_read("report.css"), **values)


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(**values)


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
