from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    Language,
    Move,
    Notice,
    Place,
    Point,
    Scenario,
    Signal,
    Span,
    Step,
    Take,
    Task,
    Term,
    Transcript,
    Trap,
    Word,
)
from interviewer.scoring.advice import advise, format_number, next_steps, notices
from interviewer.scoring.answer import score_session
from interviewer.scoring.content_advice import content_hints
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.delivery import score_delivery
from interviewer.scoring.total import CONTRARY_PENALTY, score_timing
from interviewer.scoring.traps import find_traps

Build = Callable[..., tuple[AnswerCard, Scenario]]

FILL = "ainsi de suite encore un mot de plus "
"""Eight words, 3.2 s at the builder's pace."""


@pytest.fixture
def build(make_take: Callable[..., Take], make_scenario: Callable[..., Scenario]) -> Build:
    """A card with everything but its advice, from a task and what was said."""

    def _build(
        text: str,
        *,
        task: Task,
        language: Language = "fr",
        parts: dict[str, Any] | None = None,
        **spoken: Any,
    ) -> tuple[AnswerCard, Scenario]:
        scenario = make_scenario(task, language=language, **(parts or {}))
        take = make_take(text, language=language, **spoken)
        card = AnswerCard(
            phase_id=task.id,
            question_id=None,
            title="Introduction",
            task=task,
            take=take,
            timing=score_timing(task.target_s, take.speech),
            # What fills the time here is about nothing at all.
            coverage=replace(score_coverage(scenario, task, take.transcript), off_topic=False),
            delivery=score_delivery(
                take, score_coverage(scenario, task, take.transcript).terms, language
            ),
            traps=find_traps(scenario, take.transcript),
            score=None,
            advice=(),
        )
        return card, scenario

    return _build


def _told(card: AnswerCard, scenario: Scenario) -> list[Notice]:
    """The advice without what was good."""
    return [note for note in notices(card, scenario) if not note.message.startswith("Well done")]


def _only(card: AnswerCard, scenario: Scenario) -> Notice:
    (notice,) = _told(card, scenario)
    return notice


def test_silence_sends_to_the_microphone(build: Build) -> None:
    notice = _only(*build("", task=Task("q", 12.0, terms=(Term("RAG"),))))
    assert notice.message.startswith("Nothing was heard: check that the right microphone")


def test_sound_without_words_says_so(build: Build) -> None:
    card, scenario = build(FILL * 4, task=Task("q", 12.0))
    card = replace(card, take=replace(card.take, transcript=Transcript("fr")))
    assert _only(card, scenario).message.startswith("There was sound but no word")


def test_what_is_wrong_with_the_recording_comes_first(build: Build) -> None:
    cut = Notice("{file} is cut off after {seconds} s.", {"file": "a.wav", "seconds": 3})
    card, scenario = build(FILL * 4, task=Task("q", 120.0), notices=[cut])
    assert notices(card, scenario)[0] == cut
    silent, scenario = build("", task=Task("q", 120.0), notices=[cut])
    assert notices(silent, scenario)[0] == cut
    assert len(notices(silent, scenario)) == 2


@pytest.mark.parametrize(
    ("target", "terms", "start", "seconds"),
    [
        (30.0, (), "{seconds} s short of the target of {target} s: add a concrete", 17.2),
        (30.0, (Term("suite"),), "{seconds} s short of the target of {target} s: add a", 17.2),
        (30.0, (Term("RAG"),), "{seconds} s short of the target of {target} s: room for", 17.2),
        (8.0, (), "{seconds} s over the target of {target} s: cut", 4.8),
    ],
)
def test_too_short_and_too_long(
    build: Build, target: float, terms: tuple[Term, ...], start: str, seconds: float
) -> None:
    card, scenario = build(FILL * 4, task=Task("q", target, terms=terms))
    (notice,) = [note for note in notices(card, scenario) if "target" in note.values]
    assert notice.message.startswith(start)
    assert notice.values == {"seconds": seconds, "target": target}


