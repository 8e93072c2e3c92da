"""Places of a transcript where a term may have been said though something else is written. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from interviewer.asr.phonetics import all_alike, key, lexicon, likeness, spelled
from interviewer.domain import FoundBy, Language, Term, Vocabulary
from interviewer.scoring.misheard import contains
from interviewer.scoring.patterns import written
from interviewer.scoring.text import Text, Token


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term that may have been said where tokens ``first`` to ``last`` stand, both inside."""

    term: str
    spelling: str
    """What would stand in their place."""
    first: int
    last: int
    similarity: float
    """How much what stands there sounds like the term, 0..1."""
    found_by: FoundBy
    votes: float = 0.0
    """Share of the readings with the vocabulary's help that hold the term there, 0..1."""
    form: str = ""
    """The term alone, as it is written in a spelling that holds more."""

    def meets(self, other: Candidate) -> bool:
        """Whether ``other`` is the same term in a place that overlaps this one."""
        return self.term == other.term and self.first <= other.last and other.first <= self.last

    def written(self, text: Text) -> str:
        """What stands there."""
        return _render(text.tokens[self.first : self.last + 1])

    def applied(self, text: Text) -> str:
        """The whole of ``text`` with the spelling in its place."""
        before, after = text.tokens[: self.first], text.tokens[self.last + 1 :]
        return whole(before) + self.spelling + text.tokens[self.last].after + whole(after)


def whole(tokens: tuple[Token, ...]) -> str:
    """The tokens with all that was written between and after them."""
    return "".join(token.surface + token.after for token in tokens)


def _render(tokens: tuple[Token, ...]) -> str:
    """The tokens with what was written between them."""
    return whole(tokens[:-1]) + tokens[-1].surface if tokens else ""


def held(term: Term, text: Text) -> set[int]:
    """Tokens of ``text`` that a form of ``term`` covers already."""
    return {
        token for _, found in written(term, text) for token in range(found.first, found.last + 1)
    }


def unnamed(
    candidates: Iterable[Candidate], text: Text, vocabulary: Vocabulary
) -> Iterator[Candidate]:
    """Those of ``candidates`` that stand in no other term: « Claude » is no cloud."""
    names = [(term.name, found) for term in vocabulary.terms for _, found in written(term, text)]
    for one in candidates:
        if not any(
            name != one.term and found.first <= one.first and one.last <= found.last
            for name, found in names
        ):
            yield one


_MAX_HINTED_TOKENS = 8
"""Words of the plain text that a place may take; the longest names of the glossary have five."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Tokens of the plain text and what the other reading has for them; ends are exclusive."""

    plain: range
    hinted: range
    same: bool


