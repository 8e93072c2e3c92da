"""Whether an answer is about something else than what was asked: said only where it is certain.

An answer that is long enough, makes none of the ideas and holds none of the words that are asked for, may
still be a poor one on its subject. Where the sentence encoder is installed, its meaning must be much farther
from the question than from others of the library, and few of its telling words may be those of the question,
its phrasings or its model answer; where not a single one is, it need only be nearer to others. Without the
encoder, not a single one is all there is to go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from interviewer.domain import Language, PointHit, Scenario, Task, TermHit
from interviewer.encoder import available
from interviewer.scoring.closeness import FEATURES, background, stems, stems_of
from interviewer.scoring.meaning import ideas_of, measured, references
from interviewer.scoring.text import Text

_ENOUGH = 25
"""Words of an answer: ten seconds of speech; in fewer, nobody has come to the point."""
_FAR = -0.2
"""By so much the answer is nearer to the three nearest other questions than to its own."""
_FEW = 0.2
"""Share of its telling words. With both, of 1,040 answers composed of ``benchmarks/meaning`` one is accused,
which holds nothing but near misses, and 39 % of those to another question are told."""
_TELLING = 1.5
"""How rare a word is that a question is told by, as :meth:`Background.rarity` has it: in less than a
quarter of the tasks of the library."""


def off_topic(
    scenario: Scenario,
    task: Task,
    text: Text,
    terms: Sequence[TermHit],
    points: Sequence[PointHit],
) -> bool:
    """Whether ``text`` certainly speaks of something else than ``task``, of which ``terms`` and ``points``
    became what they are."""
    if len(text.words) < _ENOUGH or not (task.terms or ideas_of(task)):
        return False
    asked = {phase.id for phase in scenario.phases if phase.kind == "ask"}
    statuses = {*(hit.status for hit in terms), *(hit.status for hit in points)}
    if task.id in asked or statuses - {"missed"}:
        return False
    rare = background(text.language).rarity
    told = {stem for stem in stems(each.norm for each in text.tokens) if rare(stem) > _TELLING}
    shared = told & _vocabulary(task, _question(scenario, task), text.language)
    if not (ideas_of(task) and available()):
        return bool(told) and not shared
    none = [False] * len(ideas_of(task))
    topic = measured(task, text, none, none)[0, 0, FEATURES.index("topic")]
    far = topic < _FAR if shared else topic < 0.0
    return bool(told) and bool(far) and len(shared) <= _FEW * len(told)


def _question(scenario: Scenario, task: Task) -> str:
    """What is asked, as the interviewer says it."""
    for phase in scenario.phases:
        if phase.task.id == task.id:
            return f"{phase.title} {phase.prompt}"
        for question in phase.questions:
            if question.id == task.id:
                return question.ask
    return ""


@lru_cache(maxsize=512)
def _vocabulary(task: Task, question: str, language: Language) -> frozenset[str]:
    """The beginnings of the words by which an answer to ``task`` is told."""
    names = (form for term in task.terms for form in (term.name, *term.variants, *term.heard_as))
    ideas = (text for idea in references(task, language) for text in idea.texts)
    texts = (question, task.cue, task.model_answer, *names, *ideas)
    rare = background(language).rarity
    return frozenset(stem for stem in stems_of(" ".join(texts), language) if rare(stem) > _TELLING)
