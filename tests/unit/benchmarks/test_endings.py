from __future__ import annotations

import pytest

from benchmarks.endings import Pause, cut_off, rows

ENDINGS = [
    Pause("quick", 0.6),
    Pause("quick", None),
    Pause("thinks", 2.0, finished=0.2),
    Pause("thinks", 3.1, finished=0.9),
    Pause("thinks", None, finished=0.1),
]


@pytest.mark.parametrize(
    ("wait_s", "longer_s", "expected"),
    [
        (2.0, 2.0, (2, frozenset({"thinks"}), 2.0)),
        (2.0, 3.0, (1, frozenset({"thinks"}), 2.5)),
        (0.5, 0.5, (3, frozenset({"quick", "thinks"}), 0.5)),
        (4.0, 3.0, (0, frozenset(), 4.0)),
    ],
)
def test_a_pause_as_long_as_the_wait_ends_its_answer(
    wait_s: float, longer_s: float, expected: tuple[int, frozenset[str], float]
) -> None:
    assert cut_off(ENDINGS, wait_s, longer_s) == expected


def test_a_row_a_wait() -> None:
    head, _, *table = rows(ENDINGS)
    assert head == "2 answers, 3 pauses of 0.25 s or more inside them"
    assert table[0].split()[:5] == ["1.0", "2", "66.7%", "1", "50.0%"]
