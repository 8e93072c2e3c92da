"""Whether a follow-up is due on an answer, and what it asks: read off the answer's card."""

from __future__ import annotations

from interviewer.domain import AnswerCard
from interviewer.errors import filled
from interviewer.i18n import N_, translator

_NAME = N_("What is that called?")
_NAME_OF = N_("{idea}: what is that called?")


def follow_up_question(card: AnswerCard) -> str:
    """What is to be asked about the answer of ``card``; empty where nothing is.

    Asked about is the term, point or step that the task's follow-up names, where it was missed or said
    wrongly; never a point that was made, or may well have been, nor an answer without a word or in another language. Of
    a term whose idea was said without it, the name is asked for.
    """
    asked = card.task.follow_up
    if asked is None or not card.take.transcript.words or card.other_language is not None:
        return ""
    not_made = ("missed", "contradicted")  # Who said the contrary is worth asking again.
    missed = {hit.term.name: hit for hit in card.coverage.terms if hit.outcome in not_made}
    if any(
        hit.point == asked.when_missing and hit.status in not_made and not hit.nearly
        for hit in card.coverage.points
    ):
        return asked.ask
    term = missed.get(asked.when_missing)
    if term is None or term.nearly:
        return ""
    if term.idea is None:
        return asked.ask
    translate = translator(card.take.transcript.language)
    told = term.idea.casefold()
    forms = (term.term.name, *term.term.variants)
    if any(form.casefold() in told for form in forms):  # Its label would give the answer away.
        return translate(_NAME)
    return filled(translate(_NAME_OF), {"idea": term.idea})


def asked_after(card: AnswerCard) -> str:
    """The follow-up question that was asked about the answer of ``card``, whatever it was; empty where
    its task has none."""
    asked = card.task.follow_up
    return "" if asked is None else follow_up_question(card) or asked.ask
