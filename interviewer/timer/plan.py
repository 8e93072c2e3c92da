"""What is to be timed: plans out of scenarios and of what a person writes, and whether texts fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from interviewer.domain import (
    Language,
    Phase,
    Question,
    Scenario,
    Task,
    Term,
    TimedPhase,
    TimerPlan,
)
from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.scenario.duration import holds_duration, timed_title
from interviewer.scenario.ids import ids_for
from interviewer.scenario.problems import shown
from interviewer.scoring.syllables import count_each


def plan_of(scenario: Scenario) -> TimerPlan:
    """Each phase that is not optional; of a ``question`` phase, each question."""
    phases = tuple(
        timed for phase in scenario.phases if not phase.optional for timed in _timed(phase)
    )
    return TimerPlan(scenario.id, scenario.title, scenario.language, phases)


def as_scenario(plan: TimerPlan) -> Scenario:
    """A scenario of pitch phases that :func:`plan_of` makes ``plan`` of."""
    phases = (
        Phase(
            phase.id,
            phase.title,
            "pitch",
            phase.target_s,
            prompt=phase.title,
            task=Task(
                phase.id,
                phase.target_s,
                terms=tuple(Term(keyword) for keyword in phase.keywords),
                model_answer=phase.script,
                cue=phase.cue,
            ),
        )
        for phase in plan.phases
    )
    return Scenario(plan.id, plan.title, plan.language, tuple(phases))


def _timed(phase: Phase) -> Iterator[TimedPhase]:
    if phase.kind != "question":
        yield _phase(phase.title, phase.task)
        return
    for question in phase.questions:
        yield _phase(_asked(question), question.task)


def _asked(question: Question) -> str:
    return " ".join(question.ask.split())


def _phase(title: str, task: Task) -> TimedPhase:
    return TimedPhase(
        id=task.id,
        title=title,
        target_s=task.target_s,
        cue=task.cue.strip(),
        script=task.model_answer.strip(),
        keywords=tuple(term.name for term in task.terms if term.required),
    )


RATES = (4.0, 5.0, 6.0)
"""Syllables a second."""

FitVerdict = Literal["fits", "brisk", "hurried", "too_long"]
_MAX_BYTES = 256 * 1024
"""Of a script."""
_VERDICTS: tuple[FitVerdict, ...] = ("fits", "brisk", "hurried")


@dataclass(frozen=True, slots=True)
class Fit:
    """The text of one phase against its target."""

    phase: TimedPhase
    from_cue: bool
    """Nothing is written out: the cue was counted, as if it were read aloud."""
    syllables: int
    seconds: tuple[float, ...]
    """How long it takes at each of :data:`RATES`."""

    @property
    def verdict(self) -> FitVerdict | None:
        """By the calmest rate that keeps to the target; None where there is no text."""
        if self.syllables == 0:
            return None
        for verdict, seconds in zip(_VERDICTS, self.seconds, strict=True):
            if seconds <= self.phase.target_s:
                return verdict
        return "too_long"


def fits_of(plan: TimerPlan) -> tuple[Fit, ...]:
    """Each phase of ``plan``, in order."""
    return tuple(fit_of(phase, plan.language) for phase in plan.phases)


def fit_of(phase: TimedPhase, language: Language) -> Fit:
    """The script of ``phase``, or its cue where nothing is written out."""
    syllables = syllables_of(phase.script or phase.cue, language)
    seconds = tuple(syllables / rate for rate in RATES)
    return Fit(phase, not phase.script and bool(phase.cue), syllables, seconds)


def syllables_of(text: str, language: Language) -> int:
    """Syllables of ``text`` as spoken; signs that stand alone are none."""
    return sum(count_each(text.split(), language))


_MAX_PHASES = 200
"""Of one run, as many as a scenario's phase has questions."""
_MAX_TITLE = 300
"""Characters of a phase's title, with its duration."""
_MAX_KEYWORDS = 100
"""To place in one phase."""

_BETWEEN_PHASES = re.compile(r"[;\n]|(?<![0-9]),|,(?![0-9])")
"""Not the comma of « 1,5 min »."""
_HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<text>.*?)\s*#*\s*")
_HEADING_START = re.compile(r"#{1,6}\s")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BOLD = re.compile(r"\*\*(?=\S)((?:(?!\*\*).)+)(?<=\S)\*\*|__(?=\S)((?:(?!__).)+)(?<=\S)__")
_ITALIC = re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])")
_BULLET = re.compile(r"^(\s*)[-*+]\s+")

_NO_TARGET = N_('{file}, line {line}: the heading "{heading}" has no duration.')
_ADD_TARGET = N_('Write it behind, as in "## {heading} (30 s)".')


