"""What a hesitant reading adds to the plain one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.asr.hesitant import PROMPTS, is_worth_reading, with_unwritten
from interviewer.asr.window import Attempt
from interviewer.domain import Language, Transcript, Word
from interviewer.scoring.hesitations import find_fillers
from interviewer.scoring.text import read


def timed(text: str) -> list[Word]:
    """A word a second."""
    return [Word(word, at, at + 1.0, 0.9) for at, word in enumerate(text.split())]


def added(plain: str, hesitant: str, language: Language = "fr") -> list[tuple[str, str, float]]:
    """Beside which word each sound stands, its name, and when it is said."""
    return [
        (word.text, each.name, each.start_s)
        for word in with_unwritten(timed(plain), timed(hesitant), language)
        for each in word.unwritten
    ]


def test_a_sound_stands_before_the_word_that_follows_it() -> None:
    assert added("alors ils m'ont fait", "alors euh... ils m'ont fait") == [("ils", "euh", 1.0)]


def test_behind_the_last_word_it_stands_with_that() -> None:
    assert added("et donc c'est que...", "et donc c'est que euh...") == [("que...", "euh", 4.0)]


def test_what_is_written_already_is_not_said_again() -> None:
    assert added("Um, so it works, uh, well.", "um... so it works um... well", "en") == []
    assert added("Um, so it works well.", "uh... um... so it works well", "en") == [
        ("Um,", "uh", 0.0)
    ]


def test_words_that_it_reads_otherwise_change_nothing() -> None:
    plain = timed("votre carte est doule voilà")
    assert list(with_unwritten(plain, timed("votre tarte est douce voilà"), "fr")) == plain


def test_a_reading_of_something_else_adds_nothing() -> None:
    assert added("merci beaucoup à tous", "et puis euh... voilà euh... donc") == []


def test_without_words_there_is_nothing_to_add_to() -> None:
    assert with_unwritten([], timed("euh..."), "fr") == ()


@pytest.mark.parametrize(
    ("attempt", "worth"),
    [
        pytest.param(Attempt((1, 2), "Alors euh...", -0.4, 0.1), True, id="likely"),
        pytest.param(Attempt((1, 2), "uh... Montreal...", -1.3, 0.1), False, id="a guess"),
        pytest.param(Attempt((1,) * 80, "ha " * 80, -0.2, 0.1), False, id="a loop"),
        pytest.param(Attempt((), "", -0.1, 0.1), False, id="nothing"),
        pytest.param(Attempt((1, 2), "Alors voilà.", -0.4, 0.1), False, id="no sound"),
    ],
)
def test_a_loop_a_guess_or_a_text_without_a_sound_is_not_worth_reading(
    attempt: Attempt, worth: bool
) -> None:
    assert is_worth_reading(attempt, "fr") is worth


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_prompt_hesitates_between_words(language: Language) -> None:
    """Sounds alone make the reading loop."""
    text = read(Transcript.from_text(PROMPTS[language], language))
    sounds = [tic for tic in find_fillers(text, language) if tic.kind == "sound"]
    assert len(sounds) >= 5
    assert len(text.tokens) >= 2 * len(sounds)


@given(
    st.lists(st.sampled_from(["je", "teste", "euh", "le", "modèle"]), min_size=1, max_size=12),
    st.lists(st.sampled_from(["je", "teste", "euh...", "le", "modèle"]), max_size=12),
)
def test_the_words_stay_and_nothing_is_added_that_was_not_read(
    plain: list[str], hesitant: list[str]
) -> None:
    words = timed(" ".join(plain))
    found = with_unwritten(words, timed(" ".join(hesitant)), "fr")
    assert [(word.text, word.start_s) for word in found] == [
        (word.text, word.start_s) for word in words
    ]
    sounds = [each for word in found for each in word.unwritten]
    assert len(sounds) <= hesitant.count("euh...")
    assert [each.start_s for each in sounds] == sorted(each.start_s for each in sounds)
