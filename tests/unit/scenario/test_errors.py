"""Each way a scenario file can be wrong, and the whole line a person reads about it."""

from __future__ import annotations

import pytest

from interviewer.errors import ScenarioError
from interviewer.scenario.glossary import Glossary
from interviewer.scenario.library import load_text
from interviewer.scenario.problems import InvalidFileError

HEAD = """\
id = "essai"
title = "Un essai"
language = "fr"
"""
PHASE = """\
[[phase]]
id = "intro"
title = "Introduction"
kind = "pitch"
target = "30s"
prompt = "À vous."
"""
QUESTIONS = """\
[[phase]]
id = "questions"
title = "Questions"
kind = "question"
prompt = "Commençons."
"""
QUESTION = """\
[[phase.question]]
id = "q1"
ask = "Pourquoi ?"
target = "45s"
"""
ASK = PHASE.replace('"pitch"', '"ask"')
TOO_DEEP = "arrays or tables are nested more than 16 levels deep; a scenario needs half of that."
ID_RULE = (
    "use letters, digits and hyphens, a letter or digit first, at most 64 characters, such as id = "
)


def _line(text: str, glossary: Glossary) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_text(text, "essai.toml", glossary)
    return str(caught.value)


def test_the_texts_below_are_valid_by_themselves(glossary: Glossary) -> None:
    load_text(HEAD + PHASE + QUESTIONS + QUESTION, "essai.toml", glossary)
    load_text(HEAD + ASK + QUESTION, "essai.toml", glossary)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # unknown keys
        (
            HEAD + PHASE + 'tagret = "3min"\n',
            'line 10, phase "intro", tagret: unknown key; did you mean "target"?',
        ),
        (
            HEAD + "[scoring]\nweight = 3\n" + PHASE,
            'line 5, scoring, weight: unknown key; did you mean "weights"?',
        ),
        (
            HEAD + "[scoring]\nxyz = 3\n" + PHASE,
            (
                "line 5, scoring, xyz: unknown key; "
                'the keys of this table are "weights", "follow_ups".'
            ),
        ),
        (
            HEAD + '"<table>" = 3\n' + PHASE,
            (
                'line 4, <table>: unknown key; the keys of this table are "id", "title", "language", '
                '"summary", "greeting", "farewell", "distractors", "scoring", "phase", "trap", "move", '
                '"rule", "rubric".'
            ),
        ),
        (
            HEAD + PHASE + 'terms = ["RAG", { term = "IA", maxi = 2 }]\n',
            'line 10, phase "intro", terms "IA", maxi: unknown key; did you mean "max"?',
        ),
        # missing keys
        (
            HEAD.replace('title = "Un essai"\n', "") + PHASE,
            'line 1: the key "title" is missing; add title = "…".',
        ),
        (HEAD, 'line 1: the key "phase" is missing; add [[phase]].'),
        (
            HEAD + PHASE.replace('id = "intro"\n', ""),
            'line 4, phase 1: the key "id" is missing; add id = "my-id".',
        ),
        (
            HEAD + PHASE.replace('kind = "pitch"\n', ""),
            'line 4, phase "intro": the key "kind" is missing; add kind = "pitch".',
        ),
        (
            HEAD + PHASE + 'points = [\n  { any = ["x"] },\n]\n',
            'line 11, phase "intro", points 1: the key "point" is missing; add point = "…".',
        ),
        # types
        (
            HEAD + PHASE + "cue = 3\n",
            'line 10, phase "intro", cue: 3 is not a text; write it between double quotes.',
        ),
        (
            HEAD + PHASE + 'hints = "un"\n',
            (
                'line 10, phase "intro", hints: "un" is not a list; '
                "write it between square brackets, commas in between."
            ),
        ),
        (
            HEAD + PHASE + "optional = 1\n",
            (
                'line 10, phase "intro", optional: 1 is neither true nor false; '
                "write one of these two without quotes."
            ),
        ),
        (
            HEAD + PHASE + "terms = [3]\n",
            (
                'line 10, phase "intro", terms 1: 3 is not a table; '
                "write its keys between braces or below a header."
            ),
        ),
        (
            HEAD + PHASE + 'terms = [\n{ term = "IA",\nweight = "2" }]\n'.replace(",\nw", ", w"),
            (
                'line 11, phase "intro", terms "IA", weight: "2" is not a number; '
                "write one without quotes, such as 1.5."
            ),
        ),
        (
            HEAD + PHASE + 'terms = [{ term = "IA", min = 1.5 }]\n',
            (
                'line 10, phase "intro", terms "IA", min: 1.5 is not a whole number; '
                "write one without quotes, such as 2."
            ),
        ),
        (
            HEAD + '[scoring]\nfollow_ups = "3"\n' + PHASE,
            (
                'line 5, scoring, follow_ups: "3" is not a whole number; '
                "write one without quotes, such as 2."
            ),
        ),
        (
            HEAD + PHASE.replace("[[phase]]", "[phase]"),
            "line 4, phase: a single table stands here; write one or more [[phase]] instead.",
        ),
        (
            HEAD + PHASE + 'follow_up = "Et le RAG ?"\n',
            (
                'line 10, phase "intro", follow_up: "Et le RAG ?" is not a table; '
                "write its keys between braces or below a header."
            ),
        ),
        # values
        (
            HEAD.replace('"fr"', '"de"') + PHASE,
            'line 3, language: "de" is not known here; choose one of "fr", "en".',
        ),
        (
            HEAD + PHASE.replace('"pitch"', '"speech"'),
            (
                'line 7, phase "intro", kind: "speech" is not known here; '
                'choose one of "pitch", "question", "ask", "story".'
            ),
        ),
        (
            HEAD + PHASE.replace("À vous.", "  "),
            'line 9, phase "intro", prompt: the text is empty; write it or remove the key.',
        ),
        (
            HEAD + PHASE + 'hints = ["lentement", ""]\n',
            'line 10, phase "intro", hints 2: the text is empty; write it or remove the key.',
        ),
        (
            HEAD + PHASE + 'points = [{ point = "valeur", any = [] }]\n',
            (
                'line 10, phase "intro", points "valeur", any: the list is empty; '
                "write at least one element."
            ),
        ),
        (
            HEAD.replace('"essai"', '"Un été"') + PHASE,
            f'line 1, id: "Un été" cannot be an id; {ID_RULE}"un-ete".',
        ),
        (
            HEAD + PHASE.replace('"intro"', '"-intro"'),
            f'line 5, phase "-intro", id: "-intro" cannot be an id; {ID_RULE}"intro".',
        ),
        (
            HEAD + PHASE + 'terms = [{ term = "IA", weight = 0 }]\n',
            'line 10, phase "intro", terms "IA", weight: 0 is too small; write a number above 0.',
        ),
        (
            HEAD + PHASE + 'terms = [{ term = "IA", weight = nan }]\n',
            (
                'line 10, phase "intro", terms "IA", weight: nan cannot be counted with; '
                "write an ordinary number."
            ),
        ),
        (
            HEAD + "[scoring]\nfollow_ups = -1\n" + PHASE,
            "line 5, scoring, follow_ups: -1 is too small; write 0 or more.",
        ),
        (
            HEAD + PHASE + '[[trap]]\nid = "t"\nany = ["x"]\nwhy = "y"\npenalty = 101\n',
            'line 14, trap "t", penalty: 101 is too large; write 100 or less.',
        ),
        # durations
        (
            HEAD + PHASE.replace('"30s"', '"30"'),
            (
                'line 8, phase "intro", target: "30" is not a duration; '
                'write "45s", "1min30" or "3min".'
            ),
        ),
        (
            HEAD + PHASE.replace('"30s"', "30"),
            (
                'line 8, phase "intro", target: 30 is a number without a unit; '
                'write "45s", "1min30" or "3min".'
            ),
        ),
        (
            HEAD + PHASE.replace('"30s"', "true"),
            (
                'line 8, phase "intro", target: true is not a duration; '
                'write "45s", "1min30" or "3min".'
            ),
        ),
        (
            HEAD + PHASE.replace('"30s"', '"0s"'),
            (
                'line 8, phase "intro", target: "0s" leaves no time to speak; '
                'write a longer duration, such as "45s".'
            ),
        ),
        (
            HEAD + PHASE.replace('"30s"', "0"),
            (
                'line 8, phase "intro", target: 0 leaves no time to speak; '
                'write a longer duration, such as "45s".'
            ),
        ),
        (
            HEAD + PHASE.replace('target = "30s"\n', ""),
            (
                'line 4, phase "intro": the key "target" is missing; '
                'add how long to speak, such as target = "45s".'
            ),
        ),
        (
            HEAD + QUESTIONS + QUESTION.replace('target = "45s"\n', ""),
            (
                'line 9, phase "questions", question "q1": the key "target" is missing; '
                'add how long to speak, such as target = "45s".'
            ),
        ),
        # phases and their kind
        (
            HEAD + QUESTIONS,
            (
                'line 4, phase "questions": a phase of kind "question" needs questions; '
                "add [[phase.question]] below it."
            ),
        ),
        (
            HEAD + PHASE + QUESTION,
            (
                'line 10, phase "intro", question "q1": a phase of kind "pitch" has no questions; '
                'choose "question" or "ask".'
            ),
        ),
        (
            HEAD + PHASE.replace('"pitch"', '"story"') + QUESTION,
            (
                'line 10, phase "intro", question "q1": a phase of kind "story" has no questions; '
                'choose "question" or "ask".'
            ),
        ),
        (
            HEAD + ASK + "story = true\n" + QUESTION,
            (
                'line 10, phase "intro", story: "story" belongs to a pitch or to a question that is '
                "answered; remove it."
            ),
        ),
        (
            HEAD + QUESTIONS + "story = true\n" + QUESTION,
            (
                'line 9, phase "questions", story: a phase of kind "question" is scored question by '
                'question; move "story" to its questions.'
            ),
        ),
        (
            HEAD + QUESTIONS + 'terms = ["RAG"]\n' + QUESTION,
            (
                'line 9, phase "questions", terms: a phase of kind "question" is scored question by '
                'question; move "terms" to its questions.'
            ),
        ),
        (
            HEAD + QUESTIONS + QUESTION + 'reply = "Oui."\n',
            (
                'line 13, phase "questions", question "q1", reply: "reply" belongs to a phase of kind '
                '"ask"; remove it or change the kind.'
            ),
        ),
        (
            HEAD + PHASE + 'default_reply = "Oui."\n',
            (
                'line 10, phase "intro", default_reply: "default_reply" belongs to a phase of kind '
                '"ask"; remove it or change the kind.'
            ),
        ),
        # names
        (
            HEAD + PHASE + QUESTIONS + QUESTION.replace('"q1"', '"intro"'),
            (
                'line 16, phase "questions", question "intro", id: the id "intro" is on line 5 '
                "already; give each phase and each question an id of its own, "
                "for it names the recordings."
            ),
        ),
        (
            HEAD + PHASE + '[[move]]\nid = "m"\ntitle = "M"\nany = ["x"]\n' * 2,
            'line 15, move "m", id: the id "m" is on line 11 already; choose another.',
        ),
        (
            HEAD + PHASE + 'terms = [\n"RAG",\n{ term = "rag" },\n]\n',
            (
                'line 12, phase "intro", terms "rag": "rag" is on line 11 already '
                "for the same answer; keep it once."
            ),
        ),
        (
            HEAD + PHASE + 'terms = [{ term = "IA", min = 3, max = 2 }]\n',
            (
                'line 10, phase "intro", terms "IA", max: max is 2, below min, 3; '
                "write max = 3 or more."
            ),
        ),
        (
            HEAD + PHASE + 'terms = ["RAG"]\nfollow_up = { when_missing = "RAGs", ask = "Et ?" }\n',
            (
                'line 11, phase "intro", follow_up, when_missing: "RAGs" is no term, point or step of '
                'this answer; did you mean "RAG"?'
            ),
        ),
        (
            HEAD
            + PHASE
            + 'terms = ["RAG"]\nfollow_up = { when_missing = "drift", ask = "Et ?" }\n',
            (
                'line 11, phase "intro", follow_up, when_missing: "drift" is no term, point or step of '
                "this answer; write one of them as it stands there."
            ),
        ),
        (
            HEAD
            + PHASE
            + 'points = [{ point = "Découper", any = ["découp*"] }]\n'
            + 'contraries = [{ contrary_of = "Découpé", any = ["tout … bloc"] }]\n',
            (
                'line 11, phase "intro", contraries 1, contrary_of: "Découpé" is no point or step of '
                'this answer; did you mean "Découper"?'
            ),
        ),
        (
            HEAD + "[scoring]\nweights = { coverage = 0, timing = 0, delivery = 0 }\n" + PHASE,
            "line 5, scoring, weights: all weights are 0; give at least one of them more.",
        ),
        # not TOML
        (
            HEAD + PHASE + "terms = [RAG]\n",
            'line 10: "RAG" stands without its double quotes; write "RAG".',
        ),
        (
            HEAD + PHASE + 'id = "intro"\n',
            'line 10: "id" stands here for the second time; keep it once.',
        ),
        (
            HEAD + '[[phase]]\nterms = ["RAG",\n\n',
            "line 5: not valid TOML: something opened here or above is not closed (Invalid value).",
        ),
    ],
)
def test_names_file_line_key_and_remedy(text: str, line: str, glossary: Glossary) -> None:
    assert _line(text, glossary) == f"essai.toml, {line}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "the file is empty; a scenario begins with id, title and language."),
        ("# rien\n", "the file is empty; a scenario begins with id, title and language."),
        ("\ufeff\r\n", "the file is empty; a scenario begins with id, title and language."),
        ("a = " + "[" * 100_000, TOO_DEEP),
        ("a = " + "[" * 16 + "]" * 16, TOO_DEEP),
        (f"a = {'{b = ' * 496}1{'}' * 496}", TOO_DEEP),
        (f"{'a.' * 500}a = 1", TOO_DEEP),
    ],
)
def test_names_the_file_alone_when_no_line_is_to_blame(
    text: str, line: str, glossary: Glossary
) -> None:
    assert _line(text, glossary) == f"essai.toml: {line}"


