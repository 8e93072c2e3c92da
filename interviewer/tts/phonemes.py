"""Texts to the phonemes that the voices read, by espeak-ng and a list of how terms are said."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from interviewer.tts.lexicon import Lexicon, stretches

Accent = Literal["fr", "en-us", "en-gb-x-rp"]
"""What espeak-ng calls the way a text is read."""

_IPA_MODE = 2
_UTF8 = 1
_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_MARKS = re.compile(r"[,;:.!?…]")
_SWITCH = re.compile(r"\([a-z-]+\)")
"""espeak writes « (en) » where it takes a word for a foreign one."""
_Changes = tuple[tuple[str, str], ...]

_SAME_IN_ALL: _Changes = (("tʃ", "ʧ"), ("dʒ", "ʤ"))
_ENGLISH: _Changes = (
    ("aɪ", "I"),
    ("aʊ", "W"),
    ("eɪ", "A"),
    ("oʊ", "O"),
    ("əʊ", "Q"),
    ("ɔɪ", "Y"),
    ("ɚɹ", "əɹ"),
    ("ɚ", "əɹ"),
    ("n̩", "ən"),
    ("l̩", "əl"),
    ("ɐ", "ə"),
    ("r", "ɹ"),
)
_AMERICAN: _Changes = (("ɾ", "T"), ("ː", ""))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Phonemes of a text."""

    phonemes: str
    """One character a symbol of the voices' model."""
    at: Mapping[int, int]
    """Where each offset asked for stands among the phonemes; one or two off inside a clause."""


class Reader(Protocol):
    """What turns words into phonemes."""

    def ipa(self, text: str, accent: Accent) -> str:
        """``text``, which holds no sentence mark, as IPA."""
        ...


class Espeak:
    """The library that ``espeakng-loader`` brings, asked for phonemes only."""

    def __init__(self) -> None:
        import espeakng_loader

        self._library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        folder = str(espeakng_loader.get_data_path()).encode()
        if self._library.espeak_Initialize(_SYNCHRONOUS, 0, folder, _DO_NOT_EXIT) <= 0:
            raise RuntimeError(f"espeak-ng does not start with the data of {folder.decode()}")

    @cache  # noqa: B019 - one object a process, and it lives as long
    def ipa(self, text: str, accent: Accent) -> str:
        """``text``, which holds no sentence mark, as IPA."""
        if self._library.espeak_SetVoiceByName(accent.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {accent}")
        rest = ctypes.c_char_p(text.encode())
        found: list[str] = []
        while rest.value:
            clause = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA_MODE)
            found.append((clause or b"").decode())
        return _SWITCH.sub("", " ".join(found)).strip()


def phonemise(
    text: str, offsets: Sequence[int], espeak: Reader, lexicon: Lexicon, accent: Accent
) -> Spoken:
    """``text`` as the voices' phonemes, and where its ``offsets`` come to stand."""
    out, at = "", {}
    for start, end, said in stretches(text, lexicon):
        inside = [offset for offset in offsets if start <= offset <= end]
        written = text[start:end]
        if _MARKS.fullmatch(written):
            out, heard = out.rstrip(), written
        elif said is not None and said.startswith("/"):
            heard = _symbols(said.strip("/"), accent)
        else:
            heard = _read(said or written, espeak, accent)
        for place in inside:
            # What is said otherwise than it is written can only be divided in proportion.
            before = round(len(heard) * (place - start) / (end - start))
            if said is None and start < place < end:
                before = min(len(_read(text[start:place], espeak, accent)), len(heard))
            at[place] = len(out) + before
        out += heard
    return Spoken(out, at)


def _read(written: str, espeak: Reader, accent: Accent) -> str:
    """Phonemes of a stretch, with the spaces at its edges."""
    words = re.sub(r"[«»\"()–—]", " ", written)
    core = _symbols(espeak.ipa(" ".join(words.split()), accent), accent) if words.strip() else ""
    return (
        (" " if words[:1].isspace() else "") + core + (" " if core and words[-1:].isspace() else "")
    )


def _symbols(ipa: str, accent: Accent) -> str:
    changes = _SAME_IN_ALL
    if accent != "fr":
        changes += _ENGLISH
    if accent == "en-us":
        changes += _AMERICAN
    for old, new in changes:
        ipa = ipa.replace(old, new)
    plain = unicodedata.normalize("NFD", ipa).replace("c\u0327", "ç")
    return plain.replace("-", "").replace("\u0361", "")
