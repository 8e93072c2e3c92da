"""What the trees of the confidence are fitted to; the fitting itself is scikit-learn's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.corpus.speech import TermSpan
from benchmarks.corpus.truth import Recording
from benchmarks.coverage import fit
from benchmarks.coverage.asked import Place, Window, overhear, transcript_of
from benchmarks.coverage.fit import Example, with_company
from interviewer.asr import spotting
from interviewer.asr.candidates import Candidate
from interviewer.asr.spotting import Weighed
from interviewer.domain import Spotting, Transcript, Word
from interviewer.scoring.text import read
from interviewer.scoring.trees import FEATURES

TEXT = read(Transcript.from_text("un gagne et un rague ici", "fr"))
RAG = Candidate("RAG", "RAG", 4, 4, 1.0, "hint", votes=0.4)
RECORDING = Recording(
    id="fr-1-clean",
    text_id="fr-1",
    kind="answer",
    language="fr",
    half="dev",
    synthesiser="kokoro",
    voice="v",
    pace=1.0,
    condition="clean",
    path=Path("x"),
    duration_s=3.0,
    text="",
    said=(),
    speech=(),
)


def ordinary(_: Sequence[str]) -> bool:
    return False


def attach() -> Any:
    """What the program puts to its words at this moment."""
    return vars(spotting)["attach"]


def test_every_place_is_overheard_and_the_words_are_those_of_the_program() -> None:
    unlikely = Weighed(Candidate("GAN", "GAN", 1, 1, 0.1, "sound"), -30.0)
    with overhear() as windows:
        words = attach()(TEXT, [Weighed(RAG, -1.0), unlikely], frozenset({"index"}), ordinary)
        (heard,) = windows()
        assert windows() == ()
    places = list(heard.places(3))
    assert [(each.spotting.term, each.words[0].text) for each in places] == [
        ("RAG", "rague"),
        ("GAN", "gagne"),
    ]
    assert [(each.spotting.company, each.window) for each in places] == [(True, 3), (True, 3)]
    assert words == attach()(TEXT, [Weighed(RAG, -1.0), unlikely], frozenset({"index"}), ordinary)
    assert heard.spotted() == words


def test_a_word_that_is_ordinary_stays_so_when_all_is_decided_anew() -> None:
    with overhear() as windows:
        attach()(TEXT, [Weighed(RAG, -1.0)], frozenset(), ordinary)
        attach()(TEXT, [Weighed(RAG, -1.0)], frozenset(), lambda words: list(words) == ["rague"])
        first, second = windows()
    assert [first.ordinary, second.ordinary] == [(False,), (True,)]
    assert [each.ordinary for word in second.spotted() for each in word.spotted] == [True]


def test_windows_heard_out_of_order_are_one_transcript() -> None:
    late = Window("fr", (Word("deux", 2.0, 2.5, 0.9),), (), frozenset(), ())
    early = Window("fr", (Word("un", 0.0, 0.5, 0.9),), (), frozenset(), ())
    assert transcript_of([late, early], "fr").text == "un deux"


class Sure:
    """A model that is as sure of a place as its votes say."""

    def predict_proba(self, table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        votes = table[:, FEATURES.index("votes")]
        return np.column_stack([1 - votes, votes])


def example(term: str, first: int, votes: float, window: int = 1) -> Example:
    spotting = Spotting(term, term, 1, -1.0, 0.9, ordinary=False, found_by="hint", votes=votes)
    return Example(RECORDING, Place(spotting, (Word("x", 0, 1, 0.5),), window, first, first))


def company(*examples: Example) -> list[float]:
    model: Any = Sure()
    return list(with_company(examples, model)[:, FEATURES.index("company")])


def test_a_sure_place_of_another_term_in_the_same_window_is_company() -> None:
    assert company(example("RAG", 1, 0.4), example("GAN", 3, 0.9)) == [1.0, 0.0]
    assert company(example("RAG", 1, 0.4), example("GAN", 3, 0.4)) == [0.0, 0.0]
    assert company(example("RAG", 1, 0.4), example("RAG", 3, 0.9)) == [0.0, 0.0]
    assert company(example("RAG", 1, 0.4), example("GAN", 1, 0.9)) == [0.0, 0.0]
    assert company(example("RAG", 1, 0.4), example("GAN", 3, 0.9, window=2)) == [0.0, 0.0]


def test_each_kind_of_evidence_has_a_direction() -> None:
    assert set(fit.DIRECTIONS) == set(FEATURES)


def test_a_place_is_right_only_near_where_its_term_is_said() -> None:
    said = replace(RECORDING, said=(TermSpan("RAG", 1.0, 1.4), TermSpan("GAN", 9.0, 9.4)))
    right, elsewhere = (replace(example(term, 1, 0.4), recording=said) for term in ("RAG", "GAN"))
    assert (right.said, elsewhere.said) == (True, False)
