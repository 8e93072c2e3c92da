"""What there is to be seen at one moment of a run: colours, signs, bars and digits. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.text import Text

from interviewer.domain import TimedPhase
from interviewer.timer.machine import Timer
from interviewer.ui.page import BAD, GOOD, QUIET, UNICODE, UNSURE, Glyphs

Stage = Literal["green", "amber", "red", "out"]

_SHORT_S, _SHORT_STRETCH_S = 60.0, 15.0
_LONG_S, _LONG_STRETCH_S = 180.0, 30.0


def last_stretch_s(target_s: float) -> float:
    """How long before the target the clock turns amber, in seconds."""
    if target_s <= _SHORT_S:
        return target_s * _SHORT_STRETCH_S / _SHORT_S
    if target_s >= _LONG_S:
        return target_s * _LONG_STRETCH_S / _LONG_S
    share = (target_s - _SHORT_S) / (_LONG_S - _SHORT_S)
    return _SHORT_STRETCH_S + share * (_LONG_STRETCH_S - _SHORT_STRETCH_S)


def stage_of(elapsed_s: float, target_s: float) -> Stage:
    """Where ``elapsed_s`` stands against ``target_s``."""
    stretch_s = last_stretch_s(target_s)
    if elapsed_s < target_s - stretch_s:
        return "green"
    if elapsed_s < target_s:
        return "amber"
    return "red" if elapsed_s < target_s + stretch_s else "out"


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment. Seconds throughout."""

    title: str
    number: int
    """Of the phase, from 1."""
    count: int
    phase: TimedPhase
    upcoming: TimedPhase | None
    elapsed_s: float
    target_s: float
    """What the phase is given now."""
    added_s: float
    """Of which more than planned; below 0, less."""
    stage: Stage
    whole_s: float
    """Spent on the phases so far."""
    ends: tuple[float, ...]
    """Where each phase ends by the plan, counted from the beginning."""
    whole_stage: Stage
    projected_s: float
    behind_s: float
    paused: bool
    auto: bool
    place: float
    """Share of the text that has scrolled by."""
    pace: float

    @property
    def planned_s(self) -> float:
        """The whole, by the plan."""
        return self.ends[-1]

    @property
    def left_s(self) -> float:
        """To the target; below 0 past it."""
        return self.target_s - self.elapsed_s


def scene_of(state: Timer, now_s: float) -> Scene:
    """The moment ``now_s``, in seconds since the run began."""
    plan, elapsed_s = state.plan, state.elapsed_s(now_s)
    whole_s = state.spent_s() + elapsed_s
    ends = tuple(
        sum(phase.target_s for phase in plan.phases[: index + 1])
        for index in range(len(plan.phases))
    )
    return Scene(
        title=plan.title,
        number=state.index + 1,
        count=len(plan.phases),
        phase=state.phase,
        upcoming=state.upcoming,
        elapsed_s=elapsed_s,
        target_s=state.target_s,
        added_s=state.target_s - state.phase.target_s,
        stage=stage_of(elapsed_s, state.target_s),
        whole_s=whole_s,
        ends=ends,
        whole_stage=stage_of(whole_s, plan.target_s),
        projected_s=state.projected_s(now_s),
        behind_s=state.behind_s(now_s),
        paused=state.paused_at_s is not None,
        auto=state.auto,
        place=state.prompter.place_at(elapsed_s),
        pace=state.prompter.pace,
    )


STYLES: dict[Stage, str] = {"green": GOOD, "amber": UNSURE, "red": BAD, "out": BAD}
"""Colours; the sign and the words beside it say the same without them."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Each is one cell wide, but those of the stages."""

    ink: str
    """What big digits are written with."""
    stages: dict[Stage, str]
    pause: str
    bar: str
    rest: str
    stretch: str
    """The last stretch of a bar, while it lies ahead."""
    boundary: str
    over: str
    reading: str
    """Beside the line that is to be said now."""


_UNICODE = Signs(
    ink="█",
    stages={"green": "●", "amber": "▲", "red": "■", "out": "■■"},
    pause="▌▌",
    bar="━",
    rest="─",
    stretch="╌",
    boundary="┼",
    over="▶",
    reading="▶",
)
_ASCII = Signs(
    ink="#",
    stages={"green": "o", "amber": "^", "red": "X", "out": "XX"},
    pause="||",
    bar="=",
    rest="-",
    stretch=".",
    boundary="+",
    over=">",
    reading=">",
)


def signs_for(glyphs: Glyphs) -> Signs:
    """The set that goes with ``glyphs``."""
    return _UNICODE if glyphs is UNICODE else _ASCII


def phase_bar(scene: Scene, width: int, signs: Signs) -> Text:
    """From nothing to the target; past it, full with an arrow."""
    style = STYLES[scene.stage]
    if scene.left_s < 0:
        return Text(signs.bar * (width - 1) + signs.over, style)
    filled = _cells(scene.elapsed_s, scene.target_s, width)
    stretch = _cells(last_stretch_s(scene.target_s), scene.target_s, width)
    rest = signs.rest * max(0, width - filled - stretch)
    ahead = signs.stretch * min(stretch, width - filled)
    return Text.assemble((signs.bar * filled, style), (rest + ahead, QUIET))


def whole_bar(scene: Scene, width: int, signs: Signs) -> Text:
    """From nothing to the plan's end, with a mark where each phase ends by the plan."""
    style = STYLES[scene.whole_stage]
    if scene.whole_s > scene.planned_s:
        return Text(signs.bar * (width - 1) + signs.over, style)
    filled = _cells(scene.whole_s, scene.planned_s, width)
    marks = {_cells(end_s, scene.planned_s, width) for end_s in scene.ends[:-1]}
    rest = "".join(signs.boundary if cell in marks else signs.rest for cell in range(filled, width))
    return Text.assemble((signs.bar * filled, style), (rest, QUIET))


def _cells(seconds: float, whole_s: float, width: int) -> int:
    return min(width, int(seconds / whole_s * width))


_FONT = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
    "+": ("   ", " # ", "###", " # ", "   "),
}
_ROWS = 5


def clock_text(seconds: float) -> str:
    """``m:ss`` to go; past the target, ``+m:ss``.

    Seconds to go are rounded up and those past rounded down: 0:00 is the target itself.
    """
    if seconds > 0:
        whole = int(-(-seconds // 1))
        return f"{whole // 60}:{whole % 60:02}"
    over = int(-seconds)
    return f"{'+' if over else ''}{over // 60}:{over % 60:02}"


def clock_rows(text: str, scale: int, ink: str) -> tuple[str, ...]:
    """``text`` in big signs, five rows times ``scale``, each of the same width.

    A dot of the signs is twice as many cells wide as it is high, which most terminals show square.
    """
    rows: list[str] = []
    for number in range(_ROWS):
        row = " ".join(_FONT[character][number] for character in text)
        row = row.replace("#", "\0" * 2 * scale).replace(" ", " " * 2 * scale)
        rows += [row.replace("\0", ink)] * scale
    return tuple(rows)


def clock_width(text: str, scale: int) -> int:
    """Cells of :func:`clock_rows`."""
    return len(clock_rows(text, scale, "#")[0])
