"""A person's own files to scenarios: notes as they are, with an ad and a CV or without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from interviewer.domain import Language
from interviewer.errors import filled
from interviewer.i18n import N_, translator
from interviewer.scenario.advert import Fit, fit_of, word_frequency
from interviewer.scenario.documents import TEXT_ENDINGS, is_document, read_document
from interviewer.scenario.drafting import draft
from interviewer.scenario.drafts import Draft, Extra, Material, Propose, nothing
from interviewer.scenario.glossary import Glossary, fold
from interviewer.scenario.job import likely_questions
from interviewer.scenario.notes import language_of, read_notes


def is_notes(reference: str | Path) -> bool:
    """Whether ``reference`` names notes, rather than a scenario of the library or a TOML file."""
    return is_document(Path(reference))


def draft_of(path: Path, glossary: Glossary) -> Draft:
    """The scenario that the notes in ``path`` give.

    Raises:
        UsageError: the file cannot be read, or nothing in it can be rehearsed.
    """
    made = draft(read_notes(read_document(path)), path.name, glossary)
    if path.suffix.lower() in TEXT_ENDINGS:
        return made
    # Word and PDF have no lines that a person could count.
    return replace(made, unsure=tuple(replace(each, line=None) for each in made.unsure))


def new_draft(
    name: str,
    glossary: Glossary,
    *,
    notes: Path | None,
    ad: Path | None,
    cv: Path | None,
    propose: Propose = nothing,
) -> Draft:
    """A scenario to be edited, out of notes, an ad and a CV, or some of them.

    What ``propose`` adds stands behind the questions of the templates.

    Raises:
        UsageError: a file cannot be read, or nothing in it can be rehearsed.
    """
    said, asked, own = (read_document(path) if path is not None else "" for path in (notes, ad, cv))
    found = read_notes(said)
    if notes is None:
        language, is_clear = language_of(asked or own)
        found = replace(found, language=language, is_language_clear=is_clear)
    extra = _extra(asked, own, glossary, found.language)
    known = {fold(question.title) for question in extra.questions}
    proposed = propose(Material(said, asked, own, found.language))
    added = tuple(question for question in proposed if fold(question.title) not in known)
    extra = replace(extra, questions=(*extra.questions, *added))
    return draft(found, f"{name}.toml", glossary, extra)


def _extra(ad: str, cv: str, glossary: Glossary, language: Language) -> Extra:
    if not ad and not cv:
        return Extra()
    fit = fit_of(ad, cv, glossary, word_frequency(language), language) if ad else Fit((), (), ())
    questions = likely_questions(ad or cv, fit.gaps, fit.shared, language)
    translate = translator(language)
    listed = (
        (N_("Terms of the ad: {terms}."), fit.terms),
        (N_("Not in the CV: {terms}."), fit.gaps),
    )
    comments = (
        filled(translate(message), {"terms": ", ".join(terms)})
        for message, terms in listed
        if terms
    )
    return Extra(fit.terms, questions, tuple(comments))
