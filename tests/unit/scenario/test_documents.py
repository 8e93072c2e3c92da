"""Files of any kind to text, or to one line about what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import UsageError
from interviewer.scenario.documents import read_document
from interviewer.scenario.notes import Notes, read_notes
from tests.documents import as_pdf, as_word

NOTES = """\
# Mon pitch

## Intro (30 s)

Bonjour, je suis **infirmière** depuis huit ans, et j’aime ce métier où chaque nuit est différente de la veille, vraiment.

### Points

- Saluer

## Projet (1 min 30)

Nous avons (enfin) \\ gagné **trois heures** par semaine.
"""


def told(notes: Notes) -> list[tuple[object, ...]]:
    return [(part.title, part.seconds, part.text, part.terms, part.points) for part in notes.parts]


@pytest.mark.parametrize(("ending", "write"), [("docx", as_word), ("pdf", as_pdf)])
def test_word_and_pdf_say_what_markdown_says(ending: str, write: object, tmp_path: Path) -> None:
    file = tmp_path / f"pitch.{ending}"
    assert callable(write)
    file.write_bytes(write(NOTES))
    found = read_notes(read_document(file))
    assert found.title == "Mon pitch"
    assert told(found) == told(read_notes(NOTES))


TABLES = """# Mon pitch

## Déroulé

| Phase | Durée | Texte |
| --- | --- | --- |
| Intro | 30 s | Bonjour, je suis **infirmière**.<br>J'aime mon métier. |
| Une nuit | 1 min 30 | Une patiente refusait son traitement. |
| Fin |  | Merci. |

| Durée (min) | Étape | Points | Mots-clés |
| --- | --- | --- | --- |
| 2 | Projet | dire le but ; dire le gain | coût, délai |
"""


def test_phases_stand_in_tables_of_markdown_and_of_word(tmp_path: Path) -> None:
    file = tmp_path / "pitch.docx"
    file.write_bytes(as_word(TABLES))
    expected = [
        ("Intro", 30, "Bonjour, je suis infirmière. J'aime mon métier.", ["infirmière"], []),
        ("Une nuit", 90, "Une patiente refusait son traitement.", [], []),
        ("Fin", None, "Merci.", [], []),
        ("Projet", 120, "", ["coût", "délai"], ["dire le but", "dire le gain"]),
    ]
    for notes in (read_notes(TABLES), read_notes(read_document(file))):
        assert notes.title == "Mon pitch"
        assert told(notes) == expected


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", ""), ("utf-8-sig", ""), ("cp1252", ""), ("utf-16", "")]
)
def test_any_usual_encoding_is_read(encoding: str, mark: str, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes("Héloïse : « j’ai » 8 ans.".encode(encoding))
    assert read_document(file) == "Héloïse : « j’ai » 8 ans."


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.md", b"", "a.md: there is no text in it."),
        ("a.md", b" \n\t\n", "a.md: there is no text in it."),
        ("a.md", bytes(range(256)) * 9, "a.md: this is no text;"),
        ("a.docx", b"PK\x03\x04 no", "a.docx: cannot be read as Word (BadZipFile"),
        ("a.pdf", b"%PDF-1.4 no", "a.pdf: cannot be read as PDF ("),
        ("a.pdf", as_pdf(""), "a.pdf: there is no text in it."),
        ("a.odt", b"x", "a.odt: not a kind of file that notes are read from."),
        ("a.txt", b"mot " * 30_000, "a.txt: 120000 characters are more than an interview"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    name: str, content: bytes, line: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_document(file)
    assert str(caught.value).startswith(line)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file; check its name"):
        read_document(tmp_path / "a.md")
    with pytest.raises(UsageError, match="not a regular file"):
        folder = tmp_path / "b.md"
        folder.mkdir()
        read_document(folder)
