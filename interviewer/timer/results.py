"""What came of a run, and whether texts fit: as tables for the console, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from interviewer.domain import TimedPhase, TimerPlan, TimerRecord
from interviewer.i18n import N_
from interviewer.scoring.total import tolerance_s
from interviewer.timer.plan import RATES, Fit, FitVerdict
from interviewer.ui.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page, Words
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


@dataclass(frozen=True, slots=True)
class TimedRow:
    """One phase of a run, or all that count together, as it is shown."""

    name: str
    planned: str
    taken: str
    """A dash where it was not reached."""
    off: str = ""
    """With its sign."""
    good: bool | None = None
    """Whether the time was kept; None where it was not reached."""
    remark: str = ""
    whole: bool = False


def record_rows(words: Words, record: TimerRecord) -> Iterator[TimedRow]:
    """Planned, taken and difference of each phase, then of those that count, together."""
    counted: list[tuple[float, float]] = []
    for phase in record.plan.phases:
        taken_s, remark = record.taken_s(phase), _remark(words, phase, record)
        if taken_s is None:
            planned = duration(phase.target_s, words.language)
            yield TimedRow(phase.title, planned, "–", remark=remark)
            continue
        counted.append((phase.target_s, taken_s))
        yield _row(words, phase.title, phase.target_s, taken_s, remark)
    if counted:
        planned_s, taken_s = (sum(each) for each in zip(*counted, strict=True))
        yield replace(_row(words, words.say(N_("Total")), planned_s, taken_s), whole=True)


def record_table(page: Page, record: TimerRecord) -> RenderableType:
    """Planned, taken and difference of each phase, then of those that count, together."""
    table = _table(page, N_("Phase"), N_("Planned"), N_("Taken"), N_("Difference"))
    counted = 0
    for row in record_rows(page, record):
        style = STRONG if row.whole else ""
        name = page.text(row.name, style)
        if row.remark:
            name.append_text(page.text(f" ({row.remark})", QUIET))
        if row.good is None:
            table.add_row(name, row.planned, page.glyphs.none, "")
            continue
        counted += not row.whole
        off = page.text(row.off, GOOD if row.good else UNSURE)
        table.add_row(name, page.text(row.planned, style), row.taken, off)
    return Group(page.text(record.plan.title, STRONG), table, *_remarks(page, record, counted))


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


_BROKEN_OFF = N_("broken off")
_TRIES = N_("{count} tries")


def _row(words: Words, name: str, planned_s: float, taken_s: float, remark: str = "") -> TimedRow:
    off_s = round(taken_s - planned_s, 1)
    sign = "+" if off_s > 0 else "−" if off_s < 0 else ""
    return TimedRow(
        name,
        duration(planned_s, words.language),
        duration(taken_s, words.language),
        sign + duration(abs(off_s), words.language),
        good=abs(off_s) <= tolerance_s(planned_s),
        remark=remark,
    )


def _remark(words: Words, phase: TimedPhase, record: TimerRecord) -> str:
    tries = [each for each in record.tries if each.phase_id == phase.id]
    remarks = [words.say(_BROKEN_OFF)] if tries and tries[-1].end == "quit" else []
    if len(tries) > 1:
        remarks.append(words.say(_TRIES, count=len(tries)))
    return ") (".join(remarks)


def _remarks(page: Page, record: TimerRecord, counted: int) -> list[Text]:
    remarks = []
    if record.reason == "quit":
        message = N_("Stopped: {count} of {all} phases count.")
        remarks.append(page.say(message, count=counted, all=len(record.plan.phases)))
    if round(record.paused_s, 1) > 0:
        message = N_("Paused for {time}, which counts for nothing.")
        remarks.append(page.say(message, time=duration(record.paused_s, page.language)))
    return [line for remark in remarks for line in page.paragraph(remark, 0, QUIET)]
