"""``interviewer models`` where a model is here whose sums only the hub states."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import typer
from rich.console import Console

from interviewer.asr.catalog import NEEDED, PinnedFile, lookup
from interviewer.asr.hub import keep
from interviewer.cli.models import models
from interviewer.ui.screen import Screen


def listed() -> str:
    screen = Screen()
    screen.language = "en"
    screen.out = Console(file=io.StringIO(), width=120)
    models(cast(typer.Context, SimpleNamespace(invoked_subcommand=None, obj=screen)))
    file = screen.out.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_the_sums_that_the_hub_stated_are_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INTERVIEWER_CACHE", str(tmp_path))
    before = [line for line in listed().splitlines() if "Hugging Face" in line]
    assert ["the hub’s own" in line for line in before] == [False, True, True]
    (bundle,) = lookup("faster-whisper", "small").bundles
    place = tmp_path / "models" / bundle.place
    place.mkdir(parents=True)
    for name in NEEDED:
        (place / name).write_text(name)
    sums = {name: hashlib.sha256(name.encode()).hexdigest() for name in NEEDED}
    files = tuple(PinnedFile(name, sums[name], len(name)) for name in NEEDED)
    keep(replace(bundle, files=files, revision="ab"), place)
    shown = listed()
    assert "Checksums of « small », stated by Hugging Face and by no list of ours:" in shown
    assert all(f"{sums[name]}  {name}" in shown for name in NEEDED)
    assert any(
        "small" in line and "here (checksums: the hub’s own)" in line for line in shown.splitlines()
    )
