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

from collections.abc import Collection
from itertools import pairwise
from typing import Literal

from interviewer.scoring.clauses import (
    NE,
    REPORTS,
    begins_clause,
    ends_clause,
    ends_sentence,
    negates,
    only,
    plain,
    sentence,
)
from interviewer.scoring.cues import cues_of, words
from interviewer.scoring.patterns import Found
from interviewer.scoring.text import Text

Turn = Literal["kept", "unable", "turned"]
"""What the words around a place do to it; ``unable``: it cannot be done, or is not known."""

_REACH = 8
"""Words between a negation and what it denies: « nous n'avons pas pu mettre en place de vraie … »."""
_LEFT = 5
"""Words between a verb of leaving and what is left."""
_LEAD = 5
"""Words of a clause that may stand before its subject, articles included."""

_OBJECTS = words("l le la les y en se s me m te t lui leur vous nous")
_DOERS = frozenset(("on", "nous", "je", "j", "we", "i"))
_PREPOSITIONS = frozenset(
    (
        "dans",
        "en",
        "pour",
        "chez",
        "avec",
        "sur",
        "par",
        "a",
        "au",
        "aux",
        "de",
        "in",
        "at",
        "on",
        "for",
        "with",
        "by",
    )
)
_NOT_ALL = words("un que qu tous toutes all every")
_JOINING = words(
    "que qu si s dont ou quand lorsque comme ce qui et what that if when which who where how and"
)
_ACTORS = words("je j on il ils elle elles i we they he she")
_SUPPOSED = frozenset((("peut", "etre"), ("sur", "que"), ("sur", "qu")))
"""« pour être sûr que la justesse n'a pas baissé »."""
_TAGS = frozenset(("non", "no", "right", "hein", "pas"))
_THAT = frozenset(("que", "qu", "that"))
_AFFIRMED = words("probleme souci soucis secret difficile complique hasard seul seule")
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
        return "kept" if asked(found, text) else before
    if _left(found, text) or _instead(found, text):
        return "turned"
    if _negated_inside(found, text, held) or _negated_verb(found, text):
        return "kept" if asked(found, text) else "turned"
    return _after(found, text)


def _before(found: Found, text: Text) -> Turn:
    cues, said = cues_of(text.language), text.tokens
    reach = _REACH
    for position in range(found.first - 1, -1, -1):
        token = said[position]
        if ends_clause(token) or begins_clause(said, position, cues):
            return "kept"
        if cues.lifting.fullmatch(token.norm) or cues.turning.fullmatch(token.norm):
            return "kept"
        if negates(said, position, cues):
            return _governed(position, found, text)
        if token.norm in _ACTORS and position and not _joins(said[position - 1].norm):
            return "kept"  # A clause of its own, where no mark is written.
        reach -= not token.elided
        if not reach:
            return "kept"
    return "kept"


def _joins(norm: str) -> bool:
    return norm in _JOINING or REPORTS.fullmatch(norm) is not None


def _governed(position: int, found: Found, text: Text) -> Turn:
    """What the negation at ``position`` does to ``found``, which it reaches."""
    cues, said = cues_of(text.language), text.tokens
    verb = said[position - 1].norm if position else ""
    if only(said, position) or cues.turning.fullmatch(verb):
        return "kept"
    if _supposed(position, text):
        return "kept"
    if verb in ("pour", "ne") and "pour" in {
        token.norm for token in said[max(0, position - 2) : position]
    }:
        return "unable"
    between = [token.norm for token in said[position + 1 : found.first]]
    around = [verb, *between[:1]]
    if any(cues.unable.fullmatch(norm) for norm in around):
        question = any(map(cues.asking.fullmatch, between)) and ("how", "to") not in pairwise(
            between
        )
        return "kept" if question else "unable"
    return "turned"


def _supposed(position: int, text: Text) -> bool:
    """Whether the clause of the negation at ``position`` supposes: « si on ne surveille pas »."""
    cues, said = cues_of(text.language), text.tokens
    for at in range(position - 1, max(-1, position - 1 - _REACH), -1):
        if ends_clause(said[at]):
            return False
        norm, after = said[at].norm, said[at + 1].norm
        if norm == "s" and after not in ("il", "ils"):  # « il s'arrête ».
            continue
        if cues.supposing.fullmatch(norm) or (norm, after) in _SUPPOSED:
            return True
        later = {token.norm for token in said[at + 1 : position]}
        if cues.heeding.fullmatch(norm) and later & _THAT:
            return True
    return False


def asked(found: Found, text: Text) -> bool:
    """Whether ``found`` stands in a question; « …, non ? » asks for no answer."""
    last = text.tokens[sentence(found, text)[-1]]
    return "?" in last.after and last.norm not in _TAGS


