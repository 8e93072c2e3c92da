"""The real detector on the sentences that ship with the program."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from interviewer.doctor import detector
from interviewer.doctor.detector import check_detector, detect, sample
from interviewer.models import SAMPLE_RATE, Language, Samples


@pytest.mark.parametrize("language", get_args(Language))
def test_speech_is_found_in_the_sample(language: Language) -> None:
    check = check_detector(language)
    assert check.status == "ok"
    assert check.found.values["seconds"] == 4.6
    assert 3.0 < float(check.found.values["speech"]) < 4.6


@pytest.mark.parametrize("language", get_args(Language))
def test_the_sample_is_one_chunk(language: Language) -> None:
    (chunk,) = detect(sample(language)).chunks
    assert 3.5 < chunk.duration_s <= len(sample(language)) / SAMPLE_RATE


def test_a_detector_that_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def silence(language: Language) -> Samples:
        return np.zeros(SAMPLE_RATE, np.float32)

    monkeypatch.setattr(detector, "sample", silence)
    check = check_detector("fr")
    assert (check.status, check.found.values["seconds"]) == ("missing", 1.0)
    assert check.fix is not None
