"""What views write on: words in a language, signs and styles, paragraphs of a width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from interviewer.errors import filled
from interviewer.i18n import Translate, translator
from interviewer.ui.text import NO_BREAK, clip, encodable, safe

if TYPE_CHECKING:
    from interviewer.domain import Language


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Each sign is one cell wide, but ``ellipsis``."""

    hit: str
    partial: str
    probable: str
    missed: str
    trap: str
    bullet: str
    next: str
    """Before what to do."""
    none: str
    ellipsis: str
    rule: str
    bar: str
    bar_rest: str
    bar_over: str
    zone_start: str
    zone_line: str
    zone_target: str
    zone_end: str
    heard: tuple[str, str]
    """Around what the recogniser wrote for a name."""
    digits: tuple[str, str, str]
    """Three rows of ten digits, each three cells wide."""


UNICODE = Glyphs(
    hit="✓",
    partial="±",
    probable="?",
    missed="✗",
    trap="!",
    bullet="•",
    next="→",
    none="–",
    ellipsis="…",
    rule="─",
    bar="━",
    bar_rest="─",
    bar_over="▶",
    zone_start="╰",
    zone_line="─",
    zone_target="┴",
    zone_end="╯",
    heard=("⟨", "⟩"),
    digits=(
        "┏━┓ ╻ ╺━┓╺━┓╻ ╻┏━╸┏━╸╺━┓┏━┓┏━┓",
        "┃ ┃ ┃ ┏━┛╺━┫┗━┫┗━┓┣━┓  ┃┣━┫┗━┫",
        "┗━┛ ╹ ┗━╸╺━┛  ╹╺━┛┗━┛  ╹┗━┛╺━┛",
    ),
)

ASCII = Glyphs(
    hit="+",
    partial="~",
    probable="?",
    missed="x",
    trap="!",
    bullet="*",
    next=">",
    none="-",
    ellipsis="...",
    rule="-",
    bar="=",
    bar_rest=".",
    bar_over=">",
    zone_start="[",
    zone_line="-",
    zone_target="|",
    zone_end="]",
    heard=("[", "]"),
    digits=(
        " _     _  _     _  _  _  _  _ ",
        "| |  | _| _||_||_ |_   ||_||_|",
        "|_|  ||_  _|  | _||_|  ||_| _|",
    ),
)


def glyphs_for(encoding: str) -> Glyphs:
    """The richest set that a terminal or file of this ``encoding`` can show."""
    return UNICODE if encoding.lower().startswith("utf") else ASCII


def big_digits(value: int, glyphs: Glyphs) -> tuple[str, str, str]:
    """A number of 0 or more as three rows of signs."""
    top, middle, bottom = (
        " ".join(row[3 * int(digit) : 3 * int(digit) + 3] for digit in str(value))
        for row in glyphs.digits
    )
    return top, middle, bottom


GOOD = "green"
UNSURE = "yellow"
BAD = "red"
QUIET = "dim"
STRONG = "bold"

_WIDEST = 92
"""Cells; beyond, the eye loses the line between a title and its score."""
_NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Words:
    """A language and its catalogue."""

    language: Language
    translate: Translate

    def say(self, message: str, **values: object) -> str:
        """The gettext id ``message`` in this language, its places filled."""
        return filled(self.translate(message), values)


def words_in(language: Language, translate: Translate | None = None) -> Words:
    """The words of ``language``.

    Args:
        language: how numbers are written.
        translate: message id to text; None takes the catalogue of ``language``.

    Raises:
        FileNotFoundError: the package was built without that catalogue.
    """
    return Words(language, translate or translator(language))


@dataclass(frozen=True, slots=True)
class Page(Words):
    """A terminal or a plain file on which a view is written.

    Every piece of text on it goes through :meth:`plain`, so that nothing from a transcript, a
    file name or a scenario is obeyed as markup or as a terminal's control sequence.
    """

    width: int
    encoding: str
    glyphs: Glyphs

    @classmethod
    def of(cls, console: Console, language: Language, translate: Translate) -> Page:
        """The page that ``console`` can show."""
        width = max(_NARROWEST, min(console.width, _WIDEST))
        glyphs = glyphs_for(console.encoding)
        if console.no_color:
            # Who wants no colour may have a terminal of few signs, too.
            glyphs = replace(glyphs, heard=ASCII.heard)
        return cls(language, translate, width, console.encoding, glyphs)

    def plain(self, text: str) -> str:
        """``text`` in one line, safe, in the characters that this page can show."""
        for mark, own in zip(UNICODE.heard, self.glyphs.heard, strict=True):
            text = text.replace(mark, own)
        return encodable(safe(text), self.encoding)

    def text(self, text: str, style: str = "") -> Text:
        return Text(self.plain(text), style)

    def cut(self, text: str, width: int, keep: tuple[int, int] | None = None) -> str:
        """:meth:`plain`, clipped to ``width``."""
        return clip(self.plain(text), width, keep, self.glyphs.ellipsis)

    def ends(self, left: Text, right: Text, indent: int = 0) -> Text:
        """One line with ``left`` at its start and ``right`` at the page's right edge."""
        gap = self.width - indent - left.cell_len - right.cell_len
        return Text.assemble(" " * indent, left, " " * max(2, gap), right)

    def paragraph(self, text: str, indent: int, style: str = "", mark: str = "") -> Iterator[Text]:
        """``text`` wrapped, with ``mark`` hanging before its first line.

        No-break spaces hold, also on a page whose encoding lacks them.
        """
        lead = f"{self.plain(mark)} " if mark else ""
        wrapped = textwrap.wrap(
            NO_BREAK.join(self.plain(part) for part in text.split(NO_BREAK)),
            max(20, self.width - indent),
            initial_indent=lead,
            subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
        )
        for line in wrapped or [lead]:
            yield Text(" " * indent).append_text(self.text(line, style))

    def rule(self, indent: int = 0) -> Text:
        return Text(" " * indent).append(self.glyphs.rule * (self.width - indent), QUIET)


def print_lines(console: Console, lines: Iterable[Text]) -> None:
    """The lines of a view, without blanks at their ends."""
    for line in lines:
        line.rstrip()
        console.print(line)
