from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.tts.text import MAX_PIECE, pieces, reading_s, speakable


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("l’agent d‘accord", "l'agent d'accord"),
        ("le « RAG »", "le RAG"),
        ("le «\u202fRAG\u202f» ici", "le RAG ici"),
        ("un «\u00a0agent\u00a0», dit-il", "un agent, dit-il"),
        ("Prêt\u202f? Oui\u202f! Donc\u00a0: voilà\u202f; bien.", "Prêt? Oui! Donc: voilà; bien."),
        ("le “fine-tuning”", "le fine-tuning"),
        ('le "fine-tuning"', "le fine-tuning"),
        ("une idée – la vôtre – suffit", "une idée, la vôtre, suffit"),
        ("une idée—la vôtre", "une idée, la vôtre"),
        ("— Bonjour", "Bonjour"),
        ("2020–2024, 10\u202f000 cas", "2020–2024, 10 000 cas"),
        ("c’est-à-dire, non\u2011linéaire", "c'est-à-dire, non-linéaire"),
        ("Et puis…", "Et puis..."),
        ("un\n\n  deux\ttrois ", "un deux trois"),
        ("mi\u00adcro\u200bphone", "microphone"),
        ("version 3.5 : rien", "version 3.5: rien"),
        ("", ""),
    ],
)
def test_typography_is_taken_out(text: str, spoken: str) -> None:
    assert speakable(text) == spoken


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("Un. Deux. Trois.", 400, ("Un. Deux. Trois.",)),
        ("Un. Deux. Trois.", 9, ("Un. Deux.", "Trois.")),
        ("Un ? Deux ! Trois.", 5, ("Un?", "Deux!", "Trois", ".")),
        ("Un, deux, trois, quatre.", 10, ("Un, deux,", "trois,", "quatre.")),
        ("un deux trois quatre", 9, ("un deux", "trois", "quatre")),
        ("abcdefgh", 3, ("abc", "def", "gh")),
        ("Oui. un deux trois", 8, ("Oui.", "un deux", "trois")),
        ("", 400, ()),
        ("« ? »", 400, ()),
        ("…", 400, ()),
    ],
)
def test_cut_where_one_draws_breath(text: str, limit: int, cut: tuple[str, ...]) -> None:
    assert pieces(text, limit) == cut


@given(
    st.text(alphabet="aé1 .,;:!?'\u202f«»—\n", max_size=300),
    st.integers(min_value=1, max_value=60),
)
def test_nothing_is_lost_and_nothing_too_long(text: str, limit: int) -> None:
    cut = pieces(text, limit)
    assert all(0 < len(piece) <= limit for piece in cut)
    spoken = "".join(character for piece in cut for character in piece if character.isalnum())
    assert spoken == "".join(character for character in text if character.isalnum())


def test_a_long_text_is_cut_at_its_sentences() -> None:
    sentence = "Présentez votre projet en trente secondes, sans jargon."
    cut = pieces(" ".join([sentence] * 50))
    assert " ".join(cut) == " ".join([sentence] * 50)
    assert all(piece.endswith(".") and len(piece) <= MAX_PIECE for piece in cut)


def test_reading_takes_longer_the_more_words_there_are() -> None:
    assert reading_s("") == 1.0
    assert reading_s("un deux trois") == 2.0
    assert reading_s("un " * 180) == 61.0
