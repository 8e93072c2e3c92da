from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
import pytest

from interviewer.audio.microphone import Block, Losses, Opened
from interviewer.errors import DeviceError
from interviewer.live.microphone import MicrophoneSupply


class Plug:
    """One device."""

    def __init__(self, name: str) -> None:
        self.device = Opened(name, 16_000, 1)
        self.active = True
        self.losses = Losses(16_000, 1.0, 0, 1, 0.25)
        self.log: list[str] = []

    def read(self, timeout_s: float) -> Block | None:
        if not self.active:
            time.sleep(0.001)
            return None
        return Block(np.zeros(800, np.float32), 100.0, False, 0.0)

    def gate(self, at_s: float) -> None:
        self.log.append("gate")

    def ungate(self, at_s: float) -> None:
        self.log.append("ungate")

    def close(self) -> None:
        self.log.append("close")


def read_until_back(supply: MicrophoneSupply) -> None:
    while supply.read(0.01) is None:
        pass


def no_other() -> Plug:
    raise DeviceError("none")


def test_another_device_takes_over(clock: Any) -> None:
    first, second = Plug("Bureau"), Plug("Casque")
    plugs = [first, second]

    def open_device() -> Plug:
        if plugs == [second]:
            clock.at_s += 3.0
        return plugs.pop(0)

    with MicrophoneSupply(open_device, no_other, clock) as supply:
        assert supply.read(0.01) is not None
        supply.gate(100.0)
        first.active = False
        read_until_back(supply)
        assert supply.active
        assert supply.device.name == "Casque"
        assert supply.losses == Losses(32_000, 2.0, 0, 3, 3.5)
        assert first.log == ["gate", "close"]
        assert second.log == ["gate"]
        supply.ungate(103.0)
    assert second.log == ["gate", "ungate", "close"]


def test_none_to_begin_with() -> None:
    def fail() -> Plug:
        raise DeviceError("none")

    with pytest.raises(DeviceError):
        MicrophoneSupply(fail, no_other)


def test_it_is_looked_for_until_there_is_one(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviewer.live.microphone._RETRY_S", 0.001)
    first = Plug("Bureau")
    outcomes: list[Plug | None] = [first, None, None, Plug("Casque")]

    def open_device() -> Plug:
        plug = outcomes.pop(0)
        if plug is None:
            raise DeviceError("none")
        return plug

    with MicrophoneSupply(open_device, no_other, clock) as supply:
        first.active = False
        read_until_back(supply)
        assert supply.device.name == "Casque"
    assert outcomes == []


def test_any_other_will_do_where_the_one_asked_for_is_gone_for_good(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewer.live.microphone._RETRY_S", 0.001)
    first, other = Plug("Bureau"), Plug("Casque")
    asked: list[str] = []

    def open_device() -> Plug:
        asked.append("Bureau")
        if len(asked) > 1:
            raise DeviceError("gone")
        return first

    def open_any() -> Plug:
        asked.append("any")
        return other

    with MicrophoneSupply(open_device, open_any, clock) as supply:
        first.active = False
        read_until_back(supply)
        assert supply.device.name == "Casque"
    assert asked == ["Bureau"] * 4 + ["any"]


class Frozen(Plug):
    """Gives nothing while frozen, and says that all is well."""

    frozen = False

    def read(self, timeout_s: float) -> Block | None:
        time.sleep(0.001)
        return None if self.frozen else super().read(timeout_s)


def test_a_device_that_hangs_is_replaced(clock: Any) -> None:
    first = Frozen("Bureau")
    plugs: list[Plug] = [first, Plug("Casque")]
    with MicrophoneSupply(lambda: plugs.pop(0), no_other, clock) as supply:
        assert supply.read(0.01) is not None
        first.frozen = True
        clock.at_s += 4.9
        assert supply.read(0.01) is None
        assert plugs
        clock.at_s += 0.2
        read_until_back(supply)
        assert supply.device.name == "Casque"
        assert supply.losses.missing_s == pytest.approx(0.25 + 5.1 + 0.25)
    assert first.log == ["close"]


def test_a_device_that_comes_to_life_again_is_kept(clock: Any) -> None:
    first, second = Frozen("Bureau"), Plug("Casque")
    plugs: list[Plug] = [first, second]
    may = threading.Event()
    may.set()

    def open_device() -> Plug:
        assert may.wait(10.0)
        return plugs.pop(0)

    with MicrophoneSupply(open_device, no_other, clock) as supply:
        may.clear()
        first.frozen = True
        clock.at_s += 5.1
        assert supply.read(0.01) is None
        first.frozen = False
        may.set()
        while "close" not in second.log:
            assert supply.read(0.01) is not None
        assert supply.device.name == "Bureau"
