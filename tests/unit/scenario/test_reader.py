from __future__ import annotations

import json
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.domain import (
    Criterion,
    FollowUp,
    Move,
    Point,
    Rule,
    Scenario,
    Step,
    Term,
    Trap,
    Weights,
)
from interviewer.errors import ScenarioError
from interviewer.scenario.glossary import Glossary, GlossaryEntry, load_glossary
from interviewer.scenario.library import load_text, vocabulary

WHOLE = """
id = "essai"
title = "Un essai"
language = "fr"
summary = "Pour voir."
greeting = "Bonjour."
farewell = "Merci."
distractors = ["drift", "données"]

[scoring]
weights = { coverage = 60, timing = 40 }
follow_ups = 2

[[phase]]
id = "intro"
title = "Introduction"
kind = "pitch"
target = "30s"
prompt = "À vous."
cue = "Qui, quoi, pourquoi."
terms = [
  "RAG",
  { term = "Fine tuning", variants = ["adaptation", "ajustement-fin"], weight = 2, min = 2, max = 3 },
  { term = "API", variants = ["interface"], required = false, exact_case = true },
]
hints = ["Lentement."]
follow_up = { when_missing = "RAG", ask = "Et le RAG ?" }
model_answer = "Bonjour, je fais du RAG."
optional = true

[[phase]]
id = "questions"
title = "Questions"
kind = "question"
target = "40s"
prompt = "Commençons."
[[phase.question]]
id = "q1"
ask = "Pourquoi ?"
terms = ["retour sur investissement"]
points = [{ point = "valeur", any = ["créer de la valeur", "utile"] }]
level = "basic"
theme = "vision"
definition = "Ce que cela rapporte."
[[phase.question]]
id = "q2"
ask = "Comment ?"
target = "1min"
steps = [{ step = "collecter", any = ["collecte"] }, { step = "servir", any = ["API"] }]

[[phase]]
id = "retour"
title = "À vous de demander"
kind = "ask"
target = "1min30"
prompt = "Des questions ?"
default_reply = "Bonne question."
[[phase.question]]
id = "roi"
ask = "Comment mesurez-vous le ROI ?"
any = ["mesurez", "rentabilité"]
reply = "Au temps gagné."

[[trap]]
id = "temps-reel"
any = ["en temps réel sur internet"]
why = "Un modèle est entraîné avant."

[[move]]
id = "reformuler"
title = "Reformuler"
any = ["si je comprends bien"]

[[rule]]
id = "valeur-avant"
title = "La valeur d'abord"
first = ["temps gagné"]
then = ["RAG"]

[[rubric]]
id = "temps"
title = "La tenue du temps"
measured = "timing"
marks = ["Oublié", "Tenu"]
""" + "".join(
    f'[[rubric]]\nid = "c{n}"\ntitle = "Critère {n}"\nmarks = ["Non", "Un peu", "Oui"]\n'
    for n in range(4)
)


@pytest.fixture
def whole(glossary: Glossary) -> Scenario:
    return load_text(WHOLE, "essai.toml", glossary)


def test_the_top_level(whole: Scenario) -> None:
    assert (whole.id, whole.title, whole.language) == ("essai", "Un essai", "fr")
    assert (whole.summary, whole.greeting, whole.farewell) == ("Pour voir.", "Bonjour.", "Merci.")
    assert whole.weights == Weights(coverage=60, timing=40, delivery=20)
    assert whole.max_follow_ups == 2
    why = "Un modèle est entraîné avant."
    assert whole.traps == (Trap("temps-reel", ("en temps réel sur internet",), why, 10.0),)
    assert whole.moves == (Move("reformuler", "Reformuler", ("si je comprends bien",)),)
    assert whole.rules == (Rule("valeur-avant", "La valeur d'abord", ("temps gagné",), ("RAG",)),)
    assert whole.rubric == (
        Criterion("temps", "La tenue du temps", ("Oublié", "Tenu"), "timing"),
        *(Criterion(f"c{n}", f"Critère {n}", ("Non", "Un peu", "Oui")) for n in range(4)),
    )


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        ("", "the rubric has 4 criteria; write 5 to 10."),
        ('id = "c1"', 'the id "c1" is on line'),
        ('id = "a"\nmarks = ["Oui"]', "one mark says nothing; write what two or more mean"),
        ('id = "a"\nmarks = []', "the list is empty"),
        ('id = "a"\nmeasured = "pace"', 'choose one of "coverage", "timing", "delivery".'),
        ('id = "a"\nweight = 2', "unknown key"),
    ],
)
def test_a_rubric_is_five_to_ten_criteria_each_with_what_its_marks_mean(
    instead: str, said: str, glossary: Glossary
) -> None:
    rest, _, last = WHOLE.rpartition("[[rubric]]\n")
    table = {line.split(" ")[0]: line for line in (last + instead).splitlines() if line}
    added = "[[rubric]]\n" + "\n".join(table.values()) if instead else ""
    four = rest.replace('[[rubric]]\nid = "c0"', f'{added}\n[[rubric]]\nid = "c0"')
    with pytest.raises(ScenarioError) as caught:
        load_text(four if instead else rest, "essai.toml", glossary)
    assert said in str(caught.value)


