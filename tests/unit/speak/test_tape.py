from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from interviewer.speak.tape import Tape

LENGTHS = st.lists(st.integers(min_value=0, max_value=50), max_size=10)


@given(LENGTHS, st.integers(min_value=1, max_value=17), st.integers(min_value=0, max_value=20))
def test_all_comes_out_in_order_whatever_the_blocks(
    parts: list[int], block: int, silence: int
) -> None:
    tape = Tape()
    sound = np.arange(1, sum(parts) + 1, dtype=np.float32)
    for part in np.split(sound, np.cumsum(parts)[:-1] if parts else []):
        tape.add(part)
    assert tape.waiting == len(sound)
    tape.end(silence)
    taken = []
    while not tape.played_out:
        taken.append(tape.take(block))
    out = np.concatenate([np.zeros(0, dtype=np.float32), *taken])
    assert np.array_equal(out[: len(sound)], sound)
    assert not out[len(sound) :].any()
    assert len(sound) + silence <= len(out) < len(sound) + silence + block


def test_running_dry_is_silence_and_not_the_end() -> None:
    tape = Tape()
    tape.add(np.ones(2, dtype=np.float32))
    assert tape.take(4).tolist() == [1, 1, 0, 0]
    assert not tape.played_out
    tape.add(np.ones(1, dtype=np.float32))
    tape.end(0)
    assert tape.take(2).tolist() == [1, 0]
    assert tape.played_out
