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
    return list(weigh(Material(TASKS, whole, cuts, (), len(cuts) + 1, {}), 1.0).cut[1:-1])


def test_a_pause_inside_a_sentence_speaks_less_for_a_beginning_than_one_after_it() -> None:
    after, inside = beginnings((0.5, True), (0.5, False))
    assert after - inside == pytest.approx(2.0)


def test_each_doubling_of_a_pause_speaks_as_much_more_up_to_a_second_and_a_half() -> None:
    half, one, longest, nine = beginnings((0.5, True), (1.0, True), (1.5, True), (9.0, True))
    assert one - half == pytest.approx(1.5)
    assert nine == longest > one


def test_a_phase_is_likeliest_as_long_as_planned() -> None:
    cuts = tuple(Cut(word, 5.0 * word, 5.0 * word, True) for word in range(1, 6))
    scores = weigh(Material(TASKS, Span(0.0, 30.0), cuts, (), 6, {}), 1.0)
    # From the first node to each other one, 5 s apart: 10 s are what the task asks for.
    assert int(np.argmax(scores.part[0, 0])) == 2


def test_how_a_sentence_begins_counts_where_its_first_word_is_and_nowhere_else() -> None:
    cuts = (Cut(1, 10.0, 10.5, True), Cut(2, 20.0, 20.5, True))
    plain, opened = (
        weigh(Material(TASKS, Span(0.0, 30.0), cuts, (), 3, openings), 1.0).cut
        for openings in ({}, {2: 1.25})
    )
    assert list(opened - plain) == [0.0, 0.0, 1.25, 0.0]


def test_a_phase_that_is_gone_takes_no_part() -> None:
    material = Material(TASKS, Span(0.0, 30.0), (Cut(1, 10.0, 10.5, True),), (), 2, {})
    part = weigh(material, 1.0, {0}).part
    assert np.isneginf(part[0]).all()
    assert np.array_equal(part[1], weigh(material, 1.0).part[1])
