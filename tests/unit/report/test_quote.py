from __future__ import annotations

import pytest

from interviewer.models import Term
from interviewer.report.quote import find_term


@pytest.mark.parametrize(
    ("quote", "term", "found"),
    [
        ("la Donnée brute", Term("données"), "Donnée"),
        ("par fine tuning ciblé", Term("fine-tuning"), "fine tuning"),
        ("un bon rague", Term("RAG", heard_as=("rague",)), "rague"),
        ("des processus métiers", Term("processus métier"), "processus métiers"),
        (
            "une base de documents",
            Term("base", variants=("base de documents",)),
            "base de documents",
        ),
        ("un document", Term("um"), None),
        ("du ragoût", Term("RAG"), None),
        ("rien", Term("..."), None),
        ("", Term("RAG"), None),
    ],
)
def test_find_term(quote: str, term: Term, found: str | None) -> None:
    span = find_term(quote, term)
    assert (quote[slice(*span)] if span else None) == found
