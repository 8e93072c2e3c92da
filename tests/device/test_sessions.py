"""Whole sessions: the real program at a virtual desk, with real weights and a real voice.

A candidate plays recordings into the microphone when it is their turn. The sessions take minutes
of real time, so each is held once, all at the same time, and looked at from several sides.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from interviewer.scenario.library import load
from interviewer.session.events import AnswerEnded, Scored, SpeechResumed, SpeechStarted
from tests.device.signals import RATE, Signal, alike, find, read

if TYPE_CHECKING:
    from tests.device.conftest import Rehearsal, Scenes

pytestmark = [pytest.mark.device, pytest.mark.model]

AT_ONCE = 3
AUDIO = Path(__file__).parents[2] / "audio_fixtures"
PITCH = AUDIO / "pitch-3min"
PHASES = ("intro", "anecdote", "punchlines", "questions", "closing")
ENTERED = ("anecdote", "questions")
"""Phases whose answer the candidate ends with Enter; the others end by silence."""
SPOKEN = ("greeting", *PHASES, "farewell")
SPEAKER_RATE = 48_000
TURN = "À vous"
"""Printed once a turn."""
LONG_S = 180
REACTION_S = 0.5
"""Nobody speaks in the very moment the question ends."""
LEAST_VOICE_S = 1 / 25
"""Seconds a character: no voice at the usual rate is faster."""


def loud_stretches(signal: Signal, rate: int, apart_s: float) -> list[tuple[float, float]]:
    """Start and end of what is not silent, joined across less than ``apart_s``."""
    window = rate // 100
    level = np.abs(signal[: len(signal) // window * window]).reshape(-1, window).max(axis=1)
    stretches: list[tuple[float, float]] = []
    for index in np.flatnonzero(level > 0.01):
        at_s = index / 100
        if stretches and at_s - stretches[-1][1] < apart_s:
            stretches[-1] = (stretches[-1][0], at_s)
        else:
            stretches.append((at_s, at_s))
    return stretches


# ---------------------------------------------------------------------- the scenes


@dataclass(frozen=True, slots=True)
class Held:
    """A session that is over."""

    printed: str
    exit_code: int
    scorecard: Any
    events: Sequence[object]
    recordings: dict[str, Signal]


def held(rehearsal: Rehearsal, *recordings: str) -> Held:
    exit_code = rehearsal.ended()
    return Held(
        rehearsal.printed,
        exit_code,
        rehearsal.scorecard(),
        rehearsal.events(),
        {name: rehearsal.recorded(name) for name in recordings},
    )


def spoken(file: Path) -> Signal:
    """A recording as a candidate would give it, who thinks for a moment first."""
    return np.concatenate([np.zeros(round(REACTION_S * RATE)), read(file)])


def answer(rehearsal: Rehearsal, signal: Signal, turn: int = 1) -> None:
    file = rehearsal.folder / f"answer{turn}.wav"
    soundfile.write(file, signal, RATE)
    rehearsal.wait_for(TURN, turn)
    rehearsal.sound.play(file)


def give_the_pitch(rehearsal: Rehearsal) -> tuple[Held, Signal]:
    """Answers each phase in its turn, at a desk whose microphone hears the loudspeaker."""
    rehearsal.sound.echo()
    said = rehearsal.folder / "said.wav"
    with rehearsal.sound.hearing(said):
        for number, phase in enumerate(PHASES, 1):
            answer(rehearsal, spoken(PITCH / f"{phase}.flac"), number)
            if phase in ENTERED:
                time.sleep(0.3)
                rehearsal.press()
            rehearsal.wait_for_card(number)
            rehearsal.press()  # away with the card
        rehearsal.wait_for("Total")
        session = held(rehearsal, *(f"{phase}-take1" for phase in PHASES))
    return session, read(said, rate=SPEAKER_RATE)


def speak_for_three_minutes(rehearsal: Rehearsal) -> tuple[Held, Signal]:
    files = [*(PITCH / f"{phase}.flac" for phase in PHASES), AUDIO / "answers" / "fr-rag.flac"]
    signal = np.concatenate([read(file) for file in files])[: LONG_S * RATE]
    answer(rehearsal, np.concatenate([np.zeros(round(REACTION_S * RATE)), signal]))
    time.sleep(0.3)
    rehearsal.press()
    rehearsal.wait_for_card()
    rehearsal.press()
    # What is read again is not looked at here, and costs this engine a minute of both cores.
    rehearsal.wait_for("ne pas attendre")
    rehearsal.press("q")
    return held(rehearsal, "pitch-take1"), signal


def think_for_long(rehearsal: Rehearsal) -> Held:
    """Goes on after the card is there already."""
    rehearsal.sound.breathe()
    answer(rehearsal, spoken(PITCH / "questions.flac"))
    rehearsal.wait_for_card()
    rehearsal.sound.play(AUDIO / "answers" / "fr-short.flac")
    rehearsal.wait_for_card(2)
    rehearsal.press()
    return held(rehearsal, "questions-take1")


@dataclass(frozen=True, slots=True)
class Playbill:
    pitch: Future[tuple[Held, Signal]]
    long: Future[tuple[Held, Signal]]
    resumed: Future[Held]


@pytest.fixture(scope="module")
def playbill(scenes: Scenes, one_pitch: str) -> Playbill:
    return Playbill(
        pitch=scenes.begin(give_the_pitch, "pitch-3min"),
        long=scenes.begin(
            speak_for_three_minutes, one_pitch, "--mute", "--engine", "openai-whisper"
        ),
        resumed=scenes.begin(think_for_long, "pitch-3min", "--phase", "questions", "--mute"),
    )


def replay_of(folder: Path, card: Path, *before: str) -> Any:
    """The scorecard of the recordings in ``folder``; ``before`` the command stands what runs it."""
    command = ["-m", "interviewer", "replay", "pitch-3min", str(folder), "--json", str(card)]
    subprocess.run(
        [*before, sys.executable, *command], check=True, capture_output=True, timeout=600
    )
    return json.loads(card.read_text(encoding="utf-8"))


# ---------------------------------------------------------------------- what came of them


def test_a_session_scores_as_the_replay_of_what_was_said(
    playbill: Playbill, tmp_path: Path
) -> None:
    # While the sessions are held.
    for phase in PHASES:
        soundfile.write(tmp_path / f"{phase}.wav", spoken(PITCH / f"{phase}.flac"), RATE)
    replayed = replay_of(tmp_path, tmp_path / "card.json", "nice")
    session, _ = playbill.pitch.result()
    assert session.exit_code == 0
    answers = {answer["phase"]: answer for answer in session.scorecard["answers"]}
    assert tuple(answers) == PHASES
    differing: set[str] = set()
    misheard: set[str] = set()
    for expected in replayed["answers"]:
        given = answers[expected["phase"]]
        differing |= {name for name, _ in statuses(given).items() ^ statuses(expected).items()}
        misheard |= put_to_the_decoder(given) | put_to_the_decoder(expected)
        assert given["timing"]["verdict"] == expected["timing"]["verdict"]
        spoken_s = expected["timing"]["spoken_s"]
        assert given["timing"]["spoken_s"] == pytest.approx(spoken_s, abs=0.3)
    # The sound server resamples what is played: what the decoder had to decide may fall either way.
    assert differing <= misheard
    assert len(differing) <= 3


def test_a_session_scores_as_the_replay_of_its_own_recordings(
    playbill: Playbill, tmp_path: Path
) -> None:
    """To the last word, term and figure: what the scorecard holds was read whole, as a replay reads it."""
    session, _ = playbill.pitch.result()
    for name, signal in session.recordings.items():
        soundfile.write(tmp_path / f"{name}.wav", signal, RATE, subtype="PCM_16")
    replayed = replay_of(tmp_path, tmp_path / "card.json")
    assert len(replayed["answers"]) == len(PHASES)
    assert elsewhere(session.scorecard) == elsewhere(replayed)


def elsewhere(scorecard: Any) -> Any:
    """The scorecard whatever the folder of its recordings."""
    answers = [answer | {"audio": Path(answer["audio"]).name} for answer in scorecard["answers"]]
    return scorecard | {"answers": answers}


def put_to_the_decoder(answer: Any) -> set[str]:
    """Terms that the words do not hold: found by their sound, or with the vocabulary's help."""
    terms = answer["coverage"]["terms"]
    return {term["term"] for term in terms if term["found_by"] in ("hint", "sound")}


