"""``interviewer web`` itself: the address, the browser, the port, the extra."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pytest
from starlette.testclient import TestClient

from interviewer.web import serve
from interviewer.web.guard import Guard

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was given; the server starts, and ends at once."""
    addresses: list[str] = []

    def run(server: serve.Server, app: Guard) -> None:
        with server._listening, TestClient(app):
            server.end()

    monkeypatch.setattr(serve.Server, "run", run)
    monkeypatch.setattr(serve, "show", lambda address, say: addresses.append(address))
    return addresses


def test_the_address_is_shown_and_the_browser_gets_one_that_opens_once(
    interviewer: Run, opened: list[str]
) -> None:
    told = interviewer("web")
    assert told.returncode == 0, told.stderr
    (shown,) = re.findall(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", told.stderr)
    (given,) = opened
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?key=[\w-]{32}", given)
    assert shown.split("/")[3] not in given


def test_no_browser_is_opened_where_none_is_wanted(interviewer: Run, opened: list[str]) -> None:
    assert interviewer("web", "--no-browser").returncode == 0
    assert opened == []


def test_a_port_that_is_taken_is_said(interviewer: Run, opened: list[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        told = interviewer("web", "--port", str(other.getsockname()[1]))
    assert told.returncode == 2
    assert "cannot be used" in told.stderr
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize("module", ["starlette", "uvicorn", "websockets"])
def test_without_the_extra_a_line_says_what_to_install(
    interviewer: Run, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    def found(name: str) -> Any:
        return None if name == module else find_spec(name)

    monkeypatch.setattr("interviewer.cli.options.find_spec", found)
    told = interviewer("web")
    assert told.returncode == 3
    assert told.stderr.strip().endswith("pip install 'interviewer-oral[web]'")


def test_the_server_listens_on_this_machine_alone() -> None:
    listening = serve.listen(0)
    assert listening.getsockname()[0] == "127.0.0.1"
    listening.close()
