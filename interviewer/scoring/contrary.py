"""The contrary of an idea, as its scenario words it: « le discriminateur fabrique les images ».

Negation is told by :mod:`interviewer.scoring.denial` for any wording; roles that are swapped, an order
turned round, « un seul exemple suffit » are not: who knows the idea must say them. A contrary is words in
sequence, within one clause. Beside ``*`` and ``…`` of other patterns, ``/`` stands between words either of
which will do, small words (articles, « ne », « se ») may stand anywhere between, and with ``!`` ahead the
words are the idea's own, and are its contrary where they are denied.

A place counts as a trap does: not where it is denied, asked, taken back or quoted to be refuted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviewer.domain import Language, Transcript
from interviewer.scoring.clauses import end_mark, ends_clause, negates, plain, sentence
from interviewer.scoring.cues import cues_of, words
from interviewer.scoring.denial import asked, turn
from interviewer.scoring.patterns import Found
from interviewer.scoring.reported import refuted
from interviewer.scoring.stance import taken_back
from interviewer.scoring.text import Text, tokens

_MAX_GAP = 4
"""Other words that ``…`` may stand for."""
_SMALL: dict[Language, frozenset[str]] = {
    "fr": words(
        "l le la les un une des du de d ce cet cette ces se s son sa ses leur leurs mon ma mes notre nos votre"
        " vos y en ne n me m te t lui vous nous qui doit va peut sait"
    ),
    "en": words(
        "the a an of its his her their our my your that this these those to who which will must can"
    ),
}
_MOST_SMALL = 3
_WARNED = re.compile(
    r"\b(?:avant (?:lui|cela|ca|elle|eux|les|l|on)|auparavant|autrefois|jadis|contrairement|a la difference|la ou"
    r"|risques?|dangers?|pieges?|erreur|tentation|tentee?s?|sinon|mefi\w*|attention|trop souvent|malheureusement"
    r"|defaut|inconvenient|limite|evit\w*|avoid\w*|before (?:it|that|them|the|we)|used to|formerly|unlike|where the|risks?|traps?"
    r"|pitfalls?|mistakes?|tempt\w*|otherwise|beware|too often|unfortunately|drawback|limits?)\b"
)
"""Ahead in the sentence: it is told of others, or warned of."""
_RARELY = words("rarement peu guere moins rarely seldom hardly less fewer")
_BESIDE = 4
"""Words on either side within which a negation undoes what was found."""
DENIED = "!"
"""Ahead of a contrary whose words are the idea's own. A place found is ``by`` its pattern."""
_WITHOUT = frozenset(("sans", "without"))
"""« pas de déploiement sans évaluation »: both are done."""


_IS_SMALL, _BREAKS = "~", "="
"""Behind a norm in a :class:`Row`: a small word, or one that begins a clause, which no gap takes in."""
_GAP = rf"(?: [\w'&]+{_IS_SMALL}?){{0,{_MAX_GAP}}}? "

