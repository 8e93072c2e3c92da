"""Lines of a scenario's model answer, to show how what was missed can be said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.models import Point, Step, Task, Term, Transcript
from interviewer.report.text import safe
from interviewer.report.view import Quote
from interviewer.score.coverage import occurrences
from interviewer.score.patterns import Found, earliest
from interviewer.score.text import Text, read

__all__ = ["idea_line", "sentences", "term_line"]

_SENTENCE = re.compile(
    r".+?[.!?…]+(?:\s?[»”\"’)])*(?=\s+[^a-zà-ÿ\s»”)]|\s*$)"  # no small letter after the space
    r"|.+$"
)


def sentences(model_answer: str) -> tuple[str, ...]:
    """The sentences of a model answer, each in one safe line."""
    line = re.sub(" +", " ", safe(model_answer)).strip()
    return tuple(part.strip() for part in _SENTENCE.findall(line))


def term_line(term: Term, task: Task) -> Quote | None:
    """The first sentence of the model answer that holds ``term``, the term set apart."""
    for sentence in sentences(task.model_answer):
        said = occurrences(term, _read(sentence))
        if said:
            return _quote(sentence, said[0].found)
    return None


def idea_line(name: str, task: Task) -> Quote | None:
    """The same for the point or step called ``name``; moves and rules have no line."""
    ideas: Sequence[tuple[str, Point | Step]] = (
        *((point.point, point) for point in task.points),
        *((step.step, step) for step in task.steps),
    )
    phrasings = next((idea.any for title, idea in ideas if title == name), ())
    for sentence in sentences(task.model_answer):
        found = earliest(phrasings, _read(sentence))
        if found is not None:
            return _quote(sentence, found)
    return None


def _read(sentence: str) -> Text:
    # Words are parted the same way in every language.
    return read(Transcript.from_text(sentence, "fr"))


def _quote(sentence: str, found: Found) -> Quote:
    """``sentence`` parted around whole words, as its transcript counts them."""
    text = _read(sentence)
    first, last = text.tokens[found.first].word, text.tokens[found.last].word
    words = [word.text for word in text.words]
    before, after = " ".join(words[:first]), " ".join(words[last + 1 :])
    return Quote(
        before + " " if before else "",
        " ".join(words[first : last + 1]),
        " " + after if after else "",
    )
