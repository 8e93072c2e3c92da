"""Where commands print, and in which language."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from interviewer.errors import InterviewerError, filled
from interviewer.i18n import Translate, translator, ui_language
from interviewer.ui.text import escaped, safe, without_halves

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID
    from rich.text import Text

    from interviewer.domain import Language, Notice
    from interviewer.ui.page import Page


class Screen:
    """Results go to standard output; progress, notices and errors to standard error.

    The language is that of the person's locale until a command works on a scenario: a French
    scenario makes the screen French. A language that the person has chosen stays.
    """

    def __init__(self) -> None:
        self._chosen = False
        self.language: Language = ui_language()

    def choose(self, language: Language) -> None:
        """The person has said which language it is to be."""
        self.language, self._chosen = language, True

    def speak(self, language: Language) -> None:
        """A scenario in ``language`` is being worked on."""
        if language == "fr" and not self._chosen:
            self.language = "fr"

    # Both when first written to: help and version are told without rich, a fifth of their time.
    @cached_property
    def out(self) -> Console:
        """Standard output."""
        from interviewer.ui.console import Terminal

        return Terminal()

    @cached_property
    def err(self) -> Console:
        """Standard error."""
        from interviewer.ui.console import Terminal

        return Terminal(stderr=True)

    @property
    def translate(self) -> Translate | None:
        """Messages to the language that the person has chosen; None where they have not."""
        return translator(self.language) if self._chosen else None

    def tr(self, message: str, **values: object) -> str:
        """``message`` (a gettext id) in the screen's language, its ``{named}`` places filled."""
        return filled(translator(self.language)(message), self._written(values))

    @property
    def page(self) -> Page:
        """What views write on: standard output, in the screen's language."""
        from interviewer.ui.page import Page

        return Page.of(self.out, self.language, translator(self.language))

    def show(self, lines: Iterable[Text]) -> None:
        """The lines of a view, on standard output."""
        for line in lines:
            line.rstrip()
            self.out.print(line)

    def notice(self, notice: Notice) -> None:
        """One line on standard error."""
        self.err.print(safe(self.tr(notice.message, **notice.values)), soft_wrap=True)

    def ask(self, message: str, **values: object) -> None:
        """A question on standard error, behind which the person types."""
        self.err.print(safe(self.tr(message, **values)), end="", soft_wrap=True)

    def line(self, text: str) -> None:
        """One line on standard output, whatever ``text`` holds; as long as it is."""
        self.out.print(safe(text), soft_wrap=True)

    def data(self, text: str) -> None:
        """JSON for another program, on standard output, in UTF-8 whatever the console is.

        On a terminal, which would obey them, control characters are escaped.
        """
        sys.stdout.flush()
        text = escaped(text) if sys.stdout.isatty() else without_halves(text)
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()

    def fail(self, error: InterviewerError) -> int:
        """Prints ``error`` as one line on standard error; its exit code."""
        error.values = self._written(error.values)
        line = error.line(translator(self.language))
        self.err.print(safe(line), soft_wrap=True)
        return error.exit_code

    def _written(self, values: Mapping[str, object]) -> dict[str, object]:
        """``values`` with their decimals as the screen's language writes them."""
        if self.language == "en":
            return dict(values)
        return {
            name: str(value).replace(".", ",") if isinstance(value, float) else value
            for name, value in values.items()
        }

    @contextmanager
    def download(self) -> Iterator[DownloadBar]:
        """A bar for downloads, drawn on a terminal only."""
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        with Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=self.err,
            transient=True,
            disable=not self.err.is_terminal,
        ) as progress:
            yield DownloadBar(progress)


class DownloadBar:
    """One line for each file, fed with bytes done and bytes in all."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, label: str, done: int, total: int) -> None:
        if label not in self._tasks:
            self._tasks[label] = self._progress.add_task(safe(label), total=total)
        self._progress.update(self._tasks[label], completed=done)
