"""How fast a large history lists and plots: builds one of made-up sessions, prints the times.

::

    python -m benchmarks.history                 10,000 answers in a folder of its own
    python -m benchmarks.history --answers 500 --folder FOLDER    and leaves it there

Figures are the fastest of five runs, in this process, imports done.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console

from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    Scenario,
    SessionChoice,
    SessionRecord,
    Span,
    Take,
    Transcript,
    Word,
)
from interviewer.history.store import Store, open_store
from interviewer.history.trends import task_trends, trend, trends
from interviewer.i18n import translator
from interviewer.report.console_history import SessionRow, all_lines, scenario_lines, session_lines
from interviewer.report.progress import Progress
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take
from interviewer.ui.page import Page

__all__ = ["build", "main"]

SCENARIOS = ("pitch-3min", "questions-ia", "pitch-3min-en")
FILLING = [
    "donc",
    "voilà",
    "je",
    "travaille",
    "avec",
    "les",
    "équipes",
    "et",
    "nous",
    "avançons",
    "pas",
    "à",
    "pas",
    "sur",
    "le",
    "projet",
]
RUNS = 5


def build(store: Store, answers: int) -> None:
    """Fills ``store`` with finished sessions of ``answers`` answers in all, the last one today.

    The candidate says more of each model answer from session to session.
    """
    chance = random.Random(7)
    scenarios = [load(name) for name in SCENARIOS]
    cards = {each.id: _cards(each, chance) for each in scenarios}
    begun = datetime.now(UTC) - timedelta(days=400)
    made = 0
    while made < answers:
        scenario = scenarios[made % len(scenarios)]
        grown = min(3, 4 * made // answers)
        chosen = [chance.choice(cards[scenario.id][grown][place]) for place in range(5)]
        now = begun + timedelta(days=400) * (made / answers)
        log = store.begin(
            "rehearse", scenario, SessionChoice(), EngineInfo("faster-whisper", "base"), now=now
        )
        log.finish(_record(scenario, chosen), now=now + timedelta(minutes=4))
        made += len(chosen)


def _cards(scenario: Scenario, chance: random.Random) -> list[list[list[AnswerCard]]]:
    """By how much is said (a quarter to all), then by task: three ways to say it."""
    tasks = list(scenario.tasks())[:5]
    return [
        [
            [
                score_take(scenario, phase, task, _take(task.model_answer, quarter, chance))
                for _ in range(3)
            ]
            for phase, task in tasks
        ]
        for quarter in range(1, 5)
    ]


def _take(text: str, quarters: int, chance: random.Random) -> Take:
    said = text.split()
    said = said[: max(4, len(said) * quarters // 4)] + FILLING[: chance.randrange(4, 14)]
    step_s = 60 / chance.uniform(110, 180)
    words = tuple(
        Word(word, 1 + step_s * at, 1 + step_s * (at + 1), 0.9) for at, word in enumerate(said)
    )
    end_s = words[-1].end_s
    return Take(Path("take.wav"), end_s + 1, (Span(1.0, end_s),), Transcript("fr", words))


def _record(scenario: Scenario, cards: list[AnswerCard]) -> SessionRecord:
    seconds = sum(card.take.duration_s for card in cards)
    return SessionRecord(
        scenario=scenario,
        choice=SessionChoice(),
        tasks=tuple(card.task.id for card in cards),
        answers=tuple(cards),
        set_aside=(),
        skipped=(),
        left=(),
        unscored=(),
        follow_ups=(),
        listened_s=seconds,
        duration_s=seconds,
        paused_s=0.0,
        reason="completed",
    )


def list_all(store: Store, page: Page, console: Console) -> None:
    """Every session as a line of the history."""
    rows = [SessionRow(each, store.audio_bytes(each.id)) for each in store.sessions()]
    for line in session_lines(page, rows):
        console.print(line)


def progress_of_all(store: Store, page: Page, console: Console) -> None:
    """What ``interviewer progress`` shows."""
    for line in all_lines(page, trends(store.sessions()), store.terms()):
        console.print(line)


def progress_of_one(store: Store, page: Page, console: Console) -> None:
    """What ``interviewer progress pitch-3min`` shows."""
    name = SCENARIOS[0]
    found = trend(store.sessions(scenario_id=name))
    if found is None:
        raise ValueError("the history is empty")
    progress = Progress(found, task_trends(store.best_answers(name)), store.terms(name))
    for line in scenario_lines(page, progress):
        console.print(line)


def _seconds(work: Callable[[Store, Page, Console], None], store: Store) -> float:
    times = []
    for _ in range(RUNS):
        console = Console(file=io.StringIO(), width=80)
        page = Page.of(console, "fr", translator("fr"))
        began_s = time.perf_counter()
        work(store, page, console)
        times.append(time.perf_counter() - began_s)
    return min(times)


def main() -> None:
    """Builds the history and prints the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        with open_store(folder) as store:
            began_s = time.perf_counter()
            build(store, arguments.answers)
            size = (folder / "sessions.db").stat().st_size
            print(f"built in {time.perf_counter() - began_s:.1f} s, {size / 1e6:.0f} MB")
            for work in (list_all, progress_of_all, progress_of_one):
                print(f"{work.__name__:18} {_seconds(work, store):6.3f} s")


if __name__ == "__main__":
    main()
