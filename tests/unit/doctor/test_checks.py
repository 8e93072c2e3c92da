"""What a step gives or raises, as a finding."""

from __future__ import annotations

from pathlib import Path

from interviewer.doctor.checks import DISK, VOICE, Check, failed, guarded, something_missing
from interviewer.domain import Notice
from interviewer.errors import DeviceError

WELL = Check(VOICE, "ok", Notice("Fine."))


def test_an_error_keeps_its_words_and_its_remedy() -> None:
    error = DeviceError("No {file} of {size}.", "Get {file}.", file=Path("a/b"), size=3)
    check = failed(DISK, error)
    assert (check.title, check.status) == (DISK, "missing")
    assert check.found == Notice("No {file} of {size}.", {"file": str(Path("a/b")), "size": 3})
    assert check.fix == Notice("Get {file}.", check.found.values)


def test_an_error_without_a_remedy_has_no_fix() -> None:
    assert failed(DISK, DeviceError("Gone.")).fix is None


def test_a_step_that_works_is_left_alone() -> None:
    assert guarded(VOICE, lambda: WELL) is WELL


def test_an_expected_error_is_a_finding() -> None:
    def step() -> Check:
        raise DeviceError("There is no microphone.", "Plug one in.")

    check = guarded(VOICE, step)
    assert (check.status, check.found.message) == ("missing", "There is no microphone.")


def test_any_other_error_is_one_too() -> None:
    def step() -> Check:
        raise ImportError("libX.so:\n  cannot open")

    check = guarded(VOICE, step)
    assert check.status == "missing"
    assert check.found.values == {"reason": "ImportError: libX.so: cannot open"}
    assert check.fix is not None


def test_only_what_is_missing_counts() -> None:
    warning = Check(DISK, "warning", Notice("Nearly full."))
    silent = Check(VOICE, "not_measured", Notice("Muted."))
    assert not something_missing([WELL, warning, silent])
    assert something_missing([WELL, Check(DISK, "missing", Notice("Full.")), silent])
