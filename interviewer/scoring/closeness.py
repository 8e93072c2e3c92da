"""How near what was said comes to the ideas of a task, by its meaning: measures, and what they decide.

A cosine by itself tells nothing: some references are near to everything, and all that is said of a topic
is near to all of its ideas. A window of an answer is compared with three references of an idea (its
label, its phrasings, the line of the model answer that makes it), and each cosine measured in standard
deviations from its mean over the model answers of the library. What counts is by how much the idea comes
nearer than its siblings, the other ideas of the task. To these come the words that the two share, the
rarer the more; how near the whole answer is to its question, other questions less; of how many other
ideas of the task the wording was recognised, or its contrary; and the negations, which the encoder does not
heed. A logistic regression weighs them up; how it was
fitted, and to what: benchmarks/meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from math import log
from typing import TYPE_CHECKING, TypeAlias

from interviewer.domain import Language, Transcript
from interviewer.encoder import Vectors, encode
from interviewer.scoring.text import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Measures: TypeAlias = "NDArray[np.float64]"
"""Shape ``(windows, ideas, len(FEATURES))``."""

FEATURES = (
    *("label", "phrasings", "line", "label_words", "phrasing_words", "line_words", "nearness"),
    *("over_label", "over_phrasings", "over_line", "over_label_words", "over_phrasing_words"),
    *("over_line_words", "over_nearness", "topic", "others"),
    *("contraries", "negations"),
)
"""In the order of the file of weights. ``over_…``: less the best of the siblings."""

SCALE = 1000.0
"""The covariance is kept so many times larger, where 16 bits are finer."""

_STEM = 5
"""Letters that two words must share: « surveiller », « surveillance »."""
_SHORTEST = 3
_NEAREST = 3
"""Other questions that an answer's own is compared with."""
_SAME_QUESTION = 0.8
"""From this cosine on, another question asks the same."""
_MOST_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Idea:
    """What is known of an idea, a text each."""

    label: str
    phrasings: str
    line: str
    """The sentence of the model answer that makes it, or else the label."""

    @property
    def texts(self) -> tuple[str, str, str]:
        return self.label, self.phrasings, self.line


@dataclass(frozen=True, slots=True)
class Background:
    """The library in one language: what is ordinary there."""

    mean: Vectors
    """Of the sentences of the model answers."""
    covariance: Vectors
    questions: Vectors
    """Each the mean of its ideas."""
    tasks: int
    in_tasks: dict[str, int]
    """In how many tasks each stem is found."""

    def rarity(self, stem: str) -> float:
        """Log of how seldom the tasks of the library hold ``stem``."""
        return log((self.tasks + 1) / (self.in_tasks.get(stem, 0) + 0.5))


@dataclass(frozen=True, slots=True)
class Ideas:
    """The ideas of a task, ready to be compared with."""

    vectors: Vectors
    """Shape ``(ideas, 3, 512)``."""
    mean: Vectors
    """Of the cosines with the library, shape ``(ideas, 3)``."""
    deviation: Vectors
    stems: tuple[tuple[frozenset[str], ...], ...]
    question: Vectors
    others: Vectors
    """Other questions of the library."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the wording tells of the ideas of a task."""

    found: Sequence[bool]
    """Which are made."""
    contrary: Sequence[bool]
    """Of which the contrary is said."""
    negations: Sequence[Sequence[int]]
    """How many each window holds that the idea does not account for: windows, ideas."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regression."""

    weights: tuple[float, ...]
    intercept: float
    threshold: float
    """Log-odds from which on an idea counts."""
    astray: float
    """The same in an answer that may be about something else: no other idea of the task was recognised
    by its wording, and its topic is not :attr:`topic`."""
    topic: float
    eased: tuple[float, ...]
    """By how much less will do where so many other ideas of the task are made by their wording."""


@cache
def fitted() -> Weights:
    """The regression of this package."""
    data = json.loads(_file("closeness.json").decode("utf-8"))
    return Weights(
        tuple(data["weights"][name] for name in FEATURES),
        data["intercept"],
        data["threshold"],
        data["astray"],
        data["topic"],
        tuple(data["eased"]),
    )


@cache
def background(language: Language) -> Background:
    """The library of this package, as ``benchmarks/meaning/background.py`` sums it up."""
    import numpy as np

    with np.load(BytesIO(_file("background.npz")), allow_pickle=False) as stored:
        half = stored[f"{language}_covariance"].astype(np.float32) / SCALE
        mean = stored[f"{language}_mean"].astype(np.float32)
        questions = stored[f"{language}_questions"].astype(np.float32)
        stems = str(stored[f"{language}_stems"]).split()
        counts = [int(count) for count in stored[f"{language}_counts"]]
        tasks = int(stored[f"{language}_tasks"])
    covariance = np.zeros((len(mean), len(mean)), np.float32)
    covariance[np.tril_indices(len(mean))] = half
    covariance += np.tril(covariance, -1).T
    return Background(mean, covariance, questions, tasks, dict(zip(stems, counts, strict=True)))


