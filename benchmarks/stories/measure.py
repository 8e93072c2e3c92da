"""How well the parts of a story are told: ``python -m benchmarks.stories.measure``.

``stories.jsonl`` holds one story a line, its parts in order (``null``: of no part). Those of the set
``dev`` served to make the cues; those of ``held`` were written after them, and nothing was changed since
but how a figure is told from a year, and « depuis deux jours » from « depuis, … ».
Each is read as written and as a recogniser may write it that sets no marks.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from interviewer.domain import STORY_PARTS, Language, StoryPartName, Transcript, Word
from interviewer.scoring.story import tell_story

_FILE = Path(__file__).with_name("stories.jsonl")
_NEAR = 3
"""Words by which the beginning of a part may be off."""
_WORD_S = 0.4
"""Each word lasts as long, so that shares of time are shares of words."""

Set = Literal["dev", "held"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A story as it was written."""

    name: str
    set: Set
    language: Language
    parts: tuple[tuple[StoryPartName | None, str], ...]
    i: int
    we: int
    figure: bool

    def transcript(self, *, marks: bool) -> Transcript:
        """Its words at a steady pace."""
        text = " ".join(text for _, text in self.parts)
        if not marks:
            text = re.sub(r"[.,:;!?…]", "", text).lower()
        words = (
            Word(word, at * _WORD_S, (at + 1) * _WORD_S, 1.0)
            for at, word in enumerate(text.split())
        )
        return Transcript(self.language, tuple(words))


def stories() -> tuple[Labelled, ...]:
    """All of them, in the file's order."""
    rows = (json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines())
    return tuple(Labelled(**{**row, "parts": tuple(map(tuple, row["parts"]))}) for row in rows)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over several stories."""

    counts: Counter[str]

    @classmethod
    def of(cls, every: Iterator[Labelled], *, marks: bool) -> Figures:
        """Those of ``every``, with or without marks."""
        counts: Counter[str] = Counter()
        for each in every:
            counts.update(_compared(each, marks=marks))
        return cls(counts)

    def share(self, part: str, whole: str) -> str:
        """``part`` of ``whole``."""
        return f"{self.counts[part]} of {self.counts[whole]}"


def _compared(each: Labelled, *, marks: bool) -> Counter[str]:
    found = tell_story(each.transcript(marks=marks))
    begins: dict[StoryPartName | None, tuple[float, float]] = {}
    at = 0
    for part, text in each.parts:
        begins[part] = at, at + len(text.split())
        at += len(text.split())
    counts = Counter({"stories": 1, "words": at})
    for each_part in found.parts:
        told, there = each_part.status == "told", each_part.part in begins
        counts["there"] += there
        counts["told"] += told
        counts["told right"] += told and there
        counts["called missing"] += each_part.status == "missed"
        counts["missing right"] += each_part.status == "missed" and not there
        counts["absent"] += not there and None not in begins
        counts["unclear"] += each_part.status == "unclear"
        if told and there and each_part.share is not None:
            first, end = begins[each_part.part]
            counts["share off, per mille of a story"] += round(
                1000 * abs(each_part.share - (end - first) / at)
            )
            counts["quoted inside"] += (
                first * _WORD_S - 1e-6 <= (each_part.start_s or 0.0)
                and (each_part.end_s or 0.0) <= end * _WORD_S + 1e-6
            )
    counts["i right"] += found.i == each.i
    counts["we right"] += found.we == each.we
    counts["figure right"] += (found.figure is not None) == each.figure
    return counts


def main() -> None:
    """Prints a line for each set, language and way of writing."""
    assert set(STORY_PARTS) == set(get_args(StoryPartName))
    for name in get_args(Set):
        if not any(each.set == name for each in stories()):
            continue
        for language in get_args(Language):
            for marks in (True, False):
                chosen = (
                    each for each in stories() if (each.set, each.language) == (name, language)
                )
                got = Figures.of(chosen, marks=marks)
                off = got.counts["share off, per mille of a story"] / 10 / got.counts["told right"]
                print(
                    f"{name} {language} {'as written' if marks else 'no marks'}: "
                    f"told right {got.share('told right', 'told')} (precision), "
                    f"{got.share('told right', 'there')} (recall); "
                    f"missing right {got.share('missing right', 'called missing')}, "
                    f"of the absent {got.share('missing right', 'absent')}; "
                    f"unclear {got.counts['unclear']}; "
                    f"quoted inside {got.share('quoted inside', 'told right')}; "
                    f"share off {off:.1f} points; "
                    f"I {got.share('i right', 'stories')}, we {got.share('we right', 'stories')}, "
                    f"figure {got.share('figure right', 'stories')}"
                )


if __name__ == "__main__":
    main()
