"""openai-whisper's network as it is used here gives what the library's own way of using it gives."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from whisper.audio import N_FRAMES, N_SAMPLES, log_mel_spectrogram, pad_or_trim
from whisper.decoding import detect_language
from whisper.model import ModelDimensions, Whisper

from interviewer.asr.beams import Beams
from interviewer.asr.openai_whisper import Penalty, _Encoded, begin_alike, encode
from interviewer.asr.text_decoder import Rated, Remembered, TextDecoder
from interviewer.domain import SAMPLE_RATE, Samples

TEXT = [11, 222, 333, 44, 5, 66, 777]


@pytest.fixture(scope="module")
def model() -> Any:
    torch.manual_seed(5)
    model = Whisper(ModelDimensions(80, 1500, 16, 2, 2, 9000, 40, 16, 2, 2)).eval()
    torch.nn.init.normal_(model.decoder.positional_embedding)  # the library leaves it unset
    return model


def signal(seconds: float) -> Samples:
    return np.random.default_rng(1).normal(0, 0.1, round(seconds * SAMPLE_RATE)).astype(np.float32)


def test_a_whole_window_is_encoded_as_the_library_encodes_it(model: Any) -> None:
    samples = signal(30)
    with torch.no_grad():
        theirs = model.encoder(log_mel_spectrogram(samples, 80).unsqueeze(0))
    torch.testing.assert_close(encode(model, samples), theirs)


@pytest.mark.parametrize(
    ("seconds", "frames"), [(1.0, 500), (8.0, 500), (8.5, 525), (11.013, 651), (29.0, 1500)]
)
def test_a_shorter_window_ends_two_seconds_after_the_signal(
    model: Any, seconds: float, frames: int
) -> None:
    assert encode(model, signal(seconds)).shape == (1, frames, 16)


def test_what_is_encoded_gives_the_languages_of_the_library(model: Any) -> None:
    samples = signal(30)
    tokenizer = SimpleNamespace(
        language="fr",
        language_token=30,
        sot_sequence=(10, 30),
        sot=10,
        all_language_tokens=(20, 30, 40),
        all_language_codes=("en", "fr", "es"),
    )
    with torch.no_grad():
        mel = log_mel_spectrogram(samples, 80).unsqueeze(0)
        theirs = detect_language(model, mel, tokenizer)[1]
    features = encode(model, samples)
    ours = detect_language(_Encoded(model, features), features, tokenizer)[1]
    assert ours[0] == pytest.approx(theirs[0])


def test_a_text_has_the_logits_of_the_library(model: Any) -> None:
    features = torch.randn(1, 700, 16)
    with torch.no_grad():
        theirs = model.decoder(torch.tensor([TEXT]), features)
    decoder = TextDecoder(model, features)
    torch.testing.assert_close(decoder.logits(decoder.hidden(TEXT, Remembered())), theirs)


@pytest.mark.parametrize("parts", [(1, 1, 5), (3, 4), (2, 1, 3, 1)])
def test_fed_in_parts_it_has_the_same(model: Any, parts: tuple[int, ...]) -> None:
    features = torch.randn(1, 500, 16)
    decoder, before = TextDecoder(model, features), Remembered()
    whole = decoder.logits(decoder.hidden(TEXT, Remembered()))
    fed, given = [], list(TEXT)
    for count in parts:
        fed.append(decoder.logits(decoder.hidden(given[:count], before)))
        del given[:count]
    torch.testing.assert_close(torch.cat(fed, dim=1), whole)
    assert before.tokens == TEXT


def test_what_is_forgotten_leaves_no_trace(model: Any) -> None:
    features = torch.randn(1, 500, 16)
    decoder, before = TextDecoder(model, features), Remembered()
    decoder.hidden([*TEXT[:3], 888, 555], before)
    before.forget_from(3)
    rest = decoder.logits(decoder.hidden(TEXT[3:], before))
    whole = decoder.logits(decoder.hidden(TEXT, Remembered()))
    torch.testing.assert_close(rest, whole[:, 3:])


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        TEXT[:4],
        [*TEXT, 9],
        [*TEXT[:3], 8, 9],
        [*TEXT[:3], 8, *TEXT[4:]],
        [99, *TEXT[1:]],
        [99],
        [],
    ],
)
def test_texts_are_rated_as_if_each_were_alone(model: Any, other: list[int]) -> None:
    features = torch.randn(1, 500, 16)
    decoder, start = TextDecoder(model, features), [1000, 1001, 1002]
    rated = Rated(decoder, start, 900)
    rated.logprobs(TEXT)
    with torch.no_grad():
        logits = model.decoder(torch.tensor([[*start, *other]]), features)[0, 2:-1, :900]
    alone = logits.log_softmax(-1)[range(len(other)), other].tolist()
    for _ in range(2):
        assert rated.logprobs(other) == pytest.approx(alone, abs=1e-4)
    assert len(rated.logprobs(TEXT)) == len(TEXT)


def test_signals_begin_alike_where_one_is_the_beginning_of_the_other() -> None:
    samples = signal(3)
    assert begin_alike(samples[:16000], samples)
    assert begin_alike(samples, samples[:16000])
    assert begin_alike(samples, samples.copy())
    assert not begin_alike(samples[100:16000], samples)
    assert not begin_alike(samples[:0], samples)


def test_a_recording_of_less_than_a_window_is_padded_as_the_library_pads(model: Any) -> None:
    """Silence behind it: the first seconds of both are alike but for what the end lends them."""
    samples = signal(20)
    with torch.no_grad():
        mel = log_mel_spectrogram(pad_or_trim(samples, N_SAMPLES), 80)
        theirs = model.encoder(mel.unsqueeze(0))
    ours = encode(model, samples)
    assert ours.shape[1] == 1100
    similar = torch.nn.functional.cosine_similarity(ours[0, :500], theirs[0, :500])
    assert float(similar.min()) > 0.9


def test_a_recorded_window_is_encoded_as_the_library_encodes_a_file(model: Any) -> None:
    samples = signal(11.013)
    with torch.no_grad():
        mel = log_mel_spectrogram(samples, 80, padding=N_SAMPLES)
        whole = pad_or_trim(mel[:, : mel.shape[1] - N_FRAMES], N_FRAMES)
        theirs = model.encoder(whole.unsqueeze(0))
    torch.testing.assert_close(encode(model, samples, 30.0), theirs)


def test_texts_side_by_side_have_the_logits_of_each_by_itself(model: Any) -> None:
    features = torch.randn(1, 700, 16)
    decoder = TextDecoder(model, features)
    beams = Beams(decoder, start=1)
    texts = torch.tensor([TEXT[:4]] * 3)
    first = beams.logits(texts, features)
    assert first.shape == (3, 4, 9000)
    assert not first[:, 0].any()
    beams.rearrange_kv_cache([0, 0, 0])
    texts = torch.cat([texts, torch.tensor([[5], [66], [777]])], dim=1)
    beams.logits(texts, features)
    # The last text goes on twice, the first once.
    beams.rearrange_kv_cache([2, 0, 2])
    texts = torch.cat([texts[[2, 0, 2]], torch.tensor([[8], [9], [10]])], dim=1)
    found = beams.logits(texts, features)
    with torch.no_grad():
        theirs = model.decoder(texts, features.repeat(3, 1, 1))
    torch.testing.assert_close(found, theirs[:, -1:])


def test_what_was_written_is_dearer() -> None:
    logits = torch.tensor([[2.0, -2.0, 2.0, -2.0, float("-inf")]])
    Penalty(first=1, words=4).apply(logits, torch.tensor([[2, 0, 1, 4]]))
    expected = torch.tensor([[2.0 / 1.2, -2.4, 2.0, -2.0, float("-inf")]])
    torch.testing.assert_close(logits, expected)
