"""The structure of a story: situation, task, action and result, by the words that tell them. Pure.

A story is cut into clauses. In each, cues (:mod:`interviewer.scoring.story_cues`) speak for parts; the path
through the four parts that they and the usual order speak for most says what each clause belongs to
(Viterbi). A stretch of one part in which no cue speaks for it belongs to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviewer.domain import (
    STORY_PARTS,
    Language,
    Story,
    StoryPart,
    StoryPartName,
    Task,
    Transcript,
)
from interviewer.scoring.clauses import ends_sentence
from interviewer.scoring.numbers import in_figures
from interviewer.scoring.story_cues import STORY_CUES, StoryCues
from interviewer.scoring.text import Text, joined, read

TITLES: Mapping[Language, Mapping[StoryPartName, str]] = {
    "fr": {"situation": "Situation", "task": "Tâche", "action": "Action", "result": "Résultat"},
    "en": {"situation": "Situation", "task": "Task", "action": "Action", "result": "Result"},
}
"""What the parts are called, as the points of an answer are: in the language that is spoken."""

_ENOUGH_WORDS = 25
"""Fewer are no story whose structure could be told."""
_MOSTLY = 0.6
"""Share of a story whose parts must be told for anything to be said of them."""
_NOWHERE = 0.15
"""Share of the story that may belong to no part where a part is said to be missing: more might hold it."""
_TELLS = 2.0
"""Cues together from which on a stretch belongs to its part."""
_FEWEST = 3
"""Words of a clause; a shorter one goes with the next."""
_BARE = 20
"""Words in a row without a mark, from which on the recogniser wrote too few."""
_MOST_CUES = 4.0
_ORDER: Mapping[tuple[StoryPartName, StoryPartName], float] = {
    ("situation", "result"): -2.0,
    ("task", "result"): -1.5,
    ("task", "situation"): -1.0,
    ("action", "situation"): -3.5,
    ("action", "task"): -1.5,
    ("result", "action"): -1.5,
    ("result", "task"): -2.5,
    ("result", "situation"): -3.5,
}
"""What it costs, in weights of cues, to go from one part to another; nothing in the usual order."""
_OPENS: Mapping[StoryPartName, float] = {
    "situation": 1.0,
    "task": 0.0,
    "action": -1.0,
    "result": -1.0,
}
"""What speaks for a story to begin with a part."""
_CHANGE = -0.3
"""Of any change of part; within a sentence twice that."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HOURS = frozenset(("heure", "heures", "h", "o'clock", "am", "pm"))
_CLOCK = frozenset(("a", "vers", "des", "avant", "apres", "at", "by", "around", "before", "after"))
_NO_FIGURES = frozenset(("1", "un", "une", "one"))
_WITH_VERB = re.compile(r"\w+ons|\w+mes")
_LIGHT = frozenset(("ne", "n", "y", "en", "le", "la", "l", "les", "lui", "leur", "nous"))


@dataclass(frozen=True, slots=True)
class _Clause:
    tokens: range
    cues: Mapping[StoryPartName, float]
    opens_sentence: bool


def tell_story(transcript: Transcript) -> Story:
    """What ``transcript`` tells of each part, and by whom and with what figure.

    Shares are of the time that words take; of their number, where they have no times.
    """
    text = read(transcript)
    cues = STORY_CUES[text.language]
    clauses = tuple(_clauses(text, cues))
    parts: Sequence[StoryPartName | None] = _told(clauses, _path(clauses))
    lengths = [_length(clause, text) for clause in clauses]
    whole = sum(lengths)
    nowhere = sum(length for length, part in zip(lengths, parts, strict=True) if part is None)
    told = frozenset(part for part in parts if part is not None)
    measured = (
        len(text.words) >= _ENOUGH_WORDS and nowhere <= (1 - _MOSTLY) * whole and len(told) > 1
    )
    if not measured:
        parts, told = [None] * len(clauses), frozenset()
    absent_sure = measured and nowhere <= _NOWHERE * whole
    return Story(
        parts=tuple(
            _part(
                name,
                [each for each, part in zip(clauses, parts, strict=True) if part == name],
                text,
                share=sum(length for length, part in zip(lengths, parts, strict=True) if part == name)
                / whole
                if measured
                else None,
                absent_sure=absent_sure,
            )
            for name in STORY_PARTS
        ),
        i=_count_i(text, cues),
        we=_count_we(text, cues),
        figure=_figure(clauses, parts, text, cues),
    )


@lru_cache(maxsize=256)
def line_of_part(part: StoryPartName, task: Task, language: Language) -> str:
    """The sentence of the model answer of ``task`` that tells ``part``; empty where none does."""
    story = tell_story(Transcript.from_text(task.model_answer, language))
    return next((each.quote or "" for each in story.parts if each.part == part), "")


def _part(
    name: StoryPartName,
    clauses: Sequence[_Clause],
    text: Text,
    *,
    share: float | None,
    absent_sure: bool,
) -> StoryPart:
    if not clauses:
        return StoryPart(name, "missed" if absent_sure else "unclear", 0.0 if absent_sure else None)
    first = last = max(range(len(clauses)), key=lambda at: clauses[at].cues[name])
    while first and _goes_on(clauses[first - 1], clauses[first]):
        first -= 1
    while last + 1 < len(clauses) and _goes_on(clauses[last], clauses[last + 1]):
        last += 1
    tokens = text.tokens[clauses[first].tokens.start : clauses[last].tokens.stop]
    words = text.words[tokens[0].word : tokens[-1].word + 1]
    return StoryPart(
        name,
        "told",
        share,
        quote=joined([word.text.strip() for word in words]),
        start_s=words[0].start_s,
        end_s=words[-1].end_s,
    )


