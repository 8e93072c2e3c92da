"""Term precision and recall of the real pipeline on recorded answers with known truth.

    python -m benchmarks.coverage [--engine ENGINE] [--answers FOLDER]

Prints, for each engine: terms said and found (recall), terms found and said (precision), and every
miss and false credit with what was heard. ``truth.json`` beside the folder says for each answer
which terms are said and which others a scorer must not credit.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.models import Language, Scenario, Transcript, Vocabulary
from interviewer.ports import Transcriber
from interviewer.replay import transcribe_file
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import load_text
from interviewer.score.coverage import score_coverage
from interviewer.transcribe.catalog import EngineName
from interviewer.transcribe.engine import open_engine
from interviewer.transcribe.weights import ModelStore

__all__ = ["Answer", "Tally", "answers", "score_answer"]

FIXTURES = Path(__file__).parents[1] / "audio_fixtures"


@dataclass(frozen=True, slots=True)
class Answer:
    """A recording with its truth."""

    path: Path
    language: Language
    said: tuple[str, ...]
    unsaid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Terms of one answer or of many."""

    found: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    """Credited and not said."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.found + other.found, self.missed + other.missed, self.false + other.false)

    @property
    def recall(self) -> float:
        said = len(self.found) + len(self.missed)
        return len(self.found) / said if said else 1.0

    @property
    def precision(self) -> float:
        credited = len(self.found) + len(self.false)
        return len(self.found) / credited if credited else 1.0


def answers(folder: Path = FIXTURES / "answers") -> Iterator[Answer]:
    """The recordings of ``folder`` that ``truth.json`` beside it knows."""
    truth = json.loads((folder.parent / "truth.json").read_text(encoding="utf-8"))
    for name, known in sorted(truth.items()):
        if name.startswith(f"{folder.name}/"):
            yield Answer(
                folder.parent / f"{name}.flac",
                known["lang"],
                tuple(known["said"]),
                tuple(known["unsaid"]),
            )


def asking(answer: Answer) -> Scenario:
    """A scenario of one phase that asks for every term of the truth, said or not."""
    terms = json.dumps([*answer.said, *answer.unsaid], ensure_ascii=False)
    text = (
        f'id = "answer"\ntitle = "Answer"\nlanguage = "{answer.language}"\n'
        f'[[phase]]\nid = "answer"\ntitle = "Answer"\nkind = "pitch"\ntarget = "45s"\n'
        f'prompt = "?"\nterms = {terms}\n'
    )
    return load_text(text, str(answer.path), load_glossary())


def score_answer(answer: Answer, transcript: Transcript) -> Tally:
    """What the scorer credits in ``transcript``, against the truth."""
    scenario = asking(answer)
    coverage = score_coverage(scenario, scenario.phases[0].task, transcript)
    credited = {hit.term.name for hit in coverage.terms if hit.status in ("hit", "partial")}
    return Tally(
        tuple(name for name in answer.said if name in credited),
        tuple(name for name in answer.said if name not in credited),
        tuple(name for name in answer.unsaid if name in credited),
    )


def measure(transcriber: Transcriber, recordings: Sequence[Answer]) -> Tally:
    """Runs the pipeline over ``recordings`` and prints what went wrong."""
    total = Tally()
    for answer in recordings:
        vocabulary = Vocabulary.of(asking(answer))
        take = transcribe_file(answer.path, transcriber, vocabulary, lambda _: None)
        tally = score_answer(answer, take.transcript)
        total += tally
        if tally.missed or tally.false:
            print(f"{answer.path.stem}: missed {list(tally.missed)}, false {list(tally.false)}")
            print(f"    {take.transcript.text}")
    return total


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--engine", choices=["openai-whisper", "faster-whisper"], action="append")
    parser.add_argument("--answers", type=Path, default=FIXTURES / "answers")
    options = parser.parse_args()
    engines: list[EngineName] = options.engine or ["faster-whisper", "openai-whisper"]
    recordings = list(answers(options.answers))
    for engine in engines:
        weights = ModelStore.default().ensure(
            engine, "base", progress=lambda *_: None, say=lambda _: None
        )
        tally = measure(open_engine(weights), recordings)
        said = len(tally.found) + len(tally.missed)
        asked = said + sum(len(answer.unsaid) for answer in recordings)
        print(
            f"{engine}: recall {tally.recall:.3f} ({len(tally.found)} of {said}), "
            f"precision {tally.precision:.3f} ({len(tally.false)} false of {asked - said} unsaid)"
        )


if __name__ == "__main__":
    main()
