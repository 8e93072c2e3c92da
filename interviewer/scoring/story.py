"""The structure of a story: situation, task, action and result, by the words that tell them. Pure.

A story is cut into clauses. In each, cues (:mod:`interviewer.scoring.story_cues`) speak for parts; the path
through the four parts that they and the usual order speak for most says what each clause belongs to
(Viterbi). A stretch of one part in which no cue speaks for it belongs to none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from interviewer.scoring.story_counts import count_i, count_we, figure_in
from interviewer.scoring.story_cues import StoryCues, story_cues
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
_PLACE = 1.0
"""What the place of a clause speaks for."""
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
    cues = story_cues(text.language)
    found = tuple(_clauses(text, cues))
    clauses = _placed(found, text, cues)
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
    sure = measured and nowhere <= _NOWHERE * whole
    absent = frozenset(_absent(found, text, cues)) if sure else frozenset()
    return Story(
        parts=tuple(
            _part(
                name,
                [each for each, part in zip(clauses, parts, strict=True) if part == name],
                text,
                share=sum(
                    length for length, part in zip(lengths, parts, strict=True) if part == name
                )
                / whole
                if measured
                else None,
                absent=name in absent,
            )
            for name in STORY_PARTS
        ),
        i=count_i(text, cues),
        we=count_we(text, cues),
        figure=next(
            (
                figure
                for clause, part in zip(clauses, parts, strict=True)
                if part == "result" and (figure := figure_in(clause.tokens, text, cues))
            ),
            None,
        ),
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
    absent: bool,
) -> StoryPart:
    if not clauses:
        return StoryPart(name, "missed" if absent else "unclear", 0.0 if absent else None)
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
        if (
            last
            or ends
            or (at + 1 - start >= _FEWEST and _parts_here(at, text, cues, bare=not marked[at]))
        ):
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


def _placed(clauses: Sequence[_Clause], text: Text, words: StoryCues) -> Sequence[_Clause]:
    """``clauses`` with what their place speaks for: what nobody does is the scene, ahead of the first action,
    and what came of it, behind the last, the more so with a figure."""
    acts = [at for at, clause in enumerate(clauses) if clause.cues["action"] >= 1]
    if not acts:
        return clauses
    placed: list[_Clause] = []
    for at, clause in enumerate(clauses):
        cues = dict(clause.cues)
        if cues["task"] < _TELLS and at < acts[0]:
            cues["situation"] += _PLACE
        elif at > acts[-1]:
            figure = figure_in(clause.tokens, text, words)
            cues["result"] += 2 * _PLACE if figure else _PLACE
        placed.append(replace(clause, cues=cues))
    return placed


def _absent(clauses: Sequence[_Clause], text: Text, cues: StoryCues) -> Iterator[StoryPartName]:
    """The parts that are certainly not there: where they would stand, each sentence tells another.

    Nothing is certain where the recogniser wrote too few marks.
    """
    if not all(_marked(text)):
        return
    sentences: list[list[_Clause]] = []
    for clause in clauses:
        if clause.opens_sentence:
            sentences.append([])
        sentences[-1].append(clause)
    said = [
        {part: max(clause.cues[part] for clause in sentence) for part in STORY_PARTS}
        for sentence in sentences
    ]
    acts = [at for at, each in enumerate(said) if each["action"] >= _TELLS]
    if not any(each["action"] for each in said):
        yield "action"
    if not acts:
        return
    heard = {part: max(each[part] for each in said) for part in STORY_PARTS}
    begins = max(said[0]["task"], said[0]["action"]) >= _TELLS and not said[0]["situation"]
    if begins and heard["situation"] < _TELLS:
        yield "situation"
    lead = said[: acts[0]]
    scene = all(each["situation"] >= _TELLS for each in lead)
    if lead and scene and not heard["task"] and not said[acts[0]]["situation"]:
        yield "task"
    figures = any(figure_in(clause.tokens, text, cues) for clause in sentences[-1])
    open_end = acts[-1] == len(said) - 1 and not said[-1]["result"] and not figures
    if open_end and heard["result"] < _TELLS:
        yield "result"


def _plain(text: Text, tokens: range) -> str:
    return " ".join(text.tokens[at].norm for at in tokens)


def _cues(said: str, cues: StoryCues) -> dict[StoryPartName, float]:
    found = {
        part: min(_MOST_CUES, sum(weight for weight, pattern in rows if pattern.search(said)))
        for part, rows in cues.parts.items()
    }
    if cues.subordinate.match(said):
        found["action"] = 0.0
    return found


def _path(clauses: Sequence[_Clause]) -> list[StoryPartName]:
    """What each clause belongs to, as cues and order together speak for it most."""
    if not clauses:
        return []
    best = {part: _OPENS[part] + clauses[0].cues[part] for part in STORY_PARTS}
    before: list[dict[StoryPartName, StoryPartName]] = []
    for clause in clauses[1:]:
        change = _CHANGE if clause.opens_sentence else 2 * _CHANGE
        scores = {
            to: {
                part: best[part] + (0.0 if part == to else change + _ORDER.get((part, to), 0.0))
                for part in STORY_PARTS
            }
            for to in STORY_PARTS
        }
        before.append({to: max(STORY_PARTS, key=scores[to].__getitem__) for to in STORY_PARTS})
        best = {to: max(scores[to].values()) + clause.cues[to] for to in STORY_PARTS}
    path = [max(STORY_PARTS, key=best.__getitem__)]
    for froms in reversed(before):
        path.append(froms[path[-1]])
    return path[::-1]


def _told(clauses: Sequence[_Clause], path: Sequence[StoryPartName]) -> list[StoryPartName | None]:
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
