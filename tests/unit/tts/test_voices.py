from __future__ import annotations

import pytest

from interviewer.cli.session import session_options
from interviewer.domain import Language
from interviewer.errors import MissingError, UsageError
from interviewer.tts import voices as voices_module
from interviewer.tts.process import VoiceProcess
from interviewer.tts.protocol import VoiceInfo, Voices
from interviewer.tts.voices import (
    VoiceWish,
    best_of,
    installed_voices,
    named_voice,
    of_language,
)

VOICES = tuple(
    VoiceInfo(*row)
    for row in (
        ("gmw/en-029", "English (Caribbean)", "en-029"),
        ("gmw/en", "English (Great Britain)", "en-gb"),
        ("gmw/en-US", "English (America)", "en-us"),
        ("roa/fr-BE", "French (Belgium)", "fr-be"),
        ("roa/fr", "French (France)", "fr-fr"),
        ("roa/frp", "Francoprovençal", "frp"),
        ("com.apple.voice.thomas", "Thomas", "fr-fr"),
        ("x/unknown", "Zarvox", ""),
        ("mb/mb-fr1", "french-mbrola-1", "fr-fr"),
        ("pico/en-US", "Pico (en-US)", "en-us"),
        ("pico/en-GB", "Pico (en-GB)", "en-gb"),
        ("pico/fr-FR", "Pico (fr-FR)", "fr-fr"),
        ("kokoro/ff_siwis", "Siwis (Kokoro)", "fr-fr"),
    )
)


@pytest.mark.parametrize(
    ("language", "ids"),
    [
        (
            "fr",
            [
                *("kokoro/ff_siwis", "pico/fr-FR", "mb/mb-fr1"),
                *("roa/fr", "com.apple.voice.thomas", "roa/fr-BE"),
            ],
        ),
        ("en", ["pico/en-GB", "pico/en-US", "gmw/en", "gmw/en-US", "gmw/en-029"]),
    ],
)
def test_the_best_understood_then_the_country_of_the_language_come_first(
    language: Language, ids: list[str]
) -> None:
    assert [voice.id for voice in of_language(VOICES, language)] == ids


@pytest.mark.parametrize(
    ("name", "language", "id_"),
    [
        ("thomas", "fr", "com.apple.voice.thomas"),
        ("THOMAS", "en", "com.apple.voice.thomas"),
        ("belgium", "fr", "roa/fr-BE"),
        ("roa/fr", "fr", "roa/fr"),
        ("roa/FR-be", "en", "roa/fr-BE"),
        ("english", "fr", "gmw/en-029"),
        ("english", "en", "gmw/en"),
        ("roa", "fr", "roa/fr"),
        ("French (Belgium)", "fr", "roa/fr-BE"),
    ],
)
def test_a_voice_by_part_of_its_name(name: str, language: Language, id_: str) -> None:
    assert named_voice(VOICES, language, name).id == id_


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("tomas", "Thomas"),
        ("Frensh (Belgium)", "French (Belgium), French (France)"),
        ("qqqqqqq", "Siwis (Kokoro), Pico (fr-FR), french-mbrola-1, French (France), Thomas."),
    ],
)
def test_a_name_that_does_not_exist_shows_those_like_it(name: str, close: str) -> None:
    with pytest.raises(MissingError) as missing:
        named_voice(VOICES, "fr", name)
    assert str(missing.value).startswith(f"No voice is named “{name}”. Close to it: {close}")
    assert str(missing.value).endswith(" All of them: interviewer voices --all")


@pytest.mark.parametrize("rate", [0, 79, 451, -160])
def test_a_rate_out_of_range_is_refused(rate: int) -> None:
    with pytest.raises(UsageError, match="Give --rate from 80 to 450"):
        VoiceWish(rate=rate)


def test_listing_without_a_synthesiser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices_module, "VoiceProcess", lambda: VoiceProcess(("/nonexistent",)))
    with pytest.raises(MissingError, match="No voice can be started"):
        installed_voices()


@pytest.mark.parametrize(
    ("language", "id_"),
    [("fr-be", "roa/fr-BE"), ("fr-fr", "kokoro/ff_siwis"), ("fr-ch", "kokoro/ff_siwis")],
)
def test_the_best_voice_of_a_country_else_of_its_language(language: str, id_: str) -> None:
    best = best_of(VOICES, language)
    assert best is not None
    assert best.id == id_


def test_a_language_that_nothing_speaks_has_no_best_voice() -> None:
    assert best_of(VOICES, "tlh") is None


@pytest.mark.parametrize("mute", [False, True])
def test_a_voice_that_does_not_exist_is_refused_before_a_session(
    mute: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voices_module, "installed_voices", lambda: Voices(VOICES))
    with pytest.raises(MissingError, match="No voice is named “zzz”"):
        session_options("", "zzz", None, mute=mute, keep_audio=True)
    assert session_options("", "belgium", None, mute=mute, keep_audio=True).voice.name == "belgium"
