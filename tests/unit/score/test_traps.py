from __future__ import annotations

from collections.abc import Callable

import pytest

from interviewer.models import Scenario, Take, Task, Trap
from interviewer.score.traps import find_traps

TRAPS = (
    Trap("magie", ("c'est magique",), "Rien n'est magique."),
    Trap("temps-reel", ("entraîné … temps réel … internet",), "Il est figé."),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il est entraîné en temps réel sur internet.", ["temps-reel"]),
        ("Entraînés en temps réel, donc, sur Internet, c'est magique", ["magie", "temps-reel"]),
        ("C'est magique, vraiment, c'est magique", ["magie"]),
        ("Il est entraîné sur internet, jamais à la volée.", []),
        ("C'est la magie", []),
    ],
)
def test_each_trap_is_found_once(
    make_take: Callable[..., Take],
    make_scenario: Callable[..., Scenario],
    text: str,
    found: list[str],
) -> None:
    scenario = make_scenario(Task("q", 10.0), traps=TRAPS)
    hits = find_traps(scenario, make_take(text).transcript)
    assert [hit.trap.id for hit in hits] == found


def test_a_trap_is_quoted_with_its_time(
    make_take: Callable[..., Take], make_scenario: Callable[..., Scenario]
) -> None:
    take = make_take("On dit parfois que oui, c'est magique.", pace=60.0)
    (hit,) = find_traps(make_scenario(Task("q", 10.0), traps=TRAPS), take.transcript)
    assert hit.quote == "parfois que oui, c'est magique."
    assert hit.start_s == 6.0
