"""What the listed mishearings are worth: on the clips they come from, and on other recordings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.heard_as.carriers import plain_term
from benchmarks.heard_as.propose import found_plainly
from benchmarks.heard_as.store import Line
from interviewer.models import Language, Term, Transcript
from interviewer.ports import Transcriber
from interviewer.replay import transcribe_file
from interviewer.scenario.glossary import Glossary, GlossaryEntry
from interviewer.score.coverage import occurrences
from interviewer.score.patterns import find, parse
from interviewer.score.text import Text, read

__all__ = ["Credit", "Share", "credits", "shares"]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some clips the scorer finds the term in."""

    clips: int
    plain: int
    """Without any mishearing."""
    listed: int
    """With all those listed. In-sample: the list was made from these clips."""
    held_out: int
    """With those that another sentence of the same term gave too, so not this clip's own."""


@dataclass(frozen=True, slots=True)
class Credit:
    """What was credited in one recording whose words are known."""

    name: str
    said: int
    found: int
    """Of those said."""
    wrong: tuple[str, ...]
    """Terms of the glossary credited though the text has none of their forms."""


def shares(lines: Iterable[Line], glossary: Glossary) -> Share:
    """Counts over ``lines``."""
    by_term: dict[str, list[Line]] = {}
    for line in lines:
        by_term.setdefault(line.term, []).append(line)
    total = Share(0, 0, 0, 0)
    for term, heard in by_term.items():
        entry = glossary.find(term)
        if entry is not None:
            total = _sum(total, _term_share(entry, heard))
    return total


def credits(
    folder: Path, glossary: Glossary, transcriber: Transcriber, *, listed: bool
) -> Iterator[Credit]:
    """Transcribes the answers that ``truth.json`` of ``folder`` tells the words of.

    Args:
        folder: the recordings.
        glossary: the terms to look for.
        transcriber: speech to words.
        listed: whether ``heard_as`` counts.
    """
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    for name, answer in truth.items():
        if "said" not in answer:
            continue
        language: Language = answer["lang"]
        take = transcribe_file(folder / f"{name}.flac", transcriber, language, lambda _: None)
        spoken = _read(answer["text"], language)
        yield _credit(name, answer["said"], spoken, read(take.transcript), glossary, listed=listed)


def _term_share(entry: GlossaryEntry, lines: Sequence[Line]) -> Share:
    plain = listed = held_out = 0
    for line in lines:
        if found_plainly(line, entry):
            plain += 1
            continue
        text = _read(line.transcript, line.language)
        matching = [heard for heard in entry.heard_as if find(parse(heard, plain=True), text)]
        listed += bool(matching)
        held_out += any(_heard_elsewhere(heard, line, lines) for heard in matching)
    return Share(len(lines), plain, plain + listed, plain + held_out)


def _heard_elsewhere(heard: str, line: Line, lines: Iterable[Line]) -> bool:
    phrase = parse(heard, plain=True)
    return any(
        other.said != line.said and find(phrase, _read(other.transcript, other.language))
        for other in lines
    )


def _sum(one: Share, other: Share) -> Share:
    return Share(
        one.clips + other.clips,
        one.plain + other.plain,
        one.listed + other.listed,
        one.held_out + other.held_out,
    )


def _credit(
    name: str,
    said: Sequence[str],
    spoken: Text,
    transcript: Text,
    glossary: Glossary,
    *,
    listed: bool,
) -> Credit:
    found = [term for term in said if occurrences(_term(term, glossary, listed), transcript)]
    wrong = tuple(
        entry.term
        for entry in glossary.entries
        if not occurrences(plain_term(entry), spoken)
        and occurrences(_term(entry.term, glossary, listed), transcript)
    )
    return Credit(name, len(said), len(found), wrong)


def _term(name: str, glossary: Glossary, listed: bool) -> Term:
    entry = glossary.find(name)
    if entry is None:
        return Term(name)
    return replace(plain_term(entry), heard_as=entry.heard_as if listed else ())


def _read(text: str, language: Language) -> Text:
    return read(Transcript.from_text(text, language))
