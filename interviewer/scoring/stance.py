"""Whether a place where a phrasing of a point was found makes the point, or says the contrary.

A negation alone says neither: « on ne modifie pas les poids » makes « le modèle est gelé ». What counts
is the sign of the point's title and that of the phrasing, each negative where it holds a negation or a
word of absence (« disparu », « moins », « éviter »):

* with the same sign, a clause that turns the phrasing round says the contrary of the point;
* with opposite signs, it says the point: « je n'ai pas perdu en qualité » for « la qualité tient »;
* a clause that raises what the point is to keep down says its contrary: « a augmenté les
  hallucinations »; so does one in which what the point asks for does harm: « une relecture ralentit ».

What is only quoted to be refuted, or taken back right after, is as if it had not been said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from interviewer.domain import Language, Transcript
from interviewer.scoring.clauses import negates, sentence
from interviewer.scoring.clauses import plain as in_a_row
from interviewer.scoring.cues import cues_of, words
from interviewer.scoring.denial import opens_clause, turn
from interviewer.scoring.patterns import Found, find
from interviewer.scoring.phrases import parse
from interviewer.scoring.reported import opens
from interviewer.scoring.text import Text, Token, tokens

Stance = Literal["made", "open", "contradicted"]
"""``open``: neither; nothing follows from the place."""

_ABSENT = re.compile(
    r"sans|without|gel\w+|fig\w+|frozen|freez\w*|dispar\w+|perd\w*|pertes?|los[et]\w*|gone|moins|less|fewer"
    r"|mal|mauvais\w*|difficil\w*|hard|limit\w*|arret\w*|stop\w*|cesse\w*|fini\w*|termin\w+|differ\w*"
    r"|empech\w*|evit\w*|prevent\w*|avoid\w*|redui\w*|reduc\w*|hallucin\w*|invent\w*"
    r"|erreurs?|mistakes?|biais|bias\w*|fuites?|leaks?|manque\w*|lack\w*|ignor\w*|absen\w*|degrad\w*|baiss\w*"
    r"|intacts?|untouched|unchanged|inchang\w*|impossible\w*|incapable\w*|unable|dispens\w*"
    r"|doublons?|duplicat\w*|retouch\w*|bugs?|pannes?|plaintes?|manquant\w*|missing"
)
"""Words that turn the sign of a title or a phrasing, beside negations."""
_EXCESS = re.compile(r"trop|too|exces\w*|seule?|single|only")
"""In a phrasing, what is too much is not the point itself: denying it makes no contrary."""
_SUBORDINATE = re.compile(
    r"jusqu|pour|afin|avant|until|before|so|parce|because|comme|sans|without|plutot|rather|than|plus"
)
_BOOST = re.compile(
    r"(?:augment\w*|multipli\w*|aggrav\w*|fait (?:monter|grimper|exploser|croitre)|accr[uo]\w*|empir\w*"
    r"|increas\w*|rais(?:e|es|ed)|boost\w*|worsen\w*|made worse|makes worse|more|davantage de|plus de)"
    r"(?: (?:le|la|les|l|des|d|de|du|nos|ses|the|our|its|number|nombre|taux|rate|of)){0,4} $"
)
"""Right before a place: it grows."""
_PREVENTED = re.compile(
    r"\b(?:contre|against|(?:empech|limit|redui|diminu)\w*|(?:prevent|reduc|limit)\w*)"
    r" (?:(?:le|la|les|l|des|d|de|du|nos|ses|the|our|its|any) )*$"
)
"""Right before a place: it is worked against."""
_CLEFT = re.compile(
    r"\b(?:c est|it s|it is) (?:le|la|l|les|the) (?!parti|part |premi|first|second|autre|other|cote|moment|type|genre)(?P<who>(?:[\w']+ ){1,3}?)"
    r"(?:qui|that|who|which) (?:[\w']+ ){0,5}$"
)
"""« c'est le discriminatif qui … »: who does it, and nobody else."""
_SUBJECTS = words("le la les l un une the a an")
"""A title that begins with one says who does it: « Le générateur fabrique du faux »."""
_WITHOUT = frozenset(("sans", "without"))
"""« pas de déploiement sans évaluation »: both are done."""
_TAKEN_BACK = 24
"""Words after a place within which it may be taken back."""
_NEXT = 8
"""Words after a place in which the harm is told that it does."""
_WORD = 4
"""Letters of a word that tells something."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrasing of a point was found, and what it does to it."""

    found: Found
    stance: Stance


def stances(title: str, phrasings: Iterable[str], text: Text) -> tuple[Place, ...]:
    """Every place where one of ``phrasings`` of the point ``title`` stands, in order."""
    every = [(found, phrasing) for phrasing in phrasings for found in find(parse(phrasing), text)]
    every.sort(key=lambda each: (each[0].first, -each[0].last))
    return tuple(
        Place(found, _stance(found, found.by or phrasing, title, text)) for found, phrasing in every
    )