def parse_phases(text: str, language: Language) -> TimerPlan:
    """The plan of ``"intro 30s, anecdote 45s, punchlines 1min"``.

    Raises:
        UsageError: an entry is no title with a duration.
    """
    phases: list[tuple[str, float]] = []
    for entry in map(str.strip, _BETWEEN_PHASES.split(text)):
        if len(phases) == _MAX_PHASES:
            raise UsageError(
                N_("--phases: more than {most} phases; write fewer."), most=_MAX_PHASES
            )
        if len(entry) > _MAX_TITLE:
            raise UsageError(
                N_("{entry} has {count} characters; write at most {most} for a phase."),
                entry=shown(entry),
                count=len(entry),
                most=_MAX_TITLE,
            )
        timed = timed_title(entry)
        if timed is None or not timed.title:
            raise UsageError(
                N_("{entry} is no phase with its duration."),
                N_('Write them as "intro 30s, anecdote 45s, punchlines 1min".'),
                entry=shown(entry),
            )
        if holds_duration(timed.title):
            raise UsageError(
                N_("{entry} holds two durations: a comma is missing between two phases."),
                N_('Write them as "intro 30s, anecdote 45s, punchlines 1min".'),
                entry=shown(entry),
            )
        phases.append((timed.title, timed.seconds))
    title = " · ".join(title for title, _ in phases)
    ids = ids_for(title for title, _ in phases)
    each = (
        TimedPhase(id_, title, target_s) for id_, (title, target_s) in zip(ids, phases, strict=True)
    )
    return TimerPlan("timer", title, language, tuple(each))


def read_script(path: Path, language: Language) -> TimerPlan:
    """The plan of a text in Markdown, see :func:`parse_script`.

    Raises:
        UsageError: the file cannot be read, or is no script.
    """
    try:
        if not path.is_file():
            raise UsageError(
                N_("{file}: no such file; check its name and folder."), file=shown(str(path))
            )
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        message = N_("{file}: the file cannot be read ({reason}); check its permissions.")
        raise UsageError(message, file=shown(str(path)), reason=error.strerror) from error
    except UnicodeDecodeError:
        message = N_("{file}: not UTF-8; save it again with that encoding.")
        raise UsageError(message, file=shown(str(path))) from None
    if len(content) > _MAX_BYTES:
        message = N_("{file}: larger than {limit} KB; a text to be said is much smaller.")
        raise UsageError(message, file=shown(str(path)), limit=_MAX_BYTES // 1024)
    return parse_script(text, path.name, language)


def parse_script(text: str, origin: str, language: Language) -> TimerPlan:
    """The plan of a text whose headings are phases, ``## Intro (30 s)``, their words below each.

    A first heading of level 1 without a duration is the title; words in ``**bold**`` are keywords
    to place. ``origin`` is the file's name, as errors and the list of runs show it.

    Raises:
        UsageError: a heading has no duration, or there is none at all.
    """
    title, sections = "", list[_Section]()
    for number, level, heading, line in _lines(text, origin):
        timed = timed_title(heading) if heading else None
        if timed is not None and timed.title:
            if len(sections) == _MAX_PHASES:
                message = N_("{file}, line {line}: more than {most} phases; write fewer.")
                raise UsageError(message, file=origin, line=number, most=_MAX_PHASES)
            sections.append(_Section(timed.title, timed.seconds))
        elif heading and level == 1 and not sections and not title:
            title = heading
        elif heading:
            values = {"file": origin, "line": number, "heading": heading}
            raise UsageError(_NO_TARGET, _ADD_TARGET, **values)
        elif sections:
            sections[-1].lines.append(line)
    if not sections:
        raise UsageError(
            N_("{file}: no heading names a phase and its duration."),
            N_('Begin each phase with a line such as "## Intro (30 s)".'),
            file=origin,
        )
    ids = ids_for(section.title for section in sections)
    phases = tuple(section.phase(id_, origin) for id_, section in zip(ids, sections, strict=True))
    name = next(ids_for([Path(origin).stem]))
    return TimerPlan(name, title or Path(origin).stem, language, phases)


@dataclass(slots=True)
class _Section:
    title: str
    target_s: float
    lines: list[str] = field(default_factory=list)

    def phase(self, id_: str, origin: str) -> TimedPhase:
        body = "\n".join(self.lines).strip()
        keywords = dict.fromkeys(first or second for first, second in _BOLD.findall(body))
        if len(keywords) > _MAX_KEYWORDS:
            raise UsageError(
                N_("{file}: {count} different words in bold below {heading}; mark at most {most}."),
                file=origin,
                count=len(keywords),
                heading=shown(self.title),
                most=_MAX_KEYWORDS,
            )
        said = _ITALIC.sub(r"\1", _BOLD.sub(r"\1\2", body))
        return TimedPhase(
            id_, self.title, self.target_s, cue=said, script=said, keywords=tuple(keywords)
        )


def _lines(text: str, origin: str) -> Iterator[tuple[int, int, str, str]]:
    """Number, level, heading and text of each line; what is fenced holds no headings."""
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if _FENCE.match(line):
            fenced = not fenced
            continue
        line = line.rstrip()
        if not fenced and len(line) > _MAX_TITLE and _HEADING_START.match(line):
            message = N_(
                "{file}, line {line}: the heading has {count} characters; write at most {most}."
            )
            raise UsageError(message, file=origin, line=number, count=len(line), most=_MAX_TITLE)
        heading = None if fenced or len(line) > _MAX_TITLE else _HEADING.fullmatch(line)
        if heading is not None and heading["text"]:
            yield number, len(heading["level"]), heading["text"], ""
        else:
            yield number, 0, "", _BULLET.sub(r"\1• ", line)
