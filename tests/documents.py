"""Notes as Word and as PDF, written by hand: what a person's word processor would save."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import groupby
from xml.sax.saxutils import escape

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>
</Relationships>"""
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def as_word(markdown: str) -> bytes:
    """``markdown``, of headings, paragraphs, quotations, tables and bold words, as a .docx file."""
    lines = [line for line in markdown.splitlines() if "| --- |" not in line]
    body = ""
    for is_table, rows in groupby(lines, key=lambda line: line.startswith("|")):
        if is_table:
            body += f"<w:tbl>{''.join(map(_table_row, rows))}</w:tbl>"
        else:
            body += "".join(_paragraph(line) for line in rows if line.strip())
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Titre{n}"><w:name w:val="heading {n}"/></w:style>'
        for n in (1, 2, 3)
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        relations = _RELATIONS.format(kind="officeDocument", target="word/document.xml")
        archive.writestr("_rels/.rels", relations)
        relations = _RELATIONS.format(kind="styles", target="styles.xml")
        archive.writestr("word/_rels/document.xml.rels", relations)
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{_NAMESPACE}">{styles}</w:styles>')
        document = f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return content.getvalue()


def _paragraph(line: str) -> str:
    marks, _, text = line.partition(" ") if line.startswith("#") else ("", "", line)
    style = f'<w:pPr><w:pStyle w:val="Titre{len(marks)}"/></w:pPr>' if marks else ""
    runs = "".join(_run(piece, bold=n % 2 == 1) for n, piece in enumerate(_BOLD.split(text)))
    return f"<w:p>{style}{runs}</w:p>"


def _table_row(line: str) -> str:
    cells = (cell.strip() for cell in line.strip("|").split("|"))
    return f"<w:tr>{''.join(map(_table_cell, cells))}</w:tr>"


def _table_cell(text: str) -> str:
    """Of a paragraph for each of its lines."""
    return f"<w:tc>{''.join(map(_paragraph, text.split('<br>')))}</w:tc>"


def _run(text: str, *, bold: bool) -> str:
    marked = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{marked}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def as_pdf(markdown: str) -> bytes:
    """``markdown`` as a PDF file: headings larger, bold words in a bold font, lines wrapped."""
    pages: list[list[str]] = [[]]
    for line in markdown.splitlines():
        marks, _, text = line.partition(" ") if line.startswith("#") else ("", "", line)
        size = {0: 11, 1: 20}.get(len(marks), 15)
        for row in _wrapped(text) if text.strip() else ():
            if len(pages[-1]) == 40:
                pages.append([])
            pages[-1].append(_row(row, size, 780 - 18 * len(pages[-1])))
    return _file([" ".join(page).encode("cp1252") for page in pages])


def _wrapped(text: str, width: int = 90) -> list[str]:
    rows = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) > width:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _row(row: str, size: int, y: int) -> str:
    shown = [f"BT 1 0 0 1 60 {y} Tm"]
    for n, piece in enumerate(_BOLD.split(row)):
        text = piece.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown.append(f"/F{1 + n % 2} {size} Tf ({text}) Tj" if piece else "")
    return " ".join([*shown, "ET"])


def _file(pages: list[bytes]) -> bytes:
    fonts = [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    first = 5
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *fonts,
    ]
    for n, page in enumerate(pages):
        objects.append(
            (
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << "
                f"/F1 3 0 R /F2 4 0 R >> >> /Contents {first + 2 * n + 1} 0 R >>"
            ).encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page))
    content, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(content))
    )
