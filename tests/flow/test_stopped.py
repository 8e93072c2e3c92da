"""Ctrl-C in the middle of a command: one line, exit code 130, no traceback."""

from __future__ import annotations

import sys

import pytest

from interviewer.cli import main, scenarios


def test_ctrl_c_is_one_line_and_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scenarios, "_show_library", interrupted)
    monkeypatch.setattr(sys, "argv", ["interviewer", "scenarios"])
    monkeypatch.setenv("LANGUAGE", "fr")
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 130
    assert capsys.readouterr().err == "Arrêté.\n"
