from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.stories.measure import Labelled, stories
from interviewer.domain import (
    EngineInfo,
    Language,
    Phase,
    Scenario,
    Span,
    Story,
    Take,
    Task,
    Transcript,
    Word,
)
from interviewer.scoring.advice import good_and_change, next_steps
from interviewer.scoring.answer import score_session, score_take, score_typed
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.story import line_of_part, tell_story

ALL = stories()
DEV = [each for each in ALL if each.set == "dev"]

SCENE = "L'an dernier, dans mon service, une patiente refusait son traitement depuis deux jours."
DUTY = "Je devais la convaincre avant la visite du matin."
DEEDS = (
    "J'ai pris une chaise, je me suis assise près d'elle et je lui ai demandé ce qui lui faisait peur."
    " Puis j'ai expliqué chaque comprimé."
)
OUTCOME = "Au final, elle a accepté, et les plaintes ont baissé de moitié."


def told(*parts: str, language: Language = "fr") -> Story:
    return tell_story(spoken(" ".join(parts), language))


def spoken(text: str, language: Language = "fr") -> Transcript:
    words = (Word(word, 0.4 * at, 0.4 * at + 0.4, 1.0) for at, word in enumerate(text.split()))
    return Transcript(language, tuple(words))


def statuses(story: Story) -> dict[str, str]:
    return {each.part: each.status for each in story.parts}


def scenario(model_answer: str = "", language: Language = "fr") -> Scenario:
    task = Task("q", 21.0, story=True, model_answer=model_answer)
    phase = Phase("q", "Racontez", "story", 21.0, "", task)
    return Scenario("test", "Test", language, (phase,))


def test_there_are_enough_stories_and_half_of_the_kinds_is_kept_aside() -> None:
    for language in ("fr", "en"):
        for kind in ("dev", "held"):
            chosen = [each for each in ALL if (each.language, each.set) == (language, kind)]
            assert len(chosen) >= 8
            absent = {len(each.parts) < 4 for each in chosen}
            assert absent == {True, False}


@pytest.mark.parametrize("each", ALL, ids=lambda each: f"{each.set}-{each.language}-{each.name}")
def test_no_part_is_told_or_missing_that_is_not(each: Labelled) -> None:
    there = {part for part, _ in each.parts}
    for part in tell_story(each.transcript(marks=True)).parts:
        if part.status == "told" and each.name not in ("branch-no-situation",):
            assert part.part in there
        if part.status == "missed":
            assert part.part not in there


@pytest.mark.parametrize("kind", ["dev", "held"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nine_of_ten_parts_are_found(language: Language, kind: str) -> None:
    chosen = [each for each in ALL if (each.language, each.set) == (language, kind)]
    there = found = 0
    for each in chosen:
        names = {part for part, _ in each.parts if part is not None}
        story = statuses(tell_story(each.transcript(marks=True)))
        there += len(names)
        found += sum(story[name] == "told" for name in names)
    assert found >= 0.9 * there


def test_the_shares_are_those_of_the_time() -> None:
    story = told(SCENE, DUTY, DEEDS, OUTCOME)
    lengths = [len(text.split()) for text in (SCENE, DUTY, DEEDS, OUTCOME)]
    assert [each.share for each in story.parts] == pytest.approx(
        [length / sum(lengths) for length in lengths], abs=0.02
    )


def test_the_evidence_is_a_sentence_with_its_times() -> None:
    part = told(SCENE, DUTY, DEEDS, OUTCOME).parts[1]
    first = len(SCENE.split())
    assert part.quote == DUTY
    assert part.start_s == pytest.approx(0.4 * first)
    assert part.end_s == pytest.approx(0.4 * (first + len(DUTY.split())))


def test_typed_words_without_times_have_shares_and_no_guess() -> None:
    text = " ".join((SCENE, DUTY, DEEDS, OUTCOME))
    timed = [each.share for each in tell_story(spoken(text)).parts]
    assert [each.share for each in tell_story(Transcript.from_text(text, "fr")).parts] == (
        pytest.approx(timed, abs=0.04)
    )


def test_a_story_without_its_result_misses_it() -> None:
    assert statuses(told(SCENE, DUTY, DEEDS)) == {
        "situation": "told",
        "task": "told",
        "action": "told",
        "result": "missed",
    }


def test_what_ends_in_words_that_may_be_the_result_is_not_called_unfinished() -> None:
    ending = "La dame souriait, et sa famille aussi."
    assert statuses(told(SCENE, DUTY, DEEDS, ending))["result"] != "missed"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Oui.",
        "Je suis quelqu'un de calme.",
        (
            "Pour moi, le travail en équipe demande de l'écoute, de la patience et du respect. Un bon"
            " collègue est là quand il le faut, et la bonne humeur aide beaucoup tout le monde."
        ),
    ],
)
def test_what_is_no_story_has_no_parts(text: str) -> None:
    story = told(text)
    assert set(statuses(story).values()) == {"unclear"}
    assert {each.share for each in story.parts} == {None}
    assert story.figure is None


