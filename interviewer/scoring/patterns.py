"""Phrase patterns: how terms, points, steps, traps, moves and rules are looked for.

A pattern is words in sequence. A trailing ``*`` stands for any ending (« surveill* »), ``…`` or
``...`` between two words for zero to four other words of the same sentence. Case, accents, elision, hyphens and
punctuation do not count. Accepted besides the letters themselves:

* numbers and symbols, whichever way they are written: « cent pour cent » finds « 100 % »
  (:mod:`interviewer.scoring.numbers`);
* number: -s, -x, -al/-aux, English -es and -ies, both ways, and the feminines of French
  adjectives (« multimodal » finds « multimodales »);
* gender and number of participles in -é (« pré-entraîné » finds « pré-entraînées »); but a
  final é is told from a final e (« modèle » / « modelé ») wherever the text writes accents;
* words joined or split when their letters are the same (« finetuning », « fine tuning »,
  « m l ops »). Letters spelled one by one may make an acronym; ordinary words may be joined
  only from six letters on, since shorter ones meet by chance. A comma between the parts is a
  short halt of the speaker, accepted in coined names alone (« Open, AI » for OpenAI).

Where a pattern has parts, ``données + (nettoy*|prépar*)``, each is found so, one way or another; they
stand in any order in a sentence, at most three other words between two of them.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from interviewer.domain import Match, Term
from interviewer.scoring.phrases import (
    PatternWord,
    Phrase,
    joined_tokens,
    joined_words,
    parse,
    same_case,
)
from interviewer.scoring.text import Text, Token, fold, indexed, joined

_MAX_GAP = 4
"""Other words that ``…`` may stand for."""
_MAX_APART = 3
"""Other words between two parts."""
_SENTENCE_MARKS = frozenset(".!?…")
CONTEXT = 3
"""Words quoted on either side of the matched ones."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a phrase stands: tokens ``first`` to ``last``, both inside."""

    first: int
    last: int
    inflected: bool
    by: str = ""
    """Which ways of its parts were found, where the pattern has such."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a match."""

    quote: str
    """The matched words with up to three on either side, as written; a window found by its meaning
    alone."""
    start_s: float
    end_s: float
    """Times of the matched words alone."""
    confidence: float
    """Mean probability of the matched words, to three digits."""


def evidence(found: Found, text: Text, around: int = CONTEXT) -> Evidence:
    """The evidence of ``found`` in ``text``, with ``around`` words on either side."""
    first, last = text.tokens[found.first].word, text.tokens[found.last].word
    matched = text.words[first : last + 1]
    whole = text.words[max(0, first - around) : last + 1 + around]
    return Evidence(
        quote=joined([word.text.strip() for word in whole]),
        start_s=matched[0].start_s,
        end_s=matched[-1].end_s,
        confidence=round(sum(word.probability for word in matched) / len(matched), 3),
    )


def find(phrase: Phrase, text: Text) -> tuple[Found, ...]:
    """Every place where ``phrase`` starts, in order; overlapping ones included.

    Where one start allows several readings, the uninflected one wins, then the shortest.
    """
    if not phrase.words:
        return ()
    if phrase.parts:
        return tuple(_together(phrase, text))
    readings = _Readings(phrase, text)
    found: list[Found] = []
    for first in _candidates(phrase, text):
        best = readings.best(first)
        if best is not None:
            found.append(Found(first, best[1], best[0]))
    return tuple(found)


def places(patterns: Iterable[str], text: Text) -> tuple[Found, ...]:
    """Every place where any of ``patterns`` stands: by where it starts, the longest first."""
    found = (place for pattern in patterns for place in find(parse(pattern), text))
    return tuple(sorted(found, key=lambda place: (place.first, -place.last)))


def earliest(patterns: Iterable[str], text: Text) -> Found | None:
    """The first place where any of ``patterns`` stands; the longest of those that start there."""
    return next(iter(places(patterns, text)), None)


def _candidates(phrase: Phrase, text: Text) -> list[int]:
    """Positions at which ``phrase`` may start, in order: all but a few words are ruled out here."""
    known = phrase.openings & text.known
    found = [position for norm in known for position in text.positions[norm]]
    norm = phrase.words[0].norm
    if not phrase.plain:  # Longer words: a starred one, or the whole phrase written as one word.
        for index in range(bisect_left(text.norms, norm), len(text.norms)):
            longer = text.norms[index]
            if not longer.startswith(norm):
                break
            if longer not in phrase.openings:
                found.extend(text.positions[longer])
    return sorted(found)


@dataclass(frozen=True, slots=True)
class _Part:
    """Where one way of a part of a phrase stands."""

    number: int
    way: str
    found: Found


