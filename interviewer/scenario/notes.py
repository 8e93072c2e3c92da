"""Notes to their parts: what in them is a phase, a term, a point, a cue, a question, a text to say.

Nothing is made up here: what the notes leave open stays None. :mod:`.drafting` makes a scenario of
it, and says what it had to assume.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from interviewer.domain import Language
from interviewer.scenario.columns import Columns, Mode, announced, row_of
from interviewer.scenario.duration import TimedTitle, timed_title
from interviewer.scenario.glossary import fold
from interviewer.scenario.markdown import Block, blocks
from interviewer.scenario.word_lists import FUNCTION_WORDS

_STORY = re.compile(
    r"(?:parlez|racontez|decrivez)[- ](?:moi |nous )?(?:de |d.)?(?:une fois|un moment|une situation|une occasion|un jour)"
    r"|racontez[- ](?:moi |nous )?(?:un|une|le|la|comment)\b|donnez[- ]moi un exemple (?:vecu|concret|d.une fois)"
    r"|(?:tell (?:me|us) about|describe) (?:a time|a situation|an occasion|a moment|a failure|a mistake|a conflict|a disagreement"
    r"|a problem)|give me (?:a real|an) example of"
)
"""Questions that ask for a story, without accents."""
_STORY_CUE = re.compile(r"situation\b.*\b(?:tache|task)\b.*\baction\b.*\bresult", re.DOTALL)
_INLINE_LABEL = re.compile(r"\s*(?P<label>[^:\n]{3,24}?)\s*:\s*(?P<rest>\S.*)", re.DOTALL)
_NUMBERED = re.compile(r"^(?:\d{1,2}|[a-z])[.)]\s+", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """A phase, or a question of one, as far as the notes tell it."""

    line: int
    title: str
    level: int = 0
    seconds: float | None = None
    ranged: bool = False
    asks: bool = False
    """It is headed as a list of questions."""
    texts: list[str] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    """In bold, or under a heading of their own."""
    questions: list[Part] = field(default_factory=list)
    by: str = ""
    """The language model that proposed it; empty: the notes, or a template, did."""

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.cues or self.points or self.terms or self.questions)

    @property
    def text(self) -> str:
        """All that is written out to be said."""
        return "\n".join(self.texts)


def tells_story(part: Part) -> bool:
    """Whether ``part`` asks for a story in so many words, or its reminder names the parts of one."""
    cues = fold("\n".join(part.cues))
    return bool(_STORY.search(fold(part.title)) or _STORY_CUE.search(cues))


@dataclass(frozen=True, slots=True)
class Notes:
    """What somebody wrote down for an interview."""

    title: str
    """Empty where no heading names the whole."""
    language: Language
    is_language_clear: bool
    parts: tuple[Part, ...]
    left_out: Part | None = None
    """What stands before the first phase, where the phases say their durations."""


def read_notes(text: str) -> Notes:
    """The notes in ``text``: Markdown, or plain text with headings of any kind. May have no parts."""
    found = blocks(text)
    title = _title(found)
    reader = _Reader(_phase_level(found, title))
    for block in found:
        if block is not title:
            reader.take(block)
    if title is not None and not reader.parts:
        reader.parts.append(Part(title.line, _clean(title.text)))
    said = (block.text for block in found if block.kind != "columns")
    language, is_clear = language_of("\n".join(said))
    parts, left_out = reader.parts, None
    if len(parts) > 1 and not parts[0].title and any(part.seconds is not None for part in parts):
        left_out, *parts = parts
    name = _clean(title.text) if title is not None else ""
    return Notes(name, language, is_clear, tuple(_settled(parts)), left_out)


def language_of(text: str) -> tuple[Language, bool]:
    """French or English by the small words of ``text``, and whether these say it clearly."""
    words = re.findall(r"[a-zà-ÿ]+", text.casefold())
    french, english = (
        sum(word in FUNCTION_WORDS[language] for word in words) for language in ("fr", "en")
    )
    return "en" if english > french else "fr", abs(french - english) > (french + english) / 3


def _title(found: Sequence[Block]) -> Block | None:
    """The first heading, where it stands above all others and is no phase itself."""
    headings = [block for block in found if block.kind == "heading"]
    if not headings or announced(headings[0].text):
        return None
    first, *others = headings
    any_timed = any(map(_timed, others))
    if all(first.level < other.level for other in others):
        # « Mon pitch de trois minutes » says how long all of it is.
        whole = _timed(first)
        parts_s = sum(timed.seconds for timed in map(_timed, others) if timed is not None)
        is_total = any_timed and (not _follows_text(found) or (whole and whole.seconds >= parts_s))
        return first if whole is None or is_total else None
    stands_alone = first is found[0] and not _follows_text(found) and not _timed(first)
    return first if any_timed and stands_alone else None


def _follows_text(found: Sequence[Block]) -> bool:
    """Whether the first heading has words of its own."""
    return len(found) > 1 and found[1].kind != "heading"


def _phase_level(found: Sequence[Block], title: Block | None) -> int:
    """Headings down to this level are phases."""
    headings = [block for block in found if block.kind == "heading" and block is not title]
    timed: list[int] = []
    asking = 9
    for block in headings:
        if block.level <= asking:
            asking = block.level if announced(block.text) == "questions" else 9
        if _timed(block) and block.level <= asking:
            timed.append(block.level)
    if timed:
        return max(timed)
    return min((block.level for block in headings if not announced(block.text)), default=6)


def _timed(block: Block) -> TimedTitle | None:
    return timed_title(block.text)


def _clean(title: str) -> str:
    return _NUMBERED.sub("", title.strip()).strip(" *_#:\t") or title.strip()


class _Reader:
    """Takes one block after the other."""

    def __init__(self, phase_level: int) -> None:
        self.parts: list[Part] = []
        self._phase_level = phase_level
        self._mode: Mode = "text"
        self._columns = Columns()
        self._answered: Part | None = None
        """The question that what comes next belongs to."""

    def take(self, block: Block) -> None:
        if block.kind == "heading":
            self._heading(block)
        elif block.kind == "columns":
            self._columns = Columns.of(block.text.split("\t"))
        elif block.kind == "row":
            self._row(block)
        else:
            for piece in _labelled_lines(block):
                self._words(piece)

    def _heading(self, block: Block) -> None:
        timed = timed_title(block.text)
        title = _clean(timed.title if timed else block.text)
        label = announced(title)
        part = self.parts[-1] if self.parts else None
        if label == "questions":
            self._begin(block, title, timed, asks=True)
        elif label is not None and part is not None:
            self._mode = label
        elif part is not None and part.asks and block.level > part.level:
            self._ask(part, block.line, title, timed)
        elif timed is not None or part is None or block.level <= self._phase_level:
            self._begin(block, title, timed)
        elif self._mode == "questions" and block.text.endswith("?"):
            self._ask(part, block.line, title, timed)
        else:
            self._mode = "text"
            (self._answered or part).cues.append(title)

    def _begin(
        self, block: Block, title: str, timed: TimedTitle | None, *, asks: bool = False
    ) -> None:
        part = Part(block.line, title, block.level, asks=asks)
        if timed is not None:
            part.seconds, part.ranged = timed.seconds, timed.ranged
        self.parts.append(part)
        self._mode = "questions" if asks else "text"
        self._answered = None

    def _ask(self, part: Part, line: int, title: str, timed: TimedTitle | None) -> None:
        question = Part(line, title, part.level + 1)
        if timed is not None:
            question.seconds, question.ranged = timed.seconds, timed.ranged
        part.questions.append(question)
        self._answered = question
        self._mode = "questions" if not part.asks else "text"

    def _row(self, block: Block) -> None:
        """A phase, where the table has a column for it or a cell that is a duration; else a reminder."""
        cells = block.text.split("\t")
        row = row_of(cells, self._columns)
        if not row.is_phase:
            told = " : ".join(cell for cell in cells if cell)
            self._owner(block).cues += [told] if told else []
            return
        # Below the heading of the table, which then groups them.
        heading = Block("heading", row.title, block.line, self._phase_level + 1)
        self._begin(heading, _clean(row.title), row.timed)
        part = self.parts[-1]
        part.texts += [" ".join(cell.split()) for cell in row.cells.get("text", ())]
        part.cues += [line for cell in row.cells.get("cue", ()) for line in cell.split("\n")]
        for mode in ("points", "terms"):
            for cell in row.cells.get(mode, ()):
                self._listed(
                    part,
                    mode,
                    re.split(r"\s*[;,\n]\s*" if mode == "terms" else r"\s*[;\n]\s*", cell),
                )
        part.terms += [bold for bold in block.bold if bold != row.title and bold not in part.terms]
        for cell in row.cells.get("questions", ()):
            for line in re.split(r"\n|(?<=\?)\s+", cell):
                self._asked(part, block, line)

    def _owner(self, block: Block) -> Part:
        if not self.parts:
            self._begin(Block("heading", "", block.line, self._phase_level), "", None)
        return self._answered or self.parts[-1]

    def _words(self, block: Block) -> None:
        owner = self._owner(block)
        labelled = _INLINE_LABEL.fullmatch(block.text)
        label = announced(labelled["label"]) if labelled else None
        if labelled is not None and label in ("points", "terms", "cue"):
            listed = re.split(
                r"\s*[;\n]\s*" if label != "terms" else r"\s*[;,\n]\s*", labelled["rest"]
            )
            self._listed(owner, label, [each for each in listed if each])
            return
        heads = block.text.rstrip().endswith(":") if block.kind == "text" else block.kind == "item"
        if heads and (mode := announced(block.text)) is not None:
            self._mode = mode
            return
        owner.terms += [] if self._mode == "terms" else block.bold
        if block.kind == "quote":
            owner.cues += block.text.split("\n")
        elif self._mode in ("points", "terms", "cue") and block.kind == "item":
            parted = block.text.split(",") if self._mode == "terms" else [block.text]
            self._listed(owner, self._mode, [" ".join(each.split()) for each in parted])
        elif self._mode == "terms":
            self._listed(owner, "terms", re.split(r"\s*[;,\n]\s*", block.text))
        elif self._is_question(block):
            for line in block.text.split("\n"):
                self._asked(self.parts[-1], block, line)
        elif block.kind == "item" and self._mode != "questions":
            owner.cues.append(" ".join(block.text.split()))
        else:
            if self._mode in ("points", "cue"):
                self._mode = "text"
            owner.texts.append(" ".join(block.text.split()))

    def _is_question(self, block: Block) -> bool:
        part = self.parts[-1]
        wanted = self._mode == "questions" or part.asks
        lines = block.text.split("\n")
        if block.kind == "text" and block.bold and any(line.count("?") > 1 for line in lines):
            return False  # With terms to be placed, it is what the candidate asks.
        return wanted and all(map(_asks, lines))

    def _asked(self, part: Part, block: Block, line: str) -> None:
        timed = timed_title(line)
        self._ask(part, block.line, _clean(timed.title if timed else line), timed)
        self._mode = "questions"

    def _listed(self, owner: Part, mode: Mode, listed: Iterable[str]) -> None:
        target = {"points": owner.points, "terms": owner.terms, "cue": owner.cues}[mode]
        target += [each for each in listed if each.strip()]


def _labelled_lines(block: Block) -> Iterable[Block]:
    """``block``, parted where a line such as « Points : a ; b » begins or ends."""
    if block.kind != "text" or "\n" not in block.text:
        return (block,)
    pieces: list[list[str]] = [[]]
    for line in block.text.split("\n"):
        match = _INLINE_LABEL.fullmatch(line)
        if match is not None and announced(match["label"]):
            pieces += [[line], []]
        else:
            pieces[-1].append(line)
    texts = ["\n".join(piece) for piece in pieces if piece]
    return (
        Block("text", text, block.line, bold=tuple(bold for bold in block.bold if bold in text))
        for text in texts
    )


def _asks(line: str) -> bool:
    timed = timed_title(line)
    return (timed.title if timed else line).rstrip(" *_»”\"'").endswith("?")


def _settled(parts: list[Part]) -> list[Part]:
    """Without headings that only group others; what holds nothing but questions asks them."""
    kept: list[Part] = []
    for part, after in zip_longest(parts, parts[1:]):
        groups = part.is_empty and part.seconds is None and after and after.level > part.level
        if groups and not part.title.endswith("?"):
            continue
        only_asks = part.cues and not part.texts and not part.questions and not part.points
        if only_asks and len(part.cues) > 1 and all(map(_asks, part.cues)):
            part.questions = [Part(part.line, _clean(cue), 1) for cue in part.cues]
            part.cues, part.asks = [], True
        kept.append(part)
    return kept