def test_missing_terms_are_named_and_optional_ones_are_not(build: Build) -> None:
    terms = (Term("RAG"), Term("POC", required=False), Term("voilà le"), Term("drift"))
    notice = _only(*build("voilà le " + FILL * 4, task=Task("q", 12.0, terms=terms)))
    assert notice == Notice("Place these terms too: {names}.", {"names": "RAG, drift"})


@pytest.mark.parametrize(
    ("term", "values"),
    [
        (Term("suite", min_count=6), {"term": "suite", "count": 4, "min": 6}),
        (Term("suite", max_count=2), {"term": "suite", "count": 4, "min": 1, "max": 2}),
        (
            Term("suite", min_count=2, max_count=2),
            {"term": "suite", "count": 4, "min": 2, "max": 2},
        ),
    ],
)
def test_a_term_said_too_often_or_too_seldom(
    build: Build, term: Term, values: dict[str, object]
) -> None:
    notice = notices(*build(FILL * 4, task=Task("q", 12.0, terms=(term,))))[0]
    assert notice.values == values
    assert "“{term}” was said {count}×" in notice.message


def test_missed_points_and_moves_are_named(build: Build) -> None:
    task = Task("q", 12.0, points=(Point("mesurer", ("mesure",)), Point("dire", ("suite",))))
    card, scenario = build(
        FILL * 4, task=task, parts={"moves": (Move("m", "reformuler", ("si je comprends",)),)}
    )
    assert _told(card, scenario) == [
        Notice(
            "“{point}” was not recognised: say it in a sentence of its own.", {"point": "mesurer"}
        ),
        Notice("“{point}” was not recognised: think of it next time.", {"point": "reformuler"}),
    ]


def test_an_idea_that_was_not_recognised_comes_with_a_line_to_say(build: Build) -> None:
    """What was not recognised may have been said: nothing tells the person that it was not."""
    points = (Point("mesurer", ("mesure",)), Point("dire", ("suite",)))
    model = "On mesure tout, chaque semaine. Et on dit la suite aux équipes."
    card, scenario = build(FILL * 4, task=Task("q", 12.0, points=points, model_answer=model))
    assert _only(card, scenario) == Notice(
        "“{point}” was not recognised. A line that says it: “{line}”",
        {"point": "mesurer", "line": "On mesure tout, chaque semaine."},
    )
    (first, *_) = advise(card, scenario)
    assert first.startswith("L’idée «\u00a0mesurer\u00a0» n’a pas été reconnue.")


def test_two_ideas_are_enough_to_work_on(build: Build) -> None:
    points = tuple(Point(name, (name,)) for name in ("zèbre", "yack", "xérus"))
    card, scenario = build(FILL * 4, task=Task("q", 12.0, points=points))
    assert [note.values["point"] for note in _told(card, scenario)] == ["zèbre", "yack"]


def test_an_idea_said_without_its_word_is_given_the_word(build: Build) -> None:
    points = (Point("surveiller", ("suite",)),)
    model = "Le monitoring donne la suite, et la dérive se voit."
    terms = (Term("monitoring"), Term("dérive"), Term("RAG"))
    task = Task("q", 12.0, terms, points, model_answer=model)
    given, missing = _told(*build(FILL * 4, task=task))[::-1]
    assert missing == Notice("Place this term too: {names}.", {"names": "RAG"})
    assert given == Notice(
        "“{idea}” is there: give it its word, {names}.",
        {"names": "monitoring, dérive", "idea": "surveiller"},
    )


def test_a_step_out_of_order_is_put_back(build: Build) -> None:
    steps = (Step("le mot", ("mot",)), Step("la suite", ("suite",)))
    notice = _only(*build(FILL * 4, task=Task("q", 12.0, steps=steps)))
    assert notice == Notice(
        "“{point}” comes out of its order: put it back in its place.", {"point": "la suite"}
    )


