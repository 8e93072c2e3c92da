"""Where phases may be parted."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Span, Word
from interviewer.scoring.one_take_path import (
    Alignment,
    Cut,
    Floats,
    Scores,
    align,
    find_cuts,
    spans_of,
)


def words(*timed: tuple[str, float, float]) -> tuple[Word, ...]:
    return tuple(Word(text, start_s, end_s, 0.9) for text, start_s, end_s in timed)


def test_pauses_and_ends_of_sentences() -> None:
    said = words(("Oui", 0.0, 0.5), ("donc", 1.5, 2.0), ("voilà.", 2.0, 2.5), ("Bon", 2.5, 3.0))
    assert find_cuts(said, (Span(0.0, 0.6), Span(1.4, 3.0)), 10) == (
        Cut(1, 0.6, 1.4, False),
        Cut(3, 2.5, 2.5, True),
    )


def test_a_mark_before_a_closing_quote_ends_the_sentence() -> None:
    said = words(("fini.\u00a0»", 0.0, 0.5), ("Bon", 0.5, 1.0))
    assert find_cuts(said, (Span(0.0, 1.0),), 10) == (Cut(1, 0.5, 0.5, True),)


def test_speech_without_a_word_is_part_of_the_pause() -> None:
    said = words(("fini.", 0.0, 0.6), ("Bon", 4.0, 4.5))
    speech = (Span(0.0, 0.6), Span(1.6, 2.6), Span(4.0, 4.5))
    assert find_cuts(said, speech, 10) == (Cut(1, 0.6, 4.0, True),)


def test_a_word_that_lasts_through_a_pause_hides_it() -> None:
    """As in an office, whose voices are speech to the detector: one span from end to end."""
    said = words(("regret,", 0.0, 2.84), ("ma", 2.84, 3.2), ("thèse,", 3.2, 3.6), ("et", 3.6, 6.48))
    first, second = find_cuts(said, (Span(0.0, 6.48),), 10)
    assert (first.word, round(first.before_s, 2), round(first.after_s, 2)) == (1, 0.84, 2.84)
    assert (second.word, round(second.before_s, 2), round(second.after_s, 2)) == (3, 3.6, 6.0)


def test_the_shortest_pauses_are_left_out() -> None:
    said = words(("a", 0, 1), ("b", 1.3, 2), ("c", 3, 4), ("d", 4.5, 5))
    speech = tuple(Span(word.start_s, word.end_s) for word in said)
    assert [cut.word for cut in find_cuts(said, speech, 2)] == [2, 3]


def test_a_word_timed_before_the_one_before_it_stays_with_it() -> None:
    said = words(("oui", 0.0, 0.5), ("donc", 2.0, 2.5), ("bon", 0.2, 0.4), ("là", 2.6, 3.0))
    first, second = Span(0.0, 0.6), Span(2.0, 3.0)
    assert spans_of(said, (first, second)) == [first, second, second, second]


Parts = tuple[tuple[int, int] | None, ...]

STEP = 0.25
"""Scores are multiples of it, so that equal sums are equal."""


def upper(values: Floats) -> Floats:
    return np.where(np.triu(np.ones(values.shape[-2:], dtype=bool), 1), values, -np.inf)


@st.composite
def problems(draw: st.DrawFn) -> Scores:
    phases, nodes = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def some(*shape: int) -> Floats:
        return STEP * rng.integers(-20, 20, shape).astype(np.float64)

    cut = some(nodes)
    cut[0] = 0.0
    return Scores(cut, upper(some(phases, nodes, nodes)), some(phases), upper(some(nodes, nodes)))


def divisions(scores: Scores) -> list[tuple[float, Parts]]:
    """Every division with its score, by trying them all."""
    phases, nodes = scores.part.shape[:2]
    found: list[tuple[float, Parts]] = []
    spans = list(combinations(range(nodes), 2))

    def go(phase: int, at: int, score: float, parts: Parts, *, after_out: bool) -> None:
        if phase == phases:
            if at == nodes - 1:
                found.append((score, parts))
            return
        missing = score + float(scores.missing[phase])
        go(phase + 1, at, missing, (*parts, None), after_out=after_out)
        for first, last in spans:
            if first != at:
                continue
            taken = score + float(scores.cut[first] + scores.part[phase, first, last])
            go(phase + 1, last, taken, (*parts, (first, last)), after_out=False)
            for end in range(last + 1, nodes):
                out = taken + float(scores.cut[last] + scores.out[last, end])
                go(phase + 1, end, out, (*parts, (first, last)), after_out=True)

    go(0, 0, 0.0, (), after_out=False)
    for end in range(1, nodes):
        go(0, end, float(scores.cut[0] + scores.out[0, end]), (), after_out=True)
    return found


@given(problems())
def test_no_other_division_scores_more(scores: Scores) -> None:
    by_parts: dict[Parts, float] = {}
    for score, parts in divisions(scores):
        by_parts[parts] = max(score, by_parts.get(parts, -np.inf))
    assert by_parts[align(scores).parts] == max(by_parts.values())


@given(problems())
def test_the_probabilities_are_those_of_all_divisions(scores: Scores) -> None:
    every = divisions(scores)
    top = max(score for score, _ in every)
    weights = np.exp([score - top for score, _ in every])
    wanted = np.zeros_like(align(scores).starts)
    for weight, (_, parts) in zip(weights / weights.sum(), every, strict=True):
        for phase, part in enumerate(parts):
            if part is not None:
                wanted[phase, part[0]] += weight
    assert align(scores).starts == pytest.approx(wanted, abs=1e-9)


def two_phases(first: float, second: float, missing: float = -2.0) -> Alignment:
    """Three stretches; the first phase gains ``first`` by taking the first two, and so on."""
    part = upper(np.full((2, 4, 4), -9.0))
    part[0, 0, 2], part[1, 2, 3] = first, second
    out = upper(np.full((4, 4), -8.0))
    return align(Scores(np.zeros(4), part, np.full(2, missing), out))


def test_each_phase_takes_what_speaks_for_it() -> None:
    alignment = two_phases(5.0, 5.0)
    assert alignment.parts == ((0, 2), (2, 3))
    assert alignment.starts[1, 2] > 0.99


def test_what_speaks_for_no_phase_is_left_out() -> None:
    assert two_phases(5.0, -30.0).parts == ((0, 2), None)
    assert two_phases(-30.0, -30.0, missing=0.0).parts == (None, None)
