"""Whether the language model of the settings answers, and which."""

from __future__ import annotations

import time
from dataclasses import replace

from interviewer.doctor.checks import LOCAL_AI, Check, failed
from interviewer.domain import Notice
from interviewer.errors import InterviewerError
from interviewer.i18n import N_
from interviewer.llm.server import ChatServer, LlmError, LlmSettings

_ANSWERS = N_("{model} answers at {url}, in {seconds} s.")
_REMOTE = N_("What you say is sent to {host}, another machine; allow_remote = false keeps it here.")


def check_local_ai(settled: LlmSettings | InterviewerError) -> Check:
    """Has the model answer a word; everything else works without it, whatever is found.

    Raises:
        InterviewerError: what is settled cannot be.
    """
    if isinstance(settled, InterviewerError):
        raise settled
    server = ChatServer(settled)
    began_s = time.perf_counter()
    try:
        model = server.try_out()
    except LlmError as error:
        return replace(failed(LOCAL_AI, error), status="warning")
    seconds = round(time.perf_counter() - began_s, 1)
    found = Notice(_ANSWERS, {"model": model, "url": settled.url, "seconds": seconds})
    if not server.sent_to:
        return Check(LOCAL_AI, "ok", found)
    return Check(LOCAL_AI, "warning", found, Notice(_REMOTE, {"host": server.sent_to}))
