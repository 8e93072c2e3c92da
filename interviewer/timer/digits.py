"""A clock big enough to be read from across the room."""

from __future__ import annotations

__all__ = ["clock_rows", "clock_text", "clock_width"]

_FONT = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
    "+": ("   ", " # ", "###", " # ", "   "),
}
_ROWS = 5


def clock_text(seconds: float) -> str:
    """``m:ss`` to go; past the target, ``+m:ss``.

    Seconds to go are rounded up and those past rounded down: 0:00 is the target itself.
    """
    if seconds > 0:
        whole = int(-(-seconds // 1))
        return f"{whole // 60}:{whole % 60:02}"
    over = int(-seconds)
    return f"{'+' if over else ''}{over // 60}:{over % 60:02}"


def clock_rows(text: str, scale: int, ink: str) -> tuple[str, ...]:
    """``text`` in big signs, five rows times ``scale``, each of the same width.

    A dot of the signs is twice as many cells wide as it is high, which most terminals show square.
    """
    rows: list[str] = []
    for number in range(_ROWS):
        row = " ".join(_FONT[character][number] for character in text)
        row = row.replace("#", "\0" * 2 * scale).replace(" ", " " * 2 * scale)
        rows += [row.replace("\0", ink)] * scale
    return tuple(rows)


def clock_width(text: str, scale: int) -> int:
    """Cells of :func:`clock_rows`."""
    return len(clock_rows(text, scale, "#")[0])
