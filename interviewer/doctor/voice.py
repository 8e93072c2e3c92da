"""The interviewer's voice: one sentence said aloud."""

from __future__ import annotations

from interviewer.audio.devices import list_devices
from interviewer.doctor.checks import VOICE, Check, Guide, failed
from interviewer.domain import Language, Notice
from interviewer.errors import DeviceError
from interviewer.i18n import N_, translator
from interviewer.tts.process import ChildBroke, ChildHangs
from interviewer.tts.protocol import VoiceInfo
from interviewer.tts.speaker import say_once
from interviewer.tts.voices import installed_voices, of_language

SENTENCE = N_("Hello, I will be your interviewer today.")


def check_voice(language: Language, *, mute: bool, guide: Guide) -> Check:
    """Has :data:`SENTENCE` said in ``language``; only the person knows whether it was heard.

    Args:
        language: of the screen.
        mute: looks for the voice, and plays nothing.
        guide: told before the voice begins.

    Raises:
        MissingError: no synthesiser can be started.
    """
    guide.now(Notice(N_("Looking for a voice")))
    voices = installed_voices().voices
    spoken = of_language(voices, language)
    if not spoken:
        return Check(
            VOICE,
            "missing",
            Notice(
                N_("None of the {count} voices speaks this language ({language})."),
                {"count": len(voices), "language": language},
            ),
            Notice(N_("Install one in the system's settings, or name another with --voice.")),
        )
    voice = spoken[0]
    if mute:
        found = N_("{voice}. It was not played: --mute.")
        return Check(VOICE, "not_measured", Notice(found, {"voice": voice.name}))
    text = translator(language)(SENTENCE)
    guide.now(Notice(N_("Listen: “{text}”"), {"text": text}))
    try:
        say_once(voice, text)
    except (ChildBroke, ChildHangs) as error:
        return _unheard(voice, str(error))
    return _played(voice, text)


def _unheard(voice: VoiceInfo, reason: str) -> Check:
    """Why ``voice`` cannot be played: the sound system itself knows best."""
    try:
        outputs = [device for device in list_devices() if device.outputs]
    except DeviceError as error:
        return failed(VOICE, error)
    if not outputs:
        return Check(
            VOICE,
            "missing",
            Notice(N_("{voice} could speak, but there is no loudspeaker."), {"voice": voice.name}),
            Notice(N_("Connect a loudspeaker or a headset, or rehearse with --mute.")),
        )
    return Check(
        VOICE,
        "missing",
        Notice(N_("{voice} cannot be played ({reason})."), {"voice": voice.name, "reason": reason}),
        Notice(N_("Check the loudspeaker in the system's settings, or rehearse with --mute.")),
    )


def _played(voice: VoiceInfo, text: str) -> Check:
    values = {"voice": voice.name, "text": text}
    device = _loudspeaker()
    if device is None:
        message = N_("{voice}. You should have heard: “{text}” If not, turn the sound up.")
        return Check(VOICE, "ok", Notice(message, values))
    message = N_(
        "{voice}, on “{device}”. You should have heard: “{text}” If not, turn the sound up."
    )
    return Check(VOICE, "ok", Notice(message, {**values, "device": device}))


def _loudspeaker() -> str | None:
    """The default one, which has just played; None where only the system knows it."""
    try:
        return next((each.name for each in list_devices() if each.default_output), None)
    except DeviceError:
        return None
