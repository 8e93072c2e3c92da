"""What was said and denied in the same breath: « on n'a pas fait de validation croisée ».

A place is turned round by what stands in its clause:

* a negation before it, at most eight words off, elided ones left out: a clause begins at a mark, at
  « mais », « car », "because", at « et », "and" before a new subject;
* a negation that the phrasing does not hold between its words: « ne trace aucune frontière »;
* what its subject does not do, « la validation croisée n'apporte rien », "coding agents don't …",
  or what it is taken for: « du temps perdu », "pointless";
* « sans », « au lieu de », « inutile de », "rather than", "no need to" right before it;
* a verb of leaving that somebody does: « on évite », "we skip".

A negation is lifted by a word that turns it round itself: « on n'oublie pas le monitoring »,
« pas seulement du RAG », "never live without monitoring"; by what supposes it, « si on ne surveille
pas », or asks: « je ne sais pas qui décide », « ne faut-il pas surveiller ? ».

What is doubtful is not denied: a candidate's word counts unless taken back. What a denied place means
for a point is told by :mod:`interviewer.scoring.stance`; a **term** is placed all the same, and the
``then`` of a **rule** has been talked of; a denied **trap** is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal

from interviewer.scoring.cues import CUES, Cues
from interviewer.scoring.patterns import Found
from interviewer.scoring.text import Text, Token

Turn = Literal["kept", "unable", "turned"]
"""What the words around a place do to it; ``unable``: it cannot be done, or is not known."""

_REACH = 8
"""Words between a negation and what it denies: « nous n'avons pas pu mettre en place de vraie … »."""
_LEFT = 5
"""Words between a verb of leaving and what is left."""
_LEAD = 5
"""Words of a clause that may stand before its subject, articles included."""

_NE = frozenset(("ne", "n"))
_WITH_NE = frozenset(("plus", "rien", "personne"))
"""Negations only beside « ne »: « plus vite », « une personne relit »."""
_STEP_BEFORE = frozenset(
    [
        "un",
        "petit",
        "petits",
        "premier",
        "premiers",
        "grand",
        "grands",
        "chaque",
        "ce",
        "ces",
        "nos",
        "des",
        "les",
    ]
)
"""« un premier pas »: a step."""
_ONLY_BEFORE = frozenset(
    ["est", "sont", "etait", "etaient", "fait", "fais", "font", "faisait", "faisons", "y"]
)
"""« ce n'est pas que du RAG » is « not only »; « je ne dis pas que … » reports."""
_OBJECTS = frozenset(
    [
        "l",
        "le",
        "la",
        "les",
        "y",
        "en",
        "se",
        "s",
        "me",
        "m",
        "te",
        "t",
        "lui",
        "leur",
        "vous",
        "nous",
    ]
)
_REPORTS = re.compile(
    r"di[rst]\w*|di|say\w*|said|promi\w*|pretend\w*|affirm\w*|claim\w*|cro\w+|repet\w*"
)
_QUOTES = frozenset(':«“"')
_SENTENCE_MARKS = frozenset(".!?…")
_THAT = frozenset(("que", "qu", "that"))
_AFFIRMED = frozenset(
    ["probleme", "souci", "soucis", "secret", "difficile", "complique", "hasard", "seul", "seule"]
)
"""« n'est pas un problème » tells nothing of what was found."""


def denied(found: Found, text: Text) -> bool:
    """Whether the words at ``found`` are denied by those around them."""
    return turn(found, text) != "kept"


def denied_before(found: Found, text: Text) -> bool:
    """Whether a negation before ``found`` in its clause governs it."""
    return _before(found, text) != "kept"


def turn(found: Found, text: Text, held: Collection[str] = ()) -> Turn:
    """What the words around ``found``, and between its own, do to it.

    Args:
        found: the place.
        text: where it stands.
        held: norms of the phrasing found, whose negations are its own.
    """
    before = _before(found, text)
    if before != "kept":
        return "kept" if _asked(found, text) else before
    if _left(found, text) or _instead(found, text):
        return "turned"
    if _negated_inside(found, text, held) or _negated_verb(found, text):
        return "kept" if _asked(found, text) else "turned"
    return "turned" if _denied_after(found, text) else "kept"


def plain(said: Sequence[Token]) -> str:
    """Norms in a row with the marks that end clauses, for patterns of cues to look at."""
    parts: list[str] = []
    for token in said:
        parts.append(token.norm)
        if token.ends_clause and token.after:
            parts.append(next(mark for mark in token.after if mark in ",;:.!?…—–"))
    return " ".join(parts)


