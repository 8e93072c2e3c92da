"""The timer's screen as lines, for any width from 24 cells and any height from 8 rows. Pure.

From top to bottom: where one is, the clock with its colour in words, the bars, how the plan is kept,
then what is to be said, for as much of it as there is room, and the keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rich.text import Text

from interviewer.domain import TimedPhase
from interviewer.i18n import N_
from interviewer.timer.machine import line_at
from interviewer.timer.scene import (
    STYLES,
    Scene,
    Stage,
    clock_rows,
    clock_text,
    clock_width,
    phase_bar,
    signs_for,
    whole_bar,
)
from interviewer.ui.page import GOOD, QUIET, STRONG, UNSURE, Page, Words
from interviewer.ui.text import NO_BREAK, clock, duration

STAGES: dict[Stage, str] = {
    "green": N_("In time"),
    "amber": N_("Nearly time: wrap up"),
    "red": N_("Over time"),
    "out": N_("Far over: stop here"),
}
_KEYS = (
    N_("Enter next"),
    N_("Space pause"),
    N_("b back"),
    N_("r again"),
    N_("+ - 15 s"),
    N_("q quit"),
)
_PACE_KEYS = N_("up/down pace {pace}")

_BETWEEN = " · "
_MARGIN = 2
_HUGE_ROWS, _BIG_ROWS = 34, 16
"""From which the digits are doubled, and from which they are big at all."""
_SIDE = 34
"""Cells for the words beside the clock."""
_AIRY = (22, 34)
"""Rows from which there is room for an empty one between the parts, and for two."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the screen is wanted."""

    prompt: bool = False
    """The text scrolls."""
    notice: str = ""
    """One line that a person should know, such as that nothing can be heard."""


def screen_lines(page: Page, height: int, scene: Scene, look: Look) -> list[Text]:
    """Exactly ``height`` lines, none wider than the page."""
    air = [Text("")] * sum(height >= rows for rows in _AIRY)
    top = [
        *air[1:],
        *_header(page, scene),
        *air,
        *_clock(page, height, scene),
        *air,
        *_bars(page, scene),
        *air,
    ]
    bottom = [*_notice(page, look), *_keys(page, scene, look)]
    room = max(0, height - len(top) - len(bottom))
    said = _prompter(page, scene, room) if look.prompt else _cue(page, scene, room)
    lines = [*top, *islice(said, room)]
    lines = lines[: max(0, height - len(bottom))]
    filling = [Text("")] * (height - len(lines) - len(bottom))
    return [_fitted(line, page.width) for line in (*lines, *filling, *bottom)][:height]


def _stage_words(page: Page, scene: Scene) -> Text:
    """The colour, its sign, and what it means."""
    signs = signs_for(page.glyphs)
    if scene.paused:
        words = page.say(N_("Paused: space goes on"))
        return page.text(f"{signs.pause} {words}", STRONG)
    words = page.say(STAGES[scene.stage])
    return page.text(f"{signs.stages[scene.stage]} {words}", f"{STRONG} {STYLES[scene.stage]}")


def _header(page: Page, scene: Scene) -> Iterator[Text]:
    where = f"{scene.number}/{scene.count}"
    if scene.auto:
        by_itself = page.say(N_("moves on by itself"))
        where = f"{by_itself}  {where}"
    right = page.text(where, QUIET)
    if scene.title != scene.phase.title and scene.count > 1:
        title = page.cut(scene.title, page.width - right.cell_len - 2)
        yield page.ends(page.text(title, QUIET), right)
        yield page.text(page.cut(scene.phase.title, page.width), STRONG)
    else:
        title = page.cut(scene.phase.title, page.width - right.cell_len - 2)
        yield page.ends(page.text(title, STRONG), right)


def _clock(page: Page, height: int, scene: Scene) -> Iterator[Text]:
    text = clock_text(scene.left_s)
    style = "" if scene.paused else STYLES[scene.stage]
    scale = _scale(page.width, height, text)
    beside = [_stage_words(page, scene), *_figures(page, scene)]
    if scale == 0:
        yield Text.assemble(page.text(text, f"{STRONG} {style}"), "   ", beside[0])
        yield beside[1]
        return
    ink = signs_for(page.glyphs).ink
    margin = _MARGIN if text.startswith("+") else _margin(page.width, text, scale)
    rows = [Text(" " * margin + row, style) for row in clock_rows(text, scale, ink)]
    room = page.width - rows[0].cell_len - 4
    if room < max(line.cell_len for line in beside):
        yield from rows
        yield beside[0]
        return
    first = (len(rows) - len(beside)) // 2
    for index, row in enumerate(rows):
        if first <= index < first + len(beside):
            row.append(" " * 4).append_text(beside[index - first])
        yield row


def _margin(width: int, text: str, scale: int) -> int:
    """Where there is room for a sign to come, the digits keep their place when it does."""
    signed = _MARGIN + clock_width(f"+{text}", scale)
    return signed - clock_width(text, scale) if width >= signed + _SIDE else _MARGIN


def _scale(width: int, height: int, text: str) -> int:
    """How big the digits are; 0 for those of any other text."""
    if height >= _HUGE_ROWS and width >= clock_width(text, 2) + _MARGIN:
        return 2
    return int(height >= _BIG_ROWS and width >= clock_width(text, 1) + _MARGIN)


