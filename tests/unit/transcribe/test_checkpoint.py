"""Files of every kind handed to the loader of OpenAI's model."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from interviewer.errors import ModelError
from interviewer.transcribe.catalog import Form, Weights
from interviewer.transcribe.checkpoint import load_openai
from interviewer.transcribe.rename import to_openai

Arrays = dict[str, NDArray[Any]]


def weights(path: Path, form: Form) -> Weights:
    return Weights("openai-whisper", "mine", path, form, trusted=False)


def checkpoint(arrays: Arrays) -> dict[str, Any]:
    dims, state = to_openai(arrays)
    tensors = {name: torch.from_numpy(values) for name, values in state.items()}
    return {"dims": dims, "model_state_dict": tensors}


def test_checkpoint_and_conversion_give_the_same_model(
    tmp_path: Path, tiny_arrays: Arrays, ct2_model: Callable[..., bytes]
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
    tmp_path: Path, tiny_arrays: Arrays, ct2_model: Callable[..., bytes]
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
    tmp_path: Path, tiny_arrays: Arrays, spoil: Callable[[dict[str, Any]], object]
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


def test_a_cut_checkpoint_is_refused(tmp_path: Path, tiny_arrays: Arrays) -> None:
    path = tmp_path / "cut.pt"
    torch.save(checkpoint(tiny_arrays), path)
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(ModelError, match="is not a Whisper model"):
        load_openai(weights(path, "pt"))
