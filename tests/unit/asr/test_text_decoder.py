"""Looking ahead changes how many passes a text takes, and never the text.

The model is openai-whisper's own class with a few random weights: it says nonsense, as decided as
a trained one, so every guess can be tried.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from whisper.decoding import DecodingOptions, DecodingTask
from whisper.model import ModelDimensions, Whisper

from interviewer.asr.text_decoder import LookAhead, Places, TextDecoder

LENGTH = 24
PROMPT = [400, 401, 402]


@dataclass(frozen=True)
class Tiny:
    """A model, a signal that it has encoded, and its passes."""

    model: Any
    features: Any

    def decode(self, guesses: Sequence[Sequence[int]] | None, prompt: Sequence[int] = ()) -> Any:
        """With ``guesses``, or as the library does it. The result and the tokens of each pass."""
        options = DecodingOptions(
            language="fr", fp16=False, sample_len=LENGTH, prompt=list(prompt), temperature=0.0
        )
        task = DecodingTask(self.model, options)
        if guesses is not None:
            decoder = TextDecoder(self.model, self.features)
            places = Places(task.sot_index, task.sample_begin, task.n_ctx)
            task.inference = LookAhead(decoder, places, guesses)
        passes: list[int] = []
        hook = self.model.decoder.token_embedding.register_forward_pre_hook(
            lambda _, given: passes.append(given[0].shape[-1])
        )
        try:
            (result,) = task.run(self.features)
        finally:
            hook.remove()
        return result, passes


@pytest.fixture(scope="module")
def tiny() -> Tiny:
    torch.manual_seed(6)
    dims = ModelDimensions(
        n_mels=80,
        n_audio_ctx=1500,
        n_audio_state=16,
        n_audio_head=2,
        n_audio_layer=1,
        n_vocab=51865,
        n_text_ctx=64,
        n_text_state=16,
        n_text_head=2,
        n_text_layer=2,
    )
    model = Whisper(dims).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.7)
    # Tokens of one length, none of which outweighs the place: no token again and again.
    with torch.no_grad():
        tokens = model.decoder.token_embedding.weight
        tokens.copy_(2 * torch.nn.functional.normalize(tokens))
        model.decoder.positional_embedding.mul_(6)
        torch.nn.init.ones_(model.decoder.ln.weight)
        torch.nn.init.zeros_(model.decoder.ln.bias)
    return Tiny(model, torch.randn(1, 1500, 16))


@pytest.fixture(scope="module")
def plain(tiny: Tiny) -> Any:
    result, passes = tiny.decode(None)
    assert len(result.tokens) == LENGTH
    assert len(set(result.tokens)) > LENGTH // 2  # no single token over and over
    assert len(passes) == LENGTH
    return result


def test_a_right_guess_takes_one_pass(tiny: Tiny, plain: Any) -> None:
    result, passes = tiny.decode([plain.tokens])
    assert result.tokens == plain.tokens
    assert result.avg_logprob == pytest.approx(plain.avg_logprob, abs=1e-4)
    assert result.no_speech_prob == pytest.approx(plain.no_speech_prob, abs=1e-5)
    assert passes == [3 + LENGTH]


def test_without_a_guess_it_is_token_by_token(tiny: Tiny, plain: Any) -> None:
    result, passes = tiny.decode([])
    assert result.tokens == plain.tokens
    assert passes == [3] + [1] * (LENGTH - 1)


def test_a_guess_that_is_wrong_in_one_place_is_taken_up_again(tiny: Tiny, plain: Any) -> None:
    wrong = [*plain.tokens[:8], 123, 456, 789, *plain.tokens[10:]]
    result, passes = tiny.decode([wrong])
    assert result.tokens == plain.tokens
    assert len(passes) <= 6


def test_a_shorter_text_guesses_the_beginning(tiny: Tiny, plain: Any) -> None:
    result, passes = tiny.decode([plain.tokens[:15]])
    assert result.tokens == plain.tokens
    assert len(passes) <= LENGTH - 14


def test_a_second_guess_helps_where_the_first_ends(tiny: Tiny, plain: Any) -> None:
    result, passes = tiny.decode([plain.tokens[:10], plain.tokens])
    assert result.tokens == plain.tokens
    assert len(passes) <= 3


def test_behind_a_prompt_the_guess_begins_after_it(tiny: Tiny) -> None:
    alone, _ = tiny.decode(None, PROMPT)
    result, passes = tiny.decode([alone.tokens], PROMPT)
    assert result.tokens == alone.tokens
    assert result.no_speech_prob == pytest.approx(alone.no_speech_prob, abs=1e-5)
    assert len(passes) == 1


def test_a_guess_longer_than_the_decoder_has_room_for_is_cut(tiny: Tiny, plain: Any) -> None:
    result, _ = tiny.decode([[*plain.tokens, *itertools.repeat(123, 500)]])
    assert result.tokens == plain.tokens


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_guess_changes_the_text(tiny: Tiny, plain: Any, data: st.DataObject) -> None:
    pieces = st.one_of(
        st.lists(st.integers(0, 51864), max_size=6),
        st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(
            lambda ends: plain.tokens[ends[0] : ends[1]]
        ),
    )
    guess = st.lists(pieces, max_size=4).map(lambda parts: list(itertools.chain(*parts)))
    result, passes = tiny.decode(data.draw(st.lists(guess, max_size=3)))
    assert result.tokens == plain.tokens
    assert len(passes) <= LENGTH
