"""A Whisper of a few hundred numbers, in the file format of CTranslate2; and a server of files."""

from __future__ import annotations

import hashlib
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

MELS, AUDIO_POSITIONS, TEXT_POSITIONS, STATE, VOCABULARY = 3, 6, 5, 4, 11
HEADS = 2
LAYERS = {"encoder": 2, "decoder": 1}
TYPES = ("float32", "int8", "int16", "int32", "float16")


def _text(value: str) -> bytes:
    raw = value.encode() + b"\0"
    return struct.pack("<H", len(raw)) + raw


def write_model(
    arrays: Arrays,
    aliases: Mapping[str, str] | None = None,
    version: int = 6,
    spec: str = "WhisperSpec",
) -> bytes:
    parts = [struct.pack("<I", version), _text(spec), struct.pack("<II", 3, len(arrays))]
    for name, values in arrays.items():
        parts += [_text(name), struct.pack("<B", values.ndim)]
        parts += [struct.pack("<I", dimension) for dimension in values.shape]
        kind = TYPES.index(values.dtype.name)
        parts += [struct.pack("<BI", kind, values.nbytes), values.tobytes()]
    named = aliases or {}
    parts.append(struct.pack("<I", len(named)))
    parts += [_text(alias) + _text(target) for alias, target in named.items()]
    return b"".join(parts)


@pytest.fixture(scope="session")
def ct2_model() -> Callable[..., bytes]:
    """Writes ``model.bin``: ``(arrays, aliases, version, spec) -> bytes``."""
    return write_model


@pytest.fixture
def tiny_arrays() -> dict[str, NDArray[Any]]:
    """Random weights of a two-headed Whisper, under CTranslate2's names."""
    random = np.random.default_rng(7)
    arrays: dict[str, NDArray[Any]] = {}

    def add(name: str, *shape: int) -> None:
        arrays[name] = random.normal(size=shape).astype(np.float16)

    def norm(name: str) -> None:
        add(f"{name}/gamma", STATE)
        add(f"{name}/beta", STATE)

    def linear(name: str, outputs: int, inputs: int) -> None:
        add(f"{name}/weight", outputs, inputs)
        add(f"{name}/bias", outputs)

    for side, layers in LAYERS.items():
        arrays[f"{side}/num_heads"] = np.array(HEADS, np.int16)
        norm(f"{side}/layer_norm")
        for index in range(layers):
            layer = f"{side}/layer_{index}"
            norm(f"{layer}/self_attention/layer_norm")
            linear(f"{layer}/self_attention/linear_0", 3 * STATE, STATE)
            linear(f"{layer}/self_attention/linear_1", STATE, STATE)
            norm(f"{layer}/ffn/layer_norm")
            linear(f"{layer}/ffn/linear_0", 4 * STATE, STATE)
            linear(f"{layer}/ffn/linear_1", STATE, 4 * STATE)
            if side == "decoder":
                norm(f"{layer}/attention/layer_norm")
                linear(f"{layer}/attention/linear_0", STATE, STATE)
                linear(f"{layer}/attention/linear_1", 2 * STATE, STATE)
                linear(f"{layer}/attention/linear_2", STATE, STATE)
    add("encoder/conv1/weight", STATE, MELS, 3)
    add("encoder/conv1/bias", STATE)
    add("encoder/conv2/weight", STATE, STATE, 3)
    add("encoder/conv2/bias", STATE)
    add("encoder/position_encodings/encodings", AUDIO_POSITIONS, STATE)
    add("decoder/position_encodings/encodings", TEXT_POSITIONS, STATE)
    add("decoder/embeddings/weight", VOCABULARY, STATE)
    return arrays


class Server(ThreadingHTTPServer):
    """Serves ``files``, with the faults asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.ranges = True
        self.cuts: list[int] = []
        """For each request that follows, after how many bytes the line is cut."""
        self.asked: list[str | None] = []
        """The Range header of every GET."""
        self.paths: list[str] = []
        """What every GET is for."""
        self.gate = threading.Event()
        """Nothing is sent before it is set."""
        self.gate.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self.server.asked.append(self.headers["Range"])
        self.server.paths.append(self.path)
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        content = self.server.files.get(self.path.partition("?")[0])
        if content is None:
            self.send_response(404)
            if self.path.startswith("/api/"):
                self.send_header("X-Error-Code", "RepoNotFound")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        start = 0
        wanted = self.headers["Range"]
        if wanted and self.server.ranges:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
        if start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", "0" * 40)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if body:
            self.server.gate.wait()
            cut = self.server.cuts.pop(0) if self.server.cuts else len(content)
            self.wfile.write(content[start : start + cut])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.gate.set()
        running.shutdown()
        thread.join()


@pytest.fixture
def closed_port(server: Server) -> str:
    """The address of a server that is gone."""
    with Server() as other:
        return other.url
