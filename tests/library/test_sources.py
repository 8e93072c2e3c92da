"""The list of points that are our own is one of points that there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path

from interviewer.scenario.library import load

Refuse = Callable[[Collection[object]], None]

PAGE = Path(__file__).parents[2] / "docs" / "library-sources.md"
_ROW = re.compile(r"^\| ([\w-]+)/([\w-]+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def _rows() -> list[tuple[str, str, str]]:
    return [(row[1], row[2], row[3]) for row in _ROW.finditer(PAGE.read_text(encoding="utf-8"))]


def test_every_point_of_our_own_is_in_the_library(refuse: Refuse) -> None:
    rows = _rows()
    assert rows
    points = {
        (name, task.id, each.point.replace("\N{NO-BREAK SPACE}", " "))
        for name in {row[0] for row in rows}
        for _, task in load(name).tasks()
        for each in task.points
    }
    refuse(set(rows) - points)
    assert len(set(rows)) == len(rows)


def test_every_scenario_has_its_origin(ids: tuple[str, ...], refuse: Refuse) -> None:
    text = PAGE.read_text(encoding="utf-8")
    refuse({name for name in ids if not re.search(rf"\b{name.removesuffix('-en')}\b", text)})
