"""Two takes or sessions side by side on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from interviewer.history.trends import PARTS, Comparison, TaskChange
from interviewer.i18n import N_
from interviewer.report.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page
from interviewer.report.progress import PART_NAMES, change_text
from interviewer.report.text import number

__all__ = ["comparison_lines"]

_INDENT = 2
_NUMBER = 8


def comparison_lines(page: Page, comparison: Comparison) -> Iterator[Text]:
    """The figures of both sides, then each answer: what was gained, what was lost."""
    for letter, side in (("A", comparison.before), ("B", comparison.after)):
        yield page.text(f"{letter}  {side.name}", STRONG)
    yield Text("")
    if not comparison.same_scenario:
        warning = N_(
            "These are two scenarios, {a} and {b}: their scores do not measure the same thing, "
            "and their answers are not matched."
        )
        said = page.say(warning, a=comparison.before.scenario_id, b=comparison.after.scenario_id)
        yield from page.paragraph(said, 0, UNSURE)
        yield Text("")
    yield from _part_lines(page, comparison)
    for task in comparison.tasks:
        yield Text("")
        yield from _task_lines(page, task)
    for message, titles in (
        (N_("Answered in A only"), comparison.only_before),
        (N_("Answered in B only"), comparison.only_after),
    ):
        yield from _list(page, page.say(message), titles)


def _part_lines(page: Page, comparison: Comparison) -> Iterator[Text]:
    names = page.width - 3 * _NUMBER
    heads = "".join(f"{head:>{_NUMBER}}" for head in ("A", "B", page.say(N_("Change"))))
    yield page.text(" " * names + heads, QUIET)
    yield page.rule()
    for part in PARTS:
        change = comparison.parts[part]
        line = page.text(page.cut(page.say(PART_NAMES[part]), names).ljust(names))
        line.append(_cell(page, change.before))
        line.append(_cell(page, change.after), STRONG)
        # A pace is right or wrong, not good or better.
        yield line.append_text(change_text(page, None if part == "pace" else change.gain, _NUMBER))


def _task_lines(page: Page, task: TaskChange) -> Iterator[Text]:
    title = page.cut(task.title, page.width - 3 * _NUMBER)
    line = page.text(title.ljust(page.width - 3 * _NUMBER), STRONG)
    line.append(_cell(page, task.score.before))
    line.append(_cell(page, task.score.after), STRONG)
    yield line.append_text(change_text(page, task.score.gain, _NUMBER))
    for names, mark, style in ((task.gained, "+", GOOD), (task.lost, "−", BAD)):
        for name in names:
            yield from page.paragraph(name, _INDENT, style, page.plain(mark))
    if not task.gained and not task.lost:
        yield from page.paragraph(page.say(N_("the same terms and points")), _INDENT, QUIET)


def _list(page: Page, head: str, titles: Sequence[str]) -> Iterator[Text]:
    if titles:
        yield Text("")
        yield page.text(head, QUIET)
        for title in titles:
            yield from page.paragraph(title, _INDENT, "", page.glyphs.bullet)


def _cell(page: Page, value: float | None) -> str:
    shown = page.glyphs.none if value is None else number(value, 0, page.language)
    return f"{shown:>{_NUMBER}}"