def test_a_number_too_long_to_read_is_not_toml(glossary: Glossary) -> None:
    line = _line(f"id = {'1' * 10_000}", glossary)
    assert line.startswith("essai.toml: not valid TOML (Exceeds the limit")


def test_tells_the_first_by_line_and_counts_the_others(glossary: Glossary) -> None:
    text = HEAD + PHASE.replace('"30s"', '"30"') + "cue = 3\nxyz = 1\n"
    assert _line(text, glossary) == (
        'essai.toml, line 8, phase "intro", target: "30" is not a duration; '
        'write "45s", "1min30" or "3min". Other problems found in this file: 2.'
    )


def test_translates_place_and_problem(glossary: Glossary) -> None:
    with pytest.raises(InvalidFileError) as caught:
        load_text(HEAD + PHASE.replace('"30s"', '"30"'), "essai.toml", glossary)
    french = {
        "{file}, line {line}, {key}:": "{file}, ligne {line}, {key} :",
        '{value} is not a duration; write "45s", "1min30" or "3min".': "{value} ?",
    }
    line = caught.value.line(french.__getitem__)
    assert line == 'essai.toml, ligne 8, phase "intro", target : "30" ?'


def test_shows_nothing_that_a_terminal_would_obey(glossary: Glossary) -> None:
    text = HEAD + PHASE.replace('"30s"', '"\\u001b[31m{0}"') + '"a\\nb\\u001b" = 1\n'
    line = _line(text, glossary)
    assert r'"\x1b[31m{0}" is not a duration' in line
    assert line.isprintable()


