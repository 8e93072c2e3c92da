"""The Hugging Face hub, and the sums that it states of what no table of ours pins.

What it stated when a model was first got is kept beside the weights, and pins them from then on as
the catalogue pins the others.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.asr.catalog import FOLDER_FILES, NEEDED, Bundle, PinnedFile
from interviewer.asr.sources import POLL_S, TIMEOUT_S, Progress, UnreachableError, failed
from interviewer.asr.storage import is_disk_error, make_folder, owned, tree_size
from interviewer.domain import Notice
from interviewer.errors import ModelError
from interviewer.files import replacing
from interviewer.i18n import N_

if TYPE_CHECKING:
    from huggingface_hub.hf_api import RepoSibling

_LARGEST = 1 << 20
"""Bytes of the longest list of sums that is read."""


@dataclass(frozen=True, slots=True)
class HubSource:
    """The Hugging Face hub, from where faster-whisper itself gets its models."""

    endpoint: str | None = None
    """Another address of the hub; None: the library's own, which heeds ``HF_ENDPOINT``."""

    def fetch(self, bundle: Bundle, staging: Path, progress: Progress) -> Bundle:
        with _asking(bundle.repository) as hub:
            if bundle.hub_states:
                bundle = _unchanged(bundle, self._stated(bundle, staging))
            else:
                # The library asks five times, for 23 s, before it believes that there is no network;
                # this question is asked once.
                probe = hub.hf_hub_url(
                    bundle.repository, bundle.files[0].name, endpoint=self.endpoint
                )
                hub.get_hf_file_metadata(probe, token=False, timeout=TIMEOUT_S)
            with _watched(staging, bundle.repository, bundle.size, progress):
                for file in bundle.files:
                    self._get(bundle, file.name, staging)
        return bundle

    def _stated(self, bundle: Bundle, staging: Path) -> Bundle:
        """``bundle`` as the hub states it today, at one commit of the repository.

        Of large files it states the SHA-256. Of the others it states git's sum alone: these are got
        here, compared with it, and have their SHA-256 taken.
        """
        import huggingface_hub as hub

        # Asked once, as the library does without being told.
        info = hub.HfApi(endpoint=self.endpoint).model_info(
            bundle.repository, timeout=TIMEOUT_S, files_metadata=True, token=False
        )
        found = {one.rfilename: one for one in info.siblings or ()}
        for name in NEEDED:
            if name not in found:
                raise UnreachableError(
                    N_("{repository} has no {file}"), repository=bundle.repository, file=name
                )
        stated = replace(bundle, revision=info.sha or "")
        names = [name for name in FOLDER_FILES if name in found]
        files = tuple(self._pinned(stated, found[name], staging) for name in names)
        return replace(stated, files=files)

    def _pinned(self, bundle: Bundle, file: RepoSibling, staging: Path) -> PinnedFile:
        if file.lfs:
            pinned = PinnedFile(file.rfilename, file.lfs.sha256, file.lfs.size)
        else:
            content = self._get(bundle, file.rfilename, staging).read_bytes()
            if _git_sum(content) != file.blob_id:
                raise UnreachableError(
                    N_("its {file} is not the expected one"), file=file.rfilename
                )
            pinned = PinnedFile(file.rfilename, hashlib.sha256(content).hexdigest(), len(content))
        if not _is_pinned(pinned):
            raise UnreachableError(N_("it states no checksum of {file}"), file=file.rfilename)
        return pinned

    def _get(self, bundle: Bundle, name: str, staging: Path) -> Path:
        import huggingface_hub as hub

        # Whatever the revision: the file counts only with its checksum.
        path = hub.hf_hub_download(
            bundle.repository,
            name,
            revision=bundle.revision or None,
            local_dir=staging,
            token=False,
            etag_timeout=TIMEOUT_S,
            endpoint=self.endpoint,
        )
        return Path(path)


@contextmanager
def _asking(repository: str) -> Iterator[Any]:
    """The library, quiet, asked for ``repository``; what it raises within becomes one of ours."""
    try:
        import huggingface_hub as hub
        from huggingface_hub.utils import (  # type: ignore[attr-defined]  # documented, not in its __all__
            disable_progress_bars,
        )
    except ImportError as error:
        raise UnreachableError(N_("huggingface-hub is not installed")) from error

    disable_progress_bars()
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    try:
        yield hub
    except ModelError:
        raise
    except hub.errors.RepositoryNotFoundError as error:
        raise UnreachableError(N_("it has no {repository}"), repository=repository) from error
    # Its errors were those of requests, then of httpx, then of httpx2.
    except Exception as error:  # of whichever library it is built on today
        if is_disk_error(error):
            raise
        raise failed(error) from error


