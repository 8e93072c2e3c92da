"""Which spans may become ``heard_as``, and why the others may not. Pure.

A span is refused, in this order, when

* the reviewer refused it by hand;
* it was never heard between the words that surround the term in the carrier, so that it may hold
  a piece of them;
* it has no word of three letters, or fewer than four letters in all, unless no list of French
  or English knows any of its words;
* its words are common: one alone from Zipf frequency 3.0 on in French or in English (once in a
  million words), several all from 4.0 on in one and the same language (once in a hundred
  thousand: such words meet by chance, where « transfert learning » does not);
* it is one of the listed confusable words (the reviewer may except a span from these four);
* it is a form of another entry, or stands inside one;
* it was heard for another term too;
* it stands in what was heard of a sentence that does not say the term.

Zipf frequency is log10 of occurrences per billion words (van Heuven et al. 2014).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.heard_as.carriers import plain_term
from benchmarks.heard_as.store import Line
from interviewer.domain import Language, Transcript
from interviewer.scenario.glossary import Glossary, GlossaryEntry, fold
from interviewer.scoring.coverage import occurrences
from interviewer.scoring.patterns import find
from interviewer.scoring.phrases import parse
from interviewer.scoring.text import Text, Token, read, tokens

__all__ = [
    "Guards",
    "Proposal",
    "Zipf",
    "as_listed",
    "found_plainly",
    "load_guards",
    "propose",
    "refuse_by_words",
]

COMMON_ALONE = 3.0
COMMON_TOGETHER = 4.0
MIN_LETTERS = 4
_MIN_CONTENT = 3

Zipf = Callable[[str, Language], float]
"""Frequency of a lower-case word in a language; 0 for one that is not listed."""
_LANGUAGES: tuple[Language, ...] = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Guards:
    """What is never proposed."""

    confusables: frozenset[str]
    """Folded words and phrases."""
    by_hand: Mapping[tuple[str, str], str]
    """Reasons of a reviewer against a span, by term and folded span."""
    excepted: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Reasons of a reviewer for a span that its words or its neighbours would forbid."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span heard for a term that the scorer does not know."""

    term: str
    text: str
    """As it would be listed."""
    clips: int
    """How many clips and engines wrote it."""
    sentences: int
    """In how many different sentences."""
    languages: tuple[Language, ...]
    refusal: str | None
    """Why it may not be listed; None for one to accept."""


