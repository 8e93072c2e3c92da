"""Notes to a scenario file with comments, and what in it is taken, assumed or left out.

The draft is valid, whatever the notes are: it keeps to every limit of a scenario, and says where it
had to cut. :func:`draft` is pure; files are read in :mod:`.own`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from interviewer.domain import Language, Limits, Notice
from interviewer.errors import UsageError, filled
from interviewer.i18n import N_, translator
from interviewer.scenario.duration import format_duration
from interviewer.scenario.glossary import Glossary, fold
from interviewer.scenario.ids import ids_for
from interviewer.scenario.notes import Notes, Part
from interviewer.scenario.patterns import fault
from interviewer.scenario.phrasing import idea_patterns

_SECONDS_A_WORD = 0.4
"""150 words a minute, as an interview is spoken."""
_DEFAULT_S, _LEAST_S, _MOST_S = 60.0, 10.0, 3600.0
_QUESTION_S = 60.0
_MOST_PHASES, _MOST_QUESTIONS, _MOST_POINTS, _MOST_TERMS = 50, 200, 40, 60
_MOST_CUES = 60
_LONGEST_TEXT, _LONGEST_TITLE, _LONGEST_TERM = 9_000, 200, 80
_MOST_TERM_WORDS = 6
_MOST_GLOSSARY_TERMS = 8
"""Of one answer, beside those in bold."""
_PATTERN = Limits(most=200, form="pattern")


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something the notes leave open: what was assumed, and how to say it."""

    line: int | None
    message: str
    """gettext id."""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario file and how it came about."""

    text: str
    """TOML."""
    taken: tuple[Notice, ...]
    """What was taken how, in at most three lines."""
    unsure: tuple[Unsure, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """What an ad and a CV add to the notes."""

    terms: tuple[str, ...] = ()
    questions: tuple[Part, ...] = ()
    comments: tuple[str, ...] = ()
    """Lines for the head of the file."""


def draft(notes: Notes, name: str, glossary: Glossary, extra: Extra | None = None) -> Draft:
    """The scenario of ``notes``; ``name`` is the file's, of which its id is made.

    Raises:
        UsageError: nothing in them can be rehearsed, or there is too much.
    """
    return _Drafter(notes, name, glossary, extra or Extra()).draft()


class _Drafter:
    def __init__(self, notes: Notes, name: str, glossary: Glossary, extra: Extra) -> None:
        self._notes, self._name, self._extra = notes, name, extra
        self._language: Language = notes.language
        self._glossary = _GlossaryTerms(glossary, notes.language)
        self._unsure: list[Unsure] = []
        self._counts = dict.fromkeys(
            ("bold", "glossary", "points", "cues", "questions", "texts"), 0
        )
        self._phases: list[str] = []

    def draft(self) -> Draft:
        parts = list(self._notes.parts)
        if self._extra.questions:
            title = _say(self._language, "Vos questions", "Your questions")
            parts.append(Part(0, title, asks=True, questions=list(self._extra.questions)))
        if not parts:
            raise UsageError(
                N_("{file}: there is nothing to rehearse in it."),
                N_('Write a heading for each phase and what you say below it: "## Intro (30 s)".'),
                file=self._name,
            )
        if len(parts) > _MOST_PHASES:
            raise UsageError(
                N_("{file}: {count} headings would be phases; a scenario has at most {most}."),
                N_("Keep one heading for each phase, and make lists of the rest."),
                file=self._name,
                count=len(parts),
                most=_MOST_PHASES,
            )
        if not self._notes.is_language_clear and self._notes.parts:
            other = '"en"' if self._language == "fr" else '"fr"'
            message = N_("the language is not clear: {language} was taken; the other is {other}.")
            self._doubt(None, message, language=f'"{self._language}"', other=other)
        body = "\n".join(self._written(parts))
        return Draft(f"{self._head()}\n{body}", self._taken(), tuple(self._unsure))

    def _head(self) -> str:
        title = self._notes.title or _stem(self._name)
        comments = [
            _say(
                self._language,
                "Tiré de vos notes ; tout se corrige ici. « interviewer validate » dit ce qui reste à préciser.",
                "Made of your notes; all of it can be edited. “interviewer validate” says what is left open.",
            ),
            *self._extra.comments,
        ]
        translate = translator(self._language)
        for open_ in self._unsure:
            told = filled(translate(open_.message), open_.values)
            comments.append(_say(self._language, "À préciser : ", "To be settled: ") + told)
        lines = [f"# {_plain(comment)}" for comment in comments]
        lines += [
            f"id = {_quoted(next(ids_for([_stem(self._name)])))}",
            f"title = {_quoted(_title(title, 'Interview'))}",
            f"language = {_quoted(self._language)}",
        ]
        return "\n".join(lines) + "\n"

    def _written(self, parts: Sequence[Part]) -> Iterator[str]:
        titles: list[str] = []
        for part in parts:
            titles += [part.title, f"{part.title} questions"]
            titles += [question.title for question in _questions(part)]
        ids = ids_for(titles)
        for part in parts:
            yield from self._part(part, ids)

    def _part(self, part: Part, ids: Iterator[str]) -> Iterator[str]:
        id_, asking_id = next(ids), next(ids)
        questions = _questions(part)
        question_ids = [next(ids) for _ in questions]
        if len(questions) > _MOST_QUESTIONS:
            message = N_("{count} questions stand here; the first {most} were taken.")
            self._doubt(part.line, message, count=len(questions), most=_MOST_QUESTIONS)
            questions = questions[:_MOST_QUESTIONS]
        asked = list(zip(questions, question_ids, strict=False))
        if not part.asks or not asked:
            yield from self._pitch(part, id_)
            id_ = asking_id
        if asked:
            yield from self._asking(part, id_, asked)

    def _pitch(self, part: Part, id_: str) -> Iterator[str]:
        title = _title(part.title, _say(self._language, "Présentation", "Introduction"))
        target_s = self._target(part, title)
        yield "[[phase]]"
        yield f"id = {_quoted(id_)}"
        yield f"title = {_quoted(title)}"
        yield 'kind = "pitch"'
        yield f"target = {_quoted(_duration(target_s))}"
        yield f"prompt = {_quoted(self._prompt(title))}"
        self._phases.append(f"{title} ({format_duration(target_s)})")
        yield from self._task(part)
        yield ""

    def _asking(self, part: Part, id_: str, asked: Sequence[tuple[Part, str]]) -> Iterator[str]:
        title = _title(part.title if part.asks else "", "Questions")
        own_s = self._shared(part, len(asked)) if part.asks else None
        each_s = own_s or _QUESTION_S
        untimed = [question for question, _ in asked if question.seconds is None]
        if untimed and own_s is None and part.line:
            message = N_(
                "“{title}”: questions without a duration: {count}; {length} each was taken; write it "
                "behind a question, as in “Why you? (45 s)”."
            )
            self._doubt(
                part.line,
                message,
                count=len(untimed),
                title=title,
                length=format_duration(each_s),
            )
        yield "[[phase]]"
        yield f"id = {_quoted(id_)}"
        yield f"title = {_quoted(title)}"
        yield 'kind = "question"'
        yield f"target = {_quoted(_duration(each_s))}"
        prompt = _say(
            self._language, "Passons à quelques questions.", "Let us go on to some questions."
        )
        yield f"prompt = {_quoted(prompt)}"
        total = sum(question.seconds or each_s for question, _ in asked)
        self._phases.append(f"{title} ({len(asked)}, {format_duration(total)})")
        yield ""
        for question, question_id in asked:
            self._counts["questions"] += 1
            yield "[[phase.question]]"
            yield f"id = {_quoted(question_id)}"
            yield f"ask = {_quoted(_title(question.title, title))}"
            if question.seconds is not None:
                yield f"target = {_quoted(_duration(question.seconds))}"
                self._ranged(question, question.title)
            yield from self._task(question)
            yield ""

    def _shared(self, part: Part, count: int) -> float | None:
        """Of a heading's duration, what each of its ``count`` questions has."""
        if part.seconds is None:
            return None
        each_s = max(_LEAST_S, float(round(part.seconds / count)))
        if count > 1:
            message = N_(
                "“{title}”: {length} was taken for all {count} questions together, {each} each; write "
                "a duration behind each question to say it."
            )
            self._doubt(
                part.line,
                message,
                title=part.title,
                length=format_duration(part.seconds),
                count=count,
                each=format_duration(each_s),
            )
        return each_s

    def _target(self, part: Part, title: str) -> float:
        if part.seconds is not None:
            self._ranged(part, title)
            return part.seconds
        words = len(part.text.split()) or sum(len(cue.split()) for cue in part.cues)
        if words:
            seconds = 5 * round(words * _SECONDS_A_WORD / 5)
            target_s = min(max(_LEAST_S, float(seconds)), _MOST_S)
            message = N_(
                "“{title}” says no duration: {length} was counted from its {words} words; write it behind "
                "the heading, as in “## {title} ({length})”."
            )
        else:
            target_s = _DEFAULT_S
            message = N_(
                "“{title}” says no duration: {length} was taken; write it behind the heading, as in "
                "“## {title} ({length})”."
            )
        values = {"title": title, "length": format_duration(target_s), "words": words}
        self._doubt(part.line, message, **values)
        return target_s

    def _ranged(self, part: Part, title: str) -> None:
        if part.ranged and part.seconds is not None:
            message = N_("“{title}” says from … to …: the longer, {length}, was taken.")
            self._doubt(part.line, message, title=title, length=format_duration(part.seconds))

    def _prompt(self, title: str) -> str:
        if title.endswith("?"):
            return title
        return title.rstrip(" .!:") + _say(
            self._language, ". À vous, je vous écoute.", ". Go ahead, I am listening."
        )

    def _task(self, part: Part) -> Iterator[str]:
        cues = [_cut(_one_line(cue), 400) for cue in part.cues[:_MOST_CUES] if cue.strip()]
        if cues:
            self._counts["cues"] += len(cues)
            yield f"cue = {_prose(_cut(chr(10).join(cues), _LONGEST_TEXT))}"
        terms = self._terms(part)
        if terms:
            yield f"terms = [{', '.join(map(_quoted, terms))}]"
        points = [(label, patterns) for label, patterns in self._points(part) if patterns]
        if points:
            yield "# " + _say(
                self._language,
                "Ce qui fait reconnaître chaque point : ajoutez vos mots.",
                "What each point is recognised by: add your own words.",
            )
            yield "points = ["
            for label, patterns in points:
                listed = ", ".join(map(_quoted, patterns))
                yield f"    {{ point = {_quoted(label)}, any = [{listed}] }},"
            yield "]"
        text = part.text.strip()
        if text:
            self._counts["texts"] += 1
            if len(text) > _LONGEST_TEXT:
                message = N_(
                    "the text of “{title}” has {count} words, more than a phase takes: it was cut; part it "
                    "by headings."
                )
                self._doubt(part.line, message, title=part.title, count=len(text.split()))
            yield f"model_answer = {_prose(_cut(text, _LONGEST_TEXT))}"

    def _terms(self, part: Part) -> list[str]:
        """Those marked, then those of the glossary that stand in the text, each once."""
        found: dict[str, str] = {}
        for term in part.terms:
            name = _term(term)
            if name is None:
                message = N_("“{words}” is too long for a term, or says nothing; it was left out.")
                self._doubt(part.line, message, words=_cut(_one_line(term), 60))
            elif found.setdefault(fold(name), name) is name:
                self._counts["bold"] += 1
        known = self._glossary.in_text("\n".join((part.text, *part.cues, *part.points)))
        for name in (*known[:_MOST_GLOSSARY_TERMS], *self._of_extra(part)):
            if found.setdefault(fold(name), name) is name:
                self._counts["glossary"] += 1
        return list(found.values())[:_MOST_TERMS]

    def _of_extra(self, part: Part) -> Iterator[str]:
        """Terms of the ad that the notes use here."""
        text = f" {_worded(part.text)} {_worded(' '.join(part.cues))} "
        return (term for term in self._extra.terms if f" {_worded(term)} " in text)

    def _points(self, part: Part) -> Iterator[tuple[str, list[str]]]:
        if len(part.points) > _MOST_POINTS:
            message = N_("{count} points stand here; the first {most} were taken.")
            self._doubt(part.line, message, count=len(part.points), most=_MOST_POINTS)
        seen: set[str] = set()
        for point in part.points[:_MOST_POINTS]:
            label = _title(point, "")
            patterns = idea_patterns(point, self._language)
            if not label or fold(label) in seen:
                continue
            seen.add(fold(label))
            if len(patterns) > 1:
                self._counts["points"] += 1
            elif patterns:
                self._counts["points"] += 1
                message = N_(
                    "the point “{point}” is recognised by one word alone; add what you say, as in "
                    "“{point}: « … », « … »”."
                )
                self._doubt(part.line, message, point=_cut(label, 60))
            else:
                message = N_("the point “{point}” holds no word of its own; say it in other words.")
                self._doubt(part.line, message, point=_cut(label, 60))
            yield label, patterns

    def _doubt(self, line: int | None, message: str, **values: object) -> None:
        self._unsure.append(Unsure(line or None, message, values))

    def _taken(self) -> tuple[Notice, ...]:
        language = _say(self._language, "français", "English")
        shown = ", ".join(self._phases[:6]) + (", …" if len(self._phases) > 6 else "")
        phases = N_("{file}: {phases}; in {language}.")
        taken = N_(
            "Taken: terms of yours: {bold}, of the glossary: {glossary}; points: {points}; cues: {cues}; "
            "questions: {questions}; texts as model answers: {texts}."
        )
        unsure = N_(
            'Left open: {count}; "interviewer validate {file}" says what and how to say it.'
        )
        values = {"file": self._name, "phases": shown, "language": language}
        notices = [Notice(phases, values), Notice(taken, dict(self._counts))]
        if self._unsure:
            notices.append(Notice(unsure, {"count": len(self._unsure), "file": self._name}))
        return tuple(notices)


