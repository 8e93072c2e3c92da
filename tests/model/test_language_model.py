"""A real language model, the smallest there is: what it writes is used as far as it can be checked.

It is no good interviewer. That its server is understood, that whatever it writes is either fit to be shown or
left out, and that nothing is scored by it, is what is tested.
"""

from __future__ import annotations

import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.api import score_text
from interviewer.doctor.local_ai import check_local_ai
from interviewer.llm.follow_up import follow_up
from interviewer.llm.second_opinion import supposed
from interviewer.llm.server import ChatServer, LlmSettings
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import load_text

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        (sys.platform, platform.machine()) != ("linux", "x86_64"),
        reason="the server of the test is a wheel for Linux on x86_64",
    ),
]
SCENARIO = """
id = "essai"
title = "Essai"
language = "fr"

[[phase]]
id = "q"
title = "Une question"
kind = "pitch"
target = "12s"
prompt = "Que faites-vous ?"
points = [{ point = "Surveiller le modèle", any = ["surveill*"] }]
"""
SAID = "Une fois en service, quelqu'un regarde le modèle."


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlmSettings]:
    script = Path(__file__).with_name("small_language_model.py")
    folder = tmp_path_factory.mktemp("model")
    with subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        address = next(line.strip() for line in server.stdout if line.startswith("http://"))
        try:
            yield LlmSettings(f"{address}/v1", "gemma-3-270m", timeout_s=60.0)
        finally:
            server.kill()
    (folder / "model.gguf").unlink()  # 240 MB


def test_a_real_model_is_understood_and_held_to_what_can_be_checked(settings: LlmSettings) -> None:
    check = check_local_ai(settings)
    assert check.status == "ok"
    assert check.found.values["model"] == "model.gguf"

    model = ChatServer(settings)
    written = model.answer("Write one sentence.", "The sky is", most_tokens=12)
    assert written
    assert len(written.split()) <= 12

    card = score_text(load_text(SCENARIO, "essai.toml", load_glossary()), "q", SAID)
    question = follow_up("Que faites-vous ?", card, model)
    assert question == "" or (question.endswith("?") and "\n" not in question)

    told = supposed(card, model)
    (hit,) = told.coverage.points
    assert hit.status == "missed"
    assert hit.quote is None or hit.quote in SAID
    assert (told.score, told.advice) == (card.score, card.advice)
