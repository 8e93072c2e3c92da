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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (", ".join(["a 5s"] * 201), "--phases: more than 200 phases; write fewer."),
        (
            "a" + " " * 100_000 + "x",
            f'"a{" " * 58}…" has 100002 characters; write at most 300 for a phase.'.replace(
                " " * 58, " "
            ),
        ),
    ],
    ids=["phases", "spaces"],
)
def test_phases_are_bounded(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_phases(text, "fr")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## A (5 s)\n" * 201, "a.md, line 201: more than 200 phases; write fewer."),
        (
            "## A (5 s)\n## " + "( " * 100_000,
            "a.md, line 2: the heading has 200002 characters; write at most 300.",
        ),
        (
            "## A (5 s)\n" + "".join(f"**mot {n}**\n" for n in range(101)),
            'a.md: 101 different words in bold below "A"; mark at most 100.',
        ),
    ],
    ids=["phases", "heading", "keywords"],
)
def test_a_script_is_bounded(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_script(text, "a.md", "fr")
    assert str(caught.value) == message


def test_a_long_line_that_is_no_heading_is_said() -> None:
    plan = parse_script("## A (5 s)\n#mot " + "mot " * 500 + "\n" + " " * 5000 + "x", "a.md", "fr")
    assert plan.phases[0].script.startswith("#mot mot")


@pytest.mark.parametrize(
    ("body", "said", "keywords"),
    [
        ("**a **b** c", "**a b c", ("b",)),
        ("**a*b** __c_d__", "a*b c_d", ("a*b", "c_d")),
        ("** a** __b", "** a** __b", ()),
        ("**a\nb**", "**a\nb**", ()),
    ],
)
def test_bold_ends_at_the_next_mark(body: str, said: str, keywords: tuple[str, ...]) -> None:
    """A mark that nothing closes is not looked for behind the next one, over and over."""
    (phase,) = parse_script(f"## A (5 s)\n{body}", "a.md", "fr").phases
    assert (phase.script, phase.keywords) == (said, keywords)