def load_guards(path: Path) -> Guards:
    """The guards of ``path``."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Guards(
        confusables=frozenset(fold(word) for word in data["confusables"]),
        by_hand={key: f"by hand: {reason}" for key, reason in _reasons(data["refused"])},
        excepted=dict(_reasons(data["excepted"])),
    )


def _reasons(table: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[tuple[str, str], str]]:
    for term, reasons in table.items():
        for text, reason in reasons.items():
            yield (term, fold(text)), reason


def as_listed(heard: str) -> str:
    """``heard`` as an entry of ``heard_as``: lower case, straight apostrophes, no other marks."""
    words = re.sub(r"[^\w']+", " ", heard.casefold().replace("’", "'")).split()
    return " ".join(filter(None, (word.strip("'") for word in words)))


def found_plainly(line: Line, entry: GlossaryEntry) -> bool:
    """Whether the scorer finds the term in the transcript without any ``heard_as``."""
    return bool(occurrences(plain_term(entry), _read(line.transcript, line.language)))


def propose(
    lines: Sequence[Line], glossary: Glossary, guards: Guards, zipf: Zipf
) -> tuple[Proposal, ...]:
    """Every span heard in the place of a term that was not found, by term, most heard first."""
    by_span: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        entry = glossary.find(line.term)
        if entry is not None and line.heard and not found_plainly(line, entry):
            by_span.setdefault((entry.term, as_listed(line.heard)), []).append(line)
    owners: dict[str, set[str]] = {}
    for term, text in by_span:
        owners.setdefault(fold(text), set()).add(term)
    corpus = _Corpus(lines, glossary)
    proposals = [
        Proposal(
            term=term,
            text=text,
            clips=len(heard),
            sentences=len({line.said for line in heard}),
            languages=tuple(sorted({line.language for line in heard})),
            refusal=guards.by_hand.get((term, fold(text)))
            or _by_itself(term, text, heard, guards, zipf)
            or _another_entry(term, text, glossary)
            or _another_owner(term, owners[fold(text)])
            or corpus.refusal(term, text),
        )
        for (term, text), heard in by_span.items()
    ]
    order = {entry.term: index for index, entry in enumerate(glossary.entries)}
    proposals.sort(key=lambda found: (order[found.term], -found.clips, found.text))
    return tuple(proposals)


def refuse_by_words(text: str, confusables: frozenset[str], zipf: Zipf) -> str | None:
    """Why the words of ``text`` alone forbid listing it, or None."""
    found = _tokens(text)
    content = [token for token in found if _is_content(token)]
    words = [token.surface.casefold() for token in content]
    letters = sum(len(token.norm) for token in found if token.norm.isalpha())
    if not content or letters < MIN_LETTERS:
        every = [token.surface.casefold() for token in found]
        if any(zipf(word, language) > 0 for word in every for language in _LANGUAGES):
            return "short"
    if len(words) == 1 and _commonness(words, zipf) >= COMMON_ALONE:
        return "common word"
    if len(words) > 1 and _commonness(words, zipf) >= COMMON_TOGETHER:
        return "common words"
    if fold(text) in confusables or " ".join(token.norm for token in content) in confusables:
        return "confusable"
    return None


def _by_itself(
    term: str, text: str, heard: Iterable[Line], guards: Guards, zipf: Zipf
) -> str | None:
    if (term, fold(text)) in guards.excepted:
        return None
    if not any(line.clean for line in heard):
        return "neighbours changed"
    return refuse_by_words(text, guards.confusables, zipf)


def _commonness(words: Sequence[str], zipf: Zipf) -> float:
    """Frequency of the rarest of ``words``, in the language where that is highest."""
    return max(min(zipf(word, language) for word in words) for language in _LANGUAGES)


def _is_content(token: Token) -> bool:
    return len(token.norm) >= _MIN_CONTENT and token.norm.isalpha()


def _another_entry(term: str, text: str, glossary: Glossary) -> str | None:
    """An entry that has ``text`` for a form, inflected or not, or inside one."""
    span, phrase = _read(text, "fr"), parse(text, plain=True)
    whole = len(span.tokens)
    for entry in glossary.entries:
        if entry.term == term:
            continue
        said = occurrences(plain_term(entry), span)
        if any(place.found.last - place.found.first + 1 == whole for place in said):
            return f"form of {entry.term}"
        if any(find(phrase, _read(form, "fr")) for form in entry.forms):
            return f"inside a form of {entry.term}"
    return None


def _another_owner(term: str, owners: set[str]) -> str | None:
    others = sorted(owners - {term})
    return f"heard for {', '.join(others)} too" if others else None


class _Corpus:
    """Every transcript, to find spans in those that do not say the term."""

    def __init__(self, lines: Sequence[Line], glossary: Glossary) -> None:
        self._glossary = glossary
        whole = {(line.said, line.transcript): line.language for line in lines}
        self._texts = [
            (_read(said, language), _read(transcript, language))
            for (said, transcript), language in whole.items()
        ]

    def refusal(self, term: str, text: str) -> str | None:
        entry = self._glossary.find(term)
        if entry is None:
            raise ValueError(f"{term} is not in the glossary")
        phrase = parse(text, plain=True)
        elsewhere = sum(
            1
            for said, transcript in self._texts
            if find(phrase, transcript) and not occurrences(plain_term(entry), said)
        )
        return f"in {elsewhere} other sentences" if elsewhere else None


def _tokens(text: str) -> tuple[Token, ...]:
    return tokens(Transcript.from_text(text, "fr"))


def _read(text: str, language: Language) -> Text:
    return read(Transcript.from_text(text, language))
