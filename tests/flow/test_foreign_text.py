"""Text of others — names, titles, transcripts, notices — on every way out: it is shown, never obeyed."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from interviewer.cli import main, replay
from interviewer.history.folder import database_file
from interviewer.ui.text import without_controls
from tests.flow.recognisers import Parrot

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "interviewer"
INTRO = str(ROOT / "audio_fixtures" / "pitch-3min" / "intro.flac")

Run = Callable[..., subprocess.CompletedProcess[str]]

POISON = (
    "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b31m\x00\r\u202e\u2066\u200f\u2028"
    "[bold red]x[/][link=file:///etc]y[/link]:smile:{file:>300000000}{file.__class__}{nothing}"
)
LONG = "x" * 250_000 + POISON
SAID = "je pars de données brutes vers la valeur"
SCENARIO = """
id = "poisoned"
title = {title}
language = "en"
summary = {title}

[[phase]]
id = "intro"
title = {title}
kind = "pitch"
target = "30s"
prompt = {title}
cue = {title}
terms = ["RAG"]
points = [{{ point = {title}, any = ["data"] }}]
model_answer = {title}

[[trap]]
id = "trap"
any = ["live"]
why = {title}
"""
# In what is stored, texts that somebody wrote or said; the others name each other.
TYPED = POISON.replace("\x00", "")
"""What a command line can hold."""
NAMED = TYPED.replace("/", "")
"""What a file can be called."""
WRITTEN = {"title", "prompt", "ask", "cue", "text", "message", "point", "model_answer", "quote"}
WRITTEN |= {"summary", "why", "step", "definition"}
MOST = 1_000_000
"""Characters of one screen; the pad of the format field alone would be 300,000,000."""


def poisoned(value: Any, name: str = "") -> Any:
    """A stored value with poison in each of its texts."""
    match value:
        case dict():
            changed = {key: poisoned(each, key) for key, each in value.items()}
            if "transcript" in changed and "speech" in changed:
                changed["notices"] = [
                    {"message": message, "values": {"file": POISON, "more": "m" * 250_000}}
                    for message in (POISON, "", "{file} " * 5_000, "{more}", "{file} is {gone}.")
                ]
            if "advice" in changed:
                changed["advice"] = [POISON, LONG]
            return changed
        case list():
            return [poisoned(each, name) for each in value]
        case str() if name in WRITTEN:
            return value + POISON
    return value


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two sessions, all of whose texts are poisoned."""
    data = tmp_path_factory.mktemp("poisoned") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERVIEWER_DATA", str(data))
        for module in ("meaning", "topic"):
            patch.setattr(f"interviewer.scoring.{module}.available", lambda: False)
        patch.setattr(replay, "_open_transcriber", lambda *_: Parrot(SAID))
        line = ["interviewer", "replay", "pitch-3min", "--phase", "intro", INTRO]
        patch.setattr(sys, "argv", line)
        for _ in range(2):
            with pytest.raises(SystemExit) as stop:
                main()
            assert stop.value.code == 0
    with closing(sqlite3.connect(database_file(data))) as store, store:
        for table, columns in (
            ("sessions", ("scenario", "record", "title", "engine", "model")),
            ("answers", ("card", "title")),
            ("recordings", ("take",)),
            ("terms", ("term",)),
        ):
            for column in columns:
                rows = store.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
                for (text,) in rows:
                    if text is None:
                        continue
                    is_json = text.startswith(("{", "["))
                    worse = json.dumps(poisoned(json.loads(text))) if is_json else text + POISON
                    if text not in worse and not is_json:
                        continue
                    store.execute(
                        f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (worse, text)
                    )
    return data


@pytest.fixture
def run(
    stored: Path, tmp_path: Path, interviewer: Run, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Run]:
    data = tmp_path / "data"
    shutil.copytree(stored, data)
    monkeypatch.setenv("INTERVIEWER_DATA", str(data))
    monkeypatch.setattr(replay, "_open_transcriber", lambda *_: Parrot(SAID + POISON))
    monkeypatch.chdir(tmp_path)
    yield interviewer


def harmless(shown: str, *, coloured: bool = False) -> None:
    if coloured:
        # Colours, and what a progress bar does with its own line.
        shown = re.sub(r"\x1b\[(?:[0-9;]*m|\?25[lh]|2K|1A)|\r", "", shown)
    assert without_controls(shown) == shown
    assert "😄" not in shown
    assert len(shown) < MOST


def sessions(run: Run) -> list[str]:
    return sorted(set(re.findall(r"\d{8}-\d{6}-[\w-]+", run("history").stdout)))


