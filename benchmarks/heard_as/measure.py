"""What the listed mishearings are worth: on the clips they come from, and on other recordings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.heard_as.carriers import plain_term
from benchmarks.heard_as.propose import found_plainly
from benchmarks.heard_as.store import Line
from interviewer.domain import Language, Term, Transcript, Vocabulary
from interviewer.recordings import transcribe_file
from interviewer.scenario.glossary import Glossary, GlossaryEntry
from interviewer.scoring.coverage import occurrences
from interviewer.scoring.patterns import find
from interviewer.scoring.phrases import parse
from interviewer.scoring.text import Text, read
from interviewer.session.ports import Transcriber

__all__ = ["Answer", "Credit", "Share", "answers", "credit", "shares"]


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
class Answer:
    """A recording whose words are known."""

    name: str
    said: tuple[str, ...]
    """Terms that it is known to say."""
    spoken: Text
    transcript: Text


@dataclass(frozen=True, slots=True)
class Credit:
    """What was credited in one answer."""

    found: int
    """Of the terms said."""
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


def answers(folder: Path, transcriber: Transcriber) -> Iterator[Answer]:
    """Transcribes the answers that ``truth.json`` of ``folder`` tells the words of."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    for name, told in truth.items():
        if "said" not in told:
            continue
        language: Language = told["lang"]
        take = transcribe_file(
            folder / f"{name}.flac", transcriber, Vocabulary(language), lambda _: None
        )
        spoken = _read(told["text"], language)
        yield Answer(name, tuple(told["said"]), spoken, read(take.transcript))


def credit(answer: Answer, glossary: Glossary, *, listed: bool) -> Credit:
    """What the scorer credits in ``answer``; ``listed``: whether ``heard_as`` counts."""
    found = sum(
        bool(occurrences(_term(term, glossary, listed=listed), answer.transcript))
        for term in answer.said
    )
    wrong = tuple(
        entry.term
        for entry in glossary.entries
        if not occurrences(plain_term(entry), answer.spoken)
        and occurrences(_term(entry.term, glossary, listed=listed), answer.transcript)
    )
    return Credit(found, wrong)


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


def _term(name: str, glossary: Glossary, *, listed: bool) -> Term:
    entry = glossary.find(name)
    if entry is None:
        return Term(name)
    return replace(plain_term(entry), heard_as=entry.heard_as if listed else ())


def _read(text: str, language: Language) -> Text:
    return read(Transcript.from_text(text, language))