@contextmanager
def _watched(folder: Path, label: str, total: int, progress: Progress) -> Iterator[None]:
    """Reports how ``folder`` grows: libraries differ in how they tell progress, files do not."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(POLL_S):
            progress(label, min(tree_size(folder), total), total)

    thread = threading.Thread(target=watch, name="download-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _git_sum(content: bytes) -> str:
    """What git calls a file: the SHA-1 of its kind, its size and its bytes."""
    head = f"blob {len(content)}\0".encode()
    return hashlib.sha1(head + content, usedforsecurity=False).hexdigest()


# --------------------------------------------------------------------------- what it stated


def sums_of(place: Path) -> Path:
    """Where the sums of the weights at ``place`` are kept: beside them, so that they survive them."""
    return place.with_name(f"{place.name}.sums.json")


def as_kept(bundle: Bundle, place: Path) -> Bundle:
    """``bundle`` with the files that the hub stated when it was got; itself where it never was.

    Raises:
        ModelError: others may change the list, or it is none.
    """
    path = sums_of(place)
    if not bundle.hub_states or not path.exists():
        return bundle
    try:
        with owned(path) as file:
            held = file.read(_LARGEST)
        read = json.loads(held)
        files = tuple(PinnedFile(one["name"], one["sha256"], one["size"]) for one in read["files"])
        kept = replace(bundle, revision=read["revision"], files=files)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _no_list(path) from error
    if {*NEEDED} - {file.name for file in files} or not all(map(_is_pinned, files)):
        raise _no_list(path)
    return kept


def keep(bundle: Bundle, place: Path) -> None:
    """Writes what the hub stated of ``bundle``, for every later start to compare with.

    Raises:
        OSError: the disk is full or refuses.
    """
    make_folder(place.parent)
    written = {
        "repository": bundle.repository,
        "revision": bundle.revision,
        "files": [asdict(file) for file in bundle.files],
    }
    with replacing(sums_of(place)) as file:
        file.write(json.dumps(written, indent=2).encode() + b"\n")


def told(bundle: Bundle) -> tuple[Notice, ...]:
    """What the hub stated of ``bundle``, a line each; nothing where the catalogue pins it."""
    if not bundle.hub_states or not bundle.files:
        return ()
    head = N_("Checksums of « {model} », stated by Hugging Face and by no list of ours:")
    values = {"model": bundle.model}
    sums = (Notice("{sum}  {file}", {"sum": f.sha256, "file": f.name}) for f in bundle.files)
    return (Notice(head, values), *sums)


def _unchanged(kept: Bundle, stated: Bundle) -> Bundle:
    """``stated``, which is what was stated when the weights were first got, if they were.

    Raises:
        ModelError: it is not.
    """
    if not kept.files or {*kept.files} == {*stated.files}:
        return stated
    name = min(file.name for file in {*kept.files} ^ {*stated.files})
    then, now = (
        next((file.sha256 for file in bundle.files if file.name == name), "-")
        for bundle in (kept, stated)
    )
    raise ModelError(
        N_(
            "Hugging Face states another checksum for {file} of the Whisper model « {model} » than when "
            "it was first got: {now}, and not {then}."
        ),
        N_(
            "Nothing was got. If you know why and want the new file, delete {sums} in the models folder."
        ),
        file=name,
        model=kept.model,
        now=now,
        then=then,
        sums=sums_of(Path(kept.place)),
    )


def _is_pinned(file: PinnedFile) -> bool:
    """A file of ours with a sum and a size; a name of anybody's may lead out of the folder."""
    return (
        file.name in FOLDER_FILES
        and isinstance(file.sha256, str)
        and re.fullmatch("[0-9a-f]{64}", file.sha256) is not None
        and isinstance(file.size, int)
        and file.size > 0
    )


def _no_list(path: Path) -> ModelError:
    return ModelError(
        N_("{path} is not the list of checksums that was written there."),
        N_("Delete it: the model is then got again."),
        path=path,
    )
