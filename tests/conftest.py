"""No test reads or writes the history and settings of the person who runs it.

The detector's library is loaded before anything loads torch, as the program does. Examples that
hypothesis makes are not timed: a busy machine fails no test.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from interviewer.openmp import silero

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_sessionstart() -> None:
    silero()


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERVIEWER_DATA", str(folder / "data"))
        patch.setenv("INTERVIEWER_CONFIG", str(folder / "settings.toml"))
        yield
