from __future__ import annotations

import pytest

from interviewer.models import Language, Span, Transcript, Word
from interviewer.score.fillers import find_fillers, when_said
from interviewer.score.text import read


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Euh, je... heu, bah, ben oui, hein ?", ["euh", "heu", "bah", "ben", "hein"]),
        ("fr", "Du coup, en fait c'est simple, en gros.", ["du coup", "en fait", "en gros"]),
        ("fr", "C'est utile, tu vois. Vous voyez, c'est bien.", ["tu vois", "vous voyez"]),
        ("fr", "Et voilà.", ["voilà"]),
        ("fr", "C'est un outil, quoi.", ["quoi"]),
        ("fr", "Il était, genre, énorme", ["genre"]),
        ("en", "Um, uh, er, erm, I mean it works", ["um", "uh", "er", "erm", "I mean"]),
        ("en", "It was, like, sort of big, you know.", ["like", "sort of", "you know"]),
        ("en", "Like, it kind of works", ["like", "kind of"]),
    ],
)
def test_counted(language: Language, text: str, found: list[str]) -> None:
    assert list(find_fillers(read(Transcript.from_text(text, language)), language)) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Un document, alors, donc un albums, forum."),
        ("fr", "Vous voyez le problème, et voilà pourquoi."),
        ("fr", "Vous voyez ? Tu sais ?"),
        ("fr", "Il en fait partie, on en fait un service."),
        ("fr", "C'est quoi ? De quoi parler, à quoi bon, n'importe quoi."),
        ("fr", "Quoi qu'il en soit, ce genre de modèle."),
        ("fr", "Genre de modèle, un autre genre."),
        ("fr", "Du coup d'œil au détail"),
        ("fr", "Benoît, heureux, bahut"),
        ("en", "A document about albums"),
        ("en", "I like it, models like this one"),
        ("en", "Like this one, and what it looks like."),
        ("en", "What kind of model, a sort of test"),
        ("en", "Do you know it? As you know how it works, what I mean is clear"),
    ],
)
def test_not_counted(language: Language, text: str) -> None:
    assert find_fillers(read(Transcript.from_text(text, language)), language) == ()


def test_a_filler_that_a_comma_sets_apart_is_one_whatever_follows() -> None:
    text = read(Transcript.from_text("Du coup, de notre côté, en fait, plus rien.", "fr"))
    assert find_fillers(text, "fr") == ("du coup", "en fait")


def test_a_sentence_that_begins_with_a_filler_has_one_whatever_came_before() -> None:
    text = read(Transcript.from_text("J'ai parlé avec lui. En fait, on va le faire.", "fr"))
    assert find_fillers(text, "fr") == ("en fait",)


def test_when_fillers_are_said() -> None:
    said = [("Euh,", 0.5, 0.9), ("on", 0.9, 1.0), ("teste,", 1.0, 1.4), ("du", 1.5, 1.6)]
    said += [("coup,", 1.6, 1.9), ("quoi.", 2.0, 2.3)]
    words = tuple(Word(text, start_s, end_s, 0.9) for text, start_s, end_s in said)
    text = read(Transcript("fr", words))
    assert when_said(text, "fr") == (Span(0.5, 0.9), Span(1.5, 1.9), Span(2.0, 2.3))