def test_what_was_contradicted_comes_first_with_the_words(build: Build) -> None:
    points = (Point("mesurer", ("mesure",)), Point("dire", ("jamais dit",)), Point("a", ("zut",)))
    card, scenario = build(
        FILL * 3 + "et là on ne fait aucune mesure", task=Task("q", 12.0, points=points)
    )
    first, *rest = notices(card, scenario)
    assert first == Notice(
        "You said the contrary: “{quote}”. What is expected: {point}.",
        {"quote": "ne fait aucune mesure", "point": "mesurer"},
    )
    assert [note.values["point"] for note in rest if "point" in note.values] == ["dire", "a"]
    assert advise(card, scenario)[0].startswith("Vous avez dit le contraire")


def test_a_contrary_costs_the_terms_that_were_said_in_it(build: Build) -> None:
    task = Task("q", 12.0, (Term("mesure"),), (Point("mesurer", ("mesure",)),))
    card, scenario = build(FILL * 3 + "et là on ne fait aucune mesure", task=task)
    assert card.coverage.score == 0.0
    first, *_ = content_hints(card, scenario, 40.0)
    assert first.gain == pytest.approx(CONTRARY_PENALTY + 40.0)


def test_traps_come_with_their_reason(build: Build) -> None:
    trap = Trap("t", ("et voici la magie",), "Rien n'est magique.")
    card, scenario = build(
        FILL * 3 + "et voici la magie", task=Task("q", 12.0), parts={"traps": (trap,)}
    )
    assert _only(card, scenario) == Notice(
        "Avoid “{quote}”: {why}",
        {"quote": "mot de plus et voici la magie", "why": "Rien n'est magique."},
    )


@pytest.mark.parametrize(
    ("pace", "target", "start"), [(300.0, 6.4, "Too fast"), (80.0, 24.0, "A little more pace")]
)
def test_pace(build: Build, pace: float, target: float, start: str) -> None:
    notice = _only(*build(FILL * 4, task=Task("q", target), pace=pace))
    assert notice.message.startswith(start)
    assert notice.values == {"pace": round(pace)}


@pytest.mark.parametrize(("quick", "start", "word"), [(0.1, 35.0, "breathe"), (0.9, 5.0, "drags")])
def test_the_place_that_stands_out_is_named(
    build: Build, quick: float, start: float, word: str
) -> None:
    """30 s at one pace, then 10 s at another: too fast for it, or too slow."""
    steady = 0.16 if quick < 0.5 else 0.7
    lengths = [steady] * round(30 / steady) + [quick] * round(10 / quick)
    if quick > 0.5:
        lengths.reverse()
    words, now = [], 0.0
    for index, length in enumerate(lengths):
        words.append(Word("la" if index % 2 else "de", now, now + length, 0.9))
        now += length
    card, scenario = build(FILL, task=Task("q", now))
    take = replace(card.take, speech=(Span(0.0, now),), transcript=Transcript("fr", tuple(words)))
    delivery = score_delivery(take, (), "fr")
    card = replace(card, take=take, timing=score_timing(now, take.speech), delivery=delivery)
    notice = next(each for each in notices(card, scenario) if "pace" in each.values)
    assert word in notice.message
    assert notice.values["start"] == pytest.approx(start, abs=1)


def test_what_was_scored_by_words_a_minute_is_not_judged_anew(build: Build) -> None:
    card, scenario = build(FILL * 4, task=Task("q", 6.4), pace=300.0)
    old = replace(card, delivery=replace(card.delivery, speech_rate=None))
    assert "nothing to mend" in _only(old, scenario).message


def test_fillers_are_counted_and_named(build: Build) -> None:
    text = FILL * 3 + "euh du coup euh ben voyons cela"
    notice = _only(*build(text, task=Task("q", 12.0)))
    assert notice == Notice(
        "At least {count} hesitations ({names}): a silence does better.",
        {"count": 4, "names": "euh 2×, du coup 1×, ben 1×"},
    )


def not_full(card: AnswerCard) -> AnswerCard:
    """``card`` with a delivery that something is to be said of."""
    return replace(card, delivery=replace(card.delivery, score=95.0))