def test_a_pitch_phase_is_its_own_task(whole: Scenario) -> None:
    phase = whole.phases[0]
    assert (phase.kind, phase.target_s, phase.optional) == ("pitch", 30.0, True)
    assert (phase.prompt, phase.hints) == ("À vous.", ("Lentement.",))
    assert phase.tasks == (phase.task,)
    task = phase.task
    assert (task.id, task.target_s, task.cue) == ("intro", 30.0, "Qui, quoi, pourquoi.")
    assert task.follow_up == FollowUp("RAG", "Et le RAG ?")
    assert task.model_answer == "Bonjour, je fais du RAG."


def test_terms_bring_along_what_the_glossary_knows(whole: Scenario) -> None:
    rag, tuning, api = whole.phases[0].task.terms
    assert rag == Term(
        "RAG",
        variants=("génération augmentée par récupération", "retrieval-augmented generation"),
        heard_as=("rague", "l'orage"),
    )
    assert tuning == Term(
        "Fine tuning",
        variants=("adaptation", "ajustement-fin"),
        heard_as=("faille tuning",),
        weight=2.0,
        min_count=2,
        max_count=3,
    )
    assert api == Term("API", variants=("interface",), exact_case=True, required=False)
    (roi,) = whole.phases[1].questions[0].task.terms
    assert roi == Term("retour sur investissement", variants=("ROI",), exact_case=True)


def test_the_table_decides_on_exact_case_before_the_glossary(glossary: Glossary) -> None:
    text = _pitch('terms = [{ term = "ROI", exact_case = false }]\n')
    (roi,) = load_text(text, "essai.toml", glossary).phases[0].task.terms
    assert not roi.exact_case


def test_questions_are_tasks_of_their_phase(whole: Scenario) -> None:
    phase = whole.phases[1]
    first, second = phase.questions
    assert phase.tasks == (first.task, second.task)
    assert first.task.points == (Point("valeur", ("créer de la valeur", "utile")),)
    assert (first.level, first.theme) == ("basic", "vision")
    assert first.definition == "Ce que cela rapporte."
    assert second.task.steps == (Step("collecter", ("collecte",)), Step("servir", ("API",)))


def test_topics_carry_their_reply(whole: Scenario) -> None:
    phase = whole.phases[2]
    (topic,) = phase.questions
    assert (phase.target_s, phase.default_reply) == (90.0, "Bonne question.")
    assert phase.tasks == (phase.task,)
    assert (topic.topic, topic.reply) == (("mesurez", "rentabilité"), "Au temps gagné.")


@pytest.mark.parametrize(
    ("phase_target", "targets", "expected", "total"),
    [
        (None, ["30s", "1min"], [30, 60], 90),
        ("40s", [None, "1min"], [40, 60], 100),
        ("40s", [None, None], [40, 40], 80),
        ("5min", ["30s", "1min"], [30, 60], 300),
    ],
)
def test_a_question_phase_lasts_as_long_as_its_questions(
    phase_target: str | None,
    targets: list[str | None],
    expected: list[float],
    total: float,
    glossary: Glossary,
) -> None:
    rows = ['id = "x"\ntitle = "X"\nlanguage = "fr"\n[[phase]]\nid = "p"\ntitle = "P"']
    rows.append('kind = "question"\nprompt = "Bien."')
    rows += [f'target = "{phase_target}"'] if phase_target else []
    for number, target in enumerate(targets):
        rows.append(f'[[phase.question]]\nid = "q{number}"\nask = "Et ?"')
        rows += [f'target = "{target}"'] if target else []
    (phase,) = load_text("\n".join(rows), "x.toml", glossary).phases
    assert [question.target_s for question in phase.questions] == expected
    assert phase.target_s == total


def test_the_vocabulary_holds_own_terms_then_distractors_then_others(whole: Scenario) -> None:
    assert whole.vocabulary == (
        "RAG",
        "Fine tuning",
        "API",
        "retour sur investissement",
        "drift",
        "données",
    )


