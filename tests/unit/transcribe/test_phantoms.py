"""Lines of subtitles where nobody speaks."""

from __future__ import annotations

import pytest

from interviewer.transcribe.phantoms import is_phantom


@pytest.mark.parametrize(
    "text",
    [
        "Sous-titres réalisés par la communauté d'Amara.org",
        " Merci d’avoir regardé !",
        "Thank you for watching.",
    ],
)
def test_what_whisper_writes_in_silence_is_no_speech(text: str) -> None:
    assert is_phantom(text)


@pytest.mark.parametrize(
    "text",
    [
        "J'ai ajouté les sous-titres par reconnaissance automatique.",
        "Je finis toujours par « abonnez-vous » dans mes vidéos.",
        "",
    ],
)
def test_the_same_words_inside_an_answer_are_the_speakers(text: str) -> None:
    assert not is_phantom(text)
