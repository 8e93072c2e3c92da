"""OpenAI's Whisper in memory, from its own checkpoint or from CTranslate2 weights."""

from __future__ import annotations

import json
import pickle
import struct
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from interviewer.asr.catalog import PinnedFile, Weights
from interviewer.asr.storage import content, opened
from interviewer.errors import ModelError
from interviewer.i18n import N_

if TYPE_CHECKING:
    from whisper.model import Whisper


Tensors = dict[str, NDArray[Any]]
"""CTranslate2's variables by name, in their stored type; bfloat16 is widened to float32."""

StateDict = dict[str, NDArray[np.float32]]

_FORMAT = 6
_SPEC = "WhisperSpec"
_BFLOAT16 = 5
_DTYPES: Mapping[int, type[np.generic]] = {
    0: np.float32,
    1: np.int8,
    2: np.int16,
    3: np.int32,
    4: np.float16,
    _BFLOAT16: np.uint16,
}


class _MalformedError(Exception):
    """The bytes are not what the format says."""


def read_model(file: BinaryIO, path: Path) -> Tensors:
    """All variables of a ``model.bin``, aliases included; ``path`` is how messages call it.

    The file is little-endian: format u32, name of the specification, its revision u32, number
    of variables u32; a variable is name, rank u8, dimensions u32 each, type u8, byte count u32,
    data; then the number of aliases u32, each a pair of names. A name is its length u16, the
    final NUL included, and its bytes.

    Raises:
        ModelError: not a Whisper of this format, or cut short.
    """
    try:
        return _read(file)
    except _MalformedError as error:
        raise ModelError(
            N_("{file} is not a CTranslate2 Whisper model that can be read: {reason}."),
            N_("Give another folder, or run « interviewer models pull base »."),
            file=path,
            reason=error,
        ) from error


def _read(file: BinaryIO) -> Tensors:
    (version,) = _unpack(file, "<I")
    if version != _FORMAT:
        raise _MalformedError(f"format {version}, expected {_FORMAT}")
    name = _name(file)
    if name != _SPEC:
        raise _MalformedError(f"it holds « {name} », expected « {_SPEC} »")
    _revision, count = _unpack(file, "<II")
    tensors = dict(_variable(file) for _ in range(count))
    (aliases,) = _unpack(file, "<I")
    for _ in range(aliases):
        alias, target = _name(file), _name(file)
        if target not in tensors:
            raise _MalformedError(f"« {alias} » stands for « {target} », which is missing")
        tensors[alias] = tensors[target]
    if file.read(1):
        raise _MalformedError("it goes on after its end")
    return tensors


def _variable(file: BinaryIO) -> tuple[str, NDArray[Any]]:
    name = _name(file)
    (rank,) = _unpack(file, "<B")
    shape = _unpack(file, f"<{rank}I")
    kind, size = _unpack(file, "<BI")
    if kind not in _DTYPES:
        raise _MalformedError(f"« {name} » has the unknown type {kind}")
    dtype = np.dtype(_DTYPES[kind]).newbyteorder("<")
    # Python's product: numpy's would overflow silently on hostile dimensions.
    expected = dtype.itemsize
    for dimension in shape:
        expected *= dimension
    if size != expected:
        raise _MalformedError(f"« {name} » announces {size} bytes, its shape asks for {expected}")
    values: NDArray[Any] = np.frombuffer(_exactly(file, size), dtype).reshape(shape)
    if kind == _BFLOAT16:
        values = (values.astype(np.uint32) << 16).view(np.float32)
    return name, values


def _name(file: BinaryIO) -> str:
    (length,) = _unpack(file, "<H")
    try:
        return _exactly(file, length).rstrip(b"\0").decode()
    except UnicodeDecodeError as error:
        raise _MalformedError("a name is not text") from error


def _unpack(file: BinaryIO, layout: str) -> tuple[int, ...]:
    return struct.unpack(layout, _exactly(file, struct.calcsize(layout)))


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise _MalformedError("it is cut short")
    return data


def to_openai(tensors: Tensors) -> tuple[dict[str, int], StateDict]:
    """OpenAI's dimensions and state dict (float32, writable), for a strict load.

    The projection onto the vocabulary is the token embedding in both programs, so it is not
    repeated.

    Raises:
        ModelError: a tensor is missing, has another shape, or is quantised to integers.
    """
    try:
        return _dimensions(tensors), dict(_renamed(tensors))
    except KeyError as error:
        raise _unusable(f"« {error.args[0]} » is missing") from error
    except (_MalformedError, IndexError, ValueError) as error:
        raise _unusable(str(error)) from error


def _unusable(reason: str) -> ModelError:
    return ModelError(
        N_("These CTranslate2 weights cannot be given to openai-whisper: {reason}."),
        N_("Use --engine faster-whisper, or another model."),
        reason=reason,
    )


def _dimensions(tensors: Tensors) -> dict[str, int]:
    audio_positions = tensors["encoder/position_encodings/encodings"].shape
    text_positions = tensors["decoder/position_encodings/encodings"].shape
    return {
        "n_mels": tensors["encoder/conv1/weight"].shape[1],
        "n_audio_ctx": audio_positions[0],
        "n_audio_state": audio_positions[1],
        "n_audio_head": int(tensors["encoder/num_heads"]),
        "n_audio_layer": _layers(tensors, "encoder"),
        "n_vocab": tensors["decoder/embeddings/weight"].shape[0],
        "n_text_ctx": text_positions[0],
        "n_text_state": text_positions[1],
        "n_text_head": int(tensors["decoder/num_heads"]),
        "n_text_layer": _layers(tensors, "decoder"),
    }