def _figures(page: Page, scene: Scene) -> list[Text]:
    """Seconds gone of the target, and what was added to it."""
    gone = duration(int(max(0.0, scene.elapsed_s)), page.language)
    target = duration(scene.target_s, page.language)
    lines = [page.text(page.say(N_("{time} of {target}"), time=gone, target=target))]
    if round(scene.added_s):
        added = f"{'+' if scene.added_s > 0 else '−'}{duration(abs(scene.added_s), page.language)}"
        lines.append(page.text(page.say(N_("{added} on the plan"), added=added), QUIET))
    return lines


def _bars(page: Page, scene: Scene) -> Iterator[Text]:
    signs = signs_for(page.glyphs)
    labels = [page.say(N_("Phase")), page.say(N_("Whole"))]
    times = [
        f"{clock(max(0.0, scene.elapsed_s))} / {clock(scene.target_s)}",
        f"{clock(max(0.0, scene.whole_s))} / {clock(scene.planned_s)}",
    ]
    left, right = max(map(len, labels)) + 1, max(map(len, times)) + 1
    width = max(4, page.width - left - right)
    bars = phase_bar(scene, width, signs), whole_bar(scene, width, signs)
    for label, bar, time in zip(labels, bars, times, strict=True):
        yield page.text(label.ljust(left), QUIET).append_text(bar).append(time.rjust(right))
    yield from page.paragraph(plan_words(page, scene), 0, _plan_style(scene))


def plan_words(page: Words, scene: Scene) -> str:
    """Ahead or behind, in whole seconds that have passed."""
    off_s = int(abs(scene.behind_s) + 1e-6)
    if off_s == 0:
        return page.say(N_("On plan"))
    ahead, behind = (
        N_("{time} ahead of plan: ends at {end}"),
        N_("{time} behind plan: ends at {end}"),
    )
    return page.say(
        behind if scene.behind_s > 0 else ahead,
        time=duration(off_s, page.language),
        end=clock(scene.projected_s),
    )


def _plan_style(scene: Scene) -> str:
    if abs(scene.behind_s) < 1:
        return QUIET
    return UNSURE if scene.behind_s > 0 else GOOD


def _cue(page: Page, scene: Scene, room: int) -> list[Text]:
    """What is to be said comes first, then the keywords, then what comes next, as far as they fit."""
    lines = [line for text in scene.phase.cue.splitlines() for line in _wrapped(page, text)]
    if len(lines) > room:
        return [*lines[: max(0, room - 1)], Text(" " * _MARGIN + page.glyphs.ellipsis, QUIET)]
    for more in (list(_keywords(page, scene.phase)), list(_upcoming(page, scene.upcoming))):
        gap = [Text("")] if lines and more else []
        if len(lines) + len(gap) + len(more) <= room:
            lines += [*gap, *more]
    return lines


def _wrapped(page: Page, text: str) -> Iterator[Text]:
    return page.paragraph(text, _MARGIN) if text.strip() else iter([Text("")])


def _keywords(page: Page, phase: TimedPhase) -> Iterator[Text]:
    if phase.keywords:
        words = " · ".join(phase.keywords)
        yield from page.paragraph(page.say(N_("To place: {words}"), words=words), _MARGIN, STRONG)


def _upcoming(page: Page, phase: TimedPhase | None) -> Iterator[Text]:
    if phase is not None:
        target = duration(phase.target_s, page.language)
        text = page.say(N_("Next: {title} ({target})"), title=phase.title, target=target)
        yield Text(" " * _MARGIN).append_text(
            page.text(page.cut(text, page.width - _MARGIN), QUIET)
        )


def _prompter(page: Page, scene: Scene, room: int) -> Iterator[Text]:
    """The line to be said now stands at a third of the room; what was said is dim above it."""
    text = scene.phase.script or scene.phase.cue
    lines = [line.plain for part in text.splitlines() for line in _wrapped(page, part)]
    if not lines or room <= 0:
        return
    now = line_at(lines, scene.place)
    first = max(0, min(now - room // 3, len(lines) - room))
    for index, line in enumerate(lines[first : first + room], start=first):
        mark = signs_for(page.glyphs).reading if index == now else " "
        style = QUIET if index < now else STRONG if index == now else ""
        yield Text(f"{mark}{line[1:] or ''}" if line else mark, style)


def _notice(page: Page, look: Look) -> Iterator[Text]:
    if look.notice:
        yield page.text(page.cut(look.notice, page.width), UNSURE)


def _keys(page: Page, scene: Scene, look: Look) -> list[Text]:
    keys = [page.say(key) for key in _KEYS]
    if look.prompt:
        keys.insert(-1, page.say(_PACE_KEYS, pace=f"{round(100 * scene.pace)}{NO_BREAK}%"))
    return [page.text(line, QUIET) for line in _joined(keys, page.width)]


def _joined(words: Sequence[str], width: int) -> list[str]:
    """Keys on as few lines as hold them, never one cut in two."""
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(_BETWEEN) + len(word) <= width:
            lines[-1] += _BETWEEN + word
        else:
            lines.append(word)
    return lines


def _fitted(line: Text, width: int) -> Text:
    line = line.copy()
    line.truncate(width)
    return line
