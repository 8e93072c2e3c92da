"""Cut off from every network: a replay and a session at the microphone open no connection."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from benchmarks.torture.endurance import replays, sessions


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have gone out; nothing does."""
    asked: list[str] = []

    def refuse(name: str) -> None:
        def call(*arguments: object, **_: object) -> None:
            asked.append(f"{name} {arguments}")
            raise OSError("no network")

        monkeypatch.setattr(socket, name, call)

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        refuse(name)
    return asked


def test_a_replay_with_its_page_asks_nobody(asked: list[str], tmp_path: Path) -> None:
    assert len(replays(1, tmp_path)) == 1
    assert (tmp_path / "report.html").stat().st_size > 100_000
    assert asked == []


def test_a_session_at_the_microphone_asks_nobody(asked: list[str], tmp_path: Path) -> None:
    assert len(sessions(1, tmp_path, "intro")) == 1
    assert asked == []


def test_somebody_who_asks_would_be_noticed(asked: list[str]) -> None:
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("localhost", 9))
    assert len(asked) == 1
