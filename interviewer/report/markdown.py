"""A report as Markdown (CommonMark and its tables), to paste into notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from interviewer.report.coaching_rows import CoachView, CommentView
from interviewer.report.view import AnswerView, Evidence, Fragment, Part, Quote, Run, SessionView

_ANYWHERE = re.compile(r"([\\`*_\[\]<>|~&#])")
_AT_THE_START = re.compile(r"^(\s*)([-+=])|^(\s*\d+)([.)])(?=\s|$)")


def render_markdown(view: SessionView) -> str:
    """The report without its plots and sound; text of others is shown, never obeyed as markup."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: SessionView) -> Iterator[str]:
    labels = view.labels
    yield f"# {_plain(view.title)}"
    yield ""
    yield _plain(" · ".join(view.about))
    yield ""
    yield f"**{labels['score']} {_score(view.score, view.score_text)}** · {_plain(view.time)}"
    yield ""
    yield from _parts(view.parts)
    yield f"## {labels['next']}"
    yield ""
    if not view.steps:
        yield labels["nothing_next"]
    for number, step in enumerate(view.steps, start=1):
        gain = f" ({_plain(step.gain)})" if step.gain else ""
        yield f"{number}. **{_plain(step.title)}** – {_plain(step.text)}{gain}"
    yield ""
    yield from _table(view)
    for coach in view.coaches:
        yield from _bullets(_plain(coach.title), _grades(coach))
    yield from _bullets(labels["not_counted"], [_plain(note) for note in view.notes])
    for answer in view.answers:
        yield from _answer(answer, view)
    yield f"## {labels['formulas']}"
    yield ""
    for each in view.explanations:
        source = f" {_plain(each.source)}" if each.source else ""
        yield f"- **{_plain(each.title)}** – {_plain(each.formula)}{source}"


def _answer(answer: AnswerView, view: SessionView) -> Iterator[str]:
    labels = view.labels
    yield f"## {answer.number}. {_plain(answer.title)}"
    yield ""
    parts = (answer.phase, answer.timing.spoken, answer.timing.text, answer.file)
    verdict = " · ".join(part for part in parts if part)
    yield f"**{_score(answer.score, answer.score_text)}** · {_plain(verdict)}"
    yield ""
    for text in (answer.place, answer.follow_up, *answer.notices):
        if text:
            yield _plain(text)
            yield ""
    yield from _parts(answer.parts)
    yield from _bullets(labels["advice"], [_plain(sentence) for sentence in answer.advice])
    yield from _bullets(labels["coach_says"], [_comment(each) for each in answer.comments])
    yield f"### {labels['transcript']}"
    yield ""
    yield f"> {_transcript(answer)}" if answer.runs else labels["no_words"]
    yield ""
    if any(run.named for run in answer.runs):
        yield f"*{labels['named']}*"
        yield ""
    for title, rows in (
        (f"{labels['traps']} {answer.traps_off}", answer.traps),
        (labels["terms"], answer.terms),
        (labels["points"], answer.points),
    ):
        yield from _bullets(title, [_evidence(row, labels) for row in rows])
    for title, facts in ((labels["story"], answer.story), (labels["delivery"], answer.facts)):
        yield from _bullets(
            title, [f"{_plain(each.title)} – {_plain(each.text)}" for each in facts]
        )
    if answer.model_answer:
        yield f"### {labels['model_answer']}"
        yield ""
        yield _plain(" ".join(answer.model_answer))
        yield ""


def _grades(coach: CoachView) -> list[str]:
    return [
        f"**{_plain(each.mark)}** {_plain(each.title)} – {_plain(each.meaning)}"
        + (f" ({_plain(each.beside)})" if each.beside else "")
        for each in coach.grades
    ]


def _comment(comment: CommentView) -> str:
    lead = f"{comment.clock} " if comment.clock else ""
    return f"{lead}{_plain(comment.text)} ({_plain(comment.coach)})"


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        detail = f" – {_plain(part.detail)}" if part.detail else ""
        yield f"- {_plain(part.title)} ({_plain(part.weight)}) **{_plain(part.text)}**{detail}"
    yield ""


def _table(view: SessionView) -> Iterator[str]:
    labels = view.labels
    heads = [labels[name] for name in ("answer", "target", "spoken", "verdict")]
    heads += [*(part.title for part in view.parts), labels["score"]]
    yield f"## {labels['answers']}"
    yield ""
    yield _row(heads)
    yield _row(["---"] * len(heads), escape=False)
    for answer in view.answers:
        scores = [(part.score, part.text) for part in answer.parts]
        scores.append((answer.score, answer.score_text))
        measured = ["–" if score is None else text for score, text in scores]
        timing = answer.timing
        yield _row([answer.title, timing.target, timing.spoken or "–", timing.text, *measured])
    yield ""


def _row(cells: Sequence[str], *, escape: bool = True) -> str:
    return f"| {' | '.join(_plain(cell) if escape else cell for cell in cells)} |"


def _bullets(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"### {title}"
        yield ""
        yield from (f"- {line}" for line in lines)
        yield ""


def _evidence(row: Evidence, labels: Mapping[str, str]) -> str:
    text = f"{row.sign()} **{_plain(row.name)}**"
    if row.note:
        text += f" ({_plain(row.note)})"
    if row.quote is not None:
        text += f" – {row.clock} {labels['opening']}{_quote(row.quote)}{labels['closing']}"
    if row.model is not None:
        text += f" – {labels['model']} {_quote(row.model)}"
    return text


def _quote(quote: Quote) -> str:
    return "".join(map(_fragment, quote.fragments))


def _fragment(fragment: Fragment) -> str:
    text = _plain(fragment.text)
    return f"**{text}**" if fragment.kind == "strong" else text


def _transcript(answer: AnswerView) -> str:
    """In a quotation; what answers the follow-up is a paragraph of its own."""
    text = ""
    for run in answer.runs:
        if run.opens_follow_up:
            text += f"\n>\n> *{_plain(answer.follow_up)}*\n>\n> "
        text += _run(run).lstrip(" ") if run.opens_follow_up else _run(run)
    return text


def _run(run: Run) -> str:
    space = " " if run.words[0].spaced else ""
    pause = f" ({run.pause})" if run.pause else ""
    text = "".join(map(_fragment, run.fragments))
    return space + (f"**{text}**" if run.mark and not run.named else text) + pause


def _score(score: float | None, text: str) -> str:
    return text if score is None else f"{text} / 100"


def _plain(text: str) -> str:
    """``text`` with everything escaped that Markdown or the HTML in it would obey."""
    return _AT_THE_START.sub(r"\1\3\\\2\4", _ANYWHERE.sub(r"\\\1", text))
