"""Hedges: words by which one takes back what one says, and the same said straight. Pure.

What is counted stands in two short lists; in each, what the words mean literally is left out where
the words beside them tell (« un peu de sel », « je pense à vous », « cela fonctionne normalement »).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from interviewer.domain import Hedge, Language
from interviewer.scoring.text import Text, Token


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOBODY = _words("")


@dataclass(frozen=True, slots=True)
class _Hedge:
    """A hedge and where it is one."""

    name: str
    """As shown to the person."""
    norms: tuple[str, ...]
    not_after: frozenset[str] = _NOBODY
    not_before: frozenset[str] = _NOBODY
    opens: bool = False
    """It governs what follows (« je pense que … »), which can be said without it."""
    hyphen: bool = False
    """Its words are joined: « peut-être » is one, « peut être » is a verb."""
    not_last: bool = False
    """At the end of a clause that it does not begin, it is meant literally."""


_ASKED = _words("que qu ce comme quand si ou dont pourquoi")
_FRENCH = (
    _Hedge("je pense", ("je", "pense"), _ASKED, _words("a au aux donc pas qu'a"), opens=True),
    _Hedge("je crois", ("je", "crois"), _ASKED, _words("a au aux en dur pas"), opens=True),
    _Hedge("il me semble", ("il", "me", "semble"), _words("comme"), opens=True),
    _Hedge("j’ai l’impression", ("j", "ai", "l", "impression"), opens=True),
    _Hedge("peut-être", ("peut", "etre"), hyphen=True),
    _Hedge(
        "un peu",
        ("un", "peu"),
        _words("attendre attends attendez attendu pour des dans depuis"),
        _words("de d des du plus moins partout avant apres mieux"),
    ),
    _Hedge("normalement", ("normalement",), not_last=True),
    _Hedge("en quelque sorte", ("en", "quelque", "sorte")),
    _Hedge("on va dire", ("on", "va", "dire"), _ASKED, opens=True),
    _Hedge("plus ou moins", ("plus", "ou", "moins")),
)
_QUESTIONS = _words("what how when if do did does as so why where which that who")
_ENGLISH = (
    _Hedge("I think", ("i", "think"), _QUESTIONS, _words("about of not through"), opens=True),
    _Hedge("I guess", ("i", "guess"), _QUESTIONS, _words("at not"), opens=True),
    _Hedge("I believe", ("i", "believe"), _QUESTIONS, _words("in not"), opens=True),
    _Hedge("maybe", ("maybe",)),
    _Hedge("perhaps", ("perhaps",)),
    _Hedge(
        "kind of",
        ("kind", "of"),
        _words("a the this that what which some any same another new every one other my your"),
    ),
    _Hedge(
        "sort of",
        ("sort", "of"),
        _words("a the this that what which some any same another new every one other my your"),
    ),
    _Hedge("a bit", ("a", "bit"), _NOBODY, _words("of more less later rate depth by")),
    _Hedge("more or less", ("more", "or", "less")),
)
_LISTS: dict[Language, tuple[_Hedge, ...]] = {"fr": _FRENCH, "en": _ENGLISH}

_BETWEEN = _words("aussi surtout souvent toujours beaucoup encore often always also mostly")
"""« je pense aussi à vous »"""
_JOINING = _words("que qu that")
_IDLE = _words("euh heu hum bah ben um uh er alors donc voila so well et and mais but")
"""With these no sentence needs to begin."""
_INFINITIVE = re.compile(r"\w{2,}(?:er|ir|oir|re)")
_BEFORE, _AFTER = 6, 10
"""Words of a line on each side of a hedge: what can be taken in at a glance."""
_SENTENCE = ".!?…"


def find_hedges(text: Text, language: Language) -> tuple[Hedge, ...]:
    """Each hedge of ``text``, in order."""
    found = [
        (position, hedge)
        for hedge in _LISTS[language]
        for position in text.positions.get(hedge.norms[0], ())
        if _stands(hedge, text.tokens, position, language)
    ]
    return tuple(_described(text, *each, language) for each in sorted(found, key=lambda f: f[0]))


def _stands(hedge: _Hedge, tokens: Sequence[Token], position: int, language: Language) -> bool:
    end = position + len(hedge.norms)
    own = tokens[position:end]
    if tuple(token.norm for token in own) != hedge.norms:
        return False
    if hedge.hyphen and own[0].after != "-":
        return False
    opens = position == 0 or tokens[position - 1].ends_clause
    closes = own[-1].ends_clause
    if any(token.ends_clause for token in own[:-1]):
        return False
    if not opens and tokens[position - 1].norm in hedge.not_after:
        return False
    if hedge.not_last and closes and not opens:
        return False
    if closes or end >= len(tokens):
        return True
    while hedge.opens and end + 1 < len(tokens) and tokens[end].norm in _BETWEEN:
        end += 1
    following = tokens[end]
    # « je pense partir » says what one means to do.
    intends = hedge.opens and language == "fr" and _INFINITIVE.fullmatch(following.norm) is not None
    return following.norm not in hedge.not_before and not intends


def _described(text: Text, position: int, hedge: _Hedge, language: Language) -> Hedge:
    tokens, end = text.tokens, position + len(hedge.norms)
    opens = position == 0 or tokens[position - 1].ends_clause
    aside = opens and tokens[end - 1].ends_clause
    ends = _ends_sentence if aside else attrgetter("ends_clause")
    first = position
    while first > max(0, position - _BEFORE) and not ends(tokens[first - 1]):
        first -= 1
    while first and (tokens[first - 1].elided or tokens[first - 1].after == "-"):
        first -= 1
    last = end
    while last < min(len(tokens), end + _AFTER) and not _ends_sentence(tokens[last - 1]):
        last += 1
    while last - 1 > end and not tokens[last - 1].ends_clause:
        last -= 1  # no sentence is cut amid a clause, where it has several
    if not tokens[last - 1].ends_clause:
        last = min(len(tokens), end + _AFTER)
    while last < len(tokens) and (tokens[last - 1].elided or tokens[last - 1].after == "-"):
        last += 1
    before, behind = tokens[first:position], tokens[end:last]
    # « Je pense que » governs what follows; amid a sentence or behind it, all else stays.
    line = (*before, *behind) if not hedge.opens or aside or not behind else behind
    return Hedge(
        said=hedge.name,
        quote=_written(tokens[first:last]),
        start_s=text.words[tokens[position].word].start_s,
        instead=_straight(line, len(before) if len(line) > len(behind) else 0, language),
    )


def _straight(line: Sequence[Token], joint: int, language: Language) -> str:
    """``line`` for itself, open at the end for what bears it out; empty where none is left.

    Args:
        line: what was said without the hedge.
        joint: how many tokens stood before it, whose last mark goes with it.
    """
    rest = [
        replace(token, after=" ") if index == joint - 1 else token
        for index, token in enumerate(line)
    ]
    while rest and rest[0].norm in _JOINING | _IDLE:
        del rest[0]
    if len(rest) < 2:
        return ""
    straight = _written(rest)
    return straight[:1].upper() + straight[1:] + ("\u00a0: …" if language == "fr" else ": …")


def _ends_sentence(token: Token) -> bool:
    return token.ends or any(mark in token.after for mark in _SENTENCE)


def _written(tokens: Sequence[Token]) -> str:
    """As it was written, without the mark behind it."""
    if not tokens:
        return ""
    written = "".join(token.surface + (token.after or " ") for token in tokens[:-1])
    return written + tokens[-1].surface
