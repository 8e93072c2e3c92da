"""Text to sound, through pyttsx3's drivers or espeak's binding in it. Runs in the child only.

Synthesisers in order are one synthesiser: where one fails, the next of the language speaks.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from interviewer.tts.protocol import Sound, UseVoice, VoiceInfo
from interviewer.tts.text import pieces
from interviewer.tts.voices import MBROLA, best_of

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
        if system_espeak() is None:
            _load_bundled()
        from pyttsx3.drivers import _espeak as espeak

        self._espeak = espeak
        rate_hz: int = espeak.Initialize(espeak.AUDIO_OUTPUT_SYNCHRONOUS, 0)
        if rate_hz <= 0:
            raise RuntimeError("espeak_Initialize failed")
        # MBROLA's voices have a rate of their own; the old espeak has no such question, nor them.
        self._rate_hz: Callable[[], int] = getattr(
            espeak.dll, "espeak_ng_GetSampleRate", lambda: rate_hz
        )
        self._sound: list[bytes] = []
        espeak.SetSynthCallback(self._take)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices whose data files are installed, MBROLA's last."""
        return (*map(_voice_info, self._espeak.ListVoices(None)), *self._mbrola())

    def _mbrola(self) -> Iterator[VoiceInfo]:
        """MBROLA's voices of the program's languages, which the list of all leaves out.

        espeak describes them whether or not they are installed: only using one tells.
        """
        for language in (b"fr", b"en"):
            wanted = self._espeak.VOICE(languages=language)
            for voice in map(_voice_info, self._espeak.ListVoices(wanted)):
                if voice.id.startswith(MBROLA) and self._has(voice.id):
                    yield voice

    def _has(self, id_: str) -> bool:
        return bool(self._espeak.SetVoiceByName(id_.encode()) == self._espeak.EE_OK)

    def use(self, voice: UseVoice) -> None:
        """Speaks like this from now on.

        Raises:
            ValueError: espeak does not take it.
        """
        if not self._has(voice.id):
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
        return Sound(self._rate_hz(), b"".join(self._sound))

    def _take(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _events: object) -> int:
        if count > 0:
            self._sound.append(ctypes.string_at(samples, count * _SAMPLE_BYTES))
        return 0


def _voice_info(voice: Any) -> VoiceInfo:
    """One of espeak's; the first byte of its languages is the priority of the first of them."""
    language = voice.languages[1:].decode().lower()
    return VoiceInfo(voice.identifier.decode(), voice.name.decode(), language)


def system_espeak() -> str | None:
    """The library of the system's own espeak, which goes before the one that ships as a package.

    It is loaded by this; None where there is none.
    """
    for name in _SYSTEM_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return name
    return None


def _load_bundled() -> None:
    """Loads the espeak that comes as a Python package, under the name pyttsx3 looks for.

    Without the variable the library ends the process when it does not find its data.
    """
    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path(), ctypes.RTLD_GLOBAL)


