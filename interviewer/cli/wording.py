"""What the command-line library writes, in the language of the screens.

typer has its headings and usage errors in English only. Its help goes through a formatter of
our own, its errors through a table: a sentence that the table does not hold stays English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import typer
from typer.core import TyperGroup

from interviewer.i18n import N_

if TYPE_CHECKING:
    from interviewer.domain import Language

# Every wrong option, argument or value is one of these; typer exports only this child of theirs.
WrongUsage: Any = typer.BadParameter.__bases__[0]

# Its headings, and what it writes into its tables.
_WORDS = {
    "Arguments": N_("Arguments"),
    "Options": N_("Options"),
    "Commands": N_("Commands"),
    "required": N_("required"),
    "Show this message and exit.": N_("Show this message and exit."),
}
_DEFAULT = "default: "
_EXTRA = re.compile(r"(?P<help>.*?)(?:(?:^|  )\[(?P<extra>[^\[\]]*)\])?", re.DOTALL)

# What it says of a wrong command line, and what is said instead; the first that fits.
_SAID = {
    "Missing argument {name}.": N_("Missing argument {name}."),
    "Missing option {name}.": N_("Missing option {name}."),
    "Missing command.": N_("Missing command."),
    "No such command {name}. Did you mean {others}?": N_(
        "No such command {name}. Did you mean {others}?"
    ),
    "No such command {name}.": N_("No such command {name}."),
    "No such option: {name} (Possible options: {others})": N_(
        "No such option: {name}. Did you mean {others}?"
    ),
    "No such option: {name}": N_("No such option: {name}."),
    "Got unexpected extra argument(s) ({values})": N_("More than the command takes: {values}."),
    "Option {name} requires an argument.": N_("Option {name} requires a value."),
    "Option {name} does not take a value.": N_("Option {name} does not take a value."),
    "Invalid value for {name}: Value error, {value} is not one of {choices}.": N_(
        "Invalid value for {name}: {value} is not one of {choices}."
    ),
    "Invalid value for {name}: Input should be greater than or equal to {least}": N_(
        "Invalid value for {name}: {least} at least."
    ),
    "Invalid value for {name}: Input should be a valid integer{rest}": N_(
        "Invalid value for {name}: a whole number is needed."
    ),
}


class Tell(Protocol):
    """A gettext id in the language of the screens, its ``{named}`` places filled."""

    def __call__(self, message: str, **values: object) -> str: ...


def asked_language(arguments: Sequence[str]) -> Language | None:
    """What ``--lang`` says before the command; None where it says nothing that is a language."""
    for place, option in enumerate(arguments):
        if not option.startswith("-"):
            return None
        name, equals, chosen = option.partition("=")
        if name == "--lang":
            chosen = chosen if equals else "".join(arguments[place + 1 : place + 2])
            return "fr" if chosen == "fr" else "en" if chosen == "en" else None
    return None


def asked_command(arguments: Iterable[str]) -> str | None:
    """The first word that is neither an option nor the value of one."""
    value = False
    for argument in arguments:
        if not value and not argument.startswith("-"):
            return argument
        value = argument == "--lang"
    return None


def speak(command: Any, tell: Tell) -> None:
    """Has ``command`` and those below it give their help through ``tell``.

    ``command`` is typer's; its class has no public name.
    """

    class Context(typer.Context):
        def make_formatter(self) -> Any:
            return _Formatter(tell, width=self.terminal_width, max_width=self.max_content_width)

    _speak(command, tell, Context)


def _speak(command: Any, tell: Tell, context_class: type[typer.Context]) -> None:
    command.context_class = context_class
    for each in (command, *command.params):
        if each.help:
            each.help = tell(each.help)
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = tell(N_("COMMAND [ARGS]..."))
        for inner in command.commands.values():
            _speak(inner, tell, context_class)


# typer gives its formatter no public name: only as this attribute, which is no type to a checker.
class _Formatter(typer.Context.formatter_class):  # type: ignore[misc,valid-type]  # as said above
    """Lays help out as typer does, with its own words in the language of the screens."""

    def __init__(self, tell: Tell, **layout: Any) -> None:
        super().__init__(**layout)
        self._tell = tell

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or self._tell(N_("Usage: ")))

    def write_heading(self, heading: str) -> None:
        title = self._tell(N_("{heading}:"), heading=self._word(heading))
        self.write(" " * self.current_indent + title + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], **layout: int) -> None:
        super().write_dl([(name, self._row(text)) for name, text in rows], **layout)

    def _row(self, text: str) -> str:
        """The help of one option, with its default and the like in brackets behind it."""
        found = _EXTRA.fullmatch(text)
        if found is None or found["extra"] is None:
            return self._word(text)
        extras = "; ".join(self._word(part) for part in found["extra"].split("; "))
        return f"{self._word(found['help'])}  [{extras}]"

    def _word(self, text: str) -> str:
        if text.startswith(_DEFAULT):
            return self._tell(N_("default: {value}"), value=text.removeprefix(_DEFAULT))
        return self._tell(_WORDS[text]) if text in _WORDS else text


def retold(message: str, tell: Tell) -> str:
    """A usage error of typer's in the language of the screens; as it is where it is not known."""
    for said, instead in _SAID.items():
        found = _pattern(said).fullmatch(message)
        if found:
            return tell(instead, **found.groupdict())
    return message


def _pattern(said: str) -> re.Pattern[str]:
    """What ``said`` is with anything in its ``{named}`` places."""
    parts = re.split(r"\{(\w+)\}", said)
    named = (
        re.escape(part) if index % 2 == 0 else f"(?P<{part}>.*?)"
        for index, part in enumerate(parts)
    )
    return re.compile("".join(named), re.DOTALL)
