"""A report as one HTML file that needs nothing else and reaches nothing else.

Its Content-Security-Policy lets nothing in but the page's own style and script, known by their
SHA-256, and the sound. Text reaches the page through Jinja2's autoescape only; the script is given
no text at all, just times in ``data-`` attributes. The same view gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.report.view import ReportView

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["EMBEDDED_SOUND", "LINKED_SOUND", "render_html", "render_page"]

EMBEDDED_SOUND = ("data:",)
LINKED_SOUND = ("'self'", "file:")
"""A linked recording is beside the page: on disk, or wherever the page is served from."""

_TEMPLATES = Path(__file__).parent / "templates"


def render_html(view: ReportView, sound_sources: Sequence[str]) -> str:
    """The page.

    Args:
        view: what it shows.
        sound_sources: what the policy lets a player read: :data:`EMBEDDED_SOUND`,
            :data:`LINKED_SOUND`, or nothing.
    """
    style, script = _read("report.css"), _read("report.js")
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            view=view,
            labels=view.labels,
            style=style,
            script=script,
            policy=_policy(style, script, sound_sources),
        )
    )


def render_page(template: str, view: object) -> str:
    """A page without sound and script.

    Args:
        template: the name of a file in ``templates``, which reads ``view``.
        view: what it shows, in words.
    """
    style = _read("report.css")
    policy = f"default-src 'none'; style-src {_source(style)}; base-uri 'none'; form-action 'none'"
    return _environment().get_template(template).render(view=view, style=style, policy=policy)


def _policy(style: str, script: str, sound_sources: Sequence[str]) -> str:
    directives = [
        "default-src 'none'",
        f"style-src {_source(style)}",
        f"script-src {_source(script)}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    if sound_sources:
        directives.append(f"media-src {' '.join(sound_sources)}")
    return "; ".join(directives)


def _source(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
