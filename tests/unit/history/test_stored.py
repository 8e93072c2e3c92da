"""The names that people's histories are written in. What stands here in quotes is never edited:
a name that changes loses every session that was kept under it. Keys and lines may be added.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from interviewer.domain import (
    AnswerCard,
    Coaching,
    Scenario,
    SessionChoice,
    SessionRecord,
    Span,
    Take,
    TimerRecord,
)
from interviewer.drill.cards import memory_from, memory_json
from interviewer.history import stored
from interviewer.history.exporting import DECK, SCHEMA, TABLES
from interviewer.history.schema import upgrade
from interviewer.history.stored import EVENTS, KEYS, Codec, dumps, event_type_string, fields_by_key
from interviewer.session.events import KeptEvent, Next

ROOTS = (Scenario, SessionChoice, Take, AnswerCard, SessionRecord, TimerRecord, Coaching)
"""What the columns of JSON hold, beside the events."""

VALUES = """
answer at_s text
at_s words_per_minute syllables_per_second speech_rate
audio duration_s speech transcript notices signal place unclear
coach comments marks
contrary_of any
count mean_s long longest_s measured
count mean_words longest_words
coverage timing delivery
criterion mark
id any why penalty
id target_s terms points steps follow_up model_answer cue contraries story
id title any
id title first then
id title kind target_s prompt task questions optional hints default_reply
id title language phases
id title language phases summary greeting farewell weights max_follow_ups traps moves rules \
vocabulary rubric own
id title marks measured
id title target_s cue script keywords
language words heard
message values
name kind start_s end_s found_by
name start_s end_s
name variants heard_as exact_case weight min_count max_count required
part status share quote start_s end_s
parts i we figure
phase_id began_s ended_s taken_s target_s end
phase_id question_id title task take timing coverage delivery traps score advice follow_up_word \
other_language follow_up_asked follow_up_by sent_to
plan auto tries duration_s paused_s reason
point any
point status quote start_s end_s denied by_meaning own supposed_by nearly
questions level seed phase keep_audio
said quote start_s instead
scenario choice tasks answers set_aside skipped left unscored follow_ups listened_s duration_s \
paused_s reason rereadings provisional
score terms points meaning off_topic disputed story
snr_db clipped narrow voices held intonation
span frames pitch_st pitch_sd_st syllables level_db level_sd_db
span pause_s clues confidence sure
start_s end_s
start_s end_s expected likeliest probability
step any
target_s spoken_s onset_s verdict score cut
task ask level theme topic reply definition
task point sentence
task score_before score found lost
term spelling words gain_nats similarity ordinary found_by company votes told_nats
term status match confidence count quote start_s end_s found_by gain_nats places idea \
against nearly contradicted
text start_s end_s probability spotted unwritten
trap quote start_s
when_missing ask
words_per_minute syllables_per_second speech_s pauses fillers terms_followed terms_paused score \
hesitations repeats sentences slowest fastest tics speech_rate pitch_semitones loudness_db hedges
"""
"""The keys of every value, a line each, whatever its class is called today."""

EVENT_KEYS = {
    "Started": "at_s",
    "PromptSpoken": "at_s turn",
    "SpeechStarted": "at_s turn",
    "AnswerEnded": "at_s turn open cut",
    "SpeechResumed": "at_s turn",
    "Scored": "at_s recording card whole reply suggesting sent_to",
    "ReadWhole": "at_s recording failed",
    "Confirmed": "at_s recording card whole",
    "TimedOut": "at_s",
    "Next": "at_s",
    "Skip": "at_s",
    "Redo": "at_s",
    "Pause": "at_s",
    "Resume": "at_s",
    "Quit": "at_s",
    "Disputed": "at_s number",
    "Marked": "at_s recording whole",
    "AskAgain": "at_s",
    "AskModel": "at_s",
    "CardHeld": "at_s",
    "Suggested": "at_s recording question model",
    "CutOff": "at_s spoken",
}

WORDS = {
    "end: next target back restart quit",
    "found_by: text hint sound",
    "found_by: text reading voice",
    "kind: pitch question ask story",
    "kind: sound word",
    "language: fr en",
    "measured: coverage timing delivery",
    "match: exact inflected variant sounds_like",
    "part: situation task action result",
    "reason: completed quit",
    "status: hit out_of_order missed contradicted",
    "status: hit partial probable missed",
    "status: told missed unclear",
    "verdict: on_time short long not_measured",
}
"""Keys that hold one of a few words, which are stored as they are."""

COLUMNS = {
    "answers": "session n task best phase title score coverage timing delivery pace spoken_s"
    " target_s card",
    "cards": "session n recording score card",
    "coaching": "session coach said",
    "deck": "card language scenario task title added_at due state",
    "events": "session n at_s kind payload",
    "phrasings": "session n task point sentence",
    "recordings": "session name n phase task follow_up path state duration_s take",
    "reviews": "card at rating score",
    "sessions": "id kind scenario_id title language engine model started_at finished_at reason"
    " answered score coverage timing delivery pace spoken_s target_s duration_s scenario choice"
    " record utc_offset_s",
    "terms": "session n place term status",
    "tics": "session n name kind count",
}
"""Of a store, and of the rows in an export."""


def reachable(hint: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every dataclass and every choice of words below a type, with the key that holds it."""
    if is_dataclass(hint) or get_origin(hint) is Literal:
        yield key, hint
    for argument in get_args(hint):
        yield from reachable(argument, key)
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        for field in fields(hint):
            yield from reachable(hints[field.name], field.name)