def test_where_no_marks_are_written_nothing_is_called_missing() -> None:
    text = " ".join((SCENE, DUTY, DEEDS)).lower()
    bare = "".join(char for char in text if char not in ".,")
    assert "missed" not in statuses(told(bare)).values()


@pytest.mark.parametrize(
    ("text", "i", "we"),
    [
        ("On a choisi, on a testé, et j'ai écrit.", 1, 2),
        ("On m'a demandé de venir, et on t'a vu.", 0, 0),
        ("Je pense que nous avons bien fait.", 0, 1),
        ("Il nous a dit que nous nous sommes trompés.", 0, 1),
        ("Nous l'avons trouvé, on ne l'a pas dit.", 0, 2),
        ("Je l'ai vu, je n'y croyais pas, j'étais là.", 3, 0),
    ],
)
def test_who_acts(text: str, i: int, we: int) -> None:
    story = told(text)
    assert (story.i, story.we) == (i, we)


def test_who_acts_in_english() -> None:
    story = told("I think we tested it, we've kept it and I wrote it.", language="en")
    assert (story.i, story.we) == (1, 2)


@pytest.mark.parametrize(
    ("outcome", "figure"),
    [
        ("Au final, les plaintes ont baissé de moitié.", "moitié"),
        ("Au final, les plaintes ont baissé de 40 %.", "40 %"),
        ("Au final, les retards sont passés de neuf à deux par jour.", "neuf à deux"),
        ("Au final, deux mille familles sont venues et tout a marché.", "deux mille familles"),
        ("Au final, elle a accepté le traitement à six heures.", None),
        ("Au final, elle a accepté, et en 2021 j'ai été félicitée.", None),
        ("Au final, les deux ont accepté, une fois pour toutes.", None),
    ],
)
def test_the_figure_of_the_result(outcome: str, figure: str | None) -> None:
    assert told(SCENE, DUTY, DEEDS, outcome).figure == figure


def test_a_figure_of_the_scene_is_none_of_the_result() -> None:
    assert told(SCENE, DUTY, DEEDS, "Au final, elle a accepté le traitement.").figure is None


def test_the_parts_count_like_points() -> None:
    whole = scenario()
    task = whole.phases[0].task
    full = score_coverage(whole, task, spoken(" ".join((SCENE, DUTY, DEEDS, OUTCOME))))
    assert full.score == 100.0
    assert [hit.point for hit in full.points] == ["Situation", "Tâche", "Action", "Résultat"]
    assert score_coverage(whole, task, spoken(" ".join((SCENE, DUTY, DEEDS)))).score == 75.0


