"""Who acts in a story, and what figure its result has. Pure."""

from __future__ import annotations

import re

from interviewer.scoring.numbers import in_figures
from interviewer.scoring.story_cues import StoryCues
from interviewer.scoring.text import Text, joined

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HOURS = frozenset(("heure", "heures", "h", "o'clock", "am", "pm"))
_CLOCK = frozenset(("a", "vers", "des", "avant", "apres", "at", "by", "around", "before", "after"))
_NO_FIGURES = frozenset(("1", "un", "une", "one"))
_WITH_VERB = re.compile(r"\w+ons|\w+mes")
_LIGHT = frozenset(("ne", "n", "y", "en", "le", "la", "l", "les", "lui", "leur", "nous"))
_LINKS = frozenset(("a", "to", "sur", "of", "par", "out"))
"""Between two figures: « de neuf à deux »."""


def count_i(text: Text, cues: StoryCues) -> int:
    """How often the person says « je », "I", without « je pense »."""
    said = [token.norm for token in text.tokens] + [""]
    return sum(
        cues.i.fullmatch(norm) is not None and said[at + 1] not in cues.i_idle
        for at, norm in enumerate(said[:-1])
    )


def count_we(text: Text, cues: StoryCues) -> int:
    """« on » and « nous » as subjects: behind « nous » stands a verb of theirs."""
    said = [token.norm for token in text.tokens]
    count = 0
    for at, norm in enumerate(said):
        if cues.we.fullmatch(norm) is None:
            continue
        after = at + 1
        if norm == "nous":
            if said[at - 1 : at] == ["nous"]:
                continue
            while after < len(said) and said[after] in _LIGHT:
                after += 1
            if after >= len(said) or _WITH_VERB.fullmatch(said[after]) is None:
                continue
        else:
            while after < len(said) and said[after] in ("ne", "n"):
                after += 1
        count += after >= len(said) or said[after] not in cues.we_idle
    return count


def figure_in(tokens: range, text: Text, cues: StoryCues) -> str | None:
    """The first figure of ``tokens`` with the word behind it, as said; None where there is none."""
    for at in tokens:
        end = _figure_end(at, text, cues)
        if end is None:
            continue
        while end < tokens.stop and not text.tokens[end - 1].ends_clause:
            word = text.tokens[end].norm
            end += text.runs[end].length if end in text.runs else 1
            if word not in _LINKS:
                break
        words = text.words[text.tokens[at].word : text.tokens[end - 1].word + 1]
        return joined([word.text.strip() for word in words]).strip(" .,;:!?…")
    return None


def _figure_end(at: int, text: Text, cues: StoryCues) -> int | None:
    """Behind the figure that begins at ``at``; None where none does: a year, an hour, « les deux »."""
    token, run = text.tokens[at], text.runs.get(at)
    before = text.tokens[at - 1].norm if at else ""
    if token.norm in cues.parts_of_whole:
        return at + 1
    if at in text.inside and run is None:
        return None
    norm, end = (run.norm, at + run.length) if run else (in_figures(token.norm), at + 1)
    if token.norm in _NO_FIGURES or norm in _NO_FIGURES or _NUMBER.fullmatch(norm) is None:
        return None
    following = text.tokens[end].norm if end < len(text.tokens) else ""
    later = [each.norm for each in text.tokens[end + 1 : end + 3]]
    if later == ["plus", "tard"] or later[:1] in (["later"], ["apres"], ["after"]):
        return None
    if before in cues.no_amount or _YEAR.fullmatch(token.norm):
        return None
    return (
        None
        if before in _CLOCK and (following in _HOURS or text.tokens[end - 1].ends_clause)
        else end
    )
