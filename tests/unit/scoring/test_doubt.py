"""Right words in a sentence that sounds wrong, in an answer that gets other ideas wrong."""

from __future__ import annotations

import pytest

from interviewer.domain import Language, Transcript
from interviewer.scoring.doubt import alarm
from interviewer.scoring.meaning import cut
from interviewer.scoring.text import read


@pytest.mark.parametrize(
    ("language", "calm", "loud"),
    [
        (
            "fr",
            "On mesure la qualité avant de livrer.",
            "Le modèle se suffit toujours à lui tout seul.",
        ),
        (
            "en",
            "We measure quality, then we ship.",
            "It is always right, checking it is pointless.",
        ),
    ],
)
def test_what_is_put_too_strongly_sounds_wrong(language: Language, calm: str, loud: str) -> None:
    def sounds(said: str) -> float:
        text = read(Transcript.from_text(said, language))
        return alarm(next(cut(text)), (), text)

    assert sounds(calm) < 0 < sounds(loud)


def test_what_the_label_says_itself_is_no_reason_to_doubt() -> None:
    text = read(Transcript.from_text("On ne livre jamais rien sans tests.", "fr"))
    window = next(cut(text))
    assert alarm(window, ("Ne jamais rien livrer sans tests",), text) < alarm(window, (), text)
