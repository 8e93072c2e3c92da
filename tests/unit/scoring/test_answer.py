"""What the interviewer replies to a question of the candidate's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    FollowUp,
    Phase,
    Place,
    Question,
    Scenario,
    Signal,
    Span,
    Take,
    Task,
    Term,
    Transcript,
    Trap,
    Weights,
    Word,
)
from interviewer.scoring.answer import (
    AnswerScorer,
    join_cards,
    join_takes,
    reply_to,
    score_session,
    score_take,
)


def topic(name: str, phrasings: tuple[str, ...], reply: str) -> Question:
    return Question(Task(name, 10.0), "?", topic=phrasings, reply=reply)


ASK = Phase(
    "field",
    "À vous",
    "ask",
    60.0,
    "Vos questions ?",
    Task("field", 60.0),
    (
        topic("t1", ("freins", "obstacle*"), "Les habitudes."),
        topic("t2", ("ROI", "rentab*"), "Deux chiffres."),
        topic("t3", ("équipe",), "Quatre personnes."),
        topic("t4", ("muet",), ""),
    ),
    default_reply="Hum.",
)


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("Quels sont vos freins ?", "Les habitudes."),
        ("Un obstacle ? Et la rentabilité ?", "Les habitudes. Deux chiffres."),
        ("Le ROI, et vos freins ?", "Deux chiffres. Les habitudes."),
        (
            "L’équipe, le ROI, est-ce rentable, des freins, un obstacle ?",
            "Deux chiffres. Les habitudes.",
        ),
        ("L’équipe, des freins, et le ROI : est-ce rentable ?", "Quatre personnes. Deux chiffres."),
        ("Des freins, le ROI : est-ce rentable ?", "Les habitudes. Deux chiffres."),
        ("L’équipe, les freins, le ROI ?", "Quatre personnes. Les habitudes."),
        ("Et le film muet ?", "Hum."),
        ("Qu’en pensez-vous ?", "Hum."),
        ("", "Hum."),
    ],
)
def test_replies_by_topic(said: str, reply: str) -> None:
    assert reply_to(ASK, Transcript.from_text(said, "fr")) == reply


MakeTake = Callable[..., Take]
MakeScenario = Callable[..., Scenario]

TASK = Task("intro", 12.0, terms=(Term("RAG"), Term("value")))
GOOD = " ".join(
    [
        "We",
        "use",
        "RAG",
        "for",
        "value.",
        *["also", "today", "ever", "over"],
        *["so"] * 16,
        "it",
        "is",
        "clear",
        "now.",
    ]
)


def _card(
    make_take: MakeTake, make_scenario: MakeScenario, text: str, **spoken: object
) -> tuple[Scenario, AnswerCard]:
    scenario = make_scenario(TASK, language="en")
    recorded = make_take(text, language="en", **spoken)
    return scenario, score_take(scenario, scenario.phases[0], TASK, recorded)


def test_a_good_answer(make_take: MakeTake, make_scenario: MakeScenario) -> None:
    _, card = _card(make_take, make_scenario, GOOD)
    assert (card.phase_id, card.question_id, card.title) == ("intro", None, "Introduction")
    assert (card.timing.score, card.coverage.score, card.delivery.score) == (100.0, 100.0, 100.0)
    assert card.score == 100.0
    assert card.advice == ("On time, and all that was expected is there: keep this answer.",)


def test_silence_is_not_scored(make_take: MakeTake, make_scenario: MakeScenario) -> None:
    scenario, card = _card(make_take, make_scenario, "")
    assert card.score is None
    assert card.timing.verdict == "not_measured"
    assert card.coverage.score is None
    assert len(card.advice) == 1
    session = score_session(scenario, EngineInfo("e", "m"), [card])
    assert (session.score, session.spoken_s, session.target_s) == (None, None, 12.0)


def test_sound_without_words_is_timed_and_not_scored(
    make_take: MakeTake, make_scenario: MakeScenario
) -> None:
    scenario = make_scenario(TASK, language="en")
    take = replace(make_take(GOOD, language="en"), transcript=Transcript("en"))
    card = score_take(scenario, scenario.phases[0], TASK, take)
    assert card.timing.verdict == "on_time"
    assert card.score is None


def test_traps_lower_the_score(make_take: MakeTake, make_scenario: MakeScenario) -> None:
    trap = Trap("clear", ("it is clear",), "Show it.", penalty=12.5)
    scenario = make_scenario(TASK, language="en", traps=(trap,))
    card = score_take(scenario, scenario.phases[0], TASK, make_take(GOOD, language="en"))
    assert card.score == 87.5
    assert card.advice == (
        "Avoid “so so so it is clear now.”: Show it.",
        "Well done: every word that was expected is there.",
    )


def test_a_question_is_titled_by_what_is_asked(make_take: MakeTake) -> None:
    question = Question(Task("q2", 12.0, terms=(Term("RAG"),)), "Why RAG?")
    phase = Phase("tech", "Technique", "question", 12.0, "", Task("tech", 12.0), (question,))
    scenario = Scenario("s", "S", "en", (phase,))
    card = score_take(scenario, phase, phase.tasks[0], make_take(GOOD, language="en"))
    assert (card.phase_id, card.question_id, card.title) == ("tech", "q2", "Why RAG?")


def test_topics_the_candidate_may_raise_are_no_questions(make_take: MakeTake) -> None:
    topic = Question(Task("ask", 5.0), "How do you measure ROI?")
    phase = Phase("ask", "Your turn", "ask", 12.0, "", Task("ask", 12.0), (topic,))
    scenario = Scenario("s", "S", "en", (phase,))
    card = score_take(scenario, phase, phase.tasks[0], make_take(GOOD, language="en"))
    assert (card.question_id, card.title) == (None, "Your turn")


def test_a_session_weighs_answers_by_their_targets(
    make_take: MakeTake, make_scenario: MakeScenario
) -> None:
    scenario, card = _card(make_take, make_scenario, GOOD)
    _, silent = _card(make_take, make_scenario, "")
    short = replace(card, score=40.0, task=replace(TASK, target_s=4.0))
    session = score_session(scenario, EngineInfo("e", "m"), (card, silent, short))
    assert session.score == pytest.approx((100 * 12 + 40 * 4) / 16)
    assert session.target_s == 28.0
    assert session.spoken_s == pytest.approx(2 * 11.6)
    assert [answer.score for answer in session.answers] == [100.0, None, 40.0]


def test_the_same_take_gives_the_same_card(
    make_take: MakeTake, make_scenario: MakeScenario
) -> None:
    _, one = _card(make_take, make_scenario, GOOD, pauses={3: 3.5})
    _, other = _card(make_take, make_scenario, GOOD, pauses={3: 3.5})
    assert one == other


def test_weights_of_the_scenario_are_used(make_take: MakeTake, make_scenario: MakeScenario) -> None:
    scenario = make_scenario(TASK, language="en", weights=Weights(1.0, 0.0, 0.0))
    take = make_take("We use RAG here", language="en")
    card = score_take(scenario, scenario.phases[0], TASK, take)
    assert card.score == card.coverage.score == 50.0


def test_thinking_before_a_part_of_a_longer_recording_begins_where_the_part_before_ends(
    make_take: MakeTake, make_scenario: MakeScenario
) -> None:
    scenario = make_scenario(TASK, language="en")
    take = make_take(GOOD, language="en")
    first = Place(Span(1.0, 12.6), None, (), 1.0, sure=True)
    later = replace(first, pause_s=1.2)
    onsets = [
        score_take(scenario, scenario.phases[0], TASK, replace(take, place=place)).timing.onset_s
        for place in (None, first, later)
    ]
    assert onsets == [1.0, 1.0, 1.2]


@pytest.mark.parametrize("place", [None, Place(Span(33.0, 63.0), None, (), 1.0, sure=True)])
def test_half_a_minute_of_thinking_makes_an_answer_no_shorter_and_no_longer(
    make_scenario: MakeScenario, place: Place | None
) -> None:
    """32 s of silence, then an introduction of 30 s, its own recording or one of several answers."""
    scenario = make_scenario(TASK, language="en")
    words = tuple(Word("word", 32.0 + at, 32.5 + at, 0.9) for at in range(30))
    take = Take(Path("a.wav"), 63.0, (Span(32.0, 62.0),), Transcript("en", words), place=place)
    timing = score_take(scenario, scenario.phases[0], replace(TASK, target_s=30.0), take).timing
    assert (timing.verdict, timing.score) == ("on_time", 100.0)
    assert (timing.spoken_s, timing.onset_s) == (30.0, 32.0)


EACH_S = 0.4

TASK_ANSWER = Task("q", 30.0, (Term("drift"), Term("chiffre", max_count=1)))
PHASE = Phase("intro", "Introduction", "pitch", 30.0, "Présentez-vous.", TASK_ANSWER)
SCENARIO = Scenario("essai", "Essai", "fr", (PHASE,), traps=(Trap("live", ("en direct",), "!", 5),))

texts = st.sampled_from(["", "oui", "les données du métier", "un deux trois quatre cinq"])


def take_of(text: str, *, onset_s: float = 1.0, tail_s: float = 1.5, file: str = "a.wav") -> Take:
    """``text`` at 150 words a minute in one stretch; silence where it is empty."""
    words = text.split()
    end_s = onset_s + EACH_S * len(words)
    spoken = tuple(
        Word(word, onset_s + EACH_S * index, onset_s + EACH_S * (index + 1), 0.9)
        for index, word in enumerate(words)
    )
    speech = (Span(onset_s, end_s),) if words else ()
    return Take(Path(file), end_s + tail_s, speech, Transcript("fr", spoken))


def card_of(text: str, *, follow_up: bool = False, file: str = "a.wav") -> AnswerCard:
    task = TASK_ANSWER.for_follow_up if follow_up else TASK_ANSWER
    return score_take(SCENARIO, PHASE, task, take_of(text, file=file))


def joined(first: AnswerCard, more: AnswerCard, *, follow_up: bool) -> AnswerCard:
    return join_cards(SCENARIO, PHASE, first, more, follow_up=follow_up)


def test_silence_between_takes_is_left_out() -> None:
    first = take_of("un deux", onset_s=1.0, tail_s=2.5, file="q-take1.wav")
    second = take_of("trois", onset_s=4.0, tail_s=1.5, file="q-take1-part2.wav")
    whole = join_takes([first, second])
    assert whole.audio.name == "q-take1.wav"
    (span,) = whole.speech
    assert span.start_s == 1.0
    assert span.end_s == pytest.approx(2.2)
    assert [word.text for word in whole.transcript.words] == ["un", "deux", "trois"]
    assert whole.transcript.words[2].start_s == pytest.approx(1.8)
    assert whole.duration_s == pytest.approx(2.2 + 1.5)


def test_the_sound_of_joined_takes_is_that_of_the_worst() -> None:
    first = take_of("un deux", onset_s=1.0, tail_s=2.5)
    second = take_of("trois", onset_s=4.0, tail_s=1.5)
    one = Signal(None, 0.1, narrow=False, voices=True, held=(Span(1.2, 1.6),))
    other = Signal(9.0, 0.0, narrow=True, held=(Span(4.1, 4.5),))
    whole = join_takes([replace(first, signal=one), replace(second, signal=other)]).signal
    assert whole is not None
    assert (whole.snr_db, whole.clipped, whole.narrow, whole.voices) == (9.0, 0.1, True, True)
    assert whole.held[0] == Span(1.2, 1.6)
    # The second begins where the first ended.
    assert whole.held[1].start_s == pytest.approx(1.8 + 0.1)
    assert join_takes([first, second]).signal is None


@given(parts=st.lists(texts, min_size=1, max_size=5), onset_s=st.floats(0.1, 5))
def test_joined_takes_lose_nothing_and_stay_in_order(parts: list[str], onset_s: float) -> None:
    takes = [take_of(text, onset_s=onset_s) for text in parts]
    whole = join_takes(takes)
    assert whole.transcript.text == " ".join(text for text in parts if text)
    spoken = sum(span.duration_s for take in takes for span in take.speech)
    assert sum(span.duration_s for span in whole.speech) == pytest.approx(spoken)
    edges = [edge for span in whole.speech for edge in (span.start_s, span.end_s)]
    starts = [word.start_s for word in whole.transcript.words]
    assert edges == sorted(edges)
    assert starts == sorted(starts)


@given(parts=st.lists(texts, min_size=3, max_size=6), onset_s=st.floats(0.1, 5))
def test_takes_joined_one_by_one_are_those_joined_at_once(parts: list[str], onset_s: float) -> None:
    """A session joins each recording as it comes, and resumes from what was joined."""
    takes = [take_of(text, onset_s=onset_s, file=f"{n}.wav") for n, text in enumerate(parts)]
    whole = takes[0]
    for take in takes[1:]:
        whole = join_takes([whole, take])
    assert whole == join_takes(takes)


def test_exchanges_are_scored_as_one_answer() -> None:
    first = card_of("le drift du modèle", file="q-take1.wav")
    whole = joined(first, card_of("et un chiffre", file="q-take1-part2.wav"), follow_up=False)
    assert whole == score_take(SCENARIO, PHASE, TASK_ANSWER, whole.take)
    assert whole.take.transcript.text == "le drift du modèle et un chiffre"
    assert whole.coverage.score == 100.0
    assert whole.timing.spoken_s == pytest.approx(7 * EACH_S)


def test_an_exchange_in_which_nothing_was_said_changes_nothing() -> None:
    first = card_of("le drift du modèle")
    assert joined(first, card_of(""), follow_up=False) == first


def test_a_follow_up_adds_to_coverage_and_leaves_timing() -> None:
    first = card_of("bonjour " * 70)
    assert (first.coverage.score, first.timing.verdict) == (0.0, "on_time")
    whole = joined(first, card_of("le drift, un chiffre", follow_up=True), follow_up=True)
    assert whole.coverage.score == 100.0
    assert (whole.task, whole.timing, whole.delivery) == (TASK_ANSWER, first.timing, first.delivery)
    assert first.score is not None
    assert whole.score is not None
    assert whole.score > first.score
    assert whole.take.transcript.text.endswith("bonjour le drift, un chiffre")
    said = whole.take.transcript.words[whole.follow_up_word :]
    assert " ".join(word.text for word in said) == "le drift, un chiffre"
    assert first.follow_up_word is None
    more = joined(whole, card_of("par mois", follow_up=True), follow_up=True)
    assert more.follow_up_word == whole.follow_up_word
    assert whole.advice != first.advice


def test_a_trap_in_a_follow_up_costs_as_much_as_anywhere() -> None:
    first = card_of("le drift et un chiffre")
    whole = joined(first, card_of("c'est en direct", follow_up=True), follow_up=True)
    assert [hit.trap.id for hit in whole.traps] == ["live"]
    assert first.score is not None
    assert whole.score == pytest.approx(first.score - 5)


def test_a_silent_follow_up_changes_nothing() -> None:
    first = card_of("bonjour")
    assert joined(first, card_of("", follow_up=True), follow_up=True) is first


def test_a_follow_up_never_lowers_coverage() -> None:
    first = card_of("un chiffre")
    more = card_of("un chiffre et un chiffre", follow_up=True)
    assert joined(first, more, follow_up=True).coverage == first.coverage


def test_a_session_is_scored_by_the_score_it_is_given() -> None:
    """A drill is told of every recording in this way."""
    scored: list[Take] = []

    def score(scenario: Scenario, phase: Phase, task: Task, take: Take) -> AnswerCard:
        scored.append(take)
        return score_take(scenario, phase, task, take)

    take = take_of("le drift")
    card = AnswerScorer(score).score(SCENARIO, PHASE, TASK_ANSWER, take)
    assert (scored, card) == ([take], score_take(SCENARIO, PHASE, TASK_ANSWER, take))


@pytest.mark.parametrize(("target_s", "expected"), [(15, 10), (30, 10), (45, 15), (90, 30)])
def test_a_follow_up_is_a_third_of_its_task_at_least_ten_seconds(
    target_s: float, expected: float
) -> None:
    task = Task("q", target_s, TASK_ANSWER.terms, follow_up=FollowUp("drift", "Et ?"))
    assert task.for_follow_up.target_s == pytest.approx(expected)
    assert replace(task.for_follow_up, target_s=target_s) == task
