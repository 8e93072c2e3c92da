from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.domain import Language, TimedPhase, TimerPlan
from interviewer.errors import UsageError
from interviewer.scenario.library import load, outline
from interviewer.scenario.source import library_ids
from interviewer.timer.plan import (
    Fit,
    as_scenario,
    fit_of,
    fits_of,
    parse_phases,
    parse_script,
    plan_of,
    read_script,
    syllables_of,
)


def test_a_pitch_phase_by_phase() -> None:
    plan = plan_of(load("pitch-3min"))
    assert [(phase.id, phase.target_s) for phase in plan.phases] == [
        ("intro", 30),
        ("anecdote", 45),
        ("punchlines", 60),
        ("questions", 15),
        ("closing", 30),
    ]
    assert plan.target_s == 180
    intro = plan.phases[0]
    assert intro.cue.startswith("Bonjour et merci.")
    assert intro.script.startswith("Bonjour, et merci de me recevoir.")
    assert intro.keywords == ("IA appliquée", "données", "valeur", "processus métier")
    assert "NLP" not in plan.phases[3].keywords


def test_questions_one_by_one() -> None:
    scenario = load("questions-ia")
    questions = [question for phase in scenario.phases for question in phase.questions]
    plan = plan_of(scenario)
    assert {question.id for question in questions} <= {phase.id for phase in plan.phases}
    first = next(phase for phase in plan.phases if phase.id == questions[0].id)
    assert first.title == questions[0].ask


@pytest.mark.parametrize("id_", library_ids())
def test_the_outline_gives_the_same_plan(id_: str) -> None:
    quick = outline(id_)
    assert quick is not None
    assert plan_of(quick) == plan_of(load(id_))


def test_as_a_scenario_and_back(plan: TimerPlan) -> None:
    stripped = plan_of(as_scenario(plan))
    assert plan_of(as_scenario(stripped)) == stripped
    assert [phase.title for phase in stripped.phases] == ["Intro", "Anecdote", "Fin"]
    assert stripped.phases[0] == plan.phases[0]


# Counted by hand, as usually spoken.
FRENCH = {
    "Je m’appelle Camille et je travaille sur les données.": 13,
    "Un modèle en production se surveille dès le départ.": 14,
    "La qualité des données passe avant le choix du modèle.": 15,
    "Nos équipes ont gagné trois heures par semaine.": 11,
    "Le RAG ouvre vos documents à un grand modèle de langue.": 14,
}
ENGLISH = {
    "My name is Robin, and I work on machine learning.": 13,
    "A model in production is watched from the first day.": 13,
    "Data quality comes before the choice of a model.": 14,
    "Our teams saved three hours every week.": 8,
    "We can measure the value within a few months.": 12,
}


@pytest.mark.parametrize(("language", "sample"), [("fr", FRENCH), ("en", ENGLISH)])
def test_a_text_is_counted_within_three_per_cent(
    language: Language, sample: dict[str, int]
) -> None:
    # Word by word the error is larger (tests/unit/score); in a text it evens out.
    counted = syllables_of(" ".join(sample), language)
    assert counted == pytest.approx(sum(sample.values()), rel=0.03)


def test_signs_are_not_spoken() -> None:
    assert syllables_of("• Bonjour — merci !", "fr") == syllables_of("Bonjour merci", "fr") == 4
    assert syllables_of("", "fr") == 0


@pytest.mark.parametrize(
    ("target_s", "verdict"), [(10, "fits"), (9, "brisk"), (7, "hurried"), (6, "too_long")]
)
def test_the_calmest_rate_that_keeps_to_the_target(target_s: float, verdict: str) -> None:
    fit = fit_of(TimedPhase("a", "A", target_s, script="bonjour " * 20), "fr")
    assert fit.syllables == 40
    assert fit.seconds == pytest.approx((10.0, 8.0, 6.667), abs=0.001)
    assert (fit.verdict, fit.from_cue) == (verdict, False)


def test_the_script_goes_before_the_cue(plan: TimerPlan) -> None:
    intro, story, end = fits_of(plan)
    assert (intro.from_cue, intro.syllables) == (True, 3)
    assert (story.from_cue, story.syllables) == (False, 80)
    assert end == Fit(plan.phases[2], False, 0, (0.0, 0.0, 0.0))
    assert end.verdict is None


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
        ("intro 1,5 min, récit 1:30, 45 sec fin", [("intro", 90), ("récit", 90), ("fin", 45)]),
    ],
)
def test_phases(text: str, phases: list[tuple[str, float]]) -> None:
    plan = parse_phases(text, "fr")
    assert [(phase.title, phase.target_s) for phase in plan.phases] == phases


def test_two_phases_of_one_name_have_two_ids() -> None:
    plan = parse_phases("Récit 30s, récit 30s, … 5s", "fr")
    assert [phase.id for phase in plan.phases] == ["recit", "recit-2", "phase"]
    assert plan.title == "Récit · récit · …"


@pytest.mark.parametrize("text", ["", "intro", "30s", "intro 30", "intro 30s,", "a 99h"])
def test_what_is_no_phase(text: str) -> None:
    with pytest.raises(UsageError, match="is no phase with its duration"):
        parse_phases(text, "fr")


def test_a_forgotten_comma_is_told() -> None:
    with pytest.raises(UsageError, match='"intro 30s récit 45s" holds two durations: a comma is'):
        parse_phases("intro 30s récit 45s, fin 10s", "fr")


def test_headings_of_a_script_say_how_long_in_any_spelling() -> None:
    plan = parse_script("# Mon pitch\n## Intro — 45 sec\na\n## 1:30 – Fin\nb", "a.md", "fr")
    assert [(phase.title, phase.target_s) for phase in plan.phases] == [("Intro", 45), ("Fin", 90)]


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