@lru_cache(maxsize=8192)
def sign(words: str, language: Language, *, head: bool = False) -> bool:
    """Whether ``words`` speak of what is not, an even number of negations being none.

    Args:
        words: a title or a phrasing.
        language: that they are in.
        head: only the main clause counts.
    """
    said = tokens(Transcript.from_text(words.replace("*", "").replace("…", " "), language))
    return bool(sum(_signs(said, language, head=head)) % 2)


def _signs(said: tuple[Token, ...], language: Language, *, head: bool) -> Iterable[bool]:
    cues = cues_of(language)
    for at, token in enumerate(said):
        if head and at and _SUBORDINATE.fullmatch(token.norm):
            return
        lifted = at + 1 < len(said) and cues.lifting.fullmatch(said[at + 1].norm)
        negation = negates(said, at, cues) or (
            # A phrasing leaves « ne » out: « touche* plus … poids », « personne ».
            not head
            and ((token.norm == "plus" and at == 1) or (token.norm == "personne" and not at))
        )
        yield bool(negation and not lifted) or _ABSENT.fullmatch(token.norm) is not None
        if head and token.ends_clause:
            return


@lru_cache(maxsize=8192)
def _absent(words: str) -> frozenset[str]:
    said = tokens(Transcript.from_text(words, "fr"))
    return frozenset(token.norm[:5] for token in said if _ABSENT.fullmatch(token.norm))


@lru_cache(maxsize=8192)
def norms(phrasing: str) -> frozenset[str]:
    """The norms of the words of ``phrasing``."""
    return frozenset(word.norm for word in parse(phrasing).words)


def _stance(found: Found, phrasing: str, title: str, text: Text) -> Stance:
    if taken_back(found, text):
        return "open"
    before = in_a_row(text.tokens[sentence(found, text).start : found.first]) + " "
    opposite = _opposite(title, phrasing, text.language)
    if _PREVENTED.search(before):
        opposite = not opposite
    turned = turn(found, text, norms(phrasing))
    if turned == "kept":
        raised = opposite and _BOOST.search(before) is not None
        if raised or _another(before, title) or (not opposite and _harmful(found, title, text)):
            return "contradicted"
        return "made"
    after = {token.norm for token in text.tokens[found.last + 1 : found.last + 3]}
    if after & _WITHOUT or opposite or any(map(_EXCESS.fullmatch, norms(phrasing))):
        return "made"
    return "contradicted" if turned == "turned" else "open"


@lru_cache(maxsize=8192)
def _opposite(title: str, phrasing: str, language: Language) -> bool:
    """Whether ``phrasing`` names what the point is not; one that shares its word of absence does not."""
    same = sign(title, language, head=True) == sign(phrasing, language)
    return not same and not _absent(title) & _absent(phrasing)


def _harmful(found: Found, title: str, text: Text) -> bool:
    """« une récompense le gênerait », "examples only confuse it", of which ``title`` says nothing."""
    if text.tokens[found.last].ends_clause or not opens_clause(found, text):
        return False
    follows = in_a_row(text.tokens[found.last + 1 : found.last + 1 + _NEXT]) + " "
    harms = cues_of(text.language).harming.match(follows)
    named = tokens(Transcript.from_text(title, text.language))
    return harms is not None and not any(same_start(token.norm, harms["verb"]) for token in named)


def _another(before: str, title: str) -> bool:
    """Whether the sentence lends to another what ``title`` says of its subject."""
    cleft = _CLEFT.search(before)
    named = [token.norm for token in tokens(Transcript.from_text(title, "fr"))]
    if cleft is None or named[0] not in _SUBJECTS:
        return False
    who = [word for word in cleft["who"].split() if len(word) >= _WORD]
    told = before.split()
    return bool(who) and not any(same_start(word, name) for word in told for name in named)


def same_start(one: str, two: str) -> bool:
    """Whether two norms are forms of a word, as far as their beginnings tell."""
    return len(two) >= _WORD and one[: max(_WORD, len(two) - 2)] == two[: max(_WORD, len(two) - 2)]


def taken_back(found: Found, text: Text) -> bool:
    """Whether what is said right after takes ``found`` back."""
    last = in_a_row(text.tokens[found.last : found.last + 1])
    mark = last.removeprefix(text.tokens[found.last].norm).strip()
    rest = in_a_row(text.tokens[found.last + 1 : found.last + 1 + _TAKEN_BACK])
    return opens(cues_of(text.language).retracting, f"{mark} {rest}".lstrip())