def negates(said: Sequence[Token], position: int, cues: Cues) -> bool:
    """Whether the word at ``position`` is a negation there."""
    token = said[position]
    if not cues.negations.fullmatch(token.norm):
        return False
    before = [other.norm for other in said[max(0, position - 4) : position]]
    after = [other.norm for other in said[position + 1 : position + 4]]
    if token.norm in _WITH_NE:
        return not _NE.isdisjoint(before) or (token.norm != "plus" and not _NE.isdisjoint(after))
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


def _before(found: Found, text: Text) -> Turn:
    cues, said = CUES[text.language], text.tokens
    reach = _REACH
    for position in range(found.first - 1, -1, -1):
        token = said[position]
        if _ends_clause(token) or _begins_clause(said, position, cues):
            return "kept"
        if cues.lifting.fullmatch(token.norm) or cues.turning.fullmatch(token.norm):
            return "kept"
        if negates(said, position, cues):
            return _governed(position, found, text)
        reach -= not token.elided
        if not reach:
            return "kept"
    return "kept"


def _governed(position: int, found: Found, text: Text) -> Turn:
    """What the negation at ``position`` does to ``found``, which it reaches."""
    cues, said = CUES[text.language], text.tokens
    verb = said[position - 1].norm if position else ""
    if _only(said, position) or cues.turning.fullmatch(verb):
        return "kept"
    if _supposed(position, text):
        return "kept"
    between = [token.norm for token in said[position + 1 : found.first]]
    around = [verb, *between[:1]]
    if any(cues.unable.fullmatch(norm) for norm in around):
        asked = any(cues.asking.fullmatch(norm) for norm in between)
        return "kept" if asked else "unable"
    return "turned"


def _supposed(position: int, text: Text) -> bool:
    """Whether the clause of the negation at ``position`` supposes: « si on ne surveille pas »."""
    cues, said = CUES[text.language], text.tokens
    for at in range(position - 1, max(-1, position - 1 - _REACH), -1):
        if _ends_clause(said[at]):
            return False
        norm, after = said[at].norm, said[at + 1].norm
        if norm == "s" and after not in ("il", "ils"):  # « il s'arrête ».
            continue
        if cues.supposing.fullmatch(norm) or (norm, after) == ("peut", "etre"):
            return True
        later = {token.norm for token in said[at + 1 : position]}
        if cues.heeding.fullmatch(norm) and later & _THAT:
            return True
    return False


def _asked(found: Found, text: Text) -> bool:
    return "?" in text.tokens[sentence(found, text)[-1]].after


def _left(found: Found, text: Text) -> bool:
    """« on évite le monitoring »: somebody, and not « pour éviter » or « n'évite pas »."""
    cues, said = CUES[text.language], text.tokens
    for position in range(found.first - 1, max(-1, found.first - 1 - _LEFT), -1):
        if _ends_clause(said[position]) or _begins_clause(said, position, cues):
            return False
        if cues.leaving.fullmatch(said[position].norm):
            at = position - 1
            while at >= 0 and said[at].norm in _OBJECTS - cues.subjects:
                at -= 1
            subject = (
                at >= 0 and said[at].norm in cues.subjects and said[at].norm not in ("it", "ca")
            )
            after = said[position + 1] if position + 1 < len(said) else None
            negated = after is not None and negates(said, position + 1, cues)
            return subject and not negated
    return False


def _instead(found: Found, text: Text) -> bool:
    """« au lieu de », « inutile de », or « sans » that nobody warns of."""
    cues, said = CUES[text.language], text.tokens
    whole = sentence(found, text)
    first = found.first
    while first > whole.start and not said[first - 1].ends_clause:
        first -= 1
    before = plain(said[first : found.first]) + " "
    if cues.instead.search(before):
        return True
    without = cues.without.search(before)
    if without is None:
        return False
    start = plain(said[whole.start : found.first])
    rest = plain(said[found.last + 1 : whole.stop])
    rest = (
        ", " if said[found.last].ends_clause and not ends_sentence(said[found.last]) else ""
    ) + rest
    opens = len(start.split()) <= len(before[without.start() :].split())
    if opens and "," in rest:  # « Sans monitoring, un modèle se dégrade »: what would happen.
        return False
    others = plain(said[whole.start : first]) + " " + before[: without.start()] + rest
    return cues.ruin.search(others) is None