def test_a_full_delivery_score_stands_beside_no_criticism_of_it(build: Build) -> None:
    text = " ".join([f"{' '.join(f'mot{index}' for index in range(29))} fin."] * 3)
    card, scenario = build(text, task=Task("q", 54.0), pace=100.0)
    full = replace(card, delivery=replace(card.delivery, score=99.6))
    assert _only(full, scenario).message.startswith("On time")
    almost = replace(card, delivery=replace(card.delivery, score=99.4))
    assert _only(almost, scenario).message.startswith("Shorter sentences")


def test_a_hurried_stretch_is_placed(build: Build) -> None:
    # 60 words of two syllables at 120 a minute, then 35 in 10.5 s: slow enough as a whole.
    said = ["parler", "donnée", "modèle", "projet", "besoin", "matin", "jardin"]
    words = [Word(said[i % 7], i / 2, i / 2 + 0.5, 0.9) for i in range(60)]
    words += [Word(said[i % 7], 30 + 0.3 * i, 30.3 + 0.3 * i, 0.9) for i in range(35)]
    card, scenario = build(FILL, task=Task("q", 40.5))
    take = replace(card.take, speech=(Span(0.0, 40.5),), transcript=Transcript("fr", tuple(words)))
    card = replace(
        card,
        take=take,
        timing=score_timing(40.5, take.speech),
        delivery=score_delivery(take, (), "fr"),
    )
    notice = _only(not_full(card), scenario)
    assert notice.message.startswith("A little fast in places")
    assert notice.values == {"start": 36}


@pytest.mark.parametrize(("times", "told"), [(2, False), (3, True)])
def test_three_hedges_are_a_habit_with_a_line_to_say_instead(
    build: Build, times: int, told: bool
) -> None:
    text = "on a peut-être gagné du temps. " * times + FILL * 3
    card, scenario = build(text, task=Task("q", 16.0))
    found = [note.values for note in notices(not_full(card), scenario) if "instead" in note.values]
    straight = {
        "quote": "on a peut-être gagné du temps",
        "instead": "On a gagné du temps\u00a0: …",
        "count": 3,
    }
    assert found == ([straight] if told else [])


def test_long_sentences_are_told(build: Build) -> None:
    text = " ".join([f"{' '.join(f'mot{index}' for index in range(29))} fin."] * 3)
    card, scenario = build(text, task=Task("q", 54.0), pace=100.0)
    assert _only(not_full(card), scenario) == Notice(
        "Shorter sentences: {mean} words on average, the longest {longest}.",
        {"mean": 30, "longest": 30},
    )


def test_the_longest_uneasy_pause_is_placed(build: Build) -> None:
    card, scenario = build(FILL * 6, task=Task("q", 27.0), pace=160.0, pauses={7: 3.2, 31: 5.1})
    notice = next(note for note in notices(card, scenario) if "length" in note.values)
    assert notice.values == {"length": 5.1, "start": 16}


@pytest.mark.parametrize(("pauses", "advised"), [({}, True), ({0: 0.3, 8: 0.3}, False)])
def test_terms_want_a_pause(build: Build, pauses: dict[int, float], advised: bool) -> None:
    task = Task("q", 12.0, terms=(Term("ainsi"),))
    card, scenario = build(FILL * 4, task=task, pauses=pauses)
    values = [note.values for note in notices(not_full(card), scenario)]
    assert ({"paused": 0, "terms": 4} in values) is advised


def test_nothing_to_mend_is_praised(build: Build) -> None:
    task = Task("q", 12.0, terms=(Term("encore un mot"),))
    card, scenario = build(FILL * 4, task=task, pace=160.0, pauses={5: 0.3, 13: 0.3})
    assert _only(card, scenario).message.startswith("On time, and all that was expected is there")
    card, scenario = build(FILL * 4, task=Task("q", 12.0))
    assert _only(card, scenario).values == {"spoken": 12.8, "target": 12.0}


