"""CTranslate2's file format, and the way from its names to OpenAI's."""

from __future__ import annotations

import io
import json
import pickle
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from interviewer.asr.catalog import Form, Weights
from interviewer.asr.checkpoint import load_openai, read_model, to_openai
from interviewer.asr.storage import as_found
from interviewer.errors import ModelError

Arrays = dict[str, NDArray[Any]]
Writer = Callable[..., bytes]

PAIR: Arrays = {
    "a": np.arange(6, dtype=np.float32).reshape(2, 3),
    "b": np.array(-1, np.int16),
}


def read(folder: Path, content: bytes) -> Arrays:
    path = folder / "model.bin"
    return read_model(io.BytesIO(content), path)


def test_reads_what_was_written(tmp_path: Path, ct2_model: Writer) -> None:
    tensors = read(tmp_path, ct2_model(PAIR, {"c": "a"}))
    assert list(tensors) == ["a", "b", "c"]
    assert np.array_equal(tensors["a"], PAIR["a"])
    assert tensors["b"] == -1
    assert tensors["c"] is tensors["a"]


def test_bfloat16_is_the_upper_half_of_float32(tmp_path: Path, ct2_model: Writer) -> None:
    halves = np.array([1.5, -2.0], np.float32).view(np.uint32) >> 16
    content = ct2_model({"a": halves.astype(np.int16)})
    kind = content.index(struct.pack("<BI", 2, 4))
    tensors = read(tmp_path, content[:kind] + b"\5" + content[kind + 1 :])
    assert tensors["a"].tolist() == [1.5, -2.0]


def broken(ct2_model: Writer) -> dict[str, bytes]:
    good = ct2_model(PAIR)
    kind = good.index(struct.pack("<BI", 0, 24))
    return {
        "format 5, expected 6": ct2_model(PAIR, version=5),
        "it holds « TransformerSpec »": ct2_model(PAIR, spec="TransformerSpec"),
        "it goes on after its end": good + b"\0",
        "has the unknown type 9": good[:kind] + b"\x09" + good[kind + 1 :],
        "announces 20 bytes": good[: kind + 1] + struct.pack("<I", 20) + good[kind + 5 :],
        "which is missing": ct2_model(PAIR, {"c": "nowhere"}),
        "a name is not text": good.replace(b"WhisperSpec", b"\xff\xfehisperSpe"),
        "it is cut short": b"",
    }


@pytest.mark.parametrize(
    "reason",
    [
        "format 5, expected 6",
        "it holds « TransformerSpec »",
        "it goes on after its end",
        "has the unknown type 9",
        "announces 20 bytes",
        "which is missing",
        "a name is not text",
        "it is cut short",
    ],
)
def test_malformed_files_say_why(tmp_path: Path, ct2_model: Writer, reason: str) -> None:
    with pytest.raises(ModelError) as caught:
        read(tmp_path, broken(ct2_model)[reason])
    assert reason in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_a_file_cut_anywhere_is_refused(tmp_path: Path, ct2_model: Writer) -> None:
    good = ct2_model(PAIR, {"c": "a"})
    for end in range(len(good)):
        with pytest.raises(ModelError):
            read(tmp_path, good[:end])


@given(content=st.binary(max_size=200))
def test_arbitrary_bytes_are_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    with pytest.raises(ModelError):
        read(tmp_path_factory.mktemp("model"), struct.pack("<I", 6) + content)


def test_dimensions_come_from_the_shapes(tiny_arrays: Arrays) -> None:
    dims, _ = to_openai(tiny_arrays)
    assert dims == {
        "n_mels": 3,
        "n_audio_ctx": 6,
        "n_audio_state": 4,
        "n_audio_head": 2,
        "n_audio_layer": 2,
        "n_vocab": 11,
        "n_text_ctx": 5,
        "n_text_state": 4,
        "n_text_head": 2,
        "n_text_layer": 1,
    }


@pytest.mark.parametrize(
    ("new", "old", "rows"),
    [
        ("encoder.blocks.1.attn.query.weight", "encoder/layer_1/self_attention/linear_0/weight", 0),
        ("encoder.blocks.1.attn.key.weight", "encoder/layer_1/self_attention/linear_0/weight", 4),
        ("encoder.blocks.1.attn.value.weight", "encoder/layer_1/self_attention/linear_0/weight", 8),
        ("encoder.blocks.1.attn.value.bias", "encoder/layer_1/self_attention/linear_0/bias", 8),
        ("decoder.blocks.0.cross_attn.query.bias", "decoder/layer_0/attention/linear_0/bias", 0),
        ("decoder.blocks.0.cross_attn.key.weight", "decoder/layer_0/attention/linear_1/weight", 0),
        ("decoder.blocks.0.cross_attn.value.bias", "decoder/layer_0/attention/linear_1/bias", 4),
        ("decoder.blocks.0.cross_attn.out.weight", "decoder/layer_0/attention/linear_2/weight", 0),
        ("decoder.blocks.0.attn.out.bias", "decoder/layer_0/self_attention/linear_1/bias", 0),
        ("encoder.ln_post.weight", "encoder/layer_norm/gamma", 0),
        ("decoder.ln.bias", "decoder/layer_norm/beta", 0),
    ],
)
def test_each_part_goes_to_its_place(tiny_arrays: Arrays, new: str, old: str, rows: int) -> None:
    _, state = to_openai(tiny_arrays)
    expected = tiny_arrays[old][rows : rows + 4].astype(np.float32)
    assert np.array_equal(state[new], expected)