_Norms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A text as one line of norms and marks, and where in it each token begins."""

    line: str
    starts: tuple[int, ...]

    def token(self, at: int) -> int:
        """The token that stands at a place of the line."""
        return bisect_right(self.starts, at) - 1


@dataclass(frozen=True, slots=True)
class _Contrary:
    looked_for: str
    """A regular expression, compiled only where the line holds what it needs: compiling takes long."""
    needs: tuple[tuple[_Norms, ...], ...]
    """Of each word the ways to say it, each norm behind a space."""
    denied: bool


def row(text: Text) -> Row:
    """``text`` as contraries are looked for in it."""
    small, breaks = _SMALL[text.language], cues_of(text.language).breaks
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for token in text.tokens:
        starts.append(length)
        kind = _IS_SMALL if token.norm in small else _BREAKS if token.norm in breaks else ""
        mark = end_mark(token)
        part = f"{token.norm}{kind} {mark} " if mark else f"{token.norm}{kind} "
        parts.append(part)
        length += len(part)
    return Row("".join(parts), tuple(starts))


def contraries(patterns: Sequence[str], text: Text, line: Row) -> Iterator[Found]:
    """Where ``text``, of which ``line`` is the :func:`row`, says what one of ``patterns`` words."""
    padded = f" {line.line}"
    for pattern in patterns:
        contrary = _parsed(pattern)
        if not all(
            any(all(norm in padded for norm in way) for way in ways) for ways in contrary.needs
        ):
            continue
        for match in _compiled(contrary.looked_for).finditer(line.line):
            found = Found(
                line.token(match.start()), line.token(match.end() - 1), inflected=False, by=pattern
            )
            if _said(found, contrary, text):
                yield found


def _said(found: Found, contrary: _Contrary, text: Text) -> bool:
    own = _own(found, contrary, text)
    turned = turn(found, text, frozenset(text.tokens[at].norm for at in own))
    if turned != ("turned" if contrary.denied else "kept") or asked(found, text):
        return False
    if contrary.denied:
        after = text.tokens[found.last + 1 : found.last + 1 + _BESIDE]
        if any(token.norm in _WITHOUT for token in after):
            return False
    elif _beside_negation(found, own, text):
        return False
    if _warned(found, text):
        return False
    return not (refuted(found, text) or taken_back(found, text))


def _own(found: Found, contrary: _Contrary, text: Text) -> frozenset[int]:
    """The tokens of ``found`` that the contrary words: of « rien/pas-cher » the « pas » only before « cher »."""
    said = [token.norm for token in text.tokens[found.first : found.last + 1]]
    own: set[int] = set()
    for way in (way for ways in contrary.needs for way in ways):
        for at in range(len(said) - len(way) + 1):
            if all(map(str.startswith, said[at : at + len(way)], (norm[1:] for norm in way))):
                own.update(range(found.first + at, found.first + at + len(way)))
    return frozenset(own)


def _beside_negation(found: Found, own: frozenset[int], text: Text) -> bool:
    """« n'attends pas qu'on … », « un seul exemple ne suffit pas »: it is not said after all."""
    cues, said = cues_of(text.language), text.tokens
    first = found.first
    while first > max(0, found.first - _BESIDE) and not said[first - 1].ends_clause:
        first -= 1
    last = found.last
    while last < min(len(said) - 1, found.last + _BESIDE) and not ends_clause(said[last]):
        last += 1
    return any(
        (negates(said, at, cues) or said[at].norm in _RARELY) and at not in own
        for at in range(first, last + 1)
    )


def _warned(found: Found, text: Text) -> bool:
    """« Avant lui, on lisait mot après mot », « le risque, c'est d'… », « si on … »: others do, or might."""
    said = text.tokens
    before = plain(said[sentence(found, text).start : found.first])
    if _WARNED.search(before):
        return True
    clause = re.split(r"[,;:]", before)[-1].split()
    return bool({"si", "if"} & set(clause))


_compiled = lru_cache(maxsize=8192)(re.compile)


@lru_cache(maxsize=8192)
def _parsed(pattern: str) -> _Contrary:
    needs: list[tuple[_Norms, ...]] = []
    line = ""
    for part in pattern.removeprefix(DENIED).replace("...", "…").split("…"):
        between = _GAP
        for word in part.split():
            ways = [(norms, each[-1] == "*") for each in word.split("/") if (norms := _norms(each))]
            if ways:
                needs.append(tuple(tuple(f" {norm}" for norm in norms) for norms, _ in ways))
            wanted = _either(_way(norms, starred=starred) for norms, starred in ways)
            # What is wanted is not skipped, so that there is one way only to skip small words.
            skipped = rf"(?: (?!{wanted} )[\w'&]+{_IS_SMALL}){{0,{_MOST_SMALL}}}+ "
            line += (between or skipped if line else "") + wanted
            between = ""
    looked_for = rf"(?:^|(?<= )){line}(?= )" if needs else r"(?!)"
    return _Contrary(looked_for, tuple(needs), pattern.startswith(DENIED))


def _norms(written: str) -> _Norms:
    """Those of a word of a contrary."""
    return tuple(token.norm for token in tokens(Transcript.from_text(written.strip("*"), "fr")))


def _way(said: _Norms, *, starred: bool) -> str:
    """A word of a contrary as a pattern."""
    ending = r"[\w']*" if starred else r"(?:e?s|e|x)?"
    marked = f"[{_IS_SMALL}{_BREAKS}]?"
    return f"{marked} ".join(map(re.escape, said)) + ending + marked


def _either(ways: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(ways))})"
