"""Real weights, got once into the user's cache."""

from __future__ import annotations

import pytest

from interviewer.asr.catalog import Weights
from interviewer.asr.weights import ModelStore


@pytest.fixture(scope="session")
def ct2_weights() -> Weights:
    """Whisper base as CTranslate2 stores it: a folder."""
    return ModelStore.default().ensure(
        "faster-whisper", "base", progress=lambda *_: None, say=lambda _: None
    )
