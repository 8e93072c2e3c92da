"""``interviewer`` alone: what is missing on this machine, then what to do; elsewhere than on a
terminal, the help and how to start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from interviewer.cli.doctor import check_lines
from interviewer.doctor.checks import (
    MEANING,
    MICROPHONE,
    MODEL,
    VOICE,
    Check,
    failed,
    guarded,
)
from interviewer.domain import Language, Notice
from interviewer.errors import DeviceError, InterviewerError
from interviewer.i18n import N_
from interviewer.ui.page import QUIET, STRONG
from interviewer.ui.screen import Screen

_YES = {"", "y", "yes", "o", "oui"}

_SCENARIOS: dict[Language, tuple[str, str]] = {
    "fr": ("pitch-3min", "glossaire"),
    "en": ("pitch-3min-en", "glossaire-en"),
}
"""What is rehearsed and what is drilled where nothing was before."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the menu."""

    key: str
    title: str
    """Gettext id."""
    command: tuple[str, ...]


def ways(language: Language, rehearsed: str = "", cut_off: str = "") -> tuple[Choice, ...]:
    """What can be done from here.

    Args:
        language: of the screen.
        rehearsed: id of the scenario rehearsed last.
        cut_off: id of a session that was cut off.
    """
    pitch, cards = _SCENARIOS[language]
    scenario = rehearsed or pitch
    resume = (Choice("r", N_("Go on with the session that was cut off"), ("resume",)),)
    return (
        *(resume if cut_off else ()),
        Choice("1", N_("Rehearse at the microphone"), ("rehearse", scenario)),
        Choice("2", N_("Time yourself, without a microphone"), ("timer", pitch)),
        Choice("3", N_("Drill cards, typed"), ("drill", cards, "--typed")),
        Choice("4", N_("Look back: how you get on"), ("progress",)),
        Choice("5", N_("A quarter of an hour for today"), ("today",)),
    )


def is_attended(screen: Screen) -> bool:
    """Whether somebody can be asked here."""
    return sys.stdin.isatty() and screen.out.is_terminal


def how_to_start(screen: Screen) -> Iterator[Text]:
    """Below the help, where nobody can be asked."""
    page = screen.page
    yield Text("")
    yield page.text(page.say(N_("To start:")), STRONG)
    first = Choice("", N_("Try this machine"), ("doctor",))
    choices = (first, *ways(screen.language))
    width = max(len(" ".join(each.command)) for each in choices) + len("interviewer ")
    for each in choices:
        typed = f"interviewer {' '.join(each.command)}"
        yield page.text(f"  {typed:<{width}}  {page.say(each.title)}")


def begin(screen: Screen) -> list[str] | None:
    """Says what is missing here, puts it right with a yes, and asks what to do.

    Returns:
        The command to be run; None where the person leaves.
    """
    page = screen.page
    screen.show(page.paragraph("interviewer", 0, STRONG))
    checks = [check for check in quick_checks() if check.status != "ok"]
    for check in checks:
        screen.show(check_lines(check, page, screen))
        if check.title == MODEL:
            _offer_model(screen)
        elif check.title == MEANING:
            _offer_encoder(screen)
    if not checks:
        screen.show(page.paragraph(page.say(N_("This machine is ready.")), 0, QUIET))
    screen.show((Text(""),))
    choices = ways(screen.language, *_last_sessions(screen.language))
    for each in choices:
        command = page.text(f"interviewer {' '.join(each.command)}", QUIET)
        screen.show((page.ends(page.text(f"  {each.key}  {page.say(each.title)}"), command),))
    return _chosen(choices, screen)


def quick_checks() -> Iterator[Check]:
    """The doctor's short form: nothing is played, recorded or recognised, so that it takes no time."""
    from interviewer.doctor.meaning import check_encoder
    from interviewer.doctor.recogniser import Wanted, check_model, find_weights

    wanted = Wanted("auto", "base", False)
    yield guarded(MODEL, lambda: check_model(wanted, find_weights(wanted)))
    yield from _sound()
    yield guarded(MEANING, check_encoder)


def _sound() -> Iterator[Check]:
    """Whether there is something to be heard by and to be heard from."""
    from interviewer.audio.devices import list_devices

    try:
        devices = list_devices()
    except DeviceError as error:
        yield failed(MICROPHONE, error)
        return
    if not any(device.inputs for device in devices):
        yield Check(
            MICROPHONE,
            "warning",
            Notice(N_("There is none: the timer and typed cards need none.")),
            Notice(N_("Connect one or a headset; interviewer doctor tries it.")),
        )
    if not any(device.outputs for device in devices):
        yield Check(
            VOICE,
            "warning",
            Notice(N_("There is no loudspeaker.")),
            Notice(N_("Connect a loudspeaker or a headset, or rehearse with --mute.")),
        )


def _offer_model(screen: Screen) -> None:
    """Gets the recogniser's model, 150 MB, once; without it nothing can be heard."""
    from interviewer.cli.options import EngineRequest, find_weights

    if _ask(N_("Get it now, about 150 MB, once? [Y/n] "), screen) not in _YES:
        return
    try:
        find_weights(EngineRequest(), screen)
    except InterviewerError as error:
        screen.fail(error)


def _offer_encoder(screen: Screen) -> None:
    """Gets the sentence encoder, 32 MB; without it ideas count by their wording alone."""
    from interviewer.doctor.meaning import ENCODER

    if _ask(N_("Install it now, about 30 MB? [Y/n] "), screen) not in _YES:
        return
    command = [sys.executable, "-m", "pip", "install", "--quiet", ENCODER]
    if subprocess.run(command, check=False).returncode:  # noqa: S603  a package of ours, pinned
        screen.notice(Notice(N_("It could not be installed; everything else works without it.")))


def _last_sessions(language: Language) -> tuple[str, str]:
    """The library's scenario rehearsed last, and the session that was cut off last; empty: none."""
    from interviewer.history.store import open_store
    from interviewer.scenario.source import library_ids

    try:
        with open_store(purpose="reading") as store:
            sessions = store.sessions(100)
            cut = [each.summary.id for each in store.unfinished() if not each.running]
    except InterviewerError:
        return "", ""
    rehearsed = (
        each.scenario_id
        for each in sessions
        if each.kind == "rehearse"
        and each.language == language
        and each.scenario_id in library_ids()
    )
    return next(rehearsed, ""), next(iter(cut), "")


def _chosen(choices: Sequence[Choice], screen: Screen) -> list[str] | None:
    keys = {each.key: each for each in choices}
    while True:
        answer = _ask(N_("Your choice (Enter: the first; q: leave): "), screen)
        if answer is None or answer == "q":
            return None
        if answer == "":
            return list(choices[0].command)
        if answer in keys:
            return list(keys[answer].command)


def _ask(question: str, screen: Screen) -> str | None:
    """What the person types, without blanks, in small letters; None: the input has ended."""
    screen.err.print(screen.tr(question), end="")
    line = sys.stdin.readline()
    return line.strip().casefold() if line else None
