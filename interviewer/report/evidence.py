"""Terms, points and traps of an answer: what became of each, its quote, a line that would do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from interviewer.domain import (
    AnswerCard,
    Match,
    Point,
    PointHit,
    Step,
    Task,
    Term,
    TermHit,
    Transcript,
    TrapHit,
)
from interviewer.i18n import N_
from interviewer.report.readable import joined, parted, quote_of
from interviewer.report.story import story_line
from interviewer.report.view import Evidence, Fragment, Quote
from interviewer.scoring.coverage import occurrences
from interviewer.scoring.misheard import CREDITED_ALONE, lacks_company
from interviewer.scoring.patterns import Found, earliest
from interviewer.scoring.text import Text, read
from interviewer.scoring.total import CONTRARY_PENALTY
from interviewer.ui.page import Words
from interviewer.ui.text import NO_BREAK, clock, number, safe

MATCH_LABELS: dict[Match, str] = {
    "exact": N_("as it is"),
    "inflected": N_("in another form"),
    "variant": N_("by an equivalent"),
    "sounds_like": N_("by its sound"),
}

PROBABLE = N_("probably said, not counted")
PROBABLE_IDEA = N_("probably said; its idea counts by half")
IDEA_SAID = N_("idea said, word missing")
WRONGLY_SAID = N_("said, but in a wrong statement")
BY_HINT = N_("heard with the vocabulary's help")
BY_MEANING = N_("recognised by its meaning")
OWN = N_("your own phrasing")
SUPPOSED = N_("the language model {model} takes this for it; it does not count")
DISPUTE = N_("You said it? Type:")

_SENTENCE = re.compile(
    r".+?[.!?…]+(?:\s?[»”\"’)])*(?=\s+[^a-zà-ÿ\s»”)]|\s*$)"  # no small letter after the space
    r"|.+$"
)


# --------------------------------------------------------------------------- rows


def terms(answer: AnswerCard, words: Words) -> tuple[Evidence, ...]:
    """Those asked for, then the optional ones; of a silent answer, what was asked for."""
    hits = sorted(answer.coverage.terms, key=lambda hit: not hit.term.required)
    if _silent(answer):
        return tuple(
            _expected(hit.term.name, term_line(hit.term, answer.task))
            for hit in hits
            if hit.term.required
        )
    return tuple(_term(hit, answer, words) for hit in hits)


def points(answer: AnswerCard, words: Words, session: str = "") -> tuple[Evidence, ...]:
    """Points, steps, moves and rules; those that may be marked as said with the command that does, where
    the answer is kept in ``session``."""
    if _silent(answer):
        return tuple(
            _expected(hit.point, idea_line(hit.point, answer.task))
            for hit in answer.coverage.points
        )
    rows = [_point(hit, answer, words) for hit in answer.coverage.points]
    marked = {hit.point for hit in answer.coverage.disputed}
    for place, title in answer.disputable if session else ():
        undo = " --undo" if title in marked else ""
        command = safe(f"interviewer said {session} {answer.task.id} {place}{undo}")
        rows[place - 1] = replace(rows[place - 1], command=command)
    return tuple(rows)


def traps(answer: AnswerCard, words: Words) -> tuple[Evidence, ...]:
    """What was said, what it costs, and why."""
    return tuple(_trap(hit, answer, words) for hit in answer.traps)


def _silent(answer: AnswerCard) -> bool:
    """Nothing was heard, nor typed, or what was is in another language."""
    if answer.other_language is not None:
        return True
    return answer.timing.verdict == "not_measured" and not answer.take.transcript.words


def _expected(name: str, model: Quote | None) -> Evidence:
    return Evidence("expected", safe(name), "", model=model)


def _term(hit: TermHit, answer: AnswerCard, words: Words) -> Evidence:
    late = _in_follow_up(hit.start_s, answer)
    return Evidence(
        # Half of its weight, as what was said too seldom.
        status="partial" if hit.status == "missed" and hit.idea is not None else hit.outcome,
        name=safe(hit.term.name),
        note=", ".join((*_term_notes(hit, words), *_late_note(words, late=late))),
        optional=not hit.term.required,
        quote=_term_quote(hit, answer),
        start_s=hit.start_s,
        clock=_clock(hit.start_s),
        model=term_line(hit.term, answer.task) if hit.status == "missed" else None,
        follow_up=late,
    )


def _term_notes(hit: TermHit, words: Words) -> Iterator[str]:
    """How it was recognised, how sure, how often; nothing of a term said as it is."""
    if not hit.term.required:
        yield words.say(N_("optional"))
    if hit.status == "missed":
        yield words.say(N_("not heard") if hit.idea is None else IDEA_SAID)
        return
    if hit.contradicted:
        yield words.say(WRONGLY_SAID)
    if hit.status == "probable":
        yield words.say(PROBABLE if hit.idea is None else PROBABLE_IDEA)
    if hit.outcome == "partial":
        yield _count_note(hit, words)
    if hit.match == "sounds_like" and hit.found_by == "hint":
        yield words.say(BY_HINT)
    elif hit.match is not None and hit.match != "exact":
        yield words.say(MATCH_LABELS[hit.match])
    if hit.match == "sounds_like" and hit.confidence is not None:
        sure = number(100 * hit.confidence, 0, words.language)
        yield words.say(N_("{percent}%\u00a0sure"), percent=sure)
        if hit.status == "probable" and lacks_company(hit.confidence, hit.gain_nats):
            least = number(100 * CREDITED_ALONE, 0, words.language)
            yield words.say(N_("with no other term near it, it takes {percent}%"), percent=least)


def _count_note(hit: TermHit, words: Words) -> str:
    most, least = hit.term.max_count, hit.term.min_count
    if most is not None and hit.count > most:
        message = N_("said {count} times, at most {most} wanted")
        return words.say(message, count=hit.count, most=most)
    if hit.count < least:
        message = N_("said {count} of the {least} times wanted")
        return words.say(message, count=hit.count, least=least)
    return words.say(N_("said in part"))


def _term_quote(hit: TermHit, answer: AnswerCard) -> Quote | None:
    if hit.quote is None:
        return None
    quote = quote_of(answer, hit.quote, hit.start_s, hit.term)
    if quote.strong:
        return quote
    for at, fragment in enumerate(quote.fragments):
        place = find_term(fragment.text, hit.term) if fragment.kind == "plain" else None
        if place is not None:
            strong = parted(fragment.text, *place)
            return Quote((*quote.fragments[:at], *strong, *quote.fragments[at + 1 :]))
    return quote


def _point(hit: PointHit, answer: AnswerCard, words: Words) -> Evidence:
    notes: list[str] = []
    if hit.status == "out_of_order":
        notes.append(words.say(N_("out of order")))
    elif hit.status == "contradicted":
        notes += (words.say(N_("you said the contrary")), _off(CONTRARY_PENALTY, words))
    elif hit.status == "missed":
        notes.append(words.say(N_("said, but denied") if hit.denied else N_("not recognised")))
    if hit.by_meaning:
        notes.append(words.say(BY_MEANING))
    if hit.own:
        notes.append(words.say(OWN))
    if hit.supposed_by:
        notes.append(words.say(SUPPOSED, model=safe(hit.supposed_by)))
    late = _in_follow_up(hit.start_s, answer)
    made = hit.status in ("hit", "out_of_order")
    return Evidence(
        status="partial" if hit.status == "out_of_order" else hit.status,
        name=safe(hit.point),
        note=", ".join((*notes, *_late_note(words, late=late))),
        quote=None if hit.quote is None else quote_of(answer, hit.quote, hit.start_s),
        start_s=hit.start_s,
        clock=_clock(hit.start_s),
        model=None if made else idea_line(hit.point, answer.task) or story_line(hit.point, answer),
        follow_up=late,
    )


def _trap(hit: TrapHit, answer: AnswerCard, words: Words) -> Evidence:
    late = _in_follow_up(hit.start_s, answer)
    return Evidence(
        status="trap",
        name=_off(hit.trap.penalty, words),
        note=f"{NO_BREAK}· ".join((safe(hit.trap.why), *_late_note(words, late=late))),
        quote=quote_of(answer, hit.quote, hit.start_s),
        start_s=hit.start_s,
        clock=_clock(hit.start_s),
        follow_up=late,
    )


def _off(points: float, words: Words) -> str:
    off = penalty(points, words)
    return words.say(N_("1 point off") if off == "1" else N_("{points} points off"), points=off)


def penalty(points_off: float, words: Words) -> str:
    """Points that a trap costs, with a decimal where there is one."""
    return number(points_off, 0 if points_off % 1 == 0 else 1, words.language)


def _in_follow_up(start_s: float | None, answer: AnswerCard) -> bool:
    first, said = answer.follow_up_word, answer.take.transcript.words
    return (
        start_s is not None
        and first is not None
        and first < len(said)
        and start_s >= said[first].start_s
    )


def _late_note(words: Words, *, late: bool) -> Iterator[str]:
    if late:
        yield words.say(N_("in answer to the follow-up"))


def _clock(start_s: float | None) -> str:
    return "" if start_s is None else clock(start_s)


# --------------------------------------------------------------------------- the term in a quote


def find_term(quote: str, term: Term) -> tuple[int, int] | None:
    """Start and end of the longest form of ``term`` in ``quote``, whole words only.

    Case, accents, hyphens and an ending of two letters at most (plural, feminine) are forgiven.
    None when the quote writes the term some other way.
    """
    folded = _fold(quote)
    forms = sorted({term.name, *term.variants, *term.heard_as}, key=lambda form: (-len(form), form))
    for form in forms:
        pattern = r"\W+".join(rf"{re.escape(_stem(word))}\w{{0,2}}" for word in _fold(form).split())
        found = re.search(rf"(?<!\w){pattern}(?!\w)", folded) if pattern else None
        if found:
            return found.span()
    return None


def _stem(word: str) -> str:
    """Without the ending of the plural, which the quote may lack."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _fold(text: str) -> str:
    """Lower case without accents, one character for one, so that positions stay true."""
    bases = (unicodedata.normalize("NFD", character)[0].lower()[0] for character in text)
    return "".join(base if base.isalnum() else " " for base in bases)


