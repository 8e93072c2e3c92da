"""Costs are those of the process that was asked for; the limit is counted from the model's own sizes."""

import sys
from pathlib import Path

import pytest

from benchmarks.speed import Cost, Side, in_turns, rivals, run
from benchmarks.speed_stages import limits
from interviewer.asr.catalog import Weights


def _python(code: str) -> Side:
    return Side("python", (sys.executable, "-I", "-c", code))


def test_memory_is_the_childs_own_however_large_the_parent_is() -> None:
    parents = bytearray(300_000_000)
    small = run(_python("pass"))
    large = run(_python("import time; held = bytearray(b'x') * 150_000_000; time.sleep(0.1)"))
    assert len(parents) and small.peak_mb < 100
    assert large.peak_mb - small.peak_mb > 120


def test_what_fails_says_what_it_wrote_last() -> None:
    with pytest.raises(
        RuntimeError, match=r"python: exit code 1: SystemExit|exit code 1: no model"
    ):
        run(_python("raise SystemExit('no model')"))


def test_sides_take_turns_and_each_has_its_median(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    costs = iter([1.0, 10.0, 3.0, 30.0, 2.0, 20.0])

    def one(side: Side) -> Cost:
        order.append(side.name)
        cost = next(costs)
        return Cost(cost, cost, cost)

    monkeypatch.setattr("benchmarks.speed.run", one)
    sides = [Side("a", ()), Side("b", ())]
    assert dict(in_turns(sides, 3)) == {"a": Cost(2, 2, 2), "b": Cost(20, 20, 20)}
    assert order == ["a", "b"] * 3


def test_a_rival_loads_the_weights_that_we_load(tmp_path: Path) -> None:
    for name in ("whisper", "whisper-ctranslate2"):
        (tmp_path / name).touch()
    weights = Weights("faster-whisper", "base", tmp_path / "weights", "ctranslate2", True)
    (rival,) = rivals(tmp_path, "faster-whisper", weights, "out")
    assert rival.name == "whisper-ctranslate2"
    assert rival.command[1:3] == ("--model_directory", str(tmp_path / "weights"))
    pt = Weights("openai-whisper", "base", tmp_path / "base.pt", "pt", True)
    assert [side.name for side in rivals(tmp_path, "openai-whisper", pt, "out")] == ["whisper"]


def test_half_a_window_costs_less_than_half_of_its_operations_and_saves_keys_alone() -> None:
    whole, half = limits(1500), limits(750)
    # 18.9 million weights of the encoder's layers (Whisper base), attention by the square.
    assert whole[0] == pytest.approx(2 * 18.87e6 * 1500 + 4 * 6 * 1500**2 * 512, rel=0.01)
    assert half[0] < whole[0] / 2
    assert whole[1] - half[1] == 2 * 4 * 6 * 750 * 512
