"""The same weights in both programs: what is renamed must compute what it computed before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from interviewer.asr.catalog import Weights
from interviewer.asr.checkpoint import load_openai

if TYPE_CHECKING:
    from whisper.model import Whisper

pytestmark = [
    pytest.mark.model,
    # whisper's tokenizer leaves its vocabulary file to the garbage collector.
    pytest.mark.filterwarnings(r"ignore:unclosed file .*\.tiktoken:ResourceWarning"),
]

ANSWERS = Path(__file__).parents[2] / "audio_fixtures" / "answers"


@pytest.fixture(scope="module")
def model(ct2_weights: Weights) -> Whisper:
    return load_openai(ct2_weights)


@pytest.fixture(scope="module", params=["fr-short", "fr-rag"])
def samples(request: pytest.FixtureRequest) -> NDArray[np.float32]:
    values, rate = soundfile.read(ANSWERS / f"{request.param}.flac", dtype="float32")
    assert rate == 16_000
    return np.asarray(values, np.float32)


@pytest.fixture(scope="module")
def mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """One padded window, shape (80, 3000)."""
    import whisper

    spectrogram = whisper.log_mel_spectrogram(whisper.pad_or_trim(samples), n_mels=80)
    return np.asarray(spectrogram.numpy(), np.float32)


@pytest.fixture(scope="module")
def original(ct2_weights: Weights) -> Any:
    """The engine that the weights were made for, in full precision."""
    import ctranslate2

    return ctranslate2.models.Whisper(
        str(ct2_weights.path), device="cpu", compute_type="float32", intra_threads=2
    )


def test_encoders_agree(model: Whisper, original: Any, mel: NDArray[np.float32]) -> None:
    import ctranslate2
    import torch

    view = ctranslate2.StorageView.from_array(mel[None])
    expected = np.array(original.encode(view, to_cpu=True))
    with torch.no_grad():
        got = model.encoder(torch.from_numpy(mel[None])).numpy()
    assert got.shape == expected.shape == (1, 1500, 512)
    # Both compute in float32 from the same float16 numbers: only the order of sums differs.
    # A projection or layer in the wrong place gives a correlation far below.
    assert np.corrcoef(got.ravel(), expected.ravel())[0, 1] > 0.9999


def test_greedy_tokens_are_the_same(
    model: Whisper, original: Any, mel: NDArray[np.float32]
) -> None:
    import ctranslate2
    import torch
    from whisper.decoding import DecodingOptions, decode
    from whisper.tokenizer import get_tokenizer

    tokenizer = get_tokenizer(True, language="fr", task="transcribe")
    start = [*tokenizer.sot_sequence_including_notimestamps]
    result = original.generate(
        ctranslate2.StorageView.from_array(mel[None]), [start], beam_size=1, sampling_temperature=0
    )
    expected = [token for token in result[0].sequences_ids[0] if token < tokenizer.eot]
    options = DecodingOptions(language="fr", without_timestamps=True, fp16=False)
    got = list(decode(model, torch.from_numpy(mel), options).tokens)
    # Equal, not nearly so: with the same weights, the same prompt and no sampling, only a tie
    # to the last digits could tell them apart, and these recordings hold none.
    assert got == expected
    assert len(got) > 5


def test_alignment_heads_are_those_the_conversion_lists(
    model: Whisper, ct2_weights: Weights
) -> None:
    config = json.loads((ct2_weights.path / "config.json").read_text(encoding="utf-8"))
    heads = model.alignment_heads.to_dense().nonzero().tolist()
    assert heads == config["alignment_heads"]
