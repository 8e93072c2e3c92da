"""The lines spoken beforehand are those of the texts as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from benchmarks.voice.records import Record, load_records, orphans, stale, wanted
from interviewer.domain import Scenario
from interviewer.scenario.spoken import spoken_texts
from interviewer.timer.plan import plan_of
from interviewer.tts.spoken_lines import FOLDER

COMMAND = "Type: python -m benchmarks.voice render"


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    return load_records()


def test_no_line_is_stale(records: dict[str, Record]) -> None:
    due = [f"{line.origin}: {why}: {line.text}" for line, why in stale(records)]
    assert due == [], COMMAND


def test_no_line_is_left_of_a_text_that_is_gone(records: dict[str, Record]) -> None:
    assert orphans(records) == set(), COMMAND


def test_a_changed_text_and_a_changed_lexicon_are_found(
    records: dict[str, Record], tmp_path: Path
) -> None:
    line = wanted()[0]
    known = records[line.name]
    path = tmp_path / line.name
    path.parent.mkdir()
    path.touch()

    def why(changed: dict[str, Record]) -> str | None:
        return next((why for each, why in stale(changed, tmp_path) if each == line), None)

    assert why({line.name: known}) is None
    other = Record(known.name, known.text, known.origin, "another", known.seconds)
    assert why({line.name: other}) == "its voice or its lexicon changed"
    path.unlink()
    assert why({line.name: known}) == "missing"
    assert orphans({"fr/gone.ogg": known}, tmp_path) == {"fr/gone.ogg"}


def test_each_file_is_the_sound_that_was_rendered_and_all_are_small(
    records: dict[str, Record],
) -> None:
    total = 0
    for name, record in records.items():
        info = soundfile.info(FOLDER / name)
        total += (FOLDER / name).stat().st_size
        assert (name, info.samplerate, info.channels) == (name, 24_000, 1)
        assert info.duration == pytest.approx(record.seconds, abs=0.1), name
    assert total < 14_000_000


def test_each_line_was_heard_by_the_recogniser(records: dict[str, Record]) -> None:
    unheard = [record.text for record in records.values() if record.errors is None]
    assert unheard == [], "Type: python -m benchmarks.voice check"


def test_what_the_timer_announces_is_among_the_lines(scenario: Scenario) -> None:
    said = {" ".join(text.split()) for text in spoken_texts(scenario)}
    assert {phase.title for phase in plan_of(scenario).phases} <= said
