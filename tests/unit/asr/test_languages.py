from __future__ import annotations

from interviewer.asr.languages import gathered, marked
from interviewer.domain import HeardLanguage, Word

WORDS = (Word("nous", 1.0, 2.0, 0.9), Word("avons", 2.0, 4.0, 0.9))
LATER = (Word("we", 10.0, 12.0, 0.9),)


def test_each_window_tells_its_language_once_in_the_transcript() -> None:
    french = marked(WORDS, {"fr": 0.97, "en": 0.02, "br": 0.01}, "fr")
    english = marked(LATER, {"fr": 0.01, "en": 0.98}, "fr")
    transcript = gathered([*french, *english], "fr")
    assert transcript.words == (*WORDS, *LATER)
    assert transcript.heard == (
        HeardLanguage(1.0, 4.0, 0.97, "fr", 0.97),
        HeardLanguage(10.0, 12.0, 0.01, "en", 0.98),
    )


def test_times_are_those_that_the_words_were_kept_to() -> None:
    french = marked(WORDS, {"fr": 0.97}, "fr")
    (heard,) = gathered(french[:1], "fr").heard
    assert (heard.start_s, heard.end_s) == (1.0, 2.0)


def test_a_model_of_one_language_tells_nothing() -> None:
    assert gathered(marked(WORDS, {}, "en"), "en").heard == ()
