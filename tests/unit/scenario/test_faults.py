"""Every fault of a file at once, each with the right form."""

from __future__ import annotations

import pytest

from interviewer.scenario.faults import all_faults

FILE = """\
id = "infirmière !"
title = Mon entretien
language = "fr"

[[phase]]
id = "intro"
title = "Intro"
kind = "pich"
target = 30s
prompt = "Présentez-vous."
terms = ["soins" "patient", "écoute"]
tagret = 3

[[phase]]
id = "intro"
title = "Suite"
kind = "pitch"
prompt = "Et ensuite ?
points = [ { point = "x" } ]
"""


def lines(text: str) -> list[str]:
    return [str(fault).removeprefix("a.toml, ") for fault in all_faults(text, "a.toml")]


def test_ten_faults_of_every_kind_are_ten_lines_in_order() -> None:
    assert lines(FILE) == [
        (
            'line 1, id: "infirmière !" cannot be an id; use letters, digits and hyphens, a letter or digit '
            'first, at most 64 characters, such as id = "infirmiere".'
        ),
        'line 2: "Mon entretien" stands without its double quotes; write title = "Mon entretien".',
        'line 8, phase "intro", kind: "pich" is not known here; choose one of "pitch", "question", "ask", "story".',
        'line 9: "30s" stands without its double quotes; write target = "30s".',
        (
            "line 11: a comma is missing at column 18, between two elements; write them as "
            '["one", "two"].'
        ),
        'line 12, phase "intro", tagret: unknown key; did you mean "target"?',
        (
            'line 14, phase "intro": the key "target" is missing; add how long to speak, such as '
            'target = "45s".'
        ),
        (
            'line 15, phase "intro", id: the id "intro" is on line 6 already; give each phase and each '
            "question an id of its own, for it names the recordings."
        ),
        (
            "line 18: a text is opened by a quotation mark and not closed; write prompt = "
            '"Et ensuite ?".'
        ),
        'line 19, phase "intro", points "x": the key "any" is missing; add any = ["…", "…"].',
    ]


HEAD = 'id = "été"\ntitle = "T"\nlanguage = "fr"\n'
PHASE = '[[phase]]\nid = "Intro-2"\ntitle = "A"\nkind = "pitch"\ntarget = "1:30"\nprompt = "p"\n'


def test_a_valid_file_has_none_and_may_have_french_ids_and_any_term() -> None:
    assert lines(HEAD + PHASE + 'terms = ["bienveillance", "soins palliatifs"]\n') == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: x\n", 'line 1: "x" stands without its double quotes; write id = "x".'),
        ("title =\n", 'line 1: nothing stands behind the key; write title = "…".'),
        ("Bonjour\n", 'line 1: this line is no key with its value; write Bonjour = "…", or begin'),
        ("id = “x”\n", 'line 1: "“x”" stands without its double quotes; write id = "x".'),
        (HEAD + "[[phase]\n", "line 4: a header is not closed; write it as [[phase]] on a line"),
        (HEAD + 'title = "U"\n' + PHASE, 'line 4: "title" stands here for the second time;'),
        (HEAD + PHASE + 'cue = "C:\\d"\n', "line 10: a backslash \\ stands in a text; write two"),
        (HEAD + PHASE + "terms = [{a = 1 b = 2}]\n", "line 10: a comma is missing at column 17"),
    ],
)
def test_what_is_no_toml_is_told_with_the_right_form(text: str, line: str) -> None:
    assert lines(text)[0].startswith(line)


def test_what_only_follows_from_a_fault_is_not_told() -> None:
    text = HEAD + PHASE.replace('"pitch"', '"question"') + 'kind2 = 1\nterms = "RAG"\n'
    found = lines(text + 'follow_up = { when_missing = "RAG", ask = "?" }\n')
    assert not any("when_missing" in line for line in found)