def test_a_part_that_cannot_be_told_counts_neither_for_nor_against() -> None:
    whole = scenario()
    text = " ".join((SCENE, DUTY, DEEDS, "La dame souriait, et sa famille aussi."))
    unclear = score_coverage(whole, whole.phases[0].task, spoken(text))
    assert unclear.score == 100.0
    other = score_coverage(whole, whole.phases[0].task, spoken("Je suis très organisé. " * 9))
    assert (other.score, other.points) == (None, ())


def test_an_answer_that_is_asked_no_story_has_none() -> None:
    whole = scenario()
    task = replace(whole.phases[0].task, story=False)
    assert score_coverage(whole, task, spoken(SCENE)).story is None


def take(text: str) -> Take:
    transcript = spoken(text)
    end = transcript.words[-1].end_s
    return Take("q.wav", end, (Span(0.0, end),), transcript)  # type: ignore[arg-type]


def advice(text: str, model_answer: str = "") -> tuple[str, ...]:
    whole = scenario(model_answer)
    return score_take(whole, whole.phases[0], whole.phases[0].task, take(text)).advice


def test_a_missing_result_is_told_with_the_line_of_the_model_answer() -> None:
    model = " ".join((SCENE, DUTY, DEEDS, OUTCOME))
    (first, *_) = advice(" ".join((SCENE, DUTY, DEEDS)), model)
    assert (
        first
        == f"Le résultat n’a pas été reconnu. Une phrase qui le dit\u00a0: «\u00a0{OUTCOME}\u00a0»"
    )


def test_without_a_model_answer_the_line_is_one_to_fill_in() -> None:
    (first, *_) = advice(" ".join((SCENE, DUTY, DEEDS)))
    assert "Au final, … est passé de … à …" in first


def test_who_says_on_is_told_how_often() -> None:
    deeds = (
        "On a pris une chaise, on a parlé, on a expliqué chaque comprimé, et on a noté le reste."
    )
    said = advice(" ".join((SCENE, DUTY, deeds, OUTCOME)))
    assert any(
        "«\u00a0on\u00a0» ou «\u00a0nous\u00a0» 4 fois et «\u00a0je\u00a0» 1 fois" in each
        for each in said
    )


def test_a_result_without_figure_and_a_long_scene_are_told() -> None:
    outcome = "Au final, elle a accepté, et sa fille m'a remerciée."
    assert any("pas de chiffre" in each for each in advice(" ".join((SCENE, DUTY, DEEDS, outcome))))
    scene = (
        SCENE + " Elle était seule, elle avait peur, et il y avait du bruit dans le couloir." * 4
    )
    assert any("du temps" in each for each in advice(" ".join((scene, DUTY, DEEDS, OUTCOME))))


def test_a_whole_story_is_praised() -> None:
    whole = scenario()
    outcome = "Au final, elle a accepté, et sa fille m'a remerciée."
    text = " ".join((SCENE, DUTY, DEEDS, outcome))
    card = score_take(whole, whole.phases[0], whole.phases[0].task, take(text))
    assert (
        good_and_change(card)[0] == "Bien\u00a0: situation, tâche, action et résultat, tout y est."
    )


def test_a_missing_part_is_a_next_step_with_what_it_gives_back() -> None:
    whole = scenario()
    card = score_take(
        whole, whole.phases[0], whole.phases[0].task, take(" ".join((SCENE, DUTY, DEEDS)))
    )
    (step, *_) = next_steps(score_session(whole, EngineInfo("none", "none"), (card,)))
    assert step.sentence.startswith("Le résultat n’a pas été reconnu")
    assert step.gain is not None
    assert step.gain > 10


def test_the_line_of_a_part_is_the_model_answers() -> None:
    task = scenario(" ".join((SCENE, DUTY, DEEDS, OUTCOME))).phases[0].task
    assert line_of_part("task", task, "fr") == DUTY


def test_a_typed_story_is_scored() -> None:
    whole = scenario()
    text = " ".join((SCENE, DUTY, DEEDS, OUTCOME))
    assert score_typed(whole, whole.phases[0], whole.phases[0].task, text).score == 100.0
