"""Text to sound with espeak, through pyttsx3's own binding. Runs in the child only.

pyttsx3's engine and driver are left out on purpose: they play through an outside program, lose
texts that are queued, and write files before they exist. The layer below them is sound.
"""

from __future__ import annotations

import ctypes
import os

from interviewer.speak.protocol import UseVoice, VoiceInfo
from interviewer.speak.sound import Sound

__all__ = ["Espeak"]

_SYSTEM_LIBRARIES = ("libespeak-ng.so.1", "/usr/local/lib/libespeak-ng.so.1", "libespeak.so.1")
"""Those that pyttsx3 looks for on Linux."""
_SAMPLE_BYTES = 2


class Espeak:
    """espeak, used synchronously: a call returns when all its sound is there.

    Raises:
        OSError: no espeak library can be loaded.
        RuntimeError: espeak does not start.
    """

    def __init__(self) -> None:
        if not _system_has_espeak():
            _load_bundled()
        from pyttsx3.drivers import _espeak as espeak

        self._espeak = espeak
        self._rate_hz: int = espeak.Initialize(espeak.AUDIO_OUTPUT_SYNCHRONOUS, 0)
        if self._rate_hz <= 0:
            raise RuntimeError("espeak_Initialize failed")
        self._sound: list[bytes] = []
        espeak.SetSynthCallback(self._take)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices whose data files are installed."""
        return tuple(
            VoiceInfo(
                id=voice.identifier.decode(),
                name=voice.name.decode(),
                # The first byte is the priority of the language for this voice.
                language=voice.languages[1:].decode().lower(),
            )
            for voice in self._espeak.ListVoices(None)
        )

    def use(self, voice: UseVoice) -> None:
        """Speaks like this from now on.

        Raises:
            ValueError: espeak does not take it.
        """
        if self._espeak.SetVoiceByName(voice.id.encode()) != self._espeak.EE_OK:
            raise ValueError(f"espeak has no voice {voice.id!r}")
        self._espeak.SetParameter(self._espeak.RATE, voice.rate, 0)

    def sound(self, text: str) -> Sound:
        """``text`` as sound, with the pause that ends a sentence.

        Raises:
            RuntimeError: espeak failed.
        """
        self._sound.clear()
        flags = self._espeak.ENDPAUSE | self._espeak.CHARS_UTF8
        if self._espeak.Synth(text.encode(), flags=flags) != self._espeak.EE_OK:
            raise RuntimeError("espeak_Synth failed")
        return Sound(self._rate_hz, b"".join(self._sound))

    def _take(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _events: object) -> int:
        if count > 0:
            self._sound.append(ctypes.string_at(samples, count * _SAMPLE_BYTES))
        return 0


def _system_has_espeak() -> bool:
    for name in _SYSTEM_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def _load_bundled() -> None:
    """Loads the espeak that comes as a Python package, under the name pyttsx3 looks for.

    Without the variable the library ends the process when it does not find its data.
    """
    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path(), ctypes.RTLD_GLOBAL)
