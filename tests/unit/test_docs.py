"""What the documents say, against the code they speak of."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from typer.core import TyperGroup

from interviewer.cli.program import COMMANDS, program
from interviewer.cli.wording import WrongUsage
from interviewer.domain import (
    EngineInfo,
    Language,
    Limits,
    Phase,
    Point,
    Scenario,
    Signal,
    Span,
    Take,
    Task,
    Term,
    Transcript,
    Trap,
    Word,
)
from interviewer.report.json import to_contract
from interviewer.scenario.glossary import Glossary
from interviewer.scenario.library import load
from interviewer.scenario.reader import keys_of
from interviewer.scoring.answer import score_session, score_take

ROOT = Path(__file__).parents[2]
DESIGN = ROOT / "docs" / "design.md"
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

PROGRAM = program(*COMMANDS)

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

# The tables of a scenario file and of the glossary, and the sections that list their keys.
SECTIONS = {
    "Scenario": ("Top level",),
    "scoring": ("scoring",),
    "Weights": ("scoring.weights",),
    "Phase": ("phase and question", "phase"),
    "Question": ("phase and question", "phase.question"),
    "Term": ("terms",),
    "Point": ("points",),
    "Step": ("steps",),
    "FollowUp": ("follow_up",),
    "Trap": ("trap",),
    "Move": ("move",),
    "Rule": ("rule",),
    "GlossaryEntry": ("term",),
}


@pytest.fixture(scope="module")
def design() -> str:
    return DESIGN.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_is_understood(page: Path) -> None:
    lines = command_lines(page.read_text(encoding="utf-8"))
    assert [(line, said) for line in lines if (said := refusal(line))] == []


@pytest.mark.parametrize("line", ["interviewer unknown", "interviewer replay a b --unknown"])
def test_a_wrong_command_line_is_not(line: str) -> None:
    assert refusal(line)


def test_the_command_line_is_whole(design: str) -> None:
    written = [line.split()[1:] for line in command_lines(design)]
    untold = [
        path
        for path in command_paths(PROGRAM)
        if not any(words[: len(path)] == path for words in written)
    ]
    assert untold == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    local = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_import_table_is_the_tested_one(design: str) -> None:
    table = {cells[0]: set(_INLINE.findall(cells[2])) for cells in rows(design, "stage")}
    assert table == runpy.run_path(str(ROOT / "tests" / "test_imports.py"))["ALLOWED"]


def test_the_import_table_names_every_stage(design: str) -> None:
    package = ROOT / "interviewer"
    modules = {path.stem for path in package.glob("*.py") if not path.stem.startswith("__")}
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    assert {cells[0] for cells in rows(design, "stage")} == modules | folders


@pytest.mark.parametrize("table", SECTIONS)
def test_every_key_of_a_table_is_told(table: str, design: str) -> None:
    keys = [cells[0] for title in SECTIONS[table] for cells in rows(section(design, title), "key")]
    assert sorted(keys) == sorted(tables()[table])


def test_every_table_has_its_section() -> None:
    assert tables().keys() == SECTIONS.keys()


def test_every_limit_of_a_scenario_is_told(design: str) -> None:
    told = set(re.findall(r"[\d,]+", section(design, "Limits")))
    limits = {
        f"{mark.most:,}"
        for shape in shapes(Scenario)
        for hint in get_type_hints(shape, include_extras=True).values()
        for mark in marks(hint)
        if isinstance(mark, Limits) and mark.most is not None and mark.form != "duration"
    }
    assert len(limits) > 5
    assert limits - told == set()


def test_the_texts_of_the_glossary_come_in_two_languages(design: str) -> None:
    keys = [cells[0] for cells in rows(section(design, "definition and example"), "key")]
    assert keys == list(get_args(Language))


def test_the_scorecard_has_the_keys_shown(design: str) -> None:
    shown = next(
        json.loads(block) for language, block in _FENCED.findall(design) if language == "json"
    )
    assert key_paths(shown) == key_paths(scorecard())


def test_the_scenario_shown_is_valid(design: str, tmp_path: Path) -> None:
    file = tmp_path / "shown.toml"
    block = next(block for language, block in _FENCED.findall(design) if language == "toml")
    file.write_text(block, encoding="utf-8")
    assert load(file).id == "my-interview"


def refusal(line: str) -> str | None:
    """What is wrong with a command line; None where nothing is."""
    try:
        # Help is shown once names and options are known to be right.
        PROGRAM.main([*arguments(line), "--help"], prog_name="interviewer", standalone_mode=False)
    except WrongUsage as error:
        return str(error.format_message())
    return None


def command_lines(text: str) -> list[str]:
    """Each ``interviewer ...`` in a block or between backticks."""
    blocks = [line for _, block in _FENCED.findall(text) for line in block.splitlines()]
    inline = _INLINE.findall(_FENCED.sub("", text))
    return [line for line in (*blocks, *inline) if line.split()[:1] == ["interviewer"]]


def arguments(line: str) -> list[str]:
    """The words after ``interviewer``: usage marks and remarks off, the first of alternatives."""
    line = re.split(r"\s{3,}", line)[0].replace("[", "").replace("]", "")
    words = [word.partition("|")[0].removesuffix("...") for word in line.split()[1:]]
    # The program takes these out before the commands see them.
    return [word for word in words if word not in ("--debug", "--debug-transcripts")]


def command_paths(command: object) -> Iterator[list[str]]:
    """The names that lead to each command below ``command``."""
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield [name]
            yield from ([name, *path] for path in command_paths(inner))


def section(text: str, title: str) -> str:
    """What stands below the heading ``title``, up to the next one."""
    found = re.search(rf"^###? {re.escape(title)}\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def tables() -> dict[str, tuple[str, ...]]:
    """The keys of every table that a scenario or the glossary may hold, by its value's name."""
    found = {
        shape.__name__: keys_of(shape)[""]
        for shape in (*shapes(Scenario), *shapes(Glossary))
        if shape not in (Task, Glossary)  # These have no table of their own.
    }
    return found | {"scoring": keys_of(Scenario)["scoring"]}