def _together(phrase: Phrase, text: Text) -> Iterator[Found]:
    """Where all parts of ``phrase`` stand close to each other, by the first of them."""
    every: list[_Part] = []
    for number, ways in enumerate(phrase.parts):
        here = [_Part(number, way, found) for way, each in ways for found in find(each, text)]
        if not here:
            return
        every += here
    every.sort(key=lambda part: (part.found.first, part.found.last))
    begun = -1
    for at, part in enumerate(every):
        if part.found.first == begun:
            continue
        met = {part.number: part}
        last = part.found.last
        for other in every[at + 1 :]:
            if other.number in met or other.found.first <= last:
                continue
            if len(met) == len(phrase.parts) or not _near(last, other.found.first, text):
                break
            met[other.number], last = other, other.found.last
        if len(met) == len(phrase.parts):
            begun = part.found.first
            said = [met[number] for number in sorted(met)]
            inflected = any(each.found.inflected for each in said)
            yield Found(part.found.first, last, inflected, " … ".join(each.way for each in said))


def _near(last: int, first: int, text: Text) -> bool:
    """Whether no sentence ends between two tokens, and few words stand there."""
    if text.tokens[first].word - text.tokens[last].word - 1 > _MAX_APART:
        return False
    return not any(set(token.after) & _SENTENCE_MARKS for token in text.tokens[last:first])


class _Readings:
    """How a phrase may be read in a text.

    What follows a word of the phrase at a token is looked at once, however many ways lead there from
    however many beginnings: the ways through several gaps and joined words multiply.
    """

    def __init__(self, phrase: Phrase, text: Text) -> None:
        self._phrase, self._text = phrase, text
        self._ends: dict[tuple[int, int], tuple[float, float]] = {}

    def best(self, first: int) -> tuple[bool, int] | None:
        """(inflected, last token) of the best reading at ``first``; None where there is none."""
        plain, any_ = self._earliest(0, first)
        if plain < math.inf:
            return False, int(plain)
        return None if any_ == math.inf else (True, int(any_))

    def _earliest(self, index: int, position: int) -> tuple[float, float]:
        """The first last token of the readings from word ``index`` on: uninflected, and any."""
        if index == len(self._phrase.words):
            return position - 1, position - 1
        known = self._ends.get((index, position))
        if known is not None:
            return known
        plain = any_ = math.inf
        for words_used, tokens_used, inflected in _steps(self._phrase, index, self._text, position):
            after, next_word = position + tokens_used, index + words_used
            gap = next_word < len(self._phrase.words) and self._phrase.words[next_word].gap_before
            for start in _starts(self._text.tokens, after) if gap else (after,):
                ends = self._earliest(next_word, start)
                any_ = min(any_, ends[1])
                if not inflected:
                    plain = min(plain, ends[0])
        self._ends[index, position] = plain, any_
        return plain, any_


def _starts(found: Sequence[Token], position: int) -> Iterator[int]:
    """Positions from ``position`` on that skip at most four words; none behind the end of a sentence."""
    skipped: set[int] = set()
    for start in range(position, len(found)):
        if _SENTENCE_MARKS & set(found[start - 1].after):
            return  # « Je ne vois pas. Un LLM raisonne »: not « ne … raisonne ».
        yield start
        skipped.add(found[start].word)
        if len(skipped) > _MAX_GAP:
            return


def _steps(
    phrase: Phrase, index: int, text: Text, position: int
) -> Iterator[tuple[int, int, bool]]:
    """(pattern words used, tokens used, inflected) for one aligned step."""
    found = text.tokens
    if position >= len(found):
        return
    word, run = phrase.words[index], text.runs.get(position)
    if run is not None and (run.norm == word.norm or run.norm in word.alike):
        yield 1, run.length, False
    if position in text.inside:
        return
    token = found[position]
    single = _compare(word, token, phrase)
    if single is not None:
        yield 1, 1, single
    if not phrase.plain:
        yield from joined_tokens(word, found, position, cased=phrase.cased)
        yield from joined_words(phrase, index, token)


def _compare(word: PatternWord, token: Token, phrase: Phrase) -> bool | None:
    """None: another word. Else whether ``token`` is an inflection of ``word``."""
    if token.norm in word.alike:
        return False
    if phrase.cased and not same_case(word.letters, fold(token.surface)):
        return None
    if token.norm == word.norm and (word.star or _same_ending(word, token)):
        return False
    if word.star:
        return True if token.norm.startswith(word.norm) else None
    if not phrase.plain and token.norm in word.forms and _same_ending(word, token):
        return True
    return None


def _same_ending(word: PatternWord, token: Token) -> bool:
    """Tells « modelé » from « modèle », which the norms confuse."""
    ambiguous = token.norm.endswith(("e", "es")) and not token.norm.endswith(("ee", "ees"))
    return not ambiguous or token.acute is None or token.acute == word.acute


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
