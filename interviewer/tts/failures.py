"""Why a session goes on in writing: one notice each."""

from __future__ import annotations

from interviewer.domain import Language, Notice
from interviewer.errors import filled
from interviewer.i18n import N_


class VoiceFailure(Exception):  # noqa: N818  named for what it is to the person, not for Python
    """The voice is lost for this session; ``notice`` says why and that text takes its place."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(filled(notice.message, notice.values))
        self.notice = notice


def no_voice(reason: str) -> VoiceFailure:
    """The synthesiser does not start."""
    message = N_(
        "No voice can be started ({reason}); the questions are shown in writing. Try: interviewer doctor"
    )
    return VoiceFailure(Notice(message, {"reason": reason}))


def no_language(language: Language) -> VoiceFailure:
    """No installed voice speaks the scenario's language."""
    message = N_(
        "No voice on this machine speaks the scenario's language ({language}); the questions are "
        "shown in writing. Install one, or choose another with --voice."
    )
    return VoiceFailure(Notice(message, {"language": language}))


def voice_broke(reason: str) -> VoiceFailure:
    """The synthesiser ended, or failed, twice in one text."""
    message = N_(
        "The voice broke down ({reason}); from here on the questions are shown in writing."
    )
    return VoiceFailure(Notice(message, {"reason": reason}))


def no_reply() -> VoiceFailure:
    """The synthesiser hangs."""
    message = N_("The voice does not answer; from here on the questions are shown in writing.")
    return VoiceFailure(Notice(message))


def no_sound(reason: str) -> VoiceFailure:
    """No loudspeaker takes the sound."""
    message = N_(
        "No sound can be played ({reason}); from here on the questions are shown in writing. "
        "Check the loudspeaker, then: interviewer doctor"
    )
    return VoiceFailure(Notice(message, {"reason": reason}))


def sound_stopped() -> VoiceFailure:
    """The loudspeaker was taken away, or its server stands still."""
    message = N_(
        "The loudspeaker stopped taking sound; from here on the questions are shown in writing. "
        "Check that it is connected."
    )
    return VoiceFailure(Notice(message))
