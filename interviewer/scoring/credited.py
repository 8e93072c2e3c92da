"""Where the terms that count stand in a transcript, by which way, and what they are to be read as."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from interviewer.domain import FoundBy, Match, Term, TermHit, Transcript
from interviewer.scoring.coverage import RANK, occurrences
from interviewer.scoring.misheard import contains
from interviewer.scoring.patterns import Found, written
from interviewer.scoring.text import APOSTROPHES, Text, Token, fold, read, tokens_of

_CREDITED = ("hit", "partial")
_NO_LETTER = re.compile(r"[^\w+#%]|_")
_MARKS = ("*", "…", "...")
"""Of a pattern; a form with one of them is no way to write the term."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A term that counts, and the way in which it was found."""

    term: Term
    match: Match
    found_by: FoundBy
    """``text`` with the match ``sounds_like``: by a mishearing that its list has."""


@dataclass(frozen=True, slots=True)
class Place:
    """A credited term in the transcript."""

    words: range
    credit: Credit
    name: str = ""
    """What to read there; empty where a reader takes the words as they are."""
    tokens: range = range(0)
    """Those that the name stands for."""


def credited(hits: Sequence[TermHit], text: Text) -> list[Place]:
    """Every place of ``text`` where one of ``hits`` counts; they may overlap.

    What is only probable, or missed, is at none.
    """
    return [place for hit in hits if hit.status in _CREDITED for place in _places(hit, text)]


def _places(hit: TermHit, text: Text) -> Iterator[Place]:
    """Where ``hit`` was credited: where the scorer saw it; an older card says it of the first alone."""
    own: dict[range, list[tuple[Match, Found]]] = {}
    for match, found in written(hit.term, text):
        own.setdefault(_words(found, text), []).append((match, found))
    seen = [
        range(first, last + 1) for first, last in hit.places if 0 <= first <= last < len(text.words)
    ]
    said = seen or [_words(place.found, text) for place in occurrences(hit.term, text)]
    for words in said:
        form = _form(hit.term, own.get(words, ()), words, text)
        yield form or _spotted(hit, words, own, text)
    if not said and hit.start_s is not None and hit.end_s is not None:
        words = _spoken(hit.start_s, hit.end_s, text)
        if words and hit.match == "sounds_like":
            yield _spotted(hit, words, own, text)
        elif words:
            yield Place(words, Credit(hit.term, hit.match or "exact", "text"))


def _words(found: Found, text: Text) -> range:
    return range(text.tokens[found.first].word, text.tokens[found.last].word + 1)


def _spoken(start_s: float, end_s: float, text: Text) -> range:
    """The words that stand at a time."""
    inside = [
        at for at, word in enumerate(text.words) if word.end_s > start_s and word.start_s < end_s
    ]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _form(
    term: Term, forms: Sequence[tuple[Match, Found]], words: range, text: Text
) -> Place | None:
    """The term in one of ``forms``, which ``words`` are; None where they are none."""
    if not forms:
        return None
    match, found = min(forms, key=lambda form: RANK.index(form[0]))
    credit = Credit(term, match, "text")
    tokens = range(found.first, found.last + 1)
    if match != "sounds_like" or _known(term, text.tokens[tokens.start : tokens.stop]):
        return Place(words, credit)
    return _glued(Place(words, credit, term.name, tokens), text)


def _spotted(hit: TermHit, words: range, written_: Iterable[range], text: Text) -> Place:
    """The term by what the audio says, or with a longer one that is misheard there; where it is
    among what is ``written_``, a reader sees it."""
    term = hit.term
    spotting = next(
        (
            each
            for each in text.words[words.start].spotted
            if each.words == len(words)
            and (each.term == term.name or contains(each.spelling, term, text.language))
        ),
        None,
    )
    credit = Credit(term, "sounds_like", (spotting or hit).found_by or "text")
    tokens = [*tokens_of(words, text)]
    name = term.name
    if spotting is not None:
        name = _written(term, spotting.spelling)
    elif any(words.start <= form.start and form.stop <= words.stop for form in written_):
        return Place(words, credit)
    opens = read(Transcript.from_text(name, text.language)).tokens[:1]
    while len(tokens) > 1 and text.tokens[tokens[0]].elided and not (opens and opens[0].elided):
        del tokens[0]
    if not tokens or _known(term, [text.tokens[at] for at in tokens]):
        return Place(words, credit)
    return _glued(Place(words, credit, name, range(tokens[0], tokens[-1] + 1)), text)


def _glued(place: Place, text: Text) -> Place:
    """With the « l » before « 'IA », which recognisers part."""
    first = place.words.start
    if first > 0 and text.words[first].text.strip()[:1] in tuple(APOSTROPHES):
        return replace(place, words=range(first - 1, place.words.stop))
    return place


def _written(term: Term, spelling: str) -> str:
    """``spelling`` as the term's own forms write it, where it is one of them."""
    forms = (form for form in _forms(term) if _letters(form) == _letters(spelling))
    return next(forms, spelling)


def _forms(term: Term) -> list[str]:
    """The ways to write it."""
    forms = (term.name, *term.variants)
    return [form for form in forms if not any(mark in form for mark in _MARKS)]


def _known(term: Term, tokens: Sequence[Token]) -> bool:
    """Whether a reader takes ``tokens`` for the term: the same letters, accents, case (unless it
    matters), hyphens and plurals aside."""
    cased = term.exact_case
    said = _letters(" ".join(token.surface for token in tokens), cased=cased, plural=True)
    return any(_letters(form, cased=cased, plural=True) == said for form in _forms(term))


def _letters(text: str, *, cased: bool = False, plural: bool = False) -> str:
    """Letters and digits without accents, and the signs of C++, C# and 80 %."""
    parts = [_NO_LETTER.sub("", part) for part in re.split(r"[\s\-‐‑]+", fold(text))]
    if plural:
        parts = [part[:-1] if len(part) > 3 and part[-1] in "sx" else part for part in parts]
    letters = "".join(parts)
    return letters if cased else letters.casefold()
