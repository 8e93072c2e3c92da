"""OpenAI's Whisper in memory, from its own checkpoint or from CTranslate2 weights."""

from __future__ import annotations

import json
import pickle
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.errors import ModelError
from interviewer.i18n import N_
from interviewer.transcribe.catalog import Weights
from interviewer.transcribe.rename import read_model, to_openai

if TYPE_CHECKING:
    from whisper.model import Whisper

__all__ = ["load_openai"]

# What torch, pickle and the checks below say of bytes that are no checkpoint.
_NOT_A_CHECKPOINT = (
    pickle.UnpicklingError,
    RuntimeError,
    EOFError,
    OSError,  # torch seeks before the beginning of a short file
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    MemoryError,
)


def load_openai(weights: Weights) -> Whisper:
    """A Whisper on the CPU in float32, ready to decode, with its alignment heads set.

    Nothing in the file is executed: a checkpoint is unpickled as tensors and plain values only.

    Raises:
        ModelError: the file is not a Whisper.
    """
    import whisper
    from whisper.model import ModelDimensions, Whisper

    path = weights.path
    try:
        dims, state = _checkpoint(path) if weights.form == "pt" else _converted(path)
        model = Whisper(ModelDimensions(**dims))
        model.load_state_dict(state, strict=True)
        if weights.trusted:
            model.set_alignment_heads(whisper._ALIGNMENT_HEADS[weights.model])
        elif weights.form == "ctranslate2":
            _set_heads(model, path / "config.json")
    except _NOT_A_CHECKPOINT as error:
        raise ModelError(
            N_("{file} is not a Whisper model."),
            N_("Give a .pt checkpoint of openai-whisper or a CTranslate2 folder of one."),
            file=path,
        ) from error
    return model


def _checkpoint(path: Path) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    import torch

    with warnings.catch_warnings():
        # Of an unusual pickle protocol: either the load fails, or it does not matter.
        warnings.simplefilter("ignore")
        content = torch.load(path, map_location="cpu", weights_only=True)
    return content["dims"], content["model_state_dict"]


def _converted(folder: Path) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    import torch

    dims, state = to_openai(read_model(folder / "model.bin"))
    return dims, {name: torch.from_numpy(values) for name, values in state.items()}


def _set_heads(model: Whisper, config: Path) -> None:
    """Marks the heads that the conversion lists as [layer, head]; without a list, the default
    of OpenAI's program stays: all heads of the upper half of the layers."""
    import torch

    heads = json.loads(config.read_text(encoding="utf-8")).get("alignment_heads")
    if not heads:
        return
    mask = torch.zeros(model.dims.n_text_layer, model.dims.n_text_head, dtype=torch.bool)
    for layer, head in heads:
        mask[layer, head] = True
    model.register_buffer("alignment_heads", mask.to_sparse(), persistent=False)