@given(st.integers(1, 80), st.integers(0, 10), st.integers(0, 200))
def test_the_vocabulary_is_filled_up_from_the_glossary(own: int, given_: int, size: int) -> None:
    glossary = Glossary(tuple(GlossaryEntry(f"t{n}", "word") for n in range(size)))
    terms = [f"t{n}" for n in range(own)]
    distractors = [f"d{n}" for n in range(given_)]
    names = vocabulary(terms, distractors, glossary)
    assert names[: own + given_] == (*terms, *distractors)
    assert len(set(names)) == len(names)
    assert len(names) == max(own + given_, min(max(40, ceil(1.5 * own)), given_ + max(own, size)))


def test_the_shipped_glossary_fills_a_short_vocabulary_from_all_its_themes() -> None:
    glossary = load_glossary()
    names = vocabulary(["RAG"], [], glossary)
    places = [n for n, entry in enumerate(glossary.entries) if entry.term in names]
    assert len(names) == 40
    assert max(places) > 0.9 * len(glossary.entries)


def _pitch(extra: str) -> str:
    return (
        'id = "x"\ntitle = "X"\nlanguage = "fr"\n[[phase]]\nid = "p"\ntitle = "P"\n'
        'kind = "pitch"\ntarget = "30s"\nprompt = "Bien."\n' + extra
    )


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x7f"), min_size=1
).filter(str.strip)
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,10}", fullmatch=True)
TARGETS = st.integers(1, 600).map(lambda seconds: f"{seconds}s")


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(IDS, TEXTS, TARGETS, st.lists(TEXTS, max_size=3)),
        min_size=1,
        max_size=4,
        unique_by=lambda phase: phase[0],
    )
)
def test_any_valid_file_loads_as_it_is_written(
    phases: list[tuple[str, str, str, list[str]]],
) -> None:
    rows = ['id = "x"\ntitle = "X"\nlanguage = "en"']
    for id_, prompt, target, hints in phases:
        rows.append(f'[[phase]]\nid = "{id_}"\ntitle = "T"\nkind = "pitch"\ntarget = "{target}"')
        rows.append(f"prompt = {json.dumps(prompt, ensure_ascii=False)}")
        rows.append(f"hints = {json.dumps(hints, ensure_ascii=False)}")
    scenario = load_text("\r\n".join("\n".join(rows).split("\n")), "x.toml", Glossary(()))
    loaded = [(p.id, p.prompt, f"{p.target_s:.0f}s", list(p.hints)) for p in scenario.phases]
    assert loaded == phases


@pytest.mark.parametrize(
    ("any_", "read"),
    [
        (
            '["utile", "(créer|apporter) de la valeur"]',
            ("utile", "créer de la valeur", "apporter de la valeur"),
        ),
        ('["valeur + (créer|apporter)"]', ("valeur + (créer|apporter)",)),
    ],
)
def test_alternatives_are_written_out_unless_parts_hold_them(
    any_: str, read: tuple[str, ...], glossary: Glossary
) -> None:
    text = WHOLE.replace('["créer de la valeur", "utile"]', any_)
    scenario = load_text(text, "essai.toml", glossary)
    assert scenario.phases[1].questions[0].task.points == (Point("valeur", read),)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            '["utile"]',
            '["(utile"]',
            '"(utile" has a parenthesis or a | without its counterpart; write alternatives as (a|b).',
        ),
        (
            '["utile"]',
            '["utile + "]',
            '"utile + " has nothing beside a mark |, ( or +; write a word there.',
        ),
        (
            '["utile"]',
            f'["{"(a|b)" * 7}"]',
            "stands for more than 64 patterns; write several, with fewer (a|b).",
        ),
        ('["utile"]', f'["a{" + a" * 8}"]', "has too many parts; write at most 8."),
        ('["utile"]', '["a + (b…c…d…e…f…g|h)"]', "has 5 marks …; write at most 4 in one pattern."),
        (
            '["interface"]',
            '["inter + face"]',
            '"inter + face" has a +; words of a term stand in sequence, write … between them.',
        ),
    ],
)
def test_a_wrong_pattern_is_told_in_one_line(
    old: str, new: str, line: str, glossary: Glossary
) -> None:
    text = WHOLE.replace('["créer de la valeur", "utile"]', '["utile"]')
    assert old in text
    with pytest.raises(ScenarioError) as caught:
        load_text(text.replace(old, new), "essai.toml", glossary)
    assert caught.value.line().endswith(line)


def test_variants_of_a_term_may_have_alternatives(glossary: Glossary) -> None:
    text = WHOLE.replace('["interface"]', '["interface (de service|web)"]')
    scenario = load_text(text, "essai.toml", glossary)
    assert scenario.phases[0].task.terms[2].variants[:2] == (
        "interface de service",
        "interface web",
    )
