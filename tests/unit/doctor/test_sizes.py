"""The dimensions against the weights they are those of, and what is estimated by them."""

from __future__ import annotations

import ast
import base64
import gzip
import importlib.util
import time
from pathlib import Path

import pytest

from interviewer.asr.catalog import EngineName, lookup
from interviewer.doctor.sizes import (
    LIVE,
    SIZES,
    WHOLE,
    Reading,
    Size,
    estimated,
    largest,
    multiply_adds,
    typical_s,
)


def numbers(size: Size) -> int:
    """How many the weights hold, but for norms and biases."""
    width = size.width
    convolutions = 3 * size.bands * width + 3 * width**2
    positions = (1500 + 448) * width
    layers = (12 * size.heard + 16 * size.written) * width**2
    return convolutions + positions + layers + size.tokens * width


@pytest.mark.parametrize("name", SIZES)
def test_the_dimensions_fill_the_file_of_that_name(name: str) -> None:
    file = lookup("openai-whisper", name).bundles[0].size
    assert 2 * numbers(SIZES[name]) == pytest.approx(file, rel=0.005)


@pytest.mark.parametrize("name", SIZES)
def test_the_decoders_layers_are_those_of_openai_whisper(name: str) -> None:
    spec = importlib.util.find_spec("whisper")
    assert spec is not None and spec.origin is not None
    program = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    (table,) = (
        node.value
        for node in program.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_ALIGNMENT_HEADS"
    )
    heads = gzip.decompress(base64.b85decode(ast.literal_eval(table)[name]))
    # Every head is 64 wide, and each has a place in this map of the decoder.
    assert len(heads) == SIZES[name].written * SIZES[name].width // 64


def test_what_a_reading_of_base_takes() -> None:
    # One window of 10 s of a Whisper with a layer each and a width of one, by hand.
    one = Size(1, 1, 1, 1, 10)
    window = 6 * 500 + 3 * 500 + 12 * 500 + 2 * 500**2 + 2 * 500
    token = 14 + 2 * 500 + 10
    assert multiply_adds(one, LIVE, 2.0) == 2 * window + 7 * 10 * token


@pytest.mark.parametrize("reading", [LIVE, WHOLE])
def test_a_bigger_model_takes_longer_by_what_it_has_to_do(reading: Reading) -> None:
    factors = [estimated(0.1, "base", name, reading, 4.0) for name in SIZES]
    assert factors == sorted(factors)
    assert factors[1] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("engine", "model", "factor", "found"),
    [
        ("faster-whisper", "base", 0.02, "turbo"),
        ("faster-whisper", "base", 0.1, "small"),
        ("faster-whisper", "base", 0.2, None),
        ("faster-whisper", "small", 0.2, None),
        ("faster-whisper", "small", 0.08, "turbo"),
        ("faster-whisper", "turbo", 0.01, None),
        ("faster-whisper", "mine", 0.01, None),
        ("openai-whisper", "base", 0.03, "medium"),
        ("openai-whisper", "tiny", 0.2, "base"),
    ],
)
def test_the_largest_that_would_keep_up(
    engine: EngineName, model: str, factor: float, found: str | None
) -> None:
    assert largest(engine, model, factor, 4.0) == found


def test_the_middle_of_what_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s, took_s = 0.0, [1.0, 5.0, 2.0, 100.0]

    def step() -> None:
        nonlocal now_s
        now_s += took_s.pop(0)

    monkeypatch.setattr(time, "perf_counter", lambda: now_s)
    assert typical_s(step, 7.5) == 2.0
    assert took_s == [100.0]
    assert typical_s(step, 0.0) == 100.0
