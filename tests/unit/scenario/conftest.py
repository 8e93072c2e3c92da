"""A small glossary that the scenario tests share."""

from __future__ import annotations

import pytest

from interviewer.scenario.glossary import Glossary, glossary_from_text

GLOSSARY = """
[[term]]
term = "RAG"
kind = "acronym"
fr = ["génération augmentée par récupération"]
en = ["retrieval-augmented generation"]
heard_as = ["rague", "l'orage"]
definition = { fr = "Chercher, puis répondre.", en = "Search, then answer." }
example = { fr = "Notre RAG cite ses sources." }

[[term]]
term = "ROI"
kind = "acronym"
fr = ["retour sur investissement"]
exact_case = true

[[term]]
term = "fine-tuning"
kind = "expression"
fr = ["ajustement fin"]
heard_as = ["faille tuning"]

[[term]]
term = "données"
kind = "word"
en = ["data"]
"""


@pytest.fixture
def glossary_text() -> str:
    return GLOSSARY


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return glossary_from_text(GLOSSARY, "glossary.toml")
