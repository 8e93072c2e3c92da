"""The recogniser check with real weights and the sentences that ship with the program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

import pytest

from interviewer.asr.catalog import EngineName
from interviewer.audio.watchdog import Level
from interviewer.doctor.recogniser import (
    Trial,
    Wanted,
    check_model,
    check_recognition,
    detect,
    find_weights,
    sample,
)
from interviewer.domain import Language, Notice

if TYPE_CHECKING:
    from interviewer.asr.catalog import Weights

pytestmark = pytest.mark.model

SAID: dict[Language, str] = {
    "fr": "le plus dur ce n était pas le lancement c était trois mois plus tard",
    "en": "the launch went well the trouble was drift three months later",
}


class Nobody:
    """A guide without anyone to lead."""

    def now(self, notice: Notice) -> None:
        pass

    def hears(self, level: Level, rest_s: float) -> None:
        pass


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("engine", get_args(EngineName))
def test_the_recorded_sentence_is_recognised(
    engine: EngineName, language: Language, ct2_weights: Weights
) -> None:
    wanted = Wanted(engine)
    weights = find_weights(wanted)
    assert weights is not None
    assert check_model(wanted, weights).status == "ok"
    trial = Trial(detect(sample(language)), language, own=False)
    check = check_recognition(weights, trial, Nobody())
    assert check.status in ("ok", "warning")  # a busy machine may be slow
    words = re.findall(r"\w+", str(check.found.values["text"]).lower())
    assert len(set(words) ^ set(SAID[language].split())) <= 2
    assert float(check.found.values["factor"]) > 0
