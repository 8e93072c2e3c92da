"""Which language a command's screen speaks."""

from __future__ import annotations

import pytest

from interviewer.domain import Language
from interviewer.ui.console import Terminal
from interviewer.ui.screen import Screen


@pytest.mark.parametrize(
    ("locale", "chosen", "scenario", "expected"),
    [
        ("fr_FR.UTF-8", None, None, "fr"),
        ("C.UTF-8", None, None, "en"),
        ("C.UTF-8", None, "fr", "fr"),
        ("fr_FR.UTF-8", None, "en", "fr"),
        ("fr_FR.UTF-8", "en", None, "en"),
        ("fr_FR.UTF-8", "en", "fr", "en"),
        ("C.UTF-8", "fr", "en", "fr"),
    ],
)
def test_what_the_person_chose_goes_first_then_a_french_scenario_then_the_locale(
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    chosen: Language | None,
    scenario: Language | None,
    expected: Language,
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    screen = Screen()
    if chosen is not None:
        screen.choose(chosen)
    if scenario is not None:
        screen.speak(scenario)
    assert screen.language == expected
    stopped = {"fr": "Arrêté.", "en": "Stopped."}
    assert screen.tr("Stopped.") == stopped[expected]
    assert (screen.translate is None) == (chosen is None)


@pytest.mark.parametrize("columns", ["0", "00"])
def test_a_width_of_nothing_is_one_that_is_not_known(
    monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert Terminal().width >= 80
    monkeypatch.setenv("COLUMNS", "60")
    assert Terminal().width == 60