def test_cuts_a_long_value_short(glossary: Glossary) -> None:
    line = _line(HEAD.replace('"essai"', f'"{"X" * 5000}"') + PHASE, glossary)
    assert len(line) < 300


@pytest.mark.parametrize(
    "value",
    ["0", "-1", "1e400", "1" * 400, "true", '""', "[]", "[[]]", "{ a = 1 }", "2026-01-01"],
)
def test_any_wrong_value_is_explained_in_plain_words(value: str, glossary: Glossary) -> None:
    """No value makes the loader fail otherwise than with a line of its own words."""
    keys = ["id", "target", "terms", "points", "steps", "follow_up", "cue", "hints", "question"]
    lines = []
    for key in [*keys, "optional", "kind"]:
        kept = [row for row in PHASE.splitlines() if not row.startswith(f"{key} ")]
        lines += _lines_if_wrong(HEAD + "\n".join([*kept, f"{key} = {value}\n"]), glossary)
    for key in ["weight", "min", "max", "required", "exact_case", "variants", "term"]:
        text = HEAD + PHASE + f"terms = [{{ {key} = {value} }}]\n"
        lines += _lines_if_wrong(text, glossary)
    assert len(lines) > 10
    for jargon in ("pydantic", "_error", "Input should", "<table>", "<text>"):
        assert not any(jargon in line for line in lines)


def _lines_if_wrong(text: str, glossary: Glossary) -> list[str]:
    try:
        load_text(text, "essai.toml", glossary)
    except ScenarioError as error:
        return [str(error)]
    return []