def test_what_gives_most_points_comes_first_and_four_sentences_are_enough(build: Build) -> None:
    task = Task("q", 14.0, terms=(Term("RAG"), Term("suite", min_count=9), Term("mot")))
    trap = Trap("t", ("et voici la magie",), "Non.", penalty=50.0)
    card, scenario = build(
        "euh " * 6 + FILL * 2 + "et voici la magie",
        task=task,
        pace=190.0,
        parts={"traps": (trap,)},
    )
    said = notices(card, scenario)
    # 50 points for the trap; of the words 16.7 for RAG and 8.3 for « suite », which come before the time
    # though it gives 15.6, and before 4.3 for the pace.
    firsts = [notice.message.split()[0] for notice in said]
    assert firsts == ["Avoid", "Place", "“{term}”", "{seconds}"]


def test_sentences_are_written_in_the_scenario_language(build: Build) -> None:
    card, scenario = build(FILL * 4, task=Task("q", 8.0), language="en")
    assert advise(card, scenario) == (
        "4.8 s over the target of 8 s: cut a detail or an example.",
        "Well done: an even pace, and no hesitation was heard.",
    )


def test_the_next_steps_are_those_that_give_back_most(build: Build) -> None:
    long, scenario = build(FILL * 4, task=Task("a", 8.0))
    missed, _ = build(FILL * 4, task=Task("b", 12.0, terms=(Term("RAG"),)))
    good, _ = build(FILL * 4, task=Task("c", 12.0))
    cards = [replace(card, score=50.0) for card in (long, missed, good)]
    steps = next_steps(score_session(scenario, EngineInfo("e", "m"), cards))
    assert [step.answer for step in steps] == [1, 0]
    assert steps[0].sentence == "Placez aussi ce terme\u00a0: RAG."
    # Content is half of the second answer, which weighs 12 s of 32.
    assert steps[0].gain == pytest.approx(50 * 12 / 32)
    assert [step.gain is None for step in steps] == [False, False]
    assert (steps[1].gain or 0.0) < (steps[0].gain or 0.0)


def test_an_answer_in_which_nothing_was_heard_is_the_first_step(build: Build) -> None:
    long, scenario = build(FILL * 4, task=Task("a", 8.0))
    silent, _ = build("", task=Task("b", 8.0))
    cards = (replace(long, score=50.0), silent)
    steps = next_steps(score_session(scenario, EngineInfo("e", "m"), cards))
    assert [(step.answer, step.gain is None) for step in steps] == [(1, True), (0, False)]


def test_there_may_be_nothing_to_work_on(build: Build) -> None:
    good, scenario = build(FILL * 4, task=Task("c", 12.0))
    session = score_session(scenario, EngineInfo("e", "m"), [replace(good, score=100.0)])
    assert next_steps(session) == ()


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (4.52, "fr", "4,5"),
        (4.52, "en", "4.5"),
        (3.0, "fr", "3"),
        (3, "fr", "3"),
        (12.6, "fr", "13"),
        (9.96, "fr", "10"),
        (0, "en", "0"),
    ],
)
def test_numbers_follow_the_language(value: float, language: Language, text: str) -> None:
    assert format_number(value, language) == text


def test_half_of_the_terms_with_a_pause_and_two_terms_alone_are_no_habit_to_mend(
    build: Build,
) -> None:
    task = Task("q", 12.0, terms=(Term("ainsi"),))
    for text, pauses in ((FILL * 4, {0: 0.3, 8: 0.3}), (FILL * 2 + "un " * 14, {})):
        card, scenario = build(text, task=task, pauses=pauses)
        assert not [note for note in notices(card, scenario) if "paused" in note.values]


def test_a_stretch_a_little_over_the_range_is_not_called_hurried(build: Build) -> None:
    card, scenario = build(FILL * 4, task=Task("q", 12.0), pace=155.0)
    assert card.delivery.fastest is not None
    brisk = replace(card.delivery.fastest, speech_rate=6.2)
    card = replace(card, delivery=replace(card.delivery, fastest=brisk))
    assert "in places" not in _only(card, scenario).message


def test_who_is_too_fast_throughout_is_not_told_of_the_fastest_stretch_besides(
    build: Build,
) -> None:
    card, scenario = build(FILL * 8, task=Task("q", 12.0), pace=320.0)
    assert _only(card, scenario).message.startswith("Too fast")


