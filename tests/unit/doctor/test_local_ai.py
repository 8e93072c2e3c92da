"""Whether a language model answers, and which, tried on a server of our own."""

from __future__ import annotations

import json

import pytest

from interviewer.doctor.checks import LOCAL_AI
from interviewer.doctor.local_ai import check_local_ai
from interviewer.errors import UsageError
from interviewer.llm.server import ChatServer, LlmSettings
from tests.chat_service import Reply, body, saying, serving


def served_as(name: object) -> Reply:
    reply = {"model": name, "choices": [{"message": {"content": "Yes"}}]}
    return lambda handler: body(handler, json.dumps(reply).encode())


@pytest.mark.parametrize(
    ("reply", "named"),
    [(served_as("gemma-3"), "gemma-3"), (served_as(7), "petit"), (saying("Yes"), "petit")],
)
def test_one_that_answers_is_named_as_its_server_names_it(reply: Reply, named: str) -> None:
    with serving(reply) as service:
        check = check_local_ai(LlmSettings(service.url, "petit"))
    assert (check.title, check.status, check.fix) == (LOCAL_AI, "ok", None)
    values = check.found.values
    assert (values["model"], values["url"]) == (named, service.url)


def test_one_that_does_not_answer_is_worth_a_look_and_no_more() -> None:
    with serving(saying("x")) as service:
        url = service.url
    check = check_local_ai(LlmSettings(url, "petit"))
    assert check.status == "warning"
    assert "does not answer" in check.found.message
    assert check.fix is not None
    with serving(lambda handler: body(handler, b"{}")) as service:
        check = check_local_ai(LlmSettings(service.url, "petit"))
    assert check.status == "warning"


def test_another_machine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChatServer, "try_out", lambda self: "big")
    settings = LlmSettings("https://models.example.org/v1", "big", allow_remote=True)
    check = check_local_ai(settings)
    assert (check.status, check.found.values["model"]) == ("warning", "big")
    assert check.fix is not None
    assert check.fix.values == {"host": "models.example.org"}


def test_settings_that_cannot_be_are_told() -> None:
    with pytest.raises(UsageError, match="another machine"):
        check_local_ai(LlmSettings("https://models.example.org/v1", "big"))
    with pytest.raises(UsageError, match="wrong"):
        check_local_ai(UsageError("wrong"))
