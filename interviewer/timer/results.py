"""What came of a run, and whether texts fit: as tables for the console, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from interviewer.domain import TimedPhase, TimerPlan, TimerRecord
from interviewer.i18n import N_
from interviewer.scoring.total import tolerance_s
from interviewer.timer.plan import RATES, Fit, FitVerdict
from interviewer.ui.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page
from interviewer.ui.text import duration

_SCHEMA = "interviewer.timer/1"
_FIT_SCHEMA = "interviewer.timer-fit/1"


def dumps_record(record: TimerRecord) -> str:
    """A run: what was planned and taken, then every try. Seconds, to the millisecond."""
    phases = [_phase(record, index) for index in range(len(record.plan.phases))]
    taken = [phase["taken_s"] for phase in phases if isinstance(phase["taken_s"], float)]
    return _dumps(
        {
            "schema": _SCHEMA,
            "plan": _plan(record.plan),
            "auto": record.auto,
            "reason": record.reason,
            "taken_s": _ms(sum(taken)),
            "paused_s": _ms(record.paused_s),
            "duration_s": _ms(record.duration_s),
            "phases": phases,
            "tries": [
                {
                    "phase": each.phase_id,
                    "began_s": _ms(each.began_s),
                    "ended_s": _ms(each.ended_s),
                    "taken_s": _ms(each.taken_s),
                    "target_s": _ms(each.target_s),
                    "end": each.end,
                }
                for each in record.tries
            ],
        }
    )


def dumps_fits(plan: TimerPlan, fits: Sequence[Fit]) -> str:
    """A fit check: syllables, and seconds by syllables a second."""
    phases = [
        {
            "id": fit.phase.id,
            "target_s": _ms(fit.phase.target_s),
            "text": None if fit.verdict is None else "cue" if fit.from_cue else "script",
            "syllables": fit.syllables,
            "seconds": {
                f"{rate:.0f}": _ms(each) for rate, each in zip(RATES, fit.seconds, strict=True)
            },
            "verdict": fit.verdict,
        }
        for fit in fits
    ]
    return _dumps({"schema": _FIT_SCHEMA, "plan": _plan(plan), "phases": phases})


def _plan(plan: TimerPlan) -> dict[str, object]:
    return {
        "id": plan.id,
        "title": plan.title,
        "language": plan.language,
        "target_s": _ms(plan.target_s),
    }


def _phase(record: TimerRecord, index: int) -> dict[str, object]:
    phase = record.plan.phases[index]
    taken_s = record.taken_s(phase)
    return {
        "id": phase.id,
        "title": phase.title,
        "planned_s": _ms(phase.target_s),
        "taken_s": None if taken_s is None else _ms(taken_s),
        "difference_s": None if taken_s is None else _ms(taken_s - phase.target_s),
    }


def _ms(seconds: float) -> float:
    return round(float(seconds), 3) + 0.0


def _dumps(data: dict[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


_TABLE_CELLS, _FIGURES_CELLS = 60, 44
"""From which the fit check is a table, and what its figures need of it."""

_VERDICTS: dict[FitVerdict, tuple[str, str]] = {
    "fits": (N_("fits with pauses"), GOOD),
    "brisk": (N_("fits without pauses"), GOOD),
    "hurried": (N_("fits in a hurry"), UNSURE),
    "too_long": (N_("cannot fit"), BAD),
}


def record_table(page: Page, record: TimerRecord) -> RenderableType:
    """Planned, taken and difference of each phase, then of those that count, together."""
    table = _table(page, N_("Phase"), N_("Planned"), N_("Taken"), N_("Difference"))
    counted: list[tuple[TimedPhase, float]] = []
    for phase in record.plan.phases:
        taken_s = record.taken_s(phase)
        planned = duration(phase.target_s, page.language)
        name = _named(page, phase, record)
        if taken_s is None:
            table.add_row(name, planned, page.glyphs.none, "")
            continue
        counted.append((phase, taken_s))
        table.add_row(name, planned, *_taken(page, phase.target_s, taken_s))
    if counted:
        planned_s = sum(phase.target_s for phase, _ in counted)
        total = page.text(page.say(N_("Total")), STRONG)
        taken = _taken(page, planned_s, sum(taken_s for _, taken_s in counted))
        table.add_row(total, page.text(duration(planned_s, page.language), STRONG), *taken)
    return Group(page.text(record.plan.title, STRONG), table, *_remarks(page, record, len(counted)))


def fit_table(page: Page, fits: Sequence[Fit]) -> RenderableType:
    """Syllables of each text and how long they take, beside the target."""
    legend = N_(
        "Syllables a second: 4 leaves room to breathe, 5 is conversation without a pause, "
        "6 is hurried."
    )
    if page.width < _TABLE_CELLS:
        shown = [line for fit in fits for line in _fit_lines(page, fit)]
        return Group(*shown, *page.paragraph(page.say(legend), 0, QUIET))
    rates = [page.say(N_("at {rate}/s"), rate=f"{rate:.0f}") for rate in RATES]
    table = _table(page, N_("Phase"), N_("Target"), N_("Syllables"), *rates)
    for fit in fits:
        counts = [str(fit.syllables), *_seconds(page, fit)]
        if fit.verdict is None:
            counts = [page.glyphs.none] * len(counts)
        title = page.cut(fit.phase.title, page.width - _FIGURES_CELLS)
        name = Text.assemble(page.text(title), "\n", _verdict(page, fit))
        table.add_row(name, duration(fit.phase.target_s, page.language), *counts)
    return Group(table, *page.paragraph(page.say(legend), 0, QUIET))


def _fit_lines(page: Page, fit: Fit) -> Iterator[Text]:
    """Where the table has no room."""
    target = duration(fit.phase.target_s, page.language)
    yield from page.paragraph(f"{fit.phase.title} ({target})", 0, STRONG)
    if fit.verdict is not None:
        message = N_("{count} syllables: {times}")
        times = " / ".join(_seconds(page, fit))
        yield from page.paragraph(page.say(message, count=fit.syllables, times=times), 2)
    yield Text("  ").append_text(_verdict(page, fit))


def _seconds(page: Page, fit: Fit) -> list[str]:
    return [duration(round(each), page.language) for each in fit.seconds]


def _verdict(page: Page, fit: Fit) -> Text:
    if fit.verdict is None:
        return page.text(page.say(N_("no text")), QUIET)
    words, style = _VERDICTS[fit.verdict]
    verdict = page.text(page.say(words), style)
    if fit.from_cue:
        verdict.append_text(page.text(" " + page.say(N_("(the cue read aloud)")), QUIET))
    return verdict


def _table(page: Page, first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column(page.say(first), overflow="fold", header_style=QUIET)
    for title in others:
        table.add_column(page.say(title), justify="right", header_style=QUIET, no_wrap=True)
    return table


def _named(page: Page, phase: TimedPhase, record: TimerRecord) -> Text:
    tries = [each for each in record.tries if each.phase_id == phase.id]
    name = page.text(phase.title)
    if tries and tries[-1].end == "quit":
        name.append_text(page.text(f" ({page.say(_BROKEN_OFF)})", QUIET))
    if len(tries) > 1:
        name.append_text(page.text(f" ({page.say(_TRIES, count=len(tries))})", QUIET))
    return name


_BROKEN_OFF = N_("broken off")
_TRIES = N_("{count} tries")


def _taken(page: Page, planned_s: float, taken_s: float) -> tuple[str, Text]:
    off_s = round(taken_s - planned_s, 1)
    style = GOOD if abs(off_s) <= tolerance_s(planned_s) else UNSURE
    sign = "+" if off_s > 0 else "−" if off_s < 0 else ""
    off = page.text(sign + duration(abs(off_s), page.language), style)
    return duration(taken_s, page.language), off


def _remarks(page: Page, record: TimerRecord, counted: int) -> list[Text]:
    remarks = []
    if record.reason == "quit":
        message = N_("Stopped: {count} of {all} phases count.")
        remarks.append(page.say(message, count=counted, all=len(record.plan.phases)))
    if round(record.paused_s, 1) > 0:
        message = N_("Paused for {time}, which counts for nothing.")
        remarks.append(page.say(message, time=duration(record.paused_s, page.language)))
    return [line for remark in remarks for line in page.paragraph(remark, 0, QUIET)]
