"""Numbers and symbols, whichever way pattern and transcript write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Transcript
from interviewer.scoring.numbers import figures
from interviewer.scoring.patterns import places
from interviewer.scoring.text import is_word, read, tokens

SAME = [
    ("cent pour cent", "100%"),
    ("cent pour cent", "100 %"),
    ("cent pour cent", "100 pourcent"),
    ("one hundred percent", "100 %"),
    ("a hundred percent", "100%"),
    ("quatre-vingt-dix-neuf pour cent", "99 %"),
    ("un pour cent", "1 %"),
    ("deux ou trois", "2 ou 3"),
    ("mille", "1 000"),
    ("mille deux cents", "1200"),
    ("a thousand users", "1,000 users"),
    ("deux mille vingt-six", "2026"),
    ("deux virgule cinq", "2,5"),
    ("two point five", "2.5"),
    ("deux virgule cinq millions", "2,5 millions"),
    ("deux millions", "2 millions"),
    ("un million", "1 million"),
    ("un million", "1 000 000"),
    ("troisième", "3e"),
    ("troisième", "3ème"),
    ("third", "3rd"),
    ("twenty-first", "21st"),
    ("premier", "1er"),
    ("second", "2nd"),
    ("vingt et un", "21"),
    ("vingt-et-une", "21"),
    ("quatre-vingt-dix", "nonante"),
    ("soixante-dix", "septante"),
    ("octante", "80"),
    ("dix fois", "10x"),
    ("ten times", "10x"),
    ("fois deux", "x2"),
    ("vingt-quatre sept", "24/7"),
    ("quatre-vingt vingt", "80-20"),
    ("cent euros", "100 €"),
    ("cent euros", "100€"),
    ("hundred dollars", "$100"),
    ("cent mille euros", "100 k€"),
    ("trente secondes", "30s"),
    ("deux heures", "2 h"),
    ("zero-shot", "0-shot"),
    ("GPT quatre", "GPT-4"),
    ("GPT trois point cinq", "GPT-3.5"),
    ("C plus plus", "C++"),
    ("C sharp", "C#"),
    ("C dièse", "C#"),
    ("F sharp", "F#"),
    ("dot net", ".NET"),
    ("point net", ".NET"),
    ("ASP point net", "ASP.NET"),
    ("node point js", "Node.js"),
    ("R et D", "R&D"),
    ("R and D", "R & D"),
]
"""In words, and as a recogniser or an author may write it too."""

OTHERS = [
    ("1 %", "étape 1"),
    ("80 %", "on a gagné 80 euros"),
    ("10 %", "10"),
    ("2 %", "2,5 %"),
    ("15", "1,5"),
    ("C", "du C++"),
    ("C", "du C#"),
    ("C", "20 °C"),
    ("C++", "c'est du C"),
    ("C#", "C, #1"),
    ("F#", "en F"),
    ("net", "du .NET"),
    (".NET", "c'est très net"),
    ("R", "la R&D"),
    ("cinq ans", "vingt-cinq ans"),
    ("cent fois", "deux cent fois"),
    ("étape deux", "étape deux cents"),
    ("cent", "pour cent"),
    ("pour cent euros", "pour un euro"),
]


def _finds(pattern: str, text: str) -> bool:
    return bool(places([pattern], read(Transcript.from_text(text, "fr"))))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_number_is_found_whichever_way_either_side_writes_it(one: str, other: str) -> None:
    assert _finds(one, f"On dit {other}, en somme.")
    assert _finds(other, f"On dit {one}, en somme.")
    assert _finds(one, one)
    assert _finds(other, other)


@pytest.mark.parametrize(("pattern", "text"), OTHERS)
def test_a_symbol_or_the_rest_of_a_number_makes_it_another(pattern: str, text: str) -> None:
    assert not _finds(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("H100", "une H cent"),
        ("F1", "le F un"),
        ("CI/CD", "la CICD"),
        ("R&D", "en R-D"),
        ("k-NN", "un KNN"),
        ("A/B", "un test A B"),
        ("pour cent", "de 20 %"),
        ("millions de paramètres", "2 millions de paramètres"),
        ("mille utilisateurs", "dix mille utilisateurs"),
        ("hundred layers", "a hundred layers"),
        ("neuf … sur dix", "9 fois à peu près sur 10"),
        ("dix*", "10 fois"),
        ("cent euros", "pour cent euros"),
    ],
)
def test_names_with_figures_and_parts_of_large_numbers_are_found(pattern: str, text: str) -> None:
    assert _finds(pattern, text)


@pytest.mark.parametrize("article", ["un modèle neuf", "une fois", "one model", "le second point"])
def test_an_article_stays_a_word_of_its_own(article: str) -> None:
    text = read(Transcript.from_text(article, "fr"))
    assert [token.norm for token in text.tokens] == [
        word.replace("è", "e") for word in article.split()
    ]
    assert not text.runs


@pytest.mark.parametrize(
    ("written", "expected"),
    [("1,000", "1000"), ("1.000", "1000"), ("2,5", "2.5"), ("0,125", "0.125"), ("3.142", "3.142")],
)
def test_marks_part_thousands_or_decimals(written: str, expected: str) -> None:
    assert figures(written) == expected


def test_a_mark_between_keeps_numbers_apart() -> None:
    assert _finds("vingt", "il en a vingt, trois sont partis")
    assert not _finds("23", "il en a vingt, trois sont partis")


def test_numbers_and_symbols_keep_their_place_in_the_transcript() -> None:
    text = read(Transcript.from_text("On a gagné quatre-vingt dix pour cent de temps", "fr"))
    (found,) = places(["90 %"], text)
    words = (text.tokens[found.first].word, text.tokens[found.last].word)
    assert [text.words[words[0]].text, text.words[words[1]].text] == ["quatre-vingt", "cent"]


@given(st.text(alphabet="ab 0123456789.,%€$#+&'-×xk", max_size=40))
def test_tokens_hold_all_that_is_written_from_the_first_on(written: str) -> None:
    found = tokens(Transcript.from_text(written, "fr"))
    spelled = "".join(token.surface + token.after for token in found)
    assert " ".join(written.split()).endswith(spelled)


@pytest.mark.parametrize(
    ("text", "counts"), [("...", False), ("-", False), ("%", False), ("1", True)]
)
def test_what_holds_neither_letter_nor_digit_is_no_word(text: str, *, counts: bool) -> None:
    assert is_word(text) is counts
