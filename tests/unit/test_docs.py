"""What the documents say, against the code they speak of."""

from __future__ import annotations

import ast
import importlib
import json
import re
import runpy
from collections.abc import Iterator
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from typer.core import TyperGroup

from interviewer.cli.program import COMMANDS, program
from interviewer.cli.wording import WrongUsage
from interviewer.domain import (
    Coaching,
    Comment,
    EngineInfo,
    Grade,
    Language,
    Limits,
    OwnPhrasing,
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
    Unwritten,
    Usual,
    Word,
)
from interviewer.llm.server import ChatServer
from interviewer.report.csv import COLUMNS
from interviewer.report.json import to_contract
from interviewer.scenario.glossary import Glossary
from interviewer.scenario.library import load
from interviewer.scenario.reader import keys_of
from interviewer.scoring.answer import score_session, score_take
from interviewer.settings import load_settings

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "interviewer"
PAGES = (
    *(ROOT / name for name in ("README.md", "README.fr.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
)
PACKAGES = tuple(sorted(PACKAGE.glob("*/__init__.py")))
FOLDERS = ("interviewer", "tests", "benchmarks", "docs", "examples", "scenarios", "audio_fixtures")

PROGRAM = program(*COMMANDS)

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
_DOTTED = re.compile(r"\b(?:interviewer|benchmarks|tests)(?:\.\w+)+")
_ROLE = re.compile(r":(?:mod|func|class|data|meth):`~?(interviewer\.[\w.]+)`")

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
    "Contrary": ("contraries",),
    "FollowUp": ("follow_up",),
    "Trap": ("trap",),
    "Move": ("move",),
    "Rule": ("rule",),
    "Criterion": ("rubric",),
    "GlossaryEntry": ("term",),
}


@pytest.fixture(scope="module")
def formats() -> str:
    return (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def architecture() -> str:
    return (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_is_understood(page: Path) -> None:
    lines = command_lines(page.read_text(encoding="utf-8"))
    assert [(line, said) for line in lines if (said := refusal(line))] == []


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_who_comes_first_has_little_to_read_and_sees_a_screen(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(text.split()) <= 700
    assert "](docs/report-laptop.png)" in text


def test_every_page_for_people_has_its_twin() -> None:
    first, second = (
        re.findall(rf"\]\(docs/{language}/", (ROOT / name).read_text(encoding="utf-8"))
        for language, name in (("en", "README.md"), ("fr", "README.fr.md"))
    )
    pages = [sorted((ROOT / "docs" / language).glob("*.md")) for language in ("en", "fr")]
    assert len(first) == len(second) == len(pages[0]) == len(pages[1]) == 12


def test_the_demo_ends_with_commands_that_work_where_it_was_typed() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("\ndemo:")[2].partition("\n\n")[0]
    lines = re.findall(r'"  \$\(BIN\)/(interviewer[^"]*)"', recipe)
    assert len(lines) >= 4
    assert [(line, said) for line in lines if (said := refusal(line))] == []
    assert "BIN := .venv/bin" in makefile


@pytest.mark.parametrize("line", ["interviewer unknown", "interviewer replay a b --unknown"])
def test_a_wrong_command_line_is_not(line: str) -> None:
    assert refusal(line)


def test_the_command_line_is_whole(formats: str) -> None:
    written = [line.split()[1:] for line in command_lines(formats)]
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_module_named_is_there(page: Path) -> None:
    assert gone(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "name",
    [
        "interviewer/score/trees.json",
        "scoring/phases.py",
        "nothing.py",
        "tests/fakes",
        "python -m benchmarks.gone",
        "interviewer.scoring.gone",
        "interviewer.scoring.pace.gone",
    ],
)
def test_a_file_or_module_that_is_gone_is_found(name: str) -> None:
    assert gone(f"It is in `{name}`, beside `scoring/pace.py`.") == [name.split()[-1]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_heading_linked_to_is_there(page: Path) -> None:
    """Within the pages; a heading is called by its words, in small letters with hyphens."""
    targets = [target.partition("#") for target in _LINK.findall(page.read_text(encoding="utf-8"))]
    linked = [(page.parent / file if file else page, mark) for file, _, mark in targets if mark]
    assert [(file, mark) for file, mark in linked if mark not in headings(file)] == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.parent.name)
def test_what_a_package_says_of_its_modules_is_true(package: Path) -> None:
    said = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
    names = {path.stem for path in package.parent.iterdir()} | {
        node.name
        for path in package.parent.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }
    assert set(re.findall(r"``(\w+)``", said)) - names == set()


def test_what_docstrings_refer_to_is_there() -> None:
    named = {
        name for path in PACKAGE.rglob("*.py") for name in _ROLE.findall(path.read_text("utf-8"))
    }
    assert len(named) > 20
    assert [name for name in sorted(named) if not is_there(name)] == []


def test_the_folders_of_the_root_are_named_in_its_docstring() -> None:
    said = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")))
    inside = re.findall(r"``(\w+)``", (said or "").partition("Inside, read")[2])
    assert len(inside) > 5
    assert set(inside) <= {path.parent.name for path in PACKAGES}


def test_the_import_table_is_the_tested_one(architecture: str) -> None:
    table = {cells[0]: set(_INLINE.findall(cells[2])) for cells in rows(architecture, "stage")}
    assert table == runpy.run_path(str(ROOT / "tests" / "test_imports.py"))["ALLOWED"]


def test_the_import_table_names_every_stage(architecture: str) -> None:
    modules = {path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("__")}
    folders = {path.parent.name for path in PACKAGES}
    assert {cells[0] for cells in rows(architecture, "stage")} == modules | folders


@pytest.mark.parametrize("table", SECTIONS)
def test_every_key_of_a_table_is_told(table: str, formats: str) -> None:
    keys = [cells[0] for title in SECTIONS[table] for cells in rows(section(formats, title), "key")]
    assert sorted(keys) == sorted(tables()[table])


def test_every_table_has_its_section() -> None:
    assert tables().keys() == SECTIONS.keys()


def test_every_limit_of_a_scenario_is_told(formats: str) -> None:
    told = set(re.findall(r"[\d,]+", section(formats, "Limits")))
    limits = {
        f"{mark.most:,}"
        for shape in shapes(Scenario)
        for hint in get_type_hints(shape, include_extras=True).values()
        for mark in marks(hint)
        if isinstance(mark, Limits) and mark.most is not None and mark.form != "duration"
    }
    assert len(limits) > 5
    assert limits - told == set()


def test_the_texts_of_the_glossary_come_in_two_languages(formats: str) -> None:
    keys = [cells[0] for cells in rows(section(formats, "definition and example"), "key")]
    assert keys == list(get_args(Language))


def test_the_scorecard_has_the_keys_shown(formats: str) -> None:
    shown = next(
        json.loads(block) for language, block in _FENCED.findall(formats) if language == "json"
    )
    assert key_paths(shown) == key_paths(scorecard())


def test_every_column_of_the_csv_is_told(formats: str) -> None:
    cells = rows(section(formats, "CSV"), "column")
    told = [name for first, *_ in cells for name in re.findall(r"\w+", first)]
    assert sorted(told) == sorted(COLUMNS)


def test_the_scenario_shown_is_valid(formats: str, tmp_path: Path) -> None:
    file = tmp_path / "shown.toml"
    block = next(block for language, block in _FENCED.findall(formats) if language == "toml")
    file.write_text(block, encoding="utf-8")
    assert load(file).id == "my-interview"


def test_the_settings_shown_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(file))
    shown = [
        block
        for page in (ROOT / "docs").glob("*/*.md")
        for language, block in _FENCED.findall(page.read_text(encoding="utf-8"))
        if language == "toml" and re.search(r"^\[(llm|audio|answer)\]", block, re.MULTILINE)
    ]
    assert len(shown) >= 4
    for block in shown:
        file.write_text(block, encoding="utf-8")
        llm = load_settings().llm
        assert not llm.url or ChatServer(llm).sent_to == ""


def gone(text: str) -> list[str]:
    """Files and modules of ours that are named between backticks and are not there."""
    said = _INLINE.findall(_FENCED.sub("", text))
    paths = [each for each in said if _PATH.fullmatch(each) and is_ours(each)]
    lost = [each for each in paths if not any((top / each).exists() for top in (ROOT, PACKAGE))]
    names = {name: None for each in said if each not in paths for name in _DOTTED.findall(each)}
    return lost + [name for name in names if not is_there(name)]


def is_ours(path: str) -> bool:
    first, _, rest = path.partition("/")
    return path.endswith(".py") or (first in FOLDERS and bool(rest))


def is_there(name: str) -> bool:
    """Whether a module of that name is there, or one that has what comes after its name."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:count])
        if place.with_suffix(".py").exists() or (place / "__init__.py").exists():
            held: object = importlib.import_module(".".join(parts[:count]))
            for part in parts[count:]:
                if not hasattr(held, part):
                    return False
                held = getattr(held, part)
            return True
        if place.is_dir():
            return count == len(parts)
    return False


def headings(page: Path) -> set[str]:
    titles = re.findall(
        r"^#+ (.+)$", _FENCED.sub("", page.read_text(encoding="utf-8")), re.MULTILINE
    )
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


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
        if shape not in (Task, Glossary, OwnPhrasing)  # These have no table of their own.
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
        "Du",
        "coup,",
        "en",
        "temps",
        "réel.",
        "Peut-être",
        "bien.",
        *["Un", "mot."] * 20,
    ]
    words = tuple(Word(word, index / 2, index / 2 + 0.4, 0.9) for index, word in enumerate(said))
    words = (replace(words[0], unwritten=(Unwritten("euh", 3.9, 4.1),)), *words[1:])
    speech = (Span(0.0, 24.5), Span(26.0, 26.5))
    signal = Signal(34.2, 0.0, narrow=False)
    transcript = Transcript("fr", words)
    take = Take(Path("a.wav"), 27.0, speech, transcript, signal=signal)
    card = score_take(scenario, phase, task, take)
    session = score_session(scenario, EngineInfo("faster-whisper", "base"), (card,))
    coaching = Coaching("Mme Durand", (Comment("intro", 1.0, "Oui."),), (Grade("temps", 3),))
    return to_contract(replace(session, usual=Usual(2.4, 3.0, 4), coaching=(coaching,)))
