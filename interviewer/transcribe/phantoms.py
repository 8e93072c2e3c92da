"""Lines that Whisper writes where nobody speaks, learnt from the subtitles it was trained on."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["is_phantom"]

_LINES = (
    # Reported for French and English silence, e.g. whisper.cpp issue 2660.
    r"sous titres? (realises?|fait|faits|par|de|st) .*",
    r"sous titrage .*",
    r"amara org",
    r"merci d avoir regarde( cette video| la video)?.*",
    r"abonnez vous.*",
    r"thanks? (you )?for watching.*",
    r"subtitles? by .*",
    r"please subscribe.*",
)
_PHANTOM = re.compile("|".join(f"(?:{line})" for line in _LINES))


def is_phantom(text: str) -> bool:
    """True when ``text`` as a whole is one of the known lines; inside real speech it stays."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return _PHANTOM.fullmatch(" ".join(re.findall(r"\w+", plain))) is not None
