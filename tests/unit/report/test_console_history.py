"""The history, progress, comparisons and drills as people see them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text

from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    Language,
    Phase,
    Point,
    Question,
    Scenario,
    Span,
    Take,
    Task,
    Term,
    Transcript,
)
from interviewer.drill.run import Answered
from interviewer.drill.schedule import Card, rating_of, review
from interviewer.history.trends import Side, compare, task_trends, trend, trends
from interviewer.history.values import (
    AnswerSummary,
    Figures,
    SessionKind,
    SessionSummary,
    TermCount,
    TicCount,
    session_figures,
)
from interviewer.i18n import translator
from interviewer.report.console_history import (
    SessionRow,
    all_lines,
    comparison_lines,
    scenario_lines,
    session_lines,
)
from interviewer.report.drill import answered_lines, asked_lines, end_lines, intro_lines
from interviewer.report.progress import Progress, progress_view
from interviewer.scoring.answer import score_take
from interviewer.ui.bars import sparkline
from interviewer.ui.page import Page, words_in

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
DAY = timedelta(days=1)
LANGUAGES: list[Language] = ["en", "fr"]

Golden = Callable[[str, str], None]
Print = Callable[..., str]
View = Callable[[Page], Iterable[Text]]
Show = Callable[..., str]


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Moments are shown where the person is; here that is Greenwich."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def show(printed: Print) -> Show:
    """``show(view, language, width, encoding)``: the view as text."""

    def shown(
        view: View, language: Language = "fr", width: int = 80, encoding: str = "utf-8"
    ) -> str:
        def render(console: Console) -> None:
            for line in view(Page.of(console, language, translator(language))):
                line.rstrip()
                console.print(line)

        return printed(render, width, encoding)

    return shown


def session(day: int, score: float | None, scenario: str = "pitch-3min") -> SessionSummary:
    moment = NOW - (20 - day) * DAY
    part = None if score is None else min(100.0, score + 3)
    return SessionSummary(
        id=f"{moment:%Y%m%d-%H%M%S}-{scenario}",
        kind="rehearse",
        scenario_id=scenario,
        title="Pitch de trois minutes" if scenario == "pitch-3min" else "Glossaire à voix haute",
        language="fr",
        engine=EngineInfo("faster-whisper", "base"),
        started_at=moment,
        finished_at=moment,
        reason="completed",
        duration_s=173.4,
        figures=Figures(score, part, 60.0, None if day == 5 else 88.2, 131.0 + day, 170.0, 180.0),
    )


SESSIONS = tuple(session(day, 40 + 3 * day - (day % 4) * 5) for day in range(1, 14, 2))
TERMS = (
    TermCount("RAG", 7, 5, NOW),
    TermCount("processus métier", 7, 2, NOW),
    TermCount("valeur", 14, 1, NOW),
    TermCount("IA", 7, 0, None),
)


TICS = (
    *(TicCount(each.id, "du coup", "word", 13 - 2 * n) for n, each in enumerate(SESSIONS)),
    *(TicCount(each.id, "euh", "sound", n) for n, each in enumerate(SESSIONS) if n),
    *(TicCount(each.id, "", "sound", 0) for each in SESSIONS[1:]),
)


def progress() -> Progress:
    answers = [
        AnswerSummary(each.id, each.started_at, "p", task, title, Figures(each.figures.score))
        for each in SESSIONS
        for task, title in (("intro", "Se présenter"), ("closing", "Conclure"))
    ]
    return Progress(trend(SESSIONS), task_trends(answers), TERMS, tics=TICS)


def kinds() -> Iterator[SessionRow]:
    listed: list[tuple[SessionKind, float | None, int]] = [
        ("rehearse", 73.4, 12_345_678),
        ("replay", 100.0, 0),
        ("timer", None, 0),
        ("drill", 8.5, 120_000),
    ]
    for day, (kind, score, size) in enumerate(listed, 1):
        base = session(day, score, "questions-recruteur" if kind == "drill" else "pitch-3min")
        yield SessionRow(_of_kind(base, kind), size)
    cut = session(6, None)
    yield SessionRow(_unfinished(cut), 3_000_000)


def _of_kind(base: SessionSummary, kind: SessionKind) -> SessionSummary:
    return replace(base, kind=kind)


def _unfinished(base: SessionSummary) -> SessionSummary:
    return replace(base, finished_at=None, duration_s=None)


def card() -> Card:
    task = Task(
        "rag",
        20.0,
        (Term("RAG"), Term("embeddings")),
        (Point("Chercher avant de répondre", ("cherche",)),),
    )
    question = Question(
        task,
        "Le RAG\u00a0: que leur apporte-t-il\u202f?",
        theme="Modèles",
        definition="Le RAG va chercher des documents avant de répondre.",
    )
    phase = Phase("p", "Modèles", "question", 20.0, "", task, (question,))
    return Card("glossaire/rag", phase, question)


def answer(said: str, title: str = "Se présenter", task: Task | None = None) -> AnswerCard:
    chosen = task or card().question.task
    phase = Phase(chosen.id, title, "pitch", chosen.target_s, "", chosen)
    scenario = Scenario("pitch-3min", "Pitch", "fr", (phase,))
    take = Take(Path("a.wav"), 19.0, (Span(0.5, 18.5),), Transcript.from_text(said, "fr"))
    return score_take(scenario, phase, chosen, take)


def answered(said: str, rated_score: float | None) -> Answered:
    rating = rating_of(rated_score)
    return Answered(card(), answer(said), rating, review(None, rating, NOW))


def comparison(page: Page, scenario: str = "pitch-3min") -> Iterator[Text]:
    before = (answer("le RAG cherche d’abord"), answer("bonjour", "Conclure", Task("c", 30.0)))
    after = (answer("des embeddings et le RAG pour bien répondre à tous"),)
    return comparison_lines(
        page,
        compare(
            Side("20261101-053000-pitch-3min", "pitch-3min", session_figures(before), before),
            Side(f"20261115-053000-{scenario}", scenario, session_figures(after), after),
        ),
    )


def drill(page: Page) -> Iterator[Text]:
    yield from intro_lines(page, "Glossaire à voix haute", ["missed", "due", "due", "new"], ["RAG"])
    yield from asked_lines(page, card(), 1, 4)
    good = answered("le RAG cherche avec des embeddings puis il répond à la question posée", 90.0)
    yield from answered_lines(page, good, NOW)
    yield from answered_lines(page, answered("je ne sais pas trop", 0.0), NOW)
    yield from end_lines(page, [good, answered("je ne sais pas", 20.0)], NOW)


VIEWS: dict[str, View] = {
    "history": lambda page: session_lines(page, list(kinds())),
    "progress": lambda page: scenario_lines(page, progress()),
    "progress-all": lambda page: all_lines(
        page, trends((*SESSIONS, session(3, 55, "glossaire"))), TERMS
    ),
    "compare": comparison,
    "drill": drill,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_golden(name: str, language: Language, show: Show, golden: Golden) -> None:
    suffix = "" if language == "en" else "-fr"
    golden(f"{name}-80{suffix}.txt", show(VIEWS[name], language))


@pytest.mark.parametrize("name", VIEWS)
def test_ascii(name: str, show: Show, golden: Golden) -> None:
    text = show(VIEWS[name], "fr", 80, "ascii")
    assert text.isascii()
    assert text.count("?") < 15
    golden(f"{name}-ascii-fr.txt", text)


@pytest.mark.parametrize("width", [60, 72, 80, 100, 200])
@pytest.mark.parametrize("name", VIEWS)
def test_no_line_is_too_wide(name: str, width: int, show: Show) -> None:
    # Command lines to copy stay whole.
    lines = [
        line for line in show(VIEWS[name], "fr", width).splitlines() if "compare 2" not in line
    ]
    assert max(map(len, lines)) <= min(width, 92)


def test_two_scenarios_are_told_apart(show: Show) -> None:
    text = show(lambda page: comparison(page, "pitch-20s"), "en")
    assert "two scenarios, pitch-3min and pitch-20s" in " ".join(text.split())
    assert "Answered in A only" in text
    assert "Answered in B only" in text


def test_one_session_is_no_trend_yet(show: Show) -> None:
    text = show(lambda page: scenario_lines(page, Progress(trend(SESSIONS[:1]))), "en")
    assert "the trend begins with the next" in text
    assert "None: every term asked for was said." in text


def test_sessions_of_one_day_are_told_apart_by_their_time(show: Show) -> None:
    morning = session(1, 40)
    evening = replace(
        session(1, 60), id="later", started_at=morning.started_at + timedelta(hours=12)
    )
    text = show(lambda page: scenario_lines(page, Progress(trend([morning, evening]))), "fr")
    assert "du 03/11/2026 05:30 au 03/11/2026 17:30" in text
    assert "03/11/2026 05:30     " in text
    view = progress_view(Progress(trend([morning, evening, session(3, 70)])), words_in("fr"))
    assert [each.day for each in view.sessions] == [
        "05/11/2026",
        "03/11/2026 17:30",
        "03/11/2026 05:30",
    ]
    assert [each.label for each in view.points] == ["03/11 05:30", "03/11 17:30", "05/11"]


def test_two_that_are_equal_are_not_called_better(show: Show) -> None:
    equal = trend([session(1, 60), session(3, 60.3)])
    text = show(lambda page: scenario_lines(page, Progress(equal)), "en")
    assert "The last two are equal in total. What differs:" in text


def test_how_a_scenario_was_held_stands_beside_it(show: Show) -> None:
    held = (session(1, 60), _of_kind(replace(session(3, 70), phase="intro"), "replay"))
    text = show(lambda page: all_lines(page, trends(held), ()), "fr")
    assert "pitch-3min · fichiers, intro" in text
    assert "pitch-3min · micro" in text


def test_runs_of_the_timer_alone(show: Show) -> None:
    run = _of_kind(session(1, None), "timer")
    text = show(lambda page: scenario_lines(page, Progress(None, runs=(run, run))), "en")
    assert "Runs of the timer: 2. The last one took 2 min 50 s for 3 min." in text.replace(
        "\xa0", " "
    )
    assert "interviewer rehearse pitch-3min" in text


def test_nothing_answered(show: Show) -> None:
    assert "all stay as they were" in show(lambda page: end_lines(page, [], NOW), "en")


def test_hostile_titles_are_shown_not_obeyed(show: Show) -> None:
    hostile = replace(session(1, 50), title="\x1b[2J[bold]x[/y]", scenario_id="a\x1b]52;c;A\x07")
    shown = show(lambda page: scenario_lines(page, Progress(trend([hostile]))), "en")
    assert "\x1b" not in shown
    assert "[bold]x[/y]" in shown


def test_a_sparkline_spans_the_whole_range(show: Show) -> None:
    values = (0.0, 12.4, 50.0, None, 99.0, 100.0, 250.0, -5.0)
    assert show(lambda page: [Text(sparkline(page, values, 20) + "|")]).strip() == "▁▁▅ ███▁|"
    assert show(lambda page: [Text(sparkline(page, values, 4) + "|")]).strip() == "▁▅██|"
