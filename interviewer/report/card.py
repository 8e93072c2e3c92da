"""The card of one answer, as values: the score, what was good, the one thing to change.

The terminal and the page in the browser show the same; all the rest is in the whole scorecard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from interviewer.domain import AnswerCard
from interviewer.i18n import N_
from interviewer.report.answer import MODEL_ASKED, timing_view
from interviewer.report.view import TimingView
from interviewer.report.wording import score_words
from interviewer.scoring.advice import good_and_change
from interviewer.ui.page import Words
from interviewer.ui.text import number, safe

_LAST_KEY = 9
_SAME = 0.5
"""Points of the score: less is not seen in whole numbers."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An idea that the person may say they made, by the key that says so."""

    number: int
    idea: str
    marked: bool
    """They did."""


@dataclass(frozen=True, slots=True)
class CardView:
    """What became of an answer."""

    title: str
    score: float | None
    score_text: str
    since: str
    """How much better than the first take; empty where this is the first."""
    trend: Literal["better", "worse", "same"]
    asked: str
    """The follow-up that a language model thought of, and which; empty where none did."""
    time: str
    """Spoken and target; empty where nothing was heard, as what is said of the time then is."""
    timing: TimingView
    good: str
    change: str
    claims: tuple[Claim, ...]
    listening: str = ""
    """What is not listened to yet, where the card is not final."""


def early_view(
    words: Words, card: AnswerCard, first: float | None = None, *, asks: bool = False
) -> CardView:
    """The card of an answer that is still being listened to: what is lacking may be there yet.

    Args:
        words: as of :func:`card_view`, as are ``card`` and ``first``.
        card: see there.
        first: see there.
        asks: a follow-up may come, whose answer is not to be told beforehand.
    """
    lacking = [
        safe(hit.term.name) for hit in card.coverage.terms if hit.outcome not in ("hit", "partial")
    ]
    told = words.say(N_("Still listening; this score is not final."))
    if asks:
        told = words.say(N_("Still listening; a question may follow. This score is not final."))
    elif lacking:
        terms = ", ".join(lacking)
        told = words.say(N_("Still listening for: {terms}. This score is not final."), terms=terms)
    return replace(card_view(words, card, first), change="", claims=(), listening=told)


def card_view(words: Words, card: AnswerCard, first: float | None = None) -> CardView:
    """Everything that a card says.

    Args:
        words: the language.
        card: of the answer.
        first: the score of the first take, where this is another.
    """
    good, change = good_and_change(card)
    timing = timing_view(card, words)
    told = words.say(N_("{spoken} for {target}"), spoken=timing.spoken, target=timing.target)
    since, trend = _since(words, card.score, first)
    return CardView(
        title=safe(card.title),
        score=card.score,
        score_text=score_words(card.score, words),
        since=since,
        trend=trend,
        asked=words.say(
            MODEL_ASKED, model=safe(card.follow_up_by), question=safe(card.follow_up_asked)
        )
        if card.follow_up_by
        else "",
        time=told if timing.spoken else "",
        timing=timing,
        good=safe(good),
        change=safe(change),
        claims=tuple(_claims(card)),
    )


def _since(
    words: Words, score: float | None, first: float | None
) -> tuple[str, Literal["better", "worse", "same"]]:
    """« +12 depuis la première prise »."""
    if first is None or score is None:
        return "", "same"
    gain = score - first
    if abs(gain) < _SAME:
        return words.say(N_("the same as your first take")), "same"
    points = ("+" if gain > 0 else "−") + number(abs(gain), 0, words.language)
    told = words.say(N_("{points} since your first take"), points=points)
    return told, "better" if gain > 0 else "worse"


def _claims(card: AnswerCard) -> Iterator[Claim]:
    marked = {hit.point for hit in card.coverage.disputed}
    for at, title in card.disputable:
        if at <= _LAST_KEY:
            yield Claim(at, safe(title), title in marked)