def statuses(answer: Any) -> dict[str, str]:
    terms = {term["term"]: term["status"] for term in answer["coverage"]["terms"]}
    return terms | {point["point"]: point["status"] for point in answer["coverage"]["points"]}


def test_an_answer_is_taken_up_after_its_card(playbill: Playbill) -> None:
    session = playbill.resumed.result()
    assert session.exit_code == 0
    expected = (SpeechStarted, AnswerEnded, Scored, SpeechResumed, AnswerEnded, Scored)
    assert [type(event) for event in session.events if isinstance(event, expected)] == [*expected]
    signal = session.recordings["questions-take1"]
    first, more = read(PITCH / "questions.flac"), read(AUDIO / "answers" / "fr-short.flac")
    assert alike(first, signal) > 0.99
    assert alike(more, signal) > 0.99
    (answer,) = session.scorecard["answers"]
    text = answer["transcript"]["text"]
    assert "autre chose" in text
    assert session.printed.count("Votre réponse continue.") == 1


def test_nothing_but_the_scorecard_follows_it(playbill: Playbill) -> None:
    session, _ = playbill.pitch.result()
    assert session.printed.rstrip().splitlines()[-1].split()[-3:-1] == ["interviewer", "report"]


def test_every_text_of_the_interviewer_is_heard(playbill: Playbill) -> None:
    _, said = playbill.pitch.result()
    texts = said_texts()
    # The greeting and the first prompt follow each other without an answer in between.
    together = [texts["greeting"] + texts["intro"], *(texts[name] for name in SPOKEN[2:])]
    stretches = loud_stretches(said, SPEAKER_RATE, apart_s=5.0)
    assert len(stretches) == len(together)
    for (start_s, end_s), text in zip(stretches, together, strict=True):
        assert end_s - start_s > LEAST_VOICE_S * len(text)


