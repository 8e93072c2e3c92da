"""One recording while it is made: disk, speech detection, end of answer."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from interviewer.audio.recorder import WavRecorder, as_recorded
from interviewer.domain import Chunk, ListenRequest, Notice, Samples
from interviewer.errors import MissingError
from interviewer.recordings import Heard
from interviewer.vad.detector import SpeechDetector
from interviewer.vad.endpointer import NEAR_S, Endpointer, EndpointTap
from interviewer.vad.segmenter import Segmenter


class OpenRecording:
    """Takes blocks, gives chunks for the recogniser. Knows no clock.

    Args:
        turn: repeated in the events about it.
        request: what is recorded.
        path: its file, made here; must not exist.
        detector: a fresh one.
        endpointer: a fresh one.

    Raises:
        AudioError: the file exists already.
        MissingError: it cannot be written.
    """

    def __init__(
        self,
        turn: int,
        request: ListenRequest,
        path: Path,
        detector: SpeechDetector,
        endpointer: Endpointer,
    ) -> None:
        self.turn = turn
        self.request = request
        self.endpointer = endpointer
        self._segmenter = Segmenter(EndpointTap(detector, self.endpointer))
        self._file = WavRecorder(path)

    @property
    def name(self) -> str:
        return self.request.recording

    @property
    def duration_s(self) -> float:
        """Seconds recorded so far."""
        return self._file.duration_s

    @property
    def limit_left_s(self) -> float | None:
        """Seconds left before its limit, where that is near; before the first word, before it is not
        waited for any more."""
        if self.endpointer.first_word_s is not None:
            return self.endpointer.limit_left_s
        left_s = max(0.0, self.request.thinking_s - self.duration_s)
        return left_s if left_s <= NEAR_S else None

    @property
    def rest(self) -> Chunk | None:
        """The speech that waits for its chunk; None where none does, or while it goes on."""
        return self._segmenter.tail

    @property
    def heard_s(self) -> float:
        """Seconds listened to so far."""
        return self._segmenter.now_s

    @property
    def spoken_since_s(self) -> float | None:
        """Where the speech under way began; None where there is none."""
        return self._segmenter.open_since_s

    @property
    def quiet_s(self) -> float:
        """How long nothing has been heard in speech that goes on as yet."""
        return self._segmenter.quiet_s

    def so_far(self, from_s: float, within_s: float) -> Chunk:
        """The signal from there on; see :meth:`interviewer.vad.segmenter.Segmenter.so_far`."""
        return self._segmenter.so_far(from_s, within_s)

    def feed(self, samples: Samples) -> tuple[Chunk, ...]:
        """Takes the next block; the chunks that it completes.

        Raises:
            MissingError: the disk is full or gone; what was written before stays.
        """
        self._file.write(samples)
        # The signal as it is read back: the same words now and after a crash.
        return tuple(self._segmenter.feed(as_recorded(samples)))

    def finish(self) -> tuple[Chunk, ...]:
        """Closes the file; the chunks that are left."""
        self._file.close()
        return tuple(self._segmenter.finish())

    def abandon(self) -> None:
        """Lets go of the file, which keeps what is in it, whatever the disk says."""
        with suppress(MissingError):
            self._file.close()

    def heard(self, notices: tuple[Notice, ...]) -> Heard:
        """The recording so far, but for its words; the whole after :meth:`finish`."""
        segmenter = self._segmenter
        return Heard(
            self._file.path, segmenter.duration_s, segmenter.spans, notices, segmenter.quality
        )
