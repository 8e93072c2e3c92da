from __future__ import annotations

import os
from pathlib import Path

import pytest

from interviewer.errors import ScenarioError, UsageError
from interviewer.scenario.glossary import Glossary
from interviewer.scenario.library import library, load, outline
from interviewer.scenario.source import library_folder, library_ids

TEXT = """id = "mien"
title = "À moi"
language = "fr"
[[phase]]
id = "intro"
title = "Introduction"
kind = "pitch"
target = "30s"
prompt = "À vous."
terms = ["RAG"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mien.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_loads_a_file_by_path_or_by_its_name(file: Path, glossary: Glossary) -> None:
    by_path = load(file, glossary=glossary)
    assert by_path.id == "mien"
    assert load(str(file), glossary=glossary) == by_path
    assert load(file).phases[0].task.terms[0].name == "RAG"


@pytest.mark.parametrize(
    "content",
    [TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r\n").encode()],
    ids=["byte order mark", "Windows line ends"],
)
def test_accepts_what_editors_write(file: Path, content: bytes, glossary: Glossary) -> None:
    file.write_bytes(content)
    assert load(file, glossary=glossary).title == "À moi"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", ": the file is empty; a scenario begins with id, title and language."),
        (
            TEXT.encode("latin-1"),
            ", line 2: not UTF-8 at byte 21 of the file; save it again with the encoding UTF-8.",
        ),
        (
            b"# " + b"x" * 1024 * 1024,
            ": the file is larger than 1024 KB; a scenario or glossary is much smaller.",
        ),
    ],
    ids=["empty", "latin-1", "large"],
)
def test_refuses_content_that_is_no_scenario(file: Path, content: bytes, line: str) -> None:
    file.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert str(caught.value) == f"{file}{line}"


def test_a_file_of_just_one_megabyte_is_read(file: Path, glossary: Glossary) -> None:
    file.write_bytes(TEXT.encode().ljust(1024 * 1024, b"\n"))
    assert load(file, glossary=glossary).id == "mien"


def test_refuses_what_is_not_a_regular_file(tmp_path: Path) -> None:
    folder, fifo = tmp_path / "folder.toml", tmp_path / "fifo.toml"
    folder.mkdir()
    os.mkfifo(fifo)
    for path in (folder, fifo):
        with pytest.raises(ScenarioError) as caught:
            load(path)
        assert str(caught.value) == f"{path}: not a regular file; give a scenario file in TOML."


def test_refuses_a_file_that_is_not_there(file: Path) -> None:
    for path in (file.with_name("absent.toml"), file / "below.toml"):
        with pytest.raises(ScenarioError) as caught:
            load(path)
        assert str(caught.value) == f"{path}: no such file; check its name and folder."


def test_says_why_a_file_cannot_be_read(file: Path) -> None:
    loop = file.with_name("loop.toml")
    loop.symlink_to(loop)
    with pytest.raises(ScenarioError) as caught:
        load(loop)
    assert str(caught.value).startswith(f"{loop}: the file cannot be read (")


def test_an_unknown_id_names_the_closest() -> None:
    with pytest.raises(UsageError) as caught:
        load("pitch-3mins")
    assert str(caught.value).startswith(
        'the library has no scenario "pitch-3mins". Did you mean pitch-3min'
    )
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["", "zzzzzz", "glossary", "PITCH_3MIN_"])
def test_an_unknown_id_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="the library has no scenario"):
        load(name)


def test_the_library_is_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert library_folder().is_absolute()
    assert load("pitch-3min").target_s == 180


def test_the_library_holds_each_file_under_its_own_id() -> None:
    scenarios = library()
    assert sorted(scenario.id for scenario in scenarios) == list(library_ids())
    # Listed without being checked; each by itself is, and is the same.
    assert {each.id: each for each in scenarios} == {each: load(each) for each in library_ids()}
    assert "glossary" not in library_ids()
    languages = [scenario.language for scenario in scenarios]
    assert languages == sorted(languages, reverse=True)


HEAD = 'id = "a"\ntitle = "A"\nlanguage = "fr"\n'
PHASE = '[[phase]]\nid = "p"\ntitle = "P"\nkind = "pitch"\ntarget = "30s"\nprompt = "?"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "a.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_first_screen_needs(tmp_path: Path) -> None:
    text = HEAD + PHASE + 'cue = "Oui"\nterms = ["RAG", { term = "LLM", required = false }]\n'
    scenario = outline(write(tmp_path, text))
    assert scenario is not None
    (phase,) = scenario.phases
    assert (phase.task.cue, phase.target_s) == ("Oui", 30)
    assert [(term.name, term.required) for term in phase.task.terms] == [
        ("RAG", True),
        ("LLM", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml",
        HEAD,
        HEAD + "phase = 3",
        HEAD + "phase = [3]",
        HEAD + PHASE.replace('"30s"', '"long"'),
        HEAD + PHASE.replace('"30s"', "30"),
        HEAD + PHASE + "terms = [3]",
        HEAD + PHASE + "question = 3",
        HEAD + PHASE.replace('target = "30s"\n', ""),
        HEAD + PHASE + "tagret = 3",
    ],
)
def test_of_a_file_that_is_not_well_formed_it_says_nothing(text: str, tmp_path: Path) -> None:
    assert outline(write(tmp_path, text)) is None


def test_of_a_file_that_is_not_there_it_says_nothing(tmp_path: Path) -> None:
    assert outline(tmp_path / "none.toml") is None
    assert outline("no-such-id") is None


def test_a_story_is_a_kind_of_phase_or_marked_at_its_question(
    file: Path, glossary: Glossary
) -> None:
    question = (
        '[[phase]]\nid = "qs"\ntitle = "Q"\nkind = "question"\ntarget = "30s"\nprompt = "Bien."\n'
    )
    asked = '[[phase.question]]\nid = "{}"\nask = "Racontez."\n{}'
    text = TEXT.replace('"pitch"', '"story"') + question + asked.format("a", "story = true\n")
    file.write_text(text + asked.format("b", ""), encoding="utf-8")
    tasks = [task for _, task in load(file, glossary=glossary).tasks()]
    assert [task.story for task in tasks] == [True, True, False]
