"""Sessions that candidates sent as pages, beside recordings, on the page of a class."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from interviewer.batch.books import Books
from interviewer.batch.candidates import find_candidates
from interviewer.batch.preparation import Preparation
from interviewer.domain import (
    Coaching,
    Criterion,
    EngineInfo,
    Grade,
    Scenario,
    Scorecard,
    Span,
    Take,
    Transcript,
)
from interviewer.report.coach_export import is_harmless, render_for_coach, returned_in
from interviewer.report.session import Session
from interviewer.report.view import Sound
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_session, score_take
from interviewer.ui.page import words_in

Sent = Callable[..., Path]


SESSION = "20261122-051200-pitch-20s"
RUBRIC = (
    Criterion("temps", "La tenue du temps", ("non", "oui"), "timing"),
    Criterion("ton", "Le ton", ("non", "oui")),
)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return replace(load("pitch-20s"), rubric=RUBRIC)


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
    session = Session(card, lambda _: Sound("left_out"), id=SESSION)
    return render_for_coach(session, words_in("fr"))


def comments(coach: str = "Mme Durand", answer: str = "ouverture", **marks: int) -> str:
    """What the coach's page saves."""
    said = {
        "schema": "interviewer.comments/1",
        "session": SESSION,
        "coach": coach,
        "comments": [{"answer": answer, "at_s": 7.4, "text": "Bien, Camille."}],
        "marks": [{"criterion": name, "mark": mark} for name, mark in marks.items()],
    }
    return json.dumps(said)


@pytest.fixture
def collect(tmp_path: Path, scenario: Scenario) -> Callable[..., Books]:
    """A class of those who sent pages; no process is needed for it."""

    def run(*, anonymous: bool = False, back: Sequence[str] = (), **pages: str) -> Books:
        folder = tmp_path / "class"
        folder.mkdir()
        (tmp_path / "reports").mkdir()
        for name, text in pages.items():
            (folder / f"{name}.html").write_text(text, encoding="utf-8")
        for number, text in enumerate(back):
            (folder / f"dupont-{number}.json").write_text(text, encoding="utf-8")
        candidates = find_candidates(folder, scenario, load)
        returned, faults = returned_in(folder)
        assert not faults
        preparation = Preparation("whisper base", anonymous, ("data:",), returned=returned)
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


def test_what_coaches_sent_back_counts_with_the_page_that_it_is_about(
    collect: Callable[..., Books], page: str, tmp_path: Path
) -> None:
    back = [
        comments(temps=2, ton=1),
        comments("M. Petit", temps=1),
        '{"an": "export of something else"}',
    ]
    other = page.replace(SESSION, "20261123-051200-pitch-20s")
    ada, ben = collect(ada=page, ben=other, back=back).rows
    assert (ada.coaches, ada.marks) == (2, (("temps", 1.5), ("ton", 1.0)))
    assert (ben.coaches, ben.marks) == (0, ())
    entry = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert [each["coach"] for each in entry["coaching"]] == ["M. Petit", "Mme Durand"]
    assert entry["coaching"][0]["comments"][0]["text"] == "Bien, Camille."


def test_what_stands_in_the_page_counts_until_the_coach_sends_anew(
    collect: Callable[..., Books], card: Scorecard
) -> None:
    said = [
        Coaching("Mme Durand", marks=(Grade("ton", 2),)),
        Coaching("X", marks=(Grade("ton", 1),)),
    ]
    session = Session(replace(card, coaching=tuple(said)), lambda _: Sound("left_out"), id=SESSION)
    made = render_for_coach(session, words_in("fr"), comments=True)
    (row,) = collect(ada=made, back=[comments(ton=1)]).rows
    assert (row.coaches, row.marks) == (2, (("ton", 1.0),))


def test_what_a_coach_sent_back_that_does_not_hold_is_told_and_left_out(
    collect: Callable[..., Books], page: str, tmp_path: Path
) -> None:
    books = collect(ada=page, back=[comments("A", ton=3), comments("B", "rien"), comments("C")])
    (row,) = books.rows
    assert (row.error, row.coaches, books.failures) == ("", 0, 0)
    entry = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert [each["coach"] for each in entry["coaching"]] == ["C"]
    first, second = entry["batch"]["notices"]
    assert "dupont-0.json" in first
    assert "rien" in second


def test_a_coach_names_nobody_where_nobody_is_to_be_named(
    collect: Callable[..., Books], page: str, tmp_path: Path
) -> None:
    back = [comments(temps=2), comments("Camille Dupont", temps=7)]
    (row,) = collect(anonymous=True, ada=page, back=back).rows
    assert row.marks == (("temps", 2.0),)
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8").lower()
    assert [name for name in ("camille", "dupont", "durand") if name in written] == []


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
        lambda card: card.update(coaching=[{"coach": 1}]),
        lambda card: card.update(coaching=3),
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
