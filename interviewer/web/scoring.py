"""Recordings dropped on a page or chosen there: taken, scored, their report."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from interviewer.audio.reader import AUDIO_SUFFIXES
from interviewer.domain import Phase, Task
from interviewer.errors import InterviewerError, UsageError
from interviewer.i18n import N_
from interviewer.report.html import EMBEDDED_SOUND, report_policy
from interviewer.ui.text import duration, megabytes, safe
from interviewer.web.batch import MOST_BYTES, MOST_FILES, Asked, Batch
from interviewer.web.microphone import TROUBLES
from interviewer.web.pages import form_of, page, say_all, site_of
from interviewer.web.recorded import Piece, RecordedHere
from interviewer.web.rehearsing import Rehearsing
from interviewer.web.sources import offer, scenario_of

_SCORING = {
    "intro": N_("Recordings that you made elsewhere, or make here, scored like a rehearsal."),
    "scenario": N_("What they answer"),
    "phase": N_("Part"),
    "by_name": N_("Their names tell: intro.m4a, q2.wav; or one file of the whole pitch"),
    "history": N_("Keep the scores in the history"),
    "drop": N_("Drop recordings or a folder here"),
    "files": N_("Choose files"),
    "folder": N_("Choose a folder"),
    "score": N_("Score them"),
    "stop": N_("Stop"),
    "again": N_("Score others"),
    "report": N_("The whole report"),
    "sending": N_("sending"),
    "waiting": N_("waiting"),
    "done": N_("read"),
    "too_large": N_("larger than {limit}"),
    "too_many": N_("More than {most} files: send fewer at once."),
    "no_sound": N_("not a kind of file that sound is recorded in"),
    "lost": N_("The connection to the program is lost."),
    "remove": N_("Remove"),
    "record_here": N_("Record here"),
    "said": N_("What you say"),
    "whole": N_("The whole, in one recording"),
    "recording": N_("recording"),
    "record": N_("Record"),
    "end_record": N_("Stop recording"),
    "microphone": N_("Microphone"),
    "default": N_("The browser’s own choice"),
    "copies": N_("The page’s copies go when the program ends; your files stay where they are."),
    "kept_here": N_(
        "What you record here is on this machine from the first second. It goes with its session into your history; until then it waits here."
    ),
    "unkept": N_("cannot be kept yet: leave this page open"),
    "left_over": N_("recorded here before"),
    "take": N_("Take"),
    "sure": N_("Delete this recording? There is no other copy."),
}


class Scoring:
    """Recordings in one run of the server: at most one batch at a time.

    Args:
        rehearsing: has this machine, which a session under way needs for itself.
    """

    def __init__(self, rehearsing: Rehearsing) -> None:
        self._rehearsing = rehearsing
        self._recorded = RecordedHere()
        self._batch: Batch | None = None

    def is_busy(self) -> bool:
        """Whether recordings are being scored."""
        return self._batch is not None and self._batch.stage == "working"

    def close(self) -> None:
        """The server ends."""
        if self._batch is not None:
            self._batch.close()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/score", self._choose),
            Route("/score/tasks", self._tasks),
            Route("/score/begin", self._begin, methods=["POST"]),
            Route("/score/file", self._take, methods=["POST"]),
            Route("/score/run", self._run, methods=["POST"]),
            Route("/score/stop", self._stop, methods=["POST"]),
            Route("/score/state", self._state),
            Route("/score/report", self._report),
            Route("/score/recorded", self._recordings),
            Route("/score/recorded", self._record, methods=["POST"]),
            Route("/score/recorded/{id}", self._recording),
            Route("/score/recorded/{id}/remove", self._remove, methods=["POST"]),
        ]

    async def _choose(self, request: Request) -> Response:
        words = site_of(request).words
        labels = say_all(words, _SCORING | TROUBLES)
        labels["too_large"] = words.say(
            _SCORING["too_large"], limit=megabytes(MOST_BYTES, words.language)
        )
        labels["too_many"] = words.say(_SCORING["too_many"], most=MOST_FILES)
        return page(
            request,
            "score.html.j2",
            words.say(N_("Score recordings")),
            scenarios=await run_in_threadpool(offer, words.language),
            suffixes=",".join(sorted(AUDIO_SUFFIXES)),
            most_bytes=MOST_BYTES,
            most_files=MOST_FILES,
            labels=labels,
        )

    async def _tasks(self, request: Request) -> Response:
        """What a recording may answer; ``whole``: all of it in a row, told apart by what is said."""
        reference = request.query_params.get("scenario", "")
        scenario = await run_in_threadpool(lambda: scenario_of(reference, phrasings=False))
        tasks = [
            {"id": task.id, "title": safe(_title(phase, task))} for phase, task in scenario.tasks()
        ]
        asking = any(phase.kind == "question" for phase in scenario.phases)
        whole = len(tasks) > 1 and not asking
        return JSONResponse({"tasks": tasks, "whole": whole, "language": scenario.language})

    async def _begin(self, request: Request) -> Response:
        form = await form_of(request)
        if self.is_busy():
            raise UsageError(N_("Recordings are being scored already."), N_("Wait, or stop it."))
        if self._rehearsing.is_busy():
            # Both would take the whole machine, and the one at the microphone cannot wait.
            raise UsageError(
                N_("A rehearsal is under way."), N_("Score recordings once it is over.")
            )
        keep = bool(form.get("history"))
        scenario = await run_in_threadpool(
            lambda: scenario_of(form.get("scenario", ""), phrasings=keep)
        )
        await run_in_threadpool(self.close)
        site = site_of(request)
        asked = Asked(scenario, form.get("phase") or None, keep)
        self._batch = Batch(asked, self._rehearsing.means, site.words, site.door.root)
        return JSONResponse({"batch": self._batch.id})

    async def _take(self, request: Request) -> Response:
        """One file, as it comes; what is wrong with it is a line beside its name."""
        batch, words = self._asked_for(request), site_of(request).words
        name = request.query_params.get("name", "")
        try:
            made = self._recorded.file(request.query_params.get("made", ""))
            sent = batch.expect(name, made)
        except InterviewerError as error:
            return JSONResponse({"told": error.line(words.translate)})
        try:
            async for data in request.stream():
                await run_in_threadpool(batch.add, sent, data)
            await run_in_threadpool(batch.complete, sent)
        except ClientDisconnect:
            batch.fail(sent, UsageError(N_("{file}: did not come whole."), file=sent.name))
        except InterviewerError as error:
            batch.fail(sent, error)
        return JSONResponse({"name": sent.name, "told": sent.told})

    async def _run(self, request: Request) -> Response:
        batch = self._asked_for(request)
        batch.begin()
        return JSONResponse(_state_of(batch))

    async def _stop(self, request: Request) -> Response:
        await run_in_threadpool(self._asked_for(request).close)
        return JSONResponse({})

    async def _state(self, request: Request) -> Response:
        return JSONResponse(_state_of(self._asked_for(request)))

    async def _report(self, request: Request) -> Response:
        batch = self._asked_for(request)
        if not batch.outcome.report:
            raise HTTPException(404)
        policy = f"{report_policy(EMBEDDED_SOUND)}; frame-ancestors 'none'"
        return HTMLResponse(batch.outcome.report, headers={"Content-Security-Policy": policy})

    async def _record(self, request: Request) -> Response:
        """The next piece of a recording that is being made, kept before it is answered."""
        asked = request.query_params
        try:
            rate, at = int(asked.get("rate", "")), int(asked.get("at", ""))
        except ValueError:
            raise HTTPException(400) from None
        piece = Piece(
            asked.get("id", ""), asked.get("name", ""), rate, max(0, at), await request.body()
        )
        try:
            return JSONResponse({"here": await run_in_threadpool(self._recorded.add, piece)})
        except InterviewerError as error:
            return JSONResponse({"told": error.line(site_of(request).words.translate)})

    async def _recordings(self, request: Request) -> Response:
        """Those that are in no session yet."""
        words = site_of(request).words
        made = await run_in_threadpool(self._recorded.all)

        def length(seconds: float | None) -> str:
            if seconds is None:
                return words.translate(N_("its beginning is damaged"))
            return duration(seconds, words.language)

        return JSONResponse(
            [{"id": each.id, "name": each.name, "length": length(each.seconds)} for each in made]
        )

    async def _recording(self, request: Request) -> Response:
        file = await run_in_threadpool(self._recorded.file, request.path_params["id"])
        if file is None:
            raise HTTPException(404)
        return FileResponse(file, media_type="audio/wav")

    async def _remove(self, request: Request) -> Response:
        await run_in_threadpool(self._recorded.remove, request.path_params["id"])
        return JSONResponse({})

    def _asked_for(self, request: Request) -> Batch:
        batch = self._batch
        if batch is None or batch.id != request.query_params.get("batch"):
            raise HTTPException(404)
        return batch


def _state_of(batch: Batch) -> dict[str, Any]:
    outcome, report = batch.outcome, ""
    if outcome.session:
        report = f"sessions/{outcome.session}/report"
    elif outcome.report:
        report = f"score/report?batch={batch.id}"
    return {
        "stage": batch.stage,
        "told": batch.told,
        "files": [
            {"name": each.name, "state": each.state, "told": each.told} for each in batch.files
        ],
        "score": outcome.score,
        "notes": outcome.told,
        "report": report,
    }


def _title(phase: Phase, task: Task) -> str:
    """A question as it is asked, or the title of the phase."""
    asked = (each.ask for each in phase.questions if each.task.id == task.id)
    return next(asked, phase.title)