def shapes(shape: type) -> Iterator[type]:
    yield shape
    for hint in get_type_hints(shape).values():
        for inner in (hint, *get_args(hint)):
            if isinstance(inner, type) and is_dataclass(inner):
                yield from shapes(inner)


def marks(hint: object) -> Iterator[object]:
    """What is annotated to a type and to those inside it."""
    yield from getattr(hint, "__metadata__", ())
    for inner in get_args(hint):
        yield from marks(inner)


def rows(text: str, head: str) -> list[list[str]]:
    """Cells of the table whose first column is called ``head``, the first without backticks."""
    table = re.search(rf"^\| {head} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert table, head
    cells = [line.strip("|").split("|") for line in table[1].splitlines()]
    return [[row[0].strip().strip("`"), *row[1:]] for row in cells]


def key_paths(value: object, path: str = "") -> set[str]:
    """Where each value stands; the elements of a list stand at the same place."""
    if isinstance(value, dict):
        return {each for key, inner in value.items() for each in key_paths(inner, f"{path}.{key}")}
    if isinstance(value, list):
        return {each for inner in value for each in key_paths(inner, f"{path}[]")}
    return {path}


def scorecard() -> object:
    """A card in which every list holds something."""
    task = Task("intro", 3.0, (Term("RAG"),), (Point("Saluer", ("bonjour",)),))
    phase = Phase("intro", "Introduction", "pitch", 3.0, "À vous.", task)
    trap = Trap("temps-reel", ("en temps réel",), "Non.")
    scenario = Scenario("mien", "Mien", "fr", (phase,), traps=(trap,))
    said = [
        "Bonjour,",
        "euh,",
        "le",
        "le",
        "RAG.",
        "En",
        "temps",
        "réel.",
        *["Un", "mot."] * 20,
    ]
    words = tuple(Word(word, index / 2, index / 2 + 0.4, 0.9) for index, word in enumerate(said))
    speech = (Span(0.0, 24.5), Span(26.0, 26.5))
    signal = Signal(34.2, 0.0, narrow=False)
    transcript = Transcript("fr", words)
    take = Take(Path("a.wav"), 27.0, speech, transcript, signal=signal)
    card = score_take(scenario, phase, task, take)
    return to_contract(score_session(scenario, EngineInfo("faster-whisper", "base"), (card,)))
