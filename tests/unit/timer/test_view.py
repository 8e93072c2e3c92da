"""The timer's screens, as someone sees them; colours apart, which add nothing to the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from interviewer.domain import Language, TimedPhase, TimerPlan
from interviewer.i18n import translator
from interviewer.timer.machine import Add, Event, Faster, Next, Pause, Timer, advance, begin
from interviewer.timer.scene import scene_of
from interviewer.timer.view import Look, screen_lines
from interviewer.ui.page import Page, glyphs_for

Golden = Callable[[str, str], None]
MakePage = Callable[..., Page]
Pitches = dict[Language, TimerPlan]

LATE = (Next(33.0),)


def lines(page: Page, height: int, state: Timer, now_s: float, look: Look) -> list[Text]:
    return screen_lines(page, height, scene_of(state, now_s), look)


@pytest.mark.parametrize(
    ("name", "size", "events", "now_s", "look"),
    [
        ("green-80x24-fr", (80, 24), (), 11.2, Look()),
        ("amber-behind-80x24-fr", (80, 24), LATE, 33 + 38, Look()),
        ("red-80x24-fr", (80, 24), LATE, 33 + 48.4, Look()),
        ("out-80x24-fr", (80, 24), LATE, 33 + 70, Look()),
        ("paused-80x24-fr", (80, 24), (*LATE, Pause(50.0)), 90, Look()),
        ("prompt-80x24-fr", (80, 24), (*LATE, Faster(40.0)), 33 + 20, Look(prompt=True)),
        ("amber-40x20-fr", (40, 20), LATE, 33 + 38, Look()),
        ("prompt-40x20-fr", (40, 20), LATE, 33 + 20, Look(prompt=True)),
        ("red-30x8-fr", (30, 8), LATE, 33 + 48.4, Look()),
        ("ahead-120x40-en", (120, 40), (Add(5.0), Next(20.0)), 90, Look()),
        ("prompt-silent-120x40-en", (120, 40), (), 12, Look(True, "Nothing can be heard.")),
        ("green-60x20-en", (60, 20), (), 1, Look()),
    ],
)
def test_golden(
    name: str,
    size: tuple[int, int],
    events: tuple[Event, ...],
    now_s: float,
    look: Look,
    pitches: Pitches,
    make_page: MakePage,
    golden: Golden,
) -> None:
    language: Language = "en" if name.endswith("-en") else "fr"
    state = begin(pitches[language], auto=language == "en")
    for event in events:
        state = advance(state, event)
    shown = lines(make_page(size[0], language), size[1], state, now_s, look)
    golden(f"timer-{name}.txt", "".join(f"{line.plain.rstrip()}\n" for line in shown))


def test_golden_in_ascii(pitches: Pitches, make_page: MakePage, golden: Golden) -> None:
    state = advance(begin(pitches["fr"], auto=False), *LATE)
    shown = lines(make_page(encoding="ascii"), 24, state, 33 + 48.4, Look())
    text = "".join(f"{line.plain.rstrip()}\n" for line in shown)
    golden("timer-red-ascii-fr.txt", text)
    assert text.isascii()


@pytest.mark.parametrize(
    ("elapsed_s", "style", "words"),
    [
        (22, "green", "● Dans les temps"),
        (23, "yellow", "▲ Bientôt l’heure"),
        (30, "red", "■ Temps dépassé"),
        (37.5, "red", "■■ Largement dépassé"),
    ],
)
def test_every_colour_has_its_words(
    elapsed_s: float, style: str, words: str, plan: TimerPlan, make_page: MakePage
) -> None:
    shown = lines(make_page(), 24, begin(plan, auto=False), elapsed_s, Look())
    digits = [line for line in shown if "██" in line.plain]
    assert [str(line.style) for line in digits] == [style] * 5
    assert any(words in line.plain for line in shown)


def test_what_runs_over_is_said_once_it_is_a_second(plan: TimerPlan, make_page: MakePage) -> None:
    state = begin(plan, auto=False)
    at = {
        now_s: "\n".join(line.plain for line in lines(make_page(), 24, state, now_s, Look()))
        for now_s in (30.9, 31.0)
    }
    assert "Dans le plan" in at[30.9]
    assert "1\u00a0s de retard sur le plan" in at[31.0]


def test_nothing_from_a_scenario_reaches_the_terminal_as_a_command(
    plan: TimerPlan, make_page: MakePage
) -> None:
    hostile = "\x1b[2J[bold]\x9b1m\u202e"
    phase = TimedPhase("a", hostile, 30.0, hostile, hostile, (hostile,))
    state = begin(replace(plan, title=hostile, phases=(phase, phase)), auto=False)
    for prompt in (False, True):
        shown = lines(make_page(), 24, state, 3.0, Look(prompt, hostile))
        text = "".join(line.plain for line in shown)
        assert not set(text) & set("\x1b\x9b\u202e")
        assert "[bold]" in text


@given(
    width=st.integers(24, 200),
    height=st.integers(4, 70),
    now_s=st.floats(0, 400),
    prompt=st.booleans(),
    encoding=st.sampled_from(["utf-8", "ascii"]),
    nexts=st.integers(0, 4),
)
def test_it_fits_any_terminal(
    pitches: Pitches,
    width: int,
    height: int,
    now_s: float,
    prompt: bool,
    encoding: str,
    nexts: int,
) -> None:
    state = begin(pitches["fr"], auto=False)
    for _ in range(nexts):
        state = advance(state, Next(now_s))
    page = Page("fr", translator("fr"), width, encoding, glyphs_for(encoding))
    shown = lines(page, height, state, now_s + 3, Look(prompt, "Rien ne peut être entendu."))
    assert len(shown) == height
    assert max(line.cell_len for line in shown) <= width
