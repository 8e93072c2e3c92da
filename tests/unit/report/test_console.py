from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    Language,
    Place,
    Scenario,
    Scorecard,
    Span,
    TermHit,
)
from interviewer.i18n import Translate, translator
from interviewer.report.answer import AnswerPlace, answer_view
from interviewer.report.console import render_scorecard
from interviewer.report.console_answer import answer_lines
from interviewer.report.view import Sound
from interviewer.ui.page import Page, print_lines

Make = Callable[..., Scorecard]
Golden = Callable[[str, str], None]
Print = Callable[..., str]

LANGUAGES: list[Language] = ["en", "fr"]


def render_answer(
    answer: AnswerCard, console: Console, language: Language, *, translate: Translate | None = None
) -> None:
    page = Page.of(console, language, translate or translator(language))
    place = AnswerPlace(1, Scenario("", "", language, ()), Sound("left_out"))
    print_lines(console, answer_lines(page, answer_view(answer, place, page)))


@pytest.mark.parametrize(
    ("name", "width", "encoding"),
    [("80", 80, "utf-8"), ("60", 60, "utf-8"), ("ascii", 80, "ascii")],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_golden(
    make_card: Make,
    printed: Print,
    golden: Golden,
    language: Language,
    name: str,
    width: int,
    encoding: str,
) -> None:
    card = make_card(language)
    suffix = "" if language == "en" else f"-{language}"
    text = printed(lambda console: render_scorecard(card, console), width, encoding)
    golden(f"scorecard-{name}{suffix}.txt", text)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
@pytest.mark.parametrize("width", [50, 60, 72, 80, 100, 200])
def test_no_line_is_too_wide(make_card: Make, printed: Print, width: int, encoding: str) -> None:
    text = printed(lambda console: render_scorecard(make_card(), console), width, encoding)
    assert max(map(len, text.splitlines())) <= min(width, 92)


def test_hostile_text_is_shown_not_obeyed(trapped: AnswerCard) -> None:
    file = io.StringIO()
    console = Console(file=file, width=80, force_terminal=True, color_system="truecolor")
    render_answer(trapped, console, "en")
    text = file.getvalue()
    assert set(re.findall(r"\x1b(?!\[[0-9;]*m)", text)) == set()
    assert not set(text) & set("\x07\u202e\u2066")
    assert "\x1b[2J" not in text
    assert "[bold]x[/y] [31mred]52;c;AAAA override end" in re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_colour_adds_no_text(make_card: Make, printed: Print) -> None:
    file = io.StringIO()
    render_scorecard(make_card(), Console(file=file, width=80, force_terminal=True))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue())
    assert plain == printed(lambda console: render_scorecard(make_card(), console))


def test_a_silent_answer_shows_no_zero(silent_card: Scorecard, printed: Print) -> None:
    text = printed(lambda console: render_scorecard(silent_card, console))
    body = text.split("Score of an answer")[0]
    assert body.count("not measured") == 6
    assert not re.search(r"(?<![0-9])0(?![0-9])", body)
    assert "✗" not in body


def test_rows_say_in_words_what_became_of_a_term(
    good: AnswerCard, short: AnswerCard, question: AnswerCard, printed: Print
) -> None:
    def lines(answer: AnswerCard) -> str:
        return printed(lambda console: render_answer(answer, console, "en"))

    assert "said 1 of the 2 times wanted" in lines(good)
    assert "by its sound, 82%\u00a0sure" in lines(good)
    probable = "probably said, not counted, heard with the vocabulary's help, 55% sure"
    assert probable in " ".join(lines(short).split())
    assert "said 4 times, at most 2 wanted" in lines(question)
    assert "out of order" in lines(question)
    assert re.search(r"✗ +processus métier +not heard", lines(good))


