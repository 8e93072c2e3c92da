"""The signs of the console views: one set for terminals that speak Unicode, one in ASCII."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Each sign is one cell wide, but ``ellipsis``."""

    hit: str
    partial: str
    probable: str
    missed: str
    trap: str
    bullet: str
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
    digits: tuple[str, str, str]
    """Three rows of ten digits, each three cells wide."""


UNICODE = Glyphs(
    hit="✓",
    partial="±",
    probable="?",
    missed="✗",
    trap="!",
    bullet="•",
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
