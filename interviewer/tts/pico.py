"""SVOX Pico, in the package ``py-nanotts``: a small voice that people understand. In the child only."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from interviewer.domain import Language
from interviewer.tts.lexicon import LEXICON, Lexicon, load_lexicon, stretches
from interviewer.tts.protocol import Sound, UseVoice, VoiceInfo

RATE_HZ = 16_000
ID = "pico/"
"""Begins the name of each of its voices."""
_LANGUAGES: dict[str, Language] = {"fr-FR": "fr", "en-GB": "en", "en-US": "en"}
"""Those that it has a lexicon for; its Italian is not offered to anyone who rehearses in French."""
_WORDS_PER_MINUTE: dict[Language, int] = {"fr": 185, "en": 196}
"""At its own speed, over 40 questions of the library, counted between spaces and without the silence at the ends."""
_XSAMPA = (
    ("ɑ̃", "a~"),
    ("ɛ̃", "e~"),
    ("ɔ̃", "o~"),
    ("œ̃", "9~"),
    ("ɛ", "E"),
    ("ɔ", "O"),
    ("œ", "9"),
    ("ø", "2"),
    ("ə", "@"),
    ("ʁ", "R"),
    ("ʃ", "S"),
    ("ʒ", "Z"),
    ("ɡ", "g"),
    ("ŋ", "N"),
    ("ɲ", "J"),
    ("ɥ", "H"),
)
_STRESS = re.compile(r"[ˈˌ]")
_MARKS = re.compile(r"[«»\"()–—]")
_MARKUP = re.compile(r"[<>&]")
"""Pico takes some of XML: what looks like it must not be taken for it."""


class Pico:
    """Pico as a synthesiser.

    Raises:
        ImportError: the package is not there, or does not load.
    """

    def __init__(self) -> None:
        from py_nanotts import NanoTTS

        self._nano: Any = NanoTTS()
        self._name = "fr-FR"
        self._speed = 1.0

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One a country."""
        return tuple(
            VoiceInfo(f"{ID}{name}", f"Pico ({name})", name.lower()) for name in _LANGUAGES
        )

    def use(self, voice: UseVoice) -> None:
        """Speaks like this from now on."""
        name = voice.id.removeprefix(ID)
        if name not in _LANGUAGES:
            raise ValueError(f"Pico has no voice {voice.id!r}")
        self._name, self._speed = name, voice.rate / _WORDS_PER_MINUTE[_LANGUAGES[name]]

    def sound(self, text: str) -> Sound:
        """``text`` as sound.

        Raises:
            RuntimeError: none came of it.
        """
        language = _LANGUAGES[self._name]
        letters = spelt(_MARKUP.sub(" ", text), _lexicon(language), sounds=language == "fr")
        pcm: bytes = self._nano.speak(letters, voice=self._name, speed=self._speed)
        if not pcm.strip(b"\0"):
            raise RuntimeError("Pico made no sound")
        return Sound(RATE_HZ, pcm)


def spelt(text: str, lexicon: Lexicon, *, sounds: bool) -> str:
    """``text`` as a voice that is given letters is to read it.

    Pico takes ``sounds`` in French; elsewhere a word of which only the phonemes are listed is left to
    the voice, an acronym letter by letter.
    """
    out = ""
    for start, end, said in stretches(text, lexicon):
        written = text[start:end]
        if said is None:
            out += _MARKS.sub(" ", written)
        elif not said.startswith("/"):
            out += said
        elif sounds:
            words = (_xsampa(each) for each in said.strip("/").split())
            out += " ".join(f'<phoneme alphabet="xsampa" ph="{each}"/>' for each in words)
        else:
            out += re.sub(r"[A-Z]{2,}", lambda found: " ".join(found[0]), written)
    return " ".join(out.replace("’", "'").replace("\u202f", " ").split())


def _xsampa(ipa: str) -> str:
    plain = _STRESS.sub("", ipa)
    for symbol, letter in _XSAMPA:
        plain = plain.replace(symbol, letter)
    return plain


@cache
def _lexicon(language: Language) -> Lexicon:
    return load_lexicon(LEXICON, language, f"pico-{language}")
