from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Language, Span, Transcript, Word
from interviewer.scoring.hesitations import find_fillers, find_hesitations, find_repeats, when_said
from interviewer.scoring.text import read


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


def _word(start_s: float, end_s: float) -> Word:
    return Word("mot", start_s, end_s, 0.9)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([(1.0, 3.0)], []),
        ([(1.5, 3.0)], [(1.0, 1.5)]),
        ([(1.25, 3.0)], []),
        ([(1.0, 1.4), (2.0, 3.0)], [(1.4, 2.0)]),
        ([(1.0, 1.6), (1.4, 2.2), (2.3, 2.6)], [(2.6, 3.0)]),
        ([(0.5, 1.5), (2.0, 3.5)], [(1.5, 2.0)]),
        ([], [(1.0, 3.0)]),
    ],
)
def test_voice_without_words(
    words: list[tuple[float, float]], found: list[tuple[float, float]]
) -> None:
    spans = find_hesitations((Span(1.0, 3.0),), [_word(*times) for times in words])
    assert [(span.start_s, span.end_s) for span in spans] == found


def test_a_long_stretch_is_speech_that_was_not_made_out() -> None:
    assert find_hesitations((Span(1.0, 3.1),), ()) == ()


def test_a_silence_is_no_hesitation() -> None:
    speech = (Span(1.0, 2.0), Span(4.0, 5.0))
    assert find_hesitations(speech, [_word(1.0, 2.0), _word(4.0, 5.0)]) == ()


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ((1.2, 1.7), [(1.2, 1.7), (2.0, 2.5)]),
        ((2.1, 2.4), [(2.0, 2.5)]),
        ((2.2, 2.9), [(2.0, 2.9)]),
        ((1.8, 2.9), [(1.8, 2.9)]),
        ((0.2, 0.7), [(2.0, 2.5)]),
        ((0.8, 1.3), [(0.8, 1.3), (2.0, 2.5)]),
    ],
    ids=["in a word", "in no word", "over one", "over two", "in no speech", "at its edge"],
)
def test_a_held_sound_is_one_hesitation_with_what_it_touches(
    held: tuple[float, float], found: list[tuple[float, float]]
) -> None:
    words = [_word(1.0, 2.0), _word(2.5, 3.0)]
    spans = find_hesitations((Span(1.0, 3.0),), words, [Span(*held)])
    assert [(span.start_s, span.end_s) for span in spans] == found


def test_a_held_sound_that_is_written_as_a_filler_counts_there() -> None:
    speech, words = (Span(1.0, 3.0),), [_word(1.0, 3.0)]
    held = [Span(1.2, 1.7), Span(2.2, 2.7)]
    assert find_hesitations(speech, words, held, [Span(1.6, 2.0)]) == (held[1],)


@given(
    st.lists(st.floats(0.0, 20.0), max_size=20).map(sorted),
    st.lists(st.floats(0.0, 20.0), max_size=20).map(sorted),
)
def test_hesitations_lie_in_speech_and_outside_words(
    edges: list[float], times: list[float]
) -> None:
    speech = [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    words = [_word(*pair) for pair in zip(times[::2], times[1::2], strict=False)]
    for found in find_hesitations(speech, words):
        assert found.duration_s >= 0.299
        assert any(span.start_s <= found.start_s <= found.end_s <= span.end_s for span in speech)
        assert all(word.end_s <= found.start_s or word.start_s >= found.end_s for word in words)


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
