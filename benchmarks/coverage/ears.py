"""One engine over the recordings, with what it heard before kept."""

from __future__ import annotations

import hashlib
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from benchmarks.corpus.truth import Recording
from benchmarks.coverage import asked, hinted
from benchmarks.coverage.asked import Window, overhear, transcript_of
from benchmarks.coverage.decks import Deck
from benchmarks.coverage.hinted import Hinted, open_hinted, transcribe_hinted
from benchmarks.coverage.kept import Keeper, code_behind
from interviewer.asr.catalog import EngineName, Weights
from interviewer.asr.engine import open_engine
from interviewer.asr.weights import ModelStore
from interviewer.domain import Take, Transcript, Vocabulary
from interviewer.recordings import transcribe_file
from interviewer.session.ports import Transcriber

__all__ = ["Ears"]

_LISTENING = [
    "interviewer.audio.reader",
    "interviewer.vad.detector",
    "interviewer.vad.segmenter",
    "interviewer.vad.windows",
]
_RECOGNISING = {
    "faster-whisper": "interviewer.asr.faster",
    "openai-whisper": "interviewer.asr.openai_whisper",
}


_DECIDING = "interviewer.scoring.misheard"
_TREES = hashlib.sha256(
    files("interviewer.scoring").joinpath("trees.json").read_bytes()
).hexdigest()
_ASKING = hashlib.sha256(Path(asked.__file__).read_bytes()).hexdigest()
_HINTING = hashlib.sha256(Path(hinted.__file__).read_bytes()).hexdigest()


class Ears:
    """Recordings to takes and to hinted texts.

    The models are loaded when something is to be transcribed that was not kept.
    """

    def __init__(self, engine: EngineName, model: str, folder: Path) -> None:
        self.engine = engine
        self.model = model
        self._keeper = Keeper(folder)
        self._listening = code_behind(
            [*_LISTENING, "interviewer.asr.decoding", "interviewer.asr.reading"]
        )
        self._recognising = code_behind([_RECOGNISING[engine]])
        self._asking = code_behind([_RECOGNISING[engine]], but=[_DECIDING])

    def take(self, recording: Recording, deck: Deck) -> Take:
        """``recording`` by the project's own way of the data, for a session of ``deck``."""
        vocabulary = Vocabulary.of(deck.scenario)
        key = self._key("take", recording, self._recognising, _TREES, repr(vocabulary))
        return self._keeper.get(
            key,
            lambda: transcribe_file(recording.path, self._transcriber, vocabulary, lambda _: None),
        )

    def windows(self, recording: Recording, deck: Deck) -> tuple[Window, ...]:
        """What was heard of ``recording``, and what the audio was asked about the terms of ``deck``."""
        vocabulary = Vocabulary.of(deck.scenario)
        key = self._key("windows", recording, _ASKING, self._asking, repr(vocabulary))

        def listen() -> tuple[Window, ...]:
            with overhear() as windows:
                transcribe_file(recording.path, self._transcriber, vocabulary, lambda _: None)
                return windows()

        return self._keeper.get(key, listen)

    def transcript(self, recording: Recording, deck: Deck) -> Transcript:
        """The same as the program has it now: after a change of what decides nothing is heard anew."""
        return transcript_of(self.windows(recording, deck), recording.language)

    def hinted(self, recording: Recording, deck: Deck) -> str:
        """The text of ``recording`` when the engine is told the words of ``deck``."""
        names = deck.scenario.vocabulary
        key = self._key("hinted", recording, _HINTING, *names)
        return self._keeper.get(
            key,
            lambda: transcribe_hinted(recording.path, self._hinted, recording.language, names),
        )

    def _key(self, kind: str, recording: Recording, *more: str) -> list[str]:
        audio = hashlib.sha256(recording.path.read_bytes()).hexdigest()
        return [kind, audio, recording.language, self.engine, self.model, self._listening, *more]

    @cached_property
    def _weights(self) -> Weights:
        return ModelStore.default().ensure(
            self.engine, self.model, progress=lambda *_: None, say=lambda _: None
        )

    @cached_property
    def _transcriber(self) -> Transcriber:
        return open_engine(self._weights)

    @cached_property
    def _hinted(self) -> Hinted:
        return open_hinted(self._weights)
