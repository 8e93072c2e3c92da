"""The structure of a story in words and as the JSON has it."""

from __future__ import annotations

from collections.abc import Mapping

from interviewer.domain import AnswerCard, Story, StoryPart, StoryPartName
from interviewer.i18n import N_
from interviewer.report.delivery import NOT_MEASURED
from interviewer.report.measures import JsonObject, rounded, whole
from interviewer.report.view import Fact, Fragment, Quote
from interviewer.scoring.story import TITLES, line_of_part
from interviewer.ui.page import Words
from interviewer.ui.text import NO_BREAK, number, safe

_PARTS: Mapping[StoryPartName, tuple[str, str]] = {
    "situation": (N_("situation {percent}%"), N_("situation")),
    "task": (N_("task {percent}%"), N_("task")),
    "action": (N_("action {percent}%"), N_("action")),
    "result": (N_("result {percent}%"), N_("result")),
}


def story_facts(answer: AnswerCard, words: Words) -> tuple[Fact, ...]:
    """Shares of time, who acts, and the figure of the result; nothing where no story is asked for."""
    story = answer.coverage.story
    if story is None:
        return ()
    told = {each.part: each.status for each in story.parts}
    figure = words.say(NOT_MEASURED)
    if told["result"] == "told":
        figure = words.say(N_("none"))
        if story.figure is not None:
            figure = words.say(N_("“{quote}”"), quote=safe(story.figure))
    rows = (
        (N_("Share of the time"), _shares(story, words)),
        (N_("Who acts"), _who(story, answer, words)),
        (N_("Figure in the result"), figure),
    )
    return tuple(Fact(words.say(title), text) for title, text in rows)


def story_line(title: str, answer: AnswerCard) -> Quote | None:
    """The sentence of the model answer that tells the part called ``title``, if it is one and one does."""
    language = answer.take.transcript.language
    part = next((part for part, name in TITLES[language].items() if name == title), None)
    if part is None or answer.coverage.story is None:
        return None
    line = safe(line_of_part(part, answer.task, language))
    return Quote((Fragment(line),)) if line else None


def story_measures(story: Story | None) -> JsonObject | None:
    """Keys and values of ``interviewer.scorecard/1``."""
    if story is None:
        return None
    return {
        "parts": [
            {
                "part": each.part,
                "status": each.status,
                "share": rounded(each.share, 3),
                "quote": each.quote,
                "start": rounded(each.start_s, 3),
                "end": rounded(each.end_s, 3),
            }
            for each in story.parts
        ],
        "i": story.i,
        "we": story.we,
        "figure": story.figure,
    }


def _shares(story: Story, words: Words) -> str:
    if all(each.status == "unclear" for each in story.parts):
        return words.say(N_("not measured: its parts cannot be told apart"))
    return f"{NO_BREAK}· ".join(_share(each, words) for each in story.parts)


def _share(each: StoryPart, words: Words) -> str:
    with_share, name = _PARTS[each.part]
    if each.status == "told" and each.share is not None:
        return whole(words.say(with_share, percent=number(100 * each.share, 0, words.language)))
    said = (
        N_("{part}: cannot be told")
        if each.status == "unclear"
        else N_("{part}: nothing recognised")
    )
    return whole(words.say(said, part=words.say(name)))


def _who(story: Story, answer: AnswerCard, words: Words) -> str:
    if answer.take.transcript.language == "fr":
        message = N_("“je” {i}×, “on” and “nous” {we}×")
    else:
        message = N_("“I” {i}×, “we” {we}×")
    return words.say(message, i=story.i, we=story.we)
