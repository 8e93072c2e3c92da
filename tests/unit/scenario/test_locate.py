from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.scenario.locate import KeyPath, Lines

TEXT = '''# a comment with [[phase]] and = in it
id = "x" # [not.a.table]
title = "[[phase]] in a string"

[scoring]
weights = { coverage = 50, timing = 30 }

[[phase]]
id = "intro"
prompt = """
[[phase]]
id = "not me" \\"""
"""
terms = [
  "RAG", # ] not the end
  { term = "val]eur", variants = [
    "a", '}',
  ] }, "ROI",
]
[phase.follow_up]
ask = 'literal # [x]'

[[phase.question]]
id = "q1"
[[phase.question]]
id = "q2"

[[ "phase" ]]
id = "closing"
"any key" = 2026-11-22 04:06:00
a.b."c.d" = """a""\\u0022"""""
last = \'\'\'
]\'\'\'
end = true
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("id",), 2),
        (("title",), 3),
        (("scoring",), 5),
        (("scoring", "weights"), 6),
        (("scoring", "weights", "timing"), 6),
        (("phase",), 8),
        (("phase", 0), 8),
        (("phase", 0, "id"), 9),
        (("phase", 0, "prompt"), 10),
        (("phase", 0, "terms"), 14),
        (("phase", 0, "terms", 0), 15),
        (("phase", 0, "terms", 1), 16),
        (("phase", 0, "terms", 1, "term"), 16),
        (("phase", 0, "terms", 1, "variants", 1), 17),
        (("phase", 0, "terms", 2), 18),
        (("phase", 0, "follow_up"), 20),
        (("phase", 0, "follow_up", "ask"), 21),
        (("phase", 0, "question", 0), 23),
        (("phase", 0, "question", 1, "id"), 26),
        (("phase", 1), 28),
        (("phase", 1, "id"), 29),
        (("phase", 1, "any key"), 30),
        (("phase", 1, "a", "b", "c.d"), 31),
        (("phase", 1, "last"), 32),
        (("phase", 1, "end"), 34),
    ],
)
def test_finds_the_line(path: KeyPath, line: int) -> None:
    assert Lines(TEXT)[path] == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("phase", 1, "absent"), 28),
        (("phase", 0, "question", 1, "any", 3), 25),
        (("absent",), 1),
        ((), 1),
    ],
)
def test_falls_back_to_the_table_around(path: KeyPath, line: int) -> None:
    assert Lines(TEXT)[path] == line


VALUES = st.recursive(
    st.sampled_from(
        ["1", "-2.5", "true", '"a"', '""', "'#['", '"\\"]"', '"""x\ny"""', "'''\n[a]\n'''"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: "[" + ", # ]\n".join(items) + "\n]"),
        st.lists(inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"k{n} = {item}" for n, item in enumerate(items)) + "}"
        ),
    ),
    max_leaves=8,
)


def _paths(data: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _paths(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _paths(value, (*path, index))


@given(st.lists(VALUES, min_size=1, max_size=4), st.booleans())
def test_finds_each_key_of_any_text(values: list[str], in_tables: bool) -> None:
    """The line found for a key holds that key, that of an element of ``t`` its header."""
    header = "[[t]]\n" if in_tables else ""
    text = "".join(f"{header}key{n} = {value}\n" for n, value in enumerate(values))
    lines = Lines(text)
    rows = text.splitlines()
    for path in _paths(tomllib.loads(text)):
        row = rows[lines[path] - 1]
        if path and isinstance(path[-1], str) and path[-1] != "t":
            assert f"{path[-1]} = " in row
        elif in_tables and len(path) == 2:
            assert row == "[[t]]"
