"""Terms that Whisper mishears, on real recordings with the real weights."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from interviewer.asr.catalog import EngineName
from interviewer.domain import SAMPLE_RATE, Chunk, Scenario, Take, Term, TermHit, Vocabulary
from interviewer.recordings import transcribe_file
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import load_text
from interviewer.scoring.coverage import score_coverage
from interviewer.session.ports import Transcriber
from tests.model.conftest import Engines

pytestmark = pytest.mark.model

ANSWERS = Path(__file__).parents[2] / "audio_fixtures" / "answers"
OUTILS = ANSWERS / "fr-outils.flac"
NAMES = ("Python", "LangChain", "FastAPI", "Jupyter", "RAG", "FAISS", "LoRA", "ROI", "agents")
ASKED = """\
id = "asked"
title = "Asked"
language = "fr"
[[phase]]
id = "asked"
title = "Asked"
kind = "pitch"
target = "45s"
prompt = "?"
terms = ["Python", "LangChain", "FastAPI", "Jupyter", "RAG", "FAISS", "LoRA", "ROI", "agents"]
"""


@pytest.fixture(scope="module", params=get_args(EngineName))
def engine(request: pytest.FixtureRequest, engines: Engines) -> Transcriber:
    return engines(request.param)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_text(ASKED, "test", load_glossary())


@pytest.fixture(scope="module")
def tools(engine: Transcriber, scenario: Scenario) -> Take:
    """An answer in which most of the terms are said."""
    return transcribe_file(OUTILS, engine, Vocabulary.of(scenario), lambda _: None)


def hits(scenario: Scenario, take: Take) -> dict[str, TermHit]:
    coverage = score_coverage(scenario, scenario.phases[0].task, take.transcript)
    return {hit.term.name: hit for hit in coverage.terms}


def test_a_term_that_is_misheard_is_credited_with_its_gain(scenario: Scenario, tools: Take) -> None:
    hit = hits(scenario, tools)["FastAPI"]
    assert (hit.status, hit.match, hit.count) == ("hit", "sounds_like", 1)
    assert hit.found_by in ("hint", "sound")
    assert hit.gain_nats is not None
    assert hit.gain_nats > -10
    assert hit.quote is not None
    assert "FastAPI" not in hit.quote


def test_words_that_only_sound_like_terms_are_not_credited(
    engine: Transcriber, scenario: Scenario
) -> None:
    # « L'orage », « face », « Laura », « le roi », « des gens », « un rack ».
    path = ANSWERS / "fr-confusable.flac"
    take = transcribe_file(path, engine, Vocabulary.of(scenario), lambda _: None)
    found = hits(scenario, take)
    assert {name for name, hit in found.items() if hit.status in ("hit", "partial")} == set()
    assert found["RAG"].status == "missed"


def test_the_vocabulary_changes_no_word_of_the_transcript(
    engine: Transcriber, scenario: Scenario, tools: Take
) -> None:
    plain = transcribe_file(OUTILS, engine, Vocabulary("fr"), lambda _: None)
    assert tools.transcript.text == plain.transcript.text
    # Nor is anything left of the reading without it.
    assert tools == transcribe_file(OUTILS, engine, Vocabulary.of(scenario), lambda _: None)


@pytest.mark.parametrize("level", [0.001, 0.05])
def test_noise_does_not_bring_the_vocabulary_back(engine: Transcriber, level: float) -> None:
    noise = np.random.default_rng(3).normal(0.0, level, 6 * SAMPLE_RATE).astype(np.float32)
    vocabulary = Vocabulary("fr", NAMES, tuple(map(Term, NAMES)))
    words = engine.transcribe(Chunk(0.0, noise), vocabulary)
    assert not {spotting.term for word in words for spotting in word.spotted}
    assert not {word.text.strip(".,") for word in words} & set(NAMES)
