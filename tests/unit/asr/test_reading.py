"""What is tried on a window that cannot be trusted, and what is believed in the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from interviewer.asr.decoding import Piece, Window
from interviewer.asr.hesitant import PROMPTS
from interviewer.asr.reading import decode_chunk, read_chunk, too_fast
from interviewer.asr.window import Attempt, Mark
from interviewer.domain import SAMPLE_RATE, Chunk, Passage, Samples, Span, Vocabulary, Word

NOTHING = Vocabulary("fr")


def attempt(
    text: str, logprob: float = -0.3, no_speech: float = 0.0, marks: tuple[Mark, ...] = ()
) -> Attempt:
    """A token a word."""
    tokens = tuple(hash(word) for word in text.split())
    return Attempt(tokens, text, logprob, no_speech, marks)


LOOP = attempt("la qualité " * 40)
HELLO = attempt("Hello. " * 6 + "là")
"""Too short for compression to tell."""


@dataclass
class FakeWindow:
    """Answers each request with the next attempt; words last half a second each."""

    attempts: list[Attempt]
    word_s: float = 0.5
    first_s: float = 0.0
    hesitant: Attempt = field(default_factory=lambda: attempt(""))
    """Its answer where it is told that the person hesitates."""
    asked: list[bool] = field(default_factory=list)
    """Whether with care."""
    told: list[tuple[int, ...]] = field(default_factory=list)
    """What was said before."""

    def foresee(self, hint: tuple[int, ...]) -> None:
        raise AssertionError("nothing to look for")

    def attempt(self, *, careful: bool, before: tuple[int, ...] = ()) -> Attempt:
        if before == tuple(self.encode(PROMPTS["fr"])):
            return self.hesitant
        self.told.append(before)
        self.asked.append(careful)
        return self.attempts[len(self.asked) - 1]

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        raise AssertionError("nothing to look for")

    def align(self, tokens: tuple[int, ...]) -> tuple[Piece, ...]:
        known = (*self.attempts, self.hesitant)
        text = next(one.text for one in known if one.tokens == tokens)
        starts = [self.first_s + index * self.word_s for index in range(len(tokens))]
        return tuple(
            Piece(f" {word}", start_s, start_s + self.word_s, 0.9, 1)
            for word, start_s in zip(text.split(), starts, strict=True)
        )

    def languages(self) -> Mapping[str, float]:
        return {"fr": 0.02, "en": 0.97}

    def encode(self, text: str) -> list[int]:
        return [1] * len(text.split())

    def logprobs(
        self, texts: Sequence[Sequence[int]], before: tuple[int, ...] = ()
    ) -> Sequence[tuple[float, ...]]:
        raise AssertionError("nothing to look for")


def encoder(*windows: FakeWindow) -> Callable[[Samples], Window]:
    queue = list(windows)
    return lambda samples: queue.pop(0)


def chunk(seconds: float, *speech: tuple[float, float], more: bool = False) -> Chunk:
    samples = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    return Chunk(0.0, samples, tuple(Span(*each) for each in speech), more)


def text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def said(*windows: FakeWindow, seconds: float = 2.0) -> str:
    return text(decode_chunk(encoder(*windows), chunk(seconds), NOTHING))


def test_a_trusted_text_is_decoded_once() -> None:
    window = FakeWindow([attempt("on garde les données")])
    assert said(window) == "on garde les données"
    assert window.asked == [False]


@pytest.mark.parametrize("first", [LOOP, attempt("peu sûr du tout", logprob=-1.4)])
def test_a_text_that_loops_or_is_unlikely_is_tried_once_more(first: Attempt) -> None:
    window = FakeWindow([first, attempt("on garde les données")])
    assert said(window) == "on garde les données"
    assert window.asked == [False, True]


def test_a_text_faster_than_speech_is_tried_once_more() -> None:
    """Words without a length: the aligner found no sound for them."""
    window = FakeWindow([attempt("un deux trois quatre cinq six sept huit"), attempt("neuf")], 0.05)
    assert said(window, seconds=0.5) == "neuf"


def test_when_no_attempt_is_trusted_the_likeliest_that_does_not_loop_is_kept() -> None:
    window = FakeWindow([LOOP, attempt("enfin presque", logprob=-2.0)])
    assert said(window) == "enfin presque"


def test_a_short_window_whose_readings_all_loop_is_unclear() -> None:
    window = FakeWindow([HELLO, LOOP])
    passage = read_chunk(encoder(window), chunk(6.0, (0.2, 2.0), (3.0, 5.9)), NOTHING)
    assert passage == Passage((), 6.0, (Span(0.2, 2.0), Span(3.0, 5.9)))


def test_halves_of_a_window_that_loops_are_read_by_themselves() -> None:
    windows = encoder(
        FakeWindow([LOOP, LOOP]),
        FakeWindow([attempt("un deux", marks=(Mark(0, 0.0), Mark(2, 7.0)))]),
        FakeWindow([LOOP, HELLO]),
    )
    passage = read_chunk(windows, chunk(15.0, (0.0, 7.0), (8.0, 15.0)), NOTHING)
    assert text(passage.words) == "un deux"
    assert passage.unclear == (Span(8.0, 15.0),)
    assert passage.end_s == 15.0


def test_no_speech_gives_no_words_and_no_retry() -> None:
    window = FakeWindow([attempt("euh", logprob=-1.5, no_speech=0.9)])
    assert said(window) == ""
    assert window.asked == [False]


def test_a_long_window_in_which_nothing_was_heard_is_read_in_halves() -> None:
    silent = attempt("euh", logprob=-1.5, no_speech=0.9)
    heard = attempt("un deux", marks=(Mark(0, 0.0), Mark(2, 6.0)))
    windows = encoder(*(FakeWindow([each]) for each in (silent, silent, heard)))
    passage = read_chunk(windows, chunk(12.0, (0.0, 12.0)), NOTHING)
    assert text(passage.words) == "un deux"
    assert passage.unclear == ()


def test_a_phantom_line_alone_is_dropped() -> None:
    assert said(FakeWindow([attempt("Sous-titres réalisés par la communauté d'Amara.org")])) == ""


def test_what_the_engine_left_out_is_decoded_as_a_second_window() -> None:
    words = decode_chunk(
        encoder(FakeWindow([attempt("un deux")]), FakeWindow([attempt("trois quatre cinq six")])),
        Chunk(10.0, np.zeros(4 * SAMPLE_RATE, np.float32)),
        NOTHING,
    )
    assert [word.text for word in words] == ["un", "deux", "trois", "quatre", "cinq", "six"]
    assert words[2].start_s == pytest.approx(11.0)


def test_a_rest_has_the_text_before_it_for_context_and_with_care_none() -> None:
    first = attempt("un deux", marks=(Mark(0, 0.0), Mark(2, 1.0)))
    rest = FakeWindow([LOOP, attempt("trois quatre cinq six sept huit")])
    passage = read_chunk(encoder(FakeWindow([first]), rest), chunk(4.0, (0.0, 4.0)), NOTHING)
    assert text(passage.words) == "un deux trois quatre cinq six sept huit"
    assert rest.told == [first.tokens, ()]


def test_a_text_that_cannot_be_trusted_is_no_context() -> None:
    doubtful = attempt("un deux", logprob=-1.2, marks=(Mark(0, 0.0), Mark(2, 1.0)))
    rest = FakeWindow([attempt("trois quatre cinq six sept huit")])
    windows = encoder(FakeWindow([doubtful, doubtful]), rest)
    read_chunk(windows, chunk(4.0, (0.0, 4.0)), NOTHING)
    assert rest.told == [()]


def test_an_engine_that_times_nothing_ends_the_chunk() -> None:
    window = FakeWindow([attempt("x")])
    window.align = lambda tokens: (Piece(" x", 0.0, 0.0, 0.9, 1),)  # type: ignore[method-assign]
    assert len(decode_chunk(encoder(window), chunk(20), NOTHING)) == 1


def test_a_beginning_that_the_decoder_left_out_is_read_by_itself() -> None:
    windows = encoder(
        FakeWindow([attempt("qualité des données")], first_s=1.0), FakeWindow([attempt("Test de")])
    )
    passage = read_chunk(windows, chunk(4.0, (0.1, 3.0)), NOTHING)
    assert text(passage.words) == "Test de qualité des données"


def test_a_first_word_that_lasts_too_long_hides_a_beginning() -> None:
    windows = encoder(
        FakeWindow([attempt("qualité des données")], word_s=1.5), FakeWindow([attempt("Test de")])
    )
    words = read_chunk(windows, chunk(4.5, (0.1, 4.5)), NOTHING).words
    assert text(words) == "Test de qualité des données"
    assert [(word.start_s, word.end_s) for word in words[1:3]] == [(0.5, 1.0), (1.1, 1.5)]


@pytest.mark.parametrize(
    "beginning", [attempt("Merci.", logprob=-1.2), LOOP, attempt("euh", -1.5, no_speech=0.9)]
)
def test_a_beginning_that_cannot_be_trusted_is_left_out(beginning: Attempt) -> None:
    windows = encoder(
        FakeWindow([attempt("qualité des données")], first_s=1.0),
        FakeWindow([beginning, beginning]),
    )
    assert text(read_chunk(windows, chunk(4.0, (0.1, 3.0)), NOTHING).words) == "qualité des données"


def test_silence_before_the_first_word_is_no_lost_beginning() -> None:
    window = FakeWindow([attempt("qualité des données")], first_s=1.0)
    assert len(read_chunk(encoder(window), chunk(4.0, (1.0, 3.0)), NOTHING).words) == 3


def test_a_sentence_cut_by_the_end_is_left_for_the_next_window() -> None:
    marks = (Mark(0, 0.0), Mark(2, 1.0), Mark(2, 1.2))
    window = FakeWindow([attempt("un deux trois quat", marks=marks)])
    passage = read_chunk(encoder(window), chunk(3.0, more=True), NOTHING)
    assert text(passage.words) == "un deux"
    assert passage.end_s == pytest.approx(1.2)


def test_where_nothing_follows_the_last_sentence_is_kept_though_it_has_no_end() -> None:
    marks = (Mark(0, 0.0), Mark(2, 1.0), Mark(2, 1.2))
    window = FakeWindow([attempt("un deux trois quatre", marks=marks)])
    passage = read_chunk(encoder(window), chunk(3.0), NOTHING)
    assert text(passage.words) == "un deux trois quatre"
    assert passage.end_s == 3.0


HESITANT = attempt("alors euh... on garde euh... les données")


def sounds(words: Sequence[Word]) -> list[tuple[str, str, float]]:
    return [(word.text, each.name, each.start_s) for word in words for each in word.unwritten]


def test_sounds_that_only_a_hesitant_reading_writes_stand_beside_the_words() -> None:
    window = FakeWindow([attempt("alors on garde les données")], hesitant=HESITANT)
    passage = read_chunk(encoder(window), chunk(4.0), NOTHING)
    assert text(passage.words) == "alors on garde les données"
    assert sounds(passage.words) == [("on", "euh", 0.5), ("données", "euh", 2.0)]


def test_what_is_read_while_somebody_speaks_has_no_reading_for_sounds() -> None:
    window = FakeWindow([attempt("alors on garde les données")], hesitant=HESITANT)
    assert sounds(decode_chunk(encoder(window), chunk(4.0), NOTHING)) == []


def test_sounds_of_a_sentence_that_the_end_cuts_are_left_for_the_next_window() -> None:
    marks = (Mark(0, 0.0), Mark(3, 1.5), Mark(3, 1.6))
    window = FakeWindow([attempt("alors on garde les données", marks=marks)], hesitant=HESITANT)
    passage = read_chunk(encoder(window), chunk(4.0, more=True), NOTHING)
    assert sounds(passage.words) == [("on", "euh", 0.5)]


def test_a_hesitant_reading_that_loops_adds_nothing() -> None:
    loop = attempt("alors on garde " + "euh " * 80)
    window = FakeWindow([attempt("alors on garde les données")], hesitant=loop)
    assert sounds(read_chunk(encoder(window), chunk(4.0), NOTHING).words) == []


def words_every(seconds: float) -> list[Word]:
    return [Word("mot", index * seconds, (index + 1) * seconds, 0.9) for index in range(20)]


def test_words_faster_than_ten_a_second_are_too_fast() -> None:
    assert too_fast(words_every(0.09))
    assert not too_fast(words_every(0.15))
    assert not too_fast(words_every(0.01)[:7])
