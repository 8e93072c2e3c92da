"""Whole batches: real files, detector, processes and pages; recognisers that say what they are told."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from interviewer.audio.reader import open_recording
from interviewer.batch import local
from interviewer.batch.local import Open, score_locally
from interviewer.batch.work import Outcome, Work, score
from interviewer.cli import batch, replay
from interviewer.domain import SAMPLE_RATE, Chunk, Vocabulary, Word
from interviewer.errors import EngineError
from interviewer.session.ports import GiveWay, Transcriber
from tests.flow.recognisers import Parrot, get_no_further

ROOT = Path(__file__).parents[2]
SAID = "je pars de données brutes"
SCENARIO = """
id = "bref"
title = "Bref"
language = "fr"

[[phase]]
id = "intro"
title = "Intro"
kind = "pitch"
target = "3s"
prompt = "?"
terms = ["données", "valeur"]

[[phase]]
id = "fin"
title = "Fin"
kind = "pitch"
target = "3s"
prompt = "?"
terms = ["données"]
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


class Mortal(Parrot):
    """Ends its process at a recording of so many seconds, or is stuck there, once for each file of that name."""

    def __init__(self, sentence: str, deaths: Path) -> None:
        super().__init__(sentence)
        self._deaths = deaths

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        if left := sorted(self._deaths.glob(f"{round(chunk.end_s)}-*")):
            left[0].unlink()
            if left[0].name.endswith("stuck"):
                assert local._here is not None
                get_no_further(local._here.stood)
            os.kill(os.getpid(), signal.SIGKILL)
        return super().transcribe(chunk, vocabulary)


def interrupted(works: Iterable[Work], open_recogniser: Open, workers: int) -> Iterator[Outcome]:
    """One is scored, then somebody presses Ctrl-C."""
    coming = iter(works)
    yield score(next(coming), open_recogniser())
    raise KeyboardInterrupt


def at_hand(works: Iterable[Work], open_recogniser: Open, workers: int) -> Iterator[Outcome]:
    """In this process, the last one first."""
    transcriber = open_recogniser()
    for work in reversed(list(works)):
        yield score(work, transcriber)


