"""Files that people write notes, ads and CVs in, as text: Markdown, plain text, Word, PDF.

Libraries read Word and PDF; nothing in a document is run, fetched or followed.
"""

from __future__ import annotations

import io
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from interviewer.errors import UsageError
from interviewer.i18n import N_

TEXT_ENDINGS = (".md", ".markdown", ".txt", ".text")
ENDINGS = (*TEXT_ENDINGS, ".docx", ".pdf")

_MAX_BYTES = 20 * 1024 * 1024
"""Of a document with pictures; texts are far smaller."""
_MAX_CHARACTERS = 100_000
"""An hour and a half of speech has some 80,000."""
_MAX_PAGES = 60
_MAX_UNPACKED = 200 * 1024 * 1024
_LARGER = 1.15
"""What is so much larger than most of a document is a heading."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_BOLD = re.compile(r"__(?=\S)(.+?)(?<=\S)__")
"""As Word's bold comes; Markdown would not see it inside a word."""
_ANCHOR = re.compile(r"<a id=\"[^\"]*\"></a>")


def is_document(path: Path) -> bool:
    """Whether ``path`` is of a kind that notes are written in, by its ending."""
    return path.suffix.lower() in ENDINGS


def read_document(path: Path) -> str:
    """The text of ``path``, with headings, bold words and lists in the marks of Markdown.

    Raises:
        UsageError: not there, no such document, nothing in it, or too large.
    """
    content = _content(path)
    ending = path.suffix.lower()
    if ending == ".docx":
        text = _word(content, path)
    elif ending == ".pdf":
        text = _pdf(content, path)
    elif ending in TEXT_ENDINGS:
        text = _decoded(content, path)
    else:
        raise UsageError(
            N_("{file}: not a kind of file that notes are read from."),
            N_("Save it as .md, .txt, .docx or .pdf."),
            file=path.name,
        )
    if not text.strip():
        message = N_("{file}: there is no text in it.")
        remedy = N_("Write your notes, or give a PDF whose text can be selected, no scan.")
        raise UsageError(message, remedy, file=path.name)
    if len(text) > _MAX_CHARACTERS:
        message = N_("{file}: {count} characters are more than an interview; keep {most} at most.")
        raise UsageError(message, file=path.name, count=len(text), most=_MAX_CHARACTERS)
    return text


