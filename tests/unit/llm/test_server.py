"""What is asked of a server, and what is made of its replies."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler

import pytest

from interviewer.errors import UsageError
from interviewer.llm.server import ChatServer, LlmError, LlmSettings
from tests.chat_service import ChatService, Reply, body, saying, serving

Serve = Callable[[Reply], ChatService]


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as stack:
        yield lambda reply: stack.enter_context(serving(reply))


def ask(url: str, timeout_s: float = 5.0) -> str:
    model = ChatServer(LlmSettings(url, "small", timeout_s=timeout_s))
    return model.answer("Do this.", "With that.", most_tokens=10)


def test_what_it_writes_is_given_and_what_it_is_asked_is_what_was_meant(serve: Serve) -> None:
    service = serve(saying("  fine \n"))
    assert ask(service.url) == "fine"
    ((path, asked),) = service.asked
    assert path == "/v1/chat/completions"
    assert asked["model"] == "small"
    assert [message["content"] for message in asked["messages"]] == ["Do this.", "With that."]
    assert (asked["temperature"], asked["max_tokens"], asked["stream"]) == (0, 10, False)


@pytest.mark.parametrize(
    "reply",
    [
        lambda handler: body(handler, b"<html>no</html>"),
        lambda handler: body(handler, b"[" * 100_000),
        lambda handler: body(handler, b'{"choices": []}'),
        lambda handler: body(handler, b'"text"'),
        lambda handler: body(handler, b"\xff\xfe"),
        lambda handler: body(handler, b"{}", 500),
        lambda handler: body(handler, b" " * (2 << 20)),
        saying(None),
        saying(" \n"),
        saying(["a"]),
    ],
)
def test_rubbish_is_told(serve: Serve, reply: Reply) -> None:
    with pytest.raises(LlmError, match="nothing that can be used"):
        ask(serve(reply).url)


def test_a_redirect_to_another_place_is_not_followed(serve: Serve) -> None:
    elsewhere = serve(saying("caught"))

    def away(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("Location", elsewhere.url + "/chat/completions")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with pytest.raises(LlmError, match="HTTP 307"):
        ask(serve(away).url)
    assert elsewhere.asked == []


@pytest.mark.parametrize("drips", [False, True])
def test_silence_and_dripping_are_late(serve: Serve, drips: bool) -> None:
    over = threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        if drips:
            handler.send_response(200)
            handler.send_header("Content-Length", "100000")
            handler.end_headers()
        while not over.wait(0.02):
            if drips:
                handler.wfile.write(b" ")

    url = serve(slow).url
    try:
        with pytest.raises(LlmError, match=r"within 0\.2 s"):
            ask(url, timeout_s=0.2)
    finally:
        over.set()


def test_nobody_there_is_told() -> None:
    with serving(saying("x")) as service:
        url = service.url
    with pytest.raises(LlmError, match="does not answer"):
        ask(url)


def test_proxies_of_the_environment_are_not_asked(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert ask(serve(saying("direct")).url) == "direct"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (LlmSettings("ftp://127.0.0.1/v1", "m"), "no address"),
        (LlmSettings("127.0.0.1:11434", "m"), "no address"),
        (LlmSettings("http://127.0.0.1/v1"), "model is missing"),
        (LlmSettings("http://example.org/v1", "m"), "another machine"),
        (LlmSettings("http://127.0.0.1.example.org/v1", "m"), "another machine"),
        (LlmSettings("http://127.0.0.1@example.org/v1", "m"), "another machine"),
        (LlmSettings("http://192.168.1.4:8000/v1", "m"), "another machine"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings: LlmSettings, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ChatServer(settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.8.9.1"])
def test_this_machine_is_not_remote(host: str) -> None:
    assert not LlmSettings(f"http://{host}:1/v1", "m").remote


def test_another_machine_may_be_allowed_and_is_known_as_such() -> None:
    settings = LlmSettings("https://example.org/v1", "m", allow_remote=True)
    assert settings.remote
    assert ChatServer(settings).name == "m"