def test_keys_have_no_bias(tiny_arrays: Arrays) -> None:
    _, state = to_openai(tiny_arrays)
    assert [name for name in state if name.endswith("key.bias")] == []
    assert all(values.dtype == np.float32 and values.flags.writeable for values in state.values())


def test_a_missing_tensor_is_named(tiny_arrays: Arrays) -> None:
    del tiny_arrays["decoder/layer_0/attention/linear_1/bias"]
    with pytest.raises(ModelError, match="decoder/layer_0/attention/linear_1/bias"):
        to_openai(tiny_arrays)


def test_quantised_weights_are_refused_with_the_remedy(tiny_arrays: Arrays) -> None:
    name = "encoder/layer_0/ffn/linear_0/weight"
    tiny_arrays[name] = tiny_arrays[name].astype(np.int8)
    with pytest.raises(ModelError, match=r"quantised to int8.*--engine faster-whisper"):
        to_openai(tiny_arrays)


def test_projections_that_cannot_be_split_are_refused(tiny_arrays: Arrays) -> None:
    name = "encoder/layer_0/self_attention/linear_0/weight"
    tiny_arrays[name] = tiny_arrays[name][:-1]
    with pytest.raises(ModelError, match="cannot be given to openai-whisper"):
        to_openai(tiny_arrays)


CheckpointArrays = dict[str, NDArray[Any]]


def weights(path: Path, form: Form) -> Weights:
    names = ("model.bin", "config.json") if path.is_dir() else (path.name,)
    places = ((path / name if path.is_dir() else path, name) for name in names)
    files = tuple(as_found(place, name) for place, name in places if place.exists())
    return Weights("openai-whisper", "mine", path, form, False, files)


def checkpoint(arrays: CheckpointArrays) -> dict[str, Any]:
    dims, state = to_openai(arrays)
    tensors = {name: torch.from_numpy(values) for name, values in state.items()}
    return {"dims": dims, "model_state_dict": tensors}


def test_checkpoint_and_conversion_give_the_same_model(
    tmp_path: Path, tiny_arrays: CheckpointArrays, ct2_model: Callable[..., bytes]
) -> None:
    torch.save(checkpoint(tiny_arrays), tmp_path / "mine.pt")
    (tmp_path / "model.bin").write_bytes(ct2_model(tiny_arrays))
    (tmp_path / "config.json").write_text("{}")
    mel = torch.from_numpy(np.random.default_rng(1).normal(size=(1, 3, 12)).astype(np.float32))
    tokens = torch.tensor([[1, 2, 3]])
    with torch.no_grad():
        own = load_openai(weights(tmp_path / "mine.pt", "pt"))(mel, tokens)
        converted = load_openai(weights(tmp_path, "ctranslate2"))(mel, tokens)
    assert own.shape == (1, 3, 11)
    assert torch.equal(own, converted)


def test_heads_come_from_the_conversion(
    tmp_path: Path, tiny_arrays: CheckpointArrays, ct2_model: Callable[..., bytes]
) -> None:
    (tmp_path / "model.bin").write_bytes(ct2_model(tiny_arrays))
    (tmp_path / "config.json").write_text(json.dumps({"alignment_heads": [[0, 1]]}))
    model = load_openai(weights(tmp_path, "ctranslate2"))
    assert model.alignment_heads.to_dense().tolist() == [[False, True]]


class Trap:
    """Unpickled with code allowed, it would make a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.target,))


def test_code_in_a_checkpoint_does_not_run(tmp_path: Path) -> None:
    path = tmp_path / "trap.pt"
    torch.save({"dims": Trap(tmp_path / "sprung")}, path)
    with pytest.raises(ModelError):
        load_openai(weights(path, "pt"))
    assert not (tmp_path / "sprung").exists()


def _without(content: dict[str, Any], name: str) -> dict[str, Any]:
    state = {key: value for key, value in content["model_state_dict"].items() if key != name}
    return {**content, "model_state_dict": state}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: [1, 2],
        lambda content: {"dims": content["dims"]},
        lambda content: {**content, "dims": {"n_mels": 3}},
        lambda content: {**content, "dims": {**content["dims"], "n_mels": 4}},
        lambda content: {**content, "dims": {**content["dims"], "n_vocab": -1}},
        lambda content: {**content, "dims": {**content["dims"], "n_text_head": "two"}},
        lambda content: {**content, "model_state_dict": "nothing"},
        lambda content: _without(content, "encoder.conv1.bias"),
    ],
)
def test_files_of_torch_that_are_no_whisper(
    tmp_path: Path, tiny_arrays: CheckpointArrays, spoil: Callable[[dict[str, Any]], object]
) -> None:
    path = tmp_path / "other.pt"
    torch.save(spoil(checkpoint(tiny_arrays)), path)
    with pytest.raises(ModelError, match=r"other\.pt is not a Whisper model\. Give a \.pt"):
        load_openai(weights(path, "pt"))


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 64, b"RIFF....WAVE", b"PK\3\4" + b"\0" * 60, pickle.dumps([1])]
)
def test_files_that_torch_did_not_write(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.pt"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="is not a Whisper model"):
        load_openai(weights(path, "pt"))


def test_a_cut_checkpoint_is_refused(tmp_path: Path, tiny_arrays: CheckpointArrays) -> None:
    path = tmp_path / "cut.pt"
    torch.save(checkpoint(tiny_arrays), path)
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(ModelError, match="is not a Whisper model"):
        load_openai(weights(path, "pt"))
