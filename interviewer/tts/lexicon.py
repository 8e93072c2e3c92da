"""How words of the trade are said that a synthesiser would read wrongly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from interviewer.domain import Language

LEXICON = Path(__file__).with_name("lexicon.toml")

_MARKS = re.compile(r"[,;:.!?…]")
_ELISION = {
    "l": "l",
    "d": "d",
    "m": "m",
    "t": "t",
    "s": "s",
    "n": "n",
    "c": "s",
    "j": "ʒ",
    "qu": "k",
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How words are said that espeak would read wrongly."""

    said: Mapping[str, str]
    """IPA between slashes, or a respelling, by what is written."""
    pattern: re.Pattern[str]

    def find(self, written: str) -> str:
        """How ``written``, a match of the pattern, is said."""
        for name in (written, written[:1].lower() + written[1:]):
            for stem in (name, name.removesuffix("s")):
                if stem in self.said:
                    return self.said[stem]
        raise KeyError(written)

    def said_in(self, text: str) -> list[str]:
        """How each match of the pattern in ``text`` is said, in order."""
        return [self.find(match["name"]) for match in self.pattern.finditer(text)]


def load_lexicon(path: Path, language: Language, table: str = "") -> Lexicon:
    """The words of ``path`` for ``language``; those of ``table``, where one is named, win."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    said = tables[language] | tables.get(table, {})
    names = {name for key in said for name in (key, key[:1].upper() + key[1:])}
    every = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    elided = "|".join((*_ELISION, *map(str.capitalize, _ELISION))) if language == "fr" else "(?!)"
    pattern = rf"(?<!\w)(?:(?P<elided>{elided})['’])?(?P<name>(?:{every})s?)(?!\w)"
    return Lexicon(said, re.compile(pattern))


def stretches(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str | None]]:
    """(start, end, how it is said if the lexicon knows) of each stretch of ``text``, in order."""
    place = 0
    for match in lexicon.pattern.finditer(text):
        yield from _plain(text, place, match.start())
        said = lexicon.find(match["name"])
        if match["elided"] and said.startswith("/"):
            said = f"/{_ELISION[match['elided'].lower()]}{said[1:]}"
        elif match["elided"]:
            said = f"{match['elided']}'{said}"
        yield match.start(), match.end(), said
        place = match.end()
    yield from _plain(text, place, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[tuple[int, int, None]]:
    for mark in _MARKS.finditer(text, start, end):
        if start < mark.start():
            yield start, mark.start(), None
        yield mark.start(), mark.end(), None
        start = mark.end()
    if start < end:
        yield start, end, None
