from __future__ import annotations

import pytest

from interviewer.domain import Language, Tic, Transcript, Word
from interviewer.scoring.hesitations import find_fillers, find_repeats, kind_of
from interviewer.scoring.text import read


def names(text: str, language: Language) -> list[str]:
    return [tic.name for tic in find_fillers(read(Transcript.from_text(text, language)), language)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Euh, je... heu, bah, ben oui, hein ?", ["euh", "heu", "bah", "ben", "hein"]),
        ("fr", "Du coup, en fait c'est simple, en gros.", ["du coup", "en fait", "en gros"]),
        ("fr", "C'est utile, tu vois. Vous voyez, c'est bien.", ["tu vois", "vous voyez"]),
        ("fr", "Et voilà.", ["voilà"]),
        ("fr", "C'est un outil, quoi.", ["quoi"]),
        ("fr", "Il était, genre, énorme", ["genre"]),
        ("fr", "Euuuh, heuuu, hmm, mmm.", ["euh", "heu", "hum", "hum"]),
        ("en", "Ummmm, uhm, uhhh, errr, mm.", ["um", "um", "uh", "er", "hmm"]),
        ("en", "Um, uh, er, erm, I mean it works", ["um", "uh", "er", "erm", "I mean"]),
        ("en", "It was, like, sort of big, you know.", ["like", "sort of", "you know"]),
        ("en", "Like, it kind of works", ["like", "kind of"]),
    ],
)
def test_counted(language: Language, text: str, found: list[str]) -> None:
    assert names(text, language) == found


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
        ("fr", "L'auteur du coup, la force du coup, un coup d'œil"),
        ("en", "He was in the ER, the UM said"),
        ("en", "A document about albums"),
        ("en", "I like it, models like this one"),
        ("en", "Like this one, and what it looks like."),
        ("en", "What kind of model, a sort of test"),
        ("en", "Do you know it? As you know how it works, what I mean is clear"),
    ],
)
def test_not_counted(language: Language, text: str) -> None:
    assert names(text, language) == []


def test_a_filler_that_a_comma_sets_apart_is_one_whatever_follows() -> None:
    assert names("Du coup, de notre côté, en fait, plus rien.", "fr") == ["du coup", "en fait"]


def test_a_sentence_that_begins_with_a_filler_has_one_whatever_came_before() -> None:
    assert names("J'ai parlé avec lui. En fait, on va le faire.", "fr") == ["en fait"]


def test_when_fillers_are_said() -> None:
    said = [("Euh,", 0.5, 0.9), ("on", 0.9, 1.0), ("teste,", 1.0, 1.4), ("du", 1.5, 1.6)]
    said += [("coup,", 1.6, 1.9), ("quoi.", 2.0, 2.3)]
    words = tuple(Word(text, start_s, end_s, 0.9) for text, start_s, end_s in said)
    text = read(Transcript("fr", words))
    assert find_fillers(text, "fr") == (
        Tic("euh", "sound", 0.5, 0.9, "text"),
        Tic("du coup", "word", 1.5, 1.9, "text"),
        Tic("quoi", "word", 2.0, 2.3, "text"),
    )


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Je je commence par un POC.", "fr", ["je"]),
        ("On regarde le le modèle.", "fr", ["le"]),
        ("Je, je commence.", "fr", ["je"]),
        ("je je je commence", "fr", ["je", "je"]),
        ("Je vais je vais commencer.", "fr", ["je vais"]),
        ("On va on va on va voir.", "fr", ["on va", "on va"]),
        ("J'ai j'ai repris les données.", "fr", ["j’ai"]),
        ("Nous nous sommes trompés, vous vous en doutez.", "fr", []),
        ("C'est très très lent, vraiment vraiment lent.", "fr", []),
        ("Oui, oui. Oui.", "fr", []),
        ("C'est là la difficulté.", "fr", []),
        ("C'est fini. Fini les erreurs.", "fr", []),
        ("Les données, les données, toujours les données.", "fr", []),
        ("Données, données, et encore des données.", "fr", []),
        ("Le le modèle le le modèle.", "fr", ["le", "le"]),
        ("Je vais bien je vais bien sûr le dire.", "fr", ["je vais bien"]),
        ("Encore, encore une fois, mesure, mesure.", "fr", []),
        ("Le 10 10 2024, l'option A A.", "fr", []),
        ("Petit à petit, pas à pas.", "fr", []),
        ("Encore et encore, et encore et encore.", "fr", []),
        ("Il travaille jour et nuit jour et nuit.", "fr", []),
        ("Pas à pas à pas.", "fr", []),
        ("Il y a il y a des données.", "fr", ["il y a"]),
        ("On a on a commencé.", "fr", ["on a"]),
        ("I have a I have a model.", "en", ["i have a"]),
        ("I want to I want to test it.", "en", ["i want to"]),
        ("On and on and on.", "en", []),
        ("We we started with a POC.", "en", ["we"]),
        ("I think that that model had had its day.", "en", []),
        ("It was very very slow, no, no, really.", "en", []),
        ("I mean I mean the data.", "en", ["i mean"]),
        ("What it is is a search engine.", "en", []),
    ],
)
def test_words_said_twice(text: str, language: Language, found: list[str]) -> None:
    assert list(find_repeats(read(Transcript.from_text(text, language)))) == found


def test_sounds_are_told_from_words_by_their_names() -> None:
    assert [kind_of(name) for name in ("euh", "um", "umm", "du coup", "bah")] == [
        "sound",
        "sound",
        "sound",
        "word",
        "word",
    ]
