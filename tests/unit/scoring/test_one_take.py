"""Phases in written-down recordings."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Phase, Point, Scenario, Span, Take, Task, Term, Transcript, Word
from interviewer.scoring.one_take import divide, find_phases
from interviewer.scoring.one_take_clues import find_clues, read_script
from interviewer.scoring.text import read

WORD_S, PAUSE_S = 0.4, 1.2

INTRO = "Bonjour, je m'appelle Camille et mon métier est la donnée."
STORY = "L'an dernier une recherche sémantique a fait gagner vingt minutes aux techniciens."
CLOSE = "Un essai court puis une industrialisation propre, merci beaucoup."
OTHER = "Quelqu'un traverse le couloir avec des croissants tièdes."

TASKS = (
    Task("intro", 10, points=(Point("Saluer", ("bonjour", "je m'appelle")),), model_answer=INTRO),
    Task("story", 12, terms=(Term("recherche sémantique"),), model_answer=STORY),
    Task("close", 10, terms=(Term("industrialisation"),), model_answer=CLOSE),
)
SCENARIO = Scenario(
    "s",
    "S",
    "fr",
    tuple(Phase(task.id, task.id, "pitch", task.target_s, "", task) for task in TASKS),
)
VOCABULARY = sorted({*INTRO.split(), *STORY.split(), *CLOSE.split(), *OTHER.split()})


def recording(*parts: str, pause_s: float = PAUSE_S) -> Take:
    """``parts`` spoken one after the other from 1 s on, four tenths of a second a word."""
    words: list[Word] = []
    speech: list[Span] = []
    now_s = 1.0
    for part in parts:
        start_s = now_s
        for text in part.split():
            words.append(Word(text, now_s, now_s + WORD_S, 0.9))
            now_s += WORD_S
        speech.append(Span(start_s, now_s))
        now_s += pause_s
    return Take(Path("all.wav"), now_s, tuple(speech), Transcript("fr", tuple(words)))


def found(take: Take) -> dict[str, Span]:
    phases = find_phases(SCENARIO, take.transcript, take.speech)
    return {phase.task.id: phase.place.span for phase in phases if phase.place.span}


def test_each_phase_begins_where_it_is_spoken() -> None:
    take = recording(INTRO, STORY, CLOSE)
    assert found(take) == dict(zip(("intro", "story", "close"), take.speech, strict=True))


def test_the_evidence_is_told() -> None:
    take = recording(INTRO, STORY, CLOSE)
    intro, story, _ = find_phases(SCENARIO, take.transcript, take.speech)
    assert intro.place.pause_s is None
    assert story.place.pause_s == pytest.approx(PAUSE_S)
    assert "recherche sémantique" in story.place.clues
    assert story.place.sure
    assert story.place.confidence > 0.9


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_missing_phase_is_not_found(missing: int) -> None:
    said = [part for index, part in enumerate((INTRO, STORY, CLOSE)) if index != missing]
    there = [task.id for index, task in enumerate(TASKS) if index != missing]
    take = recording(*said)
    assert found(take) == dict(zip(there, take.speech, strict=True))


def test_a_pause_inside_a_phase_is_no_boundary() -> None:
    first, second = STORY[:38], STORY[38:]
    take = recording(INTRO, first, second, CLOSE)
    assert found(take)["story"] == Span(take.speech[1].start_s, take.speech[2].end_s)
    assert found(take)["close"] == take.speech[3]


def test_without_any_pause_sentences_part_the_phases() -> None:
    take = recording(INTRO, STORY, CLOSE, pause_s=0.0)
    whole = Span(take.speech[0].start_s, take.speech[-1].end_s)
    starts = {name: span.start_s for name, span in found(_spoken(take, (whole,))).items()}
    assert starts == {
        name: span.start_s
        for name, span in zip(("intro", "story", "close"), take.speech, strict=True)
    }


def test_something_else_altogether_is_left_out() -> None:
    take = recording(OTHER * 3, pause_s=0.0)
    divided = divide(SCENARIO, take)
    assert [part.speech for part in divided.takes] == [(), (), ()]
    assert divided.left_out == (Span(take.speech[0].start_s, take.speech[-1].end_s),)


def test_a_start_that_little_speaks_for_is_not_sure() -> None:
    neutral = "Et voilà. Donc oui. Bon alors. Et puis donc. Voilà donc. Alors bon."
    take = recording(f"{INTRO} {neutral} {neutral} {STORY}", pause_s=0.0)
    parts = {part.place.span: part for part in divide(SCENARIO, take).takes if part.place}
    (unsure,) = [part for part in parts.values() if part.place and not part.place.sure]
    assert [notice.message.split(":")[0] for notice in unsure.notices] == [
        "Little shows where this part begins"
    ]


@pytest.mark.parametrize("words", [0, 1])
def test_next_to_nothing_said(words: int) -> None:
    take = recording("Bonjour")
    divided = divide(SCENARIO, _spoken(take, take.speech if words else ()))
    assert len(divided.takes) == 3


def test_silence_is_every_phase_missing() -> None:
    empty = Take(recording("x").audio, 4.0, (), Transcript("fr"))
    divided = divide(SCENARIO, empty)
    assert [part.place.span for part in divided.takes if part.place] == [None, None, None]
    assert divided.left_out == ()


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=12), st.integers(0, 30)
        ),
        min_size=1,
        max_size=8,
    )
)
def test_parts_keep_their_order_and_cover_what_is_not_left_out(
    stretches: list[tuple[list[str], int]],
) -> None:
    words: list[Word] = []
    speech: list[Span] = []
    now_s = 0.5
    for texts, silence in stretches:
        start_s = now_s
        for text in texts:
            words.append(Word(text, now_s, now_s + 0.25, 0.9))
            now_s += 0.25
        speech.append(Span(start_s, now_s))
        now_s += 0.25 + silence / 8
    take = Take(recording("x").audio, now_s, tuple(speech), Transcript("fr", tuple(words)))
    divided = divide(SCENARIO, take)
    assert divided == divide(SCENARIO, take)
    spans = [part.place.span for part in divided.takes if part.place and part.place.span]
    assert all(before.end_s <= after.start_s for before, after in pairwise(spans))
    kept = [word for part in divided.takes for word in part.transcript.words]
    assert kept == [word for word in words if word in kept]
    in_parts = sum(span.duration_s for part in divided.takes for span in part.speech)
    outside = [
        span
        for span in speech
        if any(
            left.start_s <= span.start_s and span.end_s <= left.end_s for left in divided.left_out
        )
    ]
    left = sum(span.duration_s for span in outside)
    assert in_parts + left == pytest.approx(sum(span.duration_s for span in speech))
    for part in divided.takes:
        assert bool(part.speech) == bool(part.transcript.words)
        if part.place and part.place.span and part.speech:
            assert part.speech[0].start_s == part.place.span.start_s
            assert part.speech[-1].end_s == part.place.span.end_s


def _spoken(take: Take, speech: tuple[Span, ...]) -> Take:
    words = take.transcript if speech else Transcript("fr")
    return Take(take.audio, take.duration_s, speech, words)


def test_the_first_word_of_a_phase_speaks_for_it_and_not_for_the_one_before() -> None:
    take = recording(INTRO, STORY, "Industrialisation donc voilà alors oui")
    assert found(take)["close"] == take.speech[2]


def test_somebody_twice_as_slow_as_planned_is_slow_in_every_phase() -> None:
    take = recording(INTRO, STORY, CLOSE)
    slow = replace(
        take,
        speech=tuple(Span(2 * span.start_s, 2 * span.end_s) for span in take.speech),
        transcript=Transcript(
            "fr",
            tuple(
                replace(word, start_s=2 * word.start_s, end_s=2 * word.end_s)
                for word in take.transcript.words
            ),
        ),
    )
    assert list(found(slow).values()) == list(slow.speech)


def test_no_more_than_five_clues_are_named() -> None:
    take = recording(INTRO, STORY, CLOSE)
    clues = [
        place.clues for place in (part.place for part in divide(SCENARIO, take).takes) if place
    ]
    assert max(map(len, clues)) == 5


def test_words_of_another_phase_are_not_taken_for_the_one_that_is_missing() -> None:
    take = recording(INTRO, STORY, "Mon métier est la donnée avec des croissants tièdes.")
    assert list(found(take)) == ["intro", "story"]


def test_a_phase_whose_words_were_all_misheard_is_found_by_its_place_and_not_sure() -> None:
    take = recording(INTRO, STORY, OTHER)
    *others, close = find_phases(SCENARIO, take.transcript, take.speech)
    assert close.place.span == take.speech[2]
    assert not close.place.sure
    assert all(other.place.sure for other in others)


def test_the_pause_that_is_told_is_the_one_before_the_phase() -> None:
    take = recording(INTRO, STORY, CLOSE)
    start_s = take.speech[2].start_s
    later = replace(
        take,
        speech=(*take.speech[:2], Span(start_s + 1.0, take.speech[2].end_s + 1.0)),
        transcript=Transcript(
            "fr",
            tuple(
                replace(word, start_s=word.start_s + 1.0, end_s=word.end_s + 1.0)
                if word.start_s >= start_s - 1e-6
                else word
                for word in take.transcript.words
            ),
        ),
    )
    places = [part.place for part in find_phases(SCENARIO, later.transcript, later.speech)]
    assert [place.pause_s for place in places] == [None, pytest.approx(1.2), pytest.approx(2.2)]


def test_a_term_that_a_phase_asks_for_speaks_for_it_though_no_model_answer_says_it() -> None:
    tasks = (TASKS[0], replace(TASKS[1], terms=(Term("dérive"),)))
    phases = tuple(Phase(each.id, each.id, "pitch", each.target_s, "", each) for each in tasks)
    script = read_script(Scenario("s", "S", "fr", phases))
    (clue,) = find_clues(script, read(Transcript.from_text("la dérive", "fr")))
    assert clue.votes[1] > 0 > clue.votes[0]


def test_words_of_one_family_speak_for_the_phase_that_uses_another_of_them() -> None:
    (clue,) = find_clues(read_script(SCENARIO), read(Transcript.from_text("technicienne", "fr")))
    assert clue.votes[1] > 0


def test_a_pause_that_is_long_inside_a_phase_says_no_more_than_one_between_two() -> None:
    # One word of the first sentence tells what it belongs to, and the longest silence follows it.
    opening = "Un essai sans regret."
    take = recording(INTRO, f"{STORY} {opening} {CLOSE}")
    second = len(take.transcript.words) - len(CLOSE.split())
    first = second - len(opening.split())
    moved = _later(_later(take, second, 3.0), first, 1.5)
    start_s = moved.transcript.words[first].start_s
    assert found(moved)["close"].start_s == pytest.approx(start_s)


def test_words_that_announce_a_phase_outweigh_a_pause_that_follows_them() -> None:
    take = recording(INTRO, STORY, "Pour finir quelque chose.", CLOSE)
    nearer = _later(take, len(f"{INTRO} {STORY}".split()), -0.5)
    assert found(nearer)["close"].start_s == nearer.speech[2].start_s
    without = recording(INTRO, STORY, "Tout finir quelque chose.", CLOSE)
    nearer = _later(without, len(f"{INTRO} {STORY}".split()), -0.5)
    assert found(nearer)["close"].start_s == nearer.speech[3].start_s


def test_a_beginning_too_short_for_a_phase_that_is_missing_goes_to_the_one_after_it() -> None:
    # One word of the introduction, which is not there.
    take = recording("Des croissants tièdes et Camille.", STORY, CLOSE)
    assert list(found(take)) == ["story", "close"]
    assert found(take)["story"].start_s == take.speech[0].start_s


def _later(take: Take, word: int, by_s: float) -> Take:
    """``take`` with all that is said from ``word`` on moved by ``by_s``."""
    start_s = take.transcript.words[word].start_s - 1e-6

    def moved(time_s: float) -> float:
        return time_s + by_s if time_s >= start_s else time_s

    words = tuple(
        replace(each, start_s=each.start_s + by_s, end_s=each.end_s + by_s)
        if index >= word
        else each
        for index, each in enumerate(take.transcript.words)
    )
    speech: list[Span] = []
    for span in take.speech:
        if span.start_s < start_s < span.end_s:
            speech.append(Span(span.start_s, start_s))
            speech.append(Span(start_s + by_s, span.end_s + by_s))
        elif span.start_s >= start_s:
            speech.append(Span(span.start_s + by_s, span.end_s + by_s))
        else:
            speech.append(span)
    return replace(take, speech=tuple(speech), transcript=Transcript("fr", words))
