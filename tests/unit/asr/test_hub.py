"""The hub, served from here: what it delivers, what it states, and what it may not change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interviewer.asr.catalog import Bundle, CatalogModel, Offer, PinnedFile
from interviewer.asr.hub import HubSource, as_kept, sums_of, told
from interviewer.asr.sources import UnreachableError
from interviewer.asr.weights import ModelStore, NoSourceError, list_models
from interviewer.domain import Notice
from interviewer.errors import ModelError

if TYPE_CHECKING:
    from tests.unit.asr.conftest import Server

CONTENT = bytes(range(256)) * 400
FILES = {"config.json": b'{"a": 1}', "model.bin": CONTENT}
FOLDER = Bundle(
    "ctranslate2",
    "base",
    tuple(
        PinnedFile(name, hashlib.sha256(content).hexdigest(), len(content))
        for name, content in FILES.items()
    ),
    "Systran/faster-whisper-base",
)


def quiet(label: str, done: int, total: int) -> None:
    pass


@pytest.fixture
def hub(server: Server) -> HubSource:
    root = "/Systran/faster-whisper-base/resolve/main"
    server.files = {f"{root}/{name}": content for name, content in FILES.items()}
    return HubSource(server.url)


def test_hub_whole(hub: HubSource, tmp_path: Path) -> None:
    hub.fetch(FOLDER, tmp_path, quiet)
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == FILES


def test_hub_tells_its_progress(server: Server, hub: HubSource, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    def progress(label: str, done: int, total: int) -> None:
        told.append((label, done, total))
        server.gate.set()

    server.gate.clear()
    hub.fetch(FOLDER, tmp_path, progress)
    assert told[0][0] == "Systran/faster-whisper-base"
    assert all(done <= total == FOLDER.size for _, done, total in told)


def test_hub_goes_on_where_it_stopped(server: Server, hub: HubSource, tmp_path: Path) -> None:
    whole = dict(server.files)
    path = next(path for path in whole if path.endswith("model.bin"))
    del server.files[path]
    with pytest.raises(UnreachableError):
        hub.fetch(FOLDER, tmp_path, quiet)
    server.files = whole
    hub.fetch(FOLDER, tmp_path, quiet)
    assert (tmp_path / "model.bin").read_bytes() == CONTENT
    assert len(server.asked) == 2


def test_hub_with_nobody_there(closed_port: str, tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match="refused"):
        HubSource(closed_port).fetch(FOLDER, tmp_path, quiet)
    assert not (tmp_path / "config.json").exists()


# --------------------------------------------------------------------------- what only the hub states

SMALL = Bundle("ctranslate2", "small", (), "Systran/faster-whisper-small", about=103_000)
COMMIT, LATER = "ab" * 20, "cd" * 20
OTHERS = {"README.md": b"# small", "../model.bin": b"elsewhere"}
SMALL_FILES = {
    "model.bin": CONTENT,
    "config.json": b'{"b": 2}',
    "tokenizer.json": b"[]",
    "vocabulary.txt": b"a\nb\n",
}
SUMS = {name: hashlib.sha256(content).hexdigest() for name, content in SMALL_FILES.items()}


def git_sum(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def sibling(name: str, content: bytes) -> dict[str, Any]:
    stated: dict[str, Any] = {"rfilename": name, "size": len(content)}
    if name.endswith(".bin"):
        pointer = {"sha256": hashlib.sha256(content).hexdigest(), "pointerSize": 134}
        return stated | {"blobId": git_sum(b"pointer"), "lfs": pointer | {"size": len(content)}}
    return stated | {"blobId": git_sum(content)}


def serve(server: Server, files: dict[str, bytes], commit: str = COMMIT) -> list[dict[str, Any]]:
    """``files`` as the repository of small; what is said of them, to be changed before it is asked for."""
    repository = SMALL.repository
    for name, content in files.items():
        server.files[f"/{repository}/resolve/{commit}/{name}"] = content
    siblings = [sibling(name, content) for name, content in (OTHERS | files).items()]
    say(server, siblings, commit)
    return siblings


def say(server: Server, siblings: list[dict[str, Any]], commit: str = COMMIT) -> None:
    info = {"id": SMALL.repository, "sha": commit, "siblings": siblings}
    server.files[f"/api/models/{SMALL.repository}"] = json.dumps(info).encode()


@pytest.fixture
def store(server: Server, tmp_path: Path) -> ModelStore:
    """An empty models folder that knows small, whose sums stand in no table."""
    serve(server, SMALL_FILES)
    entry = CatalogModel("faster-whisper", "small", (Offer("Hugging Face", SMALL),))
    return ModelStore(tmp_path / "models", {"Hugging Face": HubSource(server.url)}, (entry,))


def got(store: ModelStore, said: list[str] | None = None) -> Path:
    def hear(notice: Notice) -> None:
        if said is not None:
            said.append(notice.message.format(**notice.values))

    return store.ensure("faster-whisper", "small", progress=quiet, say=hear).path


def test_what_the_hub_states_is_shown_kept_and_pinned(store: ModelStore) -> None:
    said: list[str] = []
    place = got(store, said)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == SMALL_FILES
    assert said[1].startswith("Checksums of « small », stated by Hugging Face")
    assert sorted(said[2:]) == sorted(f"{SUMS[name]}  {name}" for name in SUMS)
    kept = as_kept(SMALL, place)
    assert {file.name: file.sha256 for file in kept.files} == SUMS
    assert kept.revision == COMMIT
    weights = store.intact("faster-whisper", "small")
    assert weights is not None
    assert {file.name: file.sha256 for file in weights.files} == SUMS


def test_a_later_start_asks_nobody(store: ModelStore, server: Server) -> None:
    place = got(store)
    server.files.clear()
    assert got(store) == place


def test_before_it_is_got_the_list_says_whose_sums_it_will_have(store: ModelStore) -> None:
    (status,) = list_models(store)
    assert (status.path, status.bundle.size, status.bundle.hub_states) == (None, 103_000, True)
    assert told(status.bundle) == ()
    place = got(store)
    (status,) = list_models(store)
    assert status.path == place
    assert status.bundle.size == sum(map(len, SMALL_FILES.values()))
    assert len(told(status.bundle)) == 1 + len(SMALL_FILES)


def test_a_file_changed_on_the_disk_is_got_again(store: ModelStore) -> None:
    model = got(store) / "model.bin"
    model.write_bytes(CONTENT[::-1])
    assert store.intact("faster-whisper", "small") is None
    said: list[str] = []
    got(store, said)
    assert said[0].startswith(f"{model} is damaged")
    assert model.read_bytes() == CONTENT


def test_another_sum_than_at_first_is_a_fault_before_anything_is_got(
    store: ModelStore, server: Server
) -> None:
    place = got(store)
    (place / "model.bin").unlink()
    serve(server, SMALL_FILES | {"model.bin": CONTENT[::-1]}, LATER)
    asked = len(server.asked)
    with pytest.raises(ModelError) as caught:
        got(store)
    line = str(caught.value)
    assert "another checksum for model.bin of the Whisper model « small »" in line
    assert f"{hashlib.sha256(CONTENT[::-1]).hexdigest()}, and not {SUMS['model.bin']}" in line
    assert "delete faster-whisper/small.sums.json in the models folder" in line
    assert not any("model.bin" in path for path in server.paths[asked:])
    sums_of(place).unlink()
    assert (got(store) / "model.bin").read_bytes() == CONTENT[::-1]


def test_a_later_commit_with_the_same_files_is_no_other_model(
    store: ModelStore, server: Server
) -> None:
    place = got(store)
    (place / "config.json").unlink()
    server.files.clear()
    serve(server, SMALL_FILES, LATER)
    assert got(store) == place
    assert as_kept(SMALL, place).revision == LATER


def test_other_bytes_than_the_hub_states_do_not_count(store: ModelStore, server: Server) -> None:
    server.files[f"/{SMALL.repository}/resolve/{COMMIT}/model.bin"] = CONTENT[::-1]
    with pytest.raises(NoSourceError, match=r"Hugging Face: its model.bin is not the expected one"):
        got(store)
    assert list_models(store)[0].path is None
    assert not sums_of(store.folder / SMALL.place).exists()


def test_a_small_file_that_git_knows_otherwise_does_not_count(
    store: ModelStore, server: Server
) -> None:
    server.files[f"/{SMALL.repository}/resolve/{COMMIT}/config.json"] = b"{}"
    with pytest.raises(NoSourceError, match=r"its config.json is not the expected one"):
        got(store)


@pytest.mark.parametrize(
    ("name", "changed", "reason"),
    [
        ("tokenizer.json", {"rfilename": "other.json"}, "small has no tokenizer.json"),
        (
            "model.bin",
            {"lfs": {"sha256": "", "size": 5, "pointerSize": 1}},
            "no checksum of model.bin",
        ),
    ],
)
def test_what_the_hub_does_not_state_is_not_got(
    store: ModelStore, server: Server, name: str, changed: dict[str, Any], reason: str
) -> None:
    siblings = serve(server, SMALL_FILES)
    say(server, [one | (changed if one["rfilename"] == name else {}) for one in siblings])
    with pytest.raises(NoSourceError, match=reason):
        got(store)


def test_no_connection_and_no_repository_are_one_line(
    store: ModelStore, server: Server, closed_port: str
) -> None:
    server.files.clear()
    with pytest.raises(NoSourceError) as missing:
        got(store)
    offline = replace(store, sources={"Hugging Face": HubSource(closed_port)})
    with pytest.raises(NoSourceError) as caught:
        got(offline)
    assert "Hugging Face: it has no Systran/faster-whisper-small)" in str(missing.value)
    assert "refused" in str(caught.value)
    for line in (str(missing.value), str(caught.value)):
        assert "\n" not in line
        assert "run « interviewer models pull small »" in line


@pytest.mark.parametrize(
    "written",
    [
        b"{",
        b"[]",
        b'{"revision": "a", "files": []}',
        b'{"revision": "a", "files": [{"name": "../x", "sha256": "%s", "size": 1}]}' % (b"0" * 64),
    ],
)
def test_a_list_of_sums_that_is_none_is_told(store: ModelStore, written: bytes) -> None:
    sums_of(got(store)).write_bytes(written)
    with pytest.raises(ModelError, match=r"small.sums.json is not the list of checksums"):
        got(store)


def test_weights_without_their_sums_are_not_loaded(store: ModelStore, server: Server) -> None:
    place = got(store)
    sums_of(place).unlink()
    assert store.intact("faster-whisper", "small") is None
    server.files.clear()
    with pytest.raises(NoSourceError):
        got(store)
