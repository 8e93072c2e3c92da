"""The French catalogue: complete, compiled, and with the same places as the English ids."""

from __future__ import annotations

import io
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from interviewer.i18n import translator, ui_language

PACKAGE = Path(__file__).parents[2] / "interviewer"
FRENCH = PACKAGE / "locale" / "fr" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def written() -> set[str]:
    """Every id marked with N_ in the package."""
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords={"N_": None})
    return {str(message) for _, _, message, _, _ in found}


@pytest.fixture(scope="module")
def french() -> Catalog:
    return read_po(io.BytesIO((FRENCH / "interviewer.po").read_bytes()), locale="fr")


def entries(catalog: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalog if message.id}


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_every_message_has_its_french(written: set[str], french: Catalog) -> None:
    assert len(written) > 100
    assert written - {id_ for id_, text in entries(french).items() if text} == set()


def test_no_message_is_left_over(written: set[str], french: Catalog) -> None:
    assert entries(french).keys() - written == set()


def test_places_are_the_same(french: Catalog) -> None:
    wrong = [id_ for id_, text in entries(french).items() if places(id_) != places(text)]
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_source(french: Catalog) -> None:
    with (FRENCH / "interviewer.mo").open("rb") as file:
        assert entries(read_mo(file)) == entries(french)


def test_french_typography(french: Catalog) -> None:
    for text in entries(french).values():
        for mark in ";!?":
            assert f" {mark}" not in text, text
        assert " :" not in text, text
        assert "« " not in text, text
        assert "'" not in text, text


def test_a_translator_translates() -> None:
    assert translator("fr")("Stopped.") == "Arrêté."
    assert translator("en")("Stopped.") == "Stopped."


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "fr:en"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_screen_speaks_the_locale(environ: dict[str, str], language: str) -> None:
    assert ui_language(environ) == language
