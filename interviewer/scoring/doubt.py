"""How a sentence sounds that gets an idea wrong, whatever the idea: what is put too strongly, made light of, swapped.

Wording that makes an idea makes it as well where it stands in « le discriminateur suffit tout seul » or « c'est le
générateur qui juge ». No word of these is false by itself. But who confuses ideas says « inutile », « toujours »,
« tout seul », « c'est l'autre qui … » far more often than who knows them, and goes on confusing them: a place is
doubted the more, the more of it stands in its own sentence, in the rest of the answer, and the more ideas the
answer is known to contradict. What the label of an idea says itself is no reason to doubt it.

Where the encoder is installed a sentence sounds by its meaning as well; how much nearer it comes to the idea than
to the others, and how much of a phrasing was found, speak for it.

How much each kind of word tells, and from where on a place is doubted: ``doubt.json``, by words alone and
by meaning, which benchmarks/meaning/doubt.py fits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import inf, tanh
from typing import TYPE_CHECKING, TypeAlias

from interviewer.domain import Language, Transcript
from interviewer.encoder import Vectors
from interviewer.scoring.doubt_cues import KINDS
from interviewer.scoring.patterns import Found
from interviewer.scoring.stance import sign
from interviewer.scoring.text import Text, read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Odds: TypeAlias = "NDArray[np.float64]"
"""Shape ``(windows, ideas)``."""

_MOST = 2
"""Words of a kind in a window that count."""
_LOUDEST = 1.5
"""What one window may tell of the rest of the answer."""
_MOST_COUNTED = 3
_LONGEST, _USUAL_LENGTH = 6, 4
"""Words of a phrasing that count, and those of what was found by its meaning."""
_MOST_PLACES = 4
FEATURES = (
    *("own", "others", "mean", "contraries", "confused", "found", "by_meaning"),
    *("near", "lead", "words", "places"),
)
"""Of a place where an idea was found, in the order of the file of weights."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regressions, and from where on they decide: log-odds that an idea is got wrong."""

    kinds: tuple[float, ...]
    usual: float
    """Added to those of the kinds found in a sentence."""
    meaning: tuple[float, ...]
    """Of the sentence's vector; empty: by its words alone."""
    place: tuple[float, ...]
    """Of :data:`FEATURES`."""
    intercept: float
    doubted: float
    """From where on the place earns nothing in an answer that contradicts another idea."""
    alone: float | None
    """The same where it contradicts none; None: nowhere."""
    eased: float
    """The same of one that is only just near enough by its meaning."""
    contrary: float
    """From where on it counts as the contrary of the idea."""
    near: float
    """The same of what is only said near the idea, in an answer that contradicts others."""
    nearness: float
    """How near that is to come."""
    nearly: float
    """Where nothing is known to be wrong: what is said may well be the idea if it misses less than this of
    what is asked of it by its meaning."""
    worded: float
    """From where on a place that words the contrary is believed to say it, in an answer that is right about others."""
    denied: float
    """The same of one that denies the idea."""


@cache
def fitted(*, by_meaning: bool) -> Weights:
    """The regressions of this package, with what the encoder tells or without."""
    text = files("interviewer.scoring").joinpath("doubt.json").read_text(encoding="utf-8")
    data = json.loads(text)["by_meaning" if by_meaning else "by_words"]
    kinds, place = data.pop("kinds"), data.pop("place")
    return Weights(
        kinds=tuple(kinds[kind] for kind in KINDS["fr"]),
        meaning=tuple(data.pop("meaning", ())),
        place=tuple(place.get(name, 0.0) for name in FEATURES),
        **data,
    )


@lru_cache(maxsize=8192)
def kinds_in(said: str, language: Language) -> tuple[int, ...]:
    """How many words of each kind ``said``, a row of norms, holds; two at most."""
    return tuple(min(_MOST, len(kind.findall(said))) for kind in KINDS[language].values())


@lru_cache(maxsize=4096)
def _own(label: str, language: Language) -> tuple[bool, ...]:
    tokens = read(Transcript.from_text(label, language)).tokens
    return tuple(map(bool, kinds_in(" ".join(token.norm for token in tokens), language)))


def alarm(window: Found, labels: Sequence[str], text: Text, weights: Weights) -> float:
    """Log-odds that what is said in ``window`` gets an idea wrong, by its words alone.

    Args:
        window: of ``text``.
        labels: of ideas; what they say themselves tells nothing.
        text: the answer.
        weights: how much each kind of word tells.
    """
    said = " ".join(token.norm for token in text.tokens[window.first : window.last + 1])
    own = [_own(label, text.language) for label in labels]
    return weights.usual + sum(
        weight * count
        for kind, (weight, count) in enumerate(
            zip(weights.kinds, kinds_in(said, text.language), strict=True)
        )
        if not any(each[kind] for each in own)
    )


