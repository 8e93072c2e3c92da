"""What a file of at most 1 MB cannot do: keep the program busy, or make sums infinite."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Scenario, Span, Take, Transcript, Word
from interviewer.errors import ScenarioError
from interviewer.scenario import check, patterns, problems, reader, source
from interviewer.scenario.glossary import Glossary, load_glossary
from interviewer.scenario.library import library, load_text
from interviewer.scoring.answer import score_take

HEAD = 'id = "essai"\ntitle = "Un essai"\nlanguage = "fr"\n'
PHASE = '[[phase]]\nid = "p"\ntitle = "P"\nkind = "pitch"\ntarget = "30s"\nprompt = "À vous."\n'
QUESTIONS = (
    '[[phase]]\nid = "qs"\ntitle = "Q"\nkind = "question"\ntarget = "30s"\nprompt = "Bien."\n'
)
TOO_DEEP = "arrays or tables are nested more than 16 levels deep"
TOO_MANY = "more than 30000 keys, tables and elements; a scenario has far fewer."


def _line(text: str, glossary: Glossary) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_text(text, "essai.toml", glossary)
    return str(caught.value).removeprefix("essai.toml").lstrip(",: ")


def _texts(count: int) -> str:
    return json.dumps([f"mot {n}" for n in range(count)])


def _terms(count: int) -> str:
    return ", ".join(f'{{ term = "terme {n}" }}' for n in range(count))


def _tables(name: str, count: int, keys: str) -> str:
    return "".join(f'[[{name}]]\nid = "i{n}"\n{keys}\n' for n in range(count))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a." * 50_000 + "a = 1\n", TOO_DEEP),
        (HEAD + "[" + "a." * 50_000 + "a]\n", TOO_DEEP),
        (HEAD + "[" + '"a" . ' * 40_000 + "a]\n", TOO_DEEP),
        (HEAD + "a = " + "[" * 250_000, TOO_DEEP),
        (HEAD + "a = " + "{ b = " * 40_000, TOO_DEEP),
        (HEAD + "a = [\n" + "1,\n" * 80_000 + "]\n", f"line 30000: {TOO_MANY}"),
        (HEAD + "a = [" + "[]," * 80_000 + "]\n", f"line 4: {TOO_MANY}"),
        (HEAD + "".join(f"k{n}=1\n" for n in range(35_000)), f"line 30001: {TOO_MANY}"),
        (HEAD + "".join(f"[t{n}]\n" for n in range(35_000)), f"line 30001: {TOO_MANY}"),
        (HEAD + PHASE + "[[phase.question]]\n" * 16_000, f"line 15005: {TOO_MANY}"),
    ],
    ids=[
        "dotted key",
        "dotted header",
        "quoted dotted header",
        "arrays",
        "inline tables",
        "elements",
        "empty arrays",
        "keys",
        "tables",
        "arrays of tables",
    ],
)
def test_what_takes_long_to_parse_is_refused_before_it_is_parsed(
    text: str, line: str, glossary: Glossary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: str) -> object:
        raise AssertionError("parsed")

    assert len(text.encode()) <= source.MAX_BYTES
    monkeypatch.setattr(tomllib, "loads", never)
    assert _line(text, glossary).startswith(line)


MARKS = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r [[[[[[[[[[[[[[[[[[[[ {{{{{{{{{{{{{{{{{{{{ ,,, = #"


@pytest.mark.parametrize(
    "text",
    [
        f'"{MARKS}"',
        f"'{MARKS}'",
        f'"""\n{MARKS}\n"\n{MARKS}"" {MARKS}"""',
        f"'''\n{MARKS}\n'\n{MARKS}'' {MARKS}'''",
        f'"\\"{MARKS}\\\\"',
        f'"""{MARKS}\\""" {MARKS}""""" # {MARKS}',
        f"'''{MARKS}''''' # \" {MARKS}",
    ],
)
def test_marks_in_texts_and_comments_count_for_nothing(
    text: str, glossary: Glossary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_MAX_VALUES", 20)
    file = f"# {MARKS}\n{HEAD}summary = {text}\n{PHASE}"
    assert "a.b.c" in load_text(file, "essai.toml", glossary).summary


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            HEAD + "".join(PHASE.replace('"p"', f'"p{n}"') for n in range(51)),
            "line 4, phase: the list has 51 elements; write at most 50.",
        ),
        (
            HEAD + QUESTIONS + _tables("phase.question", 201, 'ask = "Et ?"'),
            'line 10, phase "qs", question: the list has 201 elements; write at most 200.',
        ),
        (
            HEAD + PHASE + f"terms = [{_terms(501)}]\n",
            'line 10, phase "p", terms: the list has 501 elements; write at most 500.',
        ),
        (
            HEAD + PHASE + f'terms = [{{ term = "IA", variants = {_texts(101)} }}]\n',
            'line 10, phase "p", terms "IA", variants: the list has 101 elements; write at most 100.',
        ),
        (
            HEAD + PHASE + f'points = [{{ point = "A", any = {_texts(701)} }}]\n',
            'line 10, phase "p", points "A", any: the list has 701 elements; write at most 700.',
        ),
        (
            HEAD + f"distractors = {_texts(501)}\n" + PHASE,
            "line 4, distractors: the list has 501 elements; write at most 500.",
        ),
        (
            HEAD + PHASE + _tables("trap", 2500, 'why = "Non."\nany = ["mot … un"]'),
            "line 10, trap: the list has 2500 elements; write at most 100.",
        ),
        (
            HEAD + PHASE + f"hints = {_texts(51)}\n",
            'line 10, phase "p", hints: the list has 51 elements; write at most 50.',
        ),
    ],
    ids=["phases", "questions", "terms", "variants", "phrasings", "distractors", "traps", "hints"],
)
def test_a_list_too_long_is_named(text: str, line: str, glossary: Glossary) -> None:
    assert _line(text, glossary) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            HEAD + PHASE + f'cue = "{"a" * 10_001}"\n',
            'line 10, phase "p", cue: the text has 10001 characters; write at most 10000.',
        ),
        (
            HEAD.replace("Un essai", "a" * 301) + PHASE,
            "line 2, title: the text has 301 characters; write at most 300.",
        ),
        (
            HEAD + PHASE + f'terms = [{{ term = "{"a " * 101}" }}]\n',
            "the text has 202 characters; write at most 200.",
        ),
        (
            HEAD + PHASE + 'terms = [{ term = "a … b...c … d…e … f" }]\n',
            (
                'line 10, phase "p", terms "a … b...c … d…e … f", term: "a … b...c … d…e … f" '
                "has 5 marks …; write at most 4 in one pattern."
            ),
        ),
    ],
    ids=["prose", "title", "term", "gaps"],
)
def test_a_text_too_long_is_named(text: str, line: str, glossary: Glossary) -> None:
    assert _line(text, glossary).endswith(line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            HEAD + PHASE + 'terms = [{ term = "IA", weight = 1e308 }]\n',
            'phase "p", terms "IA", weight: 1e+308 is too large; write 1000 or less.',
        ),
        (
            HEAD + PHASE + 'terms = [{ term = "IA", weight = inf }]\n',
            'terms "IA", weight: inf cannot be counted with; write an ordinary number.',
        ),
        (
            HEAD + PHASE + f'terms = [{{ term = "IA", max = 0x1{"0" * 200_000} }}]\n',
            f'terms "IA", max: 0x1{"0" * 56}… is too large; write 100 or less.',
        ),
        (
            HEAD + PHASE + f'terms = [{{ term = "IA", weight = 1{"0" * 400} }}]\n',
            f'terms "IA", weight: 1{"0" * 58}… is too large; write 1000 or less.',
        ),
        (
            HEAD + PHASE + 'terms = [{ term = "IA", min = 101 }]\n',
            'terms "IA", min: 101 is too large; write 100 or less.',
        ),
        (
            HEAD + "scoring.weights.timing = 1e308\n" + PHASE,
            "line 4, scoring, weights, timing: 1e+308 is too large; write 1000 or less.",
        ),
        (
            HEAD + "scoring.follow_ups = 1000\n" + PHASE,
            "line 4, scoring, follow_ups: 1000 is too large; write 100 or less.",
        ),
        (
            HEAD + PHASE.replace("30s", "9999min"),
            'line 8, phase "p", target: "9999min" is too long; write 240 min or less.',
        ),
    ],
    ids=["weight", "inf", "hexadecimal", "long", "min", "share", "follow-ups", "target"],
)
def test_a_number_too_large_is_named(text: str, line: str, glossary: Glossary) -> None:
    assert _line(text, glossary).endswith(line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            HEAD
            + PHASE
            + "".join(
                f'[[move]]\nid = "m{n}"\ntitle = "M"\nany = {_texts(300)}\n' for n in range(11)
            ),
            "line 10, move: 3300 patterns are looked for here; write at most 3000.",
        ),
        (
            HEAD
            + PHASE
            + _tables(
                "trap", 84, 'why = "Non."\nany = [' + ",".join(f'"a{n}…b"' for n in range(12)) + "]"
            ),
            "line 10, trap: 1008 patterns with … are looked for here; write at most 1000.",
        ),
        (
            HEAD
            + PHASE
            + "points = ["
            + ", ".join(f'{{ point = "p{n}", any = {_texts(300)} }}' for n in range(11))
            + "]\n",
            'line 4, phase "p": 3300 patterns are looked for here; write at most 3000.',
        ),
    ],
    ids=["moves", "traps with gaps", "points"],
)
def test_what_one_answer_is_searched_for_is_bounded(
    text: str, line: str, glossary: Glossary
) -> None:
    assert _line(text, glossary) == line


