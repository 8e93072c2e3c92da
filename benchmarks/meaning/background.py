"""What is ordinary in the library, summed up for ``interviewer.scoring.closeness``.

    python -m benchmarks.meaning.background

writes ``interviewer/scoring/background.npz``: of each language the mean and covariance of the sentences
of all model answers, a vector a question, and in how many tasks each stem is found. To be run when the
library has grown or the encoder's version changes; a changed word here and there makes no difference.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

import interviewer.scoring
from interviewer.domain import Language, Scenario, Task, Transcript
from interviewer.encoder import encode
from interviewer.scenario.library import library
from interviewer.scoring.closeness import SCALE, question_vector, stems_of
from interviewer.scoring.meaning import cut, ideas_of, references, written
from interviewer.scoring.text import read

FILE = Path(interviewer.scoring.__file__).with_name("background.npz")


def tasks(language: Language) -> list[Task]:
    """All tasks of the library in ``language``, in its order."""
    scenarios: list[Scenario] = [each for each in library() if each.language == language]
    return [task for scenario in scenarios for _, task in scenario.tasks()]


def summed_up(language: Language) -> dict[str, Any]:
    """The arrays of one language, by their names in the file."""
    every = tasks(language)
    lines: list[str] = []
    questions = []
    counts: Counter[str] = Counter()
    for task in every:
        model = read(Transcript.from_text(task.model_answer, language))
        lines += [written(window, model) for window in cut(model)]
        labels = " ".join(idea.label for idea in references(task, language))
        counts.update(stems_of(f"{task.model_answer} {labels}", language))
        if ideas_of(task):
            texts = [text for idea in references(task, language) for text in idea.texts]
            questions.append(question_vector(encode(texts).reshape(-1, 3, 512)))
    vectors = encode(lines).astype(np.float64)
    covariance = np.cov(vectors.T)
    stems = sorted(counts)
    print(language, len(every), "tasks", len(lines), "sentences", len(stems), "stems")
    return {
        f"{language}_mean": vectors.mean(axis=0).astype(np.float16),
        f"{language}_covariance": (SCALE * covariance[np.tril_indices(512)]).astype(np.float16),
        f"{language}_questions": np.array(questions, np.float16),
        f"{language}_tasks": np.int64(len(every)),
        f"{language}_stems": np.array(" ".join(stems)),
        f"{language}_counts": np.array([counts[stem] for stem in stems], np.uint16),
    }


def main() -> None:
    """Writes the file."""
    arrays = summed_up("fr") | summed_up("en")
    np.savez_compressed(FILE, **arrays)
    print(FILE, FILE.stat().st_size)


if __name__ == "__main__":
    main()
