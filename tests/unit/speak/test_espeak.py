"""The synthesiser itself, in processes of its own as in the program: it makes sound, plays none."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

BUNDLED = "espeak._SYSTEM_LIBRARIES = ()\n"
"""As on a machine without espeak of its own."""

SECONDS = """
def seconds(text, rate):
    it.use(UseVoice("roa/fr", rate))
    sound = it.sound(text)
    return len(sound.pcm) / 2 / sound.rate_hz
"""


def run(expression: str) -> Any:
    """The value of ``expression`` about the synthesiser ``it``."""
    code = (
        "import json\n"
        "from interviewer.speak import espeak\n"
        "from interviewer.speak.protocol import UseVoice\n"
        f"{BUNDLED}"
        "it = espeak.Espeak()\n"
        f"{SECONDS}"
        f"print('RESULT', json.dumps({expression}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(result.stdout.rpartition("RESULT")[2])


def test_french_and_english_voices_are_there_without_a_system_espeak() -> None:
    voices = run("[(v.id, v.language) for v in it.voices()]")
    assert ["roa/fr", "fr-fr"] in voices
    assert ["gmw/en", "en-gb"] in voices


def test_every_voice_listed_can_be_used() -> None:
    assert run("[it.use(UseVoice(v.id, 160)) for v in it.voices()]")


def test_a_voice_that_is_not_there_is_refused() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run("it.use(UseVoice('roa/none', 160))")
    assert "espeak has no voice 'roa/none'" in failed.value.stderr


def test_all_of_a_text_becomes_sound_at_the_rate_asked_for() -> None:
    text = "Présentez-vous."
    slow, fast, many, again = run(
        f"[seconds({text!r}, 160), seconds({text!r}, 320), "
        f"seconds({text + ' '!r} * 2000, 320), seconds({text!r}, 160)]"
    )
    assert 0.8 < slow < 1.8
    assert 0.4 * slow < fast < 0.7 * slow
    assert many == pytest.approx(2000 * fast, rel=0.05)
    assert again == pytest.approx(slow, rel=0.02)
