"""What the figures of structure count, on a package small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.structure import figures, read_modules

FILES = {
    "__init__.py": "from interviewer.near.one import first\n\n__all__ = [\n    'first',\n]\n",
    "near/__init__.py": "from interviewer.near import two\n",
    "near/one.py": "from interviewer.near.two import second\n\n\ndef first():\n    return second\n",
    "near/two.py": "def second():\n    import json\n\n    return json\n",
    "far.py": "import interviewer.near.one\n",
}


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    for name, text in FILES.items():
        file = tmp_path / "interviewer" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return dict(figures(read_modules(tmp_path)))


def test_files_lines_and_functions_are_counted(told: dict[str, str]) -> None:
    assert (told["modules"], told["lines"], told["functions"]) == ("5", "16", "2")
    assert told["longest module"].startswith("5 (")
    assert told["function lines, longest"] == "4"


def test_imports_count_wherever_they_stand_and_so_does_what_is_exported(
    told: dict[str, str],
) -> None:
    # Five import lines, one of them inside a function, and three of ``__all__``.
    assert told["imports and __all__, share of lines"] == f"{100 * 8 / 16:.1f} %"


def test_a_package_is_no_user_of_its_own_modules(told: dict[str, str]) -> None:
    # ``two`` is imported by ``one`` and by its own package; ``one`` by ``far`` and by its package's.
    assert told["modules with one user"] == "2"
    assert told["of these, serving a sibling"] == "1"


def test_a_folder_without_the_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_modules(tmp_path)
