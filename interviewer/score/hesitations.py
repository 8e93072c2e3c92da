"""Hesitations: sounds held, voice without words, and words begun twice.

Whisper leaves out « euh » and « um » (0 of 14 written in spontaneous French clips), so what it does
not write is looked for in the sound: sounds held without moving (:mod:`interviewer.vad.held_vowels`),
and stretches of speech that no word covers. Word times are approximate, a recogniser gives a dropped
« euh » to its neighbours as often as not, and an « euh » may be short: what is found is a lower
bound, and shown as « at least ». What lies on a filler that is written is that filler, counted once.

Words said twice in a row (« je je », « le le modèle », « on va on va ») are disfluencies too. Not
counted: what languages repeat by rule (« nous nous », « that that »), what people repeat on purpose
(« très très », "no no"), numbers and letters, and anything across the end of a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.models import Language, Span, Word
from interviewer.score.text import Text, Token

__all__ = ["MIN_HESITATION_S", "find_hesitations", "find_repeats"]

MIN_HESITATION_S = 0.3
"""Shorter stretches are the slack of word times: 0.24 s in the labelled set."""
_LONGEST_S = 2.0
"""Longer ones are speech that the recogniser could not make out."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BY_RULE: dict[Language, frozenset[str]] = {
    "fr": _words("nous vous en y"),
    "en": _words("that had is do her so"),
}
_ON_PURPOSE: dict[Language, frozenset[str]] = {
    "fr": _words(
        "tres vraiment beaucoup bien oui non si plus peu trop tout toujours jamais loin longtemps"
        " petit petits petite petites grand grands grande grandes merci voila allez ha"
    ),
    "en": _words(
        "very really much many so no yes more far long well too never always again big small thank"
        " please way ha bye hear"
    ),
}
_AND = _words("et ou a and or by to")
"""« encore et encore », « pas à pas »: no repetition by mistake."""
_SENTENCE_MARKS = frozenset(".!?:;…")
_SHORT = 4
"""Letters of a word that is repeated over a comma without rhetoric: « je, je »."""
_MOST_WORDS = 3
"""Words of the longest repetition looked for: « je vais je vais »."""


def find_hesitations(
    speech: Sequence[Span],
    words: Sequence[Word],
    held: Sequence[Span] = (),
    written: Sequence[Span] = (),
) -> tuple[Span, ...]:
    """Hesitations by sound, in order, not overlapping.

    Args:
        speech: spans in order, not overlapping.
        words: what was written of it.
        held: sounds held, in the recording that ``speech`` is of or is a part of.
        written: when the fillers among ``words`` are said.
    """
    inside = [sound for sound in held if any(_meet(sound, span) for span in speech)]
    found = sorted([*_unworded(speech, words), *inside], key=lambda span: span.start_s)
    joined: list[Span] = []
    for span in found:
        if joined and _meet(joined[-1], span):
            last = joined.pop()
            span = Span(last.start_s, max(last.end_s, span.end_s))
        joined.append(span)
    return tuple(span for span in joined if not any(_meet(span, filler) for filler in written))


def _unworded(speech: Sequence[Span], words: Sequence[Word]) -> tuple[Span, ...]:
    """Stretches of ``speech`` that none of ``words`` covers, from 0.3 to 2 s, in order."""
    found: list[Span] = []
    for span in speech:
        inside = [word for word in words if word.end_s > span.start_s and word.start_s < span.end_s]
        now = span.start_s
        for word in sorted(inside, key=lambda word: word.start_s):
            found.append(Span(now, max(now, word.start_s)))
            now = max(now, word.end_s)
        found.append(Span(now, max(now, span.end_s)))
    return tuple(
        span for span in found if MIN_HESITATION_S <= round(span.duration_s, 3) <= _LONGEST_S
    )


def _meet(one: Span, other: Span) -> bool:
    return one.start_s < other.end_s and other.start_s < one.end_s


def find_repeats(text: Text) -> tuple[str, ...]:
    """What was said twice in a row, as first written, in order; three times counts as two."""
    found: list[str] = []
    position = 0
    while position < len(text.tokens):
        length = next(
            (size for size in range(1, _MOST_WORDS + 1) if _repeated(text, position, size)), 0
        )
        if length:
            run = text.tokens[position : position + length]
            found.append(_written(run))
        position += max(1, length)
    return tuple(found)


def _repeated(text: Text, position: int, length: int) -> bool:
    """Whether the ``length`` words from ``position`` on are said again at once."""
    first = text.tokens[position : position + length]
    again = text.tokens[position + length : position + 2 * length]
    if [_same(token) for token in first] != [_same(token) for token in again]:
        return False
    if any(_SENTENCE_MARKS & set(token.after) for token in (*first, *again[:-1])):
        return False
    if length > 1:
        norms = {token.norm for token in first}
        return len(norms) > 1 and norms.isdisjoint(_AND) and not any(t.ends_clause for t in first)
    (word,) = first
    if word.norm in _BY_RULE[text.language] | _ON_PURPOSE[text.language]:
        return False
    if word.norm[0].isdigit() or (len(word.norm) == 1 and word.surface.isupper()):
        return False
    return len(word.norm) <= _SHORT or not word.ends_clause


def _same(token: Token) -> str:
    """What tells « là » from « la », which the norm does not."""
    return token.surface.casefold()


def _written(run: Sequence[Token]) -> str:
    line = "".join(token.surface + ("’" if token.elided else " ") for token in run)
    return line.strip().casefold()
