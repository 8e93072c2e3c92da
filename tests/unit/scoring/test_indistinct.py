from __future__ import annotations

from collections.abc import Callable

import pytest

from interviewer.domain import Point, Scenario, Step, Task, Term, Trap
from interviewer.scoring.indistinct import Indistinct, indistinct

MakeScenario = Callable[..., Scenario]


def _points(*patterns: str) -> tuple[Point, ...]:
    return tuple(Point(f"point {n}", (pattern,)) for n, pattern in enumerate(patterns))


@pytest.mark.parametrize(
    ("task", "found"),
    [
        pytest.param(
            Task("a", 30.0, terms=(Term("80 %"), Term("quatre-vingts pour cent"))),
            [(("terms", 1), "quatre-vingts pour cent", "80 %", False)],
            id="a number in words and in figures",
        ),
        pytest.param(
            Task("a", 30.0, terms=(Term("C"), Term("C++"))),
            [(("terms", 1), "C++", "C", True)],
            id="a sign more",
        ),
        pytest.param(
            Task("a", 30.0, points=_points("cent euros", "100 €")),
            [(("points", 1), "point 1", "point 0", False)],
            id="two points",
        ),
        pytest.param(
            Task("a", 30.0, steps=(Step("un", ("!!", "cent")),)),
            [(("steps", 0, "any", 0), "!!", None, False)],
            id="no word",
        ),
        pytest.param(
            Task("a", 30.0, terms=(Term("RAG"), Term("R&D")), points=_points("1 %", "étape 1")),
            [],
            id="each its own",
        ),
    ],
)
def test_patterns_that_cannot_be_told_apart_are_named(
    task: Task, found: list[tuple[object, str, str | None, bool]], make_scenario: MakeScenario
) -> None:
    every = list(indistinct(make_scenario(task)))
    assert [(each.path[2:], each.pattern, each.other, each.by_sign) for each in every] == found


def test_a_trap_without_a_word_is_named(make_scenario: MakeScenario) -> None:
    scenario = make_scenario(Task("a", 30.0), traps=(Trap("t", ("vrai", "…"), "Non.", 5.0),))
    assert list(indistinct(scenario)) == [Indistinct(("trap", 0, "any", 1), "…", None)]
