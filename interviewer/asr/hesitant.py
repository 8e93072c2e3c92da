"""A second reading that is told the person hesitates: what it writes and the transcript leaves out. Pure.

Whisper learned from subtitles, which leave « euh » and "um" out; told that they were written before, it
goes on writing some. Of 16 sounds in five recordings of people (base, whole windows, five beams) the
plain reading writes none and this one twelve. Prompts of the kind agree, as long as words stand between
the sounds and dots behind them: with commas, the reading runs into a loop (docs/delivery.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from interviewer.asr.window import Attempt
from interviewer.domain import Language, Transcript, Unwritten, Word
from interviewer.scoring.hesitations import sound_of
from interviewer.scoring.text import Token, read

PROMPTS: dict[Language, str] = {
    "fr": " Donc euh... c'est euh... je sais pas euh... mais euh... et puis euh...",
    "en": " So um... it's uh... I don't know um... but uh... and then um...",
}
"""What was written before, as the model is told."""

_ALIKE = 0.5
"""Share of the words that both readings have in common, from which they are of the same speech."""


def is_worth_reading(attempt: Attempt, language: Language) -> bool:
    """False for a reading that is a loop, a guess or nothing, which would write « euh » anywhere; and
    for one without a sound, whose words need no times."""
    if not attempt.trusted or attempt.silent:
        return False
    written = read(Transcript.from_text(attempt.text, language)).tokens
    return any(sound_of(token, language) is not None for token in written)


def with_unwritten(
    words: Sequence[Word], hesitant: Sequence[Word], language: Language
) -> tuple[Word, ...]:
    """``words`` with the sounds that ``hesitant`` has where they have none.

    Args:
        words: as read without help.
        hesitant: the same speech, read with the prompt.
        language: of both.
    """
    plain = read(Transcript(language, tuple(words)))
    other = read(Transcript(language, tuple(hesitant)))
    lacking = _lacking(plain.tokens, other.tokens, language)
    found = [
        Unwritten(name, other.words[token.word].start_s, other.words[token.word].end_s)
        for token, name in lacking
    ]
    return _attached(words, found)


def _lacking(
    plain: Sequence[Token], hesitant: Sequence[Token], language: Language
) -> list[tuple[Token, str]]:
    """The sounds of ``hesitant`` that ``plain`` does not have at the same place, with their names."""
    matcher = SequenceMatcher(
        None, [token.norm for token in plain], [token.norm for token in hesitant], autojunk=False
    )
    if matcher.ratio() < _ALIKE:
        return []
    found: list[tuple[Token, str]] = []
    for kind, first, last, other_first, other_last in matcher.get_opcodes():
        if kind == "equal":
            continue
        written = sum(sound_of(token, language) is not None for token in plain[first:last])
        sounds = [
            (token, name)
            for token in hesitant[other_first:other_last]
            if (name := sound_of(token, language)) is not None
        ]
        found += sounds[written:]
    return found


def _attached(words: Sequence[Word], found: Sequence[Unwritten]) -> tuple[Word, ...]:
    """Each of ``found`` at the first word that begins no earlier, else at the last."""
    kept = list(words)
    for each in found:
        places = (at for at, word in enumerate(kept) if word.start_s >= each.start_s)
        at = next(places, len(kept) - 1)
        kept[at] = replace(kept[at], unwritten=(*kept[at].unwritten, each))
    return tuple(kept)
