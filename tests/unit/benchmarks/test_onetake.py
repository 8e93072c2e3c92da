"""The one-take benchmark counts what it says."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.corpus.truth import PhaseSpan
from benchmarks.onetake.composed import compose
from benchmarks.onetake.tally import judge, missing_line, table


def test_composed_pitches_are_the_same_each_time_and_in_order() -> None:
    pitches = list(compose("dev", 6))
    assert pitches == list(compose("dev", 6))
    for pitch in pitches:
        order = [task.id for _, task in pitch.scenario.tasks()]
        said = [phase.phase for phase in pitch.phases]
        assert said == [phase for phase in order if phase not in pitch.missing]
        assert pitch.speech[0].start_s == pitch.phases[0].start_s
        assert pitch.speech[-1].end_s == pitch.phases[-1].end_s


def test_starts_and_missing_phases_are_counted() -> None:
    pitch = next(pitch for pitch in compose("dev", 20, seed=2) if len(pitch.missing) == 1)
    judged = judge(pitch)
    assert all(start.right for start in judged.starts)
    assert missing_line([judged]).endswith("precision 100.0 % (1/1), recall 100.0 % (1/1).")
    late = tuple(
        PhaseSpan(phase.phase, phase.start_s + 2.5, phase.end_s + 2.5) for phase in pitch.phases
    )
    wrong = judge(replace(pitch, phases=late))
    assert not any(start.right for start in wrong.starts)
    *_, whole = table([judged, wrong], lambda one, start: start.phase)
    count = len(pitch.phases)
    assert f"| all | {2 * count} | 50.0 % ({count}/{2 * count}) |" in whole
    assert " | -2.5 s | " in whole


def test_starts_that_are_not_found_are_said_beside_the_worst_of_those_that_are() -> None:
    judged = judge(next(compose("dev", 1)))
    first, *others = judged.starts
    lost = replace(judged, starts=(replace(first, found_s=None), *others))
    *_, whole = table([lost], lambda one, start: start.phase)
    assert " s, 1 not found | " in whole
