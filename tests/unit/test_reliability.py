"""The page on reliability: every test, command and long form that it names is there."""

from __future__ import annotations

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.torture.__main__ import LONG_FORMS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
INLINE = re.findall(r"`([^`\n]+)`", PAGE)
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| promise |"))
]


def is_there(named: str) -> bool:
    """Whether ``path::test`` or ``path`` is in the tree."""
    name, _, test = named.partition("::")
    path = ROOT / name
    if not path.is_file():
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return not test or (test.startswith("test_") and test in functions)


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_every_test_that_is_named_is_there() -> None:
    named = [each for each in INLINE if each.startswith("tests/")]
    assert len(named) > 30
    assert [each for each in named if not is_there(each)] == []


def test_every_command_that_is_named_is_there() -> None:
    modules = {each.split()[2] for each in INLINE if each.startswith("python -m ")}
    made = {each.split()[1] for each in INLINE if each.startswith("make ")}
    assert [each for each in modules if find_spec(each) is None] == []
    assert "torture" in made
    assert made - targets() == set()


def test_every_long_form_has_its_row_with_a_figure_and_a_count() -> None:
    told = {
        name: (count, figure)
        for _, _, count, figure, tests in ROWS
        for name in re.findall(r"benchmarks\.torture\.(\w+)", tests)
    }
    assert told.keys() == LONG_FORMS.keys()
    for name, counts in LONG_FORMS.items():
        rows = [row for row in ROWS if f"benchmarks.torture.{name}`" in row[4]]
        for _, count in counts:
            assert any(re.match(rf"(.* )?{count:,} ", row[2]) for row in rows), (name, count)
        assert all(row[3] for row in rows)


def test_every_promise_says_how_it_is_tried() -> None:
    assert len(ROWS) > 20
    assert [row for row in ROWS if len(row) != 5 or not (row[0] and row[1] and row[2])] == []
    assert [row for row in ROWS if "`tests/" not in row[4]] == []


@pytest.mark.parametrize(
    "named",
    ["tests/none.py", "tests/unit/test_docs.py::test_none", "tests/unit/test_docs.py::refusal"],
)
def test_what_is_not_there_would_be_noticed(named: str) -> None:
    assert not is_there(named)
