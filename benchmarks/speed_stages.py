"""One process that reads recordings: its real-time factor, and its stages beside the machine's limit."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from interviewer.asr import faster
from interviewer.asr.catalog import Weights
from interviewer.asr.engine import open_engine
from interviewer.audio.reader import open_recording
from interviewer.domain import Vocabulary
from interviewer.recordings import transcribe_file
from interviewer.scenario.library import load

__all__ = ["limits", "many", "stages", "warm"]

_STATE, _HIDDEN, _LAYERS, _POSITIONS, _WORDS = 512, 2048, 6, 1500, 51_865
"""Whisper base: its width, that of its hidden layers, layers on either side, positions of an encoded
window of 30 s, and words of its vocabulary (Radford et al. 2022, table 1, and the weights' own header)."""


_PLAIN, _HINTED = "plain reading, five beams", "hinted reading, five beams"


def limits(positions: int = _POSITIONS) -> tuple[float, float]:
    """The least an encoded window and a decoded token of base must cost.

    Returns:
        floating-point operations of an encoded window: a product of matrices counts two for each weight and
        position (four of the width squared for attention, two of width by hidden), attention itself four
        for each pair of positions and channel; and bytes read for a token by greedy decoding: every
        8-bit weight of the decoder and of the vocabulary once, and the 32-bit keys and values of the window.
    """
    weights = _LAYERS * (4 * _STATE**2 + 2 * _STATE * _HIDDEN)
    operations = 2 * weights * positions + 4 * _LAYERS * positions**2 * _STATE
    decoder = _LAYERS * (8 * _STATE**2 + 2 * _STATE * _HIDDEN) + _WORDS * _STATE
    return float(operations), float(decoder + 2 * 4 * _LAYERS * positions * _STATE)


def warm(weights: Weights, files: Sequence[Path]) -> float:
    """Seconds of wall clock for a second of sound, the files read a second time in one process."""
    engine, vocabulary = open_engine(weights), Vocabulary.of(load("pitch-3min"))
    took_s = 0.0
    for timed in (False, True):
        for path in files:
            began_s = time.perf_counter()
            transcribe_file(path, engine, vocabulary, lambda _: None)
            took_s += (time.perf_counter() - began_s) * timed
    return took_s / _duration_s(files)


def many(weights: Weights, files: Sequence[Path], count: int) -> Iterator[str]:
    """A line for each ten of ``count`` answers that one process reads: whether time and memory grow."""
    engine, vocabulary = open_engine(weights), Vocabulary.of(load("pitch-3min"))
    for first in range(0, count, 10):
        ten = [files[number % len(files)] for number in range(first, min(first + 10, count))]
        began_s = time.perf_counter()
        for path in ten:
            transcribe_file(path, engine, vocabulary, lambda _: None)
        factor = (time.perf_counter() - began_s) / _duration_s(ten)
        memory = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        now, most = (
            next(int(line.split()[1]) / 1024 for line in memory if line.startswith(name))
            for name in ("VmRSS", "VmHWM")
        )
        yield (
            f"  answers {first + 1:3d} to {first + len(ten):3d}: real-time factor {factor:.3f}, "
            f"{now:.0f} MB, at most {most:.0f} MB"
        )


def stages(weights: Weights, files: Sequence[Path]) -> Iterator[str]:
    """Lines of a table: what each thing that the model is asked costs, one after the other."""
    spent, calls, tokens = _timed(weights, files)
    flops, bandwidth = _arithmetic(), _bandwidth()
    operations, read = limits()
    yield f"\nstages, one thread; this machine: {flops / 1e9:.0f} GFLOP/s, {bandwidth / 1e9:.1f} GB/s"
    for name, seconds in sorted(spent.items(), key=lambda each: -each[1]):
        yield f"  {name:28s} {seconds:7.2f} s {calls[name]:4d} times"
    yield f"  a window encoded             {spent['encode'] / calls['encode']:7.2f} s; least {operations / flops:.2f} s"
    per_token = spent[_PLAIN] / max(1, tokens)
    yield f"  a token, five beams          {per_token * 1e3:7.1f} ms; least, one beam {read / bandwidth * 1e3:.1f} ms"


def _timed(weights: Weights, files: Sequence[Path]) -> tuple[dict[str, float], Counter[str], int]:
    """Processor seconds and calls by stage, and the tokens of the plain readings."""
    spent: dict[str, float] = defaultdict(float)
    calls: Counter[str] = Counter()
    tokens = 0
    inside = False

    def counted(
        name: Callable[[dict[str, Any]], str], work: Callable[..., Any]
    ) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal tokens, inside
            stage, outer = name(named), inside
            inside = True
            began_s = time.process_time()
            try:
                made = work(*given, **named)
            finally:
                inside = outer
            took_s = time.process_time() - began_s
            spent[stage] += took_s
            calls[stage] += 1
            if outer:  # the hinted reading encodes by itself
                spent[_HINTED] -= took_s
            if stage == _PLAIN:
                tokens += len(made.tokens) + 2 * len(made.marks)
            return made

        return call

    window = faster._Window
    engine = faster.FasterWhisper(weights)
    with (
        patch.object(faster, "_encode", counted(lambda _: "encode", faster._encode)),
        patch.multiple(
            window,
            foresee=lambda *_: None,  # one stage after the other
            attempt=counted(_reading, window.attempt),
            readings=counted(lambda _: _HINTED, window.readings),
            logprobs=counted(lambda _: "spellings compared", window.logprobs),
            align=counted(lambda _: "times of words", window.align),
        ),
    ):
        began_s = time.process_time()
        for path in files:
            transcribe_file(path, engine, Vocabulary.of(load("pitch-3min")), lambda _: None)
        total_s = time.process_time() - began_s
    spent["all else"] = total_s - sum(spent.values())
    calls["all else"] = len(files)
    return spent, calls, tokens


def _reading(named: dict[str, Any]) -> str:
    if named["careful"]:
        return "careful reading"
    return "hesitant reading, five beams" if named.get("before") else _PLAIN


def _duration_s(files: Sequence[Path]) -> float:
    return sum(len(block) for path in files for block in open_recording(path).blocks()) / 16_000


def _arithmetic() -> float:
    """Operations a second of one thread: products of 32-bit matrices, the best of five."""
    from threadpoolctl import threadpool_limits

    one = np.random.default_rng(0).random((1024, 1024), dtype=np.float32)
    with threadpool_limits(1):
        took_s = min(_clocked(lambda: one @ one) for _ in range(5))
    return 2 * 1024**3 / took_s


def _bandwidth() -> float:
    """Bytes a second that one thread reads: a sum over 256 MB, the best of five."""
    much = np.ones(1 << 26, dtype=np.float32)
    return much.nbytes / min(_clocked(much.sum) for _ in range(5))


def _clocked(work: Callable[[], object]) -> float:
    began_s = time.perf_counter()
    work()
    return time.perf_counter() - began_s