def test_names_in_one_sentence_are_five_at_most(build: Build) -> None:
    terms = tuple(Term(f"terme{index}") for index in range(8))
    notice = _only(*build(FILL * 4, task=Task("q", 12.0, terms=terms)))
    assert notice.values == {"names": "terme0, terme1, terme2, terme3, terme4"}


def test_a_heavy_term_comes_before_two_light_ones(build: Build) -> None:
    """Points are what the person gets back: a term of weight 6 is worth six ordinary ones."""
    terms = (Term("RAG", weight=6.0), Term("suite", min_count=9, weight=6.0))
    light = Point("a", ("x",)), Point("b", ("y",))
    card, scenario = build(FILL * 4, task=Task("q", 12.0, terms=terms, points=light))
    firsts = [notice.message.split()[0] for notice in notices(card, scenario)]
    # An idea comes before words, whatever they weigh: it has its line to say.
    assert firsts == ["“{point}”", "“{point}”", "Place", "Well"]


def test_three_things_wrong_with_the_recording_leave_room_for_one_sentence(build: Build) -> None:
    wrong = [Notice(f"wrong {index}") for index in range(5)]
    card, scenario = build(FILL * 4, task=Task("q", 120.0, terms=(Term("RAG"),)), notices=wrong)
    said = notices(card, scenario)
    assert said[:3] == tuple(wrong[:3])
    assert len(said) == 4


def test_a_part_that_was_not_found_is_asked_for_and_not_blamed_on_the_microphone(
    build: Build,
) -> None:
    card, scenario = build("", task=Task("q", 12.0))
    nowhere = Place(None, None, (), 0.9, sure=True)
    card = replace(card, take=replace(card.take, place=nowhere))
    assert _only(card, scenario).message.startswith("Say this part too")


def test_a_pace_too_fast_costs_all_of_the_delivery_where_noise_hides_the_pauses(
    build: Build,
) -> None:
    """What could not be measured shares no points with what could."""
    terms = (Term("RAG", weight=1.0), Term("suite", weight=4.0))
    card, scenario = build("un " * 15 + FILL * 5, task=Task("q", 6.0, terms=terms), pace=550.0)
    noisy = replace(card.take, signal=Signal(-9.0, 0.0, narrow=False))
    card = replace(card, take=noisy, delivery=score_delivery(noisy, card.coverage.terms, "fr"))
    session = score_session(scenario, EngineInfo("e", "m"), [replace(card, score=50.0)])
    firsts = [step.sentence.split()[0] for step in next_steps(session)]
    # Of 20 points the whole, and 50 / 5 for the term: measured alone, the pace gives back more.
    assert firsts == ["Trop", "Placez"]


def test_an_answer_that_lost_nothing_to_its_pauses_leaves_no_next_step(build: Build) -> None:
    task = Task("c", 12.0, terms=(Term("ainsi"),))
    card, scenario = build(FILL * 4, task=task)
    assert [note for note in notices(not_full(card), scenario) if "paused" in note.values]
    session = score_session(scenario, EngineInfo("e", "m"), [replace(card, score=100.0)])
    assert next_steps(session) == ()


def test_a_pace_too_fast_gives_back_its_share_of_the_delivery(build: Build) -> None:
    card, scenario = build(FILL * 4, task=Task("q", 6.0), pace=320.0)
    session = score_session(scenario, EngineInfo("e", "m"), [replace(card, score=80.0)])
    (step,) = next_steps(session)
    # Delivery is 20 of the 50 points there are; at 6.7 syllables a second 61 % of its pace is left,
    # which is 40 of the 70 that six seconds allow to measure.
    assert card.delivery.speech_rate == pytest.approx(20 / 3)
    assert step.gain == pytest.approx(40 * (1 - (8.5 - 20 / 3) / 3) * 40 / 70)


@pytest.mark.parametrize(("others", "told"), [(24, False), (25, True)])
def test_sentences_are_long_from_26_words_on(build: Build, others: int, told: bool) -> None:
    text = " ".join([f"{' '.join(f'mot{index}' for index in range(others))} fin."] * 3)
    card, scenario = build(text, task=Task("q", 46.5), pace=100.0)
    assert _only(not_full(card), scenario).message.startswith("Shorter sentences") is told


