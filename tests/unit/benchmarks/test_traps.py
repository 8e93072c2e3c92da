"""The sentences that spring traps or do not: of traps that exist, as many of each."""

from __future__ import annotations

import json
from collections import Counter

from benchmarks.traps import FILE, counted
from interviewer.scenario.library import load


def test_each_author_wrote_as_many_of_each_kind_to_traps_that_there_are() -> None:
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    traps = {(each["scenario"], each["trap"]) for each in rows}
    for scenario, trap in traps:
        assert trap in {each.id for each in load(scenario).traps}
    counts = Counter((each["by"], each["trap"], each["kind"]) for each in rows)
    assert set(counts.values()) == {8, 16}
    assert all(counts[by, trap, "sprung"] == counts[by, trap, "innocent"] for by, trap, _ in counts)
    assert {each["kind"] for each in rows} == {"sprung", "innocent"}


def test_what_is_found_is_counted_by_trap_and_kind() -> None:
    counts = counted(looked_at=True)
    assert all(0 <= found <= every for found, every in counts.values())
    assert sum(found for (_, kind), (found, _) in counts.items() if kind == "sprung")
