"""Sessions that candidates sent as pages, beside recordings, on the page of a class."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from interviewer.batch.books import Books
from interviewer.batch.candidates import find_candidates
from interviewer.batch.preparation import Preparation
from interviewer.domain import EngineInfo, Scenario, Scorecard, Span, Take, Transcript
from interviewer.report.coach_export import is_harmless, render_for_coach
from interviewer.report.session import Session
from interviewer.report.view import Sound
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_session, score_take
from interviewer.ui.page import words_in

Sent = Callable[..., Path]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("pitch-20s")


@pytest.fixture(scope="module")
def card(scenario: Scenario) -> Scorecard:
    phase, task = next(scenario.tasks())
    said = Transcript.from_text("Bonjour, je pars des données, et j’en fais de la valeur.", "fr")
    take = Take(Path("/home/ada/ouverture.wav"), 20.0, (Span(0.5, 19.0),), said)
    return score_session(
        scenario, EngineInfo("whisper", "base"), [score_take(scenario, phase, task, take)]
    )


@pytest.fixture(scope="module")
def page(card: Scorecard) -> str:
    session = Session(card, lambda _: Sound("left_out"), id="20261122-051200-pitch-20s")
    return render_for_coach(session, words_in("fr"))


@pytest.fixture
def collect(tmp_path: Path, scenario: Scenario) -> Callable[..., Books]:
    """A class of those who sent pages; no process is needed for it."""

    def run(*, anonymous: bool = False, **pages: str) -> Books:
        folder = tmp_path / "class"
        folder.mkdir()
        (tmp_path / "reports").mkdir()
        for name, text in pages.items():
            (folder / f"{name}.html").write_text(text, encoding="utf-8")
        candidates = find_candidates(folder, scenario, load)
        preparation = Preparation("whisper base", anonymous, ("data:",))
        books = Books(
            preparation, candidates, tmp_path / "out.jsonl", tmp_path / "reports", resume=False
        )
        assert list(books.works()) == []
        for outcome in books.with_ready(()):
            books.add(outcome)
        books.settle()
        return books

    return run


def test_a_page_counts_as_its_session_did_and_is_its_report(
    collect: Callable[..., Books], page: str, card: Scorecard, tmp_path: Path
) -> None:
    books = collect(ada=page, ben=page, foreign="<html></html>")
    assert [row.candidate for row in books.rows] == ["ada", "ben"]
    assert books.rows[0].score == round(card.score or 0.0, 1)
    assert books.failures == 0
    assert (tmp_path / books.rows[0].report).read_text(encoding="utf-8") == page
    entry = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert entry["answers"][0]["audio"] == "ouverture.wav"


def test_who_is_to_be_nameless_is(collect: Callable[..., Books], page: str, tmp_path: Path) -> None:
    books = collect(anonymous=True, ada=page)
    (row,) = books.rows
    assert row.candidate.startswith("candidat-")
    assert row.report == ""
    assert "ouverture.wav" not in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert list((tmp_path / "reports").iterdir()) == []


def changed(page: str, change: Callable[[dict[str, Any]], object]) -> str:
    """The page with other values in it, as somebody may send it."""
    mark = '<script type="application/json" id="export">'
    before, _, rest = page.partition(mark)
    text, _, after = rest.partition("</script>")
    held = json.loads(text)
    change(held["scorecard"])
    return f"{before}{mark}{json.dumps(held)}</script>{after}"


@pytest.mark.parametrize(
    "change",
    [
        lambda card: card["total"].update(score="<b>100</b>"),
        lambda card: card["total"].update(score=float("inf")),
        lambda card: card["total"].update(score=-5),
        lambda card: card["answers"][0].update(coverage=None),
        lambda card: card["answers"][0]["timing"].update(target_s="x"),
        lambda card: card["answers"][0]["coverage"]["terms"][0].update(term=[]),
        lambda card: card["answers"][0].pop("traps"),
        lambda card: card["answers"].append(3),
        lambda card: card.pop("total"),
        lambda card: card["scenario"].update(id=7),
        lambda card: card["scenario"].update(id="pitch-3min"),
    ],
)
def test_a_page_that_was_changed_fails_its_candidate_alone(
    collect: Callable[..., Books], page: str, change: Callable[[dict[str, Any]], object]
) -> None:
    books = collect(ada=changed(page, change), ben=page)
    ada, ben = books.rows
    assert ada.error.startswith("ada")
    assert (ada.score, ada.report) == (None, "")
    assert (ben.error, books.failures) == ("", 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("default-src", "default-src * "),
        ("<!doctype html>", "<!doctype html><script>alert(1)</script>"),
        ('<html lang="fr">', '<html lang="fr" onclick="alert(1)">'),
        ('<meta http-equiv="Content-Security-Policy"', "<meta"),
        ('<meta http-equiv="Content', '&lt;meta http-equiv="Content'),
        ("script-src ", "script-src &#39;unsafe-inline&#39; "),
    ],
)
def test_no_page_that_could_run_something_is_put_beside_the_class(
    collect: Callable[..., Books], page: str, old: str, new: str
) -> None:
    assert is_harmless(page)
    assert old in page
    foreign = page.replace(old, new, 1)
    assert not is_harmless(foreign)
    (row,) = collect(ada=foreign).rows
    assert (row.error, row.report) == ("", "")


def test_a_session_without_answers_is_a_candidate_without_a_score(
    collect: Callable[..., Books], page: str
) -> None:
    (row,) = collect(ada=changed(page, lambda card: card.update(answers=[]))).rows
    assert replace(row, key="", score=None).answers == 0
