"""How a sentence sounds that gets an idea wrong, whatever the idea: what is put too strongly, made light of, swapped.

Wording that makes an idea makes it as well where it stands in « le discriminateur suffit tout seul » or « c'est le
générateur qui juge ». No word of these is false by itself. But who confuses ideas says « inutile », « toujours »,
« tout seul », « c'est l'autre qui … » far more often than who knows them, and goes on confusing them: a place is
doubted the more, the more of it stands in its own sentence, in the rest of the answer, and the more ideas the
answer is known to contradict. What the label of an idea says itself is no reason to doubt it.

How much each kind of word tells, and from where on a place is doubted: ``doubt.json``, which
benchmarks/meaning/doubt.py fits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import inf, tanh

from interviewer.domain import Language, Transcript
from interviewer.scoring.doubt_cues import KINDS
from interviewer.scoring.patterns import Found
from interviewer.scoring.text import Text, read

_MOST = 2
"""Words of a kind in a window that count."""
_LOUDEST = 1.5
"""What one window may tell of the rest of the answer."""
_MOST_COUNTED = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regressions."""

    kinds: tuple[float, ...]
    usual: float
    """Added to those of the kinds found in a sentence: log-odds that it gets an idea wrong."""
    own: float
    """What the sentence itself weighs in whether a place does."""
    others: float
    """What the other sentences do, all together."""
    contraries: float
    """What each idea does that the answer is known to contradict."""
    found: float
    """What each other idea does that its wording makes."""
    by_meaning: float
    intercept: float
    doubted: float
    """From where on the place earns nothing."""
    eased: float
    """The same of one that is only just near enough by its meaning."""
    contrary: float
    """From where on it counts as the contrary of the idea."""
    near: float
    """The same of what is only said near the idea, in an answer that contradicts others."""
    nearly: float
    """Where nothing is known to be wrong: what is said may well be the idea if it misses less than this of
    what is asked of it by its meaning."""
    worded: float
    """From where on a place that words the contrary is believed to say it, in an answer that is right about others."""
    denied: float
    """The same of one that denies the idea."""


@cache
def fitted() -> Weights:
    """The regressions of this package."""
    text = files("interviewer.scoring").joinpath("doubt.json").read_text(encoding="utf-8")
    data = json.loads(text)
    each = data.pop("kinds")
    kinds = tuple(each[kind] for kind in KINDS["fr"])
    return Weights(kinds, **data)


@lru_cache(maxsize=8192)
def kinds_in(said: str, language: Language) -> tuple[int, ...]:
    """How many words of each kind ``said``, a row of norms, holds; two at most."""
    return tuple(min(_MOST, len(kind.findall(said))) for kind in KINDS[language].values())


@lru_cache(maxsize=4096)
def _own(label: str, language: Language) -> tuple[bool, ...]:
    tokens = read(Transcript.from_text(label, language)).tokens
    return tuple(map(bool, kinds_in(" ".join(token.norm for token in tokens), language)))


def alarm(window: Found, labels: Sequence[str], text: Text) -> float:
    """Log-odds that what is said in ``window`` gets an idea wrong, by its words alone.

    Args:
        window: of ``text``.
        labels: of ideas; what they say themselves tells nothing.
        text: the answer.
    """
    said = " ".join(token.norm for token in text.tokens[window.first : window.last + 1])
    own = [_own(label, text.language) for label in labels]
    weights = fitted()
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

    @property
    def most(self) -> float:
        """From where on the place earns nothing; nowhere in an answer that contradicts no other idea.

        How it sounds is no reason by itself: who puts what is right in plain words says « pas », « rien »
        and « jamais » as well.
        """
        return fitted().doubted if self.confused else inf


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentences of an answer, and how each sounds."""

    text: Text
    windows: tuple[Found, ...]
    labels: Sequence[str]
    alarms: tuple[float, ...]

    @classmethod
    def of(cls, text: Text, windows: tuple[Found, ...], labels: Sequence[str]) -> Answer:
        """``text``, cut into ``windows``, that answers what asks for the ideas ``labels``."""
        return cls(text, windows, labels, tuple(alarm(each, labels, text) for each in windows))

    def circumstances(self, place: Found, label: int) -> tuple[float, float]:
        """How the sentence sounds in which an idea was found, and the rest of the answer."""
        own: list[float] = []
        others = 0.0
        for window, sounds in zip(self.windows, self.alarms, strict=True):
            if window.first <= place.last and place.first <= window.last:
                own.append(alarm(window, self.labels[label : label + 1], self.text))
            else:
                others += _LOUDEST * tanh(sounds / _LOUDEST)
        return max(own, default=0.0), others

    def doubt(self, place: Found, label: int, elsewhere: Others, *, by_meaning: bool) -> Doubt:
        """Whether ``place`` gets the idea wrong that was found there.

        Args:
            place: of the text.
            label: where the idea stands in the labels.
            elsewhere: what became of the other ideas.
            by_meaning: not by its wording.
        """
        weights = fitted()
        own, others = self.circumstances(place, label)
        odds = (
            weights.intercept
            + weights.own * own
            + weights.others * others
            + weights.contraries * min(elsewhere.contradicted, _MOST_COUNTED)
            + weights.found * min(elsewhere.made, _MOST_COUNTED)
            + weights.by_meaning * by_meaning
        )
        confused = elsewhere.contradicted > 0
        return Doubt(odds, confused, right=not confused and elsewhere.made > 1)