# --------------------------------------------------------------------------- the model answer


def sentences(model_answer: str) -> tuple[str, ...]:
    """The sentences of a model answer, each in one safe line."""
    line = re.sub(" +", " ", safe(model_answer)).strip()
    return tuple(part.strip() for part in _SENTENCE.findall(line))


def term_line(term: Term, task: Task) -> Quote | None:
    """The first sentence of the model answer that holds ``term``, the term set apart."""
    for sentence in sentences(task.model_answer):
        said = occurrences(term, _read(sentence))
        if said:
            return _parted(sentence, said[0].found)
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
            return _parted(sentence, found)
    return None


def _read(sentence: str) -> Text:
    # Words are parted the same way in every language.
    return read(Transcript.from_text(sentence, "fr"))


def _parted(sentence: str, found: Found) -> Quote:
    """``sentence`` parted around whole words, as its transcript counts them."""
    text = _read(sentence)
    first, last = text.tokens[found.first].word, text.tokens[found.last].word
    words = [word.text for word in text.words]
    before, after = " ".join(words[:first]), " ".join(words[last + 1 :])
    return Quote(
        joined(
            (
                Fragment(before + " " if before else ""),
                Fragment(" ".join(words[first : last + 1]), "strong"),
                Fragment(" " + after if after else ""),
            )
        )
    )
