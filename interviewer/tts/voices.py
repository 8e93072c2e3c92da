"""Which voice speaks: the scenario's language, the person's wish, what the machine has."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from interviewer.domain import Language, Notice
from interviewer.errors import MissingError, UsageError
from interviewer.i18n import N_
from interviewer.tts.process import START_S, ChildBroke, ChildHangs, VoiceProcess
from interviewer.tts.protocol import ListVoices, VoiceInfo, Voices

DEFAULT_RATE = 160
"""Words a minute: the quick end of what French coaching advises (120-160)."""
MIN_RATE, MAX_RATE = 80, 450
"""What espeak can do."""

MBROLA = "mb/"
"""Begins espeak's names of MBROLA's voices."""
_UNDERSTOOD = ("kokoro/", "pico/", MBROLA)
"""Beginnings of the names of voices, the best understood first; then come all others."""
_PREFERRED: dict[str, tuple[str, ...]] = {
    "fr": ("fr-fr", "fr"),
    "en": ("en-gb", "en-us", "en"),
}
"""Of several voices of a language that are as good, the one with the first of these comes first."""
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
    lines: Path | None = None
    """Folder of the lines that the person had spoken beforehand, beside the library's."""

    def __post_init__(self) -> None:
        if not MIN_RATE <= self.rate <= MAX_RATE:
            raise UsageError(
                N_("A voice cannot speak at {rate} words a minute."),
                N_("Give --rate from {lowest} to {highest}."),
                rate=self.rate,
                lowest=MIN_RATE,
                highest=MAX_RATE,
            )


def ask_voices(process: VoiceProcess) -> Voices:
    """The machine's voices, in the synthesisers' order, and what is missing of them.

    Raises:
        ChildBroke: there is no synthesiser.
        ChildHangs: it does not start.
    """
    reply = process.ask(ListVoices(), START_S, threading.Event())
    if not isinstance(reply, Voices):
        raise ChildBroke(f"{type(reply).__name__} instead of voices")
    return reply


def installed_voices() -> Voices:
    """The machine's voices, in the synthesisers' order, and what is missing, for a listing.

    Raises:
        MissingError: there is no voice at all.
    """
    process = VoiceProcess()
    try:
        found = ask_voices(process)
        if not found.voices:
            raise ChildBroke("; ".join(found.missing))
        return found
    except (ChildBroke, ChildHangs) as error:
        raise MissingError(
            N_("No voice can be started ({reason})."),
            N_("On Debian or Ubuntu: apt install espeak-ng; or rehearse with --mute."),
            reason=error,
        ) from error
    finally:
        process.close()


def part_missing(missing: Sequence[str]) -> Notice:
    """That a synthesiser does not start, and another one speaks in its place."""
    message = N_(
        "A part of the voice is missing ({reason}); another one speaks in its place. "
        "Try: pip install --upgrade interviewer-oral"
    )
    return Notice(message, {"reason": "; ".join(missing)})


def require_voice(name: str) -> None:
    """Nothing, where a voice of this machine is named so.

    Raises:
        MissingError: none is, or there is no synthesiser.
    """
    named_voice(installed_voices().voices, "fr", name)


def of_language(voices: Sequence[VoiceInfo], language: str) -> list[VoiceInfo]:
    """The voices that speak ``language``, the preferred ones first."""
    ranks = {name: rank for rank, name in enumerate(_PREFERRED.get(language, ()))}

    def order(voice: VoiceInfo) -> tuple[int, int]:
        understood = [rank for rank, name in enumerate(_UNDERSTOOD) if voice.id.startswith(name)]
        return (*understood, len(_UNDERSTOOD))[0], ranks.get(voice.language, len(ranks))

    spoken = [voice for voice in voices if voice.language.split("-")[0] == language]
    return sorted(spoken, key=order)


def best_of(voices: Sequence[VoiceInfo], language: str) -> VoiceInfo | None:
    """The voice that speaks ``language``, which may name a country, best."""
    of_country = [voice for voice in voices if voice.language == language]
    spoken = of_language(of_country or voices, language.split("-")[0])
    return spoken[0] if spoken else None


def named_voice(voices: Sequence[VoiceInfo], language: Language, name: str) -> VoiceInfo:
    """The voice the person names by its name or id, or by a part of one, in any case.

    It may speak another language; of several that fit, a whole name or id comes before a part
    of one, and then those of the scenario's ``language`` come first.

    Raises:
        MissingError: no voice is named so.
    """
    spoken = of_language(voices, language)
    return voices_named([*spoken, *(voice for voice in voices if voice not in spoken)], name)[0]


def voices_named(voices: Sequence[VoiceInfo], name: str) -> list[VoiceInfo]:
    """Those of ``voices`` that are named ``name``; where none is, those with it in name or id.

    Raises:
        MissingError: none is.
    """
    wanted = name.casefold()
    for fits in (_is_named, _is_partly_named):
        if found := [voice for voice in voices if fits(voice, wanted)]:
            return found
    raise MissingError(
        N_("No voice is named “{name}”."),
        N_("Close to it: {close}. All of them: interviewer voices --all"),
        name=name,
        close=", ".join(_close(voices, wanted)),
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
