"""OpenMP settings for libraries that must be told before they are loaded.

Each library here brings its own copy of OpenMP, which reads its variables once, when it is
loaded. Its threads wait for each other spinning: on a machine that is busy with something else
that costs many times what the work does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["openmp"]


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