class _GlossaryTerms:
    """Which terms of a glossary stand in a text. Ordinary words are none: only in bold they are meant."""

    def __init__(self, glossary: Glossary, language: Language) -> None:
        self._names = {
            f" {_worded(form)} ": (entry.term, form if entry.exact_case else None)
            for entry in glossary.entries
            if entry.kind != "word"
            for form in (entry.term, *(entry.fr if language == "fr" else entry.en))
        }

    def in_text(self, text: str) -> list[str]:
        """Names as they are written in the text's language, in the order of the glossary."""
        worded = f" {_worded(text)} "
        found: dict[str, str] = {}
        for form, (term, exact) in self._names.items():
            if form in worded and (exact is None or re.search(rf"\b{re.escape(exact)}\b", text)):
                found.setdefault(term, term)
        return list(found)


def _worded(text: str) -> str:
    return " ".join(re.findall(r"[\w+#/]+", fold(text)))


def _questions(part: Part) -> list[Part]:
    return [question for question in part.questions if question.title.strip()]


def _term(text: str) -> str | None:
    """``text`` as the name of a term, without the marks of patterns; None where it cannot be one."""
    name = " ".join(re.sub(r"[()|*…«»“”\"]|\.{3,}|\s\+(?=\s|$)|^\+\s", " ", text).split())
    name = name.strip(" .,:;!?-–—'’")
    if not re.search(r"\w", name) or len(name) > _LONGEST_TERM:
        return None
    if len(name.split()) > _MOST_TERM_WORDS or fault(name, _PATTERN) is not None:
        return None
    return name


