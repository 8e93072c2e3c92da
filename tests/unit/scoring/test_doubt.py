"""Right words in a sentence that sounds wrong, in an answer that gets other ideas wrong."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from interviewer.domain import Language, Point, Scenario, Task, Transcript
from interviewer.scoring.doubt import FEATURES, Answer, Others, Sense, alarm, fitted
from interviewer.scoring.ideas import all_worded, ideas
from interviewer.scoring.meaning import cut
from interviewer.scoring.patterns import Found
from interviewer.scoring.text import read

WORDS = fitted(by_meaning=False)


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
        return alarm(next(cut(text)), (), text, WORDS)

    assert sounds(calm) < 0 < sounds(loud)


def test_what_the_label_says_itself_is_no_reason_to_doubt() -> None:
    text = read(Transcript.from_text("On ne livre jamais rien sans tests.", "fr"))
    window = next(cut(text))
    label = "Ne jamais rien livrer sans tests"
    assert alarm(window, (label,), text, WORDS) < alarm(window, (), text, WORDS)


def test_how_an_answer_sounds_is_no_reason_without_anything_contradicted() -> None:
    plain = "Je ne garde rien qui ne sert jamais à personne. Je ne demande pas plus, jamais, à aucun client."
    text = read(Transcript.from_text(plain, "fr"))
    answer = Answer.of(text, tuple(cut(text)), ["Le strict nécessaire"])
    places = [Found(0, 3, inflected=False)]
    [alone] = answer.doubts(places, 0, Others(0, 1), by_meaning=False)
    [beside] = answer.doubts(places, 0, Others(1, 1), by_meaning=False)
    assert alone.odds <= alone.most
    assert beside.odds > beside.most


def test_a_denial_is_weighed_only_against_an_answer_that_is_right_about_others() -> None:
    text = read(Transcript.from_text("On ne découpe pas les documents.", "fr"))
    answer = Answer.of(text, tuple(cut(text)), ["Découper"])
    places = [Found(2, 2, inflected=False)]
    rights = [
        answer.doubts(places, 0, Others(contradicted, made), by_meaning=False)[0].right
        for contradicted, made in ((0, 1), (0, 2), (1, 2))
    ]
    assert rights == [False, True, False]


def test_by_its_meaning_an_answer_may_be_doubted_that_contradicts_nothing() -> None:
    text = read(
        Transcript.from_text("A simulator is fine for that. The reward is given each time.", "en")
    )
    windows, weights = tuple(cut(text)), fitted(by_meaning=True)
    meaning = np.array(weights.meaning, np.float32)
    place = [Found(windows[1].first, windows[1].last, inflected=False)]

    def doubted(turned: float) -> bool:
        """Where both sentences have the vector that sounds wrong, or its opposite."""
        vectors = np.tile(turned * meaning / np.linalg.norm(meaning), (len(windows), 1))
        sense = Sense(vectors, np.zeros((len(windows), 2)))
        answer = Answer.of(text, windows, ["Be guided", "Play"], sense)
        [doubt] = answer.doubts(place, 0, Others(0, 0), by_meaning=False)
        return doubt.odds > doubt.most

    assert (doubted(1.0), doubted(-1.0)) == (True, False)


def test_an_idea_that_comes_nearest_to_what_was_said_is_doubted_less() -> None:
    text = read(Transcript.from_text("It never sees the question.", "en"))
    windows = tuple(cut(text))
    sense = Sense(np.zeros((1, 512), np.float32), np.array([[0.0, 3.0]]))
    answer = Answer.of(text, windows, ["One", "Other"], sense)
    behind, ahead = (
        answer.features(windows, label, Others(0, 0), by_meaning=False)[0] for label in (0, 1)
    )
    lead = FEATURES.index("lead")
    assert (behind[lead], ahead[lead]) == (-3.0, 3.0)
    assert answer.weights.place[lead] < 0


def test_a_denial_that_is_not_believed_speaks_against_no_other_idea(
    make_scenario: Callable[..., Scenario],
) -> None:
    loud = "Le monitoring suffit toujours, jamais rien ne lui échappe."
    calm = (
        "Par exemple, on mesure souvent la qualité, comme on peut. Souvent on compare aussi, par exemple, avec "
        "ce que faisait l'équipe. Souvent, par exemple quand c'est court, on ne découpe pas, parce que cela dépend."
    )
    points = (
        Point("Surveiller", ("monitoring",)),
        Point("Mesurer", ("mesure … qualité",)),
        Point("Comparer", ("on compare",)),
        Point("Découper", ("découpe",)),
    )
    task = Task("q", 30.0, points=points)
    said = read(Transcript.from_text(f"{loud} {calm}", "fr"))
    assert [each.contrary is not None for each in all_worded(task, said)] == [False] * 3 + [True]
    made, _ = ideas(make_scenario(task), task, said)
    assert [each.found is not None for each in made] == [True] * 3 + [False]
    assert made[3].contrary is None