def from_hint(plain: Text, hinted: Text, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Each place where ``hinted`` holds a term and ``plain`` something else.

    Args:
        plain: what was heard without help.
        hinted: the same speech, heard with the vocabulary as a hint.
        vocabulary: what may be expected.
    """
    known = lexicon(vocabulary)
    blocks = _blocks(plain, hinted)
    for term in vocabulary.terms:
        covered = held(term, plain)
        for match, found in written(term, hinted):
            if match == "sounds_like":
                continue
            place = _place(blocks, found.first, found.last)
            if place is not None and covered.isdisjoint(place.plain):
                for plain_at, hinted_at in _ways(place, range(found.first, found.last + 1)):
                    sound = key(_render(_at(plain, plain_at)), vocabulary.language)
                    yield Candidate(
                        term=term.name,
                        spelling=_render(_at(hinted, hinted_at)),
                        first=plain_at.start,
                        last=plain_at.stop - 1,
                        similarity=likeness(known, term.name, sound),
                        found_by="hint",
                        form=_render(hinted.tokens[found.first : found.last + 1]),
                    )


def _ways(place: _Block, term: range) -> Iterator[tuple[range, range]]:
    """Tokens of the plain text and what to put there: all that differs, and the term alone.

    Words beside the term that differ too are not what is asked: as many as stand before and after it are left as
    they are, where the plain text has so many.
    """
    yield place.plain, place.hinted
    before, after = term.start - place.hinted.start, place.hinted.stop - term.stop
    if before or after:
        inner = range(place.plain.start + before, place.plain.stop - after)
        yield inner or place.plain, term


def _at(text: Text, place: range) -> tuple[Token, ...]:
    return text.tokens[place.start : place.stop]


def _blocks(plain: Text, hinted: Text) -> list[_Block]:
    """Both texts side by side; equal tokens are blocks of one."""
    matcher = SequenceMatcher(
        None,
        [token.norm for token in plain.tokens],
        [token.norm for token in hinted.tokens],
        autojunk=False,
    )
    blocks: list[_Block] = []
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(range(i, i_end), range(j, j_end), strict=True)
            blocks += [_Block(range(a, a + 1), range(b, b + 1), True) for a, b in pairs]
        else:
            blocks.append(_Block(range(i, i_end), range(j, j_end), False))
    return blocks


def _place(blocks: Sequence[_Block], first: int, last: int) -> _Block | None:
    """What stands in the plain text for tokens ``first`` to ``last`` of the hinted one.

    None where both have the same there, or where the plain text has nothing to compare with or
    more than a term can take: the two texts are then no longer the same words.
    """
    inside = [block for block in blocks if block.hinted.start <= last and first < block.hinted.stop]
    if all(block.same for block in inside):
        return None
    place = _Block(
        range(inside[0].plain.start, inside[-1].plain.stop),
        range(inside[0].hinted.start, inside[-1].hinted.stop),
        False,
    )
    return place if 0 < len(place.plain) <= _MAX_HINTED_TOKENS else None


_MIN_SIMILARITY, _MAX_SIMILARITY = 0.66, 0.7
"""Levenshtein similarity of the keys from which a place is put to the audio: the second where the shorter one has
up to six sounds, the first from eight on. Long names seldom meet by chance, and noise spoils more of them
(« trasfer leur mi » is transfer learning)."""
_MIN_KEY, _ALMOST_SAME = 4, 0.83
"""Sounds under which a key must be the same, but for one of three that is easily taken for another: short words
meet by chance."""
_SHORTEST_KEY = 3
"""Sounds under which nothing is looked for: « IA » and « y a », « AI » and « et »."""
_MAX_PLACES = 6
_PLACES_PER_S = 0.5
"""Of one window, at most so many or so many a second, the most alike first: each costs the decoder
some 30 ms."""
_MAX_TOKENS = 6
_LANGUAGES: tuple[Language, ...] = ("fr", "en")


def from_sound(plain: Text, vocabulary: Vocabulary) -> tuple[Candidate, ...]:
    """The places of ``plain`` that sound most like a term, those that agree in most sounds first.

    What stands inside a listed form of a term is left alone; a longer place around one is not:
    « contexte l'orning » is in-context learning, though it holds « contexte ».
    """
    known = lexicon(vocabulary)
    places = tuple(_written(plain, vocabulary))
    runs = [run for run in _runs(len(plain.tokens)) if _may_be_more(run, places)]
    heard = [each for run in runs for each in _heard(run, plain, vocabulary.language)]
    if not heard or not known.keys:
        return ()
    alike = all_alike([sound for _, sound in heard], known.keys)
    found: list[tuple[float, Candidate]] = []
    for row, column in zip(*(alike >= _MIN_SIMILARITY).nonzero(), strict=True):
        similarity = round(float(alike[row, column]), 4)
        run, sound = heard[row]
        lengths = sorted((len(sound), len(known.keys[column])))
        if similarity >= _least_similarity(lengths[0]):
            one = Candidate(
                term=known.terms[column],
                spelling=known.spellings[column],
                first=run.start,
                last=run.stop - 1,
                similarity=similarity,
                found_by="sound",
            )
            if _keeps(one, run, places, vocabulary.language):
                # Sounds that agree less those that do not: chance makes few in a row.
                found.append((lengths[1] * (2 * similarity - 1), one))
    return _best(found, _most(plain))


def _heard(run: range, plain: Text, language: Language) -> Iterator[tuple[range, str]]:
    """What stands there as it sounds, and where it holds capitals, as their letters are said."""
    inside = _render(plain.tokens[run.start : run.stop])
    for reading in _LANGUAGES:
        yield run, key(inside, reading)
    if letters := spelled(inside, language):
        yield run, key(letters, language)


def _least_similarity(shorter: int) -> float:
    """For keys of which the shorter one has so many sounds; above 1: none."""
    if shorter < _MIN_KEY:
        return _ALMOST_SAME if shorter >= _SHORTEST_KEY else 2.0
    return max(_MIN_SIMILARITY, min(_MAX_SIMILARITY, 1.0 - 0.05 * shorter))


@dataclass(frozen=True, slots=True)
class _Written:
    """A term that stands in the text in one of its forms."""

    term: Term
    tokens: range


def _written(plain: Text, vocabulary: Vocabulary) -> Iterator[_Written]:
    for term in vocabulary.terms:
        for _, found in written(term, plain):
            yield _Written(term, range(found.first, found.last + 1))


def _may_be_more(run: range, places: Iterable[_Written]) -> bool:
    """Whether ``run`` holds every term whole that is written where it stands, and words besides."""
    return all(
        run.start <= each.tokens.start and each.tokens.stop <= run.stop and run != each.tokens
        for each in places
        if _meet(run, each.tokens)
    )


def _keeps(one: Candidate, run: range, places: Iterable[_Written], language: Language) -> bool:
    """Whether each term that is written in the place is another one, and said with ``one``."""
    return all(
        each.term.name != one.term and contains(one.spelling, each.term, language)
        for each in places
        if _meet(run, each.tokens)
    )


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _most(plain: Text) -> int:
    return max(_MAX_PLACES, round(_PLACES_PER_S * (plain.words[-1].end_s - plain.words[0].start_s)))


def _best(found: Iterable[tuple[float, Candidate]], most: int) -> tuple[Candidate, ...]:
    """The few that agree most, of overlapping places of one term only the best."""
    kept: list[Candidate] = []
    for _, each in sorted(found, key=_order):
        if len(kept) < most and not any(each.meets(other) for other in kept):
            kept.append(each)
    return tuple(kept)


def _order(found: tuple[float, Candidate]) -> tuple[float, float, int, int, str, bool, str]:
    agree, one = found
    return (
        *(-agree, -one.similarity, one.first, one.last),
        *(one.term, one.spelling != one.term, one.spelling),
    )


def _runs(count: int) -> list[range]:
    return [
        range(first, last + 1)
        for first in range(count)
        for last in range(first, min(first + _MAX_TOKENS, count))
    ]
