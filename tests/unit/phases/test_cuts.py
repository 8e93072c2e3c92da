"""Where phases may be parted."""

from __future__ import annotations

from interviewer.models import Span, Word
from interviewer.phases.cuts import Cut, find_cuts, spans_of


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
