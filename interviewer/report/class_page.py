"""The page of a class: how its scores lie, what it misses most, a row a candidate. One HTML file.

As a session's page (:mod:`interviewer.report.html`) it reaches nothing but itself and the pages of the
candidates beside it, and has no script at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from interviewer.domain import Language, Scenario
from interviewer.i18n import N_
from interviewer.report.class_marks import marks_of
from interviewer.report.class_rows import Missed, Row, histogram, most_missed, spread
from interviewer.report.coaching import COACH_TITLE
from interviewer.report.html import progress_policy, render_page
from interviewer.report.plots import NARROW, SMALL, make_axes, make_figure
from interviewer.report.svg import COLOURS, draw_svg
from interviewer.report.wording import score_words
from interviewer.scoring.pace import PACE_RANGE
from interviewer.ui.page import Words
from interviewer.ui.text import duration, number, safe

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_NONE = "–"
_MOST = 15
"""Terms, and ideas, of those that are missed."""
_HEIGHT, _FOOT = 190, 24

_LABELS = {
    "class": N_("Class"),
    "summary": N_("The class"),
    "middle_score": N_("median"),
    "scores": N_("How the scores lie"),
    "scores_help": N_(
        "Each bar: how many candidates have a total of that ten; the line: the median."
    ),
    "terms": N_("Terms that the class misses most"),
    "points": N_("Ideas that the class misses most"),
    "term": N_("Term"),
    "point": N_("Idea"),
    "missed": N_("Missed"),
    "nothing_missed": N_("None: whatever was asked for was said by all."),
    "speaking": N_("Pace and hesitations"),
    "figure": N_("Figure"),
    "low": N_("Lower quarter"),
    "middle": N_("Median"),
    "high": N_("Upper quarter"),
    "candidates": N_("The candidates"),
    "candidate": N_("Candidate"),
    "score": N_("Score"),
    "content": N_("Content"),
    "timing": N_("Timing"),
    "delivery": N_("Delivery"),
    "spoken": N_("Spoken"),
    "pace": N_("Pace"),
    "hesitations": N_("Hesitations a minute"),
    "left": N_("Terms missed"),
    "failed": N_("Not scored"),
    "marks": COACH_TITLE,
    "criterion": N_("Criterion"),
    "mark": N_("Mean mark"),
    "measured": N_("Measured, median"),
    "parted": N_("Where the two part"),
    "marks_help": N_(
        "A mark followed by ≠ and what is measured of the same, out of 100: the two part. Listen again together."
    ),
}
_PRIVATE = N_("Made on your machine. Nothing in this file was sent anywhere.")
SENT = N_("Scored on the machines of a cluster, to which the recordings went.")


@dataclass(frozen=True, slots=True)
class Class:
    """What the page is made of."""

    scenario: Scenario
    """Whose title, language and rubric it has."""
    rows: Sequence[Row]
    """In the order shown."""
    anonymous: bool = False
    sent: bool = False
    """The recordings went to other machines."""


def render_class(group: Class, words: Words) -> str:
    """The page; the same rows give the same bytes."""
    scored = [row for row in group.rows if not row.error]
    scores = [row.score for row in scored]
    middle = spread(scores)
    plot = None if middle is None else _histogram_svg(scores, middle.middle, words)
    several = len({row.scenario for row in group.rows}) > 1
    return render_page(
        "class.html.j2",
        language=words.language,
        labels={name: words.say(message) for name, message in _LABELS.items()},
        made=words.say(SENT if group.sent else _PRIVATE),
        title=safe(group.scenario.title),
        about=_about(group, words),
        score=None if middle is None else middle.middle,
        score_text=score_words(None if middle is None else middle.middle, words),
        parts=_parts(scored, words),
        plot=plot,
        terms=_missed(most_missed(scored, "terms", _MOST), words),
        points=_missed(most_missed(scored, "points", _MOST), words),
        speaking=_speaking(scored, group.scenario.language, words),
        marks=marks_of(scored, group.scenario.rubric, words),
        rows=[_row(row, several, words) for row in scored],
        failed=[(safe(row.candidate), safe(row.error)) for row in group.rows if row.error],
        policy=progress_policy(),
    )


def _about(group: Class, words: Words) -> str:
    scored = sum(not row.error for row in group.rows)
    told = [words.say(N_("Candidates: {count}."), count=len(group.rows))]
    if scored != len(group.rows):
        told.append(words.say(N_("Not scored: {count}."), count=len(group.rows) - scored))
    if group.anonymous:
        told.append(words.say(N_("Without names.")))
    return " ".join(told)


def _parts(rows: Sequence[Row], words: Words) -> list[tuple[str, str, float | None]]:
    """The middle of each part with its title."""
    found = []
    values: tuple[tuple[str, list[float | None]], ...] = (
        (N_("Content"), [row.coverage for row in rows]),
        (N_("Timing"), [row.timing for row in rows]),
        (N_("Delivery"), [row.delivery for row in rows]),
    )
    for title, each in values:
        lies = spread(each)
        middle = None if lies is None else lies.middle
        found.append((words.say(title), score_words(middle, words), middle))
    return found


def _missed(found: Sequence[Missed], words: Words) -> list[tuple[str, str, float]]:
    told = N_("{missed} of {asked}")
    return [
        (
            safe(each.name),
            words.say(told, missed=each.missed, asked=each.asked),
            100 * each.missed / each.asked,
        )
        for each in found
    ]


def _speaking(rows: Sequence[Row], language: Language, words: Words) -> list[tuple[str, list[str]]]:
    low, high = (number(each, 1, words.language) for each in PACE_RANGE[language])
    pace = words.say(N_("Syllables a second (comfortable: {low} to {high})"), low=low, high=high)
    figures: tuple[tuple[str, list[float | None], int], ...] = (
        (pace, [row.speech_rate for row in rows], 1),
        (words.say(N_("Words a minute")), [row.words_per_minute for row in rows], 0),
        (
            words.say(N_("Hesitations a minute, at least")),
            [row.hesitations_per_minute for row in rows],
            1,
        ),
        (words.say(N_("Pauses over 1 s")), [row.long_pauses for row in rows], 0),
        (
            words.say(N_("Time spoken, in percent of the target")),
            [_share(row) for row in rows],
            0,
        ),
    )
    found = []
    for title, values, digits in figures:
        lies = spread(values)
        if lies is not None:
            cells = [
                number(each, digits, words.language) for each in (lies.low, lies.middle, lies.high)
            ]
            found.append((title, cells))
    return found


def _share(row: Row) -> float | None:
    if row.spoken_s is None or not row.target_s:
        return None
    return 100 * row.spoken_s / row.target_s


@dataclass(frozen=True, slots=True)
class _Shown:
    """A row of the table, as it is written."""

    name: str
    address: str
    """Of the candidate's page; empty where there is none."""
    detail: str
    score: str
    cells: tuple[str, ...]
    missed: str


