"""Right words in a sentence that sounds wrong, in an answer that gets other ideas wrong."""

from __future__ import annotations

import pytest

from interviewer.domain import Language, Transcript
from interviewer.scoring.doubt import Answer, Others, alarm
from interviewer.scoring.meaning import cut
from interviewer.scoring.patterns import Found
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


def test_how_an_answer_sounds_is_no_reason_without_anything_contradicted() -> None:
    plain = "Je ne garde rien qui ne sert jamais à personne. Je ne demande pas plus, jamais, à aucun client."
    text = read(Transcript.from_text(plain, "fr"))
    answer = Answer.of(text, tuple(cut(text)), ["Le strict nécessaire"])
    alone = answer.doubt(Found(0, 3, inflected=False), 0, Others(0, 1), by_meaning=False)
    beside = answer.doubt(Found(0, 3, inflected=False), 0, Others(1, 1), by_meaning=False)
    assert alone.odds <= alone.most
    assert beside.odds > beside.most


def test_a_denial_is_weighed_only_against_an_answer_that_is_right_about_others() -> None:
    text = read(Transcript.from_text("On ne découpe pas les documents.", "fr"))
    answer = Answer.of(text, tuple(cut(text)), ["Découper"])
    place = Found(2, 2, inflected=False)
    rights = [
        answer.doubt(place, 0, Others(contradicted, made), by_meaning=False).right
        for contradicted, made in ((0, 1), (0, 2), (1, 2))
    ]
    assert rights == [False, True, False]
