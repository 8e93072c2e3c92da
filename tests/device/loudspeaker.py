"""Hearing what the loudspeaker of a virtual desk gives."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from typing import IO, TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tests.device.conftest import SoundStack

__all__ = ["LOUD", "RATE_HZ", "WAIT_S", "Loudspeaker", "is_loud"]

RATE_HZ = 48_000
_BLOCK_FRAMES = RATE_HZ // 100
LOUD = 200
"""Of 32,767: the virtual loudspeaker is silent to the last bit."""
WAIT_S = 60.0


class Loudspeaker:
    """Everything the loudspeaker gives, 16 bits mono at ``RATE_HZ``, and when it gave it."""

    def __init__(self, sound: SoundStack) -> None:
        self._process = subprocess.Popen(
            ["parec", "--device=speaker.monitor", "--latency-msec=10", f"--rate={RATE_HZ}",
             "--channels=1", "--format=s16le", "--raw"],
            env=sound.env,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self._blocks: list[tuple[float, bytes]] = []
        self._flows = threading.Event()
        self._thread = threading.Thread(target=self._record)
        self._thread.start()
        assert self._flows.wait(WAIT_S)

    @property
    def blocks(self) -> tuple[tuple[float, bytes], ...]:
        """10 ms each, with the moment by ``time.monotonic`` at which it arrived."""
        return tuple(self._blocks)

    def signal(self) -> NDArray[np.int16]:
        """All of it so far."""
        return np.frombuffer(b"".join(block for _, block in self.blocks), dtype="<i2")

    def last_loud_at(self) -> float:
        """When the last block with sound in it arrived."""
        return max(at for at, block in self.blocks if is_loud(block))

    def await_sound(self, since: float) -> None:
        """Until a block with sound in it has arrived after ``since``."""
        deadline = time.monotonic() + WAIT_S
        while not any(at > since and is_loud(block) for at, block in self.blocks):
            assert time.monotonic() < deadline, "nothing is heard"
            time.sleep(0.01)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        self._thread.join(WAIT_S)
        self._process.wait(WAIT_S)

    def _record(self) -> None:
        with cast(IO[bytes], self._process.stdout) as stdout:
            # What is left at the very end is no whole block.
            while len(block := stdout.read(_BLOCK_FRAMES * 2)) == _BLOCK_FRAMES * 2:
                self._blocks.append((time.monotonic(), block))
                self._flows.set()


def is_loud(block: bytes) -> bool:
    samples = np.frombuffer(block, dtype="<i2")
    return bool((np.abs(samples.astype(np.int32)) > LOUD).any())
