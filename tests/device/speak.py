"""What ``PyttsxSpeaker`` does on a sound stack, told line by line.

Usage: speak.py RATE VOICE. Reads ``say TURN TEXT``, ``stop`` or ``end``; writes JSON with the moment
it was known, in seconds of the monotonic clock, which all processes share.
"""

from __future__ import annotations

import json
import sys
import time

from interviewer.domain import Notice
from interviewer.tts.speaker import PyttsxSpeaker, Reports
from interviewer.tts.voices import VoiceWish


def tell(**body: object) -> None:
    sys.stdout.write(json.dumps({**body, "at": time.monotonic()}) + "\n")
    sys.stdout.flush()


def spoken(turn: int) -> None:
    tell(spoken=turn)


def notice(notice: Notice) -> None:
    tell(notice=notice.message.format(**notice.values))


def main() -> None:
    wish = VoiceWish(sys.argv[2], int(sys.argv[1]))
    with PyttsxSpeaker("fr", wish, Reports(spoken, notice)) as speaker:
        tell(ready=True)
        for line in sys.stdin:
            match line.split(maxsplit=2):
                case ["say", turn, text]:
                    speaker.say(int(turn), text)
                case ["stop"]:
                    began = time.monotonic()
                    speaker.stop()
                    tell(stopped=True, began=began)
                case _:
                    break


if __name__ == "__main__":
    main()