def _negated_inside(found: Found, text: Text, held: Collection[str]) -> bool:
    """A negation between the words of the phrasing, which holds none."""
    if not held:
        return False
    cues, said = CUES[text.language], text.tokens
    for position in range(found.first + 1, found.last):
        norm = said[position].norm
        if norm in held or not negates(said, position, cues):
            continue
        near = [said[position - 1].norm, said[position + 1].norm]
        lifted = cues.lifting.fullmatch(near[1]) or any(map(cues.turning.fullmatch, near))
        if not (lifted or _only(said, position) or _supposed(position, text)):
            return True
    return False


def _denied_after(found: Found, text: Text) -> bool:
    last = text.tokens[found.last]
    if ends_sentence(last):
        return False
    cues = CUES[text.language]
    start = ", " if last.ends_clause else ""
    follows = start + plain(text.tokens[found.last + 1 : found.last + 1 + 2 * _REACH])
    if cues.after.match(follows) is not None:
        return True
    if not _subject(found, text):
        return _ahead(found, text)
    predicate = cues.predicate.match(follows)
    if predicate is None:
        return False
    verb, after = predicate["verb"] or "", predicate["next"] or ""
    turned = cues.turning.fullmatch(verb) or cues.turning.fullmatch(after)
    lifted = (
        cues.lifting.fullmatch(after) or {verb, after} & _AFFIRMED or after in ("un", "que", "qu")
    )
    return not (turned or lifted)


def _ahead(found: Found, text: Text) -> bool:
    """« Une fois en production, on ne surveille plus »: it is told ahead of what is denied."""
    cues, said = CUES[text.language], text.tokens
    whole = sentence(found, text)
    lead = plain(said[whole.start : found.first]) + " "
    comma = next((at for at in range(found.last, whole.stop - 1) if said[at].ends_clause), None)
    if comma is None or comma > found.last + 3 or not cues.ahead.fullmatch(lead):
        return False
    follows = range(comma + 1, min(comma + 1 + _REACH, whole.stop - 1))
    if not len(follows) or said[comma + 1].norm not in cues.subjects:
        return False
    at = next((at for at in follows if negates(said, at, cues)), None)
    if at is None:
        return False
    near = [said[at - 1].norm, said[at + 1].norm]
    lifted = any(cues.lifting.fullmatch(norm) or cues.turning.fullmatch(norm) for norm in near)
    return not (lifted or _only(said, at))


def _subject(found: Found, text: Text) -> bool:
    """Whether ``found`` opens its clause, articles and the like apart."""
    cues, said = CUES[text.language], text.tokens
    for position in range(found.first - 1, max(-1, found.first - 1 - _LEAD), -1):
        if said[position].ends_clause or _begins_clause(said, position, cues):
            return True
        if not cues.leads.fullmatch(said[position].norm):
            return False
    return found.first <= _LEAD


def _negated_verb(found: Found, text: Text) -> bool:
    """« on ne surveille pas »: what was found is the verb itself. « ne … que » affirms."""
    said, first, after = text.tokens, found.first - 1, found.last + 1
    if text.language != "fr" or after >= len(said) or _ends_clause(said[after - 1]):
        return False
    french = CUES["fr"]
    while first > 0 and said[first].norm in _OBJECTS:
        first -= 1
    if first < 0 or not negates(said, after, french):
        return False
    lifted = after + 1 < len(said) and french.lifting.fullmatch(said[after + 1].norm)
    return not lifted and said[first].norm in _NE | french.subjects


def _ends_clause(token: Token) -> bool:
    """A mark follows that is not the colon or the quotation mark of what is reported."""
    return token.ends_clause and not (_REPORTS.fullmatch(token.norm) and set(token.after) & _QUOTES)


def _begins_clause(said: Sequence[Token], position: int, cues: Cues) -> bool:
    norm = said[position].norm
    presents = (norm, said[position + 1].norm) == ("c", "est") or norm in ("it's", "that's")
    return (
        presents
        or norm in cues.breaks
        or (norm in cues.joints and said[position + 1].norm in cues.subjects)
    )


def _only(said: Sequence[Token], position: int) -> bool:
    if said[position].norm != "pas" or not position or position + 1 >= len(said):
        return False
    return said[position + 1].norm in ("que", "qu") and said[position - 1].norm in _ONLY_BEFORE
