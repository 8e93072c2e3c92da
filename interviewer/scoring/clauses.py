"""Clauses and sentences of what was said, and the negations in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.scoring.cues import Cues, words
from interviewer.scoring.patterns import Found
from interviewer.scoring.text import Text, Token

NE = frozenset(("ne", "n"))
_WITH_NE = frozenset(("plus", "rien", "personne"))
"""Negations only beside « ne »: « plus vite », « une personne relit »."""
_STEP_BEFORE = words("un de petit petits premier premiers grand grands chaque ce ces nos des les")
"""« un premier pas »: a step."""
_ONLY_BEFORE = words("est sont etait etaient fait fais font faisait faisons y")
"""« ce n'est pas que du RAG » is « not only »; « je ne dis pas que … » reports."""
REPORTS = re.compile(
    r"di[rst]\w*|di|say\w*|said|promi\w*|pretend\w*|affirm\w*|claim\w*|cro\w+|repet\w*"
)
_QUOTES = frozenset(':«“"')
_SENTENCE_MARKS = frozenset(".!?…")
_CLAUSE_MARKS = frozenset(",;:.!?…—–")
_PRESENTS = frozenset((("c", "est"), ("it", "s"), ("that", "s"), ("tant", "que"), ("tant", "qu")))
"""« c'est », "it's", « tant que »: the next clause has begun."""


def plain(said: Sequence[Token]) -> str:
    """Norms in a row with the marks that end clauses, for patterns of cues to look at."""
    parts: list[str] = []
    for token in said:
        parts.append(token.norm)
        if mark := end_mark(token):
            parts.append(mark)
    return " ".join(parts)


def end_mark(token: Token) -> str:
    """The mark that closes a clause behind ``token``; empty where none ends there or nothing follows.

    A clause ends at the end of a line or of the text, too, whatever stands there: that is a full stop.
    """
    if not (token.ends_clause and token.after):
        return ""
    return next((mark for mark in token.after if mark in _CLAUSE_MARKS), ".")


def negates(said: Sequence[Token], position: int, cues: Cues) -> bool:
    """Whether the word at ``position`` is a negation there."""
    token = said[position]
    if not cues.negations.fullmatch(token.norm):
        return False
    before = [other.norm for other in said[max(0, position - 4) : position]]
    after = [other.norm for other in said[position + 1 : position + 4]]
    if token.norm in _WITH_NE:
        return not NE.isdisjoint(before) or (token.norm != "plus" and not NE.isdisjoint(after))
    previous = said[position - 1] if position else None
    if token.norm == "pas" and previous is not None:
        by_step = previous.surface.casefold() == "à" or after[:2] == ["a", "pas"]
        return not by_step and previous.norm not in _STEP_BEFORE
    return not (token.norm == "jamais" and before[-1:] == ["si"])


def sentence(found: Found, text: Text) -> range:
    """The tokens of the sentence in which ``found`` begins."""
    first = last = found.first
    while first and not ends_sentence(text.tokens[first - 1]):
        first -= 1
    while not ends_sentence(text.tokens[last]) and last + 1 < len(text.tokens):
        last += 1
    return range(first, max(last, found.last) + 1)


def ends_sentence(token: Token) -> bool:
    """A mark that ends a sentence follows."""
    return token.ends or bool(_SENTENCE_MARKS & set(token.after))


def ends_clause(token: Token) -> bool:
    """A mark follows that is not the colon or the quotation mark of what is reported."""
    return token.ends_clause and not (REPORTS.fullmatch(token.norm) and set(token.after) & _QUOTES)


def begins_clause(said: Sequence[Token], position: int, cues: Cues) -> bool:
    """Whether a clause begins with the word at ``position``, marks or none."""
    norm = said[position].norm
    presents = (norm, said[position + 1].norm) in _PRESENTS
    return (
        presents
        or norm in cues.breaks
        or (norm in cues.joints and said[position + 1].norm in cues.subjects)
    )


def only(said: Sequence[Token], position: int) -> bool:
    """Whether the negation at ``position`` is that of « ce n'est pas que du RAG »."""
    if said[position].norm != "pas" or not position or position + 1 >= len(said):
        return False
    return said[position + 1].norm in ("que", "qu") and said[position - 1].norm in _ONLY_BEFORE
