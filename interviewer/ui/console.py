"""The one way to the terminal: nothing from outside is obeyed on it, and a full one is no fault."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from interviewer.ui.text import without_controls


class Terminal(Console):
    """Standard output or error. Text is text: no markup, no names of pictures, no control characters.

    Args:
        stderr: standard error, where a line that cannot be written stops nothing: there is nobody
            left to tell.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(
            stderr=stderr, markup=False, emoji=False, highlight=False, _environ=_environment()
        )

    def print(self, *objects: Any, **layout: Any) -> None:
        """As rich prints.

        Raises:
            UsageError: standard output is full or closed.
            NobodyReadsError: it is a pipe that nobody reads any more.
        """
        try:
            super().print(*objects, **layout)
        except OSError:
            if not self.stderr:
                raise

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """The parts of ``renderable``; whatever made its text, here it loses what a terminal obeys."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield segment._replace(text=without_controls(segment.text))

    def on_broken_pipe(self) -> None:
        """That of standard error: rich would end the program."""
        raise


def _environment() -> dict[str, str]:
    """Without a size of nothing, by which some programs say that they do not know it."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("COLUMNS", "LINES") or value.strip("0")
    }