def _title(text: str, otherwise: str) -> str:
    return _cut(_one_line(text), _LONGEST_TITLE) or otherwise


def _plain(text: str) -> str:
    """``text`` as a remark may hold it."""
    return "".join(
        each if each.isprintable() or each in "\u00a0\u202f" else " " for each in _one_line(text)
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, most: int) -> str:
    """``text``, ended after a sentence or word where it is longer than ``most`` characters."""
    if len(text) <= most:
        return text.strip()
    short = text[: most - 1]
    ends = max(short.rfind(mark) for mark in (". ", "! ", "? ", "\n"))
    if ends > most // 2:
        return short[: ends + 1].strip()
    return (short.rpartition(" ")[0] or short).strip() + "…"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest}s"
    return f"{minutes}min{rest:02}" if rest else f"{minutes}min"


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _say(language: Language, french: str, english: str) -> str:
    """A text that goes into the file, and so is in its language, whatever the screen's is."""
    return french if language == "fr" else english


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return "".join(
        each
        if each == "\n" or each.isprintable() or each in "\u00a0\u202f"
        else f"\\U{ord(each):08x}"
        for each in text
    )


def _quoted(text: str) -> str:
    return f'"{_escaped(_one_line(text))}"'


def _prose(text: str) -> str:
    """A text of several lines as TOML writes it."""
    return f'"""\n{_escaped(text)}"""' if "\n" in text or len(text) > 80 else _quoted(text)