def _row(row: Row, several: bool, words: Words) -> _Shown:
    language = words.language

    def figure(value: float | None, digits: int = 0) -> str:
        return _NONE if value is None else number(value, digits, language)

    return _Shown(
        name=safe(row.candidate),
        address=quote(row.report),
        detail=safe(row.scenario) if several else "",
        score=figure(row.score),
        cells=(
            *(figure(each) for each in (row.coverage, row.timing, row.delivery)),
            _NONE if row.spoken_s is None else duration(row.spoken_s, language),
            figure(row.speech_rate, 1),
            figure(row.hesitations_per_minute, 1),
        ),
        missed=str(len(row.terms_missed)),
    )


def _histogram_svg(scores: Sequence[float | None], middle: float, words: Words) -> str:
    """How many candidates lie in each ten points, and a line at the median."""
    counts = histogram(scores)

    def draw() -> Figure:
        figure = make_figure(NARROW, _HEIGHT)
        axes = make_axes(figure, (8, _FOOT, NARROW - 8, _HEIGHT - 4))
        places = [10 * ten + 5 for ten in range(10)]
        axes.bar(places, counts, width=8.6, color=COLOURS.accent)
        for place, count in zip(places, counts, strict=True):
            if count:
                axes.text(
                    place,
                    count,
                    str(count),
                    ha="center",
                    va="bottom",
                    size=SMALL,
                    color=COLOURS.quiet,
                )
        axes.axvline(middle, color=COLOURS.ink, linewidth=1.5)
        axes.set_xlim(0, 100)
        axes.set_ylim(0, max(counts) * 1.18)
        axes.set_yticks([])
        axes.set_xticks(range(0, 101, 20))
        return figure

    told = ", ".join(
        f"{10 * ten}–{10 * ten + (9 if ten < 9 else 10)}: {count}"
        for ten, count in enumerate(counts)
        if count
    )
    label = words.say(N_("Candidates by total: {counts}"), counts=told)
    return draw_svg("class", label, draw)
