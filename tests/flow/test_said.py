"""« I said it »: a point that was not recognised counts, is recognised next time, and can be taken back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.history.store import open_store

Run = Callable[..., subprocess.CompletedProcess[str]]

SCENARIO = """
id = "essai"
title = "Essai"
language = "fr"

[[phase]]
id = "questions"
title = "Questions"
kind = "question"
prompt = "Voyons."

[[phase.question]]
id = "q1"
ask = "Et en production ?"
target = "30s"
terms = ["monitoring"]
points = [
    { point = "Un modèle en service se surveille", any = ["surveill*"] },
    { point = "Adapter le modèle au métier", any = ["à nos documents"] },
]
model_answer = "Un modèle en service se surveille, par du monitoring. On l’adapte à nos documents."

[[phase.question]]
id = "q2"
ask = "Et ensuite ?"
target = "30s"
points = [{ point = "Aller vite", any = ["vite"] }]
"""
SAID = "On le relie à nos documents. Chaque matin, Paul ouvre le carnet et note ce qui cloche."
WATCH = "Un modèle en service se surveille"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / "data"
    monkeypatch.setenv("INTERVIEWER_DATA", str(data))
    # What is close in meaning is decided elsewhere: here the sentence is recognised as the person's own.
    monkeypatch.setattr("interviewer.scoring.meaning.available", lambda: False)
    return data


@pytest.fixture
def drill(data: Path, tmp_path: Path, interviewer: Run) -> Callable[[str], str]:
    """Answers the first card of a scenario of one's own, typed; what was printed."""
    file = tmp_path / "essai.toml"
    file.write_text(SCENARIO, encoding="utf-8")

    def run(given: str) -> str:
        result = interviewer("drill", str(file), "--typed", given=given)
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout

    return run


def _answer(interviewer: Run) -> dict[str, object]:
    result = interviewer("report", "last", "--json", "-")
    assert result.returncode == 0, result.stderr
    answer: dict[str, object] = json.loads(result.stdout)["answers"][0]
    return answer


def _points(interviewer: Run) -> list[tuple[str, bool]]:
    coverage = _answer(interviewer)["coverage"]
    assert isinstance(coverage, dict)
    return [(point["status"], point["own"]) for point in coverage["points"]]


def test_a_point_of_a_past_answer_counts_is_recognised_next_time_and_can_be_taken_back(
    drill: Callable[[str], str], data: Path, interviewer: Run
) -> None:
    drill(f"{SAID}\nvite\n\n")
    assert _points(interviewer) == [("missed", False), ("hit", False)]
    before = _answer(interviewer)["score"]

    result = interviewer("said", "last", "q1", "1", "--sentence", "Paul ouvre le carnet")
    assert result.returncode == 0, result.stderr
    assert "Compté" in result.stderr
    assert "Paul ouvre le carnet" in result.stderr
    assert _points(interviewer) == [("hit", True), ("hit", False)]
    # A point and half of the term that belongs to it, of three.
    assert before == pytest.approx(100 / 3, abs=0.1)
    assert _answer(interviewer)["score"] == pytest.approx(250 / 3, abs=0.1)
    with open_store(data) as store:
        marked = store.sessions(1)[0]
    assert marked.figures.coverage == pytest.approx((250 / 3 + 100) / 2)

    shown = drill("Nous, chaque matin, Paul ouvre son carnet\nvite\n\n")
    assert f"✓ {WATCH} (votre formulation)" in shown.replace("\n", " ")
    assert _points(interviewer)[0] == ("hit", True)

    elsewhere = interviewer("said", "last", "q1", "1", "--undo")
    assert elsewhere.returncode == 2
    assert f"interviewer said {marked.id} q1" in elsewhere.stderr
    undone = interviewer("said", marked.id, "q1", WATCH[:9], "--undo")
    assert "Annulé" in undone.stderr
    drill("Nous, chaque matin, Paul ouvre son carnet\nvite\n\n")
    assert _points(interviewer)[0] == ("missed", False)


@pytest.mark.parametrize(
    ("keys", "status"), [("d1", "hit"), ("d1\nd1", "missed"), ("d7", "missed"), ("D 1", "hit")]
)
def test_in_a_typed_drill_d_and_a_number_mark_the_card_before(
    drill: Callable[[str], str], interviewer: Run, keys: str, status: str
) -> None:
    shown = drill(f"{SAID}\n{keys}\nvite\n\n")
    assert f"d1 {WATCH}" in shown.replace("\n  ", " ")
    assert "33 · à revoir" in shown
    # The rating goes with the score.
    assert ("83 · bien" in shown) is ("hit" in status or keys == "d1\nd1")
    assert _points(interviewer)[0] == (status, status == "hit")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("last", "q9", "1"), "q1"),
        (("last", "q1", "7"), f"1 {WATCH}"),
        (("last", "q1", "z"), f"1 {WATCH}"),
        (("last", "q1", "2"), "compte déjà"),
        (("last", "1", "1", "--undo"), "n’est pas marquée"),
        (("nowhere", "q1", "1"), "nowhere"),
    ],
)
def test_what_cannot_be_marked_is_told_with_what_can(
    drill: Callable[[str], str], interviewer: Run, arguments: tuple[str, ...], told: str
) -> None:
    drill(f"{SAID}\nvite\n\n")
    result = interviewer("said", *arguments)
    assert result.returncode == 2
    assert told in result.stderr.replace("\n", " ")
    assert _points(interviewer) == [("missed", False), ("hit", False)]


@pytest.mark.meaning
def test_a_deleted_session_takes_its_phrasings_along(
    drill: Callable[[str], str], data: Path, interviewer: Run
) -> None:
    drill(f"{SAID}\nd1\nvite\n\n")
    with open_store(data) as store:
        first = store.sessions(1)[0].id
    drill(f"{SAID}\nvite\n\n")
    assert _points(interviewer)[0] == ("hit", True)
    assert interviewer("history", "delete", first, "--yes").returncode == 0
    drill("Chaque matin, Paul ouvre le carnet et note ce qui cloche.\nvite\n\n")
    assert _points(interviewer)[0] == ("missed", False)


@pytest.mark.meaning
def test_phrasings_go_along_with_an_export(
    drill: Callable[[str], str], interviewer: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill(f"{SAID}\nd1\nvite\n\n")
    assert interviewer("export", str(tmp_path / "all.zip")).returncode == 0
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "elsewhere"))
    assert interviewer("import", str(tmp_path / "all.zip")).returncode == 0
    drill(f"{SAID}\nvite\n\n")
    assert _points(interviewer)[0] == ("hit", True)


def test_the_report_names_the_command_of_each_point_that_was_not_recognised(
    drill: Callable[[str], str], data: Path, interviewer: Run, tmp_path: Path
) -> None:
    drill(f"{SAID}\nvite\n\n")
    with open_store(data) as store:
        session = store.sessions(1)[0].id
    html = tmp_path / "report.html"
    assert interviewer("report", "last", "--html", str(html)).returncode == 0
    page = html.read_text(encoding="utf-8")
    assert f"<code>interviewer said {session} q1 1</code>" in page
    assert f"interviewer said {session} q1 2" not in page
    assert f"interviewer said {session} q1 1" in " ".join(
        interviewer("report", "last").stdout.split()
    )
    interviewer("said", "last", "q1", "1")
    assert interviewer("report", "last", "--html", str(html)).returncode == 0
    page = html.read_text(encoding="utf-8")
    assert f"<code>interviewer said {session} q1 1 --undo</code>" in page
    assert "votre formulation" in page
