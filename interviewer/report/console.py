"""The scorecard on a terminal, or as plain text when piped."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.text import Text

from interviewer.domain import Scorecard
from interviewer.i18n import N_, Translate, translator
from interviewer.report.coaching_rows import CoachView
from interviewer.report.console_answer import VERDICT_STYLES, answer_lines, out_of_hundred
from interviewer.report.delivery import NOT_MEASURED
from interviewer.report.session import Session, session_view
from interviewer.report.view import AnswerView, SessionView
from interviewer.ui.page import QUIET, STRONG, UNSURE, Page, big_digits, print_lines
from interviewer.ui.text import NO_BREAK, clock

_INDENT = 2
_GAP = 2


def render_scorecard(
    card: Scorecard,
    console: Console,
    *,
    translate: Translate | None = None,
    session_id: str = "",
) -> None:
    """Prints the whole scorecard: answers, table, total, what to work on, and how to read it.

    Args:
        card: what the scorer computed.
        console: its width, encoding and colours are respected.
        translate: message id to text; None takes the language of the scenario.
        session_id: in the history, for the commands that are named; empty where it is in none.

    Raises:
        FileNotFoundError: the package was built without the catalogue of that language.
    """
    language = card.scenario.language
    page = Page.of(console, language, translate or translator(language))
    print_lines(console, _scorecard_lines(page, session_view(Session(card, id=session_id), page)))


def _scorecard_lines(page: Page, view: SessionView) -> Iterator[Text]:
    yield Text("")
    engine = page.text(view.about[-1], QUIET)
    title = page.cut(view.title, page.width - engine.cell_len - 3)
    yield page.ends(page.text(title, STRONG), engine, 1)
    yield Text("")
    for answer in view.answers:
        yield Text("")
        yield from answer_lines(page, answer)
        yield Text("")
    if len(view.answers) > 1:
        yield Text("")
        yield from table_lines(page, view)
        yield Text("")
    yield Text("")
    yield from _total_lines(page, view)
    yield Text("")
    for coach in view.coaches:
        yield from _coach_lines(page, coach)
        yield Text("")
    if view.answers:
        yield from step_lines(page, view)
        yield Text("")
    yield from _legend_lines(page)


def table_lines(page: Page, view: SessionView) -> Iterator[Text]:
    """A line an answer: target, spoken, verdict, content, score; questions under their phase.

    A title too long for its column has a line of its own above.
    """
    labels = view.labels
    heads = [labels[name] for name in ("target", "spoken", "verdict")]
    heads += [view.parts[0].title, labels["score"]]
    widths = [max(len(head), 5) for head in heads]
    widths[2] = max(len(heads[2]), *(len(answer.timing.short) for answer in view.answers))
    titles = page.width - _INDENT - sum(widths) - _GAP * len(widths)
    cells = [page.text(head, QUIET) for head in heads]
    yield _table_line(Text(" " * titles), cells, widths)
    yield page.rule(_INDENT)
    for phase, group in groupby(view.answers, key=lambda answer: answer.phase):
        answers = list(group)
        nested = bool(phase) and len(answers) > 1
        if nested:
            yield page.text(" " * _INDENT + page.cut(phase, page.width - _INDENT), QUIET)
        for answer in answers:
            title = ("  " if nested else "") + page.cut(answer.title, page.width - 2 * _INDENT)
            if len(title) > titles:
                yield Text(" " * _INDENT + title)
                title = ""
            yield _table_line(Text(title.ljust(titles)), _cells(page, answer), widths)


def _cells(page: Page, answer: AnswerView) -> list[Text]:
    timing, content = answer.timing, answer.parts[0]
    none = page.text(page.glyphs.none, QUIET)
    return [
        page.text(clock(round(timing.target_s))),
        none if timing.spoken_s is None else page.text(clock(round(timing.spoken_s))),
        page.text(timing.short, VERDICT_STYLES[timing.verdict]),
        none if content.score is None else page.text(content.text),
        none if answer.score is None else page.text(answer.score_text, STRONG),
    ]


def _table_line(title: Text, cells: list[Text], widths: list[int]) -> Text:
    line = Text(" " * _INDENT).append_text(title)
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        padding = " " * (width - cell.cell_len)
        words = column == 2
        line.append(" " * _GAP)
        line.append_text(Text.assemble(cell, padding) if words else Text.assemble(padding, cell))
    return line


def _total_lines(page: Page, view: SessionView) -> Iterator[Text]:
    """The total in large digits, beside it the time, below it its parts and how it is made."""
    label = page.text(page.say(N_("Total")), STRONG)
    score = out_of_hundred(page, view.score, view.score_text)
    beside = [Text.assemble(label, "  ", score), page.text(view.time), Text("")]
    if view.score is None:
        yield from (Text(" " * _INDENT).append_text(line) for line in beside[:2])
    else:
        digits = big_digits(round(view.score), page.glyphs)
        for row, text in zip(digits, (Text(""), *beside[:2]), strict=True):
            yield Text.assemble(" " * _INDENT, (row, STRONG), "   ", text)
        yield Text("")
        yield from page.paragraph(parts_text(view), _INDENT)
    yield Text("")
    yield from page.paragraph(view.formula, _INDENT, QUIET)


def parts_text(view: SessionView) -> str:
    """The parts of the total in one line."""
    parts = (f"{part.title}{NO_BREAK}{part.text}".replace(" ", NO_BREAK) for part in view.parts)
    return f"{NO_BREAK}· ".join(parts)


def _coach_lines(page: Page, coach: CoachView) -> Iterator[Text]:
    """A criterion a line with its mark and what that means; what is measured of it below."""
    yield Text(" " * _INDENT).append_text(page.text(coach.title, STRONG))
    for grade in coach.grades:
        text = f"{grade.title}{NO_BREAK}– {grade.meaning}"
        yield from page.paragraph(text, 2 * _INDENT, mark=page.plain(grade.mark))
        if grade.beside:
            style = UNSURE if grade.parted else QUIET
            yield from page.paragraph(grade.beside, 2 * _INDENT + 6, style)


def step_lines(page: Page, view: SessionView) -> Iterator[Text]:
    """What to work on next, the most valuable first."""
    yield Text(" " * _INDENT).append_text(page.text(view.labels["next"], STRONG))
    if not view.steps:
        yield from page.paragraph(view.labels["nothing_next"], 2 * _INDENT)
    for number, step in enumerate(view.steps, start=1):
        gain = f" ({step.gain})" if step.gain else ""
        text = f"{step.title} – {step.text}{gain}"
        yield from page.paragraph(text, 2 * _INDENT, mark=f"{number}.")


def _legend_lines(page: Page) -> Iterator[Text]:
    """Signs, abbreviations and units, once."""
    glyphs = page.glyphs
    signs = (
        (glyphs.hit, N_("said")),
        (glyphs.partial, N_("said in part or out of place")),
        (glyphs.probable, N_("probably said")),
        (glyphs.missed, N_("not recognised")),
        (glyphs.none, NOT_MEASURED),
        (" ".join(glyphs.heard), N_("what speech recognition wrote")),
    )
    yield from page.paragraph(
        "   ".join(f"{sign} {page.say(message)}".replace(" ", NO_BREAK) for sign, message in signs),
        _INDENT,
        QUIET,
    )
    yield from page.paragraph(
        page.say(
            N_(
                "Scores run from 0 to 100. Times such as 1:05 are minutes:seconds from the start "
                "of the answer's recording. Pace is in syllables per second, pauses included. "
                "Hesitations are at least so many: speech recognition leaves some out."
            )
        ),
        _INDENT,
        QUIET,
    )