def test_the_echo_of_the_interviewer_is_in_no_recording(playbill: Playbill) -> None:
    """The microphone heard the loudspeaker all the time."""
    session, _ = playbill.pitch.result()
    for phase in PHASES:
        played = read(PITCH / f"{phase}.flac")
        signal = session.recordings[f"{phase}-take1"]
        assert alike(played, signal) > 0.99
        at = find(played, signal)
        around = np.concatenate([signal[:at], signal[at + len(played) :]])
        assert np.abs(around).max() < 0.01


def test_three_minutes_of_speech_lose_no_sample_while_whisper_works(playbill: Playbill) -> None:
    session, played = playbill.long.result()
    assert session.exit_code == 0
    signal = session.recordings["pitch-take1"]
    assert len(played) == LONG_S * RATE
    # A lost sample moves all that comes after it.
    parts = range(0, len(played), 5 * RATE)
    places = {
        find(played[start : start + 5 * RATE], signal[start : start + 7 * RATE]) for start in parts
    }
    (at,) = places
    assert np.corrcoef(played, signal[at : at + len(played)])[0, 1] > 0.99
    (answer,) = session.scorecard["answers"]
    assert len(answer["transcript"]["words"]) > 350
    assert session.scorecard["engine"]["name"] == "openai-whisper"
    assert "perdu" not in session.printed


def said_texts() -> dict[str, str]:
    scenario = load("pitch-3min")
    prompts = {phase.id: phase.prompt for phase in scenario.phases}
    return {"greeting": scenario.greeting, "farewell": scenario.farewell, **prompts}
