"""What the audio must say before a term that is not written counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.models import Spotting
from interviewer.score.spotted import CREDITED, PROBABLE, counts

BATCHING = Spotting("batching", "batching", 1, -0.7, 0.83, ordinary=False, found_by="hint")
GAN = Spotting("GAN", "GAN", 1, -3.4, 0.75, ordinary=True, found_by="hint")
SOUND = replace(BATCHING, found_by="sound")

SPOTTINGS = st.builds(
    Spotting,
    term=st.sampled_from(["GAN", "LoRA", "batching", "label smoothing"]),
    spelling=st.sampled_from(["GAN", "Un GAN", "batching", "le batching, LoRA"]),
    words=st.integers(1, 4),
    gain_nats=st.floats(-16, 20),
    similarity=st.floats(0, 1),
    ordinary=st.booleans(),
    found_by=st.sampled_from(["hint", "sound"]),
)


@pytest.mark.parametrize(
    ("spotting", "credited"),
    [
        # Other than an ordinary word.
        (BATCHING, True),
        (replace(BATCHING, gain_nats=-12.0), True),
        (replace(BATCHING, similarity=0.4, gain_nats=-8.9), True),
        (replace(BATCHING, similarity=0.4, gain_nats=-9.1), False),
        # « batching » in the place of « batch in, Cone ».
        (replace(BATCHING, similarity=0.7, spelling="batching, Cone"), True),
        (replace(BATCHING, similarity=0.7, spelling="batching, Cone", gain_nats=-4.1), False),
        # A single ordinary word.
        (replace(BATCHING, ordinary=True), True),
        (replace(BATCHING, ordinary=True, gain_nats=-1.7), False),
        (replace(BATCHING, ordinary=True, similarity=0.7), False),
        (GAN, True),
        (replace(GAN, gain_nats=-3.6), False),
        (replace(GAN, similarity=0.7), False),
        (replace(GAN, found_by="sound", gain_nats=5.0), False),
        # Several ordinary words: « à gens presser » for agents.
        (replace(BATCHING, ordinary=True, words=3, similarity=0.44, gain_nats=-4.0), False),
        (replace(BATCHING, ordinary=True, words=3, similarity=0.6, gain_nats=-4.0), True),
        # A short term.
        (replace(GAN, ordinary=False, gain_nats=-4.7), True),
        (replace(GAN, ordinary=False, gain_nats=-4.9), False),
        (replace(GAN, ordinary=False, gain_nats=-4.1, similarity=0.4), False),
        (replace(GAN, ordinary=False, gain_nats=-4.1, found_by="sound"), False),
    ],
)
def test_when_a_reading_counts_alone(spotting: Spotting, credited: bool) -> None:
    assert counts(spotting, 0.95) is credited


@pytest.mark.parametrize(
    ("spotting", "credited"),
    [
        (replace(GAN, gain_nats=-10.4), True),
        (replace(GAN, gain_nats=-10.6), False),
        (replace(GAN, similarity=0.7), False),
        (replace(BATCHING, ordinary=True, gain_nats=-10.4), True),
        (replace(SOUND, ordinary=True, gain_nats=-6.4), True),
        (replace(SOUND, ordinary=True, gain_nats=-6.6), False),
        (replace(GAN, found_by="sound", gain_nats=5.0), False),
        (replace(BATCHING, ordinary=True, words=3, similarity=0.44, gain_nats=-5.9), True),
        (replace(BATCHING, ordinary=True, words=3, similarity=0.44, gain_nats=-6.1), False),
        (replace(GAN, ordinary=False, gain_nats=-12.9), True),
        (replace(GAN, ordinary=False, gain_nats=-13.1), False),
        (replace(BATCHING, similarity=0.7, spelling="batching, Cone", gain_nats=-9.4), True),
        (replace(BATCHING, similarity=0.7, spelling="batching, Cone", gain_nats=-9.6), False),
    ],
)
def test_when_a_reading_counts_beside_other_terms(spotting: Spotting, credited: bool) -> None:
    assert counts(replace(spotting, company=True), 0.95) is credited


@pytest.mark.parametrize(
    ("spotting", "sure", "credited"),
    [
        (replace(SOUND, gain_nats=-8.4), CREDITED, True),
        (replace(SOUND, gain_nats=-8.6), CREDITED, False),
        (replace(SOUND, gain_nats=-8.4), PROBABLE, False),
        (replace(SOUND, gain_nats=-8.4, company=True), PROBABLE, True),
        (replace(SOUND, gain_nats=-8.6, company=True), PROBABLE, False),
        (replace(BATCHING, gain_nats=-8.6, company=True), PROBABLE, True),
        (replace(BATCHING, company=True), PROBABLE - 0.01, False),
        (replace(BATCHING, company=True, similarity=0.85), PROBABLE - 0.01, True),
        (replace(BATCHING, company=True, similarity=0.85, gain_nats=-2.6), 0.4, False),
        # It sounds the same, and the audio hardly speaks against it: « audi » for audit.
        (replace(SOUND, similarity=0.9, gain_nats=-2.4), PROBABLE, True),
        (replace(SOUND, similarity=0.9, gain_nats=-2.6), PROBABLE, False),
        (replace(SOUND, similarity=0.89, gain_nats=-2.4), PROBABLE, False),
        (replace(GAN, ordinary=False, similarity=1.0, gain_nats=-2.4), PROBABLE, False),
    ],
)
def test_how_sure_it_must_be(spotting: Spotting, sure: float, credited: bool) -> None:
    assert counts(spotting, sure) is credited


@given(SPOTTINGS, st.floats(0, 1))
def test_terms_beside_it_never_speak_against_a_term(spotting: Spotting, sure: float) -> None:
    assert counts(replace(spotting, company=True), sure) or not counts(spotting, sure)


@given(SPOTTINGS, st.booleans(), st.floats(0, 1), st.floats(0, 1), st.floats(0, 10))
def test_more_evidence_never_takes_a_credit_away(
    spotting: Spotting, company: bool, one: float, other: float, nats: float
) -> None:
    less = replace(spotting, company=company)
    more = replace(less, gain_nats=less.gain_nats + nats)
    low, high = sorted((one, other))
    assert counts(more, high) or not counts(less, low)


@given(SPOTTINGS)
def test_what_is_not_likely_never_counts_alone(spotting: Spotting) -> None:
    assert not counts(spotting, PROBABLE - 0.001)
