from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.domain import OwnPhrasing, Point, Scenario, Task, Transcript
from interviewer.scoring import meaning, own
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.own import closest, own_place
from interviewer.scoring.text import read

SENTENCE = "On met quelqu'un derrière la machine, tous les matins."


def _found(said: str, sentence: str = SENTENCE) -> bool:
    return own_place((sentence,), read(Transcript.from_text(said, "fr"))) is not None


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (SENTENCE, True),
        ("on met quelqu'un derrière la machine tous les matins", True),
        ("Chez nous, tous les matins, quelqu'un se met derrière les machines.", True),
        ("On met quelqu'un derrière.", False),
        (
            "On met quelqu'un. " + "Et puis voilà tout. " * 4 + "Derrière la machine, le matin.",
            False,
        ),
        ("On ne met jamais quelqu'un derrière la machine, tous les matins.", False),
        ("On met quelqu'un derrière la machine tous les matins, enfin non.", False),
    ],
)
def test_a_phrasing_is_found_again_in_about_its_words(said: str, found: bool) -> None:
    assert _found(said) is found


def test_a_phrasing_that_denies_is_found_where_it_is_denied_again() -> None:
    denied = "On ne laisse jamais la machine toute seule."
    assert _found("Nous, on ne laisse jamais la machine toute seule.", denied)
    assert not _found("Nous, on laisse la machine toute seule.", denied)


def test_a_single_word_is_no_phrasing_to_be_found_by() -> None:
    assert not _found("La machine tourne.", "machine")


WATCH = Point("Un modèle en service se surveille", ("surveill*",))
OTHER = Point("Adapter le modèle au métier", ("à nos documents",))
TASK = Task("q", 30.0, points=(OTHER, WATCH))
SAID = "D'abord on parle aux gens du terrain. " + SENTENCE + " Ensuite on verra bien."


def test_what_was_marked_counts_next_time_as_the_persons_own(
    make_scenario: Callable[..., Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "available", lambda: False)
    said = Transcript.from_text(SAID, "fr")
    scenario = make_scenario(TASK)
    first = score_coverage(scenario, TASK, said)
    assert [hit.status for hit in first.points] == ["missed", "missed"]
    for phrasing, made in (
        (OwnPhrasing("q", WATCH.point, SENTENCE), True),
        (OwnPhrasing("another", WATCH.point, SENTENCE), False),
        (OwnPhrasing("q", "A point that the file no longer has", SENTENCE), False),
    ):
        again = score_coverage(replace(scenario, own=(phrasing,)), TASK, said)
        assert again.points[0].status == "missed"
        hit = again.points[1]
        assert (hit.status, hit.own) == (("hit", True) if made else ("missed", False))
        assert again.disputed == ()
    marked = replace(scenario, own=(OwnPhrasing("q", WATCH.point, SENTENCE),))
    hit = score_coverage(marked, TASK, said).points[1]
    assert hit.quote == "On met quelqu'un derrière la machine, tous les matins."


def test_what_a_phrasing_of_the_file_finds_is_not_called_the_persons_own(
    make_scenario: Callable[..., Scenario],
) -> None:
    scenario = replace(make_scenario(TASK), own=(OwnPhrasing("q", WATCH.point, SENTENCE),))
    said = Transcript.from_text(SENTENCE + " On surveille tout.", "fr")
    assert not score_coverage(scenario, TASK, said).points[1].own


@pytest.mark.parametrize("encoder", [True, False])
def test_the_closest_sentence_is_the_one_that_speaks_of_the_point(
    encoder: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "available", lambda: encoder)
    text = read(
        Transcript.from_text(
            "Nous avons bien mangé hier soir. Une fois en service, quelqu'un regarde le modèle. "
            "Le café était froid ce matin.",
            "fr",
        )
    )
    found = closest(TASK, WATCH.point, text)
    assert found is not None
    assert meaning.written(found, text) == "Une fois en service, quelqu'un regarde le modèle."


def test_without_the_encoder_no_sentence_is_made_up_where_none_comes_near(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own, "available", lambda: False)
    text = read(Transcript.from_text("Nous avons bien mangé hier soir avec lui.", "fr"))
    assert closest(TASK, WATCH.point, text) is None
