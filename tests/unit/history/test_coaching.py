"""What coaches say: files read, held against their session, kept once, and taken out again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from interviewer.domain import Coaching, Comment, Criterion, Grade, Scenario, Take, disagree
from interviewer.errors import UsageError
from interviewer.history.coaching import SCHEMA, checked, read_comments
from interviewer.history.record import finished_record
from interviewer.history.store import Store, open_store
from interviewer.history.values import Coached
from interviewer.scoring.answer import score_take

NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
RUBRIC = tuple(
    Criterion(f"c{n}", f"Critère {n}", ("Non", "Un peu", "Oui"), "timing" if n == 0 else None)
    for n in range(5)
)
SAID = {
    "coach": "  Mme\nDurand ",
    "comments": [
        {"answer": "q1", "at_s": 2, "text": "Le chiffre\r\n d’abord."},
        {"answer": "intro", "at_s": 4.5, "text": "Ici, souriez."},
        {"answer": "intro", "at_s": None, "text": "Bonne entrée."},
    ],
    "marks": [{"criterion": "c3", "mark": 2}, {"criterion": "c0", "mark": 3}],
}

Write = Callable[..., Path]


@pytest.fixture
def session(store: Store, scenario: Scenario, make_take: Callable[[str, Path], Take]) -> str:
    """Both tasks answered, for 7 s and 5 s."""
    graded = replace(scenario, rubric=RUBRIC)
    texts = {"intro": "un deux trois quatre cinq six sept huit neuf dix", "q1": "a b c d e"}
    cards = [
        score_take(graded, phase, task, make_take(texts[task.id], Path("/a.wav")))
        for phase, task in graded.tasks()
    ]
    record = finished_record(graded, cards, 30.0)
    log = store.begin("replay", graded, record.choice, None, now=NOW)
    log.finish(record, now=NOW)
    return log.id


@pytest.fixture
def write(tmp_path: Path, session: str) -> Write:
    def file(said: dict[str, Any] | bytes | None = None, **more: object) -> Path:
        path = tmp_path / "remarques.json"
        data = {"schema": SCHEMA, "session": session, **SAID, **more} if said is None else said
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
        return path

    return file


def take_in(store: Store, file: Path) -> Coaching:
    session, coaching = read_comments(file)
    return checked(file, coaching, store.load(session))


def test_a_file_becomes_what_a_coach_says_in_the_order_of_the_session(
    store: Store, session: str, write: Write
) -> None:
    coaching = take_in(store, write())
    assert coaching == Coaching(
        "Mme Durand",
        (
            Comment("intro", None, "Bonne entrée."),
            Comment("intro", 4.5, "Ici, souriez."),
            Comment("q1", 2.0, "Le chiffre d’abord."),
        ),
        (Grade("c0", 3), Grade("c3", 2)),
    )
    assert store.coachings.keep(session, coaching)
    assert store.load(session).coaching == (coaching,)
    assert store.coachings.of_scenario("essai") == (Coached(session, RUBRIC, (coaching,)),)
    assert store.coachings.of_scenario("another") == ()


def test_the_same_twice_changes_nothing_and_a_later_file_takes_the_place_of_the_first(
    store: Store, session: str, write: Write
) -> None:
    first = take_in(store, write())
    assert store.coachings.keep(session, first)
    assert not store.coachings.keep(session, first)
    later = take_in(store, write(comments=[]))
    assert store.coachings.keep(session, later)
    other = take_in(store, write(coach=""))
    assert store.coachings.keep(session, other)
    assert store.load(session).coaching == (other, later)


def test_it_is_taken_out_by_name_or_as_a_whole_and_goes_with_its_session(
    store: Store, session: str, write: Write
) -> None:
    for coach in ("A", "B", "C"):
        store.coachings.keep(session, take_in(store, write(coach=coach)))
    assert store.coachings.remove(session, "B") == 1
    assert store.coachings.remove(session, "nobody") == 0
    assert [each.coach for each in store.load(session).coaching] == ["A", "C"]
    assert store.coachings.remove(session) == 2
    store.coachings.keep(session, take_in(store, write()))
    store.remove([session])
    assert store.coachings.of_scenario("essai") == ()


def test_it_goes_along_with_an_export(
    store: Store, session: str, write: Write, tmp_path: Path
) -> None:
    coaching = take_in(store, write())
    store.coachings.keep(session, coaching)
    store.export_to(tmp_path / "all.zip")
    with open_store(tmp_path / "elsewhere") as other:
        other.import_from(tmp_path / "all.zip")
        assert other.load(session).coaching == (coaching,)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"", "no JSON from line 1 on"),
        (b"{\n", "no JSON from line 2 on"),
        (b"[" * 100_000, "nested too deep"),
        (b"\xff\xfe", "it is not in UTF-8"),
        (b"[1]", "its JSON is of another kind"),
        (b'{"schema": "other/1"}', "not of which session"),
        (b'{"schema": "interviewer.comments/1"}', "not of which session"),
        (b" " * 1_000_001, "larger than 1000 kB"),
    ],
)
def test_what_is_no_such_file_is_one_line(write: Write, said: bytes, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_comments(write(said))
    line = str(caught.value)
    assert "remarques.json is no file of comments" in line
    assert why in line
    assert "\n" not in line
    assert len(line) < 1000


@pytest.mark.parametrize(
    "more",
    [
        {"session": 3},
        {"coach": None},
        {"coach": "half \ud800"},
        {"comments": {"a": 1}},
        {"comments": ["a"]},
        {"comments": [{"answer": "intro", "at_s": "2", "text": "x"}]},
        {"comments": [{"answer": "intro", "at_s": True, "text": "x"}]},
        {"comments": [{"answer": "intro", "at_s": 10**400, "text": "x"}]},
        {"comments": [{"answer": "intro", "at_s": 1.0, "text": "\ud800"}]},
        {"marks": [{"criterion": "c0", "mark": 1.5}]},
        {"marks": [{"criterion": "c0"}]},
    ],
)
def test_values_of_another_kind_are_refused(write: Write, more: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="is no file of comments"):
        read_comments(write(**more))


def test_a_file_of_a_version_to_come_says_so(write: Write) -> None:
    with pytest.raises(UsageError, match=r"is of another version \(interviewer\.comments/2\)"):
        read_comments(write(schema="interviewer.comments/2"))


@pytest.mark.parametrize("name", ["gone.json", "."])
def test_what_cannot_be_read_is_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="is no file of comments"):
        read_comments(tmp_path / name)


def comment(**more: object) -> dict[str, object]:
    return {"comments": [{"answer": "intro", "at_s": 1.0, "text": "x", **more}]}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"comments": [], "marks": []}, "holds neither a comment nor a mark"),
        (comment(answer="q9"), "comment 1: the session has no answer q9; it has: intro, q1."),
        (comment(answer="q" * 90_000), "the session has no answer qqqqqq"),
        (comment(at_s=-0.1), "comment 1: second -0.1 is outside the 7.0 s of intro."),
        (comment(at_s=7.2), "second 7.2 is outside the 7.0 s"),
        (comment(at_s=1e300), "second 1e+300 is outside"),
        (comment(at_s=float("nan")), "second nan is outside"),
        (comment(text=" \n "), "comment 1: it says nothing."),
        (comment(text="x" * 2001), "comment 1: it has 2001 characters; at most 2000."),
        ({"comments": comment()["comments"] * 501}, "holds 501 comments; at most 500"),  # type: ignore[operator]
        ({"coach": "x" * 101}, "the name has 101 characters; at most 100"),
        (
            {"marks": [{"criterion": "c9", "mark": 1}]},
            "no criterion c9; it has: c0, c1, c2, c3, c4.",
        ),
        ({"marks": [{"criterion": "c0", "mark": 0}]}, "0 is no mark of c0; the marks are 1 to 3."),
        ({"marks": [{"criterion": "c0", "mark": 4}]}, "4 is no mark of c0"),
        ({"marks": [{"criterion": "c0", "mark": 10**300}]}, "is no mark of c0"),
        ({"marks": [{"criterion": "c0", "mark": 1}] * 2}, "c0 is marked twice"),
    ],
)
def test_what_the_session_has_not_is_refused_with_what_it_has(
    store: Store, write: Write, more: dict[str, object], said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        take_in(store, write(**more))
    line = str(caught.value)
    assert said in line
    assert len(line) < 400


def test_a_session_that_is_not_here_is_not_guessed(
    store: Store, write: Write, session: str
) -> None:
    for name in ("last", session[:-1], "../" + session):
        with pytest.raises(UsageError, match="has no session"):
            take_in(store, write(session=name))


@pytest.mark.parametrize(
    ("measured", "parts"),
    [(None, False), (49.9, True), (50.1, False), (66.7, False), (100.0, False)],
)
def test_a_mark_and_a_figure_part_half_a_mark_outside_what_the_mark_stands_for(
    measured: float | None, parts: bool
) -> None:
    assert disagree(RUBRIC[0], 3, measured) is parts