def test_only_the_problem_told_is_compared_with_what_was_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Comparing each of many names with all that are known would take long."""
    compared: list[str] = []

    def none_close(name: str, *_: object, **__: object) -> list[str]:
        compared.append(name)
        return []

    monkeypatch.setattr(problems, "get_close_matches", none_close)
    names = "".join(f'"Kubernetes {n}" = 1\n' for n in range(100))
    line = _line(HEAD + PHASE + names, load_glossary())
    assert line.endswith("Other problems found in this file: 99.")
    assert compared == ["kubernetes 0"]


@pytest.mark.parametrize(("weight", "share"), [("1000", "1000"), ("0.001", "5e-324")])
def test_a_score_is_finite_whatever_the_weights(
    weight: str, share: str, glossary: Glossary
) -> None:
    terms = ", ".join(f'{{ term = "terme {n}", weight = {weight} }}' for n in range(100))
    shares = f"scoring.weights = {{ coverage = {share}, timing = {share}, delivery = {share} }}\n"
    scenario = load_text(HEAD + shares + PHASE + f"terms = [{terms}]\n", "essai.toml", glossary)
    words = tuple(Word(f"terme {n}", float(n), n + 0.5, 0.9) for n in range(30))
    phase = scenario.phases[0]
    card = score_take(
        scenario,
        phase,
        phase.task,
        Take(Path("a.wav"), 30.0, (Span(0.0, 30.0),), Transcript("fr", words)),
    )
    assert card.score is not None
    assert isfinite(card.score)
    assert 0 <= card.score <= 100


def test_shipped_scenarios_need_half_of_every_limit_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module, name in (
        (source, "_MAX_VALUES"),
        (patterns, "_MAX_PARTS"),
        (check, "_MAX_PATTERNS"),
        (check, "_MAX_WITH_GAPS"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name) // 2)
    scenarios = library()
    amounts = [each for scenario in scenarios for each in _amounts(scenario)]
    amounts += _amounts(load_glossary())
    assert len(amounts) > 10_000
    assert [each for each in amounts if 2 * each[1] > each[2]] == []


def _amounts(value: Any) -> Iterator[tuple[str, float, float]]:
    """Each bounded field of ``value`` and of the values in it: name, amount, most."""
    shape: Any = type(value)
    for field in reader._fields(shape):
        inner, most = getattr(value, field.name), field.type.limits.most
        if most is not None and inner is not None:
            amount = len(inner) if isinstance(inner, str | tuple) else inner
            yield f"{shape.__name__}.{field.name}", amount, most
        for each in inner if isinstance(inner, tuple) else (inner,):
            if hasattr(each, "__dataclass_fields__"):
                yield from _amounts(each)


VALUES = st.recursive(
    st.one_of(
        st.integers(-(10**400), 10**400).map(str),
        st.floats().map(repr),
        st.booleans().map(lambda value: str(value).lower()),
        st.text(max_size=5).map(json.dumps),
        st.sampled_from(["1979-05-27", '"30s"', '"pitch"', '"a … b"', '"\\u0000"']),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(
            st.sampled_from(["id", "term", "point", "any", "ask", "weight", "a.b", '""']),
            inner,
            max_size=3,
        ).map(lambda table: f"{{ {', '.join(f'{k} = {v}' for k, v in table.items())} }}"),
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["id", "target", "kind", "terms", "points", "steps", "follow_up", "cue", "hints", "question"]
)


@given(st.lists(st.tuples(KEYS, VALUES), max_size=3), st.lists(st.tuples(KEYS, VALUES), max_size=2))
def test_any_file_is_a_scenario_or_refused_in_one_line(
    phase: list[tuple[str, str]], top: list[tuple[str, str]]
) -> None:
    text = HEAD + "".join(f"{key} = {value}\n" for key, value in top) + PHASE
    text += "".join(f"{key} = {value}\n" for key, value in phase)
    try:
        scenario = load_text(text, "essai.toml", Glossary(()))
    except ScenarioError as error:
        assert str(error).startswith("essai.toml")
        assert str(error).isprintable()
    else:
        assert isinstance(scenario, Scenario)