def _left(found: Found, text: Text) -> bool:
    """« on évite le monitoring »: somebody, and not « pour éviter » or « n'évite pas »."""
    cues, said = cues_of(text.language), text.tokens
    for position in range(found.first - 1, max(-1, found.first - 1 - _LEFT), -1):
        if ends_clause(said[position]) or begins_clause(said, position, cues):
            return False
        if cues.leaving.fullmatch(said[position].norm):
            at = position - 1
            if at >= 0 and said[at].norm in ("l", "le", "la", "les"):
                return False  # « on l'arrête à la sortie »: that is what is left.
            subject = (
                at >= 0 and said[at].norm in cues.subjects and said[at].norm not in ("it", "ca")
            )
            after = said[position + 1] if position + 1 < len(said) else None
            negated = after is not None and negates(said, position + 1, cues)
            return subject and not negated
    return False


def _instead(found: Found, text: Text) -> bool:
    """« au lieu de », « inutile de », or « sans » that nobody warns of."""
    cues, said = cues_of(text.language), text.tokens
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
    cues, said = cues_of(text.language), text.tokens
    for position in range(found.first + 1, found.last):
        norm = said[position].norm
        if norm in held or not negates(said, position, cues):
            continue
        near = [said[position - 1].norm, said[position + 1].norm]
        lifted = cues.lifting.fullmatch(near[1]) or any(map(cues.turning.fullmatch, near))
        if not (lifted or only(said, position) or _supposed(position, text)):
            return True
    return False


def _after(found: Found, text: Text) -> Turn:
    last = text.tokens[found.last]
    if ends_sentence(last):
        return "kept"
    cues = cues_of(text.language)
    start = ", " if last.ends_clause else ""
    follows = start + plain(text.tokens[found.last + 1 : found.last + 1 + 2 * _REACH])
    if cues.after.match(follows) is not None:
        return "turned"
    if not opens_clause(found, text):
        return "turned" if _ahead(found, text) else "kept"
    predicate = cues.predicate.match(follows)
    if predicate is None:
        return "kept"
    verb, after = predicate["verb"] or "", predicate["next"] or ""
    turned = cues.turning.fullmatch(verb) or cues.turning.fullmatch(after)
    if turned or cues.lifting.fullmatch(after) or {verb, after} & _AFFIRMED or after in _NOT_ALL:
        return "kept"
    # « n'est pas la ligne d'arrivée »: what something is not tells little of it.
    return "unable" if cues.being.fullmatch(verb or predicate[0].split()[-1]) else "turned"


def _ahead(found: Found, text: Text) -> bool:
    """« Une fois en production, on ne surveille plus »: it is told ahead of what is denied."""
    cues, said = cues_of(text.language), text.tokens
    whole = sentence(found, text)
    lead = plain(said[whole.start : found.first]) + " "
    comma = next((at for at in range(found.last, whole.stop - 1) if said[at].ends_clause), None)
    if comma is None or comma > found.last + 3 or not cues.ahead.fullmatch(lead):
        return False
    follows = range(comma + 1, min(comma + 1 + _REACH, whole.stop - 1))
    if not len(follows) or said[comma + 1].norm not in _DOERS:
        return False
    at = next((at for at in follows if negates(said, at, cues)), None)
    if at is None:
        return False
    near = [said[at - 1].norm, said[at + 1].norm]
    lifted = any(cues.lifting.fullmatch(norm) or cues.turning.fullmatch(norm) for norm in near)
    return not (lifted or only(said, at))


def opens_clause(found: Found, text: Text) -> bool:
    """Whether ``found`` opens its clause, articles and the like apart."""
    cues, said = cues_of(text.language), text.tokens
    if said[found.first].norm in _PREPOSITIONS:
        return False
    for position in range(found.first - 1, max(-1, found.first - 1 - _LEAD), -1):
        if said[position].ends_clause or begins_clause(said, position, cues):
            return True
        if not cues.leads.fullmatch(said[position].norm):
            return False
    return found.first <= _LEAD


def _negated_verb(found: Found, text: Text) -> bool:
    """« on ne surveille pas »: what was found is the verb itself. « ne … que » affirms."""
    said, first, after = text.tokens, found.first - 1, found.last + 1
    if text.language != "fr" or after >= len(said) or ends_clause(said[after - 1]):
        return False
    french = cues_of("fr")
    while first > 0 and said[first].norm in _OBJECTS:
        first -= 1
    if first < 0 or not negates(said, after, french):
        return False
    lifted = after + 1 < len(said) and french.lifting.fullmatch(said[after + 1].norm)
    return not lifted and said[first].norm in NE | french.subjects
