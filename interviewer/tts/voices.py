"""Which voice speaks: the scenario's language, the person's wish, what the machine has."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.util import find_spec

from interviewer.domain import Language
from interviewer.errors import MissingError, UsageError, package_missing
from interviewer.i18n import N_
from interviewer.tts.process import START_S, ChildBroke, ChildHangs, VoiceProcess
from interviewer.tts.protocol import ListVoices, VoiceInfo, Voices

DEFAULT_RATE = 160
"""Words a minute: the quick end of what French coaching advises (120-160)."""
MIN_RATE, MAX_RATE = 80, 450
"""What espeak can do."""

_PREFERRED: dict[Language, tuple[str, ...]] = {
    "fr": ("fr-fr", "fr"),
    "en": ("en-gb", "en-us", "en"),
}
"""Of several voices of a language, the one with the first of these comes first."""
_CLOSE = 5


@dataclass(frozen=True, slots=True)
class VoiceWish:
    """What the person asked for.

    Raises:
        UsageError: the rate is out of range.
    """

    name: str | None = None
    """Part of a voice's name or id, in any case; None for the language's own."""
    rate: int = DEFAULT_RATE
    """Words a minute."""

    def __post_init__(self) -> None:
        if not MIN_RATE <= self.rate <= MAX_RATE:
            raise UsageError(
                N_("A voice cannot speak at {rate} words a minute."),
                N_("Give --rate from {lowest} to {highest}."),
                rate=self.rate,
                lowest=MIN_RATE,
                highest=MAX_RATE,
            )


def ask_voices(process: VoiceProcess) -> tuple[VoiceInfo, ...]:
    """The machine's voices, in the synthesiser's order.

    Raises:
        ChildBroke: there is no synthesiser.
        ChildHangs: it does not start.
    """
    reply = process.ask(ListVoices(), START_S, threading.Event())
    if not isinstance(reply, Voices):
        raise ChildBroke(f"{type(reply).__name__} instead of voices")
    return reply.voices


def installed_voices() -> tuple[VoiceInfo, ...]:
    """The machine's voices, in the synthesiser's order, for a listing.

    Raises:
        MissingError: there is no synthesiser.
    """
    if find_spec("pyttsx3") is None:
        raise package_missing("pyttsx3")
    process = VoiceProcess()
    try:
        return ask_voices(process)
    except (ChildBroke, ChildHangs) as error:
        raise MissingError(
            N_("No voice can be started ({reason})."),
            N_("On Debian or Ubuntu: apt install espeak-ng; or rehearse with --mute."),
            reason=error,
        ) from error
    finally:
        process.close()


def of_language(voices: Sequence[VoiceInfo], language: Language) -> list[VoiceInfo]:
    """The voices that speak ``language``, the preferred ones first."""
    preferred = _PREFERRED[language]
    ranks = {name: rank for rank, name in enumerate(preferred)}
    spoken = [voice for voice in voices if voice.language.split("-")[0] == language]
    return sorted(spoken, key=lambda voice: ranks.get(voice.language, len(ranks)))


def named_voice(voices: Sequence[VoiceInfo], language: Language, name: str) -> VoiceInfo:
    """The voice the person names by its name or id, or by a part of one, in any case.

    It may speak another language; of several that fit, a whole name or id comes before a part
    of one, and then those of the scenario's ``language`` come first.

    Raises:
        MissingError: no voice is named so.
    """
    wanted = name.casefold()
    spoken = of_language(voices, language)
    ordered = [*spoken, *(voice for voice in voices if voice not in spoken)]
    for fits in (_is_named, _is_partly_named):
        for voice in ordered:
            if fits(voice, wanted):
                return voice
    raise MissingError(
        N_("No voice is named “{name}”."),
        N_("Close to it: {close}. All of them: interviewer voices"),
        name=name,
        close=", ".join(_close(ordered, wanted)),
    )


def _is_named(voice: VoiceInfo, wanted: str) -> bool:
    return wanted in (voice.id.casefold(), voice.name.casefold())


def _is_partly_named(voice: VoiceInfo, wanted: str) -> bool:
    return wanted in voice.id.casefold() or wanted in voice.name.casefold()


def _close(voices: Sequence[VoiceInfo], wanted: str) -> list[str]:
    """Names like ``wanted``; without any, those of the first voices."""
    names = {voice.name.casefold(): voice.name for voice in reversed(voices)}
    close = get_close_matches(wanted, names, n=_CLOSE, cutoff=0.5)
    return [names[key] for key in close] or [voice.name for voice in voices[:_CLOSE]]
