"""File names to phases and questions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interviewer.audio.naming import (
    is_one_take,
    list_folder,
    match_files,
    match_phase,
    without_strangers,
)
from interviewer.domain import Phase, Question, Scenario, Task
from interviewer.errors import UsageError


def pitch(phase_id: str, title: str = "") -> Phase:
    return Phase(phase_id, title or phase_id, "pitch", 30, "", Task(phase_id, 30))


SCENARIO = Scenario(
    "s",
    "S",
    "fr",
    (
        pitch("intro", "Se présenter"),
        pitch("intro-bis"),
        Phase(
            "questions",
            "Questions",
            "question",
            60,
            "",
            Task("questions", 60),
            (Question(Task("q1", 30), "?"), Question(Task("q12", 30), "?")),
        ),
    ),
)


@pytest.mark.parametrize(
    ("name", "task"),
    [
        ("intro.flac", "intro"),
        ("intro-take2.wav", "intro"),
        ("intro-bis.wav", "intro-bis"),
        ("intro-bis-2.wav", "intro-bis"),
        ("q1.mp3", "q1"),
        ("q12.mp3", "q12"),
        ("q1-q12.mp3", "q1"),
        ("Intro.WAV", "intro"),
        ("INTRO-BIS.flac", "intro-bis"),
        ("intro (1).wav", "intro"),
        ("intro_2.wav", "intro"),
        ("intro 2.wav", "intro"),
        ("intro2.wav", "intro"),
        ("intro – copie.wav", "intro"),
        ("01-intro.wav", "intro"),
        ("01 - intro.wav", "intro"),
        ("3. Intro bis.wav", "intro-bis"),
        ("q12 (1).wav", "q12"),
        ("Q1_take.wav", "q1"),
        ("02_q1.wav", "q1"),
        ("Se présenter.m4a", "intro"),
        ("Se pre\u0301senter.m4a", "intro"),
        ("se_presenter.m4a", "intro"),
        ("01 - SE PRÉSENTER (2).m4a", "intro"),
    ],
)
def test_the_longest_id_wins(name: str, task: str) -> None:
    (match,) = match_files(SCENARIO, [Path(name)])
    assert match.task.id == task


@pytest.mark.parametrize(
    "name",
    [
        "introduction.wav",
        "q13.wav",
        "questions.wav",
        "xintro.wav",
        "q.wav",
        "01.wav",
        "12-q.wav",
        "se.wav",
        "(1).wav",
    ],
)
def test_a_name_that_begins_with_no_id_is_refused(name: str) -> None:
    with pytest.raises(
        UsageError, match=f"^{re.escape(name)}: .*intro, intro-bis, q1, q12.*--phase"
    ):
        match_files(SCENARIO, [Path(name)])


def test_files_come_in_the_order_of_the_scenario_and_takes_by_name() -> None:
    names = ["q12.wav", "intro-b.wav", "intro-a.wav"]
    matches = match_files(SCENARIO, [Path(name) for name in sorted(names)])
    assert [match.path.name for match in matches] == ["intro-a.wav", "intro-b.wav", "q12.wav"]


def test_strangers_of_a_folder_are_left_out_unless_there_is_nobody_else() -> None:
    names = [Path("intro.wav"), Path("musique.mp3"), Path("02_q1.wav"), Path("intros.wav")]
    assert without_strangers(SCENARIO, names) == (names[0], names[2])
    assert without_strangers(SCENARIO, names[1:2]) == (names[1],)


def test_a_phase_named_by_the_user_takes_any_file() -> None:
    (match,) = match_phase(SCENARIO, "q1", [Path("whatever.wav")])
    assert match.phase.id == "questions"
    with pytest.raises(UsageError, match="no phase or question 'q9'"):
        match_phase(SCENARIO, "q9", [Path("whatever.wav")])


def test_a_folder_lists_its_audio_by_name(tmp_path: Path) -> None:
    for name in ("b.FLAC", "a.wav", ".hidden.wav", "notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in list_folder(tmp_path, {".wav", ".flac"})] == ["a.wav", "b.FLAC"]
    with pytest.raises(UsageError, match="no audio file"):
        list_folder(tmp_path, {".ogg"})


def test_what_a_session_recorded_for_one_answer_belongs_together() -> None:
    names = [
        "q1-take1-follow-up2.wav",
        "q1-take1-follow-up.wav",
        "q1-take1.wav",
        "q1-take2.wav",
        "intro-take1-part10.wav",
        "intro-take1-part2.wav",
        "intro-take1.wav",
    ]
    matches = match_files(SCENARIO, [Path("s", name) for name in names])
    assert [match.path.name for match in matches] == [
        "intro-take1.wav",
        "intro-take1-part2.wav",
        "intro-take1-part10.wav",
        "q1-take1.wav",
        "q1-take1-follow-up.wav",
        "q1-take1-follow-up2.wav",
        "q1-take2.wav",
    ]
    assert [match.part for match in matches] == [1, 2, 10, 1, 1, 2, 1]
    assert [match.follow_up for match in matches] == [False] * 4 + [True, True, False]
    answers = list(dict.fromkeys(match.take for match in matches))
    assert [Path(answer).name for answer in answers] == ["intro-take1", "q1-take1", "q1-take2"]


def test_the_same_name_twice_is_two_answers() -> None:
    paths = [Path("a/intro-take1.wav"), Path("b/intro-take1.wav"), Path("a/intro-take1.flac")]
    assert len({match.take for match in match_files(SCENARIO, paths)}) == 3


@pytest.mark.parametrize("name", ["intro-part2.wav", "intro-follow-up.wav", "intro-bis-part2.wav"])
def test_names_that_people_give_are_answers_of_their_own(name: str) -> None:
    (match,) = match_files(SCENARIO, [Path(name)])
    assert (match.part, match.follow_up) == (1, False)


def test_a_follow_up_without_the_answer_before_it_is_refused() -> None:
    paths = [Path("q1-take1-follow-up.wav"), Path("q1-take2.wav")]
    with pytest.raises(UsageError, match=r"^q1-take1-follow-up\.wav answers.*q1-take1, is missing"):
        match_files(SCENARIO, paths)


def test_a_phase_named_by_the_user_joins_what_belongs_together() -> None:
    paths = [Path("q1-take1-follow-up.wav"), Path("q1-take1.wav"), Path("mine-part2.wav")]
    matches = match_phase(SCENARIO, "q1", paths)
    assert [match.path.name for match in matches] == [
        "q1-take1.wav",
        "q1-take1-follow-up.wav",
        "mine-part2.wav",
    ]
    assert [match.follow_up for match in matches] == [False, True, False]


def pitches(*ids: str) -> Scenario:
    return Scenario("p", "P", "fr", tuple(map(pitch, ids)))


@pytest.mark.parametrize(
    ("ids", "name", "one_take"),
    [
        (("intro", "closing"), "tout-d-un-trait.wav", True),
        (("intro", "closing"), "introduction.wav", True),
        (("intro", "closing"), "intro.wav", False),
        (("intro", "closing"), "closing-take2.wav", False),
        (("intro",), "tout-d-un-trait.wav", False),
    ],
)
def test_a_file_named_after_no_phase_holds_them_all(
    ids: tuple[str, ...], name: str, one_take: bool
) -> None:
    assert is_one_take(pitches(*ids), Path(name)) is one_take


def test_questions_are_not_told_apart_in_one_recording() -> None:
    with pytest.raises(UsageError, match=r"tout\.wav: nothing says which question.*q1\.wav"):
        is_one_take(SCENARIO, Path("tout.wav"))