def everything() -> list[tuple[str, Any]]:
    return [found for root in (*ROOTS, *get_args(KeptEvent)) for found in reachable(root)]


def test_values_are_stored_under_the_keys_they_always_had() -> None:
    events = set(EVENTS.values())
    lines = sorted(" ".join(keys) for kind, keys in KEYS.items() if kind not in events)
    assert lines == VALUES.split("\n")[1:-1]


def test_events_are_stored_under_the_type_strings_they_always_had() -> None:
    assert {name: " ".join(KEYS[kind]) for name, kind in EVENTS.items()} == EVENT_KEYS


def test_a_choice_keeps_its_words() -> None:
    """The words of each choice are looked for by the key of the field that holds it."""
    stored_as = {field: key for keys in KEYS.values() for key, field in keys.items()}
    choices = {
        f"{stored_as[field]}: {' '.join(get_args(hint))}"
        for field, hint in everything()
        if get_origin(hint) is Literal
    }
    assert choices == WORDS


def test_rows_have_the_columns_they_always_had() -> None:
    with closing(sqlite3.connect("")) as connection:
        upgrade(connection)
        columns = {
            table: " ".join(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
            for table in (*TABLES, *DECK)
        }
    assert columns == COLUMNS
    assert SCHEMA == "interviewer.history/1"


def test_what_a_drill_card_remembers_is_stored_under_the_keys_it_always_had() -> None:
    state = {
        "stability": 2.5,
        "difficulty": 5.25,
        "reviewed_at": "2026-11-22T05:30:12.345678+00:00",
        "due": "2026-11-24T05:30:12.345678+00:00",
    }
    assert memory_json(memory_from(state)) == state


def test_nothing_that_is_kept_is_missing_from_the_table() -> None:
    kept = {hint for _, hint in everything() if is_dataclass(hint)}
    assert kept == set(KEYS)
    assert set(EVENTS.values()) == set(get_args(KeptEvent))


@pytest.mark.parametrize("kind", KEYS, ids=lambda kind: kind.__name__)
def test_every_field_has_its_key(kind: type) -> None:
    assert is_dataclass(kind)
    assert list(KEYS[kind].values()) == [field.name for field in fields(kind)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a :class:`Span` might be called in a later program."""

    since_s: float
    until_s: float


def test_a_class_and_its_fields_may_be_renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    later: dict[type, Mapping[str, str]] = {Stretch: fields_by_key("start_s=since_s end_s=until_s")}
    monkeypatch.setattr(stored, "KEYS", {**KEYS, **later})
    here = Codec(Path("/data"))
    assert dumps(here.encode(Stretch(0.5, 2.0))) == dumps(here.encode(Span(0.5, 2.0)))
    assert here.decode(Stretch, {"start_s": 0.5, "end_s": 2.0}) == Stretch(0.5, 2.0)


def test_an_event_may_be_renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Onward(Next):
        pass

    with pytest.raises(TypeError, match="Onward is not in the table"):
        event_type_string(Onward(1.0))
    monkeypatch.setattr(stored, "_TYPE_STRINGS", {Onward: "Next"})
    assert event_type_string(Onward(1.0)) == "Next"
