from __future__ import annotations

import json

from interviewer.models import PhaseTry, TimerPlan, TimerRecord
from interviewer.timer.contract import dumps_fits, dumps_record
from interviewer.timer.fit import fits_of


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
