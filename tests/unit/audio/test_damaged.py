"""The short form of ``benchmarks.torture.recordings``: whatever the bytes are, a signal or one line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.torture.containers import CONTAINERS
from benchmarks.torture.recordings import Case, damaged, read_or_refused

EACH = 52
"""Cases a container: 2,028 in all."""


@pytest.mark.parametrize("container", CONTAINERS)
def test_damaged_recordings_are_read_or_refused(
    container: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.bin"
    said: Counter[str] = Counter()
    for number in range(EACH):
        path.write_bytes(damaged(Case(container, number)))
        said[read_or_refused(path)] += 1
    assert set(said) <= {"read", "refused"}
    assert said["read"]
    assert capfd.readouterr() == ("", "")


def test_a_case_is_the_same_file_every_time() -> None:
    assert damaged(Case("wav", 7)) == damaged(Case("wav", 7)) != damaged(Case("wav", 8))
