from __future__ import annotations

import pytest

from interviewer.models import Language
from interviewer.transcribe.ordinary import are_ordinary


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        (["piton"], "fr", True),
        (["pitton"], "fr", True),
        (["Laura"], "fr", True),
        (["rack"], "fr", True),
        (["rague"], "fr", False),
        (["ai", "pété"], "fr", True),
        (["map", "produce"], "en", True),
        (["map", "produce"], "fr", False),
    ],
)
def test_words_of_the_language(words: list[str], language: Language, expected: bool) -> None:
    assert are_ordinary(words, language) is expected
