"""The voices of macOS and Windows, through pyttsx3's drivers. Runs in the child only."""

from __future__ import annotations

from interviewer.speak.pieces import pieces
from interviewer.speak.protocol import UseVoice, VoiceInfo

__all__ = ["NativeEngine"]


class NativeEngine:
    """pyttsx3 as it is, one piece at a time; the system plays what it says.

    Args:
        driver: pyttsx3's name of one; None for that of the system.
    """

    def __init__(self, driver: str | None = None) -> None:
        import pyttsx3

        self._engine = pyttsx3.init(driver)
        self._finished = False
        self._engine.connect("finished-utterance", self._finish)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices installed on the system."""
        return tuple(
            VoiceInfo(voice.id, voice.name or voice.id, _language(voice.languages))
            for voice in self._engine.getProperty("voices")
        )

    def use(self, voice: UseVoice) -> None:
        """Speaks like this from now on; the driver takes it with the next text."""
        self._engine.setProperty("voice", voice.id)
        self._engine.setProperty("rate", voice.rate)

    def utter(self, text: str) -> None:
        """Returns when all of ``text`` was said.

        Raises:
            RuntimeError: the driver gave up before.
        """
        for piece in pieces(text):
            self._finished = False
            self._engine.say(piece)
            self._engine.runAndWait()
            # The loop can return before anything was said: only the driver's own word counts.
            if not self._finished:
                raise RuntimeError("pyttsx3 returned without having spoken")

    def _finish(self, completed: bool, **_named: object) -> None:
        self._finished = completed


def _language(names: list[str] | None) -> str:
    """``fr-fr`` of ``["fr_FR"]``."""
    return str(names[0] or "").replace("_", "-").lower() if names else ""
