"""Text made safe to show, and numbers as people of each language write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.domain import Language

NO_BREAK = "\u00a0"

_BLANKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS = re.compile(
    r"[\x00-\x1f\x7f-\x9f"  # C0, DEL and C1: ESC, and CSI and OSC in their one-byte form
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # bidi marks, embeddings, overrides, isolates
)
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_OBEYED = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""All of the above, and other line ends than ``\\n``."""

_PLAIN = {
    "\u00a0": " ",
    "\u202f": " ",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "\u2009": " ",
    "\u2011": "-",
    "…": "...",
    "·": "-",
    "•": "*",
    "→": "->",
    "≥": ">=",
    "≤": "<=",
    "✓": "+",
    "✗": "x",
    "−": "-",
    "×": "x",
    "±": "+/-",
    "⟨": "[",
    "⟩": "]",
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
}


def safe(text: str) -> str:
    """``text`` in one line, without anything that a terminal would obey.

    Control characters and bidirectional overrides are removed, line ends become spaces, and the
    half characters that Python uses for undecodable bytes of a file name become U+FFFD. Letters
    and accents written apart, as macOS does in file names, are joined: a letter is a cell.
    """
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", text))
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def without_controls(text: str) -> str:
    """``text`` without anything that a terminal would obey but the ends of its lines."""
    return _OBEYED.sub("", text)


def escaped(text: str) -> str:
    """``text`` with what a terminal would obey written as JSON writes it, ``\\u001b``.

    Text that is JSON says the same afterwards: what is escaped stands inside its strings only.
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def without_halves(text: str) -> str:
    """``text`` that can be written: half characters, which no encoding has, as JSON writes them."""
    return _SURROGATES.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def encodable(text: str, encoding: str) -> str:
    """``text`` with each character that ``encoding`` lacks replaced by its nearest plain form."""
    return "".join(nearest(character, encoding) for character in text)


def nearest(character: str, encoding: str) -> str:
    """``character`` where ``encoding`` has it, else the plainest form that says the same, or « ? »."""
    if _fits(character, encoding):
        return character
    if character in _PLAIN:
        return _PLAIN[character]
    base = unicodedata.normalize("NFKD", character)
    return "".join(part for part in base if _fits(part, encoding)) or "?"


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def clip(text: str, width: int, keep: tuple[int, int] | None = None, ellipsis: str = "…") -> str:
    """At most ``width`` characters of ``text``, cut ends marked by ``ellipsis``.

    Args:
        text: one line.
        width: characters to keep, marks included.
        keep: start and end of the part that matters, kept near the middle; else the beginning.
        ellipsis: the mark of a cut.
    """
    if len(text) <= width:
        return text
    if keep is None:
        return _head(text, width, ellipsis)
    start, end = keep
    room = max(0, width - (end - start)) // 2
    first = max(0, min(start - room, len(text) - width))
    if first == 0:
        return _head(text, width, ellipsis)
    first += len(ellipsis)
    word = text.find(" ", first, start) + 1
    tail = text[word or first :]
    return ellipsis + _head(tail, width - len(ellipsis), ellipsis)


def _head(text: str, width: int, ellipsis: str) -> str:
    if len(text) <= width:
        return text
    return text[: max(0, width - len(ellipsis))].rstrip() + ellipsis[:width]


def number(value: float, digits: int, language: Language) -> str:
    """``value`` with ``digits`` decimals and the decimal mark of ``language``."""
    written = f"{round(value, digits) + 0.0:.{digits}f}"
    return written.replace(".", ",") if language == "fr" else written


def seconds(value: float, language: Language) -> str:
    """``28,3 s`` or ``30 s``: to the tenth, no-break space before the unit."""
    digits = 0 if round(value, 1) % 1 == 0 else 1
    return f"{number(value, digits, language)}{NO_BREAK}s"


def duration(value: float, language: Language) -> str:
    """:func:`seconds` below a minute, else ``1 min 32 s``, to the second."""
    if round(value, 1) < 60:
        return seconds(value, language)
    minutes, rest = divmod(int(value + 0.5), 60)
    if rest == 0:
        return f"{minutes}{NO_BREAK}min"
    return f"{minutes}{NO_BREAK}min{NO_BREAK}{rest}{NO_BREAK}s"


def clock(value: float) -> str:
    """A position in a recording as ``m:ss``, as players show it: seconds begun are not rounded."""
    minutes, rest = divmod(int(value), 60)
    return f"{minutes}:{rest:02d}"


def megabytes(size: int, language: Language) -> str:
    """``1.2 MB``, ``12 MB``: one decimal below ten; in French « Mo »."""
    value = size / 1e6
    unit = "Mo" if language == "fr" else "MB"
    return f"{number(value, 0 if value >= 9.95 else 1, language)}{NO_BREAK}{unit}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As English writes them, whatever the locale of the C library."""


def day(at: datetime, language: Language) -> str:
    """``22/11`` in French, ``Nov 22`` in English, where the person is."""
    local = at.astimezone()
    return f"{local:%d/%m}" if language == "fr" else f"{_MONTHS[local.month - 1]} {local.day:2}"


def full_day(at: datetime, language: Language) -> str:
    """``22/11/2026`` in French, ``Nov 22, 2026`` in English."""
    local = at.astimezone()
    if language == "fr":
        return f"{local:%d/%m/%Y}"
    return f"{_MONTHS[local.month - 1]} {local.day}, {local.year}"


def moment(at: datetime, language: Language) -> str:
    """Date and time where the person is: ``22/11 06:30`` in French, ``Nov 22 06:30`` in English."""
    return f"{day(at, language)} {at.astimezone():%H:%M}"
