from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from rich.console import Console, RenderableType

from interviewer.domain import Language, PhaseTry, TimerPlan, TimerRecord
from interviewer.timer.plan import fits_of
from interviewer.timer.results import dumps_fits, dumps_record, fit_table, record_table
from interviewer.ui.page import Page


def test_a_run(plan: TimerPlan) -> None:
    tries = (
        PhaseTry("intro", 0.0, 33.12345, 33.12345, 30.0, "next"),
        PhaseTry("anecdote", 33.12345, 50.0, 6.87655, 75.0, "quit"),
    )
    assert json.loads(dumps_record(TimerRecord(plan, False, tries, 50.0, 10.0, "quit"))) == {
        "schema": "interviewer.timer/1",
        "plan": {"id": "essai", "title": "Essai", "language": "fr", "target_s": 110.0},
        "auto": False,
        "reason": "quit",
        "taken_s": 40.0,
        "paused_s": 10.0,
        "duration_s": 50.0,
        "phases": [
            {
                "id": "intro",
                "title": "Intro",
                "planned_s": 30.0,
                "taken_s": 33.123,
                "difference_s": 3.123,
            },
            {
                "id": "anecdote",
                "title": "Anecdote",
                "planned_s": 60.0,
                "taken_s": 6.877,
                "difference_s": -53.123,
            },
            {
                "id": "fin",
                "title": "Fin",
                "planned_s": 20.0,
                "taken_s": None,
                "difference_s": None,
            },
        ],
        "tries": [
            {
                "phase": "intro",
                "began_s": 0.0,
                "ended_s": 33.123,
                "taken_s": 33.123,
                "target_s": 30.0,
                "end": "next",
            },
            {
                "phase": "anecdote",
                "began_s": 33.123,
                "ended_s": 50.0,
                "taken_s": 6.877,
                "target_s": 75.0,
                "end": "quit",
            },
        ],
    }


def test_a_fit_check(plan: TimerPlan) -> None:
    data = json.loads(dumps_fits(plan, fits_of(plan)))
    assert data["schema"] == "interviewer.timer-fit/1"
    assert [(phase["text"], phase["verdict"]) for phase in data["phases"]] == [
        ("cue", "fits"),
        ("script", "fits"),
        (None, None),
    ]
    assert data["phases"][1]["seconds"] == {"4": 20.0, "5": 16.0, "6": 13.333}


Golden = Callable[[str, str], None]
MakePage = Callable[..., Page]
Pitches = dict[Language, TimerPlan]


def printed(renderable: RenderableType, width: int) -> str:
    file = io.StringIO()
    Console(file=file, width=width).print(renderable)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def whole(plan: TimerPlan) -> TimerRecord:
    """Each phase 2.5 s over its target, the second one begun again once."""
    tries, at_s = list[PhaseTry](), 0.0
    for phase in plan.phases:
        if phase is plan.phases[1]:
            tries.append(PhaseTry(phase.id, at_s, at_s + 5, 5.0, phase.target_s, "restart"))
            at_s += 5
        taken_s = phase.target_s + 2.5
        tries.append(PhaseTry(phase.id, at_s, at_s + taken_s, taken_s, phase.target_s, "next"))
        at_s += taken_s
    return TimerRecord(plan, False, tuple(tries), at_s + 61.3, 61.3, "completed")


@pytest.mark.parametrize(("width", "language"), [(80, "fr"), (40, "fr"), (80, "en")])
def test_golden(
    width: int, language: Language, pitches: Pitches, make_page: MakePage, golden: Golden
) -> None:
    text = printed(record_table(make_page(width, language), whole(pitches[language])), width)
    golden(f"timer-table-{width}-{language}.txt", text)


def test_who_leaves_sees_what_was_done(plan: TimerPlan, make_page: MakePage) -> None:
    tries = (
        PhaseTry("intro", 0.0, 33.0, 33.0, 30.0, "next"),
        PhaseTry("anecdote", 33.0, 40.0, 7.0, 60.0, "quit"),
    )
    record = TimerRecord(plan, False, tries, 40.0, 0.0, "quit")
    rows = printed(record_table(make_page(), record), 80).splitlines()
    assert rows[2].split() == ["Intro", "30", "s", "33", "s", "+3", "s"]
    assert "Anecdote (interrompue)" in rows[3]
    assert rows[4].split() == ["Fin", "20", "s", "–"]
    assert rows[5].split() == ["Total", "1", "min", "30", "s", "40", "s", "−50", "s"]
    assert "2 phases comptent sur 3" in rows[6]


def test_who_leaves_at_once_sees_that_nothing_counts(plan: TimerPlan, make_page: MakePage) -> None:
    tries = (PhaseTry("intro", 0.0, 3.0, 3.0, 30.0, "restart"),)
    text = printed(record_table(make_page(), TimerRecord(plan, True, tries, 3.0, 0.0, "quit")), 80)
    assert "Total" not in text
    assert "0 phases comptent sur 3" in text


@pytest.mark.parametrize("width", [80, 40])
def test_golden_fit(width: int, pitches: Pitches, make_page: MakePage, golden: Golden) -> None:
    text = printed(fit_table(make_page(width), fits_of(pitches["fr"])), width)
    golden(f"timer-fit-{width}-fr.txt", text)