def test_a_term_that_would_count_beside_another_one_says_what_it_lacks(
    short: AnswerCard, printed: Print
) -> None:
    terms = tuple(
        replace(hit, confidence=0.91, gain_nats=-0.5) if hit.status == "probable" else hit
        for hit in short.coverage.terms
    )
    card = replace(short, coverage=replace(short.coverage, terms=terms))
    text = printed(lambda console: render_answer(card, console, "en"))
    assert "with no other term near it, it takes 90%" in " ".join(text.split())


def test_the_term_stands_out_in_its_quote(good: AnswerCard) -> None:
    file = io.StringIO()
    render_answer(good, Console(file=file, width=80, force_terminal=True), "en")
    assert "un bon \x1b[1mRAG\x1b[0m \x1b[2m⟨rague⟩\x1b[0m bien cadré" in file.getvalue()


def test_a_long_quote_is_cut_around_its_term(trapped: AnswerCard, printed: Print) -> None:
    text = printed(lambda console: render_answer(trapped, console, "en"))
    quoted = next(line for line in text.splitlines() if "“…" in line)
    assert "agents autonomes" in quoted
    assert quoted.endswith("…”")


def test_numbers_and_words_follow_the_language(good: AnswerCard, printed: Print) -> None:
    words = {"on time": "à l'heure"}
    text = printed(
        lambda console: render_answer(good, console, "fr", translate=lambda m: words.get(m, m))
    )
    assert "28,3\u00a0s  à l'heure" in text


def test_a_name_of_control_characters_only(good: AnswerCard, printed: Print) -> None:
    hit = good.coverage.terms[0]
    odd = TermHit(replace(hit.term, name="\x1b"), "missed")
    answer = replace(good, coverage=replace(good.coverage, terms=(odd,)), advice=("\x07",))
    text = printed(lambda console: render_answer(answer, console, "en"))
    assert "not heard" in text


def test_a_perfect_total_is_drawn_with_three_digits(good: AnswerCard, printed: Print) -> None:
    def show(card: Scorecard) -> str:
        return printed(lambda console: render_scorecard(card, console))

    card = Scorecard(Scenario("x", "X", "en", ()), EngineInfo("e", "m"), (good,), 100.0, 30.0, 28.3)
    assert " ╻  ┏━┓ ┏━┓" in show(card)
    assert "Total  100 / 100" in show(card)
    assert "Total  not measured" in show(replace(card, answers=(), score=None, spoken_s=None))


def test_where_an_answer_was_found_and_why(good: AnswerCard, printed: Print) -> None:
    place = Place(Span(31.7, 78.2), 1.2, ("recherche sémantique", "embeddings"), 0.99, True)
    card = replace(good, take=replace(good.take, place=place))
    text = " ".join(printed(lambda console: render_answer(card, console, "en")).split())
    assert (
        "Found from 0:31 to 1:18 · after a pause of 1.2 s · "
        "by the words: recherche sémantique, embeddings Timing" in text
    )


def test_an_answer_that_is_not_in_the_recording(silent_card: Scorecard, printed: Print) -> None:
    (silent,) = silent_card.answers
    card = replace(silent, take=replace(silent.take, place=Place(None, None, (), 1.0, True)))
    text = " ".join(printed(lambda console: render_answer(card, console, "en")).split())
    assert "not found in the recording, target 30 s" in text
    assert "no speech found" not in text


def test_an_answer_in_another_language_says_so_and_counts_nothing_as_missed(
    silent_card: Scorecard, good: AnswerCard, printed: Print
) -> None:
    advice = "This answer seems to be in French, while the scenario is in English."
    (silent,) = silent_card.answers
    other = replace(
        good,
        coverage=silent.coverage,
        delivery=silent.delivery,
        score=None,
        other_language="fr",
        advice=(advice,),
    )
    text = printed(lambda console: render_answer(other, console, "en"))
    assert advice in " ".join(text.split())
    assert "✗" not in text
    assert "0 of" not in text
    assert "not heard" not in text