@pytest.fixture(scope="module")
def signal_of_intro() -> np.ndarray:
    recording = open_recording(ROOT / "audio_fixtures" / "pitch-3min" / "intro.flac")
    return np.asarray(next(iter(recording.blocks())), np.float32)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signal_of_intro: np.ndarray
) -> Callable[..., Path]:
    """A folder with recordings of a second: ``desk("ada/intro.wav", ...)``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch, "_recogniser", lambda *_: partial(Parrot, SAID))
    monkeypatch.setattr(batch, "score_locally", at_hand)
    (tmp_path / "bref.toml").write_text(SCENARIO, encoding="utf-8")

    def make(*names: str) -> Path:
        for number, name in enumerate(names):
            path = tmp_path / "class" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            # Recordings that differ, so that each can be told by its sum.
            soundfile.write(path, signal_of_intro * (1 - 0.01 * number), SAMPLE_RATE)
        return tmp_path

    return make


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def names(path: Path) -> list[str]:
    return [each["batch"]["candidate"] for each in entries(path)]


def test_each_candidate_has_the_scorecard_of_a_replay(
    desk: Callable[..., Path], interviewer: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk("ada/intro.wav", "ada/fin.wav", "ben/intro.wav", "ben/readme.wav")
    result = interviewer("batch", "./bref.toml", "class", "--json", "out.jsonl")
    assert (result.returncode, names(folder / "out.jsonl")) == (0, ["ada", "ben"])
    assert "2 sur 2" in result.stdout
    monkeypatch.setattr(replay, "_open_transcriber", lambda *_: Parrot(SAID))
    for entry in entries(folder / "out.jsonl"):
        name = entry.pop("batch")["candidate"]
        alone = ("replay", "./bref.toml", f"class/{name}", "--no-history", "--json", "-")
        assert entry == json.loads(interviewer(*alone).stdout)
    assert entries(folder / "out.jsonl")[1]["batch"]["notices"] == [
        "readme.wav est laissé de côté\xa0: son nom ne commence par aucune phase ni question.",
        "Pas d’enregistrement pour\xa0: fin. Le total porte sur ce qui a été enregistré.",
    ]


def test_a_failing_file_is_a_line_and_an_entry_and_the_rest_goes_on(
    desk: Callable[..., Path], interviewer: Run
) -> None:
    folder = desk("ada/intro.wav", "zoe/intro.wav")
    (folder / "class" / "ben").mkdir()
    (folder / "class" / "ben" / "intro.wav").write_bytes(b"no sound at all" * 50)
    os.mkfifo(folder / "class" / "pipe.wav")
    result = interviewer("batch", "./bref.toml", "class", "--json", "out.jsonl", "--csv", "c.csv")
    assert result.returncode == 2
    lines = [line for line in result.stderr.splitlines() if "non noté" in line]
    assert [line.split("\xa0", 1)[0] for line in sorted(lines)] == ["ben", "pipe"]
    assert "class/ben/intro.wav" in result.stderr
    assert "Traceback" not in result.stderr
    found = {each["batch"]["candidate"]: each for each in entries(folder / "out.jsonl")}
    assert list(found) == ["ada", "ben", "pipe", "zoe"]
    assert [name for name, each in found.items() if each["batch"]["error"]] == ["ben", "pipe"]
    assert found["ben"]["answers"] == []
    assert (folder / "c.csv").read_text("utf-8").count("\n") == 5


def test_resume_scores_what_is_missing_and_what_has_changed(
    desk: Callable[..., Path], interviewer: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk("ada/intro.wav", "ben/intro.wav", "zoe/intro.wav")
    command = ("batch", "./bref.toml", "class", "--json", "out.jsonl")
    with monkeypatch.context() as patch:
        patch.setattr(batch, "score_locally", interrupted)
        stopped = interviewer(*command)
    assert stopped.returncode == 130
    assert names(folder / "out.jsonl") == ["ada"]
    scored: list[str] = []

    def watched(works: Iterable[Work], *more: Any) -> Iterator[Outcome]:
        listed = list(works)
        scored.extend(each.candidate for each in listed)
        return at_hand(listed, *more)

    monkeypatch.setattr(batch, "score_locally", watched)
    assert interviewer(*command, "--resume").returncode == 0
    assert scored == ["ben", "zoe"]
    whole = (folder / "out.jsonl").read_bytes()
    assert interviewer(*command, "--resume").returncode == 0
    assert (scored, (folder / "out.jsonl").read_bytes()) == (["ben", "zoe"], whole)
    (folder / "class" / "ben" / "intro.wav").write_bytes(
        (folder / "class" / "zoe" / "intro.wav").read_bytes()
    )
    interviewer(*command, "--resume")
    assert scored == ["ben", "zoe", "ben"]
    (folder / "bref.toml").write_text(SCENARIO.replace("valeur", "terrain"), encoding="utf-8")
    interviewer(*command, "--resume")
    assert scored[3:] == ["ada", "ben", "zoe"]
    # A page that is asked for now was not made then.
    interviewer(*command, "--resume", "--html", "class.html")
    assert scored[6:] == ["ada", "ben", "zoe"]


def test_the_same_bytes_whatever_the_order(desk: Callable[..., Path], interviewer: Run) -> None:
    folder = desk("ada/intro.wav", "ben/intro.wav", "zoe/intro.wav")
    interviewer("batch", "./bref.toml", "class", "--json", "a.jsonl", "--html", "a.html")
    listed = "candidat;fichier\n" + "".join(
        f"{name};class/{name}/intro.wav\n" for name in ("zoe", "ada", "ben")
    )
    (folder / "liste.csv").write_text(listed, encoding="utf-8")
    interviewer("batch", "./bref.toml", "class", "--json", "b.jsonl", "--html", "b.html")
    interviewer("batch", "./bref.toml", "liste.csv", "--json", "c.jsonl")
    assert (folder / "a.jsonl").read_bytes() == (folder / "b.jsonl").read_bytes()
    assert names(folder / "c.jsonl") == ["ada", "ben", "zoe"]
    pages = [(folder / f"{name}.html").read_text("utf-8") for name in "ab"]
    assert pages[0] == pages[1].replace("b-reports/", "a-reports/")


def test_nobody_is_named_where_nobody_is_to_be_named(
    desk: Callable[..., Path], interviewer: Run
) -> None:
    folder = desk("Dupont/intro.wav", "Dupont/intro-dupont.wav", "Martin.wav", "Durand/dupont.wav")
    (folder / "class" / "Zorro").mkdir()
    (folder / "class" / "Zorro" / "Zorro.wav").write_bytes(b"no sound at all" * 50)
    (folder / "class" / "Milou").mkdir()
    (folder / "class" / "Milou" / "milou.wav").write_bytes(b"")
    result = interviewer(
        *("batch", "./bref.toml", "class", "--anonymous"),
        *("--json", "out.jsonl", "--html", "class.html", "--csv", "class.csv"),
    )
    assert result.returncode == 2
    # The screen is the person's own: it says who, and which file.
    for name in ("Milou", "Zorro"):
        (line,) = [each for each in result.stderr.splitlines() if each.startswith(name)]
        assert f"{name} (candidat-" in line
        assert f"class/{name}/{name if name == 'Zorro' else 'milou'}.wav" in line
    written = [
        path
        for path in folder.rglob("*")
        if path.is_file() and "class/" not in path.as_posix() and path.name != "bref.toml"
    ]
    assert len(written) == 3 + 3
    for path in written:
        told = path.name.lower() + path.read_text("utf-8").lower()
        assert [
            name for name in ("dupont", "martin", "durand", "zorro", "milou") if name in told
        ] == []
    assert all(name.startswith("candidat-") for name in names(folder / "out.jsonl"))
    audio = [a["audio"] for each in entries(folder / "out.jsonl") for a in each["answers"]]
    assert all(path.startswith("candidat-") for path in audio)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "--json"),
        (["--csv", "c.csv", "--resume"], "--json"),
        (["--json", "-", "--resume"], "--json"),
        (["--html", "c.html", "--anonymous", "--audio", "link"], "--audio"),
        (["--html", "nowhere/c.html"], "--html"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_scored(
    desk: Callable[..., Path], interviewer: Run, arguments: list[str], expected: str
) -> None:
    desk("ada/intro.wav")
    result = interviewer("batch", "./bref.toml", "class", *arguments)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert expected in line


# --------------------------------------------------------------------------- processes


def test_a_process_that_dies_or_is_stuck_costs_a_try_and_a_second_one_the_entry(
    desk: Callable[..., Path],
    interviewer: Run,
    monkeypatch: pytest.MonkeyPatch,
    signal_of_intro: np.ndarray,
) -> None:
    folder = desk("ada/intro.wav", "ben/intro.wav", "eve/intro.wav", "zoe/intro.wav")
    for name, times in (("ben", 2), ("eve", 3)):
        longer = np.concatenate([signal_of_intro] * times)
        soundfile.write(folder / "class" / name / "intro.wav", longer, SAMPLE_RATE)
    command = ("batch", "./bref.toml", "class", "--json")
    assert interviewer(*command, "alone.jsonl").returncode == 0
    deaths = folder / "deaths"
    deaths.mkdir()
    for name in ("2-stuck", "3-killed", "3-stuck"):
        (deaths / name).touch()
    monkeypatch.setattr(batch, "score_locally", score_locally)
    monkeypatch.setattr(batch, "_recogniser", lambda *_: partial(Mortal, SAID, deaths))
    result = interviewer(*command, "out.jsonl", "--workers", "2")
    assert (result.returncode, list(deaths.iterdir())) == (2, [])
    assert not multiprocessing.active_children()
    told = [each["batch"]["error"] for each in entries(folder / "out.jsonl")]
    assert [error is None for error in told] == [True, True, False, True]
    assert "15 min" in told[2].replace("\xa0", " ")
    # Where it stood is in the log, and not on the screen.
    assert "re.match" not in result.stderr
    alone, out = (
        (folder / name).read_bytes().splitlines() for name in ("alone.jsonl", "out.jsonl")
    )
    assert [alone[at] for at in (0, 1, 3)] == [out[at] for at in (0, 1, 3)]


def missing() -> Transcriber:
    raise EngineError("The engine {engine} is not installed.", engine="x")


def test_what_is_missing_on_the_machine_ends_the_batch_in_a_line(
    desk: Callable[..., Path], interviewer: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("ada/intro.wav", "ben/intro.wav")
    monkeypatch.setattr(batch, "score_locally", score_locally)
    monkeypatch.setattr(batch, "_recogniser", lambda *_: missing)
    result = interviewer("batch", "./bref.toml", "class", "--json", "x.jsonl", "--workers", "1")
    assert (result.returncode, len(result.stderr.splitlines())) == (3, 1)
    assert not multiprocessing.active_children()
