"""What pauses and the ends of sentences say for a phase beginning there."""

from __future__ import annotations

import numpy as np
import pytest

from interviewer.domain import Span, Task
from interviewer.scoring.one_take_clues import Material, weigh
from interviewer.scoring.one_take_path import Cut

TASKS = (Task("a", 10.0), Task("b", 10.0))


def beginnings(*pauses: tuple[float, bool]) -> list[float]:
    """What speaks for a beginning at each pause, which ends a sentence or not."""
    cuts = tuple(
        Cut(word, 10.0 * word, 10.0 * word + pause_s, ends)
        for word, (pause_s, ends) in enumerate(pauses, start=1)
    )
    whole = Span(0.0, 10.0 * len(cuts) + 10.0)
    return list(weigh(Material(TASKS, whole, cuts, (), len(cuts) + 1), 1.0).cut[1:-1])


def test_a_pause_inside_a_sentence_speaks_less_for_a_beginning_than_one_after_it() -> None:
    after, inside = beginnings((0.5, True), (0.5, False))
    assert after - inside == pytest.approx(2.0)


def test_each_doubling_of_a_pause_speaks_as_much_more_up_to_three_seconds() -> None:
    one, two, three, nine = beginnings((1.0, True), (2.0, True), (3.0, True), (9.0, True))
    assert two - one == pytest.approx(1.5)
    assert nine == three > two


def test_a_phase_is_likeliest_as_long_as_planned() -> None:
    cuts = tuple(Cut(word, 5.0 * word, 5.0 * word, True) for word in range(1, 6))
    scores = weigh(Material(TASKS, Span(0.0, 30.0), cuts, (), 6), 1.0)
    # From the first node to each other one, 5 s apart: 10 s are what the task asks for.
    assert int(np.argmax(scores.part[0, 0])) == 2
