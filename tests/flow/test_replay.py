"""Whole replays: real files and detector, a recogniser that says what it is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import ANY

import numpy as np
import pytest
import soundfile

from interviewer.audio.naming import AnswerFile, match_files
from interviewer.domain import (
    SAMPLE_RATE,
    Chunk,
    EngineInfo,
    Phase,
    Place,
    Replay,
    Scenario,
    Task,
    Term,
    Vocabulary,
    Word,
)
from interviewer.errors import AudioError
from interviewer.recordings import replay, replay_one_take
from interviewer.scenario.library import load
from interviewer.session.ports import GiveWay
from tests.flow.recognisers import ReadsAll, WordASecond

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"


def scenario(target_s: float = 18, term: str = "données") -> Scenario:
    task = Task("intro", target_s, terms=(Term(term),))
    return Scenario("s", "S", "fr", (Phase("intro", "Intro", "pitch", target_s, "", task),))


def run(paths: list[Path], transcriber: WordASecond | None = None, target_s: float = 18) -> Replay:
    plan = scenario(target_s)
    phase, task = next(plan.tasks())
    files = [AnswerFile(phase, task, path, path.stem) for path in paths]
    return replay(plan, files, transcriber or WordASecond("données"), lambda *_: None)


class ReadingTranscriber(ReadsAll):
    """Writes what a script has for the time of each chunk, evenly over that time."""

    def __init__(self, script: Sequence[tuple[float, float, str]]) -> None:
        self.info = EngineInfo("reading", "none")
        self._words = [
            Word(text, start_s + index * each_s, start_s + (index + 0.9) * each_s, 0.9)
            for start_s, end_s, answer in script
            for texts in [answer.split()]
            for each_s in [(end_s - start_s) / len(texts)]
            for index, text in enumerate(texts)
        ]

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        end_s = chunk.start_s + chunk.duration_s
        return tuple(word for word in self._words if chunk.start_s <= word.start_s < end_s)


def test_one_recording_of_the_whole_pitch() -> None:
    path = FIXTURES / "pitch-one-take.flac"
    truth = json.loads((FIXTURES / "truth.json").read_text(encoding="utf-8"))[path.stem]
    starts: dict[str, float] = truth["phase_starts_s"]
    ends = [*(start - 1.5 for start in list(starts.values())[1:]), truth["seconds"]]
    plan = load("pitch-3min")
    answers = [task.model_answer for _, task in plan.tasks()]
    transcriber = ReadingTranscriber(list(zip(starts.values(), ends, answers, strict=True)))
    result = replay_one_take(plan, path, transcriber, lambda *_: None)
    assert result.left_out == ()
    cards = {card.phase_id: card for card in result.scorecard.answers}
    assert list(cards) == list(starts)
    for phase, start in starts.items():
        take = cards[phase].take
        assert take.audio == path
        assert take.place is not None
        assert take.place.span is not None
        assert take.place.span.start_s == pytest.approx(start, abs=2)
        assert take.speech[0].start_s == take.place.span.start_s
        assert (cards[phase].coverage.score or 0.0) > 80
    assert cards["intro"].timing.onset_s == pytest.approx(0.1, abs=0.1)
    assert cards["anecdote"].timing.onset_s == pytest.approx(1.5, abs=0.1)
    assert result.scorecard.spoken_s == pytest.approx(168, abs=2)


def test_what_is_not_in_the_recording_is_not_measured() -> None:
    path = FIXTURES / "answers" / "fr-hesitant.flac"
    plan = load("pitch-3min")
    closing = plan.phases[-1].task.model_answer
    transcriber = ReadingTranscriber([(0.0, 18.4, closing)])
    result = replay_one_take(plan, path, transcriber, lambda *_: None)
    cards = {card.phase_id: card for card in result.scorecard.answers}
    assert [phase for phase, card in cards.items() if card.score is not None] == ["closing"]
    for phase in ("intro", "anecdote", "punchlines", "questions"):
        assert cards[phase].timing.verdict == "not_measured"
        assert cards[phase].take.transcript.words == ()
        assert cards[phase].take.place == Place(None, None, (), ANY, True)
    assert result.scorecard.score == cards["closing"].score


def test_only_speech_reaches_the_recogniser() -> None:
    transcriber = WordASecond("données")
    result = run([FIXTURES / "answers" / "fr-hesitant.flac"], transcriber)
    (answer,) = result.scorecard.answers
    # 18.4 s of recording hold three pauses of about three seconds, of which one is longer.
    assert len(transcriber.chunks) == 2
    assert answer.timing.spoken_s == pytest.approx(18.4, abs=0.15)
    assert answer.timing.verdict == "on_time"
    assert answer.coverage.score == 100
    assert answer.delivery.pauses.long == 3


def test_silence_yields_no_words_and_no_score(tmp_path: Path) -> None:
    path = tmp_path / "intro.wav"
    rng = np.random.default_rng(1)
    soundfile.write(path, rng.normal(0, 1e-3, SAMPLE_RATE * 5).astype(np.float32), SAMPLE_RATE)
    transcriber = WordASecond("Merci d'avoir regardé cette vidéo !")
    result = run([path], transcriber)
    (answer,) = result.scorecard.answers
    assert transcriber.chunks == []
    assert answer.take.transcript.words == ()
    assert answer.timing.verdict == "not_measured"
    assert (answer.timing.score, answer.coverage.score, answer.delivery.score) == (None, None, None)
    assert answer.score is None
    assert result.scorecard.score is None
    assert answer.advice


def test_the_best_take_counts_and_the_other_is_kept() -> None:
    long = FIXTURES / "answers" / "fr-hesitant.flac"
    short = FIXTURES / "answers" / "fr-short.flac"
    for order in ([long, short], [short, long]):
        result = run(order)
        assert [answer.take.audio for answer in result.scorecard.answers] == [long]
        assert [answer.take.audio for answer in result.other_takes] == [short]


def test_a_file_that_cannot_be_scored_stops_the_replay(tmp_path: Path) -> None:
    path = tmp_path / "intro.wav"
    path.write_bytes(b"not audio at all" * 100)
    with pytest.raises(AudioError, match=r"intro\.wav"):
        run([FIXTURES / "answers" / "fr-short.flac", path])


def test_a_truncated_file_is_scored_for_what_it_holds(tmp_path: Path) -> None:
    whole = (FIXTURES / "answers" / "fr-hesitant.flac").read_bytes()
    path = tmp_path / "intro.flac"
    path.write_bytes(whole[: len(whole) // 2])
    (answer,) = run([path]).scorecard.answers
    assert answer.take.notices
    assert answer.timing.spoken_s is not None
    assert 2 < answer.timing.spoken_s < 17
    assert answer.advice[0] != answer.advice[-1]


def test_what_a_session_recorded_is_joined_as_the_session_did(tmp_path: Path) -> None:
    """Two exchanges are one answer end to end; a follow-up adds to coverage alone."""
    names = ["intro-take1.flac", "intro-take1-part2.flac", "intro-take1-follow-up.flac"]
    for name in names:
        (tmp_path / name).symlink_to(FIXTURES / "answers" / "fr-short.flac")
    plan = scenario()
    files = match_files(plan, sorted(tmp_path.iterdir()))
    told: list[str] = []
    result = replay(
        plan,
        files,
        WordASecond("données"),
        lambda path, at_s: told.append(path.name),
    )
    (alone,) = run([FIXTURES / "answers" / "fr-short.flac"]).scorecard.answers
    (answer,) = result.scorecard.answers
    assert result.other_takes == ()
    assert list(dict.fromkeys(told)) == names
    assert alone.timing.spoken_s is not None
    assert answer.timing.spoken_s == pytest.approx(2 * alone.timing.spoken_s, abs=0.1)
    words = len(alone.take.transcript.words)
    assert len(answer.take.transcript.words) == 3 * words
    assert answer.coverage.terms[0].count == 3 * words
    assert answer.timing.target_s == 18
