"""What to do about the structure of a story: sentences, none of which guesses what could not be told. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from interviewer.domain import Language, Notice, Story, StoryPartName, Task
from interviewer.i18n import N_
from interviewer.scoring.story import line_of_part

_MISSING: Mapping[StoryPartName, str] = {
    "situation": N_("The situation was not recognised. A line that sets the scene: “{line}”"),
    "task": N_(
        "Your task was not recognised: what was expected of you? A line that says it: “{line}”"
    ),
    "action": N_("What you did was not recognised. A line that says it: “{line}”"),
    "result": N_("The result was not recognised. A line that says it: “{line}”"),
}
_LINES: Mapping[Language, Mapping[StoryPartName, str]] = {
    "fr": {
        "situation": "L’an dernier, dans mon service, …",
        "task": "Je devais …, avant …",
        "action": "J’ai d’abord …, puis j’ai …",
        "result": "Au final, … est passé de … à …",
    },
    "en": {
        "situation": "Last year, in my team, …",
        "task": "I had to …, before …",
        "action": "First I …, then I …",
        "result": "In the end, … went from … to …",
    },
}
"""To be filled in, where the scenario has no model answer that tells the part."""
_LONG_SITUATION = 0.5
"""Of the time: a coach gives it a quarter, and what was done a half."""
_FEW_WE = 3
"""Times « on » is said from which on it may hide who did what."""


def missing_notice(part: StoryPartName, task: Task, language: Language) -> Notice:
    """What to say of a part that is not in the story, with a line that tells it."""
    line = line_of_part(part, task, language) or _LINES[language][part]
    return Notice(_MISSING[part], {"line": line})


def manner_notices(story: Story, language: Language) -> Iterator[Notice]:
    """What costs nothing and tells much: who acted, how long the scene is, what came of it in figures."""
    if story.we >= _FEW_WE and story.we > story.i:
        message = N_(
            "You say “we” {we} times and “I” {i} times: tell what you did yourself, in the first person."
        )
        if language == "fr":
            message = N_(
                "You say “on” or “nous” {we} times and “je” {i} times: tell what you did yourself."
            )
        yield Notice(message, {"we": story.we, "i": story.i})
    parts = {each.part: each for each in story.parts}
    share = parts["situation"].share
    if share is not None and share > _LONG_SITUATION:
        yield Notice(
            N_(
                "The situation takes {percent}%\u00a0of the time: two sentences will do, then what you did."
            ),
            {"percent": round(100 * share)},
        )
    if parts["result"].status == "told" and story.figure is None:
        yield Notice(N_("The result has no figure: say by how much, or how fast."))


def is_whole(story: Story) -> bool:
    """Whether all of its parts are told."""
    return all(each.status == "told" for each in story.parts)
