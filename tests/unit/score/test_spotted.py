"""How sure a term that is not written is, and what that takes to count."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.models import Spotting, Word
from interviewer.score.confidence import confidence, features, worth_keeping
from interviewer.score.spotted import counts, probable
from interviewer.score.trees import FEATURES

BATCHING = Spotting(
    "batching", "batching", 1, -0.7, 0.83, ordinary=False, found_by="hint", company=True
)
GAN = Spotting("GAN", "GAN", 1, -3.4, 0.75, ordinary=True, found_by="hint", company=True)
LAURA = Spotting("LoRA", "LoRA", 1, -6.3, 1.0, ordinary=True, found_by="hint")

SPOTTINGS = st.builds(
    Spotting,
    term=st.sampled_from(["GAN", "LoRA", "batching", "label smoothing"]),
    spelling=st.just("GAN"),
    words=st.integers(1, 4),
    gain_nats=st.floats(-40, 20),
    similarity=st.floats(0, 1),
    ordinary=st.booleans(),
    found_by=st.sampled_from(["hint", "sound"]),
    company=st.booleans(),
    votes=st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
)


def sure(spotting: Spotting, probability: float = 0.5) -> float:
    return confidence(spotting, (Word("batin", 0.0, 0.5, probability),))


def credited(spotting: Spotting, probability: float = 0.5) -> bool:
    return counts(spotting, sure(spotting, probability))


@pytest.mark.parametrize(
    "spotting",
    [
        pytest.param(BATCHING, id="alike, likely and agreed on"),
        pytest.param(replace(BATCHING, gain_nats=-12.0), id="what is no word may be less likely"),
        pytest.param(GAN, id="a short term for a word, where the audio hardly objects"),
        pytest.param(replace(BATCHING, found_by="sound", votes=0.0), id="by its sound alone"),
    ],
)
def test_in_company_it_counts(spotting: Spotting) -> None:
    assert credited(spotting)


@pytest.mark.parametrize(
    "spotting",
    [
        pytest.param(replace(GAN, gain_nats=-20.0, votes=0.2), id="a word that was likelier"),
        pytest.param(
            replace(LAURA, company=True, found_by="sound", votes=0.0, gain_nats=-25.0),
            id="Laura, though there are terms beside her",
        ),
        pytest.param(LAURA, id="Laura alone"),
        pytest.param(replace(GAN, company=False), id="« gagne » without a term beside it"),
    ],
)
def test_it_does_not_count(spotting: Spotting) -> None:
    assert not credited(spotting, 0.8)


@given(SPOTTINGS, SPOTTINGS, st.floats(0, 1), st.floats(0, 1))
def test_no_more_evidence_ever_makes_it_less_sure(
    one: Spotting, other: Spotting, doubt: float, more_doubt: float
) -> None:
    less = replace(
        one,
        gain_nats=min(one.gain_nats, other.gain_nats),
        similarity=min(one.similarity, other.similarity),
        votes=min(one.votes, other.votes),
        company=one.company and other.company,
        ordinary=one.ordinary or other.ordinary,
    )
    more = replace(
        one,
        gain_nats=max(one.gain_nats, other.gain_nats),
        similarity=max(one.similarity, other.similarity),
        votes=max(one.votes, other.votes),
        company=one.company or other.company,
        ordinary=one.ordinary and other.ordinary,
    )
    assert sure(more, min(doubt, more_doubt)) >= sure(less, max(doubt, more_doubt))


def test_alone_it_must_be_as_good_as_certain() -> None:
    alone = replace(BATCHING, company=False)
    assert not counts(alone, 0.979)
    assert counts(alone, 0.98)


def test_beside_other_terms_it_must_be_likelier_than_not_by_far() -> None:
    assert not counts(BATCHING, 0.699)
    assert counts(BATCHING, 0.7)


def test_what_is_as_likely_as_not_is_shown_to_the_person_and_what_is_less_likely_is_not() -> None:
    assert probable(0.5)
    assert not probable(0.499)


def test_one_chance_in_twenty_is_still_kept_with_the_transcript() -> None:
    assert worth_keeping(0.05)
    assert not worth_keeping(0.049)


def test_a_place_is_as_doubtful_as_its_least_sure_word() -> None:
    """« fine » was heard for certain, « tunique » was not: that is where a term may hide."""
    words = (Word("fine", 0.0, 0.5, 0.95), Word("tunique", 0.5, 1.0, 0.2))
    place = replace(BATCHING, words=2)
    assert features(place, words)[FEATURES.index("probability")] == 0.2