def _goes_on(clause: _Clause, after: _Clause) -> bool:
    """Whether ``after`` follows in the same sentence."""
    return not after.opens_sentence and clause.tokens.stop == after.tokens.start


def _clauses(text: Text, cues: StoryCues) -> Iterator[_Clause]:
    start, opens, marked = 0, True, _marked(text)
    for at, token in enumerate(text.tokens):
        last = at + 1 == len(text.tokens)
        ends = ends_sentence(token)
        if last or ends or (at + 1 - start >= _FEWEST and _parts_here(at, text, cues, bare=not marked[at])):
            span = range(start, at + 1)
            yield _Clause(span, _cues(_plain(text, span), cues), opens)
            start, opens = at + 1, ends or not marked[at]


def _parts_here(at: int, text: Text, cues: StoryCues, *, bare: bool) -> bool:
    """Whether a clause ends with the token at ``at``; where no marks are written, before every subject."""
    if text.tokens[at].ends_clause:
        return True
    ahead = _plain(text, range(at + 1, min(at + 5, len(text.tokens))))
    if cues.joints.match(ahead):
        return True
    held = text.tokens[at].norm in cues.holding
    return bare and not held and cues.openings.match(ahead) is not None


def _marked(text: Text) -> list[bool]:
    """Of each token, whether it stands in a stretch that marks part from others often enough."""
    marked: list[bool] = []
    while len(marked) < len(text.tokens):
        first = last = len(marked)
        while not text.tokens[last].ends_clause:
            last += 1
        marked += [last + 1 - first <= _BARE] * (last + 1 - first)
    return marked


def _plain(text: Text, tokens: range) -> str:
    return " ".join(text.tokens[at].norm for at in tokens)


def _cues(said: str, cues: StoryCues) -> dict[StoryPartName, float]:
    return {
        part: min(_MOST_CUES, sum(weight for weight, pattern in rows if pattern.search(said)))
        for part, rows in cues.parts.items()
    }


def _path(clauses: Sequence[_Clause]) -> list[StoryPartName]:
    """What each clause belongs to, as cues and order together speak for it most."""
    if not clauses:
        return []
    best = {part: _OPENS[part] + clauses[0].cues[part] for part in STORY_PARTS}
    before: list[dict[StoryPartName, StoryPartName]] = []
    for clause in clauses[1:]:
        change = _CHANGE if clause.opens_sentence else 2 * _CHANGE
        froms: dict[StoryPartName, StoryPartName] = {}
        now: dict[StoryPartName, float] = {}
        for part in STORY_PARTS:

            def score(other: StoryPartName, to: StoryPartName = part, cost: float = change) -> float:
                return best[other] + (0.0 if other == to else cost + _ORDER.get((other, to), 0.0))

            froms[part] = max(STORY_PARTS, key=score)
            now[part] = score(froms[part]) + clause.cues[part]
        best = now
        before.append(froms)
    path = [max(STORY_PARTS, key=lambda part: best[part])]
    for froms in reversed(before):
        path.append(froms[path[-1]])
    return path[::-1]


def _told(
    clauses: Sequence[_Clause], path: Sequence[StoryPartName]
) -> list[StoryPartName | None]:
    """``path`` without the stretches in which hardly a cue speaks for their part."""
    told: list[StoryPartName | None] = []
    while len(told) < len(path):
        first = len(told)
        last = first
        while last < len(path) and path[last] == path[first]:
            last += 1
        weight = sum(clause.cues[path[first]] for clause in clauses[first:last])
        told += [path[first] if weight >= _TELLS else None] * (last - first)
    return told


def _length(clause: _Clause, text: Text) -> float:
    first, last = text.tokens[clause.tokens.start].word, text.tokens[clause.tokens.stop - 1].word
    if text.words[-1].end_s <= 0:
        return float(len(clause.tokens))
    return text.words[last].end_s - text.words[first].start_s


def _count_i(text: Text, cues: StoryCues) -> int:
    said = [token.norm for token in text.tokens] + [""]
    return sum(
        cues.i.fullmatch(norm) is not None and said[at + 1] not in cues.i_idle
        for at, norm in enumerate(said[:-1])
    )


def _count_we(text: Text, cues: StoryCues) -> int:
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


def _figure(
    clauses: Sequence[_Clause],
    parts: Sequence[StoryPartName | None],
    text: Text,
    cues: StoryCues,
) -> str | None:
    """The first figure of the result with the word behind it; None where it has none."""
    for clause, part in zip(clauses, parts, strict=True):
        if part != "result":
            continue
        for at in clause.tokens:
            end = _figure_end(at, text, cues)
            if end is not None:
                more = text.runs[end].length if end in text.runs else 1
                last = end if text.tokens[end - 1].ends_clause else min(end + more, clause.tokens.stop)
                first = text.tokens[at].word
                words = text.words[first : text.tokens[last - 1].word + 1]
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
    if before in cues.no_amount or _YEAR.fullmatch(norm):
        return None
    return None if before in _CLOCK and (following in _HOURS or text.tokens[end - 1].ends_clause) else end
