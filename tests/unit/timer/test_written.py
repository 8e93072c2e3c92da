from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import UsageError
from interviewer.timer.written import parse_phases, parse_script, read_script

SCRIPT = """\
# Mon pitch

Une ligne que personne ne dit.

## Intro (30 s)
Bonjour. Je parle de **RAG** et de *valeur*.

- un point
```
## pas un titre (5 s)
```

### Fin, déjà (1min30) ###
Merci.
"""


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("intro 30s", [("intro", 30)]),
        (
            "intro 30s, anecdote 45s, punchlines 1min",
            [("intro", 30), ("anecdote", 45), ("punchlines", 60)],
        ),
        (" Q1 ma question 1 min 30 ; fin 2min5s ", [("Q1 ma question", 90), ("fin", 125)]),
    ],
)
def test_phases(text: str, phases: list[tuple[str, float]]) -> None:
    plan = parse_phases(text, "fr")
    assert [(phase.title, phase.target_s) for phase in plan.phases] == phases


def test_two_phases_of_one_name_have_two_ids() -> None:
    plan = parse_phases("Récit 30s, récit 30s, … 5s", "fr")
    assert [phase.id for phase in plan.phases] == ["recit", "recit-2", "phase"]
    assert plan.title == "Récit · récit · …"


@pytest.mark.parametrize("text", ["", "intro", "30s", "intro 30", "intro 30s,", "a 1h"])
def test_what_is_no_phase(text: str) -> None:
    with pytest.raises(UsageError, match="is no phase with its duration"):
        parse_phases(text, "fr")


@pytest.mark.parametrize("text", ["intro 0s", "intro 1min90"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(UsageError):
        parse_phases(text, "fr")


def test_a_script() -> None:
    plan = parse_script(SCRIPT, "mon pitch.md", "fr")
    assert (plan.id, plan.title, plan.language) == ("mon-pitch", "Mon pitch", "fr")
    intro, end = plan.phases
    assert (intro.title, intro.target_s, intro.keywords) == ("Intro", 30, ("RAG",))
    assert intro.script == (
        "Bonjour. Je parle de RAG et de valeur.\n\n• un point\n## pas un titre (5 s)"
    )
    assert intro.cue == intro.script
    assert (end.id, end.title, end.target_s, end.script) == ("fin-deja", "Fin, déjà", 90, "Merci.")


def test_without_a_title_it_is_called_as_its_file() -> None:
    assert parse_script("## A (5 s)", "notes.md", "en").title == "notes"


def test_a_heading_without_a_duration() -> None:
    with pytest.raises(UsageError, match=r'a\.md, line 3: the heading "Suite" has no duration'):
        parse_script("## A (5 s)\n\n## Suite\n", "a.md", "fr")


def test_no_heading_at_all() -> None:
    with pytest.raises(UsageError, match=r"a\.md: no heading names a phase"):
        parse_script("Bonjour.\n", "a.md", "fr")


def test_a_script_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "pitch.md"
    file.write_bytes("\ufeff## Intro (30 s)\r\nÇa va.\r\n".encode())
    assert read_script(file, "fr").phases[0].script == "Ça va."


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"## A (5 s)\n\xff", "not UTF-8"), (b"a" * (256 * 1024 + 1), "larger than 256 KB")],
)
def test_a_file_that_is_no_text(content: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "pitch.md"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        read_script(file, "fr")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.md", tmp_path):
        with pytest.raises(UsageError, match="no such file"):
            read_script(path, "fr")
