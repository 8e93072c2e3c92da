"""What headings and columns of notes announce that is no phase, and phases in the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from interviewer.scenario.duration import TimedTitle, timed_title
from interviewer.scenario.glossary import fold

Mode = Literal["text", "points", "terms", "cue", "questions"]
Column = Literal["title", "length", "text", "points", "terms", "cue", "questions"]

_LABELS: dict[Mode, str] = {
    "points": "points? points?_cles? points?_a_(?:dire|couvrir|placer) (?:key|talking|main)_points?"
    " points?_to_make idees?(?:_cles?)? messages?(?:_cles?)? key_messages? a_dire",
    "terms": "termes?(?:_a_placer)? mots?(?:_|-)cles? mots?_a_placer vocabulaire key_?words? key_?terms?"
    " terms? words_to_(?:say|place)",
    "cue": "aide(?:_|-)memoire antiseche reperes? cues? prompts? reminders? memo fil_rouge",
    "questions": "(?:(?:les|mes|the|likely|possible|their)_)?questions? questions_(?:possibles|probables)"
    " questions_(?:frequentes|attendues) questions_(?:du|de_la|des)_[a-z]+ q_?(?:&|et)_?[ra] faq",
    "text": "textes? script reponse(?:_modele|_type)? model_answer answer (?:what_)?i_say (?:ce_que_)?je_dis"
    " discours speech",
}
"""Without accents; ``_`` is a space."""
_LABEL = {
    mode: re.compile("|".join(names.split()).replace("_", " ")) for mode, names in _LABELS.items()
}
_LENGTH = re.compile(
    r"(?:durees?|temps|minutage|chrono|time|timing|length|durations?|how long|minutes?|mins?|secondes?|seconds?|secs?|s)"
    r"(?: (?:s|sec|secondes|seconds|min|mn|minutes|en \w+|in \w+))?"
)
_TITLE = re.compile(
    r"phases?|parties?|etapes?|titres?|sujets?|parts?|sections?|steps?|titles?|topics?|sequences?|what|quoi"
)
_IN_MINUTES = re.compile(r"\bm(?:in\w*|n)\b")
_BARE = re.compile(r"[0-9]{1,4}(?:[.,][0-9])?")


def announced(text: str) -> Mode | None:
    """What a heading announces that is no phase."""
    name = fold(text).strip(" .:()[]*_")
    return next((mode for mode, pattern in _LABEL.items() if pattern.fullmatch(name)), None)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table."""

    kinds: tuple[Column | None, ...] = ()
    in_minutes: bool = False
    """A length without a unit is in minutes, else in seconds."""

    @classmethod
    def of(cls, names: Sequence[str]) -> Columns:
        """By the names at the head of a table."""
        return cls(
            tuple(map(_column, names)),
            any(_column(name) == "length" and _IN_MINUTES.search(fold(name)) for name in names),
        )

    def kind(self, at: int) -> Column | None:
        """Of the column at ``at``; None where nothing tells."""
        return self.kinds[at] if at < len(self.kinds) else None


@dataclass(slots=True)
class Row:
    """A row of a table, as far as its columns tell it."""

    title: str = ""
    timed: TimedTitle | None = None
    cells: dict[Column, list[str]] = field(default_factory=dict)

    @property
    def is_phase(self) -> bool:
        """It has a title and a length, or stands in a table of phases."""
        return bool(self.title) and (self.timed is not None or "title" in self.cells)


def row_of(cells: Sequence[str], columns: Columns) -> Row:
    """What stands in ``cells``; without names of columns, the first length and the first title."""
    row = Row()
    for at, cell in enumerate(cells):
        kind = columns.kind(at)
        timed = timed_title(cell)
        if row.timed is None and cell and kind in ("length", None):
            row.timed = timed if timed and not timed.title else None
            if row.timed is None and kind == "length" and _BARE.fullmatch(cell):
                unit = "min" if columns.in_minutes else "s"
                row.timed = timed_title(f"{cell} {unit}")
            if row.timed is not None:
                continue
        if kind == "title" and cell and not row.title:
            row.title, row.timed = (
                (timed.title, timed) if timed and timed.title else (cell, row.timed)
            )
            row.cells.setdefault("title", [])
        elif cell and kind != "length":
            row.cells.setdefault(kind or "cue", []).append(cell)
    if not row.title and row.cells.get("cue"):
        row.title = row.cells["cue"].pop(0)
    return row


def _column(name: str) -> Column | None:
    plain = " ".join(re.findall(r"\w+", fold(name)))
    if _LENGTH.fullmatch(plain):
        return "length"
    return "title" if _TITLE.fullmatch(plain) else announced(name)
