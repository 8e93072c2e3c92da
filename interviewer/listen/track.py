"""A recording as a small compressed track, to be played in a page.

MP3, because Chromium, Firefox and Safari all play it, Safari without a lower bound on its version
(Ogg Opus only since 18.4), and because libsndfile writes it: nothing more to install. 16 kHz mono at
a constant 40 kbit/s, which keeps seeking exact: 300 kB a minute, 400 kB within a page's base64.
"""

from __future__ import annotations

import io
from pathlib import Path

from interviewer.listen.audiofile import open_recording
from interviewer.models import SAMPLE_RATE

__all__ = ["MIME_TYPE", "compressed_track"]

MIME_TYPE = "audio/mpeg"

_LEVEL = 1 - (40 - 8) / (160 - 8)
"""libsndfile's scale from the highest bit rate of 16 kHz MP3, 160 kbit/s, at 0, to the lowest, 8."""


def compressed_track(path: Path) -> bytes:
    """The recording at ``path`` as MP3; the same recording gives the same bytes.

    Raises:
        AudioError: it is not there, or cannot be decoded.
    """
    import soundfile

    recording = open_recording(path)
    track = io.BytesIO()
    with soundfile.SoundFile(
        track,
        "w",
        samplerate=SAMPLE_RATE,
        channels=1,
        format="MP3",
        subtype="MPEG_LAYER_III",
        compression_level=_LEVEL,
        bitrate_mode="CONSTANT",
    ) as file:
        for block in recording.blocks():
            file.write(block)
    return track.getvalue()
