"""Trends over sessions and the difference between two takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    Phase,
    Point,
    Scenario,
    Span,
    Take,
    Task,
    Term,
    Transcript,
)
from interviewer.history.trends import (
    PARTS,
    Side,
    compare,
    missed_terms,
    task_trends,
    tic_trends,
    trend,
    trends,
)
from interviewer.history.values import (
    AnswerSummary,
    Figures,
    SessionSummary,
    TermCount,
    TicCount,
    answer_figures,
    session_figures,
)
from interviewer.scoring.answer import score_session, score_take

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
DAY = timedelta(days=1)

scores = st.none() | st.floats(0, 100)


def session(
    score: float | None, day: int = 0, scenario: str = "s", coverage: float | None = None
) -> SessionSummary:
    return SessionSummary(
        id=f"{day:04}-{scenario}",
        kind="rehearse",
        scenario_id=scenario,
        title=scenario.title(),
        language="fr",
        engine=None,
        started_at=NOW + day * DAY,
        finished_at=NOW + day * DAY,
        reason="completed",
        figures=Figures(score=score, coverage=coverage),
    )


def answered(said: str, task: Task | None = None) -> AnswerCard:
    task = task or Task(
        "q1", 10.0, (Term("drift"), Term("RAG")), (Point("Dire bonjour", ("bonjour",)),)
    )
    phase = Phase("p", "Une phase", "pitch", task.target_s, "", task)
    scenario = Scenario("s", "S", "fr", (phase,))
    transcript = Transcript.from_text(said, "fr")
    take = Take(Path("a.wav"), 9.0, (Span(0.5, 8.5),) if said else (), transcript)
    return score_take(scenario, phase, task, take)


def side(*cards: AnswerCard, scenario: str = "s") -> Side:
    return Side("name", scenario, session_figures(cards), cards)


def test_without_a_score_there_is_no_trend() -> None:
    assert trend([]) is None
    assert trend([session(None), session(None, 1)]) is None


def test_first_last_and_best() -> None:
    found = trend([session(70, 3), session(50, 1), session(90, 2), session(None, 4)])
    assert found is not None
    assert found.values("score") == (50, 90, 70)
    assert (found.last.figures.score, found.best.figures.score) == (70, 90)
    assert found.change("score") == 20
    assert found.change("pace") is None


def test_of_equals_the_latest_is_the_best() -> None:
    found = trend([session(80, 1), session(80, 2)])
    assert found is not None
    assert found.best.started_at == NOW + 2 * DAY


def test_a_part_that_was_not_always_measured() -> None:
    found = trend([session(50, 1), session(60, 2, coverage=40), session(70, 3, coverage=55)])
    assert found is not None
    assert found.values("coverage") == (None, 40, 55)
    assert found.change("coverage") == 15


@given(st.lists(st.tuples(scores, st.integers(0, 99)), max_size=20))
def test_a_trend_holds_every_scored_session_once_in_order(
    made: list[tuple[float | None, int]],
) -> None:
    found = trend(session(score, day) for score, day in made)
    measured = [score for score, _ in made if score is not None]
    if found is None:
        assert measured == []
        return
    assert sorted(value for value in found.values("score") if value is not None) == sorted(measured)
    moments = [each.started_at for each in found.sessions]
    assert moments == sorted(moments)
    assert round(found.best.figures.score or 0.0) == round(max(measured))


def test_what_is_shown_as_equal_is_equal() -> None:
    found = trend([session(80.4, 1), session(79.6, 2)])
    assert found is not None
    assert found.best.started_at == NOW + 2 * DAY
    assert found.change("score") == 0
    before, after = Side("a", "s", Figures(score=93.6), ()), Side("b", "s", Figures(score=94.4), ())
    assert compare(before, after).parts["score"].gain == 0


def test_no_line_goes_through_different_things() -> None:
    live, one_phase = session(50, 1), replace(session(90, 2), phase="intro")
    files, cards = replace(session(60, 3), kind="replay"), replace(session(70, 4), kind="drill")
    found = trends([live, one_phase, files, cards, session(55, 5)])
    assert [[each.figures.score for each in one.sessions] for one in found] == [
        *([50, 55], [70], [60], [90])
    ]


def test_the_scenario_rehearsed_last_comes_first() -> None:
    found = trends([session(50, 1, "a"), session(60, 3, "b"), session(70, 2, "a")])
    assert [each.last.scenario_id for each in found] == ["b", "a"]
    assert [len(each.sessions) for each in found] == [1, 2]


def test_answers_by_task() -> None:
    def answer(task: str, score: float | None, title: str) -> AnswerSummary:
        return AnswerSummary("x", NOW, "p", task, title, Figures(score=score))

    found = task_trends(
        [answer("b", 40, "B"), answer("a", 50, "A"), answer("b", 70, "B2"), answer("b", None, "B2")]
    )
    assert [(each.task_id, each.title, each.values) for each in found] == [
        ("b", "B2", (40, 70, None)),
        ("a", "A", (50,)),
    ]
    assert (found[0].best, found[0].last) == (70, None)


def test_the_most_often_missed_terms() -> None:
    counts = [
        TermCount("often asked", 9, 3, NOW),
        TermCount("never missed", 9, 0, None),
        TermCount("seldom asked", 3, 3, NOW),
        TermCount("worst", 5, 5, NOW),
    ]
    assert [each.term for each in missed_terms(counts, 10)] == [
        "worst",
        "seldom asked",
        "often asked",
    ]
    assert [each.term for each in missed_terms(counts, 1)] == ["worst"]


def test_what_fills_time_is_followed_by_name_and_minute() -> None:
    sessions = [session(50, day) for day in range(3)]
    spoken = [120.0, 60.0, None]
    over = trend(
        replace(each, figures=replace(each.figures, spoken_s=spoken_s))
        for each, spoken_s in zip(sessions, spoken, strict=True)
    )
    assert over is not None
    first, second, third = (each.id for each in over.sessions)
    counts = [
        TicCount(first, "du coup", "word", 7),
        TicCount(second, "du coup", "word", 1),
        TicCount(second, "euh", "sound", 1),
        TicCount(second, "", "sound", 0),
        TicCount(third, "never timed", "word", 9),
        TicCount("not scored", "elsewhere", "word", 9),
    ]
    found = tic_trends(over, counts, 10)
    assert [(each.name, each.kind, each.per_minute) for each in found] == [
        ("du coup", "word", (3.5, 1.0, None)),
        ("euh", "sound", (None, 1.0, None)),
    ]
    assert [each.change for each in found] == [-2.5, None]
    assert [each.name for each in tic_trends(over, counts, 1)] == ["du coup"]


def test_what_was_gained_and_lost() -> None:
    found = compare(
        side(answered("bonjour je parle du drift tous les jours ici")),
        side(answered("bonjour je parle du RAG tous les jours ici")),
    )
    (task,) = found.tasks
    assert (task.gained, task.lost) == (("RAG",), ("drift",))
    assert task.score.gain == 0
    assert found.same_scenario
    assert (found.only_before, found.only_after) == ((), ())


def test_a_term_said_too_seldom_was_said_nevertheless() -> None:
    """It is half counted: to call it lost would say that it was not heard."""
    whole, half = answered("du RAG ici"), answered("du RAG ici")
    hits = [
        replace(hit, status="partial") if hit.term.name == "RAG" else hit
        for hit in half.coverage.terms
    ]
    half = replace(half, coverage=replace(half.coverage, terms=tuple(hits)))
    (task,) = compare(side(whole), side(half)).tasks
    assert (task.gained, task.lost) == ((), ())


def test_a_point_whose_contrary_is_said_is_lost() -> None:
    before, after = answered("bonjour à vous tous ici"), answered("on ne dit pas bonjour ici")
    assert after.coverage.points[0].status == "contradicted"
    (task,) = compare(side(before), side(after)).tasks
    assert (task.gained, task.lost) == ((), ("Dire bonjour",))


def test_what_was_said_in_another_language_is_neither_gained_nor_lost() -> None:
    """Its content is not measured: nobody knows what it holds."""
    french, english = answered("du RAG ici"), answered("du drift")
    english = replace(english, other_language="en")
    for one, other in ((french, english), (english, french)):
        (task,) = compare(side(one), side(other)).tasks
        assert (task.gained, task.lost) == ((), ())


def test_terms_that_only_one_side_asks_for_are_neither_gained_nor_lost() -> None:
    new = Task("q1", 10.0, (Term("drift"), Term("LLM")))
    found = compare(side(answered("du RAG ici")), side(answered("du drift et un LLM", new)))
    assert (found.tasks[0].gained, found.tasks[0].lost) == (("drift",), ())


def test_tasks_of_one_side_only() -> None:
    other = answered("bonjour", Task("q2", 10.0, (Term("drift"),)))
    found = compare(side(answered("drift")), side(answered("RAG"), replace(other, title="Autre")))
    assert [each.task_id for each in found.tasks] == ["q1"]
    assert (found.only_before, found.only_after) == ((), ("Autre",))


def test_two_scenarios_are_not_matched() -> None:
    found = compare(side(answered("drift")), side(answered("RAG"), scenario="t"))
    assert not found.same_scenario
    assert found.tasks == ()
    assert (found.only_before, found.only_after) == (("Une phase",), ("Une phase",))


texts = st.lists(st.sampled_from(["drift", "RAG", "bonjour", "donc"]), max_size=6).map(" ".join)


@given(texts, texts)
def test_what_one_gains_the_other_way_round_loses(one: str, other: str) -> None:
    there = compare(side(answered(one)), side(answered(other)))
    back = compare(side(answered(other)), side(answered(one)))
    assert set(there.tasks[0].gained) == set(back.tasks[0].lost)
    assert set(there.tasks[0].lost) == set(back.tasks[0].gained)
    for part in PARTS:
        gain, loss = there.parts[part].gain, back.parts[part].gain
        assert (gain is None) == (loss is None)
        assert gain is None or loss is None or gain == -loss


def test_the_figures_of_a_session_are_those_of_its_scorecard() -> None:
    cards = (answered("bonjour drift"), answered("RAG", Task("q2", 30.0, (Term("RAG"),))))
    figures = session_figures(cards)
    scenario = Scenario("s", "S", "fr", (Phase("p", "P", "pitch", 10.0, "", cards[0].task),))
    assert figures.score == score_session(scenario, EngineInfo("e", "m"), cards).score
    assert figures.target_s == 40
    assert figures.spoken_s == 16
    assert answer_figures(cards[1]).coverage == 100
    assert session_figures(()) == Figures()