def _file(name: str) -> bytes:
    return files("interviewer.scoring").joinpath(name).read_bytes()


def stems(norms: Iterable[str]) -> frozenset[str]:
    """The beginnings of the longer words."""
    return frozenset(norm[:_STEM] for norm in norms if len(norm) >= _SHORTEST)


def stems_of(text: str, language: Language) -> frozenset[str]:
    """The same of a text."""
    return stems(token.norm for token in tokens(Transcript.from_text(text, language)))


def question_vector(vectors: Vectors) -> Vectors:
    """What a question is about: the mean of its ideas, each that of its references."""
    return _unit(_unit(vectors.mean(axis=1)).mean(axis=0))


def _unit(vectors: Vectors) -> Vectors:
    import numpy as np

    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(length, 1e-9)
    return unit


@lru_cache(maxsize=512)
def prepared(ideas: tuple[Idea, ...], language: Language) -> Ideas:
    """``ideas``, at least one, compared with the library once and kept."""
    import numpy as np

    known = background(language)
    texts = [text for idea in ideas for text in idea.texts]
    vectors = encode(texts).reshape(len(ideas), 3, -1)
    spread = np.einsum("prd,de,pre->pr", vectors, known.covariance, vectors)
    question = question_vector(vectors)
    return Ideas(
        vectors=vectors,
        mean=vectors @ known.mean,
        deviation=np.sqrt(np.maximum(spread, 1e-6)),
        stems=tuple(tuple(stems_of(text, language) for text in idea.texts) for idea in ideas),
        question=question,
        others=known.questions[known.questions @ question < _SAME_QUESTION],
    )


encoded = lru_cache(maxsize=8)(encode)
"""Several ask what the windows of an answer mean."""


def measure(
    ideas: Ideas,
    windows: Sequence[str],
    words: Sequence[frozenset[str]],
    known: Known,
    language: Language,
) -> Measures:
    """The features of every idea in every window.

    Args:
        ideas: of the task.
        windows: what was said, at least one.
        words: the stems of each window.
        known: what their wording tells.
        language: of the answer.
    """
    import numpy as np

    said = encoded(tuple(windows))
    cosines = np.einsum("wd,prd->wpr", said, ideas.vectors)
    near = (cosines - ideas.mean) / ideas.deviation
    rare = background(language).rarity
    shared = np.array(
        [
            [[sum(rare(stem) for stem in sorted(here & of)) for of in idea] for idea in ideas.stems]
            for here in words
        ]
    )
    own = np.concatenate((near, shared, near.mean(axis=2, keepdims=True)), axis=2)
    whole = np.empty((len(windows), len(ideas.stems), 4))
    whole[:, :, 0] = _topic(said, ideas)
    whole[:, :, 1] = _others(known.found)
    whole[:, :, 2] = _others(known.contrary)
    whole[:, :, 3] = np.minimum(known.negations, _MOST_OTHERS)
    return np.concatenate((own, own - _best_sibling(own), whole), axis=2)


def _others(which: Sequence[bool]) -> list[int]:
    """Of each idea, how many of the others it is true of, two at most."""
    return [min(sum(which) - one, _MOST_OTHERS) for one in which]


def _best_sibling(own: Measures) -> Measures:
    """For every idea the best of the others in the same window; 0 where there is none."""
    import numpy as np

    if own.shape[1] < 2:
        return np.zeros_like(own)
    ordered = np.sort(own, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(own == best, second, best)


def _topic(said: Vectors, ideas: Ideas) -> float:
    """How much nearer the whole answer is to its question than to the nearest others."""
    import numpy as np

    answer = _unit(said.mean(axis=0))
    others = np.sort(ideas.others @ answer)[-_NEAREST:]
    return float(answer @ ideas.question - others.mean())


def excess(measures: Measures) -> NDArray[np.float64]:
    """By how much each idea in each window is beyond what is asked of it, shape ``(windows, ideas)``."""
    import numpy as np

    regression = fitted()
    on_topic = (measures[:, :, FEATURES.index("others")] > 0) | (
        measures[:, :, FEATURES.index("topic")] > regression.topic
    )
    return log_odds(measures) - np.where(on_topic, regression.threshold, regression.astray)


def log_odds(measures: Measures) -> NDArray[np.float64]:
    """Shape ``(windows, ideas)``."""
    import numpy as np

    regression = fitted()
    odds: NDArray[np.float64] = measures @ np.array(regression.weights) + regression.intercept
    return odds


def whatever_else(measures: Measures) -> NDArray[np.float64]:
    """The same, whether or not the answer contradicts other ideas: how near it comes, rightly or wrongly."""
    at = FEATURES.index("contraries")
    odds: NDArray[np.float64] = log_odds(measures) - fitted().weights[at] * measures[:, :, at]
    return odds
