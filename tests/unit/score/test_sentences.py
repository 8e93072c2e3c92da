from __future__ import annotations

import pytest

from interviewer.models import Sentences, Transcript
from interviewer.score.sentences import measure_sentences
from interviewer.score.text import read


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("Un deux. Trois quatre cinq six. Sept !", Sentences(3, 7 / 3, 4)),
        ("Un deux. Trois quatre ? Et", Sentences(3, 5 / 3, 2)),
        ("Un deux. Trois quatre.", None),
        ("un deux trois", None),
        ("", None),
        ("« Un deux. » Trois « quatre ? » … cinq.", Sentences(3, 5 / 3, 2)),
    ],
)
def test_sentences_are_measured_from_three_on(text: str, measured: Sentences | None) -> None:
    assert measure_sentences(read(Transcript.from_text(text, "fr"))) == measured
