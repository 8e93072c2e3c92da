from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Language
from interviewer.ui.text import clip, clock, duration, encodable, number, safe, seconds


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("« déjà » vu", "« déjà » vu"),
        ("a\x1b[31mb", "a[31mb"),
        ("\x1b]52;c;QUFB\x07x", "]52;c;QUFBx"),
        ("\x9b31mx\x90y", "31mxy"),
        ("a\u202eb\u2066c\u2069d\u200fe", "abcde"),
        ("one\r\n two\tthree\u2028four", "one  two three four"),
        ("caf\udce9.wav", "caf\ufffd.wav"),
        ("e\u0301te\u0301", "été"),
        ("[bold]x[/y]", "[bold]x[/y]"),
        ("no\u00a0break\u202fhere", "no\u00a0break\u202fhere"),
    ],
)
def test_safe(raw: str, shown: str) -> None:
    assert safe(raw) == shown


@given(st.text(st.characters()))
def test_safe_leaves_nothing_to_obey(text: str) -> None:
    shown = safe(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert safe(shown) == shown


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("« été »…", "ascii", '" ete "...'),
        ("« été »…", "cp1252", "« été »…"),
        ("cœur ✓ ★ ﬁn", "latin-1", "coeur + ? fin"),
        ("− 5\u202fs ×2 ±1", "ascii", "- 5 s x2 +/-1"),
        ("✓ été", "utf-8", "✓ été"),
    ],
)
def test_encodable(text: str, encoding: str, shown: str) -> None:
    assert encodable(text, encoding) == shown


@given(st.text(), st.sampled_from(["ascii", "cp1252", "utf-8", "cp850"]))
def test_encodable_encodes(text: str, encoding: str) -> None:
    encodable(text, encoding).encode(encoding)


@pytest.mark.parametrize(
    ("text", "width", "keep", "shown"),
    [
        ("short", 5, None, "short"),
        ("longer", 5, None, "long…"),
        ("one two three four five six", 13, (8, 13), "…three four…"),
        ("one two three four five six", 14, (24, 27), "…five six"),
        ("one two three", 9, (0, 3), "one two…"),
    ],
)
def test_clip(text: str, width: int, keep: tuple[int, int] | None, shown: str) -> None:
    assert clip(text, width, keep) == shown


@given(st.text("ab ", max_size=60), st.integers(8, 40), st.integers(0, 50), st.integers(0, 10))
def test_clip_fits(text: str, width: int, start: int, length: int) -> None:
    keep = (min(start, len(text)), min(start + length, len(text)))
    assert len(clip(text, width, keep)) <= width
    assert len(clip(text, width, keep, "...")) <= width


@given(st.integers(0, 60), st.integers(0, 60))
def test_clip_keeps_what_matters(before: int, after: int) -> None:
    text = f"{'ab ' * before}TERM{' cd' * after}"
    assert "TERM" in clip(text, 24, (3 * before, 3 * before + 4))


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (28.31, "fr", "28,3 s"),
        (28.31, "en", "28.3 s"),
        (30.0, "fr", "30 s"),
        (29.96, "en", "30 s"),
        (0.04, "en", "0 s"),
        (-0.04, "en", "0 s"),
    ],
)
def test_seconds(value: float, language: Language, shown: str) -> None:
    assert seconds(value, language) == shown.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (59.94, "59.9 s"),
        (59.96, "1 min"),
        (60.4, "1 min"),
        (92.3, "1 min 32 s"),
        (119.6, "2 min"),
        (4000, "66 min 40 s"),
    ],
)
def test_duration(value: float, shown: str) -> None:
    assert duration(value, "en") == shown.replace(" ", "\u00a0")


@pytest.mark.parametrize(("value", "shown"), [(0, "0:00"), (59.99, "0:59"), (61.2, "1:01")])
def test_clock(value: float, shown: str) -> None:
    assert clock(value) == shown


def test_number_never_shows_minus_zero() -> None:
    assert number(-0.001, 1, "fr") == "0,0"
