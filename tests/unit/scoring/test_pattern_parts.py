"""Alternatives inside a pattern, and parts that stand in any order."""

from __future__ import annotations

import pytest

from interviewer.domain import Transcript, pattern_fault, pattern_ways
from interviewer.scoring.patterns import find
from interviewer.scoring.phrases import parse
from interviewer.scoring.stance import stances
from interviewer.scoring.text import read


def _found(pattern: str, text: str) -> list[str]:
    searched = read(Transcript.from_text(text, "fr"))
    return [
        " ".join(token.surface for token in searched.tokens[place.first : place.last + 1])
        for place in find(parse(pattern), searched)
    ]


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        ("le modèle", ["le modèle"]),
        ("(on|nous) nettoie", ["on nettoie", "nous nettoie"]),
        ("nettoy(er|age*)", ["nettoyer", "nettoyage*"]),
        ("(a|b) … (c|d)", ["a … c", "a … d", "b … c", "b … d"]),
        ("((a|b) c|d) e", ["a c e", "b c e", "d e"]),
        ("machine learning (ML)", ["machine learning ML"]),
        ("( a | a )", ["a"]),
        ("C++", ["C++"]),
    ],
)
def test_a_pattern_stands_for_each_of_its_ways(pattern: str, ways: list[str]) -> None:
    assert pattern_fault(pattern) is None
    assert sorted(pattern_ways(pattern)) == sorted(ways)


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("(a|b", "unbalanced"),
        ("a)", "unbalanced"),
        ("a|b", "unbalanced"),
        (")a(", "unbalanced"),
        ("(a + b|c)", "unbalanced"),
        ("(a|)", "empty"),
        ("()", "empty"),
        ("a + ", "empty"),
        ("+ a", "empty"),
        ("a + + b", "empty"),
        ("(a|b|c|d|e)(a|b|c|d|e)(a|b|c)", "many"),
        ("a + " + "(a|b)" * 7, "many"),
        ("(((a|b)|())|c)", "empty"),
    ],
)
def test_what_is_wrong_in_a_pattern_is_told(pattern: str, fault: str) -> None:
    assert pattern_fault(pattern) == fault


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("données + nettoy*", "nettoyer vos données", ["nettoyer vos données"]),
        (
            "données + nettoy*",
            "les données, il faut les nettoyer",
            ["données il faut les nettoyer"],
        ),
        ("données + (nettoy*|tri*)", "on trie des données", ["trie des données"]),
        ("données + nettoy*", "Voici des données. Nettoyez.", []),
        ("données + nettoy*", "Les données ? Nettoyons", []),
        (
            "données + nettoy*",
            "données un deux trois nettoyer",
            ["données un deux trois nettoyer"],
        ),
        ("données + nettoy*", "données un deux trois quatre nettoyer", []),
        ("a … b + c", "c puis a ou b", ["c puis a ou b"]),
        ("a + b + c", "c b", []),
        ("mot + mot", "un mot", []),
        ("mot + mot", "mot pour mot", ["mot pour mot"]),
        ("pas … clair + pas", "pas clair", []),
        ("a + b", "a a b", ["a a b", "a b"]),
    ],
)
def test_parts_stand_in_any_order_close_to_each_other(
    pattern: str, text: str, found: list[str]
) -> None:
    assert _found(pattern, text) == found


def test_a_denial_is_judged_by_the_way_that_was_found() -> None:
    """« n'est plus modifié » makes the point, as its word of negation is that of the pattern."""
    phrasings = ("poids + (gelé*|plus … modifi*)",)
    for said, stance in (
        ("Les poids ne sont plus modifiés.", "made"),
        ("Les poids sont gelés.", "made"),
        ("Les poids ne sont pas gelés.", "contradicted"),
    ):
        places = stances("Le modèle est gelé", phrasings, read(Transcript.from_text(said, "fr")))
        assert [place.stance for place in places] == [stance], said
