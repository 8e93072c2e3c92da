"""Which engine answers, and opening it."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from interviewer.errors import EngineError
from interviewer.i18n import N_
from interviewer.openmp import silero
from interviewer.session.ports import Transcriber
from interviewer.transcribe.catalog import CATALOG, EngineName, Weights

__all__ = ["EngineChoice", "EngineName", "choose", "local_path", "open_engine"]

EngineChoice = Literal["auto", "openai-whisper", "faster-whisper"]

_MODULES: dict[EngineName, str] = {
    "openai-whisper": "whisper",
    "faster-whisper": "faster_whisper",
}


def installed(engine: EngineName) -> bool:
    """True when the engine's package can be imported; it is not imported."""
    return find_spec(_MODULES[engine]) is not None


def local_path(model: str) -> Path | None:
    """The file or folder that ``--model`` names, or None when it is a model's name."""
    path = Path(model).expanduser()
    return path if os.sep in model or path.suffix == ".pt" or path.exists() else None


def choose(
    engine: EngineChoice, model: str, is_installed: Callable[[EngineName], bool] = installed
) -> EngineName:
    """The engine to use: what was asked; ``auto`` is the fast one where it is there and has the model.

    Raises:
        EngineError: the engine asked for is not installed.
    """
    if engine == "auto":
        path = local_path(model)
        fits = path.is_dir() if path else _in_catalog("faster-whisper", model)
        engine = "faster-whisper" if fits and is_installed("faster-whisper") else "openai-whisper"
    if not is_installed(engine):
        raise EngineError(
            N_("The engine {engine} is not installed."),
            N_("Install it with: pip install {package}"),
            engine=engine,
            package="'interviewer[fast]'" if engine == "faster-whisper" else "openai-whisper",
        )
    return engine


def _in_catalog(engine: EngineName, model: str) -> bool:
    return any((entry.engine, entry.name) == (engine, model) for entry in CATALOG)


def open_engine(weights: Weights) -> Transcriber:
    """Loads the model. Takes a second or two."""
    silero()  # before torch
    if weights.engine == "faster-whisper":
        from interviewer.transcribe.faster import FasterWhisper

        return FasterWhisper(weights)
    from interviewer.transcribe.openai_whisper import OpenAIWhisper

    return OpenAIWhisper(weights)