def test_an_answer_too_long_gives_back_what_its_time_lost(build: Build) -> None:
    card, scenario = build(FILL * 4, task=Task("q", 8.0))
    session = score_session(scenario, EngineInfo("e", "m"), [replace(card, score=60.0)])
    (step,) = next_steps(session)
    # 4.8 s over 8 leave 40 of 100; time is 30 of the 50 points there are without content.
    assert step.gain == pytest.approx(100 * 30 / 50 * 0.6)


def test_an_answer_about_something_else_is_told_so_first(build: Build) -> None:
    task = Task("q", 12.0, points=(Point("mesurer", ("mesure",)),))
    card, scenario = build("euh " * 6 + FILL * 4, task=task)
    strayed = replace(card, coverage=replace(card.coverage, off_topic=True))
    first, second, *_ = notices(strayed, scenario)
    assert first.message.startswith("This answer speaks of something else")
    assert second.values["point"] == "mesurer"
    assert first not in notices(card, scenario)
    assert advise(strayed, scenario)[0].startswith("Cette réponse parle d’autre chose")


ASKED = "Et chez vous, où en êtes-vous ? Quels sont vos freins ?"


@pytest.mark.parametrize(
    ("kind", "model"), [("ask", ""), ("pitch", ASKED), ("question", "Une réponse. " + ASKED)]
)
def test_who_is_to_ask_gets_advice_for_a_question(build: Build, kind: str, model: str) -> None:
    points = (Point("les freins", ("vos freins",)),)
    task = Task("q", 30.0, (Term("ROI"), Term("ainsi")), points, model_answer=model)
    card, scenario = build(FILL * 4, task=task)
    phase = replace(scenario.phases[0], kind=kind)  # type: ignore[arg-type]
    scenario = replace(scenario, phases=(phase,))
    said = [note.message for note in _told(card, scenario)]
    assert said[1:] == [
        "Name what you want to know about: {names}.",
        "{seconds} s short of the target of {target} s: say what makes you ask.",
    ]
    assert said[0].endswith("of its own." if not model else "A question that does it: “{line}”")


def test_who_answers_gets_advice_for_an_answer_though_they_end_with_a_question(
    build: Build,
) -> None:
    task = Task("q", 30.0, model_answer="Nous mesurons tout. Nous trions. Et vous ?")
    assert "add a concrete example" in _only(*build(FILL * 4, task=task)).message


def test_a_good_question_is_praised_as_one(build: Build) -> None:
    task = Task("q", 12.0, (Term("ainsi"),), model_answer=ASKED)
    assert "a question that opens the talk" in _only(*build(FILL * 4, task=task)).message


@pytest.mark.parametrize(
    ("points", "terms", "target", "named"),
    [
        (("suite", "mot"), ("RAG",), 12.0, "every idea"),
        (("suite", "zut"), ("RAG",), 12.0, "“{point}” comes across"),
        (("zut", "flûte", "suite"), ("suite", "mot"), 30.0, "every word"),
        (("zut", "flûte", "suite"), ("RAG", "mot"), 12.0, "keep to your time"),
        (("zut", "flûte", "suite"), ("RAG", "mot"), 30.0, "no hesitation"),
    ],
)
def test_one_strength_is_named_where_there_is_one_and_comes_last(
    build: Build, points: tuple[str, ...], terms: tuple[str, ...], target: float, named: str
) -> None:
    task = Task(
        "q",
        target,
        tuple(Term(name) for name in terms),
        tuple(Point(f"idée {name}", (name,)) for name in points),
    )
    *told, last = notices(*build(FILL * 4, task=task))
    assert named in last.message
    assert last.message.startswith("Well done")
    assert told
    assert not [note for note in told if note.message.startswith("Well done")]


def test_no_strength_is_made_up(build: Build) -> None:
    task = Task("q", 60.0, (Term("RAG"),), (Point("zut", ("zut",)),))
    said = notices(*build("euh " * 9 + FILL * 4, task=task))
    assert not [note for note in said if note.message.startswith("Well done")]