@dataclass(frozen=True, slots=True)
class Others:
    """What became of the other ideas of a task."""

    contradicted: int
    made: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """How much a place is doubted."""

    odds: float
    """Log-odds that it gets its idea wrong."""
    confused: bool
    """The answer contradicts another idea."""
    right: bool
    """It contradicts none, and makes two at least."""
    weights: Weights

    @property
    def most(self) -> float:
        """From where on the place earns nothing; by its words alone nowhere in an answer that contradicts no other idea.

        How it sounds is hardly a reason by itself: who puts what is right in plain words says « pas », « rien »
        and « jamais » as well.
        """
        if self.confused:
            return self.weights.doubted
        return inf if self.weights.alone is None else self.weights.alone


@dataclass(frozen=True, slots=True)
class Sense:
    """What the encoder tells of the windows of an answer."""

    vectors: Vectors
    near: Odds
    """Log-odds that each speaks of each idea, rightly or wrongly."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentences of an answer, and how each sounds."""

    text: Text
    windows: tuple[Found, ...]
    labels: Sequence[str]
    weights: Weights
    sense: Sense | None
    told: tuple[float, ...]
    """What the meaning of each window tells."""
    alarms: tuple[float, ...]

    @classmethod
    def of(
        cls,
        text: Text,
        windows: tuple[Found, ...],
        labels: Sequence[str],
        sense: Sense | None = None,
        weights: Weights | None = None,
    ) -> Answer:
        """``text``, cut into ``windows``, that answers what asks for the ideas ``labels``."""
        weights = weights or fitted(by_meaning=sense is not None)
        told = tuple(sense.vectors @ weights.meaning) if sense else (0.0,) * len(windows)
        alarms = (
            alarm(each, labels, text, weights) + more
            for each, more in zip(windows, told, strict=True)
        )
        return cls(text, windows, labels, weights, sense, told, tuple(alarms))

    def features(
        self, places: Sequence[Found], label: int, elsewhere: Others, *, by_meaning: bool
    ) -> list[tuple[float, ...]]:
        """The :data:`FEATURES` of each of ``places``, in all of which an idea was found; see :meth:`doubts`."""
        inside = [
            [
                at
                for at, window in enumerate(self.windows)
                if window.first <= place.last and place.first <= window.last
            ]
            for place in places
        ]
        near, lead = self._nearest(sorted({at for here in inside for at in here}), label)
        longest = max((place.last - place.first + 1 for place in places), default=0)
        common = (
            float(min(elsewhere.contradicted, _MOST_COUNTED)),
            float(elsewhere.contradicted > 0),
            float(min(elsewhere.made, _MOST_COUNTED)),
            float(by_meaning),
            near,
            lead,
            float(_USUAL_LENGTH if by_meaning else min(longest, _LONGEST)),
            float(min(len(places), _MOST_PLACES)),
        )
        return [(*self._sounds(here, label), *common) for here in inside]

    def _sounds(self, here: Sequence[int], label: int) -> tuple[float, float, float]:
        """How the windows ``here`` sound to who asks for an idea, and the others, together and in the mean.

        Of an idea that speaks itself of what is not, the meaning of a sentence tells nothing.
        """
        negative = sign(self.labels[label], self.text.language, head=True)
        own = max(
            (
                alarm(self.windows[at], self.labels[label : label + 1], self.text, self.weights)
                + (0.0 if negative else self.told[at])
                for at in here
            ),
            default=0.0,
        )
        others = sum(
            _LOUDEST * tanh(sounds / _LOUDEST)
            for at, sounds in enumerate(self.alarms)
            if at not in here
        )
        return own, others, others / max(1, len(self.windows) - len(here))

    def _nearest(self, here: Sequence[int], label: int) -> tuple[float, float]:
        """How near the windows ``here`` come to an idea, and how much nearer than to its siblings."""
        if self.sense is None or not here:
            return 0.0, 0.0
        near = self.sense.near[list(here)]
        siblings = [at for at in range(near.shape[1]) if at != label]
        lead = (near[:, label] - near[:, siblings].max(axis=1)).max() if siblings else 0.0
        return float(near[:, label].max()), float(lead)

    def doubts(
        self, places: Sequence[Found], label: int, elsewhere: Others, *, by_meaning: bool
    ) -> list[Doubt]:
        """Whether each of ``places`` gets the idea wrong that was found there.

        Args:
            places: of the text, all that tell something of the idea.
            label: where the idea stands in the labels.
            elsewhere: what became of the other ideas.
            by_meaning: not by its wording.
        """
        confused = elsewhere.contradicted > 0
        return [
            Doubt(
                self.weights.intercept
                + sum(
                    weight * value for weight, value in zip(self.weights.place, each, strict=True)
                ),
                confused,
                right=not confused and elsewhere.made > 1,
                weights=self.weights,
            )
            for each in self.features(places, label, elsewhere, by_meaning=by_meaning)
        ]