SHOWN = [
    ("history",),
    ("history", "show", "last"),
    ("report", "last"),
    ("progress",),
    ("progress", "pitch-3min"),
    ("compare", "{first}", "{second}"),
    ("drill", "pitch-3min", "--typed", "--count", "3"),
    ("export", NAMED + ".zip"),
    ("history", "show", TYPED),
    ("models",),
    ("scenarios", "show", "poisoned.toml"),
    ("scenarios", "validate", "poisoned.toml", "x" + NAMED + ".toml"),
    ("timer", "--phases", f"Intro{TYPED} 30s", "--check"),
    ("timer", "poisoned.toml", "--check"),
    ("rehearse", TYPED),
    (TYPED,),
    ("rehearse", "long" * 3_000),
    ("replay", "pitch-3min", "intro" + NAMED + ".flac"),
    ("replay", "pitch-3min", "--phase", "intro", os.fsdecode(b"odd\xff.flac")),
]


@pytest.mark.parametrize("coloured", [False, True], ids=["plain", "coloured"])
@pytest.mark.parametrize("command", SHOWN, ids=lambda command: command[0][:9])
def test_what_is_stored_or_named_is_shown_and_never_obeyed(
    command: tuple[str, ...], coloured: bool, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if coloured:
        monkeypatch.setenv("FORCE_COLOR", "1")
    Path("poisoned.toml").write_text(SCENARIO.format(title=json.dumps("A title" + POISON[13:])))
    if command[0] == "replay":
        shutil.copy(INTRO, command[-1])
    if command[0] == "compare":
        command = ("compare", *sessions(run))
    result = run(*command, given=f"{POISON}\n1\n{LONG}\nq\n")
    assert result.returncode in (0, 2), result.stderr[:2000]
    assert "Unexpected" not in result.stderr
    harmless(result.stdout, coloured=coloured)
    harmless(result.stderr, coloured=coloured)
    assert result.stdout or result.stderr


def test_files_that_are_written_hold_nothing_a_terminal_obeys(run: Run, tmp_path: Path) -> None:
    files = {option: tmp_path / f"out.{option}" for option in ("html", "markdown", "csv", "json")}
    options = [text for option, file in files.items() for text in (f"--{option}", str(file))]
    result = run("report", "last", *options)
    assert result.returncode == 0, result.stderr
    for option in ("html", "markdown"):
        harmless(files[option].read_text())
    assert json.loads(files["json"].read_text())["schema"] == "interviewer.scorecard/1"


def test_an_undecodable_name_is_written_all_the_same(run: Run) -> None:
    name = os.fsdecode(b"intro\xff.flac")
    shown = name.replace("\udcff", "\ufffd")
    shutil.copy(INTRO, name)
    result = run("replay", "pitch-3min", name, "--json", "-", "--no-history")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["answers"][0]["audio"] == shown
    assert run("replay", "pitch-3min", name, "--json", "out.json").returncode == 0
    odd = os.fsdecode(b"Intro\xff 30s")
    timed = run("timer", "--phases", odd, "--check", "--json", "-")
    assert "Intro" in json.dumps(json.loads(timed.stdout))
    assert json.loads(Path("out.json").read_text())["answers"][0]["audio"] == shown


def test_json_on_a_terminal_is_escaped_and_says_the_same(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = run("report", "last", "--json", "-")
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)
    shown = run("report", "last", "--json", "-")
    harmless(shown.stdout)
    assert "\u202e" in piped.stdout
    assert r"\u202e" in shown.stdout
    assert json.loads(shown.stdout) == json.loads(piped.stdout)


def test_the_log_holds_nothing_a_terminal_obeys(run: Run, tmp_path: Path) -> None:
    result = run("--debug", "history", "show", TYPED)
    harmless(result.stderr)
    harmless((tmp_path / "data" / "log" / "interviewer.log").read_text())
    assert r"\u202e" in result.stderr


# --------------------------------------------------------------------------- the code


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module, by the last part of the name of what is called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                yield f".{called.attr}", node
            elif isinstance(called, ast.Name):
                yield called.id, node


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_there_is_one_way_out(path: Path) -> None:
    """One console, no markup, no formats taken from a text, nothing printed past it."""
    name = str(path.relative_to(PACKAGE))
    for called, node in calls(path):
        where = f"{name}:{node.lineno}: {called}"
        keywords = {each.arg: ast.unparse(each.value) for each in node.keywords}
        assert called not in {"Console", "print", ".from_markup", ".from_ansi", ".format_map"}, (
            where
        )
        if called == "Terminal":
            assert name in {"ui/screen.py"}, where
        if called == ".format":
            assert name == "log.py", where
        if called == ".echo":
            assert ast.unparse(node.args[0]) == "f'interviewer {__version__}'", where
        if called == ".print" and node.args and not name.startswith("ui/"):
            text = ast.unparse(node.args[0])
            assert not isinstance(node.args[0], ast.Constant | ast.JoinedStr), where
            assert not text.startswith(("screen.tr(", "str(", "page.say(")), where
        if called == "TextColumn":
            assert keywords.get("markup") == "False", where
        if called == ".StreamHandler":
            assert name == "log.py", where