def _content(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UsageError(N_("{file}: not a regular file; give your notes."), file=path.name)
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        message = N_("{file}: no such file; check its name and folder.")
        raise UsageError(message, file=str(path)) from None
    except OSError as error:
        message = N_("{file}: the file cannot be read ({reason}); check its permissions.")
        raise UsageError(message, file=str(path), reason=error.strerror) from error
    if len(content) > _MAX_BYTES:
        message = N_("{file}: larger than {limit} MB; give notes of a few pages.")
        raise UsageError(message, file=path.name, limit=_MAX_BYTES // 1024**2)
    return content


def _decoded(content: bytes, path: Path) -> str:
    """UTF-8, UTF-16 with its mark, and otherwise what Windows and older Macs write in Europe."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    odd = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    odd += text.count("\ufffd")
    if odd > len(text) / 200:
        message = N_("{file}: this is no text; save your notes as text, Markdown, Word or PDF.")
        raise UsageError(message, file=path.name)
    return text


def _word(content: bytes, path: Path) -> str:
    import zipfile

    import mammoth

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED:
                raise ValueError("too large unpacked")
        text: str = mammoth.convert_to_markdown(
            io.BytesIO(content), transform_document=_without_tables
        ).value
    except Exception as error:  # mammoth's, of any kind, on bytes of anybody's
        raise _broken(path, N_("Word"), error) from error
    text = _BOLD.sub(r"**\1**", _ANCHOR.sub("", _IMAGE.sub("", text)))
    return _ESCAPED.sub(r"\1", text)


def _without_tables(element: Any) -> Any:
    """``element``, of a Word document, each table a paragraph whose lines are the rows of one in Markdown."""
    from mammoth import documents

    children = getattr(element, "children", None)
    if children is None:
        return element
    if not isinstance(element, documents.Table):
        return element.copy(children=[_without_tables(child) for child in children])
    written: list[Any] = []
    for number, row in enumerate(_inside(element, documents.TableRow)):
        cells = list(_inside(row, (documents.TableCell, documents.TableCellUnmerged)))
        for cell in cells:
            written += [documents.text("| "), *_cell(cell), documents.text(" ")]
        written += [documents.text("|"), documents.line_break]
        if not number:
            written += [documents.text("|" + " --- |" * len(cells)), documents.line_break]
    return documents.paragraph(children=written)


def _inside(element: Any, kind: Any) -> Iterator[Any]:
    return (child for child in element.children if isinstance(child, kind))


def _cell(cell: Any) -> Iterator[Any]:
    """The runs of all paragraphs in ``cell``, a mark between two paragraphs."""
    from mammoth import documents

    for number, paragraph in enumerate(_inside(cell, documents.Paragraph)):
        if number:
            yield documents.text("<br>")
        for run in paragraph.children:
            inside = getattr(run, "children", None)
            if inside is None:
                yield run
                continue
            kept = [
                documents.text("<br>") if isinstance(each, documents.Break) else each
                for each in inside
            ]
            yield run.copy(children=kept)


def _pdf(content: bytes, path: Path) -> str:
    import logging

    import pypdf

    # It tells of every oddity of a file that it gets over.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    lines: list[_Line] = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UsageError(
                N_("{file}: it is locked by a password; save a copy without."), file=path.name
            )
        for page in reader.pages[:_MAX_PAGES]:
            lines += _lines(page)
    except UsageError:
        raise
    except Exception as error:  # pypdf's, of any kind, on bytes of anybody's
        raise _broken(path, "PDF", error) from error
    return _marked(lines)


def _broken(path: Path, kind: str, error: Exception) -> UsageError:
    message = N_("{file}: cannot be read as {kind} ({reason}); save it anew, or as text.")
    return UsageError(message, file=path.name, kind=kind, reason=_reason(error))


def _reason(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:120]


class _Line:
    """A line of a page, with the size and weight it is printed in."""

    def __init__(self) -> None:
        self.text = ""
        self.size = 0.0
        self.bold = 0
        self.count = 0

    def add(self, text: str, size: float, *, bold: bool) -> None:
        letters = len(text.strip())
        if letters and bold and not self.text.strip():
            self.bold = letters
        elif letters and bold:
            self.bold += letters
        self.count += letters
        self.size = max(self.size, size if letters else 0.0)
        self.text += f"**{text.strip()}** " if bold and letters else text


def _lines(page: object) -> list[_Line]:
    lines = [_Line()]

    def visit(text: str, _cm: object, matrix: list[float], font: object, size: float) -> None:
        scale = abs(matrix[3]) or abs(matrix[1]) or 1.0
        name = str(font.get("/BaseFont", "")) if isinstance(font, dict) else ""
        bold = any(word in name.casefold() for word in ("bold", "black", "heavy", "demi"))
        for number, piece in enumerate(text.split("\n")):
            if number:
                lines.append(_Line())
            if piece:
                lines[-1].add(piece, round(size * scale, 1), bold=bold)

    page.extract_text(visitor_text=visit)  # type: ignore[attr-defined]  # pages have it; their base does not
    return lines


def _marked(lines: Iterable[_Line]) -> str:
    """Larger lines as headings, the largest above the others; what is bold within a line in bold."""
    kept = [line for line in lines if line.text.strip()]
    sizes = Counter[float]()
    for line in kept:
        sizes[line.size] += line.count
    if not sizes:
        return ""
    usual = sizes.most_common(1)[0][0]
    larger = sorted({line.size for line in kept if line.size > usual * _LARGER}, reverse=True)
    marked: list[str] = []
    for line in kept:
        text = " ".join(line.text.split())
        plain = text.replace("**", "").strip()
        if line.size in larger and len(plain) <= 120:
            level = min(larger.index(line.size) + 1, 6)
            marked += ["", f"{'#' * level} {plain}", ""]
        elif line.bold >= line.count and len(plain) <= 60 and not plain.endswith((".", ",")):
            marked += ["", f"**{plain}**", ""]
        else:
            marked.append(text)
    return "\n".join(marked)