class NativeEngine:
    """pyttsx3 as it is, one piece at a time; the system plays what it says.

    Args:
        driver: pyttsx3's name of one; None for that of the system.
    """

    def __init__(self, driver: str | None = None) -> None:
        import pyttsx3

        self._engine = pyttsx3.init(driver)
        self._finished = False
        self._engine.connect("finished-utterance", self._finish)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices installed on the system."""
        return tuple(
            VoiceInfo(voice.id, voice.name or voice.id, _language(voice.languages))
            for voice in self._engine.getProperty("voices")
        )

    def use(self, voice: UseVoice) -> None:
        """Speaks like this from now on; the driver takes it with the next text."""
        self._engine.setProperty("voice", voice.id)
        self._engine.setProperty("rate", voice.rate)

    def utter(self, text: str) -> None:
        """Returns when all of ``text`` was said.

        Raises:
            RuntimeError: the driver gave up before.
        """
        for piece in pieces(text):
            self._finished = False
            self._engine.say(piece)
            self._engine.runAndWait()
            # The loop can return before anything was said: only the driver's own word counts.
            if not self._finished:
                raise RuntimeError("pyttsx3 returned without having spoken")

    def _finish(self, completed: bool, **_named: object) -> None:
        self._finished = completed

    def write(self, text: str, file: Path) -> None:
        """Writes ``text`` as the driver would say it to ``file``, in the format that it has.

        Raises:
            RuntimeError: it wrote none.
        """
        self._engine.save_to_file(text, str(file))
        self._engine.runAndWait()
        if not file.is_file() or not file.stat().st_size:
            raise RuntimeError("pyttsx3 wrote no sound")


class WrittenEngine:
    """A system's voice whose words go to a player of ours, by way of a file."""

    def __init__(self, native: NativeEngine, player: Player) -> None:
        self._native = native
        self._player = player

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices installed on the system."""
        return self._native.voices()

    def use(self, voice: UseVoice) -> None:
        """Speaks like this from now on."""
        self._native.use(voice)

    def utter(self, text: str) -> None:
        """Returns when all of ``text`` was handed to the player."""
        import soundfile

        with TemporaryDirectory() as folder:
            for number, piece in enumerate(pieces(text)):
                file = Path(folder) / f"{number}.{'aiff' if sys.platform == 'darwin' else 'wav'}"
                self._native.write(piece, file)
                samples, rate_hz = soundfile.read(file, dtype="int16", always_2d=True)
                self._player.play(iter((Sound(rate_hz, samples[:, 0].astype("<i2").tobytes()),)))


def _language(names: list[str] | None) -> str:
    """``fr-fr`` of ``["fr_FR"]``."""
    return str(names[0] or "").replace("_", "-").lower() if names else ""


class Synthesiser(Protocol):
    """Text to sound."""

    def voices(self) -> tuple[VoiceInfo, ...]:
        """What it can sound like."""
        ...

    def use(self, voice: UseVoice) -> None:
        """Sounds like this from now on."""
        ...

    def sound(self, text: str) -> Sound:
        """All of ``text``."""
        ...


class Player(Protocol):
    """Sound to the loudspeaker."""

    def prepare(self) -> None:
        """Loads what is slow to load."""
        ...

    def play(self, sounds: Iterator[Sound]) -> None:
        """Plays ``sounds`` one after another; returns when the last was heard."""
        ...


class InOrder:
    """Several synthesisers as one. Where the one in use fails, the next that speaks its language does."""

    def __init__(self, synthesisers: Sequence[Synthesiser]) -> None:
        self._all = synthesisers
        self._in_use: list[Synthesiser] = []

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Those of all."""
        return tuple(voice for each in self._all for voice in each.voices())

    def use(self, voice: UseVoice) -> None:
        """Speaks like this from now on.

        Raises:
            ValueError: none has such a voice.
        """
        self._in_use, language = [], ""
        for each in self._all:
            voices = each.voices()
            info = next((found for found in voices if found.id == voice.id), None)
            if self._in_use:
                info = best_of(voices, language)
            if info is not None:
                language = info.language
                each.use(UseVoice(info.id, voice.rate))
                self._in_use.append(each)
        if not self._in_use:
            raise ValueError(f"there is no voice {voice.id!r}")

    def sound(self, text: str) -> Sound:
        """``text`` by the first that can."""
        *others, last = self._in_use
        for each in others:
            try:
                return each.sound(text)
            except Exception as error:  # noqa: BLE001  whatever a native library raises, another speaks
                sys.stderr.write(f"{type(each).__name__}: {error}\n")  # the parent's log
        return last.sound(text)


class PlayedEngine:
    """Speaks by playing what is synthesised, later pieces made while earlier ones are heard."""

    def __init__(self, synthesiser: Synthesiser, player: Player) -> None:
        self._synthesiser = synthesiser
        self._player = player

    def voices(self) -> tuple[VoiceInfo, ...]:
        """What the synthesiser offers."""
        return self._synthesiser.voices()

    def use(self, voice: UseVoice) -> None:
        """Speaks like this from now on, and is ready to."""
        self._synthesiser.use(voice)
        self._player.prepare()

    def utter(self, text: str) -> None:
        """Returns when all of ``text`` was heard."""
        self._player.play(self._synthesiser.sound(piece) for piece in pieces(text))
