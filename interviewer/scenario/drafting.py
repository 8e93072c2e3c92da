"""Notes to a scenario file with comments, and what in it is taken, assumed or left out.

The draft is valid, whatever the notes are: it keeps to every limit of a scenario, and says where it
had to cut. :func:`draft` is pure; files are read in :mod:`.own`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from interviewer.domain import Language, Notice
from interviewer.errors import filled
from interviewer.i18n import N_, translator
from interviewer.scenario.drafts import Draft, Extra, Unsure, refuse_misfit
from interviewer.scenario.duration import format_duration
from interviewer.scenario.glossary import Glossary, fold
from interviewer.scenario.ids import ids_for
from interviewer.scenario.marked_terms import GlossaryTerms, term_name, worded
from interviewer.scenario.notes import Notes, Part, tells_story
from interviewer.scenario.phrasing import idea_patterns
from interviewer.scenario.writing import (
    cut,
    duration_text,
    in_language,
    one_line,
    proposed_by,
    prose,
    quoted,
    remark,
    title_of,
)

_SECONDS_A_WORD = 0.4
"""150 words a minute, as an interview is spoken."""
_DEFAULT_S, _QUESTION_S, _LEAST_S, _MOST_S = 60.0, 60.0, 10.0, 3600.0
_MOST_QUESTIONS, _MOST_POINTS, _MOST_TERMS, _MOST_CUES = 200, 40, 60, 60
_NOTHING = Extra()
_LONGEST_TEXT = 9_000
_MOST_GLOSSARY_TERMS = 8
"""Of one answer, beside those in bold."""


def draft(notes: Notes, name: str, glossary: Glossary, extra: Extra = _NOTHING) -> Draft:
    """The scenario of ``notes``; ``name`` is the file's, of which its id is made.

    Raises:
        UsageError: nothing in them can be rehearsed, or there is too much.
    """
    return _Drafter(notes, name, glossary, extra).draft()


class _Drafter:
    def __init__(self, notes: Notes, name: str, glossary: Glossary, extra: Extra) -> None:
        self._notes, self._name, self._extra = notes, name, extra
        self._language: Language = notes.language
        self._glossary = GlossaryTerms(glossary, notes.language)
        self._unsure: list[Unsure] = []
        self._counts = dict.fromkeys(
            ("bold", "glossary", "points", "cues", "questions", "texts"), 0
        )
        self._phases: list[str] = []
        self._unnamed = in_language(notes.language, "Présentation", "Introduction")

    def draft(self) -> Draft:
        parts = list(self._notes.parts)
        if self._extra.questions:
            title = in_language(self._language, "Vos questions", "Your questions")
            parts.append(Part(0, title, asks=True, questions=list(self._extra.questions)))
        refuse_misfit(parts, self._name)
        if not self._notes.is_language_clear and self._notes.parts:
            other = '"en"' if self._language == "fr" else '"fr"'
            message = N_("the language is not clear: {language} was taken; the other is {other}.")
            self._doubt(None, message, language=f'"{self._language}"', other=other)
        if (left_out := self._notes.left_out) is not None:
            words = cut(one_line(" ".join((*left_out.texts, *left_out.cues))), 60)
            message = N_("“{words}” stands before the first phase and was left out.")
            self._doubt(left_out.line, message, words=words)
        body = "\n".join(self._written(parts))
        return Draft(f"{self._head()}\n{body}", self._taken(), tuple(self._unsure))

    def _head(self) -> str:
        title = self._notes.title or PurePath(self._name).stem
        comments = [
            in_language(
                self._language,
                "Tiré de vos notes ; tout se corrige ici. « interviewer validate » dit ce qui reste à préciser.",
                "Made of your notes; all of it can be edited. “interviewer validate” says what is left open.",
            ),
            *self._extra.comments,
        ]
        translate = translator(self._language)
        for open_ in self._unsure:
            told = filled(translate(open_.message), open_.values)
            comments.append(in_language(self._language, "À préciser : ", "To be settled: ") + told)
        lines = [f"# {remark(comment)}" for comment in comments]
        lines += [
            f"id = {quoted(next(ids_for([PurePath(self._name).stem])))}",
            f"title = {quoted(title_of(title, 'Interview'))}",
            f"language = {quoted(self._language)}",
        ]
        return "\n".join(lines) + "\n"

    def _written(self, parts: Sequence[Part]) -> Iterator[str]:
        titles: list[str] = []
        for part in parts:
            title = part.title or self._unnamed
            titles += [title, f"{title} questions"]
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
        title = title_of(part.title, self._unnamed)
        target_s = self._target(part, title)
        yield "[[phase]]"
        yield f"id = {quoted(id_)}"
        yield f"title = {quoted(title)}"
        yield 'kind = "pitch"'
        yield f"target = {quoted(duration_text(target_s))}"
        yield f"prompt = {quoted(self._prompt(title))}"
        self._phases.append(f"{title} ({format_duration(target_s)})")
        yield from self._task(part)
        yield ""

    def _asking(self, part: Part, id_: str, asked: Sequence[tuple[Part, str]]) -> Iterator[str]:
        title = title_of(part.title if part.asks else "", "Questions")
        own_s = self._shared(part, len(asked)) if part.asks else None
        each_s = own_s or _QUESTION_S
        untimed = [question for question, _ in asked if question.seconds is None]
        if untimed and own_s is None and part.line:
            message = N_(
                "“{title}”: questions without a duration: {count}; {length} each was taken; write it "
                "behind a question, as in “Why you? (45 s)”."
            )
            length = format_duration(each_s)
            self._doubt(part.line, message, count=len(untimed), title=title, length=length)
        yield "[[phase]]"
        yield f"id = {quoted(id_)}"
        yield f"title = {quoted(title)}"
        yield 'kind = "question"'
        if any(question.seconds is None for question, _ in asked):
            yield f"target = {quoted(duration_text(each_s))}"
        prompt = in_language(
            self._language, "Passons à quelques questions.", "Let us go on to some questions."
        )
        yield f"prompt = {quoted(prompt)}"
        total = sum(question.seconds or each_s for question, _ in asked)
        self._phases.append(f"{title} ({len(asked)}, {format_duration(total)})")
        yield ""
        for question, question_id in asked:
            self._counts["questions"] += 1
            if question.by:
                yield "# " + remark(proposed_by(question.by, self._language))
            yield "[[phase.question]]"
            yield f"id = {quoted(question_id)}"
            yield f"ask = {quoted(title_of(question.title, title))}"
            if question.seconds is not None:
                yield f"target = {quoted(duration_text(question.seconds))}"
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
        return title.rstrip(" .!:") + in_language(
            self._language, ". À vous, je vous écoute.", ". Go ahead, I am listening."
        )

    def _task(self, part: Part) -> Iterator[str]:
        yield from ("story = true",) if tells_story(part) else ()
        cues = [cut(one_line(cue), 400) for cue in part.cues[:_MOST_CUES] if cue.strip()]
        if cues:
            self._counts["cues"] += len(cues)
            yield f"cue = {prose(cut(chr(10).join(cues), _LONGEST_TEXT))}"
        terms = self._terms(part)
        if terms:
            yield f"terms = [{', '.join(map(quoted, terms))}]"
        points = [(label, patterns) for label, patterns in self._points(part) if patterns]
        if points:
            yield "# " + in_language(
                self._language,
                "Ce qui fait reconnaître chaque point : ajoutez vos mots.",
                "What each point is recognised by: add your own words.",
            )
            yield "points = ["
            for label, patterns in points:
                listed = ", ".join(map(quoted, patterns))
                yield f"    {{ point = {quoted(label)}, any = [{listed}] }},"
            yield "]"
        text = part.text.strip()
        if text:
            self._counts["texts"] += 1
            if len(text) > _LONGEST_TEXT:
                message = N_(
                    "the text of “{title}” has {count} words, more than a phase takes: it was cut; part it "
                    "by headings."
                )
                values = {"title": part.title or self._unnamed, "count": len(text.split())}
                self._doubt(part.line, message, **values)
            yield f"model_answer = {prose(cut(text, _LONGEST_TEXT))}"

    def _terms(self, part: Part) -> list[str]:
        """Those marked, then those of the glossary that stand in the text, each once."""
        found: dict[str, str] = {}
        for term in part.terms:
            name = term_name(term)
            if name is None:
                message = N_("“{words}” is too long for a term, or says nothing; it was left out.")
                self._doubt(part.line, message, words=cut(one_line(term), 60))
            elif found.setdefault(fold(name), name) is name:
                self._counts["bold"] += 1
        known = self._glossary.in_text("\n".join((part.text, *part.cues, *part.points)))
        for name in (*known[:_MOST_GLOSSARY_TERMS], *self._of_extra(part)):
            if any(set(worded(name).split()) <= set(worded(other).split()) for other in found):
                continue
            if found.setdefault(fold(name), name) is name:
                self._counts["glossary"] += 1
        return list(found.values())[:_MOST_TERMS]

    def _of_extra(self, part: Part) -> Iterator[str]:
        """Terms of the ad that the notes use here."""
        text = f" {worded(part.text)} {worded(' '.join(part.cues))} "
        return (term for term in self._extra.terms if f" {worded(term)} " in text)

    def _points(self, part: Part) -> Iterator[tuple[str, list[str]]]:
        if len(part.points) > _MOST_POINTS:
            message = N_("{count} points stand here; the first {most} were taken.")
            self._doubt(part.line, message, count=len(part.points), most=_MOST_POINTS)
        seen: set[str] = set()
        for point in part.points[:_MOST_POINTS]:
            label = title_of(point, "")
            patterns = idea_patterns(point, self._language)
            if not label or fold(label) in seen:
                continue
            seen.add(fold(label))
            if any(" " in pattern for pattern in patterns) or len(patterns) > 1:
                self._counts["points"] += 1
            elif patterns:
                self._counts["points"] += 1
                message = N_(
                    "the point “{point}” is recognised by one word alone; add what you say, as in "
                    "“{point}: « … », « … »”."
                )
                self._doubt(part.line, message, point=cut(label, 60))
            else:
                message = N_("the point “{point}” holds no word of its own; say it in other words.")
                self._doubt(part.line, message, point=cut(label, 60))
            yield label, patterns

    def _doubt(self, line: int | None, message: str, **values: object) -> None:
        self._unsure.append(Unsure(line or None, message, values))

    def _taken(self) -> tuple[Notice, ...]:
        shown = ", ".join(self._phases[:6]) + (", …" if len(self._phases) > 6 else "")
        phases = N_("{file}: {phases}; language: {language}.")
        taken = N_(
            "Taken: terms of yours: {bold}, of the glossary: {glossary}; points: {points}; cues: {cues}; "
            "questions: {questions}; texts as model answers: {texts}."
        )
        unsure = N_(
            'Left open: {count}; "interviewer validate {file}" says what and how to say it.'
        )
        values = {"file": self._name, "phases": shown, "language": self._language}
        notices = [Notice(phases, values), Notice(taken, dict(self._counts))]
        if self._unsure:
            notices.append(Notice(unsure, {"count": len(self._unsure), "file": self._name}))
        return tuple(notices)


def _questions(part: Part) -> list[Part]:
    return [question for question in part.questions if question.title.strip()]
