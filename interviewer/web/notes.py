"""The person's own notes: pasted or dropped, drafted, the draft edited with its faults shown, kept."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from interviewer.errors import InterviewerError, UsageError
from interviewer.files import replacing
from interviewer.history.folder import make_private_folder, own_scenarios
from interviewer.i18n import N_
from interviewer.scenario.documents import ENDINGS, read_document
from interviewer.scenario.drafting import draft
from interviewer.scenario.faults import all_faults
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import load_text
from interviewer.scenario.notes import read_notes
from interviewer.scenario.source import MAX_BYTES, read_text
from interviewer.ui.page import Words
from interviewer.ui.text import duration, safe
from interviewer.web.pages import page, say_all, site_of
from interviewer.web.sources import file_of, own_file, own_reference

MOST_BYTES = 20 * 1024**2
"""Of a document; pictures may stand in it."""
_MOST_CHARACTERS = 100_000
"""Of notes, as of a document."""
_MOST_TOLD = 30
LARGER = {
    "/notes/document": MOST_BYTES,
    "/notes/draft": 4 * _MOST_CHARACTERS,
    "/notes/check": MAX_BYTES,
    "/notes/save": MAX_BYTES,
}
"""What these take, in bytes."""

_NOTES = {
    "intro": N_(
        "Paste your notes or drop a file: a heading for each part with its time, “## Intro (30 s)”, and "
        "below it what you say, points, or questions that you may be asked."
    ),
    "notes": N_("Your notes"),
    "file": N_("Choose a file"),
    "made": N_("What becomes of them"),
    "open": N_("What is left open"),
    "write": N_("Write the draft"),
    "draft": N_("The draft"),
    "draft_told": N_("All of it can be edited; what is wrong is said as you type."),
    "faults": N_("What is wrong"),
    "valid": N_("Nothing is wrong."),
    "name": N_("Name"),
    "name_told": N_("Small letters, digits and hyphens."),
    "save": N_("Keep it and rehearse"),
    "replace": N_("Replace the one of that name"),
    "own": N_("Yours so far"),
    "line": N_("line {line}"),
    "lost": N_("The connection to the program is lost."),
    "template": N_(
        "# My interview\n\n## Introduction (30 s)\n\nWhat I say first.\n\n## A project (1 min)\n\n"
        "- the problem\n- what I did\n- what came of it\n"
    ),
}


def routes() -> list[BaseRoute]:
    """The page of notes, and what it asks."""
    return [
        Route("/notes", _show),
        Route("/notes/document", _document, methods=["POST"]),
        Route("/notes/draft", _draft, methods=["POST"]),
        Route("/notes/check", _check, methods=["POST"]),
        Route("/notes/save", _save, methods=["POST"]),
    ]


async def _show(request: Request) -> Response:
    words = site_of(request).words
    reference = request.query_params.get("scenario", "")
    text = await run_in_threadpool(_text_of, reference) if reference else ""
    return page(
        request,
        "notes.html.j2",
        words.say(N_("Own notes")),
        draft=text,
        name=reference.rpartition("/")[2],
        own=await run_in_threadpool(_own_names),
        endings=",".join(ENDINGS),
        labels=say_all(words, _NOTES),
    )


def _text_of(reference: str) -> str:
    file = file_of(reference)
    if not isinstance(file, Path):
        raise UsageError(N_("There is no such scenario."), N_("Choose one of the list."))
    return read_text(file)


def _own_names() -> list[tuple[str, str]]:
    return [
        (own_reference(file.stem), file.stem) for file in sorted(own_scenarios().glob("*.toml"))
    ]


async def _document(request: Request) -> Response:
    """The text of a file that was dropped."""
    body, name = await request.body(), request.query_params.get("name", "")
    return await _answered(request, lambda _: {"text": _read(body, name)})


def _read(body: bytes, name: str) -> str:
    ending = Path(name.replace("\\", "/")).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="interviewer-") as folder:
        file = Path(folder) / f"notes{ending if ending in ENDINGS else '.odd'}"
        file.write_bytes(body)
        return read_document(file)


async def _draft(request: Request) -> Response:
    """The scenario that notes give, what was taken how, and what they leave open."""
    text = (await request.body()).decode("utf-8", "replace")
    name = request.query_params.get("name", "") or "interview"
    return await _answered(request, lambda words: _drafted(text, name, words))


def _drafted(text: str, name: str, words: Words) -> dict[str, Any]:
    if len(text) > _MOST_CHARACTERS:
        message = N_("{file}: {count} characters are more than an interview; keep {most} at most.")
        raise UsageError(message, file=name, count=len(text), most=_MOST_CHARACTERS)
    made = draft(read_notes(text), f"{name}.toml", load_glossary())
    return {
        "draft": made.text,
        "taken": [words.say(each.message, **each.values) for each in made.taken],
        "open": [
            _placed(each.line, words.say(each.message, **each.values), words)
            for each in made.unsure[:_MOST_TOLD]
        ],
    }


async def _check(request: Request) -> Response:
    """What is wrong with a draft, each fault with its line; of a valid one, what it holds."""
    text = (await request.body()).decode("utf-8", "replace")
    return await _answered(request, lambda words: _checked(text, words))


def _checked(text: str, words: Words) -> dict[str, Any]:
    wrong: list[InterviewerError] = list(all_faults(text, _ORIGIN))
    if not wrong:
        try:
            scenario = load_text(text, _ORIGIN, load_glossary())
        except InterviewerError as error:
            wrong.append(error)
        else:
            time = duration(scenario.target_s, words.language)
            return {"faults": [], "about": f"{safe(scenario.title)}, {time}"}
    return {"faults": [_fault(each, words) for each in wrong[:_MOST_TOLD]]}


_ORIGIN = "scenario.toml"


def _fault(error: InterviewerError, words: Words) -> dict[str, Any]:
    line = error.values.get("line")
    told = error.line(words.translate).replace(f"{_ORIGIN}, ", "", 1)
    return {"line": line if isinstance(line, int) else None, "told": told}


def _placed(line: int | None, told: str, words: Words) -> dict[str, Any]:
    where = "" if line is None else words.say(_NOTES["line"], line=line)
    return {"line": line, "told": f"{where}: {told}" if where else told}


async def _save(request: Request) -> Response:
    """Keeps a valid draft as a scenario of the person's own."""
    text = (await request.body()).decode("utf-8", "replace")
    asked = request.query_params
    name, replace = asked.get("name", ""), asked.get("replace") == "1"
    return await _answered(request, lambda _: {"scenario": _saved(text, name, replace=replace)})


def _saved(text: str, name: str, *, replace: bool) -> str:
    file = own_file(name)
    load_text(text, file.name, load_glossary())
    if file.exists() and not replace:
        raise UsageError(
            N_("{file} is there already."), N_("Choose another name, or move it."), file=file.name
        )
    try:
        make_private_folder(file.parent.parent)
        make_private_folder(file.parent)
        with replacing(file) as stream:
            stream.write(text.encode("utf-8"))
    except OSError as error:
        raise UsageError(
            N_("{file}: cannot be written ({reason})."), file=str(file), reason=error.strerror
        ) from error
    return own_reference(name)


async def _answered(request: Request, make: Any) -> Response:
    """What ``make`` gives, or why not, in a line."""
    words = site_of(request).words
    try:
        return JSONResponse(await run_in_threadpool(make, words))
    except InterviewerError as error:
        return JSONResponse({"told": error.line(words.translate)})
