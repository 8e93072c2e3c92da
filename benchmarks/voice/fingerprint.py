"""Whether a line would be spoken as it was."""

from __future__ import annotations

import hashlib
import json

from interviewer.domain import Language
from interviewer.tts.lexicon import stretches
from interviewer.tts.rendering import VOICES, lexicon
from interviewer.tts.text import speakable

__all__ = ["fingerprint"]


def fingerprint(text: str, language: Language) -> str:
    """Changes with the text, the voice, and what the lexicon says of its words."""
    spoken = speakable(text)
    said = [(spoken[start:end], how) for start, end, how in stretches(spoken, lexicon(language))]
    written = json.dumps([said, VOICES[language]], ensure_ascii=False).encode()
    return hashlib.sha256(written).hexdigest()[:12]