def _layers(tensors: Tensors, side: str) -> int:
    count = 0
    while f"{side}/layer_{count}/ffn/linear_0/weight" in tensors:
        count += 1
    return count


def _renamed(tensors: Tensors) -> Iterator[tuple[str, NDArray[np.float32]]]:
    for side, last_norm in (("encoder", "ln_post"), ("decoder", "ln")):
        yield (
            f"{side}.positional_embedding",
            _floats(tensors, f"{side}/position_encodings/encodings"),
        )
        yield from _pair(tensors, f"{side}/layer_norm", f"{side}.{last_norm}")
        for index in range(_layers(tensors, side)):
            yield from _block(tensors, f"{side}/layer_{index}", f"{side}.blocks.{index}")
    for conv in ("conv1", "conv2"):
        yield from _pair(tensors, f"encoder/{conv}", f"encoder.{conv}")
    yield "decoder.token_embedding.weight", _floats(tensors, "decoder/embeddings/weight")


def _block(tensors: Tensors, old: str, new: str) -> Iterator[tuple[str, NDArray[np.float32]]]:
    yield from _attention(
        tensors, f"{old}/self_attention", f"{new}.attn", {"linear_0": ("query", "key", "value")}
    )
    if f"{old}/attention/linear_0/weight" in tensors:
        fused = {"linear_0": ("query",), "linear_1": ("key", "value")}
        yield from _attention(tensors, f"{old}/attention", f"{new}.cross_attn", fused)
    yield from _pair(tensors, f"{old}/ffn/layer_norm", f"{new}.mlp_ln")
    yield from _pair(tensors, f"{old}/ffn/linear_0", f"{new}.mlp.0")
    yield from _pair(tensors, f"{old}/ffn/linear_1", f"{new}.mlp.2")


def _attention(
    tensors: Tensors, old: str, new: str, fused: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """One attention; ``fused`` tells which projections each linear layer holds, in order."""
    yield from _pair(tensors, f"{old}/layer_norm", f"{new}_ln")
    for linear, projections in fused.items():
        for kind in ("weight", "bias"):
            whole = _floats(tensors, f"{old}/{linear}/{kind}")
            for name, part in zip(projections, np.split(whole, len(projections)), strict=True):
                # OpenAI's key has no bias; CTranslate2 fills the place with zeros.
                if (name, kind) != ("key", "bias"):
                    yield f"{new}.{name}.{kind}", part
    yield from _pair(tensors, f"{old}/linear_{len(fused)}", f"{new}.out")


def _pair(tensors: Tensors, old: str, new: str) -> Iterator[tuple[str, NDArray[np.float32]]]:
    weight, bias = ("gamma", "beta") if old.endswith("layer_norm") else ("weight", "bias")
    yield f"{new}.weight", _floats(tensors, f"{old}/{weight}")
    yield f"{new}.bias", _floats(tensors, f"{old}/{bias}")


def _floats(tensors: Tensors, name: str) -> NDArray[np.float32]:
    values = tensors[name]
    if values.dtype.kind != "f":
        raise _MalformedError(f"« {name} » is quantised to {values.dtype.name}")
    return values.astype(np.float32)


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
        dims, state = _checkpoint(weights) if weights.form == "pt" else _converted(weights)
        model = Whisper(ModelDimensions(**dims))
        model.load_state_dict(state, strict=True)
        if weights.trusted:
            model.set_alignment_heads(whisper._ALIGNMENT_HEADS[weights.model])
        elif weights.form == "ctranslate2":
            _set_heads(model, content(path / "config.json", _pinned(weights, "config.json")))
    except _NOT_A_CHECKPOINT as error:
        raise ModelError(
            N_("{file} is not a Whisper model."),
            N_("Give a .pt checkpoint of openai-whisper or a CTranslate2 folder of one."),
            file=path,
        ) from error
    return model


def _pinned(weights: Weights, name: str) -> PinnedFile:
    """What ``name`` was when it was checked; an engine loads nothing else."""
    pinned = weights.pinned(name)
    if pinned is None:
        raise ValueError(f"{name} was not checked")
    return pinned


def _checkpoint(weights: Weights) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    import torch

    path = weights.path
    with warnings.catch_warnings(), opened(path, _pinned(weights, path.name)) as file:
        # Of an unusual pickle protocol: either the load fails, or it does not matter.
        warnings.simplefilter("ignore")
        loaded = torch.load(file, map_location="cpu", weights_only=True)
    return loaded["dims"], loaded["model_state_dict"]


def _converted(weights: Weights) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    import torch

    path = weights.path / "model.bin"
    with opened(path, _pinned(weights, path.name)) as file:
        dims, state = to_openai(read_model(file, path))
    return dims, {name: torch.from_numpy(values) for name, values in state.items()}


def _set_heads(model: Whisper, config: bytes) -> None:
    """Marks the heads that the conversion lists as [layer, head]; without a list, the default
    of OpenAI's program stays: all heads of the upper half of the layers."""
    import torch

    heads = json.loads(config).get("alignment_heads")
    if not heads:
        return
    mask = torch.zeros(model.dims.n_text_layer, model.dims.n_text_head, dtype=torch.bool)
    for layer, head in heads:
        mask[layer, head] = True
    model.register_buffer("alignment_heads", mask.to_sparse(), persistent=False)
