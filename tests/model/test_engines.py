"""Both engines on real recordings, with the real weights."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info

from interviewer.asr.catalog import EngineName
from interviewer.asr.engine import open_engine
from interviewer.asr.weights import ModelStore
from interviewer.domain import Language, Take, Vocabulary
from interviewer.recordings import transcribe_file
from interviewer.scoring.spoken_language import other_language
from interviewer.scoring.text import tokens
from interviewer.session.ports import Transcriber

pytestmark = pytest.mark.model

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"
TRUTH = json.loads((FIXTURES / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def engines() -> Iterator[dict[str, Transcriber]]:
    store = ModelStore.default()
    names: tuple[EngineName, ...] = ("openai-whisper", "faster-whisper")
    yield {
        name: open_engine(
            store.ensure(name, "base", progress=lambda *_: None, say=lambda notice: None)
        )
        for name in names
    }


def take(engine: Transcriber, name: str, language: Language = "fr") -> Take:
    return transcribe_file(
        FIXTURES / f"{name}.flac", engine, Vocabulary(language), lambda at_s: None
    )


def norms(take: Take) -> list[str]:
    return [token.norm for token in tokens(take.transcript)]


@pytest.mark.parametrize(
    ("name", "language"),
    [("answers/fr-rag", "fr"), ("pitch-3min/punchlines", "fr"), ("answers/en-rag", "en")],
)
def test_the_engines_agree(engines: dict[str, Transcriber], name: str, language: Language) -> None:
    reference = norms(take(engines["openai-whisper"], name, language))
    fast = norms(take(engines["faster-whisper"], name, language))
    # The fast engine's weights are 8-bit: a rare word may differ, the rest must not.
    assert SequenceMatcher(None, reference, fast, autojunk=False).ratio() >= 0.9


@pytest.mark.parametrize("engine", ["openai-whisper", "faster-whisper"])
def test_words_are_timed_inside_speech(engines: dict[str, Transcriber], engine: str) -> None:
    found = take(engines[engine], "answers/fr-hesitant")
    words = found.transcript.words
    assert [word.start_s for word in words] == sorted(word.start_s for word in words)
    assert all(0 < word.probability <= 1 for word in words)
    inside = [
        word
        for word in words
        if any(
            span.start_s <= word.start_s and word.end_s <= span.end_s + 1e-6
            for span in found.speech
        )
    ]
    # « C'est » follows the first long pause, which ends 5.25 s into the recording.
    assert len(inside) >= len(words) - 1
    after = next(word for word in words if word.start_s > 3)
    assert after.start_s == pytest.approx(5.3, abs=0.15)


@pytest.mark.parametrize("engine", ["openai-whisper", "faster-whisper"])
def test_the_same_take_gives_the_same_words(engines: dict[str, Transcriber], engine: str) -> None:
    name = "answers/fr-noise"
    assert take(engines[engine], name) == take(engines[engine], name)


def test_the_spectrum_does_not_depend_on_the_number_of_cores(
    engines: dict[str, Transcriber],
) -> None:
    assert "faster-whisper" in engines
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    assert pools
    assert all(pool["num_threads"] == 1 for pool in pools)


def word_errors(said: list[str], heard: list[str]) -> int:
    """Levenshtein distance in words."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            best = min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
            diagonal, row[j] = row[j], best
    return row[-1]


@pytest.mark.parametrize("engine", ["openai-whisper", "faster-whisper"])
def test_word_error_rate_of_the_recorded_pitch(
    engines: dict[str, Transcriber], engine: str
) -> None:
    from interviewer.domain import Transcript

    errors = words = 0
    for phase in ("intro", "anecdote", "punchlines", "questions", "closing"):
        truth = TRUTH[f"pitch-3min/{phase}"]["text"]
        spoken = " ".join(part.split("]")[-1] for part in truth.split("["))
        said = [token.norm for token in tokens(Transcript.from_text(spoken, "fr"))]
        errors += word_errors(said, norms(take(engines[engine], f"pitch-3min/{phase}")))
        words += len(said)
    # Measured 0.08 with both engines; the margin is for other machines' arithmetic.
    assert errors / words <= 0.12


@pytest.mark.parametrize("engine", ["openai-whisper", "faster-whisper"])
@pytest.mark.parametrize(
    ("name", "language", "other"),
    [
        ("answers/en-rag", "fr", "en"),
        ("answers/fr-rag", "en", "fr"),
        ("answers/fr-rag", "fr", None),
        ("answers/en-rag", "en", None),
        ("answers/fr-noise", "fr", None),
        ("answers/fr-outils", "fr", None),
    ],
)
def test_an_answer_in_the_other_language_is_heard(
    engines: dict[str, Transcriber], engine: str, name: str, language: Language, other: str | None
) -> None:
    assert other_language(take(engines[engine], name, language).transcript) == other
