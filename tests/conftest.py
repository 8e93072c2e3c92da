"""No test reads or writes the history and settings of the person who runs it.

The detector's library is loaded before anything loads torch, as the program does.

What a view printed when someone last looked at it is in ``tests/golden``. After a change of the
views that is meant, write these files anew and read the difference before committing it::

    INTERVIEWER_UPDATE_GOLDEN=1 .venv/bin/python -m pytest -q tests/unit tests/flow/test_timer.py
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from interviewer.openmp import silero

Golden = Callable[[str, str], None]

GOLDEN = Path(__file__).parent / "golden"

# A thread for each process, and for those it starts: several run at once, and threads that wait for
# each other do so by spinning. Beside one other process, decoding a text with torch cost 1.5 s of CPU
# with two threads, 0.06 s with one. Libraries read this once, when they are loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# How long an example takes says something of the machine only. `make torture` tries twenty times as many.
settings.register_profile("suite", deadline=None, max_examples=50)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile("suite")


def pytest_sessionstart() -> None:
    silero()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Libraries and thousands of tests stay, and are not looked through for garbage again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: of several processes, none is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("model") is None)


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERVIEWER_DATA", str(folder / "data"))
        patch.setenv("INTERVIEWER_CONFIG", str(folder / "settings.toml"))
        yield


@pytest.fixture(autouse=True)
def _wording_alone(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Ideas are recognised by their wording, so that what a test says is all that there is to know."""
    if request.node.get_closest_marker("meaning") is None:
        monkeypatch.setattr("interviewer.scoring.ideas.second_opinion", lambda *_: {})
        for module in ("meaning", "own", "topic"):
            monkeypatch.setattr(f"interviewer.scoring.{module}.available", lambda: False)


@pytest.fixture(scope="session")
def golden() -> Golden:
    """Compares a text with a golden file, or writes it when INTERVIEWER_UPDATE_GOLDEN is set."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("INTERVIEWER_UPDATE_GOLDEN"):
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return check
