"""What came of a session in a few lines, and the card of one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from interviewer.cli.result import Result, called, next_command
from interviewer.domain import Language, Scorecard
from interviewer.i18n import translator
from interviewer.report.console_card import card_lines
from interviewer.report.console_result import Ending, render_ending, render_result
from interviewer.ui.page import Page, print_lines

Make = Callable[..., Scorecard]
Golden = Callable[[str, str], None]
Print = Callable[..., str]

LANGUAGES: list[Language] = ["en", "fr"]
COMMAND = "interviewer rehearse pitch-3min --phase intro"
DETAIL = "interviewer report 20261122-0512"


@pytest.mark.parametrize(
    ("name", "width", "encoding"),
    [("80", 80, "utf-8"), ("40", 40, "utf-8"), ("ascii", 80, "ascii")],
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
    ending = Ending(COMMAND, DETAIL, cards=True, unanswered=("Question",))
    text = printed(lambda console: render_result(card, ending, console), width, encoding)
    golden(f"result-{name}{'' if language == 'en' else '-fr'}.txt", text)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("cards", [True, False])
def test_no_line_is_too_wide(
    make_card: Make, printed: Print, width: int, encoding: str, *, cards: bool
) -> None:
    ending = Ending("interviewer", cards=cards)
    text = printed(lambda console: render_result(make_card(), ending, console), width, encoding)
    assert max(len(line) for line in text.splitlines()) <= min(width, 92)


def shown(console: Console, card: Scorecard, first: float | None) -> None:
    page = Page.of(console, "fr", translator("fr"))
    print_lines(console, card_lines(page, card.answers[0], first))


@pytest.mark.parametrize(
    ("gain", "told"),
    [
        (12.0, "+12 depuis la première prise"),
        (-3.0, "−3 depuis la première prise"),
        (0.2, "comme à la première prise"),
        (None, ""),
    ],
)
def test_a_later_take_is_held_against_the_first(
    make_card: Make, printed: Print, gain: float | None, told: str
) -> None:
    card = make_card("fr")
    score = card.answers[0].score
    assert score is not None
    first = None if gain is None else score - gain
    text = printed(lambda console: shown(console, card, first))
    assert told in text
    assert ("première prise" in text) is bool(told)


def test_the_whole_scorecard_ends_with_what_was_good_and_what_to_type(
    make_card: Make, printed: Print
) -> None:
    text = printed(lambda console: render_ending(make_card("fr"), Ending(COMMAND), console))
    assert text.splitlines()[-2:] == [
        f"    {COMMAND}",
        "  Tout le reste\u00a0: ajoutez --full.",
    ]
    assert "Ce qui est bien" in text


def test_what_to_type_next_is_about_what_matters_most(make_card: Make) -> None:
    card = make_card("fr")
    pitch = card.answers[1]
    question = next(each for each in card.answers if each.question_id is not None)
    alone = replace(card, answers=(pitch,))
    assert next_command(alone, Result("my talk.toml")) == (
        f"rehearse 'my talk.toml' --phase {pitch.phase_id}"
    )
    assert next_command(replace(card, answers=(question,)), Result("q")) == "drill q"


def test_where_nothing_is_to_be_corrected_progress_is_shown_of_what_is_kept(
    make_card: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewer.cli.result.next_steps", lambda _: ())
    card = make_card("fr")
    kept = Result("my talk.toml", session_id="20261130-104703-talk")
    assert next_command(card, kept) == f"progress {card.scenario.id}"
    assert next_command(card, Result("my talk.toml")) == "rehearse 'my talk.toml'"


def test_a_command_is_named_as_the_person_can_type_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "bin" / "interviewer"
    script.parent.mkdir()
    script.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", [str(script)])
    assert called() == str(script)
    monkeypatch.setattr("sys.argv", [str(tmp_path / "__main__.py")])
    assert called() == "interviewer"
    monkeypatch.setattr("sys.argv", [str(script)])
    monkeypatch.setenv("PATH", str(script.parent))
    assert called() == "interviewer"
