"""Every listed way to write a term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from interviewer.models import Match, Term
from interviewer.score.patterns import Found, find
from interviewer.score.phrase import parse
from interviewer.score.text import Text, indexed

__all__ = ["written"]

_LE = "ou"
"""What a recogniser makes of the vowel of « le » before a word that it does not know."""
_AFTER_LE = 3
"""Letters of such a word at least."""
_TOKENS = 8
"""Tokens that such a term may take."""


def written(term: Term, text: Text) -> Iterator[tuple[Match, Found]]:
    """Every place where a form of ``term`` stands, overlapping ones included."""
    cased = term.exact_case
    for found in find(parse(term.name, cased=cased), text):
        yield "inflected" if found.inflected else "exact", found
    for variant in term.variants:
        yield from (("variant", found) for found in find(parse(variant, cased=cased), text))
    for heard in term.heard_as:
        yield from (("sounds_like", found) for found in find(parse(heard, plain=True), text))
    if text.language == "fr":
        yield from (("sounds_like", found) for found in _after_le(term, text))


def _after_le(term: Term, text: Text) -> Iterator[Found]:
    """Where « le » and a form of ``term`` are written as one word: « l'Opipeline », « l'UNLP »."""
    phrases = [parse(form, cased=term.exact_case) for form in (term.name, *term.variants)]
    for at in (position for vowel in _LE for position in text.starts.get(vowel, ())):
        token = text.tokens[at]
        rest = token.norm[1:]
        if at == 0 or not text.tokens[at - 1].elided or len(rest) < _AFTER_LE:
            continue
        if text.tokens[at - 1].norm != "l":
            continue
        for phrase in phrases:
            if rest in phrase.openings:
                first = replace(token, norm=rest, surface=token.surface[1:])
                tokens = (first, *text.tokens[at + 1 : at + _TOKENS])
                for found in find(phrase, indexed(text.language, text.words, tokens)):
                    if found.first == 0:
                        yield Found(at, at + found.last, found.inflected)
