"""The library's lines, spoken beforehand: a file each, named by language and text.

``python -m benchmarks.voice`` renders and checks them. A text that was changed has another name, and
so the next voice says it until it is rendered anew.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from interviewer.domain import Language
from interviewer.tts.protocol import Sound, UseVoice, VoiceInfo
from interviewer.tts.synthesis import Player
from interviewer.tts.text import speakable
from interviewer.tts.voices import DEFAULT_RATE, best_of

FOLDER = Path(__file__).parent / "lines"
_KEY_CHARS = 20
"""Of the digest in hexadecimal, 80 bits: two texts of one name will not be met with."""


def line_name(text: str, language: Language) -> str:
    """The file of ``text``, ``fr/0123….ogg``; typography that is not heard changes nothing."""
    digest = hashlib.sha256(f"{language}\n{speakable(text)}".encode()).hexdigest()
    return f"{language}/{digest[:_KEY_CHARS]}.ogg"


def find_line(text: str, language: Language, folders: Sequence[Path]) -> Path | None:
    """Where ``text`` is spoken, in the first of ``folders`` that has it."""
    name = line_name(text, language)
    return next((path for folder in folders if (path := folder / name).is_file()), None)


def read_line(path: Path) -> Sound:
    """The sound of a line.

    Raises:
        RuntimeError: it is damaged.
    """
    import soundfile

    samples, rate_hz = soundfile.read(path, dtype="int16")
    return Sound(rate_hz, samples.astype("<i2").tobytes())


_VOICES: dict[Language, VoiceInfo] = {
    "fr": VoiceInfo("kokoro/ff_siwis", "Siwis (Kokoro)", "fr-fr"),
    "en": VoiceInfo("kokoro/af_heart", "Heart (Kokoro)", "en-us"),
}
"""Who spoke the lines of each language."""


class OtherVoice(Protocol):
    """What says the texts that were not spoken beforehand."""

    def voices(self) -> tuple[VoiceInfo, ...]: ...
    def use(self, voice: UseVoice) -> None: ...
    def utter(self, text: str) -> None: ...


class SpokenLines:
    """Plays what was spoken beforehand; all else another voice says.

    Args:
        otherwise: the other voice.
        player: to the loudspeaker.
        missing: parts that could not be started, with the reason.
        library: where the library's lines are.
    """

    def __init__(
        self,
        otherwise: OtherVoice,
        player: Player,
        missing: tuple[str, ...] = (),
        library: Path = FOLDER,
    ) -> None:
        self.missing = missing
        self._otherwise = otherwise
        self._player = player
        self._library = library
        self._folders: tuple[Path, ...] = (library,)
        self._language: Language | None = None
        self._tempo = 1.0

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Those of the lines that are there, then the other engine's."""
        there = [
            voice for language, voice in _VOICES.items() if (self._library / language).is_dir()
        ]
        return (*there, *self._otherwise.voices())

    def use(self, voice: UseVoice) -> None:
        """Speaks like this from now on: with a voice of the lines, the best other one beside it."""
        spoken = {each.id: language for language, each in _VOICES.items()}
        self._language = spoken.get(voice.id)
        self._tempo = voice.rate / DEFAULT_RATE
        self._folders = (self._library, Path(voice.lines)) if voice.lines else (self._library,)
        if self._language is None:
            self._otherwise.use(voice)
            return
        import soundfile  # noqa: F401  loaded before the first line is due

        self._player.prepare()
        if (other := best_of(self._otherwise.voices(), self._language)) is not None:
            self._otherwise.use(UseVoice(other.id, voice.rate))

    def utter(self, text: str) -> None:
        """Returns when all of ``text`` was heard."""
        sound = self._spoken(text)
        if sound is None:
            self._otherwise.utter(text)
        else:
            self._player.play(iter((sound,)))

    def _spoken(self, text: str) -> Sound | None:
        if self._language is None:
            return None
        path = find_line(text, self._language, self._folders)
        if path is None:
            return None
        try:
            return at_tempo(read_line(path), self._tempo)
        except (OSError, RuntimeError) as error:
            sys.stderr.write(f"{path.name}: {error}\n")  # the parent's log
            return None


def at_tempo(sound: Sound, tempo: float) -> Sound:
    """``sound``, ``tempo`` times as fast, at its own pitch."""
    if tempo == 1.0:
        return sound
    import av

    samples = np.frombuffer(sound.pcm, "<i2").reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate = sound.rate_hz
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        format="s16", sample_rate=sound.rate_hz, layout="mono", time_base=frame.time_base
    )
    nodes = source, graph.add("atempo", f"{tempo:.3f}"), graph.add("abuffersink")
    graph.link_nodes(*nodes).configure()
    graph.push(frame)
    graph.push(None)
    parts = []
    while True:
        try:
            parts.append(graph.pull().to_ndarray().ravel())
        except (av.BlockingIOError, av.EOFError):
            return Sound(sound.rate_hz, np.concatenate(parts).astype("<i2").tobytes())
