"""Weights that the user names by their path."""

from __future__ import annotations

from pathlib import Path

from interviewer.errors import ModelError
from interviewer.i18n import N_
from interviewer.transcribe.catalog import (
    BASE_CTRANSLATE2,
    KNOWN_CHECKPOINTS,
    EngineName,
    Weights,
)
from interviewer.transcribe.storage import first_damaged, sha256_of

__all__ = ["local_weights"]

_FOLDER_FILES = ("model.bin", "config.json", "tokenizer.json")
"""Without its tokenizer, faster-whisper would go and download one."""


def local_weights(engine: EngineName, path: Path, trust: bool) -> Weights:
    """The weights at ``path``: a ``.pt`` file, or a CTranslate2 folder.

    Raises:
        ModelError: not there, not for this engine, or unknown and ``trust`` is False.
    """
    try:
        if path.is_dir():
            return _folder(engine, path, trust)
        if path.is_file():
            return _checkpoint(engine, path, trust)
    except OSError as error:
        raise ModelError(
            N_("{path} cannot be read: {reason}."), path=path, reason=error.strerror or error
        ) from error
    raise ModelError(
        N_("There is no model at {path}."),
        N_("Give a .pt file or a CTranslate2 folder; « interviewer models » lists the names."),
        path=path,
    )


def _checkpoint(engine: EngineName, path: Path, trust: bool) -> Weights:
    if engine != "openai-whisper":
        raise ModelError(
            N_("{path} is a single file; {engine} reads a CTranslate2 folder."),
            N_("Use --engine openai-whisper, or give a folder."),
            path=path,
            engine=engine,
        )
    known = KNOWN_CHECKPOINTS.get(sha256_of(path))
    if known is None and not trust:
        raise _untrusted(path)
    return Weights(engine, known or path.stem, path, "pt", trusted=known is not None)


def _folder(engine: EngineName, path: Path, trust: bool) -> Weights:
    missing = [name for name in _FOLDER_FILES if not (path / name).is_file()]
    if missing:
        raise ModelError(
            N_("{path} is not a CTranslate2 Whisper folder: {file} is missing."),
            N_("Give a .pt file or a CTranslate2 folder; « interviewer models » lists the names."),
            path=path,
            file=missing[0],
        )
    known = first_damaged(BASE_CTRANSLATE2, path) is None
    if not known and not trust:
        raise _untrusted(path)
    name = BASE_CTRANSLATE2.model if known else path.resolve().name
    return Weights(engine, name, path, "ctranslate2", trusted=known)


def _untrusted(path: Path) -> ModelError:
    return ModelError(
        N_("{path} is none of the known Whisper models."),
        N_("If you trust where it comes from, add --trust-model."),
        path=path,
    )
