"""The two bars of the timer: the phase, and the whole. Pure geometry and its signs."""

from __future__ import annotations

from rich.text import Text

from interviewer.timer.scene import Scene
from interviewer.timer.signals import last_stretch_s
from interviewer.timer.signs import STYLES, Signs
from interviewer.ui.page import QUIET

__all__ = ["phase_bar", "whole_bar"]


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
