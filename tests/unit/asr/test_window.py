"""The vocabulary as a hint: what fits in a prompt, and a prompt that is only repeated."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.asr.window import (
    Attempt,
    complete,
    hint_tokens,
    is_echo,
    is_loop,
    is_phantom,
    split_marks,
)

NAMES = ("RAG", "fine-tuning", "données", "LoRA", "base vectorielle", "embeddings")
COMMON = {"données": 1000, "base": 1001, "vectorielle": 1002, ",": 1003}


def encode(text: str) -> list[int]:
    """A token for each common word, else one for each letter."""
    found: list[int] = []
    for word in text.replace(",", " ,").split():
        found += [COMMON[word]] if word in COMMON else list(map(ord, word))
    return found


def test_all_names_are_told_where_there_is_room() -> None:
    assert hint_tokens(NAMES, encode) == tuple(encode(" " + ", ".join(NAMES)))


def test_common_words_are_left_out_first() -> None:
    names = (*NAMES, *(f"rare{index:02d}" for index in range(30)))
    told = hint_tokens(names, encode)
    assert len(told) <= 223
    assert not {COMMON["données"], COMMON["vectorielle"]} & set(told)
    assert told[:3] == tuple(map(ord, "RAG"))


def test_too_many_names_are_taken_evenly_over_the_list() -> None:
    names = [f"rare{index:03d}" for index in range(200)]
    text = "".join(chr(token) for token in hint_tokens(names, encode) if token < 128)
    told = [int(part) for part in text.split("rare")[1:]]
    assert told[0] == 0
    assert told[-1] > 180
    steps = {after - before for before, after in pairwise(told)}
    assert max(steps) - min(steps) <= 1


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), max_size=80))
def test_the_hint_never_outgrows_its_room(names: list[str]) -> None:
    assert len(hint_tokens(names, encode)) <= 223
    assert hint_tokens(names, encode) == hint_tokens(names, encode)


def test_names_in_the_order_of_the_hint_are_an_echo() -> None:
    assert is_echo("Alors RAG, fine-tuning, données.", "alors d'accord", NAMES)


def test_anything_written_where_nothing_was_said_is_an_echo() -> None:
    assert is_echo("RAG", "", NAMES)


def test_what_was_said_in_that_order_is_none() -> None:
    assert not is_echo("RAG, fine-tuning et données", "rague faille de tuning et données", NAMES)
    said = "on parle de rag, fine tuning, données"
    assert not is_echo("On parle de RAG, fine-tuning, données.", said, NAMES)


def test_a_name_of_which_one_word_is_rare_is_told() -> None:
    names = ("données", "base LoRA", *(f"rare{index:02d}" for index in range(40)))
    assert hint_tokens(names, encode)[:2] == (COMMON["base"], ord("L"))


@pytest.mark.parametrize(
    "text",
    [
        "Sous-titres réalisés par la communauté d'Amara.org",
        " Merci d’avoir regardé !",
        "Thank you for watching.",
    ],
)
def test_what_whisper_writes_in_silence_is_no_speech(text: str) -> None:
    assert is_phantom(text)


@pytest.mark.parametrize(
    "text",
    [
        "J'ai ajouté les sous-titres par reconnaissance automatique.",
        "Je finis toujours par « abonnez-vous » dans mes vidéos.",
        "",
    ],
)
def test_the_same_words_inside_an_answer_are_the_speakers(text: str) -> None:
    assert not is_phantom(text)


@pytest.mark.parametrize(
    ("text", "loop"),
    [
        ("Hello. " * 112, True),
        ("non, non, non, non", False),
        ("la qualité, la qualité, la qualité, la qualité des données", True),
        ("c'est vrai, c'est vrai, je dis c'est vrai", False),
        ("un deux trois quatre cinq six sept huit neuf dix", False),
        ("", False),
    ],
)
def test_a_few_words_written_again_and_again_are_a_loop(text: str, loop: bool) -> None:
    assert is_loop(text) is loop


TEXT_END, FIRST_MARK = 100, 200


def decoded(*sequence: int | float) -> Attempt:
    """Text tokens, and timestamps in seconds as floats."""
    tokens = [
        FIRST_MARK + round(each * 50) if isinstance(each, float) else each for each in sequence
    ]
    marks = split_marks(tokens, TEXT_END, FIRST_MARK)
    return Attempt(tuple(each for each in tokens if each < TEXT_END), "", 0.0, 0.0, marks)


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        ((0.0, 1, 2, 4.0), (2, 4.0)),
        ((0.0, 1, 2, 4.0, 4.5, 3), (2, 4.5)),
        ((0.0, 1, 4.0, 4.0, 2, 6.0, 6.5), (2, 6.5)),
        ((0.0, 1, 2, 3), (3, None)),
        ((0.0,), (0, None)),
    ],
)
def test_what_follows_the_last_pair_of_timestamps_is_not_whole(
    sequence: tuple[int | float, ...], expected: tuple[int, float | None]
) -> None:
    assert complete(decoded(*sequence)) == expected
